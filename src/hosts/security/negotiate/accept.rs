//! The server's side: a ticket, or NTLM, in SPNEGO or as it is.

use super::Ntlm;
use crate::hosts::security::kerberos::{self, HeldTicket};
use crate::hosts::security::{
    Acceptance, Accepted, Acceptor, Denied, Login, PendingValidation, SecurityPackage,
    token_holding,
};
use crate::hosts::{
    ConnectionId, Context, Credential, DenialReason, HowKnown, LogonType, Mechanism, Package,
    StorageLocation,
};
use crate::wire::kerberos::error_code;
use crate::wire::netlogon::LogonResponse;
use crate::wire::ntlm::is_ntlmssp;
use crate::wire::oid::{NTLMSSP, Oid};
use crate::wire::spnego::{ACCEPT_COMPLETED, ACCEPT_INCOMPLETE, NegToken, NegTokenResp, is_spnego};
use crate::wire::{DecodeError, ErrorKind};

/// Nothing was received.
pub struct ExpectToken {
    /// Who is at the other end.
    pub connection: ConnectionId,
}

impl Acceptor for ExpectToken {
    fn step(
        self: Box<Self>,
        token: &[u8],
        context: &mut Context<'_>,
    ) -> Result<Acceptance, Box<Denied>> {
        let connection = self.connection;
        // SSPI sends NTLM as it is where it has no ticket.
        if is_ntlmssp(token) {
            return Ntlm.accept(connection, None).step(token, context);
        }
        if !is_spnego(token) {
            return accept_ticket(connection, token, token, None, context);
        }
        let outer = NegToken::decode(token)
            .value
            .map_err(DenialReason::Malformed)?;
        let NegToken::Init(init) = &outer else {
            return Err(DenialReason::NoContext.into());
        };
        let inner = init.mech_token.as_deref().unwrap_or_default();
        if is_ntlmssp(inner) {
            let state = Ntlm.accept(connection, None);
            return wrapped(state.step(inner, context)?);
        }
        let mechanism = init.mech_types.first().cloned();
        accept_ticket(connection, token, inner, mechanism, context)
    }
}

/// NTLM inside of SPNEGO: its question goes back inside too, and so does the end.
fn wrapped(acceptance: Acceptance) -> Result<Acceptance, Box<Denied>> {
    Ok(match acceptance {
        Acceptance::Continue { question, state } => Acceptance::Continue {
            question: NegToken::Resp(NegTokenResp {
                neg_state: Some(ACCEPT_INCOMPLETE),
                supported_mech: Some(Oid(NTLMSSP.to_vec())),
                response_token: Some(question),
                mech_list_mic: None,
            })
            .encode(),
            state: Box::new(Unwrap(state)),
        },
        Acceptance::Judge(request, state) => {
            Acceptance::Judge(request, Box::new(WrappedValidation(state)))
        }
        Acceptance::Known(accepted) => Acceptance::Known(completed(accepted)),
    })
}

/// Says that nothing more is awaited. A mechListMIC may be left out where the client’s first mechanism is the one that is
/// used (RFC 4178 5).
fn completed(mut accepted: Box<Accepted>) -> Box<Accepted> {
    let done = NegToken::Resp(NegTokenResp {
        neg_state: Some(ACCEPT_COMPLETED),
        ..NegTokenResp::default()
    });
    accepted.reply = Some(done.encode());
    accepted
}

/// Awaits the judgement of an NTLM message that came inside of SPNEGO.
struct WrappedValidation(Box<dyn PendingValidation>);

impl PendingValidation for WrappedValidation {
    fn conclude(
        self: Box<Self>,
        response: &LogonResponse,
        context: &mut Context<'_>,
    ) -> Result<Box<Accepted>, Box<Denied>> {
        self.0.conclude(response, context).map(completed)
    }
}

/// Awaits an NTLM message inside of SPNEGO.
struct Unwrap(Box<dyn Acceptor>);

impl Acceptor for Unwrap {
    fn step(
        self: Box<Self>,
        token: &[u8],
        context: &mut Context<'_>,
    ) -> Result<Acceptance, Box<Denied>> {
        let outer = NegToken::decode(token)
            .value
            .map_err(DenialReason::Malformed)?;
        let inner = outer.token().ok_or_else(nothing_inside)?;
        wrapped(self.0.step(inner, context)?)
    }
}

fn nothing_inside() -> DenialReason {
    let expected = "a token of a mechanism";
    let kind = ErrorKind::Unexpected { expected };
    DenialReason::Malformed(DecodeError::new(kind, "responseToken", 0))
}

/// A ticket makes its client known, or nothing does.
fn accept_ticket(
    connection: ConnectionId,
    whole: &[u8],
    token: &[u8],
    mechanism: Option<Oid>,
    context: &mut Context<'_>,
) -> Result<Acceptance, Box<Denied>> {
    let accounts = context.machine.kerberos.accepts_as.clone();
    let known = kerberos::accept(token, &accounts, context).map_err(|error| {
        // What is no AP-REQ is not answered in its terms.
        let is_ticket = error.code != error_code::KRB_AP_ERR_MSG_TYPE;
        let mechanism = mechanism.clone();
        Denied {
            because: DenialReason::Kerberos(error.code),
            steps: error.steps,
            comparisons: Vec::new(),
            reply: is_ticket.then(|| answer(ACCEPT_INCOMPLETE, mechanism, error.message)),
        }
    })?;
    let tickets: Vec<HeldTicket> = known
        .forwarded
        .into_iter()
        .chain([known.evidence])
        .collect();
    let behind = tickets
        .iter()
        .cloned()
        .map(|ticket| Credential::Ticket(Box::new(ticket)));
    let lsa = &mut context.machine.lsa;
    let token = lsa.log_on(known.identity, LogonType::Network, behind.collect());
    let place = StorageLocation::LogonSession(token.session);
    let mut gained = Vec::new();
    for ticket in &tickets {
        gained.push(ticket.holding(&token.identity, place));
        gained.push(ticket.key_holding(&token.identity, place));
    }
    gained.push(token_holding(&token, connection));
    let reply = known
        .reply
        .map(|reply| answer(ACCEPT_COMPLETED, mechanism, reply));
    Ok(Acceptance::Known(Box::new(Accepted {
        token,
        login: Login {
            how: HowKnown {
                package: Package::Kerberos,
                mechanism: Mechanism::Ticket(known.path),
            },
            steps: known.steps,
            comparisons: Vec::new(),
            gained,
        },
        replayable: Some(whole.to_vec()),
        reply,
    })))
}

/// A token of Kerberos as it came: inside of SPNEGO, or as it is.
fn answer(state: u8, mechanism: Option<Oid>, token: Vec<u8>) -> Vec<u8> {
    match mechanism {
        None => token,
        Some(mechanism) => NegToken::Resp(NegTokenResp {
            neg_state: Some(state),
            supported_mech: Some(mechanism),
            response_token: Some(token),
            mech_list_mic: None,
        })
        .encode(),
    }
}
