//! The client's half: NEGOTIATE, then an answer to the CHALLENGE from whatever the caller has.

use super::answer::{AnsweringAccount, Question};
use super::{key_exchange_key, session_flags};
use crate::crypto::{self, Trace};
use crate::hosts::entropy::draw;
use crate::hosts::security::{Answered, Caller, InitiateError};
use crate::hosts::{
    AccessToken, Computation, Context, Credential, Era, Machine, Mechanism, Purpose, Reply,
};
use crate::wire::ntlm::{Authenticate, Challenge, Negotiate, NegotiateFlags};

/// Begins: the NEGOTIATE message, and the state that awaits the CHALLENGE (`[MS-NLMP]` 3.1.5.1.1).
pub fn start(caller: Caller, target: String, machine: &Machine) -> (Box<AwaitChallenge>, Vec<u8>) {
    let mut flags = machine.era.negotiate_flags(machine.level);
    // Since Windows 2000 the computer is named where somebody logged on is signed in, and not where a password is typed: in
    // captures that NEGOTIATE is 0xA2088207.
    let typed = matches!(caller, Caller::Credential(_));
    if typed && machine.era != Era::Y1998 {
        flags -= NegotiateFlags::NAMES_SUPPLIED;
    }
    start_asking(flags, caller, target, machine)
}

/// The same, with flags of the caller's choice.
pub(super) fn start_asking(
    flags: NegotiateFlags,
    caller: Caller,
    target: String,
    machine: &Machine,
) -> (Box<AwaitChallenge>, Vec<u8>) {
    let supplied = |name: &str, flag| match flags.contains(flag) {
        true => super::encode(name, NegotiateFlags::OEM),
        false => Vec::new(),
    };
    let domain = NegotiateFlags::OEM_DOMAIN_SUPPLIED;
    let workstation = NegotiateFlags::OEM_WORKSTATION_SUPPLIED;
    let negotiate = Negotiate {
        flags,
        domain: supplied(&machine.domain.netbios, domain),
        workstation: supplied(&machine.name, workstation),
        version: machine.era.version(),
        ..Negotiate::default()
    };
    let bytes = negotiate.encode();
    let state = AwaitChallenge {
        caller,
        target,
        flags,
        negotiate: bytes.clone(),
    };
    (Box::new(state), bytes)
}

/// The NEGOTIATE is sent.
#[derive(Clone, Debug)]
pub struct AwaitChallenge {
    caller: Caller,
    target: String,
    flags: NegotiateFlags,
    negotiate: Vec<u8>,
}

impl AwaitChallenge {
    /// Answers a CHALLENGE (`[MS-NLMP]` 3.1.5.1.2).
    pub fn authenticate(
        self,
        challenge_bytes: &[u8],
        context: &mut Context<'_>,
    ) -> Result<Box<Answered>, InitiateError> {
        let challenge = Challenge::value(challenge_bytes).map_err(InitiateError::Malformed)?;
        let call = Call {
            flags: agreed(challenge.flags, self.flags),
            target: self.target,
            negotiate: self.negotiate,
            challenge_bytes,
            challenge,
        };
        if !context.machine.may_loop_back(&call.target) {
            let lsa = &mut context.machine.lsa;
            lsa.note_called_by_other_name(call.challenge.server_challenge);
        }
        match self.caller {
            Caller::Replay(message) => Ok(call.replay(message)),
            Caller::Credential(credential) => call.respond(&credential, context),
            Caller::Thread(token) => call.answer_as(&token, context),
            Caller::Hand(reply) => {
                let mut answered = call.answer_by_hand(reply, context)?;
                answered.by_hand = true;
                Ok(answered)
            }
        }
    }
}

/// The flags both sides set, and what the server alone may add.
fn agreed(server: NegotiateFlags, client: NegotiateFlags) -> NegotiateFlags {
    let mut flags = server & (client | NegotiateFlags::TARGET_INFO);
    if flags.contains(NegotiateFlags::UNICODE) {
        flags.remove(NegotiateFlags::OEM);
    }
    flags - NegotiateFlags::NAMES_SUPPLIED
}

struct Call<'a> {
    flags: NegotiateFlags,
    target: String,
    negotiate: Vec<u8>,
    challenge_bytes: &'a [u8],
    challenge: Challenge,
}

impl Call<'_> {
    fn replay(self, message: Vec<u8>) -> Box<Answered> {
        let proof = Authenticate::value(&message)
            .map(|message| super::proof(&message))
            .unwrap_or_default();
        Box::new(Answered {
            message,
            answer: None,
            by_hand: false,
            challenge: self.challenge.server_challenge.to_vec(),
            computation: None,
            proof,
            nt_hash: None,
            session_key: None,
            steps: Vec::new(),
        })
    }

    /// The thread's token decides: a local call, the credential behind it, or nothing.
    fn answer_as(
        self,
        token: &AccessToken,
        context: &mut Context<'_>,
    ) -> Result<Box<Answered>, InitiateError> {
        let local = self.challenge.flags.contains(NegotiateFlags::LOCAL_CALL);
        let may = context.machine.may_loop_back(&self.target);
        let lsa = &mut context.machine.lsa;
        if local && may && lsa.claim_local_call(self.challenge.reserved, token.clone()) {
            return Ok(self.local_call(context.machine));
        }
        // A ticket answers no challenge.
        let mut behind = lsa.behind(token).iter();
        let answers = behind.find(|it| !matches!(it, Credential::Ticket(_)));
        match answers.cloned() {
            Some(credential) => self.respond(&credential, context),
            None => Ok(self.anonymous(context.machine)),
        }
    }

    /// Nothing but the flag: the system knows the caller by the handle in the CHALLENGE.
    fn local_call(self, machine: &Machine) -> Box<Answered> {
        let message = Authenticate {
            flags: self.flags | NegotiateFlags::LOCAL_CALL,
            version: self.version(machine),
            ..Authenticate::default()
        };
        self.without_secret(message, Mechanism::LocalCall)
    }

    /// `[MS-NLMP]` 3.2.5.1.2: no name and no response, one zero byte in the LM field.
    fn anonymous(self, machine: &Machine) -> Box<Answered> {
        let message = Authenticate {
            flags: self.flags | NegotiateFlags::ANONYMOUS,
            lm_response: crypto::ANONYMOUS_LM.to_vec(),
            workstation: self.encode(&machine.name),
            version: self.version(machine),
            ..Authenticate::default()
        };
        self.without_secret(message, Mechanism::NullSession)
    }

    fn without_secret(self, message: Authenticate, answer: Mechanism) -> Box<Answered> {
        Box::new(Answered {
            message: message.encode(),
            answer: Some(answer),
            by_hand: false,
            challenge: self.challenge.server_challenge.to_vec(),
            computation: None,
            proof: Vec::new(),
            nt_hash: None,
            session_key: None,
            steps: Vec::new(),
        })
    }

    fn respond(
        self,
        credential: &Credential,
        context: &mut Context<'_>,
    ) -> Result<Box<Answered>, InitiateError> {
        let mut trace = Trace::on();
        let account = match credential {
            // `[MS-NLMP]` 3.3.1, 3.3.2: no user and no password is the anonymous user.
            Credential::Password(typed) if typed.user.is_empty() && typed.password.is_empty() => {
                return Ok(self.anonymous(context.machine));
            }
            Credential::Password(typed) => AnsweringAccount {
                domain: &typed.domain,
                user: &typed.user,
                nt_hash: crypto::nt_owf_v1(&typed.password, &mut trace),
                password: Some(&typed.password),
            },
            Credential::Ticket(_) => return Err(InitiateError::NoCredential),
            Credential::NtHash { domain, user, hash } => AnsweringAccount {
                domain,
                user,
                nt_hash: *hash,
                password: None,
            },
        };
        self.prove(&account, trace, context)
    }

    /// Somebody in IIS's place decides.
    fn answer_by_hand(
        self,
        reply: Reply,
        context: &mut Context<'_>,
    ) -> Result<Box<Answered>, InitiateError> {
        match reply {
            Reply::Nothing | Reply::Replay | Reply::Thread => Ok(self.anonymous(context.machine)),
            Reply::Raw(message) => Ok(self.replay(message)),
            Reply::Credential(credential) => self.respond(&credential, context),
        }
    }

    /// The response that the NT hash gives, and what follows from it.
    fn prove(
        self,
        account: &AnsweringAccount<'_>,
        mut trace: Trace,
        context: &mut Context<'_>,
    ) -> Result<Box<Answered>, InitiateError> {
        let question = Question {
            flags: self.flags,
            challenge: &self.challenge,
            target: &self.target,
        };
        let responses = if context.machine.level.sends_v2() {
            let v2 = question.v2(account, context, &mut trace);
            v2.map_err(InitiateError::Malformed)?
        } else {
            question.v1(account, context, &mut trace)
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
            domain: self.encode(account.domain),
            user: self.encode(account.user),
            workstation: self.encode(&context.machine.name),
            session_key: sent_key,
            version: self.version(context.machine),
            mic: responses.mic.then_some([0; 16]),
            ..Authenticate::default()
        };
        if let Some(field) = message.oversized() {
            return Err(InitiateError::TooLong(field));
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
        Ok(Box::new(Answered {
            message: message.encode(),
            answer: Some(Mechanism::Response(responses.kind)),
            by_hand: false,
            challenge: self.challenge.server_challenge.to_vec(),
            computation: Some(Computation::Response {
                mechanism: Mechanism::Response(responses.kind),
                challenge: self.challenge.server_challenge.to_vec(),
            }),
            proof: responses.proof,
            nt_hash: Some(account.nt_hash),
            session_key: Some(session_key),
            steps: trace.into_steps(),
        }))
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
        super::encode(name, self.flags)
    }

    fn version(&self, machine: &Machine) -> Option<crate::wire::ntlm::Version> {
        let asked = self.flags.contains(NegotiateFlags::VERSION);
        machine.era.version().filter(|_| asked)
    }
}
