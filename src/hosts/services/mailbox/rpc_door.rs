//! The mailbox host's `[MS-RPCE]` door: a bind with NTLM in its trailer, then the connect request.

use crate::hosts::security::{
    Acceptance, Accepted, Acceptor, Denied, PendingValidation, SecurityPackage, ntlm::Ntlm,
};
use crate::hosts::services::admission::{authorize, note_login};
use crate::hosts::services::pass_through::PassThrough;
use crate::hosts::services::rpc_inbox::PduInbox;
use crate::hosts::{
    ConnectionId, Context, Decision, DenialReason, Endpoint, Identity, Input, Note, PeerError,
    SendError,
};
use crate::wire::netlogon::LogonResponse;
use crate::wire::ntstatus::STATUS_NO_LOGON_SERVERS;
use crate::wire::rpc::emsmdb::{ConnectRequest, ConnectResponse};
use crate::wire::rpc::{AuthVerifier, Body, NDR, Pdu, PresentationContext, emsmdb, ptype, status};
use std::collections::HashMap;

/// The package behind an auth_type of `[MS-RPCE]` 2.2.1.1.7.
fn package(auth_type: u8) -> Option<&'static dyn SecurityPackage> {
    match auth_type {
        AuthVerifier::WINNT => Some(&Ntlm),
        _ => None,
    }
}

/// Connections that speak `[MS-RPCE]`.
#[derive(Default)]
pub struct RpcServer {
    lines: HashMap<ConnectionId, Line>,
    authority: PassThrough<(ConnectionId, Box<dyn PendingValidation>)>,
}

#[derive(Default)]
struct Line {
    inbox: PduInbox,
    caller: Caller,
}

/// So many requests wait for the authority; who sends more is hung up on.
const MOST_WAITING: usize = 16;

/// What is known of a caller. One variant per state.
#[derive(Default)]
enum Caller {
    #[default]
    Unbound,
    Asked(Box<dyn Acceptor>),
    /// The authority is asked; what the caller requests meanwhile waits for its answer.
    Judging(Vec<Pdu>),
    Known(Identity),
    Failed,
}

impl RpcServer {
    /// Takes one input to its end.
    pub fn handle(&mut self, input: Input, admits: &[String], context: &mut Context<'_>) {
        match input {
            Input::Start => {}
            Input::Opened(id) => {
                self.lines.insert(id, Line::default());
            }
            Input::Received(id, bytes) if self.authority.is_channel(id) => {
                if let Some(((caller, state), response)) = self.authority.answer(&bytes) {
                    self.judged(caller, state, &response, admits, context);
                }
            }
            Input::Received(id, bytes) => {
                if let Some(line) = self.lines.get_mut(&id) {
                    line.inbox.push(&bytes);
                }
                self.receive(id, admits, context);
            }
            Input::Closed(id) if self.authority.is_channel(id) => {
                let response = LogonResponse {
                    status: STATUS_NO_LOGON_SERVERS,
                    validation: None,
                };
                for (caller, state) in self.authority.lost() {
                    self.judged(caller, state, &response, admits, context);
                }
            }
            Input::Closed(id) => {
                self.lines.remove(&id);
            }
        }
    }

    /// Takes all PDUs that are there.
    fn receive(&mut self, id: ConnectionId, admits: &[String], context: &mut Context<'_>) {
        while let Some(line) = self.lines.get_mut(&id) {
            let pdu = match line.inbox.next() {
                Ok(None) => return,
                Ok(Some(pdu)) => pdu,
                Err(error) => return self.hang_up(id, PeerError::Malformed(error), context),
            };
            let caller = std::mem::take(&mut line.caller);
            let Some(next) = self.take(id, pdu, caller, admits, context) else {
                return self.hang_up(id, PeerError::OutOfPlace, context);
            };
            if let Some(line) = self.lines.get_mut(&id) {
                line.caller = next;
            }
        }
    }

    /// Takes a PDU in a state; `None` if it has no place there.
    fn take(
        &mut self,
        id: ConnectionId,
        pdu: Pdu,
        caller: Caller,
        admits: &[String],
        context: &mut Context<'_>,
    ) -> Option<Caller> {
        Some(match (&pdu.body, &pdu.auth, caller) {
            (Body::Bind { contexts, .. }, auth, Caller::Unbound)
                if contexts.iter().any(is_store) =>
            {
                bind(id, pdu.call_id, auth.as_ref(), context)
            }
            (Body::Auth3 { .. }, Some(auth), Caller::Asked(state)) => {
                self.auth3(id, state, &auth.token, context)
            }
            (Body::Request { .. }, _, Caller::Judging(mut waiting))
                if waiting.len() < MOST_WAITING =>
            {
                waiting.push(pdu);
                Caller::Judging(waiting)
            }
            (Body::Request { .. }, _, Caller::Judging(_)) => return None,
            (Body::Request { .. }, _, caller) => {
                connect(id, &pdu, &caller, admits, context);
                caller
            }
            (Body::Unknown { ptype, .. }, _, caller) if CANCELS.contains(ptype) => caller,
            _ => return None,
        })
    }

    fn auth3(
        &mut self,
        id: ConnectionId,
        state: Box<dyn Acceptor>,
        token: &[u8],
        context: &mut Context<'_>,
    ) -> Caller {
        match state.step(token, context) {
            // Nothing answers an rpc_auth_3, so there is no way to ask on.
            Ok(Acceptance::Continue { .. }) => fail(id, DenialReason::NoContext, context),
            Ok(Acceptance::Known(accepted)) => known(id, *accepted, context),
            Ok(Acceptance::Judge(question, state)) => {
                match self.authority.ask(&question, (id, state), context) {
                    None => Caller::Judging(Vec::new()),
                    Some(((_, state), response)) => conclude(id, state, &response, context),
                }
            }
            Err(denied) => fail(id, denied, context),
        }
    }

    /// The authority answered; what waited for it is served.
    fn judged(
        &mut self,
        id: ConnectionId,
        state: Box<dyn PendingValidation>,
        response: &LogonResponse,
        admits: &[String],
        context: &mut Context<'_>,
    ) {
        let Some(line) = self.lines.get_mut(&id) else {
            return;
        };
        let waiting = match std::mem::take(&mut line.caller) {
            Caller::Judging(waiting) => waiting,
            other => {
                line.caller = other;
                return;
            }
        };
        line.caller = conclude(id, state, response, context);
        for request in waiting {
            connect(id, &request, &line.caller, admits, context);
        }
    }

    fn hang_up(&mut self, id: ConnectionId, error: PeerError, context: &mut Context<'_>) {
        let note = Note::decision(Decision::PeerMisbehaved { error }).on(id);
        context.out.note(note);
        self.lines.remove(&id);
        context.out.close(id);
    }
}

/// Whether it asks for the one interface that is served, in an encoding that is.
fn is_store(asked: &PresentationContext) -> bool {
    asked.interface == emsmdb::INTERFACE && asked.transfer.contains(&NDR)
}

/// co_cancel and orphaned: a client gives a call up. All calls here are over before that could arrive.
const CANCELS: [u8; 2] = [ptype::CO_CANCEL, ptype::ORPHANED];

fn bind(
    id: ConnectionId,
    call_id: u32,
    auth: Option<&AuthVerifier>,
    context: &mut Context<'_>,
) -> Caller {
    let body = Body::bind_ack(id.0, Endpoint::STORE.to_string());
    let Some(auth) = auth else {
        // A bind without security is acknowledged; its calls are refused.
        reply(id, &Pdu::new(call_id, body, None), context);
        return fail(id, DenialReason::NoCredentials, context);
    };
    let Some(package) = package(auth.auth_type) else {
        refuse(id, call_id, status::ACCESS_DENIED, context);
        return fail(id, DenialReason::SchemeNotOffered, context);
    };
    match package.accept(id, None).step(&auth.token, context) {
        Ok(Acceptance::Continue { question, state }) => {
            let verifier = AuthVerifier::ntlm(question);
            reply(id, &Pdu::new(call_id, body, Some(verifier)), context);
            Caller::Asked(state)
        }
        // Nobody is known by a first token alone.
        Ok(Acceptance::Judge(..) | Acceptance::Known(_)) => {
            refuse(id, call_id, status::SEC_PKG_ERROR, context);
            fail(id, DenialReason::NoContext, context)
        }
        Err(denied) => {
            refuse(id, call_id, status::SEC_PKG_ERROR, context);
            fail(id, denied, context)
        }
    }
}

fn conclude(
    id: ConnectionId,
    state: Box<dyn PendingValidation>,
    response: &LogonResponse,
    context: &mut Context<'_>,
) -> Caller {
    match state.conclude(response, context) {
        Ok(accepted) => known(id, *accepted, context),
        Err(denied) => fail(id, denied, context),
    }
}

fn known(id: ConnectionId, accepted: Accepted, context: &mut Context<'_>) -> Caller {
    let identity = accepted.token.identity;
    note_login(id, identity.clone(), accepted.login, context);
    Caller::Known(identity)
}

fn fail(id: ConnectionId, denied: impl Into<Box<Denied>>, context: &mut Context<'_>) -> Caller {
    let note = denied
        .into()
        .into_note(|because| Decision::AuthenticationFails { because });
    context.out.note(note.on(id));
    Caller::Failed
}

/// The connect request, which names the mailbox.
fn connect(
    id: ConnectionId,
    request: &Pdu,
    caller: &Caller,
    admits: &[String],
    context: &mut Context<'_>,
) {
    let answer = match caller {
        Caller::Known(identity) => match mailbox_named(request) {
            Ok(mailbox) => open(id, identity, mailbox, admits, context),
            Err(status) => Body::fault(status),
        },
        _ => Body::fault(status::ACCESS_DENIED),
    };
    reply(id, &Pdu::new(request.call_id, answer, None), context);
}

fn open(
    id: ConnectionId,
    identity: &Identity,
    display_name: String,
    admits: &[String],
    context: &mut Context<'_>,
) -> Body {
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

/// The mailbox that a connect request names, or the status of the fault that answers it.
fn mailbox_named(request: &Pdu) -> Result<String, u32> {
    let Body::Request { opnum, stub, .. } = &request.body else {
        return Err(status::PROTO_ERROR);
    };
    if ![emsmdb::EC_DO_CONNECT, emsmdb::EC_DO_CONNECT_EX].contains(opnum) {
        return Err(status::OP_RNG_ERROR);
    }
    let connect = ConnectRequest::decode(stub).value;
    let connect = connect.map_err(|_| status::BAD_STUB_DATA)?;
    Ok(emsmdb::name_in(&connect.user_dn).to_owned())
}

fn refuse(id: ConnectionId, call_id: u32, status: u32, context: &mut Context<'_>) {
    reply(id, &Pdu::new(call_id, Body::fault(status), None), context);
}

/// Sends a PDU; what cannot be said in one ends the connection.
fn reply(id: ConnectionId, pdu: &Pdu, context: &mut Context<'_>) {
    match pdu.encode() {
        Ok(bytes) => context.out.send(id, bytes),
        Err(error) => {
            let error = SendError::Pdu(error);
            let note = Note::decision(Decision::CannotSend { error }).on(id);
            context.out.note(note);
            context.out.close(id);
        }
    }
}
