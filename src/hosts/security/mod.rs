//! Security packages: authentication protocols behind one trait, as Windows has them behind SSPI.
//!
//! A client calls [`SecurityPackage::initiate`], has a KDC asked where that is needed ([`KdcInquiry`]), and answers what it
//! is asked with [`Initiator::step`]. A server calls
//! [`SecurityPackage::accept`] and hands the client's tokens to [`Acceptor::step`], until the caller is known, refused,
//! or to be judged by the authority for the account; then [`Verification::conclude`] takes the authority's answer.
//! Services carry the tokens and know nothing of what is in them.

pub mod digest;
pub mod kerberos;
pub mod negotiate;
pub mod ntlm;

use super::{
    Account, Comparison, Computation, ConnectionId, Context, Credential, Decision, DenialReason,
    Endpoint, Evidence, Holding, HowKnown, Mechanism, Note, Proven, Refusal, Reply, Token,
};
use crate::crypto::Step;
use crate::secret::Secret;
use crate::wire::DecodeError;
use crate::wire::netlogon::{LogonRequest, LogonResponse};
use std::fmt;

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
    fn accept(&self, connection: ConnectionId, request: Option<RequestLine>) -> Box<dyn Acceptor>;
}

/// All packages.
const PACKAGES: [&dyn SecurityPackage; 3] = [&negotiate::Negotiate, &ntlm::Ntlm, &digest::WDigest];

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

/// The package of that name.
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

/// The request a token comes with: a package may cover it with its proof.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequestLine {
    /// The method.
    pub method: String,
    /// The request target.
    pub uri: String,
}

/// On whose behalf a client speaks: all it can answer with.
#[derive(Clone, Debug)]
pub enum Caller {
    /// A credential of its own.
    Credential(Credential),
    /// A thread's token. What is behind it is asked of the security authority when the question comes.
    Thread(Token),
    /// A recorded token, sent again whatever the question is.
    Replay(Vec<u8>),
    /// Somebody says by hand what to answer with.
    Hand(Reply),
}

/// What a client signs in to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The service principal name, such as `HTTP/web-01`.
    pub service: String,
    /// Whether the server may be given a TGT of the caller's, if it is trusted with one.
    pub delegate: bool,
    /// The request the answer will come with, where it comes with HTTP.
    pub request: Option<RequestLine>,
}

impl Target {
    /// The web server of that name, and what is asked of it.
    pub fn http(host: &str, method: &str, uri: &str) -> Self {
        Self {
            service: format!("HTTP/{host}"),
            delegate: false,
            request: Some(RequestLine {
                method: method.to_owned(),
                uri: uri.to_owned(),
            }),
        }
    }
}

/// A client's side that has begun.
pub enum Initiated {
    /// The client speaks first.
    Speaks {
        /// What to send.
        token: Vec<u8>,
        /// How it came about, where it is a proof already.
        answered: Option<Box<Answered>>,
        /// Awaits the server's question.
        state: Box<dyn Initiator>,
    },
    /// The server speaks first.
    Listens(Box<dyn Initiator>),
    /// A KDC must be asked before anything can be said.
    Asks(KdcInquiry),
}

/// A question for a KDC, and who waits for the answer.
pub struct KdcInquiry {
    /// Where the KDC listens.
    pub kdc: Endpoint,
    /// The AS-REQ or TGS-REQ, without the length that TCP puts before it.
    pub request: Vec<u8>,
    /// Takes the answer.
    pub asker: Box<dyn KdcAsker>,
}

/// A client that awaits a KDC's answer.
pub trait KdcAsker: Send {
    /// Takes the answer; none where the connection was lost.
    ///
    /// # Errors
    /// Where it is a refusal that leaves no other way to sign in.
    fn answered(
        self: Box<Self>,
        answer: Option<&[u8]>,
        context: &mut Context<'_>,
    ) -> Result<Initiated, InitiateError>;
}

/// A client that awaits the server's question.
pub trait Initiator: Send {
    /// The server let the client in, and sent this along: a proof of its own, where the package has one.
    fn admitted(self: Box<Self>, token: Option<&[u8]>, context: &mut Context<'_>) {
        let _ = (token, context);
    }

    /// Answers the question.
    ///
    /// # Errors
    /// Where the question does not decode, or the answer would not fit its message.
    fn step(
        self: Box<Self>,
        question: &[u8],
        context: &mut Context<'_>,
    ) -> Result<Box<Answered>, InitiateError>;
}

/// A client's answer, and how it came about.
#[derive(Clone, Debug)]
pub struct Answered {
    /// What to send.
    pub message: Vec<u8>,
    /// What was answered with; none for bytes that were sent as they are.
    pub answer: Option<Mechanism>,
    /// Whether somebody said by hand what to answer with.
    pub by_hand: bool,
    /// The server's question.
    pub challenge: Vec<u8>,
    /// What was computed, where a response was.
    pub computation: Option<Computation>,
    /// The part that proves something: NTProofStr or the 24-byte response.
    pub proof: Vec<u8>,
    /// NTOWFv1, where one was computed.
    pub nt_hash: Option<[u8; 16]>,
    /// The session key both sides will have, where there is one.
    pub session_key: Option<[u8; 16]>,
    /// Each step of the computation.
    pub steps: Vec<Step>,
}

/// Why a server's question cannot be answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InitiateError {
    /// It does not decode.
    Malformed(DecodeError),
    /// The answer would have a field that is longer than its length can say.
    TooLong(&'static str),
    /// The user's name has a control character, which no header can carry.
    ControlCharacter,
    /// The caller has nothing that this package could answer with.
    NoCredential,
    /// The KDC refuses, with this error-code of RFC 4120 7.5.9.
    Kdc(i64),
    /// No KDC answers.
    NoKdc,
}

impl From<DecodeError> for InitiateError {
    fn from(error: DecodeError) -> Self {
        Self::Malformed(error)
    }
}

impl fmt::Display for InitiateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(error) => error.fmt(f),
            Self::TooLong(field) => write!(f, "{field} is longer than 65,535 bytes"),
            Self::ControlCharacter => f.write_str("the user's name has a control character"),
            Self::NoCredential => f.write_str("there is no credential that could answer"),
            Self::Kdc(code) => write!(f, "the KDC refuses with error {code}"),
            Self::NoKdc => f.write_str("no KDC answers"),
        }
    }
}

/// A server that awaits a client's token.
pub trait Acceptor: Send {
    /// Takes a token.
    ///
    /// # Errors
    /// Where the token gets its sender no further.
    fn step(
        self: Box<Self>,
        token: &[u8],
        context: &mut Context<'_>,
    ) -> Result<Acceptance, Box<Denied>>;
}

/// What a client's token led to.
pub enum Acceptance {
    /// A question goes back, and another token is awaited.
    Continue {
        /// The question.
        question: Vec<u8>,
        /// Awaits the answer.
        state: Box<dyn Acceptor>,
    },
    /// The authority for the account must judge.
    Judge(LogonRequest, Box<dyn Verification>),
    /// The caller is known, without anybody being asked.
    Known(Box<Accepted>),
}

/// A server that awaits the authority's judgement.
pub trait Verification: Send {
    /// Takes the judgement.
    ///
    /// # Errors
    /// Where the authority, or what only the server can check, speaks against the caller.
    fn conclude(
        self: Box<Self>,
        response: &LogonResponse,
        context: &mut Context<'_>,
    ) -> Result<Box<Accepted>, Box<Denied>>;
}

/// A caller who is known.
#[derive(Clone, Debug)]
pub struct Accepted {
    /// Their token on this computer.
    pub token: Token,
    /// How they became known.
    pub login: Login,
    /// The token they signed in with, where it could be sent again.
    pub replayable: Option<Vec<u8>>,
    /// What goes back with the page: the server's own proof (RFC 4559 5).
    pub reply: Option<Vec<u8>>,
}

/// How somebody became known.
#[derive(Clone, Debug)]
pub struct Login {
    /// How.
    pub how: HowKnown,
    /// What the server computed.
    pub steps: Vec<Step>,
    /// What it compared.
    pub comparisons: Vec<Comparison>,
    /// What it holds from it.
    pub gained: Vec<Holding>,
}

/// A caller who is refused, and what was held against them.
#[derive(Clone, Debug, PartialEq)]
pub struct Denied {
    /// Why.
    pub because: DenialReason,
    /// What the server computed.
    pub steps: Vec<Step>,
    /// What it compared.
    pub comparisons: Vec<Comparison>,
}

impl Denied {
    /// The note of a server that decides so.
    pub fn into_note(self, decide: impl FnOnce(DenialReason) -> Decision) -> Box<Note> {
        Note::decision(decide(self.because))
            .with_steps(self.steps)
            .with_comparisons(self.comparisons)
    }
}

impl From<DenialReason> for Denied {
    fn from(because: DenialReason) -> Self {
        Self {
            because,
            steps: Vec::new(),
            comparisons: Vec::new(),
        }
    }
}

impl From<DenialReason> for Box<Denied> {
    fn from(because: DenialReason) -> Self {
        Self::new(because.into())
    }
}

/// A token, as something held with a connection.
pub fn token_holding(token: &Token, connection: ConnectionId) -> Holding {
    let place = super::StorageLocation::Connection(connection);
    let mut holding = Holding::new(Secret::Token, token.identity.to_string(), place);
    holding.logon = Some(token.logon);
    holding
}
