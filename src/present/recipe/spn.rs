//! Where names of services are registered: `setspn`, and `dsquery` before it could look for them.

use super::quote::{dsquery, in_cmd};
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
    let [from, to] = [scenario, after].map(back_end_placement);
    let recipe = registered.moved(scenario, from, to);
    match is_sql {
        false if takes_pool_credentials(after) => Recipe {
            source: IIS_SPN,
            ..recipe.and(iis::windows_attribute(
                scenario,
                "useAppPoolCredentials",
                true,
            ))
        },
        true => Recipe {
            source: SQL_SPN,
            ..recipe.check(how_sql_knows(scenario))
        },
        false => recipe,
    }
}

/// Who has the back end's name: SQL Server that takes NTLM alone has none registered.
pub fn back_end_placement(scenario: &Scenario) -> SpnPlacement {
    let back_end = &scenario.back_end;
    let tickets = back_end.schemes.contains(&Scheme::Negotiate);
    match back_end.protocol == BackEndProtocol::Sql && !tickets {
        true => SpnPlacement::Missing,
        false => scenario.directory.back_end_spn,
    }
}

/// Shows how SQL Server came to know who calls: since 2005 it tells itself. On its own computer it is always NTLM.
pub fn how_sql_knows(scenario: &Scenario) -> Command {
    let names = &scenario.names;
    match scenario.era.is_recent() {
        true => Command::query(format!(
            "SELECT auth_scheme FROM sys.dm_exec_connections WHERE session_id = @@SPID -- from {}",
            names.web_server
        )),
        false => Command::by_hand(format!(
            "{}: Security log, event 540, Authentication Package, of a call from {}",
            names.back_end, names.web_server
        )),
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
        let set = |verb: &str, spn: &String, account: &str| {
            format!("setspn -{verb} {} {account}", in_cmd(spn))
        };
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
            recipe = recipe
                .change(set(change, spn, &computer))
                .undo(set(undo, spn, &computer));
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
        true => format!("setspn -Q {}", in_cmd(spn)),
        false => dsquery("forestroot", "servicePrincipalName", &[spn]),
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
    fn sql_server_of_2003_tells_its_log_how_it_knows_who_calls() {
        let mut scenario = Scenario::of(Era::Y2003);
        scenario.call_by(BackEndProtocol::Sql);
        scenario.back_end.schemes = vec![Scheme::Negotiate, Scheme::Ntlm];
        let change = Change::new(&scenario, Setting::BackEndSpn, "missing").unwrap();
        let checks = recipe(&scenario, &change).check;
        let told = checks.iter().any(|it| it.text.contains("event 540"));
        let later = checks.iter().any(|it| it.text.contains("dm_exec"));
        assert!(told && !later, "{checks:?}");
    }

    #[test]
    fn a_name_with_a_dollar_in_it_is_typed_in_a_command_prompt() {
        let mut scenario = Scenario::of(Era::Today);
        scenario.names.pool_account = "svc$web".to_owned();
        scenario.names.web_server = "WEB&1".to_owned();
        let change = Change::new(&scenario, Setting::WebSpn, "pool").unwrap();
        let made = recipe(&scenario, &change).change;
        assert_eq!(
            made[0],
            Command::prompt("setspn -S \"HTTP/web&1\" CONTOSO\\svc$web")
        );
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
