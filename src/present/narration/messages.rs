//! Messages: who tells of which, and those that say nothing.

use super::errors::unreadable;
use super::names::LONG;
use super::source::{C706, DECODER, MS_NLMP, MS_NTHT, MS_RPCE, MS_TDS, RFC_4559};
use super::step::{Headline, StepContext, StepNarrative};
use super::text::strong;
use super::{authority, http, kerberos_messages, ntlm, rpc, sql};
use crate::hosts::PeerError;
use crate::present::foreign::cut;
use crate::present::summary::{AuthPayload, MessageSummary, SqlMessage, Unreadable};
use crate::prose;
use crate::wire::kerberos::KerberosMessage;

/// What is told of a message: its token comes first, then what carries it.
pub fn narrate(moment: &StepContext<'_>, message: &MessageSummary) -> Box<StepNarrative> {
    if let Some(token) = message.token() {
        return carried(ntlm::narrate(moment, carrier(message), token), message);
    }
    if let Some(told) = message
        .kerberos()
        .and_then(|it| kerberos_messages::narrate(moment, carrier(message), it))
    {
        return carried(told, message);
    }
    match message {
        MessageSummary::Request {
            method, path, auth, ..
        } => match auth {
            AuthPayload::Basic(user) => http::basic(moment, method, user),
            AuthPayload::Digest(digest) => http::digest(moment, method, digest),
            AuthPayload::Other | AuthPayload::Kerberos(_) => {
                http::unreadable_credentials(moment, method)
            }
            AuthPayload::Nothing | AuthPayload::Ntlm(_) => http::request(moment, method, path),
        },
        MessageSummary::Response {
            status: 401,
            offers,
            ..
        } => http::refused(moment, offers),
        MessageSummary::Response {
            status,
            reason,
            page,
            form,
            kerberos,
            ..
        } => {
            let told = http::response(moment, *status, reason, page, *form);
            match kerberos {
                Some(KerberosMessage::ApRep(_)) => {
                    kerberos_messages::proves(told, "WWW-Authenticate")
                }
                _ => told,
            }
        }
        MessageSummary::Bind(_) | MessageSummary::BindAck(_) | MessageSummary::Auth3(_) => {
            rpc::without_token(moment, carrier(message))
        }
        MessageSummary::Connect(call, mailbox) => rpc::connect(moment, call, mailbox),
        MessageSummary::Connected(Ok(name)) => rpc::connected(moment, name),
        MessageSummary::Connected(Err(code)) => rpc::refused(moment, *code),
        MessageSummary::Fault(code) => rpc::fault(moment, *code),
        MessageSummary::Sql(message) => sql::narrate(moment, message),
        MessageSummary::Kdc(_) => cannot_be_read(moment, &Unreadable::Unknown),
        MessageSummary::Asks(request) => authority::asks(moment, request),
        MessageSummary::Answers(response) => authority::answers(moment, response),
        MessageSummary::Unreadable(why) => cannot_be_read(moment, why),
    }
}

/// What carries a token, in a word: a method, a status, a PDU.
fn carrier(message: &MessageSummary) -> String {
    match message {
        MessageSummary::Request { method, .. } => cut(method, 8),
        MessageSummary::Response { status, .. } => status.to_string(),
        MessageSummary::Bind(_) => "bind".to_owned(),
        MessageSummary::BindAck(_) => "bind_ack".to_owned(),
        MessageSummary::Auth3(_) => "rpc_auth_3".to_owned(),
        MessageSummary::Sql(SqlMessage::Token { carrier, .. }) => (*carrier).to_owned(),
        _ => String::new(),
    }
}

/// With what there is to say of what carries a token.
fn carried(told: Box<StepNarrative>, message: &MessageSummary) -> Box<StepNarrative> {
    match message {
        MessageSummary::Bind(_) => {
            told.cite(&[C706.section("12.6.4.3"), MS_RPCE.section("2.2.2.11")])
        }
        MessageSummary::BindAck(_) => {
            told.cite(&[C706.section("12.6.4.4"), MS_RPCE.section("2.2.2.11")])
        }
        MessageSummary::Auth3(_) => told
            .because(prose! { "rpc_auth_3 is never answered: the call that follows shows what came of it." })
            .cite(&[MS_RPCE.section("2.2.2.10"), MS_RPCE.section("3.3.1.5.2.1")]),
        MessageSummary::Sql(_) => told.cite(&[MS_TDS.section("2.2.6.4"), MS_TDS.section("2.2.7.22")]),
        MessageSummary::Request { negotiate: true, .. } | MessageSummary::Response { negotiate: true, .. }
            if message.token().is_some() =>
        {
            told.because(prose! {
                "It stands in a header of the scheme Negotiate, bare: “Negotiate TlRM…” is NTLM, “Negotiate YII…” would be \
                Kerberos."
            })
            .cite(&[RFC_4559.section("4"), MS_NTHT.section("2.2")])
        }
        _ if message.kerberos().is_some() => told,
        _ => told.cite(&[MS_NTHT.section("2.2")]),
    }
}

fn cannot_be_read(moment: &StepContext<'_>, why: &Unreadable) -> Box<StepNarrative> {
    let why = unreadable(why);
    StepNarrative::new(Headline {
        label: prose! { "unreadable: ", cut(&why, 32) },
        title: prose! { "Bytes that do not decode" },
        sentence: prose! {
            moment.host(), " sends ", moment.to(), " bytes that do not decode: ", cut(&why, 3 * LONG), "."
        },
    })
    .because(prose! { "The receiver can do nothing with them." })
    .cite(&[DECODER.whole()])
}

/// A host cannot go on with what it was sent.
pub fn stops(moment: &StepContext<'_>, error: &PeerError) -> Box<StepNarrative> {
    StepNarrative::new(Headline {
        label: prose! { strong("stops"), ": ", cut(error, 38) },
        title: prose! { "The exchange stops" },
        sentence: prose! { moment.host(), " stops: ", cut(error, 3 * LONG), "." },
    })
    .because(match error {
        PeerError::Malformed(_) => {
            prose! { "The bytes do not decode, so what they were meant to say is not known." }
        }
        PeerError::OutOfPlace => {
            prose! { "The bytes decode, but say something that has no place at this point." }
        }
    })
    .cite(&[MS_NLMP.section("2.2"), C706.section("12")])
}
