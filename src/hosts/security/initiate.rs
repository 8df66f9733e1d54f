//! What the client of a package is given, and what it gives.

use super::CarrierRequest;
use crate::crypto::ComputationStep;
use crate::hosts::{AccessToken, Computation, Context, Credential, Endpoint, Mechanism, Reply};
use crate::wire::DecodeError;
use std::fmt;

/// On whose behalf a client speaks: all it can answer with.
#[derive(Clone, Debug)]
pub enum Caller {
    /// A credential of its own.
    Credential(Credential),
    /// A thread's token. What is behind it is asked of the security authority when the question comes.
    Thread(AccessToken),
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
    pub request: Option<CarrierRequest>,
}

impl Target {
    /// The web server of that name, and what is asked of it.
    pub fn http(host: &str, method: &str, uri: &str) -> Self {
        Self {
            service: format!("HTTP/{host}"),
            delegate: false,
            request: Some(CarrierRequest {
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
        /// The package's first token, without a scheme's name around it.
        token: Vec<u8>,
        /// How it came about, where it is a proof already.
        answered: Option<Box<Answered>>,
        /// Awaits the server's question.
        state: Box<dyn Initiator>,
    },
    /// The server speaks first; nothing is sent until its question is there.
    Listens(Box<dyn Initiator>),
    /// A KDC must be asked before anything can be said.
    Asks(KdcInquiry),
}

/// A question for a KDC, and who waits for the answer.
pub struct KdcInquiry {
    /// Where the KDC listens, over TCP.
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
    /// The token to send, without a scheme's name around it.
    pub message: Vec<u8>,
    /// What was answered with; none for bytes that were sent as they are.
    pub answer: Option<Mechanism>,
    /// Whether somebody said by hand what to answer with.
    pub by_hand: bool,
    /// The server's question: ServerChallenge of NTLM, or the nonce of Digest.
    pub challenge: Vec<u8>,
    /// What was computed, where a response was.
    pub computation: Option<Computation>,
    /// The part that proves something: NTProofStr or the 24-byte response.
    pub proof: Vec<u8>,
    /// NTOWFv1, where one was computed.
    pub nt_hash: Option<[u8; 16]>,
    /// The session key both sides will have, where there is one.
    pub session_key: Option<[u8; 16]>,
    /// What was computed on the way, with its inputs.
    pub steps: Vec<ComputationStep>,
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
    /// The KDC refuses, with this error-code of RFC 4120 7.5.9, and the NTSTATUS in its e-data, where one is there.
    Kdc(i64, Option<u32>),
    /// The service refuses the ticket, with this error-code of RFC 4120 7.5.9.
    Service(i64),
    /// No KDC answers: there is none, or the connection was closed.
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
            Self::Kdc(code, _) => write!(f, "the KDC refuses with error {code}"),
            Self::Service(code) => write!(f, "the service refuses the ticket with error {code}"),
            Self::NoKdc => f.write_str("no KDC answers"),
        }
    }
}
