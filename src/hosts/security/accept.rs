//! What the server of a package is given, and what it gives.

use crate::crypto::ComputationStep;
use crate::hosts::{
    AccessToken, Comparison, Context, Decision, DenialReason, Holding, HowKnown, Note,
};
use crate::wire::netlogon::{LogonRequest, LogonResponse};

/// The request a token comes with: a package may cover it with its proof.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CarrierRequest {
    /// The method, such as `GET`; case matters.
    pub method: String,
    /// The request target, as the request line has it.
    pub uri: String,
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
        /// The package's next token, which the client has to answer.
        question: Vec<u8>,
        /// Awaits the answer to it.
        state: Box<dyn Acceptor>,
    },
    /// The authority for the account must judge.
    Judge(LogonRequest, Box<dyn PendingValidation>),
    /// The caller is known, without anybody being asked.
    Known(Box<Accepted>),
}

/// A server that awaits the authority's judgement.
pub trait PendingValidation: Send {
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
    pub token: AccessToken,
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
    /// The package and the mechanism.
    pub how: HowKnown,
    /// What the server computed.
    pub steps: Vec<ComputationStep>,
    /// What it compared with what it was sent.
    pub comparisons: Vec<Comparison>,
    /// What it has afterwards that it had not before.
    pub gained: Vec<Holding>,
}

/// A caller who is refused, and what was held against them.
#[derive(Clone, Debug, PartialEq)]
pub struct Denied {
    /// Which check failed.
    pub because: DenialReason,
    /// What the server computed.
    pub steps: Vec<ComputationStep>,
    /// What it compared with what it was sent, as far as it came.
    pub comparisons: Vec<Comparison>,
    /// The token that tells the client why, where the package has one.
    pub reply: Option<Vec<u8>>,
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
            reply: None,
        }
    }
}

impl From<DenialReason> for Box<Denied> {
    fn from(because: DenialReason) -> Self {
        Self::new(because.into())
    }
}
