//! The two runs: side by side, line by line, or one above the other where there is no room.

use super::both_runs::BothRunsProps;
use super::side::RunSide;
use super::twin::Twin;
use crate::hosts::Role;
use crate::present::compare::{ComparedRun, LinesWanted};
use crate::present::narration::compare::HoldingsApart;
use crate::present::narration::compare::{A, B};
use crate::ui::breakpoints::RUNS_STACKED;
use crate::ui::diagram::Paired;
use crate::ui::hooks::{use_media, use_scroll_together};
use crate::ui::shown::Shown;
use std::rc::Rc;
use yew::prelude::*;

/// The runs; they scroll as one where they stand side by side.
#[component]
pub fn Runs(props: &BothRunsProps) -> Html {
    let BothRunsProps {
        compare,
        shown,
        other,
        scenario,
        apart,
    } = props;
    let node = use_node_ref();
    let stacked = use_media(RUNS_STACKED);
    use_scroll_together(&node, ".scroll", !stacked);
    let wanted = match compare.differing {
        true => LinesWanted::Differing,
        false => LinesWanted::All,
    };
    let paired = |other: &Shown, run: ComparedRun| Paired {
        other: other.rendered.clone(),
        comparison: (&compare.comparison).into(),
        run,
        beside: !stacked,
        wanted,
    };
    let alone = |held: fn(&HoldingsApart) -> &Rc<[String]>| -> Rc<[(Role, Rc<[String]>)]> {
        apart.iter().map(|it| (it.role, held(it).clone())).collect()
    };
    html! {
        <div class="runs" ref={node}>
            <RunSide
                label={A} {shown} {scenario} alone={alone(|it| &it.left)} paired={paired(other, ComparedRun::First)}
            />
            <Twin shown={other}>
                <RunSide
                    label={B} shown={other} scenario={&compare.twin} alone={alone(|it| &it.right)}
                    paired={paired(shown, ComparedRun::Second)}
                />
            </Twin>
        </div>
    }
}
