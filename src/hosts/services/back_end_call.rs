//! The call that the front end makes to a back end, as the thread it impersonates.

use super::http_client::{self, Disposition, Initiation, PendingAuth, ResponseInbox};
use super::rpc_inbox::PduInbox;
use crate::hosts::security::{Answered, Caller, InitiateError, Initiator, SecurityPackage, Target};
use crate::hosts::{
    ConnectionId, Context, Decision, Endpoint, Era, Holding, Identity, Mechanism, Note,
    OutboundCredential, Scheme, StorageLocation, security::ntlm::Ntlm,
};
use crate::secret::Secret;
use crate::wire::{DecodeError, TooLong};
use crate::wire::http::Response;
use crate::wire::rpc::emsmdb::ConnectResponse;
use crate::wire::rpc::{AuthVerifier, Body, Pdu, emsmdb};
use std::fmt;

/// How mailboxes are reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Protocol {
    /// MAPI over RPC.
    Mapi,
    /// WebDAV or a web service.
    Http,
}

/// What came back, as the protocol says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MailboxAnswer {
    /// The mailbox is open; its display name.
    Opened(String),
    /// The call was answered with this error code.
    Error(u32),
    /// The call was not let in: an RPC fault with this status.
    Fault(u32),
    /// Refused with this HTTP status.
    Http(u16),
    /// The conversation broke off.
    Broken(CallError),
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
    /// It closed the connection.
    Closed,
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(error) => error.fmt(f),
            Self::NoAnswer(error) => error.fmt(f),
            Self::TooLong(error) => error.fmt(f),
            Self::NoChallenge => f.write_str("the bind was not acknowledged with a CHALLENGE"),
            Self::Unexpected => f.write_str("neither a response nor a fault"),
            Self::Closed => f.write_str("the mailbox host closed the connection"),
        }
    }
}

impl From<DecodeError> for MailboxAnswer {
    fn from(error: DecodeError) -> Self {
        Self::Broken(CallError::Malformed(error))
    }
}

impl From<InitiateError> for MailboxAnswer {
    fn from(error: InitiateError) -> Self {
        Self::Broken(CallError::NoAnswer(error))
    }
}

impl From<TooLong> for MailboxAnswer {
    fn from(error: TooLong) -> Self {
        Self::Broken(CallError::TooLong(error))
    }
}

/// What is called, and for whom.
#[derive(Clone, Debug)]
pub struct Call {
    /// The service.
    pub service: Endpoint,
    /// How it is called.
    pub protocol: Protocol,
    /// The mailbox to open.
    pub mailbox: String,
    /// Whom the calling thread impersonates.
    pub thread: Identity,
    /// What it can answer with.
    pub caller: Caller,
}

/// A call under way. It is consumed with each answer.
pub struct BackEndCall {
    call: Call,
    connection: ConnectionId,
    state: State,
}

enum State {
    BindAck(Box<dyn Initiator>, PduInbox),
    Connect(PduInbox),
    Http(PendingAuth, ResponseInbox),
}

/// What an answer led to.
pub enum Progress {
    /// The call goes on.
    Pending(Box<BackEndCall>),
    /// It is over.
    Done(MailboxAnswer),
}

impl BackEndCall {
    /// Calls a back end.
    ///
    /// # Errors
    /// Where nothing could be sent.
    pub fn start(
        call: Call,
        context: &mut Context<'_>,
    ) -> Result<(ConnectionId, Box<Self>), MailboxAnswer> {
        let connection = context.out.open(&call.service);
        let state = match call.protocol {
            Protocol::Mapi => bind(&call, connection, context).inspect_err(|_| {
                context.out.close(connection);
            })?,
            Protocol::Http => {
                send_http(&call, None, connection, context);
                State::Http(PendingAuth::Nothing, ResponseInbox::default())
            }
        };
        let under_way = Self {
            call,
            connection,
            state,
        };
        Ok((connection, Box::new(under_way)))
    }

    /// The back end closed the connection.
    pub fn closed(self) -> MailboxAnswer {
        let whole = match self.state {
            State::Http(_, mut inbox) => inbox.close().ok().flatten(),
            _ => None,
        };
        match whole {
            Some(page) if page.status == 200 => opened(&page),
            Some(page) => MailboxAnswer::Http(page.status),
            None => MailboxAnswer::Broken(CallError::Closed),
        }
    }

    /// Takes bytes from the back end.
    pub fn receive(self, bytes: &[u8], context: &mut Context<'_>) -> Progress {
        let Self {
            call,
            connection,
            state,
        } = self;
        let line = Line {
            call: &call,
            connection,
        };
        let next = match state {
            State::BindAck(state, inbox) => line.bind_ack(state, inbox, bytes, context),
            State::Connect(inbox) => connect_answer(inbox, bytes),
            State::Http(sent, inbox) => line.http(sent, inbox, bytes, context),
        };
        match next {
            Ok(state) => Progress::Pending(Box::new(Self {
                call,
                connection,
                state,
            })),
            Err(answer) => {
                context.out.close(connection);
                Progress::Done(answer)
            }
        }
    }
}

/// The bind, with the first token in its trailer.
fn bind(
    call: &Call,
    connection: ConnectionId,
    context: &mut Context<'_>,
) -> Result<State, MailboxAnswer> {
    let target = Target {
        service: "exchangeMDB".to_owned(),
        request: None,
    };
    let initiated = Ntlm.initiate(call.caller.clone(), &target, context.machine);
    let verifier = initiated.token.map(AuthVerifier::ntlm);
    let bind = Pdu::new(1, Body::bind(emsmdb::INTERFACE), verifier).encode()?;
    context.out.send(connection, bind);
    Ok(State::BindAck(initiated.state, PduInbox::default()))
}

/// A call, while one answer is taken.
struct Line<'a> {
    call: &'a Call,
    connection: ConnectionId,
}

impl Line<'_> {
    /// `[MS-RPCE]` 3.3.1.5.2.1: rpc_auth_3 is never answered, so the request follows at once.
    fn bind_ack(
        &self,
        state: Box<dyn Initiator>,
        mut inbox: PduInbox,
        bytes: &[u8],
        context: &mut Context<'_>,
    ) -> Result<State, MailboxAnswer> {
        inbox.push(bytes);
        let Some(pdu) = inbox.next()? else {
            return Ok(State::BindAck(state, inbox));
        };
        let challenge = match (pdu.body, pdu.auth) {
            (Body::BindAck { .. }, Some(auth)) => auth.token,
            (Body::Fault { status, .. }, _) => return Err(MailboxAnswer::Fault(status)),
            _ => return Err(MailboxAnswer::Broken(CallError::NoChallenge)),
        };
        let answered = state.step(&challenge, context)?;
        self.note(&answered, context);
        let verifier = AuthVerifier::ntlm(answered.message);
        let auth3 = Pdu::new(1, Body::Auth3 { pad: [0; 4] }, Some(verifier));
        context.out.send(self.connection, auth3.encode()?);
        let opnum = match context.machine.era {
            Era::Y1998 => emsmdb::EC_DO_CONNECT,
            _ => emsmdb::EC_DO_CONNECT_EX,
        };
        let user_dn = emsmdb::user_dn(&self.call.mailbox);
        let stub = emsmdb::ConnectRequest { user_dn }.encode();
        let connect = Pdu::new(2, Body::request(opnum, stub), None);
        context.out.send(self.connection, connect.encode()?);
        Ok(State::Connect(inbox))
    }

    /// It signs in with the first scheme offered that has a security package: a password is not typed on hop 2.
    fn http(
        &self,
        sent: PendingAuth,
        mut inbox: ResponseInbox,
        bytes: &[u8],
        context: &mut Context<'_>,
    ) -> Result<State, MailboxAnswer> {
        let Some(response) = inbox.push(bytes)? else {
            return Ok(State::Http(sent, inbox));
        };
        let status = response.status;
        let (header, sent) = match http_client::interpret(sent, response) {
            Disposition::Page(page) if status == 200 => return Err(opened(&page)),
            Disposition::Page(_) | Disposition::Refused { answered: true, .. } => {
                return Err(MailboxAnswer::Http(status));
            }
            Disposition::Refused { offered, .. } => {
                let begins = |scheme: &Scheme| scheme.package().is_some();
                let scheme = http_client::schemes(&offered).find(begins);
                let scheme = scheme.ok_or(MailboxAnswer::Http(status))?;
                let path = path(&self.call.mailbox, context.machine.era);
                let target = Target::http(&self.call.service.host, "GET", &path);
                let initiated = http_client::initiate(
                    scheme,
                    self.call.caller.clone(),
                    &target,
                    &offered,
                    context,
                );
                match initiated.ok_or(MailboxAnswer::Http(status))? {
                    Initiation::Sent(header, sent) => (header, sent),
                    Initiation::Question(state, question) => {
                        self.answer(scheme, state, &question, context)?
                    }
                }
            }
            Disposition::Question {
                scheme,
                state,
                question,
            } => self.answer(scheme, state, &question, context)?,
        };
        send_http(self.call, Some(&header), self.connection, context);
        Ok(State::Http(sent, inbox))
    }

    fn answer(
        &self,
        scheme: Scheme,
        state: Box<dyn Initiator>,
        question: &[u8],
        context: &mut Context<'_>,
    ) -> Result<(String, PendingAuth), MailboxAnswer> {
        let answered = state.step(question, context)?;
        self.note(&answered, context);
        let header = http_client::authorization(scheme, &answered.message);
        Ok((header, PendingAuth::Answer(scheme)))
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
        let of = thread.to_string();
        let place = StorageLocation::Connection(self.connection);
        // What somebody brings along is not the computer's.
        if let Some(hash) = answered.nt_hash.as_ref().filter(|_| !answered.by_hand) {
            note = note.gaining(Holding::new(Secret::NtHash, &of, place).valued(hash));
        }
        if !answered.proof.is_empty() {
            let response = Holding::new(Secret::Response, &of, place);
            note = note.gaining(response.valued(&answered.proof));
        }
        context.out.note(note);
    }
}

fn connect_answer(mut inbox: PduInbox, bytes: &[u8]) -> Result<State, MailboxAnswer> {
    inbox.push(bytes);
    let Some(pdu) = inbox.next()? else {
        return Ok(State::Connect(inbox));
    };
    Err(match pdu.body {
        Body::Fault { status, .. } => MailboxAnswer::Fault(status),
        Body::Response { stub, .. } => match ConnectResponse::decode(&stub).value? {
            ConnectResponse::Open { display_name } => MailboxAnswer::Opened(display_name),
            ConnectResponse::Refused { return_value } => MailboxAnswer::Error(return_value),
        },
        _ => MailboxAnswer::Broken(CallError::Unexpected),
    })
}

fn send_http(
    call: &Call,
    authorization: Option<&str>,
    connection: ConnectionId,
    context: &mut Context<'_>,
) {
    let target = path(&call.mailbox, context.machine.era);
    let host = call.service.authority();
    let mut request = http_client::get(&target, &host, "Double-Hop-FrontEnd/1.0");
    if let Some(value) = authorization {
        request.headers.push("Authorization", value);
    }
    context.out.send(connection, request.encode());
}

/// Where a mailbox is on its web server.
fn path(mailbox: &str, era: Era) -> String {
    let name: String = form_urlencoded::byte_serialize(mailbox.as_bytes()).collect();
    match era {
        Era::Today => format!("/mailbox/{name}/inbox"),
        _ => format!("/exchange/{name}/Inbox"),
    }
}

/// The page of a mailbox is its name.
fn opened(page: &Response) -> MailboxAnswer {
    let body = String::from_utf8_lossy(&page.body);
    MailboxAnswer::Opened(body.strip_suffix('\n').unwrap_or(&body).to_owned())
}
