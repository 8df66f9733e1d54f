//! Tickets for somebody else (`[MS-SFU]` 3.2.5): S4U2self, by which a service gets a user's ticket to itself, and
//! S4U2proxy, by which it goes on to another service with it.

use super::Case;
use super::authenticate::{self, Asker};
use super::directory;
use super::grant::Grant;
use super::issue;
use super::logon;
use super::of;
use super::refusal::{Refused, refused};
use crate::crypto::kerberos::checksum_kind::is_keyed;
use crate::crypto::kerberos::{Key, checksum, keyed_checksum, usage};
use crate::hosts::security::kerberos::{TicketFlags, s4u_checksum_type, time_of};
use crate::hosts::{Account, AttributeOwner, Context, Era, ExchangeKind, KdcRule, same};
use crate::wire::kerberos::error_code;
use crate::wire::kerberos::{
    Checksum, KdcRequest, PaData, PaForUser, PaPacOptions, PaS4uX509User, Principal,
};
use crate::wire::ntstatus::{
    STATUS_ACCOUNT_RESTRICTION, STATUS_NO_MATCH, STATUS_NOT_FOUND, STATUS_NOT_SUPPORTED,
};
use crate::wire::pac::{DELEGATION_INFO, DelegationInfo, Pac, Sid};

/// Whether a request is S4U2self.
pub fn is_self(request: &KdcRequest) -> bool {
    let has = |kind| PaData::find(&request.padata, kind).is_some();
    has(PaData::FOR_USER) || has(PaData::S4U_X509_USER)
}

/// S4U2self (`[MS-SFU]` 3.2.5.1).
pub fn to_self(
    request: &KdcRequest,
    asker: &Asker,
    service: &Principal,
    case: &mut Case,
    context: &mut Context<'_>,
) -> Result<Vec<u8>, Refused> {
    case.decision.exchange = ExchangeKind::ToSelf;
    let no_such_client = || {
        refused(
            KdcRule::NoSuchClient,
            error_code::KDC_ERR_C_PRINCIPAL_UNKNOWN,
        )
    };
    let (named, realm) = user(request, asker)?;
    case.decision.client = named.to_string();
    let own = own_account(asker, context)?;
    let (target, ..) = directory::target(service, case, context)?;
    if !same(&target.name, &own.name) {
        return Err(refused(KdcRule::NotItself, error_code::KRB_AP_ERR_BADMATCH));
    }
    // A user of another realm is asked for there; that is not built.
    if !issue::is_own_realm(&realm, context.machine) {
        return Err(no_such_client());
    }
    let client = directory::client(&named, context.machine).cloned();
    let client = client.ok_or_else(no_such_client)?;
    case.refuse_revoked(&client)?;
    let delegable = can_be_delegated(&client, case);
    let trusted = case.read_flag(
        of(&own),
        "TRUSTED_TO_AUTH_FOR_DELEGATION",
        own.kerberos.trusted_to_authenticate,
    );
    let listed = !own.kerberos.may_delegate_to.is_empty();
    case.read(of(&own), "msDS-AllowedToDelegateTo", listed_text(&own));
    let own_is_forwardable = asker.tgt.flags.contains(TicketFlags::FORWARDABLE);
    let rule = match (delegable, trusted || !listed) {
        (false, _) => KdcRule::SelfSensitive,
        (true, false) => KdcRule::SelfKerberosOnly,
        (true, true) if own_is_forwardable => KdcRule::SelfForwardable,
        (true, true) => {
            case.read_flag(AttributeOwner::Ticket, "FORWARDABLE", false);
            KdcRule::SelfOfUnforwardable
        }
    };
    let grant = Grant {
        asker,
        client: issue::canonical(&named, &client),
        client_realm: issue::realm(context.machine),
        auth_time: context.now,
        pac: logon::pac(&client, Sid::service_asserted(), context),
        forwardable: rule == KdcRule::SelfForwardable,
        rule,
        padata: x509_reply(request, asker),
    };
    grant.issue(request, service, &own, case, context)
}

/// The user that a request names, and the realm; its checksum is of the session key, that of the newer form of the subkey
/// where the authenticator has one, as MIT and Heimdal send it.
fn user(request: &KdcRequest, asker: &Asker) -> Result<(Principal, String), Refused> {
    let changed = || refused(KdcRule::NotOurTicket, error_code::KRB_AP_ERR_MODIFIED);
    if let Some(value) = PaData::find(&request.padata, PaData::S4U_X509_USER) {
        let value = PaS4uX509User::decode(value).value.map_err(|_| changed())?;
        let given = &value.checksum;
        // With an RC4 key it is RSA-MD4, which has no key: the encrypted authenticator covers the whole body.
        if given.kind != s4u_checksum_type(&asker.session_key) {
            keyed(given)?;
        }
        let data = value.user_id.encode();
        let is_of = |key: &Key| {
            let computed = checksum(given.kind, Some(key), usage::S4U_X509_REQUEST, &data);
            computed.as_ref() == Some(&given.value)
        };
        let right = is_of(&asker.reply_key.0) || is_of(&asker.session_key);
        if !right || value.user_id.nonce != request.body.nonce {
            return Err(changed());
        }
        let user = value.user_id.user;
        let user = user.ok_or(refused(
            KdcRule::NoSuchClient,
            error_code::KDC_ERR_C_PRINCIPAL_UNKNOWN,
        ))?;
        return Ok((user, value.user_id.realm));
    }
    let value = PaData::find(&request.padata, PaData::FOR_USER).ok_or_else(changed)?;
    let value = PaForUser::decode(value).value.map_err(|_| changed())?;
    let given = keyed(&value.checksum)?;
    let (key, data) = (&asker.session_key, value.signed());
    let computed = keyed_checksum(given.kind, key, usage::PAC_SIGNATURE, &data);
    if computed.as_ref() != Some(&given.value) {
        return Err(changed());
    }
    Ok((value.user, value.realm))
}

/// A checksum of who has a key; MIT's KDC refuses others by the same error, but for RC4 in the newer form.
fn keyed(given: &Checksum) -> Result<&Checksum, Refused> {
    let anybody = refused(
        KdcRule::ChecksumOfAnybody,
        error_code::KRB_AP_ERR_INAPP_CKSUM,
    );
    is_keyed(given.kind).then_some(given).ok_or(anybody)
}

/// The reply's PA-S4U-X509-USER: the user once more, under the reply's usage.
fn x509_reply(request: &KdcRequest, asker: &Asker) -> Option<Vec<PaData>> {
    let value = PaData::find(&request.padata, PaData::S4U_X509_USER)?;
    let mut value = PaS4uX509User::decode(value).value.ok()?;
    let (key, _) = &asker.reply_key;
    let kind = s4u_checksum_type(key);
    let data = value.user_id.encode();
    value.checksum.kind = kind;
    value.checksum.value = checksum(kind, Some(key), usage::S4U_X509_REPLY, &data)?;
    Some(vec![PaData::new(PaData::S4U_X509_USER, value.encode())])
}

/// S4U2proxy (`[MS-SFU]` 3.2.5.2).
pub fn proxy(
    request: &KdcRequest,
    asker: &Asker,
    service: &Principal,
    case: &mut Case,
    context: &mut Context<'_>,
) -> Result<Vec<u8>, Refused> {
    case.decision.exchange = ExchangeKind::Proxy;
    let not_ours = || refused(KdcRule::NotOurTicket, error_code::KRB_AP_ERR_MODIFIED);
    let own = own_account(asker, context)?;
    let tickets = request.body.tickets.as_deref().unwrap_or_default();
    let evidence = tickets.first().ok_or_else(not_ours)?;
    let another = || refused(KdcRule::EvidenceOfAnother, error_code::KRB_AP_ERR_MODIFIED);
    let opened = authenticate::open(evidence, &own).ok_or_else(another)?;
    let part = &opened.part;
    case.decision.client = part.client.to_string();
    let pac = opened
        .pac()
        .ok_or(refused(KdcRule::NoPac, error_code::KDC_ERR_TGT_REVOKED))?;
    if !opened.is_pac_of_kdc(&pac, context) {
        return Err(not_ours());
    }
    if time_of(&part.end_time) < context.now {
        return Err(refused(
            KdcRule::Expired,
            error_code::KRB_AP_ERR_TKT_EXPIRED,
        ));
    }
    let (target, service, _) = directory::target(service, case, context)?;
    let rule = allowed(request, &own, &target, &service, case, context.machine.era)?;
    let forwardable = part.flags.contains(TicketFlags::FORWARDABLE);
    if !case.read_flag(AttributeOwner::Ticket, "FORWARDABLE", forwardable) {
        let refusal = refused(
            KdcRule::EvidenceNotForwardable,
            error_code::KDC_ERR_BADOPTION,
        );
        return Err(refusal.with_status(STATUS_ACCOUNT_RESTRICTION));
    }
    let mut pac = Pac::decode(&pac).value.map_err(|_| not_ours())?;
    let info = delegation_info(&pac, &own, &service, context);
    pac.set(DELEGATION_INFO, info.encode());
    let grant = Grant {
        asker,
        client: part.client.clone(),
        client_realm: part.client_realm.clone(),
        auth_time: time_of(&part.auth_time),
        pac,
        forwardable: true,
        rule,
        padata: None,
    };
    grant.issue(request, &service, &target, case, context)
}

/// Who allows it: the asker's own list of services, or the account of the service its list of askers. Windows documents the
/// first to be looked at first (`[MS-SFU]` 3.2.5.2); Samba does the second.
fn allowed(
    request: &KdcRequest,
    own: &Account,
    target: &Account,
    service: &Principal,
    case: &mut Case,
    era: Era,
) -> Result<KdcRule, Refused> {
    let list = &own.kerberos.may_delegate_to;
    case.read(of(own), "msDS-AllowedToDelegateTo", listed_text(own));
    let spn = service.to_string();
    if list.iter().any(|listed| same(listed, &spn)) {
        return Ok(KdcRule::OnList);
    }
    let bad_option = refused(KdcRule::OnNoList, error_code::KDC_ERR_BADOPTION);
    let lets = &target.kerberos.lets_act;
    // It came with Windows Server 2012. Before, no client says that it understands it, and what is set up runs all the same.
    let came_later = !era.is_recent() && !lets.is_empty();
    if !knows_resource_based(request) && !came_later {
        return Err(bad_option.with_status(match list.is_empty() {
            true => STATUS_NOT_SUPPORTED,
            false => STATUS_NO_MATCH,
        }));
    }
    let text = if lets.is_empty() {
        "none".to_owned()
    } else {
        lets.join(", ")
    };
    case.read(of(target), "msDS-AllowedToActOnBehalfOfOtherIdentity", text);
    match lets.iter().any(|account| same(account, &own.name)) {
        true => Ok(KdcRule::ResourceLets),
        false => Err(bad_option.with_status(STATUS_NOT_FOUND)),
    }
}

/// Whether the client understands resource-based delegation (`[MS-SFU]` 2.2.5).
fn knows_resource_based(request: &KdcRequest) -> bool {
    let value = PaData::find(&request.padata, PaData::PAC_OPTIONS);
    let options = value.and_then(|value| PaPacOptions::decode(value).value.ok());
    options.is_some_and(|options| options.0 & PaPacOptions::RESOURCE_BASED != 0)
}

/// The service's account, whose TGT asks. Another realm's may have the same name and is somebody else.
fn own_account(asker: &Asker, context: &Context<'_>) -> Result<Account, Refused> {
    let known = directory::client(&asker.tgt.client, context.machine);
    let own = known.filter(|_| asker.trusted.is_none()).cloned();
    own.ok_or(refused(
        KdcRule::NoSuchClient,
        error_code::KDC_ERR_C_PRINCIPAL_UNKNOWN,
    ))
}

/// S4U_DELEGATION_INFO (`[MS-PAC]` 2.9): to whom, and through whom.
fn delegation_info(
    pac: &Pac,
    own: &Account,
    service: &Principal,
    context: &Context<'_>,
) -> DelegationInfo {
    let realm = issue::realm(context.machine);
    let before = pac.get(DELEGATION_INFO);
    let before = before.and_then(|before| DelegationInfo::decode(before).value.ok());
    let before = before.map_or_else(Vec::new, |before| before.transited);
    let through = format!("{}@{realm}", own.name);
    let mut transited: Vec<&str> = before.iter().map(|name| name.text.as_str()).collect();
    transited.push(&through);
    DelegationInfo::new(&service.to_string(), &transited)
}

fn can_be_delegated(client: &Account, case: &mut Case) -> bool {
    let sensitive = case.read_flag(of(client), "NOT_DELEGATED", client.kerberos.sensitive);
    let protected = case.read_flag(of(client), "Protected Users", client.kerberos.protected);
    !sensitive && !protected
}

fn listed_text(account: &Account) -> String {
    match account.kerberos.may_delegate_to.as_slice() {
        [] => "none".to_owned(),
        list => list.join(", "),
    }
}
