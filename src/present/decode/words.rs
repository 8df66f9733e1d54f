//! Sentences about pasted tokens.

use crate::present::inspect::cut;
use crate::present::words::hex32;
use crate::traffic::{Form, Place, Unused, Warning, Why};
use crate::wire::ntlm::{AvId, Message, NegotiateFlags, ResponseKind, TargetInfo};
use crate::wire::text::from_utf16le;
use crate::wire::{Layer, LayerValue};

/// How something was written.
pub fn form_name(form: Form) -> &'static str {
    match form {
        Form::Base64 => "base64",
        Form::Base64Url => "base64url",
        Form::Hex => "hex",
        Form::HexDump => "hex dump",
        Form::Array => "C array",
        Form::Escaped => "escaped string",
        Form::Bytes => "bytes",
        Form::Text => "text",
    }
}

/// Where something was found.
pub fn place(place: &Place) -> String {
    let mut said = if place.line == 0 {
        format!("byte {}", place.offset)
    } else {
        format!("line {}", place.line)
    };
    for (separator, part) in [
        (", ", &place.header),
        (
            if place.header.is_some() { ": " } else { ", " },
            &place.scheme,
        ),
    ] {
        if let Some(part) = part {
            said.push_str(separator);
            said.push_str(part);
        }
    }
    said
}

/// A token in a line: who, from where, with what, for what. Nothing where the fields say it as shortly.
pub fn summary(layer: &Layer) -> Option<String> {
    let LayerValue::Ntlm(Some(message)) = &layer.value else {
        return None;
    };
    let text = |id: AvId, pairs: &TargetInfo| from_utf16le(pairs.get(id)?);
    let mut said = String::new();
    let mut say = |before: &str, what: Option<String>| {
        if let Some(what) = what.filter(|what| !what.is_empty()) {
            said.push_str(if said.is_empty() {
                before.trim_start_matches(", ")
            } else {
                before
            });
            said.push_str(&cut(&what, 60));
        }
    };
    match message {
        Message::Negotiate(_) => return None,
        Message::Challenge(message) => {
            let pairs = message.av_pairs();
            say("asks for accounts of ", Some(message.target_name_text()));
            let long = text(AvId::DnsComputerName, &pairs);
            say(
                ", from ",
                long.or_else(|| text(AvId::NbComputerName, &pairs)),
            );
        }
        Message::Authenticate(message) => {
            let kinds = message.responses();
            let kind = match kinds.nt {
                ResponseKind::Empty => kinds.lm,
                kind => kind,
            };
            say("", Some(message.user_text()));
            say(" in ", Some(message.domain_text()));
            say(", from ", Some(message.workstation_text()));
            say(", ", Some(kind.name().to_owned()));
            let pairs = message.ntlmv2().map(|response| response.blob.av_pairs);
            say(
                ", for ",
                pairs.and_then(|pairs| text(AvId::TargetName, &pairs)),
            );
        }
    }
    (!said.is_empty()).then_some(said)
}

/// What could not be used, and why.
pub fn unused(unused: &Unused) -> String {
    let mut said = place(&unused.place);
    match unused.why {
        Why::Unknown(count) => {
            said.push_str(&format!(
                ": {count} bytes that begin like no token known here"
            ));
        }
        Why::Scheme => said.push_str(": tokens of this scheme are not read here"),
        Why::Broken => said.push_str(": not what this scheme carries"),
    }
    said
}

/// A warning, in a sentence or two.
pub fn warning(warning: &Warning) -> String {
    let plain = match warning {
        Warning::InClear => {
            "The password is in clear: base64 hides nothing. Whoever sees these bytes has it."
        }
        Warning::Lm => {
            "An LM response is sent. LM ignores case and splits the password into halves of seven; it is guessed in no time."
        }
        Warning::NtlmV1 => {
            "NTLMv1 is in use: plain DES over the server’s challenge. The NT hash can be recovered from it by trying all keys."
        }
        Warning::Ntlm2Session => {
            "An NTLM2 session response: NTLMv1’s DES over a hash of both challenges. Stronger than NTLMv1 only against precomputed tables."
        }
        Warning::Anonymous => {
            "Nobody is named and nothing is proven: an anonymous sign-in (a null session)."
        }
        Warning::LocalCall => {
            "A local call: all fields are empty because client and server are on one computer. The context handle in the CHALLENGE identifies the caller."
        }
        Warning::MicMissing => {
            "MsvAvFlags announces a MIC, but there is none: a server that checks must refuse this. Somebody may have dropped it."
        }
        Warning::NoMic => {
            "There is no MIC: the flags of the three messages could have been changed on the way without anyone noticing."
        }
        Warning::NoSigning => {
            "Neither signing nor sealing is negotiated: what follows the sign-in is not protected by it. Over HTTP that is usual."
        }
        Warning::LmKey => {
            "Extended session security and LM_KEY are both set. They exclude each other; extended session security wins."
        }
        Warning::Oem => {
            "NTLMSSP_NEGOTIATE_UNICODE is not set: names are in an OEM code page that the message does not tell. ASCII is certain, the rest is a guess."
        }
        Warning::NoBindings => {
            "No channel bindings: nothing ties this sign-in to a TLS channel, and a server that requires Extended Protection (EPA) over TLS refuses it. What is left against a relay is signing, or a server that checks MsvAvTargetName."
        }
        Warning::ZeroBindings => {
            "The channel bindings are all zero: the application gave none, as without TLS. A server that requires Extended Protection (EPA) over TLS refuses that."
        }
        Warning::NoTarget => {
            "MsvAvTargetName is missing or empty: the server cannot tell whether the client meant to sign in to it."
        }
        Warning::UntrustedTarget => {
            "The client says that its MsvAvTargetName comes from an untrusted source."
        }
        Warning::NoTargetInfo => {
            "There is no TargetInfo: an old server. Clients that insist on NTLMv2 with target information refuse it."
        }
        Warning::NoTimestamp => {
            "TargetInfo has no MsvAvTimestamp: a client sends an LMv2 response, uses its own clock, and leaves out the MIC."
        }
        Warning::BrokenList => {
            "The list of AV_PAIRs is broken: it overruns its field or lacks MsvAvEOL. It is read up to the break."
        }
        Warning::FlagsFromServer => {
            "The server sends an empty MsvAvFlags, which is the client’s to set: the MIC of Windows clients then comes out wrong."
        }
        Warning::MicIsToken => {
            "mechListMIC only repeats responseToken, as old Windows does: it protects nothing."
        }
        Warning::UnusualFlags(bits) => {
            let mut said = ["Unusual flags: ", &hex32(*bits)].concat();
            for name in NegotiateFlags::from_bits_retain(*bits).names() {
                said.push(' ');
                said.push_str(name.name());
            }
            said.push_str(". They are reserved or historic.");
            return said;
        }
        Warning::OddResponse(length @ 25..) => {
            return format!(
                "The NT response has {length} bytes: too short for an NTLMv2 response, too long for any other."
            );
        }
        Warning::OddResponse(length) => {
            return format!(
                "The NT response has {length} bytes: no kind of response has that length."
            );
        }
        Warning::WeakKey(bits) => {
            return format!(
                "The sealing keys have {bits} bits only. With extended session security NTLMSSP_NEGOTIATE_128 makes them whole; without it LM_KEY and DATAGRAM weaken them."
            );
        }
        Warning::Apart(seconds) => {
            return format!(
                "The time in the response is {seconds} seconds from the server’s MsvAvTimestamp. A client repeats that time; one with its own clock is refused where it is far off."
            );
        }
        Warning::OtherDomain(domain, asked) => {
            return format!(
                "The message signs in to “{domain}”, the CHALLENGE came from “{asked}”. That is right for an account of another domain, or a local one."
            );
        }
        Warning::OtherTarget(target, computer) => {
            return format!(
                "The client meant to sign in to “{target}”, and the CHALLENGE came from “{computer}”. \
                 That is right for a site with a name of its own; else somebody stands between them."
            );
        }
        Warning::Overlap(first, second) => {
            return format!("{second} claims bytes of {first}.");
        }
        Warning::Unclaimed(1) => return "1 byte belongs to no field.".to_owned(),
        Warning::Unclaimed(count) => return format!("{count} bytes belong to no field."),
    };
    plain.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hosts::Era;
    use crate::lab::{Kind, Scenario, run};

    #[test]
    fn a_token_is_told_in_a_line() {
        let log = run(&Scenario::of(Era::Today));
        let sent = log.events.iter().filter_map(|event| match &event.kind {
            Kind::Message { sent, .. } => crate::wire::ntlm_token(sent),
            _ => None,
        });
        let lines: Vec<Option<String>> = sent
            .map(|token| summary(crate::wire::token(&token).first()?))
            .collect();
        let line = |text: &str| Some(text.to_owned());
        assert_eq!(
            lines,
            [
                None,
                line("asks for accounts of CONTOSO, from web-01.contoso.example"),
                line("alice in CONTOSO, from DESK-07, NTLMv2, for HTTP/web-01"),
                None,
                line("asks for accounts of CONTOSO, from mbx-02.contoso.example"),
                line("from WEB-01, anonymous"),
            ]
        );
    }
}
