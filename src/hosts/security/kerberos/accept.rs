//! The server's side (RFC 4120 3.2.3): a ticket opened with the service's own key says who the client is.

use super::ap_req::{ap_rep, ap_req_in, pac_in, refusal_token};
use super::pac::VerifiedPac;
use super::{
    HeldTicket, MOST_SKEW, TicketFlags, TicketPath, TicketUse, carried, delegate, is_skewed,
    key_of, krb_error, pac, random, random_key, random_number, service_principal, time_of,
};
use crate::crypto::kerberos::{Key, usage};
use crate::crypto::{ComputationStep, Trace};
use crate::hosts::{AccountName, Context, FileTime, Identity, Purpose, ServiceAccount};
use crate::wire::kerberos::error_code;
use crate::wire::kerberos::{
    ApRep, ApReq, Authenticator, EncApRepPart, EncTicketPart, Encrypted, GssChecksum, KerberosTime,
};
use crate::wire::pac::{DELEGATION_INFO, Pac};

/// A client who is known.
pub struct AcceptedTicket {
    /// The client that the ticket names.
    pub identity: Identity,
    /// By what way the ticket came to the client.
    pub path: TicketPath,
    /// The ticket that was shown, with its session key.
    pub evidence: HeldTicket,
    /// A TGT the client has handed over.
    pub forwarded: Option<HeldTicket>,
    /// The AP-REP in the frame of GSS-API, where the client asks for one.
    pub reply: Option<Vec<u8>>,
    /// What was computed on the way, with its inputs.
    pub steps: Vec<ComputationStep>,
}

/// A client who is refused.
#[derive(Clone, Debug, PartialEq)]
pub struct ApError {
    /// error-code of RFC 4120 7.5.9.
    pub code: i64,
    /// The KRB-ERROR that says so, in the frame of GSS-API.
    pub message: Vec<u8>,
    /// Each step of the computation up to there.
    pub steps: Vec<ComputationStep>,
}

/// Takes an AP-REQ for a service that runs as one of these accounts.
///
/// # Errors
/// Where it proves nothing: with the error-code that RFC 4120 3.2.3 gives.
pub fn accept(
    token: &[u8],
    accounts: &[ServiceAccount],
    context: &mut Context<'_>,
) -> Result<AcceptedTicket, ApError> {
    let mut trace = Trace::on();
    match judge(token, accounts, context, &mut trace) {
        Ok(mut known) => {
            known.steps = trace.into_steps();
            Ok(known)
        }
        Err(code) => Err(ApError {
            code,
            message: refusal(code, accounts, context),
            steps: trace.into_steps(),
        }),
    }
}

fn judge(
    token: &[u8],
    accounts: &[ServiceAccount],
    context: &mut Context<'_>,
    trace: &mut Trace,
) -> Result<AcceptedTicket, i64> {
    let request = ApReq::decode(ap_req_in(token)).value;
    let request = request.map_err(|_| error_code::KRB_AP_ERR_MSG_TYPE)?;
    let (key, part) = open(&request, accounts, trace).ok_or(error_code::KRB_AP_ERR_MODIFIED)?;
    let session_key = key_of(&part.key).ok_or(error_code::KRB_AP_ERR_MODIFIED)?;
    let authenticator = session_key
        .decrypt(
            usage::AP_REQ_AUTHENTICATOR,
            &request.authenticator.cipher,
            trace,
        )
        .map_err(|_| error_code::KRB_AP_ERR_MODIFIED)?;
    let authenticator = Authenticator::decode(&authenticator).value;
    let authenticator = authenticator.map_err(|_| error_code::KRB_AP_ERR_MODIFIED)?;
    if authenticator.client_realm != part.client_realm
        || authenticator.client.parts != part.client.parts
    {
        return Err(error_code::KRB_AP_ERR_BADMATCH);
    }
    check_times(&part, &authenticator, context)?;
    if !context
        .machine
        .lsa
        .take_authenticator(&request.authenticator.cipher)
    {
        return Err(error_code::KRB_AP_ERR_REPEAT);
    }
    let evidence =
        evidence(&request, &part, session_key.clone()).ok_or(error_code::KRB_AP_ERR_MODIFIED)?;
    let pac_bytes = part.authorization.as_deref().and_then(pac_in);
    let pac = match &pac_bytes {
        Some(bytes) => pac::verified(bytes, &key, trace).ok_or(error_code::KRB_AP_ERR_MODIFIED)?,
        None => VerifiedPac::OfNobody,
    };
    let identity = match pac {
        VerifiedPac::Of(identity) => identity,
        // Of a KDC that is none of Windows: who the ticket names.
        VerifiedPac::OfNobody => Identity::User(AccountName {
            domain: part.client_realm.clone(),
            user: part.client.to_string(),
        }),
    };
    let path = path(&part, pac_bytes.as_deref());
    let forwarded = forwarded(&authenticator, &session_key);
    let mutual = request.options & ApReq::MUTUAL_REQUIRED != 0;
    let reply = mutual.then(|| reply(&authenticator, &session_key, context, trace));
    Ok(AcceptedTicket {
        identity,
        path,
        evidence,
        forwarded,
        reply,
        steps: Vec::new(),
    })
}

/// By what way the ticket came to whoever shows it, as far as it tells.
fn path(part: &EncTicketPart, pac: Option<&[u8]>) -> TicketPath {
    let pac = pac.and_then(|bytes| Pac::decode(bytes).value.ok());
    if pac.is_some_and(|pac| pac.get(DELEGATION_INFO).is_some()) {
        TicketPath::Evidence
    } else if part.flags.contains(TicketFlags::FORWARDED) {
        TicketPath::ForwardedTgt
    } else {
        TicketPath::Own
    }
}

/// The ticket, opened with the first key that fits it. Its name does not matter, only its key (`[MS-KILE]` 3.4.5).
fn open(
    request: &ApReq,
    accounts: &[ServiceAccount],
    trace: &mut Trace,
) -> Option<(Key, EncTicketPart)> {
    let encrypted = &request.ticket.encrypted;
    let mut keys = accounts
        .iter()
        .filter_map(|account| account.key(encrypted.etype));
    keys.find_map(|key| {
        let plain = key
            .decrypt(usage::KDC_REP_TICKET, &encrypted.cipher, trace)
            .ok()?;
        let part = EncTicketPart::decode(&plain).value.ok()?;
        Some((key.clone(), part))
    })
}

fn check_times(
    part: &EncTicketPart,
    authenticator: &Authenticator,
    context: &Context<'_>,
) -> Result<(), i64> {
    let now = context.now;
    if is_skewed(time_of(&authenticator.ctime), now) {
        return Err(error_code::KRB_AP_ERR_SKEW);
    }
    if time_of(&part.end_time).plus_minutes(MOST_SKEW) < now {
        return Err(error_code::KRB_AP_ERR_TKT_EXPIRED);
    }
    let start = part.start_time.as_ref().unwrap_or(&part.auth_time);
    if time_of(start) > now.plus_minutes(MOST_SKEW) {
        return Err(error_code::KRB_AP_ERR_TKT_NYV);
    }
    Ok(())
}

fn evidence(request: &ApReq, part: &EncTicketPart, key: Key) -> Option<HeldTicket> {
    let time = |time: &KerberosTime| FileTime::of_kerberos_time(&time.0);
    Some(HeldTicket {
        client_realm: part.client_realm.clone(),
        client: part.client.clone(),
        realm: request.ticket.realm.clone(),
        service: request.ticket.service.clone(),
        ticket: request.ticket.clone(),
        key,
        flags: part.flags,
        start: time(part.start_time.as_ref().unwrap_or(&part.auth_time))?,
        end: time(&part.end_time)?,
        renew_till: part.renew_till.as_ref().and_then(time),
        held_as: TicketUse::Evidence,
    })
}

/// The TGT that the client has handed over, if it has.
fn forwarded(authenticator: &Authenticator, key: &Key) -> Option<HeldTicket> {
    let checksum = authenticator.checksum.as_ref()?;
    if checksum.kind != GssChecksum::TYPE {
        return None;
    }
    let checksum = GssChecksum::decode(&checksum.value).value.ok()?;
    delegate::forwarded_tgt(&checksum.deleg?, key)
}

/// The AP-REP: the client's time, under the session key.
fn reply(
    authenticator: &Authenticator,
    key: &Key,
    context: &mut Context<'_>,
    trace: &mut Trace,
) -> Vec<u8> {
    let subkey = carried(&random_key(key.etype, context));
    let part = EncApRepPart {
        ctime: authenticator.ctime.clone(),
        cusec: authenticator.cusec,
        subkey: Some(subkey),
        sequence: Some(random_number(Purpose::SequenceNumber, context)),
    };
    let confounder = random(key.etype.confounder_len(), Purpose::Confounder, context);
    let message = ApRep {
        encrypted: Encrypted {
            etype: key.etype.number(),
            kvno: None,
            cipher: key.encrypt(usage::AP_REP, &confounder, &part.encode(), trace),
        },
    };
    ap_rep(&message.encode())
}

/// The KRB-ERROR of a service that refuses a ticket (RFC 4120 5.9.1): its clock, and whose keys it tried.
fn refusal(code: i64, accounts: &[ServiceAccount], context: &Context<'_>) -> Vec<u8> {
    let account = accounts.first();
    let service = account.map(|account| service_principal(&account.name));
    let realm = account.map_or("", |account| account.realm.as_str());
    refusal_token(&krb_error(code, service, realm, context).encode())
}
