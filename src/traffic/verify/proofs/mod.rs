//! The two responses.

mod compute;

use super::finding::{Finding, Remark};
use super::{Judgement, KnownCredentials, KnownSecret};
use crate::crypto::{self, DomainForm, KxKind, NULL_KEY, Trace, UpperCaseRule};
use crate::traffic::account_name::hashed;
use crate::value_kind::ValueKind;
use crate::wire::DecodeError;
use crate::wire::ntlm::{Authenticate, Challenge, Payload, ResponseKind};
use compute::keep;

/// What is known of a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProofReason {
    /// The field is empty: nothing is proved by it.
    Empty(ResponseField),
    /// 24 zero bytes stand in the place of a response.
    Zero24(ResponseField),
    /// The sign-in is anonymous.
    Anonymous(ResponseField),
    /// It is a local call, which proves nothing by bytes.
    LocalCall(ResponseField),
    /// LmChallengeResponse holds the client's nonce for the NTLM2 session response.
    Nonce,
    /// LmChallengeResponse repeats the NTLM response.
    RepeatsNt,
    /// No response has that length.
    OddLength {
        /// Which of the two fields has that length.
        field: ResponseField,
        /// Its length in bytes, as the message says it.
        length: usize,
    },
    /// Something is missing to check it with.
    Unchecked {
        /// The kind of response in the field.
        kind: ResponseKind,
        /// What is needed to check it and not there.
        missing: Missing,
    },
    /// The LM response cannot be checked: an NT hash cannot make one.
    LmNeedsPassword,
    /// The LM response cannot be checked: the password has characters outside ASCII, and neither Windows-1252 nor code
    /// page 850 gives this response.
    LmNeedsCodePage,
    /// The LM response is made of 16 zero bytes, as for a password that has no LM hash.
    LmOfNoHash,
    /// The LM response is not of this password, which is too long to have an LM hash.
    LmOfLongPassword,
    /// It is what the secret gives.
    Right {
        /// The kind of response that is right.
        kind: ResponseKind,
        /// What it was checked with: a password or an NT hash.
        secret: ValueKind,
        /// Of an NTLMv2 or LMv2 response, whose it is.
        account: Option<ResponseAccount>,
    },
    /// It is not what the secret gives.
    Wrong {
        /// The kind of response that is wrong.
        kind: ResponseKind,
        /// What it was checked with: a password or an NT hash.
        secret: ValueKind,
        /// What was sent: the response, or its proof.
        received: Vec<u8>,
        /// What the secret gives for the same challenge.
        expected: Vec<u8>,
        /// Of an NTLMv2 or LMv2 response, whose it is said to be.
        account: Option<ResponseAccount>,
    },
}

/// A field that holds a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResponseField {
    /// NtChallengeResponse: where NTLM and NTLMv2 put theirs.
    Nt,
    /// LmChallengeResponse: where LM and LMv2 put theirs.
    Lm,
}

/// Whose response it is, as far as the response depends on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResponseAccount {
    /// The user, as sent or given; NTLMv2 makes its key of the upper case ([MS-NLMP] 3.3.2).
    pub user: String,
    /// The domain, as sent or given.
    pub domain: String,
    /// The spelling of the domain that makes it right; none where none does.
    pub spelling: Option<DomainForm>,
    /// Whether the domain is the message's own.
    pub as_sent: bool,
    /// The rule by which the client made upper case of the user, where the response is right.
    pub rule: UpperCaseRule,
}

/// What is missing to check a response with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missing {
    /// The CHALLENGE does not decode.
    BrokenChallenge(DecodeError),
    /// So many bytes of the field, behind which the message is cut or points outside.
    Rest {
        /// The field that the message does not have whole.
        field: Payload,
        /// How many bytes are not there.
        bytes: usize,
    },
    /// The CHALLENGE that the response answers.
    Challenge,
    /// A password or an NT hash.
    Secret,
    /// Both of these: the CHALLENGE, and a password or an NT hash.
    Both,
}

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
    challenge: Option<ReceivedChallenge<'a>>,
    known: Option<KnownSecret<'a>>,
    user: String,
    domain: String,
    /// Whether the user and the domain are the message's own.
    as_sent: [bool; 2],
}

/// A CHALLENGE, or why there is nothing to take of it.
pub type ReceivedChallenge<'a> = Result<&'a Challenge, &'a DecodeError>;

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
        challenge: Option<ReceivedChallenge<'a>>,
        credentials: Option<&KnownCredentials<'a>>,
        (user, domain): (String, String),
    ) -> Self {
        let given = credentials.and_then(|given| given.domain);
        Self {
            message,
            challenge,
            known: credentials.map(|given| match given.secret {
                KnownSecret::Both(password, hash)
                    if crypto::nt_owf_v1(password, &mut Trace::off()) == hash =>
                {
                    KnownSecret::Password(password)
                }
                known => known,
            }),
            user: hashed(credentials.and_then(|given| given.user), &user).to_owned(),
            domain: given.map_or(domain, str::to_owned),
            as_sent: [
                credentials.is_none_or(|given| given.user.is_none()),
                given.is_none(),
            ],
        }
    }

    /// Judges both. Of a wrong proof no session key is left in the trace.
    pub fn proofs(&self, trace: &mut Trace) -> Proofs {
        let kinds = self.message.responses();
        let (mut nt, from_nt) = self.nt(kinds.nt, trace);
        let (lm, from_lm) = self.lm(kinds.lm, &nt, trace);
        if let Some(KnownSecret::Both(..)) = self.known {
            nt.remark(Remark::HashesDiffer);
        } else if nt.result == Judgement::Wrong && lm.is_right() && kinds.lm == ResponseKind::Lm {
            // LM knows no lower case.
            nt.remark(Remark::CaseOnly);
        }
        // An LM response counts where it is all there is.
        let proven = match nt.result {
            Judgement::Absent if kinds.nt != ResponseKind::Anonymous => from_lm,
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
        let field = ResponseField::Nt;
        let response = self.message.nt_response.as_slice();
        let absent = match kind {
            ResponseKind::Empty => ProofReason::Empty(field),
            ResponseKind::Zero24 => ProofReason::Zero24(field),
            ResponseKind::Anonymous => {
                let session = (KxKind::Anonymous, NULL_KEY, NULL_KEY);
                let absent = Finding::absent(ProofReason::Anonymous(field));
                return (absent, Some(session));
            }
            ResponseKind::LocalCall => ProofReason::LocalCall(field),
            ResponseKind::NtlmV2 | ResponseKind::Ntlm | ResponseKind::Ntlm2Session => {
                return match self.ready(kind, Payload::NtResponse) {
                    Err(missing) => (
                        Finding::unknown(ProofReason::Unchecked { kind, missing }),
                        None,
                    ),
                    Ok(ready) if kind == ResponseKind::NtlmV2 => {
                        self.v2(kind, response, ready, crypto::check_v2, trace)
                    }
                    Ok(ready) => self.v1(kind, response, &ready, trace),
                };
            }
            _ => return (odd(field, response), None),
        };
        (Finding::absent(absent), None)
    }

    fn lm(&self, kind: ResponseKind, nt: &Finding, trace: &mut Trace) -> Found {
        let field = ResponseField::Lm;
        let response = self.message.lm_response.as_slice();
        let absent = match kind {
            ResponseKind::Empty => ProofReason::Empty(field),
            ResponseKind::Zero24 => ProofReason::Zero24(field),
            ResponseKind::Anonymous => ProofReason::Anonymous(field),
            ResponseKind::LocalCall => ProofReason::LocalCall(field),
            ResponseKind::Ntlm2Session => ProofReason::Nonce,
            ResponseKind::Ntlm => return (Finding::new(nt.result, ProofReason::RepeatsNt), None),
            ResponseKind::LmV2 | ResponseKind::Lm => {
                return match self.ready(kind, Payload::LmResponse) {
                    Err(missing) => (
                        Finding::unknown(ProofReason::Unchecked { kind, missing }),
                        None,
                    ),
                    Ok(ready) => self.lm_or_lm_v2(kind, response, ready, trace),
                };
            }
            _ => return (odd(field, response), None),
        };
        (Finding::absent(absent), None)
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
            let found = self.v2(kind_v2, response, ready, check, &mut own);
            if kind == ResponseKind::LmV2 || found.0.is_right() {
                keep(own.into_steps(), trace);
                return found;
            }
            return self.lm_v1(response, &question, trace);
        }
        self.lm_v1(response, &ready.challenge, trace)
    }

    /// What a computation needs, or what of it is missing.
    fn ready(&self, kind: ResponseKind, response: Payload) -> Result<Ready, Missing> {
        let version_2 = matches!(kind, ResponseKind::NtlmV2 | ResponseKind::LmV2);
        let nonce = kind == ResponseKind::Ntlm2Session;
        let [user, domain] = self.as_sent;
        let needed = [
            (response, true),
            (Payload::LmResponse, nonce),
            (Payload::User, version_2 && user),
            (Payload::Domain, version_2 && domain),
        ];
        for (field, needed) in needed {
            let bytes = self.message.missing(field);
            if needed && bytes > 0 {
                return Err(Missing::Rest { field, bytes });
            }
        }
        let challenge = match self.challenge {
            Some(Ok(challenge)) => challenge.server_challenge,
            Some(Err(error)) => return Err(Missing::BrokenChallenge(error.clone())),
            None if self.known.is_none() => return Err(Missing::Both),
            None => return Err(Missing::Challenge),
        };
        let nt_hash = match self.known {
            Some(KnownSecret::Password(password)) => crypto::nt_owf_v1(password, &mut Trace::off()),
            Some(KnownSecret::NtHash(hash) | KnownSecret::Both(_, hash)) => hash,
            None => return Err(Missing::Secret),
        };
        Ok(Ready { challenge, nt_hash })
    }
}

/// That a part of the NT response is missing, if one is.
pub fn rest(message: &Authenticate) -> Option<Missing> {
    let field = Payload::NtResponse;
    let bytes = message.missing(field);
    (bytes > 0).then_some(Missing::Rest { field, bytes })
}

fn odd(field: ResponseField, bytes: &[u8]) -> Finding {
    let length = bytes.len();
    Finding::new(Judgement::Wrong, ProofReason::OddLength { field, length })
}
