//! The accounts that pools and the back end run as.

use super::{APPCMD, METABASE, adsutil, appcmd, listed, windows};
use crate::hosts::{BackEndProtocol, Era};
use crate::lab::{RunsAs, Scenario};
use crate::present::recipe::directory::{permission_moved, rights_moved};
use crate::present::recipe::quote::{self, in_cmd};
use crate::present::recipe::{Command, Recipe};

/// The account an application pool runs as. What the account may do goes along.
pub fn pool(scenario: &Scenario, to: RunsAs) -> Recipe {
    let mut after = scenario.clone();
    after.front_end.pool = to;
    let account = &scenario.names.pool_account;
    let from = scenario.front_end.pool;
    let switched = |recipe: Recipe| match scenario.era {
        Era::Today => recipe
            .change(identity(scenario, to, account))
            .check(appcmd(
                "list apppool \"DefaultAppPool\" /text:processModel.identityType",
            ))
            .check(appcmd(
                "list apppool \"DefaultAppPool\" /text:processModel.userName",
            ))
            .undo(identity(scenario, from, account)),
        _ => recipe.and(metabase_pool(scenario, account, [from, to])),
    };
    match scenario.era {
        // Before IIS 6 there are no pools.
        Era::Y1998 => Recipe::default(),
        Era::Y2003 => rights_moved(Recipe::of(METABASE), switched, [scenario, &after]),
        Era::Today => rights_moved(Recipe::of(APPCMD), switched, [scenario, &after]),
    }
}

/// The account that the back end runs as: a pool of its own IIS, or the service of SQL Server.
pub fn back_end_account(scenario: &Scenario, to: RunsAs) -> Recipe {
    let mut after = scenario.clone();
    after.back_end.runs_as = to;
    let account = &scenario.names.back_end_account;
    if !scenario.era.is_recent() {
        let pool =
            (scenario.era, scenario.back_end.protocol) == (Era::Y2003, BackEndProtocol::Http);
        let from = scenario.back_end.runs_as;
        let recipe = pool.then(|| metabase_pool(scenario, account, [from, to]));
        return recipe.unwrap_or_default();
    }
    let switch = match scenario.back_end.protocol {
        BackEndProtocol::Sql => {
            let log_on = |runs_as| {
                let account = match runs_as {
                    RunsAs::Computer => "Built-in account, Network Service".to_owned(),
                    RunsAs::Domain => format!("This account, {}\\{account}", scenario.names.domain),
                };
                Command::by_hand(format!(
                    "SQL Server Configuration Manager: SQL Server (MSSQLSERVER), Log On: {account}"
                ))
            };
            Recipe::of(
                "Microsoft Learn, Configure Windows service accounts and permissions (SQL Server)",
            )
            .change(log_on(to))
            .check(Command::query(
                "SELECT servicename, service_account FROM sys.dm_server_services",
            ))
            .undo(log_on(scenario.back_end.runs_as))
        }
        BackEndProtocol::Http => {
            // Kernel mode would open tickets with the computer's key all the same.
            let uses = |runs_as| {
                let on = if runs_as == RunsAs::Domain {
                    "True"
                } else {
                    "False"
                };
                windows(&format!("/useAppPoolCredentials:\"{on}\""))
            };
            let from = scenario.back_end.runs_as;
            let identity = |runs_as| identity(scenario, runs_as, account);
            Recipe::of(APPCMD)
                .change(identity(to))
                .change(uses(to))
                .check(appcmd(
                    "list apppool \"DefaultAppPool\" /text:processModel.identityType",
                ))
                .check(appcmd(
                    "list apppool \"DefaultAppPool\" /text:processModel.userName",
                ))
                .check(listed("windows"))
                .undo(identity(from))
                .undo(uses(from))
        }
        BackEndProtocol::Mapi => return Recipe::default(),
    };
    let recipe = Recipe::of(switch.source);
    permission_moved(recipe, |it| it.and(switch), [scenario, &after])
}

/// The key of the account that IIS runs as, after its password was changed: a pool is given the new password and started
/// anew, a computer agrees on another with its domain. Nothing undoes it.
pub fn key(scenario: &Scenario, old: bool) -> Recipe {
    if !scenario.era.is_recent() || old {
        return Recipe::default();
    }
    let account = &scenario.names.pool_account;
    match scenario.front_end.pool {
        RunsAs::Computer => Recipe::of("Microsoft Learn, Test-ComputerSecureChannel")
            .change(Command::power_shell("Test-ComputerSecureChannel -Repair"))
            .check(Command::power_shell("Test-ComputerSecureChannel")),
        RunsAs::Domain => {
            let recipe = Recipe::of("Microsoft Learn, IIS configuration reference, Appcmd.exe");
            // IIS asks for the password of a group managed service account itself.
            let recipe = match account.strip_suffix('$') {
                Some(managed) => recipe.check(Command::active_directory(format!(
                    "Test-ADServiceAccount {}",
                    quote::word(managed)
                ))),
                None => recipe
                    .change(appcmd(
                        "set apppool \"DefaultAppPool\" /processModel.password:<password>",
                    ))
                    .check(Command::active_directory(format!(
                        "Get-ADUser {} -Properties PasswordLastSet",
                        quote::word(account)
                    ))),
            };
            recipe.change(appcmd("recycle apppool \"DefaultAppPool\""))
        }
    }
}

/// AppPoolIdentityType of IIS 6: 2 is NetworkService, 3 an account, which is in IIS_WPG.
fn metabase_pool(scenario: &Scenario, account: &str, [from, to]: [RunsAs; 2]) -> Recipe {
    let pool = "w3svc/AppPools/DefaultAppPool";
    let user = in_cmd(&format!("{}\\{account}", scenario.names.domain));
    let adsutil = |arguments: String| adsutil(scenario.era, &arguments);
    let set = |name: &str, value: &str| adsutil(format!("set {pool}/{name} {value}"));
    let delete = |name: &str| adsutil(format!("delete {pool}/{name}"));
    let computer = || set("AppPoolIdentityType", "2");
    let account = || {
        [
            format!("net localgroup IIS_WPG {user} /add").into(),
            set("WAMUserName", &user),
            set("WAMUserPass", "<password>"),
            set("AppPoolIdentityType", "3"),
        ]
    };
    // What another pool may need is left alone, unless it was put there by the change that is undone.
    let (change, undo) = match (from, to) {
        (RunsAs::Computer, RunsAs::Domain) => (
            account().to_vec(),
            vec![
                computer(),
                delete("WAMUserName"),
                delete("WAMUserPass"),
                format!("net localgroup IIS_WPG {user} /delete").into(),
            ],
        ),
        _ => (vec![computer()], account().to_vec()),
    };
    let recipe = change
        .into_iter()
        .fold(Recipe::of(METABASE), Recipe::change);
    // The order is turned about for all recipes.
    let recipe = undo.into_iter().rev().fold(recipe, Recipe::undo);
    recipe.check(adsutil(format!("get {pool}/AppPoolIdentityType")))
}

/// The identity of a pool: a built-in one, or that account of the domain.
fn identity(scenario: &Scenario, runs_as: RunsAs, account: &str) -> Command {
    let identity = match runs_as {
        RunsAs::Computer => "/processModel.identityType:ApplicationPoolIdentity".to_owned(),
        RunsAs::Domain => {
            // Nobody knows the password of a group managed service account. Another's is put in by whoever runs it.
            let password = if account.ends_with('$') {
                "\"\""
            } else {
                "<password>"
            };
            let account = in_cmd(&format!("{}\\{account}", scenario.names.domain));
            format!(
                "/processModel.identityType:SpecificUser /processModel.userName:{account} /processModel.password:{password}"
            )
        }
    };
    appcmd(&format!("set apppool \"DefaultAppPool\" {identity}"))
}
