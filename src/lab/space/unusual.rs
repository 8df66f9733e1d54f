//! What can be unusual in a set-up, as changes of settings: each has a name, and says what it sets.

use super::ordinary::SetUp;
use crate::crypto::lower;
use crate::hosts::{Level, LogonType, Scheme};
use crate::lab::{
    BrowsingFrom, DelegationTrust, EtypeChoice, Minutes, RunsAs, Scenario, Setting, SettingValue,
    SpnPlacement, UserForest, Zone,
};

/// Something unusual in a set-up: one thing to an administrator, however many settings it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Unusual {
    /// No account has the web server’s SPN, and the computer has no `HOST/…`.
    SpnMissing,
    /// The SPN is on an account that has nothing to do with it.
    SpnElsewhere,
    /// The SPN is on two accounts.
    SpnTwice,
    /// The SPN is on the pool’s account, and http.sys opens tickets with the computer’s key.
    SpnOnPoolInKernelMode,
    /// Tickets are opened with the key of the pool’s account, and the SPN is the computer’s.
    PoolKeyWithoutSpn,
    /// The service has the key from before its account’s password was changed.
    OldKey,
    /// The address is an IP address, for which no ticket is asked.
    IpAddress,
    /// The address is a name of the server that no account has in its SPNs.
    UnregisteredName,
    /// The address is an alias (CNAME), and the browser asks for the name behind it.
    Alias,
    /// The client asks for a ticket with the port in the name.
    PortInName,
    /// The clock of IIS is more than five minutes off.
    Clock,
    /// The account of the service has AES keys alone.
    AesOnly,
    /// The account of the service has an RC4 key alone.
    Rc4Only,
    /// IIS offers NTLM alone, where delegation is set up.
    NtlmOnly,
    /// IIS offers Digest alone.
    DigestOnly,
    /// IIS offers no scheme at all: a 401 without a challenge.
    NothingOffered,
    /// Basic makes a network logon.
    BasicNetworkLogon,
    /// Basic, with no domain typed and none set.
    BasicWithoutDomain,
    /// The password that is typed is not the account's.
    WrongPassword,
    /// The user that is typed has no account.
    UnknownUser,
    /// The client sends NTLMv1, and the domain controller takes NTLMv2 alone.
    LevelsDisagree,
    /// Connections do not stay open.
    NoKeepAlive,
    /// The person sits at the server and calls it by a name that is not its own, and the loopback check is on.
    LoopbackByOtherName,
    /// The list of the account of IIS lacks the back end’s SPN.
    NotListed,
    /// The back end lets IIS act, but the account of IIS has a list of its own, for Kerberos only.
    OwnListBesides,
    /// The browser’s policy does not let it delegate.
    BrowserDoesNotDelegate,
    /// The browser hands no TGT over to the name in the address: Internet Explorer as that is in the internet zone, later
    /// browsers as it is not on their list.
    InternetZone,
    /// “Account is sensitive and cannot be delegated.”
    Sensitive,
    /// The person is a member of Protected Users.
    Protected,
    /// The person’s account is in another forest, and the trust lets no TGT through.
    OtherForest,
    /// The back end takes NTLM alone.
    BackEndTakesNtlm,
    /// The person may not open what is asked for.
    NotAdmitted,
}

/// Stands for the server’s address.
const IP_ADDRESS: &str = "192.0.2.10";

/// The value that a setting gets, as links write it.
type Value = fn(&Scenario) -> String;

struct Entry {
    /// A setting is changed once: entries with one in common exclude each other.
    sets: &'static [(Setting, Value)],
    /// The set-ups in which it is unusual.
    in_: fn(SetUp) -> bool,
}

/// A value that is the same in every scenario, or one that a function makes of its names.
macro_rules! value {
    (= $value:expr) => {
        |_| $value.to_text()
    };
    (from $of:expr) => {
        $of
    };
}

macro_rules! entries {
    ($($what:ident in $in_:ident: $($setting:ident $how:tt $value:expr),+;)+) => {
        impl Unusual {
            /// All of them.
            pub const ALL: [Self; 32] = [$(Self::$what),+];

            fn entry(self) -> &'static Entry {
                match self {
                    $(Self::$what => const {
                        &Entry {
                            sets: &[$((Setting::$setting, value!($how $value))),+],
                            in_: SetUp::$in_,
                        }
                    },)+
                }
            }
        }
    };
}

entries! {
    SpnMissing in negotiates: WebSpn = SpnPlacement::Missing;
    SpnElsewhere in negotiates: WebSpn = SpnPlacement::Elsewhere;
    SpnTwice in negotiates: WebSpn = SpnPlacement::Twice, Pool = RunsAs::Domain;
    SpnOnPoolInKernelMode in negotiates: WebSpn = SpnPlacement::ServiceAccount, Pool = RunsAs::Domain, KernelMode = true;
    PoolKeyWithoutSpn in negotiates: WebSpn = SpnPlacement::Computer, Pool = RunsAs::Domain, KernelMode = false;
    OldKey in negotiates: OldKey = true;
    IpAddress in negotiates: Address = IP_ADDRESS.to_owned();
    UnregisteredName in negotiates: Address from other_name;
    Alias in negotiates: Address from other_name, Alias = true;
    PortInName in negotiates: Address from with_port, NamesPort = true;
    Clock in negotiates: ClockAhead = Minutes(6);
    AesOnly in negotiates: WebEtypes = EtypeChoice::Aes;
    Rc4Only in negotiates: WebEtypes = EtypeChoice::Rc4;
    NtlmOnly in delegates: Schemes = vec![Scheme::Ntlm];
    DigestOnly in signs_in_to_windows: Schemes = vec![Scheme::Digest];
    NothingOffered in is_ntlm: Schemes = Vec::<Scheme>::new();
    BasicNetworkLogon in is_basic: BasicLogon = LogonType::Network;
    BasicWithoutDomain in is_basic: Domain = String::new();
    WrongPassword in any: Password = Scenario::WRONG_PASSWORD.to_owned();
    UnknownUser in any: User = "mallory".to_owned();
    LevelsDisagree in signs_in_to_windows: ClientLevel = Level::clamped(2), DcLevel = Level::clamped(5);
    NoKeepAlive in signs_in_to_windows: KeepAlive = false;
    LoopbackByOtherName in signs_in_to_windows: BrowsingFrom = BrowsingFrom::Server, Address from other_name, LoopbackCheck = true;
    NotListed in has_list: DelegationList from other_service;
    OwnListBesides in is_resource_based: Delegation = DelegationTrust::KerberosOnly, DelegationList from other_service;
    BrowserDoesNotDelegate in is_unconstrained: Delegates = false;
    InternetZone in is_unconstrained: Address from full_name, Zone from zone_of_full_name, Delegates = false;
    Sensitive in any: Sensitive = true;
    Protected in any: Protected = true;
    OtherForest in negotiates: Forest = UserForest::Trusted, Domain from other_domain, Address from full_name, Admits from other_account;
    BackEndTakesNtlm in delegates: BackEndSchemes = vec![Scheme::Ntlm];
    NotAdmitted in any: Admits from bob;
}

impl Unusual {
    /// Whether it means something in that set-up, and is not ordinary there.
    pub fn is_in(self, set_up: SetUp) -> bool {
        (self.entry().in_)(set_up)
    }

    /// Whether both can be so at once: no setting gets two values.
    pub fn goes_with(self, other: Self) -> bool {
        let settings = |what: Self| what.entry().sets.iter().map(|(setting, _)| setting);
        !settings(self).any(|setting| settings(other).any(|other| other == setting))
    }

    /// The settings it changes, with the values that they get in that scenario.
    pub fn settings(self, scenario: &Scenario) -> Vec<(Setting, String)> {
        let sets = self.entry().sets.iter();
        sets.map(|(setting, value)| (*setting, value(scenario)))
            .collect()
    }

    /// Gives the settings of the scenario the values that make it so.
    pub fn apply(self, scenario: &mut Scenario) {
        for (setting, value) in self.settings(scenario) {
            // Each value is one that the setting has; a test holds it.
            let _ = setting.set(scenario, &value);
        }
    }
}

/// Stands for another name of the web server, whatever it is.
fn other_name(scenario: &Scenario) -> String {
    format!("intranet.{}", scenario.names.dns_domain)
}

/// Whether the address of a configuration is one that only stands for the person’s: another name of the server, or a number.
pub fn stands_for_another(scenario: &Scenario) -> bool {
    let (host, _) = scenario.client.host_and_port();
    host == other_name(scenario) || host == IP_ADDRESS
}

fn full_name(scenario: &Scenario) -> String {
    scenario.full_web_name()
}

fn zone_of_full_name(scenario: &Scenario) -> String {
    match scenario.era.goes_by_zone() {
        true => Zone::Internet.to_text(),
        false => scenario.client.zone.to_text(),
    }
}

fn with_port(scenario: &Scenario) -> String {
    format!("{}:8080", lower(&scenario.names.web_server))
}

/// The SPN of a service that is not the back end.
fn other_service(scenario: &Scenario) -> String {
    format!("HTTP/files.{}", scenario.names.dns_domain)
}

fn other_domain(scenario: &Scenario) -> String {
    scenario.names.other_domain.clone()
}

/// The person’s account in the other forest.
fn other_account(scenario: &Scenario) -> String {
    format!(
        "{}\\{}",
        scenario.names.other_domain,
        scenario.client.account()
    )
}

/// Another account of the domain.
fn bob(scenario: &Scenario) -> String {
    format!("{}\\bob", scenario.names.domain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hosts::Era;

    #[test]
    fn each_gives_its_settings_values_that_they_have() {
        for what in Unusual::ALL {
            assert!(!what.goes_with(what), "{what:?}");
            let mut scenario = Scenario::of(Era::Today);
            for (setting, value) in what.settings(&scenario) {
                let read = setting.set(&mut scenario, &value);
                assert_eq!(read, Some(()), "{what:?}: {setting} = {value}");
                assert_eq!(setting.get(&scenario), value);
            }
        }
    }
}
