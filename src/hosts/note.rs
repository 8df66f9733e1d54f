//! What a host says of itself: what it decided and why, what it computed, what it now holds. Data, never sentences.

use super::security::kerberos::{KerberosFailure, TicketPath, TicketSummary};
use super::{ConnectionId, Identity, LogonType, Refusal, Scheme, TicketDecision, TicketGained};
use crate::crypto::kerberos::Etype;
use crate::crypto::{DigestAlgorithm, Step};
use crate::secret::Secret;
use crate::wire::basic::EncodeError;
use crate::wire::ntlm::ResponseKind;
use crate::wire::{DecodeError, TooLong};
use std::fmt;

/// One thing a host says of itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// What it decided, or what it computed.
    pub what: Result<Decision, Computation>,
    /// The cryptography it took, step by step.
    pub steps: Vec<Step>,
    /// What was held against what.
    pub comparisons: Vec<Comparison>,
    /// What the host holds from now on.
    pub gained: Vec<Holding>,
    /// The connection it is about.
    pub connection: Option<ConnectionId>,
}

impl Note {
    /// A decision.
    pub fn decision(decision: Decision) -> Box<Self> {
        Self::new(Ok(decision))
    }

    /// A computation.
    pub fn computation(computation: Computation) -> Box<Self> {
        Self::new(Err(computation))
    }

    fn new(what: Result<Decision, Computation>) -> Box<Self> {
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
    pub fn with_steps(mut self: Box<Self>, steps: Vec<Step>) -> Box<Self> {
        self.steps = steps;
        self
    }

    /// With what was compared.
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
        /// The scheme it takes.
        scheme: Scheme,
        /// What the server offered, in its order.
        offered: Vec<String>,
        /// Number of the prompt; none if the credential was known already.
        prompt: Option<u8>,
    },
    /// The browser has nothing to sign in with: the 401 page stays.
    CannotSignIn {
        /// What the server offered.
        offered: Vec<String>,
    },
    /// The browser was refused for the last time: the 401 page stays.
    GivesUp {
        /// How often the person was asked.
        prompts: u8,
    },
    /// The front end refuses the request with 401.
    RefusesRequest {
        /// Why.
        because: DenialReason,
    },
    /// The front end gives a page to whoever asks: its thread wears the token of the account that stands for everybody.
    AdmitsAnybody {
        /// The account that stands in for anybody.
        account: Identity,
    },
    /// The front end made a token for the caller.
    MakesToken {
        /// Whose.
        identity: Identity,
        /// Of which kind.
        logon: LogonType,
        /// Whether a name and password are kept behind it.
        credential: bool,
        /// How it knows.
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
        /// Who.
        identity: Identity,
        /// How it knows.
        how: HowKnown,
    },
    /// A back end could not authenticate the caller.
    AuthenticationFails {
        /// What the authority said.
        because: DenialReason,
    },
    /// A back end decides whether the caller may open what is asked for.
    Authorizes {
        /// Who asks.
        identity: Identity,
        /// The mailbox, the folder or the database.
        resource: String,
        /// Who may.
        admits: Vec<String>,
        /// The decision.
        granted: bool,
    },
    /// An authority (the domain controller, or a computer for its own accounts) validates a logon.
    Validates {
        /// The domain and user asked about, as sent.
        account: (String, String),
        /// What it found; what proved the password.
        outcome: Result<Mechanism, Refusal>,
    },
    /// The front end has a back end's answer.
    HearsFromBackEnd(super::BackEndAnswer),
    /// A client has a ticket from a KDC.
    GainsTicket(Box<TicketGained>),
    /// There is no ticket: Negotiate goes on with NTLM.
    FallsBack {
        /// The service.
        service: String,
        /// Why there is none.
        failure: KerberosFailure,
    },
    /// The client judges whether the server has opened the ticket.
    ServerProves {
        /// The service.
        service: String,
        /// Whether it has.
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
        /// What was wrong.
        error: PeerError,
    },
}

/// Why a caller is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DenialReason {
    /// The page itself asks for authentication.
    PageAsks,
    /// Anonymous access is off: 401.2.
    AnonymousOff,
    /// The logon failed with this NTSTATUS: 401.1.
    LogonFailed(u32),
    /// An AUTHENTICATE came on a connection that asked no question.
    NoContext,
    /// The MIC does not match the three messages.
    MicMismatch,
    /// The message could not be decoded.
    Malformed(DecodeError),
    /// The nonce is too old, was used before, or is not of this server.
    StaleNonce,
    /// The loopback check: the caller is on this computer, and called it by another name.
    Loopback,
    /// The ticket or its authenticator proves nothing: error-code of RFC 4120 7.5.9.
    Kerberos(i64),
    /// The scheme in use is not offered.
    SchemeNotOffered,
    /// The call carried no credentials at all.
    NoCredentials,
}

impl DenialReason {
    /// The sub-status that IIS logs with its 401. The page's own 401 has none, and for an AUTHENTICATE without a question
    /// the sources differ (KB288323 saw 401.5).
    pub fn sub_status(&self) -> Option<u8> {
        match self {
            Self::LogonFailed(_) | Self::MicMismatch | Self::Loopback | Self::Kerberos(_) => {
                Some(1)
            }
            Self::AnonymousOff | Self::SchemeNotOffered => Some(2),
            Self::PageAsks
            | Self::StaleNonce
            | Self::NoContext
            | Self::Malformed(_)
            | Self::NoCredentials => None,
        }
    }
}

/// How a peer broke the protocol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PeerError {
    /// Its bytes do not decode.
    Malformed(DecodeError),
    /// A PDU, or a packet, that has no place at this point of the conversation.
    OutOfPlace,
}

impl fmt::Display for PeerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(error) => error.fmt(f),
            Self::OutOfPlace => f.write_str("a PDU that does not belong here"),
        }
    }
}

/// Why something cannot be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SendError {
    /// Basic has no way to write the name or the password down.
    Basic(EncodeError),
    /// The user's name has a control character, which no header can carry.
    ControlCharacter,
    /// There is nothing that could answer.
    NoCredential,
    /// No KDC gives a ticket.
    NoTicket,
    /// A field of an NTLM message would be longer than its length can say.
    NtlmField(&'static str),
    /// The PDU, or the packet, would be longer than its length can say.
    Pdu(TooLong),
}

impl fmt::Display for SendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Basic(error) => error.fmt(f),
            Self::ControlCharacter => f.write_str("the user's name has a control character"),
            Self::NoCredential => f.write_str("there is no credential that could answer"),
            Self::NoTicket => f.write_str("no KDC gives a ticket"),
            Self::NtlmField(field) => write!(f, "{field} is longer than 65,535 bytes"),
            Self::Pdu(error) => error.fmt(f),
        }
    }
}

/// How a host came to know who calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HowKnown {
    /// The package that carried it.
    pub package: Package,
    /// What convinced the host.
    pub mechanism: Mechanism,
}

/// A security package, or the scheme that does without one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Package {
    /// `[MS-NLMP]`.
    Ntlm,
    /// RFC 7616, as Windows has it in WDigest.
    Digest,
    /// RFC 4120, as Windows has it by `[MS-KILE]`.
    Kerberos,
    /// None: name and password are there in clear, typed at the keyboard or sent by Basic, and log on.
    LogonUser,
}

/// What convinces a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mechanism {
    /// The response proved knowledge of the NT hash.
    Response(ResponseKind),
    /// The response proved knowledge of the hash of name, realm and password.
    Digest(DigestAlgorithm),
    /// The password was checked.
    Password,
    /// A ticket under the service's own key, and proof of its session key.
    Ticket(TicketPath),
    /// The system of the same computer named the calling thread's token.
    LocalCall,
    /// No name and no response: a null session.
    NullSession,
}

/// What the thread's token reaches when a question is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OutboundCredential {
    /// The credential behind the logon session answers.
    Credential(Mechanism),
    /// There is nothing behind the token: a null session.
    Nothing,
    /// The call is local: the system vouches for the token.
    LocalCall,
    /// The AUTHENTICATE received on hop 1 is sent again, byte for byte.
    Replay,
    /// Somebody in IIS's place answers by hand: with this, or with bytes of their own.
    Hand(Option<Mechanism>),
}

/// What a host can compute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Computation {
    /// A client answers a challenge.
    Response {
        /// In which form.
        mechanism: Mechanism,
        /// The question.
        challenge: Vec<u8>,
    },
    /// A server draws a question.
    Challenge {
        /// The question.
        challenge: [u8; 8],
    },
    /// A client makes its key of the password, as the KDC says how.
    KeyFromPassword {
        /// The key's encryption type.
        etype: Etype,
    },
    /// A client encrypts the time with its key: PA-ENC-TIMESTAMP.
    Timestamp {
        /// The key's encryption type.
        etype: Etype,
        /// What came of it.
        cipher: Vec<u8>,
    },
    /// A client proves that it knows a ticket's session key.
    Authenticator {
        /// The service.
        service: String,
        /// Whether a TGT is handed over with it.
        delegates: bool,
    },
    /// IIS asks itself: it makes a challenge and answers it from the password it was given.
    OwnChallenge {
        /// The question.
        challenge: [u8; 8],
    },
}

/// Two values held against each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// What is compared, by its name in the specification.
    pub name: &'static str,
    /// What the verifier computed.
    pub expected: Vec<u8>,
    /// What it was sent.
    pub received: Vec<u8>,
    /// The kind of value.
    pub secret: Secret,
}

impl Comparison {
    /// Whether they are equal.
    pub fn matches(&self) -> bool {
        self.expected == self.received
    }
}

/// Something a host holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holding {
    /// Its kind.
    pub secret: Secret,
    /// Whose it is, such as `CONTOSO\alice`.
    pub of: String,
    /// Where on the computer.
    pub place: StorageLocation,
    /// Its value, where it is worth showing.
    pub value: Option<Vec<u8>>,
    /// For a token: how it was made.
    pub logon: Option<LogonType>,
    /// For a ticket and its session key: what the ticket is for.
    pub ticket: Option<Box<TicketSummary>>,
}

impl Holding {
    /// A holding without more to say.
    pub fn new(secret: Secret, of: impl Into<String>, place: StorageLocation) -> Self {
        Self {
            secret,
            of: of.into(),
            place,
            value: None,
            logon: None,
            ticket: None,
        }
    }

    /// With its value.
    pub fn valued(mut self, value: &[u8]) -> Self {
        self.value = Some(value.to_vec());
        self
    }
}

/// Where a computer holds something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StorageLocation {
    /// In the process, until it ends.
    Process,
    /// With a connection, until it closes.
    Connection(ConnectionId),
    /// Behind a token, in a logon session.
    LogonSession(u32),
    /// In the database of accounts.
    AccountDatabase,
}
