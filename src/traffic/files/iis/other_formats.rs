//! The formats of logs that IIS has besides that of the W3C: NCSA's, which Apache and nginx write too, and its own. Their lines
//! are read as those with columns.

use super::super::leg::{FileLocation, Unit};
use super::super::log_record::LogRecord;
use super::super::timestamp;
use crate::traffic::file_format::Format;
use crate::traffic::http::host_and_port;

/// Whether that is a line of such a log.
pub(super) fn is(line: &str) -> bool {
    read(line).is_some()
}

/// What such a line says, at no place yet, and what its format is.
pub(super) fn read(line: &str) -> Option<(Format, LogRecord)> {
    let line = line.trim();
    ncsa(line)
        .map(|record| (Format::Ncsa, record))
        .or_else(|| Some((Format::IisNative, native(line)?)))
}

/// `10.0.0.7 - CONTOSO\alice [02/Mar/2026:10:14:05 +0100] "GET /orders HTTP/1.1" 200 4000`; some of Apache's have the server
/// before it, `web01:443`.
fn ncsa(line: &str) -> Option<LogRecord> {
    let (who, rest) = line.split_once(" [")?;
    let (time, rest) = rest.split_once("] \"")?;
    let (request, rest) = rest.split_once("\" ")?;
    let (server, who) = match who.split_once(' ')? {
        (server, who) if who.contains(" - ") && !who.starts_with('-') => (server, who),
        _ => ("", who),
    };
    let mut who = who.splitn(3, ' ');
    let (client, _, user) = (who.next()?, who.next()?, who.next()?);
    let (host, port) = host_and_port(server);
    let port = port.map(|it| it.to_string()).unwrap_or_default();
    let mut request = request.split(' ');
    let status = rest.split(' ').next()?;
    let mut record = record(&[
        ("c-ip", client),
        ("cs-username", user.trim_matches('"')),
        ("cs-method", request.next()?),
        ("cs-uri-stem", request.next().unwrap_or_default()),
        ("sc-status", status),
        ("cs-host", host),
        ("s-port", &port),
    ])?;
    let (at, zone_known) = timestamp::ncsa(time)?;
    (record.at, record.zone_known) = (Some(at), zone_known);
    Some(record)
}

/// `10.0.0.7, CONTOSO\alice, 3/2/2026, 10:14:05, W3SVC1, WEB01, 10.0.0.80, 31, 1200, 4000, 200, 0, GET, /orders, -,`
fn native(line: &str) -> Option<LogRecord> {
    let values: Vec<&str> = line.split(", ").collect();
    let [
        client,
        user,
        date,
        time,
        _,
        name,
        address,
        _,
        _,
        _,
        status,
        error,
        method,
        path,
        ..,
    ] = values.as_slice()
    else {
        return None;
    };
    let mut record = record(&[
        ("c-ip", client),
        ("cs-username", user),
        ("s-computername", name),
        ("s-ip", address),
        ("cs-method", method),
        ("cs-uri-stem", path),
        ("sc-status", status),
        ("sc-win32-status", error),
    ])?;
    record.at = Some(timestamp::local(&format!("{date} {time}"))?);
    Some(record)
}

/// A line with these columns; nothing where the status is none.
fn record(columns: &[(&str, &str)]) -> Option<LogRecord> {
    let mut record = LogRecord::new(FileLocation {
        unit: Unit::Line,
        first: 0,
        last: 0,
    });
    let columns = columns.iter();
    record.fields = columns
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    let status = record.number("sc-status")?;
    (100..600).contains(&status).then_some(record)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::traffic::attempts::attempts;
    use crate::traffic::files::{Format, format_of, iis};
    use crate::traffic::leg::{SkipReason, Status};

    /// Who, the refusals before, and the reason, of each sign-in in a log.
    fn told(log: &str) -> Vec<(Option<String>, usize, Option<u32>)> {
        assert_eq!(format_of(log.as_bytes()), Format::Iis, "{log}");
        let contents = iis::read(log.as_bytes());
        // IIS's own format has local time.
        let reasons: Vec<_> = contents.skipped.iter().map(|it| &it.reason).collect();
        let local = contents.format.kind == Format::IisNative;
        assert_eq!(
            reasons,
            vec![&SkipReason::NoZone; usize::from(local)],
            "{log}"
        );
        assert_eq!(contents.legs[0].at, timestamp::iso("2026-03-02T10:14:05Z"));
        let found = attempts(&contents.flows, &contents.legs);
        let told = found.into_iter();
        told.map(|it| {
            let last = contents.legs.get(it.legs.last().unwrap().1).unwrap();
            (it.facts.user, it.legs.len() - 1, last.windows)
        })
        .collect()
    }

    #[test]
    fn logs_of_ncsa_name_who_asked() {
        let log = "10.0.0.7 - - [02/Mar/2026:11:14:05 +0100] \"GET /a HTTP/1.1\" 401 12\n\
            www.host - - [02/Mar/2026:11:14:05 +0100] \"GET /a HTTP/1.1\" 401 12\n\
            10.0.0.7 - - [02/Mar/2026:11:14:05 +0100] \"GET /a HTTP/1.1\" 401 12\n\
            10.0.0.7 - CONTOSO\\alice [02/Mar/2026:11:14:06 +0100] \"GET /a HTTP/1.1\" 200 12 \"-\" \"Mozilla/5.0 (X11)\"\n";
        // Nobody is seen to sign in from the other computer.
        let alice = Some("alice".to_owned());
        assert_eq!(told(log), [(alice, 2, None), (None, 0, None)]);
    }

    #[test]
    fn iis_s_own_format_says_why_too() {
        let line = |user: &str, status: u16, error: u32| {
            format!(
                "10.0.0.7, {user}, 3/2/2026, 10:14:05, W3SVC1, WEB01, 10.0.0.80, 31, 1200, 4000, {status}, {error}, GET, /a, -,\r\n"
            )
        };
        let log = [
            line("-", 401, 5),
            line("-", 401, 0x8009_030E),
            line("CONTOSO\\alice", 200, 0),
            line("-", 401, 1326),
        ];
        let alice = Some("alice".to_owned());
        assert_eq!(
            told(&log.concat()),
            [(alice, 2, None), (None, 0, Some(1326))]
        );
        assert_eq!(
            iis::read(log[2].as_bytes()).legs[0].status,
            Some(Status::Http(200))
        );
    }

    #[test]
    fn the_server_may_stand_before_the_client() {
        let log = "web01.contoso.example:443 10.0.0.7 - - [02/Mar/2026:11:14:05 +0100] \"GET /a HTTP/1.1\" 401 12\n\
            web01.contoso.example:443 10.0.0.7 - alice@CONTOSO.EXAMPLE [02/Mar/2026:11:14:06 +0100] \"GET /a HTTP/1.1\" 200 12\n";
        assert_eq!(told(log), [(Some("alice".to_owned()), 1, None)]);
        let server = &iis::read(log.as_bytes()).flows[0].server;
        assert_eq!(
            (server.name.as_deref(), server.port),
            (Some("web01.contoso.example"), Some(443))
        );
    }
}
