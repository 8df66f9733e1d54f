//! Where names of services are registered: `setspn`, and `dsquery` before it could look for them.

use super::quote::in_cmd;
use super::{Command, Recipe, full, iis};
use crate::crypto::lower;
use crate::hosts::{BackEndProtocol, Scheme};
use crate::lab::{OTHER_ACCOUNT, RunsAs, Scenario, SpnPlacement};

const SETSPN: &str = "Microsoft Learn, setspn";
const SQL_SPN: &str = "Microsoft Learn, Register a Service Principal Name for Kerberos connections (SQL Server); setspn";
const IIS_SPN: &str = "Microsoft Learn, setspn, IIS configuration reference";

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
pub fn back_end_spn(scenario: &Scenario, after: &Scenario) -> Recipe {
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
    // SQL Server that takes NTLM alone has no name registered.
    let placement = |scenario: &Scenario| match is_sql
        && !scenario.back_end.schemes.contains(&Scheme::Negotiate)
    {
        true => SpnPlacement::Missing,
        false => scenario.directory.back_end_spn,
    };
    let recipe = registered.moved(scenario, placement(scenario), placement(after));
    match is_sql {
        false if takes_pool_credentials(after) => Recipe {
            source: IIS_SPN,
            ..recipe.and(iis::windows_attribute(scenario, "useAppPoolCredentials", true))
        },
        true => Recipe {
            source: SQL_SPN,
            // On the computer of SQL Server itself it is always NTLM.
            ..recipe.check(Command::query(format!(
                "SELECT auth_scheme FROM sys.dm_exec_connections WHERE session_id = @@SPID -- from {}",
                names.web_server
            )))
        },
        false => recipe,
    }
}

/// Whether the back end is an IIS that has to be told to open tickets with the key of the account that has the name and that it
/// runs as: in kernel mode it takes the computer's.
pub fn takes_pool_credentials(scenario: &Scenario) -> bool {
    let back_end = &scenario.back_end;
    scenario.era.is_recent()
        && back_end.protocol == BackEndProtocol::Http
        && back_end.runs_as == RunsAs::Domain
        && scenario.directory.back_end_spn == SpnPlacement::ServiceAccount
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
        // A `HOST/…` stands for others, and is looked for by itself.
        let covered = from == SpnPlacement::Missing || to == SpnPlacement::Missing;
        let covered = self.covered_by.iter().filter(|_| covered);
        let named = !(old.is_empty() && new.is_empty());
        for spn in self.spns.iter().filter(|_| named).chain(covered) {
            recipe = recipe.check(holders(scenario, spn));
        }
        if scenario.era.is_recent() {
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
        // A name that the computer has itself besides does no harm.
        let computer = in_cmd(self.computer);
        let stays = |it: &String| to == SpnPlacement::Computer && *it == computer;
        for account in old.iter().filter(|it| !new.contains(it) && !stays(it)) {
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

/// The letter with which `setspn` adds a name: since Windows Server 2008 it looks for duplicates first.
fn adds(scenario: &Scenario) -> &'static str {
    if scenario.era.is_recent() { "S" } else { "A" }
}

/// Shows whose a name is.
fn holders(scenario: &Scenario, spn: &str) -> String {
    match scenario.era.is_recent() {
        true => format!("setspn -Q {spn}"),
        false => format!("dsquery * forestroot -filter \"(servicePrincipalName={spn})\""),
    }
}

#[cfg(test)]
mod tests {
    use super::super::recipe;
    use super::*;
    use crate::hosts::Era;
    use crate::lab::Setting;
    use crate::lab::repair::Change;

    #[test]
    fn windows_server_2003_has_its_own_setspn() {
        let scenario = Scenario::of(Era::Y2003);
        let change = Change::new(&scenario, Setting::WebSpn, "pool").unwrap();
        let made = recipe(&scenario, &change);
        assert!(
            made.change[0].text.starts_with("setspn -A HTTP/"),
            "{made:?}"
        );
        assert!(made.check[0].text.starts_with("dsquery "), "{made:?}");
    }

    #[test]
    fn an_iis_behind_iis_is_told_to_use_the_key_of_the_account_that_gets_the_name() {
        let mut scenario = Scenario::of(Era::Today);
        let made = |scenario: &Scenario| {
            let change = Change::new(scenario, Setting::BackEndSpn, "pool").unwrap();
            let made = recipe(scenario, &change);
            let mut set = made.change.iter();
            let set = set.any(|it| it.text.contains("useAppPoolCredentials:\"True\""));
            (set, made.on)
        };
        assert_eq!(made(&scenario), (false, String::new()));
        scenario.back_end.runs_as = RunsAs::Domain;
        assert_eq!(made(&scenario), (true, "MBX-02".to_owned()));
        scenario.call_by(BackEndProtocol::Sql);
        assert_eq!(made(&scenario), (false, String::new()));
    }
}
