//! What a message says, and what the log knows around an event.

use super::text;
use crate::hosts::{Because, ConnectionId, Decision, HowKnown, Identity, Reach, Role};
use crate::lab::{Event, EventId, Hop, HostId, Kind, Log};
use crate::present::Step;
use crate::secret::Secret;
use crate::wire::http::{Params, Response, parse_challenges};
use crate::wire::netlogon::{LogonRequest, LogonResponse};
use crate::wire::ntlm::{Authenticate, Message, ResponseKind};
use crate::wire::rpc::{Body, Pdu, emsmdb};
use crate::wire::{Layer, LayerValue, layers};

/// What a message says, as far as words go.
#[derive(Clone, Debug)]
pub enum Said {
    /// An HTTP request.
    Request {
        /// The method.
        method: String,
        /// The path, without its query.
        path: String,
        /// What it carries to sign in.
        with: With,
    },
    /// An HTTP response.
    Response {
        /// The status.
        status: u16,
        /// Its phrase.
        reason: String,
        /// The schemes it offers, in order.
        offers: Vec<String>,
        /// The NTLM message it carries.
        token: Option<Message>,
        /// The words of its page.
        page: String,
        /// Whether the page is a form.
        form: bool,
    },
    /// An RPC bind.
    Bind(Option<Message>),
    /// Its answer.
    BindAck(Option<Message>),
    /// The third leg.
    Auth3(Option<Message>),
    /// The connect call: its name and the mailbox it names.
    Connect(&'static str, String),
    /// Its answer: the display name, or an error.
    Connected(Result<String, u32>),
    /// An RPC fault.
    Fault(u32),
    /// A question to the domain controller.
    Asks(LogonRequest),
    /// Its answer.
    Answers(LogonResponse),
    /// Anything else: the decoder's words.
    Unreadable(String),
}

/// What a request carries to sign in.
#[derive(Clone, Debug)]
pub enum With {
    /// Nothing.
    Nothing,
    /// A name and a password; the name.
    Basic(String),
    /// An NTLM message.
    Ntlm(Message),
    /// Something that does not decode.
    Other,
}

impl Said {
    /// Reads a message.
    pub fn of(bytes: &[u8]) -> Self {
        let mut layers = layers(bytes).into_iter();
        let Some(outer) = layers.next() else {
            return Self::Unreadable("no bytes".to_owned());
        };
        let inner: Vec<Layer> = layers.collect();
        let token = || {
            inner.iter().find_map(|layer| match &layer.value {
                LayerValue::Ntlm(message) => message.clone(),
                _ => None,
            })
        };
        let said = match outer.value {
            LayerValue::Request(Some(request)) => {
                let basic = inner.iter().find_map(|layer| match &layer.value {
                    LayerValue::Basic(Some(basic)) => Some(basic.user.clone()),
                    _ => None,
                });
                let with = match (basic, token()) {
                    (Some(user), _) => With::Basic(user),
                    (None, Some(message)) => With::Ntlm(message),
                    (None, None) if request.headers.get("Authorization").is_some() => With::Other,
                    (None, None) => With::Nothing,
                };
                let path = request.target.split('?').next().unwrap_or_default();
                Some(Self::Request {
                    path: path.to_owned(),
                    method: request.method,
                    with,
                })
            }
            LayerValue::Response(Some(response)) => Some(Self::Response {
                status: response.status,
                offers: offers(&response),
                token: token(),
                page: text::body_text(&response.body)
                    .trim_end_matches('.')
                    .to_owned(),
                form: String::from_utf8_lossy(&response.body).contains("<form"),
                reason: response.reason,
            }),
            LayerValue::Rpc(Some(pdu)) => rpc(&pdu, token()),
            LayerValue::LogonRequest(Some(request)) => Some(Self::Asks(request)),
            LayerValue::LogonResponse(Some(response)) => Some(Self::Answers(response)),
            _ => None,
        };
        said.unwrap_or_else(|| {
            let error = outer.error.map(|error| error.to_string());
            Self::Unreadable(error.unwrap_or_else(|| "an unknown message".to_owned()))
        })
    }

    /// The NTLM message inside.
    pub fn token(&self) -> Option<&Message> {
        match self {
            Self::Request {
                with: With::Ntlm(message),
                ..
            } => Some(message),
            Self::Response { token, .. } => token.as_ref(),
            Self::Bind(token) | Self::BindAck(token) | Self::Auth3(token) => token.as_ref(),
            _ => None,
        }
    }
}

fn rpc(pdu: &Pdu, token: Option<Message>) -> Option<Said> {
    Some(match &pdu.body {
        Body::Bind { .. } => Said::Bind(token),
        Body::BindAck { .. } => Said::BindAck(token),
        Body::Auth3 { .. } => Said::Auth3(token),
        Body::Request { opnum, stub, .. } => {
            let call = match *opnum {
                emsmdb::EC_DO_CONNECT => "EcDoConnect",
                emsmdb::EC_DO_CONNECT_EX => "EcDoConnectEx",
                _ => "a call",
            };
            let request = emsmdb::ConnectRequest::decode(stub).value.ok()?;
            Said::Connect(call, emsmdb::name_in(&request.user_dn).to_owned())
        }
        Body::Response { stub, .. } => {
            Said::Connected(match emsmdb::ConnectResponse::decode(stub).value.ok()? {
                emsmdb::ConnectResponse::Open { display_name } => Ok(display_name),
                emsmdb::ConnectResponse::Refused { return_value } => Err(return_value),
            })
        }
        Body::Fault { status, .. } => Said::Fault(*status),
        Body::Unknown { ptype, .. } => Said::Unreadable(format!("an RPC PDU of type {ptype}")),
    })
}

fn offers(response: &Response) -> Vec<String> {
    let values = response.headers.get_all("WWW-Authenticate");
    values
        .flat_map(|value| parse_challenges(value).unwrap_or_default())
        .filter(|challenge| !matches!(challenge.params, Params::Token68(_)))
        .map(|challenge| challenge.scheme)
        .collect()
}

/// What an AUTHENTICATE has in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contents {
    /// A response, and the part of it that proves something.
    Proof(ResponseKind, Vec<u8>),
    /// No name and no response.
    Nothing,
    /// A local call.
    LocalCall,
}

/// What an AUTHENTICATE has in it.
pub fn contents(message: &Authenticate) -> Contents {
    let kinds = message.responses();
    match kinds.nt {
        ResponseKind::LocalCall => Contents::LocalCall,
        ResponseKind::Anonymous => Contents::Nothing,
        ResponseKind::Empty if message.lm_response.is_empty() => Contents::Nothing,
        ResponseKind::Empty => Contents::Proof(kinds.lm, message.lm_response.clone()),
        kind => {
            let proof = match message.ntlmv2_parts() {
                Some((proof, _)) => proof.to_vec(),
                None => message.nt_response.clone(),
            };
            Contents::Proof(kind, proof)
        }
    }
}

/// The events before one, latest first.
pub fn before(log: &Log, id: EventId) -> impl Iterator<Item = &Event> {
    let end = usize::try_from(id.0).unwrap_or(usize::MAX);
    let end = end.min(log.events.len());
    log.events.get(..end).unwrap_or_default().iter().rev()
}

/// The events up to and with one, latest first.
pub fn until(log: &Log, id: EventId) -> impl Iterator<Item = &Event> {
    before(log, EventId(id.0.saturating_add(1)))
}

/// The latest thing that `pick` finds in the decisions before an event.
pub fn latest<'a, T>(
    log: &'a Log,
    id: EventId,
    mut pick: impl FnMut(&'a Event, &'a Decision) -> Option<T>,
) -> Option<T> {
    before(log, id).find_map(|event| pick(event, event.kind.decision()?))
}

/// What the call on this connection was answered with, before an event.
pub fn answered_as(
    log: &Log,
    id: EventId,
    connection: Option<ConnectionId>,
) -> Option<(&Reach, &Identity, [u8; 8])> {
    latest(log, id, |event, decision| match decision {
        Decision::AnswersAs {
            reach,
            thread,
            challenge,
        } if connection.is_none() || event.kind.connection() == connection => {
            Some((reach, thread, *challenge))
        }
        _ => None,
    })
}

/// A token of the front end: whose, of which kind, whether a credential is behind it, how known.
pub struct Made<'a> {
    /// Whose.
    pub identity: &'a Identity,
    /// Of which kind.
    pub logon: crate::hosts::LogonType,
    /// Whether a name and password are kept behind it.
    pub credential: bool,
    /// How the caller became known.
    pub how: HowKnown,
}

/// The front end's latest token before an event, on that connection if one is named.
pub fn token_made(log: &Log, id: EventId, on: Option<ConnectionId>) -> Option<Made<'_>> {
    latest(log, id, |event, decision| match decision {
        Decision::MakesToken {
            identity,
            logon,
            credential,
            how,
        } if on.is_none() || event.kind.connection() == on => Some(Made {
            identity,
            logon: *logon,
            credential: *credential,
            how: *how,
        }),
        _ => None,
    })
}

/// Why the front end last refused, before an event.
pub fn refusal(log: &Log, id: EventId) -> Option<&Because> {
    latest(log, id, |_, decision| match decision {
        Decision::RefusesRequest { because } => Some(because),
        _ => None,
    })
}

/// The name the person typed.
pub fn person(log: &Log, id: EventId) -> String {
    let typed = until(log, id).find_map(|event| {
        let browser = log.role(event) == Some(Role::Browser);
        let mut gained = event.gained.iter().filter(|_| browser);
        gained.find(|holding| holding.secret == Secret::Password)
    });
    let name = typed.map_or("", |holding| {
        holding
            .of
            .split_once('\\')
            .map_or(holding.of.as_str(), |(_, name)| name)
    });
    name.to_owned()
}

/// A judgement that an authority made.
pub struct Judged<'a> {
    /// The event.
    pub event: &'a Event,
    /// Domain and name asked about.
    pub account: &'a (String, String),
    /// What was found.
    pub outcome: &'a Result<ResponseKind, crate::hosts::Refusal>,
}

/// The judgement in an event, if it is one.
pub fn judgement(event: &Event) -> Option<Judged<'_>> {
    match event.kind.decision()? {
        Decision::Validates { account, outcome } => Some(Judged {
            event,
            account,
            outcome,
        }),
        _ => None,
    }
}

/// The judgement folded into a step, or the last one before it that answers the same host.
pub fn judged<'a>(log: &'a Log, id: EventId) -> Option<Judged<'a>> {
    until(log, id).find_map(judgement)
}

/// What a comparison of a judgement held against what: expected, received.
pub fn compared(event: &Event) -> Option<&crate::hosts::Comparison> {
    match &event.kind {
        Kind::Decision { comparisons, .. } => comparisons.last(),
        _ => None,
    }
}

/// The event a step is named for.
pub fn event<'a>(log: &'a Log, step: &Step) -> Option<&'a Event> {
    log.event(step.id)
}

/// Whether an event is part of hop 2.
pub fn on_second_hop(log: &Log, event: &Event) -> bool {
    log.hop(event) == Some(Hop::Second)
}

/// The name of a host in a sentence: by its role, or the computer's.
pub fn host(log: &Log, id: HostId) -> String {
    match log.host(id) {
        None => "a host".to_owned(),
        Some(info) => match info.role {
            Some(role) => super::host_name(role).to_owned(),
            None => text::cut(&info.name, text::LONG),
        },
    }
}

/// A host in the middle of a sentence: `the mailbox host`.
pub fn object(log: &Log, id: HostId) -> String {
    match log.host(id).and_then(|info| info.role) {
        Some(Role::Browser) => "the browser".to_owned(),
        Some(Role::Mailbox) => "the mailbox host".to_owned(),
        Some(Role::DomainController) => "the domain controller".to_owned(),
        Some(Role::FrontEnd) | None => host(log, id),
    }
}

/// A host at the beginning of a sentence: `The mailbox host`.
pub fn subject(log: &Log, id: HostId) -> String {
    let name = object(log, id);
    match name.strip_prefix("the ") {
        Some(rest) => format!("The {rest}"),
        None => name,
    }
}

/// The computer's name of the host of an event.
pub fn computer(log: &Log, event: &Event) -> String {
    let info = log.host(event.host);
    info.map_or_else(
        || "the computer".to_owned(),
        |info| text::cut(&info.name, text::LONG),
    )
}

/// The receiver of a message.
pub fn receiver(event: &Event) -> Option<HostId> {
    match &event.kind {
        Kind::Message { to, .. } => Some(*to),
        _ => None,
    }
}

/// The proof an event's host now holds, and the NT hash.
pub fn gained(event: &Event, secret: Secret) -> Option<&[u8]> {
    let holding = event
        .gained
        .iter()
        .find(|holding| holding.secret == secret)?;
    holding.value.as_deref()
}
