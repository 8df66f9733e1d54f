//! Rows of today whose first hop is refused.

use super::*;

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
