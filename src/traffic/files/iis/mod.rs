//! Logs of IIS in the W3C format: a line for each request, under columns that may change from one line to the next. Times
//! are UTC, a space within a value is `+`, none is `-`. IIS has two other formats, and programs make tables of it.

mod cells;
mod headless;
mod log_lines;
mod other_formats;
mod pieces;
mod request;
mod request_kind;
mod table;

pub use pieces::IisPieces;

use super::characters::{text, utf8};
use super::leg::Contents;
use table::Table;

/// The columns of IIS 8 and later, unless somebody chose others; before them `cs(Referer)` was not there.
pub const COLUMNS: [&str; 15] = [
    "date",
    "time",
    "s-ip",
    "cs-method",
    "cs-uri-stem",
    "cs-uri-query",
    "s-port",
    "cs-username",
    "c-ip",
    "cs(User-Agent)",
    "cs(Referer)",
    "sc-status",
    "sc-substatus",
    "sc-win32-status",
    "time-taken",
];

/// Whether this, which may be the beginning of a file, is such a log: by its head, or by the shape of a line: the first may be cut.
pub fn is(bytes: &[u8]) -> bool {
    let text = text(bytes);
    let head = |line: &str| {
        let line = log_lines::bare(line);
        line.starts_with("#Software: Microsoft Internet Information")
            || line.starts_with("#Fields:")
    };
    let first = text
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default();
    let line = |line: &str| headless::columns(log_lines::bare(line)).is_some();
    text.lines().take(20).any(|it| head(it) || line(it))
        || other_formats::is(first)
        || text.lines().take(2).any(|it| Table::of(it).is_some())
}

/// Reads the log. Lines that somebody's mail program wrapped are joined again.
pub fn read(bytes: &[u8]) -> Contents {
    let mut pieces = IisPieces::default();
    pieces.push(&utf8(bytes));
    pieces.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::traffic::files::timestamp;
    use crate::traffic::leg::{Leg, SentCredential, SkipReason, Status};

    #[test]
    fn columns_change_and_lines_wrap() {
        let text = "#Fields: date time cs-method cs-uri-stem cs-username c-ip\r\n sc-status sc-substatus\r\n\
            2024-03-22 00:52:46 GET /a - 10.0.0.1 401 2\r\n\
            2024-03-22 00:52:47 GET /a c\\al+\r\nice 10.0.0.1 200 0\r\n\
            2024-03-22 00:52:48 GET /a c\\bob\r\n10.0.0.1 200 0\r\n\
            #Date: 2024-03-23 00:00:00\r\n#Fields: time c-ip cs-username sc-status\r\n\
            00:00:01 10.0.0.2 c\\eve 500\r\n00:00:02 10.0.0.2 - 200\r\n00:00:03 10.0";
        let read = read(text.as_bytes());
        let user = |leg: &Leg| match &leg.credential {
            Some(SentCredential::Clear(_, user, None)) => user.clone(),
            _ => String::new(),
        };
        let users: Vec<_> = read.legs.iter().map(user).collect();
        assert_eq!(users, ["", "c\\al ice", "c\\bob", "c\\eve"]);
        let location = read.legs[2].location;
        assert_eq!((location.first, location.last), (6, 7));
        assert_eq!(read.legs[3].at, timestamp::iso("2024-03-23T00:00:01Z"));
        assert_eq!((read.count, read.flows.len()), (5, 2));
        assert_eq!(read.skipped[0].reason, SkipReason::CutShort);
    }

    #[test]
    fn a_refusal_is_a_sign_in_of_whom_the_log_does_not_name() {
        let line = |sub: &str| {
            format!("2024-03-22 10:00:01 10.0.0.80 GET /a - 80 - 10.0.0.5 UA - 401 {sub} 15\n")
        };
        let text = ["2 5", "1 2148074254", "1 1326"].map(line).concat();
        let read = read(text.as_bytes());
        let told = read
            .legs
            .iter()
            .map(|leg| (leg.credential.is_some(), leg.windows));
        let expected = [
            (false, None),
            (false, Some(0x8009_030E)),
            (true, Some(1326)),
        ];
        assert_eq!(told.collect::<Vec<_>>(), expected);
        let found = crate::traffic::attempts::attempts(&read.flows, &read.legs);
        assert_eq!(found.len(), 1);
        assert!(found[0].is_refused() && found[0].facts.user.is_none());
        assert_eq!(found[0].legs.len(), 3);
    }

    #[test]
    fn whether_refusals_before_it_fit_ntlm_is_told_from_what_they_refuse() {
        let how = |refused: &[(&str, &str)]| {
            let refused = refused.iter().map(|(path, why)| {
                format!(
                    "2024-03-22 10:00:01 10.0.0.80 GET {path} - 80 - 10.0.0.5 UA - 401 {why} 15\n"
                )
            });
            let opened =
                "2024-03-22 10:00:02 10.0.0.80 GET /a - 80 c\\al 10.0.0.5 UA - 200 0 0 15\n";
            let text: String = refused.chain([opened.to_owned()]).collect();
            let read = read(text.as_bytes());
            crate::traffic::attempts::attempts(&read.flows, &read.legs)[0].challenged
        };
        assert!(how(&[("/a", "2 5"), ("/a", "1 2148074254")]));
        assert!(how(&[("/a", "1 2148074254")]));
        assert!(!how(&[("/a", "2 5")]));
        // Each request is asked by itself.
        assert!(!how(&[("/a", "2 5"), ("/b", "2 5")]));
        // Two begin, perhaps behind one address: NTLM goes on with a 401.1.
        assert!(!how(&[("/a", "2 5"), ("/a", "2 5")]));
        assert!(!how(&[]));
    }

    #[test]
    fn a_host_with_its_port_and_a_file_that_is_denied() {
        let text = "#Fields: date time s-port cs-username cs-host sc-status sc-substatus sc-win32-status\n\
            2024-03-22 10:00:01 8080 c\\eve web:8080 401 3 5\n";
        let read = read(text.as_bytes());
        let server = &read.flows[0].server;
        assert_eq!(
            (server.name.as_deref(), server.port),
            (Some("web"), Some(8080))
        );
        assert_eq!(read.legs[0].target.as_deref(), Some("web:8080"));
        assert_eq!(read.legs[0].windows, Some(5));
    }

    #[test]
    fn sites_with_one_address_are_apart() {
        let line = |user: &str, host: &str, status: &str| {
            format!("2026-03-02 10:14:05 10.0.0.80 GET / - 80 {user} 10.0.0.7 {host} {status}\n")
        };
        let lines = [
            line("-", "intranet", "401 2 5"),
            line("-", "crm", "401 2 5"),
            line("C\\alice", "CRM", "200 0 0"),
            line("C\\alice", "intranet", "200 0 0"),
        ];
        for (name, expected) in [("cs-host", 2), ("s-sitename", 2), ("x-other", 1)] {
            let head = "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip";
            let head = format!("{head} {name} sc-status sc-substatus sc-win32-status\n");
            let read = read([head, lines.concat()].concat().as_bytes());
            assert_eq!(read.flows.len(), expected, "{name}");
            let found = crate::traffic::attempts::attempts(&read.flows, &read.legs);
            assert_eq!(found.len(), expected, "{name}");
        }
    }

    #[test]
    fn lines_of_mail_ftp_and_http_sys_are_no_sign_ins() {
        let mail = "date time c-ip cs-username s-sitename cs-method sc-status cs-version\n\
            2026-03-02 10:14:05 10.0.0.7 MAILHOST SMTPSVC1 EHLO 250 SMTP\n";
        let ftp = "date time c-ip cs-username s-port cs-method sc-status x-session\n\
            2026-03-02 10:14:06 10.0.0.7 C\\alice 21 PASS 230 8e8a\n";
        let errors = "date time c-ip c-port cs-method cs-uri sc-status s-siteid s-reason s-queuename\n\
            2018-01-01 08:09:10 172.31.77.6 2094 GET /x 503 1 AppOffline DefaultAppPool\n";
        let exchange = "DateTime,RequestId,AuthenticatedUser,HttpStatus\n2026-03-02T10:14:05.123Z,aa,C\\alice,200\n";
        for text in [mail, ftp, errors, exchange] {
            let read = read(format!("#Fields: {text}").as_bytes());
            assert_eq!(read.legs, [], "{text}");
            assert_eq!(read.skipped.len(), 1, "{text}");
            assert_eq!(read.skipped[0].reason, SkipReason::NoWeb, "{text}");
        }
    }

    #[test]
    fn a_log_without_its_head() {
        let line = "2024-03-22 00:53:06 10.0.0.9 GET /x q=1 80 c\\al 10.0.0.1 Moz - 200 0 0 31";
        for line in [line.to_owned(), line.replace(" - 200", " 200")] {
            assert!(is(line.as_bytes()), "{line}");
            let read = read(line.as_bytes());
            assert_eq!(read.legs[0].status, Some(Status::Http(200)));
            assert_eq!(read.legs[0].request.as_deref(), Some("GET /x?q=1"));
        }
    }

    #[test]
    fn a_log_may_begin_within_a_line_or_under_a_sentence() {
        let line = "2024-03-22 00:53:06 10.0.0.9 GET /x q=1 80 c\\al 10.0.0.1 Moz - 200 0 0 31\n";
        for before in [
            "p/ - 80 - 10.0.0.7 Moz - 401 2 5 15\n",
            "Here is my log:\n\n   ",
        ] {
            let text = [before, line, line].concat();
            assert!(is(text.as_bytes()), "{text}");
            let read = read(text.as_bytes());
            assert_eq!((read.legs.len(), read.skipped.len()), (2, 0), "{text}");
        }
    }

    #[test]
    fn a_name_may_have_a_blank() {
        let text = "#Fields: date time c-ip cs-username cs-method cs-uri-stem sc-status\n\
            1998-11-19 22:48:40 206.175.82.5 C\\John A Smith GET /x.gif 200\n\
            1998-11-19 22:48:41 206.175.82.5 - GET /a b 200\n";
        let read = read(text.as_bytes());
        let user = SentCredential::Clear(
            crate::traffic::leg::Method::Other,
            "C\\John A Smith".into(),
            None,
        );
        assert_eq!(read.legs.len(), 1);
        assert_eq!(read.legs[0].credential, Some(user));
        assert_eq!(read.legs[0].request.as_deref(), Some("GET /x.gif"));
        assert_eq!(read.skipped.len(), 1);
    }

    #[test]
    fn in_a_log_without_names_what_is_asked_for_again_is_a_sign_in() {
        let text = "#Fields: time c-ip cs-method cs-uri-stem sc-status\n17:42:14 10.0.0.7 GET /open 200\n\
            17:42:15 10.0.0.7 GET /x 401\n17:42:15 10.0.0.7 GET /x 401\n17:42:15 10.0.0.7 GET /x 200\n\
            17:42:16 10.0.0.7 GET /x 200\n17:42:17 10.0.0.8 GET /x 401\n";
        let read = read(text.as_bytes());
        assert_eq!((read.legs.len(), read.count), (4, 6));
        assert_eq!(read.skipped[0].reason, SkipReason::NoNames);
        let found = crate::traffic::attempts::attempts(&read.flows, &read.legs);
        let accepted = |it: &crate::traffic::attempts::Attempt| {
            matches!(
                it.outcome,
                crate::traffic::attempts::AttemptOutcome::Accepted(_)
            )
        };
        assert_eq!(
            found.iter().map(accepted).collect::<Vec<_>>(),
            [true, false]
        );
        assert_eq!(found[0].facts.user, None);
        assert!(found[0].challenged);
    }

    #[test]
    fn columns_are_known_in_letters_of_any_case() {
        let log = b"#Fields: Date Time CS-Username C-IP SC-Status\n\
            2026-01-01 00:00:01 CONTOSO\\alice 10.0.0.1 200\n2026-01-01 00:00:02 - 10.0.0.1 401\n";
        assert_eq!(read(log).legs.len(), 2);
    }

    #[test]
    fn a_name_in_ansi_is_read() {
        let log = b"#Fields: date time cs-method cs-uri-stem cs-username sc-status\n\
            2026-01-01 00:00:01 GET / CONTOSO\\j\xfcrgen 200\n";
        let legs = read(log).legs;
        let user = |leg: &Leg| match &leg.credential {
            Some(SentCredential::Clear(_, user, _)) => Some(user.clone()),
            _ => None,
        };
        assert_eq!(
            legs.iter().find_map(user).as_deref(),
            Some("CONTOSO\\jürgen")
        );
    }

    #[test]
    fn advanced_logging_may_have_the_times_of_its_computer() {
        let text = "#Software: IIS Advanced Logging Module\n#Start-Date: 2014-11-18 00:00:00.128\n\
            #Fields:  date-local time-local cs-uri-stem cs-username c-ip sc-status\n\
            2014-11-17 18:00:00.145 \"/app/\" \"CONTOSO\\alice\" 10.0.0.5 200\n";
        let read = read(text.as_bytes());
        assert_eq!(read.legs[0].at, timestamp::iso("2014-11-17 18:00:00.145"));
        assert_eq!(read.skipped[0].reason, SkipReason::NoZone);
    }

    #[test]
    fn cells_of_advanced_logging_may_be_quoted() {
        let text = "#Software: IIS Advanced Logging Module\n\
            #Fields:  date time s-computername cs-uri-stem cs-username c-ip cs(User-Agent) cs(Host) sc-status\n\
            2026-03-14\t08:00:01.123\t\"WEB01\"\t/x\t-\t10.0.0.5\t\"Mozilla/4.0 (a b; c)\"\t\"web\"\t401\n\
            2026-03-14 08:00:01.223 \"WEB01\" /x \"CONTOSO\\alice\" 10.0.0.5 \"\" \"web\" 200\n";
        let read = read(text.as_bytes());
        assert_eq!(read.skipped, []);
        let user = SentCredential::Clear(
            crate::traffic::leg::Method::Other,
            "CONTOSO\\alice".into(),
            None,
        );
        assert_eq!(read.legs[1].credential, Some(user));
        assert_eq!(read.legs[0].status, Some(Status::Http(401)));
        assert_eq!(read.flows.len(), 1);
        assert_eq!(read.flows[0].server.name.as_deref(), Some("web"));
    }

    #[test]
    fn lines_may_be_set_in_or_have_a_file_s_name_before_them() {
        let line = |user: &str, why: &str| {
            format!("2026-03-14 08:00:01 10.0.0.10 GET / - 80 {user} 10.0.0.5 Moz - {why} 3")
        };
        let lines = [line("-", "401 2 5"), line("C\\alice", "200 0 0")];
        let head = "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) \
            sc-status sc-substatus sc-win32-status time-taken";
        for before in [
            "   ",
            "u_ex260314.log:",
            "u_ex260314.log:12:",
            "C:\\logs\\u_ex260314.log:12:",
        ] {
            let bare = lines.iter().map(|it| format!("{before}{it}\n"));
            let bare: String = bare.collect();
            for text in [format!("{before}{head}\n{bare}"), bare] {
                assert!(is(text.as_bytes()), "{text}");
                let read = read(text.as_bytes());
                assert_eq!((read.legs.len(), read.skipped.len()), (2, 0), "{text}");
                assert_eq!(read.legs[1].at, timestamp::iso("2026-03-14T08:00:01Z"));
            }
        }
    }

    #[test]
    fn a_domain_may_stand_before_a_slash() {
        let text = "#Fields: date time cs-username c-ip sc-status\n2026-03-14 08:00:01 contoso/alice 10.0.0.5 200\n";
        let read = read(text.as_bytes());
        let found = crate::traffic::attempts::attempts(&read.flows, &read.legs);
        let facts = &found[0].facts;
        assert_eq!(
            (facts.domain.as_deref(), facts.user.as_deref()),
            (Some("contoso"), Some("alice"))
        );
    }
}
