//! Changes of accounts: PowerShell's ActiveDirectory module, `setspn`, `netdom`.

use super::{Recipe, ServiceIdentity, host, is_recent};
use crate::crypto::lower;
use crate::lab::repair::Change;
use crate::lab::{DelegationTrust, Scenario, Setting, SettingValue};

/// How the module's cmdlets are described.
const MODULE: &str = "Microsoft Learn, module ActiveDirectory; PowerShell: making the second hop";
const SETSPN: &str = "Microsoft Learn, setspn";

/// Which delegation the account of IIS is trusted for, and to which services.
pub fn delegation(scenario: &Scenario, change: &Change) -> Recipe {
    if !is_recent(scenario) {
        return Recipe::default();
    }
    let ServiceIdentity {
        noun,
        name,
        account,
    } = ServiceIdentity::of_front_end(scenario);
    let mut recipe = Recipe::of(MODULE).check(format!(
        "Get-AD{noun} {name} -Properties TrustedForDelegation,TrustedToAuthForDelegation,msDS-AllowedToDelegateTo"
    ));
    let trust = |text: &str| DelegationTrust::of_text(text);
    let (before, after) = match change.setting {
        Setting::Delegation => (trust(&change.from), trust(&change.to)),
        _ => (None, None),
    };
    for (flag, of) in [
        ("TrustedForDelegation", DelegationTrust::Unconstrained),
        ("TrustedToAuthForDelegation", DelegationTrust::AnyProtocol),
    ] {
        let (was, is) = (before == Some(of), after == Some(of));
        if was != is {
            let set = |on: bool| format!("Set-ADAccountControl {account} -{flag} ${on}");
            recipe = recipe.change(set(is)).undo(set(was));
        }
    }
    let along = change.along.iter().map(|it| (it.setting, &it.from, &it.to));
    let own = std::iter::once((change.setting, &change.from, &change.to));
    let mut lists = own.chain(along);
    if let Some((_, old, new)) = lists.find(|(setting, ..)| *setting == Setting::DelegationList) {
        let (old, new) = (names(old), names(new));
        let set = |verb: &str, names: &[&str]| {
            let quoted: Vec<String> = names.iter().map(|name| format!("'{name}'")).collect();
            let list = quoted.join(",");
            format!("Set-AD{noun} {name} -{verb} @{{'msDS-AllowedToDelegateTo'=@({list})}}")
        };
        let added: Vec<&str> = new.iter().filter(|it| !old.contains(it)).copied().collect();
        if new.is_empty() {
            recipe = recipe
                .change(format!(
                    "Set-AD{noun} {name} -Clear msDS-AllowedToDelegateTo"
                ))
                .undo(set("Add", &old));
        } else if !added.is_empty() {
            recipe = recipe
                .change(set("Add", &added))
                .undo(set("Remove", &added));
        }
    }
    recipe
}

fn names(list: &str) -> Vec<&str> {
    let names = list.split(',').map(str::trim);
    names.filter(|name| !name.is_empty()).collect()
}

/// Whether the back end's account lets that of IIS act for others.
pub fn resource_based(scenario: &Scenario, lets: bool) -> Recipe {
    let back_end = &scenario.names.back_end;
    let ServiceIdentity { noun, name, .. } = ServiceIdentity::of_front_end(scenario);
    let set = |on: bool| {
        let who = match on {
            true => format!("(Get-AD{noun} {name})"),
            false => "$null".to_owned(),
        };
        format!("Set-ADComputer {back_end} -PrincipalsAllowedToDelegateToAccount {who}")
    };
    if !is_recent(scenario) {
        return Recipe::default();
    }
    Recipe::of(MODULE)
        .change(set(lets))
        .check(format!(
            "Get-ADComputer {back_end} -Properties PrincipalsAllowedToDelegateToAccount"
        ))
        .undo(set(!lets))
}

/// "Account is sensitive and cannot be delegated".
pub fn sensitive(scenario: &Scenario, sensitive: bool) -> Recipe {
    let user = &scenario.client.user;
    let set = |on: bool| format!("Set-ADUser {user} -AccountNotDelegated ${on}");
    if !is_recent(scenario) {
        return Recipe::default();
    }
    Recipe::of(MODULE)
        .change(set(sensitive))
        .check(format!("Get-ADUser {user} -Properties AccountNotDelegated"))
        .undo(set(!sensitive))
}

/// Membership of Protected Users.
pub fn protected(scenario: &Scenario, protected: bool) -> Recipe {
    let user = &scenario.client.user;
    let set = |on: bool| {
        let verb = if on { "Add" } else { "Remove" };
        format!("{verb}-ADGroupMember 'Protected Users' -Members {user}")
    };
    if !is_recent(scenario) {
        return Recipe::default();
    }
    Recipe::of(MODULE)
        .change(set(protected))
        .check("Get-ADGroupMember 'Protected Users'")
        .undo(set(!protected))
}

/// The encryption types of the account of IIS.
pub fn etypes(scenario: &Scenario, to: &str) -> Recipe {
    let ServiceIdentity { noun, name, .. } = ServiceIdentity::of_front_end(scenario);
    let types = |choice: &str| match choice {
        "aes" => "AES128,AES256",
        "rc4" => "RC4",
        _ => "RC4,AES128,AES256",
    };
    let set = |choice: &str| {
        let types = types(choice);
        format!("Set-AD{noun} {name} -KerberosEncryptionType {types}")
    };
    if !is_recent(scenario) {
        return Recipe::default();
    }
    Recipe::of(MODULE)
        .change(set(to))
        .check(format!(
            "Get-AD{noun} {name} -Properties KerberosEncryptionType,msDS-SupportedEncryptionTypes"
        ))
        .undo(set(&scenario.directory.web_etypes.to_text()))
}

/// Where the web server's name is registered.
pub fn web_spn(scenario: &Scenario, from: &str, to: &str) -> Recipe {
    let spn = format!("HTTP/{}", host(scenario));
    let at = |text: &str| accounts(scenario, text);
    let (old, new) = (at(from), at(to));
    let mut recipe = Recipe::of(SETSPN)
        .check(format!("setspn -Q {spn}"))
        .check("setspn -X");
    let host_names = |verb: &str| {
        let web = &scenario.names.web_server;
        format!("setspn -{verb} HOST/{} {web}", super::full(scenario, web))
    };
    for account in old.iter().filter(|it| !new.contains(it)) {
        recipe = recipe
            .change(format!("setspn -D {spn} {account}"))
            .undo(format!("setspn -S {spn} {account}"));
    }
    for account in new.iter().filter(|it| !old.contains(it)) {
        // -S would refuse a duplicate, which is what is asked for here.
        let verb = if to == "twice" { "A" } else { "S" };
        recipe = recipe
            .change(format!("setspn -{verb} {spn} {account}"))
            .undo(format!("setspn -D {spn} {account}"));
    }
    match (from, to) {
        ("missing", _) => recipe.change(host_names("S")).undo(host_names("D")),
        (_, "missing") => recipe.change(host_names("D")).undo(host_names("S")),
        _ => recipe,
    }
}

/// The accounts that have the name themselves.
fn accounts(scenario: &Scenario, placement: &str) -> Vec<String> {
    let names = &scenario.names;
    let pool = format!("{}\\{}", names.domain, names.pool_account);
    let computer = names.web_server.clone();
    match placement {
        "pool" => vec![pool],
        "twice" => vec![pool, computer],
        "elsewhere" => vec![format!("{}\\svc-old", names.domain)],
        // The computer's HOST/… covers its own names, and no other.
        "computer" if scenario.client.alias => vec![computer],
        _ => Vec::new(),
    }
}

/// Whether the trust lets TGTs be delegated.
pub fn tgt_delegation(scenario: &Scenario, lets: bool) -> Recipe {
    let names = &scenario.names;
    let (own, other) = (lower(&names.other_dns_domain), lower(&names.dns_domain));
    let set =
        |value: &str| format!("netdom trust {own} /domain:{other} /EnableTGTDelegation{value}");
    let word = |on: bool| if on { ":Yes" } else { ":No" };
    Recipe::of("KB4490425; Microsoft Learn, netdom trust")
        .change(set(word(lets)))
        .check(set(""))
        .undo(set(word(!lets)))
}
