//! DCE/RPC over a connection (`[C706]` 12, [MS-RPCE] 2.2.2), over TCP or in a pipe of SMB.

use super::method;
use super::protocol_dissector::{AfterMessage, Framing, ProtocolDissector, Recognition};
use super::sink::Sink;
use crate::traffic::leg::{Method, Protocol, Sender, Status};
use crate::wire::ByteOrder;
use crate::wire::ntlm::is_ntlmssp;
use crate::wire::rpc::ptype;
use std::collections::HashSet;

/// Length of the common header and of the `sec_trailer`, in bytes.
const HEADER: usize = 16;
const TRAILER: usize = 8;
/// So many contexts that wait for an answer are remembered.
const CONTEXTS: usize = 64;

/// What is remembered of an association, over TCP or in a pipe.
#[derive(Default)]
pub struct Rpc {
    /// The security contexts whose client has sent a token that no call was answered after.
    unanswered: HashSet<u32>,
    /// What is added to the number of a security context, to tell associations of a connection apart.
    strand: u64,
}

/// Whether a PDU starts here, and who sends such a one.
pub fn recognise(bytes: &[u8]) -> (Recognition, Option<Sender>) {
    for (at, byte) in bytes.iter().take(12).enumerate() {
        let right = match (at, byte) {
            (0, 5) | (1, 0 | 1) | (2, 0..=ptype::ORPHANED) => true,
            // Integers little- or big-endian, characters ASCII; floats IEEE and nothing behind it.
            (4, 0x10 | 0) | (5..=7, 0) => true,
            (3 | 8.., _) => true,
            _ => false,
        };
        if !right {
            return (Recognition::No, None);
        }
    }
    let Some(head) = Head::of(bytes) else {
        return (Recognition::Unsure, None);
    };
    if head.length < HEADER || usize::from(head.auth_length) >= head.length {
        return (Recognition::No, None);
    }
    let speaker = match head.ptype {
        ptype::BIND | ptype::ALTER_CONTEXT | ptype::AUTH3 | ptype::REQUEST => Some(Sender::Client),
        ptype::BIND_ACK
        | ptype::BIND_NAK
        | ptype::ALTER_CONTEXT_RESP
        | ptype::RESPONSE
        | ptype::FAULT => Some(Sender::Server),
        _ => None,
    };
    (Recognition::Yes, speaker)
}

/// The common header (`[C706]` 12.6.3.1).
struct Head {
    ptype: u8,
    order: ByteOrder,
    /// frag_length: of the whole PDU, in bytes.
    length: usize,
    /// auth_length: of the token, in bytes.
    auth_length: u16,
}

impl Head {
    fn of(bytes: &[u8]) -> Option<Self> {
        let [_, _, ptype, _, drep, ..] = *bytes.first_chunk::<12>()?;
        let order = match drep & 0xf0 {
            0 => ByteOrder::Big,
            _ => ByteOrder::Little,
        };
        Some(Self {
            ptype,
            order,
            length: usize::from(order.u16(bytes, 8)?),
            auth_length: order.u16(bytes, 10)?,
        })
    }
}

/// The `sec_trailer` and the token behind it ([MS-RPCE] 2.2.2.11).
struct Verifier<'a> {
    kind: u8,
    context: u32,
    token: &'a [u8],
}

impl<'a> Verifier<'a> {
    fn of(head: &Head, pdu: &'a [u8]) -> Option<Self> {
        if head.auth_length == 0 {
            return None;
        }
        let behind = TRAILER + usize::from(head.auth_length);
        let at = head.length.checked_sub(behind).filter(|at| *at >= HEADER)?;
        Some(Self {
            kind: *pdu.get(at)?,
            context: head.order.u32(pdu, at + 4)?,
            token: pdu.get(at + TRAILER..)?,
        })
    }

    /// By the security provider ([MS-RPCE] 2.2.1.1.7).
    fn method(&self) -> Method {
        match self.kind {
            9 => Method::Negotiate,
            10 => Method::Ntlm,
            16 => Method::Kerberos,
            68 => Method::Netlogon,
            _ => Method::Other,
        }
    }
}

impl ProtocolDissector for Rpc {
    fn protocol(&self) -> Protocol {
        Protocol::Rpc
    }

    fn starts(&self, _from: Sender, bytes: &[u8]) -> Recognition {
        recognise(bytes).0
    }

    fn frame(&mut self, _from: Sender, bytes: &[u8], _seen: usize) -> Framing {
        match (recognise(bytes).0, Head::of(bytes)) {
            (Recognition::No, _) => Framing::NoMessage,
            (Recognition::Yes, Some(head)) => Framing::with_length(head.length, bytes.len()),
            _ => Framing::More,
        }
    }

    fn message(&mut self, sink: &mut Sink<'_>, pdu: &[u8]) -> AfterMessage {
        self.truncated(sink, pdu);
        AfterMessage::Continue
    }

    fn truncated(&mut self, sink: &mut Sink<'_>, pdu: &[u8]) {
        let Some(head) = Head::of(pdu) else { return };
        let verifier = Verifier::of(&head, pdu);
        match head.ptype {
            ptype::REQUEST => {}
            ptype::RESPONSE | ptype::FAULT => self.answer(sink, &head, verifier, pdu),
            ptype::BIND_NAK => {
                // Nothing was set up, whatever for.
                let context = self.unanswered.drain().min().unwrap_or_default();
                let mut leg = sink.leg_of(pdu);
                leg.strand = self.strand | u64::from(context);
                let reason = head.order.u16(pdu, HEADER).unwrap_or_default();
                // Reason 0 is a refusal too.
                leg.status = Some(Status::Rpc(u32::from(reason).max(1)));
                sink.emit(leg);
            }
            _ => {
                let Some(verifier) = verifier else { return };
                let mut leg = sink.leg_of(pdu);
                leg.strand = self.strand | u64::from(verifier.context);
                leg.credential = method::token(verifier.method(), verifier.token);
                if matches!(head.ptype, ptype::BIND | ptype::ALTER_CONTEXT) {
                    leg.request = interface(&head, pdu).map(|it| format!("bind {it}"));
                }
                if matches!(
                    head.ptype,
                    ptype::BIND | ptype::ALTER_CONTEXT | ptype::AUTH3
                ) && self.unanswered.len() < CONTEXTS
                {
                    self.unanswered.insert(verifier.context);
                }
                let strand = leg.strand;
                sink.emit(leg);
                // A CHALLENGE for nothing. An AP-REP has judged a proof already.
                let asks = verifier.token.windows(8).any(is_ntlmssp);
                if head.ptype == ptype::BIND_ACK
                    && asks
                    && let Some(why) = rejection(&head, pdu)
                {
                    self.unanswered.remove(&verifier.context);
                    let mut answer = sink.leg_of(pdu);
                    answer.strand = strand;
                    answer.status = Some(Status::Rpc(why));
                    sink.emit(answer);
                }
            }
        }
    }
}

impl Rpc {
    /// One of several on a connection: to the numbers of its security contexts that is added.
    pub fn in_strand(strand: u64) -> Self {
        Self {
            strand,
            ..Self::default()
        }
    }

    /// The first call that is answered after a token tells what came of it: an rpc_auth_3 has no answer of its own.
    fn answer(&mut self, sink: &mut Sink<'_>, head: &Head, of: Option<Verifier<'_>>, pdu: &[u8]) {
        // What is protected in the context shows that it was set up, even a fault.
        let protected = of.is_some();
        let context = match of {
            Some(verifier) => Some(verifier.context),
            // A refusal carries no verifier.
            None if head.ptype == ptype::FAULT => self.unanswered.iter().min().copied(),
            // Calls at the lowest levels carry none either; if only one context waits it is that one.
            None => match self.unanswered.len() {
                1 => self.unanswered.iter().next().copied(),
                _ => None,
            },
        };
        let Some(context) = context.filter(|context| self.unanswered.remove(context)) else {
            return;
        };
        let mut leg = sink.leg_of(pdu);
        leg.strand = self.strand | u64::from(context);
        leg.status = Some(Status::Rpc(match head.ptype {
            ptype::FAULT if !protected => head.order.u32(pdu, 24).unwrap_or(1).max(1),
            _ => 0,
        }));
        sink.emit(leg);
    }
}

/// Why the server takes none of the interfaces that were asked for (`[C706]` 12.6.3.1, p_result_list_t): a client goes no
/// further then, whatever token came along.
fn rejection(head: &Head, pdu: &[u8]) -> Option<u32> {
    /// RPC_S_UNKNOWN_IF and RPC_S_UNSUPPORTED_TRANS_SYN ([MS-ERREF] 2.2), as Windows tells its clients of the reasons
    /// abstract_syntax_not_supported and proposed_transfer_syntaxes_not_supported.
    const UNKNOWN_INTERFACE: u32 = 1717;
    const UNSUPPORTED_TRANSFER_SYNTAX: u32 = 1730;
    /// The sizes of fragments and the association's group stand before the secondary address.
    const ADDRESS: usize = HEADER + 8;
    /// A result with its reason and its transfer syntax, in bytes.
    const RESULT: usize = 24;
    let short = |at: usize| head.order.u16(pdu, at);
    let list = (ADDRESS + 2 + usize::from(short(ADDRESS)?)).next_multiple_of(4);
    let count = usize::from(*pdu.get(list)?);
    let results: Option<Vec<_>> = (0..count)
        .map(|place| {
            let at = list + 4 + place * RESULT;
            Some((short(at)?, short(at + 2)?))
        })
        .collect();
    let results = results?;
    let rejected = results.iter().all(|(result, _)| matches!(result, 1 | 2));
    let (_, reason) = results.first().filter(|_| rejected)?;
    Some(match reason {
        1 => UNKNOWN_INTERFACE,
        2 => UNSUPPORTED_TRANSFER_SYNTAX,
        reason => u32::from(*reason).max(1),
    })
}

/// The first interface that a bind asks for (`[C706]` 12.6.4.3).
fn interface(head: &Head, pdu: &[u8]) -> Option<String> {
    let uuid = pdu.get(32..48)?;
    let (first, rest) = uuid.split_at_checked(4)?;
    let (second, rest) = rest.split_at_checked(2)?;
    let (third, rest) = rest.split_at_checked(2)?;
    let (fourth, fifth) = rest.split_at_checked(2)?;
    // The first three are integers, the others bytes.
    let number = |bytes: &[u8]| match head.order {
        ByteOrder::Big => hex::encode(bytes),
        ByteOrder::Little => hex::encode(bytes.iter().rev().copied().collect::<Vec<_>>()),
    };
    Some(format!(
        "{}-{}-{}-{}-{}",
        number(first),
        number(second),
        number(third),
        hex::encode(fourth),
        hex::encode(fifth)
    ))
}
