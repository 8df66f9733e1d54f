//! What kind of file it is, told by its content: names and endings say little.

use super::json::{JsonReader, JsonToken};
use super::leg::{Contents, SkipReason, Skipped};
use super::xml::{XmlReader, XmlTag, XmlToken};
use super::{dissections, events, hex_dump, iis, klist, saz, zip};
use crate::traffic::file_format::Format;

/// So much of a text is looked at.
const LOOKED_AT: usize = 64 * 1024;

/// Tells the kind of a file from its bytes.
pub fn format_of(bytes: &[u8]) -> Format {
    by_magic(bytes).unwrap_or_else(|| by_text(bytes))
}

impl Format {
    /// What is said of a file of a kind that is not read: its name, and that nothing of it was.
    pub fn unread(self) -> Contents {
        Contents {
            format: self.into(),
            skipped: vec![Skipped {
                reason: self.why_unread(),
                location: None,
            }],
            ..Contents::default()
        }
    }

    /// Why a file of a kind that is not read is not.
    pub fn why_unread(self) -> SkipReason {
        match self {
            Self::Evt => SkipReason::BinaryEvents,
            Self::KeyLog => SkipReason::KeysAlone,
            Self::Packed => SkipReason::Packed,
            Self::HexDump => SkipReason::HexDump,
            Self::Dissections => SkipReason::Dissections,
            _ => SkipReason::Unknown,
        }
    }
}

fn by_magic(bytes: &[u8]) -> Option<Format> {
    Some(match bytes {
        [0x0a, 0x0d, 0x0d, 0x0a, ..] => Format::Pcapng,
        [0xd4 | 0x34, 0xc3 | 0xcd, 0xb2, 0xa1, ..] | [0xa1, 0xb2, 0xc3 | 0xcd, 0xd4 | 0x34, ..] => {
            Format::Pcap
        }
        [0x4d, 0x3c, 0xb2, 0xa1, ..] | [0xa1, 0xb2, 0x3c, 0x4d, ..] => Format::Pcap,
        [b's', b'n', b'o', b'o', b'p', 0, 0, 0, ..] => Format::Snoop,
        [b'G', b'M', b'B', b'U', ..] | [b'R', b'T', b'S', b'S', ..] => Format::NetMon,
        [0x1f, 0x8b, ..] => Format::Gzip,
        [b'P', b'K', 3 | 5, 4 | 6, ..] => archive(bytes),
        [0x30, 0, 0, 0, b'L', b'f', b'L', b'e', ..] => Format::Evt,
        _ if bytes.starts_with(events::EVTX) => Format::Evtx,
        _ if is_packed(bytes) => Format::Packed,
        _ if is_mitmproxy(bytes) => Format::Mitmproxy,
        _ => return None,
    })
}

fn archive(bytes: &[u8]) -> Format {
    let parts = zip::parts(bytes);
    if parts.iter().any(|part| saz::is_session(&part.name)) {
        Format::Saz
    } else {
        Format::Zip
    }
}

/// By the marks of 7-Zip, bzip2, Cabinet, LZ4, RAR, XZ, Zstandard, and of tar behind the first name.
fn is_packed(bytes: &[u8]) -> bool {
    const MARKS: [&[u8]; 7] = [
        b"7z\xbc\xaf\x27\x1c",
        b"BZh",
        b"MSCF\0\0\0\0",
        b"\x04\x22\x4d\x18",
        b"Rar!\x1a\x07",
        b"\xfd7zXZ\0",
        b"\x28\xb5\x2f\xfd",
    ];
    let tar = bytes.get(257..262) == Some(b"ustar");
    tar || MARKS.iter().any(|mark| bytes.starts_with(mark))
}

/// A tnetstring of a dictionary: digits, a colon, and its first key. A time of day begins no other way.
fn is_mitmproxy(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    let mut length = 0;
    for _ in 0..2 {
        let Some(colon) = rest.iter().take(12).position(|it| *it == b':') else {
            return false;
        };
        let (digits, behind) = rest.split_at_checked(colon).unwrap_or_default();
        let digits = std::str::from_utf8(digits).unwrap_or_default();
        let Ok(read) = digits.parse::<usize>() else {
            return false;
        };
        length = read;
        rest = behind.get(1..).unwrap_or_default();
    }
    // What is cut within its first key is none.
    matches!(rest.get(length), Some(b',' | b';'))
}

fn by_text(bytes: &[u8]) -> Format {
    let begin = bytes.get(..LOOKED_AT).unwrap_or(bytes);
    let text = super::characters::utf8(begin);
    let start = text.trim_ascii_start();
    if dissections::is(&text) {
        return Format::Dissections;
    }
    // Events may have a member "log", as a HAR has.
    if events::is_json(&text) {
        return Format::WindowsEvents;
    }
    if start.starts_with(b"{")
        && let Some(format) = json(bytes)
    {
        return format;
    }
    if start.starts_with(b"[") && has_entries(&text) {
        return Format::Har;
    }
    if is_burp(start) {
        return Format::Burp;
    }
    if is_request_trace(&text) {
        return Format::Text;
    }
    if events::is(&text) {
        return Format::WindowsEvents;
    }
    if klist::is(&text) {
        return Format::Klist;
    }
    if iis::is(&text) {
        return Format::Iis;
    }
    if is_key_log(&text) {
        return Format::KeyLog;
    }
    let odd = |it: &&u8| **it < 32 && !it.is_ascii_whitespace() && **it != 27;
    if start.is_empty() || text.iter().any(|it| odd(&it)) {
        return Format::Unknown;
    }
    match hex_dump::is(&text) {
        true => Format::HexDump,
        false => Format::Text,
    }
}

/// By the members of the whole; their values are passed over.
fn json(bytes: &[u8]) -> Option<Format> {
    let text = super::characters::utf8(bytes);
    let mut json = JsonReader::new(&text);
    json.token()?;
    while let Some(token) = json.token() {
        if let JsonToken::Key(key) = token {
            match key.raw {
                b"log" | b"entries" => return Some(Format::Har),
                b"constants" | b"polledData" => return Some(Format::NetLog),
                _ => json.skip(),
            }
        }
    }
    None
}

/// Whether the first thing in a list is an entry of a HAR, of which nothing else is there.
fn has_entries(text: &[u8]) -> bool {
    let mut json = JsonReader::new(text);
    let (mut first, mut found) = (true, 0);
    json.items(|json| {
        if std::mem::take(&mut first) {
            json.members(|_, name| {
                let of_entries = ["startedDateTime", "request", "response"];
                found += usize::from(of_entries.iter().any(|it| name.is(it)));
            });
        }
    });
    found == 3
}

fn is_burp(text: &[u8]) -> bool {
    let of_burp = |tag: XmlTag<'_>| tag.name == b"items" && tag.attribute("burpVersion").is_some();
    first_tag(text).is_some_and(of_burp)
}

/// The first element of a text of XML.
pub(super) fn first_tag(text: &[u8]) -> Option<XmlTag<'_>> {
    let mut xml = XmlReader::new(text);
    while let Some(piece) = xml.piece() {
        if let XmlToken::Open(tag) = piece {
            return Some(tag);
        }
    }
    None
}

/// Failed Request Tracing of IIS: events in XML, but of a request and none of a log. Its tokens are found as in any text.
fn is_request_trace(text: &[u8]) -> bool {
    first_tag(text).is_some_and(|tag| tag.name == b"failedRequest")
}

fn is_key_log(text: &[u8]) -> bool {
    const LABELS: [&[u8]; 6] = [
        b"CLIENT_RANDOM ",
        b"CLIENT_HANDSHAKE_TRAFFIC_SECRET ",
        b"SERVER_HANDSHAKE_TRAFFIC_SECRET ",
        b"CLIENT_TRAFFIC_SECRET_0 ",
        b"SERVER_TRAFFIC_SECRET_0 ",
        b"EXPORTER_SECRET ",
    ];
    let mut lines = text
        .split(|it| *it == b'\n')
        .filter(|it| !it.starts_with(b"#"));
    lines
        .next()
        .is_some_and(|line| LABELS.iter().any(|it| line.starts_with(it)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traces_and_event_logs_are_named_though_not_read() {
        let trace = b"<?xml version='1.0'?>\n<failedRequest url='http://a/'>\n<Event xmlns=\"http://schemas.microsoft.com/win/2004/08/events/event\">";
        assert_eq!(format_of(trace), Format::Text);
        assert_eq!(format_of(b"ElfFile\0\0\0"), Format::Evtx);
        assert_eq!(format_of(b"0\0\0\0LfLe\x01\0\0\0"), Format::Evt);
    }

    #[test]
    fn a_time_of_day_is_no_flow() {
        assert_eq!(format_of(b"27:4:type;4:http;"), Format::Mitmproxy);
        assert_eq!(
            format_of(b"13:19:31.512 IP a.80 > b.5: Flags"),
            Format::Text
        );
    }

    #[test]
    fn what_packed_it_is_told() {
        let mut tar = vec![b'a'; 600];
        tar[257..262].copy_from_slice(b"ustar");
        let others = [&b"BZh91AY"[..], b"\xfd7zXZ\0\0", b"\x28\xb5\x2f\xfd\x24"];
        for bytes in others.into_iter().chain([&tar[..]]) {
            assert_eq!(format_of(bytes), Format::Packed);
        }
    }
}
