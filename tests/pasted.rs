//! What people really paste: dumps, broken base64, dialogues, hash lines, masks, and hostile bytes.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

#[path = "support/messages.rs"]
mod messages;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use double_hop::lab::presets::PRESETS;
use double_hop::lab::run;
use double_hop::present::Passwords;
use double_hop::present::decode::{Report, traffic};
use double_hop::present::narration::sentence;
use double_hop::traffic::verify::{
    Judgement, KnownCredentials, KnownSecret, MicReason, VerdictReason, VerdictSubject, verify,
};
use double_hop::traffic::{Finder, FoundToken, Mask, UnusedReason, Warning, find};
use double_hop::wire::ntlm::Challenge;
use messages::messages;
use std::time::{Duration, Instant};

fn bytes_of(text: &str) -> Vec<Vec<u8>> {
    let tokens = find(text.as_bytes()).tokens;
    tokens.iter().map(|token| token.bytes.to_vec()).collect()
}

fn lines(text: &str, width: usize, separator: &str) -> String {
    let pieces = text.as_bytes().chunks(width);
    let pieces = pieces.map(|piece| std::str::from_utf8(piece).unwrap());
    pieces.collect::<Vec<_>>().join(separator)
}

fn pairs(bytes: &[u8], size: usize) -> String {
    let groups: Vec<String> = bytes.chunks(size).map(hex::encode).collect();
    groups.join(" ")
}

fn letters(bytes: &[u8]) -> String {
    let letter = |byte: &u8| match byte {
        b' '..=b'~' => char::from(*byte),
        _ => '.',
    };
    bytes.iter().map(letter).collect()
}

type Row = fn(usize, &[u8]) -> String;

/// A dump of sixteen bytes a row.
fn dump(bytes: &[u8], row: Row) -> String {
    let rows = bytes.chunks(16).enumerate();
    rows.map(|(number, bytes)| row(number * 16, bytes) + "\n")
        .collect()
}

const DUMPS: [(&str, Row); 33] = [
    ("letters behind three spaces", |_, it| {
        format!("{:<47}   {}", pairs(it, 1), letters(it))
    }),
    ("letters behind one space", |_, it| {
        format!("{} {}", pairs(it, 1), letters(it))
    }),
    ("letters in quotes", |_, it| {
        format!("{:<47}  \"{}\"", pairs(it, 1), letters(it))
    }),
    ("letters between bars", |_, it| {
        format!("{:<47} |{}|", pairs(it, 1), letters(it))
    }),
    ("unpadded", |_, it| {
        format!("{}   {}", pairs(it, 1), letters(it))
    }),
    ("offsets in decimal", |at, it| {
        format!("{at:04}  {:<47}  {}", pairs(it, 1), letters(it))
    }),
    ("decimal, unpadded", |at, it| {
        format!("{at}  {:<47}  {}", pairs(it, 1), letters(it))
    }),
    ("decimal with a prefix and a colon", |at, it| {
        format!("0x{at:08}:{:<47}  {}", pairs(it, 1), letters(it))
    }),
    ("hex, unpadded", |at, it| {
        format!("{at:x}: {:<47}  {}", pairs(it, 1), letters(it))
    }),
    ("hex, unpadded, padded by space", |at, it| {
        format!("{at:>6x}  {:<47}  {}", pairs(it, 1), letters(it))
    }),
    ("octal, of od", |at, it| {
        format!("{at:07o} {}", pairs(it, 1))
    }),
    ("a colon glued on", |at, it| {
        format!("{at:04x}:{:<47}  {}", pairs(it, 1), letters(it))
    }),
    ("groups of two, of xxd", |at, it| {
        format!("{at:08x}: {:<39}  {}", pairs(it, 2), letters(it))
    }),
    ("groups of two, no colon", |at, it| {
        format!("{at:04x} {:<39} {}", pairs(it, 2), letters(it))
    }),
    ("groups of four", |at, it| {
        format!("{at:08x}  {:<35}  {}", pairs(it, 4), letters(it))
    }),
    ("groups of eight", |at, it| {
        format!("{at:08x}  {:<33}  {}", pairs(it, 8), letters(it))
    }),
    ("groups of four, no offsets", |_, it| {
        format!("{:<35}  {}", pairs(it, 4), letters(it))
    }),
    ("groups of eight, no offsets", |_, it| {
        format!("{:<33}  {}", pairs(it, 8), letters(it))
    }),
    ("eight and eight", |at, it| {
        let (a, b) = it.split_at(it.len().min(8));
        format!(
            "{at:08x}  {:<23}  {:<23}  |{}|",
            pairs(a, 1),
            pairs(b, 1),
            letters(it)
        )
    }),
    ("a dash between, of WinDbg", |at, it| {
        let (a, b) = it.split_at(it.len().min(8));
        format!(
            "00000000`0012fe{at:02x}  {}-{:<23}  {}",
            pairs(a, 1),
            pairs(b, 1),
            letters(it)
        )
    }),
    ("behind a pointer", |at, it| {
        format!(
            "0x7ffe{:08x}: {:<47}  {}",
            at + 0x1230,
            pairs(it, 1),
            letters(it)
        )
    }),
    ("behind a date", |at, it| {
        format!(
            "2026-03-01 10:15:{:02}.123 {:<47}  {}",
            at / 16 % 60,
            pairs(it, 1),
            letters(it)
        )
    }),
    ("behind a log's words", |at, it| {
        format!(
            "Mar  1 10:15:00 web01 app[1234]: DEBUG {at:04x}: {:<47}  {}",
            pairs(it, 1),
            letters(it)
        )
    }),
    ("behind a log's prefix, no offsets", |_, it| {
        format!("[main] DEBUG wire - {:<47}  {}", pairs(it, 1), letters(it))
    }),
    ("an offset with h", |at, it| {
        format!(
            "{at:04X}h: {:<47}  {}",
            pairs(it, 1).to_uppercase(),
            letters(it)
        )
    }),
    ("a trace of .NET", |at, it| {
        let (a, b) = it.split_at(it.len().min(8));
        let dash = if b.is_empty() { " " } else { "-" };
        format!(
            "System.Net Information: 0 : [1234] {at:08X} : {}{dash}{:<23} : {}",
            pairs(a, 1),
            pairs(b, 1),
            letters(it)
        )
    }),
    ("in a table", |at, it| {
        format!("| {at:04x} | {:<47} | {:<16} |", pairs(it, 1), letters(it))
    }),
    ("parted by tabs", |at, it| {
        format!("{at:04x}\t{}\t{}", pairs(it, 1), letters(it))
    }),
    ("offsets in brackets", |at, it| {
        format!(
            "[{at:04X}] {:<47}  {}",
            pairs(it, 1).to_uppercase(),
            letters(it)
        )
    }),
    ("openssl", |at, it| {
        format!("    {at:04x} - {:<47}   {}", pairs(it, 1), letters(it))
    }),
    ("the address of a segment", |at, it| {
        format!(
            "0B2D:{:04X}  {:<47}   {}",
            at + 0x100,
            pairs(it, 1).to_uppercase(),
            letters(it)
        )
    }),
    ("letters apart", |at, it| {
        let (a, b) = it.split_at(it.len().min(8));
        format!(
            "{at:04x}  {:<23}  {:<23}   {} {}",
            pairs(a, 1),
            pairs(b, 1),
            letters(a),
            letters(b)
        )
    }),
    ("joined by colons", |_, it| {
        pairs(it, 1).replace(' ', ":") + ":"
    }),
];

#[test]
fn dumps_of_every_kind() {
    for (name, row) in DUMPS {
        for message in messages() {
            let text = format!(
                "The header seems to hold this:\n\n{}\nand then it fails.\n",
                dump(&message, row)
            );
            assert_eq!(
                bytes_of(&text),
                std::slice::from_ref(&message),
                "{name}\n{text}"
            );
            // Whatever its length is, the last row counts.
            for cut in 1..16 {
                let cut = &message[..message.len() - cut];
                let text = dump(cut, row);
                assert_eq!(bytes_of(&text), [cut], "{name}\n{text}");
            }
        }
    }
}

#[test]
fn three_dumps_under_each_other_are_three() {
    for (name, row) in DUMPS {
        let messages = messages();
        let text: Vec<String> = messages.iter().map(|message| dump(message, row)).collect();
        assert_eq!(
            bytes_of(&text.join("\n")),
            messages,
            "{name}\n{}",
            text.join("\n")
        );
    }
}

/// `# DESK-07 to DC-01` above a dump is no row of it, though `DC-01` reads like two bytes.
#[test]
fn what_the_lab_writes_down_is_found_whole() {
    for preset in PRESETS {
        let log = run(&preset.scenario());
        let report = Report::of(traffic(&log).as_bytes());
        assert_eq!(report.found.unused, [], "{}", preset.id);
        let asked = log.messages().filter(|(bytes, _)| {
            // Over TCP a KDC's messages have their length before them; 10, 12: AS-REQ and TGS-REQ.
            matches!(bytes.get(4), Some(0x6a | 0x6c))
        });
        let found = report.found.tokens.iter();
        let found = found.filter(|token| matches!(token.bytes.get(4), Some(0x6a | 0x6c)));
        assert_eq!(found.count(), asked.count(), "{}", preset.id);
    }
}

#[test]
fn dumps_with_what_tools_put_around_the_rows() {
    let message = &messages()[2];
    let rows = dump(message, |at, it| {
        format!(
            "{at:08X}  {:<47}  {}",
            pairs(it, 1).to_uppercase(),
            letters(it)
        )
    });
    let hxd = format!("Offset(h) 00 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F\n\n{rows}");
    let table = format!("           0  1  2  3  4  5  6  7  8  9  A  B  C  D  E  F\n{rows}");
    let canonical = format!(
        "{}{:08x}\n",
        dump(message, |at, it| format!(
            "{at:08x}  {:<48}  |{}|",
            pairs(it, 1),
            letters(it)
        )),
        message.len()
    );
    let swapped = dump(message, |at, it| {
        let words: Vec<String> = it
            .chunks(2)
            .map(|pair| {
                pair.iter()
                    .rev()
                    .map(|byte| format!("{byte:02x}"))
                    .collect()
            })
            .collect();
        format!("{at:07o} {}", words.join(" "))
    });
    let gdb: String = message
        .chunks(8)
        .enumerate()
        .map(|(row, bytes)| {
            let bytes: Vec<String> = bytes.iter().map(|byte| format!("0x{byte:02x}")).collect();
            format!("0x7ffe{:08x}:\t{}\n", row * 8, bytes.join("\t"))
        })
        .collect();
    let blank = rows.replace('\n', "\n\n");
    let quoted = rows
        .lines()
        .map(|line| format!("> {line}\n"))
        .collect::<String>();
    for (name, text) in [
        ("HxD", hxd),
        ("a table", table),
        ("hexdump -C", canonical),
        ("blank lines", blank),
        ("quoted", quoted),
        ("gdb", gdb),
    ] {
        assert_eq!(
            bytes_of(&text),
            std::slice::from_ref(message),
            "{name}\n{text}"
        );
    }
    // The last word of an odd number of bytes has one byte alone.
    let even = &message[..message.len() / 2 * 2];
    assert_eq!(
        bytes_of(&swapped)[0][..even.len()],
        *even,
        "od -x\n{swapped}"
    );
}

#[test]
fn a_line_that_repeats_is_filled_in() {
    let mut message = messages().swap_remove(1);
    message.extend([0; 64]);
    let at = message.len().next_multiple_of(16);
    message.resize(at + 64, 0);
    let rows: Vec<String> = dump(&message, |at, it| {
        format!("{at:08x}  {}  |{}|", pairs(it, 1), letters(it))
    })
    .lines()
    .map(str::to_owned)
    .collect();
    let zero = rows
        .iter()
        .position(|row| row.contains("00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00"))
        .unwrap();
    let text = format!(
        "{}\n*\n{}\n",
        rows[..=zero].join("\n"),
        rows.last().unwrap()
    );
    let report = find(text.as_bytes());
    assert_eq!(report.tokens.len(), 1, "{text}");
}

#[test]
fn base64_that_was_broken_on_the_way() {
    let message = &messages()[2];
    let token = STANDARD.encode(message);
    let pieces = |separator: &str| {
        let pieces: Vec<&str> = token
            .as_bytes()
            .chunks(60)
            .map(|piece| std::str::from_utf8(piece).unwrap())
            .collect();
        pieces.join(separator)
    };
    let bare = token.trim_end_matches('=');
    for (name, text) in [
        (
            "by spaces",
            format!("Authorization: NTLM {}\n", pieces(" ")),
        ),
        (
            "by spaces, text behind",
            format!(
                "Authorization: NTLM {} and more words Host: web01",
                pieces(" ")
            ),
        ),
        (
            "by blank lines",
            format!("Authorization: NTLM {}\n", pieces("\n\n")),
        ),
        ("inside quotes", format!("token = '{}'", pieces("'\n'"))),
        (
            "by escaped line ends",
            format!("\"Authorization: NTLM {}\"", pieces("\\r\\n")),
        ),
        (
            "with an escaped end",
            format!("{{\"line\":\"Authorization: NTLM {token}\\r\\n\"}}"),
        ),
        (
            "with a printed end",
            format!("\"Authorization: NTLM {token}[\\r][\\n]\""),
        ),
        (
            "several headers on one line",
            format!(
                "GET / HTTP/1.1 Authorization: NTLM {token} Host: web01 Connection: keep-alive"
            ),
        ),
        (
            "a name glued to its end",
            format!("Authorization: NTLM {bare}Connection: keep-alive"),
        ),
        (
            "a name glued behind padding",
            format!("Authorization: NTLM {token}Host: web01"),
        ),
        ("without hyphen", format!("WWWAuthenticate: NTLM {token}")),
        (
            "a server variable",
            format!("HTTP_AUTHORIZATION: NTLM {token}"),
        ),
        (
            "a variable of CGI",
            format!("HTTP_AUTHORIZATION=NTLM {token}"),
        ),
        ("name = value", format!("Authorization = NTLM {token}")),
        (
            "HEADER_IN :",
            format!("HEADER_IN : Authorization: NTLM {token}"),
        ),
        (
            "JSON cut in the middle",
            format!(
                "{{\"headers\":[{{\"name\":\"Authorization\",\"value\":\"NTLM {token}\"}},{{\"na"
            ),
        ),
        (
            "JSON with escapes for letters",
            format!(
                "{{\"a\":\"\\u003cb\\u003e\",\"v\":\"NTLM {}\"}}",
                token.replace('+', "\\u002b").replace('/', "\\/")
            ),
        ),
        (
            "JSON of .NET",
            format!(
                "{{\\u0022a\\u0022:\\u0022b\\u0022,\"v\":\"NTLM {}\"}}",
                token.replace('+', "\\u002B").replace('=', "\\u003D")
            ),
        ),
        (
            "HTML",
            format!(
                "<td>NTLM {}</td>",
                token.replace('+', "&#43;").replace('=', "&#61;")
            ),
        ),
        (
            "by the soft line ends of mail",
            format!("Authorization: NTLM {}\n", pieces("=\n")),
        ),
        (
            "by the soft line ends of mail, which writes the padding its way",
            format!(
                "Authorization: NTLM {}\n",
                pieces("=\n").trim_end_matches('=').to_owned()
                    + &"=3D".repeat(token.len() - bare.len())
            ),
        ),
        ("by curl's trace", {
            let lines: Vec<String> = pieces("\n")
                .lines()
                .enumerate()
                .map(|(row, line)| format!("{:04x}: {line}", row * 64 + 85))
                .collect();
            format!(
                "=> Send header, 211 bytes (0xd3)\n0000: GET / HTTP/1.1\n0040: Authorization: NTLM {}\n0400: Host: web01\n",
                lines.join("\n").split_at(6).1
            )
        }),
        (
            "by a log's prefix",
            format!(
                "2026-11-26 10:15:00 DEBUG {}",
                pieces("\n2026-11-26 10:15:00 DEBUG ")
            ),
        ),
        ("by numbers", {
            let lines: Vec<String> = pieces("\n")
                .lines()
                .enumerate()
                .map(|(number, line)| format!("{:3}  {line}", number + 1))
                .collect();
            lines.join("\n")
        }),
        ("by bars", format!("| {} |", pieces(" |\n| "))),
        ("by marks of a page", pieces("<br>\n")),
        ("by spaces that do not break", pieces("\u{a0}")),
        ("by spaces without a width", pieces("\u{200b}\n")),
        (
            "in hex, by the marks of a diff",
            format!("+{}", lines(&hex::encode(message), 64, "\n+")),
        ),
        (
            "as PostgreSQL writes bytes",
            format!("\\x{}", hex::encode(message)),
        ),
        ("by comments", format!("//{}", pieces("\n//"))),
        ("by the marks of a diff", format!("+{}", pieces("\n+"))),
        (
            "by those of what it takes away",
            format!("-{}", pieces("\n-")),
        ),
        ("by quotation", format!("> > {}", pieces("\n> > "))),
        (
            "in decimal",
            message
                .iter()
                .map(u8::to_string)
                .collect::<Vec<_>>()
                .join(" "),
        ),
        ("between angle brackets", format!("<{}>", pairs(message, 4))),
        ("no space behind the scheme", format!("NTLM{token}")),
        (
            "as an array of PowerShell",
            message
                .iter()
                .map(u8::to_string)
                .collect::<Vec<_>>()
                .join(","),
        ),
        (
            "a list over lines",
            format!(
                "[\n{}\n]",
                message
                    .iter()
                    .map(u8::to_string)
                    .collect::<Vec<_>>()
                    .join(",\n")
            ),
        ),
    ] {
        assert_eq!(
            bytes_of(&text),
            std::slice::from_ref(message),
            "{name}\n{text}"
        );
        assert_eq!(find(text.as_bytes()).unused, [], "{name}");
    }
}

/// However long the last piece is, it is not taken from what stands before it.
#[test]
fn the_last_piece_stands_in_the_column_of_the_others() {
    let message = &messages()[2];
    let prefixes: [fn(usize) -> String; 9] = [
        |row| format!("2026-03-01T10:00:00.{row:03}Z INFO  [http-nio-8080-exec-1] c.f.Auth - "),
        |row| format!("2026-03-01 10:00:00,{row:03} DEBUG [main] wire - "),
        |_| "2026-03-01T10:00:00.123456789Z stdout F ".to_owned(),
        |row| format!("Mar 01 10:00:{row:02} web01 app[1234]: "),
        |_| "VERBOSE: ".to_owned(),
        |_| "03-01 10:00:00.123  1234  1234 D okhttp  : ".to_owned(),
        |row| format!("{:3} | ", row + 1),
        |row| format!("{}: ", row + 1),
        |row| format!("{}\t", row + 1),
    ];
    let first = &messages()[0];
    for (message, text, widths) in [
        (message, STANDARD.encode(message), 58..90),
        (message, hex::encode(message), 70..80),
        (first, hex::encode(first), 64..65),
    ] {
        for (number, prefix) in prefixes.iter().enumerate() {
            for width in widths.clone() {
                let rows = text.as_bytes().chunks(width).enumerate();
                let row = |(row, piece)| prefix(row) + std::str::from_utf8(piece).unwrap() + "\n";
                let written: String = rows.map(row).collect();
                assert_eq!(
                    bytes_of(&written),
                    std::slice::from_ref(message),
                    "{number}, {width}\n{written}"
                );
            }
        }
    }
}

#[test]
fn signs_inside_a_token_that_look_like_a_prefix_and_a_token() {
    // A ticket in GSS-API's frame, whose bytes are ciphertext.
    let head = b"\x60\x82\x01\xf0\x06\x09\x2a\x86\x48\x86\xf7\x12\x01\x02\x02\x01\x00";
    for at in 40..44 {
        for inside in ["/YIIB", "+YHxx", "/YIYI", "xxxx"] {
            let mut token = head.to_vec();
            token.resize(0x1f4, 0x5a);
            let mut text = STANDARD.encode(&token);
            text.replace_range(at..at + inside.len(), inside);
            let token = STANDARD.decode(&text).unwrap();
            for text in [format!("Authorization: Negotiate {text}"), text] {
                assert_eq!(bytes_of(&text), std::slice::from_ref(&token), "{text}");
            }
        }
    }
}

#[test]
fn words_behind_a_cut_token_are_no_part_of_it() {
    let message = &messages()[2];
    let cut = &message[..150];
    let text = format!(
        "Authorization: NTLM {} and then the connection was closed by Windows\n",
        STANDARD.encode(cut)
    );
    assert_eq!(bytes_of(&text), [cut]);
    let text = format!(
        "Authorization: NTLM {}\nConnection: close\nX-Request-Id: 0123456789abcdef0123456789abcdef\n",
        STANDARD.encode(cut)
    );
    assert_eq!(bytes_of(&text), [cut]);
}

#[test]
fn the_same_token_is_one_and_two_attempts_are_two() {
    let tokens: Vec<String> = messages()
        .iter()
        .map(|message| STANDARD.encode(message))
        .collect();
    let [negotiate, challenge, authenticate] = &tokens[..] else {
        unreachable!()
    };
    let kinds = |text: &str| -> Vec<usize> {
        find(text.as_bytes())
            .tokens
            .iter()
            .map(|token| token.again.len())
            .collect()
    };
    let twice = format!(
        "HTTP_AUTHORIZATION: NTLM {authenticate}\nALL_RAW: Authorization: NTLM {authenticate}\n"
    );
    assert_eq!(kinds(&twice), [1]);
    let all = format!(
        "N {negotiate}\n{negotiate}\n{challenge}\n{challenge}\n{authenticate}\n{authenticate}\n"
    );
    assert_eq!(kinds(&all), [1, 1, 1]);
    let attempts = format!("{negotiate}\n{challenge}\n{authenticate}\n").repeat(2);
    // The second attempt asks and answers afresh; here it repeats, so only what begins it is new.
    assert_eq!(kinds(&attempts), [0, 1, 1, 0]);
    let two = format!(
        "GET /a HTTP/1.1\nAuthorization: NTLM {negotiate}\n\nGET /b HTTP/1.1\nAuthorization: NTLM {negotiate}\n"
    );
    assert_eq!(kinds(&two), [0, 0]);
    let proxied = format!(
        "GET /a HTTP/1.1\nProxy-Authorization: NTLM {negotiate}\nAuthorization: NTLM {negotiate}\n"
    );
    assert_eq!(kinds(&proxied), [0, 0]);
}

#[test]
fn what_is_masked_or_cut_is_said_so() {
    let why = |text: &str| {
        find(text.as_bytes())
            .unused
            .iter()
            .map(|unused| unused.why)
            .collect::<Vec<_>>()
    };
    let masked = |head| vec![UnusedReason::Hidden(Mask::Masked, head)];
    let cut = |head| vec![UnusedReason::Hidden(Mask::Cut, head)];
    for (text, expected) in [
        (
            "Authorization: Negotiate YIIJxx+xxxxxx+xxxx==",
            masked(Some("SPNEGO or Kerberos")),
        ),
        ("Authorization: Basic <redacted>", masked(None)),
        ("Authorization: Basic [REDACTED]", masked(None)),
        ("Authorization: NTLM ********", masked(None)),
        (
            "Authorization: Negotiate <base64 token removed>",
            masked(None),
        ),
        (
            "Authorization: NTLM TlRMTVNTUAAD...",
            cut(Some("AUTHENTICATE")),
        ),
        ("Authorization: NTLM TlRMTVNTUAAB…", cut(Some("NEGOTIATE"))),
        ("Authorization: NTLM ...", cut(None)),
        ("authorization: Basic xxxxxxxx", masked(None)),
        (
            "Authorization: NTLM [137 bytes were stripped]",
            masked(None),
        ),
        (
            "WWW-Authenticate: NTLM TlRMTVNTUAAC[snip]",
            cut(Some("CHALLENGE")),
        ),
    ] {
        assert_eq!(why(text), expected, "{text}");
        assert!(find(text.as_bytes()).tokens.is_empty(), "{text}");
    }
    let head = &STANDARD.encode(&messages()[1])[..120];
    for end in ["...", "…", "[Truncated]", " [truncated]", "<snip>", "****"] {
        let found = find(format!("WWW-Authenticate: NTLM {head}{end}").as_bytes());
        let [token] = &found.tokens[..] else {
            panic!("{end}: {:?}", found.unused)
        };
        assert!(token.hidden.is_some() && token.broken, "{end}");
    }
}

#[test]
fn dialogues_of_mail() {
    let b64 = |text: &str| STANDARD.encode(text);
    let plain = b64("\0dana@fabrikam.example\0Correct-Horse-7");
    let (name, password) = (b64("dana"), b64("Correct-Horse-7"));
    for text in [
        format!("A1 AUTHENTICATE PLAIN\n+\n{plain}\nA1 OK"),
        format!("a AUTHENTICATE PLAIN {plain}\r\na OK"),
        format!("C: AUTH PLAIN {plain}\nS: 235 ok"),
        format!("AUTH PLAIN\r\n334 \r\n{plain}\r\n235 ok"),
        format!("auth plain {plain}"),
        format!("AUTH LOGIN\n334 VXNlcm5hbWU6\n{name}\n334 UGFzc3dvcmQ6\n{password}\n235 ok"),
        format!("> AUTH LOGIN {name}\n< 334 UGFzc3dvcmQ6\n> {password}\n< 235 ok"),
        format!(
            "10:15:00 C: AUTH LOGIN\n10:15:00 S: 334 VXNlcm5hbWU6\n10:15:01 C: {name}\n10:15:01 S: 334 UGFzc3dvcmQ6\n10:15:02 C: {password}\n"
        ),
    ] {
        let found = find(text.as_bytes());
        let [token] = &found.tokens[..] else {
            panic!("{text}: {:?}", found.tokens)
        };
        let layer = token.layer().unwrap();
        assert!(token.kind.name().starts_with("SASL "), "{text}");
        let silent = layer
            .layout
            .leaves()
            .into_iter()
            .find(|leaf| sentence(leaf).is_none());
        assert_eq!(silent, None);
        assert_eq!(layer.error, None, "{text}");
        let report = Report::of(text.as_bytes());
        let json = double_hop::present::export::tokens::json(
            &report,
            &[],
            &Default::default(),
            Passwords::Hidden,
        );
        assert!(
            json.contains("dana")
                && !json.contains("Correct")
                && !json.contains(&hex::encode("Correct")),
            "{json}"
        );
    }
}

#[test]
fn replies_of_mail_are_answers() {
    let tokens: Vec<String> = messages()
        .iter()
        .map(|message| STANDARD.encode(message))
        .collect();
    let [negotiate, challenge, authenticate] = &tokens[..] else {
        unreachable!()
    };
    for (reply, expected) in [
        ("235 2.7.0 ok", 235),
        ("535 5.7.3 Authentication unsuccessful", 535),
    ] {
        let text = format!(
            "C: AUTH NTLM {negotiate}\nS: 334 {challenge}\nC: {authenticate}\nS: {reply}\n"
        );
        let found = find(text.as_bytes()).tokens;
        let codes = found
            .iter()
            .map(|token| token.context.answer.map(|answer| answer.code));
        let codes: Vec<Option<u16>> = codes.collect();
        assert_eq!(codes, [Some(334), None, Some(expected)], "{text}");
    }
}

#[test]
fn hash_lines_are_warned_of_and_their_fields_are_told() {
    let line = format!(
        "Dana:FABRIKAM:65d63287397851a9:{}:0101{}",
        "cc".repeat(16),
        "00".repeat(40)
    );
    let report = Report::of(line.as_bytes());
    let layer = report.found.tokens[0].layer().unwrap();
    let warnings = report.warnings(0, &layer);
    assert_eq!(warnings.len(), 2, "{warnings:?}");
    let ticket = format!(
        "$krb5tgs$23$*dana$X.TEST$HTTP/web*${}${}",
        "ab".repeat(16),
        "cd".repeat(60)
    );
    let ticket = Report::of(ticket.as_bytes());
    let kept = ticket.found.tokens[0].layer().unwrap();
    assert_eq!(ticket.warnings(0, &kept), [Warning::Offline]);
    let silent = layer
        .layout
        .leaves()
        .into_iter()
        .find(|leaf| sentence(leaf).is_none());
    assert_eq!(silent, None);
    let [set] = &report.sets[..] else { panic!() };
    let (_, found) = report
        .judge(set, &|set| verify(set, None, None, None))
        .unwrap();
    let mic = found.verdict(VerdictSubject::Mic).unwrap();
    assert_eq!(mic.because, VerdictReason::Mic(MicReason::NotKept));
}

#[test]
fn hash_lines_that_a_console_broke_are_put_together() {
    let cipher = hex::encode((0..200).collect::<Vec<u8>>());
    let proof = format!(
        "dana::FABRIKAM:0123456789abcdef:{}:0101{}",
        "c9".repeat(16),
        &cipher[..140]
    );
    for line in [
        format!(
            "$krb5tgs$23$*dana$X.TEST$HTTP/web*${}${cipher}",
            "ab".repeat(16)
        ),
        format!("$krb5asrep$23$dana@X.TEST:{}${cipher}", "ab".repeat(16)),
        format!("$krb5tgs$18$dana$X.TEST${}${cipher}", "ab".repeat(12)),
        proof,
    ] {
        let whole = bytes_of(&line);
        assert_eq!(whole.len(), 1);
        for (before, width) in [("", 80), ("    ", 80), ("[*] Hash : ", 60), ("  ", 120)] {
            let pieces = lines(&line, width, &format!("\n{}", " ".repeat(before.len())));
            for behind in ["", "\n\n[*] done\n", "\nabc: def\n"] {
                let text = format!("{before}{pieces}{behind}");
                assert_eq!(bytes_of(&text), whole, "{text}");
            }
        }
        // What is not broken takes nothing from the next line.
        let digest = "31d6cfe0d16ae931b73c59d7e0c089c0";
        assert_eq!(bytes_of(&format!("{line}\n{digest}\n")), whole);
    }
}

/// hashcat's own example of mode 5600, whose blob does not begin as those of NTLMv2 do, and a line of John's without a login.
#[test]
fn what_follows_a_proof_is_what_it_was_made_of() {
    for (line, password) in [
        (
            "admin::N46iSNekpT:08ca45b7d7ea58ee:88dcbe4446168966a153a0064958dac6:5c7830315c7830310000000000000b45c67103d07d7b95acd12ffa11230e0000000052920b85f78d013c31cdb3b92f5d765c783030",
            "hashcat",
        ),
        (
            "$NETNTLM$1122334455667788$BFCCAF26128EC95F9999C9792F49434267A1D9B0EF89BFFB",
            "g3rg3g3rg3g3rg3",
        ),
    ] {
        let report = Report::of(line.as_bytes());
        let [set] = &report.sets[..] else {
            panic!("{line}")
        };
        let known = KnownCredentials {
            secret: KnownSecret::Password(password),
            user: None,
            domain: None,
        };
        let (_, found) = report
            .judge(set, &|set| verify(set, Some(&known), None, None))
            .unwrap();
        let proof = found.verdict(VerdictSubject::NtProof).unwrap();
        assert_eq!(proof.result, Judgement::Right, "{line}");
    }
}

#[test]
fn bytes_are_read_as_they_came() {
    let challenge = Challenge {
        // As logs write the end of a line.
        server_challenge: *b"\\rab\\ncd",
        ..Challenge::default()
    };
    let bytes = challenge.encode();
    let found = find(&bytes);
    assert_eq!(found.tokens.len(), 1);
    assert_eq!(found.tokens[0].bytes[..], bytes);
}

/// As sspi-rs has it in its tests.
#[test]
fn a_request_of_credssp_in_base64_keeps_its_frame() {
    let text = "MIIBAqADAgEGoYH6MIH3MIH0oIHxBIHuTlRMTVNTUAACAAAAHgAeADgAAAA1goriboA7t/i59lwAAAAAAAAAAJgAmABWAAAACgCrPwAAAA9EAEUAUwBLAFQATwBQAC0ASwBNAEQAVAA0ADIAMAACAB4ARABFAFMASwBUAE8AUAAtAEsATQBEAFQANAAyADAAAQAeAEQARQBTAEsAVABPAFAALQBLAE0ARABUADQAMgAwAAQAHgBEAEUAUwBLAFQATwBQAC0ASwBNAEQAVAA0ADIAMAADAB4ARABFAFMASwBUAE8AUAAtAEsATQBEAFQANAAyADAABwAIAHXGhFbX2NQBAAAAAA==";
    let found = find(text.as_bytes());
    let kinds = found.tokens.iter().map(|it| it.kind.name());
    assert_eq!(
        kinds.collect::<Vec<_>>(),
        ["CredSSP TSRequest", "NTLM CHALLENGE"]
    );
    assert_eq!(found.tokens[0].bytes.len(), 262);
}

#[test]
fn a_request_of_credssp_is_found_between_other_bytes() {
    let negotiate = &messages()[0];
    let octets =
        |tag: u8, inner: &[u8]| [&[tag, u8::try_from(inner.len()).unwrap()], inner].concat();
    let token = octets(0xa0, &octets(0x04, negotiate));
    let tokens = octets(0xa1, &octets(0x30, &octets(0x30, &token)));
    let request = octets(0x30, &[&[0xa0, 3, 2, 1, 6][..], &tokens].concat());
    for bytes in [
        request.clone(),
        [&b"\x17\x03\0"[..], &request, b"\0\xff"].concat(),
    ] {
        let kinds: Vec<&str> = find(&bytes)
            .tokens
            .iter()
            .map(|token| token.kind.name())
            .collect();
        assert_eq!(kinds, ["CredSSP TSRequest", "NTLM NEGOTIATE"]);
    }
}

#[test]
fn what_stands_around_a_token_is_kept() {
    let tokens: Vec<String> = messages()
        .iter()
        .map(|message| STANDARD.encode(message))
        .collect();
    let [negotiate, challenge, authenticate] = &tokens[..] else {
        unreachable!()
    };
    let text = format!(
        "> GET /mail/inbox.aspx HTTP/1.1\n> Authorization: NTLM {negotiate}\n> Host: web-01.contoso.example\n>\n< HTTP/1.1 401 Unauthorized\n\
         < Date: Thu, 26 Nov 2026 09:14:02 GMT\n< WWW-Authenticate: NTLM {challenge}\n> GET /mail/inbox.aspx HTTP/1.1\n> Host: web-01.contoso.example\n\
         > Authorization: NTLM {authenticate}\n< HTTP/1.1 200 OK\n"
    );
    let found = find(text.as_bytes()).tokens;
    let code = |token: &FoundToken| token.context.answer.map(|answer| answer.code);
    assert_eq!(
        found.iter().map(code).collect::<Vec<_>>(),
        [Some(401), None, Some(200)]
    );
    for token in &found {
        assert_eq!(
            token.context.host.as_deref(),
            Some("web-01.contoso.example")
        );
        assert_eq!(
            token.context.request.as_deref(),
            Some("GET /mail/inbox.aspx")
        );
    }
    assert_eq!(
        found[1].context.time.as_deref(),
        Some("Thu, 26 Nov 2026 09:14:02 GMT")
    );
}

#[test]
fn a_line_of_megabytes_is_searched_in_parts() {
    let [_, challenge, _] = &messages()[..] else {
        unreachable!()
    };
    let mut text = String::new();
    for number in 0..40_u8 {
        let mut token = challenge.clone();
        token[24] = number;
        text += &format!(
            "{} \"NTLM {}\", ",
            "words and ".repeat(8_000),
            STANDARD.encode(token)
        );
    }
    let mut finder = Finder::new(text.as_bytes());
    let mut steps = 1;
    while !finder.step(100_000) {
        steps += 1;
    }
    assert!(steps > 5, "{steps}");
    let tokens = finder.into_found().tokens;
    assert_eq!(tokens.len(), 40);
    assert!(tokens.iter().all(|token| token.place.line == 1));
}

#[test]
fn hostile_bytes_take_no_longer_than_others() {
    let stray = b"NTLMSSP\0\x03\0\0\0\xff\xff\xff\xff\xff\xff\xff\x7f";
    let spnego = [
        0x60, 0x84, 0x00, 0x0f, 0xff, 0xff, 0x06, 0x06, 0x2b, 0x06, 0x01, 0x05, 0x05, 0x02, 0xa0,
        0x84, 0, 0x0f, 0xff, 0xf0,
    ];
    let nested = [0x30, 0x80].repeat(500_000);
    let deep = [&spnego[..], &nested].concat();
    let inputs: Vec<(&str, Vec<u8>)> = vec![
        ("heads of NTLM", stray.repeat(50_000)),
        ("heads of SPNEGO", spnego.repeat(50_000)),
        (
            "heads of both",
            [&spnego[..], stray].concat().repeat(25_000),
        ),
        ("sequences without end", deep),
        ("a word of slashes", b"/YIIAAAA".repeat(120_000)),
        (
            "heads in base64",
            STANDARD.encode(stray.repeat(50_000)).into_bytes(),
        ),
        (
            "short lines",
            b"NTLM AAAA\n"
                .iter()
                .copied()
                .chain(b"A\n".repeat(500_000))
                .collect(),
        ),
        (
            "many short blocks",
            [&b"NTLM AAAA\n"[..], &b"A\n".repeat(300), b"!!\n"]
                .concat()
                .repeat(1_500),
        ),
        ("spaces", vec![b' '; 1_000_000]),
        ("digest and quotes", b"Digest a='".repeat(100_000)),
        ("colons", b"a:b:c:d$".repeat(120_000)),
        ("one row", b"4e ".repeat(330_000)),
        ("rows of one byte", b"00: 4e\n".repeat(140_000)),
        (
            "rows that count down",
            (0..60_000_u32)
                .rev()
                .map(|at| format!("{at:06x}: 4e 54\n"))
                .collect::<String>()
                .into_bytes(),
        ),
        (
            "rows far apart",
            (0..60_000_u32)
                .map(|at| format!("{:08x}: 4e 54\n", at * 65_536))
                .collect::<String>()
                .into_bytes(),
        ),
        ("escapes", b"\\x4e".repeat(250_000)),
        ("numbers", b"78,".repeat(330_000)),
        ("open brackets", b"x = {\n".repeat(160_000)),
        ("schemes", b"NTLM NTLM: <".repeat(80_000)),
        ("masks", b"NTLM xxxx ".repeat(100_000)),
        ("dots", b"TlRM...".repeat(140_000)),
        (
            "request lines",
            b"GET / HTTP/1.1\nHost: a\nHTTP/1.1 401 x\n".repeat(26_000),
        ),
        ("commands of mail", b"AUTH LOGIN\nQUJD\n".repeat(60_000)),
        (
            "pairs behind a label",
            [&b"nt response"[..], &b":cc".repeat(330_000)].concat(),
        ),
        ("labels", b"nt:user:domain:challenge:".repeat(40_000)),
        ("stamps", b"10:15:00 [".repeat(100_000)),
    ];
    for (name, input) in inputs {
        let start = Instant::now();
        let found = find(&input);
        let took = start.elapsed();
        // A megabyte without optimization; what grows with the square takes minutes.
        assert!(took < Duration::from_secs(40), "{name}: {took:?}");
        println!(
            "{name}: {took:?}, {} tokens",
            found.tokens.len() + found.more
        );
        let start = Instant::now();
        Report::of(&input);
        assert!(
            start.elapsed() < Duration::from_secs(60),
            "{name}, sets: {:?}",
            start.elapsed()
        );
    }
}
