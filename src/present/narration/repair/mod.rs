//! What would fix it: what each change is, who makes it, what it costs, what becomes of others.

mod cost;
mod mind;
mod other_ways;
mod title;

pub use cost::{bars, bars_said, cost, cost_parts};
pub use mind::{differing_pages, trap, waits};
pub use other_ways::{OtherWay, other_ways};
pub use title::{set_title, title};

use super::text::{Text, join, strong};
use super::verdict::VerdictState;
use crate::lab::repair::{Change, Changer, Effect, Pin, Visitor};
use crate::lab::{Outcome, RunsAs, Scenario, Setting};
use crate::present::recipe::{Recipe, Shell};
use crate::prose;

/// What is asked of a run that failed.
pub const WHAT_WOULD_FIX_IT: &str = "What would fix it";
/// What is asked of one that opened.
pub const WHAT_WOULD_BREAK_IT: &str = "What would break it";
/// What stands before the pins.
pub const RULE_OUT: &str = "Rule out";
/// What stands before them where they are folded: those that are set.
pub fn ruled_out(set: &[Pin]) -> String {
    let set: Vec<_> = set.iter().map(|it| pin(*it)).collect();
    match set.is_empty() {
        true => format!("{RULE_OUT} …"),
        false => format!("{RULE_OUT}: {}", set.join(", ")),
    }
}

/// While no set is found yet.
pub const NONE_YET: &str = "None found so far.";
/// After the whole search, where nothing was found.
pub const NONE: &str = "Nothing that can be changed here, alone or up to three together, opens it. Take back what is ruled out, if anything is.";
/// Where the call arrives as it is.
pub const ARRIVES: &str = "It works already: nothing has to be changed.";
/// Where only a hand on the way stands against it.
pub const TAMPERED: &str =
    "Without what was changed on the way, or answered by hand, it works already.";
/// Above what would fix a run by itself, where somebody has a hand in the one that is shown.
pub const WITHOUT_YOU: &str = "Without what was changed on the way, or answered by hand, it fails. This is what would fix it then.";
/// How the list is ordered, and what is not comparable.
pub const ORDER: &str = "Cheapest first: by how far what IIS gets by it reaches, then by what it is, by how many users it concerns, by how long it lasts. Delegation for anyone, a forwarded TGT and a password cannot be ordered without such a rule: each is worse than the others in something.";
/// Where something opens for nobody else, and stops for nobody.
pub const OTHERS_UNCHANGED: &str =
    "nothing changes for the other visitors and back ends that were run";
/// What stops where the person was not asked before.
pub const SINGLE_SIGN_ON: &str = "single sign-on: the browser asks for a password";
/// Where the commands of a recipe are typed; none where any prompt will do.
pub fn shell(recipe: &Recipe) -> Option<String> {
    let has = |shell| {
        let lines = [&recipe.change, &recipe.check, &recipe.undo];
        lines.into_iter().flatten().any(|it| it.shell == shell)
    };
    let prompt = match (has(Shell::Elevated), has(Shell::CommandPrompt)) {
        (true, _) => Some("Command Prompt, as administrator"),
        (false, true) => Some("Command Prompt"),
        (false, false) => None,
    };
    let power_shell = match (has(Shell::ActiveDirectory), has(Shell::PowerShell)) {
        (true, true) => Some("PowerShell with the ActiveDirectory module (RSAT), as administrator"),
        (true, false) => Some("PowerShell with the ActiveDirectory module (RSAT)"),
        (false, true) => Some("PowerShell, as administrator"),
        (false, false) => None,
    };
    let typed = match (prompt, power_shell) {
        (Some(prompt), Some(power_shell)) => {
            Some(format!("appcmd in a {prompt}; the rest in {power_shell}"))
        }
        (one, other) => one.or(other).map(str::to_owned),
    };
    let query = has(Shell::Query).then_some(match &typed {
        Some(_) => "SELECT as a query in SQL Server",
        None => "a query in SQL Server",
    });
    let all: Vec<_> = typed.into_iter().chain(query.map(str::to_owned)).collect();
    (!all.is_empty()).then(|| all.join("; "))
}

/// Where one command is typed; none where it is not typed at all.
pub fn typed_in(shell: Shell) -> Option<&'static str> {
    match shell {
        Shell::Any => Some("in a Command Prompt or PowerShell"),
        Shell::PowerShell => Some("in PowerShell, as administrator"),
        Shell::ActiveDirectory => Some("in PowerShell with the ActiveDirectory module (RSAT)"),
        Shell::CommandPrompt => Some("in a Command Prompt"),
        Shell::Elevated => Some("in a Command Prompt, as administrator"),
        Shell::Query => Some("as a query in SQL Server"),
        Shell::ByHand => None,
    }
}

/// Where a change has no command, as it is made by hand.
pub const NO_COMMAND: &str = "There is no one command for it: it is changed by hand, where it is.";
/// Above ways that the search does not run.
pub const OTHER_WAYS: &str = "Other ways, not run here";
/// Above what was made, with the commands that make it.
pub const MADE: &str = "Made";
/// Which single changes break a run that opens.
pub const BREAKS: &str = "Each of these changes alone breaks it. Each was run.";
/// Where none does.
pub const UNBREAKABLE: &str = "No single change that is known here breaks it.";

/// What is asked of a verdict, once there is one. Where somebody has a hand in the run and it would end otherwise without,
/// what is asked is that: `by_itself` is whether it arrives then.
pub fn what_would(state: VerdictState, by_itself: Option<bool>) -> Option<&'static str> {
    match (state, by_itself) {
        (VerdictState::Running, _) => None,
        (VerdictState::Succeeded, Some(false)) => Some("What would fix it without you"),
        (VerdictState::Denied, Some(true)) => Some("What would break it without you"),
        (VerdictState::Denied, _) => Some(WHAT_WOULD_FIX_IT),
        (VerdictState::Succeeded, _) => Some(WHAT_WOULD_BREAK_IT),
    }
}

/// Takes a search up that was stopped.
pub const GO_ON: &str = "Go on";

/// How it is with a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SearchState {
    /// There is more to run.
    Running,
    /// There is more to run, and the person stopped it.
    Stopped,
    /// Everything was run.
    Over,
}

/// What is heard of a search while it goes on.
pub const SEARCHES: &str = "Searching";

/// How far a search is: `runs` so far, `found` sets, up to `size` changes in one.
pub fn progress(runs: usize, found: usize, size: usize, state: SearchState) -> String {
    let ways = if found == 1 { "way" } else { "ways" };
    let runs = match runs {
        1 => "1 run".to_owned(),
        runs => format!("{runs} runs"),
    };
    let sizes = ["single changes", "pairs", "triples"];
    let at = sizes.get(size.saturating_sub(1)).copied().unwrap_or("");
    match state {
        SearchState::Running => format!("{runs} · {found} {ways} so far · trying {at}"),
        SearchState::Stopped => {
            format!("{runs} · {found} {ways} so far · stopped at {at}: there may be more")
        }
        SearchState::Over => {
            format!("{runs} · {found} {ways}, each of up to three changes")
        }
    }
}

/// The account that IIS's pool runs as, by its name.
fn service_account(scenario: &Scenario) -> String {
    match scenario.front_end.pool {
        RunsAs::Computer => format!("{}$", scenario.names.web_server),
        RunsAs::Domain => scenario.names.pool_account.clone(),
    }
}

/// The account that the back end runs as, by its name.
fn back_end_account(scenario: &Scenario) -> String {
    match scenario.back_end.runs_as {
        RunsAs::Computer => format!("{}$", scenario.names.back_end),
        RunsAs::Domain => scenario.names.back_end_account.clone(),
    }
}

/// Who makes a change, and on which computer or in what role.
pub fn changer(change: &Change) -> String {
    let hand = |who: &Changer| match who {
        Changer::Person => "the person at the browser",
        Changer::WebAdmin => "web admin, on IIS",
        Changer::Developer => "application owner",
        Changer::BackEndAdmin if change.setting == Setting::LetsFrontEndAct => {
            "back end admin, who may write its account; no domain admin needed"
        }
        Changer::BackEndAdmin => "back end admin",
        Changer::ClientPolicy => "client admin, by group policy",
        Changer::AccountOperator => "whoever may unlock accounts and reset passwords",
        Changer::SpnWriter => "whoever may write service principal names",
        Changer::OtherDomainAdmin => "domain admin of the users’ forest",
        Changer::DomainAdmin => "domain admin",
    };
    let hands: Vec<_> = change.hands.iter().map(hand).collect();
    hands.join("; ")
}

/// For whom something opens, and for whom something stops.
pub fn effects(scenario: &Scenario, effects: &[Effect]) -> [Vec<Text>; 2] {
    let list = |holds: fn(&Effect) -> bool| {
        let such = effects.iter().filter(|effect| holds(effect));
        such.map(|effect| visitor(scenario, effect.visitor))
            .collect()
    };
    [list(Effect::opens), list(Effect::stops)]
}

/// Texts as one, with commas.
pub fn listed(texts: Vec<Text>) -> Text {
    join(texts, ", ", " and ")
}

/// A visitor, as somebody whom something opens for, or stops for.
fn visitor(scenario: &Scenario, visitor: Visitor) -> Text {
    let user = scenario.client.user.clone();
    match visitor {
        Visitor::ByIpAddress => prose! { "those who type an IP address" },
        Visitor::OnTheServer => prose! { user, " on the server itself" },
        Visitor::Sensitive => prose! { "sensitive accounts" },
        Visitor::ProtectedUser => prose! { "members of Protected Users" },
        Visitor::OtherForest => prose! { "users of another forest" },
        Visitor::ToSameHost => prose! { user, " to a back end on the same host" },
        Visitor::ToMapi => prose! { user, " to a mailbox over MAPI" },
        Visitor::ToHttp => prose! { user, " to a web service" },
        Visitor::ToSql => prose! { user, " to SQL Server" },
        Visitor::ToListed => prose! { user, " to other services on the list" },
    }
}

/// Something that is ruled out, as a thing to do.
pub fn pin(pin: Pin) -> &'static str {
    match pin {
        Pin::Setting(setting) => setting.key(),
        Pin::Client => "changes at the browser",
        Pin::NoBasic => "Basic",
        Pin::Spn => "changes to SPNs",
        Pin::NoDomainAdmin => "anything that takes a domain admin",
        Pin::BackEnd => "changes at the back end",
        Pin::Application => "changes to the application",
        Pin::AccountProtection => "less protection for the account",
    }
}

/// What a single change turns an open way into.
pub fn closes(scenario: &Scenario, change: &Change, outcome: &Option<Outcome>) -> Text {
    prose! { strong(title(scenario, change).to_string()), ": ", super::outcomes::meaning(outcome) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hosts::Era;

    #[test]
    fn who_needs_more_than_a_prompt_is_told() {
        let shell_of = |key: &str, to: &str| {
            let scenario = Scenario::of(Era::Today);
            let setting = Setting::of_key(key).unwrap();
            let change = Change::new(&scenario, setting, to).unwrap();
            shell(&crate::present::recipe::recipe(&scenario, &change)).unwrap_or_default()
        };
        let module = "PowerShell with the ActiveDirectory module (RSAT)";
        assert_eq!(shell_of("rbcd", "1"), module);
        assert_eq!(
            shell_of("offer", "basic"),
            "appcmd in a Command Prompt, as administrator; the rest in PowerShell, as administrator"
        );
        assert_eq!(shell_of("level", "5"), "Command Prompt, as administrator");
        assert_eq!(shell_of("webspn", "pool"), "");
    }
}
