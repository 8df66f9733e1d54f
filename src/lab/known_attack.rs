//! Changes that attackers are known for, made from the messages of a run.

use super::Splice;
use super::log::{EventId, Log};
use crate::wire::ntlm::{
    Authenticate, Challenge, Negotiate, NegotiateFlags, NtlmMessage, PayloadPlacement, encode_text,
};
use crate::wire::{LayerValue, layers};

/// A change that attackers are known for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KnownAttack {
    /// The flags SIGN, SEAL and ALWAYS_SIGN are taken out of a NEGOTIATE.
    StripSigning,
    /// Extended session security is taken out of a CHALLENGE: clients of level 0 to 2 then answer with NTLMv1.
    Downgrade,
    /// A CHALLENGE names another domain.
    TargetName,
    /// An AUTHENTICATE loses its MIC (CVE-2019-1040).
    DropMic,
}

/// The name that a changed CHALLENGE has.
pub const OTHER_TARGET: &str = "FABRIKAM";

impl KnownAttack {
    /// All of them, in the order in which the page offers them.
    pub const ALL: [Self; 4] = [
        Self::StripSigning,
        Self::Downgrade,
        Self::TargetName,
        Self::DropMic,
    ];

    /// The change, made to what arrives of the message of event `at` if that fits, else to the run's first that does.
    pub fn splice(self, log: &Log, at: Option<EventId>) -> Option<Splice> {
        let messages = || (0..).zip(log.messages());
        let here = messages().filter(|(_, (_, event))| Some(event.id) == at);
        here.chain(messages()).find_map(|(number, (_, event))| {
            let [_, received] = event.sides()?;
            let mut layers = (0..).zip(layers(received));
            layers.find_map(|(layer, inner)| {
                let LayerValue::Ntlm(Some(message)) = inner.value else {
                    return None;
                };
                let new = self.play(message)?;
                Splice::between(number, layer, &inner.bytes, &new)
            })
        })
    }

    /// The message after it; none where it does not fit.
    fn play(self, message: NtlmMessage) -> Option<Vec<u8>> {
        let signing = NegotiateFlags::SIGN | NegotiateFlags::SEAL | NegotiateFlags::ALWAYS_SIGN;
        let session = NegotiateFlags::EXTENDED_SESSION_SECURITY;
        match (self, message) {
            (Self::StripSigning, NtlmMessage::Negotiate(message)) => {
                let flags = message.flags - signing;
                let fewer = flags != message.flags;
                fewer.then(|| Negotiate { flags, ..message }.encode())
            }
            (Self::Downgrade, NtlmMessage::Challenge(message)) => {
                let flags = message.flags - session;
                let fewer = flags != message.flags;
                fewer.then(|| Challenge { flags, ..message }.encode())
            }
            (Self::TargetName, NtlmMessage::Challenge(message)) => {
                let target_name = encode_text(message.flags, OTHER_TARGET)?;
                let other = !message.target_name.is_empty() && message.target_name != target_name;
                let new = Challenge {
                    target_name,
                    placement: PayloadPlacement::default(),
                    ..message
                };
                other.then(|| new.encode())
            }
            (Self::DropMic, NtlmMessage::Authenticate(message)) => {
                message.mic?;
                let new = Authenticate {
                    mic: None,
                    placement: PayloadPlacement::default(),
                    ..message
                };
                Some(new.encode())
            }
            _ => None,
        }
    }
}
