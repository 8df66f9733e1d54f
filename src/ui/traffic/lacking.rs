//! What is missing, and how to get it.

use crate::present::narration::traffic as say;
use crate::present::traffic::{Shortage, lacks, shortages, target};
use crate::traffic::attempts::Attempt;
use crate::traffic::collection::Collection;
use yew::prelude::*;

/// What this sign-in lacks first, and then what the files lack.
pub fn lacking(collection: &Collection, attempt: &Attempt) -> Html {
    let own = lacks(collection, attempt).into_iter().map(|lack| Shortage {
        lack,
        of: target(collection, attempt),
        count: 1,
    });
    let own: Vec<Shortage> = own.collect();
    let others = shortages(collection).into_iter();
    let others: Vec<Shortage> = others
        .filter(|it| {
            !own.iter()
                .any(|own| (own.lack, &own.of) == (it.lack, &it.of))
        })
        .collect();
    let items = |shortages: &[Shortage]| -> Html {
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
    };
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
                    <details class="lacking-others">
                        <summary>{say::missing_elsewhere(others.len())}</summary>
                        <ul>{items(&others)}</ul>
                    </details>
                }
            </div>
        </>
    }
}
