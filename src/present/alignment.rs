//! Which step of one run stands for which of another: the same host doing the same, whatever the values are.

use super::Step;
use super::summary::{AuthPayload, MessageSummary};
use crate::hosts::{Computation, Decision, Role};
use crate::lab::{EventKind, HostId, Inference, Log};
use crate::wire::kerberos::KerberosMessage;
use crate::wire::ntlm::MessageType;
use std::mem::{Discriminant, discriminant};

/// What a step is about. Two steps of different runs with equal keys stand for each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StepKey {
    host: Option<Role>,
    deed: Deed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Deed {
    Sends(Option<Role>, MessageKey),
    Decides(Discriminant<Decision>),
    Computes(Discriminant<Computation>),
    Infers(Discriminant<Inference>),
    Opens,
    Closes,
}

/// What a message is: its kind, how it signs in, of a response its status, and of what goes to a KDC or comes from it the
/// number of its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct MessageKey {
    kind: Discriminant<MessageSummary>,
    auth: Option<Discriminant<AuthPayload>>,
    token: Option<MessageType>,
    status: Option<u16>,
}

impl StepKey {
    /// Whether the two are of one kind, though not the same: the same hosts at the same point of a conversation, one of them
    /// otherwise.
    pub fn is_akin(self, other: Self) -> bool {
        self.host == other.host
            && match (self.deed, other.deed) {
                (Deed::Sends(to, message), Deed::Sends(other_to, other)) => {
                    to == other_to && message.kind == other.kind
                }
                (Deed::Decides(_), Deed::Decides(_)) | (Deed::Computes(_), Deed::Computes(_)) => {
                    true
                }
                (one, other) => one == other,
            }
    }
}

/// By what a step is found again in another run: who does what to whom, whatever the texts and numbers; none where its
/// event is not in the log.
pub fn step_key(log: &Log, step: &Step) -> Option<StepKey> {
    let event = log.event(step.id)?;
    let role = |id: HostId| log.host(id)?.role;
    let deed = match &event.kind {
        EventKind::Message { to, sent, .. } => {
            Deed::Sends(role(*to), MessageKey::of(&MessageSummary::of(sent)))
        }
        EventKind::Decision { decision, .. } => Deed::Decides(discriminant(decision)),
        EventKind::Computation { computation, .. } => Deed::Computes(discriminant(computation)),
        EventKind::Inference { inference, .. } => Deed::Infers(discriminant(inference)),
        EventKind::Opened(_) => Deed::Opens,
        EventKind::Closed(_) => Deed::Closes,
    };
    let host = role(event.host);
    Some(StepKey { host, deed })
}

/// The number of a message's type, or of its error.
fn kdc_number(message: &KerberosMessage) -> Option<u16> {
    match message {
        KerberosMessage::KdcRequest(request) => Some(request.kind.request_number().into()),
        KerberosMessage::KdcReply(reply) => Some(reply.kind.reply_number().into()),
        KerberosMessage::Error(error) => u16::try_from(error.code).ok(),
        _ => None,
    }
}

impl MessageKey {
    fn of(message: &MessageSummary) -> Self {
        let (auth, status) = match message {
            MessageSummary::Request { auth, .. } => (Some(discriminant(auth)), None),
            MessageSummary::Response { status, .. } => (None, Some(*status)),
            MessageSummary::Kdc(message) => (None, kdc_number(message)),
            _ => (None, None),
        };
        Self {
            kind: discriminant(message),
            auth,
            token: message.token().map(|token| token.message_type()),
            status,
        }
    }
}
