//! Any bytes and any text are answered by every reader, and what it tells of them is in them.

use crate::common::{FORMATS, read};
use double_hop::traffic::files::format::format_of;
use double_hop::traffic::leg::{FileLocation, Unit};
use proptest::prelude::*;

fn all(bytes: &[u8]) {
    let _ = format_of(bytes);
    let lines = 1 + bytes.iter().filter(|byte| **byte == b'\n').count() as u64;
    for format in FORMATS {
        let Some(contents) = read(bytes, format) else {
            continue;
        };
        for leg in &contents.legs {
            assert!(leg.flow < contents.flows.len(), "{format:?}: {leg:?}");
            let FileLocation { unit, first, last } = leg.location;
            let all = match unit {
                Unit::Line => lines,
                Unit::Entry | Unit::Event | Unit::Record { .. } | Unit::Packet => contents.count,
            };
            let inside = 1 <= first && first <= last && u64::from(last) <= all;
            assert!(inside, "{format:?}, {all}: {leg:?}");
        }
    }
}

/// Texts of the words that the readers look for.
fn words() -> impl Strategy<Value = String> {
    let words = [
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"log\"",
        "\"entries\"",
        "\"request\"",
        "\"headers\"",
        "\"name\"",
        "\"value\"",
        "\"url\"",
        "\"http://h/\"",
        "\"constants\"",
        "\"logEventTypes\"",
        "\"AUTH_CONTROLLER\"",
        "\"events\"",
        "\"params\"",
        "\"source\"",
        "1",
        "-9e999",
        "null",
        "<Event>",
        "</Event>",
        "<EventID>",
        "4624",
        "<Data Name='IpPort'>",
        "</Data>",
        "<item>",
        "</item>",
        "<request base64='true'>",
        "<![CDATA[",
        "]]>",
        "<!--",
        "&#x",
        ";",
        "'",
        "#Fields: date time sc-status\n",
        "2024-03-22 00:52:46 401\n",
        "#0>",
        "Server: x @ y\n",
        "Cached Tickets:",
        "\n",
        "\t",
        "Log Name: x\n",
        "Event ID: 4625\n",
        "An account failed to log on.\n",
        "Account Name:\t\tx\n",
        "PK\u{3}\u{4}",
        "PK\u{1}\u{2}",
        "PK\u{5}\u{6}",
        "\u{8}\0\0\0",
        "é",
        "\\u",
        "\\",
        "Ticket cache: Default principal:",
        "9223372036854775807",
        "18446744073709551616",
        "0x",
        "%",
        "%4",
        "NTLM TlRM",
        "WWW-Authenticate",
        "Authorization",
    ];
    proptest::collection::vec(proptest::sample::select(words.to_vec()), 0..60)
        .prop_map(|it| it.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn bytes(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        all(&bytes);
    }

    #[test]
    fn texts(text in words()) {
        all(text.as_bytes());
    }
}
