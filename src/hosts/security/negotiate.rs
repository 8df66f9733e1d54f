//! Negotiate (`[MS-SPNG]`, RFC 4559): Kerberos where there is a ticket to be had, NTLM where there is none.

use super::kerberos::{
    self, Acquired, AwaitApRep, HeldTicket, KerberosFailure, OnBehalf, Owner, Plan, Source,
    TicketPath, TicketUse, acquire, ap_req, service_principal,
};
use super::ntlm::Ntlm;
use super::{
    Acceptance, Accepted, Acceptor, Answered, Caller, Denied, InitiateError, Initiated, Initiator,
    Login, RequestLine, SecurityPackage, Target, token_holding,
};
use crate::hosts::{
    ConnectionId, Context, Credential, Decision, DenialReason, Era, HowKnown, Identity, LogonType,
    Machine, Mechanism, Note, Package, Reply, StorageLocation, Token, UserPassword,
};
use crate::wire::ntlm::is_ntlmssp;
use crate::wire::oid::{KERBEROS, MS_KERBEROS, NEGOEX, NTLMSSP, Oid};
use crate::wire::spnego::{NegToken, NegTokenInit, NegTokenResp, is_spnego};
use crate::wire::{DecodeError, ErrorKind};

/// The package.
#[derive(Clone, Copy, Debug)]
pub struct Negotiate;

/// negState of an acceptor that is satisfied (RFC 4178 4.2.2).
const ACCEPT_COMPLETED: u8 = 0;

impl SecurityPackage for Negotiate {
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

    fn accept(&self, connection: ConnectionId, _: Option<RequestLine>) -> Box<dyn Acceptor> {
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

/// How a ticket could be had; none where there is nothing to get it with, or the call stays on this computer, which NTLM
/// does without any proof.
fn plan(caller: &Caller, target: &Target, machine: &Machine) -> Option<(Plan, TicketPath)> {
    let (_, host) = target.service.split_once('/')?;
    if is_this_computer(host, machine) {
        return None;
    }
    let service = service_principal(&target.service);
    let with = |owner, source, realm: &str| Plan {
        delegate: target.delegate,
        ..Plan::new(owner, source, realm, service.clone())
    };
    let by_password = |owner, typed: &UserPassword| {
        let realm = machine.kerberos.realm(&typed.domain)?.name.clone();
        Some((
            with(owner, Source::Password(typed.clone()), &realm),
            TicketPath::Own,
        ))
    };
    match caller {
        Caller::Credential(Credential::Password(typed))
        | Caller::Hand(Reply::Credential(Credential::Password(typed))) => {
            let name = format!("{}\\{}", typed.domain, typed.user);
            by_password(Owner::Typed(name), typed)
        }
        Caller::Thread(token) => {
            let owner = Owner::Session(token.session);
            let behind = machine.lsa.behind(token);
            let password = behind.iter().find_map(|credential| match credential {
                Credential::Password(typed) => Some(typed),
                _ => None,
            });
            if let Some(typed) = password {
                return by_password(owner, typed);
            }
            if let Some(tgt) = ticket(behind, TicketUse::ForwardedTgt) {
                let source = Source::Tgt(tgt.clone());
                let plan = with(owner, source, &tgt.client_realm);
                return Some((plan, TicketPath::ForwardedTgt));
            }
            on_behalf(token, behind, machine).and_then(|(on_behalf, path)| {
                let account = machine.kerberos.runs_as.clone()?;
                let realm = account.realm.clone();
                let mut plan = with(owner, Source::Account(account), &realm);
                plan.on_behalf = Some(on_behalf);
                Some((plan, path))
            })
        }
        _ => None,
    }
}

fn ticket(behind: &[Credential], held_as: TicketUse) -> Option<&HeldTicket> {
    behind.iter().find_map(|credential| match credential {
        Credential::Ticket(ticket) if ticket.held_as == held_as => Some(ticket.as_ref()),
        _ => None,
    })
}

/// The user behind a token, for S4U: Windows has had it since Server 2003.
fn on_behalf(
    token: &Token,
    behind: &[Credential],
    machine: &Machine,
) -> Option<(OnBehalf, TicketPath)> {
    let Identity::User { domain, name } = &token.identity else {
        return None;
    };
    if machine.era == Era::Y1998 {
        return None;
    }
    let evidence = ticket(behind, TicketUse::Evidence).cloned();
    let path = match evidence {
        Some(_) => TicketPath::Evidence,
        None => TicketPath::Transition,
    };
    let on_behalf = OnBehalf {
        realm: machine.kerberos.realm(domain)?.name.clone(),
        name: name.clone(),
        evidence,
    };
    Some((on_behalf, path))
}

fn is_this_computer(host: &str, machine: &Machine) -> bool {
    let host = host.split_once(':').map_or(host, |(host, _)| host);
    [machine.name.as_str(), &machine.dns_name(), "localhost"]
        .iter()
        .any(|own| own.eq_ignore_ascii_case(host))
}

/// What leaves no other way: whoever typed a password that the KDC refuses is asked again. A thread has nobody to ask.
fn fatal(caller: &Caller, failure: &KerberosFailure) -> Option<InitiateError> {
    /// KDC_ERR_C_PRINCIPAL_UNKNOWN, KDC_ERR_S_PRINCIPAL_UNKNOWN, KDC_ERR_PRINCIPAL_NOT_UNIQUE: NTLM may do.
    const TRY_NTLM: [i64; 3] = [6, 7, 8];
    match (caller, failure) {
        (Caller::Thread(_), _) | (_, KerberosFailure::NoKdc | KerberosFailure::NoCredential) => {
            None
        }
        (_, KerberosFailure::Refused { code, .. }) if TRY_NTLM.contains(code) => None,
        (_, KerberosFailure::Refused { code, .. }) => Some(InitiateError::Kdc(*code)),
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
        _: &[u8],
        _: &mut Context<'_>,
    ) -> Result<Box<Answered>, InitiateError> {
        Err(InitiateError::Kdc(kerberos::code::MODIFIED))
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

/// Nothing was received.
struct ExpectToken {
    connection: ConnectionId,
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

/// NTLM inside of SPNEGO: its question goes back inside too.
fn wrapped(acceptance: Acceptance) -> Result<Acceptance, Box<Denied>> {
    /// negState accept-incomplete.
    const GO_ON: u8 = 1;
    Ok(match acceptance {
        Acceptance::Continue { question, state } => Acceptance::Continue {
            question: NegToken::Resp(NegTokenResp {
                neg_state: Some(GO_ON),
                supported_mech: Some(Oid(NTLMSSP.to_vec())),
                response_token: Some(question),
                mech_list_mic: None,
            })
            .encode(),
            state: Box::new(Unwrap(state)),
        },
        other => other,
    })
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
    let known = kerberos::accept(token, &accounts, context).map_err(|error| Denied {
        because: DenialReason::Kerberos(error.code),
        steps: error.steps,
        comparisons: Vec::new(),
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
    let of = token.identity.to_string();
    let place = StorageLocation::LogonSession(token.session);
    let mut gained = Vec::new();
    for ticket in &tickets {
        gained.push(ticket.holding(&of, place));
        gained.push(ticket.key_holding(&of, place));
    }
    gained.push(token_holding(&token, connection));
    let reply = known.reply.map(|reply| match mechanism {
        None => reply,
        Some(mechanism) => NegToken::Resp(NegTokenResp {
            neg_state: Some(ACCEPT_COMPLETED),
            supported_mech: Some(mechanism),
            response_token: Some(reply),
            mech_list_mic: None,
        })
        .encode(),
    });
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
