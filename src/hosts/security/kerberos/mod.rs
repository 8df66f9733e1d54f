//! Kerberos (RFC 4120, RFC 4121, `[MS-KILE]`) with delegation (`[MS-SFU]`), both sides of it: tickets are asked of a KDC,
//! sent to the service they are for, and opened there with the service's own key.

mod accept;
mod acquire;
mod ap_req;
mod as_exchange;
mod delegate;
pub mod pac;
mod plan;
#[cfg(test)]
pub(in crate::hosts) mod tests;
mod tgs_exchange;
mod ticket;

pub use crate::wire::kerberos::{KdcOptions, TicketFlags};
pub use accept::{AcceptedTicket, ApError, accept};
pub use acquire::{Acquired, KerberosFailure, acquire};
pub use ap_req::{AwaitApRep, Spoken, ap_req, refusal_in};
pub use plan::{OnBehalf, TicketPlan, TicketSource};
pub use tgs_exchange::s4u_checksum_type;
pub use ticket::{HeldTicket, Owner, TicketCache, TicketSummary, TicketUse};

use crate::crypto::kerberos::{Etype, Key};
use crate::hosts::{Context, Era, FileTime, Purpose};
use crate::wire::kerberos::{EncryptionKey, KRBTGT, KerberosTime, KrbError, Principal};

/// The greatest difference of two clocks, in minutes (`[MS-KILE]` 3.1.1: "maximum tolerance").
pub const MOST_SKEW: i64 = 5;

/// Whether two clocks differ by more than that.
pub fn is_skewed(time: FileTime, now: FileTime) -> bool {
    time > now.plus_minutes(MOST_SKEW) || now > time.plus_minutes(MOST_SKEW)
}

/// A time in a message. What is no time counts as long ago.
pub fn time_of(time: &KerberosTime) -> FileTime {
    FileTime::of_kerberos_time(&time.0).unwrap_or_default()
}

/// For ever, as Windows writes it.
const FOR_EVER: &str = "20370913024805Z";

/// NT-PRINCIPAL: a person or a computer (RFC 4120 6.2).
pub const NT_PRINCIPAL: i64 = 1;
/// NT-SRV-INST: a service.
pub const NT_SRV_INST: i64 = 2;

/// NT-ENTERPRISE: a name with an `@` that is no realm.
pub const NT_ENTERPRISE: i64 = 10;

/// By what way a ticket came to whoever shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TicketPath {
    /// Its client asked for it.
    Own,
    /// A service asked for it with the client's own TGT, which was forwarded.
    ForwardedTgt,
    /// A service asked for it with the ticket its client had shown: S4U2proxy.
    Evidence,
    /// A service asked for it with a ticket it had got for its client itself: S4U2self, then S4U2proxy.
    Transition,
}

/// NT-ENTERPRISE of a name with an @, else NT-PRINCIPAL (RFC 4120 6.2, RFC 6806 5).
fn account_name_type(name: &str) -> i64 {
    if name.contains('@') {
        NT_ENTERPRISE
    } else {
        NT_PRINCIPAL
    }
}

/// The encryption types that a client of that time asks for, in its order.
pub fn client_etypes(era: Era) -> Vec<i64> {
    match era {
        // aes256, aes128, rc4, rc4-exp, rc4-old-exp, des-cbc-md5.
        Era::Today => vec![18, 17, 23, 24, -135, 3],
        Era::Y1998 | Era::Y2003 => vec![23, -133, -128, 3, 1, 24, -135],
    }
}

/// The encryption types an account has that was made at that time.
pub fn account_etypes(era: Era) -> Vec<Etype> {
    match era {
        Era::Today => vec![Etype::Aes256Sha1, Etype::Aes128Sha1, Etype::Rc4],
        Era::Y1998 | Era::Y2003 => vec![Etype::Rc4, Etype::DesCbcMd5],
    }
}

/// The name of a service, of an SPN such as `HTTP/web-01`.
pub fn service_principal(spn: &str) -> Principal {
    Principal {
        name_type: NT_SRV_INST,
        parts: spn.split('/').map(str::to_owned).collect(),
    }
}

/// A KRB-ERROR (RFC 4120 5.9.1) with the clock of whoever sends it; `service` is the one that was asked, in `realm`.
pub fn krb_error(
    code: i64,
    service: Option<Principal>,
    realm: &str,
    context: &Context<'_>,
) -> KrbError {
    KrbError {
        server_time: KerberosTime(context.now.kerberos_time().unwrap_or_default()),
        susec: context.now.micros(),
        code,
        realm: realm.to_owned(),
        service: service.unwrap_or_default(),
        ..KrbError::default()
    }
}

/// The ticket-granting service of a realm.
pub fn krbtgt(realm: &str) -> Principal {
    Principal::new(NT_SRV_INST, &[KRBTGT, realm])
}

/// A key that a message carries; none of an encryption type that is not known here.
pub fn key_of(carried: &EncryptionKey) -> Option<Key> {
    Key::new(Etype::from_number(carried.etype)?, carried.value.clone())
}

/// A key, as a message carries it.
pub fn carried(key: &Key) -> EncryptionKey {
    EncryptionKey {
        etype: key.etype.number(),
        value: key.bytes.clone(),
    }
}

/// So many random bytes of that purpose.
pub fn random(length: usize, purpose: Purpose, context: &mut Context<'_>) -> Vec<u8> {
    let mut bytes = vec![0; length];
    context.entropy.fill(purpose, &mut bytes);
    bytes
}

/// A random key of that encryption type.
pub fn random_key(etype: Etype, context: &mut Context<'_>) -> Key {
    let seed = random(etype.seed_len(), Purpose::TicketKey, context);
    Key::from_seed(etype, &seed)
}

/// A random number of 31 bits: signed and unsigned readers agree on it.
pub fn random_number(purpose: Purpose, context: &mut Context<'_>) -> i64 {
    let mut bytes = [0; 4];
    context.entropy.fill(purpose, &mut bytes);
    i64::from(u32::from_be_bytes(bytes) >> 1)
}
