//! A TGT handed over: the KRB-CRED in the checksum of an authenticator (RFC 4121 4.1.1).

use super::{HeldTicket, TicketUse, key_of, random};
use crate::crypto::Trace;
use crate::crypto::kerberos::{Key, usage};
use crate::hosts::{Context, FileTime, Purpose};
use crate::wire::kerberos::{EncKrbCredPart, Encrypted, KerberosTime, KrbCred};

/// A TGT for the service that a ticket is for, under that ticket's session key.
pub fn krb_cred(tgt: &HeldTicket, ticket: &HeldTicket, context: &mut Context<'_>) -> Vec<u8> {
    let part = EncKrbCredPart {
        info: vec![tgt.cred_info()],
        ..EncKrbCredPart::default()
    };
    let confounder = random(
        ticket.key.etype.confounder_len(),
        Purpose::Confounder,
        context,
    );
    let plain = part.encode();
    let cipher = ticket
        .key
        .encrypt(usage::KRB_CRED, &confounder, &plain, &mut Trace::off());
    KrbCred {
        tickets: vec![tgt.ticket.clone()],
        encrypted: Encrypted {
            etype: ticket.key.etype.number(),
            kvno: None,
            cipher,
        },
    }
    .encode()
}

/// The TGT in a KRB-CRED, opened with the session key of the ticket it came with.
pub fn forwarded_tgt(bytes: &[u8], key: &Key) -> Option<HeldTicket> {
    let cred = KrbCred::decode(bytes).value.ok()?;
    let plain = match cred.encrypted.etype {
        // Not encrypted: what carries it is.
        0 => cred.encrypted.cipher,
        _ => key
            .decrypt(usage::KRB_CRED, &cred.encrypted.cipher, &mut Trace::off())
            .ok()?,
    };
    let info = EncKrbCredPart::decode(&plain).value.ok()?.info;
    let info = info.into_iter().next()?;
    let ticket = cred.tickets.into_iter().next()?;
    let time = |time: &Option<KerberosTime>| {
        let time = time.as_ref()?;
        FileTime::of_kerberos_time(&time.0)
    };
    Some(HeldTicket {
        client_realm: info.realm.clone()?,
        client: info.client.clone()?,
        realm: info
            .service_realm
            .clone()
            .unwrap_or_else(|| ticket.realm.clone()),
        service: info
            .service
            .clone()
            .unwrap_or_else(|| ticket.service.clone()),
        key: key_of(&info.key)?,
        flags: info.flags.unwrap_or_default(),
        start: time(&info.start_time).unwrap_or_default(),
        end: time(&info.end_time)?,
        renew_till: time(&info.renew_till),
        held_as: TicketUse::ForwardedTgt,
        ticket,
    })
}
