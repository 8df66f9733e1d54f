//! What a host says of itself: what it decided and why, what it computed, what it now holds. Data, never sentences.

use super::security::kerberos::KerberosFailure;
use super::{
    AccountName, Comparison, Computation, ConnectionId, DenialReason, Holding, HowKnown, Identity,
    LogonType, Mechanism, OutboundCredential, PeerError, Refusal, Scheme, SendError,
    TicketDecision, TicketGained,
};
use crate::crypto::ComputationStep;

/// One thing a host says of itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// What it decided, or what it computed.
    pub what: NoteKind,
    /// The cryptography it took, step by step.
    pub steps: Vec<ComputationStep>,
    /// What was held against what.
    pub comparisons: Vec<Comparison>,
    /// What the host holds from now on.
    pub gained: Vec<Holding>,
    /// The connection it is about.
    pub connection: Option<ConnectionId>,
}

/// Which of the two a note reports: a decision with its reason, or a computation behind one.
#[derive(Clone, Debug, PartialEq)]
pub enum NoteKind {
    /// What the host does next, and why.
    Decision(Decision),
    /// What it computed without deciding anything by it.
    Computation(Computation),
}

impl Note {
    /// A note that reports a decision, with nothing else yet.
    pub fn decision(decision: Decision) -> Box<Self> {
        Self::new(NoteKind::Decision(decision))
    }

    /// A note that reports a computation, with nothing else yet.
    pub fn computation(computation: Computation) -> Box<Self> {
        Self::new(NoteKind::Computation(computation))
    }

    fn new(what: NoteKind) -> Box<Self> {
        Box::new(Self {
            what,
            steps: Vec::new(),
            comparisons: Vec::new(),
            gained: Vec::new(),
            connection: None,
        })
    }

    /// With the connection it is about.
    pub fn on(mut self: Box<Self>, connection: ConnectionId) -> Box<Self> {
        self.connection = Some(connection);
        self
    }

    /// With the steps of the computation behind it.
    pub fn with_steps(mut self: Box<Self>, steps: Vec<ComputationStep>) -> Box<Self> {
        self.steps = steps;
        self
    }

    /// With the values that were held against each other.
    pub fn with_comparisons(mut self: Box<Self>, comparisons: Vec<Comparison>) -> Box<Self> {
        self.comparisons = comparisons;
        self
    }

    /// With one more thing held.
    pub fn gaining(mut self: Box<Self>, holding: Holding) -> Box<Self> {
        self.gained.push(holding);
        self
    }
}

/// What a host can decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The browser signs in: which scheme of those offered, and which prompt the person saw, if any.
    SignsIn {
        /// The scheme it takes: the first of those offered that it can do.
        scheme: Scheme,
        /// What the server offered, in its order.
        offered: Vec<String>,
        /// Number of the prompt; none if the credential was known already.
        prompt: Option<u8>,
    },
    /// The person is not logged on to the browser's computer: no browser opens, and nothing is asked.
    CannotLogOn {
        /// Why the account's authority says no.
        because: DenialReason,
    },
    /// The browser has nothing to sign in with: the 401 page stays.
    CannotSignIn {
        /// What the server offered, in its order; empty where a 401 offers nothing.
        offered: Vec<String>,
    },
    /// The browser was refused for the last time: the 401 page stays.
    GivesUp {
        /// How often the person was asked.
        prompts: u8,
    },
    /// The front end refuses the request with 401.
    RefusesRequest {
        /// Which check failed; it decides the substatus.
        because: DenialReason,
    },
    /// The front end gives a page to whoever asks: its thread wears the token of the account that stands for everybody.
    AdmitsAnybody {
        /// The account that stands in for anybody.
        account: Identity,
    },
    /// The front end made a token for the caller.
    MakesToken {
        /// Whom the token stands for.
        identity: Identity,
        /// By which logon, and so whether the next hop can be answered.
        logon: LogonType,
        /// Whether a name and password are kept behind it.
        credential: bool,
        /// Which package and mechanism proved the caller.
        how: HowKnown,
    },
    /// The front end's thread answers a back end.
    AnswersAs {
        /// What it has to answer with.
        reach: OutboundCredential,
        /// Whose token the thread wears.
        thread: Identity,
        /// The question it was asked.
        challenge: Vec<u8>,
    },
    /// A back end knows who calls.
    Authenticates {
        /// The account, or nobody in particular, that the back end takes the caller for.
        identity: Identity,
        /// Which package and mechanism proved the caller.
        how: HowKnown,
    },
    /// A back end could not authenticate the caller.
    AuthenticationFails {
        /// What the authority said, or what the back end found by itself.
        because: DenialReason,
    },
    /// A back end decides whether the caller may open what is asked for.
    Authorizes {
        /// For whom the right is looked up: the account, or ANONYMOUS LOGON.
        identity: Identity,
        /// The mailbox, the folder or the database.
        resource: String,
        /// Accounts that may open it.
        admits: Vec<String>,
        /// Whether one of them is the caller.
        granted: bool,
    },
    /// An authority (the domain controller, or a computer for its own accounts) validates a logon.
    Validates {
        /// The account asked about, as sent.
        account: AccountName,
        /// What it found; what proved the password.
        outcome: Result<Mechanism, Refusal>,
    },
    /// The front end has a back end's answer.
    HearsFromBackEnd(super::BackEndAnswer),
    /// A client has a ticket from a KDC.
    GainsTicket(Box<TicketGained>),
    /// There is no ticket: Negotiate goes on with NTLM.
    FallsBack {
        /// The service principal name that a ticket was asked for.
        service: String,
        /// Why there is none.
        failure: KerberosFailure,
    },
    /// The client judges whether the server has opened the ticket.
    ServerProves {
        /// The service principal name of the server's ticket.
        service: String,
        /// Whether its AP-REP proves it.
        proven: bool,
    },
    /// A KDC issues a ticket.
    IssuesTicket(Box<TicketDecision>),
    /// A KDC issues none.
    RefusesTicket(Box<TicketDecision>),
    /// The browser has no way to write the credential down.
    CannotSend {
        /// What stands in the way.
        error: SendError,
    },
    /// The peer broke the protocol or sent bytes that do not decode.
    PeerMisbehaved {
        /// Which of its bytes or steps was wrong.
        error: PeerError,
    },
}
