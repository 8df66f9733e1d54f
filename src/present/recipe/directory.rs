//! What accounts may do: PowerShell's ActiveDirectory module; before it came, the pages of Active Directory Users and Computers,
//! and `dsquery`.

use super::quote::{dsquery, quoted, word};
use super::{AccountClass, Command, Recipe, ServiceIdentity};
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
    if !before.era.is_recent() {
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
    let choice = |[from, trust]: [DelegationTrust; 2], [old, new]: [&Vec<&str>; 2]| {
        let to = |to: &str| format!("Trust this {kind} for delegation to {to}");
        // Where the page had another choice, its list was empty.
        let had = |spn: &&str| has_list(from) && old.contains(spn);
        let edit = |verb: &str, spns: Vec<&str>| match spns.is_empty() {
            true => String::new(),
            false => format!("; {verb}: {}", spns.join(", ")),
        };
        let added = new.iter().copied().filter(|spn| !had(spn)).collect();
        let removed = old
            .iter()
            .copied()
            .filter(|spn| had(spn) && !new.contains(spn));
        let edits = edit("Add", added) + &edit("Remove", removed.collect());
        let some = |protocol: &str| to(&format!("specified services only; {protocol}{edits}"));
        let choice = match trust {
            DelegationTrust::No => format!("Do not trust this {kind} for delegation"),
            DelegationTrust::Unconstrained => to("any service (Kerberos only)"),
            DelegationTrust::KerberosOnly => some("Use Kerberos only"),
            DelegationTrust::AnyProtocol => some("Use any authentication protocol"),
        };
        let name = of.plain.trim_end_matches('$');
        Command::by_hand(format!("dsa.msc: {name}, Delegation: {choice}"))
    };
    let ([from, to], [old, new]) = (trusts, &lists);
    Recipe::of(PAGES)
        .change(choice([from, to], [old, new]))
        .check(attributes(
            &of.plain,
            "userAccountControl msDS-AllowedToDelegateTo",
        ))
        .undo(choice([to, from], [new, old]))
}

/// Whether an account that is trusted so has a list.
fn has_list(trust: DelegationTrust) -> bool {
    matches!(
        trust,
        DelegationTrust::KerberosOnly | DelegationTrust::AnyProtocol
    )
}

/// Shows attributes of an account: its domain has all of them, the global catalog few.
fn attributes(account: &str, names: &str) -> String {
    let found = dsquery("domainroot", "sAMAccountName", &[account]);
    format!("{found} -attr {names}")
}

/// The pool runs as another account: what the old one may do, the new one has to be allowed before, and the old one no more
/// afterwards.
pub fn rights_moved(
    mut recipe: Recipe,
    switched: impl FnOnce(Recipe) -> Recipe,
    [old, new]: [&Scenario; 2],
) -> Recipe {
    let trust = old.directory.delegation;
    let [from, to] = [old, new].map(ServiceIdentity::of_front_end);
    let targets = names(&old.directory.delegation_list);
    let none = (DelegationTrust::No, Vec::new());
    let has = (trust, targets);
    recipe = allowed(recipe, old, &to, [&none, &has]);
    let lends = old.back_end.lets_front_end_act && old.era.is_recent();
    if lends {
        // Until the pool is switched, both act.
        recipe = recipe
            .change(let_act(new, &[&from, &to]))
            .check(acting(new))
            .undo(let_act(old, &[&from]));
    }
    recipe = switched(recipe);
    if lends {
        recipe = recipe
            .change(let_act(new, &[&to]))
            .undo(let_act(old, &[&from, &to]));
    }
    allowed(recipe, old, &from, [&has, &none])
}

/// What an account is trusted for, and to which services.
type Allowed<'a> = (DelegationTrust, Vec<&'a str>);

/// The rights of an account, as its time sets them; nothing where they stay.
fn allowed(
    mut recipe: Recipe,
    scenario: &Scenario,
    of: &ServiceIdentity,
    [from, to]: [&Allowed<'_>; 2],
) -> Recipe {
    let (trusts, lists) = ([from.0, to.0], [from.1.clone(), to.1.clone()]);
    if !scenario.era.is_recent() {
        let page = on_its_page(of, trusts, lists);
        return match trusts[0] == trusts[1] {
            true => recipe,
            false => recipe.and(page),
        };
    }
    if trusts[0] != trusts[1] {
        recipe = trusted(recipe, of, trusts);
    }
    match lists[0] == lists[1] {
        true => recipe,
        false => listed(recipe, of, lists),
    }
}

/// The two flags of an account, from one kind of delegation to another.
fn trusted(mut recipe: Recipe, of: &ServiceIdentity, [from, to]: [DelegationTrust; 2]) -> Recipe {
    let ServiceIdentity {
        class,
        name,
        account,
        ..
    } = of;
    for (flag, kind) in [
        ("TrustedForDelegation", DelegationTrust::Unconstrained),
        ("TrustedToAuthForDelegation", DelegationTrust::AnyProtocol),
    ] {
        let (was, is) = (from == kind, to == kind);
        if was != is {
            let set = |on: bool| {
                Command::active_directory(format!("Set-ADAccountControl {account} -{flag} ${on}"))
            };
            recipe = recipe.change(set(is)).undo(set(was));
        }
    }
    recipe.check(Command::active_directory(format!(
        "Get-AD{class} {name} -Properties TrustedForDelegation,TrustedToAuthForDelegation,msDS-AllowedToDelegateTo"
    )))
}

/// The services on an account's list, from one list to another: emptied, or added to.
fn listed(recipe: Recipe, of: &ServiceIdentity, [old, new]: [Vec<&str>; 2]) -> Recipe {
    let ServiceIdentity { class, name, .. } = of;
    let set = |verb: &str, names: &[&str]| {
        let quoted: Vec<String> = names.iter().map(|name| quoted(name)).collect();
        let list = quoted.join(",");
        Command::active_directory(format!(
            "Set-AD{class} {name} -{verb} @{{'msDS-AllowedToDelegateTo'=@({list})}}"
        ))
    };
    let added: Vec<&str> = new.iter().filter(|it| !old.contains(it)).copied().collect();
    if new.is_empty() {
        let clear = format!("Set-AD{class} {name} -Clear msDS-AllowedToDelegateTo");
        recipe
            .change(Command::active_directory(clear))
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
    if !scenario.era.is_recent() {
        return Recipe::default();
    }
    Recipe::of(MODULE)
        .change(lets_act(scenario, lets))
        .check(acting(scenario))
        .undo(lets_act(scenario, !lets))
}

fn lets_act(scenario: &Scenario, on: bool) -> Command {
    let front_end = ServiceIdentity::of_front_end(scenario);
    let accounts: &[_] = if on { &[&front_end] } else { &[] };
    let_act(scenario, accounts)
}

/// The back end's account lets those act, and nobody else.
fn let_act(scenario: &Scenario, accounts: &[&ServiceIdentity]) -> Command {
    let accounts = accounts.iter();
    let accounts =
        accounts.map(|ServiceIdentity { class, name, .. }| format!("(Get-AD{class} {name})"));
    let who = match accounts.collect::<Vec<_>>() {
        nobody if nobody.is_empty() => "$null".to_owned(),
        accounts => accounts.join(","),
    };
    let ServiceIdentity { class, name, .. } = ServiceIdentity::of_back_end(scenario);
    Command::active_directory(format!(
        "Set-AD{class} {name} -PrincipalsAllowedToDelegateToAccount {who}"
    ))
}

fn acting(scenario: &Scenario) -> Command {
    let ServiceIdentity { class, name, .. } = ServiceIdentity::of_back_end(scenario);
    Command::active_directory(format!(
        "Get-AD{class} {name} -Properties PrincipalsAllowedToDelegateToAccount"
    ))
}

/// The back end runs as another account: whom the old one lets act, the new one has to let act before, and the old one no more
/// afterwards.
pub fn permission_moved(
    recipe: Recipe,
    switched: impl FnOnce(Recipe) -> Recipe,
    [old, new]: [&Scenario; 2],
) -> Recipe {
    if !old.back_end.lets_front_end_act {
        return switched(recipe);
    }
    let granted = recipe
        .change(lets_act(new, true))
        .check(acting(new))
        .undo(lets_act(new, false));
    switched(granted)
        .change(lets_act(old, false))
        .undo(lets_act(old, true))
}

/// "Account is sensitive and cannot be delegated".
pub fn sensitive(scenario: &Scenario, sensitive: bool) -> Recipe {
    if !scenario.era.is_recent() {
        let user = scenario.client.account();
        let set = |on: bool| {
            let tick = if on { "tick" } else { "untick" };
            Command::by_hand(format!(
                "dsa.msc: {user}, Account: {tick} Account is sensitive and cannot be delegated"
            ))
        };
        return Recipe::of(PAGES)
            .change(set(sensitive))
            .check(attributes(user, "userAccountControl"))
            .undo(set(!sensitive));
    }
    let user = word(scenario.client.account());
    let set = |on: bool| {
        Command::active_directory(format!("Set-ADUser {user} -AccountNotDelegated ${on}"))
    };
    Recipe::of(MODULE)
        .change(set(sensitive))
        .check(Command::active_directory(format!(
            "Get-ADUser {user} -Properties AccountNotDelegated"
        )))
        .undo(set(!sensitive))
}

/// Membership of Protected Users.
pub fn protected(scenario: &Scenario, protected: bool) -> Recipe {
    let user = word(scenario.client.account());
    let set = |on: bool| {
        let verb = if on { "Add" } else { "Remove" };
        Command::active_directory(format!(
            "{verb}-ADGroupMember 'Protected Users' -Members {user}"
        ))
    };
    if !scenario.era.is_recent() {
        return Recipe::default();
    }
    Recipe::of(MODULE)
        .change(set(protected))
        .check(Command::active_directory(
            "Get-ADGroupMember 'Protected Users'",
        ))
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
        Command::active_directory(format!(
            "Set-AD{class} {name} -KerberosEncryptionType {types}"
        ))
    };
    if !scenario.era.is_recent() {
        return Recipe::default();
    }
    Recipe::of(MODULE)
        .change(set(to))
        .check(Command::active_directory(format!(
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
                "dsquery * domainroot -filter \"(sAMAccountName=WEB-01$)\" -attr userAccountControl msDS-AllowedToDelegateTo"
            )]
        );
    }

    #[test]
    fn its_pages_have_names_as_they_are_and_give_back_what_was_added() {
        let mut scenario = Scenario::of(Era::Y2003);
        scenario.names.pool_account = "svc-o'neil web".to_owned();
        scenario.front_end.pool = crate::lab::RunsAs::Domain;
        scenario.directory.delegation = DelegationTrust::KerberosOnly;
        scenario.directory.delegation_list = "HTTP/files".to_owned();
        let change = Change::new(
            &scenario,
            Setting::DelegationList,
            "HTTP/files, HTTP/mbx-02",
        );
        let made = recipe(&scenario, &change.unwrap());
        let page = "dsa.msc: svc-o'neil web, Delegation: Trust this user for delegation to specified services only; Use Kerberos only";
        assert_eq!(made.change[0].text, format!("{page}; Add: HTTP/mbx-02"));
        assert_eq!(made.undo[0].text, format!("{page}; Remove: HTTP/mbx-02"));
        assert!(
            made.check[0]
                .text
                .contains("(sAMAccountName=svc-o'neil web)")
        );
        scenario.client.user = "o'neil".to_owned();
        let change = Change::new(&scenario, Setting::Sensitive, "1").unwrap();
        let made = recipe(&scenario, &change);
        assert!(made.change[0].text.starts_with("dsa.msc: o'neil, Account"));
    }
}
