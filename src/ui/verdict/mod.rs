//! What it has come to.

mod be_iis;
mod branch_line;
mod replay;
mod what_would;

use super::controls::button;
use super::hooks::{use_dispatch, use_focus_back, use_follow, use_ids};
use super::icon::Icon;
use super::prose::prose;
use super::shared::Shared;
use super::shown::Shown;
use super::style::verdict_look;
use crate::app::{Action, Branch, TransportAction};
use crate::lab::Scenario;
use crate::present::narration::{self, predict};
use crate::present::repair::arrives_by_itself;
use be_iis::be_iis;
use branch_line::branch_line;
use replay::replay_switch;
use what_would::what_would;
use yew::prelude::*;

/// What the verdict is about.
#[derive(PartialEq, Properties)]
pub struct VerdictLineProps {
    /// The step up to which the verdict is given.
    pub shown: Shown,
    /// The settings, whose names the verdict uses.
    pub scenario: Shared<Scenario>,
    /// The run with changes on the way, where there are any.
    pub branch: Option<Shared<Branch>>,
    /// Whether the run without them is shown.
    pub original: bool,
    /// Whether somebody has taken IIS's place, and is shown there.
    pub seated: Option<bool>,
    /// Whether what would fix the run is shown.
    pub repairing: bool,
    /// Whether a question about what comes is open at this step.
    pub asked: bool,
}

/// The verdict at the step shown, and what to try next.
#[component]
pub fn VerdictLine(props: &VerdictLineProps) -> Html {
    super::renders::count("VerdictLine");
    let dispatch = use_dispatch();
    let ids = use_ids();
    let seat = use_node_ref();
    let line = use_node_ref();
    let fix = use_node_ref();
    use_focus_back(&seat, props.seated == Some(true));
    use_focus_back(&fix, props.repairing);
    let shown = &props.shown;
    // At the end it is what the run was for, also where it stands below everything else.
    let ends = shown.step > 0 && shown.step == shown.rendered.last() && !shown.veiled;
    use_follow(&line, None, ends.then_some(shown.step));
    let verdict = narration::verdict(&shown.rendered.log, shown.now());
    let ((class, icon), lead, why) = if props.asked {
        let [lead, why] = predict::VERDICT_PAUSED;
        (("running", Icon::Pause), AttrValue::from(lead), why.into())
    } else {
        let why = prose(&ids, &verdict.why);
        (verdict_look(verdict.state), verdict.lead.into(), why)
    };
    let by_itself = use_memo(props.scenario.clone(), |scenario| {
        arrives_by_itself(scenario)
    });
    let early = narration::anachronism(&props.scenario).filter(|_| ends && !props.asked);
    html! {
        <div ref={line} class={classes!("verdict", class)}>
            <span class="verdict-mark" aria-hidden="true">{icon.draw()}</span>
            <p role="status" aria-label="Verdict">
                <b>{format!("{lead}.")}</b>{" "}{why}
                if let Some(early) = early {
                    {" "}{early}
                }
            </p>
            if props.asked {
                {button(predict::BACK, dispatch.act(Action::Transport(TransportAction::Seek(shown.step))))}
            }
            // Behind a veil, what can be tried next would tell what comes.
            if !shown.veiled {
                {replay_switch(&dispatch, shown, &props.scenario)}
                <div class="verdict-ways">
                    {be_iis(&dispatch, &ids, &seat, shown, props.seated)}
                    {what_would(&dispatch, &ids, &fix, (verdict.state, *by_itself), props.repairing)}
                </div>
            }
            {branch_line(&dispatch, &ids, props.branch.as_deref(), props.original)}
        </div>
    }
}
