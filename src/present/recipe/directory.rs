//! Changes of accounts: PowerShell's ActiveDirectory module, `setspn`, `netdom`; before the module came, the pages of Active
//! Directory Users and Computers, and `dsquery`.

use super::quote::{in_cmd, quoted, word};
use super::{AccountClass, Command, Recipe, ServiceIdentity, full, is_recent};
use crate::crypto::lower;
use crate::hosts::BackEndProtocol;
use crate::lab::{DelegationTrust, EtypeChoice, OTHER_ACCOUNT, Scenario, SpnPlacement};

/// How the module's cmdlets are described.
const MODULE: &str = "Microsoft Learn, module ActiveDirectory; PowerShell: making the second hop";
const SETSPN: &str = "Microsoft Learn, setspn";
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
fn shown(filter: &str, what: &str) -> String {
    format!("dsquery * forestroot -filter \"({filter})\"{what}")
}

/// The letter with which `setspn` adds a name: since Windows Server 2008 it looks for duplicates first.
pub fn adds(scenario: &Scenario) -> &'static str {
    if is_recent(scenario) { "S" } else { "A" }
}

/// Shows whose a name is.
pub fn holders(scenario: &Scenario, spn: &str) -> String {
    match is_recent(scenario) {
        true => format!("setspn -Q {spn}"),
        false => shown(&format!("servicePrincipalName={spn}"), ""),
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

/// Where the web server's name is registered.
pub fn web_spn(scenario: &Scenario, to: SpnPlacement) -> Recipe {
    let names = &scenario.names;
    let registered = Registered {
        spns: scenario.web_spns(),
        computer: &names.web_server,
        account: &names.pool_account,
        covered_by: scenario.web_host_spns(),
        // The computer's HOST/… covers its own names, and no other.
        by_itself: !scenario.client.alias,
    };
    registered.moved(scenario, scenario.directory.web_spn, to)
}

/// Where the back end's name is registered.
pub fn back_end_spn(scenario: &Scenario, to: SpnPlacement) -> Recipe {
    let names = &scenario.names;
    let is_sql = scenario.back_end.protocol == BackEndProtocol::Sql;
    let computer = &names.back_end;
    let host = |name: String| format!("HOST/{}", lower(&name));
    let registered = Registered {
        spns: scenario.back_end_account_spns(),
        computer,
        account: &names.back_end_account,
        covered_by: match is_sql {
            true => Vec::new(),
            false => vec![host(computer.clone()), host(full(scenario, computer))],
        },
        by_itself: !is_sql,
    };
    registered.moved(scenario, scenario.directory.back_end_spn, to)
}

/// The names of a service, and who can have them.
struct Registered<'a> {
    spns: Vec<String>,
    computer: &'a str,
    account: &'a str,
    /// The `HOST/…` of the computer that stand for them, if any do.
    covered_by: Vec<String>,
    /// Whether the computer needs no other names than these.
    by_itself: bool,
}

impl Registered<'_> {
    /// From one account to another.
    fn moved(&self, scenario: &Scenario, from: SpnPlacement, to: SpnPlacement) -> Recipe {
        let (old, new) = (self.accounts(scenario, from), self.accounts(scenario, to));
        let mut recipe = Recipe::of(SETSPN);
        for spn in &self.spns {
            recipe = recipe.check(holders(scenario, spn));
        }
        if is_recent(scenario) {
            recipe = recipe.check("setspn -X");
        }
        let add = adds(scenario);
        // -S would refuse a duplicate, which is what is asked for with “twice”.
        let adds = |placement| match placement {
            SpnPlacement::Twice => "A",
            _ => add,
        };
        let set =
            |verb: &str, spn: &String, account: &str| format!("setspn -{verb} {spn} {account}");
        // Names are compared whole: the short one and the full one are two.
        for account in old.iter().filter(|it| !new.contains(it)) {
            for spn in &self.spns {
                recipe = recipe
                    .change(set("D", spn, account))
                    .undo(set(adds(from), spn, account));
            }
        }
        for account in new.iter().filter(|it| !old.contains(it)) {
            for spn in &self.spns {
                recipe = recipe
                    .change(set(adds(to), spn, account))
                    .undo(set("D", spn, account));
            }
        }
        let (change, undo) = match (from, to) {
            (SpnPlacement::Missing, _) => (add, "D"),
            (_, SpnPlacement::Missing) => ("D", add),
            _ => return recipe,
        };
        for spn in &self.covered_by {
            recipe =
                recipe
                    .change(set(change, spn, self.computer))
                    .undo(set(undo, spn, self.computer));
        }
        recipe
    }

    /// The accounts that have the names themselves.
    fn accounts(&self, scenario: &Scenario, placement: SpnPlacement) -> Vec<String> {
        let of_domain = |account: &str| in_cmd(&format!("{}\\{account}", scenario.names.domain));
        let computer = in_cmd(self.computer);
        match placement {
            SpnPlacement::ServiceAccount => vec![of_domain(self.account)],
            SpnPlacement::Twice => vec![of_domain(self.account), computer],
            SpnPlacement::Elsewhere => vec![of_domain(OTHER_ACCOUNT)],
            SpnPlacement::Computer if !self.by_itself => vec![computer],
            SpnPlacement::Computer | SpnPlacement::Missing => Vec::new(),
        }
    }
}

/// Whether users of the other forest need leave to sign in at each computer.
pub fn selective_authentication(scenario: &Scenario, on: bool) -> Recipe {
    let names = &scenario.names;
    let (trusting, trusted) = (lower(&names.dns_domain), lower(&names.other_dns_domain));
    let set =
        |value: &str| format!("netdom trust {trusting} /domain:{trusted} /SelectiveAuth{value}");
    let word = |on: bool| if on { ":Yes" } else { ":No" };
    Recipe::of("Microsoft Learn, netdom trust")
        .change(set(word(on)))
        .check(set(""))
        .undo(set(word(!on)))
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

#[cfg(test)]
mod tests {
    use super::super::recipe;
    use super::*;
    use crate::hosts::{BackEndProtocol, Era, Scheme};
    use crate::lab::Setting;
    use crate::lab::repair::{Change, changes};

    #[test]
    fn windows_server_2003_has_its_pages_and_its_setspn() {
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
        let change = Change::new(&scenario, Setting::WebSpn, "pool").unwrap();
        let made = recipe(&scenario, &change);
        assert!(
            made.change[0].text.starts_with("setspn -A HTTP/"),
            "{made:?}"
        );
        assert!(made.check[0].text.starts_with("dsquery "), "{made:?}");
    }
}
