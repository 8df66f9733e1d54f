//! How somebody signs in, how an answer falls, and what was cut off.

use crate::wire::kerberos::{DecryptedPart, KdcKind};
use crate::wire::ntlm::ResponseKind;

/// What is missing of something that was cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MissingBytes {
    /// How many are known to be missing.
    pub bytes: usize,
    /// Whether it may be more.
    pub at_least: bool,
}

/// Whether the authenticator behind a ticket hands a TGT over (RFC 4121 4.1.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandsOver {
    /// It is closed, and has room for one.
    Perhaps,
    /// It is closed, and too short for one.
    NoRoom,
    /// It is open, and does.
    Yes,
    /// It is open, and does not.
    No,
}

/// By which mechanism somebody signs in, and what proves it.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum SignInMethod {
    /// With nothing that can be summed up.
    #[default]
    Other,
    /// NTLM's first message: nobody is named yet.
    Offer,
    /// NTLM's second one: the server asks.
    Question,
    /// AUTHENTICATE: who, and with which response.
    Ntlm {
        /// The kind of response, which says whether anything is proved.
        response: ResponseKind,
        /// Whether there is a MIC.
        mic: bool,
        /// Whether it is bound to a TLS channel.
        bound: bool,
    },
    /// Kerberos: a ticket, with what its head says in clear.
    Ticket {
        /// How the ticket is encrypted.
        etype: Option<&'static str>,
        /// Whether the server must prove itself too.
        mutual: bool,
        /// Whether a ticket to act for the person comes along.
        hands_over: HandsOver,
    },
    /// A request to a KDC.
    Asks(KdcKind),
    /// The reply of a KDC: a TGT or a ticket for a service.
    Gives(KdcKind),
    /// A ticket alone, or what was decrypted elsewhere.
    Part(DecryptedPart),
    /// So many tickets with their session keys, to be used by whoever has them.
    Tickets(usize),
    /// A file of so many keys.
    Keys(usize),
    /// The service's answer to a ticket.
    Reply,
    /// An error of Kerberos: its number and its name.
    Error(i64, Option<&'static str>),
    /// A negotiation: the mechanisms it offers.
    Mechanisms(Vec<String>),
    /// The answer to one: negState, and the mechanism chosen.
    Negotiated(Option<u8>, Option<&'static str>),
    /// NegoEx, inside one: mechanisms that GUIDs name.
    NegoEx,
    /// CredSSP, which carries a negotiation inside TLS.
    CredSsp,
    /// A password in clear, by Basic or by that mechanism of SASL.
    Clear(&'static str),
    /// The response of NTLM alone, as tools keep it; whether it is NTLMv2's.
    Kept(bool),
    /// A ciphertext of Kerberos alone, as tools keep it: what it is of, and its encryption type.
    KeptKerberos(DecryptedPart, i64),
    /// The nonce of a server that offers Digest.
    DigestAsked,
    /// An answer to one, and its algorithm.
    Digest(String),
}

/// How a server answered: whether the caller was let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerOutcome {
    /// The server let them in.
    In,
    /// It did not take the proof.
    Refused,
    /// It said something else: 500, 404.
    Otherwise,
}
