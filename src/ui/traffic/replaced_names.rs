//! What changes in files whose names are replaced.

use crate::app::Traffic;
use crate::present::narration::traffic as say;
use crate::present::traffic::redacted;
use crate::ui::shared::Shared;
use yew::prelude::*;

/// More names than this are not previewed.
const MOST_NAMES_SHOWN: usize = 200;

/// What was read, and where it is shown.
#[derive(PartialEq, Properties)]
pub struct ReplacedNamesProps {
    /// What was read.
    pub traffic: Shared<Traffic>,
    /// Where it is shown.
    pub node: NodeRef,
}

/// Which names stand for which.
#[component]
pub fn ReplacedNames(props: &ReplacedNamesProps) -> Html {
    let collection = Shared::from(&props.traffic.collection);
    let replaced = use_memo(collection, |collection| redacted(collection).1);
    let rows = replaced.iter().take(MOST_NAMES_SHOWN).enumerate();
    let rows = rows.map(|(number, it)| {
        html! { <tr key={number}><td>{&it.name}</td><td>{&it.pseudonym}</td></tr> }
    });
    html! {
        <div ref={&props.node} class="replaced" tabindex="0" role="group" aria-label={say::PREVIEW}>
            <table>
                <thead><tr><th scope="col">{"Here"}</th><th scope="col">{"In the file"}</th></tr></thead>
                <tbody>{for rows}</tbody>
            </table>
            if replaced.len() > MOST_NAMES_SHOWN {
                <p class="quiet">{say::more_replaced(replaced.len() - MOST_NAMES_SHOWN)}</p>
            }
        </div>
    }
}
