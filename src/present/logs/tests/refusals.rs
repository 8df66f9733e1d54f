//! Rows of today whose first hop is refused.

use super::*;
use crate::hosts::Decision;
use crate::lab::{BrowsingFrom, RunsAs, Scenario};

const UNSOURCED: &[&str] = &["unsourced"];

type Refused<'a> = (&'a str, &'a [&'a str], &'a [&'a str], &'a [&'a str]);

/// Rows whose first hop is refused: what each try leaves at the web server and at the domain controller, and what the
/// client's System log has.
const REFUSED: &[Refused<'_>] = &[
    (
        "W1",
        &[
            "401 1 2148074254",
            "4625 3 NTLM 0xC000006D 0xC000006A",
            "401 1 2148074252",
        ],
        &["4776 DESK-07 0xC000006A"],
        &[],
    ),
    (
        "W2",
        &[
            "401 1 2148074254",
            "4625 3 NTLM 0xC000006D 0xC0000064",
            "401 1 2148074252",
        ],
        &["4776 DESK-07 0xC0000064"],
        &[],
    ),
    (
        "L1",
        &[
            "401 1 2148074254",
            "4625 3 NTLM 0xC000006D ?",
            "401 1 2148074252",
        ],
        &["4776 DESK-07 0xC000006D"],
        &[],
    ),
    (
        "P1",
        &[
            "401 1 2148074254",
            "4625 3 NTLM 0xC000006E ?",
            "401 1 2148074252",
        ],
        &["4776 DESK-07 0xC000006E", "NTLM 100"],
        &[],
    ),
    (
        "B4",
        &["4625 2 Negotiate 0xC000006D 0xC0000064", "401 1 1326"],
        &[],
        &[],
    ),
    ("S1", &["401 1 2148074245"], &[], &["Kerberos 4"]),
    (
        "S3",
        &["4625 3 Kerberos 0xC000006D 0xC0000133", "401 1 2148074241"],
        &[],
        &[],
    ),
];

#[test]
fn refused_sign_ins_of_today_leave_the_same_three_times() {
    for (id, web, controller, client) in REFUSED {
        for column in [Column::RemoteHttp, Column::RemoteSql] {
            let logs = of_row(id, column);
            let all = [
                LogSource::Iis,
                LogSource::Security,
                LogSource::ProtectedUsers,
            ];
            let mut found = codes(&logs, "WEB-01", &all);
            found.retain(|code| code != "unsourced");
            assert_eq!(found, [&["401 0 0"][..], &web.repeat(3)].concat(), "{id}");
            let mut found = codes(&logs, "DC-01", &all);
            found.retain(|code| !code.starts_with("4768") && !code.starts_with("4769"));
            assert_eq!(found, controller.repeat(3), "{id}");
            assert_eq!(
                codes(&logs, "DESK-07", &[LogSource::System]),
                client.repeat(3),
                "{id}"
            );
        }
    }
    // The client's Kerberos names what it asked for.
    let logs = of_row("S1", Column::RemoteHttp);
    let mut entries = logs.iter().flat_map(|log| &log.entries);
    let modified = entries.find(|it| code(it) == "Kerberos 4").unwrap();
    let target = ("Target Name", "HTTP/web-01".to_owned());
    assert!(modified.fields.contains(&target), "{modified:?}");
    // That IIS records nothing known of a ticket it cannot open is said.
    let logs = of_row("S1", Column::RemoteHttp);
    assert_eq!(codes(&logs, "WEB-01", &[LogSource::Security]), UNSOURCED);
    let dc = codes(&logs, "DC-01", &[LogSource::Security]);
    assert_eq!(dc, ["4768 alice 0x0", "4769 alice svc-web 0x40810000 0x0"]);
}

/// logs.md of the sources: 4625 with its pair, 4776, 4768, and what IIS has for Basic.
#[test]
fn an_account_that_may_not_sign_in_leaves_its_codes() {
    use crate::hosts::AccountState as S;
    for (state, status, sub, win32, first) in [
        (S::Disabled, "0xC000006E", "0xC0000072", 1331, "0x12"),
        (S::LockedOut, "0xC0000234", "0x0", 1909, "0x12"),
        (S::Expired, "0xC000006E", "0xC0000193", 1793, "0x12"),
        (
            S::OutsideLogonHours,
            "0xC000006E",
            "0xC000006F",
            1328,
            "0x12",
        ),
        (S::PasswordExpired, "0xC000006E", "0xC0000071", 1330, "0x17"),
        (S::PasswordMustChange, "0xC0000224", "?", 1907, "0x17"),
    ] {
        // An old password is told to whoever proves it: as a failed proof.
        let id = if first == "0x17" { 4771 } else { 4768 };
        let ticket = format!("{id} alice {first}");
        let logs_of = |id: &str| {
            let row = ROWS.iter().find(|row| row.id == id).unwrap();
            let mut scenario = table::scenario(row, Column::RemoteHttp).unwrap();
            scenario.directory.state = state;
            let log = run(&scenario);
            let settled = outcome(&log).map(|settled| settled.outcome);
            assert!(
                matches!(settled, Some(Outcome::FirstHop(_))),
                "{id}, {state:?}"
            );
            let logs = log_lines(&log, &scenario);
            let all = [LogSource::Iis, LogSource::Security];
            ["WEB-01", "DC-01"].map(|computer| codes(&logs, computer, &all))
        };
        let code = match state {
            S::LockedOut | S::PasswordMustChange => status,
            _ => sub,
        };
        let [web, controller] = logs_of("N1");
        assert!(
            web.contains(&format!("4625 3 NTLM {status} {sub}")),
            "{web:?}"
        );
        assert!(controller.contains(&format!("4776 DESK-07 {code}")));
        let [web, controller] = logs_of("B0");
        assert!(web.contains(&format!("4625 2 Negotiate {status} {sub}")));
        assert!(web.contains(&format!("401 1 {win32}")), "{web:?}");
        assert!(controller.contains(&ticket), "{controller:?}");
        let [web, controller] = logs_of("K1");
        assert_eq!(web, ["401 0 0"], "IIS sees nobody");
        assert!(controller.contains(&ticket), "{controller:?}");
    }
}

#[test]
fn a_selective_trust_leaves_its_code() {
    for (id, web, controller) in [
        ("N1", "4625 3 NTLM 0xC0000413 ?", "4776 DESK-07 0xC0000413"),
        ("K1", "401 0 0", " 0xc"),
        ("B0", "401 1 1935", " 0xc"),
    ] {
        let row = ROWS.iter().find(|row| row.id == id).unwrap();
        let mut scenario = table::scenario(row, Column::RemoteHttp).unwrap();
        scenario.enter_other_forest();
        scenario.directory.selective_authentication = true;
        let log = run(&scenario);
        let settled = outcome(&log).map(|settled| settled.outcome);
        assert!(matches!(settled, Some(Outcome::FirstHop(_))), "{id}");
        let logs = log_lines(&log, &scenario);
        let all = [LogSource::Iis, LogSource::Security];
        let web_has = codes(&logs, "WEB-01", &all);
        assert!(
            web_has.iter().any(|it| it.starts_with(web)),
            "{id}: {web_has:?}"
        );
        let dc_has = codes(&logs, "DC-01", &all);
        assert!(
            dc_has.iter().any(|it| it.contains(controller)),
            "{id}: {dc_has:?}"
        );
        assert!(!dc_has.iter().any(|it| it.contains("0x12")), "{id}");
        let written = text(&logs);
        assert!(!written.contains("alice@CONTOSO"), "{id}: {written}");
    }
}

#[test]
fn who_is_not_logged_on_at_the_console_leaves_no_trace_of_a_browser() {
    let mut scenario = Scenario::of(Era::Today);
    scenario.client.from = BrowsingFrom::Server;
    scenario.client.password = Scenario::WRONG_PASSWORD.to_owned();
    let log = run(&scenario);
    let last = log.events.last().and_then(|event| event.kind.decision());
    assert!(
        matches!(last, Some(Decision::CannotLogOn { .. })),
        "{last:?}"
    );
    let settled = outcome(&log).map(|settled| settled.outcome);
    assert!(matches!(settled, Some(Outcome::FirstHop(_))));
    let logs = log_lines(&log, &scenario);
    let all = [LogSource::Iis, LogSource::Security, LogSource::BrowserShows];
    let web = codes(&logs, "WEB-01", &all);
    assert_eq!(web, ["4625 2 Negotiate 0xC000006D 0xC000006A"]);
}

#[test]
fn only_a_name_that_nobody_has_is_told_to_be_nobodys() {
    for (id, pool, told) in [
        ("N3", RunsAs::Computer, true),
        ("K7", RunsAs::Domain, false),
    ] {
        let row = ROWS.iter().find(|row| row.id == id).unwrap();
        let mut scenario = table::scenario(row, Column::RemoteHttp).unwrap();
        scenario.front_end.pool = pool;
        let logs = log_lines(&run(&scenario), &scenario);
        let mut entries = logs.iter().flat_map(|log| &log.entries);
        let found = entries.any(|it| code(it) == "Security-Kerberos 100");
        assert_eq!(found, told, "{id}");
    }
}
