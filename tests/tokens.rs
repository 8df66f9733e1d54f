//! What holds for every token: it is known for what it is, every byte is accounted for, and nothing breaks it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use double_hop::lab::presets::PRESETS;
use double_hop::lab::{EventKind, Hop, run};
use double_hop::wire::basic::Basic;
use double_hop::wire::http::Digest;
use double_hop::wire::{
    Field, Layer, LayerValue, Layout, challenges, credentials, layers, to_base64, token,
    token as token_of, token_length,
};
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// A name, the kinds of the layers, the bytes.
fn samples() -> Vec<(&'static str, Vec<&'static str>, Vec<u8>)> {
    let lines = include_str!("samples/tokens.txt").lines();
    let lines = lines.filter(|line| !line.starts_with('#'));
    let sample = |line: &'static str| {
        let parts: Vec<_> = line.split("; ").collect();
        let kinds = parts[1].split(" > ").collect();
        let digits = parts[2].as_bytes().chunks(2);
        let byte = |digits| u8::from_str_radix(std::str::from_utf8(digits).unwrap(), 16).unwrap();
        (parts[0], kinds, digits.map(byte).collect())
    };
    lines.map(sample).collect()
}

fn kinds(layers: &[Layer]) -> Vec<&'static str> {
    layers.iter().map(|it| it.kind().name()).collect()
}

/// Tiles cover the bytes in order, fields lie inside them, and an error is inside them too.
fn sound(layer: &Layer) {
    let mut at = 0;
    for tile in layer.layout.tiles() {
        assert_eq!(tile.range.start, at);
        at = tile.range.end;
    }
    assert_eq!(at, layer.bytes.len());
    for leaf in layer.layout.leaves() {
        assert!(leaf.range.end <= layer.bytes.len(), "{leaf:?}");
    }
    if let Some(error) = &layer.error {
        assert!(error.offset <= layer.bytes.len(), "{error}");
    }
    assert!(!layer.kind().name().is_empty());
}

fn unclaimed(layer: &Layer) -> usize {
    let tiles = layer.layout.tiles();
    let free = tiles.iter().filter(|tile| tile.leaf.is_none());
    free.map(|tile| tile.range.len()).sum()
}

#[test]
fn samples_are_what_they_are_to_the_byte() {
    for (name, expected, bytes) in samples() {
        let layers = token(&bytes);
        assert_eq!(kinds(&layers), expected, "{name}");
        for layer in &layers {
            sound(layer);
            assert_eq!(layer.error, None, "{name}");
            assert_eq!(unclaimed(layer), 0, "{name}: {:?}", layer.layout);
            assert!(layer.layout.overlaps().is_empty(), "{name}");
        }
    }
}

#[test]
fn a_token_cut_anywhere_stays_what_it_was_and_keeps_what_came_before() {
    for (name, expected, bytes) in samples() {
        let whole = token(&bytes);
        for length in 0..bytes.len() {
            let layers = token(&bytes[..length]);
            layers.iter().for_each(sound);
            let Some(outer) = layers.first() else {
                // What tells a token has no more than 40 bytes.
                assert!(length < 40, "{name} {length}");
                continue;
            };
            let family = |kind: &str| kind.split(' ').next().map(str::to_owned);
            assert_eq!(
                family(outer.kind().name()),
                family(expected[0]),
                "{name} {length}"
            );
            let here = format!("{name} {length}");
            keeps(&whole[0], outer, length, &here);
            // What there is of the token inside keeps its fields too.
            if let (Some(inner), Some(cut)) = (whole.get(1), layers.get(1)) {
                keeps(inner, cut, cut.bytes.len(), &here);
            }
            // Messages in a row may end between two of them, and a short NEGOTIATE is one of old.
            if expected[0].starts_with("NTLM") || expected[0] == "NegoEx" {
                continue;
            }
            assert!(outer.error.is_some(), "{here}");
        }
    }
}

/// The leaves with what they lie in, their places and values.
fn told(layout: &Layout) -> Vec<(String, &Field)> {
    fn add<'a>(path: &str, field: &'a Field, all: &mut Vec<(String, &'a Field)>) {
        let path = format!("{path}/{}", field.name);
        if field.children.is_empty() && !field.range.is_empty() {
            all.push((path.clone(), field));
        }
        for child in &field.children {
            add(&path, child, all);
        }
    }
    let mut all = Vec::new();
    for field in &layout.fields {
        add("", field, &mut all);
    }
    all
}

/// A message that is cut has all the fields that lie before the cut, as they were.
fn keeps(whole: &Layer, cut: &Layer, length: usize, here: &str) {
    kept(&whole.layout, &cut.layout, length, here);
}

fn kept(whole: &Layout, cut: &Layout, length: usize, here: &str) {
    let cut = told(cut);
    for (path, field) in told(whole) {
        // What a group is called may be told behind its first fields: hints come late, and so does NegoEx' MessageType.
        // A scheme at the very end may be all there is of a header's value.
        let plain = |path: &str| match path
            .trim_end_matches("/auth-scheme")
            .strip_prefix("/message/")
        {
            Some(rest) => rest.to_owned(),
            None => path
                .trim_end_matches("/auth-scheme")
                .replace("NegTokenInit2", "NegTokenInit"),
        };
        let same = |(other, it): &&(String, &Field)| {
            plain(&path).ends_with(&plain(other)) && it.range == field.range
        };
        if field.range.end <= length {
            let kept = cut.iter().find(same);
            let kept = kept.unwrap_or_else(|| panic!("{here}: {path} is lost: {cut:?}"));
            assert_eq!(kept.1.value, field.value, "{here}: {path}");
        }
    }
}

#[test]
fn a_cut_negotiation_still_shows_the_token_inside() {
    let (_, _, bytes) = samples().swap_remove(0);
    let layers = token(&bytes[..bytes.len() - 1]);
    assert_eq!(kinds(&layers), ["SPNEGO NegTokenInit", "NTLM NEGOTIATE"]);
    assert!(layers[0].error.is_some());
    assert_eq!(unclaimed(&layers[0]), 0);
    assert_eq!(
        layers[0].error.as_ref().unwrap().kind.to_string(),
        "cut: 1 byte is missing"
    );
}

#[test]
fn every_byte_changed_breaks_nothing() {
    for (_, _, bytes) in samples() {
        let mut bent = bytes.clone();
        for at in 0..bytes.len() {
            for value in [0, 1, 0x30, 0x7f, 0x80, 0x84, 0xa0, 0xff, bytes[at] ^ 1] {
                bent[at] = value;
                token(&bent).iter().for_each(sound);
            }
            bent[at] = bytes[at];
        }
    }
}

#[test]
fn headers_are_opened_down_to_the_mechanism() {
    for (name, expected, bytes) in samples() {
        let text = to_base64(&bytes);
        let value = format!("Negotiate {text}");
        assert_eq!(kinds(&credentials(&value)), expected, "{name}");
        assert_eq!(
            kinds(&challenges(&format!("Basic realm=\"x\", {value}"))),
            expected
        );
        let request = format!("GET / HTTP/1.1\r\nHost: x\r\nAuthorization: {value}\r\n\r\n");
        assert_eq!(kinds(&layers(request.as_bytes()))[1..], expected, "{name}");
        let response = "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Digest realm=\"a, b\", \
             nonce=\"c\", NTLM\r\nContent-Length: 0\r\nWWW-Authenticate: ";
        let response = format!("{response}{value}\r\n\r\n");
        let all = layers(response.as_bytes());
        all.iter().for_each(sound);
        assert_eq!(kinds(&all)[..2], ["HTTP response", "Digest challenge"]);
        assert_eq!(kinds(&all)[2..], expected, "{name}");
        assert_eq!(all[1].bytes, b"Digest realm=\"a, b\", nonce=\"c\"");
    }
    let proxied = b"GET / HTTP/1.1\r\nHost: x\r\nProxy-Authorization: Basic QTpi\r\n\r\n";
    assert_eq!(kinds(&layers(proxied)), ["HTTP request", "Basic"]);
    let answer = credentials("Digest username=\"a\", response=\"00\"");
    assert_eq!(kinds(&answer), ["Digest response"]);
    let broken = challenges("Digest realm=\"a");
    assert_eq!(kinds(&broken), ["Digest challenge"]);
    assert!(broken[0].error.is_some());
    assert_eq!(kinds(&credentials("Basic QTpi")), ["Basic"]);
    assert_eq!(kinds(&credentials("Negotiate")), [""; 0]);
}

/// The messages that the lab sends, each once, without those that are simplified.
fn sent() -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    for preset in &PRESETS {
        let log = run(&preset.scenario());
        for event in &log.events {
            let EventKind::Message {
                connection, sent, ..
            } = &event.kind
            else {
                continue;
            };
            if log.connection(*connection).unwrap().hop != Hop::Directory {
                all.push(sent.to_vec());
            }
        }
    }
    all.sort();
    all.dedup();
    all
}

#[test]
fn a_message_cut_anywhere_keeps_what_came_before() {
    let texts = [
        "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Digest realm=\"a, b\", qop=\"auth\", nonce=\"c\"\r\n\
         WWW-Authenticate: NTLM\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX: y\r\n\r\n",
        "GET /a HTTP/1.1\r\nHost: x\r\nAuthorization: Digest username=\"a\", realm=\"b\", nc=00000001, response=\"c\"\r\n\r\n",
        "PUT /a HTTP/1.1\r\nAuthorization: Basic YWxpY2U6c2VjcmV0\r\nContent-Length: 5\r\n\r\nhello",
    ];
    let mut messages = sent();
    messages.extend(texts.map(|text| text.as_bytes().to_vec()));
    let mut cuts = 0;
    for bytes in messages {
        let whole = layers(&bytes);
        let ends = whole[0].layout.leaves().into_iter();
        let mut ends: Vec<_> = ends
            .flat_map(|leaf| [leaf.range.end, leaf.range.end + 1])
            .collect();
        ends.extend((0..bytes.len()).step_by(37));
        for length in ends {
            let cut = layers(bytes.get(..length).unwrap_or(&bytes));
            cut.iter().for_each(sound);
            let here = format!("{} {length}", String::from_utf8_lossy(&bytes));
            // By these it is known.
            if length < 8 {
                continue;
            }
            for (whole, cut) in whole.iter().zip(&cut) {
                assert!(whole.bytes.starts_with(&cut.bytes), "{here}");
                keeps(whole, cut, cut.bytes.len(), &here);
            }
            cuts += 1;
        }
    }
    assert!(cuts > 1000, "{cuts}");
    for text in [
        "Digest realm=\"a, b\", qop=auth, nonce=\"c\"",
        "Digest username = \"a\\\"b\" , nc=1",
    ] {
        let whole = Digest::decode_response(text.as_bytes());
        for length in 0..text.len() {
            let cut = Digest::decode_response(&text.as_bytes()[..length]);
            kept(&whole.layout, &cut.layout, length, text);
        }
    }
    let whole = Basic::decode("alice:sécret".as_bytes());
    for length in 0..whole.layout.len {
        let cut = Basic::decode(&"alice:sécret".as_bytes()[..length]);
        kept(&whole.layout, &cut.layout, length, "Basic");
    }
}

#[test]
fn a_request_of_credssp_has_the_negotiation_inside() {
    let samples = samples();
    let inner = |name: &str| samples.iter().find(|sample| sample.0 == name).unwrap();
    for name in ["ntlm-challenge", "spnego-init-ntlm"] {
        let (_, kinds_inside, bytes) = inner(name);
        let token = element(0xa0, &element(4, bytes));
        let tokens = element(0xa1, &element(0x30, &element(0x30, &token)));
        let request = element(
            0x30,
            &[&[0xa0, 3, 2, 1, 6][..], &tokens, &element(0xa3, &[4, 1, 0])].concat(),
        );
        let whole = token_of(&request);
        let mut expected = vec!["CredSSP TSRequest"];
        expected.extend(kinds_inside);
        assert_eq!(kinds(&whole), expected);
        assert!(
            whole
                .iter()
                .all(|layer| layer.error.is_none() && unclaimed(layer) == 0)
        );
        assert_eq!(
            token_length(&[&request[..], b"more"].concat()),
            Some(request.len())
        );
        for length in 30..request.len() {
            let cut = token_of(&request[..length]);
            cut.iter().for_each(sound);
            for (whole, cut) in whole.iter().zip(&cut) {
                keeps(whole, cut, cut.bytes.len(), &format!("{name} {length}"));
            }
        }
    }
}

/// An element around `inner`.
fn element(tag: u8, inner: &[u8]) -> Vec<u8> {
    let length = inner.len() as u32;
    let size = (4 - length.leading_zeros() / 8).max(1) as usize;
    let mut bytes = vec![tag];
    if length >= 0x80 {
        bytes.push(0x80 | size as u8);
    }
    bytes.extend(&length.to_be_bytes()[4 - size..]);
    bytes.extend(inner);
    bytes
}

#[test]
fn hostile_tokens_are_answered_soon() {
    let mechanism = element(6, &[0x2b, 6, 1, 5, 5, 2]);
    let framed = |inner: &[u8]| element(0x60, &[&mechanism, inner].concat());
    let init = |fields: &[u8]| framed(&element(0xa0, &element(0x30, fields)));
    let mut deep = Vec::new();
    (0..10_000).for_each(|_| deep = element(0xa7, &deep));
    let many = |count: usize| init(&element(0xa0, &element(0x30, &[6, 0].repeat(count))));
    let mut nested = vec![];
    (0..1_000).for_each(|_| nested = init(&element(0xa2, &element(4, &nested))));
    let cases = [
        init(&deep),
        framed(&deep),
        many(100_000),
        many(300_000),
        nested,
        b"NEGOEXTS".repeat(40_000),
        init(&element(0xa2, &element(4, &vec![0x60; 2_000_000]))),
    ];
    for bytes in cases {
        let before = std::time::Instant::now();
        let layers = token(&bytes);
        let took = before.elapsed();
        // A test binary is slow, and the machine may be busy.
        assert!(took.as_secs() < 10, "{took:?} for {} bytes", bytes.len());
        assert!(!layers.is_empty() && layers.len() <= 2);
        layers.iter().for_each(sound);
    }
    let lines = |line: &str| {
        let lines = line.repeat(200_000 / line.len());
        format!("GET / HTTP/1.1\r\n{lines}").into_bytes()
    };
    let digest = |part: &str| {
        let parts = part.repeat(200_000 / part.len());
        format!("HTTP/1.1 401 x\r\nWWW-Authenticate: Digest {parts}").into_bytes()
    };
    let texts = [
        lines("a\r\n"),
        lines("\n\r"),
        lines(": \n"),
        lines("Authorization: NTLM TlRM\n"),
        digest("=,"),
        digest("a=\"b\"c,"),
        digest("realm=\"\\"),
    ];
    for bytes in texts {
        let before = std::time::Instant::now();
        layers(&bytes).iter().for_each(sound);
        let took = before.elapsed();
        assert!(took.as_secs() < 10, "{took:?} for {} bytes", bytes.len());
    }
    let deep = &token(&init(&deep))[0];
    assert!(
        deep.error
            .as_ref()
            .unwrap()
            .to_string()
            .contains("32 elements")
    );
    let many = &token(&many(300_000))[0];
    assert!(many.error.as_ref().unwrap().to_string().contains("limit"));
}

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let all: Vec<_> = samples().into_iter().map(|(_, _, bytes)| bytes).collect();
    let part = (select(all), any::<Index>(), any::<Index>()).prop_map(|(bytes, from, to)| {
        let (from, to) = (from.index(bytes.len()), to.index(bytes.len()));
        bytes[from.min(to)..from.max(to)].to_vec()
    });
    let from_start = part
        .clone()
        .prop_map(|bytes| [&b"\x60"[..], &bytes].concat());
    let raw = prop::collection::vec(any::<u8>(), 0..60);
    let piece = prop_oneof![2 => part, 1 => from_start, 1 => raw];
    prop::collection::vec(piece, 0..4).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn anything_is_answered(bytes in bytes()) {
        token(&bytes).iter().for_each(sound);
    }

    #[test]
    fn bent_samples_are_answered(
        sample in select(samples()),
        bends in prop::collection::vec((any::<Index>(), any::<u8>()), 0..6),
        cut in any::<Index>(),
    ) {
        let mut bytes = sample.2;
        for (at, value) in bends {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        token(&bytes).iter().for_each(sound);
        token(&bytes[..cut.index(bytes.len())]).iter().for_each(sound);
    }

    #[test]
    fn noise_is_nothing(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(token(&bytes).is_empty());
    }

    #[test]
    fn noise_with_a_likely_start_is_nothing(
        start in select(vec![&b"\x60\x82"[..], b"\x6e\x82", b"\x01\x00\x6e", b"\xa1\x81", b"\x30\x82", b"NTLM"]),
        rest in prop::collection::vec(any::<u8>(), 0..400),
    ) {
        let layers = token(&[start, &rest].concat());
        let negotiation = layers.iter().all(|layer| matches!(layer.value, LayerValue::Spnego(_)));
        prop_assert!(layers.is_empty() || negotiation && start == b"\xa1\x81");
    }

    #[test]
    fn header_values_are_answered(value in "(Digest|Negotiate|NTLM|Basic)? ?[\\PC\"=,]{0,60}") {
        credentials(&value).iter().for_each(sound);
        challenges(&value).iter().for_each(sound);
    }
}
