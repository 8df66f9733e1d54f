//! A ticket for a service, by a ticket-granting ticket: its flags, its times, and the reply around it (RFC 4120 3.3.3).

use super::Case;
use super::as_exchange::{SUPPORTED, session_etype};
use super::authenticate::Asker;
use super::issue::{self, Issued, Lifetime, UnsealedReply};
use super::of;
use super::refusal::{Refused, no_common_etype};
use crate::crypto::kerberos::Etype;
use crate::hosts::security::kerberos::{KdcOptions, TicketFlags, random_key, time_of};
use crate::hosts::{Account, Context, Era, FileTime, KdcRule};
use crate::wire::kerberos::{EncTicketPart, KdcKind, KdcRequest, PaData, Principal, Ticket};
use crate::wire::pac::Pac;

/// What a ticket will say of its client.
pub struct Grant<'a> {
    /// The client that asks, with its TGT.
    pub asker: &'a Asker,
    /// Whom the ticket names: the person acted for, where a service asks by S4U.
    pub client: Principal,
    /// The realm that `client` is in.
    pub client_realm: String,
    /// When the client proved who they are.
    pub auth_time: FileTime,
    /// Who the client is to Windows.
    pub pac: Pac,
    /// Whether the ticket may be passed on, if that is asked for.
    pub forwardable: bool,
    /// The rule by which it is granted.
    pub rule: KdcRule,
    /// What goes into the reply beside the ticket, not encrypted.
    pub padata: Option<Vec<PaData>>,
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
        let mut flags = tgt.flags & (TicketFlags::PRE_AUTHENT | TicketFlags::ENC_PA_REP);
        flags |= tgt.flags & TicketFlags::FORWARDED;
        if body.options.contains(KdcOptions::RENEWABLE) {
            flags |= tgt.flags & TicketFlags::RENEWABLE;
        }
        if self.forwardable && body.options.contains(KdcOptions::FORWARDABLE) {
            flags |= TicketFlags::FORWARDABLE;
        }
        case.decision.rule = self.rule;
        if self.ok_as_delegate(target, case) {
            flags |= TicketFlags::OK_AS_DELEGATE;
        }
        let etype = session_etype(&body.etypes, target).ok_or_else(no_common_etype)?;
        let session_key = random_key(etype, context);
        let issued = Issued {
            client_realm: self.client_realm,
            client: self.client,
            service: service.clone(),
            flags,
            session_key,
            lifetime: within(tgt, body.options, context.now).until_at_most(&body.till),
            auth_time: self.auth_time,
            pac: self.pac,
            addresses: None,
        };
        case.decision.flags = flags;
        let ticket = issue::ticket(&issued, target, case, context).ok_or_else(no_common_etype)?;
        let reply = UnsealedReply {
            padata: self.padata,
            ..reply(request, &issued, ticket, target, context.machine.era)
        };
        Ok(self.asker.sealed(reply, context))
    }

    /// Whether the client may hand its TGT to the service (`[MS-KILE]` 3.3.5.1): where the service is trusted with it, and
    /// the trust between the forests, if there is one on the way, lets it through.
    fn ok_as_delegate(&self, target: &Account, case: &mut Case) -> bool {
        if let Some(trust) = &target.kerberos.trust {
            return case.read_flag(of(target), "ENABLE_TGT_DELEGATION", trust.tgt_delegation);
        }
        let trusted = target.kerberos.trusted_for_delegation;
        if !case.read_flag(of(target), "TRUSTED_FOR_DELEGATION", trusted) {
            return false;
        }
        if let Some(account) = &self.asker.trusted {
            let trust = account.kerberos.trust.as_ref();
            let lets = trust.is_some_and(|trust| trust.tgt_delegation);
            let came = self.asker.tgt.flags.contains(TicketFlags::OK_AS_DELEGATE);
            if !case.read_flag(of(account), "ENABLE_TGT_DELEGATION", lets && came) {
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

/// From now until its TGT ends.
pub fn within(tgt: &EncTicketPart, options: KdcOptions, now: FileTime) -> Lifetime {
    let renewable = options.contains(KdcOptions::RENEWABLE);
    let till = tgt.renew_till.as_ref().filter(|_| renewable);
    Lifetime {
        start: now,
        end: time_of(&tgt.end_time),
        renew_till: till.map(time_of),
    }
}

/// The reply with a ticket for that account's service.
pub fn reply<'a>(
    request: &KdcRequest,
    issued: &'a Issued,
    ticket: Ticket,
    target: &Account,
    era: Era,
) -> UnsealedReply<'a> {
    let supported = match issued.service.is_krbtgt() {
        true => SUPPORTED,
        false => supported_etypes(target).to_le_bytes(),
    };
    let encrypted_padata = era.is_recent().then(|| {
        let mut padata = vec![PaData::new(PaData::SUPPORTED_ETYPES, supported.to_vec())];
        let options = PaData::find(&request.padata, PaData::PAC_OPTIONS);
        padata.extend(options.map(|it| PaData::new(PaData::PAC_OPTIONS, it.to_vec())));
        padata
    });
    UnsealedReply {
        kind: KdcKind::Tgs,
        nonce: request.body.nonce,
        issued,
        ticket,
        key_expiration: None,
        padata: None,
        encrypted_padata,
    }
}

/// msDS-SupportedEncryptionTypes, as the account's keys have it (`[MS-KILE]` 2.2.7).
fn supported_etypes(account: &Account) -> u32 {
    let keys = account.kerberos.keys.iter();
    keys.fold(0, |bits, key| {
        bits | match key.etype {
            Etype::DesCbcMd5 => 0x3,
            Etype::Des3Sha1 | Etype::Rc4Export => 0,
            Etype::Rc4 => 0x4,
            Etype::Aes128Sha1 => 0x8,
            Etype::Aes256Sha1 => 0x10,
            Etype::Aes128Sha2 => 0x40,
            Etype::Aes256Sha2 => 0x80,
        }
    })
}
