//! The two responses.

mod compute;

use super::words::{Finding, kind_name};
use super::{Credentials, Known, Outcome};
use crate::crypto::{self, KxKind, NULL_KEY, Trace};
use crate::wire::DecodeError;
use crate::wire::ntlm::{Authenticate, Challenge, ResponseKind};
use compute::keep;

/// What both responses are worth, and the session that follows.
pub struct Proofs {
    pub nt: Finding,
    pub lm: Finding,
    pub session: Option<Session>,
}

/// What a session's keys are made of.
pub struct Session {
    pub kind: KxKind,
    pub base_key: [u8; 16],
    pub lm_owf: [u8; 16],
    pub server_challenge: [u8; 8],
}

/// All that a response is judged by.
pub struct Judge<'a> {
    message: &'a Authenticate,
    challenge: Option<&'a Result<Challenge, DecodeError>>,
    known: Option<Known<'a>>,
    user: String,
    domain: String,
    /// Whether the domain is the message's own.
    as_sent: bool,
}

/// What is needed to compute a response.
struct Ready {
    challenge: [u8; 8],
    nt_hash: [u8; 16],
}

/// A finding, and the session base key and LM hash where it is right.
type Found = (Finding, Option<(KxKind, [u8; 16], [u8; 16])>);

impl<'a> Judge<'a> {
    pub fn new(
        message: &'a Authenticate,
        challenge: Option<&'a Result<Challenge, DecodeError>>,
        credentials: Option<&Credentials<'a>>,
        (user, domain): (String, String),
    ) -> Self {
        let given = credentials.and_then(|given| given.domain);
        Self {
            message,
            challenge,
            known: credentials.map(|given| match given.secret {
                Known::Both(password, hash)
                    if crypto::nt_owf_v1(password, &mut Trace::off()) == hash =>
                {
                    Known::Password(password)
                }
                known => known,
            }),
            user: credentials
                .and_then(|given| given.user)
                .map_or(user, str::to_owned),
            domain: given.map_or(domain, str::to_owned),
            as_sent: given.is_none(),
        }
    }

    /// Judges both. Of a wrong proof no session key is left in the trace.
    pub fn proofs(&self, trace: &mut Trace) -> Proofs {
        let kinds = self.message.responses();
        let (mut nt, from_nt) = self.nt(kinds.nt, trace);
        let (lm, from_lm) = self.lm(kinds.lm, &nt, trace);
        if let Some(Known::Both(..)) = self.known {
            nt.add("; the password given has another NT hash than the one given.");
        } else if nt.result == Outcome::Wrong && lm.is_right() && kinds.lm == ResponseKind::Lm {
            // LM knows no lower case.
            nt.add(
                "; the LM response is right, so the password differs in upper and lower case only.",
            );
        }
        // An LM response counts where it is all there is.
        let proven = match nt.result {
            Outcome::Absent if kinds.nt != ResponseKind::Anonymous => from_lm,
            _ => from_nt,
        };
        let session = proven.map(|(kind, base_key, lm_owf)| Session {
            kind,
            base_key,
            lm_owf,
            server_challenge: self.question().unwrap_or_default(),
        });
        Proofs { nt, lm, session }
    }

    fn question(&self) -> Option<[u8; 8]> {
        match self.challenge {
            Some(Ok(challenge)) => Some(challenge.server_challenge),
            _ => None,
        }
    }

    fn nt(&self, kind: ResponseKind, trace: &mut Trace) -> Found {
        let response = self.message.nt_response.as_slice();
        let absent = match kind {
            ResponseKind::Empty => "NtChallengeResponse is empty.",
            ResponseKind::Zero24 => {
                "NtChallengeResponse is Z(24): 24 zero bytes in the place of a response."
            }
            ResponseKind::Anonymous => {
                let because = "The sign-in is anonymous: it names no user and proves nothing.";
                let session = (KxKind::Anonymous, NULL_KEY, NULL_KEY);
                return (Finding::absent(&[because]), Some(session));
            }
            ResponseKind::LocalCall => {
                "It is a local call: the server knows the caller by the context handle in its CHALLENGE, and the session \
                 key never leaves the computer."
            }
            ResponseKind::NtlmV2 | ResponseKind::Ntlm | ResponseKind::Ntlm2Session => {
                return match self.ready(kind) {
                    Err(finding) => (finding, None),
                    Ok(ready) if kind == ResponseKind::NtlmV2 => {
                        let check = crypto::check_v2;
                        self.v2(kind, "NTProofStr", response, ready, check, trace)
                    }
                    Ok(ready) => self.v1(kind, response, &ready, trace),
                };
            }
            _ => return (odd("NtChallengeResponse", response), None),
        };
        (Finding::absent(&[absent]), None)
    }

    fn lm(&self, kind: ResponseKind, nt: &Finding, trace: &mut Trace) -> Found {
        let response = self.message.lm_response.as_slice();
        let absent = match kind {
            ResponseKind::Empty => "LmChallengeResponse is empty.",
            ResponseKind::Zero24 => {
                "LmChallengeResponse is Z(24): 24 zero bytes, as a client sends that answers a CHALLENGE with a timestamp."
            }
            ResponseKind::Anonymous => "The sign-in is anonymous: it proves nothing.",
            ResponseKind::LocalCall => "It is a local call: no response is sent.",
            ResponseKind::Ntlm2Session => {
                "LmChallengeResponse holds the client's nonce for the NTLM2 session response: it proves nothing itself."
            }
            ResponseKind::Ntlm => {
                let because = "LmChallengeResponse repeats the NTLM response, so that no LM response is sent: what holds \
                     for the one holds for the other.";
                return (Finding::new(nt.result, &[because]), None);
            }
            ResponseKind::LmV2 | ResponseKind::Lm => {
                return match self.ready(kind) {
                    Err(finding) => (finding, None),
                    Ok(ready) => self.lm_or_lm_v2(kind, response, ready, trace),
                };
            }
            _ => return (odd("LmChallengeResponse", response), None),
        };
        (Finding::absent(&[absent]), None)
    }

    /// Beside an NTLMv2 response it is LMv2, beside an NTLM response LM; alone it may be either.
    fn lm_or_lm_v2(
        &self,
        kind: ResponseKind,
        response: &[u8],
        ready: Ready,
        trace: &mut Trace,
    ) -> Found {
        let alone = self.message.nt_response.len() != 24;
        if kind == ResponseKind::LmV2 || alone {
            let mut own = Trace::on();
            let check = crypto::check_lm_v2;
            let kind_v2 = ResponseKind::LmV2;
            let question = ready.challenge;
            let found = self.v2(kind_v2, "its first half", response, ready, check, &mut own);
            if kind == ResponseKind::LmV2 || found.0.is_right() {
                keep(own.into_steps(), trace);
                return found;
            }
            return self.lm_v1(response, &question, trace);
        }
        self.lm_v1(response, &ready.challenge, trace)
    }

    /// What every computation needs, or what of it is missing.
    fn ready(&self, kind: ResponseKind) -> Result<Ready, Finding> {
        let unknown = |because: &[&str]| {
            let start = ["The ", kind_name(kind), " cannot be verified: "].concat();
            Finding::unknown(&[&[start.as_str()], because, &["."]].concat())
        };
        let challenge = match self.challenge {
            Some(Ok(challenge)) => challenge.server_challenge,
            Some(Err(error)) => {
                let error = error.to_string();
                return Err(unknown(&["the CHALLENGE does not decode: ", &error]));
            }
            None if self.known.is_none() => {
                let both = "the CHALLENGE is missing, and so is a password or an NT hash";
                return Err(unknown(&[both]));
            }
            None => return Err(unknown(&["the CHALLENGE is missing"])),
        };
        let nt_hash = match self.known {
            Some(Known::Password(password)) => crypto::nt_owf_v1(password, &mut Trace::off()),
            Some(Known::NtHash(hash) | Known::Both(_, hash)) => hash,
            None => return Err(unknown(&["a password or an NT hash is missing"])),
        };
        Ok(Ready { challenge, nt_hash })
    }
}

/// No kind of response has that length.
fn odd(field: &str, bytes: &[u8]) -> Finding {
    let length = bytes.len().to_string();
    let because = [
        field,
        " has ",
        &length,
        " bytes, and no response has that length.",
    ];
    Finding::new(Outcome::Wrong, &because)
}
