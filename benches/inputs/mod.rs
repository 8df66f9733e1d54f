//! What is measured, the same natively and in the browser.

use double_hop::hosts::{Era, Protocol, Scheme};
use double_hop::lab::{Kind, Log, Scenario, run};
use double_hop::present::decode::{Report, traffic};
use double_hop::traffic::verify::{Credentials, Keys, Known, Set, Verification, verify};
use double_hop::wire::{ntlm_token, to_base64};

/// The lab's run of that name: scheme, era, protocol of the second hop.
pub fn scenario(name: &str) -> Scenario {
    let (era, protocol) = if name.contains("1998") {
        (Era::Y1998, Protocol::Mapi)
    } else {
        (Era::Today, Protocol::Http)
    };
    let mut scenario = Scenario::of(era);
    scenario.back_end.protocol = protocol;
    scenario.front_end.schemes = vec![if name.starts_with("Basic") {
        Scheme::Basic
    } else {
        Scheme::Ntlm
    }];
    scenario
}

/// Today's sign-in with NTLM.
pub fn today() -> Log {
    run(&scenario("NTLM, today, HTTP"))
}

/// The messages of a run.
pub fn messages(log: &Log) -> impl Iterator<Item = &[u8]> {
    log.events.iter().filter_map(|event| match &event.kind {
        Kind::Message { sent, .. } => Some(&**sent),
        _ => None,
    })
}

/// The largest NTLM message of that type in today's run.
pub fn ntlm_message(number: u8) -> Vec<u8> {
    let log = today();
    let tokens = messages(&log).filter_map(ntlm_token);
    let found = tokens.filter(|token| token.get(8) == Some(&number));
    found.max_by_key(Vec::len).unwrap_or_default()
}

/// Tokens of NTLM, SPNEGO, NegoEx and Kerberos: names and bytes.
pub fn samples() -> Vec<(&'static str, Vec<u8>)> {
    let lines = include_str!("../../tests/samples/tokens.txt").lines();
    let lines = lines.filter(|line| !line.starts_with('#'));
    let sample = |line: &'static str| {
        let mut parts = line.split("; ");
        let name = parts.next()?;
        let digits = parts.nth(1)?.as_bytes();
        Some((name, double_hop::traffic::from_digits(digits)))
    };
    lines.filter_map(sample).collect()
}

/// A thousand tokens of every kind in headers, with other lines between.
pub fn thousand() -> Vec<u8> {
    let tokens: Vec<_> = [1, 2, 3].map(ntlm_message).into();
    let tokens = tokens
        .into_iter()
        .chain(samples().into_iter().map(|(_, it)| it));
    let tokens: Vec<_> = tokens.map(|bytes| to_base64(&bytes)).collect();
    let mut text = String::new();
    for (number, token) in tokens.iter().cycle().take(1_000).enumerate() {
        text.push_str("> GET /exchange/ HTTP/1.1\n> Host: owa.contoso.example\n");
        text.push_str(if number % 2 == 0 {
            "> Authorization: Negotiate "
        } else {
            "< WWW-Authenticate: Negotiate "
        });
        text.push_str(token);
        text.push_str("\n>\n");
    }
    text.into_bytes()
}

const TEN_MB: usize = 10_000_000;

/// 10 MB of words.
pub fn prose() -> Vec<u8> {
    let words =
        b"The mailbox host asks its question, and IIS holds nothing that answers it: basic\nfacts.";
    words.iter().copied().cycle().take(TEN_MB).collect()
}

/// 10 MB of base64 that is no token: one stretch, in lines of 76.
pub fn base64() -> Vec<u8> {
    let mut state: u32 = 1;
    let noise = std::iter::repeat_with(|| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    });
    let bytes: Vec<u8> = noise.take(TEN_MB / 4 * 3).collect();
    let text = to_base64(&bytes);
    let mut lines = Vec::new();
    for line in text.as_bytes().chunks(76) {
        lines.extend_from_slice(line);
        lines.push(b'\n');
    }
    lines
}

/// A row of a dump: its offset and its bytes.
type Row = fn(usize, &[u8]) -> String;

/// The forms of dumps, by name.
pub const DUMPS: [(&str, Row); 6] = [
    ("hexdump -C", |at, it| {
        format!("{at:08x}  {:<47}  |{}|", pairs(it, 1), letters(it))
    }),
    ("xxd", |at, it| {
        format!("{at:08x}: {:<39}  {}", pairs(it, 2), letters(it))
    }),
    ("decimal offsets", |at, it| {
        format!("{at:08}:{:<47}  {}", pairs(it, 1), letters(it))
    }),
    ("no offsets", |_, it| {
        format!("{:<47}   {}", pairs(it, 1), letters(it))
    }),
    ("groups of eight", |at, it| {
        format!("{at:08x}  {:<33}  {}", pairs(it, 8), letters(it))
    }),
    ("behind a log's prefix", |at, it| {
        format!(
            "2026-03-01 10:15:00.123 DEBUG {at:04x}: {:<47}  {}",
            pairs(it, 1),
            letters(it)
        )
    }),
];

fn pairs(bytes: &[u8], size: usize) -> String {
    let groups: Vec<String> = bytes.chunks(size).map(hex::encode).collect();
    groups.join(" ")
}

fn letters(bytes: &[u8]) -> String {
    let letter = |byte: &u8| {
        if byte.is_ascii_graphic() {
            char::from(*byte)
        } else {
            '.'
        }
    };
    bytes.iter().map(letter).collect()
}

/// 10 MB of dumps of an AUTHENTICATE, each different.
pub fn dump(row: Row) -> Vec<u8> {
    let mut message = ntlm_message(3);
    let mut text = String::new();
    for number in 0_u64.. {
        if text.len() >= TEN_MB {
            break;
        }
        if let Some(mic) = message.get_mut(72..80) {
            mic.copy_from_slice(&number.to_le_bytes());
        }
        for (number, bytes) in message.chunks(16).enumerate() {
            text.push_str(&row(number * 16, bytes));
            text.push('\n');
        }
    }
    text.into_bytes()
}

/// What is hard to search, by name: what stands before, and what is repeated.
pub const HOSTILE: [(&str, &[u8], &[u8]); 22] = [
    (
        "heads of NTLM",
        b"",
        b"NTLMSSP\0\x03\0\0\0\xff\xff\xff\xff\xff\xff\xff\x7f",
    ),
    (
        "heads of SPNEGO",
        b"",
        b"\x60\x84\0\x0f\xff\xff\x06\x06\x2b\x06\x01\x05\x05\x02\xa0\x84\0\x0f\xff\xf0",
    ),
    (
        "heads of Kerberos",
        b"",
        b"\x60\x82\xff\0\x06\x09\x2a\x86\x48\x86\xf7\x12\x01\x02\x02\x01\0\x6e\x82\xff\0",
    ),
    (
        "sequences without end",
        b"\x60\x84\0\x0f\xff\xff\x06\x06\x2b\x06\x01\x05\x05\x02\xa0\x84\0\x0f\xff\xf0",
        b"\x30\x80",
    ),
    (
        "empty elements",
        b"\x60\x84\0\x0f\xff\xff\x06\x06\x2b\x06\x01\x05\x05\x02\xa0\x84\0\x0f\xff\xf0",
        b"\x05\0",
    ),
    ("a word of slashes", b"", b"/YIIAAAA"),
    ("words of zeros", b"", b"TlRMTVNTUAADAAAA "),
    ("short lines", b"NTLM AAAA\n", b"A\n"),
    ("spaces", b"", b"        "),
    ("digest and quotes", b"", b"Digest a='"),
    ("colons", b"", b"a:b:c:d$"),
    ("one row", b"", b"4e "),
    ("rows of one byte", b"", b"00: 4e\n"),
    ("rows of two", b"", b"4e 54\n"),
    ("escapes", b"", b"\\x4e"),
    ("numbers", b"", b"78,"),
    ("open brackets", b"", b"x = {\n"),
    ("schemes", b"", b"NTLM NTLM: <"),
    ("masks", b"", b"NTLM xxxx "),
    (
        "request lines",
        b"",
        b"GET / HTTP/1.1\nHost: a\nHTTP/1.1 401 x\n",
    ),
    ("commands of mail", b"", b"AUTH LOGIN\nQUJD\n"),
    ("labels", b"", b"nt:user:domain:challenge:"),
];

/// 10 MB of it.
pub fn hostile(before: &[u8], piece: &[u8]) -> Vec<u8> {
    before
        .iter()
        .chain(piece.iter().cycle())
        .copied()
        .take(TEN_MB)
        .collect()
}

/// Today's sign-in, as something pasted.
pub fn paste() -> Report {
    Report::of(traffic(&today()).as_bytes())
}

/// The messages of its first sign-in, which has a MIC.
pub fn triple(report: &Report) -> Option<Set<'_>> {
    let sets = report.sets.iter();
    let mut messages = sets.filter_map(|set| Some(report.messages(set)?.1));
    messages.find(|set| set.negotiate.is_some() && set.challenge.is_some())
}

/// Verifies it with the right password.
pub fn verified(set: &Set<'_>) -> Verification {
    let credentials = Credentials {
        user: None,
        domain: None,
        secret: Known::Password(Scenario::PASSWORD),
    };
    verify(set, Some(&credentials), None, None)
}

/// Its keys.
pub fn keys() -> Option<Keys> {
    verified(&triple(&paste())?).keys
}

/// A message of 48 bytes with a signature before and one behind it, both wrong: nothing is left untried.
pub fn unsigned() -> Vec<u8> {
    let signature = [1, 0, 0, 0, 9, 8, 7, 6, 5, 4, 3, 2, 7, 0, 0, 0];
    [&signature[..], &[0x55; 48], &signature].concat()
}
