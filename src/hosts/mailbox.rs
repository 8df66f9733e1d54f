//! The mailbox host: it asks its own question, has the answer judged, and then decides who may open what.

use super::back_end::Protocol;
use super::http_server::{
    Arrival, Visitor, WebServer, WebSettings, because, challenge_note, token_holding,
};
use super::ntlm::{self, Authenticated, AwaitAuthenticate, AwaitValidation, Received, ServerError};
use super::pass_through::PassThrough;
use super::{
    Because, ConnectionId, Context, Decision, Holding, Host, HowKnown, Identity, Input, LogonType,
    Note, Place,
};
use crate::crypto;
use crate::secret::Secret;
use crate::wire::http::{Limits, Response};
use crate::wire::netlogon::LogonResponse;
use crate::wire::rpc::emsmdb::ConnectResponse;
use crate::wire::rpc::{AuthVerifier, Body, Pdu, emsmdb, status};
use std::collections::BTreeMap;

/// The port of the store; a real one is found through the endpoint mapper, which is left out.
const ENDPOINT: &str = "1025";

/// What a mailbox host is set to.
#[derive(Clone, Debug)]
pub struct MailboxSettings {
    /// How it is called.
    pub protocol: Protocol,
    /// Who may open the mailboxes, as `DOMAIN\name`.
    pub admits: Vec<String>,
    /// How its web server authenticates, where it is called over HTTP.
    pub web: WebSettings,
}

/// A mailbox host.
#[derive(Debug)]
pub struct Mailbox {
    admits: Vec<String>,
    door: Door,
}

#[derive(Debug)]
enum Door {
    Rpc(Box<Rpc>),
    Http(Box<WebServer>),
}

impl Mailbox {
    /// A mailbox host.
    pub fn new(settings: MailboxSettings) -> Self {
        let door = match settings.protocol {
            Protocol::Mapi => Door::Rpc(Box::default()),
            Protocol::Http => Door::Http(Box::new(WebServer::new(settings.web, Limits::default()))),
        };
        Self {
            admits: settings.admits,
            door,
        }
    }
}

impl Host for Mailbox {
    fn handle(&mut self, input: Input, context: &mut Context<'_>) {
        let admits = &self.admits;
        match &mut self.door {
            Door::Rpc(rpc) => rpc.handle(input, admits, context),
            Door::Http(web) => {
                web.handle(input);
                while let Some(arrival) = web.next(context) {
                    answer_http(web, arrival, admits, context);
                }
            }
        }
    }
}

/// Authorization, a decision apart from authentication.
fn authorize(
    identity: &Identity,
    mailbox: &str,
    admits: &[String],
    connection: ConnectionId,
    context: &mut Context<'_>,
) -> bool {
    let name = crypto::upper(&identity.to_string());
    let granted =
        *identity != Identity::Anonymous && admits.iter().any(|who| crypto::upper(who) == name);
    let decision = Decision::Authorizes {
        identity: identity.clone(),
        mailbox: mailbox.to_owned(),
        admits: admits.to_vec(),
        granted,
    };
    context.out.note(Note::decision(decision).on(connection));
    granted
}

/// Connections that speak `[MS-RPCE]`.
#[derive(Debug, Default)]
struct Rpc {
    callers: BTreeMap<ConnectionId, RpcCaller>,
    authority: PassThrough<(ConnectionId, Box<AwaitValidation>)>,
}

/// What is known of an RPC caller. One variant per state.
#[derive(Debug, Default)]
enum RpcCaller {
    #[default]
    Unbound,
    Asked(AwaitAuthenticate),
    /// The authority is asked; a request may wait for its answer.
    Judging(Option<Pdu>),
    Known(Identity),
    Failed,
}

impl Rpc {
    fn handle(&mut self, input: Input, admits: &[String], context: &mut Context<'_>) {
        match input {
            Input::Start => {}
            Input::Opened(id) => {
                self.callers.insert(id, RpcCaller::Unbound);
            }
            Input::Received(id, bytes) if self.authority.is_channel(id) => {
                if let Some(((caller, state), response)) = self.authority.answer(&bytes) {
                    self.judged(caller, state, &response, admits, context);
                }
            }
            Input::Received(id, bytes) => match Pdu::decode(&bytes).value {
                Ok(pdu) => self.receive(id, pdu, admits, context),
                Err(error) => {
                    let error = error.to_string();
                    let note = Note::decision(Decision::PeerMisbehaved { error }).on(id);
                    context.out.note(note);
                    self.callers.remove(&id);
                    context.out.close(id);
                }
            },
            Input::Closed(id) if self.authority.is_channel(id) => {
                for (caller, _) in self.authority.lost() {
                    self.callers.insert(caller, RpcCaller::Failed);
                }
            }
            Input::Closed(id) => {
                self.callers.remove(&id);
            }
        }
    }

    fn receive(
        &mut self,
        id: ConnectionId,
        pdu: Pdu,
        admits: &[String],
        context: &mut Context<'_>,
    ) {
        let Some(slot) = self.callers.get_mut(&id) else {
            return;
        };
        let caller = std::mem::take(slot);
        let next = match (&pdu.body, &pdu.auth, caller) {
            (Body::Bind { .. }, auth, _) => bind(id, pdu.call_id, auth.as_ref(), context),
            (Body::Auth3 { .. }, Some(auth), RpcCaller::Asked(state)) => {
                let value = auth.token.clone();
                self.auth3(id, state, &value, context)
            }
            (Body::Request { .. }, _, RpcCaller::Judging(_)) => RpcCaller::Judging(Some(pdu)),
            (Body::Request { .. }, _, caller) => {
                connect(id, &pdu, &caller, admits, context);
                caller
            }
            (_, _, caller) => caller,
        };
        // A judgement that came at once has put the caller's state in place already.
        if let Some(slot) = self.callers.get_mut(&id)
            && matches!(slot, RpcCaller::Unbound)
        {
            *slot = next;
        }
    }

    fn auth3(
        &mut self,
        id: ConnectionId,
        state: AwaitAuthenticate,
        message: &[u8],
        context: &mut Context<'_>,
    ) -> RpcCaller {
        match state.receive(message, context.machine) {
            Err(error) => fail(id, because(&error), context),
            Ok(Received::Anonymous) => {
                let identity = Identity::Anonymous;
                let token = context
                    .machine
                    .lsa
                    .log_on(identity.clone(), LogonType::Network, None);
                let gained = vec![token_holding(&token, Place::Connection(id))];
                known(id, identity, HowKnown::NullSession, gained, context)
            }
            Ok(Received::Local(token)) => {
                let gained = vec![token_holding(&token, Place::Connection(id))];
                known(id, token.identity, HowKnown::LocalCall, gained, context)
            }
            Ok(Received::Response(state, question)) => {
                match self.authority.ask(&question, (id, state), context) {
                    None => RpcCaller::Judging(None),
                    Some(((_, state), response)) => verdict(id, state, &response, context),
                }
            }
        }
    }

    /// The domain controller answered; the request that waited is served.
    fn judged(
        &mut self,
        id: ConnectionId,
        state: Box<AwaitValidation>,
        response: &LogonResponse,
        admits: &[String],
        context: &mut Context<'_>,
    ) {
        let Some(slot) = self.callers.get_mut(&id) else {
            return;
        };
        let waiting = match std::mem::take(slot) {
            RpcCaller::Judging(waiting) => waiting,
            _ => None,
        };
        *slot = verdict(id, state, response, context);
        if let Some(pdu) = waiting {
            connect(id, &pdu, slot, admits, context);
        }
    }
}

fn bind(
    id: ConnectionId,
    call_id: u32,
    auth: Option<&AuthVerifier>,
    context: &mut Context<'_>,
) -> RpcCaller {
    let Some(auth) = auth else {
        return fail(id, Because::NoCredentials, context);
    };
    match ntlm::accept(&auth.token, context) {
        Err(error) => fail(id, Because::Malformed(error.to_string()), context),
        Ok((state, challenge)) => {
            context
                .out
                .note(challenge_note(state.server_challenge(), id));
            let verifier = AuthVerifier::ntlm(challenge);
            let body = Body::bind_ack(id.0, ENDPOINT);
            reply(id, &Pdu::new(call_id, body, Some(verifier)), context);
            RpcCaller::Asked(state)
        }
    }
}

fn verdict(
    id: ConnectionId,
    state: Box<AwaitValidation>,
    response: &LogonResponse,
    context: &mut Context<'_>,
) -> RpcCaller {
    let proof = state.proof();
    match state.validated(response) {
        Ok(Authenticated {
            identity,
            kind,
            session_key,
            ..
        }) => {
            let of = identity.to_string();
            let place = Place::Connection(id);
            let token = context
                .machine
                .lsa
                .log_on(identity.clone(), LogonType::Network, None);
            let gained = vec![
                Holding::new(Secret::Response, &of, place).valued(&proof),
                Holding::new(Secret::SessionKey, &of, place).valued(&session_key),
                token_holding(&token, place),
            ];
            known(id, identity, HowKnown::Proof(kind), gained, context)
        }
        Err(ServerError::Mic(checked)) => {
            let decision = Decision::AuthenticationFails {
                because: Because::MicMismatch,
            };
            let note = Note::decision(decision)
                .on(id)
                .with_steps(checked.steps)
                .with_comparisons(vec![checked.comparison]);
            context.out.note(note);
            RpcCaller::Failed
        }
        Err(error) => fail(id, because(&error), context),
    }
}

fn known(
    id: ConnectionId,
    identity: Identity,
    how: HowKnown,
    gained: Vec<Holding>,
    context: &mut Context<'_>,
) -> RpcCaller {
    let decision = Decision::Authenticates {
        identity: identity.clone(),
        how,
    };
    let mut note = Note::decision(decision).on(id);
    note.gained = gained;
    context.out.note(note);
    RpcCaller::Known(identity)
}

fn fail(id: ConnectionId, because: Because, context: &mut Context<'_>) -> RpcCaller {
    let decision = Decision::AuthenticationFails { because };
    context.out.note(Note::decision(decision).on(id));
    RpcCaller::Failed
}

/// The connect request, which names the mailbox.
fn connect(
    id: ConnectionId,
    request: &Pdu,
    caller: &RpcCaller,
    admits: &[String],
    context: &mut Context<'_>,
) {
    let answer = match caller {
        RpcCaller::Known(identity) => {
            let display_name = mailbox_named(request);
            let granted = authorize(identity, &display_name, admits, id, context);
            let response = if granted {
                ConnectResponse::Open { display_name }
            } else {
                ConnectResponse::Refused {
                    return_value: emsmdb::EC_ACCESS_DENIED,
                }
            };
            Body::response(response.encode())
        }
        _ => Body::fault(status::ACCESS_DENIED),
    };
    reply(id, &Pdu::new(request.call_id, answer, None), context);
}

/// The mailbox that a connect request names.
fn mailbox_named(request: &Pdu) -> String {
    let Body::Request { stub, .. } = &request.body else {
        return String::new();
    };
    let name = emsmdb::ConnectRequest::decode(stub).value;
    name.map(|request| emsmdb::name_in(&request.user_dn).to_owned())
        .unwrap_or_default()
}

/// Sends a PDU; what cannot be said in one ends the connection.
fn reply(id: ConnectionId, pdu: &Pdu, context: &mut Context<'_>) {
    match pdu.encode() {
        Ok(bytes) => context.out.send(id, bytes),
        Err(error) => {
            let error = error.to_string();
            let note = Note::decision(Decision::PeerMisbehaved { error }).on(id);
            context.out.note(note);
            context.out.close(id);
        }
    }
}

/// `401` for a caller nobody knows or ANONYMOUS LOGON, `403` for one without rights.
fn answer_http(
    web: &mut WebServer,
    arrival: Arrival,
    admits: &[String],
    context: &mut Context<'_>,
) {
    match arrival {
        Arrival::Refused {
            connection,
            because,
            steps,
            comparisons,
        } => {
            let note = Note::decision(Decision::AuthenticationFails { because })
                .on(connection)
                .with_steps(steps)
                .with_comparisons(comparisons);
            context.out.note(note);
            web.refuse(connection, context);
        }
        Arrival::Request {
            connection,
            visitor: None,
            ..
        } => web.refuse(connection, context),
        Arrival::Request {
            connection,
            request,
            visitor: Some(Visitor { token, .. }),
            login,
        } => {
            if let Some(login) = login {
                let mut note = Note::decision(Decision::Authenticates {
                    identity: token.identity.clone(),
                    how: login.how,
                })
                .on(connection)
                .with_steps(login.steps)
                .with_comparisons(login.comparisons);
                note.gained = login.gained;
                context.out.note(note);
            }
            let mailbox = mailbox_in(&request.target);
            let granted = authorize(&token.identity, &mailbox, admits, connection, context);
            match (granted, &token.identity) {
                (true, _) => {
                    let mut response = Response::new(200, "OK");
                    response.headers.push("Content-Type", "text/plain");
                    response.body = format!("{mailbox}\n").into_bytes();
                    web.respond(connection, response, context);
                }
                (false, Identity::Anonymous) => web.refuse(connection, context),
                (false, _) => {
                    let mut response = Response::new(403, "Forbidden");
                    response.headers.push("Content-Type", "text/plain");
                    response.body = b"403 Forbidden\n".to_vec();
                    web.respond(connection, response, context);
                }
            }
        }
    }
}

/// The mailbox in `/exchange/alice/Inbox`.
fn mailbox_in(target: &str) -> String {
    let name = target.split('/').nth(2).unwrap_or_default();
    let pair = format!("m={name}");
    form_urlencoded::parse(pair.as_bytes())
        .next()
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}
