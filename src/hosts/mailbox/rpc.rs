//! The mailbox host's `[MS-RPCE]` door: a bind with NTLM in its trailer, then the connect request.

use super::{authorize, note_login};
use crate::hosts::http_server::Login;
use crate::hosts::ntlm::{self, AwaitAuthenticate, AwaitValidation, Received, ServerError};
use crate::hosts::pass_through::PassThrough;
use crate::hosts::rpc_inbox::PduInbox;
use crate::hosts::verdict::{because, challenge_note, proven_holdings, token_holding};
use crate::hosts::{
    Because, ConnectionId, Context, Decision, HowKnown, Identity, Input, LogonType, Note, Place,
    Token,
};
use crate::wire::netlogon::{LogonResponse, STATUS_NO_LOGON_SERVERS};
use crate::wire::rpc::emsmdb::{ConnectRequest, ConnectResponse};
use crate::wire::rpc::{AuthVerifier, Body, Pdu, emsmdb, status};
use std::collections::BTreeMap;

/// The port of the store; a real one is found through the endpoint mapper, which is left out.
const ENDPOINT: &str = "1025";

/// Connections that speak `[MS-RPCE]`.
#[derive(Debug, Default)]
pub struct Rpc {
    lines: BTreeMap<ConnectionId, Line>,
    authority: PassThrough<(ConnectionId, Box<AwaitValidation>)>,
}

#[derive(Debug, Default)]
struct Line {
    inbox: PduInbox,
    caller: Caller,
}

/// What is known of a caller. One variant per state.
#[derive(Debug, Default)]
enum Caller {
    #[default]
    Unbound,
    Asked(Box<AwaitAuthenticate>),
    /// The authority is asked; what the caller requests meanwhile waits for its answer.
    Judging(Vec<Pdu>),
    Known(Identity),
    Failed,
}

impl Rpc {
    /// Takes one input to its end.
    pub fn handle(&mut self, input: Input, admits: &[String], context: &mut Context<'_>) {
        match input {
            Input::Start => {}
            Input::Opened(id) => {
                self.lines.insert(id, Line::default());
            }
            Input::Received(id, bytes) if self.authority.is_channel(id) => {
                if let Some(((caller, state), response)) = self.authority.answer(&bytes) {
                    self.judged(caller, *state, &response, admits, context);
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
                    self.judged(caller, *state, &response, admits, context);
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
                Err(error) => return self.hang_up(id, &error.to_string(), context),
            };
            let caller = std::mem::take(&mut line.caller);
            let Some(next) = self.take(id, pdu, caller, admits, context) else {
                return self.hang_up(id, "a PDU that does not belong here", context);
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
            (Body::Bind { .. }, auth, Caller::Unbound) => {
                bind(id, pdu.call_id, auth.as_ref(), context)
            }
            (Body::Auth3 { .. }, Some(auth), Caller::Asked(state)) => {
                self.auth3(id, state, &auth.token, context)
            }
            (Body::Request { .. }, _, Caller::Judging(mut waiting)) => {
                waiting.push(pdu);
                Caller::Judging(waiting)
            }
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
        state: Box<AwaitAuthenticate>,
        message: &[u8],
        context: &mut Context<'_>,
    ) -> Caller {
        let machine = &mut *context.machine;
        match state.receive(message, machine) {
            Err(error) => fail(id, because(&error), context),
            Ok(Received::Anonymous) => {
                let lsa = &mut machine.lsa;
                let token = lsa.log_on(Identity::Anonymous, LogonType::Network, None);
                vouched(id, token, HowKnown::NullSession, context)
            }
            Ok(Received::Local(token)) => vouched(id, token, HowKnown::LocalCall, context),
            Ok(Received::Response(state, question)) => {
                match self.authority.ask(&question, (id, state), context) {
                    None => Caller::Judging(Vec::new()),
                    Some(((_, state), response)) => verdict(id, *state, &response, context),
                }
            }
        }
    }

    /// The authority answered; what waited for it is served.
    fn judged(
        &mut self,
        id: ConnectionId,
        state: AwaitValidation,
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
        line.caller = verdict(id, state, response, context);
        for request in waiting {
            connect(id, &request, &line.caller, admits, context);
        }
    }

    fn hang_up(&mut self, id: ConnectionId, error: &str, context: &mut Context<'_>) {
        let error = error.to_owned();
        let note = Note::decision(Decision::PeerMisbehaved { error }).on(id);
        context.out.note(note);
        self.lines.remove(&id);
        context.out.close(id);
    }
}

/// co_cancel and orphaned: a client gives a call up. All calls here are over before that could arrive.
const CANCELS: [u8; 2] = [18, 19];

fn bind(
    id: ConnectionId,
    call_id: u32,
    auth: Option<&AuthVerifier>,
    context: &mut Context<'_>,
) -> Caller {
    let body = Body::bind_ack(id.0, ENDPOINT);
    let Some(auth) = auth else {
        // A bind without security is acknowledged; its calls are refused.
        reply(id, &Pdu::new(call_id, body, None), context);
        return fail(id, Because::NoCredentials, context);
    };
    if auth.auth_type != AuthVerifier::WINNT {
        refuse(id, call_id, status::ACCESS_DENIED, context);
        return fail(id, Because::SchemeNotOffered, context);
    }
    match ntlm::accept(&auth.token, context) {
        Err(error) => {
            refuse(id, call_id, status::SEC_PKG_ERROR, context);
            fail(id, Because::Malformed(error.to_string()), context)
        }
        Ok((state, challenge)) => {
            context
                .out
                .note(challenge_note(state.server_challenge(), id));
            let verifier = AuthVerifier::ntlm(challenge);
            reply(id, &Pdu::new(call_id, body, Some(verifier)), context);
            Caller::Asked(state)
        }
    }
}

fn verdict(
    id: ConnectionId,
    state: AwaitValidation,
    response: &LogonResponse,
    context: &mut Context<'_>,
) -> Caller {
    let proof = state.proof();
    match state.validated(response) {
        Ok(caller) => {
            let lsa = &mut context.machine.lsa;
            let token = lsa.log_on(caller.identity, LogonType::Network, None);
            let login = Login {
                how: HowKnown::Proof(caller.kind),
                steps: caller.steps,
                comparisons: caller.comparison.into_iter().collect(),
                gained: proven_holdings(&token, &proof, &caller.session_key, id),
            };
            note_login(id, token.identity.clone(), login, context);
            Caller::Known(token.identity)
        }
        Err(ServerError::Mic(checked)) => {
            let because = Because::MicMismatch;
            let note = Note::decision(Decision::AuthenticationFails { because })
                .on(id)
                .with_steps(checked.steps)
                .with_comparisons(vec![checked.comparison]);
            context.out.note(note);
            Caller::Failed
        }
        Err(error) => fail(id, because(&error), context),
    }
}

/// Somebody is known without any authority being asked.
fn vouched(id: ConnectionId, token: Token, how: HowKnown, context: &mut Context<'_>) -> Caller {
    let login = Login {
        how,
        steps: Vec::new(),
        comparisons: Vec::new(),
        gained: vec![token_holding(&token, Place::Connection(id))],
    };
    note_login(id, token.identity.clone(), login, context);
    Caller::Known(token.identity)
}

fn fail(id: ConnectionId, because: Because, context: &mut Context<'_>) -> Caller {
    let decision = Decision::AuthenticationFails { because };
    context.out.note(Note::decision(decision).on(id));
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
            let error = error.to_string();
            let note = Note::decision(Decision::CannotSend { error }).on(id);
            context.out.note(note);
            context.out.close(id);
        }
    }
}
