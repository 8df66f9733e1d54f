//! The messages of a sign-in.

use double_hop::hosts::Era;
use double_hop::lab::{EventKind, Scenario, run};
use double_hop::wire::ntlm_token;

/// NEGOTIATE, CHALLENGE and AUTHENTICATE of today's sign-in in the lab, with a MIC.
pub fn messages() -> Vec<Vec<u8>> {
    let log = run(&Scenario::of(Era::Today));
    let sent = log.events.iter().filter_map(|event| match &event.kind {
        EventKind::Message { sent, .. } => ntlm_token(sent),
        _ => None,
    });
    sent.take(3).collect()
}
