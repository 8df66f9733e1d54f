//! The table of outcomes: every row in every column, computed, with what else must hold.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use double_hop::hosts::{BackEndAnswer, Decision, DenialReason, Era, Refusal, Role};
use double_hop::lab::repair::arrives_as_person;
use double_hop::lab::table::{Column, ROWS, scenario};
use double_hop::lab::{
    Counts, EventKind, Hop, Log, Problem, Scenario, Setting, counts, outcome, run, settled,
};

/// What a run must be, in the columns same-host, remote-mapi, remote-http, remote-sql.
const EXPECTED: [(&str, [&str; 4]); 43] = [
    ("A1", ["401", "401", "401", "401"]),
    ("B0", ["OK", "OK", "OK", "OK"]),
    ("B1", ["OK", "OK", "OK", "OK"]),
    ("B2", ["OK", "ANON", "ANON", "ANON"]),
    ("B3", ["OK", "OK", "OK", "OK"]),
    ("B4", ["401.1", "401.1", "401.1", "401.1"]),
    ("N1", ["OK", "ANON", "ANON", "ANON"]),
    ("C1", ["OK", "ANON", "ANON", "ANON"]),
    ("C2", ["OK", "ANON", "ANON", "ANON"]),
    ("C3", ["401", "401", "401", "401"]),
    ("C3B", ["OK", "OK", "OK", "OK"]),
    ("C4", ["OK", "ANON", "ANON", "ANON"]),
    ("L1", ["401.1", "401.1", "401.1", "401.1"]),
    ("R1", ["FAIL", "FAIL", "FAIL", "FAIL"]),
    ("W1", ["401.1", "401.1", "401.1", "401.1"]),
    ("W2", ["401.1", "401.1", "401.1", "401.1"]),
    ("W3", ["DENY", "DENY", "DENY", "DENY"]),
    ("D1", ["OK", "ANON", "ANON", "ANON"]),
    ("N2", ["ANON", "-", "-", "-"]),
    ("L2", ["OK", "OK", "OK", "OK"]),
    ("L3", ["401.1", "401.1", "401.1", "401.1"]),
    ("N3", ["OK", "ANON", "ANON", "ANON"]),
    ("K1", ["OK", "ANON", "ANON", "ANON"]),
    ("K2", ["OK", "ANON", "OK", "OK"]),
    ("K3", ["OK", "ANON", "ANON", "ANON"]),
    ("K4", ["OK", "ANON", "OK", "OK"]),
    ("K5", ["OK", "ANON", "ANON", "ANON"]),
    ("K6", ["OK", "ANON", "ANON", "ANON"]),
    ("K7", ["OK", "ANON", "OK", "OK"]),
    ("K8", ["OK", "ANON", "OK", "OK"]),
    ("K9", ["OK", "ANON", "OK", "OK"]),
    ("K9B", ["OK", "ANON", "ANON", "ANON"]),
    ("K10A", ["OK", "ANON", "ANON", "ANON"]),
    ("K10B", ["OK", "ANON", "ANON", "ANON"]),
    ("K10C", ["OK", "ANON", "ANON", "ANON"]),
    ("K11", ["OK", "OK", "OK", "OK"]),
    ("P1", ["401.1", "401.1", "401.1", "401.1"]),
    ("P2", ["OK", "ANON", "ANON", "ANON"]),
    ("S1", ["401.1", "401.1", "401.1", "401.1"]),
    ("S2", ["OK", "ANON", "ANON", "ANON"]),
    ("S3", ["401.1", "401.1", "401.1", "401.1"]),
    ("S4", ["OK", "ANON", "ANON", "ANON"]),
    ("S5", ["OK", "ANON", "ANON", "ANON"]),
];

#[test]
fn every_row_in_every_column() {
    assert_eq!(ROWS.len(), EXPECTED.len());
    let mut wrong = Vec::new();
    for (row, (id, expected)) in ROWS.iter().zip(EXPECTED) {
        assert_eq!(row.id, id);
        for (column, expected) in Column::ALL.into_iter().zip(expected) {
            let Some(scenario) = scenario(row, column) else {
                assert_eq!(expected, "-", "{id} {}", column.name());
                continue;
            };
            let log = run(&scenario);
            let got = outcome(&log).map_or("none".to_owned(), |settled| settled.outcome.code());
            if got != expected {
                wrong.push(format!("{id} {}: {got}, not {expected}", column.name()));
            }
            assert!(!log.cut_off, "{id} {} did not come to rest", column.name());
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn each_column(id: &str, check: impl Fn(Column, &Log, Counts)) {
    let row = ROWS.iter().find(|row| row.id == id).unwrap();
    for column in Column::ALL {
        let log = run(&scenario(row, column).unwrap());
        check(column, &log, counts(&log));
    }
}

fn decisions(log: &Log, role: Role) -> Vec<&Decision> {
    log.events
        .iter()
        .filter(|event| log.role(event) == Some(role))
        .filter_map(|event| event.kind.decision())
        .collect()
}

#[test]
fn counts_of_hop_one() {
    for (id, refusals, challenges, prompts) in [
        ("B0", 1, 0, 1),
        ("B4", 4, 0, 3),
        ("N1", 2, 1, 1),
        ("C1", 2, 1, 1),
        ("C2", 3, 2, 1),
        ("C4", 4, 2, 1),
        ("W1", 7, 3, 3),
        ("W2", 7, 3, 3),
        ("D1", 1, 0, 1),
    ] {
        each_column(id, |column, _, counts| {
            let what = format!("{id} {}", column.name());
            assert_eq!(counts.refusals, refusals, "401s of {what}");
            assert_eq!(counts.challenges, challenges, "challenges of {what}");
            assert_eq!(counts.prompts, prompts, "prompts of {what}");
            let connections = if id == "C2" { 2 } else { 1 };
            assert_eq!(counts.connections, connections, "connections of {what}");
        });
    }
}

#[test]
fn a1_offers_nothing_and_asks_nobody() {
    each_column("A1", |_, log, counts| {
        assert_eq!(counts.prompts, 0);
        let offers = log.events.iter().any(|event| match &event.kind {
            EventKind::Message { sent, .. } => {
                String::from_utf8_lossy(sent).contains("WWW-Authenticate")
            }
            _ => false,
        });
        assert!(!offers);
    });
}

#[test]
fn a_situation_is_set_in_the_first_era_that_has_what_it_takes() {
    for (id, era) in [
        ("B0", Era::Y1998),
        ("B3", Era::Y2003),
        ("K4", Era::Y2003),
        ("K8", Era::Today),
    ] {
        let row = ROWS.iter().find(|row| row.id == id).unwrap();
        assert_eq!(scenario(row, Column::RemoteMapi).unwrap().era, era, "{id}");
        assert_eq!(scenario(row, Column::RemoteHttp).unwrap().era, Era::Today);
    }
}

#[test]
fn b3_is_marked_in_1998() {
    let row = ROWS.iter().find(|row| row.id == "B3").unwrap();
    let mut early = Column::RemoteMapi.scenario();
    (row.apply)(&mut early);
    assert_eq!(early.not_of_its_era(), [Setting::BasicLogon]);
}

#[test]
fn b4_searches_the_local_accounts() {
    each_column("B4", |_, log, _| {
        let searched = decisions(log, Role::FrontEnd).iter().any(|decision| {
            matches!(decision, Decision::Validates { account, outcome: Err(Refusal::NoSuchUser) }
                if account.domain.is_empty())
        });
        assert!(searched);
        assert!(log.connections.iter().all(|c| c.hop == Hop::FIRST));
    });
}

#[test]
fn c3_authenticate_meets_no_context() {
    each_column("C3", |_, log, _| {
        let met = decisions(log, Role::FrontEnd).iter().any(|decision| {
            matches!(
                decision,
                Decision::RefusesRequest {
                    because: DenialReason::NoContext
                }
            )
        });
        assert!(met);
    });
}

#[test]
fn l1_the_domain_controller_refuses_and_the_mailbox_is_never_contacted() {
    each_column("L1", |_, log, _| {
        let refused = decisions(log, Role::DomainController)
            .iter()
            .any(|decision| {
                matches!(
                    decision,
                    Decision::Validates {
                        outcome: Err(Refusal::LevelForbids { .. }),
                        ..
                    }
                )
            });
        assert!(refused);
        assert!(log.connections.iter().all(|c| c.hop != Hop::SECOND));
    });
}

#[test]
fn w2_looks_to_the_browser_like_w1() {
    let statuses = |id| {
        let row = ROWS.iter().find(|row| row.id == id).unwrap();
        let log = run(&scenario(row, Column::RemoteMapi).unwrap());
        let first = log.events.iter().filter(|event| {
            log.hop(event) == Some(Hop::FIRST) && log.role(event) == Some(Role::FrontEnd)
        });
        first
            .filter_map(|event| match &event.kind {
                EventKind::Message { sent, .. } => Some(sent.to_vec()),
                _ => None,
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(statuses("W1"), statuses("W2"));
}

#[test]
fn r1_two_challenges_two_proofs() {
    each_column("R1", |_, log, _| {
        let comparisons = log.events.iter().rev().find_map(|event| match &event.kind {
            EventKind::Decision {
                decision: Decision::Validates { outcome, .. },
                comparisons,
                ..
            } if log.role(event) == Some(Role::DomainController) => {
                assert_eq!(*outcome, Err(Refusal::WrongPassword));
                Some(comparisons)
            }
            _ => None,
        });
        let comparison = comparisons.unwrap().first().unwrap();
        assert_ne!(comparison.expected, comparison.received);
        let authenticates: Vec<Vec<u8>> = log
            .events
            .iter()
            .filter_map(|event| match &event.kind {
                EventKind::Message { sent, .. } => double_hop::wire::ntlm_token(sent),
                _ => None,
            })
            .filter(|token| token.get(8) == Some(&3))
            .collect();
        assert_eq!(authenticates.len(), 2);
        assert_eq!(
            authenticates[0], authenticates[1],
            "sent again byte for byte"
        );
    });
}

/// Whom SQL Server refuses, it names.
#[test]
fn a_failed_login_names_whom_it_was_taken_for() {
    for (id, expected) in [
        (
            "N1",
            (
                18456,
                "Login failed for user 'NT AUTHORITY\\ANONYMOUS LOGON'.",
            ),
        ),
        ("W3", (18456, "Login failed for user 'CONTOSO\\alice'.")),
        (
            "R1",
            (
                18452,
                "Login failed. The login is from an untrusted domain and cannot be used with Windows authentication.",
            ),
        ),
    ] {
        let row = ROWS.iter().find(|row| row.id == id).unwrap();
        let log = run(&scenario(row, Column::RemoteSql).unwrap());
        let heard =
            decisions(&log, Role::FrontEnd)
                .into_iter()
                .find_map(|decision| match decision {
                    Decision::HearsFromBackEnd(BackEndAnswer::Sql { number, message }) => {
                        Some((*number, message.as_str()))
                    }
                    _ => None,
                });
        assert_eq!(heard, Some(expected), "{id}");
        let page = log.events.iter().rev().find_map(|event| match &event.kind {
            EventKind::Message { sent, .. } if log.hop(event) == Some(Hop::FIRST) => Some(sent),
            _ => None,
        });
        let page = String::from_utf8_lossy(page.unwrap());
        assert!(
            page.starts_with("HTTP/1.1 500 ") && page.contains(expected.1),
            "{page}"
        );
    }
}

/// Whom SQL Server lets in, it knows by name.
#[test]
fn a_query_tells_who_signed_in() {
    let row = ROWS.iter().find(|row| row.id == "B0").unwrap();
    let log = run(&scenario(row, Column::RemoteSql).unwrap());
    let known = Decision::HearsFromBackEnd(BackEndAnswer::Queried("CONTOSO\\alice".to_owned()));
    assert!(decisions(&log, Role::FrontEnd).contains(&&known));
}

/// Row N2: the mailbox opens on IIS's own computer, and then the folder on another one does not.
#[test]
fn n2_opens_the_mailbox_and_not_the_folder() {
    let row = ROWS.iter().find(|row| row.id == "N2").unwrap();
    let log = run(&scenario(row, Column::SameHost).unwrap());
    let codes: Vec<String> = settled(&log).iter().map(|it| it.outcome.code()).collect();
    assert_eq!(codes, ["OK", "ANON"]);
    let folders = log.host_of(Role::PublicFolders).unwrap();
    let mut called = log.connections.iter().filter(|it| it.to == folders.id);
    assert_eq!(
        called.next().map(|it| (it.hop, it.loopback)),
        Some((Hop::SECOND, false))
    );
}

/// Whatever else is set, a column stays the arrangement that it is called for.
#[test]
fn a_column_arranges_the_back_end_of_any_era() {
    for era in [Era::Y1998, Era::Y2003, Era::Today] {
        for row in ROWS
            .iter()
            .filter(|row| ["K2", "K4", "K8"].contains(&row.id))
        {
            let of = |column: Column| {
                let mut scenario = Scenario::of(era);
                column.arrange(&mut scenario);
                (row.apply)(&mut scenario);
                outcome(&run(&scenario)).map(|settled| settled.outcome.code())
            };
            assert_eq!(
                of(Column::RemoteMapi).as_deref(),
                Some("ANON"),
                "{} {era:?}",
                row.id
            );
            assert_eq!(
                of(Column::RemoteHttp).as_deref(),
                Some("OK"),
                "{} {era:?}",
                row.id
            );
            assert_eq!(
                of(Column::RemoteSql).as_deref(),
                Some("OK"),
                "{} {era:?}",
                row.id
            );
        }
    }
}

/// The row in that column.
fn cell(id: &str, column: Column) -> Scenario {
    let row = ROWS.iter().find(|row| row.id == id).unwrap();
    scenario(row, column).unwrap()
}

#[test]
fn names_that_differ_in_case_are_one() {
    let code = |scenario: &Scenario| outcome(&run(scenario)).unwrap().outcome.code();
    let spelled = |id: &str| {
        let mut scenario = cell(id, Column::RemoteHttp);
        scenario.client.user = "jürgen".to_owned();
        scenario.directory.accounts = "JÜRGEN".to_owned();
        scenario.back_end.admits = "CONTOSO\\Jürgen".to_owned();
        scenario
    };
    for (id, expected) in [
        ("P1", "401.1"),
        ("P2", "ANON"),
        ("K10B", "ANON"),
        ("K4", "OK"),
    ] {
        assert_eq!(code(&spelled(id)), expected, "{id}");
    }
    let scenario = spelled("K4");
    assert!(arrives_as_person(&scenario, &run(&scenario)));
    let mut local = cell("L2", Column::RemoteHttp);
    local.names.web_server = "MÜNCHEN-1".to_owned();
    assert_eq!(code(&local), "OK");
}

#[test]
fn the_pool_has_an_account_of_its_own() {
    let mut scenario = cell("K4", Column::RemoteHttp);
    let taken = |scenario: &Scenario| {
        let problem = (Setting::PoolAccountName, Problem::NameTaken);
        scenario.problems().contains(&problem)
    };
    assert!(!taken(&scenario));
    for name in ["ALICE", "krbtgt", "web-01$"] {
        scenario.names.pool_account = name.to_owned();
        assert!(taken(&scenario), "{name}");
    }
}
