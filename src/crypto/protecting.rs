//! The keys that sign and seal ([MS-NLMP] 3.4.5.2, 3.4.5.3).

use super::primitives::{head, md5};
use super::{ComputationStep, Operand, SessionFlags, Trace};
use crate::value_kind::ValueKind;

/// Whose messages a key protects: `Mode` in [MS-NLMP] 3.4.5.2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// From the client to the server.
    Client,
    /// From the server to the client.
    Server,
}

/// `SIGNKEY` ([MS-NLMP] 3.4.5.2); none without extended session security.
pub fn sign_key(
    exported: &[u8; 16],
    flags: SessionFlags,
    mode: Mode,
    trace: &mut Trace,
) -> Option<[u8; 16]> {
    let (name, constant): (_, &[u8]) = match mode {
        Mode::Client => (
            "ClientSigningKey",
            b"session key to client-to-server signing key magic constant\0",
        ),
        Mode::Server => (
            "ServerSigningKey",
            b"session key to server-to-client signing key magic constant\0",
        ),
    };
    let key = flags.ess.then(|| md5(&[exported, constant]))?;
    trace.record(|| {
        let formula = "MD5(ExportedSessionKey ‖ magic constant)";
        protecting_step(name, formula, "[MS-NLMP] 3.4.5.2", exported, constant, &key)
    });
    Some(key)
}

/// `SEALKEY` ([MS-NLMP] 3.4.5.3): 16 bytes, or 8 where an LM or datagram session is weakened to 56 or 40
/// bits: see [`SessionFlags::sealing_bits`].
pub fn seal_key(
    exported: &[u8; 16],
    flags: SessionFlags,
    mode: Mode,
    trace: &mut Trace,
) -> Vec<u8> {
    let strong: [u8; 7] = head(exported);
    let weak: [u8; 5] = head(exported);
    let (name, constant): (_, &[u8]) = match mode {
        Mode::Client => (
            "ClientSealingKey",
            b"session key to client-to-server sealing key magic constant\0",
        ),
        Mode::Server => (
            "ServerSealingKey",
            b"session key to server-to-client sealing key magic constant\0",
        ),
    };
    let md5 = |part: &[u8]| md5(&[part, constant]).to_vec();
    let (key, formula) = match (flags.ess, flags.sealing_bits()) {
        (true, 128) => (md5(exported), "MD5(ExportedSessionKey ‖ magic constant)"),
        (true, 56) => (
            md5(&strong),
            "MD5(ExportedSessionKey[0..6] ‖ magic constant)",
        ),
        (true, _) => (md5(&weak), "MD5(ExportedSessionKey[0..4] ‖ magic constant)"),
        (false, 128) => (exported.to_vec(), "ExportedSessionKey"),
        (false, 56) => (
            [&strong[..], &[0xa0]].concat(),
            "ExportedSessionKey[0..6] ‖ 0xA0",
        ),
        (false, _) => (
            [&weak[..], &[0xe5, 0x38, 0xb0]].concat(),
            "ExportedSessionKey[0..4] ‖ 0xE538B0",
        ),
    };
    trace.record(|| {
        let constant = if flags.ess { constant } else { &[] };
        protecting_step(name, formula, "[MS-NLMP] 3.4.5.3", exported, constant, &key)
    });
    key
}

fn protecting_step(
    name: &'static str,
    formula: &'static str,
    spec: &'static str,
    exported: &[u8; 16],
    constant: &[u8],
    key: &[u8],
) -> ComputationStep {
    let exported = Operand::of_kind("ExportedSessionKey", exported, ValueKind::SessionKey);
    let constant = (!constant.is_empty()).then(|| Operand::plain("magic constant", constant));
    let inputs = [Some(exported), constant].into_iter().flatten();
    let key = Operand::of_kind(name, key, ValueKind::SessionKey);
    ComputationStep::new(name, formula, spec, inputs.collect::<Vec<_>>(), key)
}
