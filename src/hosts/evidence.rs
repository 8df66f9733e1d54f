//! What an authority finds while it judges a proof.

use super::{AccountState, Comparison, Level, Mechanism};
use crate::crypto::Trace;
use crate::value_kind::ValueKind;
use crate::wire::ntlm::ResponseKind;

/// A proof that an authority found right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proven {
    /// By which kind of response or password it was given.
    pub mechanism: Mechanism,
    /// The session key that follows from it (UserSessionKey).
    pub session_key: [u8; 16],
}

/// What an authority computes and compares while it judges.
#[derive(Debug)]
pub struct Evidence {
    /// What was computed to judge it, step by step.
    pub trace: Trace,
    /// What would be right, each beside what was sent.
    pub comparisons: Vec<Comparison>,
}

impl Evidence {
    /// Holds what is right against what was sent.
    ///
    /// # Errors
    /// Where they differ: the password is another one.
    pub fn compare(
        &mut self,
        name: &'static str,
        value_kind: ValueKind,
        expected: &[u8],
        received: &[u8],
    ) -> Result<(), Refusal> {
        let comparison = Comparison {
            name,
            expected: expected.to_vec(),
            received: received.to_vec(),
            value_kind,
        };
        let matches = comparison.matches();
        self.comparisons.push(comparison);
        matches.then_some(()).ok_or(Refusal::WrongPassword)
    }
}

/// Why an authority refuses a logon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No account of that name here.
    NoSuchUser,
    /// The account is here, the proof is not of its password.
    WrongPassword,
    /// The account may not sign in as it stands, whatever is proved.
    State(AccountState),
    /// The trust of the account's domain lets it in only where it was given leave, and here it was not.
    SelectiveTrust,
    /// A member of Protected Users may not sign in with NTLM or Digest.
    ProtectedUser,
    /// No package of that name is here.
    NoSuchPackage,
    /// The authority's level does not take this kind of response.
    LevelForbids {
        /// LmCompatibilityLevel of the authority, which forbids it.
        level: Level,
        /// The kind of response that came all the same.
        kind: ResponseKind,
    },
}
