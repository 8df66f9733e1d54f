//! What a token or a sign-in comes to, before its fields are read.

mod kerberos_message;

use super::{AnswerOutcome, MissingBytes, Report, SignInMethod};
use crate::hosts::FileTime;
use crate::traffic::{Answer, FoundToken};
use crate::wire::http::Digest;
use crate::wire::ntlm::{MessageType, NtlmMessage, ResponseKind};
use crate::wire::oid::Oid;
use crate::wire::spnego::NegToken;
use crate::wire::{ErrorKind, Layer, LayerValue, Value, field_name, oid};

/// Who signs in to what, how, when, from where, and what came of it; nothing where neither the bytes nor the text around
/// them say it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// Who: the domain, which may be empty, and the user.
    pub who: Option<(String, String)>,
    /// The mechanism, and what proves who they are.
    pub how: SignInMethod,
    /// The service that the bytes name: MsvAvTargetName, or the ticket's principal and realm.
    pub service: Option<String>,
    /// The host that was asked.
    pub host: Option<String>,
    /// Path of the request, as the text around the token has it.
    pub request: Option<String>,
    /// When, as the text around it says it, or else the bytes.
    pub when: Option<String>,
    /// The computer, as it calls itself.
    pub from: Option<String>,
    /// The status of the response that followed, where the text has it.
    pub answer: Option<Answer>,
    /// What is missing, where it was cut.
    pub missing: Option<MissingBytes>,
}

impl Summary {
    /// Of a token and its fields.
    pub fn of(token: &FoundToken, layer: &Layer) -> Self {
        let around = token.context.clone();
        let mut summary = Self {
            host: around.host,
            request: around.request,
            answer: around.answer,
            missing: missing(layer),
            ..Self::default()
        };
        match &layer.value {
            LayerValue::Ntlm(message) => summary.ntlm(token.message, message.as_ref(), layer),
            LayerValue::Kerberos(Some(message)) => summary.kerberos(message, layer),
            LayerValue::Ccache(Some(cache)) => {
                let tickets = cache.credentials.iter().filter(|it| !it.is_setting());
                let services: Vec<String> = tickets.map(|it| it.server.to_string()).collect();
                summary.how = SignInMethod::Tickets(services.len());
                summary.who = Some((String::new(), cache.principal.to_string()));
                summary.service = some_of(services);
            }
            LayerValue::Decrypted(part) => summary.part(*part, layer),
            LayerValue::Keytab(Some(table)) => {
                let mut owners: Vec<String> =
                    table.entries().map(|it| it.principal.to_string()).collect();
                summary.how = SignInMethod::Keys(owners.len());
                owners.dedup();
                summary.service = some_of(owners);
            }
            LayerValue::Spnego(Some(NegToken::Init(init))) => {
                let named = |it: &Oid| it.name().map_or_else(|| it.to_string(), str::to_owned);
                let names = init.mech_types.iter().map(named);
                summary.how = SignInMethod::Mechanisms(names.collect());
            }
            LayerValue::Spnego(Some(NegToken::Resp(answer))) => {
                let chosen = answer.supported_mech.as_ref().and_then(|it| it.name());
                summary.how = SignInMethod::Negotiated(answer.neg_state, chosen);
            }
            LayerValue::NegoEx(_) => summary.how = SignInMethod::NegoEx,
            LayerValue::TsRequest(_) => summary.how = SignInMethod::CredSsp,
            LayerValue::Basic(Some(basic)) => {
                summary.how = SignInMethod::Clear("Basic");
                summary.who = Some((String::new(), basic.user.clone()));
            }
            LayerValue::Sasl(mechanism, Some(credentials)) => {
                summary.how = SignInMethod::Clear(mechanism.name());
                summary.who = Some((String::new(), credentials.user.clone()));
            }
            LayerValue::HashLine(Some(line)) => {
                summary.how = SignInMethod::Kept(line.is_v2());
                summary.who = Some((line.domain.clone(), line.user.clone()));
            }
            LayerValue::KerberosLine(Some(line)) => {
                summary.how = SignInMethod::KeptKerberos(line.part, line.etype);
                let who = || (String::new(), principal(&line.user, &line.realm));
                summary.who = (!line.user.is_empty()).then(who);
                summary.service = Some(line.service.clone()).filter(|it| !it.is_empty());
            }
            LayerValue::DigestChallenge(_) => summary.how = SignInMethod::DigestAsked,
            LayerValue::DigestResponse(Some(digest)) => summary.digest(digest),
            _ => {}
        }
        summary.when = around.time.or(summary.when);
        summary
    }

    /// How the answer falls, if there is one: that to a message which asks nothing is part of the dialogue.
    pub fn came(&self) -> Option<AnswerOutcome> {
        if matches!(
            self.how,
            SignInMethod::Offer | SignInMethod::Question | SignInMethod::DigestAsked
        ) {
            return None;
        }
        Some(match self.answer?.code {
            200..=399 => AnswerOutcome::In,
            401 | 407 | 535 => AnswerOutcome::Refused,
            _ => AnswerOutcome::Otherwise,
        })
    }

    /// The names are read from the fields: they may be there where the message does not decode to its end.
    fn ntlm(&mut self, kind: Option<MessageType>, message: Option<&NtlmMessage>, layer: &Layer) {
        self.how = match kind {
            Some(MessageType::Authenticate) => SignInMethod::Ntlm {
                response: response(message, layer),
                mic: layer.layout.find(field_name::MIC).is_some(),
                bound: bound(layer),
            },
            Some(MessageType::Challenge) => SignInMethod::Question,
            _ => SignInMethod::Offer,
        };
        let said = |name| text(layer, name).filter(|text| !text.is_empty());
        self.from = said(field_name::WORKSTATION);
        if matches!(self.how, SignInMethod::Ntlm { .. }) {
            let domain = said(field_name::DOMAIN_NAME).unwrap_or_default();
            self.who = said(field_name::USER_NAME).map(|user| (domain, user));
            self.service = said(field_name::TARGET_NAME);
            self.when =
                time(layer, field_name::TIME_STAMP).and_then(|time| FileTime(time).http_date());
        } else {
            self.service =
                said(field_name::DNS_COMPUTER_NAME).or_else(|| said(field_name::NB_COMPUTER_NAME));
        }
    }

    fn digest(&mut self, digest: &Digest) {
        let said = |name| digest.get(name).unwrap_or_default().to_owned();
        let algorithm = digest.get("algorithm").unwrap_or("MD5");
        self.how = SignInMethod::Digest(algorithm.to_owned());
        self.who = Some((String::new(), said("username")));
        self.service = Some(said(field_name::REALM));
        self.request = self.request.take().or_else(|| Some(said("uri")));
    }
}

impl Report {
    /// What the token of that number comes to.
    pub fn summary(&self, number: usize) -> Option<Summary> {
        let token = self.token(number)?;
        Some(Summary::of(token, &token.layer()?))
    }

    /// The token that a sign-in is told by: the last one that was found of it.
    pub fn told_by(&self, number: usize) -> usize {
        let last = self.set_of(number).and_then(|set| set.numbers().last());
        last.unwrap_or(number)
    }
}

/// What is missing to the end of what was being read.
pub fn missing(layer: &Layer) -> Option<MissingBytes> {
    let (bytes, at_least) = match layer.error.as_ref()?.kind {
        ErrorKind::Cut { missing, at_least } => (missing, at_least),
        _ => return None,
    };
    (bytes > 0).then_some(MissingBytes { bytes, at_least })
}

/// The text of a field.
fn text(layer: &Layer, name: &str) -> Option<String> {
    match &layer.layout.find(name)?.value {
        Value::Text(text) => Some(text.clone()),
        _ => None,
    }
}

/// The time in a field, a FILETIME.
pub fn time(layer: &Layer, name: &str) -> Option<u64> {
    match layer.layout.find(name)?.value {
        Value::Number(time) => Some(time),
        _ => None,
    }
}

/// Whether one of the mechanisms is Kerberos.
pub fn offers_kerberos(layer: &Layer) -> bool {
    let LayerValue::Spnego(Some(NegToken::Init(init))) = &layer.value else {
        return false;
    };
    let kerberos = [oid::KERBEROS, oid::MS_KERBEROS];
    init.mech_types.iter().any(|it| kerberos.contains(&&*it.0))
}

fn response(message: Option<&NtlmMessage>, layer: &Layer) -> ResponseKind {
    match message {
        Some(NtlmMessage::Authenticate(message)) => message.responses().effective(),
        _ if layer.layout.find(field_name::NT_PROOF_STR).is_some() => ResponseKind::NtlmV2,
        _ => ResponseKind::Other,
    }
}

fn bound(layer: &Layer) -> bool {
    let field = layer.layout.find(field_name::CHANNEL_BINDINGS);
    let hash = field.and_then(|field| layer.bytes.get(field.range.clone()));
    hash.is_some_and(|hash| hash.iter().any(|byte| *byte != 0))
}

/// The first few names, and how many more there are.
fn some_of(mut names: Vec<String>) -> Option<String> {
    const FEW: usize = 6;
    let more = names.len().saturating_sub(FEW);
    names.truncate(FEW);
    let mut all = names.join(", ");
    if more > 0 {
        all.push_str(&format!(" + {more}"));
    }
    (!all.is_empty()).then_some(all)
}

fn principal(name: &str, realm: &str) -> String {
    [name, "@", realm].concat()
}

#[cfg(test)]
mod tests;
