//! What the client says of the channel and of the server, inside its NTLMv2 response.

use super::words::{Finding, name};
use super::{Binding, Outcome, certificate};
use crate::crypto::{self, Trace};
use crate::wire::ntlm::{AV_FLAG_UNTRUSTED_SPN, AvId, TargetInfo};
use hex::encode as hex;

/// MsvAvChannelBindings against a certificate or a hash. `None` for the pairs: the response cannot carry any.
pub fn channel_bindings(
    pairs: Option<&TargetInfo>,
    binding: Option<&Binding<'_>>,
    trace: &mut Trace,
) -> Finding {
    let Some(pairs) = pairs else {
        return Finding::absent(&["Only an NTLMv2 response can carry channel bindings."]);
    };
    let sent = match pairs.get(AvId::ChannelBindings) {
        None => {
            let because =
                "The response carries no MsvAvChannelBindings: it is not bound to a TLS channel.";
            return Finding::absent(&[because]);
        }
        Some(sent) if sent.iter().all(|byte| *byte == 0) => {
            let because =
                "MsvAvChannelBindings is zero, which says that the client had no bindings.";
            return Finding::absent(&[because]);
        }
        Some(sent) => sent,
    };
    let shown = hex(sent.get(..64).unwrap_or(sent));
    let start = ["MsvAvChannelBindings is ", &shown];
    let (expected, of) = match binding {
        None => {
            let end = "; a certificate or a hash to hold it against is missing.";
            return Finding::unknown(&[&start[..], &[end]].concat());
        }
        Some(Binding::Hash(hash)) => (*hash, "the hash given"),
        Some(Binding::Certificate(pasted)) => match certificate::read(pasted) {
            Err(error) => {
                return Finding::unknown(&["The certificate cannot be used: ", error, "."]);
            }
            Ok((der, hash)) => {
                let hash = crypto::endpoint_hash(hash, &der, trace);
                (crypto::channel_bindings(&hash, trace), "this certificate")
            }
        },
    };
    if sent == expected {
        let because = ["MsvAvChannelBindings is that of ", of, ": ", &shown, "."];
        return Finding::new(Outcome::Right, &because);
    }
    let expected = hex(expected);
    let end = [", and would be ", &expected, " for ", of, "."];
    Finding::new(Outcome::Wrong, &[&start[..], &end].concat())
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
        return Finding::absent(&["Only an NTLMv2 response can name its target."]);
    };
    let target = match (pairs.get(AvId::TargetName), pairs.target_name()) {
        (None, _) => return Finding::absent(&["The response carries no MsvAvTargetName."]),
        (Some([]), _) => {
            let because = "MsvAvTargetName is empty: the client was not told what it signs in to.";
            return Finding::absent(&[because]);
        }
        (Some(bytes), None) => {
            let bytes = hex(bytes.get(..64).unwrap_or(bytes));
            return Finding::new(
                Outcome::Wrong,
                &["MsvAvTargetName is no text: ", &bytes, "."],
            );
        }
        (_, Some(target)) => target,
    };
    let shown = name(&target);
    let start = ["MsvAvTargetName is “", &shown, "”"];
    let host = host.map(host_part).filter(|host| !host.is_empty());
    let Some(host) = host else {
        let end = "; a host name to hold it against is missing.";
        return Finding::unknown(&[&start[..], &[end]].concat());
    };
    // class/host[:port][/name]; anything else is taken as a host itself.
    let (named, service) = match target.split_once('/') {
        Some((_, rest)) => (host_part(rest.split('/').next().unwrap_or_default()), ""),
        None => (host_part(&target), ", no service principal name,"),
    };
    let (a, b) = (crypto::upper(named), crypto::upper(host));
    let asked = name(host);
    let untrusted = pairs
        .flags()
        .is_some_and(|flags| flags & AV_FLAG_UNTRUSTED_SPN != 0);
    let (result, verb, end) = if a == b {
        let end = if untrusted {
            ", but MsvAvFlags says that the client has it from an untrusted source."
        } else {
            "."
        };
        (Outcome::Right, " and names “", end)
    } else if short_of(&a, &b) || short_of(&b, &a) {
        let end =
            " by a longer or shorter name: whether the two are one host the message cannot tell.";
        (Outcome::Unknown, " and may name “", end)
    } else {
        (Outcome::Wrong, " and does not name “", ".")
    };
    let end = match end {
        "." => "”.".to_owned(),
        end => ["”", end].concat(),
    };
    Finding::new(
        result,
        &[&start[..], &[service, verb, &asked, &end]].concat(),
    )
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
