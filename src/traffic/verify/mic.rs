//! The MIC: whether somebody changed the messages on their way.

use super::finding::Finding;
use super::{Judgement, Keys, SignInBytes};
use crate::crypto::{self, Trace};
use crate::wire::ntlm::{Authenticate, MessageType, NtlmMessage, zero_mic};
use crate::wire::{ErrorKind, token_length};

/// What is known of a MIC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MicReason {
    /// There is none, and none is announced.
    None,
    /// The bytes at this offset, where one would stand, are not announced as one.
    NotAnnounced {
        /// Offset in the AUTHENTICATE, in bytes.
        offset: usize,
    },
    /// It is announced and not there.
    Dropped,
    /// What keeps the responses of a sign-in does not keep its messages.
    NotKept,
    /// Something is missing to check it with.
    Unchecked {
        /// The message that is missing.
        message: Option<MessageType>,
        /// Why the session key is, if it is.
        key: Option<NoKey>,
    },
    /// It is not that of these messages, of which this one is cut.
    Cut(MessageType),
    /// It is that of these three messages.
    Valid {
        /// The MIC, as the AUTHENTICATE has it.
        received: [u8; 16],
        /// What stood behind messages and does not belong to them, in bytes.
        trailing: Vec<(MessageType, usize)>,
    },
    /// It is not that of these three messages.
    Invalid {
        /// The MIC, as the AUTHENTICATE has it.
        received: [u8; 16],
        /// What it would be over these three messages.
        expected: [u8; 16],
    },
}

/// Why the session key is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoKey {
    /// The NT proof is wrong.
    WrongProof,
    /// The NT proof is right, but the key does not follow from it.
    Underivable,
    /// The NT proof could not be verified.
    UnverifiedProof,
}

/// The MIC over the messages as received ([MS-NLMP] 3.2.5.1.2). It is there where MsvAvFlags announces it and the
/// message has room for it; bytes that nobody announced are none.
pub fn mic(
    set: &SignInBytes<'_>,
    message: &Authenticate,
    keys: Option<&Keys>,
    proof: Judgement,
    trace: &mut Trace,
) -> Finding {
    let received = match (message.says_mic(), message.mic) {
        (false, None) => return Finding::absent(MicReason::None),
        (false, Some(_)) => {
            let offset = message.mic_offset().unwrap_or_default();
            return Finding::absent(MicReason::NotAnnounced { offset });
        }
        (true, None) => return Finding::absent(MicReason::Dropped),
        (true, Some(received)) => received,
    };
    let no_key = match proof {
        Judgement::Wrong => NoKey::WrongProof,
        Judgement::Right => NoKey::Underivable,
        Judgement::Absent | Judgement::Unknown => NoKey::UnverifiedProof,
    };
    let no_key = keys.is_none().then_some(no_key);
    let (message, key) = match (set.negotiate, set.challenge, keys) {
        (Some(negotiate), Some(challenge), Some(keys)) => {
            let zeroed = zero_mic(set.authenticate).unwrap_or_default();
            let key = &keys.exported_session_key;
            return judge([negotiate, challenge, &zeroed], key, &received, trace);
        }
        (None, _, _) => (Some(MessageType::Negotiate), no_key),
        // Without the CHALLENGE there is no proof either.
        (Some(_), None, _) => (Some(MessageType::Challenge), None),
        (Some(_), Some(_), None) => (None, no_key),
    };
    Finding::unknown(MicReason::Unchecked { message, key })
}

/// Holds the MIC against the messages as they are, and against each cut where it ends by its own account: what was
/// copied may be more than the message.
fn judge(messages: [&[u8]; 3], key: &[u8; 16], received: &[u8; 16], trace: &mut Trace) -> Finding {
    let [first, second, third] = messages.map(|bytes| [bytes, own(bytes)]);
    let mut all = first.into_iter().flat_map(|negotiate| {
        let both = move |challenge| third.map(|zeroed| [negotiate, challenge, zeroed]);
        second.into_iter().flat_map(both)
    });
    let right = all.find(|[negotiate, challenge, zeroed]| {
        crypto::mic(key, negotiate, challenge, zeroed, &mut Trace::off()) == *received
    });
    let [negotiate, challenge, zeroed] = right.unwrap_or(messages);
    let expected = crypto::mic(key, negotiate, challenge, zeroed, trace);
    let received = *received;
    let Some(right) = right else {
        let cut = |bytes: &&[u8]| {
            let error = NtlmMessage::value(bytes).err();
            error.is_some_and(|error| matches!(error.kind, ErrorKind::Cut { .. }))
        };
        let cut = messages.into_iter().find(cut);
        if let Some(kind) = cut.and_then(MessageType::of) {
            return Finding::unknown(MicReason::Cut(kind));
        }
        return Finding::new(Judgement::Wrong, MicReason::Invalid { received, expected });
    };
    let kinds = [
        MessageType::Negotiate,
        MessageType::Challenge,
        MessageType::Authenticate,
    ];
    let behind = messages.into_iter().zip(right);
    let behind = behind.map(|(whole, own)| whole.len() - own.len());
    let trailing = kinds.into_iter().zip(behind).filter(|(_, more)| *more > 0);
    let trailing = trailing.collect();
    Finding::new(Judgement::Right, MicReason::Valid { received, trailing })
}

/// The message itself, without what stands behind it.
fn own(bytes: &[u8]) -> &[u8] {
    let length = token_length(bytes).unwrap_or(bytes.len());
    bytes.get(..length).unwrap_or(bytes)
}
