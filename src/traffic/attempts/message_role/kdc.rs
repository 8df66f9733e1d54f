//! What messages to and from a KDC tell.

use super::read::{digest_of, some};
use super::{MessageRole, ServiceForUser, SignInFacts};
use crate::wire::kerberos::{
    ApReq, KdcKind, KdcOptions, KdcRequest, KerberosMessage, MessageKind, PaData, PaForUser,
    PaS4uX509User, Principal,
};

/// A message to or from a KDC.
pub(super) fn kdc(bytes: &[u8], facts: &mut SignInFacts) -> MessageRole {
    match KerberosMessage::decode(bytes).value {
        Ok(KerberosMessage::KdcRequest(request)) => {
            let body = &request.body;
            facts.user = body.client.as_ref().and_then(|it| some(&it.to_string()));
            facts.domain = some(&body.realm);
            let wanted = body.service.as_ref();
            facts.service = wanted.and_then(|it| service(it, &body.realm));
            facts.tgt = tgt(&request);
            facts.unproven = is_unproven(&request);
            served(&request, facts);
            MessageRole::KdcRequest(request.kind)
        }
        Ok(KerberosMessage::KdcReply(reply)) => {
            // Heimdal's KDC hides the name in FAST's encrypted part (RFC 6113 5.4.3, RFC 8062 3).
            if reply.client_realm != "WELLKNOWN:ANONYMOUS" {
                facts.user = some(&reply.client.to_string());
                facts.domain = some(&reply.client_realm);
            }
            facts.service = service(&reply.ticket.service, &reply.ticket.realm);
            facts.see(&reply.ticket);
            MessageRole::KdcReply(reply.kind)
        }
        Ok(KerberosMessage::Error(error)) => {
            facts.user = error.client.as_ref().and_then(|it| some(&it.to_string()));
            facts.service = service(&error.service, &error.realm);
            MessageRole::KdcError
        }
        // What is cut or broken still begins as what it is.
        _ => match MessageKind::of(bytes) {
            Some(MessageKind::AsReq) => MessageRole::KdcRequest(KdcKind::As),
            Some(MessageKind::TgsReq) => MessageRole::KdcRequest(KdcKind::Tgs),
            Some(MessageKind::AsRep) => MessageRole::KdcReply(KdcKind::As),
            Some(MessageKind::TgsRep) => MessageRole::KdcReply(KdcKind::Tgs),
            Some(MessageKind::Error) => MessageRole::KdcError,
            _ => MessageRole::Token,
        },
    }
}

/// What proves the client of an AS-REQ, or may.
const PROOFS: [i64; 5] = [
    PaData::ENC_TIMESTAMP,
    PaData::PK_AS_REQ,
    PaData::FX_FAST,
    PaData::ENCRYPTED_CHALLENGE,
    PaData::SPAKE,
];

fn is_unproven(request: &KdcRequest) -> bool {
    let mut padata = request.padata.iter();
    request.kind == KdcKind::As && !padata.any(|it| PROOFS.contains(&it.kind))
}

/// The TGT in the AP-REQ of a TGS-REQ (RFC 4120 5.4.1).
fn tgt(request: &KdcRequest) -> Option<u64> {
    let shown = request
        .padata
        .iter()
        .find(|it| it.kind == PaData::TGS_REQ)?;
    let request = ApReq::decode(&shown.value).value.ok()?;
    Some(digest_of(&request.ticket.encrypted.cipher))
}

/// On whose behalf a TGS-REQ asks: of whom its padata names (S4U2self), or whose ticket is its evidence (S4U2proxy).
fn served(request: &KdcRequest, facts: &mut SignInFacts) {
    if request.kind != KdcKind::Tgs {
        return;
    }
    let evidence = request.body.tickets.as_ref().and_then(|it| it.first());
    if request
        .body
        .options
        .contains(KdcOptions::CNAME_IN_ADDITIONAL_TICKET)
    {
        facts.s4u = Some(ServiceForUser::Proxy);
        facts.evidence = evidence.map(|it| digest_of(&it.encrypted.cipher));
        return;
    }
    for data in &request.padata {
        let named = match data.kind {
            PaData::FOR_USER => {
                let named = PaForUser::decode(&data.value).value.ok();
                named.map(|it| (Some(it.user), it.realm))
            }
            PaData::S4U_X509_USER => {
                let named = PaS4uX509User::decode(&data.value).value.ok();
                named.map(|it| (it.user_id.user, it.user_id.realm))
            }
            _ => continue,
        };
        facts.s4u = Some(ServiceForUser::Itself);
        if let Some((Some(user), realm)) = named {
            facts.served = service(&user, &realm);
        }
    }
}

/// A service with its realm, where it has one.
pub(super) fn service(principal: &Principal, realm: &str) -> Option<String> {
    let name = principal.to_string();
    match (name.is_empty(), realm.is_empty() || name.contains('@')) {
        (true, _) => None,
        (false, true) => Some(name),
        (false, false) => Some(format!("{name}@{realm}")),
    }
}
