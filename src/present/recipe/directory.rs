//! Changes of accounts: PowerShell's ActiveDirectory module, `setspn`, `netdom`.

use super::quote::{in_cmd, quoted, word};
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
    let own = &scenario.directory.delegation;
    let (mut trusts, mut lists) = ([*own; 2], None);
    let along = change.along.iter().map(|it| (it.setting, &it.from, &it.to));
    let all = std::iter::once((change.setting, &change.from, &change.to)).chain(along);
    for (setting, from, to) in all {
        match setting {
            Setting::Delegation => {
                trusts = [from, to].map(|it| DelegationTrust::of_text(it).unwrap_or(*own));
            }
            Setting::DelegationList => lists = Some([names(from), names(to)]),
            _ => {}
        }
    }
    let account = ServiceIdentity::of_front_end(scenario);
    let recipe = trusted(Recipe::of(MODULE), &account, trusts);
    match lists {
        Some(lists) => listed(recipe, &account, lists),
        None => recipe,
    }
}

/// The pool runs as another account: what the old one may do, the new one has to be allowed, and the old one no more.
pub fn rights_moved(mut recipe: Recipe, old: &Scenario, new: &Scenario) -> Recipe {
    let trust = old.directory.delegation;
    let [from, to] = [old, new].map(ServiceIdentity::of_front_end);
    if trust != DelegationTrust::No {
        recipe = trusted(recipe, &to, [DelegationTrust::No, trust]);
        recipe = trusted(recipe, &from, [trust, DelegationTrust::No]);
    }
    let targets = names(&old.directory.delegation_list);
    if !targets.is_empty() {
        recipe = listed(recipe, &to, [Vec::new(), targets.clone()]);
        recipe = listed(recipe, &from, [targets, Vec::new()]);
    }
    if old.back_end.lets_front_end_act {
        recipe = recipe
            .change(lets_act(new, true))
            .check(acting(new))
            .undo(lets_act(old, true));
    }
    recipe
}

/// The two flags of an account, from one kind of delegation to another.
fn trusted(mut recipe: Recipe, of: &ServiceIdentity, [from, to]: [DelegationTrust; 2]) -> Recipe {
    let ServiceIdentity {
        noun,
        name,
        account,
    } = of;
    for (flag, kind) in [
        ("TrustedForDelegation", DelegationTrust::Unconstrained),
        ("TrustedToAuthForDelegation", DelegationTrust::AnyProtocol),
    ] {
        let (was, is) = (from == kind, to == kind);
        if was != is {
            let set = |on: bool| format!("Set-ADAccountControl {account} -{flag} ${on}");
            recipe = recipe.change(set(is)).undo(set(was));
        }
    }
    recipe.check(format!(
        "Get-AD{noun} {name} -Properties TrustedForDelegation,TrustedToAuthForDelegation,msDS-AllowedToDelegateTo"
    ))
}

/// The services on an account's list, from one list to another: emptied, or added to.
fn listed(recipe: Recipe, of: &ServiceIdentity, [old, new]: [Vec<&str>; 2]) -> Recipe {
    let ServiceIdentity { noun, name, .. } = of;
    let set = |verb: &str, names: &[&str]| {
        let quoted: Vec<String> = names.iter().map(|name| quoted(name)).collect();
        let list = quoted.join(",");
        format!("Set-AD{noun} {name} -{verb} @{{'msDS-AllowedToDelegateTo'=@({list})}}")
    };
    let added: Vec<&str> = new.iter().filter(|it| !old.contains(it)).copied().collect();
    if new.is_empty() {
        let clear = format!("Set-AD{noun} {name} -Clear msDS-AllowedToDelegateTo");
        recipe.change(clear).undo(set("Add", &old))
    } else if !added.is_empty() {
        let (add, remove) = (set("Add", &added), set("Remove", &added));
        recipe.change(add).undo(remove)
    } else {
        recipe
    }
}

fn names(list: &str) -> Vec<&str> {
    let names = list.split(',').map(str::trim);
    names.filter(|name| !name.is_empty()).collect()
}

/// Whether the back end's account lets that of IIS act for others.
pub fn resource_based(scenario: &Scenario, lets: bool) -> Recipe {
    if !is_recent(scenario) {
        return Recipe::default();
    }
    Recipe::of(MODULE)
        .change(lets_act(scenario, lets))
        .check(acting(scenario))
        .undo(lets_act(scenario, !lets))
}

fn lets_act(scenario: &Scenario, on: bool) -> String {
    let back_end = word(&scenario.names.back_end);
    let ServiceIdentity { noun, name, .. } = ServiceIdentity::of_front_end(scenario);
    let who = match on {
        true => format!("(Get-AD{noun} {name})"),
        false => "$null".to_owned(),
    };
    format!("Set-ADComputer {back_end} -PrincipalsAllowedToDelegateToAccount {who}")
}

fn acting(scenario: &Scenario) -> String {
    let back_end = word(&scenario.names.back_end);
    format!("Get-ADComputer {back_end} -Properties PrincipalsAllowedToDelegateToAccount")
}

/// "Account is sensitive and cannot be delegated".
pub fn sensitive(scenario: &Scenario, sensitive: bool) -> Recipe {
    let user = word(&scenario.client.user);
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
    let user = word(&scenario.client.user);
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
    // -S would refuse a duplicate, which is what is asked for with “twice”.
    let adds = |placement: &str| if placement == "twice" { "A" } else { "S" };
    let host_names = |verb: &str| {
        let web = &scenario.names.web_server;
        format!("setspn -{verb} HOST/{} {web}", super::full(scenario, web))
    };
    for account in old.iter().filter(|it| !new.contains(it)) {
        recipe = recipe
            .change(format!("setspn -D {spn} {account}"))
            .undo(format!("setspn -{} {spn} {account}", adds(from)));
    }
    for account in new.iter().filter(|it| !old.contains(it)) {
        recipe = recipe
            .change(format!("setspn -{} {spn} {account}", adds(to)))
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
    let pool = in_cmd(&format!("{}\\{}", names.domain, names.pool_account));
    let computer = in_cmd(&names.web_server);
    match placement {
        "pool" => vec![pool],
        "twice" => vec![pool, computer],
        "elsewhere" => vec![in_cmd(&format!("{}\\svc-old", names.domain))],
        // The computer's HOST/… covers its own names, and no other.
        "computer" if scenario.client.alias => vec![computer],
        _ => Vec::new(),
    }
}

/// Whether the trust lets TGTs be delegated.
pub fn tgt_delegation(scenario: &Scenario, lets: bool) -> Recipe {
    let names = &scenario.names;
    // The forest of the services trusts that of the users.
    let (trusting, trusted) = (lower(&names.dns_domain), lower(&names.other_dns_domain));
    let set = |value: &str| {
        format!("netdom trust {trusting} /domain:{trusted} /EnableTGTDelegation{value}")
    };
    let word = |on: bool| if on { ":Yes" } else { ":No" };
    Recipe::of("KB4490425; Microsoft Learn, netdom trust")
        .change(set(word(lets)))
        .check(set(""))
        .undo(set(word(!lets)))
}
