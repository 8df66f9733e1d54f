//! What an authenticator hands over (RFC 4121 4.1.1): a ticket to act as its client, or none.

use super::{Decryption, authenticator};
use crate::wire::kerberos::{DecryptedPart, EncKrbCredPart, GssChecksum, KrbCredInfo};

/// What the checksum of an authenticator hands over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Delegation {
    /// Nothing: the flag is not set.
    Nothing,
    /// A KRB-CRED that stays closed.
    Closed,
    /// These tickets, with their session keys, which open what is encrypted with them.
    Tickets(Vec<KrbCredInfo>),
}

/// What the authenticator in the part of that number hands over; none where it is no authenticator of GSS-API.
pub fn delegation(found: &Decryption, part: usize) -> Option<Delegation> {
    let opened = found.parts.get(part)?;
    let checksum = authenticator(opened)?.checksum?;
    if checksum.kind != GssChecksum::TYPE {
        return None;
    }
    let checksum = GssChecksum::decode(&checksum.value).value.ok()?;
    if checksum.deleg.is_none() {
        return Some(Delegation::Nothing);
    }
    let mut parts = found.parts.iter();
    let cred = parts.find(|it| it.kind == DecryptedPart::Cred && it.origin.part == Some(part));
    let info = match cred {
        Some(cred) => EncKrbCredPart::decode(&cred.layer.bytes).value.ok()?.info,
        None => return Some(Delegation::Closed),
    };
    Some(Delegation::Tickets(info))
}
