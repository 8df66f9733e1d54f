//! What is missing, and how to get it.

use crate::present::evidence::{MissingInfo, Shortage, lacks, server, shortages};
use crate::present::narration::traffic as say;
use crate::traffic::collection::Collection;
use crate::ui::shared::Shared;
use yew::prelude::*;

/// What files show.
#[derive(PartialEq, Properties)]
pub struct LackingProps {
    /// What they show.
    pub collection: Shared<Collection>,
    /// The sign-in that is shown, by its number.
    pub chosen: usize,
}

/// What this sign-in lacks first, and then what the files lack.
#[component]
pub fn Lacking(props: &LackingProps) -> Html {
    let LackingProps { collection, chosen } = props;
    // Of many sign-ins it takes a while, and does not change with the one that is shown.
    let all = use_memo(collection.clone(), |collection| shortages(collection));
    let attempt = collection.attempts.get(*chosen);
    let own: Vec<Shortage> = attempt.map_or_else(Vec::new, |attempt| {
        let of = |lack: MissingInfo| Shortage {
            lack,
            of: server(collection, attempt),
            count: 1,
            by: None,
        };
        lacks(collection, attempt).into_iter().map(of).collect()
    });
    let same = |one: &Shortage, other: &Shortage| (one.lack, &one.of) == (other.lack, &other.of);
    let others = all.iter().filter(|it| !own.iter().any(|own| same(own, it)));
    let others: Vec<&Shortage> = others.collect();
    let own: Vec<&Shortage> = own.iter().collect();
    // Where there is no sign-in, what the files lack is all there is to say.
    let open = attempt.is_none() || (own.is_empty() && collection.attempts.len() == 1);
    html! {
        <>
            <div>
                if !own.is_empty() {
                    <section class="lacking" aria-label={say::MISSING}>
                        <h3>{say::MISSING}</h3>
                        <ul>{items(&own)}</ul>
                    </section>
                }
            </div>
            <div>
                if !others.is_empty() {
                    <details class="lacking-others" {open}>
                        <summary>
                            {if open { say::MISSING.to_owned() } else { say::missing_elsewhere(others.len()) }}
                        </summary>
                        <ul>{items(&others)}</ul>
                    </details>
                }
            </div>
        </>
    }
}

fn items(shortages: &[&Shortage]) -> Html {
    let items = shortages.iter().enumerate();
    items
        .map(|(number, it)| {
            html! {
                <li key={number}>
                    <p>{say::shortage(it)}</p>
                    <p class="quiet">{say::remedy(it.lack.remedy())}</p>
                </li>
            }
        })
        .collect()
}
