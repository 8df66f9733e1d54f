//! The client's half: NEGOTIATE, then an answer to the CHALLENGE from whatever the caller has.

use super::{key_exchange_key, session_flags};
use crate::crypto::{self, Step, Trace};
use crate::hosts::entropy::draw;
use crate::hosts::{Answer, Context, Credential, Machine, Purpose, Token};
use crate::wire::ntlm::{
    AV_FLAG_MIC, Authenticate, AvId, Challenge, Negotiate, NegotiateFlags, ResponseKind, TargetInfo,
};
use crate::wire::{DecodeError, text};
use std::fmt;

/// On whose behalf the client speaks: all it can answer with.
#[derive(Clone, Debug)]
pub enum Caller {
    /// A name and a password.
    Credential(Credential),
    /// A thread's token. What is behind it is asked of the security authority when the question comes.
    Thread(Token),
    /// A recorded AUTHENTICATE, sent again whatever the question is.
    Replay(Vec<u8>),
}

/// Begins: the NEGOTIATE message, and the state that awaits the CHALLENGE (`[MS-NLMP]` 3.1.5.1.1).
pub fn start(caller: Caller, target: String, machine: &Machine) -> (AwaitChallenge, Vec<u8>) {
    let supplied = |name: &str| text::oem(name).unwrap_or_default();
    let negotiate = Negotiate {
        flags: machine.era.negotiate_flags(machine.level),
        domain: supplied(&machine.domain),
        workstation: supplied(&machine.name),
        version: machine.era.version(),
        ..Negotiate::default()
    };
    let bytes = negotiate.encode();
    let state = AwaitChallenge {
        caller,
        target,
        flags: negotiate.flags,
        negotiate: bytes.clone(),
    };
    (state, bytes)
}

/// The NEGOTIATE is sent.
#[derive(Clone, Debug)]
pub struct AwaitChallenge {
    caller: Caller,
    target: String,
    flags: NegotiateFlags,
    negotiate: Vec<u8>,
}

/// An answer, and how it came about.
#[derive(Clone, Debug)]
pub struct Answered {
    /// The AUTHENTICATE message.
    pub message: Vec<u8>,
    /// What was answered with; none for a replay.
    pub answer: Option<Answer>,
    /// The question.
    pub challenge: [u8; 8],
    /// The proof: NTProofStr or the 24-byte response.
    pub proof: Vec<u8>,
    /// NTOWFv1, where one was computed.
    pub nt_hash: Option<[u8; 16]>,
    /// ExportedSessionKey, where there is one.
    pub session_key: Option<[u8; 16]>,
    /// Each step of the computation.
    pub steps: Vec<Step>,
}

/// Why a CHALLENGE cannot be answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClientError {
    /// It does not decode.
    Malformed(DecodeError),
    /// The answer would have a field that is longer than its length can say.
    TooLong(&'static str),
}

impl fmt::Display for ClientError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(error) => error.fmt(f),
            Self::TooLong(field) => write!(f, "{field} is longer than 65,535 bytes"),
        }
    }
}

impl AwaitChallenge {
    /// Answers a CHALLENGE (`[MS-NLMP]` 3.1.5.1.2).
    pub fn authenticate(
        self,
        challenge_bytes: &[u8],
        context: &mut Context<'_>,
    ) -> Result<Answered, ClientError> {
        let challenge = Challenge::decode(challenge_bytes)
            .value
            .map_err(ClientError::Malformed)?;
        let call = Call {
            flags: agreed(challenge.flags, self.flags),
            target: self.target,
            negotiate: self.negotiate,
            challenge_bytes,
            challenge,
        };
        match self.caller {
            Caller::Replay(message) => Ok(call.replay(message)),
            Caller::Credential(credential) => call.respond(&credential, context),
            Caller::Thread(token) => call.answer_as(&token, context),
        }
    }
}

/// The flags both sides set, and what the server alone may add.
fn agreed(server: NegotiateFlags, client: NegotiateFlags) -> NegotiateFlags {
    let mut flags = server & (client | NegotiateFlags::TARGET_INFO);
    if flags.contains(NegotiateFlags::UNICODE) {
        flags.remove(NegotiateFlags::OEM);
    }
    flags -= NegotiateFlags::OEM_DOMAIN_SUPPLIED | NegotiateFlags::OEM_WORKSTATION_SUPPLIED;
    flags
}

struct Call<'a> {
    flags: NegotiateFlags,
    target: String,
    negotiate: Vec<u8>,
    challenge_bytes: &'a [u8],
    challenge: Challenge,
}

/// What a level makes of a credential and a question.
struct Responses {
    kind: ResponseKind,
    nt: Vec<u8>,
    lm: Vec<u8>,
    proof: Vec<u8>,
    session_base_key: [u8; 16],
    mic: bool,
}

impl Call<'_> {
    fn replay(self, message: Vec<u8>) -> Answered {
        let proof = Authenticate::decode(&message)
            .value
            .map(|message| super::proof(&message))
            .unwrap_or_default();
        Answered {
            message,
            answer: None,
            challenge: self.challenge.server_challenge,
            proof,
            nt_hash: None,
            session_key: None,
            steps: Vec::new(),
        }
    }

    /// The thread's token decides: a local call, the credential behind it, or nothing.
    fn answer_as(self, token: &Token, context: &mut Context<'_>) -> Result<Answered, ClientError> {
        let lsa = &mut context.machine.lsa;
        let local = self.challenge.flags.contains(NegotiateFlags::LOCAL_CALL);
        if local && lsa.claim_local_call(self.challenge.reserved, token.clone()) {
            return Ok(self.local_call());
        }
        match lsa.behind(token).cloned() {
            Some(credential) => self.respond(&credential, context),
            None => Ok(self.anonymous(context.machine)),
        }
    }

    fn local_call(self) -> Answered {
        let message = Authenticate {
            flags: self.flags | NegotiateFlags::LOCAL_CALL,
            version: None,
            ..Authenticate::default()
        };
        self.without_secret(message, Answer::LocalCall)
    }

    /// `[MS-NLMP]` 3.2.5.1.2: no name and no response, one zero byte in the LM field.
    fn anonymous(self, machine: &Machine) -> Answered {
        let message = Authenticate {
            flags: self.flags | NegotiateFlags::ANONYMOUS,
            lm_response: crypto::ANONYMOUS_LM.to_vec(),
            workstation: self.encode(&machine.name),
            version: self.version(machine),
            ..Authenticate::default()
        };
        self.without_secret(message, Answer::Anonymous)
    }

    fn without_secret(self, message: Authenticate, answer: Answer) -> Answered {
        Answered {
            message: message.encode(),
            answer: Some(answer),
            challenge: self.challenge.server_challenge,
            proof: Vec::new(),
            nt_hash: None,
            session_key: None,
            steps: Vec::new(),
        }
    }

    fn respond(
        self,
        credential: &Credential,
        context: &mut Context<'_>,
    ) -> Result<Answered, ClientError> {
        let mut trace = Trace::on();
        let nt_hash = crypto::nt_owf_v1(&credential.password, &mut trace);
        let responses = if context.machine.level.sends_v2() {
            self.v2(credential, &nt_hash, context, &mut trace)
        } else {
            self.v1(credential, &nt_hash, context, &mut trace)
        };
        let key_exchange_key = key_exchange_key(
            responses.kind,
            self.flags,
            responses.session_base_key,
            &responses.lm,
            self.challenge.server_challenge,
            &mut trace,
        );
        let (session_key, sent_key) = self.exchange(key_exchange_key, context, &mut trace);
        let mut message = Authenticate {
            flags: self.flags,
            lm_response: responses.lm,
            nt_response: responses.nt,
            domain: self.encode(&credential.domain),
            user: self.encode(&credential.user),
            workstation: self.encode(&context.machine.name),
            session_key: sent_key,
            version: self.version(context.machine),
            mic: responses.mic.then_some([0; 16]),
            ..Authenticate::default()
        };
        if let Some(field) = message.oversized() {
            return Err(ClientError::TooLong(field));
        }
        if responses.mic {
            let zeroed = message.encode();
            message.mic = Some(crypto::mic(
                &session_key,
                &self.negotiate,
                self.challenge_bytes,
                &zeroed,
                &mut trace,
            ));
        }
        Ok(Answered {
            message: message.encode(),
            answer: Some(Answer::Response(responses.kind)),
            challenge: self.challenge.server_challenge,
            proof: responses.proof,
            nt_hash: Some(nt_hash),
            session_key: Some(session_key),
            steps: trace.into_steps(),
        })
    }

    /// `[MS-NLMP]` 3.3.1, and the NTLM2 session response where extended session security is agreed.
    fn v1(
        &self,
        credential: &Credential,
        nt_hash: &[u8; 16],
        context: &mut Context<'_>,
        trace: &mut Trace,
    ) -> Responses {
        let question = &self.challenge.server_challenge;
        let (kind, nt, lm) = if self
            .flags
            .contains(NegotiateFlags::EXTENDED_SESSION_SECURITY)
        {
            let nonce = draw(context.entropy, Purpose::ClientChallenge);
            let session = crypto::ntlm2_session(nt_hash, question, &nonce, trace);
            (ResponseKind::Ntlm2Session, session.nt, session.lm)
        } else {
            let nt = crypto::ntlm_v1(nt_hash, question, trace);
            let lm = if context.machine.level.sends_lm() {
                let owf = crypto::lm_owf_v1(&credential.password, trace).unwrap_or_default();
                crypto::lm_v1(&owf, question, trace)
            } else {
                nt
            };
            (ResponseKind::Ntlm, nt, lm)
        };
        Responses {
            kind,
            nt: nt.to_vec(),
            lm: lm.to_vec(),
            proof: nt.to_vec(),
            session_base_key: crypto::session_base_key_v1(nt_hash, trace),
            mic: false,
        }
    }

    /// `[MS-NLMP]` 3.3.2. With a timestamp from the server: its time is used, LM stays empty, a MIC follows.
    fn v2(
        &self,
        credential: &Credential,
        nt_hash: &[u8; 16],
        context: &mut Context<'_>,
        trace: &mut Trace,
    ) -> Responses {
        let question = &self.challenge.server_challenge;
        let key = crypto::nt_owf_v2(nt_hash, &credential.user, &credential.domain, trace);
        let nonce = draw(context.entropy, Purpose::ClientChallenge);
        let mut info =
            TargetInfo::lenient(self.challenge.target_info.as_deref().unwrap_or_default());
        let timestamp = info.timestamp();
        let mic = timestamp.is_some() && context.machine.era.timestamps();
        if mic {
            info = info
                .with_flags(AV_FLAG_MIC)
                .with_text(AvId::TargetName, &self.target);
        }
        let time = timestamp.unwrap_or(context.now.0);
        let temp = crypto::temp(time, &nonce, &info.encode());
        let response = crypto::ntlm_v2(&key, question, &temp, trace);
        let lm = match timestamp {
            Some(_) => crypto::NULL_LM,
            None => crypto::lm_v2(&key, question, &nonce, trace),
        };
        Responses {
            kind: ResponseKind::NtlmV2,
            nt: response.response,
            lm: lm.to_vec(),
            proof: response.proof.to_vec(),
            session_base_key: response.session_base_key,
            mic,
        }
    }

    /// The session key: chosen and sent only with KEY_EXCH and SIGN or SEAL, else derived.
    fn exchange(
        &self,
        key_exchange_key: [u8; 16],
        context: &mut Context<'_>,
        trace: &mut Trace,
    ) -> ([u8; 16], Vec<u8>) {
        let flags = session_flags(self.flags);
        if !flags.exchanges_key() {
            return (key_exchange_key, Vec::new());
        }
        let chosen = draw(context.entropy, Purpose::ExportedSessionKey);
        let key = crypto::export_key(&key_exchange_key, &chosen, flags, trace);
        (
            key.exported,
            key.encrypted.map(Vec::from).unwrap_or_default(),
        )
    }

    fn encode(&self, name: &str) -> Vec<u8> {
        if self.flags.contains(NegotiateFlags::UNICODE) {
            text::utf16le(name)
        } else {
            text::oem(name).unwrap_or_default()
        }
    }

    fn version(&self, machine: &Machine) -> Option<crate::wire::ntlm::Version> {
        let asked = self.flags.contains(NegotiateFlags::VERSION);
        machine.era.version().filter(|_| asked)
    }
}
