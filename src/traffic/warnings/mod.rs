//! What somebody who knows would say about a token.

use super::find::FoundToken;
use crate::crypto::SessionFlags;
use crate::wire::hash_line::Fault;
use crate::wire::ntlm::{
    AV_FLAG_UNTRUSTED_SPN, Authenticate, AvId, Challenge, Name, Negotiate, NegotiateFlags,
    NtlmMessage, OddName, ResponseKind, TargetInfo,
};
use crate::wire::spnego::NegToken;
use crate::wire::text::from_utf16le;
use crate::wire::{Layer, LayerValue};

/// Something worth knowing about a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Warning {
    /// Basic: the password is readable by whoever sees the bytes.
    InClear,
    /// A line of responses, or of a ciphertext of Kerberos: passwords can be tried against it, with nobody to notice.
    Offline,
    /// What tools would not read in such a line.
    HashLine(Fault),
    /// An LM response is sent.
    Lm,
    /// NTLMv1 is sent: DES with the NT hash, which can be broken.
    NtlmV1,
    /// NTLM2 session response: NTLMv1's DES, with a client challenge.
    Ntlm2Session,
    /// Nobody is named.
    Anonymous,
    /// A local call: all fields are empty, and nothing can be checked.
    LocalCall,
    /// MsvAvFlags announces a MIC and there is none.
    MicMissing,
    /// NTLMv2 without a MIC: the flags are not protected.
    NoMic,
    /// Neither signing nor sealing is asked for.
    NoSigning,
    /// Sealing keys of so many bits, which are less than 128.
    WeakKey(u8),
    /// Both extended session security and LM_KEY.
    LmKey,
    /// Flags that are reserved or historic are set.
    UnusualFlags(u32),
    /// The text is OEM: which code page is not said.
    Oem,
    /// No channel bindings: the answer could be relayed into another channel.
    NoBindings,
    /// Channel bindings of zeros: none.
    ZeroBindings,
    /// No MsvAvTargetName: the answer could be relayed to another server.
    NoTarget,
    /// The client says that it has MsvAvTargetName from an untrusted source.
    UntrustedTarget,
    /// No target information: NTLMv2 clients may refuse.
    NoTargetInfo,
    /// No MsvAvTimestamp: clients send no MIC.
    NoTimestamp,
    /// A list of attributes that is broken.
    BrokenList,
    /// MsvAvFlags of the server is empty, which breaks the MIC of some clients.
    FlagsFromServer,
    /// The NT response has so many bytes, which no kind of response has.
    OddResponse(usize),
    /// The client's time and the server's differ by so many seconds.
    Apart(u64),
    /// The message names this domain and the CHALLENGE that one.
    OtherDomain(String, String),
    /// The client meant this target, and the CHALLENGE came from that computer.
    OtherTarget(String, String),
    /// Two fields claim the same bytes.
    Overlap(String, String),
    /// SPNEGO's mechListMIC only repeats the token.
    MicIsToken,
    /// The bytes of that name are odd.
    OddName(&'static str, OddName),
    /// So many bytes belong to no field.
    Unclaimed(usize),
}

/// What there is to say about a token, given the CHALLENGE that it answers where there is one.
pub fn warnings(layer: &Layer, question: Option<&FoundToken>) -> Vec<Warning> {
    let mut said = match &layer.value {
        LayerValue::Basic(_) | LayerValue::Sasl(..) => vec![Warning::InClear],
        LayerValue::KerberosLine(_) => vec![Warning::Offline],
        LayerValue::HashLine(line) => {
            let faults = line.iter().flat_map(|line| line.faults.iter().copied());
            let faults = faults.map(Warning::HashLine);
            [Warning::Offline].into_iter().chain(faults).collect()
        }
        LayerValue::Ntlm(Some(message)) => ntlm(message, question),
        LayerValue::Spnego(Some(NegToken::Resp(answer))) if answer.mic_is_token() => {
            vec![Warning::MicIsToken]
        }
        _ => Vec::new(),
    };
    let overlaps = layer.layout.overlaps();
    said.extend(overlaps.iter().map(|overlap| {
        Warning::Overlap(
            overlap.first.name.to_string(),
            overlap.second.name.to_string(),
        )
    }));
    let unclaimed = layer
        .layout
        .tiles()
        .into_iter()
        .filter(|tile| tile.leaf.is_none());
    let unclaimed: usize = unclaimed.map(|tile| tile.range.len()).sum();
    if unclaimed > 0 && layer.error.is_none() {
        said.push(Warning::Unclaimed(unclaimed));
    }
    said
}

fn ntlm(message: &NtlmMessage, question: Option<&FoundToken>) -> Vec<Warning> {
    let mut said = Vec::new();
    match message {
        NtlmMessage::Negotiate(message) => negotiate(message, &mut said),
        NtlmMessage::Challenge(message) => challenge(message, &mut said),
        NtlmMessage::Authenticate(message) => authenticate(message, question, &mut said),
    }
    said.extend(odd_names(message));
    let flags = message.flags();
    let unusual = NegotiateFlags::NAMES
        .iter()
        .filter(|name| name.spec.is_none() && name.flag != NegotiateFlags::ANONYMOUS);
    let unusual = unusual.fold(0, |bits, name| bits | (flags & name.flag).bits());
    if unusual != 0 {
        said.push(Warning::UnusualFlags(unusual));
    }
    let both = NegotiateFlags::EXTENDED_SESSION_SECURITY | NegotiateFlags::LM_KEY;
    // In a NEGOTIATE both are offered, and the server chooses.
    if flags.contains(both) && !matches!(message, NtlmMessage::Negotiate(_)) {
        said.push(Warning::LmKey);
    }
    said
}

fn odd_names(message: &NtlmMessage) -> Vec<Warning> {
    let (flags, names) = match message {
        // Its names are OEM whatever the flags say.
        NtlmMessage::Negotiate(message) => (
            NegotiateFlags::empty(),
            vec![
                ("DomainName", &message.domain),
                ("Workstation", &message.workstation),
            ],
        ),
        NtlmMessage::Challenge(message) => {
            (message.flags, vec![("TargetName", &message.target_name)])
        }
        NtlmMessage::Authenticate(message) => (
            message.flags,
            vec![
                ("DomainName", &message.domain),
                ("UserName", &message.user),
                ("Workstation", &message.workstation),
            ],
        ),
    };
    let odd = names
        .into_iter()
        .filter_map(|(field, bytes)| Some(Warning::OddName(field, Name::read(flags, bytes)?.odd?)));
    odd.collect()
}

fn negotiate(message: &Negotiate, said: &mut Vec<Warning>) {
    if !message
        .flags
        .intersects(NegotiateFlags::SIGN | NegotiateFlags::SEAL)
    {
        said.push(Warning::NoSigning);
    }
}

fn challenge(message: &Challenge, said: &mut Vec<Warning>) {
    if !message.flags.contains(NegotiateFlags::UNICODE) {
        said.push(Warning::Oem);
    }
    let Some(info) = &message.target_info else {
        return said.push(Warning::NoTargetInfo);
    };
    let list = TargetInfo::lenient(info);
    let has = |id| list.pairs.iter().any(|pair| pair.id == id);
    if !list.terminated {
        said.push(Warning::BrokenList);
    }
    let mut pairs = list.pairs.iter();
    if pairs.any(|pair| pair.id == AvId::Flags && pair.value.iter().all(|byte| *byte == 0)) {
        said.push(Warning::FlagsFromServer);
    }
    if !has(AvId::Timestamp) {
        said.push(Warning::NoTimestamp);
    }
}

fn authenticate(message: &Authenticate, question: Option<&FoundToken>, said: &mut Vec<Warning>) {
    let kinds = message.responses();
    match kinds.lm {
        ResponseKind::Lm => said.push(Warning::Lm),
        ResponseKind::Anonymous => return said.push(Warning::Anonymous),
        ResponseKind::LocalCall => return said.push(Warning::LocalCall),
        _ => {}
    }
    match kinds.nt {
        ResponseKind::Ntlm => said.push(Warning::NtlmV1),
        ResponseKind::Ntlm2Session => said.push(Warning::Ntlm2Session),
        ResponseKind::NtlmV2 => v2(message, question, said),
        ResponseKind::Other => said.push(Warning::OddResponse(message.nt_response.len())),
        _ => {}
    }
    let flags = message.flags;
    let protects = flags.intersects(NegotiateFlags::SIGN | NegotiateFlags::SEAL);
    if !protects {
        said.push(Warning::NoSigning);
    }
    let bits = SessionFlags::from_bits(flags.bits()).sealing_bits();
    if protects && bits < 128 {
        said.push(Warning::WeakKey(bits));
    }
    if !flags.contains(NegotiateFlags::UNICODE) {
        said.push(Warning::Oem);
    }
    if let Some((asked, domain)) = question.and_then(other_domain(message)) {
        said.push(Warning::OtherDomain(domain, asked));
    }
}

fn v2(message: &Authenticate, question: Option<&FoundToken>, said: &mut Vec<Warning>) {
    let Some(response) = message.ntlmv2() else {
        return said.push(Warning::OddResponse(message.nt_response.len()));
    };
    let pairs = &response.blob.av_pairs;
    let value = |id| {
        pairs
            .pairs
            .iter()
            .find(|pair| pair.id == id)
            .map(|pair| pair.value.as_slice())
    };
    if message.mic.is_none() {
        said.push(if message.says_mic() {
            Warning::MicMissing
        } else {
            Warning::NoMic
        });
    }
    match value(AvId::ChannelBindings) {
        None => said.push(Warning::NoBindings),
        Some(value) if value.iter().all(|byte| *byte == 0) => said.push(Warning::ZeroBindings),
        Some(_) => {}
    }
    if value(AvId::TargetName).is_none_or(<[u8]>::is_empty) {
        said.push(Warning::NoTarget);
    }
    let flags = value(AvId::Flags).and_then(|value| value.first_chunk().copied());
    if u32::from_le_bytes(flags.unwrap_or_default()) & AV_FLAG_UNTRUSTED_SPN != 0 {
        said.push(Warning::UntrustedTarget);
    }
    if !pairs.terminated {
        said.push(Warning::BrokenList);
    }
    let server = question.and_then(|token| Challenge::value(&token.bytes).ok()?.target_info);
    let server = server.map(|info| TargetInfo::lenient(&info));
    if let Some((target, computer)) = server
        .as_ref()
        .and_then(|server| other_target(pairs, server))
    {
        said.push(Warning::OtherTarget(target, computer));
    }
    let time = server.as_ref().and_then(|info| {
        let pair = info.pairs.iter().find(|pair| pair.id == AvId::Timestamp)?;
        pair.value.first_chunk().copied().map(u64::from_le_bytes)
    });
    if let Some(time) = time {
        // A FILETIME counts 100 ns ([MS-DTYP] 2.3.3).
        let apart = response.blob.timestamp.abs_diff(time) / 10_000_000;
        if apart > 0 {
            said.push(Warning::Apart(apart));
        }
    }
}

/// The domain that the CHALLENGE names and the one that the message names, where both do and they differ.
fn other_domain(message: &Authenticate) -> impl Fn(&FoundToken) -> Option<(String, String)> {
    move |token| {
        let domain = message.domain_text();
        let asked = Challenge::value(&token.bytes).ok()?.target_name_text();
        let same = domain.eq_ignore_ascii_case(&asked) || domain.is_empty() || asked.is_empty();
        (!same).then_some((asked, domain))
    }
}

/// MsvAvTargetName and the server's name for itself, where the one does not name the other.
fn other_target(pairs: &TargetInfo, server: &TargetInfo) -> Option<(String, String)> {
    let text = |list: &TargetInfo, id| {
        let pair = list.pairs.iter().find(|pair| pair.id == id)?;
        from_utf16le(&pair.value).filter(|text| !text.is_empty())
    };
    let target = text(pairs, AvId::TargetName)?;
    let (long, short) = (
        text(server, AvId::DnsComputerName),
        text(server, AvId::NbComputerName),
    );
    let host = target.split('/').nth(1).unwrap_or(&target);
    let host = host.split(':').next().unwrap_or(host);
    let first = host.split('.').next().unwrap_or(host);
    let is = |name: &Option<String>, own: &str| {
        name.as_ref()
            .is_some_and(|name| name.eq_ignore_ascii_case(own))
    };
    if is(&long, host) || is(&short, first) || (long.is_none() && short.is_none()) {
        return None;
    }
    Some((target, long.or(short)?))
}

#[cfg(test)]
mod tests;
