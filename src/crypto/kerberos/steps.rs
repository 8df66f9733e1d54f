//! What the steps of all encryption types have in common.

use super::{Key, usage};
use crate::crypto::{ComputationStep, Operand};
use crate::value_kind::ValueKind;

/// The key that the others are derived from, by its name in the step.
pub(super) fn base_key(name: &'static str, key: &Key, usage: u32) -> Operand {
    derived_key(name, &key.bytes, usage)
}

/// A key derived for a usage: it is as telling as the one it comes from.
pub(super) fn derived_key(name: &'static str, bytes: &[u8], usage: u32) -> Operand {
    Operand::of_kind(name, bytes, usage::key_kind(usage))
}

/// A step that derives a key from `base` and a usage number, big-endian.
pub(super) fn derivation(
    [name, formula, spec]: [&'static str; 3],
    base: &[u8],
    usage: u32,
    derived: &[u8],
) -> ComputationStep {
    ComputationStep::new(
        name,
        formula,
        spec,
        [
            derived_key("base-key", base, usage),
            Operand::plain(usage::OPERAND, usage.to_be_bytes()),
        ],
        derived_key(name, derived, usage),
    )
}

/// A password as it goes into a key.
pub(super) fn passphrase(password: &str) -> Operand {
    Operand::of_kind("passphrase", password, ValueKind::Password)
}
