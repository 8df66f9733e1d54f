//! Where tshark and we differ, and why it is not us who are wrong.

use crate::ours::{Ours, Token};
use crate::pac;
use crate::pdml::Shown;
use double_hop::wire::Value;
use std::ops::Range;
use std::time::{Duration, SystemTime};

/// Such as 55, where the payload is at 39 and its length at 16.
pub const SHIFTED: &str =
    "it says a payload's length, room and offset to be as much further on as the payload is";

/// Why a field of tshark's is not ours, and which bytes of ours it is about nevertheless.
pub fn tshark(token: &Token, field: &Shown) -> Option<(&'static str, Range<usize>)> {
    let range = field.pos..field.pos + field.size;
    let ours = |name: &str| token.fields.iter().find(|ours| ours.name == name);
    let within = |name: &str| {
        let around = |ours: &&Ours| ours.start <= range.start && range.end <= ours.end;
        ours(name).filter(around).is_some()
    };
    match &*field.name {
        "spnego.krb5.tok_id" if within("mechListMIC") => Some((
            "it takes a mechListMIC for a Kerberos token, whatever mechanism was chosen",
            range.start..range.start,
        )),
        "spnego.krb5.tok_id" => {
            let ours = ours("TOK_ID").filter(|ours| ours.start == range.start)?;
            let (Value::Number(value) | Value::Named(value, _) | Value::Flags(value, _)) = &ours.value else {
                return None;
            };
            let swapped = (*value as u16).swap_bytes();
            (field.show == format!("{swapped:#06x}")).then_some((
                "RFC 4121 4.1 writes TOK_ID by its octets, 01 00; it reads a little-endian number",
                range,
            ))
        }
        "ntlmssp.ntlmclientchallenge" if field.show == "00:00:00:00:00:00:00:00" => {
            within("LmChallengeResponse").then_some((
                "24 zero bytes in the place of an LM response have no nonce ([MS-NLMP] 3.1.5.1.2); it finds one",
                range.start..range.start,
            ))
        }
        "negoex.exchange_vec_byte_count"
        | "negoex.exchange_vec_pad"
        | "negoex.checksum_vec_count"
        | "negoex.checksum_pad" => {
            let halves = |ours: &&Ours| {
                let half = range.start == ours.start || range.end == ours.end;
                ours.name == "ByteArrayLength" && half && ours.end - ours.start == 4
            };
            token.fields.iter().any(|ours| halves(&ours)).then_some((
                "ByteArrayLength has 32 bits ([MS-NEGOEX] 6); it reads 16 and padding",
                range.clone(),
            ))
        }
        _ => None,
    }
}

/// Why tshark does not show a field of ours.
pub fn unseen(token: &Token, field: &Ours) -> Option<&'static str> {
    let kind = token.kinds.first().copied().unwrap_or_default();
    match &*field.name {
        "tag and length" => Some("tags and lengths of DER are no fields of its own"),
        "Reserved" if field.end - field.start == 3 => {
            Some("it leaves out the reserved bytes of Version")
        }
        "ClientID" | "ibSSPI" | "cbSSPI" | "ibAtchDBFile" | "cchAtchDBFile"
        | "ibChangePassword" | "cchChangePassword" | "cbSSPILong" => {
            Some("of LOGIN7 it shows no place behind that of the database")
        }
        "TokenType" => Some("it shows a token of TDS as a whole, without its first byte"),
        "reserved" | "flags" if kind.ends_with("KRB-ERROR") => {
            Some("of KERB_EXT_ERROR it shows the status alone")
        }
        "COLLATION" => Some("it takes a collation apart"),
        "characters" if token.within("ProgName", field) => {
            Some("of LOGINACK it does not show how long ProgName is")
        }
        _ if kind == "TDS packet" && token.fields.iter().any(|it| it.name == "SSPIBuffer") => {
            Some("it does not open the SSPI token of TDS")
        }
        "Z(16)" | "Response" => Some("it does not take an LM field apart beyond the nonce"),
        // What goes to a KDC or comes from it begins with its length.
        _ if kind.starts_with("Kerberos") && !matches!(token.bytes.first(), Some(0 | 0x60)) => {
            Some("it knows Kerberos in HTTP only in the frame of RFC 2743 3.1")
        }
        _ if token.kinds.last() == Some(&"NegoEx") && kind != "NegoEx" => negoex(token, field),
        "token" if kind == "Kerberos" => Some("it does not open the answer of user to user"),
        _ if kind == "NegoEx" => Some("it knows NegoEx only inside SPNEGO"),
        _ => None,
    }
}

fn negoex(token: &Token, field: &Ours) -> Option<&'static str> {
    let place = |name: &str| token.fields.iter().find(|ours| ours.name == name);
    if place("Extensions").is_some_and(|list| list.start <= field.start) {
        return Some(
            "it reads 8 bytes of an EXTENSION, which has 12 ([MS-NEGOEX] 6), and stops there",
        );
    }
    if place("ErrorCode").is_some_and(|code| code.end <= field.start) {
        return Some("it does not open the alerts of an ALERT_MESSAGE");
    }
    (field.name == "padding").then_some("it does not show the padding of a structure")
}

/// A FILETIME as tshark writes it.
pub fn filetime(value: u64) -> String {
    let unix = value.saturating_sub(116_444_736_000_000_000);
    let at = SystemTime::UNIX_EPOCH + Duration::from_secs(unix / 10_000_000);
    // Such as `Mon, 02 Nov 2026 09:00:00 GMT`.
    let text = httpdate::fmt_http_date(at);
    let words: Vec<_> = text.split(' ').collect();
    let day = words[1].trim_start_matches('0');
    let nanoseconds = unix % 10_000_000 * 100;
    format!(
        "{} {day:>2}, {} {}.{nanoseconds:09} UTC",
        words[2], words[3], words[4]
    )
}

/// `2024-02-29 12:00:00 UTC` as tshark writes it.
pub fn asn1_time(text: &str) -> String {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let text: String = text.chars().filter(char::is_ascii_digit).collect();
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<usize>().ok();
    let parts = [(0, 4), (4, 6), (6, 8), (8, 10), (10, 12), (12, 14)];
    let parts: Option<Vec<_>> = parts
        .into_iter()
        .map(|(from, to)| number(from, to))
        .collect();
    let Some([year, month, day, hour, minute, second]) = parts.as_deref() else {
        return String::new();
    };
    let month = MONTHS
        .get(month.wrapping_sub(1))
        .copied()
        .unwrap_or_default();
    format!("{month} {day:>2}, {year} {hour:02}:{minute:02}:{second:02}.000000000 UTC")
}

/// Where tshark shows a field of what was sealed: at its place in the plaintext. That of a timestamp it shows where the
/// ciphertext is.
pub fn place(part: &Token, field: &Shown, ours: &Ours) -> usize {
    match part.kinds.first() {
        Some(&"timestamp") => field.pos,
        _ => ours.start,
    }
}

/// Why tshark does not show a field of what we opened.
pub fn unseen_inside(part: &Token, field: &Ours) -> Option<&'static str> {
    match &*field.name {
        "tag and length" => Some("tags and lengths of DER are no fields of its own"),
        "Flags" if part.kinds == ["authenticator"] => {
            Some("of the flags of checksum 0x8003 it shows one by one those it knows")
        }
        _ if part.kinds == ["PAC"] => pac::unseen(part, field),
        _ => None,
    }
}
