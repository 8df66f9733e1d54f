//! Changes of IIS: `appcmd` since IIS 7, the metabase before.

use super::directory::{permission_moved, rights_moved};
use super::quote::{self, in_cmd};
use super::{Command, Recipe};
use crate::hosts::{BackEndProtocol, Era, LogonType, Scheme};
use crate::lab::{RunsAs, Scenario};

const APPCMD: &str = "Microsoft Learn, IIS configuration reference";
const METABASE: &str = "Microsoft Learn, AuthFlags, LogonMethod, AppPoolIdentityType; KB215383";
/// What a site is called unless somebody names it otherwise.
const SITE: &str = "Default Web Site";

/// Gives IIS other schemes to offer, and their order.
pub fn schemes(scenario: &Scenario, to: &[Scheme]) -> Recipe {
    let from = &scenario.front_end.schemes[..];
    if !scenario.era.is_recent() {
        return metabase_schemes(from, to, scenario.front_end.anonymous);
    }
    let mut recipe = Recipe::of(APPCMD);
    for (kind, feature, names) in [
        ("basic", "Basic", &[Scheme::Basic][..]),
        ("windows", "Windows", &WINDOWS),
        ("digest", "Digest", &[Scheme::Digest]),
    ] {
        let (was, is) = (offers(from, names), offers(to, names));
        if was != is {
            // As it comes, IIS has anonymous access alone.
            if is {
                let install = format!("Install-WindowsFeature Web-{feature}-Auth");
                recipe = recipe.change(Command::power_shell(install));
            }
            recipe = recipe
                .change(enabled(kind, is))
                .check(listed(kind))
                .undo(enabled(kind, was));
        }
    }
    let negotiate = |list: &[Scheme]| list.contains(&Scheme::Negotiate);
    let provider = |add: bool| {
        let what = match add {
            true => "/+\"providers.[@start,value='Negotiate']\"",
            false => "/-\"providers.[value='Negotiate']\"",
        };
        windows(what)
    };
    // Where Windows authentication was off, its providers are those IIS comes with, Negotiate and NTLM.
    let before = negotiate(from) || !offers(from, &WINDOWS);
    match (before, negotiate(to) || !offers(to, &WINDOWS)) {
        (false, true) if offers(to, &WINDOWS) => recipe
            .change(provider(true))
            .check(listed("windows"))
            .undo(provider(false)),
        (true, false) => recipe
            .change(provider(false))
            .check(listed("windows"))
            .undo(provider(true)),
        _ => recipe,
    }
}

/// The schemes that are one switch in IIS: Windows authentication.
const WINDOWS: [Scheme; 2] = [Scheme::Negotiate, Scheme::Ntlm];

/// Whether one of those is on the list.
fn offers(list: &[Scheme], any: &[Scheme]) -> bool {
    list.iter().any(|scheme| any.contains(scheme))
}

/// AuthFlags: anonymous 1, Basic 2, NTLM 4, Digest 16.
fn metabase_schemes(from: &[Scheme], to: &[Scheme], anonymous: bool) -> Recipe {
    let set = |list: &[Scheme]| {
        let flag = |scheme: &Scheme| match scheme {
            Scheme::Basic => 2,
            Scheme::Digest => 16,
            Scheme::Negotiate | Scheme::Ntlm => 4,
        };
        let flags = list
            .iter()
            .fold(i32::from(anonymous), |all, scheme| all | flag(scheme));
        format!("cscript adsutil.vbs set w3svc/1/root/AuthFlags {flags}")
    };
    let negotiate = |list: &[Scheme]| list.contains(&Scheme::Negotiate);
    let providers = |list: &[Scheme]| {
        let names = match negotiate(list) {
            true => "\"Negotiate,NTLM\"",
            false => "\"NTLM\"",
        };
        format!("cscript adsutil.vbs set w3svc/1/root/NTAuthenticationProviders {names}")
    };
    let mut recipe = Recipe::of(METABASE);
    if set(from) != set(to) {
        recipe = recipe
            .change(set(to))
            .check("cscript adsutil.vbs get w3svc/1/root/AuthFlags")
            .undo(set(from));
    }
    if negotiate(from) != negotiate(to) && to.contains(&Scheme::Ntlm) {
        recipe = recipe
            .change(providers(to))
            .check("cscript adsutil.vbs get w3svc/1/root/NTAuthenticationProviders")
            .undo(providers(from));
    }
    recipe
}

/// Shows how Windows authentication is set.
pub fn windows_authentication() -> Command {
    listed("windows")
}

/// Shows how a kind of authentication is set. `authentication` alone is a group of sections, which appcmd does not list.
fn listed(kind: &str) -> Command {
    appcmd(&format!(
        "list config \"{SITE}\" -section:system.webServer/security/authentication/{kind}Authentication"
    ))
}

fn section(kind: &str, what: &str) -> Command {
    appcmd(&format!(
        "set config \"{SITE}\" -section:system.webServer/security/authentication/{kind}Authentication {what} /commit:apphost"
    ))
}

/// It is in no folder of the path.
fn appcmd(arguments: &str) -> Command {
    Command::prompt(format!(
        "%windir%\\system32\\inetsrv\\appcmd.exe {arguments}"
    ))
}

fn windows(what: &str) -> Command {
    section("windows", what)
}

fn word(on: bool) -> &'static str {
    if on { "True" } else { "False" }
}

fn enabled(kind: &str, on: bool) -> Command {
    section(kind, &format!("/enabled:\"{}\"", word(on)))
}

/// An attribute of Windows authentication.
pub fn windows_attribute(scenario: &Scenario, name: &'static str, on: bool) -> Recipe {
    let set = |on: bool| windows(&format!("/{name}:\"{}\"", word(on)));
    if !scenario.era.is_recent() {
        return Recipe::default();
    }
    Recipe::of(APPCMD)
        .change(set(on))
        .check(listed("windows"))
        .undo(set(!on))
}

/// The schemes of the site that the back end is: on its own computer.
pub fn back_end_schemes(scenario: &Scenario) -> Recipe {
    // The same commands as on the computer of IIS.
    let mut as_front = scenario.clone();
    as_front.front_end.anonymous = false;
    as_front
        .front_end
        .schemes
        .clone_from(&scenario.back_end.schemes);
    let negotiates = scenario.back_end.schemes.contains(&Scheme::Negotiate);
    match scenario.back_end.protocol {
        BackEndProtocol::Http if negotiates => schemes(&as_front, &[Scheme::Ntlm]),
        BackEndProtocol::Http => schemes(&as_front, &WINDOWS),
        // Of SQL Server its SPN decides.
        BackEndProtocol::Sql | BackEndProtocol::Mapi => Recipe::default(),
    }
}

/// Gives Basic another logon type (LogonMethod).
pub fn logon(scenario: &Scenario, to: LogonType) -> Recipe {
    let from = scenario.front_end.basic_logon;
    if !scenario.era.is_recent() {
        let number = |logon| match logon {
            LogonType::Interactive => 0,
            LogonType::Batch => 1,
            LogonType::Network => 2,
            LogonType::NetworkCleartext => 3,
        };
        let set = |logon| {
            format!(
                "cscript adsutil.vbs set w3svc/1/root/LogonMethod {}",
                number(logon)
            )
        };
        return Recipe::of(METABASE)
            .change(set(to))
            .check("cscript adsutil.vbs get w3svc/1/root/LogonMethod")
            .undo(set(from));
    }
    let name = |logon| match logon {
        LogonType::Interactive => "Interactive",
        LogonType::Batch => "Batch",
        LogonType::Network => "Network",
        LogonType::NetworkCleartext => "ClearText",
    };
    let set = |logon| section("basic", &format!("/logonMethod:\"{}\"", name(logon)));
    Recipe::of(APPCMD)
        .change(set(to))
        .check(basic_section())
        .undo(set(from))
}

fn basic_section() -> Command {
    listed("basic")
}

/// The domain of a Basic name that has none.
pub fn default_domain(scenario: &Scenario, to: &str) -> Recipe {
    let from = &scenario.front_end.default_domain;
    if !scenario.era.is_recent() {
        let set = |domain: &str| {
            format!("cscript adsutil.vbs set w3svc/1/root/DefaultLogonDomain \"{domain}\"")
        };
        return Recipe::of(METABASE)
            .change(set(to))
            .check("cscript adsutil.vbs get w3svc/1/root/DefaultLogonDomain")
            .undo(set(from));
    }
    let set = |domain: &str| section("basic", &format!("/defaultLogonDomain:\"{domain}\""));
    Recipe::of(APPCMD)
        .change(set(to))
        .check(basic_section())
        .undo(set(from))
}

/// Whether connections stay open.
pub fn keep_alive(scenario: &Scenario, on: bool) -> Recipe {
    if !scenario.era.is_recent() {
        let set = |on: bool| {
            format!(
                "cscript adsutil.vbs set w3svc/1/AllowKeepAlive {}",
                u8::from(on)
            )
        };
        return Recipe::of(METABASE)
            .change(set(on))
            .check("cscript adsutil.vbs get w3svc/1/AllowKeepAlive")
            .undo(set(!on));
    }
    let set = |on: bool| {
        let on = word(on).to_lowercase();
        appcmd(&format!(
            "set config \"{SITE}\" -section:system.webServer/httpProtocol /allowKeepAlive:\"{on}\""
        ))
    };
    Recipe::of(APPCMD)
        .change(set(on))
        .check(appcmd(&format!(
            "list config \"{SITE}\" -section:system.webServer/httpProtocol"
        )))
        .undo(set(!on))
}

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

/// AppPoolIdentityType of IIS 6: 2 is NetworkService, 3 an account, which is in IIS_WPG.
fn metabase_pool(scenario: &Scenario, account: &str, [from, to]: [RunsAs; 2]) -> Recipe {
    let pool = "w3svc/AppPools/DefaultAppPool";
    let user = in_cmd(&format!("{}\\{account}", scenario.names.domain));
    let set = |name: &str, value: &str| format!("cscript adsutil.vbs set {pool}/{name} {value}");
    let identity = |runs_as| match runs_as {
        RunsAs::Computer => vec![set("AppPoolIdentityType", "2")],
        RunsAs::Domain => vec![
            format!("net localgroup IIS_WPG {user} /add"),
            set("WAMUserName", &user),
            set("WAMUserPass", "<password>"),
            set("AppPoolIdentityType", "3"),
        ],
    };
    let recipe = identity(to)
        .into_iter()
        .fold(Recipe::of(METABASE), Recipe::change);
    // The order is turned about for all recipes.
    let recipe = identity(from).into_iter().rev().fold(recipe, Recipe::undo);
    recipe.check(format!(
        "cscript adsutil.vbs get {pool}/AppPoolIdentityType"
    ))
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
    let recipe = match scenario.back_end.protocol {
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
                    "list apppool \"DefaultAppPool\" /text:processModel.userName",
                ))
                .check(listed("windows"))
                .undo(identity(from))
                .undo(uses(from))
        }
        BackEndProtocol::Mapi => return Recipe::default(),
    };
    permission_moved(recipe, scenario, &after)
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
                Some(managed) => recipe.check(Command::power_shell(format!(
                    "Test-ADServiceAccount {}",
                    quote::word(managed)
                ))),
                None => recipe
                    .change(appcmd(
                        "set apppool \"DefaultAppPool\" /processModel.password:<password>",
                    ))
                    .check(Command::power_shell(format!(
                        "Get-ADUser {} -Properties PasswordLastSet",
                        quote::word(account)
                    ))),
            };
            recipe.change(appcmd("recycle apppool \"DefaultAppPool\""))
        }
    }
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
