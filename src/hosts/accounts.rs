//! A database of accounts, and the one place where a proof is judged.

use super::security::{self, ntlm};
use super::{
    Account, AccountState, Comparison, Evidence, KerberosAccount, Level, Mechanism, Proven, Refusal,
};
use crate::crypto::{self, Trace};
use crate::value_kind::ValueKind;
use crate::wire::netlogon::{Logon, LogonRequest, LogonResponse, Validation};
use crate::wire::ntstatus;

impl Account {
    /// An account of `domain` with that password, as a database takes it up: with what each package needs of it.
    pub fn new(domain: &str, name: impl Into<String>, password: &str) -> Self {
        let name = name.into();
        Self {
            supplemental: security::supplemental(domain, &name, password),
            name,
            nt_owf: crypto::nt_owf_v1(password, &mut Trace::off()),
            lm_owf: crypto::lm_owf_v1(password, &mut Trace::off()),
            state: AccountState::default(),
            kerberos: KerberosAccount::default(),
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

/// A judgement, with the cryptography behind it.
#[derive(Clone, Debug, PartialEq)]
pub struct Validated {
    /// The answer to the server that asked: a status, and who it was.
    pub response: LogonResponse,
    /// What was found; what proved the password.
    pub outcome: Result<Mechanism, Refusal>,
    /// What was computed on the way, with its inputs.
    pub steps: Vec<crypto::ComputationStep>,
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

    /// All of them, in the order in which they were given.
    pub fn all(&self) -> &[Account] {
        &self.accounts
    }

    /// Judges a logon.
    pub fn validate(&self, request: &LogonRequest) -> Validated {
        let mut evidence = Evidence {
            trace: Trace::on(),
            comparisons: Vec::new(),
        };
        let account = self.find(request).ok_or(Refusal::NoSuchUser);
        let judged = account.and_then(|account| {
            // Who tries passwords at a locked account learns nothing of them (`[MS-SAMR]` 3.1.5.13.7.1); all else about an
            // account is told to whoever proves its password.
            if account.state == AccountState::LockedOut {
                return Err(Refusal::State(account.state));
            }
            let proven = self.judge(account, request, &mut evidence)?;
            match account.state {
                AccountState::Enabled => Ok((account, proven)),
                state => Err(Refusal::State(state)),
            }
        });
        let response = match &judged {
            Ok((account, proven)) => LogonResponse {
                status: ntstatus::STATUS_SUCCESS,
                validation: Some(Validation {
                    domain: self.authority.clone(),
                    user: account.name.clone(),
                    session_base_key: proven.session_key,
                }),
            },
            Err(refusal) => refused(refusal),
        };
        Validated {
            response,
            outcome: judged.map(|(_, proven)| proven.mechanism),
            steps: evidence.trace.into_steps(),
            comparisons: evidence.comparisons,
        }
    }

    /// A password is held against its hashes; what a package sent is for the package to judge.
    fn judge(
        &self,
        account: &Account,
        request: &LogonRequest,
        evidence: &mut Evidence,
    ) -> Result<Proven, Refusal> {
        // Only Kerberos is left to them; a password that is logged on with as if at the keyboard goes that way too.
        if account.kerberos.protected && !matches!(request.logon, Logon::Interactive { .. }) {
            return Err(Refusal::ProtectedUser);
        }
        match &request.logon {
            Logon::Interactive { nt_owf, .. } => {
                evidence.compare("NTOWFv1", ValueKind::NtHash, &account.nt_owf, nt_owf)?;
                Ok(Proven {
                    mechanism: Mechanism::Password,
                    // No session key follows from a password: who asked has it.
                    session_key: crypto::NULL_KEY,
                })
            }
            Logon::Network(response) => {
                ntlm::validate(account, request, response, self.level, evidence)
            }
            Logon::Generic { package, data } => {
                let package = security::named(package).ok_or(Refusal::NoSuchPackage)?;
                package.validate(account, request, data, evidence)
            }
        }
    }

    /// The account that a logon asks for, whatever its domain.
    pub fn find(&self, request: &LogonRequest) -> Option<&Account> {
        let (_, account) = domain_and_account(request);
        let wanted = crypto::upper(account);
        self.accounts
            .iter()
            .find(|account| crypto::upper(&account.name) == wanted)
    }
}

/// The domain and the account that a logon asks for. Without a domain the user may be a user principal name, which has both
/// (`LogonUser`, `[MS-ADTS]` 5.1.1.1.1).
pub(super) fn domain_and_account(request: &LogonRequest) -> (&str, &str) {
    let own = (&*request.domain, &*request.user);
    match request.user.rsplit_once('@') {
        Some((account, domain)) if own.0.is_empty() => (domain, account),
        _ => own,
    }
}

/// The account that a name means: all of it, or of a user principal name what stands before its last `@` (`[MS-ADTS]`
/// 5.1.1.1.1).
pub fn account_of(name: &str) -> &str {
    name.rsplit_once('@').map_or(name, |(account, _)| account)
}

fn refused(refusal: &Refusal) -> LogonResponse {
    let status = match refusal {
        Refusal::NoSuchUser => ntstatus::STATUS_NO_SUCH_USER,
        Refusal::WrongPassword => ntstatus::STATUS_WRONG_PASSWORD,
        Refusal::State(state) => state.status().unwrap_or(ntstatus::STATUS_LOGON_FAILURE),
        Refusal::SelectiveTrust => ntstatus::STATUS_AUTHENTICATION_FIREWALL_FAILED,
        Refusal::ProtectedUser => ntstatus::STATUS_ACCOUNT_RESTRICTION,
        Refusal::NoSuchPackage | Refusal::LevelForbids { .. } => ntstatus::STATUS_LOGON_FAILURE,
    };
    LogonResponse {
        status,
        validation: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::netlogon::NetworkLogon;
    use crate::wire::ntlm::ResponseKind;

    /// Who proves nothing learns nothing of an account, but that it is locked.
    #[test]
    fn what_stands_against_an_account_is_told_to_whoever_proves_its_password() {
        let ask = |state: AccountState, password: &str| {
            let account = Account::new("CONTOSO", "alice", "Spring-98").with_state(state);
            let accounts = Accounts::new("CONTOSO", Level::clamped(5), vec![account]);
            let logon = Logon::Interactive {
                nt_owf: crypto::nt_owf_v1(password, &mut Trace::off()),
                lm_owf: [0; 16],
            };
            let request = LogonRequest {
                domain: "CONTOSO".to_owned(),
                user: "alice".to_owned(),
                workstation: String::new(),
                parameter_control: 0,
                logon,
            };
            accounts.validate(&request).response.status
        };
        for (state, right, wrong) in [
            (AccountState::Enabled, 0, 0xC000_006A),
            (AccountState::Disabled, 0xC000_0072, 0xC000_006A),
            (AccountState::LockedOut, 0xC000_0234, 0xC000_0234),
            (AccountState::Expired, 0xC000_0193, 0xC000_006A),
            (AccountState::OutsideLogonHours, 0xC000_006F, 0xC000_006A),
            (AccountState::PasswordExpired, 0xC000_0071, 0xC000_006A),
            (AccountState::PasswordMustChange, 0xC000_0224, 0xC000_006A),
        ] {
            assert_eq!(ask(state, "Spring-98"), right, "{state:?}");
            assert_eq!(ask(state, "Spring-99"), wrong, "{state:?}");
        }
    }

    /// A client that sends LMv2 alone may have any spelling of the domain in its key, as with NTLMv2.
    #[test]
    fn an_lmv2_response_is_right_with_each_spelling_of_the_domain() {
        let account = Account::new("CONTOSO", "alice", "Spring-98");
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
                logon: Logon::Network(NetworkLogon {
                    challenge,
                    nt_response: Vec::new(),
                    lm_response: response.to_vec(),
                }),
            };
            let accounts = Accounts::new("CONTOSO", Level::clamped(5), vec![account.clone()]);
            let validated = accounts.validate(&request);
            let right = Ok(Mechanism::Response(ResponseKind::LmV2));
            assert_eq!(validated.outcome, right, "{spelling:?}");
        }
    }
}
