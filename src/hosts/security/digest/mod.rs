//! HTTP Digest as a security package, as Windows has it in WDigest (RFC 7616, RFC 2617, `[MS-APDS]` 3.3).
//!
//! Each request carries its own proof, made from a hash of the password, the server's nonce and the request line. The web
//! server has no such hash: the domain controller judges, and the caller gets a network token with nothing behind it.

mod client;
mod nonce;
mod server;
#[cfg(test)]
mod tests;
mod validate;

use super::{
    Acceptor, Caller, CarrierRequest, InitiateError, Initiated, Scope, SecurityPackage, Target,
    TokenForm,
};
use crate::crypto::DigestAlgorithm;
use crate::hosts::{Account, ConnectionId, Context, DenialReason, Era, Evidence, Proven, Refusal};
use crate::wire::DigestValidationRequest;
use crate::wire::http::Digest as Params;
use crate::wire::netlogon::LogonRequest;

pub use nonce::Nonces;

/// The realm that WDigest asks for: the directory keeps hashes for it beforehand (`[MS-SAMR]` 3.1.1.8.11.3.1).
pub const REALM: &str = "Digest";

/// Digest of HTTP as a security package, by the name that a server gives a domain controller.
#[derive(Clone, Copy, Debug)]
pub struct WDigest;

impl SecurityPackage for WDigest {
    fn name(&self) -> &'static str {
        DigestValidationRequest::PACKAGE
    }

    fn supplemental(&self, domain: &str, name: &str, password: &str) -> Vec<[u8; 16]> {
        validate::hashes(domain, name, password)
    }

    fn scope(&self) -> Scope {
        Scope::Request
    }

    fn token_form(&self) -> TokenForm {
        TokenForm::Parameters
    }

    fn offer(&self, refused: Option<&DenialReason>, context: &mut Context<'_>) -> Option<String> {
        let nonce = nonce::draw(context);
        let mut params = vec![
            ("qop", "auth".to_owned()),
            (
                "algorithm",
                algorithm(context.machine.era).name().to_owned(),
            ),
            ("nonce", nonce),
            ("charset", "utf-8".to_owned()),
            ("realm", REALM.to_owned()),
        ];
        if refused == Some(&DenialReason::StaleNonce) {
            params.push(("stale", "true".to_owned()));
        }
        Some(named(params).to_challenge())
    }

    fn only_asks_again(&self, question: &[u8]) -> bool {
        let stale = Params::of_params(question);
        stale.is_ok_and(|asked| {
            asked
                .get("stale")
                .is_some_and(|stale| stale.eq_ignore_ascii_case("true"))
        })
    }

    fn initiate(
        &self,
        caller: Caller,
        target: &Target,
        _: &mut Context<'_>,
    ) -> Result<Initiated, InitiateError> {
        Ok(Initiated::Listens(Box::new(client::AwaitNonce {
            caller,
            request: target.request.clone().unwrap_or_default(),
        })))
    }

    fn accept(
        &self,
        connection: ConnectionId,
        request: Option<CarrierRequest>,
    ) -> Box<dyn Acceptor> {
        Box::new(server::ExpectResponse {
            connection,
            request: request.unwrap_or_default(),
        })
    }

    fn validate(
        &self,
        account: &Account,
        _: &LogonRequest,
        data: &[u8],
        evidence: &mut Evidence,
    ) -> Result<Proven, Refusal> {
        validate::validate(account, data, evidence)
    }
}

/// IIS 5 asked for plain MD5, with the password kept on the domain controller; IIS 6 and later ask for a session.
fn algorithm(era: Era) -> DigestAlgorithm {
    match era {
        Era::Y1998 => DigestAlgorithm::Md5,
        Era::Y2003 | Era::Today => DigestAlgorithm::Md5Sess,
    }
}

fn named<'a>(params: impl IntoIterator<Item = (&'a str, impl Into<String>)>) -> Params {
    let params = params.into_iter();
    let params = params.map(|(name, value)| (name.to_owned(), value.into()));
    Params {
        params: params.collect(),
    }
}
