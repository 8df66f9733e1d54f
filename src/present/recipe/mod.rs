//! How a change is made: commands in the person's own names, one to check before and after, and how it is undone.
//!
//! Commands are those of their time: PowerShell's ActiveDirectory module and `appcmd` came after Windows Server 2003. Where no
//! command is known, the place in the administration tools stands in its stead.

mod account;
mod command;
mod directory;
mod iis;
mod policy;
mod quote;
mod spn;
mod sql;
mod trust;

pub use command::{Command, Shell};
pub use iis::{adsutil, windows_authentication};
pub use policy::{clocks, shown_level};
pub use quote::{dsquery, word};
pub use spn::{back_end_placement, how_sql_knows};

use crate::crypto::lower;
use crate::lab::repair::{Change, Changer};
use crate::lab::{BrowsingFrom, RunsAs, Scenario, Setting, UserForest};
use std::fmt;

/// How a change is made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recipe {
    /// The commands that make it, one a line; none where there is no command for it.
    pub change: Vec<Command>,
    /// What to run before and after.
    pub check: Vec<Command>,
    /// The commands that undo it, in the order in which they are run.
    pub undo: Vec<Command>,
    /// The computer they are run on; nothing where any will do. Without a command, where somebody changes it by hand.
    pub on: String,
    /// Where the commands are described.
    pub source: &'static str,
}

/// How a change is made. `scenario` holds the settings before it, with what was changed earlier.
pub fn recipe(scenario: &Scenario, change: &Change) -> Recipe {
    use Setting as S;
    let after = &change.made(scenario);
    let (client, front_end, directory) = (&after.client, &after.front_end, &after.directory);
    let mut recipe = match change.setting {
        S::Delegation | S::DelegationList => directory::delegation(scenario, after),
        S::LetsFrontEndAct => {
            directory::resource_based(scenario, after.back_end.lets_front_end_act)
        }
        S::AccountState => account::state(scenario, directory.state),
        S::Sensitive => directory::sensitive(scenario, directory.sensitive),
        S::Protected => directory::protected(scenario, directory.protected),
        S::WebEtypes => directory::etypes(scenario, directory.web_etypes),
        S::WebSpn => spn::web_spn(scenario, directory.web_spn),
        S::BackEndSpn => spn::back_end_spn(scenario, after),
        S::BackEndAccount => iis::back_end_account(scenario, after.back_end.runs_as),
        S::TgtDelegation => trust::tgt_delegation(scenario, directory.tgt_delegation),
        S::SelectiveAuthentication => {
            trust::selective_authentication(scenario, directory.selective_authentication)
        }
        S::Admits => sql::admits(scenario, after),
        S::Schemes => iis::schemes(scenario, &front_end.schemes),
        S::BackEndSchemes => iis::back_end_schemes(scenario),
        S::BasicLogon => iis::logon(scenario, front_end.basic_logon),
        S::DefaultDomain => iis::default_domain(scenario, &front_end.default_domain),
        S::KeepAlive => iis::keep_alive(scenario, front_end.keep_alive),
        S::SingleRequest => {
            let on = front_end.single_request;
            iis::windows_attribute(scenario, "authPersistSingleRequest", on)
        }
        S::KernelMode => iis::windows_attribute(scenario, "useKernelMode", front_end.kernel_mode),
        S::PoolCredentials => {
            let on = front_end.pool_credentials;
            iis::windows_attribute(scenario, "useAppPoolCredentials", on)
        }
        S::Pool => iis::pool(scenario, front_end.pool),
        S::OldKey => iis::key(scenario, front_end.old_key),
        S::ClockAhead => policy::clock(scenario),
        S::Delegates => policy::delegates(scenario, client),
        S::Zone => policy::zone(scenario, client),
        S::FollowsAlias => policy::follows_alias(scenario, client),
        S::NamesPort => policy::names_port(scenario, client),
        S::ClientLevel => policy::level(scenario.era, scenario.client_level, after.client_level),
        S::DcLevel => policy::level(scenario.era, scenario.dc_level, after.dc_level),
        S::LoopbackCheck => policy::loopback(scenario, front_end),
        _ => Recipe::default(),
    };
    recipe.on = match recipe.change.is_empty() {
        true => place(scenario, change.setting),
        false => computer(scenario, change),
    };
    // What was done last is undone first.
    recipe.undo.reverse();
    recipe
}

/// The computer whose settings a change is about; two where it is the same on each.
fn computer(scenario: &Scenario, change: &Change) -> String {
    use Setting as S;
    let names = &scenario.names;
    let computer = match change.setting {
        S::Schemes
        | S::BasicLogon
        | S::DefaultDomain
        | S::KeepAlive
        | S::SingleRequest
        | S::KernelMode
        | S::PoolCredentials
        | S::Pool
        | S::OldKey
        | S::ClockAhead
        | S::LoopbackCheck => &names.web_server,
        S::BackEndAccount | S::BackEndSchemes | S::Admits => &names.back_end,
        S::BackEndSpn if spn::takes_pool_credentials(&change.made(scenario)) => &names.back_end,
        S::Delegates | S::Zone | S::FollowsAlias | S::NamesPort | S::ClientLevel => {
            let both = [
                (Changer::ClientPolicy, &names.desktop),
                (Changer::WebAdmin, &names.web_server),
            ];
            let of = both.into_iter().filter(|(who, _)| change.takes(*who));
            let computers: Vec<&str> = of.map(|(_, computer)| computer.as_str()).collect();
            return computers.join(" and ");
        }
        S::DcLevel | S::SelectiveAuthentication => &names.domain_controller,
        S::TgtDelegation => &names.other_controller,
        // The account is in that domain.
        S::AccountState | S::Sensitive | S::Protected
            if scenario.client.forest == UserForest::Trusted =>
        {
            &names.other_controller
        }
        _ => return String::new(),
    };
    computer.clone()
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
        S::Zone => format!("{browser}: Internet Options, Security"),
        S::Accounts => format!(
            "{}: Active Directory Users and Computers",
            names.domain_controller
        ),
        S::Admits => format!("{}: who may open it", names.back_end),
        S::BackEndAccount => format!("{}: Services", names.back_end),
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

    fn change(mut self, command: impl Into<Command>) -> Self {
        self.change.push(command.into());
        self
    }

    /// Another command that shows how it is; each once, whatever several changes have in common.
    fn check(mut self, command: impl Into<Command>) -> Self {
        let command = command.into();
        if !self.check.contains(&command) {
            self.check.push(command);
        }
        self
    }

    /// And what another one does.
    fn and(mut self, other: Self) -> Self {
        self.change.extend(other.change);
        self.undo.extend(other.undo);
        other.check.into_iter().fold(self, Self::check)
    }

    fn undo(mut self, command: impl Into<Command>) -> Self {
        self.undo.push(command.into());
        self
    }
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

/// The account that a service runs as.
struct ServiceIdentity {
    class: AccountClass,
    /// Its name as accounts are named.
    plain: String,
    /// Its name, without the `$` that names of computers and of group managed service accounts end with, as a word of
    /// PowerShell.
    name: String,
    /// The whole of it, as a word of PowerShell.
    account: String,
}

/// The class of an account's object in the directory.
#[derive(Clone, Copy, PartialEq, Eq)]
enum AccountClass {
    Computer,
    User,
    /// A group managed service account.
    Managed,
}

/// As the cmdlets have it in the middle of their names.
impl fmt::Display for AccountClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Computer => "Computer",
            Self::User => "User",
            Self::Managed => "ServiceAccount",
        })
    }
}

impl ServiceIdentity {
    fn of_front_end(scenario: &Scenario) -> Self {
        let names = &scenario.names;
        Self::of(
            scenario.front_end.pool,
            &names.web_server,
            &names.pool_account,
        )
    }

    fn of_back_end(scenario: &Scenario) -> Self {
        let names = &scenario.names;
        Self::of(
            scenario.back_end.runs_as,
            &names.back_end,
            &names.back_end_account,
        )
    }

    fn of(runs_as: RunsAs, computer: &str, account: &str) -> Self {
        let (class, name, account) = match runs_as {
            RunsAs::Computer => (AccountClass::Computer, computer, format!("{computer}$")),
            RunsAs::Domain => match account.strip_suffix('$') {
                Some(name) => (AccountClass::Managed, name, account.to_owned()),
                None => (AccountClass::User, account, account.to_owned()),
            },
        };
        Self {
            class,
            name: word(name),
            account: word(&account),
            plain: account,
        }
    }
}

#[cfg(test)]
mod tests;
