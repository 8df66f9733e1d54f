//! Changes of IIS: `appcmd` since IIS 7, the metabase before.

use super::directory::{adds, holders, rights_moved};
use super::quote::{self, in_cmd};
use super::{Recipe, is_recent};
use crate::hosts::BackEndProtocol;
use crate::lab::{PoolAccount, Scenario, SettingValue};

const APPCMD: &str = "Microsoft Learn, IIS configuration reference";
const METABASE: &str = "Microsoft Learn, AuthFlags, LogonMethod; KB215383";
/// What a site is called unless somebody names it otherwise.
const SITE: &str = "Default Web Site";

/// Gives IIS other schemes to offer, and their order.
pub fn schemes(scenario: &Scenario, to: &str) -> Recipe {
    let from = scenario.front_end.schemes.to_text();
    if !is_recent(scenario) {
        return metabase_schemes(&from, to, scenario.front_end.anonymous);
    }
    let mut recipe = Recipe::of(APPCMD);
    for (kind, names) in [
        ("basic", &["basic"][..]),
        ("windows", &["negotiate", "ntlm"]),
        ("digest", &["digest"]),
    ] {
        let offered = |list: &str| list.split(',').any(|name| names.contains(&name));
        let (was, is) = (offered(&from), offered(to));
        if was != is {
            recipe = recipe
                .change(enabled(kind, is))
                .check(listed(kind))
                .undo(enabled(kind, was));
        }
    }
    let negotiate = |list: &str| list.split(',').any(|name| name == "negotiate");
    let provider = |add: bool| {
        let what = match add {
            true => "/+\"providers.[@start,value='Negotiate']\"",
            false => "/-\"providers.[value='Negotiate']\"",
        };
        windows(what)
    };
    // Where Windows authentication was off, its providers are those IIS comes with, Negotiate and NTLM.
    let before = negotiate(&from) || !windows_offered(&from);
    match (before, negotiate(to) || !windows_offered(to)) {
        (false, true) if windows_offered(to) => recipe
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

fn windows_offered(list: &str) -> bool {
    list.split(',')
        .any(|name| ["negotiate", "ntlm"].contains(&name))
}

/// AuthFlags: anonymous 1, Basic 2, NTLM 4, Digest 16.
fn metabase_schemes(from: &str, to: &str, anonymous: bool) -> Recipe {
    let set = |list: &str| {
        let flag = |name: &str| match name {
            "basic" => 2,
            "digest" => 16,
            "negotiate" | "ntlm" => 4,
            _ => 0,
        };
        let flags = list
            .split(',')
            .fold(i32::from(anonymous), |all, name| all | flag(name));
        format!("cscript adsutil.vbs set w3svc/1/root/AuthFlags {flags}")
    };
    let providers = |list: &str| {
        let names = match list.contains("negotiate") {
            true => "\"Negotiate,NTLM\"",
            false => "\"NTLM\"",
        };
        format!("cscript adsutil.vbs set w3svc/1/root/NTAuthenticationProviders {names}")
    };
    let mut recipe = Recipe::of(METABASE)
        .change(set(to))
        .check("cscript adsutil.vbs get w3svc/1/root/AuthFlags")
        .undo(set(from));
    if from.contains("negotiate") != to.contains("negotiate") && to.contains("ntlm") {
        recipe = recipe
            .change(providers(to))
            .check("cscript adsutil.vbs get w3svc/1/root/NTAuthenticationProviders")
            .undo(providers(from));
    }
    recipe
}

/// Shows how a kind of authentication is set. `authentication` alone is a group of sections, which appcmd does not list.
fn listed(kind: &str) -> String {
    format!(
        "appcmd.exe list config \"{SITE}\" -section:system.webServer/security/authentication/{kind}Authentication"
    )
}

fn section(kind: &str, what: &str) -> String {
    format!(
        "appcmd.exe set config \"{SITE}\" -section:system.webServer/security/authentication/{kind}Authentication {what} /commit:apphost"
    )
}

fn windows(what: &str) -> String {
    section("windows", what)
}

fn word(on: bool) -> &'static str {
    if on { "True" } else { "False" }
}

fn enabled(kind: &str, on: bool) -> String {
    section(kind, &format!("/enabled:\"{}\"", word(on)))
}

/// An attribute of Windows authentication.
pub fn windows_attribute(scenario: &Scenario, name: &'static str, on: bool) -> Recipe {
    let set = |on: bool| windows(&format!("/{name}:\"{}\"", word(on)));
    if !is_recent(scenario) {
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
    as_front
        .front_end
        .schemes
        .clone_from(&scenario.back_end.schemes);
    let negotiates = scenario.back_end.schemes.to_text().contains("negotiate");
    match scenario.back_end.protocol {
        BackEndProtocol::Http if negotiates => schemes(&as_front, "ntlm"),
        BackEndProtocol::Http => schemes(&as_front, "negotiate,ntlm"),
        BackEndProtocol::Sql => sql_spn(scenario, !negotiates),
        BackEndProtocol::Mapi => Recipe::default(),
    }
}

/// SQL Server takes tickets where its SPN is registered, and NTLM alone where it is not.
fn sql_spn(scenario: &Scenario, registered: bool) -> Recipe {
    let account = format!("{}$", scenario.names.back_end);
    let spns = scenario.back_end_spns();
    let spn = spns.first().map_or("", String::as_str);
    let set = |registered: bool| {
        let option = if registered { adds(scenario) } else { "D" };
        format!("setspn -{option} {spn} {account}")
    };
    Recipe::of("Microsoft Learn, Register a Service Principal Name for Kerberos connections (SQL Server); setspn")
        .change(set(registered))
        .check(holders(scenario, spn))
        .check("SELECT auth_scheme FROM sys.dm_exec_connections WHERE session_id = @@SPID".to_owned())
        .undo(set(!registered))
}

/// Gives Basic another logon type (LogonMethod).
pub fn logon(scenario: &Scenario, from: &str, to: &str) -> Recipe {
    if !is_recent(scenario) {
        let number = |word: &str| match word {
            "interactive" => 0,
            "batch" => 1,
            "network" => 2,
            _ => 3,
        };
        let set = |word| {
            format!(
                "cscript adsutil.vbs set w3svc/1/root/LogonMethod {}",
                number(word)
            )
        };
        return Recipe::of(METABASE)
            .change(set(to))
            .check("cscript adsutil.vbs get w3svc/1/root/LogonMethod")
            .undo(set(from));
    }
    let name = |word: &str| match word {
        "interactive" => "Interactive",
        "batch" => "Batch",
        "network" => "Network",
        _ => "ClearText",
    };
    let set = |word| section("basic", &format!("/logonMethod:\"{}\"", name(word)));
    Recipe::of(APPCMD)
        .change(set(to))
        .check(basic_section())
        .undo(set(from))
}

fn basic_section() -> String {
    listed("basic")
}

/// The domain of a Basic name that has none.
pub fn default_domain(scenario: &Scenario, to: &str) -> Recipe {
    let from = &scenario.front_end.default_domain;
    if !is_recent(scenario) {
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
    if !is_recent(scenario) {
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
        format!(
            "appcmd.exe set config \"{SITE}\" -section:system.webServer/httpProtocol /allowKeepAlive:\"{on}\""
        )
    };
    Recipe::of(APPCMD)
        .change(set(on))
        .check(format!(
            "appcmd.exe list config \"{SITE}\" -section:system.webServer/httpProtocol"
        ))
        .undo(set(!on))
}

/// The account an application pool runs as. What the account may do goes along.
pub fn pool(scenario: &Scenario, to: &str) -> Recipe {
    if !is_recent(scenario) {
        return Recipe::default();
    }
    let mut after = scenario.clone();
    after.front_end.pool = PoolAccount::of_text(to).unwrap_or(after.front_end.pool);
    let recipe = Recipe::of(APPCMD)
        .change(pool_identity(&after))
        .check("appcmd.exe list apppool \"DefaultAppPool\" /text:processModel.identityType")
        .check("appcmd.exe list apppool \"DefaultAppPool\" /text:processModel.userName")
        .undo(pool_identity(scenario));
    rights_moved(recipe, scenario, &after)
}

/// The key of the account that IIS runs as, after its password was changed: a pool is given the new password and started
/// anew, a computer agrees on another with its domain. Nothing undoes it.
pub fn key(scenario: &Scenario, old: bool) -> Recipe {
    if !is_recent(scenario) || old {
        return Recipe::default();
    }
    let account = &scenario.names.pool_account;
    match scenario.front_end.pool {
        PoolAccount::Computer => Recipe::of("Microsoft Learn, Test-ComputerSecureChannel")
            .change("Test-ComputerSecureChannel -Repair")
            .check("Test-ComputerSecureChannel"),
        PoolAccount::Domain => {
            let recipe = Recipe::of("Microsoft Learn, IIS configuration reference, Appcmd.exe");
            // IIS asks for the password of a group managed service account itself.
            let recipe = match account.strip_suffix('$') {
                Some(managed) => recipe
                    .check(format!("Test-ADServiceAccount {}", quote::word(managed))),
                None => recipe
                    .change("appcmd.exe set apppool \"DefaultAppPool\" /processModel.password:<password>")
                    .check(format!("Get-ADUser {} -Properties PasswordLastSet", quote::word(account))),
            };
            recipe.change("appcmd.exe recycle apppool \"DefaultAppPool\"")
        }
    }
}

fn pool_identity(scenario: &Scenario) -> String {
    let names = &scenario.names;
    let account = in_cmd(&format!("{}\\{}", names.domain, names.pool_account));
    let identity = match scenario.front_end.pool {
        PoolAccount::Computer => "/processModel.identityType:ApplicationPoolIdentity".to_owned(),
        PoolAccount::Domain => {
            // Nobody knows the password of a group managed service account. Another's is put in by whoever runs it.
            let password = match names.pool_account.ends_with('$') {
                true => "\"\"",
                false => "<password>",
            };
            format!(
                "/processModel.identityType:SpecificUser /processModel.userName:{account} /processModel.password:{password}"
            )
        }
    };
    format!("appcmd.exe set apppool \"DefaultAppPool\" {identity}")
}
