//! The authentication service (RFC 4120 3.1.2, 3.1.3): a TGT for whoever proves the account's key.

use super::issue::{self, Issued, Lifetime, UnsealedReply};
use super::of;
use super::refusal::{Refused, no_common_etype, refused};
use super::{Case, directory, logon};
use crate::crypto::Trace;
use crate::crypto::kerberos::{Etype, Key, usage};
use crate::hosts::security::kerberos::{
    KdcOptions, NT_ENTERPRISE, TicketFlags, is_skewed, random_key,
};
use crate::hosts::{Account, Context, FileTime, KdcRule, Machine};
use crate::wire::kerberos::error_code;
use crate::wire::kerberos::{
    Encrypted, EtypeInfo2Entry, KdcKind, KdcRequest, KdcRequestBody, PaData, PaEncTimestamp,
    Principal,
};
use crate::wire::pac::Sid;

/// The KDC understands FAST, compound identity, claims and resource SID compression: nothing of it is built here but
/// this is what Windows says (`[MS-KILE]` 2.2.7).
pub const SUPPORTED: [u8; 4] = [0x1f, 0, 0, 0];

/// Answers an AS-REQ: a TGT, the demand for a proof, or another refusal.
pub fn answer(
    bytes: &[u8],
    request: &KdcRequest,
    case: &mut Case,
    context: &mut Context<'_>,
) -> Result<Vec<u8>, Refused> {
    let body = &request.body;
    let machine = &*context.machine;
    let name = body.client.clone().unwrap_or_default();
    let client = directory::client(&name, machine)
        .filter(|_| issue::is_own_realm(&body.realm, machine))
        .ok_or(refused(
            KdcRule::NoSuchClient,
            error_code::KDC_ERR_C_PRINCIPAL_UNKNOWN,
        ))?
        .clone();
    case.decision.client.clone_from(&client.name);
    let service = body.service.clone().unwrap_or_default();
    let target = service_account(&service, machine).ok_or(refused(
        KdcRule::NoSuchService,
        error_code::KDC_ERR_S_PRINCIPAL_UNKNOWN,
    ))?;
    let target = target.clone();
    case.refuse_revoked(&client)?;
    let usable = usable_keys(request, &client);
    let Some(&key) = usable.first() else {
        return Err(match is_protected(&client, case) {
            true => refused(KdcRule::ProtectedNeedsAes, error_code::KDC_ERR_ETYPE_NOSUPP),
            false => no_common_etype(),
        });
    };
    prove(request, &client, &usable, context)?;
    // Who cannot prove the password is not told that it is too old, and who changes it has an old one.
    if !is_password_service(&service) {
        case.refuse_old_password(&client)?;
    }

    let (flags, lifetime) = granted(body, &client, case, context);
    let session = session_etype(&body.etypes, &target).ok_or_else(no_common_etype)?;
    let session_key = random_key(session, context);
    case.decision.flags = flags;
    case.decision.account = Some(target.name.clone());
    let pac = logon::pac(&client, Sid::authority_asserted(), context);
    let issued = Issued {
        client_realm: issue::realm(context.machine),
        client: match body.options.contains(KdcOptions::CANONICALIZE) {
            // Nobody asked for another spelling, so the client would not take it for its answer (RFC 6806 6).
            false if name.name_type != NT_ENTERPRISE => name,
            _ => issue::canonical(&name, &client),
        },
        service,
        flags,
        session_key,
        lifetime,
        auth_time: context.now,
        pac,
        addresses: body.addresses.clone(),
    };
    let ticket = issue::ticket(&issued, &target, case, context);
    let ticket = ticket.ok_or_else(no_common_etype)?;
    let recent = context.machine.era.is_recent();
    let padata = recent.then(|| {
        let mut padata = vec![PaData::new(PaData::SUPPORTED_ETYPES, SUPPORTED.to_vec())];
        if PaData::find(&request.padata, PaData::REQ_ENC_PA_REP).is_some() {
            padata.insert(0, issue::enc_pa_rep(bytes, key));
        }
        padata
    });
    let hint = entry(key, &client);
    let reply = UnsealedReply {
        kind: KdcKind::As,
        nonce: body.nonce,
        issued: &issued,
        ticket,
        key_expiration: Some(logon::key_expiration(&client)),
        padata: match recent {
            true => Some(vec![issue::etype_info(vec![hint], context.machine.era)]),
            false => {
                let salt = hint.salt.map(String::into_bytes);
                salt.map(|salt| vec![PaData::new(PaData::PW_SALT, salt)])
            }
        },
        encrypted_padata: padata,
    };
    Ok(reply.sealed(key, usage::AS_REP, context))
}

/// The flags and the lifetime of a first ticket: what was asked for, as far as the account allows it.
fn granted(
    body: &KdcRequestBody,
    client: &Account,
    case: &mut Case,
    context: &Context<'_>,
) -> (TicketFlags, Lifetime) {
    let sensitive = case.read_flag(of(client), "NOT_DELEGATED", client.kerberos.sensitive);
    let protected = is_protected(client, case);
    let mut flags = TicketFlags::INITIAL | TicketFlags::PRE_AUTHENT;
    if context.machine.era.is_recent() {
        flags |= TicketFlags::ENC_PA_REP;
    }
    if body.options.contains(KdcOptions::FORWARDABLE) && !sensitive && !protected {
        flags |= TicketFlags::FORWARDABLE;
    }
    let lifetime = Lifetime::of_first(body, protected, context.now);
    if lifetime.renew_till.is_some() {
        flags |= TicketFlags::RENEWABLE;
    }
    (flags, lifetime)
}

fn is_protected(client: &Account, case: &mut Case) -> bool {
    case.read_flag(of(client), "Protected Users", client.kerberos.protected)
}

/// The account that a first ticket is for: krbtgt's, or a service's that takes one without a TGT. None without a krbtgt.
fn service_account<'a>(service: &Principal, machine: &'a Machine) -> Option<&'a Account> {
    let krbtgt = issue::krbtgt(machine)?;
    if issue::is_own_tgs(service, machine) || is_password_service(service) {
        return Some(krbtgt);
    }
    match directory::service(service, machine) {
        directory::ServiceMatch::Account(account) => Some(account),
        _ => None,
    }
}

/// Where passwords are changed (RFC 3244 2): an SPN of krbtgt, for which a ticket is had with the password alone.
fn is_password_service(service: &Principal) -> bool {
    service.parts == ["kadmin", "changepw"]
}

/// The client's keys of the encryption types that it asks for, in its order. A member of Protected Users has only AES
/// (`[MS-KILE]` 3.3.5.6).
fn usable_keys<'a>(request: &KdcRequest, client: &'a Account) -> Vec<&'a Key> {
    let mut usable: Vec<&Key> = Vec::new();
    for number in &request.body.etypes {
        let key = Etype::from_number(*number).and_then(|etype| client.kerberos.key(etype));
        let key = key.filter(|key| !client.kerberos.protected || key.etype.is_aes());
        if let Some(key) = key.filter(|key| !usable.contains(key)) {
            usable.push(key);
        }
    }
    usable
}

/// PA-ENC-TIMESTAMP: the time under the client's key (RFC 4120 5.2.7.2).
fn prove(
    request: &KdcRequest,
    client: &Account,
    usable: &[&Key],
    context: &Context<'_>,
) -> Result<(), Refused> {
    let hint = || usable.iter().map(|key| entry(key, client)).collect();
    let Some(proof) = PaData::find(&request.padata, PaData::ENC_TIMESTAMP) else {
        return Err(
            refused(KdcRule::ProofFirst, error_code::KDC_ERR_PREAUTH_REQUIRED).with_hint(hint()),
        );
    };
    let wrong = || refused(KdcRule::WrongKey, error_code::KDC_ERR_PREAUTH_FAILED).with_hint(hint());
    let encrypted = Encrypted::decode(proof).value.map_err(|_| wrong())?;
    let mut usable = usable.iter();
    let key = usable.find(|key| key.etype.number() == encrypted.etype);
    let key = key.ok_or_else(|| match client.kerberos.protected {
        true => refused(KdcRule::ProtectedNeedsAes, error_code::KDC_ERR_ETYPE_NOSUPP),
        false => wrong(),
    })?;
    let plain = key.decrypt(
        usage::PA_ENC_TIMESTAMP,
        &encrypted.cipher,
        &mut Trace::off(),
    );
    let time = plain
        .ok()
        .and_then(|plain| PaEncTimestamp::decode(&plain).value.ok());
    let time = time.and_then(|stamp| FileTime::of_kerberos_time(&stamp.time.0));
    let time = time.ok_or_else(wrong)?;
    if is_skewed(time, context.now) {
        return Err(refused(KdcRule::Skew, error_code::KRB_AP_ERR_SKEW));
    }
    Ok(())
}

fn entry(key: &Key, client: &Account) -> EtypeInfo2Entry {
    EtypeInfo2Entry {
        etype: key.etype.number(),
        // RC4 has no salt.
        salt: (key.etype != Etype::Rc4).then(|| client.kerberos.salt.clone()),
        s2kparams: None,
    }
}

/// The session key's encryption type: the client's first that the target has too.
pub fn session_etype(wanted: &[i64], target: &Account) -> Option<Etype> {
    let mut wanted = wanted
        .iter()
        .filter_map(|number| Etype::from_number(*number));
    wanted.find(|etype| target.kerberos.key(*etype).is_some())
}
