//! How a change is made: commands in the person's own names, one to check before and after, and how it is undone.
//!
//! Commands are those of their time: PowerShell's ActiveDirectory module and `appcmd` came after Windows Server 2003. Where no
//! command is known, the place in the administration tools stands in its stead.

mod account;
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
        S::AccountState => account::state(scenario, to),
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
mod tests;
