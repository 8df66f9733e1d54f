//! The client's side of the TGS exchange (RFC 4120 3.3, `[MS-SFU]` 3.1.5): a ticket for a service, by a TGT.

use super::ticket::is_for;
use super::{
    FOR_EVER, HeldTicket, KdcOptions, NT_PRINCIPAL, TicketFlags, TicketPlan, TicketUse,
    account_name_type, client_etypes, krbtgt, random, random_number,
};
use crate::crypto::Trace;
use crate::crypto::kerberos::{Etype, Key, checksum, checksum_kind, usage};
use crate::hosts::{Context, Era, ExchangeKind, Purpose};
use crate::wire::kerberos::{
    ApReq, Authenticator, Checksum, Encrypted, KdcKind, KdcReply, KdcRequest, KdcRequestBody,
    KerberosTime, PaData, PaForUser, PaPacOptions, PaS4uX509User, Principal, S4uUserId,
};

/// For whom the ticket is to be, and to what service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestedTicket {
    /// A ticket for a service, or a referral to where it is.
    Service,
    /// A TGT to be passed on.
    Forwarded,
    /// S4U2self: a user's ticket to the one who asks.
    ToSelf,
    /// S4U2proxy: a user's ticket to another service.
    Proxy,
}

impl RequestedTicket {
    /// As events name it.
    pub fn exchange(self) -> ExchangeKind {
        match self {
            Self::Service => ExchangeKind::Tgs,
            Self::Forwarded => ExchangeKind::Forwarded,
            Self::ToSelf => ExchangeKind::ToSelf,
            Self::Proxy => ExchangeKind::Proxy,
        }
    }
}

/// A TGS-REQ is under way.
pub struct PendingTgsRequest {
    /// What the ticket is wanted for.
    pub wanted: RequestedTicket,
    /// The TGS-REQ in DER, without the length that TCP puts before it.
    pub request: Vec<u8>,
    service: Principal,
    nonce: i64,
    session_key: Key,
}

/// Asks the ticket-granting service of `realm`. `None` where the plan lacks what that takes.
pub fn ask(
    plan: &TicketPlan,
    tgt: &HeldTicket,
    realm: &str,
    wanted: RequestedTicket,
    context: &mut Context<'_>,
) -> Option<PendingTgsRequest> {
    let nonce = random_number(Purpose::Nonce, context);
    let mut service = plan.service.clone();
    // A KDC may refuse what its ticket-granting ticket does not allow (RFC 4120 3.3.3.1).
    let mut options = KdcOptions::CANONICALIZE;
    options.set(KdcOptions::FORWARDABLE, tgt.is_forwardable());
    options.set(KdcOptions::RENEWABLE, tgt.is(TicketFlags::RENEWABLE));
    let mut body = KdcRequestBody {
        options,
        realm: realm.to_owned(),
        till: KerberosTime(FOR_EVER.to_owned()),
        nonce,
        etypes: client_etypes(context.machine.era),
        ..KdcRequestBody::default()
    };
    let mut pac_options = PaPacOptions::BRANCH_AWARE;
    let mut more = Vec::new();
    match wanted {
        RequestedTicket::Service => {}
        RequestedTicket::Forwarded => {
            service = krbtgt(realm);
            body.options |= KdcOptions::FORWARDED | KdcOptions::RENEWABLE_OK;
        }
        RequestedTicket::ToSelf => {
            let user = plan.on_behalf.as_ref()?;
            service = Principal::new(NT_PRINCIPAL, &[plan.asker()]);
            let name = Principal::new(account_name_type(&user.name), &[&user.name]);
            // Windows Server 2003 knows the older form alone. Updated Windows sends the newer alone since January 2026
            // (CVE-2026-20849); before, as here, both.
            if context.machine.era == Era::Today {
                more.push(s4u_x509_user(&name, &user.realm, nonce, &tgt.key));
            }
            more.push(for_user(name, user.realm.clone(), &tgt.key));
        }
        RequestedTicket::Proxy => {
            let evidence = plan.on_behalf.as_ref()?.evidence.as_ref()?;
            body.options |= KdcOptions::CNAME_IN_ADDITIONAL_TICKET | KdcOptions::RENEWABLE_OK;
            body.tickets = Some(vec![evidence.ticket.clone()]);
            pac_options |= PaPacOptions::RESOURCE_BASED;
        }
    }
    body.service = Some(service.clone());
    let ap_req = authenticate(tgt, &body, context);
    let mut padata = vec![PaData::new(PaData::TGS_REQ, ap_req)];
    if context.machine.era.is_recent() {
        let options = PaPacOptions(pac_options).encode();
        padata.push(PaData::new(PaData::PAC_OPTIONS, options));
    }
    padata.append(&mut more);
    let request = KdcRequest {
        kind: KdcKind::Tgs,
        padata,
        body,
    };
    Some(PendingTgsRequest {
        wanted,
        request: request.encode(),
        service,
        nonce,
        session_key: tgt.key.clone(),
    })
}

/// PA-TGS-REQ: the TGT, and proof of its session key over the request's body.
fn authenticate(tgt: &HeldTicket, body: &KdcRequestBody, context: &mut Context<'_>) -> Vec<u8> {
    let sum = checksum(checksum_kind::RSA_MD5, None, 0, &body.encode());
    let authenticator = Authenticator {
        client_realm: tgt.client_realm.clone(),
        client: tgt.client.clone(),
        checksum: Some(Checksum {
            kind: checksum_kind::RSA_MD5,
            value: sum.unwrap_or_default(),
        }),
        cusec: context.now.micros(),
        ctime: KerberosTime(context.now.kerberos_time().unwrap_or_default()),
        subkey: None,
        sequence: Some(body.nonce),
        authorization: None,
    };
    let confounder = random(tgt.key.etype.confounder_len(), Purpose::Confounder, context);
    let cipher = tgt.key.encrypt(
        usage::TGS_REQ_AUTHENTICATOR,
        &confounder,
        &authenticator.encode(),
        &mut Trace::off(),
    );
    ApReq {
        options: 0,
        ticket: tgt.ticket.clone(),
        authenticator: Encrypted {
            etype: tgt.key.etype.number(),
            kvno: None,
            cipher,
        },
    }
    .encode()
}

/// `[MS-SFU]` 2.2.1. Its checksum is the one of RC4, whatever the key.
fn for_user(user: Principal, realm: String, key: &Key) -> PaData {
    let mut value = PaForUser {
        user,
        realm,
        checksum: Checksum {
            kind: checksum_kind::HMAC_MD5,
            value: Vec::new(),
        },
        package: "Kerberos".to_owned(),
    };
    let signed = value.signed();
    let sum = checksum(
        checksum_kind::HMAC_MD5,
        Some(key),
        usage::PAC_SIGNATURE,
        &signed,
    );
    value.checksum.value = sum.unwrap_or_default();
    PaData::new(PaData::FOR_USER, value.encode())
}

/// `[MS-SFU]` 2.2.2: the form that Windows alone sends since January 2026 (CVE-2026-20849).
fn s4u_x509_user(user: &Principal, realm: &str, nonce: i64, key: &Key) -> PaData {
    let user_id = S4uUserId {
        nonce,
        user: Some(user.clone()),
        realm: realm.to_owned(),
        certificate: None,
        options: Some(S4uUserId::USE_REPLY_KEY_USAGE),
    };
    let signed = user_id.encode();
    let kind = s4u_checksum_type(key);
    let sum = checksum(kind, Some(key), usage::S4U_X509_REQUEST, &signed);
    let value = PaS4uX509User {
        user_id,
        checksum: Checksum {
            kind,
            value: sum.unwrap_or_default(),
        },
    };
    PaData::new(PaData::S4U_X509_USER, value.encode())
}

/// The checksum of PA-S4U-X509-USER: of an RC4 key rsa-md4 (`[MS-SFU]` 2.2.2).
pub fn s4u_checksum_type(key: &Key) -> i64 {
    match key.etype {
        Etype::Rc4 => checksum_kind::RSA_MD4,
        etype => etype.checksum_type(),
    }
}

impl PendingTgsRequest {
    /// Opens the reply; `None` where it cannot be opened, or answers another question: only where somebody asks for a
    /// service may a TGT come instead, for the realm where it is.
    pub fn take(self, reply: KdcReply) -> Option<HeldTicket> {
        let held_as = match self.wanted {
            RequestedTicket::Forwarded => TicketUse::ForwardedTgt,
            RequestedTicket::ToSelf => TicketUse::Evidence,
            RequestedTicket::Service | RequestedTicket::Proxy => TicketUse::Service,
        };
        let key = &self.session_key;
        let ticket = HeldTicket::open(reply, self.nonce, key, usage::TGS_REP_SESSION, held_as)?;
        let referral = held_as == TicketUse::Service && ticket.service.is_krbtgt();
        (referral || is_for(&ticket.service, &self.service)).then_some(ticket)
    }
}
