//! What must be the same in a browser as everywhere else; and in a browser, the page's components.
//!
//! `cargo xtask test` runs this natively and, with `wasm-bindgen-test`, in headless Chromium.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use double_hop::crypto::md5;
use double_hop::hosts::{BackEndProtocol, Scheme};
use double_hop::lab::presets::PRESETS;
use double_hop::lab::{EventKind, Scenario, run, table};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

#[cfg(all(target_arch = "wasm32", feature = "ui"))]
mod components;

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test_configure!(run_in_browser);

/// The digest of all bytes that any message carries, in every preset and every row of the table. It changes only with
/// the protocols themselves, or with what is random in them.
const DIGEST: &str = "c1541273485c7dc6be40cfb852931a94";

/// The same where the back end is SQL Server.
const SQL_DIGEST: &str = "d6688d6f09db6ffc38a90fe12ed8bee6";

/// The same where Kerberos plays a part.
const KERBEROS_DIGEST: &str = "1ec1fc636970a68310b685203dda1d76";

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn the_same_scenario_gives_the_same_bytes_on_every_machine() {
    let presets = PRESETS.iter().map(|preset| preset.scenario());
    let rows = table::ROWS.iter().flat_map(|row| {
        row.columns
            .iter()
            .filter_map(move |column| table::scenario(row, *column))
    });
    let (kerberos, others): (Vec<Scenario>, Vec<Scenario>) =
        presets.chain(rows).partition(of_kerberos);
    let (sql, others): (Vec<Scenario>, Vec<Scenario>) = others
        .into_iter()
        .partition(|scenario| scenario.back_end.protocol == BackEndProtocol::Sql);
    for (scenarios, expected) in [
        (others, DIGEST),
        (sql, SQL_DIGEST),
        (kerberos, KERBEROS_DIGEST),
    ] {
        let digests: Vec<u8> = scenarios.into_iter().flat_map(digest).collect();
        let whole: String = md5(&[&digests])
            .iter()
            .map(|b| format!("{b:02x}"))
            .collect();
        assert_eq!(whole, expected);
    }
}

/// Whether tickets, or what an account may do with them, play a part.
fn of_kerberos(scenario: &Scenario) -> bool {
    let negotiates = |schemes: &[Scheme]| schemes.contains(&Scheme::Negotiate);
    negotiates(&scenario.front_end.schemes)
        || negotiates(&scenario.back_end.schemes)
        || scenario.directory.sensitive
        || scenario.directory.protected
}

fn digest(scenario: Scenario) -> [u8; 16] {
    let log = run(&scenario);
    let sent = log.events.iter().filter_map(|event| match &event.kind {
        EventKind::Message { sent, .. } => Some(sent.as_ref()),
        _ => None,
    });
    let sent: Vec<&[u8]> = sent.collect();
    assert!(!sent.is_empty(), "nothing was sent");
    md5(&sent)
}
