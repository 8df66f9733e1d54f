//! What the lab sends, written as a capture and read again: the same sign-ins, told from the bytes alone.

use crate::lab_capture::{collection, segments};
use double_hop::hosts::{Decision, Era, Identity, Scheme};
use double_hop::lab::presets::{PRESETS, Preset};
use double_hop::lab::table::{Column, ROWS, scenario as cell};
use double_hop::lab::{Log, Scenario, run};
use double_hop::present::evidence::{rebuild, undrawn, visit};
use double_hop::present::export::pcapng::pcapng;
use double_hop::present::traffic::{Export, Exported, KnownToAll, picture, proofs, redacted};
use double_hop::traffic::attempts::{AttemptOutcome, SeenMechanism};
use double_hop::traffic::collection::Collection;
use double_hop::traffic::reader::TrafficReader;
use double_hop::traffic::verify::Judgement;

fn captured(log: &Log) -> Collection {
    let bytes = pcapng(log, &|_| None);
    let mut reader = TrafficReader::new(&bytes);
    reader.push(&bytes);
    let mut collection = Collection::default();
    collection.take("lab.pcapng", reader.finish().unwrap());
    collection
}

#[test]
fn the_second_hop_comes_as_nobody() {
    let scenario = Scenario::of(Era::Today);
    let found = captured(&run(&scenario));
    let [first, second] = found.attempts.as_slice() else {
        panic!("{:#?}", found.attempts);
    };
    assert_eq!(first.facts.user.as_deref(), Some("alice"));
    assert!(matches!(first.outcome, AttemptOutcome::Accepted(_)));
    assert_eq!(second.on_behalf_of, Some(0));
    assert!(second.is_anonymous() && matches!(second.outcome, AttemptOutcome::Refused(_)));
    let drawn = picture(&found, &visit(&found, 1));
    assert_eq!(drawn.log.hosts.len(), 3);
    assert_eq!(drawn.steps.len(), drawn.labels.len());
    // And the lab can make the same of what was told.
    let rebuilt = rebuild(&found, 0);
    assert_eq!(rebuilt.scenario.client.user, "alice");
    let names = &rebuilt.scenario.names;
    assert_eq!(
        (names.web_server.as_str(), names.back_end.as_str()),
        ("WEB-01", "MBX-02")
    );
}

#[test]
fn a_password_is_right_for_what_it_proves() {
    let scenario = Scenario::of(Era::Today);
    let found = captured(&run(&scenario));
    for (password, expected) in [
        ("Spring-98", Judgement::Right),
        ("Autumn-98", Judgement::Wrong),
    ] {
        let known = KnownToAll {
            password: Some(password),
            ..KnownToAll::default()
        };
        assert_eq!(proofs(&found, &known)[0][0].result, expected);
    }
}

#[test]
fn every_ticket_is_tried_however_many_there_are() {
    let mut scenario = Preset::named("kernel-mode").unwrap().scenario();
    scenario.front_end.kernel_mode = false;
    let logs: Vec<Log> = (0..110).map(|_| run(&scenario)).collect();
    let found = collection(&segments(&logs));
    let pool = scenario.names.pool_account.as_str();
    let known = KnownToAll {
        password: Some(&scenario.directory.password),
        user: Some(pool),
        ..KnownToAll::default()
    };
    let judged = found.attempts.iter().zip(proofs(&found, &known));
    let pages = judged.filter(|(attempt, _)| {
        let asked = attempt.facts.service.as_deref().unwrap_or_default();
        let own = attempt.on_behalf_of.is_none() && asked.starts_with("HTTP/");
        own && attempt.mechanism == SeenMechanism::Kerberos
    });
    let results = pages.map(|(_, proofs)| Some(proofs.first()?.result));
    let results: Vec<Option<Judgement>> = results.collect();
    assert!(results.len() >= logs.len(), "{}", results.len());
    let right = |it: &&Option<Judgement>| **it == Some(Judgement::Right);
    assert_eq!(results.iter().filter(right).count(), results.len());
}

#[test]
fn a_copy_of_a_ticket_elsewhere_is_of_another_visit() {
    let scenario = Preset::named("constrained").unwrap().scenario();
    // The same run in each network, down to the bytes of its tickets.
    let logs: Vec<Log> = (0..20).map(|_| run(&scenario)).collect();
    let found = collection(&segments(&logs));
    let own = visit(&found, 0);
    let alone = visit(&collection(&segments(&logs[..1])), 0);
    assert_eq!(own.len(), alone.len());
}

#[test]
fn of_a_visit_to_many_computers_ten_are_drawn_and_the_rest_is_said() {
    let mut scenario = Preset::named("web-service").unwrap().scenario();
    let mut all = segments(&[run(&scenario)]);
    let desk = all[0].from;
    for number in 0..20 {
        scenario.names.back_end = format!("MBX-1{number}");
        let own = segments(&[run(&scenario)]);
        let behind = own
            .into_iter()
            .filter(|it| it.from != desk && it.to != desk);
        all.extend(behind.map(|mut it| {
            let back_end = if it.from.1 > it.to.1 {
                &mut it.to
            } else {
                &mut it.from
            };
            back_end.0 = [10, 0, 9, number];
            it
        }));
    }
    let found = collection(&all);
    assert_eq!(found.attempts.len(), 22);
    let drawn = visit(&found, 0);
    let picture = picture(&found, &drawn);
    assert_eq!(picture.log.hosts.len(), 10);
    assert_eq!(undrawn(&found, 0, &drawn), 22 - drawn.len());
    // Whichever is chosen is drawn.
    assert!(visit(&found, 21).contains(&21));
}

/// Who the lab's web server took somebody for on hop 1, if anybody.
fn let_in(log: &Log) -> bool {
    log.events.iter().any(|event| {
        let made = match event.kind.decision() {
            Some(Decision::MakesToken { identity, .. }) => identity,
            _ => return false,
        };
        log.role(event) == Some(double_hop::hosts::Role::FrontEnd) && *made != Identity::Anonymous
    })
}

#[test]
fn what_the_lab_decides_can_be_told_from_its_bytes() {
    for preset in PRESETS.iter() {
        let scenario = preset.scenario();
        let log = run(&scenario);
        let found = captured(&log);
        let ticketless = |mechanism| !matches!(mechanism, SeenMechanism::Ticket(_));
        let first = found
            .attempts
            .iter()
            .find(|it| it.on_behalf_of.is_none() && ticketless(it.mechanism));
        let accepted = first.is_some_and(|it| matches!(it.outcome, AttemptOutcome::Accepted(_)));
        assert_eq!(accepted, let_in(&log), "{}", preset.id);
    }
}

fn names_nobody(hidden: &Collection) {
    let said = format!("{hidden:?}").to_lowercase();
    for name in ["alice", "contoso", "web-01", "mbx-02", "desk-07"] {
        assert!(!said.contains(name), "{name}");
    }
}

#[test]
fn redacted_it_names_nobody_and_ends_the_same() {
    let scenario = Scenario::of(Era::Today);
    let found = captured(&run(&scenario));
    // With a service that asks a KDC for somebody else.
    let row = ROWS.iter().find(|row| row.id == "K7").unwrap();
    let other = cell(row, Column::RemoteHttp).unwrap();
    let on_behalf = captured(&run(&other));
    let said = format!("{:?}", on_behalf.attempts);
    assert!(said.contains("served: Some(\"alice"));
    names_nobody(&redacted(&on_behalf).0);
    let (hidden, replaced) = redacted(&found);
    assert!(!replaced.is_empty());
    let outcomes = |of: &Collection| -> Vec<AttemptOutcome> {
        of.attempts.iter().map(|it| it.outcome.clone()).collect()
    };
    assert_eq!(outcomes(&hidden), outcomes(&found));
    names_nobody(&hidden);
    let drawn = picture(&hidden, &visit(&hidden, 1));
    let bytes = pcapng(&drawn.log, &|_| None);
    let wide: Vec<u8> = "alice".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(!bytes.windows(wide.len()).any(|it| it == wide));
}

#[test]
fn no_export_names_anybody_once_redacted() {
    let scenario = Scenario::of(Era::Today);
    let found = captured(&run(&scenario));
    let known = KnownToAll {
        password: Some(Scenario::PASSWORD),
        ..KnownToAll::default()
    };
    let proofs = proofs(&found, &known);
    let members = visit(&found, 1);
    for kind in Export::ALL {
        let make = |redacted| {
            kind.make(&Exported {
                collection: &found,
                proofs: &proofs,
                members: &members,
                redacted,
            })
        };
        let has = |bytes: &[u8], name: &str| {
            let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let text = String::from_utf8_lossy(bytes).to_lowercase();
            text.contains(&name.to_lowercase()) || bytes.windows(wide.len()).any(|it| it == wide)
        };
        let (plain, hidden) = (make(false), make(true));
        assert!(has(&plain, "DESK"), "{}", kind.name());
        for name in [
            "alice",
            "CONTOSO",
            "WEB-01",
            "MBX-02",
            "DESK-07",
            Scenario::PASSWORD,
        ] {
            assert!(!has(&hidden, name), "{}: {name}", kind.name());
        }
    }
}

#[test]
fn no_export_of_a_log_names_anybody_or_what_they_asked_for_once_redacted() {
    let log = "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query cs-username c-ip sc-status sc-substatus sc-win32-status\n\
        2026-01-01 00:00:01 10.1.2.9 GET /payroll/alice.smith token=hunter2 ACME\\alice.smith 10.1.2.1 200 0 0\n";
    let events = "A logon was attempted using explicit credentials.\n\nSubject:\n\tAccount Name:\t\tFRONTAL$\n\tAccount Domain:\t\tACME\n\n\
        Account Whose Credentials Were Used:\n\tAccount Name:\t\talice.smith\n\tAccount Domain:\t\tACME\n\n\
        Target Server:\n\tTarget Server Name:\tpostbox\n";
    let mut found = Collection::default();
    for (name, text) in [("a.log", log), ("b.txt", events)] {
        let mut reader = TrafficReader::new(text.as_bytes());
        reader.push(text.as_bytes());
        found.take(name, reader.finish().unwrap());
    }
    assert_eq!(found.attempts.len(), 2);
    for kind in Export::ALL {
        let make = |redacted| {
            kind.make(&Exported {
                collection: &found,
                proofs: &[],
                members: &[0, 1],
                redacted,
            })
        };
        let text = |redacted| String::from_utf8_lossy(&make(redacted)).to_lowercase();
        for name in [
            "alice", "payroll", "hunter2", "frontal", "postbox", "acme", "10.1.2.",
        ] {
            assert!(!text(true).contains(name), "{}: {name}", kind.name());
        }
        let said = [text(false), text(true)].map(|it| it.matches("event 4648").count());
        assert_eq!(said[0], said[1], "{}", kind.name());
    }
}

/// A response of Digest proves the password, in a run's own traffic, and not another.
#[test]
fn responses_of_digest_are_judged_with_a_password() {
    let mut scenario = Scenario::of(Era::Today);
    scenario.front_end.schemes = vec![Scheme::Digest];
    let found = captured(&run(&scenario));
    let place = found
        .attempts
        .iter()
        .position(|it| it.mechanism == SeenMechanism::Digest);
    let place = place.expect("a sign-in by Digest");
    for (password, expected) in [
        (scenario.client.password.as_str(), Judgement::Right),
        ("no", Judgement::Wrong),
    ] {
        let known = KnownToAll {
            password: Some(password),
            ..KnownToAll::default()
        };
        let [proof] = &proofs(&found, &known)[place][..] else {
            panic!("one proof");
        };
        assert_eq!(
            (proof.about, proof.result),
            ("response", expected),
            "{}",
            proof.because
        );
        let other = KnownToAll {
            user: Some("bob"),
            ..known
        };
        assert_eq!(proofs(&found, &other)[place], []);
    }
}
