//! A computer: its names, its accounts, and the security authority that all its processes share.

use super::security::digest::Nonces;
use super::security::kerberos::{HeldTicket, TicketCache};
use super::{Accounts, Endpoint, Era, KerberosHost, Level};
use crate::crypto;
use crate::crypto::kerberos::Key;
use std::fmt;
use std::time::Duration;

/// So many logon sessions keep their credentials.
const SESSIONS: usize = 1024;
/// So many authenticators are remembered.
const AUTHENTICATORS: usize = 1024;
/// So many local calls can be under way at once.
const LOCAL_CALLS: usize = 256;

/// A computer: what it is called, how it is set, whom it knows, and what its LSA keeps. Its services share it.
#[derive(Clone, Debug)]
pub struct Machine {
    /// NetBIOS name.
    pub name: String,
    /// The domain it is a member of.
    pub domain: Domain,
    /// What it puts on the wire.
    pub era: Era,
    /// Which responses it sends.
    pub level: Level,
    /// Accounts in its own database.
    pub accounts: Accounts,
    /// Whether a sign-in that comes back to this computer by another name than its own is refused, as Windows does since
    /// XP SP2 and Server 2003 SP1 unless `DisableLoopbackCheck` is set (KB896861).
    pub loopback_check: bool,
    /// How long a nonce of its own may be answered.
    pub nonce_lifetime: Duration,
    /// What it knows for Kerberos.
    pub kerberos: KerberosHost,
    /// How many minutes its clock is ahead.
    pub clock_ahead: i16,
    /// The local security authority.
    pub lsa: Lsa,
}

/// A domain, as its members know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Domain {
    /// NetBIOS name.
    pub netbios: String,
    /// DNS name.
    pub dns: String,
    /// Where its domain controller takes logon requests.
    pub controller: Endpoint,
}

impl Machine {
    /// A member of `domain` without accounts of its own, that nobody is logged on to.
    pub fn new(name: impl Into<String>, domain: Domain, era: Era, level: Level) -> Self {
        let name = name.into();
        Self {
            accounts: Accounts::new(name.as_str(), level, Vec::new()),
            name,
            domain,
            era,
            level,
            loopback_check: false,
            nonce_lifetime: Duration::from_secs(300),
            kerberos: KerberosHost::default(),
            clock_ahead: 0,
            lsa: Lsa::default(),
        }
    }

    /// Whether the loopback check lets a call to that service principal name come back to this computer. A name without
    /// a host says nothing.
    pub fn may_loop_back(&self, service: &str) -> bool {
        let own = |host: &str| host.eq_ignore_ascii_case(&self.name) || host == "localhost";
        let host = service.split_once('/').map(|(_, host)| host);
        !self.loopback_check || host.is_none_or(own)
    }

    /// The long-term keys of Kerberos that it has, and whose they are: those of the accounts in its database, and those
    /// of the accounts that services run as here.
    pub fn kerberos_keys(&self) -> Vec<(String, Key)> {
        let authority = self.accounts.authority();
        let accounts = self.accounts.all().iter().map(|account| {
            let of = [authority, "\\", &account.name].concat();
            (of, &account.kerberos.keys)
        });
        let services = self.kerberos.accepts_as.iter();
        let services = services.chain(&self.kerberos.runs_as);
        let services = services.map(|it| ([&it.name, "@", &it.realm].concat(), &it.keys));
        let all = accounts.chain(services);
        all.flat_map(|(of, keys)| keys.iter().map(move |key| (of.clone(), key.clone())))
            .collect()
    }

    /// Its name in lower case, with the domain's DNS name behind it.
    pub fn dns_name(&self) -> String {
        format!("{}.{}", self.name.to_ascii_lowercase(), self.domain.dns)
    }

    /// Whether names of that domain are looked up in this computer's own database. No domain, or a dot, means this
    /// computer.
    pub fn is_authority_for(&self, domain: &str) -> bool {
        let same = |name: &str| crypto::upper(name) == crypto::upper(domain);
        matches!(domain, "" | ".") || same(&self.name) || same(self.accounts.authority())
    }
}

/// The local security authority: logon sessions with what is kept behind them, and the contexts of local calls.
///
/// Windows ends a logon session with its last token, and a context with its connection. Here the oldest give way.
#[derive(Clone, Debug, Default)]
pub struct Lsa {
    sessions: u32,
    /// Logon sessions and what is kept behind them, oldest first.
    credentials: Vec<(u32, Vec<Credential>)>,
    /// Handles and what became of them, oldest first.
    local_calls: Vec<([u8; 8], LocalCall)>,
    /// The nonces it made, and those it answered.
    pub nonces: Nonces,
    /// Kerberos tickets.
    pub tickets: TicketCache,
    /// The first bytes of authenticators that were taken, oldest first.
    authenticators: Vec<[u8; 16]>,
}

impl Lsa {
    /// Makes a token of a new logon session. A network logon leaves no password behind it, whatever was offered, but the
    /// tickets it came with.
    pub fn log_on(
        &mut self,
        identity: Identity,
        logon: LogonType,
        mut credentials: Vec<Credential>,
    ) -> AccessToken {
        self.sessions = self.sessions.wrapping_add(1);
        credentials.retain(|it| logon.keeps_credential() || matches!(it, Credential::Ticket(_)));
        if !credentials.is_empty() {
            self.credentials.push((self.sessions, credentials));
            if self.credentials.len() > SESSIONS {
                self.credentials.remove(0);
            }
        }
        AccessToken {
            identity,
            logon,
            session: self.sessions,
        }
    }

    /// What a token reaches: the credentials behind its logon session, of whatever kind.
    pub fn behind(&self, token: &AccessToken) -> &[Credential] {
        let mut kept = self.credentials.iter();
        let behind = kept.find(|(session, _)| *session == token.session);
        behind.map_or(&[], |(_, credentials)| credentials)
    }

    /// A logon session ends: what was kept behind it is gone.
    pub fn log_off(&mut self, token: &AccessToken) {
        self.credentials
            .retain(|(session, _)| *session != token.session);
        self.tickets.forget(token.session);
    }

    /// Whether an authenticator comes for the first time; from now on it does not. The oldest are forgotten: those that
    /// matter are minutes old at most.
    pub fn is_new(&mut self, authenticator: &[u8]) -> bool {
        let Some(start) = authenticator.first_chunk() else {
            return true;
        };
        if self.authenticators.contains(start) {
            return false;
        }
        self.authenticators.push(*start);
        if self.authenticators.len() > AUTHENTICATORS {
            self.authenticators.remove(0);
        }
        true
    }

    /// A server on this computer issues a handle for a local call. Callers who never come back must not fill the
    /// memory: the oldest handle goes when there are too many.
    pub fn open_local_call(&mut self, handle: [u8; 8]) {
        self.local_calls.push((handle, LocalCall::Open));
        if self.local_calls.len() > LOCAL_CALLS {
            self.local_calls.remove(0);
        }
    }

    /// A client on this computer claims the handle for its thread's token; false if the handle is not of this computer.
    pub fn claim_local_call(&mut self, handle: [u8; 8], token: AccessToken) -> bool {
        self.settle(handle, LocalCall::Claimed(token))
    }

    /// A client on this computer was asked by a server on it, and had called it by another name.
    pub fn deny_loopback(&mut self, handle: [u8; 8]) -> bool {
        self.settle(handle, LocalCall::Denied)
    }

    /// The server asks what became of a handle. It answers once.
    pub fn take_local_call(&mut self, handle: [u8; 8]) -> LocalCall {
        let place = self.local_calls.iter().position(|call| call.0 == handle);
        place.map_or(LocalCall::Open, |place| self.local_calls.remove(place).1)
    }

    fn settle(&mut self, handle: [u8; 8], settled: LocalCall) -> bool {
        let call = self.local_calls.iter_mut().find(|call| call.0 == handle);
        call.map(|call| call.1 = settled).is_some()
    }
}

/// What became of the handle of a local call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum LocalCall {
    /// Nobody on this computer has answered to it.
    #[default]
    Open,
    /// A thread with this token has.
    Claimed(AccessToken),
    /// The loopback check speaks against the caller.
    Denied,
}

/// What can answer for somebody: it is kept behind a logon session, or typed.
#[derive(Clone, PartialEq, Eq)]
pub enum Credential {
    /// A name and a password.
    Password(UserPassword),
    /// A ticket: the user's own TGT, or what the user has shown.
    Ticket(Box<HeldTicket>),
    /// A name and the NT hash of its password, which is as good for NTLM.
    NtHash {
        /// NetBIOS domain; may be empty.
        domain: String,
        /// Account name.
        user: String,
        /// NTOWFv1 of the password.
        hash: [u8; 16],
    },
}

/// A name and a password, as typed.
#[derive(Clone, PartialEq, Eq)]
pub struct UserPassword {
    /// NetBIOS domain; may be empty.
    pub domain: String,
    /// Account name.
    pub user: String,
    /// Password in clear.
    pub password: String,
}

/// Passwords and hashes are not printed.
impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Password(typed) => typed.fmt(f),
            Self::Ticket(ticket) => ticket.fmt(f),
            Self::NtHash { domain, user, .. } => write!(f, "NtHash({domain}\\{user}, …)"),
        }
    }
}

/// Passwords are not printed.
impl fmt::Debug for UserPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Password({}\\{}, …)", self.domain, self.user)
    }
}

/// Who somebody is, once a host is convinced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Identity {
    /// NT AUTHORITY\ANONYMOUS LOGON.
    Anonymous,
    /// An account.
    User {
        /// The domain or computer that knows the account.
        domain: String,
        /// The account's name, as its directory spells it.
        name: String,
    },
}

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Anonymous => f.write_str("NT AUTHORITY\\ANONYMOUS LOGON"),
            Self::User { domain, name } => write!(f, "{domain}\\{name}"),
        }
    }
}

/// How a token was made, and so whether anything is kept behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LogonType {
    /// An answer to a challenge was validated: type 3.
    Network,
    /// As if at the keyboard: type 2.
    Interactive,
    /// As a batch job: type 4.
    Batch,
    /// A network logon that keeps the password: type 8.
    NetworkCleartext,
}

impl LogonType {
    /// The types IIS can be set to for Basic, in the order of its LogonMethod values 0, 1, 2, 3.
    pub const METHODS: [Self; 4] = [
        Self::Interactive,
        Self::Batch,
        Self::Network,
        Self::NetworkCleartext,
    ];

    /// Whether the logon session keeps the name and password.
    pub fn keeps_credential(self) -> bool {
        self != Self::Network
    }

    /// Its number in the event log.
    pub fn number(self) -> u8 {
        match self {
            Self::Interactive => 2,
            Self::Network => 3,
            Self::Batch => 4,
            Self::NetworkCleartext => 8,
        }
    }
}

/// An access token: an identity on this computer, and the logon session it stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessToken {
    /// Whose it is.
    pub identity: Identity,
    /// How it was made.
    pub logon: LogonType,
    /// The number of its logon session in this computer's LSA, which may keep a credential.
    pub session: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alice(lsa: &mut Lsa) -> AccessToken {
        let credential = Credential::Password(UserPassword {
            domain: "CONTOSO".to_owned(),
            user: "alice".to_owned(),
            password: "Spring-98".to_owned(),
        });
        lsa.log_on(Identity::Anonymous, LogonType::Batch, vec![credential])
    }

    #[test]
    fn nothing_is_behind_a_token_after_log_off() {
        let mut lsa = Lsa::default();
        let (one, other) = (alice(&mut lsa), alice(&mut lsa));
        lsa.log_off(&one);
        assert!(lsa.behind(&one).is_empty() && !lsa.behind(&other).is_empty());
    }

    #[test]
    fn handles_nobody_comes_back_for_do_not_pile_up() {
        let mut lsa = Lsa::default();
        for number in 0..1000u64 {
            lsa.open_local_call(number.to_le_bytes());
        }
        assert_eq!(lsa.local_calls.len(), LOCAL_CALLS);
        let token = alice(&mut lsa);
        assert!(!lsa.claim_local_call(0u64.to_le_bytes(), token.clone()));
        assert!(lsa.claim_local_call(999u64.to_le_bytes(), token.clone()));
        let call = LocalCall::Claimed(token);
        assert_eq!(lsa.take_local_call(999u64.to_le_bytes()), call);
        assert_eq!(lsa.take_local_call(999u64.to_le_bytes()), LocalCall::Open);
    }
}
