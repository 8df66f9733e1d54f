//! Statuses of a fault (`[C706]` E, [MS-ERREF] 2.2, [MS-RPCE] 3.3.3.5.1).

/// ERROR_ACCESS_DENIED: the caller did not authenticate, or may not use this interface.
pub const ACCESS_DENIED: u32 = 0x0000_0005;
/// RPC_S_SEC_PKG_ERROR: the security package failed in its own way.
pub const SEC_PKG_ERROR: u32 = 0x0000_0721;
/// RPC_X_BAD_STUB_DATA: the stub cannot be decoded.
pub const BAD_STUB_DATA: u32 = 0x0000_06F7;
/// nca_s_op_rng_error: the interface has no operation of that number.
pub const OP_RNG_ERROR: u32 = 0x1C01_0002;
/// nca_s_unk_if: the server does not have the interface.
pub const UNK_IF: u32 = 0x1C01_0003;
/// nca_s_proto_error: a PDU that does not belong here.
pub const PROTO_ERROR: u32 = 0x1C01_000B;
/// nca_s_fault_context_mismatch: no such context handle.
pub const CONTEXT_MISMATCH: u32 = 0x1C00_001A;

/// The name of a status in its specification.
pub fn name(status: u32) -> Option<&'static str> {
    Some(match status {
        ACCESS_DENIED => "ERROR_ACCESS_DENIED",
        SEC_PKG_ERROR => "RPC_S_SEC_PKG_ERROR",
        BAD_STUB_DATA => "RPC_X_BAD_STUB_DATA",
        OP_RNG_ERROR => "nca_s_op_rng_error",
        UNK_IF => "nca_s_unk_if",
        PROTO_ERROR => "nca_s_proto_error",
        CONTEXT_MISMATCH => "nca_s_fault_context_mismatch",
        _ => return None,
    })
}
