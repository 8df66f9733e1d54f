//! Every setting of a scenario as data: its key in links, and how its value is read and written as text. Links, the
//! settings panel and the page's actions know settings by this alone.

mod value;

pub use value::SettingValue;

use super::Scenario;
use std::fmt;

/// A setting of a scenario, by what it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Setting {
    /// When the computers were set up; the defaults of an era come with it.
    Era,
    /// The schemes a 401 offers, in order.
    Schemes,
    /// Whether pages that do not ask are given to anybody.
    Anonymous,
    /// By which logon type Basic checks a password.
    BasicLogon,
    /// The domain of a Basic name that has none.
    DefaultDomain,
    /// Whose accounts the computer of IIS holds.
    AccountDatabase,
    /// Whether connections stay open.
    KeepAlive,
    /// `authPersistSingleRequest`: whether NTLM signs in anew for each request.
    SingleRequest,
    /// Whether the AUTHENTICATE of hop 1 is sent again on hop 2.
    Replay,
    /// How the back end is called.
    BackEnd,
    /// Where the back end runs.
    Placement,
    /// Whether the public folders are with the mailbox or on a host of their own.
    PublicFolders,
    /// Who may open the mailbox or the database.
    Admits,
    /// Account name, as typed.
    User,
    /// Domain, as typed; may be empty.
    Domain,
    /// The accounts in the directory.
    Accounts,
    /// LmCompatibilityLevel of browser and IIS.
    ClientLevel,
    /// LmCompatibilityLevel of the domain controller.
    DcLevel,
    /// How often the mailbox page is visited.
    Visits,
    /// Whether the second visit comes on a new connection.
    NewConnection,
    /// What all random values are derived from.
    Seed,
    /// When the run begins.
    Start,
    /// NetBIOS name of the domain.
    NetbiosDomain,
    /// DNS name of the domain.
    DnsDomain,
    /// Name of the person's computer.
    DesktopName,
    /// Name of the computer of IIS.
    WebServerName,
    /// Name of the computer of the mailboxes or of the database.
    BackEndName,
    /// Name of the computer of the public folders.
    FolderServerName,
    /// Name of the domain controller of the servers' domain.
    DomainControllerName,
    /// Where the person sits.
    BrowsingFrom,
    /// The host in the address that is typed.
    Address,
    /// Whether the computer of IIS refuses sign-ins that come back to it by another name.
    LoopbackCheck,
    /// Whether the address is an alias (CNAME) of the computer of IIS.
    Alias,
    /// Whether the browser asks for a ticket for the name behind an alias.
    FollowsAlias,
    /// Whether the browser asks for a ticket for the port too.
    NamesPort,
    /// In which zone the browser takes the address to be.
    Zone,
    /// Whether IIS still has the key from before its account's password was changed.
    OldKey,
    /// Whether policy lets the browser delegate to the server.
    Delegates,
    /// In whose forest the person's account is.
    Forest,
    /// Whether the trust between the forests lets TGTs be delegated.
    TgtDelegation,
    /// Whether users of the other forest need leave to sign in at each computer.
    SelectiveAuthentication,
    /// The account the application pool runs as.
    Pool,
    /// `useKernelMode`: whether http.sys opens tickets, with the computer's key.
    KernelMode,
    /// `useAppPoolCredentials`: whether it takes the key of the pool's account all the same.
    PoolCredentials,
    /// How many minutes the clock of IIS is ahead.
    ClockAhead,
    /// The schemes the back end takes over HTTP.
    BackEndSchemes,
    /// The account that the back end runs as.
    BackEndAccount,
    /// Name of the account that is made for the back end.
    BackEndAccountName,
    /// Where the service principal name of the back end is registered.
    BackEndSpn,
    /// msDS-AllowedToActOnBehalfOfOtherIdentity of the back end's account.
    LetsFrontEndAct,
    /// Where the service principal name of the web server is registered.
    WebSpn,
    /// Which delegation the account of IIS is trusted for.
    Delegation,
    /// msDS-AllowedToDelegateTo of the account of IIS.
    DelegationList,
    /// Whether the person's account may sign in, and if not, what stands against it.
    AccountState,
    /// Whether the person's account cannot be delegated.
    Sensitive,
    /// Whether the person is a member of Protected Users.
    Protected,
    /// Which encryption types the account of IIS has.
    WebEtypes,
    /// Name of the account that is made for the application pool.
    PoolAccountName,
    /// NetBIOS name of the domain of the other forest.
    OtherNetbiosDomain,
    /// DNS name of the domain of the other forest.
    OtherDnsDomain,
    /// Name of the domain controller of the other forest.
    OtherControllerName,
    /// Password, as typed; in links only where that is asked for.
    Password,
    /// The password of the accounts in the directory; in links only where that is asked for.
    DirectoryPassword,
}

/// How a setting is kept in a scenario and written as text.
struct Entry {
    setting: Setting,
    key: &'static str,
    is_typed: bool,
    get: fn(&Scenario) -> String,
    set: fn(&mut Scenario, &str) -> Option<()>,
}

/// An entry for a field: its type says how it is written.
macro_rules! entry {
    ($setting:ident, $key:literal, $($field:ident).+) => {
        Entry {
            setting: Setting::$setting,
            key: $key,
            is_typed: is_typed(|scenario| &scenario.$($field).+),
            get: |scenario| scenario.$($field).+.to_text(),
            set: |scenario, text| {
                scenario.$($field).+ = SettingValue::of_text(text)?;
                Some(())
            },
        }
    };
}

/// Whether a field is typed: the function is there for the type it returns.
const fn is_typed<T: SettingValue>(_: fn(&Scenario) -> &T) -> bool {
    T::IS_TYPED
}

const ENTRIES: [Entry; 63] = [
    Entry {
        setting: Setting::Era,
        key: "era",
        is_typed: false,
        get: |scenario| scenario.era.to_text(),
        set: |scenario, text| {
            *scenario = scenario.moved_to(SettingValue::of_text(text)?);
            Some(())
        },
    },
    entry!(Schemes, "offer", front_end.schemes),
    entry!(Anonymous, "anonymous", front_end.anonymous),
    entry!(BasicLogon, "logon", front_end.basic_logon),
    entry!(DefaultDomain, "defaultdomain", front_end.default_domain),
    entry!(AccountDatabase, "accountsof", front_end.accounts),
    entry!(KeepAlive, "keepalive", front_end.keep_alive),
    entry!(SingleRequest, "single", front_end.single_request),
    entry!(Replay, "replay", front_end.replay),
    entry!(BackEnd, "backend", back_end.protocol),
    entry!(Placement, "mailbox", back_end.placement),
    entry!(PublicFolders, "folders", back_end.folders),
    entry!(Admits, "admits", back_end.admits),
    entry!(User, "user", client.user),
    entry!(Domain, "domain", client.domain),
    entry!(Accounts, "accounts", directory.accounts),
    entry!(ClientLevel, "level", client_level),
    entry!(DcLevel, "dclevel", dc_level),
    Entry {
        setting: Setting::Visits,
        key: "visits",
        is_typed: false,
        get: |scenario| scenario.visits.to_string(),
        set: |scenario, text| {
            let visits = text.parse().ok();
            scenario.visits = visits.filter(|visits| (1..=2).contains(visits))?;
            Some(())
        },
    },
    entry!(NewConnection, "newconnection", new_connection),
    entry!(Seed, "seed", seed),
    entry!(Start, "start", start),
    entry!(NetbiosDomain, "netbios", names.domain),
    entry!(DnsDomain, "dns", names.dns_domain),
    entry!(DesktopName, "desktop", names.desktop),
    entry!(WebServerName, "webserver", names.web_server),
    entry!(BackEndName, "backendname", names.back_end),
    entry!(FolderServerName, "folderserver", names.folder_server),
    entry!(DomainControllerName, "dcname", names.domain_controller),
    entry!(BrowsingFrom, "from", client.from),
    entry!(Address, "address", client.address),
    entry!(LoopbackCheck, "loopback", front_end.loopback_check),
    entry!(Alias, "alias", client.alias),
    entry!(FollowsAlias, "cnamelookup", client.follows_alias),
    entry!(NamesPort, "spnport", client.names_port),
    entry!(Zone, "zone", client.zone),
    entry!(OldKey, "oldkey", front_end.old_key),
    entry!(Delegates, "delegate", client.delegates),
    entry!(Forest, "forest", client.forest),
    entry!(TgtDelegation, "tgtdelegation", directory.tgt_delegation),
    entry!(
        SelectiveAuthentication,
        "selectiveauth",
        directory.selective_authentication
    ),
    entry!(Pool, "pool", front_end.pool),
    entry!(KernelMode, "kernelmode", front_end.kernel_mode),
    entry!(PoolCredentials, "poolcreds", front_end.pool_credentials),
    entry!(ClockAhead, "clock", front_end.clock_ahead),
    entry!(BackEndSchemes, "backendoffer", back_end.schemes),
    entry!(BackEndAccount, "backendaccount", back_end.runs_as),
    entry!(
        BackEndAccountName,
        "backendaccountname",
        names.back_end_account
    ),
    entry!(BackEndSpn, "backendspn", directory.back_end_spn),
    entry!(LetsFrontEndAct, "rbcd", back_end.lets_front_end_act),
    entry!(WebSpn, "webspn", directory.web_spn),
    entry!(Delegation, "delegation", directory.delegation),
    entry!(DelegationList, "delegateto", directory.delegation_list),
    entry!(AccountState, "accountstate", directory.state),
    entry!(Sensitive, "sensitive", directory.sensitive),
    entry!(Protected, "protected", directory.protected),
    entry!(WebEtypes, "etypes", directory.web_etypes),
    entry!(PoolAccountName, "poolname", names.pool_account),
    entry!(OtherNetbiosDomain, "othernetbios", names.other_domain),
    entry!(OtherDnsDomain, "otherdns", names.other_dns_domain),
    entry!(OtherControllerName, "otherdcname", names.other_controller),
    entry!(Password, "password", client.password),
    entry!(DirectoryPassword, "realpassword", directory.password),
];

impl Setting {
    /// All settings, in the order in which links have them.
    pub fn all() -> impl Iterator<Item = Self> {
        ENTRIES.iter().map(|entry| entry.setting)
    }

    /// The setting of that key.
    pub fn of_key(key: &str) -> Option<Self> {
        let entry = ENTRIES.iter().find(|entry| entry.key == key)?;
        Some(entry.setting)
    }

    /// Its key in links, which never changes; also the name in `--set` and in JSON.
    pub fn key(self) -> &'static str {
        self.entry().map_or("", |entry| entry.key)
    }

    /// Whether its value is a secret that links do not hold unless they are asked to.
    pub fn is_secret(self) -> bool {
        matches!(self, Self::Password | Self::DirectoryPassword)
    }

    /// Its value in a scenario, as text.
    pub fn get(self, scenario: &Scenario) -> String {
        let entry = self.entry();
        entry.map_or_else(String::new, |entry| (entry.get)(scenario))
    }

    /// Gives it the value that a text says; nothing changes, and nothing is returned, where the text says none.
    pub fn set(self, scenario: &mut Scenario, text: &str) -> Option<()> {
        (self.entry()?.set)(scenario, text)
    }

    /// The same by hand: what belongs to a name follows it, unless it was set by hand too.
    pub fn change(self, scenario: &mut Scenario, text: &str) -> Option<()> {
        match self {
            Self::User => scenario.rename_user(text.to_owned()),
            Self::NetbiosDomain => scenario.rename_domain(text.to_owned()),
            Self::BackEnd => scenario.call_by(SettingValue::of_text(text)?),
            _ => return self.set(scenario, text),
        }
        Some(())
    }

    /// Whether it is typed letter by letter.
    pub fn is_typed(self) -> bool {
        self.entry().is_some_and(|entry| entry.is_typed)
    }

    fn entry(self) -> Option<&'static Entry> {
        ENTRIES.iter().find(|entry| entry.setting == self)
    }
}

impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hosts::Era;
    use std::collections::BTreeSet;

    #[test]
    fn every_setting_has_a_key_of_its_own_and_keeps_its_value() {
        let keys: BTreeSet<_> = Setting::all().map(Setting::key).collect();
        assert_eq!(keys.len(), ENTRIES.len());
        for era in Era::ALL {
            let scenario = Scenario::of(era);
            for setting in Setting::all() {
                let mut copy = scenario.clone();
                assert_eq!(Setting::of_key(setting.key()), Some(setting));
                assert_eq!(setting.set(&mut copy, &setting.get(&scenario)), Some(()));
                assert_eq!(copy, scenario, "{setting}");
            }
        }
    }

    #[test]
    fn a_text_that_says_no_value_changes_nothing() {
        let mut scenario = Scenario::of(Era::Today);
        for setting in [
            Setting::KeepAlive,
            Setting::Visits,
            Setting::Schemes,
            Setting::DcLevel,
        ] {
            assert_eq!(setting.set(&mut scenario, "7,maybe"), None);
        }
        assert_eq!(scenario, Scenario::of(Era::Today));
    }
}
