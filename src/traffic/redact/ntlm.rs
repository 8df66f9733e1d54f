//! NTLM: names in the messages and in the lists of attributes, and the proofs.

use super::{Pseudonyms, cut};
use crate::wire::ntlm::{
    AvId, Name, NegotiateFlags, NtlmMessage, NtlmV2Response, PayloadPlacement, ResponseKind,
    TargetInfo, Version,
};
use crate::wire::text::{from_utf16le, oem, utf16le};

/// Redacts a message. It is laid out as Windows does, so that nothing is left of bytes that belong to no field.
pub fn redact(bytes: &[u8], names: &mut Pseudonyms) -> Option<Vec<u8>> {
    let mut message = NtlmMessage::value(bytes).ok()?;
    match &mut message {
        NtlmMessage::Negotiate(negotiate) => {
            let oem_names = NegotiateFlags::empty();
            replace(&mut negotiate.domain, oem_names, |name| names.domain(name));
            replace(&mut negotiate.workstation, oem_names, |name| {
                names.host(name)
            });
            forget_build(&mut negotiate.version);
            negotiate.placement = PayloadPlacement::default();
        }
        NtlmMessage::Challenge(challenge) => {
            let flags = challenge.flags;
            if let Some(bytes) = &mut challenge.target_info {
                let mut info = TargetInfo::lenient(bytes);
                attributes(&mut info, names);
                *bytes = info.encode();
            }
            let server = flags.contains(NegotiateFlags::TARGET_TYPE_SERVER);
            replace(&mut challenge.target_name, flags, |name| match server {
                true => names.host(name),
                false => names.domain(name),
            });
            challenge.server_challenge = names.value(challenge.server_challenge);
            challenge.reserved = names.value(challenge.reserved);
            forget_build(&mut challenge.version);
            challenge.placement = PayloadPlacement::default();
        }
        NtlmMessage::Authenticate(authenticate) => {
            let flags = authenticate.flags;
            // The same in both fields says that there is no LM response.
            let same = authenticate.lm_response == authenticate.nt_response;
            if authenticate.responses().nt == ResponseKind::NtlmV2
                && let Some(response) = NtlmV2Response::lenient(&authenticate.nt_response)
            {
                authenticate.nt_response = without_proof(response, names);
            } else {
                cut::proof(&mut authenticate.nt_response, if same { 1 } else { 2 });
            }
            cut::proof(&mut authenticate.lm_response, 1);
            cut::zero(&mut authenticate.session_key);
            replace(&mut authenticate.domain, flags, |name| names.domain(name));
            replace(&mut authenticate.user, flags, |name| names.user(name));
            replace(&mut authenticate.workstation, flags, |name| {
                names.host(name)
            });
            authenticate.mic = authenticate.mic.map(|_| [0; 16]);
            forget_build(&mut authenticate.version);
            authenticate.placement = PayloadPlacement::default();
        }
    }
    let bytes = match &message {
        NtlmMessage::Negotiate(message) => message.encode(),
        NtlmMessage::Challenge(message) => message.encode(),
        NtlmMessage::Authenticate(message) => message.encode(),
    };
    (NtlmMessage::value(&bytes).as_ref() == Ok(&message)).then_some(bytes)
}

/// The response with its names, and without what can be guessed at.
fn without_proof(mut response: NtlmV2Response, names: &mut Pseudonyms) -> Vec<u8> {
    response.nt_proof_str = [0; 16];
    response.blob.timestamp = 0;
    response.blob.challenge_from_client = [0; 8];
    attributes(&mut response.blob.av_pairs, names);
    cut::zero(&mut response.blob.trailing);
    response.encode()
}

/// Names become others. The flags stay; the time, the computer's number and what is not known are zeros.
fn attributes(info: &mut TargetInfo, names: &mut Pseudonyms) {
    if let (Some(short), Some(dns)) = (info.nb_domain(), info.dns_domain()) {
        names.same_domain(&short, &dns);
    }
    for pair in &mut info.pairs {
        let text = from_utf16le(&pair.value).filter(|_| pair.id.is_text());
        let Some(text) = text else {
            match pair.id {
                AvId::Flags => {}
                // Zeros say that there are none.
                AvId::ChannelBindings => cut::proof(&mut pair.value, 1),
                _ => cut::zero(&mut pair.value),
            }
            continue;
        };
        pair.value = utf16le(&match pair.id {
            AvId::NbComputerName | AvId::DnsComputerName => names.host(&text),
            AvId::NbDomainName | AvId::DnsDomainName | AvId::DnsTreeName => names.domain(&text),
            _ => names.service(&text),
        });
    }
    cut::zero(&mut info.trailing);
}

/// Replaces a name, in the encoding that the flags say. What is no text goes.
fn replace(field: &mut Vec<u8>, flags: NegotiateFlags, replacement: impl FnOnce(&str) -> String) {
    if field.is_empty() {
        return;
    }
    let name = Name::read(flags, field).map(|name| replacement(&name.text));
    let name = name.unwrap_or_default();
    *field = match flags.contains(NegotiateFlags::UNICODE) {
        true => utf16le(&name),
        false => oem(&name).unwrap_or_default(),
    };
}

/// Which build of Windows it is tells computers apart.
fn forget_build(version: &mut Option<Version>) {
    if let Some(version) = version {
        version.build = 0;
        version.reserved = [0; 3];
    }
}
