//! What accounts may do: PowerShell's ActiveDirectory module; before it came, the pages of Active Directory Users and Computers,
//! and `dsquery`.

use super::quote::{quoted, word};
use super::{AccountClass, Command, Recipe, ServiceIdentity, is_recent};
use crate::lab::{DelegationTrust, EtypeChoice, Scenario};

/// How the module's cmdlets are described.
const MODULE: &str = "Microsoft Learn, module ActiveDirectory; PowerShell: making the second hop";
const PAGES: &str =
    "TechNet cc786828, Configuring Constrained Delegation for Kerberos; Microsoft Learn, dsquery";

/// Which delegation the account of IIS is trusted for, and to which services.
pub fn delegation(before: &Scenario, after: &Scenario) -> Recipe {
    let directories = [&before.directory, &after.directory];
    let trusts = directories.map(|it| it.delegation);
    let lists = directories.map(|it| names(&it.delegation_list));
    let account = ServiceIdentity::of_front_end(before);
    if !is_recent(before) {
        return on_its_page(&account, trusts, lists);
    }
    let recipe = trusted(Recipe::of(MODULE), &account, trusts);
    match lists[0] == lists[1] {
        true => recipe,
        false => listed(recipe, &account, lists),
    }
}

/// As the account's page "Delegation" has it.
fn on_its_page(
    of: &ServiceIdentity,
    trusts: [DelegationTrust; 2],
    lists: [Vec<&str>; 2],
) -> Recipe {
    let kind = match of.class {
        AccountClass::Computer => "computer",
        AccountClass::User | AccountClass::Managed => "user",
    };
    let choice = |trust: DelegationTrust, list: &[&str]| {
        let to = |to: &str| format!("Trust this {kind} for delegation to {to}");
        let some = |protocol: &str| {
            let what = format!(
                "specified services only; {protocol}; Add: {}",
                list.join(", ")
            );
            to(&what)
        };
        let choice = match trust {
            DelegationTrust::No => format!("Do not trust this {kind} for delegation"),
            DelegationTrust::Unconstrained => to("any service (Kerberos only)"),
            DelegationTrust::KerberosOnly => some("Use Kerberos only"),
            DelegationTrust::AnyProtocol => some("Use any authentication protocol"),
        };
        Command::by_hand(format!("dsa.msc: {}, Delegation: {choice}", of.name))
    };
    let ([from, to], [old, new]) = (trusts, &lists);
    let account = of.account.trim_matches('\'');
    Recipe::of(PAGES)
        .change(choice(to, new))
        .check(shown(
            &format!("sAMAccountName={account}"),
            " -attr userAccountControl msDS-AllowedToDelegateTo",
        ))
        .undo(choice(from, old))
}

/// Shows the accounts that have that.
pub fn shown(filter: &str, what: &str) -> String {
    format!("dsquery * forestroot -filter \"({filter})\"{what}")
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
        class,
        name,
        account,
    } = of;
    for (flag, kind) in [
        ("TrustedForDelegation", DelegationTrust::Unconstrained),
        ("TrustedToAuthForDelegation", DelegationTrust::AnyProtocol),
    ] {
        let (was, is) = (from == kind, to == kind);
        if was != is {
            let set = |on: bool| {
                Command::power_shell(format!("Set-ADAccountControl {account} -{flag} ${on}"))
            };
            recipe = recipe.change(set(is)).undo(set(was));
        }
    }
    recipe.check(Command::power_shell(format!(
        "Get-AD{class} {name} -Properties TrustedForDelegation,TrustedToAuthForDelegation,msDS-AllowedToDelegateTo"
    )))
}

/// The services on an account's list, from one list to another: emptied, or added to.
fn listed(recipe: Recipe, of: &ServiceIdentity, [old, new]: [Vec<&str>; 2]) -> Recipe {
    let ServiceIdentity { class, name, .. } = of;
    let set = |verb: &str, names: &[&str]| {
        let quoted: Vec<String> = names.iter().map(|name| quoted(name)).collect();
        let list = quoted.join(",");
        Command::power_shell(format!(
            "Set-AD{class} {name} -{verb} @{{'msDS-AllowedToDelegateTo'=@({list})}}"
        ))
    };
    let added: Vec<&str> = new.iter().filter(|it| !old.contains(it)).copied().collect();
    if new.is_empty() {
        let clear = format!("Set-AD{class} {name} -Clear msDS-AllowedToDelegateTo");
        recipe
            .change(Command::power_shell(clear))
            .undo(set("Add", &old))
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

fn lets_act(scenario: &Scenario, on: bool) -> Command {
    let ServiceIdentity { class, name, .. } = ServiceIdentity::of_front_end(scenario);
    let who = match on {
        true => format!("(Get-AD{class} {name})"),
        false => "$null".to_owned(),
    };
    let ServiceIdentity { class, name, .. } = ServiceIdentity::of_back_end(scenario);
    Command::power_shell(format!(
        "Set-AD{class} {name} -PrincipalsAllowedToDelegateToAccount {who}"
    ))
}

fn acting(scenario: &Scenario) -> Command {
    let ServiceIdentity { class, name, .. } = ServiceIdentity::of_back_end(scenario);
    Command::power_shell(format!(
        "Get-AD{class} {name} -Properties PrincipalsAllowedToDelegateToAccount"
    ))
}

/// The back end runs as another account: whom the old one lets act, the new one has to let act.
pub fn permission_moved(recipe: Recipe, old: &Scenario, new: &Scenario) -> Recipe {
    match old.back_end.lets_front_end_act {
        true => recipe
            .change(lets_act(new, true))
            .change(lets_act(old, false))
            .check(acting(new))
            .undo(lets_act(new, false))
            .undo(lets_act(old, true)),
        false => recipe,
    }
}

/// "Account is sensitive and cannot be delegated".
pub fn sensitive(scenario: &Scenario, sensitive: bool) -> Recipe {
    let user = word(&scenario.client.user);
    if !is_recent(scenario) {
        let set = |on: bool| {
            let tick = if on { "tick" } else { "untick" };
            Command::by_hand(format!(
                "dsa.msc: {user}, Account: {tick} Account is sensitive and cannot be delegated"
            ))
        };
        let filter = format!("sAMAccountName={}", scenario.client.user);
        return Recipe::of(PAGES)
            .change(set(sensitive))
            .check(shown(&filter, " -attr userAccountControl"))
            .undo(set(!sensitive));
    }
    let set =
        |on: bool| Command::power_shell(format!("Set-ADUser {user} -AccountNotDelegated ${on}"));
    Recipe::of(MODULE)
        .change(set(sensitive))
        .check(Command::power_shell(format!(
            "Get-ADUser {user} -Properties AccountNotDelegated"
        )))
        .undo(set(!sensitive))
}

/// Membership of Protected Users.
pub fn protected(scenario: &Scenario, protected: bool) -> Recipe {
    let user = word(&scenario.client.user);
    let set = |on: bool| {
        let verb = if on { "Add" } else { "Remove" };
        Command::power_shell(format!(
            "{verb}-ADGroupMember 'Protected Users' -Members {user}"
        ))
    };
    if !is_recent(scenario) {
        return Recipe::default();
    }
    Recipe::of(MODULE)
        .change(set(protected))
        .check(Command::power_shell("Get-ADGroupMember 'Protected Users'"))
        .undo(set(!protected))
}

/// The encryption types of the account of IIS.
pub fn etypes(scenario: &Scenario, to: EtypeChoice) -> Recipe {
    let ServiceIdentity { class, name, .. } = ServiceIdentity::of_front_end(scenario);
    let types = |choice: EtypeChoice| match choice {
        EtypeChoice::Aes => "AES128,AES256",
        EtypeChoice::Rc4 => "RC4",
        EtypeChoice::OfItsTime => "RC4,AES128,AES256",
    };
    let set = |choice: EtypeChoice| {
        let types = types(choice);
        Command::power_shell(format!(
            "Set-AD{class} {name} -KerberosEncryptionType {types}"
        ))
    };
    if !is_recent(scenario) {
        return Recipe::default();
    }
    Recipe::of(MODULE)
        .change(set(to))
        .check(Command::power_shell(format!(
            "Get-AD{class} {name} -Properties KerberosEncryptionType,msDS-SupportedEncryptionTypes"
        )))
        .undo(set(scenario.directory.web_etypes))
}

#[cfg(test)]
mod tests {
    use super::super::recipe;
    use super::*;
    use crate::hosts::{BackEndProtocol, Era, Scheme};
    use crate::lab::Setting;
    use crate::lab::repair::{Change, changes};

    #[test]
    fn windows_server_2003_has_its_pages() {
        let mut scenario = Scenario::of(Era::Y2003);
        scenario.front_end.schemes = vec![Scheme::Negotiate, Scheme::Ntlm];
        scenario.back_end.protocol = BackEndProtocol::Http;
        let listed = |it: &Change| it.setting == Setting::Delegation && it.to == "kerberos";
        let change = changes(&scenario, &[]).into_iter().find(listed).unwrap();
        let made = recipe(&scenario, &change);
        assert_eq!(
            made.change,
            [Command::by_hand(
                "dsa.msc: WEB-01, Delegation: Trust this computer for delegation to specified services only; Use Kerberos only; Add: HTTP/mbx-02, HTTP/mbx-02.contoso.example"
            )]
        );
        assert_eq!(
            made.undo,
            [Command::by_hand(
                "dsa.msc: WEB-01, Delegation: Do not trust this computer for delegation"
            )]
        );
        assert_eq!(
            made.check,
            [Command::from(
                "dsquery * forestroot -filter \"(sAMAccountName=WEB-01$)\" -attr userAccountControl msDS-AllowedToDelegateTo"
            )]
        );
    }
}
