//! What somebody finds who looks a scenario's settings up, as the commands of Windows show them.

use super::{BackEndLocation, DelegationTrust, EtypeChoice, RunsAs, Scenario, SpnPlacement};
use crate::crypto::lower;
use crate::hosts::security::kerberos::MOST_SKEW;
use crate::hosts::{BackEndProtocol, Endpoint, Scheme, same};

/// Something that is found by looking a setting up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SettingFinding {
    /// Who has the SPN of the name in the address.
    Spn(SpnHolder),
    /// What the account of IIS is trusted for.
    Trust(DelegationTrust),
    /// Whether the list of the account of IIS has the back end.
    Listed(bool),
    /// Whether the back end’s account lets that of IIS act.
    LetsAct(bool),
    /// What restricts the person’s account.
    User(Restriction),
    /// Whether the browser delegates to the server, by its policy or by the zone.
    BrowserDelegates(bool),
    /// Whose key opens tickets at IIS.
    OpensWith(KeyOwner),
    /// What IIS offers first.
    Offers(Option<Scheme>),
    /// Whether the clocks are more than five minutes apart.
    ClockOff(bool),
    /// How the server is named in the address.
    Address(AddressKind),
    /// Whether the service still has the key from before the password was changed.
    KeyIsOld(bool),
    /// Whether the back end is another host that offers Negotiate, by which it takes tickets.
    BackEndTakesKerberos(bool),
    /// Whether the client sends a response that the domain controller’s level does not take.
    LevelsDisagree(bool),
    /// The encryption types of the service’s account.
    Etypes(EtypeChoice),
    /// Whether the back end gives the person the right.
    Admitted(bool),
    /// Whether connections to IIS stay open.
    KeepsAlive(bool),
    /// Whether the password that is typed is the account's.
    PasswordIsRight(bool),
}

/// On whose account the SPN is registered that the browser asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SpnHolder {
    /// The web server’s computer, at least by its `HOST/…`.
    Computer,
    /// The account of the application pool.
    Pool,
    /// An account that has nothing to do with it.
    Other,
    /// Two accounts, so that the KDC cannot tell whose key to use.
    Two,
    /// No account, and no `HOST/…` covers it.
    Nobody,
}

/// What keeps an account from being delegated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Restriction {
    /// Nothing: services may act for it.
    Nothing,
    /// It cannot be delegated.
    Sensitive,
    /// It is in Protected Users.
    Protected,
}

/// Whose key opens the tickets that come to IIS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyOwner {
    /// The computer’s: of http.sys in kernel mode, or of a built-in pool account.
    Computer,
    /// The pool account’s.
    Pool,
}

/// How a server is named in an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AddressKind {
    /// By the short name of its computer, without a dot.
    Short,
    /// By its full name, with the DNS domain.
    Full,
    /// By another name.
    Other,
    /// By an IP address, for which a browser asks no ticket.
    Ip,
}

/// All that is found in a scenario.
pub fn findings(scenario: &Scenario) -> impl Iterator<Item = SettingFinding> + use<> {
    let Scenario {
        client,
        front_end,
        back_end,
        directory,
        ..
    } = scenario;
    let listed = scenario.back_end_spns();
    let targets = scenario.delegation_targets();
    let is_listed = |target: &String| {
        let mut spns = listed.iter();
        spns.any(|spn| same(spn, target))
    };
    let opens_with = match front_end.pool == RunsAs::Domain
        && (!front_end.kernel_mode || front_end.pool_credentials)
    {
        true => KeyOwner::Pool,
        false => KeyOwner::Computer,
    };
    let user = if directory.protected {
        Restriction::Protected
    } else if directory.sensitive {
        Restriction::Sensitive
    } else {
        Restriction::Nothing
    };
    let takes = back_end.schemes.contains(&Scheme::Negotiate)
        && back_end.protocol != BackEndProtocol::Mapi
        && back_end.placement == BackEndLocation::AnotherHost;
    let admitted = {
        let account = format!("\\{}", lower(client.account()));
        let mut admitted = scenario.admitted().into_iter();
        admitted.any(|name| lower(&name).ends_with(&account))
    };
    [
        SettingFinding::Spn(spn_holder(scenario)),
        SettingFinding::Trust(directory.delegation),
        SettingFinding::Listed(targets.iter().any(is_listed)),
        SettingFinding::LetsAct(back_end.lets_front_end_act),
        SettingFinding::User(user),
        SettingFinding::BrowserDelegates(scenario.browser_delegates()),
        SettingFinding::OpensWith(opens_with),
        SettingFinding::Offers(front_end.schemes.first().copied()),
        SettingFinding::ClockOff(i64::from(front_end.clock_ahead.0).abs() > MOST_SKEW),
        SettingFinding::Address(address_kind(scenario)),
        SettingFinding::KeyIsOld(front_end.old_key),
        SettingFinding::BackEndTakesKerberos(takes),
        SettingFinding::LevelsDisagree(
            !scenario.client_level.sends_v2() && !scenario.dc_level.takes_v1(),
        ),
        SettingFinding::Etypes(directory.web_etypes),
        SettingFinding::Admitted(admitted),
        SettingFinding::KeepsAlive(front_end.keep_alive),
        SettingFinding::PasswordIsRight(client.password == directory.password),
    ]
    .into_iter()
}

fn spn_holder(scenario: &Scenario) -> SpnHolder {
    let unregistered = match address_kind(scenario) {
        AddressKind::Ip => true,
        AddressKind::Other => !scenario.client.alias,
        AddressKind::Short | AddressKind::Full => {
            let (_, port) = scenario.client.host_and_port();
            scenario.client.names_port && port != Endpoint::HTTP
        }
    };
    match scenario.directory.web_spn {
        _ if unregistered => SpnHolder::Nobody,
        SpnPlacement::Computer => SpnHolder::Computer,
        SpnPlacement::ServiceAccount => SpnHolder::Pool,
        SpnPlacement::Twice => SpnHolder::Two,
        SpnPlacement::Elsewhere => SpnHolder::Other,
        SpnPlacement::Missing => SpnHolder::Nobody,
    }
}

fn address_kind(scenario: &Scenario) -> AddressKind {
    let (host, _) = scenario.client.host_and_port();
    let (host, web) = (lower(host), lower(&scenario.names.web_server));
    let full = format!("{web}.{}", lower(&scenario.names.dns_domain));
    match host.parse::<std::net::IpAddr>() {
        Ok(_) => AddressKind::Ip,
        Err(_) if host.is_empty() || host == web => AddressKind::Short,
        Err(_) if host == full => AddressKind::Full,
        Err(_) => AddressKind::Other,
    }
}
