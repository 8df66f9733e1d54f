//! RC4 with HMAC-MD5 (RFC 4757).

use super::steps::{base_key, derived_key};
use super::{Etype, Key};
use crate::crypto::{ComputationStep, Operand, Trace, hmac_md5, md5, primitives};

const SPEC: &str = "RFC 4757 5";

/// `HMAC(K1, P) ‖ RC4(K3, P)`, where `P` begins with the confounder (RFC 4757 5).
pub(super) fn encrypt(key: &Key, usage: u32, confounded: &[u8], trace: &mut Trace) -> Vec<u8> {
    let k1 = usage_key(key, usage, message_type(usage), trace);
    let mac = integrity(&k1, usage, confounded, trace);
    let k3 = stream_key(&cipher_key(key, k1, usage, trace), usage, &mac, trace);
    let cipher = primitives::rc4(&k3, confounded);
    trace.record(|| {
        ComputationStep::new(
            "edata",
            "RC4(K3, Confounder ‖ data)",
            SPEC,
            [
                derived_key("K3", &k3, usage),
                Operand::plain("Confounder ‖ data", confounded),
            ],
            Operand::plain("edata", &cipher),
        )
    });
    [&mac, cipher.as_slice()].concat()
}

/// What [`encrypt`] encrypted, with the confounder; `None` if the checksum is another.
pub(super) fn decrypt(key: &Key, usage: u32, cipher: &[u8], trace: &mut Trace) -> Option<Vec<u8>> {
    let (mac, cipher) = cipher.split_first_chunk()?;
    let mut open = |message_type| {
        let k1 = usage_key(key, usage, message_type, trace);
        let k3 = stream_key(&cipher_key(key, k1, usage, trace), usage, mac, trace);
        let confounded = primitives::rc4(&k3, cipher);
        trace.record(|| {
            ComputationStep::new(
                "data",
                "RC4(K3, edata)",
                SPEC,
                [
                    derived_key("K3", &k3, usage),
                    Operand::plain("edata", cipher),
                ],
                Operand::plain("Confounder ‖ data", &confounded),
            )
        });
        (integrity(&k1, usage, &confounded, trace) == *mac).then_some(confounded)
    };
    match message_type(usage) {
        9 => open(9).or_else(|| open(8)),
        message_type => open(message_type),
    }
}

/// `HMAC(Ksign, MD5(T ‖ data))` (RFC 4757 4, checksum type -138).
pub(super) fn checksum(key: &Key, usage: u32, data: &[u8], trace: &mut Trace) -> [u8; 16] {
    let ksign = hmac_md5(&key.bytes, &[b"signaturekey\0"]);
    let message_type = message_type(usage).to_le_bytes();
    let digest = md5(&[&message_type, data]);
    let mac = hmac_md5(&ksign, &[&digest]);
    trace.record(|| {
        ComputationStep::new(
            "Ksign",
            "HMAC(K, \"signaturekey\\0\")",
            "RFC 4757 4",
            [base_key("K", key, usage)],
            derived_key("Ksign", &ksign, usage),
        )
    });
    trace.record(|| {
        ComputationStep::new(
            "checksum",
            "HMAC(Ksign, MD5(T ‖ data))",
            "RFC 4757 4",
            [
                derived_key("Ksign", &ksign, usage),
                Operand::plain("T", message_type),
                Operand::plain("data", data),
            ],
            Operand::plain("checksum", mac),
        )
    });
    mac
}

/// `HMAC(K, MD5(T ‖ data))`, checksum type -137: as -138, without a key for signing.
pub(super) fn checksum_md5_hmac(key: &Key, usage: u32, data: &[u8]) -> [u8; 16] {
    let digest = md5(&[&message_type(usage).to_le_bytes(), data]);
    hmac_md5(&key.bytes, &[&digest])
}

/// The number that RC4 has for a usage (RFC 4757 3). That 9 becomes 8 is an error of the document's.
pub(super) fn message_type(usage: u32) -> u32 {
    match usage {
        3 => 8,
        23 => 13,
        usage => usage,
    }
}

fn usage_key(key: &Key, usage: u32, message_type: u32, trace: &mut Trace) -> [u8; 16] {
    let message_type = message_type.to_le_bytes();
    let (label, formula): (&[u8], _) = match key.etype {
        Etype::Rc4Export => (b"fortybits\0", "HMAC(K, \"fortybits\\0\" ‖ T)"),
        _ => (b"", "HMAC(K, T)"),
    };
    let k1 = hmac_md5(&key.bytes, &[label, &message_type]);
    trace.record(|| {
        ComputationStep::new(
            "K1",
            formula,
            SPEC,
            [base_key("K", key, usage), Operand::plain("T", message_type)],
            derived_key("K1", &k1, usage),
        )
    });
    k1
}

/// What the key that encrypts is made of: K1, of which 7 bytes are left for export (RFC 4757 5).
fn cipher_key(key: &Key, k1: [u8; 16], usage: u32, trace: &mut Trace) -> [u8; 16] {
    if key.etype != Etype::Rc4Export {
        return k1;
    }
    let mut cut = k1;
    cut[7..].fill(0xab);
    trace.record(|| {
        ComputationStep::new(
            "K1 for export",
            "K1[0..7] ‖ AB AB AB AB AB AB AB AB AB",
            "RFC 4757 5",
            [derived_key("K1", &k1, usage)],
            derived_key("K1", &cut, usage),
        )
    });
    cut
}

fn integrity(k1: &[u8; 16], usage: u32, confounded: &[u8], trace: &mut Trace) -> [u8; 16] {
    let mac = hmac_md5(k1, &[confounded]);
    trace.record(|| {
        ComputationStep::new(
            "checksum",
            "HMAC(K1, Confounder ‖ data)",
            SPEC,
            [
                derived_key("K1", k1, usage),
                Operand::plain("Confounder ‖ data", confounded),
            ],
            Operand::plain("checksum", mac),
        )
    });
    mac
}

fn stream_key(k1: &[u8; 16], usage: u32, mac: &[u8; 16], trace: &mut Trace) -> [u8; 16] {
    let k3 = hmac_md5(k1, &[mac]);
    trace.record(|| {
        ComputationStep::new(
            "K3",
            "HMAC(K1, checksum)",
            SPEC,
            [
                derived_key("K1", k1, usage),
                Operand::plain("checksum", mac),
            ],
            derived_key("K3", &k3, usage),
        )
    });
    k3
}
