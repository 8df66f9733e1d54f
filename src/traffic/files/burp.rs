//! Burp Suite's XML ("Save items"): requests and answers in base64 or as they are, in the order of the list.

use super::characters::utf8;
use super::flows::Flows;
use super::http_legs::{Exchanges, LoggedHead};
use super::leg::{
    Contents, FileLocation, Flow, Leg, Party, Protocol, SkipReason, Skipped, Timestamp, Unit,
};
use super::order;
use super::timestamp;
use super::xml::{XmlReader, XmlToken};
use crate::traffic::file_format::Format;
use crate::traffic::http::{LenientHead, Url};
use crate::wire::from_base64;
use std::collections::BTreeMap;

/// What the file holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Burp {
    /// Its connections and messages. Items name no connection: those to one host count as one.
    pub contents: Contents,
}

/// What an item says, by the names of its elements.
#[derive(Default)]
struct Item {
    texts: BTreeMap<&'static str, String>,
    address: Option<String>,
    request: Vec<u8>,
    response: Vec<u8>,
}

/// The elements that are kept.
const KEPT: [&str; 6] = ["time", "url", "host", "port", "request", "response"];

/// Reads the items of the file, on past what is wrong.
pub fn read(bytes: &[u8]) -> Burp {
    let mut reading = Reading {
        contents: Contents {
            format: Format::Burp.into(),
            ..Contents::default()
        },
        flows: Flows::new(),
        exchanges: Exchanges::default(),
        items: 0,
    };
    let bytes = utf8(bytes);
    let mut xml = XmlReader::new(&bytes);
    let mut item: Option<Item> = None;
    // The element that is open, whether it is in base64, and its text so far.
    let mut open: Option<(&'static str, Option<bool>, Vec<u8>)> = None;
    while let Some(piece) = xml.piece() {
        match piece {
            XmlToken::Open(tag) if tag.name == b"items" => {
                let version = tag.attribute("burpVersion");
                reading.contents.writer = version.map(|it| format!("Burp {it}"));
            }
            XmlToken::Open(tag) if tag.name == b"item" => {
                reading.finish(item.replace(Item::default()));
                open = None;
            }
            XmlToken::Close(b"item") => reading.finish(item.take()),
            XmlToken::Open(tag) => {
                let Some(item) = &mut item else { continue };
                let name = KEPT.into_iter().find(|it| it.as_bytes() == tag.name);
                if name == Some("host") {
                    item.address = tag.attribute("ip");
                }
                // Without the attribute a text without blanks is base64: a message has some.
                let told = tag.attribute("base64");
                let coded = told.map(|it| it.eq_ignore_ascii_case("true"));
                open = name.map(|name| (name, coded, Vec::new()));
            }
            XmlToken::Text(text) => {
                if let Some((.., all)) = &mut open {
                    all.extend_from_slice(&text.bytes());
                }
            }
            XmlToken::Close(_) => {
                if let (Some((name, coded, text)), Some(item)) = (open.take(), &mut item) {
                    item.take(name, coded, text);
                }
            }
        }
    }
    if item.is_some() || xml.is_cut() {
        let location = reading.location();
        reading.contents.skipped.push(Skipped {
            reason: SkipReason::CutShort,
            location: Some(location),
        });
        reading.finish(item);
    }
    order::by_time(&mut reading.contents.legs);
    reading.contents.count = u64::from(reading.items);
    reading.contents.flows = reading.flows.into_vec();
    Burp {
        contents: reading.contents,
    }
}

impl Item {
    fn take(&mut self, name: &'static str, coded: Option<bool>, text: Vec<u8>) {
        let plain = |text: Vec<u8>| {
            let compact: String = String::from_utf8_lossy(&text).split_whitespace().collect();
            let alone = || !text.trim_ascii().contains(&b' ');
            match coded {
                Some(true) => from_base64(&compact).unwrap_or_default(),
                None if alone() => from_base64(&compact).unwrap_or(text),
                _ => text,
            }
        };
        match name {
            "request" => self.request = plain(text),
            "response" => self.response = plain(text),
            _ => {
                let text = String::from_utf8_lossy(&text).trim().to_owned();
                self.texts.insert(name, text);
            }
        }
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.texts
            .get(name)
            .map(String::as_str)
            .filter(|it| !it.is_empty())
    }

    /// When; Burp writes the zone of its computer by a name that may mean several.
    fn at(&self) -> Option<Timestamp> {
        let text = self.text("time")?;
        timestamp::java(text)
            .map(|it| it.0)
            .or_else(|| timestamp::iso(text))
    }

    fn server(&self) -> Party {
        let url = self.text("url").and_then(Url::parse);
        let name = self.text("host").or_else(|| url.map(|url| url.host));
        let port = self.text("port").and_then(|it| it.parse().ok());
        Party {
            address: self.address.as_deref().and_then(|it| it.parse().ok()),
            port: port.or_else(|| url.and_then(|url| url.port)),
            name: name.map(str::to_owned),
        }
    }
}

struct Reading {
    contents: Contents,
    flows: Flows<(String, Option<u16>)>,
    exchanges: Exchanges,
    items: u32,
}

impl Reading {
    fn location(&self) -> FileLocation {
        let number = self.items.saturating_add(1);
        FileLocation {
            unit: Unit::Entry,
            first: number,
            last: number,
        }
    }

    fn finish(&mut self, item: Option<Item>) {
        let Some(item) = item else { return };
        let location = self.location();
        self.items = self.items.saturating_add(1);
        let said = |bytes: &[u8]| {
            let head = LenientHead::parse(bytes);
            (!bytes.is_empty()).then(|| LoggedHead {
                head,
                at: item.at(),
                location,
            })
        };
        let (request, response) = (said(&item.request), said(&item.response));
        let legs = self.exchanges.legs(0, request.as_ref(), response.as_ref());
        if legs.is_empty() {
            return;
        }
        let server = item.server();
        let key = (server.name.clone().unwrap_or_default(), server.port);
        let client = Party::default();
        let url = item.text("url").and_then(Url::parse);
        let protocol = url.map_or(Protocol::Http, |url| url.protocol());
        let flow = self
            .flows
            .number(key, || Flow::new(client, server, protocol));
        let legs = legs.into_iter().map(|leg| Leg { flow, ..leg });
        self.contents.legs.extend(legs);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::traffic::leg::{Method, SentCredential};

    #[test]
    fn messages_as_they_are_with_raw_bytes() {
        let text = b"<items burpVersion=\"1\"><item><url>http://s:81/</url><request base64=\"false\"><![CDATA[GET / HTTP/1.1\r\nAuthorization: Basic YTpi\r\n\r\n\x01\xff]]></request></item><item><request><![CDATA[GET";
        let read = read(text).contents;
        assert_eq!(read.legs.len(), 1);
        let clear = SentCredential::Clear(Method::Basic, "a".into(), Some("b".into()));
        assert_eq!(read.legs[0].credential, Some(clear));
        assert_eq!(read.flows[0].server.port, Some(81));
        assert_eq!(read.skipped[0].reason, SkipReason::CutShort);
    }

    #[test]
    fn base64_may_be_told_in_capitals_or_not_at_all() {
        let coded = crate::wire::to_base64(b"GET / HTTP/1.1\r\nAuthorization: Basic YTpi\r\n\r\n");
        for attribute in [" base64=\"true\"", " base64=\"TRUE\"", ""] {
            let text = format!(
                "<items burpVersion=\"1\"><item><url>http://s:81/</url><request{attribute}><![CDATA[{coded}]]></request></item></items>"
            );
            assert_eq!(read(text.as_bytes()).contents.legs.len(), 1, "{attribute}");
        }
    }

    #[test]
    fn a_file_in_utf_16_is_read() {
        let text = "<?xml version=\"1.0\" encoding=\"utf-16\"?><items burpVersion=\"1\"><item><url>http://s:81/</url><request base64=\"false\"><![CDATA[GET / HTTP/1.1\r\nAuthorization: Basic YTpi\r\n\r\n]]></request></item></items>";
        let expected = read(text.as_bytes()).contents;
        assert_eq!((expected.legs.len(), expected.skipped.len()), (1, 0));
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&wide).contents, expected);
        assert_eq!(
            read(&[&[0xff, 0xfe], &wide[..]].concat()).contents,
            expected
        );
    }
}
