//! Dumps of every form, and what is hard to search; 10 MB each.

use super::inputs::ntlm_message;

const TEN_MB: usize = 10_000_000;

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
pub const HOSTILE: [(&str, &[u8], &[u8]); 25] = [
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
    ("lines of numbers", b"", b"78,78,78,\n"),
    ("lines of escapes", b"", b"\\x4e\\x54\n"),
    ("strings without a token", b"", b"\"\\x4e\"\nand words\n"),
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
