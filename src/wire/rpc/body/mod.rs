//! The bodies of the PDUs that hop 2 needs (`[C706]` 12.6.4, [MS-RPCE] 2.2.2).

use super::ptype;
use super::syntax::{NDR, Syntax};

mod codec;

/// What follows the common header, by PTYPE.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// PTYPE 11: opens an association (`[C706]` 12.6.4.3).
    Bind {
        /// The largest fragment the client sends, in bytes.
        max_xmit_frag: u16,
        /// The largest fragment the client takes, in bytes.
        max_recv_frag: u16,
        /// The association group to join; 0 asks for a new one.
        assoc_group_id: u32,
        /// The interfaces asked for, each with the encodings it may be called in.
        contexts: Vec<PresentationContext>,
    },
    /// PTYPE 12: answers a bind (`[C706]` 12.6.4.4).
    BindAck {
        /// The largest fragment the server sends, in bytes.
        max_xmit_frag: u16,
        /// The largest fragment the server takes, in bytes.
        max_recv_frag: u16,
        /// The association group that the connection belongs to from now on.
        assoc_group_id: u32,
        /// The server's endpoint, such as its port in decimal; empty for none.
        secondary_address: String,
        /// The outcome for each interface asked for, in their order.
        results: Vec<ContextResult>,
    },
    /// PTYPE 16, `rpc_auth_3`: carries the third leg, and has no answer ([MS-RPCE] 2.2.2.10).
    Auth3 {
        /// Ignored; zeros, as a rule.
        pad: [u8; 4],
    },
    /// PTYPE 0: a call (`[C706]` 12.6.4.9).
    Request {
        /// The length of the whole call's stub, in bytes; 0 does not say.
        alloc_hint: u32,
        /// The context that names the interface.
        context_id: u16,
        /// The operation in the interface.
        opnum: u16,
        /// The arguments. Where [`super::pfc::OBJECT_UUID`] is set, the object's UUID comes first.
        stub: Vec<u8>,
    },
    /// PTYPE 2: the answer to a call (`[C706]` 12.6.4.10).
    Response {
        /// The length of the whole answer's stub, in bytes; 0 does not say.
        alloc_hint: u32,
        /// The context of the call.
        context_id: u16,
        /// The results of the operation, in the context's transfer syntax.
        stub: Vec<u8>,
    },
    /// PTYPE 3: the call failed before or in the operation (`[C706]` 12.6.4.7).
    Fault {
        /// The length of the stub, in bytes; 0 does not say.
        alloc_hint: u32,
        /// The context of the call.
        context_id: u16,
        /// Why: see [`super::status`].
        status: u32,
        /// What may follow: none, as a rule.
        stub: Vec<u8>,
    },
    /// Any other type, kept as it came.
    Unknown {
        /// PTYPE: the third byte of the PDU.
        ptype: u8,
        /// The body without its padding.
        bytes: Vec<u8>,
    },
}

/// An interface asked for, and the encodings offered for it (`p_cont_elem_t`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PresentationContext {
    /// The number that calls will name it by.
    pub id: u16,
    /// The interface, by its UUID and version.
    pub interface: Syntax,
    /// The transfer syntaxes that the client offers for it, such as [`NDR`].
    pub transfer: Vec<Syntax>,
}

/// The answer for one context (`p_result_t`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContextResult {
    /// 0 acceptance, 1 user rejection, 2 provider rejection.
    pub result: u16,
    /// Why it was rejected; 0 where it was not.
    pub reason: u16,
    /// The encoding chosen; zeros where it was rejected.
    pub transfer: Syntax,
}

impl ContextResult {
    /// The context is accepted, with NDR.
    pub const ACCEPTED: Self = Self {
        result: 0,
        reason: 0,
        transfer: NDR,
    };
}

/// The fragment size that Windows offers over TCP, in bytes.
const FRAGMENT: u16 = 5840;

impl Body {
    /// A bind to one interface as context 0, encoded in NDR, in a new association group.
    pub fn bind(interface: Syntax) -> Self {
        Self::Bind {
            max_xmit_frag: FRAGMENT,
            max_recv_frag: FRAGMENT,
            assoc_group_id: 0,
            contexts: vec![PresentationContext {
                id: 0,
                interface,
                transfer: vec![NDR],
            }],
        }
    }

    /// An answer that accepts the one context of [`Body::bind`].
    pub fn bind_ack(assoc_group_id: u32, secondary_address: impl Into<String>) -> Self {
        Self::BindAck {
            max_xmit_frag: FRAGMENT,
            max_recv_frag: FRAGMENT,
            assoc_group_id,
            secondary_address: secondary_address.into(),
            results: vec![ContextResult::ACCEPTED],
        }
    }

    /// A call in context 0.
    pub fn request(opnum: u16, stub: Vec<u8>) -> Self {
        Self::Request {
            alloc_hint: hint(&stub),
            context_id: 0,
            opnum,
            stub,
        }
    }

    /// An answer in context 0.
    pub fn response(stub: Vec<u8>) -> Self {
        Self::Response {
            alloc_hint: hint(&stub),
            context_id: 0,
            stub,
        }
    }

    /// A fault in context 0, with nothing behind the status.
    pub fn fault(status: u32) -> Self {
        Self::Fault {
            alloc_hint: 0,
            context_id: 0,
            status,
            stub: Vec::new(),
        }
    }

    /// The PTYPE (`[C706]` 12.1, [MS-RPCE] 2.2.2.10).
    pub fn ptype(&self) -> u8 {
        match self {
            Self::Request { .. } => ptype::REQUEST,
            Self::Response { .. } => ptype::RESPONSE,
            Self::Fault { .. } => ptype::FAULT,
            Self::Bind { .. } => ptype::BIND,
            Self::BindAck { .. } => ptype::BIND_ACK,
            Self::Auth3 { .. } => ptype::AUTH3,
            Self::Unknown { ptype, .. } => *ptype,
        }
    }
}

fn hint(stub: &[u8]) -> u32 {
    u32::try_from(stub.len()).unwrap_or_default()
}
