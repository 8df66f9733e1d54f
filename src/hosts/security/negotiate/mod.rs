//! Negotiate (`[MS-SPNG]`, RFC 4559): Kerberos where there is a ticket to be had, NTLM where there is none.

mod accept;
mod plan;
#[cfg(test)]
mod tests;

use super::kerberos::{
    Acquired, AwaitApRep, KerberosFailure, TicketPath, acquire, ap_req, refusal_in,
};
use super::ntlm::Ntlm;
use super::{
    Acceptor, Answered, Caller, CarrierRequest, InitiateError, Initiated, Initiator,
    SecurityPackage, Target,
};
use crate::hosts::{ConnectionId, Context, Decision, Era, Mechanism, Note, Reply};
use crate::wire::kerberos::error_code;
use crate::wire::ntlm::is_ntlmssp;
use crate::wire::oid::{KERBEROS, MS_KERBEROS, NEGOEX, NTLMSSP, Oid};
use crate::wire::spnego::{NegToken, NegTokenInit};
use accept::ExpectToken;
use plan::{names_address, plan};

/// SPNEGO as a security package: it finds out whether both sides can use Kerberos, or NTLM (RFC 4178).
#[derive(Clone, Copy, Debug)]
pub struct Spnego;

impl SecurityPackage for Spnego {
    fn name(&self) -> &'static str {
        "Negotiate"
    }

    fn initiate(
        &self,
        caller: Caller,
        target: &Target,
        context: &mut Context<'_>,
    ) -> Result<Initiated, InitiateError> {
        if let Some(token) = recorded(&caller) {
            return Ok(Initiated::Speaks {
                answered: Some(by_hand(&token)),
                token,
                state: Box::new(NothingToVerify),
            });
        }
        let Some((plan, path)) = plan(&caller, target, context.machine) else {
            return Ntlm.initiate(caller, target, context);
        };
        if names_address(&target.service) {
            let service = target.service.clone();
            let failure = KerberosFailure::CalledByAddress;
            let note = Note::decision(Decision::FallsBack { service, failure });
            context.out.note(note);
            return Ntlm.initiate(caller, target, context);
        }
        let target = target.clone();
        let then = move |result: Result<Acquired, KerberosFailure>, context: &mut Context<'_>| {
            let failure = match result {
                Ok(acquired) => return Ok(speak(acquired, path, context)),
                Err(failure) => failure,
            };
            if let Some(error) = fatal(&caller, &failure) {
                return Err(error);
            }
            let service = target.service.clone();
            context
                .out
                .note(Note::decision(Decision::FallsBack { service, failure }));
            Ntlm.initiate(caller, &target, context)
        };
        acquire(plan, Box::new(then), context)
    }

    fn accept(&self, connection: ConnectionId, _: Option<CarrierRequest>) -> Box<dyn Acceptor> {
        Box::new(ExpectToken { connection })
    }
}

/// Bytes that are sent as they are, where they are no NTLM message.
fn recorded(caller: &Caller) -> Option<Vec<u8>> {
    match caller {
        Caller::Replay(bytes) | Caller::Hand(Reply::Raw(bytes)) if !is_ntlmssp(bytes) => {
            Some(bytes.clone())
        }
        _ => None,
    }
}

/// What leaves no other way: whoever typed a password that the KDC refuses is asked again. A thread has nobody to ask.
fn fatal(caller: &Caller, failure: &KerberosFailure) -> Option<InitiateError> {
    /// KDC_ERR_C_PRINCIPAL_UNKNOWN, KDC_ERR_S_PRINCIPAL_UNKNOWN, KDC_ERR_PRINCIPAL_NOT_UNIQUE: NTLM may do.
    const TRY_NTLM: [i64; 3] = [6, 7, 8];
    /// KRB_AP_ERR_BAD_INTEGRITY: what does not open.
    const BAD_INTEGRITY: i64 = 31;
    match (caller, failure) {
        (Caller::Thread(_), _)
        | (
            _,
            KerberosFailure::CalledByAddress
            | KerberosFailure::NoKdc
            | KerberosFailure::NoCredential,
        ) => None,
        (_, KerberosFailure::Refused { code, .. }) if TRY_NTLM.contains(code) => None,
        (_, KerberosFailure::Refused { code, status, .. }) => {
            Some(InitiateError::Kdc(*code, *status))
        }
        (_, KerberosFailure::WrongKey) => Some(InitiateError::Kdc(BAD_INTEGRITY, None)),
        (_, KerberosFailure::BadAnswer) => Some(InitiateError::NoKdc),
    }
}

/// The first token, with the ticket in it.
fn speak(acquired: Acquired, path: TicketPath, context: &mut Context<'_>) -> Initiated {
    let session_key = acquired.ticket.key.bytes.first_chunk().copied();
    let spoken = ap_req(acquired, context);
    let negoex = context.machine.era == Era::Today;
    let mechanisms = [
        Some(MS_KERBEROS),
        Some(KERBEROS),
        negoex.then_some(NEGOEX),
        Some(NTLMSSP),
    ];
    let token = NegTokenInit {
        mech_types: mechanisms
            .into_iter()
            .flatten()
            .map(|oid| Oid(oid.to_vec()))
            .collect(),
        mech_token: Some(spoken.token),
        ..NegTokenInit::default()
    };
    let token = NegToken::Init(token).encode();
    Initiated::Speaks {
        answered: Some(Box::new(Answered {
            session_key,
            answer: Some(Mechanism::Ticket(path)),
            ..*by_hand(&token)
        })),
        token,
        state: Box::new(AwaitProof(spoken.state)),
    }
}

/// An answer of which nothing is known but its bytes.
fn by_hand(token: &[u8]) -> Box<Answered> {
    Box::new(Answered {
        message: token.to_vec(),
        answer: None,
        by_hand: false,
        challenge: Vec::new(),
        computation: None,
        proof: Vec::new(),
        nt_hash: None,
        session_key: None,
        steps: Vec::new(),
    })
}

/// The ticket is sent; the server's proof may come.
struct AwaitProof(AwaitApRep);

impl Initiator for AwaitProof {
    fn admitted(self: Box<Self>, token: Option<&[u8]>, context: &mut Context<'_>) {
        let Some(token) = token else { return };
        let inner = NegToken::lenient(token);
        self.0.verify(inner.token().unwrap_or(token), context);
    }

    fn step(
        self: Box<Self>,
        token: &[u8],
        _: &mut Context<'_>,
    ) -> Result<Box<Answered>, InitiateError> {
        let inner = NegToken::lenient(token);
        let code = refusal_in(inner.token().unwrap_or(token));
        let code = code.unwrap_or(error_code::KRB_AP_ERR_MSG_TYPE);
        Err(InitiateError::Service(code))
    }
}

/// Recorded bytes are sent; there is no answer to a question about them.
struct NothingToVerify;

impl Initiator for NothingToVerify {
    fn step(
        self: Box<Self>,
        _: &[u8],
        _: &mut Context<'_>,
    ) -> Result<Box<Answered>, InitiateError> {
        Err(InitiateError::NoCredential)
    }
}
