//! One repair: what it is, what it costs; and, where it is looked at, how it is made.

use super::commands::changes;
use super::cost_bars::cost_bars;
use crate::app::{Action, CompareAction, RepairAction, Repairs};
use crate::present::narration::{Text, compare, repair as said};
use crate::present::repair::Others;
use crate::ui::controls::{button, primary_button};
use crate::ui::hooks::{use_copied, use_dispatch, use_ids};
use crate::ui::prose::prose;
use crate::ui::shared::Shared;
use yew::prelude::*;

/// A repair by its place among those found.
#[derive(PartialEq, Properties)]
pub struct RepairItemProps {
    /// The repairs that were found.
    pub repairs: Shared<Repairs>,
    /// Its place among them, the cheapest being 0.
    pub place: usize,
    /// Whether it is looked at.
    pub chosen: bool,
}

/// Its title and cost; where it is looked at, also who makes it, how, and what becomes of others.
#[component]
pub fn RepairItem(props: &RepairItemProps) -> Html {
    let dispatch = use_dispatch();
    let ids = use_ids();
    let copied = use_copied(());
    let Some(entry) = props.repairs.entries.get(props.place) else {
        return Html::default();
    };
    let base = props.repairs.search.base();
    let repair = &entry.repair;
    let fact = |name: &'static str, text: Html| html! { <div><dt>{name}</dt><dd>{text}</dd></div> };
    let listed = |texts: &[Text]| prose(&ids, &said::listed(texts.to_vec()));
    let others = |others: &Others| {
        let Others { opens, stops } = others;
        html! {
            <>
                if !opens.is_empty() { {fact("Also opens for", listed(opens))} }
                if !stops.is_empty() { {fact("Stops", listed(stops))} }
                if opens.is_empty() && stops.is_empty() {
                    {fact("Others", said::OTHERS_UNCHANGED.into())}
                }
            </>
        }
    };
    let details = || {
        // Where it costs nothing, the sentence has said so.
        let costs = (said::bars(&repair.cost) > 0).then(|| said::cost_parts(&repair.cost));
        html! {
            <>
                <dl class="facts">
                    {for costs.into_iter().flatten().map(|(name, part)| fact(name, part.into()))}
                    {for entry.others.as_ref().map(others)}
                </dl>
                {changes(&ids, base, &repair.changes, &copied)}
                {copied.status()}
                <div class="row">
                    {primary_button("Apply", dispatch.act(Action::Repair(RepairAction::Apply(props.place))))}
                    {button(compare::COMPARE, dispatch.act(Action::Compare(CompareAction::Repair(props.place))))}
                </div>
            </>
        }
    };
    let choose = dispatch.act(Action::Repair(RepairAction::Choose(props.place)));
    html! {
        <li class={classes!("repair", props.chosen.then_some("chosen"))}>
            <button
                type="button" class="repair-title" onclick={choose}
                aria-expanded={props.chosen.to_string()}
            >
                {said::set_title(base, &repair.changes).to_string()}
            </button>
            <p>{cost_bars(&repair.cost)}{" "}{prose(&ids, &said::cost(&repair.scenario, &repair.cost))}</p>
            if props.chosen { {details()} }
        </li>
    }
}
