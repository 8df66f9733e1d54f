//! Tokens in base64, behind their scheme or alone, whole or cut.

use crate::lab::{Observable as O, SentToken};
use crate::present::causes::Sign;
use crate::wire::kerberos::KerberosMessage;
use crate::wire::oid::{self, Oid};
use crate::wire::spnego::{NegToken, is_spnego};
use crate::wire::{self, LayerValue};

/// What the beginning of a token tells of it.
enum Kind {
    Ntlm,
    Ticket,
    /// A Kerberos error.
    Refused(u32),
}

/// A token behind its scheme, or alone.
pub(super) fn token(line: &str) -> Option<Vec<Sign>> {
    let low = line.to_lowercase();
    let (negotiate, ntlm) = (low.contains("negotiate "), low.contains("ntlm "));
    let ends = |c: char| c.is_whitespace() || "\"'`,:<>[]()\\".contains(c);
    let words = line.split(ends);
    let kind = words
        .filter_map(|word| Some((word, base64(word)?)))
        .find_map(|(word, bytes)| {
            let begun = negotiate && word.starts_with("YII") && bytes.len() < 12;
            if begun {
                Some(Kind::Ticket)
            } else {
                kind(&bytes)
            }
        })?;
    let shows = match kind {
        Kind::Ntlm if negotiate => vec![O::Sends(SentToken::NegotiateNtlm)],
        Kind::Ntlm if ntlm => vec![O::Sends(SentToken::Ntlm)],
        Kind::Ntlm => vec![
            O::Sends(SentToken::NegotiateNtlm),
            O::Sends(SentToken::Ntlm),
        ],
        Kind::Ticket => vec![O::Sends(SentToken::Ticket)],
        Kind::Refused(code) => vec![O::TicketRejected(code)],
    };
    Some(vec![Sign::Any(shows)])
}

/// As many bytes of a word in base64 as are whole.
fn base64(word: &str) -> Option<Vec<u8>> {
    let symbols = word.trim_end_matches('=').trim_end_matches(['…', '.']);
    let read = wire::from_base64(symbols).or_else(|_| {
        let whole = symbols.len() / 4 * 4;
        wire::from_base64(symbols.get(..whole).unwrap_or_default())
    });
    read.ok().filter(|it| !it.is_empty())
}

fn kind(bytes: &[u8]) -> Option<Kind> {
    // `TlRM` and little more is often all that people write.
    if bytes.starts_with(b"NTL") {
        return Some(Kind::Ntlm);
    }
    match &wire::token(bytes).last()?.value {
        LayerValue::Ntlm(_) => Some(Kind::Ntlm),
        LayerValue::Kerberos(Some(KerberosMessage::Error(error))) => {
            let code = u32::try_from(error.code).ok()?;
            Some(Kind::Refused(code))
        }
        LayerValue::Kerberos(_) => Some(Kind::Ticket),
        LayerValue::Spnego(_) => cut(bytes),
        _ => None,
    }
}

/// A negotiation that is cut before the token in it: the mechanism that comes first is that of the token, and a length
/// in two bytes is that of a ticket.
fn cut(bytes: &[u8]) -> Option<Kind> {
    let first = match NegToken::lenient(bytes) {
        NegToken::Init(it) | NegToken::Init2(it) => it.mech_types.into_iter().next(),
        NegToken::Resp(it) => it.supported_mech,
    };
    match first {
        Some(Oid(it)) if it == oid::KERBEROS || it == oid::MS_KERBEROS => Some(Kind::Ticket),
        Some(Oid(it)) if it == oid::NTLMSSP => Some(Kind::Ntlm),
        Some(_) => None,
        None => (is_spnego(bytes) && bytes.starts_with(&[0x60, 0x82])).then_some(Kind::Ticket),
    }
}
