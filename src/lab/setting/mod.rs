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
struct Field {
    is_typed: bool,
    get: fn(&Scenario) -> String,
    set: fn(&mut Scenario, &str) -> Option<()>,
}

/// A field of a scenario: its type says how it is written.
macro_rules! field {
    ($($field:ident).+) => {
        Field {
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

/// The settings, each with its key and its field.
macro_rules! settings {
    ($($setting:ident $key:literal = $field:expr;)+) => {
        impl Setting {
            /// All settings, in the order in which links have them.
            pub const ALL: [Self; 63] = [$(Self::$setting),+];

            /// Its key in links, which never changes; also the name in `--set` and in JSON.
            pub fn key(self) -> &'static str {
                match self {
                    $(Self::$setting => $key,)+
                }
            }

            fn field(self) -> &'static Field {
                match self {
                    $(Self::$setting => const { &$field },)+
                }
            }
        }
    };
}

settings! {
    Era "era" = Field {
        is_typed: false,
        get: |scenario| scenario.era.to_text(),
        set: |scenario, text| {
            *scenario = scenario.moved_to(SettingValue::of_text(text)?);
            Some(())
        },
    };
    Schemes "offer" = field!(front_end.schemes);
    Anonymous "anonymous" = field!(front_end.anonymous);
    BasicLogon "logon" = field!(front_end.basic_logon);
    DefaultDomain "defaultdomain" = field!(front_end.default_domain);
    AccountDatabase "accountsof" = field!(front_end.accounts);
    KeepAlive "keepalive" = field!(front_end.keep_alive);
    SingleRequest "single" = field!(front_end.single_request);
    Replay "replay" = field!(front_end.replay);
    BackEnd "backend" = field!(back_end.protocol);
    Placement "mailbox" = field!(back_end.placement);
    PublicFolders "folders" = field!(back_end.folders);
    Admits "admits" = field!(back_end.admits);
    User "user" = field!(client.user);
    Domain "domain" = field!(client.domain);
    Accounts "accounts" = field!(directory.accounts);
    ClientLevel "level" = field!(client_level);
    DcLevel "dclevel" = field!(dc_level);
    Visits "visits" = Field {
        is_typed: false,
        get: |scenario| scenario.visits.to_string(),
        set: |scenario, text| {
            let visits = text.parse().ok();
            scenario.visits = visits.filter(|visits| (1..=2).contains(visits))?;
            Some(())
        },
    };
    NewConnection "newconnection" = field!(new_connection);
    Seed "seed" = field!(seed);
    Start "start" = field!(start);
    NetbiosDomain "netbios" = field!(names.domain);
    DnsDomain "dns" = field!(names.dns_domain);
    DesktopName "desktop" = field!(names.desktop);
    WebServerName "webserver" = field!(names.web_server);
    BackEndName "backendname" = field!(names.back_end);
    FolderServerName "folderserver" = field!(names.folder_server);
    DomainControllerName "dcname" = field!(names.domain_controller);
    BrowsingFrom "from" = field!(client.from);
    Address "address" = field!(client.address);
    LoopbackCheck "loopback" = field!(front_end.loopback_check);
    Alias "alias" = field!(client.alias);
    FollowsAlias "cnamelookup" = field!(client.follows_alias);
    NamesPort "spnport" = field!(client.names_port);
    Zone "zone" = field!(client.zone);
    OldKey "oldkey" = field!(front_end.old_key);
    Delegates "delegate" = field!(client.delegates);
    Forest "forest" = field!(client.forest);
    TgtDelegation "tgtdelegation" = field!(directory.tgt_delegation);
    SelectiveAuthentication "selectiveauth" = field!(directory.selective_authentication);
    Pool "pool" = field!(front_end.pool);
    KernelMode "kernelmode" = field!(front_end.kernel_mode);
    PoolCredentials "poolcreds" = field!(front_end.pool_credentials);
    ClockAhead "clock" = field!(front_end.clock_ahead);
    BackEndSchemes "backendoffer" = field!(back_end.schemes);
    BackEndAccount "backendaccount" = field!(back_end.runs_as);
    BackEndAccountName "backendaccountname" = field!(names.back_end_account);
    BackEndSpn "backendspn" = field!(directory.back_end_spn);
    LetsFrontEndAct "rbcd" = field!(back_end.lets_front_end_act);
    WebSpn "webspn" = field!(directory.web_spn);
    Delegation "delegation" = field!(directory.delegation);
    DelegationList "delegateto" = field!(directory.delegation_list);
    AccountState "accountstate" = field!(directory.state);
    Sensitive "sensitive" = field!(directory.sensitive);
    Protected "protected" = field!(directory.protected);
    WebEtypes "etypes" = field!(directory.web_etypes);
    PoolAccountName "poolname" = field!(names.pool_account);
    OtherNetbiosDomain "othernetbios" = field!(names.other_domain);
    OtherDnsDomain "otherdns" = field!(names.other_dns_domain);
    OtherControllerName "otherdcname" = field!(names.other_controller);
    Password "password" = field!(client.password);
    DirectoryPassword "realpassword" = field!(directory.password);
}

impl Setting {
    /// The setting of that key.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|setting| setting.key() == key)
    }

    /// Whether its value is a secret that links do not hold unless they are asked to.
    pub fn is_secret(self) -> bool {
        matches!(self, Self::Password | Self::DirectoryPassword)
    }

    /// Its value in a scenario, as text.
    pub fn get(self, scenario: &Scenario) -> String {
        (self.field().get)(scenario)
    }

    /// Gives it the value that a text says; nothing changes, and nothing is returned, where the text says none.
    pub fn set(self, scenario: &mut Scenario, text: &str) -> Option<()> {
        (self.field().set)(scenario, text)
    }

    /// The same by hand: what belongs to a name follows it, unless it was set by hand too.
    pub fn change(self, scenario: &mut Scenario, text: &str) -> Option<()> {
        match self {
            Self::User => scenario.rename_user(text.to_owned()),
            Self::NetbiosDomain => scenario.rename_domain(text.to_owned()),
            Self::BackEnd => scenario.call_by(SettingValue::of_text(text)?),
            Self::Forest => scenario.move_user_to(SettingValue::of_text(text)?),
            _ => return self.set(scenario, text),
        }
        Some(())
    }

    /// Whether it is typed letter by letter.
    pub fn is_typed(self) -> bool {
        self.field().is_typed
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
        let keys = BTreeSet::from(Setting::ALL.map(Setting::key));
        assert_eq!(keys.len(), Setting::ALL.len());
        for era in Era::ALL {
            let scenario = Scenario::of(era);
            for setting in Setting::ALL {
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
