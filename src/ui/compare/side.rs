//! One of two runs: its hosts, its diagram, its verdict.

use crate::hosts::Role;
use crate::lab::Scenario;
use crate::present::narration;
use crate::ui::diagram::{Diagram, Paired};
use crate::ui::hooks::use_ids;
use crate::ui::hosts::Hosts;
use crate::ui::prose::prose;
use crate::ui::shared::Shared;
use crate::ui::shown::Shown;
use crate::ui::style::verdict_look;
use std::rc::Rc;
use yew::prelude::*;

/// One of the two runs, by its letter.
#[derive(PartialEq, Properties)]
pub struct RunSideProps {
    /// What stands over it: which of the two it is.
    pub label: &'static str,
    /// The step of this run that is shown.
    pub shown: Shown,
    /// The settings that this run follows from.
    pub scenario: Shared<Scenario>,
    /// What its hosts hold in it alone.
    pub alone: Rc<[(Role, Rc<[String]>)]>,
    /// The run that it is compared with.
    pub paired: Paired,
}

/// Its hosts, its diagram and what it has come to.
#[component]
pub fn RunSide(props: &RunSideProps) -> Html {
    let ids = use_ids();
    let RunSideProps {
        label,
        shown,
        scenario,
        alone,
        paired,
    } = props;
    let verdict = narration::verdict(&shown.rendered.log, shown.now());
    let whose = narration::compare::whose(label, &shown.rendered.log);
    let (class, icon) = verdict_look(verdict.state);
    html! {
        <section class="stage" aria-label={format!("Run {label}")}>
            <Hosts {shown} {scenario} {alone} />
            <Diagram {shown} paired={Some(paired.clone())} label={format!("Diagram {label}")} />
            <div class={classes!("verdict", class)}>
                <span class="verdict-mark" aria-hidden="true">{icon.draw()}</span>
                <p role="status" aria-label={format!("Verdict {label}")}>
                    <b>{format!("{whose}: {}.", verdict.lead)}</b>{" "}{prose(&ids, &verdict.why)}
                </p>
            </div>
        </section>
    }
}
