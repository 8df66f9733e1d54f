//! Everything an admin can change, as single changes. What belongs to the past, to names or to physics is not here.

use super::{Change, Pin};
use crate::hosts::{BackEndProtocol, Scheme, same};
use crate::lab::{DelegationTrust, Scenario, Setting, SettingValue};

/// Values that settings can be given by those who look after them.
const VALUES: &[(Setting, &[&str])] = &[
    (
        Setting::Schemes,
        &["basic", "ntlm", "negotiate,ntlm", "digest"],
    ),
    (
        Setting::BasicLogon,
        &["interactive", "batch", "cleartext", "network"],
    ),
    (Setting::KeepAlive, &["1", "0"]),
    (Setting::SingleRequest, &["0", "1"]),
    (Setting::Placement, &["same", "other"]),
    (Setting::PublicFolders, &["same", "other"]),
    (Setting::BackEndSchemes, &["negotiate,ntlm", "ntlm"]),
    (Setting::ClientLevel, &["3", "1"]),
    (Setting::DcLevel, &["3", "5"]),
    (Setting::Alias, &["0"]),
    (Setting::FollowsAlias, &["0", "1"]),
    (Setting::NamesPort, &["0", "1"]),
    (Setting::Zone, &["intranet", "internet"]),
    (Setting::Delegates, &["1", "0"]),
    (Setting::TgtDelegation, &["1", "0"]),
    (Setting::SelectiveAuthentication, &["0", "1"]),
    (Setting::LoopbackCheck, &["0", "1"]),
    (Setting::Pool, &["computer", "account"]),
    (Setting::KernelMode, &["1", "0"]),
    (Setting::PoolCredentials, &["1", "0"]),
    (Setting::OldKey, &["0", "1"]),
    (Setting::ClockAhead, &["0", "6"]),
    (
        Setting::WebSpn,
        &["computer", "pool", "twice", "elsewhere", "missing"],
    ),
    (Setting::BackEndAccount, &["computer", "account"]),
    (
        Setting::BackEndSpn,
        &["computer", "pool", "twice", "elsewhere", "missing"],
    ),
    (Setting::LetsFrontEndAct, &["1", "0"]),
    (Setting::AccountState, &["enabled", "disabled"]),
    (Setting::Sensitive, &["0", "1"]),
    (Setting::Protected, &["0", "1"]),
    (Setting::WebEtypes, &["default", "aes", "rc4"]),
];

/// What nobody does to mend anything: protections that are put on, and faults.
const FAULTS: &[(Setting, &[&str])] = &[
    (Setting::KeepAlive, &["0"]),
    (Setting::SingleRequest, &["1"]),
    (Setting::Placement, &["other"]),
    (Setting::PublicFolders, &["other"]),
    (Setting::BasicLogon, &["network"]),
    (Setting::ClientLevel, &["1"]),
    (Setting::DcLevel, &["5"]),
    (Setting::Zone, &["internet"]),
    (Setting::Delegates, &["0"]),
    (Setting::TgtDelegation, &["0"]),
    (Setting::SelectiveAuthentication, &["1"]),
    (Setting::LoopbackCheck, &["1"]),
    (Setting::OldKey, &["1"]),
    (Setting::ClockAhead, &["6"]),
    (Setting::WebSpn, &["twice", "elsewhere", "missing"]),
    (Setting::BackEndSpn, &["twice", "elsewhere", "missing"]),
    (Setting::LetsFrontEndAct, &["0"]),
    (Setting::AccountState, &["disabled"]),
    (Setting::Sensitive, &["1"]),
    (Setting::Protected, &["1"]),
];

/// The single changes that could mend something, but for those that a pin forbids. Nothing is among them that Windows
/// of that time did not have.
pub fn changes(scenario: &Scenario, pins: &[Pin]) -> Vec<Change> {
    let fault = |setting: Setting, value: &str| {
        let mut faults = FAULTS.iter();
        faults.any(|(of, values)| *of == setting && values.contains(&value))
    };
    let mut all = listed(scenario, |setting, value| !fault(setting, value));
    all.extend(typed(scenario));
    all.extend(protocol(scenario));
    all.extend(delegation(scenario));
    all.retain(|change| !pins.iter().any(|pin| pin.forbids(change)));
    all.retain(|change| is_of_its_time(scenario, change));
    all
}

/// All single changes either way, faults and protections among them: what could break something.
pub fn turns(scenario: &Scenario) -> Vec<Change> {
    let mut all = listed(scenario, |_, _| true);
    all.extend(protocol(scenario));
    all.extend(delegation(scenario));
    let none = DelegationTrust::No.to_text();
    all.extend(Change::new(scenario, Setting::Delegation, none));
    all.retain(|change| is_of_its_time(scenario, change));
    all
}

fn listed(scenario: &Scenario, takes: impl Fn(Setting, &str) -> bool) -> Vec<Change> {
    let values = VALUES.iter().flat_map(|(setting, values)| {
        let values = values.iter().filter(|value| takes(*setting, value));
        values.filter_map(|value| Change::new(scenario, *setting, *value))
    });
    values.collect()
}

/// What is typed: by the person, or into a list.
fn typed(scenario: &Scenario) -> Vec<Change> {
    let names = &scenario.names;
    let user = &scenario.client.user;
    let mut all = Vec::new();
    let mut add = |setting, to: String| all.extend(Change::new(scenario, setting, to));
    add(Setting::Password, scenario.directory.password.clone());
    if scenario.client.domain.is_empty() {
        add(Setting::Domain, names.domain.clone());
        add(Setting::DefaultDomain, names.domain.clone());
    }
    if !scenario.client.address.is_empty() {
        add(Setting::Address, String::new());
    }
    let known = scenario.account_names();
    if !user.is_empty() && !known.iter().any(|name| same(name, user)) {
        add(
            Setting::Accounts,
            appended(&scenario.directory.accounts, user),
        );
    }
    let domain = match scenario.client.domain.is_empty() {
        true => &names.domain,
        false => &scenario.client.domain,
    };
    let whole = format!("{domain}\\{user}");
    let admitted = scenario.admitted();
    if !admitted.iter().any(|name| same(name, &whole)) {
        add(Setting::Admits, appended(&scenario.back_end.admits, &whole));
    }
    all
}

fn appended(list: &str, name: &str) -> String {
    match list.trim() {
        "" => name.to_owned(),
        list => format!("{list}, {name}"),
    }
}

/// A mailbox can be opened over MAPI or over HTTP. A database is no mailbox.
fn protocol(scenario: &Scenario) -> Option<Change> {
    let other = match scenario.back_end.protocol {
        BackEndProtocol::Mapi => BackEndProtocol::Http,
        BackEndProtocol::Http => BackEndProtocol::Mapi,
        BackEndProtocol::Sql => return None,
    };
    Change::new(scenario, Setting::BackEnd, other.to_text())
}

/// The Delegation page of the account of IIS. Whoever chooses "specified services" names the back end there.
fn delegation(scenario: &Scenario) -> Vec<Change> {
    let mut listed = scenario.delegation_targets();
    let missing = scenario.back_end_spns().into_iter();
    let missing: Vec<String> = missing
        .filter(|spn| !listed.iter().any(|it| same(it, spn)))
        .collect();
    listed.extend(missing);
    let list = listed.join(", ");
    let trust =
        |trust: DelegationTrust| Change::new(scenario, Setting::Delegation, trust.to_text());
    let to_list = |to| Some(trust(to)?.along(scenario, Setting::DelegationList, list.clone()));
    // The choices of that page exclude each other: whoever trusts for any service leaves no list behind.
    let unlisted = |to| Some(trust(to)?.along(scenario, Setting::DelegationList, ""));
    let mut all = vec![
        to_list(DelegationTrust::KerberosOnly),
        to_list(DelegationTrust::AnyProtocol),
        unlisted(DelegationTrust::Unconstrained),
    ];
    let own = scenario.directory.delegation;
    if matches!(
        own,
        DelegationTrust::KerberosOnly | DelegationTrust::AnyProtocol
    ) {
        all.push(Change::new(scenario, Setting::DelegationList, list));
        // A list that is not empty stands against S4U2self for those who did not come with Kerberos.
        all.push(unlisted(DelegationTrust::No));
    }
    all.into_iter().flatten().collect()
}

/// Whether Windows of the scenario's time had what the change sets.
fn is_of_its_time(scenario: &Scenario, change: &Change) -> bool {
    let before = scenario.not_of_its_era();
    let changed = change.made(scenario);
    let unknown = |scheme: &Scheme| scheme.since() > scenario.era;
    let mut early = changed.not_of_its_era().into_iter();
    early.all(|setting| before.contains(&setting))
        && !(change.setting == Setting::Schemes && changed.front_end.schemes.iter().any(unknown))
}
