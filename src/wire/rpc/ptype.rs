//! PTYPE: what a PDU is, by its third byte (`[C706]` 12.1, [MS-RPCE] 2.2.2.10).

/// Calls an operation.
pub const REQUEST: u8 = 0;
/// Answers a call.
pub const RESPONSE: u8 = 2;
/// Says that a call failed, before or in the operation.
pub const FAULT: u8 = 3;
/// Opens an association, with the client's first token.
pub const BIND: u8 = 11;
/// Accepts it, or says per context why not.
pub const BIND_ACK: u8 = 12;
/// Refuses it.
pub const BIND_NAK: u8 = 13;
/// Adds a context to an association, or goes on with a sign-in.
pub const ALTER_CONTEXT: u8 = 14;
/// Answers that.
pub const ALTER_CONTEXT_RESP: u8 = 15;
/// The third leg of a sign-in, which has no answer; the one that `[C706]` lacks.
pub const AUTH3: u8 = 16;
/// The server wants the connection closed.
pub const SHUTDOWN: u8 = 17;
/// The client wants a call cancelled.
pub const CO_CANCEL: u8 = 18;
/// The client waits for an answer no longer.
pub const ORPHANED: u8 = 19;

/// The name that the specifications have for it.
pub fn name(ptype: u8) -> Option<&'static str> {
    Some(match ptype {
        REQUEST => "request",
        RESPONSE => "response",
        FAULT => "fault",
        BIND => "bind",
        BIND_ACK => "bind_ack",
        BIND_NAK => "bind_nak",
        ALTER_CONTEXT => "alter_context",
        ALTER_CONTEXT_RESP => "alter_context_resp",
        AUTH3 => "rpc_auth_3",
        SHUTDOWN => "shutdown",
        CO_CANCEL => "co_cancel",
        ORPHANED => "orphaned",
        _ => return None,
    })
}
