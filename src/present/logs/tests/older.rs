//! Rows of NT 4, and Windows Server 2003.

use super::*;

const UNSOURCED: &[&str] = &["unsourced"];

/// Rows of NT 4 with the mailbox elsewhere: the web server's Security log, the mailbox host's logs.
const NT4: &[(&str, &[&str], &[&str])] = &[
    (
        "N1",
        &["528 3 NtLmSsp alice DESK-07"],
        &["528 3 NtLmSsp  WEB-01", "538"],
    ),
    (
        "B0",
        &["528 2 IIS alice WEB-01"],
        &["528 3 NtLmSsp alice WEB-01", "MSExchangeIS Private 1009"],
    ),
    (
        "B1",
        &["528 4 IIS alice WEB-01"],
        &["528 3 NtLmSsp alice WEB-01", "MSExchangeIS Private 1009"],
    ),
    (
        "B2",
        &["528 3 IIS alice WEB-01"],
        &["528 3 NtLmSsp  WEB-01", "538"],
    ),
    (
        "B3",
        UNSOURCED,
        &["528 3 NtLmSsp alice WEB-01", "MSExchangeIS Private 1009"],
    ),
    ("B4", &["529 2 IIS alice WEB-01"; 3], &[]),
    ("L1", &["529 3 NtLmSsp alice DESK-07"; 3], &[]),
    ("W1", &["529 3 NtLmSsp alice DESK-07"; 3], &[]),
    ("W2", &["529 3 NtLmSsp mallory DESK-07"; 3], &[]),
    (
        "W3",
        &["528 2 IIS alice WEB-01"],
        &["528 3 NtLmSsp alice WEB-01", "MSExchangeIS Private 1016"],
    ),
    (
        "R1",
        &["528 3 NtLmSsp alice DESK-07"],
        &["529 3 NtLmSsp alice DESK-07"],
    ),
    (
        "L2",
        &["528 2 User32 alice WEB-01", "unsourced"],
        &["528 3 NtLmSsp alice WEB-01", "MSExchangeIS Private 1009"],
    ),
    ("D1", UNSOURCED, &["528 3 NtLmSsp  WEB-01", "538"]),
    ("K1", UNSOURCED, &["528 3 NtLmSsp  WEB-01", "538"]),
    (
        "K7",
        &["528 3 NtLmSsp alice DESK-07"],
        &["528 3 NtLmSsp  WEB-01", "538"],
    ),
];

#[test]
fn nt_4_has_fewer_events_and_its_controller_none() {
    for (id, web, back) in NT4 {
        // In that time, even where the situation needs a later one.
        let row = ROWS.iter().find(|row| row.id == *id).unwrap();
        let mut scenario = Column::RemoteMapi.scenario();
        (row.apply)(&mut scenario);
        let logs = log_lines(&run(&scenario), &scenario);
        assert_eq!(codes(&logs, "WEB-01", &[LogSource::Security]), *web, "{id}");
        let both = [LogSource::Security, LogSource::Application];
        assert_eq!(codes(&logs, "MBX-02", &both), *back, "{id}");
        let dc = codes(&logs, "DC-01", &both);
        assert!(
            dc.iter()
                .all(|code| ["silent", "unsourced"].contains(&code.as_str())),
            "{id}"
        );
        // IIS 4 has neither sub-status nor Win32 status.
        let lines = codes(&logs, "WEB-01", &[LogSource::Iis]);
        assert!(
            lines.iter().all(|line| line == "401" || line == "done"),
            "{id}"
        );
    }
    let first = codes(
        &of_row("N1", Column::RemoteMapi),
        "WEB-01",
        &[LogSource::Iis],
    );
    assert_eq!(first, ["401", "401", "done"]);
}

#[test]
fn windows_2003_has_the_old_numbers_with_codes_of_its_own() {
    let mut scenario = table::scenario(&ROWS[6], Column::RemoteHttp)
        .unwrap()
        .moved_to(Era::Y2003);
    assert_eq!(ROWS[6].id, "N1");
    let of = |scenario: &Scenario, computer: &str| {
        let logs = log_lines(&run(scenario), scenario);
        codes(&logs, computer, &[LogSource::Iis, LogSource::Security])
    };
    assert_eq!(
        of(&scenario, "WEB-01"),
        ["401 0 0", "401 1 0", "540", "done"]
    );
    assert_eq!(of(&scenario, "DC-01"), ["680"]);
    scenario.front_end.anonymous = false;
    let logs = log_lines(&run(&scenario), &scenario);
    let web = logs.iter().find(|log| log.computer == "WEB-01").unwrap();
    assert_eq!(code(&web.entries[0]), "401 2 2148074254");
    scenario.client.password.push('!');
    assert!(of(&scenario, "WEB-01").contains(&"529 3 NtLmSsp alice DESK-07".to_owned()));
}
