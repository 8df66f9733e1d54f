//! Changes by policy and registry, and of the clock.

use super::quote::in_cmd;
use super::{Command, Recipe, full, host};
use crate::hosts::{Era, Level};
use crate::lab::{Client, FrontEnd, Scenario, Zone};

const EDGE: &str = "HKLM\\SOFTWARE\\Policies\\Microsoft\\Edge";
const LEVEL: &str = "LmCompatibilityLevel";
const LSA: &str = "HKLM\\SYSTEM\\CurrentControlSet\\Control\\Lsa";

fn add(key: &str, name: &str, kind: &str, value: &str) -> Command {
    Command::elevated(format!("reg add {key} /v {name} /t {kind} /d {value} /f"))
}

fn delete(key: &str, name: &str) -> Command {
    Command::elevated(format!("reg delete {key} /v {name} /f"))
}

/// To whom the browser delegates.
pub fn delegates(scenario: &Scenario, after: &Client) -> Recipe {
    browser(scenario, |policy| {
        policy.listed("AuthNegotiateDelegateAllowlist", after.delegates)
    })
}

/// In which zone the browser takes the address to be.
pub fn zone(scenario: &Scenario, after: &Client) -> Recipe {
    browser(scenario, |policy| {
        policy.listed("AuthServerAllowlist", after.zone == Zone::Intranet)
    })
}

/// Whether the browser asks for the name behind an alias.
pub fn follows_alias(scenario: &Scenario, after: &Client) -> Recipe {
    browser(scenario, |policy| {
        policy.switched("DisableAuthNegotiateCnameLookup", !after.follows_alias)
    })
}

/// Whether the browser asks for the port too.
pub fn names_port(scenario: &Scenario, after: &Client) -> Recipe {
    browser(scenario, |policy| {
        policy.switched("EnableAuthNegotiatePort", after.names_port)
    })
}

/// A policy of Edge; Chrome has the same under its own key.
fn browser(scenario: &Scenario, set: impl Fn(EdgePolicy) -> Recipe) -> Recipe {
    if !scenario.era.is_recent() {
        return Recipe::default();
    }
    let server = host(scenario);
    let full = full(scenario, &server);
    let servers = match server == full {
        true => in_cmd(&full),
        false => in_cmd(&[server, full].join(",")),
    };
    let recipe = Recipe::of("Microsoft Learn, Edge policies; Chromium, HTTP authentication");
    set(EdgePolicy { recipe, servers }).check(Command::by_hand("edge://policy"))
}

/// A policy that is being written.
struct EdgePolicy {
    recipe: Recipe,
    /// What a list has. It is held against the host in the address: it has that name, and its full one, by which others
    /// may call it.
    servers: String,
}

impl EdgePolicy {
    fn listed(self, name: &str, on: bool) -> Recipe {
        let put = add(EDGE, name, "REG_SZ", &self.servers);
        let taken = delete(EDGE, name);
        let (change, undo) = if on { (put, taken) } else { (taken, put) };
        self.recipe.change(change).undo(undo)
    }

    /// Without the policy it is off.
    fn switched(self, name: &str, on: bool) -> Recipe {
        let (put, taken) = (add(EDGE, name, "REG_DWORD", "1"), delete(EDGE, name));
        let (change, undo) = if on { (put, taken) } else { (taken, put) };
        self.recipe.change(change).undo(undo)
    }
}

/// Gives a computer another LmCompatibilityLevel.
pub fn level(era: Era, from: Level, to: Level) -> Recipe {
    let set = |level: Level| {
        let number = level.number();
        match era {
            Era::Y1998 => by_editor(&format!("{LEVEL} = {number} (REG_DWORD)")),
            _ => add(LSA, LEVEL, "REG_DWORD", &number.to_string()),
        }
    };
    Recipe::of("KB147706, KB239869")
        .change(set(to))
        .check(shown_level(era))
        .undo(set(from))
}

/// Shows a computer’s LmCompatibilityLevel.
pub fn shown_level(era: Era) -> Command {
    match era {
        Era::Y1998 => by_editor(LEVEL),
        _ => format!("reg query {LSA} /v {LEVEL}").into(),
    }
}

/// In the registry editor of Windows NT 4, which comes without `reg`.
fn by_editor(value: &str) -> Command {
    let key = LSA.replace("HKLM", "HKEY_LOCAL_MACHINE");
    Command::by_hand(format!("regedt32.exe: {key}: {value}"))
}

/// The loopback check: the address becomes one that is let through. Switched off as a whole it would be less safe.
pub fn loopback(scenario: &Scenario, after: &FrontEnd) -> Recipe {
    let key = format!("{LSA}\\MSV1_0");
    let name = "BackConnectionHostNames";
    let put = add(&key, name, "REG_MULTI_SZ", &in_cmd(&host(scenario)));
    let taken = delete(&key, name);
    let (change, undo) = if after.loopback_check {
        (taken, put)
    } else {
        (put, taken)
    };
    Recipe::of("KB896861")
        .change(change)
        .check(format!("reg query {key} /v {name}"))
        .undo(undo)
}

/// The clock of IIS. Nothing undoes it.
pub fn clock(scenario: &Scenario) -> Recipe {
    let web = in_cmd(&scenario.names.web_server);
    Recipe::of("Microsoft Learn, w32tm")
        .change(format!("w32tm /resync /computer:{web} /rediscover"))
        .check(clocks(scenario))
}

/// Shows how far the clock of the computer where it is typed is from the domain controller’s.
pub fn clocks(scenario: &Scenario) -> Command {
    let controller = in_cmd(&scenario.names.domain_controller);
    format!("w32tm /stripchart /computer:{controller} /samples:3 /dataonly").into()
}

#[cfg(test)]
mod tests {
    use super::super::recipe;
    use super::*;
    use crate::lab::repair::Change;
    use crate::lab::{Setting, run};
    use crate::wire::LayerValue;

    fn made(scenario: &Scenario, setting: Setting, to: &str) -> Vec<Command> {
        let change = Change::new(scenario, setting, to).unwrap();
        recipe(scenario, &change).change
    }

    #[test]
    fn a_browsers_list_has_the_host_that_its_request_names() {
        let mut scenario = Scenario::of(Era::Today);
        for address in [
            "",
            "intranet",
            "owa.contoso.example",
            "192.0.2.10",
            "web-01:8080",
        ] {
            scenario.client.address = address.to_owned();
            let log = run(&scenario);
            let asked = log.events.iter().find_map(|event| {
                let layers = crate::wire::layers(event.sides()?[1]);
                layers.iter().find_map(|layer| match &layer.value {
                    LayerValue::Request(Some(request)) => {
                        request.headers.get("Host").map(str::to_owned)
                    }
                    _ => None,
                })
            });
            let asked = asked.unwrap();
            let host = asked.split(':').next().unwrap();
            for (setting, to) in [(Setting::Delegates, "1"), (Setting::Zone, "intranet")] {
                let mut other = scenario.clone();
                let off = if to == "1" { "0" } else { "internet" };
                setting.set(&mut other, off).unwrap();
                let command = &made(&other, setting, to)[0].text;
                let list = command
                    .split(" /d ")
                    .nth(1)
                    .unwrap()
                    .trim_end_matches(" /f");
                let mut list = list.trim_matches('"').split(',');
                assert_eq!(list.next(), Some(host), "{command}");
                let full = list.next().unwrap_or(host);
                assert!(full.contains('.') && list.next().is_none(), "{command}");
            }
        }
    }
}
