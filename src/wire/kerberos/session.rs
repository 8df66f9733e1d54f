//! What follows once a ticket was shown: messages under its session key (RFC 4120 5.6, 5.7), among them a change of
//! password (RFC 3244), and the tokens that GSS-API puts around an application's data (RFC 4121 4.2.6, RFC 4757 7).

use super::ap::{ApRep, ApReq};
use super::basic_types::{Checksum, Encrypted, HostAddress};
use super::elements::{head, number, octets, optional_time, there};
use super::error::KrbError;
use super::message_tag;
use crate::wire::der::{self, SEQUENCE, context};
use crate::wire::{Reader, Value, field_name};

const SAFE: &str = "RFC 4120 5.6.1";
const PRIV: &str = "RFC 4120 5.7.1";
const PASSWORD: &str = "RFC 3244 2";
const TOKEN: &str = "RFC 4121 4.2.6";
const RC4_TOKEN: &str = "RFC 4757 7";

/// TOK_ID of a MIC (RFC 4121 4.2.6.1).
pub(super) const MIC: [u8; 2] = [4, 4];
/// TOK_ID of wrapped data (RFC 4121 4.2.6.2).
pub(super) const WRAP: [u8; 2] = [5, 4];
/// TOK_ID of a MIC under RC4 (RFC 4757 7.2).
pub(super) const RC4_MIC: [u8; 2] = [1, 1];
/// TOK_ID of data wrapped under RC4 (RFC 4757 7.3).
pub(super) const RC4_WRAP: [u8; 2] = [2, 1];

/// Whether the bytes are a MIC or wrapped data, which have no frame: their flags are few, and their filler is all ones.
pub(super) fn is_token(bytes: &[u8]) -> bool {
    match bytes {
        [4, 4, 0..=7, rest @ ..] => rest.len() > 24 && rest.starts_with(&[0xff; 5]),
        [5, 4, 0..=7, 0xff, rest @ ..] => rest.len() > 23,
        _ => false,
    }
}

/// Whether the bytes are a change of password or the answer to one: their length, a version, and AP-REQ or AP-REP.
pub(super) fn is_password_change(bytes: &[u8]) -> bool {
    let [a, b, version @ .., _, _, tag] = bytes.first_chunk::<7>().copied().unwrap_or_default();
    usize::from(u16::from_be_bytes([a, b])) == bytes.len()
        && matches!(version, [0, 1] | [0xff, 0x80])
        && matches!(tag, message_tag::AP_REQ | message_tag::AP_REP)
}

/// Reads a KRB-SAFE: data in clear, with a checksum under the session key (RFC 4120 5.6.1).
pub(super) fn read_safe(reader: &mut Reader<'_>) {
    let tags = [message_tag::SAFE, SEQUENCE];
    der::constructed(reader, "KRB-SAFE", SAFE, &tags, |reader| {
        head(reader, SAFE, 0);
        let tags = [context(2), SEQUENCE];
        der::constructed(reader, "safe-body", SAFE, &tags, |reader| {
            octets(reader, "user-data", SAFE, 0);
            optional_time(reader, "timestamp", SAFE, 1);
            for (tag, name) in [(2, "usec"), (3, "seq-number")] {
                if there(reader, tag) {
                    number(reader, name, SAFE, tag, &[]);
                }
            }
            for (tag, name) in [(4, "s-address"), (5, "r-address")] {
                if there(reader, tag) {
                    HostAddress::read(reader, name, &[context(tag), SEQUENCE]);
                }
            }
        });
        Checksum::read(reader, "cksum", &[context(3), SEQUENCE]);
    });
}

/// KRB-PRIV, whose data stay closed.
pub(super) fn read_priv(reader: &mut Reader<'_>) {
    let tags = [message_tag::PRIV, SEQUENCE];
    der::constructed(reader, "KRB-PRIV", PRIV, &tags, |reader| {
        head(reader, PRIV, 0);
        Encrypted::read(reader, field_name::ENC_PART, 3);
    });
}

/// A change of password: who asks, and a KRB-PRIV with the new one; or the answer, perhaps an error.
pub(super) fn read_password_change(reader: &mut Reader<'_>) {
    for name in ["message length", "protocol version", "AP length"] {
        big_endian(reader, name, PASSWORD);
    }
    while !reader.failed() && der::more(reader) {
        match reader.peek(1) {
            Some([message_tag::AP_REQ]) => drop(ApReq::read(reader)),
            Some([message_tag::AP_REP]) => drop(ApRep::read(reader)),
            Some([message_tag::PRIV]) => read_priv(reader),
            Some([message_tag::ERROR]) => drop(KrbError::read(reader)),
            _ => drop(reader.take("token", PASSWORD, reader.remaining())),
        }
    }
}

/// What stands behind the TOK_ID of a MIC or of wrapped data.
pub(super) fn read_token(reader: &mut Reader<'_>, id: [u8; 2]) {
    let modern = matches!(id, MIC | WRAP);
    let wraps = matches!(id, WRAP | RC4_WRAP);
    if modern {
        let flags = reader.u8("Flags", TOKEN);
        let names = ["SentByAcceptor", "Sealed", "AcceptorSubkey"];
        let names = (0..).zip(names).filter(|(bit, _)| flags >> bit & 1 != 0);
        let names: Vec<_> = names.map(|(_, name)| name).collect();
        reader.mark(Value::Flags(flags.into(), names.join(", ").into()));
        reader.take("Filler", TOKEN, if wraps { 1 } else { 5 });
        if wraps {
            big_endian(reader, "EC", TOKEN);
            big_endian(reader, "RRC", TOKEN);
        }
        let sequence = u64::from_be_bytes(reader.array("SND_SEQ", TOKEN));
        reader.mark(Value::Number(sequence));
    } else {
        reader.u16("SGN_ALG", RC4_TOKEN);
        if wraps {
            reader.u16("SEAL_ALG", RC4_TOKEN);
        }
        reader.take("Filler", RC4_TOKEN, if wraps { 2 } else { 4 });
        reader.take("SND_SEQ", RC4_TOKEN, 8);
        reader.take("SGN_CKSUM", RC4_TOKEN, 8);
    }
    if der::more(reader) {
        let name = if modern && !wraps {
            "SGN_CKSUM"
        } else {
            "Data"
        };
        reader.take(name, TOKEN, reader.remaining());
    }
}

fn big_endian(reader: &mut Reader<'_>, name: &'static str, spec: &'static str) {
    let number = u16::from_be_bytes(reader.array(name, spec));
    reader.mark(Value::Number(number.into()));
}
