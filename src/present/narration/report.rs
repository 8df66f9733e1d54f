//! The words of a report: the print, the saved picture, the text for a ticket.

use super::interface::{
    CAN_PROVE, COULD_NOT, IF_IT_ASKED, IF_THE_KDC_LETS, NO_RIGHT, NOBODY_YET, THIS_CALL_WILL,
    WILL_NOT, by_right, holds_nothing, prove_whom,
};
use super::names::{account, holding, host_name};
use super::roles::Footing;
use super::settings::schemes;
use crate::lab::Scenario;
use crate::lab::presets::Preset;
use crate::present::ledger::{Card, Claim};

/// Before the address of a run.
pub const SAME_RUN: &str = "The same run, byte for byte:";
/// Beside the project's name.
pub const ABOUT: &str = "an authentication lab: every value below was computed by the run";
/// Of what is never printed.
pub const NO_PASSWORD: &str = "The password is not printed";
/// The heading of the list of steps.
pub const STEPS: &str = "The steps";
/// What its times and values are, beside that heading.
pub const STEPS_NOTE: &str = "time since the first request; values are cut to their first bytes";

/// The name of a run.
pub fn title(scenario: &Scenario) -> String {
    let preset = Preset::of(scenario).map(|preset| preset.name.to_owned());
    preset.unwrap_or_else(|| {
        let schemes = schemes(&scenario.front_end.schemes);
        format!("{schemes}, {}", super::era_name(scenario.era))
    })
}

/// The settings that tell a run from others.
pub fn settings(scenario: &Scenario) -> Vec<(&'static str, String)> {
    let names = &scenario.names;
    vec![
        (
            "User",
            account(&scenario.client.domain, &scenario.client.user, 60),
        ),
        ("Browser", names.desktop.clone()),
        ("IIS", names.web_server.clone()),
        ("Back end", names.back_end.clone()),
        ("Sign-in", schemes(&scenario.front_end.schemes)),
        (
            "Client sends",
            super::level_name(scenario.client_level).to_owned(),
        ),
        ("Seed", scenario.seed.to_string()),
    ]
}

/// What a host holds, in a line.
pub fn holds(card: &Card) -> String {
    if card.holdings.is_empty() {
        return holds_nothing(card.held).concat();
    }
    let names = card.holdings.iter().map(|held| holding(&held.holding));
    format!("holds {}", names.collect::<Vec<_>>().join(", "))
}

/// Whom it admits, or whom it can convince.
pub fn claims(card: &Card, footing: Footing, scenario: &Scenario) -> String {
    match footing {
        Footing::Admits => format!("Admits {}", scenario.back_end.admits),
        Footing::Level => format!("Level {}", scenario.dc_level.number()),
        Footing::Claims => {
            let whom = prove_whom(&scenario.client.user);
            let claims: Vec<String> = match card.tells_claims() {
                true => card.claims.iter().map(claim).collect(),
                false => vec![NOBODY_YET.to_owned()],
            };
            format!("{CAN_PROVE}{whom} {}", claims.join(", "))
        }
    }
}

/// The same words as on a card.
fn claim(claim: &Claim) -> String {
    let mark = |yes, not| match (yes, claim.refused) {
        (true, _) => "✓",
        (false, true) => "✗",
        (false, false) => not,
    };
    let can = match claim.may_ask {
        true => IF_THE_KDC_LETS,
        false => mark(claim.can, COULD_NOT),
    };
    let mut said = format!("{} {can}", host_name(claim.to));
    let mut add = |word: &str| {
        said.push(' ');
        said.push_str(word);
    };
    if let Some(right) = claim.right {
        add(by_right(right));
    }
    if claim.no_right {
        add(NO_RIGHT);
    }
    if claim.hypothetical {
        add(IF_IT_ASKED);
    }
    if let Some(will) = claim.will.filter(|will| *will != claim.can) {
        add(THIS_CALL_WILL);
        add(mark(will, WILL_NOT));
    }
    said
}
