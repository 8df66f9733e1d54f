//! NTLM as a [`SecurityPackage`]: its states handed on as the trait has them.

use super::client::{self, AwaitChallenge};
use super::server::{self, AwaitAuthenticate, AwaitValidation, Received, ServerError};
use crate::hosts::security::{
    Acceptance, Accepted, Acceptor, Answered, Caller, CarrierRequest, Denied, InitiateError,
    Initiated, Initiator, Login, PendingValidation, SecurityPackage, Target, token_holding,
};
use crate::hosts::{
    AccessToken, Computation, ConnectionId, Context, DenialReason, Holding, HoldingOwner, HowKnown,
    Identity, LogonType, Mechanism, Note, Package, StorageLocation,
};
use crate::value_kind::ValueKind;
use crate::wire::netlogon::LogonResponse;
use crate::wire::ntlm::NtlmMessage;
use crate::wire::{DecodeError, ErrorKind};

/// NTLM as a security package: NEGOTIATE, CHALLENGE and AUTHENTICATE, without SPNEGO around them.
#[derive(Clone, Copy, Debug)]
pub struct Ntlm;

impl SecurityPackage for Ntlm {
    fn name(&self) -> &'static str {
        "NTLM"
    }

    fn initiate(
        &self,
        caller: Caller,
        target: &Target,
        context: &mut Context<'_>,
    ) -> Result<Initiated, InitiateError> {
        let (state, token) = client::start(caller, target.service.clone(), context.machine);
        Ok(Initiated::Speaks {
            token,
            answered: None,
            state,
        })
    }

    fn accept(&self, connection: ConnectionId, _: Option<CarrierRequest>) -> Box<dyn Acceptor> {
        Box::new(ExpectNegotiate { connection })
    }
}

impl Initiator for AwaitChallenge {
    fn step(
        self: Box<Self>,
        challenge: &[u8],
        context: &mut Context<'_>,
    ) -> Result<Box<Answered>, InitiateError> {
        self.authenticate(challenge, context)
    }
}

/// Nothing was sent.
#[derive(Clone, Copy, Debug)]
struct ExpectNegotiate {
    connection: ConnectionId,
}

impl Acceptor for ExpectNegotiate {
    fn step(
        self: Box<Self>,
        token: &[u8],
        context: &mut Context<'_>,
    ) -> Result<Acceptance, Box<Denied>> {
        match NtlmMessage::value(token).map_err(DenialReason::Malformed)? {
            NtlmMessage::Negotiate(_) => {}
            NtlmMessage::Authenticate(_) => return Err(DenialReason::NoContext.into()),
            NtlmMessage::Challenge(_) => return Err(from_a_server().into()),
        }
        let connection = self.connection;
        let accepted = server::accept(token, context).map_err(DenialReason::Malformed)?;
        let (exchange, question) = accepted;
        let challenge = exchange.server_challenge();
        let held = Holding::new(
            ValueKind::Challenge,
            HoldingOwner::Nobody,
            StorageLocation::Connection(connection),
        );
        let note = Note::computation(Computation::Challenge { challenge }).on(connection);
        context.out.note(note.gaining(held.valued(&challenge)));
        let state = ExpectAuthenticate {
            connection,
            exchange,
        };
        Ok(Acceptance::Continue {
            question,
            state: Box::new(state),
        })
    }
}

/// The CHALLENGE was sent.
#[derive(Debug)]
struct ExpectAuthenticate {
    connection: ConnectionId,
    exchange: Box<AwaitAuthenticate>,
}

impl Acceptor for ExpectAuthenticate {
    fn step(
        self: Box<Self>,
        token: &[u8],
        context: &mut Context<'_>,
    ) -> Result<Acceptance, Box<Denied>> {
        let connection = self.connection;
        match NtlmMessage::value(token).map_err(DenialReason::Malformed)? {
            // The client begins again.
            NtlmMessage::Negotiate(_) => {
                return Box::new(ExpectNegotiate { connection }).step(token, context);
            }
            NtlmMessage::Challenge(_) => return Err(from_a_server().into()),
            NtlmMessage::Authenticate(_) => {}
        }
        let message = token;
        let received = self.exchange.receive(message, context.machine);
        Ok(match received.map_err(denied)? {
            Received::Anonymous => {
                let lsa = &mut context.machine.lsa;
                let token = lsa.log_on(Identity::Anonymous, LogonType::Network, Vec::new());
                Acceptance::Known(vouched(token, Mechanism::NullSession, connection, message))
            }
            Received::Local(token) => {
                Acceptance::Known(vouched(token, Mechanism::LocalCall, connection, message))
            }
            Received::Response(exchange, request) => {
                let state = ExpectValidation {
                    connection,
                    exchange,
                };
                Acceptance::Judge(request, Box::new(state))
            }
        })
    }
}

/// The authority was asked.
#[derive(Debug)]
struct ExpectValidation {
    connection: ConnectionId,
    exchange: Box<AwaitValidation>,
}

impl PendingValidation for ExpectValidation {
    fn conclude(
        self: Box<Self>,
        response: &LogonResponse,
        context: &mut Context<'_>,
    ) -> Result<Box<Accepted>, Box<Denied>> {
        let Self {
            connection,
            exchange,
        } = *self;
        let proof = exchange.proof();
        let known = exchange.validated(response).map_err(denied)?;
        let lsa = &mut context.machine.lsa;
        let token = lsa.log_on(known.identity, LogonType::Network, Vec::new());
        let held = |kind| {
            Holding::new(
                kind,
                &token.identity,
                StorageLocation::Connection(connection),
            )
        };
        Ok(Box::new(Accepted {
            login: Login {
                how: HowKnown {
                    package: Package::Ntlm,
                    mechanism: Mechanism::Response(known.kind),
                },
                steps: known.steps,
                comparisons: known.comparison.into_iter().collect(),
                gained: vec![
                    held(ValueKind::Response).valued(&proof),
                    held(ValueKind::SessionKey).valued(&known.session_key),
                    token_holding(&token, connection),
                ],
            },
            token,
            replayable: Some(known.message),
            reply: None,
        }))
    }
}

/// Somebody is known by their AUTHENTICATE without any authority being asked.
fn vouched(
    token: AccessToken,
    mechanism: Mechanism,
    connection: ConnectionId,
    message: &[u8],
) -> Box<Accepted> {
    Box::new(Accepted {
        login: Login {
            how: HowKnown {
                package: Package::Ntlm,
                mechanism,
            },
            steps: Vec::new(),
            comparisons: Vec::new(),
            gained: vec![token_holding(&token, connection)],
        },
        token,
        replayable: Some(message.to_vec()),
        reply: None,
    })
}

fn denied(error: ServerError) -> Box<Denied> {
    match error {
        ServerError::Malformed(error) => DenialReason::Malformed(error).into(),
        ServerError::NoSuchCall => DenialReason::NoContext.into(),
        ServerError::Loopback => DenialReason::Loopback.into(),
        ServerError::Refused(status) => DenialReason::LogonFailed(status).into(),
        ServerError::Mic(checked) => Box::new(Denied {
            because: DenialReason::MicMismatch,
            steps: checked.steps,
            comparisons: vec![checked.comparison],
            reply: None,
        }),
    }
}

/// A CHALLENGE where only a client's messages belong.
fn from_a_server() -> DenialReason {
    let expected = "NEGOTIATE or AUTHENTICATE";
    let kind = ErrorKind::Unexpected { expected };
    DenialReason::Malformed(DecodeError::new(kind, "MessageType", 8))
}
