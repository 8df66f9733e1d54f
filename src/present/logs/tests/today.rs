//! Rows of today.

use super::*;
use crate::lab::BrowsingFrom;

/// `n`, `k` and `b`, behind a first 401 that the page’s script sends: how a sign-in looks that succeeds, with NTLM, with Kerberos, with Basic by a logon type.
const NTLM: &[&str] = &["401 0 0", "401 1 2148074254", "4624 3 NTLM alice %%1833"];
const KERBEROS: &[&str] = &["401 0 0", "4624 3 Kerberos alice %%1833"];
const DELEGATED: &[&str] = &["401 0 0", "4624 3 Kerberos alice %%1840"];
const BASIC_2: &[&str] = &["401 0 0", "4648", "4624 2 Negotiate alice %%1833"];
const BASIC_3: &[&str] = &["401 0 0", "4648", "4624 3 Negotiate alice %%1833"];
const BASIC_4: &[&str] = &["401 0 0", "4648", "4624 4 Negotiate alice %%1833"];
const BASIC_8: &[&str] = &["401 0 0", "4648", "4624 8 Negotiate alice %%1833"];

const DC_NTLM: &[&str] = &["4776 DESK-07 0x0"];
const DC_KERBEROS: &[&str] = &["4768 alice 0x0", "4769 alice WEB-01$ 0x40810000 0x0"];
/// A ticket that is not forwardable was not asked to be.
const DC_SENSITIVE: &[&str] = &["4768 alice 0x0", "4769 alice WEB-01$ 0x00810000 0x0"];
const DC_BASIC: &[&str] = &["4768 alice 0x0", "4769 alice WEB-01$ … 0x0"];
const DC_OWN: &str = "4768 WEB-01$ 0x0";
const DC_SELF: &str = "4769 WEB-01$ WEB-01$ 0x40810000 0x0";

/// `a` and `u`: nobody and the user at the back end.
const NOBODY: &[&str] = &["4624 3 NTLM ANONYMOUS LOGON %%1833", "4634"];
const USER_NTLM: &[&str] = &["4624 3 NTLM alice %%1833"];
const USER_KERBEROS: &[&str] = &["4624 3 Kerberos alice %%1833"];

/// Rows of today with the web server's lines until the sign-in is over, what follows them there, the domain controller's
/// and the back end's.
type Expected<'a> = (
    &'a [&'a str],
    &'a [&'a str],
    &'a [&'a str],
    &'a [&'a str],
    &'a [&'a str],
    &'a [&'a str],
);

const PROXY: &str = "4769 WEB-01$ MBX-02$ 0x40830010 0x0";
const NO_PROXY: &str = "4769 WEB-01$ MBX-02$ 0x40830010 0xd";
const UNSOURCED: &[&str] = &["unsourced"];

const TODAY: &[Expected<'_>] = &[
    (&["N1"], NTLM, &[], DC_NTLM, &[], NOBODY),
    (
        &["B0", "K11"],
        BASIC_2,
        &[],
        DC_BASIC,
        &["4776 WEB-01 0x0"],
        USER_NTLM,
    ),
    (
        &["B1"],
        BASIC_4,
        &[],
        DC_BASIC,
        &["4776 WEB-01 0x0"],
        USER_NTLM,
    ),
    (
        &["B3"],
        BASIC_8,
        &[],
        DC_BASIC,
        &["4776 WEB-01 0x0"],
        USER_NTLM,
    ),
    (&["B2"], BASIC_3, &[], DC_BASIC, &[], NOBODY),
    (
        &["W3"],
        BASIC_2,
        &[],
        DC_BASIC,
        &["4776 WEB-01 0x0"],
        USER_NTLM,
    ),
    (
        &["D1"],
        &["401 0 0", "4624 3 WDigest alice %%1833"],
        &[],
        UNSOURCED,
        &[],
        NOBODY,
    ),
    (
        &["R1"],
        NTLM,
        &[],
        DC_NTLM,
        &["4776 DESK-07 0xC000006A"],
        &["4625 3 NTLM 0xC000006D 0xC000006A"],
    ),
    (
        &["K1", "K3", "K5"],
        KERBEROS,
        &[],
        DC_KERBEROS,
        &[DC_OWN, NO_PROXY],
        NOBODY,
    ),
    (
        &["K2"],
        DELEGATED,
        &[],
        DC_KERBEROS,
        &[
            "4769 alice krbtgt 0x60810010 0x0",
            "4769 alice MBX-02$ 0x40810000 0x0",
        ],
        USER_KERBEROS,
    ),
    (
        &["K4", "K8"],
        KERBEROS,
        &[],
        DC_KERBEROS,
        &[DC_OWN, PROXY],
        USER_KERBEROS,
    ),
    (
        &["K6", "K9B"],
        NTLM,
        UNSOURCED,
        DC_NTLM,
        &[DC_OWN, DC_SELF, NO_PROXY],
        NOBODY,
    ),
    (
        &["K7", "K9"],
        NTLM,
        UNSOURCED,
        DC_NTLM,
        &[DC_OWN, DC_SELF, PROXY],
        USER_KERBEROS,
    ),
    (
        &["K10A", "K10B", "K10C", "P2"],
        KERBEROS,
        &[],
        DC_SENSITIVE,
        &[DC_OWN, NO_PROXY],
        NOBODY,
    ),
    (
        &["S2"],
        KERBEROS,
        &[],
        &["4769 alice WEB-01$ 0x40810000 0x0"],
        &[DC_OWN, NO_PROXY],
        NOBODY,
    ),
];

#[test]
fn sign_ins_of_today_leave_what_the_sources_have() {
    for (column, back_end) in [
        (Column::RemoteHttp, "MBX-02"),
        (Column::RemoteSql, "SQL-02"),
    ] {
        for (ids, web, after, controller, then, back) in TODAY {
            for id in *ids {
                let logs = of_row(id, column);
                let of = |computer, sources: &[LogSource]| codes(&logs, computer, sources);
                let web: Vec<_> = [*web, *after, &["done"]].concat();
                assert_eq!(
                    of(
                        "WEB-01",
                        &[LogSource::Iis, LogSource::Security, LogSource::System]
                    ),
                    web,
                    "{id}"
                );
                let expected: Vec<_> = [*controller, *then].concat();
                let expected: Vec<_> = expected
                    .iter()
                    .map(|it| it.replace("MBX-02", back_end))
                    .collect();
                assert_eq!(
                    of("DC-01", &[LogSource::Security, LogSource::System]),
                    expected,
                    "{id}"
                );
                assert_eq!(of(back_end, &[LogSource::Security]), *back, "{id}");
                if column == Column::RemoteSql {
                    assert_eq!(
                        of(back_end, &[LogSource::SqlErrorlog]),
                        errorlog(id, back),
                        "{id}"
                    );
                }
            }
        }
    }
}

fn errorlog(id: &str, back: &[&str]) -> &'static [&'static str] {
    match id {
        "W3" => &[
            "Error: 18456, Severity: 14, State: 5, 11 or 12",
            "Login failed for user",
        ],
        "R1" => &[
            "Error: 17806, Severity: 20, State: 14",
            "SSPI handshake failed with error code 0x8009030c, state 14 while establishing a connection with integrated security; the connection has been closed",
            "Error: 18452, Severity: 14, State: 1",
            "Login failed",
        ],
        _ if back == NOBODY => &[
            "Error: 18456, Severity: 14, State: 11",
            "Login failed for user",
        ],
        _ => &["silent"],
    }
}

#[test]
fn a_first_401_is_sure_where_iis_sends_it_and_inferred_where_a_script_does() {
    let row = ROWS.iter().find(|row| row.id == "N1").unwrap();
    let mut scenario = table::scenario(row, Column::RemoteHttp).unwrap();
    for (anonymous, expected, sure) in [
        (true, "401 0 0", Confidence::Low),
        (false, "401 2 5", Confidence::High),
    ] {
        scenario.front_end.anonymous = anonymous;
        let logs = log_lines(&run(&scenario), &scenario);
        let mut entries = logs.iter().flat_map(|log| &log.entries);
        let first = entries.find(|it| code(it).starts_with("401")).unwrap();
        let found = (code(first), first.confidence);
        assert_eq!(found, (expected.to_owned(), Some(sure)));
    }
}

#[test]
fn what_is_refused_where_nothing_is_set_up_may_not_be_asked() {
    for (id, sure, says) in [
        ("K1", Confidence::Low, "whether Windows asks"),
        ("K3", Confidence::Low, "whether Windows asks"),
        ("K5", Confidence::Medium, "TransmittedServices"),
        ("K4", Confidence::Medium, "TransmittedServices"),
    ] {
        let logs = of_row(id, Column::RemoteHttp);
        let mut entries = logs.iter().flat_map(|log| &log.entries);
        let proxy = entries.find(|it| code(it).contains("0x40830010")).unwrap();
        assert_eq!(proxy.confidence, Some(sure), "{id}");
        assert!(proxy.note.contains(says), "{id}: {}", proxy.note);
    }
}

#[test]
fn the_other_rows_of_today() {
    for column in [Column::RemoteHttp, Column::RemoteSql] {
        let both = [LogSource::Security, LogSource::System];
        let logs = of_row("N3", column);
        let dc = codes(&logs, "DC-01", &both);
        assert_eq!(dc[..2], ["4768 alice 0x0", "4769 alice ? 0x40810000 0x7"]);
        assert_eq!(dc[2], DC_NTLM[0]);
        let logs = of_row("S4", column);
        let dc = codes(&logs, "DC-01", &both);
        assert_eq!(
            dc[1..4],
            ["4769 alice ? 0x40810000 0x8", "KDC 11", DC_NTLM[0]]
        );
        let logs = of_row("S5", column);
        let dc = codes(&logs, "DC-01", &both);
        assert!(
            dc.iter().all(|code| !code.starts_with("4769 alice")),
            "{dc:?}"
        );
        assert_eq!(codes(&logs, "WEB-01", &[LogSource::Iis])[..2], NTLM[..2]);
        // A local call leaves no logon that a source has.
        let web = codes(&of_row("L2", column), "WEB-01", &both);
        assert_eq!(web, ["4648", "4624 2 Negotiate alice %%1833", "unsourced"]);
        let web = codes(&of_row("L3", column), "WEB-01", &both);
        assert_eq!(web[2..4], ["4625 3 NTLM 0xC000006D 0x0", "LSASRV 6037"]);
        let web = codes(&of_row("L3", column), "WEB-01", &[LogSource::Iis]);
        assert_eq!(
            web[..3],
            ["401 0 0", "401 1 2148074254", "401 1 2148074252"]
        );
        let logs = of_row("S2", column);
        let dc = codes(&logs, "DC-09", &both);
        assert_eq!(dc[1], "4769 alice krbtgt/CONTOSO.EXAMPLE 0x40810000 0x0");
    }
}

#[test]
fn who_acts_for_the_user_is_transmitted() {
    for (id, acts) in [
        ("K4", true),
        ("K7", true),
        ("K8", true),
        ("K9", true),
        ("K2", false),
    ] {
        let logs = of_row(id, Column::RemoteHttp);
        let value = |computer: &str, wanted: &str| {
            let log = logs.iter().find(|log| log.computer == computer).unwrap();
            let entry = log
                .entries
                .iter()
                .rfind(|entry| code(entry).starts_with(wanted))
                .unwrap();
            let found = entry
                .fields
                .iter()
                .find(|(name, _)| *name == "TransmittedServices");
            found.unwrap().1.clone()
        };
        let expected = if acts { "WEB-01$@CONTOSO.EXAMPLE" } else { "-" };
        assert_eq!(value("MBX-02", "4624"), expected, "{id}");
        assert_eq!(value("DC-01", "4769"), expected, "{id}");
    }
}

#[test]
fn ntlm_is_audited_at_the_server_and_at_the_domain_controller_which_says_by_whose_channel_it_came()
{
    let audited = |logs: &[ComputerLog]| -> Vec<Vec<String>> {
        let entries = logs.iter().flat_map(|log| {
            let entries = log.entries.iter();
            entries.map(|entry| (log.computer.clone(), entry))
        });
        let audits = entries.filter(|(_, entry)| entry.source == LogSource::NtlmOperational);
        audits
            .map(|(computer, entry)| {
                let values = entry.fields.iter().map(|(_, value)| value.clone());
                std::iter::once(computer).chain(values).collect()
            })
            .collect()
    };
    assert_eq!(
        audited(&of_row("N1", Column::RemoteHttp)),
        [
            vec!["WEB-01", "alice", "CONTOSO", "DESK-07", "3"],
            vec!["DC-01", "WEB-01", "alice", "CONTOSO", "DESK-07", "2"]
        ]
    );
    assert_eq!(
        audited(&from_other_forest("N1")),
        [
            vec!["WEB-01", "alice", "FABRIKAM", "DESK-07", "3"],
            vec!["DC-09", "DC-01", "alice", "FABRIKAM", "DESK-07", "3"]
        ]
    );
    assert!(audited(&of_row("K4", Column::RemoteHttp)).is_empty());
}

#[test]
fn a_logon_with_a_ticket_names_the_realm_and_one_with_ntlm_the_domain() {
    for (id, computer, domain) in [
        ("K4", "WEB-01", "CONTOSO.EXAMPLE"),
        ("K4", "MBX-02", "CONTOSO.EXAMPLE"),
        ("S2", "WEB-01", "FABRIKAM.EXAMPLE"),
        ("N1", "WEB-01", "CONTOSO"),
        ("B3", "WEB-01", "CONTOSO"),
    ] {
        let logs = of_row(id, Column::RemoteHttp);
        let log = logs.iter().find(|log| log.computer == computer).unwrap();
        let mut entries = log.entries.iter();
        let logon = entries.find(|it| code(it).starts_with("4624")).unwrap();
        let value = |wanted| {
            let found = logon.fields.iter().find(|(name, _)| *name == wanted);
            found.unwrap().1.as_str()
        };
        assert_eq!(value("TargetDomainName"), domain, "{id} {computer}");
        assert_eq!(value("TargetLinkedLogonId"), "0x0", "{id} {computer}");
    }
}

#[test]
fn who_was_handed_a_tgt_of_another_forest_asks_as_its_user() {
    let row = ROWS.iter().find(|row| row.id == "K2").unwrap();
    let mut scenario = table::scenario(row, Column::RemoteHttp).unwrap();
    scenario.enter_other_forest();
    scenario.directory.tgt_delegation = true;
    let log = run(&scenario);
    assert!(outcome(&log).unwrap().outcome.succeeded());
    let written = text(&log_lines(&log, &scenario));
    assert!(written.contains("alice@FABRIKAM.EXAMPLE"), "{written}");
    assert!(!written.contains("alice@CONTOSO"), "{written}");
}

fn from_other_forest(id: &str) -> Vec<ComputerLog> {
    let row = ROWS.iter().find(|row| row.id == id).unwrap();
    let mut scenario = table::scenario(row, Column::RemoteHttp).unwrap();
    scenario.enter_other_forest();
    log_lines(&run(&scenario), &scenario)
}

#[test]
fn a_password_of_another_forest_is_taken_there_by_the_server_itself() {
    let logs = from_other_forest("B3");
    let security = [LogSource::Security];
    assert_eq!(
        codes(&logs, "DC-09", &security)[..2],
        ["4768 alice 0x0", "4769 alice krbtgt/CONTOSO.EXAMPLE … 0x0"]
    );
    assert_eq!(
        codes(&logs, "DC-01", &security),
        ["4769 alice WEB-01$ … 0x0"]
    );
    let written = text(&logs);
    assert!(!written.contains("IpAddress=<DC-01>"), "{written}");
}

#[test]
fn a_logon_with_a_password_takes_one_tgt() {
    for (id, from) in [("B3", BrowsingFrom::Desk), ("K1", BrowsingFrom::Server)] {
        let row = ROWS.iter().find(|row| row.id == id).unwrap();
        let mut scenario = table::scenario(row, Column::RemoteHttp).unwrap();
        Setting::BackEndSchemes.set(&mut scenario, "negotiate,ntlm");
        scenario.client.from = from;
        let log = run(&scenario);
        assert!(outcome(&log).unwrap().outcome.succeeded());
        let security = [LogSource::Security];
        assert_eq!(
            codes(&log_lines(&log, &scenario), "DC-01", &security),
            [
                "4768 alice 0x0",
                "4769 alice WEB-01$ … 0x0",
                "4769 alice MBX-02$ 0x40810000 0x0"
            ],
            "{id}"
        );
    }
}
