//! What hosts compute, and what they hold against each other.

use super::Mechanism;
use crate::crypto::kerberos::Etype;
use crate::value_kind::ValueKind;

/// What a host can compute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Computation {
    /// A client answers a challenge.
    Response {
        /// Of which package, and with NTLM in which form.
        mechanism: Mechanism,
        /// ServerChallenge of NTLM, 8 bytes, or the nonce of Digest, as text.
        challenge: Vec<u8>,
    },
    /// A server draws a question.
    Challenge {
        /// ServerChallenge: 8 bytes drawn at random.
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
        /// The EncryptedData's cipher: confounder, time and checksum, encrypted.
        cipher: Vec<u8>,
    },
    /// A client proves that it knows a ticket's session key.
    Authenticator {
        /// The service that the ticket is for, such as `HTTP/web-01`.
        service: String,
        /// Whether a TGT is handed over with it.
        delegates: bool,
    },
    /// IIS asks itself: it makes a challenge and answers it from the password it was given.
    OwnChallenge {
        /// ServerChallenge, made and answered on the same computer.
        challenge: [u8; 8],
    },
}

/// Two values held against each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// What is compared, by its name in the specification.
    pub name: &'static str,
    /// What the verifier computed by itself.
    pub expected: Vec<u8>,
    /// What it was sent; the proof is right if both are the same.
    pub received: Vec<u8>,
    /// The kind of value that both are, for its colour.
    pub value_kind: ValueKind,
}

impl Comparison {
    /// Whether they are equal.
    pub fn matches(&self) -> bool {
        self.expected == self.received
    }
}
