//! Tokens that somebody pasted: how they were written, where they stood, what is in them.

use super::foreign::cut;
use super::text::{Text, join};
use crate::prose;
use crate::traffic::{Form, Hidden, Place, Unused, Why};
use crate::wire::ntlm::{AvId, Message, Name, NegotiateFlags, ResponseKind, TargetInfo};
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
    let line = if place.line == 0 {
        prose! { "byte ", place.offset }
    } else {
        prose! { "line ", place.line }
    };
    let header = place.header.as_deref().map(|header| cut(header, 60));
    let scheme = place.scheme.as_deref().map(|scheme| cut(scheme, 60));
    let text = match (header, scheme) {
        (Some(header), Some(scheme)) => prose! { line, ", ", header, ": ", scheme },
        (None, Some(part)) | (Some(part), None) => prose! { line, ", ", part },
        (None, None) => line,
    };
    text.to_string()
}

/// A token in a line: who, from where, with what, for what. Nothing where the fields say it as shortly.
pub fn summary(layer: &Layer) -> Option<String> {
    let LayerValue::Ntlm(Some(message)) = &layer.value else {
        return None;
    };
    let text = |id: AvId, pairs: &TargetInfo| from_utf16le(pairs.get(id)?);
    let parts = match message {
        Message::Negotiate(_) => return None,
        Message::Challenge(message) => {
            let pairs = message.av_pairs();
            let computer = text(AvId::DnsComputerName, &pairs);
            let computer = computer.or_else(|| text(AvId::NbComputerName, &pairs));
            vec![
                part(
                    "asks for accounts of ",
                    name(message.flags, &message.target_name),
                ),
                part("from ", computer),
            ]
        }
        Message::Authenticate(message) => {
            let kinds = message.responses();
            let kind = match kinds.nt {
                ResponseKind::Empty => kinds.lm,
                kind => kind,
            };
            let pairs = message.ntlmv2().map(|response| response.blob.av_pairs);
            let target = pairs.and_then(|pairs| text(AvId::TargetName, &pairs));
            let who = [
                part("", name(message.flags, &message.user)),
                part("in ", name(message.flags, &message.domain)),
            ];
            let who = join(who.into_iter().flatten(), " ", " ");
            vec![
                (!who.is_empty()).then_some(who),
                part("from ", name(message.flags, &message.workstation)),
                part("", Some(kind.name().to_owned())),
                part("for ", target),
            ]
        }
    };
    let said = join(parts.into_iter().flatten(), ", ", ", ");
    (!said.is_empty()).then(|| said.to_string())
}

/// A name as its field shows it.
fn name(flags: NegotiateFlags, bytes: &[u8]) -> Option<String> {
    Name::read(flags, bytes).map(|name| name.text)
}

/// A part of a summary, where the message says it.
fn part(before: &'static str, what: Option<String>) -> Option<Text> {
    let what = what.filter(|what| !what.is_empty())?;
    Some(prose! { before, cut(&what, 60) })
}

/// What could not be used, and why.
pub fn unused(unused: &Unused) -> String {
    let place = place(&unused.place);
    let text = match unused.why {
        Why::Unknown(count) => {
            prose! { place, ": ", count, " bytes that begin like no token known here" }
        }
        Why::Scheme => prose! { place, ": tokens of this scheme are not read here" },
        Why::Broken => prose! { place, ": not what this scheme carries" },
        Why::Hidden(how, head) => {
            let how = match how {
                Hidden::Cut => "cut by whoever wrote it down: paste it whole to decode it",
                Hidden::Masked => {
                    "masked by whoever wrote it down: what is crossed out cannot be read"
                }
            };
            match head {
                Some(head) => prose! { place, ": ", head, ", ", how },
                None => prose! { place, ": ", how },
            }
        }
    };
    text.to_string()
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
