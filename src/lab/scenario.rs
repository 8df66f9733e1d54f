//! All settings of a run.

use super::{Names, Splice};
use crate::crypto::lower;
use crate::hosts::{Endpoint, Era, FileTime, Level, LogonType, Protocol, Reply, Scheme};

/// All settings of a run. Equal scenarios give equal bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scenario {
    /// When the computers were set up.
    pub era: Era,
    /// The names of the domain and of the computers.
    pub names: Names,
    /// The person and the browser.
    pub client: Client,
    /// The IIS.
    pub front_end: FrontEnd,
    /// The mailbox host, or SQL Server.
    pub back_end: BackEnd,
    /// The domain controller.
    pub directory: Directory,
    /// LmCompatibilityLevel of browser and IIS.
    pub client_level: Level,
    /// LmCompatibilityLevel of the domain controller.
    pub dc_level: Level,
    /// How often the mailbox page is visited: 1 or 2.
    pub visits: u8,
    /// Whether the second visit comes on a new connection.
    pub new_connection: bool,
    /// What all random values are derived from.
    pub seed: u64,
    /// When it begins.
    pub start: FileTime,
    /// What somebody in between changes in messages.
    pub edits: Vec<Splice>,
}

/// The person and the browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    /// Account name, as typed; also the mailbox that is asked for.
    pub user: String,
    /// Domain, as typed.
    pub domain: String,
    /// Password, as typed.
    pub password: String,
    /// Where the person sits.
    pub from: BrowsingFrom,
    /// The host in the address that is typed; empty for the name of the computer of IIS.
    pub address: String,
    /// Whether DNS has that host as an alias (CNAME) of the computer of IIS.
    pub alias: bool,
    /// Whether the browser asks for a ticket for the name behind an alias, as browsers do unless a policy forbids it.
    pub follows_alias: bool,
    /// Whether the browser asks for a ticket for the port too, where the address has an unusual one
    /// (EnableAuthNegotiatePort).
    pub names_port: bool,
    /// In which zone the browser takes the address to be.
    pub zone: Zone,
    /// Whether policy lets the browser delegate to the server: it is on AuthNegotiateDelegateAllowlist, or in the intranet
    /// zone for Internet Explorer.
    pub delegates: bool,
    /// In whose forest the person's account is.
    pub forest: UserForest,
}

/// In which zone a browser takes an address to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Zone {
    /// The intranet: it signs in as whoever is logged on, and may delegate.
    Intranet,
    /// The internet: it asks first, and never delegates.
    Internet,
}

/// In whose forest the person's account is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UserForest {
    /// That of the servers.
    Same,
    /// One of its own, which the servers' forest trusts.
    Trusted,
}

/// Where the person sits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BrowsingFrom {
    /// At a computer of their own.
    Desk,
    /// At the computer of IIS, logged on there.
    Server,
}

/// The IIS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrontEnd {
    /// The schemes a 401 offers, in order.
    pub schemes: Vec<Scheme>,
    /// Whether pages that do not ask are given to anybody.
    pub anonymous: bool,
    /// How Basic logs on.
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
    pub pool: PoolAccount,
    /// Whether http.sys takes tickets itself, with the computer's key (`useKernelMode`).
    pub kernel_mode: bool,
    /// Whether it then uses the pool account's key after all (`useAppPoolCredentials`).
    pub pool_credentials: bool,
    /// Whether it still has the key from before its account's password was changed.
    pub old_key: bool,
    /// How many minutes its clock is ahead of the domain controller's.
    pub clock_ahead: Minutes,
}

/// The account an application pool runs as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PoolAccount {
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
    /// The domain's.
    DomainController,
}

/// The mailbox host, or SQL Server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackEnd {
    /// How it is called.
    pub protocol: Protocol,
    /// Where it runs.
    pub placement: BackEndLocation,
    /// Where the public folders are: with the mailbox, or on a host of their own.
    pub folders: BackEndLocation,
    /// Who may open the mailbox, as `DOMAIN\name`, several with commas.
    pub admits: String,
    /// The schemes it takes over HTTP, in order. MAPI takes NTLM only, SQL Server both (KB918710).
    pub schemes: Vec<Scheme>,
    /// Whether its account lets that of IIS act for others: msDS-AllowedToActOnBehalfOfOtherIdentity.
    pub lets_front_end_act: bool,
}

/// Where a back end runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BackEndLocation {
    /// On the computer of the IIS.
    SameHost,
    /// On a computer of its own.
    AnotherHost,
}

/// The domain controller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directory {
    /// The accounts' names, with commas.
    pub accounts: String,
    /// The password of each account.
    pub password: String,
    /// Where the service principal name of the web server is registered.
    pub web_spn: SpnPlacement,
    /// Which delegation the account of IIS is trusted for.
    pub delegation: DelegationTrust,
    /// To which services: msDS-AllowedToDelegateTo, several with commas.
    pub delegation_list: String,
    /// "Account is sensitive and cannot be delegated" of the person's account.
    pub sensitive: bool,
    /// Whether the person is a member of Protected Users.
    pub protected: bool,
    /// Which encryption types the account of IIS has.
    pub web_etypes: EtypeChoice,
    /// Whether the trust to the other forest lets TGTs be delegated (`netdom trust … /EnableTGTDelegation`).
    pub tgt_delegation: bool,
}

/// Where the service principal name of the web server, `HTTP/host`, is registered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SpnPlacement {
    /// Nowhere by itself: the `HOST/…` of the computer covers it.
    Computer,
    /// On the pool's account.
    Pool,
    /// On the pool's account and on the computer's.
    Twice,
    /// On an account that has nothing to do with it.
    Elsewhere,
    /// Nowhere, and no `HOST/…` either.
    Missing,
}

/// Which delegation an account is trusted for, as Active Directory Users and Computers has it on one page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DelegationTrust {
    /// None.
    No,
    /// To any service, with the user's own TGT: TRUSTED_FOR_DELEGATION.
    Unconstrained,
    /// To a list of services, for users who came with Kerberos.
    KerberosOnly,
    /// To a list of services, however users came: TRUSTED_TO_AUTH_FOR_DELEGATION.
    AnyProtocol,
}

/// Which encryption types an account has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EtypeChoice {
    /// Those of its time: RC4 and DES until Windows Server 2003, AES and RC4 since.
    OfItsTime,
    /// AES alone.
    Aes,
    /// RC4 alone.
    Rc4,
}

impl BackEnd {
    /// Whether the public folders have a host of their own; a database has none.
    pub fn has_folder_server(&self) -> bool {
        self.folders == BackEndLocation::AnotherHost && self.protocol != Protocol::Sql
    }
}

impl Client {
    /// The host in the address and its port, which is the usual one where the address has none. The host may be empty.
    pub fn host_and_port(&self) -> (&str, u16) {
        let address = self.address.trim();
        let parts = address.rsplit_once(':');
        let parts = parts.and_then(|(host, port)| Some((host, port.parse().ok()?)));
        parts.unwrap_or((address, Endpoint::HTTP))
    }
}

impl FrontEnd {
    /// What is answered by hand on hop 2, if anything.
    pub fn reply(&self) -> Option<Reply> {
        let replay = self.replay.then_some(Reply::Replay);
        self.seat.clone().or(replay)
    }
}

impl Scenario {
    /// The password everybody has unless it is changed.
    pub const PASSWORD: &'static str = "Spring-98";

    /// The password that is typed where a wrong one is wanted.
    pub const WRONG_PASSWORD: &'static str = "Autumn-98";

    /// KB183545 as it was: the defaults of an era.
    pub fn of(era: Era) -> Self {
        let level = match era {
            Era::Y1998 => 0,
            Era::Y2003 => 2,
            Era::Today => 3,
        };
        let level = Level::clamped(level);
        let names = Names::default();
        Self {
            era,
            client: Client {
                user: "alice".to_owned(),
                domain: names.domain.clone(),
                password: Self::PASSWORD.to_owned(),
                from: BrowsingFrom::Desk,
                address: String::new(),
                alias: false,
                follows_alias: true,
                names_port: false,
                zone: Zone::Intranet,
                delegates: false,
                forest: UserForest::Same,
            },
            front_end: FrontEnd {
                schemes: vec![Scheme::Ntlm],
                anonymous: true,
                basic_logon: match era {
                    Era::Y1998 => LogonType::Interactive,
                    _ => LogonType::NetworkCleartext,
                },
                default_domain: String::new(),
                accounts: AccountDatabase::MemberServer,
                keep_alive: true,
                single_request: false,
                replay: false,
                loopback_check: era == Era::Today,
                seat: None,
                pool: PoolAccount::Computer,
                kernel_mode: era == Era::Today,
                pool_credentials: false,
                old_key: false,
                clock_ahead: Minutes(0),
            },
            back_end: BackEnd {
                protocol: match era {
                    Era::Y1998 => Protocol::Mapi,
                    _ => Protocol::Http,
                },
                placement: BackEndLocation::AnotherHost,
                folders: BackEndLocation::SameHost,
                admits: format!("{}\\alice", names.domain),
                schemes: vec![Scheme::Ntlm],
                lets_front_end_act: false,
            },
            directory: Directory {
                accounts: "alice, bob".to_owned(),
                password: Self::PASSWORD.to_owned(),
                web_spn: SpnPlacement::Computer,
                delegation: DelegationTrust::No,
                delegation_list: String::new(),
                sensitive: false,
                protected: false,
                web_etypes: EtypeChoice::OfItsTime,
                tgt_delegation: false,
            },
            names,
            client_level: level,
            dc_level: level,
            visits: 1,
            new_connection: false,
            seed: 1,
            start: match era {
                Era::Y1998 => FileTime::from_unix(891_853_200),
                Era::Y2003 => FileTime::from_unix(1_066_813_200),
                Era::Today => FileTime::from_unix(1_793_610_000),
            },
            edits: Vec::new(),
        }
    }

    /// The same settings with the defaults of another era where the old era's defaults stood.
    pub fn moved_to(&self, era: Era) -> Self {
        let (old, new) = (Self::of(self.era), Self::of(era));
        let mut moved = self.clone();
        moved.era = era;
        adopt(&mut moved.client_level, &old.client_level, new.client_level);
        adopt(&mut moved.dc_level, &old.dc_level, new.dc_level);
        adopt(&mut moved.start, &old.start, new.start);
        let (from, to) = (&old.front_end.basic_logon, new.front_end.basic_logon);
        adopt(&mut moved.front_end.basic_logon, from, to);
        let (from, to) = (&old.front_end.kernel_mode, new.front_end.kernel_mode);
        adopt(&mut moved.front_end.kernel_mode, from, to);
        let (from, to) = (&old.front_end.loopback_check, new.front_end.loopback_check);
        adopt(&mut moved.front_end.loopback_check, from, to);
        let (from, to) = (&old.back_end.protocol, new.back_end.protocol);
        adopt(&mut moved.back_end.protocol, from, to);
        moved
    }

    /// The back end is called another way: its computer's name follows, unless it was set by hand.
    pub fn call_by(&mut self, protocol: Protocol) {
        let name = |protocol| match protocol {
            Protocol::Mapi | Protocol::Http => Names::default().back_end,
            Protocol::Sql => Names::SQL_SERVER.to_owned(),
        };
        let old = std::mem::replace(&mut self.back_end.protocol, protocol);
        adopt(&mut self.names.back_end, &name(old), name(protocol));
    }

    /// Somebody else signs in: the account, and who may open the mailbox, follow unless they were set by hand.
    pub fn rename_user(&mut self, user: String) {
        let old = std::mem::replace(&mut self.client.user, user);
        let new = self.client.user.clone();
        let domain = &self.names.domain;
        let admits = |user: &str| format!("{domain}\\{user}");
        adopt(&mut self.back_end.admits, &admits(&old), admits(&new));
        let accounts = |user: &str| format!("{user}, bob");
        adopt(
            &mut self.directory.accounts,
            &accounts(&old),
            accounts(&new),
        );
    }

    /// The domain gets another NetBIOS name: what is typed, and who may open the mailbox, follow unless they were set
    /// by hand.
    pub fn rename_domain(&mut self, domain: String) {
        let old = std::mem::replace(&mut self.names.domain, domain);
        let new = self.names.domain.clone();
        adopt(&mut self.client.domain, &old, new.clone());
        let admits = |domain: &str| format!("{domain}\\{}", self.client.user);
        let (old, new) = (admits(&old), admits(&new));
        adopt(&mut self.back_end.admits, &old, new);
    }

    /// The person's account is in the other forest: domain, address and who may open the mailbox are as that takes.
    pub fn enter_other_forest(&mut self) {
        self.client.forest = UserForest::Trusted;
        self.client.domain.clone_from(&self.names.other_domain);
        let web = lower(&self.names.web_server);
        self.client.address = format!("{web}.{}", self.names.dns_domain);
        self.back_end.admits = format!("{}\\{}", self.names.other_domain, self.client.user);
    }

    /// The names by which IIS asks for tickets to the back end.
    pub fn back_end_spns(&self) -> Vec<String> {
        let short = lower(&self.names.back_end);
        let full = format!("{short}.{}", self.names.dns_domain);
        match self.back_end.protocol {
            Protocol::Sql => vec![format!("MSSQLSvc/{full}:1433")],
            _ => vec![format!("HTTP/{short}"), format!("HTTP/{full}")],
        }
    }

    /// The same with nobody in between.
    pub fn original(&self) -> Self {
        Self {
            edits: Vec::new(),
            ..self.clone()
        }
    }

    /// Whether a scheme is offered.
    pub fn offers(&self, scheme: Scheme) -> bool {
        self.front_end.schemes.contains(&scheme)
    }

    /// Who may open the mailbox.
    pub fn admitted(&self) -> Vec<String> {
        names(&self.back_end.admits)
    }

    /// The services the account of IIS may delegate to.
    pub fn delegation_targets(&self) -> Vec<String> {
        names(&self.directory.delegation_list)
    }

    /// The accounts' names.
    pub fn account_names(&self) -> Vec<String> {
        names(&self.directory.accounts)
    }
}

fn adopt<T: PartialEq>(value: &mut T, old: &T, new: T) {
    if value == old {
        *value = new;
    }
}

fn names(list: &str) -> Vec<String> {
    list.split(',')
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
        .collect()
}
