//! Whether the signatures of a PAC hold (`[MS-PAC]` 2.8), and the checksums of a request: that in its authenticator, and
//! those over the user that a service asks for (`[MS-SFU]` 2.2).

use super::keyring::{KeySource, Keyring, RingKey};
use super::{MessageRange, OpenedPart, authenticator};
use crate::crypto::Trace;
use crate::crypto::kerberos::{Etype, Key, checksum_kind, usage};
use crate::wire::kerberos::{
    AuthorizationElement, Checksum, DecryptedPart, EncTicketPart, KRBTGT, KerberosMessage, PaData,
    PaForUser, PaS4uX509User, authorization,
};
use crate::wire::pac::{
    FULL_CHECKSUM, KDC_CHECKSUM, Pac, PacSignature, SERVER_CHECKSUM, TICKET_CHECKSUM,
    full_signature_input, server_signature_input,
};
use crate::wire::{Layer, LayerValue, Value, der, field_name};
use std::rc::Rc;

/// A signature and how it falls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// What is signed, and by whom.
    pub of: Signed,
    /// Valid, wrong, or not judged for want of a key.
    pub judged: SignatureVerdict,
}

/// A signature of a ticket, of its PAC or of a request, by what it covers and whose key makes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signed {
    /// The ticket, by krbtgt; the signature stands in its PAC.
    Ticket,
    /// The whole PAC, by krbtgt.
    Full,
    /// The PAC, by the service.
    Server,
    /// The server signature, by krbtgt.
    Kdc,
    /// The body of the TGS-REQ, by the client.
    RequestBody,
    /// The user in a PA-FOR-USER, by the service.
    ForUser,
    /// The user in a PA-S4U-X509-USER, by the service.
    X509User,
}

/// Whether a signature is that of the key that has to make it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignatureVerdict {
    /// It is of that key.
    Valid(KeySource),
    /// The key that has to make it makes another one.
    Wrong,
    /// The key that makes it is not among the keys.
    NoKey,
}

/// Judges all signatures of the parts that are open, with the keys of the ring.
pub fn judge(messages: &[Rc<Layer>], parts: &mut [OpenedPart], ring: &Keyring) {
    let krbtgt = krbtgt_keys(messages, parts, ring);
    for number in 0..parts.len() {
        let found = parts.get(number).map(|part| match part.kind {
            DecryptedPart::Pac => of_pac(part, messages, parts, ring, &krbtgt),
            DecryptedPart::KdcAuthenticator => {
                let body = of_request(part, messages).into_iter();
                body.chain(of_users(part, messages)).collect()
            }
            _ => Vec::new(),
        });
        if let Some(part) = parts.get_mut(number) {
            part.signatures = found.unwrap_or_default();
        }
    }
}

/// The keys that are known to be a realm's ticket-granting service's: a keytab says so, or they opened a TGT of that realm.
fn krbtgt_keys(
    messages: &[Rc<Layer>],
    parts: &[OpenedPart],
    ring: &Keyring,
) -> Vec<(String, RingKey)> {
    let mut keys = Vec::new();
    for held in ring.keys() {
        if let KeySource::Keytab(principal, _) = &held.source
            && let Some((service, realm)) = principal.rsplit_once('@')
            && is_granting(service, realm)
        {
            keys.push((realm.to_owned(), held.clone()));
        }
    }
    for part in parts.iter().filter(|it| it.kind == DecryptedPart::Ticket) {
        let ticket = ticket_around(messages, parts, &part.origin);
        if let Some((service, realm)) = ticket
            && is_granting(&service, &realm)
        {
            keys.extend(part.key.clone().map(|key| (realm, key)));
        }
    }
    keys
}

/// Whether that is the ticket-granting service of the realm.
fn is_granting(service: &str, realm: &str) -> bool {
    service.split_once('/') == Some((KRBTGT, realm))
}

/// The service and the realm of the ticket that these bytes are encrypted in.
fn ticket_around(
    messages: &[Rc<Layer>],
    parts: &[OpenedPart],
    origin: &MessageRange,
) -> Option<(String, String)> {
    let layer = match origin.part {
        Some(part) => &parts.get(part)?.layer,
        None => messages.get(origin.message)?,
    };
    let range = &origin.range;
    let mut fields = &layer.layout.fields;
    let mut ticket = None;
    // Down to the innermost field that holds them.
    while let Some(field) = fields
        .iter()
        .find(|it| it.range.start <= range.start && range.end <= it.range.end)
    {
        if field.name == field_name::TICKET {
            ticket = Some(field);
        }
        fields = &field.children;
    }
    let said = |name| match &ticket?.find(name)?.value {
        Value::Text(text) => Some(text.clone()),
        _ => None,
    };
    Some((said(field_name::SNAME)?, said(field_name::REALM)?))
}

fn of_pac(
    part: &OpenedPart,
    messages: &[Rc<Layer>],
    parts: &[OpenedPart],
    ring: &Keyring,
    krbtgt: &[(String, RingKey)],
) -> Vec<Signature> {
    let bytes = &part.layer.bytes;
    let ticket = part.origin.part.and_then(|number| parts.get(number));
    let Ok(pac) = Pac::decode(bytes).value else {
        return Vec::new();
    };
    let read = |kind| PacSignature::decode(pac.get(kind)?).value.ok();
    // Who gave the ticket signed: of a referral, the other realm.
    let around = ticket.and_then(|it| ticket_around(messages, parts, &it.origin));
    let own = krbtgt.iter().filter(|(realm, _)| {
        let around = around.as_ref();
        around.is_some_and(|(_, issuer)| issuer == realm)
    });
    let krbtgt: &[RingKey] = &own.map(|(_, key)| key.clone()).collect::<Vec<_>>();
    let server_key = ticket.and_then(|ticket| ticket.key.clone());
    let (server_key, server) = (server_key.as_slice(), read(SERVER_CHECKSUM));
    let signed = server.as_ref().map(|it| it.signature.clone());
    let all = [
        (
            Signed::Ticket,
            read(TICKET_CHECKSUM),
            ticket.and_then(without_pac),
            krbtgt,
        ),
        (
            Signed::Full,
            read(FULL_CHECKSUM),
            full_signature_input(bytes),
            krbtgt,
        ),
        (
            Signed::Server,
            server,
            server_signature_input(bytes),
            server_key,
        ),
        (Signed::Kdc, read(KDC_CHECKSUM), signed, krbtgt),
    ];
    let judged = all.into_iter().filter_map(|(of, given, input, own)| {
        let judged = held_against(&given?, &input?, ring, own);
        Some(Signature { of, judged })
    });
    judged.collect()
}

/// Tries every key; where none is right, it is wrong if one of its own type is said to have made it.
fn held_against(
    given: &PacSignature,
    input: &[u8],
    ring: &Keyring,
    own: &[RingKey],
) -> SignatureVerdict {
    let kind = given.kind.into();
    let makes = |held: &&RingKey| {
        let made = held
            .key
            .checksum_of(kind, usage::PAC_SIGNATURE, input, &mut Trace::off());
        made.as_ref() == Some(&given.signature)
    };
    // The key it has to be is told before another one with the same bytes.
    if let Some(held) = own.iter().chain(ring.keys()).find(makes) {
        return SignatureVerdict::Valid(held.source.clone());
    }
    let same_type = |held: &RingKey| held.key.etype.checksum_type() == kind;
    // A read-only domain controller signs with a krbtgt key of its own.
    if given.rodc.is_none() && own.iter().any(same_type) {
        return SignatureVerdict::Wrong;
    }
    SignatureVerdict::NoKey
}

/// The inside of a ticket with one zero byte in the place of its PAC.
fn without_pac(ticket: &OpenedPart) -> Option<Vec<u8>> {
    let mut part = EncTicketPart::decode(&ticket.layer.bytes).value.ok()?;
    for element in part.authorization.iter_mut().flatten() {
        let Some(mut inside) = element.inside() else {
            continue;
        };
        if let Some(pac) = inside.iter_mut().find(|it| it.kind == authorization::PAC) {
            pac.data = vec![0];
            *element = AuthorizationElement::if_relevant(&inside);
            return Some(part.encode());
        }
    }
    None
}

/// Whether the checksum in the authenticator of a TGS-REQ is of the request's body (RFC 4120 5.5.1).
fn of_request(part: &OpenedPart, messages: &[Rc<Layer>]) -> Option<Signature> {
    let message = messages.get(part.origin.message)?;
    if part.origin.part.is_some() || !matches!(message.value, LayerValue::Kerberos(_)) {
        return None;
    }
    let body = message.layout.find(field_name::REQ_BODY)?;
    // The group is the element in its context tag; the checksum is over the element alone.
    let tagged = message.bytes.get(body.range.clone())?;
    let body = der::element(tagged)?.value;
    let checksum = authenticator(part)?.checksum?;
    let held = part.key.as_ref()?;
    let kind = checksum.kind;
    let made = held
        .key
        .checksum_of(kind, usage::TGS_REQ_CHECKSUM, body, &mut Trace::off())?;
    let judged = match made == checksum.value {
        true => SignatureVerdict::Valid(held.source.clone()),
        false => SignatureVerdict::Wrong,
    };
    Some(Signature {
        of: Signed::RequestBody,
        judged,
    })
}

/// How the checksums over the user fall for whom a service asks: PA-FOR-USER's is made with the session key of the
/// service's TGT, PA-S4U-X509-USER's with the subkey where there is one.
fn of_users(part: &OpenedPart, messages: &[Rc<Layer>]) -> Vec<Signature> {
    let request = messages.get(part.origin.message).map(|it| &it.value);
    let (Some(LayerValue::Kerberos(Some(KerberosMessage::KdcRequest(request)))), None, Some(held)) =
        (request, part.origin.part, &part.key)
    else {
        return Vec::new();
    };
    let judge = |of, keys: &[&Key], usage, signed: &[u8], given: &Checksum| {
        let made = |key: &&&Key| {
            key.checksum_of(given.kind, usage, signed, &mut Trace::off())
                .as_ref()
                == Some(&given.value)
        };
        let judged = match keys.iter().find(made) {
            Some(_) => SignatureVerdict::Valid(held.source.clone()),
            None => SignatureVerdict::Wrong,
        };
        checksum_kind::is_keyed(given.kind).then_some(Signature { of, judged })
    };
    let of_kind = |kind| PaData::find(&request.padata, kind);
    let for_user = of_kind(PaData::FOR_USER).and_then(|it| PaForUser::decode(it).value.ok());
    let for_user = for_user.and_then(|it| {
        let signed = it.signed();
        judge(
            Signed::ForUser,
            &[&held.key],
            usage::PAC_SIGNATURE,
            &signed,
            &it.checksum,
        )
    });
    let subkey = authenticator(part).and_then(|it| it.subkey);
    let subkey = subkey.and_then(|it| Key::new(Etype::from_number(it.etype)?, it.value));
    let x509_user = of_kind(PaData::S4U_X509_USER);
    let x509_user = x509_user.and_then(|it| PaS4uX509User::decode(it).value.ok());
    let x509_user = x509_user.and_then(|it| {
        let signed = it.user_id.encode();
        let keys: Vec<&Key> = subkey.iter().chain([&held.key]).collect();
        judge(
            Signed::X509User,
            &keys,
            usage::S4U_X509_REQUEST,
            &signed,
            &it.checksum,
        )
    });
    for_user.into_iter().chain(x509_user).collect()
}
