//! A database of accounts, and the one place where a proof is judged.

use super::{Comparison, Level};
use crate::crypto::{self, Trace};
use crate::secret::Secret;
use crate::wire::netlogon::{self, Logon, LogonRequest, LogonResponse, Validation};
use crate::wire::ntlm::ResponseKind;

/// An account: the directory keeps one-way functions of the password, never the password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its name, as the directory spells it.
    pub name: String,
    /// NTOWFv1.
    pub nt_owf: [u8; 16],
    /// LMOWFv1; none where the password is too long for it.
    pub lm_owf: Option<[u8; 16]>,
}

impl Account {
    /// An account with that password.
    pub fn new(name: impl Into<String>, password: &str) -> Self {
        Self {
            name: name.into(),
            nt_owf: crypto::nt_owf_v1(password, &mut Trace::off()),
            lm_owf: crypto::lm_owf_v1(password, &mut Trace::off()),
        }
    }
}

/// The accounts of one domain or one computer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accounts {
    authority: String,
    level: Level,
    accounts: Vec<Account>,
}

/// Why an authority refuses a logon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No account of that name here.
    NoSuchUser,
    /// The account is here, the proof is not of its password.
    WrongPassword,
    /// The authority's level does not take this kind of response.
    LevelForbids {
        /// The authority's level.
        level: Level,
        /// What was sent.
        kind: ResponseKind,
    },
}

/// A judgement, with the cryptography behind it.
#[derive(Clone, Debug, PartialEq)]
pub struct Validated {
    /// What to answer.
    pub response: LogonResponse,
    /// What was found; the kind of response that proved the password.
    pub outcome: Result<ResponseKind, Refusal>,
    /// Each step of the computation.
    pub steps: Vec<crypto::Step>,
    /// What was right and what was sent.
    pub comparisons: Vec<Comparison>,
}

impl Accounts {
    /// The accounts of `authority`, a domain's or computer's NetBIOS name, which takes responses by `level`.
    pub fn new(authority: impl Into<String>, level: Level, accounts: Vec<Account>) -> Self {
        Self {
            authority: authority.into(),
            level,
            accounts,
        }
    }

    /// The domain or computer the accounts belong to.
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// All accounts.
    pub fn all(&self) -> &[Account] {
        &self.accounts
    }

    /// Judges a logon.
    pub fn validate(&self, request: &LogonRequest) -> Validated {
        let mut judge = Judge {
            request,
            level: self.level,
            trace: Trace::on(),
            comparisons: Vec::new(),
        };
        let found = self.find(&request.user);
        let outcome = match found {
            None => Err(Refusal::NoSuchUser),
            Some(account) => judge.judge(account),
        };
        let response = match (&outcome, found) {
            (Ok((_, session_base_key)), Some(account)) => LogonResponse {
                status: netlogon::STATUS_SUCCESS,
                validation: Some(Validation {
                    domain: self.authority.clone(),
                    user: account.name.clone(),
                    session_base_key: *session_base_key,
                }),
            },
            (Err(refusal), _) => refused(refusal),
            (Ok(_), None) => refused(&Refusal::NoSuchUser),
        };
        Validated {
            response,
            outcome: outcome.map(|(kind, _)| kind),
            steps: judge.trace.into_steps(),
            comparisons: judge.comparisons,
        }
    }

    fn find(&self, user: &str) -> Option<&Account> {
        let wanted = crypto::upper(user);
        self.accounts
            .iter()
            .find(|account| crypto::upper(&account.name) == wanted)
    }
}

fn refused(refusal: &Refusal) -> LogonResponse {
    let status = match refusal {
        Refusal::NoSuchUser => netlogon::STATUS_NO_SUCH_USER,
        Refusal::WrongPassword => netlogon::STATUS_WRONG_PASSWORD,
        Refusal::LevelForbids { .. } => netlogon::STATUS_LOGON_FAILURE,
    };
    LogonResponse {
        status,
        validation: None,
    }
}

/// A proof that held: its kind, and the session base key that follows from it.
type Proven = (ResponseKind, [u8; 16]);

struct Judge<'a> {
    request: &'a LogonRequest,
    level: Level,
    trace: Trace,
    comparisons: Vec<Comparison>,
}

impl Judge<'_> {
    fn judge(&mut self, account: &Account) -> Result<Proven, Refusal> {
        match &self.request.logon {
            Logon::Interactive { nt_owf, .. } => {
                self.compare("NTOWFv1", Secret::NtHash, &account.nt_owf, nt_owf);
                // No session key follows from a password: who asked has it.
                self.accept(ResponseKind::Empty, &crypto::NULL_KEY)
            }
            Logon::Network {
                challenge,
                nt_response,
                lm_response,
                ..
            } => match nt_response.len() {
                25.. => self.ntlm_v2(account, challenge, nt_response),
                24 => self.ntlm_v1(account, challenge, nt_response),
                _ => self.lm_only(account, challenge, lm_response),
            },
        }
    }

    /// `[MS-NLMP]` 3.3.2. The domain is tried as sent, in upper case, and empty: clients differ.
    fn ntlm_v2(
        &mut self,
        account: &Account,
        challenge: &[u8; 8],
        response: &[u8],
    ) -> Result<Proven, Refusal> {
        let LogonRequest { user, domain, .. } = self.request;
        let check = crypto::check_v2(
            &account.nt_owf,
            user,
            domain,
            challenge,
            response,
            &mut self.trace,
        );
        let check = check.ok_or(Refusal::WrongPassword)?;
        self.compare(
            "NTProofStr",
            Secret::Response,
            &check.expected,
            &check.received,
        );
        self.accept(ResponseKind::NtlmV2, &check.session_base_key)
    }

    /// `[MS-NLMP]` 3.3.1. The NTLM2 session response comes here too: the server has mixed the challenge already.
    fn ntlm_v1(
        &mut self,
        account: &Account,
        challenge: &[u8; 8],
        response: &[u8],
    ) -> Result<Proven, Refusal> {
        self.permit(self.level.takes_v1(), ResponseKind::Ntlm)?;
        let right = crypto::ntlm_v1(&account.nt_owf, challenge, &mut self.trace);
        self.compare("NTLM response", Secret::Response, &right, response);
        let key = crypto::session_base_key_v1(&account.nt_owf, &mut self.trace);
        self.accept(ResponseKind::Ntlm, &key)
    }

    /// A client that sends an LM field alone: LMv2 or LM.
    fn lm_only(
        &mut self,
        account: &Account,
        challenge: &[u8; 8],
        response: &[u8],
    ) -> Result<Proven, Refusal> {
        let LogonRequest { user, domain, .. } = self.request;
        let v2 = crypto::check_lm_v2(
            &account.nt_owf,
            user,
            domain,
            challenge,
            response,
            &mut self.trace,
        );
        if let Some(check) = v2.filter(|check| check.matched.is_some()) {
            self.compare(
                "LMv2 response",
                Secret::Response,
                &check.expected,
                &check.received,
            );
            return self.accept(ResponseKind::LmV2, &check.session_base_key);
        }
        self.permit(self.level.takes_lm(), ResponseKind::Lm)?;
        let owf = account.lm_owf.unwrap_or_default();
        let right = crypto::lm_v1(&owf, challenge, &mut self.trace);
        self.compare("LM response", Secret::Response, &right, response);
        if account.lm_owf.is_none() {
            return Err(Refusal::WrongPassword);
        }
        self.accept(ResponseKind::Lm, &crypto::session_base_key_lm(&owf))
    }

    fn permit(&self, takes: bool, kind: ResponseKind) -> Result<(), Refusal> {
        let level = self.level;
        takes
            .then_some(())
            .ok_or(Refusal::LevelForbids { level, kind })
    }

    fn compare(&mut self, name: &'static str, secret: Secret, expected: &[u8], received: &[u8]) {
        self.comparisons.push(Comparison {
            name,
            expected: expected.to_vec(),
            received: received.to_vec(),
            secret,
        });
    }

    /// All that was compared must match.
    fn accept(&self, kind: ResponseKind, key: &[u8; 16]) -> Result<Proven, Refusal> {
        if self.comparisons.iter().all(Comparison::matches) {
            Ok((kind, *key))
        } else {
            Err(Refusal::WrongPassword)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A client that sends LMv2 alone may have any spelling of the domain in its key, as with NTLMv2.
    #[test]
    fn an_lmv2_response_is_right_with_each_spelling_of_the_domain() {
        let account = Account::new("alice", "Spring-98");
        let (challenge, nonce) = ([1; 8], [2; 8]);
        for spelling in ["contoso", "CONTOSO", ""] {
            let mut off = Trace::off();
            let key = crypto::nt_owf_v2(&account.nt_owf, "alice", spelling, &mut off);
            let response = crypto::lm_v2(&key, &challenge, &nonce, &mut off);
            let request = LogonRequest {
                domain: "contoso".to_owned(),
                user: "alice".to_owned(),
                workstation: String::new(),
                parameter_control: 0,
                logon: Logon::Network {
                    challenge,
                    nt_response: Vec::new(),
                    lm_response: response.to_vec(),
                },
            };
            let accounts = Accounts::new("CONTOSO", Level::clamped(5), vec![account.clone()]);
            let validated = accounts.validate(&request);
            assert_eq!(validated.outcome, Ok(ResponseKind::LmV2), "{spelling:?}");
        }
    }
}
