//! The ticket-granting service (RFC 4120 3.3, `[MS-KILE]` 3.3.5.7): a ticket for a service, by a ticket-granting ticket.

use super::as_exchange::session_etype;
use super::directory::{self, Service};
use super::issue::{self, Issued, Lifetime};
use super::refusal::{ACCOUNT_DISABLED, Refused, refused};
use super::{Case, s4u};
use crate::crypto::Trace;
use crate::crypto::kerberos::{Etype, Key, checksum, usage};
use crate::hosts::security::kerberos::{
    MOST_SKEW, kdc_options, key_of, pac, random_key, ticket_flags,
};
use crate::hosts::{Account, Context, ExchangeKind, FileTime, KdcRule};
use crate::wire::kerberos::{
    ApReq, Authenticator, EncKdcReplyPart, EncTicketPart, KdcKind, KdcRequest, PaData,
    PaPacOptions, Principal, Ticket, authorization,
};
use crate::wire::pac::Pac;

/// Who asks: the ticket-granting ticket and its authenticator, opened.
pub struct Asker {
    /// The ticket's inside.
    pub tgt: EncTicketPart,
    /// Its session key.
    pub session_key: Key,
    /// The key the reply goes under, and its usage.
    pub reply_key: (Key, u32),
    /// The PAC, as it came.
    pub pac: Option<Vec<u8>>,
    /// Whether the ticket is of another realm's KDC.
    pub trusted: Option<Account>,
}

/// Answers a TGS-REQ.
pub fn answer(
    request: &KdcRequest,
    case: &mut Case,
    context: &mut Context<'_>,
) -> Result<Vec<u8>, Refused> {
    let asker = authenticate(request, context)?;
    let body = &request.body;
    case.decision.asker = asker.tgt.client.to_string();
    case.decision.client = asker.tgt.client.to_string();
    let service = body.service.clone().unwrap_or_default();
    if s4u::is_self(request) {
        return s4u::to_self(request, &asker, &service, case, context);
    }
    if body.options & kdc_options::CNAME_IN_ADDITIONAL_TICKET != 0 {
        return s4u::proxy(request, &asker, &service, case, context);
    }
    if body.options & kdc_options::RENEW != 0 {
        return renew(request, &asker, case, context);
    }
    let own_tgt = issue::tgs(&issue::realm(context.machine));
    if body.options & kdc_options::FORWARDED != 0 || service.parts == own_tgt.parts {
        return forward(request, &asker, &own_tgt, case, context);
    }
    let (target, service, rule) = target(&service, case, context)?;
    let grant = Grant {
        asker: &asker,
        client: asker.tgt.client.clone(),
        client_realm: asker.tgt.client_realm.clone(),
        pac: inherited(&asker, &target, context),
        forwardable: asker.tgt.flags & ticket_flags::FORWARDABLE != 0,
        rule,
    };
    if rule == KdcRule::OtherRealm {
        case.decision.exchange = ExchangeKind::Referral;
    }
    grant.issue(request, &service, &target, case, context)
}

/// Opens PA-TGS-REQ: a ticket under krbtgt's key or a trust's, an authenticator under its session key, a checksum over the
/// request.
fn authenticate(request: &KdcRequest, context: &Context<'_>) -> Result<Asker, Refused> {
    let machine = &*context.machine;
    let not_ours = || refused(KdcRule::NotOurTicket, 41);
    let ap_req = PaData::find(&request.padata, PaData::TGS_REQ);
    let ap_req = ap_req.ok_or(refused(KdcRule::ProofFirst, 16))?;
    let ap_req = ApReq::decode(ap_req).value.map_err(|_| not_ours())?;
    let (tgt, trusted) = open_tgt(&ap_req.ticket, context).ok_or_else(not_ours)?;
    let session_key = key_of(&tgt.key).ok_or_else(not_ours)?;
    let end = FileTime::of_kerberos_time(&tgt.end_time.0).unwrap_or_default();
    if end < context.now {
        return Err(refused(KdcRule::Expired, 32));
    }
    let cipher = &ap_req.authenticator.cipher;
    let plain = session_key.decrypt(usage::TGS_REQ_AUTHENTICATOR, cipher, &mut Trace::off());
    let authenticator = plain
        .ok()
        .and_then(|plain| Authenticator::decode(&plain).value.ok())
        .filter(|it| (&it.client, &it.client_realm) == (&tgt.client, &tgt.client_realm))
        .ok_or_else(not_ours)?;
    let time = FileTime::of_kerberos_time(&authenticator.ctime.0).unwrap_or_default();
    if time.0.abs_diff(context.now.0) > MOST_SKEW * 600_000_000 {
        return Err(refused(KdcRule::Skew, 37));
    }
    let given = authenticator.checksum.as_ref().ok_or_else(not_ours)?;
    let data = request.body.encode();
    let computed = checksum(
        given.kind,
        Some(&session_key),
        usage::TGS_REQ_CHECKSUM,
        &data,
    );
    if computed.as_ref() != Some(&given.value) {
        return Err(not_ours());
    }
    let pac = tgt.authorization.as_deref();
    let pac = pac.and_then(|list| authorization::find(list, authorization::PAC));
    let krbtgt = issue::krbtgt(machine).and_then(|account| account.kerberos.keys.first());
    if let (Some(pac), Some(key), None) = (&pac, krbtgt, &trusted)
        && !pac::is_of_kdc(pac, &tgt, key)
    {
        return Err(not_ours());
    }
    let subkey = authenticator.subkey.as_ref().and_then(key_of);
    let reply_key = match subkey {
        Some(subkey) => (subkey, usage::TGS_REP_SUBKEY),
        None => (session_key.clone(), usage::TGS_REP_SESSION),
    };
    Ok(Asker {
        tgt,
        session_key,
        reply_key,
        pac,
        trusted,
    })
}

/// A ticket-granting ticket of this KDC, or of one whose realm is trusted; then with the account of the trust.
fn open_tgt(ticket: &Ticket, context: &Context<'_>) -> Option<(EncTicketPart, Option<Account>)> {
    let machine = &*context.machine;
    let krbtgt = issue::krbtgt(machine)?;
    if let Some(part) = open(ticket, krbtgt) {
        return Some((part, None));
    }
    let trusts = machine.accounts.all().iter();
    let mut trusts = trusts.filter(|account| account.kerberos.trust.is_some());
    trusts.find_map(|account| Some((open(ticket, account)?, Some(account.clone()))))
}

/// A ticket, opened with a key of that account.
pub fn open(ticket: &Ticket, account: &Account) -> Option<EncTicketPart> {
    let key = account
        .kerberos
        .key(Etype::from_number(ticket.encrypted.etype)?)?;
    let cipher = &ticket.encrypted.cipher;
    let plain = key
        .decrypt(usage::KDC_REP_TICKET, cipher, &mut Trace::off())
        .ok()?;
    EncTicketPart::decode(&plain).value.ok()
}

/// The account that a service runs as, or that of the trust to the realm where it is.
pub fn target(
    service: &Principal,
    case: &mut Case,
    context: &Context<'_>,
) -> Result<(Account, Principal, KdcRule), Refused> {
    let found = directory::service(service, context.machine);
    match found {
        Service::Unknown => Err(refused(KdcRule::NoSuchService, 7)),
        // Windows logs event 11 and refuses; which of the two codes it then sends the sources do not agree on.
        Service::Duplicate => {
            case.read("servicePrincipalName", "on more than one account");
            Err(refused(KdcRule::DuplicateService, 8))
        }
        Service::Account(account) => {
            case.decision.account = Some(account.name.clone());
            if case.read_flag("ACCOUNTDISABLE", account.kerberos.disabled) {
                return Err(refused(KdcRule::Disabled, 18).with_status(ACCOUNT_DISABLED));
            }
            Ok((account.clone(), service.clone(), KdcRule::Granted))
        }
        Service::Elsewhere(trust) => {
            let realm = trust
                .kerberos
                .trust
                .as_ref()
                .map_or("", |trust| &trust.realm);
            case.decision.account = Some(trust.name.clone());
            Ok((trust.clone(), issue::tgs(realm), KdcRule::OtherRealm))
        }
    }
}

/// The client's PAC goes from ticket to ticket.
fn inherited(asker: &Asker, _: &Account, context: &Context<'_>) -> Pac {
    let pac = asker
        .pac
        .as_deref()
        .and_then(|pac| Pac::decode(pac).value.ok());
    pac.unwrap_or_else(|| {
        let client = directory::client(&asker.tgt.client, context.machine);
        client.map_or_else(Pac::default, |client| issue::logon(client, false, context))
    })
}

/// What a ticket will say of its client.
pub struct Grant<'a> {
    /// Who asks.
    pub asker: &'a Asker,
    /// The client.
    pub client: Principal,
    /// The client's realm.
    pub client_realm: String,
    /// Who the client is to Windows.
    pub pac: Pac,
    /// Whether the ticket may be passed on, if that is asked for.
    pub forwardable: bool,
    /// What decided.
    pub rule: KdcRule,
}

impl Grant<'_> {
    /// Issues a ticket for a service.
    pub fn issue(
        self,
        request: &KdcRequest,
        service: &Principal,
        target: &Account,
        case: &mut Case,
        context: &mut Context<'_>,
    ) -> Result<Vec<u8>, Refused> {
        let body = &request.body;
        let tgt = &self.asker.tgt;
        let mut flags = tgt.flags & (ticket_flags::PRE_AUTHENT | ticket_flags::ENC_PA_REP);
        flags |= tgt.flags & ticket_flags::FORWARDED;
        flags |= tgt.flags & body.options & ticket_flags::RENEWABLE;
        if self.forwardable && body.options & kdc_options::FORWARDABLE != 0 {
            flags |= ticket_flags::FORWARDABLE;
        }
        case.decision.rule = self.rule;
        if self.ok_as_delegate(target, case) {
            flags |= ticket_flags::OK_AS_DELEGATE;
        }
        let no_etype = || refused(KdcRule::NoCommonEtype, 14);
        let etype = session_etype(&body.etypes, target).ok_or_else(no_etype)?;
        let session_key = random_key(etype, context);
        let issued = Issued {
            client_realm: self.client_realm,
            client: self.client,
            service: service.clone(),
            flags,
            session_key,
            lifetime: within(tgt, body.options, context.now),
            auth_time: FileTime::of_kerberos_time(&tgt.auth_time.0).unwrap_or_default(),
            pac: self.pac,
            addresses: None,
        };
        case.decision.flags = flags;
        let is_tgt = service.parts.first().is_some_and(|part| part == "krbtgt");
        let ticket = issue::ticket(&issued, target, is_tgt, case, context).ok_or_else(no_etype)?;
        Ok(sealed(
            request, self.asker, &issued, ticket, target, None, context,
        ))
    }

    /// Whether the client may hand its TGT to the service (`[MS-KILE]` 3.3.5.7): where the service is trusted with it, and
    /// the trust between the forests, if there is one on the way, lets it through.
    fn ok_as_delegate(&self, target: &Account, case: &mut Case) -> bool {
        if let Some(trust) = &target.kerberos.trust {
            return case.read_flag("ENABLE_TGT_DELEGATION", trust.tgt_delegation);
        }
        let trusted = target.kerberos.trusted_for_delegation;
        if !case.read_flag("TRUSTED_FOR_DELEGATION", trusted) {
            return false;
        }
        if let Some(trust) = &self.asker.trusted {
            let lets = trust
                .kerberos
                .trust
                .as_ref()
                .is_some_and(|trust| trust.tgt_delegation);
            let came = self.asker.tgt.flags & ticket_flags::OK_AS_DELEGATE != 0;
            if !case.read_flag("ENABLE_TGT_DELEGATION", lets && came) {
                case.decision.rule = KdcRule::TrustForbidsDelegation;
                return false;
            }
        }
        if case.decision.rule == KdcRule::Granted {
            case.decision.rule = KdcRule::TrustedForDelegation;
        }
        true
    }
}

/// As long as its TGT at most.
fn within(tgt: &EncTicketPart, options: u32, now: FileTime) -> Lifetime {
    let end = FileTime::of_kerberos_time(&tgt.end_time.0).unwrap_or_default();
    let renew_till = tgt
        .renew_till
        .as_ref()
        .filter(|_| options & kdc_options::RENEWABLE != 0);
    Lifetime {
        start: now,
        end,
        renew_till: renew_till.and_then(|till| FileTime::of_kerberos_time(&till.0)),
    }
}

/// The reply, under the asker's key.
pub fn sealed(
    request: &KdcRequest,
    asker: &Asker,
    issued: &Issued,
    ticket: Ticket,
    target: &Account,
    padata: Option<Vec<PaData>>,
    context: &mut Context<'_>,
) -> Vec<u8> {
    /// The bits of msDS-SupportedEncryptionTypes (`[MS-KILE]` 2.2.7): DES 1 and 2, RC4 4, AES 8 and 16.
    fn bit(etype: Etype) -> u32 {
        match etype {
            Etype::DesCbcMd5 => 0x3,
            Etype::Des3Sha1 => 0,
            Etype::Rc4 => 0x4,
            Etype::Aes128Sha1 => 0x8,
            Etype::Aes256Sha1 => 0x10,
            Etype::Aes128Sha2 => 0x40,
            Etype::Aes256Sha2 => 0x80,
        }
    }
    let supported = target
        .kerberos
        .keys
        .iter()
        .fold(0, |bits, key| bits | bit(key.etype));
    let mut enc_padata = vec![PaData::new(
        PaData::SUPPORTED_ETYPES,
        u32::to_le_bytes(supported).to_vec(),
    )];
    if let Some(options) = PaData::find(&request.padata, PaData::PAC_OPTIONS) {
        enc_padata.push(PaData::new(PaData::PAC_OPTIONS, options.to_vec()));
    }
    let part = EncKdcReplyPart {
        nonce: request.body.nonce,
        padata: Some(enc_padata),
        ..issue::reply_part(KdcKind::Tgs, issued)
    };
    let (key, usage) = &asker.reply_key;
    issue::reply(part, issued, ticket, key, *usage, padata, context)
}

/// Whether the client understands resource-based delegation (`[MS-SFU]` 2.2.5).
pub fn knows_resource_based(request: &KdcRequest) -> bool {
    let value = PaData::find(&request.padata, PaData::PAC_OPTIONS);
    let options = value.and_then(|value| PaPacOptions::decode(value).value.ok());
    options.is_some_and(|options| options.0 & PaPacOptions::RESOURCE_BASED != 0)
}

/// A TGT once more, to be handed over.
fn forward(
    request: &KdcRequest,
    asker: &Asker,
    service: &Principal,
    case: &mut Case,
    context: &mut Context<'_>,
) -> Result<Vec<u8>, Refused> {
    /// KDC_ERR_BADOPTION.
    const BAD_OPTION: i64 = 13;
    let forwarded = request.body.options & kdc_options::FORWARDED != 0;
    let forwardable = asker.tgt.flags & ticket_flags::FORWARDABLE != 0;
    if forwarded {
        case.decision.exchange = ExchangeKind::Forwarded;
        if !forwardable {
            return Err(refused(KdcRule::NotForwardable, BAD_OPTION));
        }
    }
    again(request, asker, service, forwarded, case, context)
}

/// A TGT once more, for longer.
fn renew(
    request: &KdcRequest,
    asker: &Asker,
    case: &mut Case,
    context: &mut Context<'_>,
) -> Result<Vec<u8>, Refused> {
    let till = asker.tgt.renew_till.as_ref();
    let till = till.and_then(|till| FileTime::of_kerberos_time(&till.0));
    let renewable = asker.tgt.flags & ticket_flags::RENEWABLE != 0;
    if !renewable || till.is_none_or(|till| till < context.now) {
        return Err(refused(KdcRule::NotForwardable, 13));
    }
    let service = issue::tgs(&issue::realm(context.machine));
    again(request, asker, &service, false, case, context)
}

fn again(
    request: &KdcRequest,
    asker: &Asker,
    service: &Principal,
    forwarded: bool,
    case: &mut Case,
    context: &mut Context<'_>,
) -> Result<Vec<u8>, Refused> {
    let krbtgt = issue::krbtgt(context.machine).cloned();
    let krbtgt = krbtgt.ok_or(refused(KdcRule::NoSuchService, 7))?;
    let tgt = &asker.tgt;
    let mut flags = tgt.flags & !(ticket_flags::INITIAL | ticket_flags::OK_AS_DELEGATE);
    if forwarded {
        flags |= ticket_flags::FORWARDED;
    }
    let no_etype = || refused(KdcRule::NoCommonEtype, 14);
    let etype = session_etype(&request.body.etypes, &krbtgt).ok_or_else(no_etype)?;
    let session_key = random_key(etype, context);
    let mut lifetime = within(tgt, kdc_options::RENEWABLE, context.now);
    if request.body.options & kdc_options::RENEW != 0 {
        let length = FileTime::of_kerberos_time(&tgt.end_time.0)
            .unwrap_or_default()
            .0;
        let start = tgt.start_time.as_ref().unwrap_or(&tgt.auth_time);
        let start = FileTime::of_kerberos_time(&start.0).unwrap_or_default().0;
        let end = FileTime(context.now.0.saturating_add(length.saturating_sub(start)));
        lifetime.end = lifetime.renew_till.map_or(end, |till| end.min(till));
    }
    let issued = Issued {
        client_realm: tgt.client_realm.clone(),
        client: tgt.client.clone(),
        service: service.clone(),
        flags,
        session_key,
        lifetime,
        auth_time: FileTime::of_kerberos_time(&tgt.auth_time.0).unwrap_or_default(),
        pac: inherited(asker, &krbtgt, context),
        addresses: if forwarded {
            request.body.addresses.clone()
        } else {
            tgt.addresses.clone()
        },
    };
    case.decision.flags = flags;
    case.decision.account = Some(krbtgt.name.clone());
    let ticket = issue::ticket(&issued, &krbtgt, true, case, context).ok_or_else(no_etype)?;
    Ok(sealed(
        request, asker, &issued, ticket, &krbtgt, None, context,
    ))
}
