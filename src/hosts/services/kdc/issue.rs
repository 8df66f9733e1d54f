//! Tickets and replies, made and sealed (RFC 4120 3.1.3, 3.3.3, 5.3, 5.4.2).

use super::Case;
use crate::crypto::Trace;
use crate::crypto::kerberos::{Key, usage};
use crate::hosts::security::kerberos::{
    self, KdcOptions, NT_ENTERPRISE, NT_PRINCIPAL, TicketFlags, carried, pac, random, time_of,
};
use crate::hosts::{Account, Context, Era, FileTime, Machine, Purpose, same};
use crate::wire::kerberos::{
    Checksum, EncKdcReplyPart, EncTicketPart, Encrypted, EtypeInfo2, EtypeInfo2Entry, HostAddress,
    KdcKind, KdcReply, KdcRequestBody, KerberosTime, PaData, Principal, Ticket, Transited,
};
use crate::wire::pac::{
    ATTRIBUTES_INFO, CLIENT_INFO, ClientInfo, Pac, REQUESTOR, WINDOWS_2008, WINDOWS_2022,
};

/// What a ticket will say.
pub struct Issued {
    /// crealm: the realm that `client` is in.
    pub client_realm: String,
    /// cname: whom the service takes its holder for.
    pub client: Principal,
    /// The service that can open it (sname).
    pub service: Principal,
    /// The flags, bit 0 highest.
    pub flags: TicketFlags,
    /// The session key: for the client in the reply, for the service in the ticket.
    pub session_key: Key,
    /// starttime, endtime and renew-till.
    pub lifetime: Lifetime,
    /// When the client proved its key.
    pub auth_time: FileTime,
    /// Who the client is to Windows, not signed yet.
    pub pac: Pac,
    /// From where it may be used, as the client says.
    pub addresses: Option<Vec<HostAddress>>,
}

/// From when until when a ticket is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lifetime {
    /// starttime (RFC 4120 5.3), by the KDC's clock.
    pub start: FileTime,
    /// endtime, from which on no service takes it.
    pub end: FileTime,
    /// Until when it can be renewed.
    pub renew_till: Option<FileTime>,
}

impl Lifetime {
    /// The same, but no longer than is asked for (RFC 4120 3.3.3).
    pub fn until_at_most(self, till: &KerberosTime) -> Self {
        let end = at_most(till, self.start, self.end);
        Self { end, ..self }
    }
}

/// The time that is asked for, if it comes before the latest possible one. 19700101000000Z asks for as long as possible
/// (RFC 4120 5.4.1), and so does any other time that is over here: KDC_ERR_NEVER_VALID (3.1.3) is not built.
fn at_most(asked: &KerberosTime, start: FileTime, latest: FileTime) -> FileTime {
    let asked = Some(time_of(asked)).filter(|it| *it > start);
    asked.map_or(latest, |it| it.min(latest))
}

/// Ten hours, the default domain policy; seven days for renewing; four hours for a member of Protected Users, who renews
/// nothing beyond.
const HOURS: i64 = 10;
const DAYS: i64 = 7;
const PROTECTED_HOURS: i64 = 4;

impl Lifetime {
    /// Of a TGT that comes of a password: what the client asks for, within the domain's policy.
    pub fn of_first(body: &KdcRequestBody, protected: bool, now: FileTime) -> Self {
        let hours = if protected { PROTECTED_HOURS } else { HOURS };
        let until = |asked: Option<&KerberosTime>, hours| {
            let most = now.plus_minutes(hours * 60);
            asked.map_or(most, |asked| at_most(asked, now, most))
        };
        let renewable = body.options.contains(KdcOptions::RENEWABLE);
        let renewed = if protected { hours } else { DAYS * 24 };
        Self {
            start: now,
            end: until(Some(&body.till), hours),
            renew_till: renewable.then(|| until(body.rtime.as_ref(), renewed)),
        }
    }
}

/// The account of the ticket-granting service.
pub fn krbtgt(machine: &Machine) -> Option<&Account> {
    machine
        .accounts
        .all()
        .iter()
        .find(|account| account.is_krbtgt())
}

/// The realm of a KDC on that computer.
pub fn realm(machine: &Machine) -> String {
    machine
        .kerberos
        .realms
        .first()
        .map_or_else(String::new, |realm| realm.name.clone())
}

/// Whether that is the ticket-granting service of a KDC on that computer, however its realm is spelt.
pub fn is_own_tgs(service: &Principal, machine: &Machine) -> bool {
    match service.parts.as_slice() {
        [_, realm] => service.is_krbtgt() && is_own_realm(realm, machine),
        _ => false,
    }
}

/// Whether that is the realm of a KDC on that computer, by its name or by the domain's, in whatever case.
pub fn is_own_realm(name: &str, machine: &Machine) -> bool {
    let realms = &machine.kerberos.realms;
    let own = realms.first();
    own.is_some_and(|own| same(&own.name, name) || same(&own.netbios, name))
}

/// The name a ticket has for the client: an enterprise name becomes the account's.
pub fn canonical(name: &Principal, client: &Account) -> Principal {
    match name.name_type {
        NT_ENTERPRISE => Principal::new(NT_PRINCIPAL, &[&client.name]),
        _ => Principal {
            parts: vec![client.name.clone()],
            ..name.clone()
        },
    }
}

/// The ticket, sealed with the key of the account it is for. `None` where that account has no key.
pub fn ticket(
    issued: &Issued,
    target: &Account,
    case: &mut Case,
    context: &mut Context<'_>,
) -> Option<Ticket> {
    let recent = context.machine.era.is_recent();
    let is_tgt = issued.service.is_krbtgt();
    let key = target.kerberos.keys.first()?;
    let kdc = krbtgt(context.machine)?.kerberos.keys.first()?.clone();
    let mut pac = issued.pac.clone();
    let client_info = ClientInfo {
        auth_time: issued.auth_time.0 / 10_000_000 * 10_000_000,
        name: issued.client.to_string(),
    };
    pac.set(CLIENT_INFO, client_info.encode());
    if !is_tgt {
        // They are for the ticket-granting service alone (`[MS-PAC]` 2.14, 2.15).
        pac.buffers
            .retain(|buffer| ![ATTRIBUTES_INFO, REQUESTOR].contains(&buffer.kind));
    }
    let order = if recent { &WINDOWS_2022 } else { &WINDOWS_2008 };
    let keys = pac::SigningKeys {
        service: key,
        kdc: &kdc,
        ticket_too: recent && !is_tgt,
        order,
    };
    let part = EncTicketPart {
        flags: issued.flags,
        key: carried(&issued.session_key),
        client_realm: issued.client_realm.clone(),
        client: issued.client.clone(),
        transited: Transited::default(),
        auth_time: time(issued.auth_time),
        start_time: Some(time(issued.lifetime.start)),
        end_time: time(issued.lifetime.end),
        renew_till: issued.lifetime.renew_till.map(time),
        addresses: issued.addresses.clone(),
        authorization: None,
    };
    let part = pac::signed(part, pac, &keys);
    case.decision.etype = key.etype.number();
    let confounder = random(key.etype.confounder_len(), Purpose::Confounder, context);
    let cipher = key.encrypt(
        usage::KDC_REP_TICKET,
        &confounder,
        &part.encode(),
        &mut Trace::off(),
    );
    Some(Ticket {
        realm: realm(context.machine),
        service: issued.service.clone(),
        encrypted: Encrypted {
            etype: key.etype.number(),
            kvno: Some(target.kerberos.kvno.into()),
            cipher,
        },
    })
}

/// A reply with a ticket.
pub struct UnsealedReply<'a> {
    /// Of which exchange it is.
    pub kind: KdcKind,
    /// The request's nonce, by which the client knows what is answered.
    pub nonce: i64,
    /// What the ticket says; of this the client is told what concerns it.
    pub issued: &'a Issued,
    /// The ticket, sealed for its service.
    pub ticket: Ticket,
    /// When the client's password expires, where its key was proved (RFC 4120 5.4.2).
    pub key_expiration: Option<KerberosTime>,
    /// Anybody may read it.
    pub padata: Option<Vec<PaData>>,
    /// For the client alone: it goes into the encrypted part (RFC 6806 11). None before Windows Vista.
    pub encrypted_padata: Option<Vec<PaData>>,
}

impl UnsealedReply<'_> {
    /// The AS-REP or TGS-REP: what is for the client alone goes under this key, with this usage.
    pub fn sealed(self, key: &Key, usage: u32, context: &mut Context<'_>) -> Vec<u8> {
        let issued = self.issued;
        let part = EncKdcReplyPart {
            kind: self.kind,
            key: carried(&issued.session_key),
            last_request: vec![(0, time(issued.auth_time))],
            nonce: self.nonce,
            key_expiration: self.key_expiration,
            flags: issued.flags,
            auth_time: time(issued.auth_time),
            start_time: Some(time(issued.lifetime.start)),
            end_time: time(issued.lifetime.end),
            renew_till: issued.lifetime.renew_till.map(time),
            realm: self.ticket.realm.clone(),
            service: issued.service.clone(),
            addresses: issued.addresses.clone(),
            padata: self.encrypted_padata,
        };
        let confounder = random(key.etype.confounder_len(), Purpose::Confounder, context);
        let cipher = key.encrypt(usage, &confounder, &part.encode(), &mut Trace::off());
        KdcReply {
            kind: self.kind,
            padata: self.padata,
            client_realm: issued.client_realm.clone(),
            client: issued.client.clone(),
            ticket: self.ticket,
            encrypted: Encrypted {
                etype: key.etype.number(),
                kvno: None,
                cipher,
            },
        }
        .encode()
    }
}

/// PA-REQ-ENC-PA-REP (RFC 6806 11): a checksum over the request, so that nobody weakens it on the way.
pub fn enc_pa_rep(request: &[u8], key: &Key) -> PaData {
    let value = key.checksum(usage::ENC_PA_REP, request, &mut Trace::off());
    let checksum = Checksum {
        kind: key.etype.checksum_type(),
        value,
    };
    PaData::new(PaData::REQ_ENC_PA_REP, checksum.encode())
}

/// How a client's keys are made, as a KDC of that time tells it: ETYPE-INFO2 is of RFC 4120, younger than Windows Server 2003.
pub fn etype_info(entries: Vec<EtypeInfo2Entry>, era: Era) -> PaData {
    let info = EtypeInfo2(entries);
    match era.is_recent() {
        true => PaData::new(PaData::ETYPE_INFO2, info.encode()),
        false => PaData::new(PaData::ETYPE_INFO, info.encode_old()),
    }
}

/// A time as messages have it.
pub fn time(time: FileTime) -> KerberosTime {
    KerberosTime(time.kerberos_time().unwrap_or_default())
}

/// The ticket-granting service of a realm.
pub fn tgs(realm: &str) -> Principal {
    kerberos::krbtgt(realm)
}
