//! The call that the front end makes to a back end, as the thread it impersonates: one conversation for each protocol.

mod http_call;
mod mapi;
mod sql;

use crate::hosts::security::{Answered, Caller, InitiateError, Initiated, KdcInquiry};
use crate::hosts::{
    ConnectionId, Context, Decision, Endpoint, Holding, Identity, Mechanism, Note,
    OutboundCredential, Role, StorageLocation,
};
use crate::value_kind::ValueKind;
use crate::wire::{DecodeError, TooLong};
use std::fmt;

/// How a back end is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BackEndProtocol {
    /// MAPI over RPC, for a mailbox.
    Mapi,
    /// WebDAV or a web service, for a mailbox.
    Http,
    /// TDS, for a database of SQL Server.
    Sql,
}

impl BackEndProtocol {
    /// The kind of host that is called so.
    pub fn role(self) -> Role {
        match self {
            Self::Mapi | Self::Http => Role::Mailbox,
            Self::Sql => Role::SqlServer,
        }
    }
}

/// What came back, as the protocol says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BackEndAnswer {
    /// The mailbox is open; its display name.
    Opened(String),
    /// The database is open, and the query was answered: whom SQL Server takes the caller for.
    Queried(String),
    /// The call was answered with this error code.
    Error(u32),
    /// The call was not let in: an RPC fault with this status.
    Fault(u32),
    /// Refused with this HTTP status.
    Http(u16),
    /// SQL Server refused with an error.
    Sql {
        /// SQL Server's error number, such as 18456.
        number: u32,
        /// Its text, as callers see it.
        message: String,
    },
    /// The conversation broke off.
    Broken(CallError),
}

impl BackEndAnswer {
    /// Whether it opened what was asked for.
    pub fn succeeded(&self) -> bool {
        matches!(self, Self::Opened(_) | Self::Queried(_))
    }
}

/// Why a conversation with a back end broke off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallError {
    /// What it sent does not decode.
    Malformed(DecodeError),
    /// Its question cannot be answered.
    NoAnswer(InitiateError),
    /// What would be sent has no room in its message.
    TooLong(TooLong),
    /// It acknowledged the bind without a question.
    NoChallenge,
    /// It sent something that is neither a response nor a fault.
    Unexpected,
    /// The connection was closed before the call was over.
    Closed,
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(error) => error.fmt(f),
            Self::NoAnswer(error) => error.fmt(f),
            Self::TooLong(error) => error.fmt(f),
            Self::NoChallenge => f.write_str("the bind was not acknowledged with a CHALLENGE"),
            Self::Unexpected => f.write_str("neither an answer nor an error"),
            Self::Closed => f.write_str("the other end closed the connection"),
        }
    }
}

impl From<DecodeError> for BackEndAnswer {
    fn from(error: DecodeError) -> Self {
        Self::Broken(CallError::Malformed(error))
    }
}

impl From<InitiateError> for BackEndAnswer {
    fn from(error: InitiateError) -> Self {
        Self::Broken(CallError::NoAnswer(error))
    }
}

impl From<TooLong> for BackEndAnswer {
    fn from(error: TooLong) -> Self {
        Self::Broken(CallError::TooLong(error))
    }
}

/// What is called, and for whom.
#[derive(Clone, Debug)]
pub struct Call {
    /// Host name and port of the service that is called.
    pub service: Endpoint,
    /// By which protocol, which decides what carries the tokens.
    pub protocol: BackEndProtocol,
    /// The mailbox, the folder or the database to open.
    pub resource: String,
    /// Whom the calling thread impersonates.
    pub thread: Identity,
    /// What it can answer with.
    pub caller: Caller,
    /// Whether Kerberos may be tried over TDS.
    pub negotiate: bool,
}

/// A call under way. It is consumed with each answer.
pub struct BackEndCall {
    line: Line,
    state: State,
}

enum State {
    Mapi(mapi::MapiCall),
    Http(http_call::HttpCall),
    Sql(sql::SqlCall),
}

/// What an answer led to.
pub enum CallProgress {
    /// The call goes on.
    Pending(Box<BackEndCall>),
    /// A KDC must be asked before it goes on, with [`BackEndCall::initiated`].
    Asks(KdcInquiry, Box<BackEndCall>),
    /// It is over, with what came of it.
    Done(BackEndAnswer),
}

impl BackEndCall {
    /// Calls a back end.
    ///
    /// # Errors
    /// Where nothing could be sent.
    pub fn start(
        call: Call,
        context: &mut Context<'_>,
    ) -> Result<(ConnectionId, Box<Self>), BackEndAnswer> {
        let connection = context.out.open(&call.service);
        let line = Line { call, connection };
        let begun = match line.call.protocol {
            BackEndProtocol::Mapi => line.bind(context).map(State::Mapi),
            BackEndProtocol::Http => Ok(State::Http(line.ask(context))),
            BackEndProtocol::Sql => line.prelogin(context).map(State::Sql),
        };
        match begun {
            Ok(state) => Ok((connection, Box::new(Self { line, state }))),
            Err(answer) => {
                context.out.close(connection);
                Err(answer)
            }
        }
    }

    /// The back end closed the connection.
    pub fn closed(self) -> BackEndAnswer {
        match self.state {
            State::Http(state) => state.closed(),
            State::Mapi(_) | State::Sql(_) => BackEndAnswer::Broken(CallError::Closed),
        }
    }

    /// Takes bytes from the back end.
    pub fn receive(self, bytes: &[u8], context: &mut Context<'_>) -> CallProgress {
        let Self { line, state } = self;
        let next = match state {
            State::Mapi(state) => line.mapi(state, bytes, context).map(State::Mapi),
            State::Http(state) => line.http(state, bytes, context).map(State::Http),
            State::Sql(state) => line.sql(state, bytes, context).map(State::Sql),
        };
        line.progress(next, context)
    }

    /// The KDC was asked: the sign-in begins.
    pub fn initiated(
        self,
        initiated: Result<Initiated, InitiateError>,
        context: &mut Context<'_>,
    ) -> CallProgress {
        let Self { line, state } = self;
        let next = match (state, initiated) {
            (State::Http(state), Ok(initiated)) => {
                line.sign_in(state, initiated, context).map(State::Http)
            }
            (State::Sql(state), Ok(initiated)) => {
                line.log_in(state, initiated, context).map(State::Sql)
            }
            (State::Mapi(state), Ok(_)) => Ok(State::Mapi(state)),
            (_, Err(error)) => Err(error.into()),
        };
        line.progress(next, context)
    }
}

/// A call and its connection. Each protocol has its own steps, which end with an answer.
struct Line {
    call: Call,
    connection: ConnectionId,
}

impl State {
    /// What is to be asked of a KDC.
    fn inquiry(&mut self) -> Option<KdcInquiry> {
        match self {
            Self::Mapi(_) => None,
            Self::Http(state) => state.inquiry.take(),
            Self::Sql(state) => state.inquiry.take(),
        }
    }
}

impl Line {
    fn progress(
        self,
        next: Result<State, BackEndAnswer>,
        context: &mut Context<'_>,
    ) -> CallProgress {
        let line = self;
        match next {
            Ok(mut state) => match state.inquiry() {
                Some(inquiry) => CallProgress::Asks(inquiry, Box::new(BackEndCall { line, state })),
                None => CallProgress::Pending(Box::new(BackEndCall { line, state })),
            },
            Err(answer) => {
                context.out.close(line.connection);
                CallProgress::Done(answer)
            }
        }
    }

    /// What the thread answered with, and what the computer holds from it.
    fn note(&self, answered: &Answered, context: &mut Context<'_>) {
        let reach = match answered.answer {
            answer if answered.by_hand => OutboundCredential::Hand(answer),
            None => OutboundCredential::Replay,
            Some(Mechanism::NullSession) => OutboundCredential::Nothing,
            Some(Mechanism::LocalCall) => OutboundCredential::LocalCall,
            Some(mechanism) => OutboundCredential::Credential(mechanism),
        };
        let thread = &self.call.thread;
        let mut note = Note::decision(Decision::AnswersAs {
            reach,
            thread: thread.clone(),
            challenge: answered.challenge.clone(),
        })
        .on(self.connection)
        .with_steps(answered.steps.clone());
        let place = StorageLocation::Connection(self.connection);
        // What somebody brings along is not the computer's.
        if let Some(hash) = answered.nt_hash.as_ref().filter(|_| !answered.by_hand) {
            note = note.gaining(Holding::new(ValueKind::NtHash, thread, place).valued(hash));
        }
        if !answered.proof.is_empty() {
            let response = Holding::new(ValueKind::Response, thread, place);
            note = note.gaining(response.valued(&answered.proof));
        }
        context.out.note(note);
    }
}
