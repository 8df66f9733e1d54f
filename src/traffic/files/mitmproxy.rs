//! Flows as mitmproxy saves them (`mitmdump -w`, "File > Save"): a tagged netstring for each, with the request, the response
//! and both connections. Versions differ in where the addresses stand, and early ones in how names are written.

use super::flows::Flows;
use super::http_legs::{Exchanges, LoggedHead};
use super::leg::{
    Contents, FileLocation, Flow, Party, Protocol, SkipReason, Skipped, Timestamp, Unit,
};
use super::order;
use super::tnetstring::TnetValue;
use crate::traffic::file_format::Format;
use crate::traffic::http::LenientHead;
use std::net::IpAddr;

/// What a file of flows holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mitmproxy {
    /// Its connections and messages.
    pub contents: Contents,
}

/// Reads a file of flows.
pub fn read(bytes: &[u8]) -> Mitmproxy {
    let mut contents = Contents {
        format: Format::Mitmproxy.into(),
        ..Contents::default()
    };
    let mut flows: Flows<(Option<String>, String, Option<u16>)> = Flows::new();
    let mut exchanges = Exchanges::default();
    let mut rest = bytes;
    while !rest.is_empty() {
        let location = location_of(contents.count.saturating_add(1));
        let Some((value, behind)) = TnetValue::parse(rest) else {
            contents.skipped.push(Skipped {
                reason: SkipReason::CutShort,
                location: Some(location),
            });
            break;
        };
        rest = behind;
        contents.count += 1;
        let request = value
            .get("request")
            .and_then(|it| said(it, location, request_line));
        let response = value
            .get("response")
            .and_then(|it| said(it, location, status_line));
        let legs = exchanges.legs(0, request.as_ref(), response.as_ref());
        if legs.is_empty() {
            continue;
        }
        let flow = flow_of(value);
        // Flows that were imported have no port and each a connection of its own, which says nothing.
        let connection = flow
            .client
            .port
            .map(|_| text(value, &["client_conn", "id"]));
        let key = (
            connection,
            flow.server.name.clone().unwrap_or_default(),
            flow.server.port,
        );
        let number = flows.number(key, || flow);
        contents.legs.extend(legs.into_iter().map(|mut leg| {
            leg.flow = number;
            leg
        }));
    }
    contents.flows = flows.into_vec();
    // They are saved as they end.
    order::by_time(&mut contents.legs);
    Mitmproxy { contents }
}

fn location_of(flow: u64) -> FileLocation {
    let number = u32::try_from(flow).unwrap_or(u32::MAX);
    FileLocation {
        unit: Unit::Entry,
        first: number,
        last: number,
    }
}

/// A message with its first line, when it began, and where it stands.
fn said(
    message: TnetValue<'_>,
    location: FileLocation,
    start: fn(TnetValue<'_>) -> Option<String>,
) -> Option<LoggedHead> {
    let start = start(message)?;
    let headers = message
        .get("headers")
        .into_iter()
        .flat_map(TnetValue::items);
    let headers = headers.filter_map(|header| {
        let mut parts = header.items();
        Some((parts.next()?.text()?, parts.next()?.text()?))
    });
    Some(LoggedHead {
        head: LenientHead {
            start,
            headers: headers.collect(),
        },
        at: timestamp(message),
        location,
    })
}

fn request_line(message: TnetValue<'_>) -> Option<String> {
    let part = |name| message.get(name).and_then(TnetValue::text);
    let (method, path, version) = (part("method")?, part("path")?, part("http_version")?);
    Some(format!("{method} {path} {version}"))
}

fn status_line(message: TnetValue<'_>) -> Option<String> {
    let version = message.get("http_version").and_then(TnetValue::text)?;
    let status = number(message, "status_code").or_else(|| number(message, "code"))?;
    let reason = message.get("reason").or_else(|| message.get("msg"));
    let reason = reason.and_then(TnetValue::text).unwrap_or_default();
    Some(format!("{version} {status} {reason}"))
}

/// The client's connection to the proxy, and whom it asks for.
fn flow_of(value: TnetValue<'_>) -> Flow {
    let request = value.get("request");
    let scheme = request.and_then(|it| it.get("scheme")?.bytes());
    let asked = request.and_then(|it| it.get("host")?.text());
    let port = request.and_then(|it| number(it, "port")?.parse().ok());
    let party = |connection: &str, names: [&str; 2]| {
        let connection = value.get(connection);
        let mut known = names.into_iter().filter_map(|it| connection?.get(it));
        known.find_map(party).unwrap_or_default()
    };
    let server = party("server_conn", ["peername", "ip_address"]);
    let asked = asked.filter(|it| !it.is_empty());
    let address: Option<IpAddr> = asked.as_ref().and_then(|it| it.parse().ok());
    let client = party("client_conn", ["peername", "address"]);
    let server = Party {
        address: server.address.or(address),
        port: port.or(server.port),
        name: asked.filter(|_| address.is_none()),
    };
    let protocol = match scheme {
        Some(b"https") => Protocol::Https,
        _ => Protocol::Http,
    };
    Flow::new(client, server, protocol)
}

/// `["10.0.0.7", 52031]`, or in early versions a dictionary with that as its `address`.
fn party(value: TnetValue<'_>) -> Option<Party> {
    let mut parts = value.get("address").unwrap_or(value).items();
    let address = parts.next()?.text()?.parse().ok()?;
    let port: Option<u16> = parts.next().and_then(|it| it.number()?.parse().ok());
    let port = port.filter(|it| *it != 0);
    Some(Party {
        address: Some(address),
        port,
        name: None,
    })
}

/// Seconds since 1970 with a fraction, to the microseconds that such a number holds.
fn timestamp(message: TnetValue<'_>) -> Option<Timestamp> {
    let seconds: f64 = number(message, "timestamp_start")?.parse().ok()?;
    let sane = seconds.is_finite() && seconds.abs() < 1e10;
    sane.then(|| Timestamp((seconds * 1e6).round() as i64 * 1000))
}

fn number<'a>(value: TnetValue<'a>, key: &str) -> Option<&'a str> {
    value.get(key)?.number()
}

fn text(value: TnetValue<'_>, path: &[&str]) -> String {
    let found = path.iter().try_fold(value, |value, key| value.get(key));
    found.and_then(TnetValue::text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::traffic::leg::{Method, Sender, SentCredential, Status};

    fn tagged(tag: char, data: &str) -> String {
        format!("{}:{data}{tag}", data.len())
    }

    fn dictionary(entries: &[(&str, String)]) -> String {
        let entries: String = entries
            .iter()
            .map(|(key, value)| tagged(';', key) + value)
            .collect();
        tagged('}', &entries)
    }

    fn header(name: &str, value: &str) -> String {
        tagged(']', &(tagged(',', name) + &tagged(',', value)))
    }

    /// A request with Basic, answered by 200.
    fn flow(address: &str, port: &str, id: &str) -> String {
        flow_at("1609926103.25", address, port, id)
    }

    fn flow_at(time: &str, address: &str, port: &str, id: &str) -> String {
        let end = tagged(']', &(tagged(';', "10.0.0.7") + &tagged('#', port)));
        let client = dictionary(&[("id", tagged(';', id)), (address, end)]);
        let request = dictionary(&[
            ("method", tagged(',', "GET")),
            ("path", tagged(',', "/orders")),
            ("http_version", tagged(',', "HTTP/1.1")),
            ("scheme", tagged(',', "http")),
            ("host", tagged(';', "web-01")),
            ("port", tagged('#', "80")),
            (
                "headers",
                tagged(']', &header("authorization", "Basic YTpi")),
            ),
            ("timestamp_start", tagged('^', time)),
        ]);
        let response = dictionary(&[
            ("http_version", tagged(',', "HTTP/1.1")),
            ("status_code", tagged('#', "200")),
            ("reason", tagged(',', "OK")),
            ("headers", tagged(']', "")),
            ("timestamp_start", tagged('^', time)),
        ]);
        dictionary(&[
            ("client_conn", client),
            ("request", request),
            ("response", response),
        ])
    }

    #[test]
    fn old_and_new_flows_on_one_connection() {
        let file = flow("address", "52031", "c1") + &flow("peername", "52031", "c1");
        let read = read(file.as_bytes()).contents;
        assert_eq!((read.count, read.flows.len(), read.legs.len()), (2, 1, 4));
        assert!(read.skipped.is_empty());
        let [flow] = &read.flows[..] else { panic!() };
        assert_eq!(flow.client.port, Some(52031));
        assert_eq!(flow.server.name.as_deref(), Some("web-01"));
        let [asked, answered, ..] = &read.legs[..] else {
            panic!()
        };
        assert_eq!(asked.request.as_deref(), Some("GET /orders"));
        assert_eq!(asked.at, Some(Timestamp(1_609_926_103_250_000_000)));
        let clear = SentCredential::Clear(Method::Basic, "a".to_owned(), Some("b".to_owned()));
        assert_eq!(asked.credential, Some(clear));
        assert_eq!(answered.sender, Sender::Server);
        assert_eq!(answered.status, Some(Status::Http(200)));
    }

    #[test]
    fn connections_are_told_apart_where_there_are_any() {
        for (port, flows) in [("52031", 2), ("0", 1)] {
            let file = flow("address", port, "c1") + &flow("address", port, "c2");
            assert_eq!(read(file.as_bytes()).contents.flows.len(), flows);
        }
    }

    #[test]
    fn flows_come_in_the_order_of_time() {
        let file = ["3.0", "1.0"].map(|time| flow_at(time, "address", "52031", "c1"));
        let legs = read(file.concat().as_bytes()).contents.legs;
        let times: Vec<_> = legs.iter().map(|leg| leg.at).collect();
        let [first, second] = [Timestamp(1_000_000_000), Timestamp(3_000_000_000)].map(Some);
        assert_eq!(times, [first, first, second, second]);
    }

    #[test]
    fn a_cut_file_keeps_the_flows_before() {
        let file = flow("address", "52031", "c1") + &flow("address", "52031", "c1");
        let read = read(&file.as_bytes()[..file.len() - 10]).contents;
        assert_eq!((read.count, read.legs.len()), (1, 2));
        assert_eq!(read.skipped[0].reason, SkipReason::CutShort);
        assert_eq!(read.skipped[0].location, Some(location_of(2)));
    }
}
