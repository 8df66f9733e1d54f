//! Kerberos: principals, realms and addresses in clear; whatever is encrypted is cut.

use super::{Pseudonyms, cut, frame};
use crate::wire::kerberos::{
    ApReq, Encrypted, HostAddress, KdcRequest, KerberosMessage, KrbError, MethodData, PaData,
    PaForUser, Principal, Ticket, with_length,
};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Redacts a message, bare, behind the length of TCP, or as a token of GSS-API.
pub fn redact(bytes: &[u8], names: &mut Pseudonyms) -> Option<Vec<u8>> {
    let mut message = KerberosMessage::decode(bytes).value.ok()?;
    change(&mut message, names)?;
    let bare = message.encode();
    let bytes = match (frame::split(bytes), bytes) {
        (Some((mechanism, token)), _) => frame::join(mechanism, &[tok_id(token), &bare].concat()),
        (None, [0, ..]) => with_length(&bare),
        (None, bytes) => [tok_id(bytes), &bare].concat(),
    };
    (KerberosMessage::decode(&bytes).value.as_ref() == Ok(&message)).then_some(bytes)
}

/// The TOK_ID before a message, if there is one (RFC 4121 4.1). No message begins like that.
fn tok_id(token: &[u8]) -> &[u8] {
    match token {
        [1..=3, 0, ..] => token.get(..2).unwrap_or_default(),
        _ => &[],
    }
}

fn change(message: &mut KerberosMessage, names: &mut Pseudonyms) -> Option<()> {
    match message {
        KerberosMessage::KdcRequest(request) => change_kdc_request(request, names),
        KerberosMessage::KdcReply(reply) => {
            for padata in reply.padata.iter_mut().flatten() {
                change_padata(padata, names);
            }
            reply.client_realm = names.domain(&reply.client_realm);
            change_principal(&mut reply.client, names);
            change_ticket(&mut reply.ticket, names);
            cut_encrypted(&mut reply.encrypted);
        }
        KerberosMessage::ApReq(request) => change_request(request, names),
        KerberosMessage::ApRep(reply) => cut_encrypted(&mut reply.encrypted),
        KerberosMessage::Cred(cred) => {
            cred.tickets
                .iter_mut()
                .for_each(|ticket| change_ticket(ticket, names));
            cut_encrypted(&mut cred.encrypted);
        }
        KerberosMessage::Error(error) => change_error(error, names),
        KerberosMessage::Other(_) => return None,
    }
    Some(())
}

fn change_kdc_request(request: &mut KdcRequest, names: &mut Pseudonyms) {
    request
        .padata
        .iter_mut()
        .for_each(|padata| change_padata(padata, names));
    let body = &mut request.body;
    body.client
        .iter_mut()
        .for_each(|client| change_principal(client, names));
    body.realm = names.domain(&body.realm);
    body.service
        .iter_mut()
        .for_each(|service| change_principal(service, names));
    for address in body.addresses.iter_mut().flatten() {
        change_address(address, names);
    }
    body.authorization.iter_mut().for_each(cut_encrypted);
    for ticket in body.tickets.iter_mut().flatten() {
        change_ticket(ticket, names);
    }
}

fn change_error(error: &mut KrbError, names: &mut Pseudonyms) {
    if let Some(realm) = &mut error.client_realm {
        *realm = names.domain(realm);
    }
    error
        .client
        .iter_mut()
        .for_each(|client| change_principal(client, names));
    error.realm = names.domain(&error.realm);
    change_principal(&mut error.service, names);
    // It may say anything.
    error.text = None;
    let status = error.kerb_error_data().is_some();
    let methods = error.method_data();
    match &mut error.e_data {
        Some(data) if methods.is_some() => {
            let mut methods = methods.unwrap_or_default();
            methods
                .iter_mut()
                .for_each(|padata| change_padata(padata, names));
            *data = MethodData(methods).encode();
        }
        // An NTSTATUS identifies nobody.
        Some(_) if status => {}
        Some(data) => cut::elements(data, cut::DEEPEST),
        None => {}
    }
}

fn change_request(request: &mut ApReq, names: &mut Pseudonyms) {
    change_ticket(&mut request.ticket, names);
    cut_encrypted(&mut request.authenticator);
}

fn change_ticket(ticket: &mut Ticket, names: &mut Pseudonyms) {
    ticket.realm = names.domain(&ticket.realm);
    change_principal(&mut ticket.service, names);
    cut_encrypted(&mut ticket.encrypted);
}

fn cut_encrypted(encrypted: &mut Encrypted) {
    cut::zero(&mut encrypted.cipher);
}

/// One part is a user, or with NT-ENTERPRISE a whole address; more are a service (RFC 4120 6.2).
fn change_principal(principal: &mut Principal, names: &mut Pseudonyms) {
    let name = principal.parts.join("/");
    let changed = match principal.parts.len() {
        0 => return,
        1 => names.user(&name),
        _ => names.service(&name),
    };
    principal.parts = match principal.parts.len() {
        1 => vec![changed],
        _ => changed.split('/').map(str::to_owned).collect(),
    };
}

/// Address types of RFC 4120 7.5.3; of one that is not known, zeros are left.
fn change_address(address: &mut HostAddress, names: &mut Pseudonyms) {
    let bytes = address.address.as_slice();
    let ip = match (address.kind, bytes.len()) {
        (2, 4) => <[u8; 4]>::try_from(bytes)
            .ok()
            .map(|bytes| IpAddr::V4(Ipv4Addr::from(bytes))),
        (24, 16) => <[u8; 16]>::try_from(bytes)
            .ok()
            .map(|bytes| IpAddr::V6(Ipv6Addr::from(bytes))),
        _ => None,
    };
    match (ip.map(|ip| names.address(ip)), address.kind) {
        (Some(IpAddr::V4(ip)), 2) => address.address = ip.octets().to_vec(),
        (Some(IpAddr::V6(ip)), 24) => address.address = ip.octets().to_vec(),
        // NetBIOS: a name, filled up to 16 with blanks.
        (_, 20) => {
            let name = String::from_utf8_lossy(bytes)
                .trim_end_matches([' ', '\0'])
                .to_owned();
            let mut name = names.host(&name).into_bytes();
            name.resize(bytes.len(), b' ');
            address.address = name;
        }
        _ => cut::zero(&mut address.address),
    }
}

/// What says how to sign in stays; what is known to hold names is changed; of the rest only the form is left.
fn change_padata(padata: &mut PaData, names: &mut Pseudonyms) {
    let value = padata.value.as_slice();
    let changed = match padata.kind {
        PaData::PAC_REQUEST | PaData::PAC_OPTIONS | PaData::SUPPORTED_ETYPES => return,
        PaData::TGS_REQ => ApReq::decode(value).value.ok().map(|mut request| {
            change_request(&mut request, names);
            request.encode()
        }),
        PaData::ENC_TIMESTAMP => Encrypted::decode(value).value.ok().map(|mut encrypted| {
            cut_encrypted(&mut encrypted);
            encrypted.encode()
        }),
        PaData::FOR_USER => PaForUser::decode(value).value.ok().map(|mut user| {
            change_principal(&mut user.user, names);
            user.realm = names.domain(&user.realm);
            cut::zero(&mut user.checksum.value);
            user.encode()
        }),
        PaData::ETYPE_INFO2 => etypes(value),
        _ => None,
    };
    match changed {
        Some(changed) => padata.value = changed,
        None => cut::elements(&mut padata.value, cut::DEEPEST),
    }
}

/// Which encryption types there are, without the salts: those are names.
fn etypes(value: &[u8]) -> Option<Vec<u8>> {
    use crate::wire::kerberos::EtypeInfo2;
    let mut info = EtypeInfo2::decode(value).value.ok()?;
    for entry in &mut info.0 {
        entry.salt = None;
    }
    Some(info.encode())
}
