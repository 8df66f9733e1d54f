use super::*;
use crate::hosts::{Decision, DenialReason};
use crate::lab::presets::PRESETS;
use crate::lab::table::{Column, ROWS, scenario};
use crate::lab::{Outcome, Scenario, run, settled};

fn front_end(id: &str, column: Column) -> Claim {
    let row = ROWS.iter().find(|row| row.id == id).unwrap();
    let scenario: Scenario = scenario(row, column).unwrap();
    let log = run(&scenario);
    let answers = log
        .events
        .iter()
        .find(|event| matches!(event.kind.decision(), Some(Decision::AnswersAs { .. })));
    let last = answers.unwrap().id;
    let cards = cards(&log, &scenario.client.user, last, last);
    let card = cards.iter().find(|card| card.role == Role::FrontEnd);
    card.unwrap().claims[0]
}

/// Where the run is settled, against what the log's own outcomes say.
#[test]
fn no_card_contradicts_what_was_decided() {
    let rows = ROWS.iter().flat_map(|row| {
        let columns = row.columns.iter();
        columns.filter_map(move |column| Some((row.id, scenario(row, *column)?)))
    });
    let presets = PRESETS.iter().map(|preset| (preset.id, preset.scenario()));
    let mut checked = 0;
    for (name, scenario) in presets.chain(rows) {
        let log = run(&scenario);
        let outcomes = settled(&log);
        for event in &log.events {
            let cards = cards(&log, &scenario.client.user, event.id, event.id);
            let claim = |from: Role, to: Role| {
                let card = cards.iter().find(|card| card.role == from).unwrap();
                let mut claims = card.claims.iter();
                claims.rfind(|it| it.to == to && !it.hypothetical).copied()
            };
            let first = claim(Role::Browser, Role::FrontEnd).unwrap();
            let what = format!("{name}, event {}", event.id.0);
            if let Some(Decision::RefusesRequest { because }) = event.kind.decision()
                && !matches!(because, DenialReason::PageAsks | DenialReason::StaleNonce)
            {
                assert!(!first.can, "{what}: refused");
                let judged = matches!(because, DenialReason::LogonFailed(_));
                let mut all = cards.iter().flat_map(|card| &card.claims);
                assert!(!all.any(|it| judged && it.hypothetical && it.can), "{what}");
                checked += 1;
            }
            let mut all = cards.iter().flat_map(|card| &card.claims);
            assert!(!all.any(|it| it.refused && it.can), "{what}");
            let Some(last) = outcomes.iter().rfind(|it| it.event <= event.id) else {
                continue;
            };
            checked += 1;
            if let Outcome::FirstHop(_) = last.outcome {
                assert!(!first.can, "{what}: hop 1 denied");
                continue;
            }
            assert!(first.can, "{what}: hop 1 went through");
            let called = log.event(last.event).unwrap().host;
            let called = log.host(called).unwrap().role.unwrap();
            let second = claim(Role::FrontEnd, called).unwrap();
            let opened = last.outcome.succeeded();
            assert_eq!((second.can, second.refused), (opened, !opened), "{what}");
            assert!(second.will.is_none_or(|will| will == opened), "{what}");
            let known = matches!(last.outcome, Outcome::NoRights(_));
            assert_eq!(second.no_right, known, "{what}");
        }
    }
    assert!(checked > 300, "{checked}");
}

#[test]
fn what_cannot_be_is_refused_only_once_it_was_tried() {
    let scenario = Scenario::of(crate::hosts::Era::Y1998);
    let log = run(&scenario);
    let refused = settled(&log).first().unwrap().event;
    for event in &log.events {
        let cards = cards(&log, "alice", event.id, event.id);
        let iis = cards.iter().find(|card| card.role == Role::FrontEnd);
        let claim = iis.unwrap().claims.first().unwrap();
        assert!(!claim.can);
        assert_eq!(claim.refused, event.id >= refused, "{:?}", event.id);
    }
}

#[test]
fn after_a_change_on_the_way_the_next_try_counts() {
    let mut scenario = Scenario::of(crate::hosts::Era::Y1998);
    let log = run(&scenario);
    let response = log.messages().position(|(sent, _)| {
        sent.starts_with(b"GET")
            && crate::wire::ntlm_token(sent).is_some_and(|token| token.len() > 80)
    });
    let message = u32::try_from(response.unwrap()).unwrap();
    // A letter of the base64, far behind: in the response.
    let at = u32::try_from(log.messages().nth(response.unwrap()).unwrap().0.len() - 40).unwrap();
    scenario.edits.push(crate::lab::Splice {
        message,
        layer: 0,
        at,
        remove: 1,
        insert: vec![b'_'],
    });
    let log = run(&scenario);
    let mut seen = Vec::new();
    for event in &log.events {
        let cards = cards(&log, "alice", event.id, event.id);
        let card = cards
            .iter()
            .find(|card| card.role == Role::Browser)
            .unwrap();
        let can = card.claims.first().unwrap().can;
        if seen.last() != Some(&can) {
            seen.push(can);
        }
    }
    // Nothing typed, typed, refused, tried again.
    assert_eq!(seen, [false, true, false, true]);
}

#[test]
fn with_a_network_logon_the_computer_could_and_the_token_does_not() {
    for (column, will) in [(Column::SameHost, true), (Column::RemoteMapi, false)] {
        let claim = front_end("B2", column);
        assert!(claim.can);
        assert_eq!(claim.will, Some(will));
    }
}

#[test]
fn what_is_known_again_by_its_bytes_has_them_apart_from_its_name() {
    let log = run(&Scenario::of(crate::hosts::Era::Y1998));
    let mut anonymous = Vec::new();
    for event in &log.events {
        for card in cards(&log, "alice", event.id, event.id) {
            for held in &card.holdings {
                let whole = words::holding(&held.holding);
                match held.fingerprint() {
                    Some(bytes) => assert_eq!([held.name(), bytes].join(" "), whole),
                    None => assert_eq!(held.name(), whole),
                }
                anonymous.extend(held.is_anonymous().then_some(card.role));
            }
        }
    }
    anonymous.dedup();
    assert_eq!(anonymous, [Role::Mailbox]);
}

#[test]
fn ntlm_leaves_nothing_that_answers() {
    let claim = front_end("N1", Column::RemoteMapi);
    assert_eq!((claim.can, claim.will), (false, Some(false)));
}

#[test]
fn on_the_server_the_callers_own_session_is_behind_the_token() {
    let claim = front_end("L2", Column::RemoteMapi);
    assert_eq!((claim.can, claim.will), (true, Some(true)));
}

#[test]
fn basic_leaves_the_password_behind_the_token() {
    let claim = front_end("B0", Column::RemoteHttp);
    assert_eq!((claim.can, claim.will), (true, Some(true)));
}
