//! How a change is made: commands in the person's own names, one to check before and after, and how it is undone.
//!
//! Commands are those of their time: PowerShell's ActiveDirectory module and `appcmd` came after Windows Server 2003,
//! so there, and where no command is known, the place in the administration tools stands alone.

mod directory;
mod iis;
mod policy;

use crate::hosts::Era;
use crate::lab::repair::Change;
use crate::lab::{PoolAccount, Scenario, Setting};

/// How a change is made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recipe {
    /// The commands that make it, one a line; none where there is no command for it.
    pub change: Vec<String>,
    /// What to run before and after.
    pub check: Vec<String>,
    /// The commands that undo it.
    pub undo: Vec<String>,
    /// Where the commands are described.
    pub source: &'static str,
}

/// How a change is made. `scenario` holds the settings before it.
pub fn recipe(scenario: &Scenario, change: &Change) -> Recipe {
    use Setting as S;
    let to = change.to.as_str();
    match change.setting {
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
        S::ClockAhead => policy::clock(scenario),
        S::Delegates | S::Zone | S::FollowsAlias | S::NamesPort => {
            policy::browser(scenario, change.setting, to == "1" || to == "intranet")
        }
        S::ClientLevel => policy::level(&change.from, to),
        S::DcLevel => policy::level(&change.from, to),
        S::LoopbackCheck => policy::loopback(scenario, to == "1"),
        _ => Recipe::default(),
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

/// The host in the address, in full.
fn host(scenario: &Scenario) -> String {
    let (host, _) = scenario.client.host_and_port();
    match host {
        "" => full(scenario, &scenario.names.web_server),
        host => host.to_owned(),
    }
}

/// A computer's full DNS name.
fn full(scenario: &Scenario, computer: &str) -> String {
    let names = &scenario.names;
    format!("{}.{}", crate::crypto::lower(computer), names.dns_domain)
}

/// The account that IIS's pool runs as.
struct ServiceIdentity {
    /// `Computer` or `User`: the middle of the cmdlets' names.
    noun: &'static str,
    /// Its name, without the `$` that a computer's account ends with.
    name: String,
    /// Its name as accounts are named.
    account: String,
}

impl ServiceIdentity {
    fn of_front_end(scenario: &Scenario) -> Self {
        match scenario.front_end.pool {
            PoolAccount::Computer => Self::of_computer(&scenario.names.web_server),
            PoolAccount::Domain => Self {
                noun: "User",
                name: scenario.names.pool_account.clone(),
                account: scenario.names.pool_account.clone(),
            },
        }
    }

    fn of_computer(name: &str) -> Self {
        Self {
            noun: "Computer",
            name: name.to_owned(),
            account: format!("'{name}$'"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::repair::{changes, turns};
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
                // A clock that is set right is not set wrong again.
                let clock = change.setting == Setting::ClockAhead;
                assert!(clock || !recipe.undo.is_empty(), "{change:?}");
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
}
