//! What Chrome counts and does not show: one entry stands for a whole sign-in, with the first request and the last answer,
//! but its sizes include the answers of 401 between them. Inferred, never seen.

use super::super::leg::{Leg, Method, Sender, SentCredential, Status};
use super::entry::HarEntry;
use crate::traffic::http::method;
use crate::wire::from_base64;

/// Answers that are not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct HiddenResponses {
    /// How many they seem to be; 0 where their length does not tell.
    pub(super) count: u8,
    /// How many bytes they took; 0 where the last answer alone tells of them.
    pub(super) bytes: u32,
}

/// The shortest answer of 401 with a challenge has about this many bytes; less is padding, chunks or an interim answer.
const SHORTEST: i64 = 70;

/// Measured with short bodies: one such answer takes 127 to 231 bytes, the two of NTLM take 381 to 559.
const ONE: i64 = 350;
/// One answer with a page in it may take as much: that of IIS has 1,293 bytes.
const SHORT: i64 = 650;

impl HiddenResponses {
    pub(super) fn of(entry: &HarEntry) -> Option<Self> {
        let sent = entry.answer_header("Content-Length");
        let sent: Option<i64> = sent.and_then(|it| it.trim().parse().ok());
        // Without a length, a body that took more than it holds: how much more where it is not compressed, at least so
        // much where it is.
        let extra = match (entry.body_size(), sent) {
            (Some(counted), Some(sent)) if counted >= 0 && sent >= 0 => {
                counted.checked_sub(sent)?
            }
            _ => entry.compression()?.checked_neg()?,
        };
        if extra < SHORTEST.saturating_add(chunks(entry)) {
            return None;
        }
        let count = match accepted_by_kerberos(entry) {
            Some(true) => 1,
            Some(false) => 2,
            None if extra < ONE => 1,
            None if extra < SHORT => 2,
            None => 0,
        };
        Some(Self {
            count,
            bytes: u32::try_from(extra).unwrap_or(u32::MAX),
        })
    }

    /// What an answer shows that has the last token of a sign-in, though no proof stands in the request: they are not counted.
    pub(super) fn before_token(entry: &HarEntry, legs: &[Leg]) -> Option<Self> {
        let proves = |leg: &Leg| leg.sender == Sender::Client && leg.credential.is_some();
        let ends = |leg: &Leg| {
            let asks = matches!(leg.status, Some(Status::Http(401 | 407)));
            let negotiates = matches!(
                leg.credential,
                Some(SentCredential::Token(Method::Negotiate, _))
            );
            leg.sender == Sender::Server && negotiates && !asks
        };
        let alone = legs.iter().any(ends) && !legs.iter().any(proves);
        let count = match accepted_by_kerberos(entry) {
            Some(true) => 1,
            Some(false) => 2,
            None => 0,
        };
        alone.then_some(Self { count, bytes: 0 })
    }
}

/// What the sizes of chunks (RFC 9112 7.1) may add to a body: 7 bytes for each, of which few are shorter than 256.
fn chunks(entry: &HarEntry) -> i64 {
    let coding = entry.answer_header("Transfer-Encoding").unwrap_or_default();
    if !coding.to_ascii_lowercase().contains("chunked") {
        return 0;
    }
    let kind = entry.answer_header("Content-Type").unwrap_or_default();
    // Events come in chunks of any shortness.
    if kind.starts_with("text/event-stream") {
        return i64::MAX;
    }
    entry.content_size().unwrap_or_default().max(0) / 32
}

/// The token of SPNEGO on the last answer names the mechanism that was agreed on: Kerberos needs one 401, NTLM two.
fn accepted_by_kerberos(entry: &HarEntry) -> Option<bool> {
    // 1.2.840.113554.1.2.2, that of Microsoft's first release, and NTLM's.
    const KERBEROS: [&[u8]; 2] = [
        b"\x2a\x86\x48\x86\xf7\x12\x01\x02\x02",
        b"\x2a\x86\x48\x82\xf7\x12\x01\x02\x02",
    ];
    const NTLM: &[u8] = b"\x2b\x06\x01\x04\x01\x82\x37\x02\x02\x0a";
    let (scheme, token) = entry
        .answer_header("WWW-Authenticate")?
        .trim()
        .split_once(' ')?;
    if method(scheme) != Method::Negotiate {
        return None;
    }
    let token = from_base64(token.trim()).ok()?;
    let has = |oid: &[u8]| token.windows(oid.len()).any(|it| it == oid);
    if KERBEROS.into_iter().any(has) {
        return Some(true);
    }
    has(NTLM).then_some(false)
}
