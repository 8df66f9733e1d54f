//! Where two runs part, and what differs at the step that is shown.

use super::both_runs::BothRunsProps;
use super::fields::fields;
use crate::app::{Action, TransportAction};
use crate::present::compare::StepPair;
use crate::present::form::settings_apart;
use crate::present::narration::compare as said;
use crate::ui::breakpoints::RUNS_CRAMPED;
use crate::ui::controls::button;
use crate::ui::hooks::{use_dispatch, use_ids, use_media};
use crate::ui::prose::prose;
use crate::ui::shown::Shown;
use yew::prelude::*;

/// The settings that differ, the first step that differs, and what hosts hold in one run alone.
#[component]
pub fn Divergence(props: &BothRunsProps) -> Html {
    let dispatch = use_dispatch();
    let ids = use_ids();
    let folds = use_media(RUNS_CRAMPED);
    let BothRunsProps {
        compare,
        shown,
        other,
        scenario,
        apart,
    } = props;
    let differ = settings_apart(scenario, &compare.twin).into_iter().map(|it| {
        let [own, others] = it.values;
        html! { <li key={it.setting.key()}>{prose(&ids, &said::setting(it.label, own, others))}</li> }
    });
    let Some(first) = compare.comparison.first() else {
        return html! { <section class="divergence" aria-label="First divergence"><p>{said::SAME}</p></section> };
    };
    let sentence = |shown: &Shown, step: Option<usize>| {
        let texts = step.and_then(|step| shown.rendered.texts(step));
        texts.map_or_else(
            || said::NOTHING.into(),
            |texts| AttrValue::from(texts.sentence.clone()),
        )
    };
    let said_of = |pair: StepPair| [sentence(shown, pair.left), sentence(other, pair.right)];
    // A difference in bytes alone is explained by what becomes of it.
    let mut telling = (0..).zip(&compare.comparison.pairs).filter(|(_, pair)| {
        let [left, right] = said_of(**pair);
        !pair.same && left != right
    });
    let later = telling.next().filter(|(_, pair)| **pair != first);
    let [in_a, in_b] = said_of(later.map_or(first, |(_, pair)| *pair));
    let step = first.left.unwrap_or_else(|| {
        first
            .right
            .map_or(0, |right| compare.comparison.left_at(right))
    });
    let right = scenario.types_right_password();
    let others = compare.twin.types_right_password();
    let password = (right != others).then(|| said::password(right));
    let changed = said::changed(&shown.rendered.log, &other.rendered.log);
    let held = html! {
        <ul class="apart" aria-label={said::HELD_ALONE}>
            {for apart.iter().enumerate().map(|(place, it)| html! { <li key={place}>{prose(&ids, &said::holdings(it))}</li> })}
        </ul>
    };
    html! {
        <section class="divergence" aria-label="First divergence">
            <div class="differ">
                {button("First divergence", dispatch.act(Action::Transport(TransportAction::Seek(step))))}
                <span class="quiet">{said::first_divergence(&compare.comparison)}</span>
                <ul class="differ" aria-label="Settings that differ">
                    {for differ}
                    if let Some(changed) = &changed { <li key="changed">{prose(&ids, changed)}</li> }
                    if let Some(password) = &password { <li key="password">{prose(&ids, password)}</li> }
                </ul>
            </div>
            if let Some((line, _)) = later {
                <p class="quiet">{said::shows_at(line)}</p>
            }
            <dl>
                <div><dt>{said::A}</dt><dd>{in_a}</dd></div>
                <div><dt>{said::B}</dt><dd>{in_b}</dd></div>
            </dl>
            {fields(shown, other, &compare.comparison, !folds)}
            if folds && !apart.is_empty() {
                <details><summary>{said::HELD_ALONE}</summary>{held}</details>
            } else {
                {held}
            }
        </section>
    }
}
