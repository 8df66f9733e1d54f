//! The call that the front end makes to the mailbox host, as the thread it impersonates.

use super::http_client::{self, Inbox, Meaning, Sent};
use super::ntlm::{self, Answered, AwaitChallenge, Caller};
use super::rpc_inbox::PduInbox;
use super::{
    Answer, ConnectionId, Context, Decision, Era, Holding, Identity, Note, Place, Reach, Role,
};
use crate::secret::Secret;
use crate::wire::http::Response;
use crate::wire::rpc::emsmdb::ConnectResponse;
use crate::wire::rpc::{AuthVerifier, Body, Pdu, emsmdb};

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
    Broken(String),
}

/// A call under way. It is consumed with each answer.
#[derive(Debug)]
pub struct BackEndCall {
    thread: Identity,
    mailbox: String,
    connection: ConnectionId,
    state: State,
}

#[derive(Debug)]
enum State {
    BindAck(Box<AwaitChallenge>, PduInbox),
    Connect(PduInbox),
    Http {
        caller: Caller,
        sent: Sent,
        inbox: Inbox,
    },
}

/// What an answer led to.
#[derive(Debug)]
pub enum Progress {
    /// The call goes on.
    Pending(Box<BackEndCall>),
    /// It is over.
    Done(MailboxAnswer),
}

impl BackEndCall {
    /// Calls the mailbox host. `thread` is whom the thread impersonates, `caller` what it can answer with.
    pub fn start(
        protocol: Protocol,
        mailbox: String,
        thread: Identity,
        caller: Caller,
        context: &mut Context<'_>,
    ) -> Result<(ConnectionId, Box<Self>), MailboxAnswer> {
        let connection = context.out.open(Role::Mailbox);
        let state = match protocol {
            Protocol::Mapi => {
                let target = "exchangeMDB".to_owned();
                let (state, negotiate) = ntlm::start(caller, target, context.machine);
                let bind = Pdu::new(
                    1,
                    Body::bind(emsmdb::INTERFACE),
                    Some(AuthVerifier::ntlm(negotiate)),
                );
                match bind.encode() {
                    Ok(bytes) => context.out.send(connection, bytes),
                    Err(error) => {
                        context.out.close(connection);
                        return Err(broken(error));
                    }
                }
                State::BindAck(state, PduInbox::default())
            }
            Protocol::Http => {
                send_http(&mailbox, None, connection, context);
                State::Http {
                    caller,
                    sent: Sent::Bare,
                    inbox: Inbox::default(),
                }
            }
        };
        let call = Self {
            thread,
            mailbox,
            connection,
            state,
        };
        Ok((connection, Box::new(call)))
    }

    /// The mailbox host closed the connection.
    pub fn closed(self) -> MailboxAnswer {
        let whole = match self.state {
            State::Http { mut inbox, .. } => inbox.close().ok().flatten(),
            _ => None,
        };
        match whole {
            Some(page) if page.status == 200 => opened(&page),
            Some(page) => MailboxAnswer::Http(page.status),
            None => broken("the mailbox host closed the connection"),
        }
    }

    /// Takes bytes from the mailbox host.
    pub fn receive(self, bytes: &[u8], context: &mut Context<'_>) -> Progress {
        let Self {
            thread,
            mailbox,
            connection,
            state,
        } = self;
        let line = Line {
            thread: &thread,
            mailbox: &mailbox,
            connection,
        };
        let next = match state {
            State::BindAck(state, inbox) => line.bind_ack(state, inbox, bytes, context),
            State::Connect(inbox) => connect_answer(inbox, bytes),
            State::Http {
                caller,
                sent,
                inbox,
            } => line.http(caller, sent, inbox, bytes, context),
        };
        match next {
            Ok(state) => Progress::Pending(Box::new(Self {
                thread,
                mailbox,
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

/// A call, while one answer is taken.
struct Line<'a> {
    thread: &'a Identity,
    mailbox: &'a str,
    connection: ConnectionId,
}

impl Line<'_> {
    /// `[MS-RPCE]` 3.3.1.5.2.1: rpc_auth_3 is never answered, so the request follows at once.
    fn bind_ack(
        &self,
        state: Box<AwaitChallenge>,
        mut inbox: PduInbox,
        bytes: &[u8],
        context: &mut Context<'_>,
    ) -> Result<State, MailboxAnswer> {
        inbox.push(bytes);
        let Some(pdu) = inbox.next().map_err(broken)? else {
            return Ok(State::BindAck(state, inbox));
        };
        let challenge = match (pdu.body, pdu.auth) {
            (Body::BindAck { .. }, Some(auth)) => auth.token,
            (Body::Fault { status, .. }, _) => return Err(MailboxAnswer::Fault(status)),
            _ => return Err(broken("the bind was not acknowledged with a CHALLENGE")),
        };
        let answered = state.authenticate(&challenge, context).map_err(broken)?;
        self.note(&answered, context);
        let verifier = AuthVerifier::ntlm(answered.message);
        let auth3 = Pdu::new(1, Body::Auth3 { pad: [0; 4] }, Some(verifier));
        context
            .out
            .send(self.connection, auth3.encode().map_err(broken)?);
        let opnum = match context.machine.era {
            Era::Y1998 => emsmdb::EC_DO_CONNECT,
            _ => emsmdb::EC_DO_CONNECT_EX,
        };
        let user_dn = emsmdb::user_dn(self.mailbox);
        let stub = emsmdb::ConnectRequest { user_dn }.encode();
        let connect = Pdu::new(2, Body::request(opnum, stub), None);
        let connect = connect.encode().map_err(broken)?;
        context.out.send(self.connection, connect);
        Ok(State::Connect(inbox))
    }

    fn http(
        &self,
        caller: Caller,
        sent: Sent,
        mut inbox: Inbox,
        bytes: &[u8],
        context: &mut Context<'_>,
    ) -> Result<State, MailboxAnswer> {
        let Some(response) = inbox.push(bytes).map_err(broken)? else {
            return Ok(State::Http {
                caller,
                sent,
                inbox,
            });
        };
        let status = response.status;
        let (message, sent) = match http_client::interpret(sent, response) {
            Meaning::Page(page) if status == 200 => return Err(opened(&page)),
            Meaning::Page(_) | Meaning::Refused { answered: true, .. } => {
                return Err(MailboxAnswer::Http(status));
            }
            Meaning::Refused { offered, .. } if !offered.iter().any(|it| it.is("NTLM")) => {
                return Err(MailboxAnswer::Http(status));
            }
            Meaning::Refused { .. } => {
                let target = format!("HTTP/{}", host_name(context));
                let (state, negotiate) = ntlm::start(caller.clone(), target, context.machine);
                (negotiate, Sent::Negotiate(state))
            }
            Meaning::Challenge(state, challenge) => {
                let answered = state.authenticate(&challenge, context).map_err(broken)?;
                self.note(&answered, context);
                (answered.message, Sent::Authenticate)
            }
        };
        let header = http_client::ntlm_authorization(&message);
        send_http(self.mailbox, Some(&header), self.connection, context);
        Ok(State::Http {
            caller,
            sent,
            inbox,
        })
    }

    /// What the thread answered with, and what the computer holds from it.
    fn note(&self, answered: &Answered, context: &mut Context<'_>) {
        let reach = match answered.answer {
            answer if answered.by_hand => Reach::Hand(answer),
            None => Reach::Replay,
            Some(Answer::Response(kind)) => Reach::Credential(kind),
            Some(Answer::Anonymous) => Reach::Nothing,
            Some(Answer::LocalCall) => Reach::LocalCall,
        };
        let mut note = Note::decision(Decision::AnswersAs {
            reach,
            thread: self.thread.clone(),
            challenge: answered.challenge,
        })
        .on(self.connection)
        .with_steps(answered.steps.clone());
        let of = self.thread.to_string();
        let place = Place::Connection(self.connection);
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
    let Some(pdu) = inbox.next().map_err(broken)? else {
        return Ok(State::Connect(inbox));
    };
    Err(match pdu.body {
        Body::Fault { status, .. } => MailboxAnswer::Fault(status),
        Body::Response { stub, .. } => match ConnectResponse::decode(&stub).value {
            Ok(ConnectResponse::Open { display_name }) => MailboxAnswer::Opened(display_name),
            Ok(ConnectResponse::Refused { return_value }) => MailboxAnswer::Error(return_value),
            Err(error) => broken(error),
        },
        _ => broken("neither a response nor a fault"),
    })
}

fn send_http(
    mailbox: &str,
    authorization: Option<&str>,
    connection: ConnectionId,
    context: &mut Context<'_>,
) {
    let path: String = form_urlencoded::byte_serialize(mailbox.as_bytes()).collect();
    let target = match context.machine.era {
        Era::Today => format!("/mailbox/{path}/inbox"),
        _ => format!("/exchange/{path}/Inbox"),
    };
    let host = host_name(context);
    let mut request = http_client::get(&target, &host, "Double-Hop-FrontEnd/1.0");
    if let Some(value) = authorization {
        request.headers.push("Authorization", value);
    }
    context.out.send(connection, request.encode());
}

/// The mailbox host's name as the front end knows it.
fn host_name(context: &Context<'_>) -> String {
    context.machine.mailbox_host.clone()
}

/// The page of a mailbox is its name.
fn opened(page: &Response) -> MailboxAnswer {
    let body = String::from_utf8_lossy(&page.body);
    MailboxAnswer::Opened(body.strip_suffix('\n').unwrap_or(&body).to_owned())
}

fn broken(error: impl ToString) -> MailboxAnswer {
    MailboxAnswer::Broken(error.to_string())
}
