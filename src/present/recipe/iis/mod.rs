//! Changes of IIS: `appcmd` since IIS 7, the metabase before.

mod run_as;
mod schemes;

pub use run_as::{back_end_account, key, pool};
pub use schemes::{back_end_schemes, schemes};

use super::{Command, Recipe};
use crate::hosts::{Era, LogonType};
use crate::lab::Scenario;

const APPCMD: &str = "Microsoft Learn, IIS configuration reference";
const METABASE: &str = "Microsoft Learn, AuthFlags, LogonMethod, AppPoolIdentityType; KB215383";
/// What a site is called unless somebody names it otherwise.
const SITE: &str = "Default Web Site";

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

/// Administers the metabase. The script is in no folder of the path: IIS 5 moved it.
pub fn adsutil(era: Era, arguments: &str) -> Command {
    let folder = match era {
        Era::Y1998 => "%SystemRoot%\\System32\\Inetsrv\\AdminSamples",
        _ => "%SystemDrive%\\Inetpub\\AdminScripts",
    };
    Command::prompt(format!("cscript {folder}\\adsutil.vbs {arguments}"))
}

/// It is in no folder of the path.
fn appcmd(arguments: &str) -> Command {
    Command::elevated(format!(
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
            let set = format!("set w3svc/1/root/LogonMethod {}", number(logon));
            adsutil(scenario.era, &set)
        };
        return Recipe::of(METABASE)
            .change(set(to))
            .check(adsutil(scenario.era, "get w3svc/1/root/LogonMethod"))
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
            let set = format!("set w3svc/1/root/DefaultLogonDomain \"{domain}\"");
            adsutil(scenario.era, &set)
        };
        return Recipe::of(METABASE)
            .change(set(to))
            .check(adsutil(scenario.era, "get w3svc/1/root/DefaultLogonDomain"))
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
            let set = format!("set w3svc/1/AllowKeepAlive {}", u8::from(on));
            adsutil(scenario.era, &set)
        };
        return Recipe::of(METABASE)
            .change(set(on))
            .check(adsutil(scenario.era, "get w3svc/1/AllowKeepAlive"))
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
