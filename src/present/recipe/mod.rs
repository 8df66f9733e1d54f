//! How a change is made: commands in the person's own names, one to check before and after, and how it is undone.
//!
//! Commands are those of their time: PowerShell's ActiveDirectory module and `appcmd` came after Windows Server 2003. Where no
//! command is known, the place in the administration tools stands in its stead.

mod directory;
mod iis;
mod policy;
mod quote;

use crate::crypto::lower;
use crate::hosts::{BackEndProtocol, Era};
use crate::lab::repair::Change;
use crate::lab::{BrowsingFrom, PoolAccount, Scenario, Setting};

/// How a change is made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recipe {
    /// The commands that make it, one a line; none where there is no command for it.
    pub change: Vec<String>,
    /// What to run before and after.
    pub check: Vec<String>,
    /// The commands that undo it, in the order in which they are run.
    pub undo: Vec<String>,
    /// The computer they are run on; nothing where any will do. Without a command, where somebody changes it by hand.
    pub on: String,
    /// Where the commands are described.
    pub source: &'static str,
}

/// How a change is made. `scenario` holds the settings before it, with what was changed earlier.
pub fn recipe(scenario: &Scenario, change: &Change) -> Recipe {
    use Setting as S;
    let to = change.to.as_str();
    let mut recipe = match change.setting {
        S::Delegation | S::DelegationList => directory::delegation(scenario, change),
        S::LetsFrontEndAct => directory::resource_based(scenario, to == "1"),
        S::Sensitive => directory::sensitive(scenario, to == "1"),
        S::Protected => directory::protected(scenario, to == "1"),
        S::WebEtypes => directory::etypes(scenario, to),
        S::WebSpn => directory::web_spn(scenario, &change.from, to),
        S::TgtDelegation => directory::tgt_delegation(scenario, to == "1"),
        S::Schemes => iis::schemes(scenario, to),
        S::BackEndSchemes => iis::back_end_schemes(scenario),
        S::BasicLogon => iis::logon(scenario, &change.from, to),
        S::DefaultDomain => iis::default_domain(scenario, to),
        S::KeepAlive => iis::keep_alive(scenario, to == "1"),
        S::SingleRequest => iis::windows_attribute(scenario, "authPersistSingleRequest", to == "1"),
        S::KernelMode => iis::windows_attribute(scenario, "useKernelMode", to == "1"),
        S::PoolCredentials => iis::windows_attribute(scenario, "useAppPoolCredentials", to == "1"),
        S::Pool => iis::pool(scenario, to),
        S::OldKey => iis::key(scenario, to == "1"),
        S::ClockAhead => policy::clock(scenario),
        S::Delegates | S::Zone | S::FollowsAlias | S::NamesPort => {
            policy::browser(scenario, change.setting, to == "1" || to == "intranet")
        }
        S::ClientLevel => policy::level(&change.from, to),
        S::DcLevel => policy::level(&change.from, to),
        S::LoopbackCheck => policy::loopback(scenario, to == "1"),
        _ => Recipe::default(),
    };
    recipe.on = match recipe.change.is_empty() {
        true => place(scenario, change.setting),
        false => computer(scenario, change.setting).to_owned(),
    };
    // What was done last is undone first.
    recipe.undo.reverse();
    recipe
}

/// The computer whose settings a change is about.
fn computer(scenario: &Scenario, setting: Setting) -> &str {
    use Setting as S;
    let names = &scenario.names;
    match setting {
        S::Schemes
        | S::BasicLogon
        | S::DefaultDomain
        | S::KeepAlive
        | S::SingleRequest
        | S::KernelMode
        | S::PoolCredentials
        | S::Pool
        | S::OldKey
        | S::LoopbackCheck => &names.web_server,
        S::BackEndSchemes if scenario.back_end.protocol == BackEndProtocol::Http => &names.back_end,
        S::Delegates | S::Zone | S::FollowsAlias | S::NamesPort | S::ClientLevel => &names.desktop,
        S::DcLevel => &names.domain_controller,
        S::TgtDelegation => &names.other_controller,
        _ => "",
    }
}

/// Where a change is made by hand that has no command.
fn place(scenario: &Scenario, setting: Setting) -> String {
    use Setting as S;
    let names = &scenario.names;
    let browser = match scenario.client.from {
        BrowsingFrom::Desk => &names.desktop,
        BrowsingFrom::Server => &names.web_server,
    };
    match setting {
        S::Address => format!("{browser}: the address bar"),
        S::User | S::Domain | S::Password => format!("{browser}: where the person signs in"),
        S::BrowsingFrom => "the person’s own computer".to_owned(),
        S::Accounts => format!(
            "{}: Active Directory Users and Computers",
            names.domain_controller
        ),
        S::Admits => format!("{}: who may open it", names.back_end),
        S::Alias => format!("the zone {} in DNS", names.dns_domain),
        S::Placement | S::BackEnd => "where the application is set up".to_owned(),
        S::PublicFolders => "where Exchange is administered".to_owned(),
        _ => String::new(),
    }
}

impl Recipe {
    /// Of commands that are described there.
    fn of(source: &'static str) -> Self {
        Self {
            source,
            ..Self::default()
        }
    }

    fn change(mut self, command: impl Into<String>) -> Self {
        self.change.push(command.into());
        self
    }

    /// Another command that shows how it is; each once, whatever several changes have in common.
    fn check(mut self, command: impl Into<String>) -> Self {
        let command = command.into();
        if !self.check.contains(&command) {
            self.check.push(command);
        }
        self
    }

    fn undo(mut self, command: impl Into<String>) -> Self {
        self.undo.push(command.into());
        self
    }
}

/// Whether PowerShell's ActiveDirectory module and `appcmd` are there.
fn is_recent(scenario: &Scenario) -> bool {
    scenario.era == Era::Today
}

/// The host in the address, as the browser calls it: that of IIS where the address has none.
fn host(scenario: &Scenario) -> String {
    let (host, _) = scenario.client.host_and_port();
    match host {
        "" => lower(&scenario.names.web_server),
        host => host.to_owned(),
    }
}

/// A name of a computer in full: as it is where it has a dot, or is no name at all.
fn full(scenario: &Scenario, host: &str) -> String {
    match host.contains(['.', ':']) {
        true => host.to_owned(),
        false => format!("{}.{}", lower(host), scenario.names.dns_domain),
    }
}

/// The account that IIS's pool runs as.
struct ServiceIdentity {
    /// `Computer`, `User` or `ServiceAccount`: the middle of the cmdlets' names.
    noun: &'static str,
    /// Its name, without the `$` that names of computers and of group managed service accounts end with, as a word of
    /// PowerShell.
    name: String,
    /// Its name as accounts are named, as a word of PowerShell.
    account: String,
}

impl ServiceIdentity {
    fn of_front_end(scenario: &Scenario) -> Self {
        let names = &scenario.names;
        let (noun, name, account) = match scenario.front_end.pool {
            PoolAccount::Computer => {
                let name = names.web_server.as_str();
                ("Computer", name, format!("{name}$"))
            }
            PoolAccount::Domain => {
                let account = names.pool_account.clone();
                match names.pool_account.strip_suffix('$') {
                    Some(name) => ("ServiceAccount", name, account),
                    None => ("User", names.pool_account.as_str(), account),
                }
            }
        };
        Self {
            noun,
            name: quote::word(name),
            account: quote::word(&account),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hosts::Scheme;
    use crate::lab::DelegationTrust;
    use crate::lab::repair::{Pin, changes, turns};
    use crate::lab::table::{Column, ROWS, scenario};
    use std::collections::BTreeSet;

    fn all() -> Vec<(Scenario, Change)> {
        let mut all = Vec::new();
        for row in &ROWS {
            let found = Column::ALL
                .iter()
                .filter_map(|column| scenario(row, *column));
            for mut scenario in found {
                scenario.names.web_server = "APP01".to_owned();
                scenario.names.domain = "CORP".to_owned();
                scenario.names.pool_account = "svc-orders".to_owned();
                let changes = changes(&scenario, &[]).into_iter().chain(turns(&scenario));
                all.extend(changes.map(|change| (scenario.clone(), change)));
            }
        }
        all
    }

    #[test]
    fn commands_are_in_the_persons_own_names_and_can_be_undone() {
        let mut commands = BTreeSet::new();
        for (scenario, change) in all() {
            let recipe = recipe(&scenario, &change);
            let lines = [&recipe.change, &recipe.check, &recipe.undo];
            for line in lines.into_iter().flatten() {
                assert!(
                    !line.contains("WEB-01") && !line.contains("svc-web"),
                    "{line}"
                );
                assert!(!line.contains("CONTOSO\\"), "{line}");
                assert!(!line.contains(&scenario.directory.password), "{line}");
            }
            if !recipe.change.is_empty() {
                assert!(!recipe.check.is_empty(), "{change:?}");
                assert!(!recipe.source.is_empty(), "{change:?}");
                // A clock that is set right is not set wrong again, nor a key that is new made old.
                let for_good = matches!(change.setting, Setting::ClockAhead | Setting::OldKey);
                assert!(for_good || !recipe.undo.is_empty(), "{change:?}");
                assert_ne!(recipe.change, recipe.undo, "{change:?}");
            }
            commands.extend(recipe.change);
        }
        assert!(commands.len() > 30, "{}", commands.len());
    }

    #[test]
    fn the_module_and_appcmd_are_of_today() {
        for (scenario, change) in all() {
            if scenario.era != Era::Today {
                let recipe = recipe(&scenario, &change);
                for line in recipe
                    .change
                    .iter()
                    .chain(&recipe.check)
                    .chain(&recipe.undo)
                {
                    assert!(!line.contains("AD") || line.contains("adsutil"), "{line}");
                    assert!(!line.contains("appcmd"), "{line}");
                }
            }
        }
    }

    fn set(link: &[(&str, &str)], made: &[(&str, &str)]) -> Vec<String> {
        let mut scenario = Scenario::of(Era::Today);
        let setting = |key: &str| Setting::of_key(key).unwrap();
        for (key, value) in link {
            setting(key).set(&mut scenario, value).unwrap();
        }
        let mut commands = Vec::new();
        for (key, value) in made {
            let change = Change::new(&scenario, setting(key), *value).unwrap();
            commands.extend(recipe(&scenario, &change).change);
            change.make(&mut scenario);
        }
        commands
    }

    #[test]
    fn rights_are_given_to_the_account_that_runs_the_pool_then() {
        let commands = set(
            &[("pool", "account")],
            &[("pool", "computer"), ("delegation", "any"), ("rbcd", "1")],
        );
        assert_eq!(
            &commands[1..],
            [
                "Set-ADAccountControl 'WEB-01$' -TrustedForDelegation $true",
                "Set-ADComputer MBX-02 -PrincipalsAllowedToDelegateToAccount (Get-ADComputer WEB-01)"
            ]
        );
    }

    #[test]
    fn rights_move_with_the_pool() {
        let commands = set(
            &[
                ("delegation", "protocols"),
                ("delegateto", "HTTP/mbx-02"),
                ("rbcd", "1"),
                ("poolname", "gm-web$"),
            ],
            &[("pool", "account")],
        );
        assert_eq!(
            commands,
            [
                "appcmd.exe set apppool \"DefaultAppPool\" /processModel.identityType:SpecificUser /processModel.userName:CONTOSO\\gm-web$ /processModel.password:\"\"",
                "Set-ADAccountControl 'gm-web$' -TrustedToAuthForDelegation $true",
                "Set-ADAccountControl 'WEB-01$' -TrustedToAuthForDelegation $false",
                "Set-ADServiceAccount gm-web -Add @{'msDS-AllowedToDelegateTo'=@('HTTP/mbx-02')}",
                "Set-ADComputer WEB-01 -Clear msDS-AllowedToDelegateTo",
                "Set-ADComputer MBX-02 -PrincipalsAllowedToDelegateToAccount (Get-ADServiceAccount gm-web)"
            ]
        );
    }

    #[test]
    fn every_name_that_a_ticket_may_be_asked_for_is_moved() {
        let mut scenario = Scenario::of(Era::Today);
        for (from, to) in [
            ("twice", "pool"),
            ("elsewhere", "computer"),
            ("missing", "computer"),
        ] {
            Setting::WebSpn.set(&mut scenario, from).unwrap();
            let change = Change::new(&scenario, Setting::WebSpn, to).unwrap();
            let made = recipe(&scenario, &change);
            for name in ["web-01", "web-01.contoso.example"] {
                let names = |line: &String| {
                    line.split(' ')
                        .nth(2)
                        .is_some_and(|it| it.split('/').nth(1) == Some(name))
                };
                assert!(made.change.iter().any(names), "{from}: {made:?}");
                assert!(made.undo.iter().any(names), "{from}: {made:?}");
                let shown = format!("HTTP/{name}");
                assert!(made.check.iter().any(|it| it.ends_with(&shown)), "{made:?}");
            }
        }
    }

    #[test]
    fn without_an_administrator_of_the_domain_no_account_is_let_delegate_and_no_user_named() {
        let mut scenario = Scenario::of(Era::Today);
        scenario.front_end.schemes = vec![Scheme::Negotiate, Scheme::Ntlm];
        scenario.front_end.pool = PoolAccount::Domain;
        scenario.directory.delegation = DelegationTrust::KerberosOnly;
        scenario.directory.delegation_list = "HTTP/mbx-02".to_owned();
        let all = changes(&scenario, &[]);
        assert!(all.iter().any(|it| it.setting == Setting::Pool));
        for change in changes(&scenario, &[Pin::NoDomainAdmin]) {
            for line in recipe(&scenario, &change).change {
                let forbidden = ["msDS-AllowedToDelegateTo", "TrustedTo", "TrustedFor"];
                assert!(!forbidden.iter().any(|it| line.contains(it)), "{line}");
                assert!(
                    !(line.starts_with("setspn") && line.contains("svc-web")),
                    "{line}"
                );
            }
        }
        // Where nobody is let delegate, the web server's administrator may change who it runs as.
        scenario.directory.delegation = DelegationTrust::No;
        scenario.directory.delegation_list.clear();
        let left = changes(&scenario, &[Pin::NoDomainAdmin]);
        assert!(left.iter().any(|it| it.setting == Setting::Pool));
    }

    #[test]
    fn a_moved_name_is_taken_away_before_it_is_given_back() {
        let mut scenario = Scenario::of(Era::Today);
        scenario.client.alias = true;
        scenario.client.address = "owa.contoso.example".to_owned();
        scenario.client.user = "o'neil".to_owned();
        let change = Change::new(&scenario, Setting::WebSpn, "pool").unwrap();
        assert!(recipe(&scenario, &change).undo[0].starts_with("setspn -D "));
        let change = Change::new(&scenario, Setting::Sensitive, "1").unwrap();
        let commands = recipe(&scenario, &change).change;
        assert_eq!(
            commands,
            ["Set-ADUser 'o''neil' -AccountNotDelegated $true"]
        );
    }

    #[test]
    fn an_old_key_is_renewed_where_its_account_is_set() {
        let renewed = |pool: &str, name: &str| {
            let link = [("pool", pool), ("poolname", name), ("oldkey", "1")];
            set(&link, &[("oldkey", "0")])
        };
        assert_eq!(
            renewed("computer", "svc-web"),
            ["Test-ComputerSecureChannel -Repair"]
        );
        assert_eq!(
            renewed("account", "svc-web"),
            [
                "appcmd.exe set apppool \"DefaultAppPool\" /processModel.password:<password>",
                "appcmd.exe recycle apppool \"DefaultAppPool\""
            ]
        );
        assert_eq!(
            renewed("account", "gm-web$"),
            ["appcmd.exe recycle apppool \"DefaultAppPool\""]
        );
    }

    #[test]
    fn what_has_no_command_is_changed_where_its_owner_has_it() {
        for (key, from, to, on) in [
            (
                "password",
                "wrong",
                Scenario::PASSWORD,
                "DESK-07: where the person signs in",
            ),
            (
                "address",
                "owa.contoso.example",
                "",
                "DESK-07: the address bar",
            ),
            (
                "mailbox",
                "other",
                "same",
                "where the application is set up",
            ),
            ("alias", "1", "0", "the zone contoso.example in DNS"),
        ] {
            let mut scenario = Scenario::of(Era::Today);
            let setting = Setting::of_key(key).unwrap();
            setting.set(&mut scenario, from).unwrap();
            let change = Change::new(&scenario, setting, to).unwrap();
            let recipe = recipe(&scenario, &change);
            assert_eq!((recipe.on.as_str(), recipe.change.len()), (on, 0), "{key}");
        }
    }

    #[test]
    fn the_trusting_forest_is_named_first() {
        let mut scenario = Scenario::of(Era::Today);
        scenario.enter_other_forest();
        let change = Change::new(&scenario, Setting::TgtDelegation, "1").unwrap();
        let recipe = recipe(&scenario, &change);
        assert_eq!(
            recipe.change,
            ["netdom trust contoso.example /domain:fabrikam.example /EnableTGTDelegation:Yes"]
        );
        assert_eq!(recipe.on, scenario.names.other_controller);
    }

    #[test]
    fn providers_that_iis_comes_with_are_not_added_again() {
        let providers = |from: &str, to: &str| {
            let commands = set(&[("offer", from)], &[("offer", to)]);
            let found = commands.into_iter().filter(|it| it.contains("providers"));
            found.collect::<Vec<_>>()
        };
        assert!(providers("basic", "negotiate,ntlm").is_empty());
        assert!(providers("basic", "ntlm")[0].contains("/-\"providers"));
        assert!(providers("ntlm", "negotiate,ntlm")[0].contains("/+\"providers"));
    }

    #[test]
    fn who_trusts_for_any_service_leaves_no_list_behind() {
        let mut scenario = Scenario::of(Era::Today);
        scenario.front_end.schemes = vec![Scheme::Negotiate, Scheme::Ntlm];
        scenario.directory.delegation = DelegationTrust::KerberosOnly;
        scenario.directory.delegation_list = "HTTP/mbx-02".to_owned();
        let any = |it: &Change| it.setting == Setting::Delegation && it.to == "any";
        let change = changes(&scenario, &[]).into_iter().find(any).unwrap();
        let recipe = recipe(&scenario, &change);
        let clear = "Set-ADComputer WEB-01 -Clear msDS-AllowedToDelegateTo";
        assert!(recipe.change.contains(&clear.to_owned()), "{recipe:?}");
        assert!(recipe.undo[0].contains("-Add @{'msDS-AllowedToDelegateTo'=@('HTTP/mbx-02')}"));
    }
}
