//! Who asks the ticket-granting service (RFC 4120 3.3.3): a ticket-granting ticket, an authenticator under its session key,
//! and a checksum over the request.

use super::issue::{self, UnsealedReply};
use super::refusal::{Refused, refused};
use crate::crypto::Trace;
use crate::crypto::kerberos::{Etype, Key, checksum, usage};
use crate::hosts::security::kerberos::{is_skewed, key_of, pac, time_of};
use crate::hosts::{Account, Context, KdcRule};
use crate::wire::kerberos::error_code;
use crate::wire::kerberos::{
    ApReq, Authenticator, EncTicketPart, KdcRequest, PaData, Ticket, authorization,
};

/// Who asks: the ticket-granting ticket and its authenticator, opened.
pub struct Asker {
    /// The ticket's inside.
    pub tgt: EncTicketPart,
    /// The session key of the TGT, which the authenticator is encrypted with.
    pub session_key: Key,
    /// The key the reply goes under, and its usage.
    pub reply_key: (Key, u32),
    /// The PAC, as it came.
    pub pac: Vec<u8>,
    /// The account of the trust, where another realm's KDC issued the ticket.
    pub trusted: Option<Account>,
}

impl Asker {
    /// A reply under the key that the client takes it with.
    pub fn sealed(&self, reply: UnsealedReply<'_>, context: &mut Context<'_>) -> Vec<u8> {
        let (key, usage) = &self.reply_key;
        reply.sealed(key, *usage, context)
    }
}

/// Opens PA-TGS-REQ.
pub fn authenticate(request: &KdcRequest, context: &Context<'_>) -> Result<Asker, Refused> {
    let not_ours = || refused(KdcRule::NotOurTicket, error_code::KRB_AP_ERR_MODIFIED);
    let ap_req = PaData::find(&request.padata, PaData::TGS_REQ);
    let ap_req = ap_req.ok_or(refused(
        KdcRule::ProofFirst,
        error_code::KDC_ERR_PADATA_TYPE_NOSUPP,
    ))?;
    let ap_req = ApReq::decode(ap_req).value.map_err(|_| not_ours())?;
    let (opened, trusted) = open_tgt(&ap_req.ticket, context).ok_or_else(not_ours)?;
    let tgt = &opened.part;
    let session_key = key_of(&tgt.key).ok_or_else(not_ours)?;
    if time_of(&tgt.end_time) < context.now {
        return Err(refused(
            KdcRule::Expired,
            error_code::KRB_AP_ERR_TKT_EXPIRED,
        ));
    }
    let cipher = &ap_req.authenticator.cipher;
    let plain = session_key.decrypt(usage::TGS_REQ_AUTHENTICATOR, cipher, &mut Trace::off());
    let authenticator = plain
        .ok()
        .and_then(|plain| Authenticator::decode(&plain).value.ok())
        .filter(|it| it.client_realm == tgt.client_realm && it.client.parts == tgt.client.parts)
        .ok_or_else(not_ours)?;
    if is_skewed(time_of(&authenticator.ctime), context.now) {
        return Err(refused(KdcRule::Skew, error_code::KRB_AP_ERR_SKEW));
    }
    // RFC 4120 5.2.7.1 wants a checksum, and Samba refuses who sends none; domain controllers of Windows let it be.
    let covers_body = authenticator.checksum.as_ref().is_none_or(|given| {
        let (usage, body) = (usage::TGS_REQ_CHECKSUM, request.body.encode());
        let computed = checksum(given.kind, Some(&session_key), usage, &body);
        computed.as_ref() == Some(&given.value)
    });
    if !covers_body {
        return Err(not_ours());
    }
    let pac = opened
        .pac()
        .ok_or(refused(KdcRule::NoPac, error_code::KDC_ERR_TGT_REVOKED))?;
    // Another realm's KDC signs with a key of its own, and for us with the trust's.
    let genuine = match &trusted {
        None => opened.is_pac_of_kdc(&pac, context),
        Some(_) => pac::is_for(&pac, &opened.key),
    };
    if !genuine {
        return Err(not_ours());
    }
    let subkey = authenticator.subkey.as_ref().and_then(key_of);
    let reply_key = match subkey {
        Some(subkey) => (subkey, usage::TGS_REP_SUBKEY),
        None => (session_key.clone(), usage::TGS_REP_SESSION),
    };
    Ok(Asker {
        tgt: opened.part,
        session_key,
        reply_key,
        pac,
        trusted,
    })
}

/// A ticket-granting ticket of this KDC, or of one whose realm is trusted; then with the account of the trust.
fn open_tgt(ticket: &Ticket, context: &Context<'_>) -> Option<(Opened, Option<Account>)> {
    let machine = &*context.machine;
    // A referral that this KDC itself issued is under a trust's key too, but for the other realm.
    if !issue::is_own_tgs(&ticket.service, machine) {
        return None;
    }
    let krbtgt = issue::krbtgt(machine)?;
    if let Some(opened) = open(ticket, krbtgt) {
        return Some((opened, None));
    }
    let trusts = machine.accounts.all().iter();
    let mut trusts = trusts.filter(|account| account.kerberos.trust.is_some());
    trusts.find_map(|account| Some((open(ticket, account)?, Some(account.clone()))))
}

/// A ticket that one of the domain's keys opened.
pub struct Opened {
    /// EncTicketPart: what it says of its client.
    pub part: EncTicketPart,
    /// The key it was under.
    key: Key,
}

/// A ticket, opened with a key of that account.
pub fn open(ticket: &Ticket, account: &Account) -> Option<Opened> {
    let etype = Etype::from_number(ticket.encrypted.etype)?;
    let key = account.kerberos.key(etype)?;
    let cipher = &ticket.encrypted.cipher;
    let plain = key.decrypt(usage::KDC_REP_TICKET, cipher, &mut Trace::off());
    Some(Opened {
        part: EncTicketPart::decode(&plain.ok()?).value.ok()?,
        key: key.clone(),
    })
}

impl Opened {
    /// The PAC's bytes, of AD-WIN2K-PAC; none where the ticket has none.
    pub fn pac(&self) -> Option<Vec<u8>> {
        authorization::find(self.part.authorization.as_deref()?, authorization::PAC)
    }

    /// Whether this KDC signed the PAC for the ticket it is in, and whom that ticket is for changed nothing since.
    pub fn is_pac_of_kdc(&self, pac: &[u8], context: &Context<'_>) -> bool {
        let krbtgt = issue::krbtgt(context.machine);
        let kdc = krbtgt.and_then(|account| account.kerberos.keys.first());
        kdc.is_some_and(|kdc| pac::is_of_kdc(pac, &self.part, &self.key, kdc))
    }
}
