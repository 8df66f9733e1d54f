//! The two responses.

use super::words::{Finding, hex, kind_name, name};
use super::{Credentials, Known, Outcome};
use crate::crypto::{self, DomainForm, KxKind, NULL_KEY, SessionFlags, Trace, V2Check};
use crate::secret::Secret;
use crate::wire::DecodeError;
use crate::wire::ntlm::{Authenticate, Challenge, ResponseKind};

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
            known: credentials.map(|given| given.secret),
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
        let (nt, from_nt) = self.nt(kinds.nt, trace);
        let (lm, from_lm) = self.lm(kinds.lm, &nt, trace);
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
                for step in own.into_steps() {
                    trace.record(|| step);
                }
                return found;
            }
            return self.lm_v1(response, &question, trace);
        }
        self.lm_v1(response, &ready.challenge, trace)
    }

    fn lm_v1(&self, response: &[u8], challenge: &[u8; 8], trace: &mut Trace) -> Found {
        let Some(Known::Password(password)) = self.known else {
            let because = "The LM response cannot be verified: the password is missing, and an NT hash cannot make an LM \
                 response.";
            return (Finding::unknown(&[because]), None);
        };
        let Some(owf) = crypto::lm_owf_v1(password, trace) else {
            let null = crypto::lm_v1(&NULL_KEY, challenge, &mut Trace::off()) == response;
            let because = if null {
                "The LM response is made of 16 zero bytes, as for a password that has no LM hash: it proves nothing."
            } else {
                "The LM response is not of this password, which has no LM hash: it is too long, or has characters outside \
                 the OEM code page."
            };
            let result = if null {
                Outcome::Absent
            } else {
                Outcome::Wrong
            };
            return (Finding::new(result, &[because]), None);
        };
        let expected = crypto::lm_v1(&owf, challenge, trace);
        let key = crypto::session_base_key_lm(&owf);
        self.compare(
            ResponseKind::Lm,
            &expected,
            response,
            (KxKind::V1, key, owf),
        )
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
            Some(Known::NtHash(hash)) => hash,
            None => return Err(unknown(&["a password or an NT hash is missing"])),
        };
        Ok(Ready { challenge, nt_hash })
    }

    /// NTOWFv1 as a step, where there is a password to make it of.
    fn show_hash(&self, trace: &mut Trace) {
        if let Some(Known::Password(password)) = self.known
            && !trace.steps().iter().any(|step| step.name == "NTOWFv1")
        {
            crypto::nt_owf_v1(password, trace);
        }
    }

    /// The NTLM and the NTLM2 session response ([MS-NLMP] 3.3.1).
    fn v1(&self, kind: ResponseKind, response: &[u8], ready: &Ready, trace: &mut Trace) -> Found {
        self.show_hash(trace);
        let Ready { challenge, nt_hash } = ready;
        let nonce = self.message.lm_response.first_chunk::<8>();
        let expected = match nonce.filter(|_| kind == ResponseKind::Ntlm2Session) {
            Some(nonce) => crypto::ntlm2_session(nt_hash, challenge, nonce, trace).nt,
            None => crypto::ntlm_v1(nt_hash, challenge, trace),
        };
        let mut own = Trace::on();
        let key = crypto::session_base_key_v1(nt_hash, &mut own);
        let mut found = self.compare(kind, &expected, response, (KxKind::V1, key, NULL_KEY));
        let Some((_, _, lm_owf)) = &mut found.1 else {
            return found;
        };
        own.into_steps()
            .into_iter()
            .for_each(|step| trace.record(|| step));
        let flags = SessionFlags::from_bits(self.message.flags.bits());
        if flags.needs_lm_owf() {
            match self.known {
                Some(Known::Password(password)) => {
                    *lm_owf = crypto::lm_owf_v1(password, trace).unwrap_or_default();
                }
                _ => {
                    found.1 = None;
                    let because =
                        " Its session key is made of the LM hash, which an NT hash does not give.";
                    found.0.because.push_str(because);
                }
            }
        }
        found
    }

    fn compare(
        &self,
        kind: ResponseKind,
        expected: &[u8],
        received: &[u8],
        session: (KxKind, [u8; 16], [u8; 16]),
    ) -> Found {
        if expected == received {
            let because = ["The ", kind_name(kind), " is of this ", self.secret(), "."];
            return (Finding::new(Outcome::Right, &because), Some(session));
        }
        let because = [
            "The ",
            kind_name(kind),
            " is not of this ",
            self.secret(),
            ": it is ",
            &hex(received),
            ", and would be ",
            &hex(expected),
            ".",
        ];
        (Finding::new(Outcome::Wrong, &because), None)
    }

    /// The NTLMv2 and the LMv2 response ([MS-NLMP] 3.3.2), over the bytes received.
    fn v2(
        &self,
        kind: ResponseKind,
        proof: &str,
        response: &[u8],
        ready: Ready,
        check: V2Checker,
        trace: &mut Trace,
    ) -> Found {
        self.show_hash(trace);
        let Ready { challenge, nt_hash } = ready;
        let (user, domain) = (&self.user, &self.domain);
        let mut own = Trace::on();
        let Some(found) = check(&nt_hash, user, domain, &challenge, response, &mut own) else {
            return (odd("The response", response), None);
        };
        for step in own.into_steps() {
            // The key that would follow from the right proof is nobody's where the proof is wrong.
            let key = step.output.secret == Some(Secret::SessionKey);
            if !key || found.matched.is_some() {
                trace.record(|| step);
            }
        }
        let V2Check { matched, .. } = found;
        let (user, domain) = (name(user), name(domain));
        let Some(form) = matched else {
            let because = [
                "The ",
                kind_name(kind),
                " is not of this ",
                self.secret(),
                ": ",
                proof,
                " is ",
                &hex(&found.received),
                ", and would be ",
                &hex(&found.expected),
                " for “",
                &user,
                "” in “",
                &domain,
                "” (tried as it is, in upper case and empty).",
            ];
            return (Finding::new(Outcome::Wrong, &because), None);
        };
        let form = match form {
            DomainForm::AsSent if self.as_sent => "with the domain as sent.",
            DomainForm::AsSent => "with the domain as given.",
            DomainForm::UpperCase => "with the domain in upper case.",
            DomainForm::Empty => "with an empty domain.",
        };
        let because = [
            "The ",
            kind_name(kind),
            " is of this ",
            self.secret(),
            " for “",
            &user,
            "” in “",
            &domain,
            "”, ",
            form,
        ];
        let mut finding = Finding::new(Outcome::Right, &because);
        finding.matched = matched;
        (
            finding,
            Some((KxKind::V2, found.session_base_key, NULL_KEY)),
        )
    }

    fn secret(&self) -> &'static str {
        match self.known {
            Some(Known::NtHash(_)) => "NT hash",
            _ => "password",
        }
    }
}

type V2Checker = fn(&[u8; 16], &str, &str, &[u8; 8], &[u8], &mut Trace) -> Option<V2Check>;

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
