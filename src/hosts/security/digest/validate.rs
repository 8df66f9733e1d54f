//! The authority's side: whether a response is of the account's password. The directory keeps no password, but hashes of it
//! for the names a client may send (`[MS-SAMR]` 3.1.1.8.11.3.1).

use super::{REALM, WDigest};
use crate::crypto::{self, DigestAlgorithm, DigestInput, Trace, lower, upper};
use crate::hosts::security::SecurityPackage;
use crate::hosts::{Account, Evidence, Mechanism, Proven, Refusal};
use crate::value_kind::ValueKind;
use crate::wire::DigestValidationRequest;

/// The hashes that stand for an account's password: for its name and for `DOMAIN\name`, each as the directory spells it,
/// in lower and in upper case (of the 29 of `[MS-SAMR]` 3.1.1.8.11.3.1 those with this realm and without a principal name).
pub fn hashes(domain: &str, name: &str, password: &str) -> Vec<[u8; 16]> {
    let full = format!("{domain}\\{name}");
    let spellings = [name, &full].map(|name| [name.to_owned(), lower(name), upper(name)]);
    let spellings = spellings.into_iter().flatten();
    spellings
        .map(|user| crypto::digest_hash(&user, REALM, password, &mut Trace::off()))
        .collect()
}

/// Judges what a server passed on.
///
/// # Errors
/// Where the response is not of the account's password.
pub fn validate(
    account: &Account,
    data: &[u8],
    evidence: &mut Evidence,
) -> Result<Proven, Refusal> {
    let sent = DigestValidationRequest::decode(data).value;
    let sent = sent.map_err(|_| Refusal::WrongPassword)?;
    let algorithm = Some(sent.algorithm.as_str()).filter(|name| !name.is_empty());
    let algorithm = DigestAlgorithm::named(algorithm).ok_or(Refusal::WrongPassword)?;
    let input = DigestInput {
        algorithm,
        nonce: &sent.nonce,
        cnonce: &sent.cnonce,
        nc: &sent.nc,
        qop: Some(sent.qop.as_str()).filter(|qop| !qop.is_empty()),
        method: &sent.method,
        uri: &sent.uri,
    };
    let matches = |hash: &&[u8; 16]| {
        let output = crypto::digest_response(hash, &input, &mut Trace::off());
        output.response.eq_ignore_ascii_case(&sent.response)
    };
    let mut kept = account.supplemental.iter();
    let kept = kept.find(|(package, _)| *package == WDigest.name());
    let (_, hashes) = kept.ok_or(Refusal::WrongPassword)?;
    let hash = hashes.iter().find(matches).or(hashes.first());
    let hash = hash.ok_or(Refusal::WrongPassword)?;
    let output = crypto::digest_response(hash, &input, &mut evidence.trace);
    evidence.compare(
        "response",
        ValueKind::Response,
        output.response.as_bytes(),
        sent.response.to_ascii_lowercase().as_bytes(),
    )?;
    Ok(Proven {
        mechanism: Mechanism::Digest(algorithm),
        session_key: match algorithm {
            DigestAlgorithm::Md5Sess => output.session_key,
            // H(A1) is as good as the password: it stays here.
            DigestAlgorithm::Md5 => crypto::NULL_KEY,
        },
    })
}
