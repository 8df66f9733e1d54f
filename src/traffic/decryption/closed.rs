//! A part that no key opens, and why.

use super::keyring::{KeySource, Keyring};
use super::salts::SaltSource;
use super::{MessageRange, strengthened};
use crate::crypto::kerberos::Etype;
use crate::wire::Layer;
use crate::wire::kerberos::DecryptedPart;
use std::rc::Rc;

/// A part that stays closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClosedPart {
    /// Which part it would be.
    pub kind: DecryptedPart,
    /// Where its ciphertext stands.
    pub origin: MessageRange,
    /// The number of its encryption type.
    pub etype: i64,
    /// So many keys of that type were tried, of the kind that such a part is made with.
    pub tried: usize,
    /// Why none opens it.
    pub why: WhyClosed,
}

/// Why no key opens a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyClosed {
    /// Its encryption type is not computed here.
    Unsupported,
    /// Its key is made of more than that of the account or the ticket.
    Strengthened,
    /// There are more keys of its type, which were not tried: it would take too long.
    Untried,
    /// No key is known that could open it.
    NoKey,
    /// The salts were guessed, so that the password may be right.
    Guessed,
    /// It is under another key, or was changed.
    OtherKey,
}

/// A ciphertext that no key has opened yet.
pub(super) struct Waiting {
    pub(super) kind: DecryptedPart,
    pub(super) origin: MessageRange,
    pub(super) etype: i64,
    pub(super) cipher: Vec<u8>,
    /// So many keys of the ring were looked at.
    pub(super) seen: usize,
    tried: usize,
    /// So many of them were made with a guessed salt.
    guessed: usize,
}

impl Waiting {
    pub(super) fn new(
        kind: DecryptedPart,
        origin: MessageRange,
        etype: i64,
        cipher: Vec<u8>,
    ) -> Self {
        Self {
            kind,
            origin,
            etype,
            cipher,
            seen: 0,
            tried: 0,
            guessed: 0,
        }
    }

    /// Counts a key that is tried. That of an account opens nothing that is made with a session key.
    pub(super) fn count(&mut self, source: &KeySource) {
        if !of_account(source) || is_for_account(self.kind) {
            self.tried += 1;
            let guessed = matches!(source, KeySource::Password(_, SaltSource::Guessed));
            self.guessed += usize::from(guessed);
        }
    }

    /// What is told where nothing has opened it: `cut_short` where not all was tried.
    pub(super) fn stays_closed(
        self,
        messages: &[Rc<Layer>],
        ring: &Keyring,
        cut_short: bool,
    ) -> ClosedPart {
        let why = match Etype::from_number(self.etype) {
            None => WhyClosed::Unsupported,
            Some(_) if strengthened::is(self.kind, self.origin.message, messages) => {
                WhyClosed::Strengthened
            }
            Some(etype) if cut_short || ring.lacking().contains(&etype) => WhyClosed::Untried,
            Some(_) if self.tried == 0 => WhyClosed::NoKey,
            Some(_) if self.guessed == self.tried => WhyClosed::Guessed,
            Some(_) => WhyClosed::OtherKey,
        };
        ClosedPart {
            kind: self.kind,
            origin: self.origin,
            etype: self.etype,
            tried: self.tried,
            why,
        }
    }
}

/// Whether it is the key of an account, of which no part with a session key is made.
fn of_account(source: &KeySource) -> bool {
    match source {
        KeySource::Password(..)
        | KeySource::NtHash
        | KeySource::Keytab(..)
        | KeySource::Held(_) => true,
        KeySource::Typed
        | KeySource::Ccache(_)
        | KeySource::Inside(_)
        | KeySource::HeldSession(_) => false,
    }
}

/// Whether the key of an account may open it.
fn is_for_account(kind: DecryptedPart) -> bool {
    matches!(
        kind,
        DecryptedPart::Ticket
            | DecryptedPart::CachedTicket
            | DecryptedPart::AsReply
            | DecryptedPart::Timestamp
    )
}
