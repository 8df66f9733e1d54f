//! What an authenticator hands over (RFC 4121 4.1.1): a ticket to act as its client, or none.

use super::{Decryption, authenticator};
use crate::wire::kerberos::{DecryptedPart, EncKrbCredPart, GssChecksum, KrbCred, KrbCredInfo};

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
    let Some(handed) = checksum.deleg else {
        return Some(Delegation::Nothing);
    };
    let mut parts = found.parts.iter();
    let cred = parts.find(|it| it.kind == DecryptedPart::Cred && it.origin.part == Some(part));
    let clear = || {
        // Samba hands it over in clear: the authenticator around it is encrypted (RFC 4120 3.6.1).
        let cred = KrbCred::decode(&handed).value.ok()?.encrypted;
        (cred.etype == 0).then_some(cred.cipher)
    };
    let bytes = match cred {
        Some(cred) => cred.layer.bytes.clone(),
        None => match clear() {
            Some(bytes) => bytes,
            None => return Some(Delegation::Closed),
        },
    };
    let info = EncKrbCredPart::decode(&bytes).value.ok()?.info;
    Some(Delegation::Tickets(info))
}
