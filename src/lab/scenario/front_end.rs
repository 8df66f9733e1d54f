//! IIS, and the account it runs as.

use crate::hosts::{LogonType, Reply, Scheme};

/// IIS: what it offers, which account it runs as, whose key it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrontEnd {
    /// The schemes a 401 offers, in order.
    pub schemes: Vec<Scheme>,
    /// Whether pages that do not ask are given to anybody.
    pub anonymous: bool,
    /// By which logon type Basic checks a password: what IIS can do with it follows.
    pub basic_logon: LogonType,
    /// The domain of a Basic name that has none.
    pub default_domain: String,
    /// Whose accounts the computer itself holds.
    pub accounts: AccountDatabase,
    /// Whether connections stay open.
    pub keep_alive: bool,
    /// Whether an NTLM sign-in holds for one request only (`authPersistSingleRequest`).
    pub single_request: bool,
    /// Whether the AUTHENTICATE of hop 1 is sent again on hop 2.
    pub replay: bool,
    /// Whether the computer refuses sign-ins that come back to it by another name than its own.
    pub loopback_check: bool,
    /// What the person in IIS's seat answers on hop 2; none where nobody sits there. No link holds it.
    pub seat: Option<Reply>,
    /// The account the application pool runs as.
    pub pool: RunsAs,
    /// Whether http.sys takes tickets itself, with the computer's key (`useKernelMode`).
    pub kernel_mode: bool,
    /// Whether it then uses the pool account's key after all (`useAppPoolCredentials`).
    pub pool_credentials: bool,
    /// Whether it still has the key from before its account's password was changed.
    pub old_key: bool,
    /// How many minutes its clock is ahead of the domain controller's.
    pub clock_ahead: Minutes,
}

/// What an application pool, or another service, runs as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RunsAs {
    /// A built-in one: on the network it is the computer's.
    Computer,
    /// An account of the domain, made for it.
    Domain,
}

/// How far a clock is off, in minutes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Minutes(pub i16);

/// Whose accounts a computer holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AccountDatabase {
    /// Its own, apart from the domain's.
    MemberServer,
    /// The domain's: the computer of IIS is its domain controller.
    DomainController,
}

impl FrontEnd {
    /// What is answered by hand on hop 2, if anything.
    pub fn reply(&self) -> Option<Reply> {
        let replay = self.replay.then_some(Reply::Replay);
        self.seat.clone().or(replay)
    }
}
