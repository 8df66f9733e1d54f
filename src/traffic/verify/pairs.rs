//! What the client says of the channel and of the server, inside its NTLMv2 response.

use super::certificate::{self, CertificateError};
use super::finding::Finding;
use super::{Binding, Judgement};
use crate::crypto::{self, Trace};
use crate::wire::ntlm::{AV_FLAG_UNTRUSTED_SPN, AvId, TargetInfo};

/// What is known of channel bindings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BindingsReason {
    /// The response is none that can carry them.
    OnlyNtlmV2,
    /// The response carries none.
    None,
    /// They are zero: the client had none.
    Zero,
    /// They are the hash of a structure with nothing in it: the client had none either.
    Empty,
    /// There is nothing to hold them against.
    Unchecked {
        /// MsvAvChannelBindings, as the response has it.
        sent: Vec<u8>,
    },
    /// The certificate cannot be used.
    BadCertificate(CertificateError),
    /// They are those of the certificate or hash that was given.
    Match {
        /// MsvAvChannelBindings, as the response has it.
        sent: Vec<u8>,
        /// What they were held against.
        of: BindingKind,
    },
    /// They are those of another channel.
    Differ {
        /// MsvAvChannelBindings, as the response has it.
        sent: Vec<u8>,
        /// What they would be for what was given.
        expected: [u8; 16],
        /// What they were held against.
        of: BindingKind,
    },
}

/// What bindings were held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BindingKind {
    /// A hash that was given.
    Hash,
    /// A certificate that was given.
    Certificate,
}

/// What is known of the target's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TargetReason {
    /// The response is none that can name its target.
    OnlyNtlmV2,
    /// The response names none.
    None,
    /// The name is there and has no characters.
    Empty,
    /// The name is no text: its bytes.
    NotText(Vec<u8>),
    /// There is no host to hold the name against.
    Unchecked {
        /// MsvAvTargetName, as the response has it.
        target: String,
    },
    /// The name was held against a host.
    Compared {
        /// MsvAvTargetName, as the response has it.
        target: String,
        /// The host that it was held against.
        host: String,
        /// Whether the name is a service principal name.
        service: bool,
        /// How the two compare.
        names: NameMatch,
    },
}

/// How a target's name compares to a host's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameMatch {
    /// It is the host's.
    Same {
        /// Whether the client says that it has the name from an untrusted source.
        untrusted: bool,
    },
    /// One is the first label of the other.
    Perhaps,
    /// It is another host's.
    Other,
}

/// MsvAvChannelBindings against a certificate or a hash. `None` for the pairs: the response cannot carry any.
pub fn channel_bindings(
    pairs: Option<&TargetInfo>,
    binding: Option<&Binding<'_>>,
    trace: &mut Trace,
) -> Finding {
    let Some(pairs) = pairs else {
        return Finding::absent(BindingsReason::OnlyNtlmV2);
    };
    let Some(sent) = pairs.get(AvId::ChannelBindings) else {
        return Finding::absent(BindingsReason::None);
    };
    let (result, because) = bound(sent, binding, trace);
    Finding::new(result, because)
}

/// The hash of channel bindings that a client sent, in MsvAvChannelBindings or in the authenticator of Kerberos (RFC 4121
/// 4.1.1), against a certificate or a hash.
pub fn bound(
    sent: &[u8],
    binding: Option<&Binding<'_>>,
    trace: &mut Trace,
) -> (Judgement, BindingsReason) {
    if sent.iter().all(|byte| *byte == 0) {
        return (Judgement::Absent, BindingsReason::Zero);
    }
    if sent == crypto::ChannelBindings::default().hash() {
        return (Judgement::Absent, BindingsReason::Empty);
    }
    let sent = sent.to_vec();
    let (expected, of) = match binding {
        None => return (Judgement::Unknown, BindingsReason::Unchecked { sent }),
        Some(Binding::Hash(hash)) => (*hash, BindingKind::Hash),
        Some(Binding::Certificate(pasted)) => match certificate::read(pasted) {
            Err(error) => return (Judgement::Unknown, BindingsReason::BadCertificate(error)),
            Ok((der, hash)) => {
                let hash = crypto::endpoint_hash(hash, &der, trace);
                let bindings = crypto::channel_bindings(&hash, trace);
                (bindings, BindingKind::Certificate)
            }
        },
    };
    if sent == expected {
        return (Judgement::Right, BindingsReason::Match { sent, of });
    }
    let differ = BindingsReason::Differ { sent, expected, of };
    (Judgement::Wrong, differ)
}

/// Whether what a response repeats is not what a CHALLENGE said. Clients add to the pairs, set MsvAvFlags anew, and leave
/// the others as they are.
pub fn contradict(answered: &TargetInfo, asked: &TargetInfo) -> bool {
    // No server says more; who makes it say more waits no longer.
    let asked = asked.pairs.iter().take(100);
    let mut asked = asked.filter(|pair| pair.id != AvId::Flags);
    !answered.pairs.is_empty()
        && asked.any(|pair| answered.get(pair.id) != Some(pair.value.as_slice()))
}

/// MsvAvTargetName against the name of a host.
pub fn target_name(pairs: Option<&TargetInfo>, host: Option<&str>) -> Finding {
    let Some(pairs) = pairs else {
        return Finding::absent(TargetReason::OnlyNtlmV2);
    };
    let target = match (pairs.get(AvId::TargetName), pairs.target_name()) {
        (None, _) => return Finding::absent(TargetReason::None),
        (Some([]), _) => return Finding::absent(TargetReason::Empty),
        (Some(bytes), None) => {
            return Finding::new(Judgement::Wrong, TargetReason::NotText(bytes.to_vec()));
        }
        (_, Some(target)) => target,
    };
    let host = host.map(host_part).filter(|host| !host.is_empty());
    let Some(host) = host else {
        return Finding::unknown(TargetReason::Unchecked { target });
    };
    // class/host[:port][/name]; anything else is taken as a host itself.
    let (named, service) = match target.split_once('/') {
        Some((_, rest)) => (host_part(rest.split('/').next().unwrap_or_default()), true),
        None => (host_part(&target), false),
    };
    let (a, b) = (crypto::upper(named), crypto::upper(host));
    let untrusted = pairs
        .flags()
        .is_some_and(|flags| flags & AV_FLAG_UNTRUSTED_SPN != 0);
    let (result, names) = if a == b {
        (Judgement::Right, NameMatch::Same { untrusted })
    } else if short_of(&a, &b) || short_of(&b, &a) {
        (Judgement::Unknown, NameMatch::Perhaps)
    } else {
        (Judgement::Wrong, NameMatch::Other)
    };
    let host = host.to_owned();
    let compared = TargetReason::Compared {
        target,
        host,
        service,
        names,
    };
    Finding::new(result, compared)
}

/// Whether one is the first label of the other.
fn short_of(short: &str, long: &str) -> bool {
    !short.contains('.')
        && long
            .split_once('.')
            .is_some_and(|(first, _)| first == short)
}

/// The host of a name or address: without scheme, path, port and the final dot.
fn host_part(text: &str) -> &str {
    let text = text.trim();
    let text = text.split_once("://").map_or(text, |(_, rest)| rest);
    let text = text.split('/').next().unwrap_or_default();
    if let Some((address, _)) = text.strip_prefix('[').and_then(|text| text.split_once(']')) {
        return address;
    }
    let host = match text.rsplit_once(':') {
        Some((host, port)) if !host.contains(':') && port.bytes().all(|c| c.is_ascii_digit()) => {
            host
        }
        _ => text,
    };
    host.strip_suffix('.').unwrap_or(host)
}
