//! Whatever form tokens are pasted in, they are found, and what belongs together is put together.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

#[path = "support/messages.rs"]
mod messages;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use double_hop::hosts::Era;
use double_hop::lab::{EventKind, Scenario, run};
use double_hop::present::decode::{Report, missing};
use double_hop::present::narration::sentence;
use double_hop::traffic::{ByteEncoding, MOST_TOKENS, find};
use double_hop::wire::ccache::{CachedCredential, Ccache};
use double_hop::wire::kerberos::Principal;
use double_hop::wire::keytab::{Keytab, KeytabEntry, KeytabRecord, PrincipalInRealm};
use double_hop::wire::ntlm_token;
use messages::messages;
use proptest::prelude::*;
use std::time::{Duration, Instant};

fn lines(text: &str, width: usize, separator: &str) -> String {
    let pieces: Vec<&str> = text
        .as_bytes()
        .chunks(width)
        .map(|piece| std::str::from_utf8(piece).unwrap())
        .collect();
    pieces.join(separator)
}

fn hex(bytes: &[u8], separator: &str) -> String {
    bytes
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect::<Vec<_>>()
        .join(separator)
}

fn dump(bytes: &[u8], line: fn(usize, &str, &str) -> String) -> String {
    let rows = bytes.chunks(16).enumerate().map(|(row, chunk)| {
        let printable = chunk.iter().map(|&byte| {
            if byte.is_ascii_graphic() {
                char::from(byte)
            } else {
                '.'
            }
        });
        line(row * 16, &hex(chunk, " "), &printable.collect::<String>())
    });
    rows.collect()
}

/// Writes each message in one way, parts them by `between`, and sees that all three are found and make one sign-in.
fn found(name: &str, form: ByteEncoding, between: &str, write: &dyn Fn(&[u8]) -> String) {
    let messages = messages();
    let written: Vec<String> = messages.iter().map(|message| write(message)).collect();
    let text = written.join(between);
    let report = Report::of(text.as_bytes());
    let tokens = &report.found.tokens;
    let bytes: Vec<&[u8]> = tokens.iter().map(|token| &*token.bytes).collect();
    assert_eq!(
        bytes,
        messages.iter().map(Vec::as_slice).collect::<Vec<_>>(),
        "{name}:\n{text}"
    );
    // Where the two alphabets do not differ nobody can tell which one it is.
    let fits =
        |found| found == form || (form, found) == (ByteEncoding::Base64Url, ByteEncoding::Base64);
    assert!(tokens.iter().all(|token| fits(token.encoding)), "{name}");
    assert_eq!(report.found.unused, [], "{name}");
    let set = report.sets[0];
    assert_eq!(
        (set.negotiate, set.challenge, set.authenticate),
        (Some(0), Some(1), Some(2)),
        "{name}"
    );
}

#[test]
fn base64_in_every_dress() {
    let plain = |bytes: &[u8]| STANDARD.encode(bytes);
    found("lines", ByteEncoding::Base64, "\n", &plain);
    found("words behind", ByteEncoding::Base64, "\nok\n", &plain);
    found(
        "in a sentence",
        ByteEncoding::Base64,
        " was answered by ",
        &plain,
    );
    found("wrapped", ByteEncoding::Base64, "\n", &|bytes| {
        lines(&plain(bytes), 76, "\n")
    });
    found(
        "wrapped and indented",
        ByteEncoding::Base64,
        "\n--\n",
        &|bytes| lines(&plain(bytes), 64, "\r\n    "),
    );
    found("quoted", ByteEncoding::Base64, "\n", &|bytes| {
        format!("var token = \"{}\";", plain(bytes))
    });
    found(
        "a string in pieces",
        ByteEncoding::Base64,
        ";\n",
        &|bytes| format!("x = \"{}\"", lines(&plain(bytes), 60, "\" +\n    \"")),
    );
    found("in an address", ByteEncoding::Base64Url, "&x=", &|bytes| {
        URL_SAFE_NO_PAD.encode(bytes)
    });
}

#[test]
fn hex_in_every_dress() {
    found("lines", ByteEncoding::Hex, "\n", &|bytes| hex(bytes, ""));
    found("upper case", ByteEncoding::Hex, "\n", &|bytes| {
        hex(bytes, "").to_uppercase()
    });
    found("prefixed", ByteEncoding::Hex, "\n", &|bytes| {
        format!("0x{}", hex(bytes, ""))
    });
    found("wrapped", ByteEncoding::Hex, "\n", &|bytes| {
        lines(&hex(bytes, ""), 64, "\n")
    });
    found("spaces", ByteEncoding::Hex, "\n", &|bytes| hex(bytes, " "));
    found("colons", ByteEncoding::Hex, "\n", &|bytes| hex(bytes, ":"));
    let dumps: [fn(usize, &str, &str) -> String; 4] = [
        |offset, hex, text| format!("{offset:08x}: {hex:<48} {text}\n"),
        |offset, hex, text| format!("{offset:04x}   {hex:<48}   {text}\n"),
        |offset, hex, text| format!("{offset:08x}  {hex:<48}  |{text}|\n"),
        |_, hex, _| format!("{hex}\n"),
    ];
    for (number, line) in dumps.into_iter().enumerate() {
        found(
            &format!("dump {number}"),
            ByteEncoding::HexDump,
            "\n",
            &|bytes| dump(bytes, line),
        );
        found(
            &format!("dumps {number}"),
            ByteEncoding::HexDump,
            "",
            &|bytes| dump(bytes, line),
        );
    }
}

#[test]
fn arrays_and_strings_of_programs() {
    let numbers = |bytes: &[u8]| {
        bytes
            .iter()
            .map(|byte| format!("0x{byte:02X}"))
            .collect::<Vec<_>>()
            .join(", ")
    };
    found("C", ByteEncoding::Array, "\n", &|bytes| {
        format!(
            "static const unsigned char t[] = {{\n  {}\n}};",
            lines(&numbers(bytes), 72, "\n  ")
        )
    });
    found("C, one line", ByteEncoding::Array, "\n", &|bytes| {
        format!("unsigned char t[] = {{{}}};", numbers(bytes))
    });
    found("decimal", ByteEncoding::Array, "\n", &|bytes| {
        let numbers: Vec<String> = bytes.iter().map(u8::to_string).collect();
        format!("new byte[] {{ {} }}", numbers.join(", "))
    });
    let rows = |bytes: &[u8], comment: fn(&str) -> String| {
        let rows = bytes.chunks(8).map(|row| {
            let printed = row.iter().map(|&byte| match byte {
                b' '..=b'~' => char::from(byte),
                _ => '.',
            });
            let comment = comment(&printed.collect::<String>());
            format!("{}, {comment}\n", numbers(row))
        });
        rows.collect::<String>()
    };
    found("pairs in quotes", ByteEncoding::Array, "\n", &|bytes| {
        format!("[\"{}\"]", hex(bytes, "\", \""))
    });
    found("Wireshark", ByteEncoding::Array, "\n", &|bytes| {
        let rows = rows(bytes, |printed| format!("// |{printed}|"));
        format!("// Frame (100 bytes)\nstatic const unsigned char pkt1[] = {{\n{rows}}};")
    });
    found("an older Wireshark", ByteEncoding::Array, "\n", &|bytes| {
        let rows = rows(bytes, |printed| format!("/* {printed} */"));
        format!("/* Frame (100 bytes) */\nstatic const unsigned char pkt1[] = {{\n{rows}}};")
    });
    found("offsets in comments", ByteEncoding::Array, "\n", &|bytes| {
        let rows = bytes.chunks(8).enumerate();
        let rows = rows.map(|(at, row)| format!("/* {:04x} */ {},\n", at * 8, numbers(row)));
        format!("char t[] = {{\n{}}};", rows.collect::<String>())
    });
    found(
        "letters for control characters",
        ByteEncoding::Escaped,
        "\n",
        &|bytes| {
            let escaped = bytes.iter().map(|&byte| match byte {
                b'\\' | b'"' => format!("\\{}", char::from(byte)),
                0x20..0x7f => char::from(byte).to_string(),
                0x07..=0x0d => format!("\\{}", char::from(b"abtnvfr"[usize::from(byte) - 7])),
                0x1b => "\\e".to_owned(),
                _ => format!("\\x{byte:02x}"),
            });
            format!("\"{}\"", escaped.collect::<String>())
        },
    );
    found("escapes", ByteEncoding::Escaped, "\n", &|bytes| {
        let escaped = bytes.iter().map(|&byte| match byte {
            b'\\' | b'\'' => format!("\\{}", char::from(byte)),
            0x20..0x7f => char::from(byte).to_string(),
            _ => format!("\\x{byte:02x}"),
        });
        format!("b'{}'", escaped.collect::<String>())
    });
}

#[test]
fn traffic_as_tools_show_it() {
    let tokens: Vec<String> = messages()
        .iter()
        .map(|message| STANDARD.encode(message))
        .collect();
    let [first, second, third] = &tokens[..] else {
        unreachable!()
    };
    let curl = format!(
        "* Connected to iis\n> GET / HTTP/1.1\n> Authorization: NTLM {first}\n>\n< HTTP/1.1 401 Unauthorized\n\
         < WWW-Authenticate: Negotiate\n< WWW-Authenticate: NTLM {second}\n* Connection #0 left intact\n\
         > Authorization: NTLM {third}\n< HTTP/1.1 200 OK\n"
    );
    let har = format!(
        r#"{{"headers":[{{"name":"Authorization","value":"NTLM {first}"}},{{"name":"WWW-Authenticate","value":"NTLM {second}"}},
           {{"name":"Authorization","value":"Negotiate {third}"}}]}}"#
    );
    let folded = format!(
        "authorization: Negotiate {}\r\nWWW-Authenticate: Negotiate {}\r\nProxy-Authorization: Negotiate {}\r\n\r\n",
        lines(first, 40, "\r\n "),
        lines(second, 40, "\r\n\t"),
        lines(third, 40, "\r\n "),
    );
    let backwards = format!("{third}\nnoise\n{second}\nNTLM authentication failed\n{first}");
    for (text, order) in [
        (curl, [0, 1, 2]),
        (har, [0, 1, 2]),
        (folded, [0, 1, 2]),
        (backwards, [2, 1, 0]),
    ] {
        let report = Report::of(text.as_bytes());
        assert_eq!(report.found.tokens.len(), 3, "{text}");
        let set = report.sets[0];
        assert_eq!(
            [set.negotiate, set.challenge, set.authenticate],
            order.map(Some),
            "{text}"
        );
        assert_eq!(report.found.unused, []);
    }
}

#[test]
fn the_lab_s_own_traffic_is_found_whatever_carries_it() {
    for era in Era::ALL {
        let log = run(&Scenario::of(era));
        let report = Report::of(double_hop::present::decode::traffic(&log).as_bytes());
        assert_eq!(report.found.unused, [], "{era:?}");
        let sent = log.events.iter().filter_map(|event| match &event.kind {
            EventKind::Message { sent, .. } => ntlm_token(sent),
            _ => None,
        });
        let found: Vec<Vec<u8>> = report
            .found
            .tokens
            .iter()
            .map(|token| token.bytes.to_vec())
            .collect();
        assert_eq!(found, sent.collect::<Vec<_>>());
        assert_eq!(report.sets.len(), 2);
    }
}

#[test]
fn bytes_that_are_no_text() {
    let messages = messages();
    let mut bytes = b"\x01\x02\0".to_vec();
    for message in &messages {
        bytes.extend(message);
        bytes.extend(b"\xff\0between");
    }
    let found: Vec<Vec<u8>> = find(&bytes)
        .tokens
        .into_iter()
        .map(|token| token.bytes.to_vec())
        .collect();
    assert_eq!(found, messages);
    let utf16: Vec<u8> = STANDARD
        .encode(&messages[1])
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let found = find(&[&[0xff, 0xfe], &utf16[..]].concat());
    assert_eq!(*found.tokens[0].bytes, messages[1]);
}

#[test]
fn what_goes_with_what_is_read_from_the_messages() {
    let messages = messages();
    let mut other = messages.clone();
    // Another server, by its name: its question was answered by nobody.
    let at = other[1]
        .windows(6)
        .position(|window| window == b"W\0E\0B\0")
        .unwrap();
    other[1][at] = b'V';
    let text = [&messages[0], &messages[1], &other[1], &messages[2]]
        .map(|message| STANDARD.encode(message))
        .join("\n");
    let report = Report::of(text.as_bytes());
    assert_eq!(report.sets[0].challenge, Some(1));
    assert_eq!(report.set_of(2), None);
}

#[test]
fn what_cannot_be_used_is_named() {
    let text = "Authorization: Bearer eyJhbGciOiJIUzI1NiJ9\nAuthorization: NTLM AAAAAAAA\nAuthorization: Basic %%%\nprose: NTLM authentication";
    let found = find(text.as_bytes());
    assert!(found.tokens.is_empty());
    let lines: Vec<usize> = found
        .unused
        .iter()
        .map(|unused| unused.place.line)
        .collect();
    assert_eq!(lines, [1, 2]);
    assert!(find(b"").unused.is_empty());
}

/// The tokens that are found, by their bytes.
fn bytes_of(input: &[u8]) -> Vec<Vec<u8>> {
    find(input)
        .tokens
        .into_iter()
        .map(|token| token.bytes.to_vec())
        .collect()
}

#[test]
fn a_challenge_is_no_credential() {
    let headers = "WWW-Authenticate: Basic realm=\"owa\"\nWWW-Authenticate: Negotiate\nWWW-Authenticate: NTLM\n\
        WWW-Authenticate: Kerberos realm=\"x\"\nWWW-Authenticate: Bearer realm=\"something\"\n";
    let found = find(headers.as_bytes());
    assert_eq!((found.tokens, found.unused), (vec![], vec![]));
    let jwt = "Authorization: Bearer eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4ifQ.dBjftJeZ4CVP";
    assert_eq!(find(jwt.as_bytes()).unused.len(), 1);
}

#[test]
fn a_stray_signature_swallows_nothing() {
    let messages = messages();
    for stray in [
        &b"NTLMSSP\0\0\0\0\0"[..],
        b"NTLMSSP\0\x03\0\0\0\xff\xff\xff\xff\xff\xff\xff\x7f",
        b"NTLMSSP\0",
    ] {
        let mut input = [&[1, 2, 0], stray].concat();
        messages.iter().for_each(|message| input.extend(message));
        let found = bytes_of(&input);
        assert!(
            messages.iter().all(|message| found.contains(message)),
            "{stray:?}: {}",
            found.len()
        );
    }
}

#[test]
fn narrow_lines_hold_whole_messages() {
    for width in [16, 32, 48, 64, 76] {
        found("hex", ByteEncoding::Hex, "\n\n", &|bytes| {
            lines(&hex(bytes, ""), width, "\r\n")
        });
        found("base64", ByteEncoding::Base64, "\n\n", &|bytes| {
            lines(&STANDARD.encode(bytes), width.max(20), "\n")
        });
    }
}

#[test]
fn concurrent_sign_ins_are_told_apart_and_given_up_ones_left_out() {
    let [negotiate, challenge, authenticate] = &messages()[..] else {
        unreachable!()
    };
    // Without attributes nothing but the order tells.
    let plain = |number: u8| {
        let mut challenge = challenge[..48].to_vec();
        challenge[24] = number;
        challenge[12..20].fill(0);
        challenge[40..48].fill(0);
        challenge[22] &= !0x80;
        STANDARD.encode(challenge)
    };
    let (n, a) = (STANDARD.encode(negotiate), STANDARD.encode(authenticate));
    let mut other = authenticate.clone();
    *other.last_mut().unwrap() ^= 1;
    let b = STANDARD.encode(other);
    // Two that begin alike: the request line says that they are two.
    let second = format!("GET / HTTP/1.1\n{n}");
    let together = [&n, &second, &plain(1), &plain(2), &a, &b]
        .map(String::as_str)
        .join("\n");
    let sets = Report::of(together.as_bytes()).sets;
    assert_eq!([sets[0].challenge, sets[1].challenge], [Some(2), Some(3)]);
    let given_up = [&n, &plain(1), &n, &plain(2), &a]
        .map(String::as_str)
        .join("\n");
    assert_eq!(Report::of(given_up.as_bytes()).sets[0].challenge, Some(3));
}

#[test]
fn what_logs_and_programs_write() {
    let messages = messages();
    let token = STANDARD.encode(&messages[2]);
    let request = format!("GET / HTTP/1.1\r\nHost: iis\r\nAuthorization: NTLM {token}\r\n\r\n");
    let signed: Vec<String> = messages[2]
        .iter()
        .map(|byte| (*byte as i8).to_string())
        .collect();
    let escaped: String = messages[2]
        .iter()
        .map(|byte| format!("\\u{byte:04x}"))
        .collect();
    let utf16: Vec<u8> = token.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let tcpdump = dump(&messages[2], |offset, hex, text| {
        let pairs: Vec<String> = hex
            .split(' ')
            .collect::<Vec<_>>()
            .chunks(2)
            .map(<[&str]>::concat)
            .collect();
        format!("\t0x{offset:04x}:  {:<39}  {text}\n", pairs.join(" "))
    });
    let texts = [
        ("HTTP in hex", hex(request.as_bytes(), "")),
        (
            "HTTP in a dump",
            dump(request.as_bytes(), |at, hex, text| {
                format!("{at:04x}   {hex:<48}   {text}\n")
            }),
        ),
        ("hex of base64", hex(token.as_bytes(), "")),
        (
            "JSON",
            format!("{{\"a\":\"NTLM {}\"}}", token.replace('/', "\\/")),
        ),
        (
            "an address",
            format!(
                "?t={}",
                token
                    .replace('+', "%2B")
                    .replace('/', "%2f")
                    .replace('=', "%3D")
            ),
        ),
        ("a line end in a string", format!("\"first\\n{token}\"")),
        ("an IIS log", format!("GET / NTLM+{token} 401")),
        ("a path", format!("/decode/{token}")),
        (
            "signed bytes",
            format!("byte[] t = {{ {} }};", signed.join(", ")),
        ),
        ("JSON escapes", format!("\"{escaped}\"")),
        ("tcpdump -X", tcpdump),
    ];
    for (name, text) in texts {
        assert_eq!(
            bytes_of(text.as_bytes()),
            [messages[2].clone()],
            "{name}: {text}"
        );
    }
    assert_eq!(
        bytes_of(&utf16),
        [messages[2].clone()],
        "UTF-16 without a mark"
    );
}

#[test]
fn unfriendly_text_takes_no_longer() {
    let tokens = format!("{} ", "A".repeat(300)).repeat(7_000);
    let texts = [
        "AAAAAAAAAAAAAAAA!".repeat(120_000),
        tokens,
        "\\x\"\\\n".repeat(300_000),
        "Digest ".repeat(300_000),
        "authorization:".repeat(150_000),
        "ab cd\n".repeat(300_000),
        "{\n".repeat(500_000),
        "0000  \n".repeat(300_000),
        "NTLM ".repeat(400_000),
        "TlRMTVNTUAAB\n".repeat(100_000),
        "4e544c4d53535000".repeat(100_000),
        "%2F".repeat(700_000),
    ];
    for text in texts {
        let start = Instant::now();
        Report::of(text.as_bytes());
        let took = start.elapsed();
        // Two megabytes without optimization: what grows with the square would take hours.
        assert!(took < Duration::from_secs(30), "{took:?}: {}", &text[..40]);
    }
}

#[test]
fn lists_of_attributes_do_not_multiply() {
    let [_, challenge, authenticate] = &messages()[..] else {
        unreachable!()
    };
    // Lists as long as a field can be, of attributes without values.
    let pairs: Vec<u8> = (0..15_000_u16)
        .flat_map(|_| [11, 0, 0, 0])
        .chain([0; 4])
        .collect();
    let mut question = challenge[..48].to_vec();
    question[40..44].copy_from_slice(
        &[
            (pairs.len() as u16).to_le_bytes(),
            (pairs.len() as u16).to_le_bytes(),
        ]
        .concat(),
    );
    question[44..48].copy_from_slice(&48_u32.to_le_bytes());
    question[12..20].fill(0);
    question.extend(&pairs);
    let numbered = |message: &[u8], at: usize| {
        let lines = (0..30).map(|number| {
            let mut message = message.to_vec();
            message[at] = number;
            STANDARD.encode(message) + "\n"
        });
        lines.collect::<String>()
    };
    // In the question, and in the proof that answers it.
    let proof = authenticate.len() - 130;
    let text = numbered(&question, 24) + &numbered(authenticate, proof);
    let start = Instant::now();
    assert_eq!(Report::of(text.as_bytes()).sets.len(), 30);
    assert!(
        start.elapsed() < Duration::from_secs(20),
        "{:?}",
        start.elapsed()
    );
}

#[test]
fn basic_is_found_in_headers_and_behind_its_name() {
    for text in [
        "Authorization: Basic YWxpY2U6U3ByaW5nLTk4",
        "curl -H 'Authorization: Basic YWxpY2U6U3ByaW5nLTk4'",
        "Basic YWxpY2U6U3ByaW5nLTk4",
    ] {
        let found = find(text.as_bytes());
        assert_eq!(
            (found.tokens[0].kind.name(), &*found.tokens[0].bytes),
            ("Basic", &b"alice:Spring-98"[..]),
            "{text}"
        );
    }
    assert!(
        find(b"Basic authentication is a Basic principle")
            .tokens
            .is_empty()
    );
}

#[test]
fn digest_is_taken_by_its_parameters() {
    let challenge = r#"realm="x", nonce="abc", qop="auth", algorithm=MD5"#;
    let response = r#"username="alice", realm="x", nonce="abc", uri="/", response="00", qop=auth, nc=00000001, cnonce="1""#;
    let headers =
        format!("WWW-Authenticate: Digest {challenge}\nAuthorization: Digest {response}\n");
    let bare = format!("Digest {challenge}\nDigest {response}");
    let curl =
        format!("< WWW-Authenticate: Digest {challenge}\n> Authorization: Digest {response}");
    for text in [headers, bare, curl] {
        let found = find(text.as_bytes());
        let kinds: Vec<&str> = found.tokens.iter().map(|token| token.kind.name()).collect();
        assert_eq!(kinds, ["Digest challenge", "Digest response"], "{text}");
        for token in &found.tokens {
            let layer = token.layer().unwrap();
            assert_eq!(layer.error, None);
            assert!(layer.layout.find("realm").is_some(), "{:?}", layer.layout);
            for leaf in layer.layout.leaves() {
                assert!(sentence(leaf).is_some(), "{}", leaf.name);
            }
        }
    }
}

/// A list of numbers, so many on a line.
fn list(
    bytes: &[u8],
    width: usize,
    between: &str,
    end: &str,
    each: &dyn Fn(u8) -> String,
) -> String {
    let rows = bytes.chunks(width).map(|row| {
        let row: Vec<String> = row.iter().map(|byte| each(*byte)).collect();
        row.join(between)
    });
    rows.collect::<Vec<_>>().join(end)
}

/// What Python, and others, print of bytes: what is plain stays so.
fn printed(bytes: &[u8], escape: fn(u8) -> String) -> String {
    let each = bytes.iter().map(|byte| match byte {
        b'\\' => "\\\\".to_owned(),
        b' '..=b'~' if *byte != b'"' => char::from(*byte).to_string(),
        _ => escape(*byte),
    });
    each.collect()
}

/// What `hexdump` prints: words of two bytes, the second one first.
fn words(bytes: &[u8], gap: &str) -> String {
    let rows = bytes.chunks(16).enumerate().map(|(row, chunk)| {
        let words = chunk
            .chunks(2)
            .map(|two| format!("{gap}{:02x}{:02x}", two.get(1).unwrap_or(&0), two[0]));
        format!("{:07x}{}\n", row * 16, words.collect::<String>())
    });
    format!("{}{:07x}\n", rows.collect::<String>(), bytes.len())
}

type Write = fn(&[u8]) -> String;

/// Ways in which bytes are written that say nothing of what they are.
const WAYS: [(&str, Write); 21] = [
    ("PEM", |it| {
        format!(
            "-----BEGIN TOKEN-----\n{}\n-----END TOKEN-----\n",
            lines(&STANDARD.encode(it), 64, "\n")
        )
    }),
    ("percent-encoded", |it| {
        lines(&STANDARD.encode(it), 76, "%0D%0A")
            .replace('+', "%2B")
            .replace('/', "%2f")
            .replace('=', "%3D")
    }),
    ("Python", |it| {
        format!("b\"{}\"", printed(it, |byte| format!("\\x{byte:02x}")))
    }),
    ("Python, assigned", |it| {
        format!(
            "token = b\"{}\"",
            printed(it, |byte| format!("\\x{byte:02x}"))
        )
    }),
    ("octal", |it| {
        format!("\"{}\"", printed(it, |byte| format!("\\{byte:03o}")))
    }),
    ("hexdump", |it| words(it, " ")),
    ("hexdump -x", |it| words(it, "    ")),
    ("hexdump -C", |it| {
        dump(it, |at, hex, letters| {
            format!("{at:08x}  {hex:<47}  |{letters}|\n")
        })
    }),
    ("od -t u1", |it| {
        let rows = it.chunks(16).enumerate().map(|(row, chunk)| {
            let numbers = chunk.iter().map(|byte| format!(" {byte:3}"));
            format!("{:07}{}\n", row * 16, numbers.collect::<String>())
        });
        format!("{}{:07}\n", rows.collect::<String>(), it.len())
    }),
    ("PowerShell", |it| {
        list(it, usize::MAX, ",", "", &|byte| format!("0x{byte:02X}"))
    }),
    ("PowerShell, assigned", |it| {
        format!(
            "[byte[]]$t = {}",
            list(it, 16, ",", ",\n", &|byte| format!("0x{byte:02X}"))
        )
    }),
    ("decimal", |it| {
        list(it, usize::MAX, ", ", "", &|byte| byte.to_string())
    }),
    ("decimal, spaces", |it| {
        list(it, usize::MAX, " ", "", &|byte| byte.to_string())
    }),
    ("decimal, lines", |it| {
        list(it, 1, "", "\n", &|byte| byte.to_string())
    }),
    ("decimal, semicolons", |it| {
        list(it, usize::MAX, ";", "", &|byte| byte.to_string())
    }),
    ("JavaScript", |it| {
        format!(
            "new Uint8Array([{}])",
            list(it, usize::MAX, ", ", "", &|byte| byte.to_string())
        )
    }),
    ("Java", |it| {
        format!(
            "byte[] t = {{{}}};",
            list(it, 9, ", ", ",\n", &|byte| format!("(byte)0x{byte:02x}"))
        )
    }),
    ("Visual Basic", |it| {
        format!(
            "Dim t() As Byte = {{{}}}",
            list(it, 9, ", ", ", _\n", &|byte| format!("&H{byte:X}"))
        )
    }),
    ("registry", |it| {
        format!(
            "[HKEY_CURRENT_USER\\x]\n\"t\"=hex:{}\n",
            list(it, 20, ",", ",\\\n  ", &|byte| format!("{byte:02x}"))
        )
    }),
    ("registry, typed", |it| {
        format!(
            "\"t\"=hex(3):\\\n  {}\n",
            list(it, 20, ",", ",\\\n  ", &|byte| format!("{byte:02x}"))
        )
    }),
    ("dashes", |it| hex(it, "-").to_uppercase()),
];

#[test]
fn every_way_to_write_bytes_does_for_every_token() {
    let samples = include_str!("samples/tokens.txt");
    let samples = samples.lines().filter(|line| line.contains("; "));
    let samples = samples.filter_map(|line| hex::decode(line.rsplit("; ").next()?).ok());
    let mut count = 0;
    for bytes in messages()
        .into_iter()
        .chain(samples)
        // A bare NEGOEX message does not say how long those behind it are.
        .filter(|it| it.len() > 12 && !it.starts_with(b"NEGOEXTS"))
    {
        count += 1;
        for (name, write) in WAYS {
            let text = write(&bytes);
            let found = find(text.as_bytes());
            let first = found.tokens.first();
            assert_eq!(
                first.map(|it| &it.bytes[..]),
                Some(&bytes[..]),
                "{name}:\n{text}"
            );
        }
    }
    assert!(count > 20);
}

#[test]
fn a_file_of_keys_or_tickets_cut_anywhere_says_where_it_ends() {
    let principal = PrincipalInRealm {
        realm: "CONTOSO.EXAMPLE".to_owned(),
        name: Principal::new(1, &["alice"]),
    };
    let entry = KeytabEntry {
        principal: principal.clone(),
        etype: 18,
        key: vec![7; 32],
        kvno32: Some(2),
        ..KeytabEntry::default()
    };
    let keytab = Keytab {
        records: vec![KeytabRecord::Entry(entry)],
        ..Keytab::default()
    };
    let credential = CachedCredential {
        client: principal.clone(),
        server: principal.clone(),
        key: vec![7; 32],
        ticket: vec![9; 40],
        ..CachedCredential::default()
    };
    let cache = Ccache {
        version: 4,
        principal,
        credentials: vec![credential],
        ..Ccache::default()
    };
    for (kind, bytes, from) in [
        ("keytab", keytab.encode(), 12),
        ("credential cache", cache.encode(), 42),
    ] {
        for end in from..bytes.len() {
            let cut = &bytes[..end];
            for text in [
                cut.to_vec(),
                STANDARD.encode(cut).into_bytes(),
                hex(cut, " ").into_bytes(),
            ] {
                let found = find(&text);
                let token = found
                    .tokens
                    .first()
                    .unwrap_or_else(|| panic!("{kind} {end}"));
                assert_eq!((token.kind.name(), token.broken), (kind, true), "{end}");
                let missing = missing(&token.layer().unwrap()).unwrap();
                assert!(
                    missing.at_least || missing.bytes == bytes.len() - end,
                    "{end}"
                );
            }
        }
        let found = find(&bytes);
        assert!(!found.tokens[0].broken);
    }
    // Bytes that begin so and name nothing are none.
    assert!(
        find(b"\x05\x02\0\0\0\x20\0\x01\0\x04\x80\x81\x82\x83")
            .tokens
            .is_empty()
    );
}

#[test]
fn more_tokens_than_anybody_reads_are_counted() {
    let mut token = messages().swap_remove(1);
    let mut text = String::new();
    for number in 0..MOST_TOKENS + 500 {
        token[24..32].copy_from_slice(&number.to_le_bytes());
        text += &STANDARD.encode(&token);
        text += "\n";
    }
    let found = find(text.as_bytes());
    assert_eq!((found.tokens.len(), found.more), (MOST_TOKENS, 500));
    assert!(Report::of(text.as_bytes()).sets.is_empty());
}

#[test]
fn heads_that_go_on_and_on_in_one_word_take_time_in_proportion() {
    let time = |count: usize| {
        let text = "a0".repeat(count);
        let once = |_| {
            let start = Instant::now();
            find(text.as_bytes());
            start.elapsed()
        };
        (0..3).map(once).min().unwrap()
    };
    // Five times the bytes would take 25 times as long, were each looked at from every other one.
    assert!(time(100_000) < 12 * time(20_000));
}

proptest! {
    #[test]
    fn anything_may_be_pasted(bytes: Vec<u8>, text: String) {
        Report::of(&bytes);
        Report::of(text.as_bytes());
    }

    #[test]
    fn a_token_cut_anywhere_is_still_one(cut in 12_usize..400, message in 0_usize..3) {
        let message = &messages()[message];
        let cut = &message[..cut.min(message.len())];
        for text in [STANDARD.encode(cut), hex(cut, ""), hex(cut, " ")] {
            let found = find(text.as_bytes());
            prop_assert_eq!(&*found.tokens[0].bytes, cut, "{}", text);
            let layer = found.tokens[0].layer().unwrap();
            prop_assert!(layer.layout.find("MessageType").is_some());
        }
    }

    #[test]
    fn noise_hides_no_token(before in "[ -~\n]{0,80}", after in "[ -~\n]{0,80}") {
        let token = STANDARD.encode(&messages()[2]);
        let found = find(format!("{before}\n\n{token}\n\n{after}").as_bytes());
        prop_assert!(found.tokens.iter().any(|found| *found.bytes == messages()[2]));
    }
}
