//! The server's half: CHALLENGE, then what an AUTHENTICATE amounts to.

use super::{key_exchange_key, session_flags};
use crate::crypto::{self, ComputationStep, Trace};
use crate::hosts::LocalCall;
use crate::hosts::entropy::draw;
use crate::hosts::{AccessToken, Comparison, Context, Identity, Machine, Purpose};
use crate::value_kind::ValueKind;
use crate::wire::netlogon::{Logon, LogonRequest, LogonResponse, NetworkLogon};
use crate::wire::ntlm::{
    Authenticate, AvId, Challenge, Negotiate, NegotiateFlags, ResponseKind, TargetInfo, zero_mic,
};
use crate::wire::{DecodeError, text};

/// Takes a NEGOTIATE: the CHALLENGE, and the state that awaits the AUTHENTICATE (`[MS-NLMP]` 3.2.5.1.1).
pub fn accept(
    negotiate_bytes: &[u8],
    context: &mut Context<'_>,
) -> Result<(Box<AwaitAuthenticate>, Vec<u8>), DecodeError> {
    let negotiate = Negotiate::value(negotiate_bytes)?;
    let machine = &mut *context.machine;
    let mut flags = granted(negotiate.flags, machine);
    let mut handle = [0; 8];
    if is_local(&negotiate, machine) {
        flags |= NegotiateFlags::LOCAL_CALL;
        handle = draw(context.entropy, Purpose::ContextHandle);
        machine.lsa.open_local_call(handle);
    }
    let challenge = Challenge {
        flags,
        target_name: match flags.contains(NegotiateFlags::REQUEST_TARGET) {
            true => super::encode(&machine.domain.netbios, flags),
            false => Vec::new(),
        },
        server_challenge: draw(context.entropy, Purpose::ServerChallenge),
        reserved: handle,
        target_info: Some(target_info(context).encode()),
        version: context
            .machine
            .era
            .version()
            .filter(|_| flags.contains(NegotiateFlags::VERSION)),
        ..Challenge::default()
    };
    let bytes = challenge.encode();
    let state = AwaitAuthenticate {
        negotiate: negotiate_bytes.to_vec(),
        challenge_bytes: bytes.clone(),
        challenge,
    };
    Ok((Box::new(state), bytes))
}

/// The CHALLENGE is sent.
#[derive(Clone, Debug)]
pub struct AwaitAuthenticate {
    negotiate: Vec<u8>,
    challenge_bytes: Vec<u8>,
    challenge: Challenge,
}

/// What an AUTHENTICATE amounts to.
#[derive(Clone, Debug)]
pub enum Received {
    /// No name and no response.
    Anonymous,
    /// A caller on this computer, named by the system.
    Local(AccessToken),
    /// A response: somebody who knows the account must judge it.
    Response(Box<AwaitValidation>, LogonRequest),
}

/// Why an AUTHENTICATE gets no further.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ServerError {
    /// It does not decode.
    Malformed(DecodeError),
    /// It claims a local call that no thread of this computer made.
    NoSuchCall,
    /// It comes from this very computer, by another name than its own.
    Loopback,
    /// The authority refused it, with this NTSTATUS.
    Refused(u32),
    /// The MIC does not match.
    Mic(Box<Checked>),
}

/// The MIC as it should be and as it was.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    /// The steps that led to the MIC that is expected.
    pub steps: Vec<ComputationStep>,
    /// Expected and received.
    pub comparison: Comparison,
}

impl Eq for Checked {}

impl AwaitAuthenticate {
    /// ServerChallenge: what the response must answer.
    pub fn server_challenge(&self) -> [u8; 8] {
        self.challenge.server_challenge
    }

    /// Takes an AUTHENTICATE (`[MS-NLMP]` 3.2.5.1.2).
    pub fn receive(
        self: Box<Self>,
        bytes: &[u8],
        machine: &mut Machine,
    ) -> Result<Received, ServerError> {
        let mut message = Authenticate::value(bytes).map_err(ServerError::Malformed)?;
        let granted = self.challenge.flags;
        // The shortest legacy form has no flags: what the CHALLENGE said holds.
        if message.flags.is_empty() {
            message.flags = granted;
        }
        let (domain, user) = (message.domain_text(), message.user_text());
        let workstation = message.workstation_text();
        // A flag that was not granted must not choose the session key.
        message.flags &= granted;
        let empty = message.user.is_empty() && message.nt_response.is_empty();
        let claims = empty && message.flags.contains(NegotiateFlags::LOCAL_CALL);
        if machine
            .lsa
            .take_called_by_other_name(self.challenge.server_challenge)
        {
            return Err(ServerError::Loopback);
        }
        match machine.lsa.take_local_call(self.challenge.reserved) {
            LocalCall::Claimed(token) if claims => return Ok(Received::Local(token)),
            _ if claims => return Err(ServerError::NoSuchCall),
            LocalCall::Open | LocalCall::Claimed(_) => {}
        }
        if empty && matches!(message.lm_response.as_slice(), [] | [0]) {
            return Ok(Received::Anonymous);
        }
        let request = LogonRequest {
            domain,
            user,
            workstation,
            parameter_control: 0,
            logon: Logon::Network(NetworkLogon {
                challenge: self.effective_challenge(&message),
                nt_response: message.nt_response.clone(),
                lm_response: message.lm_response.clone(),
            }),
        };
        let state = AwaitValidation {
            // Of an LM field alone only the authority can tell LMv2 from LM.
            kind: message.responses().effective(),
            message,
            bytes: bytes.to_vec(),
            exchange: self,
        };
        Ok(Received::Response(Box::new(state), request))
    }

    /// With an NTLM2 session response the question is mixed with the client's nonce (`[MS-NLMP]` 3.3.1); the
    /// authority is asked about the mixture.
    fn effective_challenge(&self, message: &Authenticate) -> [u8; 8] {
        let question = self.challenge.server_challenge;
        match (
            message.responses().nt,
            message.lm_response.first_chunk::<8>(),
        ) {
            (ResponseKind::Ntlm2Session, Some(nonce)) => {
                crypto::effective_challenge(&question, nonce)
            }
            _ => question,
        }
    }
}

/// The authority is asked.
#[derive(Clone, Debug)]
pub struct AwaitValidation {
    exchange: Box<AwaitAuthenticate>,
    message: Authenticate,
    bytes: Vec<u8>,
    /// How the response was made.
    pub kind: ResponseKind,
}

/// A caller who proved who they are.
#[derive(Clone, Debug)]
pub struct Authenticated {
    /// The account that was proved.
    pub identity: Identity,
    /// The kind of response that proved it.
    pub kind: ResponseKind,
    /// ExportedSessionKey, the same as at the client.
    pub session_key: [u8; 16],
    /// The AUTHENTICATE, as received.
    pub message: Vec<u8>,
    /// How the keys and the MIC were computed.
    pub steps: Vec<ComputationStep>,
    /// The MIC, where one was sent.
    pub comparison: Option<Comparison>,
}

impl AwaitValidation {
    /// The part of the response that the password's hash made.
    pub fn proof(&self) -> Vec<u8> {
        super::proof(&self.message)
    }

    /// Takes the authority's answer; checks the MIC (`[MS-NLMP]` 3.2.5.1.2).
    pub fn validated(self, response: &LogonResponse) -> Result<Authenticated, ServerError> {
        let Some(validation) = &response.validation else {
            return Err(ServerError::Refused(response.status));
        };
        let mut trace = Trace::on();
        let session_key = self.session_key(validation.session_base_key, &mut trace);
        let comparison = self.check_mic(&session_key, &mut trace);
        let steps = trace.into_steps();
        match comparison {
            Some(comparison) if !comparison.matches() => {
                Err(ServerError::Mic(Box::new(Checked { steps, comparison })))
            }
            comparison => Ok(Authenticated {
                identity: Identity::User(validation.into()),
                kind: self.kind,
                session_key,
                message: self.bytes,
                steps,
                comparison,
            }),
        }
    }

    fn session_key(&self, session_base_key: [u8; 16], trace: &mut Trace) -> [u8; 16] {
        let flags = self.message.flags;
        let key_exchange_key = key_exchange_key(
            self.kind,
            flags,
            session_base_key,
            &self.message.lm_response,
            self.exchange.challenge.server_challenge,
            trace,
        );
        let flags = session_flags(flags);
        match <[u8; 16]>::try_from(self.message.session_key.as_slice()) {
            Ok(sent) if flags.exchanges_key() => {
                crypto::received_key(&key_exchange_key, &sent, flags, trace)
            }
            _ => key_exchange_key,
        }
    }

    /// The proof covers the flag that promises a MIC, so a MIC that was promised cannot be left out, and sixteen bytes
    /// that nobody promised are none.
    fn check_mic(&self, session_key: &[u8; 16], trace: &mut Trace) -> Option<Comparison> {
        if !self.message.says_mic() {
            return None;
        }
        let received = self.message.mic.map(Vec::from).unwrap_or_default();
        let zeroed = zero_mic(&self.bytes).unwrap_or_else(|| self.bytes.clone());
        let AwaitAuthenticate {
            negotiate,
            challenge_bytes,
            ..
        } = &*self.exchange;
        let expected = crypto::mic(session_key, negotiate, challenge_bytes, &zeroed, trace);
        Some(Comparison {
            name: "MIC",
            expected: expected.to_vec(),
            received,
            value_kind: ValueKind::SessionKey,
        })
    }
}

/// What of the client's wishes the server grants. LM_KEY and NON_NT are not: they need the LM hash, which stays with
/// the domain controller.
fn granted(asked: NegotiateFlags, machine: &Machine) -> NegotiateFlags {
    let mut able = NegotiateFlags::UNICODE
        | NegotiateFlags::REQUEST_TARGET
        | NegotiateFlags::NTLM
        | NegotiateFlags::SIGN
        | NegotiateFlags::SEAL
        | NegotiateFlags::ALWAYS_SIGN
        | NegotiateFlags::EXTENDED_SESSION_SECURITY
        | NegotiateFlags::KEY_128
        | NegotiateFlags::KEY_56
        | NegotiateFlags::KEY_EXCH;
    if machine.era.version().is_some() {
        able |= NegotiateFlags::VERSION;
    }
    let mut flags = asked & able;
    if !flags.contains(NegotiateFlags::UNICODE) {
        flags |= NegotiateFlags::OEM;
    }
    // Who does not ask for the target is not told it (`[MS-NLMP]` 3.2.5.1.1).
    if flags.contains(NegotiateFlags::REQUEST_TARGET) {
        flags |= NegotiateFlags::TARGET_TYPE_DOMAIN;
    }
    flags | NegotiateFlags::NTLM | NegotiateFlags::TARGET_INFO
}

/// The names in the NEGOTIATE are this computer's own.
fn is_local(negotiate: &Negotiate, machine: &Machine) -> bool {
    let own = |bytes: &[u8], name: &str| text::oem(name).is_some_and(|name| name == bytes);
    negotiate.flags.contains(NegotiateFlags::NAMES_SUPPLIED)
        && own(&negotiate.domain, &machine.domain.netbios)
        && own(&negotiate.workstation, &machine.name)
}

fn target_info(context: &Context<'_>) -> TargetInfo {
    let machine = &context.machine;
    let mut info = TargetInfo::new()
        .with_text(AvId::NbDomainName, &machine.domain.netbios)
        .with_text(AvId::NbComputerName, &machine.name);
    if machine.era.dns_names() {
        info = info
            .with_text(AvId::DnsDomainName, &machine.domain.dns)
            .with_text(AvId::DnsComputerName, &machine.dns_name())
            // Each forest here is one domain.
            .with_text(AvId::DnsTreeName, &machine.domain.dns);
    }
    if machine.era.timestamps() {
        info = info.with_timestamp(context.now.0);
    }
    info
}
