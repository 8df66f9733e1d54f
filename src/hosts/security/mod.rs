//! Security packages: authentication protocols behind one trait, as Windows has them behind SSPI.
//!
//! A client calls [`SecurityPackage::initiate`], has a KDC asked where that is needed ([`KdcInquiry`]), and answers what it
//! is asked with [`Initiator::step`]. A server calls
//! [`SecurityPackage::accept`] and hands the client's tokens to [`Acceptor::step`], until the caller is known, refused,
//! or to be judged by the authority for the account; then [`PendingValidation::conclude`] takes the authority's answer.
//! Services carry the tokens and know nothing of what is in them.

mod accept;
pub mod digest;
mod initiate;
pub mod kerberos;
pub mod negotiate;
pub mod ntlm;

pub use accept::{
    Acceptance, Accepted, Acceptor, CarrierRequest, Denied, Login, PendingValidation,
};
pub use initiate::{
    Answered, Caller, InitiateError, Initiated, Initiator, KdcAsker, KdcInquiry, Target,
};

use super::{
    AccessToken, Account, ConnectionId, Context, DenialReason, Evidence, Holding, Proven, Refusal,
};
use crate::value_kind::ValueKind;
use crate::wire::netlogon::LogonRequest;

/// An authentication protocol, both its sides.
pub trait SecurityPackage: Sync {
    /// Its name where one host names it to another.
    fn name(&self) -> &'static str;

    /// What a sign-in holds for.
    fn scope(&self) -> Scope {
        Scope::Connection
    }

    /// How HTTP writes its tokens.
    fn token_form(&self) -> TokenForm {
        TokenForm::Base64
    }

    /// The server's first words, where it speaks first: they stand in a 401 behind the name of the scheme. `refused` is
    /// why the client's last token was.
    fn offer(&self, refused: Option<&DenialReason>, context: &mut Context<'_>) -> Option<String> {
        let _ = (refused, context);
        None
    }

    /// Whether a question after a refusal only asks for the same answer again, made fresh: nothing was wrong with the
    /// credential.
    fn only_asks_again(&self, question: &[u8]) -> bool {
        let _ = question;
        false
    }

    /// What the directory keeps in place of a password, beside the NT hash.
    fn supplemental(&self, domain: &str, name: &str, password: &str) -> Vec<[u8; 16]> {
        let _ = (domain, name, password);
        Vec::new()
    }

    /// The authority's part: judges what a server passed on in a form of the package's own.
    ///
    /// # Errors
    /// Where it does not prove the account's password.
    fn validate(
        &self,
        account: &Account,
        request: &LogonRequest,
        data: &[u8],
        evidence: &mut Evidence,
    ) -> Result<Proven, Refusal> {
        let _ = (account, request, data, evidence);
        Err(Refusal::NoSuchPackage)
    }

    /// Begins the client's side.
    ///
    /// # Errors
    /// Where there is no way to begin.
    fn initiate(
        &self,
        caller: Caller,
        target: &Target,
        context: &mut Context<'_>,
    ) -> Result<Initiated, InitiateError>;

    /// Begins the server's side, for whoever is at the other end of that connection; `request` is what the token comes
    /// with, where it comes with HTTP.
    fn accept(
        &self,
        connection: ConnectionId,
        request: Option<CarrierRequest>,
    ) -> Box<dyn Acceptor>;
}

/// The packages of every computer here, by which schemes find theirs.
const PACKAGES: [&dyn SecurityPackage; 3] = [&negotiate::Spnego, &ntlm::Ntlm, &digest::WDigest];

/// What the directory keeps for each package in place of a password.
pub fn supplemental(
    domain: &str,
    name: &str,
    password: &str,
) -> Vec<(&'static str, Vec<[u8; 16]>)> {
    let kept = PACKAGES
        .into_iter()
        .map(|package| (package.name(), package.supplemental(domain, name, password)));
    kept.filter(|(_, hashes)| !hashes.is_empty()).collect()
}

/// A package by its name, in letters of either case.
pub fn named(name: &str) -> Option<&'static dyn SecurityPackage> {
    let mut packages = PACKAGES.into_iter();
    packages.find(|package| package.name().eq_ignore_ascii_case(name))
}

/// What a sign-in holds for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All that comes on the connection (RFC 4559 6 for NTLM in HTTP).
    Connection,
    /// The request it comes with; each carries its own.
    Request,
}

/// How HTTP writes the tokens of a package.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenForm {
    /// In base64, as one token68 (RFC 9110 11.2).
    Base64,
    /// As they are: a list of parameters (RFC 9110 11.2).
    Parameters,
}

/// A token, as something held with a connection.
pub fn token_holding(token: &AccessToken, connection: ConnectionId) -> Holding {
    let place = super::StorageLocation::Connection(connection);
    let mut holding = Holding::new(ValueKind::Token, &token.identity, place);
    holding.logon = Some(token.logon);
    holding
}
