//! All settings of a run.

mod back_end;
mod client;
mod directory;
mod front_end;
mod spns;

pub use back_end::{BackEnd, BackEndLocation};
pub use client::{BrowsingFrom, Client, UserForest, Zone};
pub use directory::{DelegationTrust, Directory, EtypeChoice, SpnPlacement};
pub use front_end::{AccountDatabase, FrontEnd, Minutes, RunsAs};

use super::{Names, Splice};
use crate::crypto::lower;
use crate::hosts::{AccountState, BackEndProtocol, Era, FileTime, Level, LogonType, Scheme};

/// All settings of a run. Equal scenarios give equal bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scenario {
    /// When the computers were set up.
    pub era: Era,
    /// The names of the domain and of the computers.
    pub names: Names,
    /// The person and the browser.
    pub client: Client,
    /// IIS, and the account of its application pool.
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
    /// The time at which the person goes to the page; clocks may be off from it.
    pub start: FileTime,
    /// What somebody in between changes in messages.
    pub edits: Vec<Splice>,
}

impl Scenario {
    /// Whether the password that is typed is that of the account.
    pub fn types_right_password(&self) -> bool {
        self.client.password == self.directory.password
    }

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
                    Era::Y2003 | Era::Today => LogonType::NetworkCleartext,
                },
                default_domain: String::new(),
                accounts: AccountDatabase::MemberServer,
                keep_alive: true,
                single_request: false,
                replay: false,
                loopback_check: era == Era::Today,
                seat: None,
                pool: RunsAs::Computer,
                kernel_mode: era == Era::Today,
                pool_credentials: false,
                old_key: false,
                clock_ahead: Minutes(0),
            },
            back_end: BackEnd {
                protocol: match era {
                    Era::Y1998 => BackEndProtocol::Mapi,
                    Era::Y2003 | Era::Today => BackEndProtocol::Http,
                },
                placement: BackEndLocation::AnotherHost,
                folders: BackEndLocation::SameHost,
                admits: format!("{}\\alice", names.domain),
                schemes: vec![Scheme::Ntlm],
                runs_as: RunsAs::Computer,
                lets_front_end_act: false,
            },
            directory: Directory {
                accounts: "alice, bob".to_owned(),
                password: Self::PASSWORD.to_owned(),
                web_spn: SpnPlacement::Computer,
                back_end_spn: SpnPlacement::Computer,
                delegation: DelegationTrust::No,
                delegation_list: String::new(),
                state: AccountState::Enabled,
                sensitive: false,
                protected: false,
                web_etypes: EtypeChoice::OfItsTime,
                tgt_delegation: false,
                selective_authentication: false,
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
    pub fn call_by(&mut self, protocol: BackEndProtocol) {
        let name = |protocol| match protocol {
            BackEndProtocol::Mapi | BackEndProtocol::Http => Names::default().back_end,
            BackEndProtocol::Sql => Names::SQL_SERVER.to_owned(),
        };
        let old = std::mem::replace(&mut self.back_end.protocol, protocol);
        adopt(&mut self.names.back_end, &name(old), name(protocol));
    }

    /// Somebody else signs in: the account, and who may open the mailbox, follow unless they were set by hand. Of a user
    /// principal name the account has what stands before the `@`.
    pub fn rename_user(&mut self, user: String) {
        let old = self.client.account().to_owned();
        self.client.user = user;
        let new = self.client.account().to_owned();
        let domain = &self.names.domain;
        let admits = |user: &str| format!("{domain}\\{user}");
        adopt(&mut self.back_end.admits, &admits(&old), admits(&new));
        // Nobody is in a directory twice.
        let accounts = |user: &str| match user.eq_ignore_ascii_case("bob") {
            true => user.to_owned(),
            false => format!("{user}, bob"),
        };
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
        let admits = |domain: &str| format!("{domain}\\{}", self.client.account());
        let (old, new) = (admits(&old), admits(&new));
        adopt(&mut self.back_end.admits, &old, new);
    }

    /// The person, the domains and the computers are called as in other settings: what belongs to a name follows it, unless
    /// it was set by hand.
    pub fn take_names(&mut self, others: &Self) {
        let old = self.for_user_of(self.client.forest);
        let listed = self.back_end_spns().join(", ");
        self.rename_domain(others.names.domain.clone());
        self.rename_user(others.client.user.clone());
        self.names = others.names.clone();
        // The back end's name is that of the others' own back end; another one takes its own usual name.
        let protocol = std::mem::replace(&mut self.back_end.protocol, others.back_end.protocol);
        self.call_by(protocol);
        let new = self.for_user_of(self.client.forest);
        adopt(&mut self.client.domain, &old.domain, new.domain);
        adopt(&mut self.client.address, &old.address, new.address);
        adopt(&mut self.back_end.admits, &old.admits, new.admits);
        let list = self.back_end_spns().join(", ");
        adopt(&mut self.directory.delegation_list, &listed, list);
    }

    /// The person's account is in that forest: the domain that is typed, the address and who may open the mailbox follow
    /// unless they were set by hand. From the other forest only the full name is found.
    pub fn move_user_to(&mut self, forest: UserForest) {
        let old = self.for_user_of(self.client.forest);
        let new = self.for_user_of(forest);
        self.client.forest = forest;
        adopt(&mut self.client.domain, &old.domain, new.domain);
        adopt(&mut self.client.address, &old.address, new.address);
        adopt(&mut self.back_end.admits, &old.admits, new.admits);
    }

    /// The person's account is in the other forest: domain, address and who may open the mailbox are as that takes.
    pub fn enter_other_forest(&mut self) {
        let new = self.for_user_of(UserForest::Trusted);
        self.client.forest = UserForest::Trusted;
        self.client.domain = new.domain;
        self.client.address = new.address;
        self.back_end.admits = new.admits;
    }

    fn for_user_of(&self, forest: UserForest) -> ForUser {
        let (domain, address) = match forest {
            UserForest::Same => (&self.names.domain, String::new()),
            UserForest::Trusted => (&self.names.other_domain, self.full_web_name()),
        };
        ForUser {
            domain: domain.clone(),
            address,
            admits: format!("{domain}\\{}", self.client.account()),
        }
    }

    /// The name of the computer of IIS, with its domain.
    pub fn full_web_name(&self) -> String {
        format!(
            "{}.{}",
            lower(&self.names.web_server),
            self.names.dns_domain
        )
    }

    /// The name by which IIS calls a back end on another computer: the full one where it is called for users of another
    /// forest, in which a short name would be looked for in vain.
    pub fn back_end_host(&self) -> String {
        let short = lower(&self.names.back_end);
        match self.client.forest {
            UserForest::Same => short,
            UserForest::Trusted => format!("{short}.{}", self.names.dns_domain),
        }
    }

    /// Whether the browser hands its TGT over to IIS, where that is trusted for any service (Microsoft, "Kerberos double-hop
    /// authentication with Microsoft Edge").
    pub fn browser_delegates(&self) -> bool {
        match self.era.goes_by_zone() {
            true => self.client.zone == Zone::Intranet,
            false => self.client.delegates,
        }
    }

    /// The name by which IIS asks for a ticket to the back end.
    pub fn back_end_spn(&self) -> String {
        match self.back_end.protocol {
            BackEndProtocol::Sql => self.back_end_spns().into_iter().next().unwrap_or_default(),
            BackEndProtocol::Mapi | BackEndProtocol::Http => {
                format!("HTTP/{}", self.back_end_host())
            }
        }
    }

    /// The names by which IIS may ask for tickets to the back end, and to the public folders where those are elsewhere.
    pub fn back_end_spns(&self) -> Vec<String> {
        let full = |short: &str| format!("{short}.{}", self.names.dns_domain);
        let mut computers = vec![lower(&self.names.back_end)];
        if self.back_end.has_folder_server() {
            computers.push(lower(&self.names.folder_server));
        }
        let spns = computers
            .iter()
            .flat_map(|short| match self.back_end.protocol {
                BackEndProtocol::Sql => vec![format!("MSSQLSvc/{}:1433", full(short))],
                BackEndProtocol::Mapi | BackEndProtocol::Http => {
                    vec![format!("HTTP/{short}"), format!("HTTP/{}", full(short))]
                }
            });
        spns.collect()
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

    /// The names of the accounts in the directory, in order.
    pub fn account_names(&self) -> Vec<String> {
        names(&self.directory.accounts)
    }
}

/// What goes with the forest of a person's account.
struct ForUser {
    domain: String,
    address: String,
    admits: String,
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
