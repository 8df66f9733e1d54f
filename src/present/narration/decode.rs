//! What the page that decodes says: beside its boxes, and where something is empty or cut.

use super::interface::counted;
use crate::present::decode::Example;
use std::fmt::Write as _;

/// In the box that takes anything, while it is empty.
pub const PASTE_HINT: &str = "Paste a token, a header, a whole exchange, curl -v output, hex…";
/// Where nothing that was pasted is a token.
const PASTE_NO_TOKEN: &str = "No token was found: nothing here reads as NTLM, SPNEGO, Kerberos, Basic or Digest. What errors and lines of logs say is read under Diagnose.";
/// Where every token was cut or crossed out by whoever wrote it down.
pub const CUT: &str = "What stands here of a token is not whole: paste it as it was sent.";
/// Above the welcome of Decode.
pub const DECODE_TITLE: &str = "What is in it, and does it prove what it claims?";
/// The welcome of Decode: what it does with a paste.
pub const DECODE_WELCOME: &str = "Paste what you have. Each token is taken apart byte by byte; what belongs to one sign-in is put together; \
    with a password or an NT hash each proof is computed again and held against what was sent.";
/// What Decode reads, a kind of input a line.
pub const DECODE_READS: [&str; 5] = [
    "base64, also wrapped or quoted; hex, hex dumps, C arrays, escaped strings",
    "headers with NTLM, Negotiate, Basic or Digest; whole requests and responses; curl -v; a HAR",
    "several of them at once, in any order, with anything between",
    "or drop files anywhere on this page, binary ones too",
    "captures (pcap, pcapng, ETL), HAR, NetLog, SAZ, Burp XML, mitmproxy flows, logs of IIS and Windows (.evtx too), klist: every sign-in in them is drawn",
];
/// Above the examples that can be put into the box.
pub const EXAMPLES: &str = "Nothing at hand? Try one of these:";

/// The name of an example.
pub fn example(example: Example) -> &'static str {
    match example {
        Example::Good => "A good sign-in",
        Example::Wrong => "A wrong password",
        Example::Kerberos => "Kerberos that delegates",
        Example::Cut => "A cut token",
    }
}

/// Where nothing that was pasted is a token: what a server offers in it, if it does.
pub fn no_token(offers: &[String]) -> String {
    if offers.is_empty() {
        return PASTE_NO_TOKEN.to_owned();
    }
    format!(
        "No token, but an offer: the server takes {}. The token is in the client’s Authorization header.",
        offers.join(", then ")
    )
}

/// To the causes of what was pasted, where no token is in it.
pub const DIAGNOSE: &str = "Read it under Diagnose";
/// To the traffic that was read before.
pub const TO_TRAFFIC: &str = "Back to the traffic";
/// While a file is dragged over the page.
pub const DROP: &str = "Let go: the file is read in this page and sent nowhere.";
/// Of a sign-in whose end is not in what was pasted.
pub const NO_ANSWER: &str = "no answer";

/// The button that holds the token shown against that one.
pub fn compare_with(number: usize) -> String {
    format!("Compare with {number}")
}

/// Above two tokens beside each other.
pub fn comparing(one: usize, other: usize) -> String {
    format!("Compare {one} with {other}")
}

/// Above the fields that differ and say something.
pub const MATTERS: &str = "Differs, and it matters";
/// Above the fields that are new in every message.
pub const EACH_TIME: &str = "Differs each time: questions, times and what is computed from them";

/// Above the fields that are equal.
pub fn equal(fields: usize) -> String {
    format!("Equal: {}", counted(fields, "field"))
}

/// Below the welcome of Decode.
pub const DECODE_QUIET: &str =
    "Everything happens in this page. Nothing is sent, stored, or put into the address.";

/// In place of a text that is too long for the box.
pub fn large_text(bytes: usize) -> String {
    format!("{bytes} bytes of text, all of it read. Paste again to replace it.")
}

/// In place of a file that is no text.
pub fn large_file(name: &str, bytes: usize) -> String {
    format!("{name}: {bytes} bytes, all of it read. Paste again to replace it.")
}

/// How much was found in a paste; `more` tokens are not shown.
pub fn found(tokens: usize, sign_ins: usize, more: usize) -> String {
    let mut said = counted(tokens, "token");
    if sign_ins > 0 {
        // Writing to a string does not fail.
        let _ = write!(said, ", {}", counted(sign_ins, "sign-in"));
    }
    if more > 0 {
        let _ = write!(
            said,
            "; {more} more tokens are not shown: paste fewer at a time"
        );
    }
    said.push('.');
    said
}

/// While something long is read.
pub const READING: &str = "Reading";

/// Of something that was read up to there, where somebody stopped it.
pub fn stopped(percent: u8, tokens: usize) -> String {
    format!(
        "Stopped at {percent} %: {} so far.",
        counted(tokens, "token")
    )
}

/// Behind the last of what could not be used.
pub fn and_more(count: usize) -> String {
    format!("and {count} more")
}

/// How much could not be used.
pub fn not_used(count: usize) -> String {
    format!("Not used: {count}")
}

/// Above the steps of a computation.
pub fn how_computed(steps: usize) -> String {
    format!("How it was computed ({steps} steps)")
}

/// Of two tokens beside each other: how many fields differ, and whether the bytes are the same.
pub fn differing(fields: usize, same: bool) -> String {
    match fields {
        0 if same => "They are the same, byte for byte.".to_owned(),
        0 => "No field differs.".to_owned(),
        1 => "1 field differs.".to_owned(),
        fields => format!("{fields} fields differ."),
    }
}

/// Where neither NTLM nor Kerberos in the paste has anything to verify.
pub const VERIFY_NOTHING: &str = "There is no NTLM AUTHENTICATE and nothing encrypted of Kerberos here: those can be verified on this page.";
/// Where the token that is shown has nothing to verify.
pub const VERIFY_NOT_THIS: &str = "This token belongs to no sign-in with an AUTHENTICATE, and nothing of Kerberos is encrypted in it. Choose another one.";
/// Below what is no NT hash.
pub const VERIFY_BAD_HASH: &str = "An NT hash is 32 hexadecimal digits.";
/// In the field for the password, while it is empty.
pub const HINT_PASSWORD: &str = "in memory only";
/// In the field for the NT hash, while it is empty.
pub const HINT_HASH: &str = "32 hex digits";
/// In the fields for the user and the domain, while they are empty.
pub const HINT_NAME: &str = "as sent";
/// In the field for channel bindings, while it is empty.
pub const HINT_BINDINGS: &str = "the server’s certificate (PEM or DER), or the hash";
/// In the field for the host name, while it is empty.
pub const HINT_HOST: &str = "the server you meant";
/// In the field for a protected message, while it is empty.
pub const HINT_MESSAGE: &str = "in hex: the 16 bytes of the signature before or behind the message";
/// The switch that shows passwords and keys that stand in a token in clear.
pub const SHOW_SECRETS: &str = "Show the password or keys in it";
/// The choice of the token itself, beside what was opened in it.
pub const AS_SENT: &str = "As sent";
/// In the field for a key of Kerberos, while it is empty.
pub const HINT_KEY: &str = "in hex; its length tells the type";
/// In the field for a file of keys, while it is empty.
pub const HINT_KEY_FILE: &str =
    "in base64 or hex, or drop the file on this page; kept in memory only";
/// Below what is no key.
pub const BAD_KEY: &str = "A key is 8, 16, 24 or 32 bytes in hex.";
/// Below what is no file of keys.
pub const BAD_KEY_FILE: &str = "This is no keytab and no credential cache, or not all of one.";
/// Where there was too much to try every key.
pub const NOT_ALL_TRIED: &str =
    "There is more here than could be tried: paste fewer messages, or give fewer keys.";
/// The files of keys that were dropped.
pub fn key_files<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.collect();
    format!("Keys from {}", names.join(", "))
}
