//! What would fix it: what each change is, who makes it, what it costs, what becomes of others.

mod cost;
mod mind;
mod other_ways;

pub use cost::{bars, bars_said, cost, cost_parts};
pub use mind::{differing_pages, trap, waits};
pub use other_ways::{OtherWay, other_ways};

use super::account_state;
use super::glossary::Term;
use super::text::{Text, join, password, strong, ticket};
use super::verdict::VerdictState;
use crate::hosts::{AccountState, BackEndProtocol, LogonType};
use crate::lab::repair::{Change, Changer, Effect, Pin, Visitor, in_order};
use crate::lab::{Outcome, PoolAccount, Scenario, Setting, SettingValue};
use crate::prose;

/// What is asked of a run that failed.
pub const WHAT_WOULD_FIX_IT: &str = "What would fix it";
/// What is asked of one that opened.
pub const WHAT_WOULD_BREAK_IT: &str = "What would break it";
/// What stands before the pins.
pub const KEEP: &str = "Keep";
/// What stands before them where they are folded: those that are set.
pub fn kept(set: &[Pin]) -> String {
    let set: Vec<_> = set.iter().map(|it| pin(*it)).collect();
    match set.is_empty() {
        true => format!("{KEEP} …"),
        false => format!("{KEEP}: {}", set.join(", ")),
    }
}

/// While no set is found yet.
pub const NONE_YET: &str = "None found so far.";
/// After the whole search, where nothing was found.
pub const NONE: &str = "Nothing that can be changed here, alone or up to three together, opens it. Take a pin away, if one is set.";
/// Where the call arrives as it is.
pub const ARRIVES: &str = "It works already: nothing has to be changed.";
/// Where only a hand on the way stands against it.
pub const TAMPERED: &str =
    "Without what was changed on the way, or answered by hand, it works already.";
/// How the list is ordered, and what is not comparable.
pub const ORDER: &str = "Cheapest first: by how far what IIS gets by it reaches, then by what it is, by how many users it concerns, by how long it lasts. Delegation for anyone, a forwarded TGT and a password cannot be ordered without such a rule: each is worse than the others in something.";
/// Where something opens for nobody else, and stops for nobody.
pub const OTHERS_UNCHANGED: &str =
    "nothing changes for the other visitors and back ends that were run";
/// What stops where the person was not asked before.
pub const SINGLE_SIGN_ON: &str = "single sign-on: the browser asks for a password";
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

/// What is asked of a verdict, once there is one.
pub fn what_would(state: VerdictState) -> Option<&'static str> {
    match state {
        VerdictState::Running => None,
        VerdictState::Denied => Some(WHAT_WOULD_FIX_IT),
        VerdictState::Succeeded => Some(WHAT_WOULD_BREAK_IT),
    }
}

/// How far a search is: `runs` so far, `found` sets, up to `size` changes in one.
pub fn progress(runs: usize, found: usize, size: usize, over: bool) -> String {
    let ways = if found == 1 { "way" } else { "ways" };
    match over {
        true => format!("{runs} runs · {found} {ways}, each of up to three changes"),
        false => {
            let trying = ["single changes", "pairs", "triples"];
            let trying = trying.get(size.saturating_sub(1)).copied().unwrap_or("");
            format!("{runs} runs · {found} {ways} so far · trying {trying}")
        }
    }
}

/// What a set of changes is called.
pub fn set_title(scenario: &Scenario, changes: &[Change]) -> Text {
    let changes = in_order(scenario, changes).into_iter();
    let titles = changes.map(|(scenario, change)| title(&scenario, change));
    let titles = titles.enumerate().map(|(number, title)| match number {
        0 => title,
        _ => title.behind_another(),
    });
    join(titles, "; and ", "; and ")
}

/// What a change is, in the names of the scenario.
pub fn title(scenario: &Scenario, change: &Change) -> Text {
    let names = &scenario.names;
    let account = service_account(scenario);
    let back_end = names.back_end.clone();
    let user = || scenario.client.user.clone();
    let to = change.to.as_str();
    match (change.setting, to) {
        (Setting::Delegation, "kerberos") => {
            prose! { Term::Delegation.called("Constrained delegation"), " for ", account, ", with the back end on its list" }
        }
        (Setting::Delegation, "protocols") => {
            prose! { "Constrained delegation with protocol transition for ", account }
        }
        (Setting::Delegation, "any") => prose! { "Unconstrained delegation for ", account },
        (Setting::Delegation, _) => {
            prose! { "No delegation of its own for ", account, ", and an empty list" }
        }
        (Setting::DelegationList, _) => prose! { "The back end’s SPN on the list of ", account },
        (Setting::LetsFrontEndAct, "1") => {
            prose! { "Resource-based delegation: the account of ", back_end, " names ", account }
        }
        (Setting::LetsFrontEndAct, _) => {
            prose! { "The account of ", back_end, " names nobody who may act" }
        }
        (Setting::Schemes, "basic") => prose! { "Basic: IIS gets the ", password() },
        (Setting::Schemes, "negotiate,ntlm") => {
            prose! { "Negotiate first, so that Kerberos can be used" }
        }
        (Setting::Schemes, "ntlm") => prose! { "NTLM only" },
        (Setting::Schemes, _) => prose! { "Digest only" },
        (Setting::BackEndSchemes, "negotiate,ntlm")
            if scenario.back_end.protocol == BackEndProtocol::Sql =>
        {
            prose! { "The SPN of ", back_end, " is registered: it takes ", ticket("tickets"), " too" }
        }
        (Setting::BackEndSchemes, "negotiate,ntlm") => {
            prose! { back_end, " takes ", ticket("tickets"), " too" }
        }
        (Setting::BackEndSchemes, _) => prose! { back_end, " takes NTLM only" },
        (Setting::Placement, "same") => prose! { "The back end on the computer of IIS" },
        (Setting::Placement, _) => prose! { "The back end on a computer of its own" },
        (Setting::PublicFolders, "same") => prose! { "The public folders with the mailbox" },
        (Setting::BackEnd, "http") => prose! { "The mailbox over HTTP in place of MAPI" },
        (Setting::BackEnd, _) => prose! { "The mailbox over MAPI in place of HTTP" },
        (Setting::Delegates, "1") => {
            prose! { "The browser’s policy lets it delegate to ", names.web_server.clone() }
        }
        (Setting::Delegates, _) => prose! { "The browser’s policy lets it delegate to nobody" },
        (Setting::Zone, "intranet") => prose! { "The address in the intranet zone" },
        (Setting::Zone, _) => prose! { "The address in the internet zone" },
        (Setting::AccountState, "enabled") => match scenario.directory.state {
            AccountState::LockedOut => prose! { "The account of ", user(), " is unlocked" },
            AccountState::PasswordExpired | AccountState::PasswordMustChange => {
                prose! { user(), " gets a new password" }
            }
            AccountState::OutsideLogonHours => prose! { user(), " may sign in at any hour" },
            AccountState::Expired => prose! { "The account of ", user(), " does not expire" },
            AccountState::Disabled | AccountState::Enabled => {
                prose! { "The account of ", user(), " is enabled" }
            }
        },
        (Setting::AccountState, _) => {
            let mut changed = scenario.clone();
            // A value that is none leaves the state as it is.
            let _ = Setting::AccountState.set(&mut changed, to);
            prose! { "Of ", user(), ": ", account_state::clause(changed.directory.state) }
        }
        (Setting::Sensitive, "0") => prose! { scenario.client.user.clone(), " may be delegated" },
        (Setting::Sensitive, _) => prose! { scenario.client.user.clone(), " is marked sensitive" },
        (Setting::Protected, "0") => {
            prose! { scenario.client.user.clone(), " leaves Protected Users" }
        }
        (Setting::Protected, _) => {
            prose! { scenario.client.user.clone(), " joins Protected Users" }
        }
        (Setting::WebSpn, "computer") => {
            prose! { "The web server’s name on its computer’s account alone" }
        }
        (Setting::WebSpn, "pool") => {
            prose! { "The web server’s SPN on ", names.pool_account.clone() }
        }
        (Setting::WebSpn, "twice") => prose! { "The web server’s SPN on two accounts" },
        (Setting::WebSpn, "elsewhere") => {
            prose! { "The web server’s SPN on an account that has nothing to do with it" }
        }
        (Setting::WebSpn, _) => prose! { "The web server’s SPN nowhere" },
        (Setting::Pool, "account") => prose! { "The pool runs as ", names.pool_account.clone() },
        (Setting::Pool, _) => prose! { "The pool runs as a built-in account" },
        (Setting::ClockAhead, "0") => {
            prose! { "The clock of ", names.web_server.clone(), " set right" }
        }
        (Setting::ClockAhead, _) => {
            prose! { "The clock of ", names.web_server.clone(), " six minutes off" }
        }
        (Setting::OldKey, "0") => prose! { "IIS has its account’s new key" },
        (Setting::OldKey, _) => prose! { "IIS keeps the key from before a password change" },
        (Setting::Password, _) => prose! { "The right ", password(), " is typed" },
        (Setting::Accounts, _) => prose! { "An account for ", scenario.client.user.clone() },
        (Setting::Admits, _) => prose! { scenario.client.user.clone(), " is among those admitted" },
        (Setting::Address, _) => prose! { "The computer’s own name in the address bar" },
        (Setting::LoopbackCheck, "0") => prose! { "The address is let through the loopback check" },
        (Setting::LoopbackCheck, _) => prose! { "The loopback check stands against the address" },
        (Setting::Replay, _) => prose! { "No replay" },
        (Setting::BasicLogon, _) => prose! { "Basic logs on as ", logon(to) },
        (Setting::DefaultDomain, _) => prose! { "A default domain for Basic: ", to.to_owned() },
        (Setting::Domain, _) => prose! { "The domain is typed: ", to.to_owned() },
        (Setting::KeepAlive, "1") => prose! { "Connections stay open" },
        (Setting::KeepAlive, _) => prose! { "Connections do not stay open" },
        (Setting::SingleRequest, "0") => prose! { "An NTLM sign-in holds for its connection" },
        (Setting::SingleRequest, _) => {
            prose! { "An NTLM sign-in holds for one request (authPersistSingleRequest)" }
        }
        (Setting::PublicFolders, _) => prose! { "The public folders on a computer of their own" },
        (Setting::ClientLevel, _) => {
            prose! { "LmCompatibilityLevel ", to.to_owned(), " at the browser and IIS" }
        }
        (Setting::DcLevel, _) => {
            prose! { "LmCompatibilityLevel ", to.to_owned(), " at the domain controller" }
        }
        (Setting::Alias, _) => prose! { "An A record in place of the alias (CNAME)" },
        (Setting::FollowsAlias, "1") => prose! { "The browser asks for the name behind an alias" },
        (Setting::FollowsAlias, _) => prose! { "The browser asks for the alias itself" },
        (Setting::NamesPort, "1") => prose! { "The browser’s SPN has the port in it" },
        (Setting::NamesPort, _) => prose! { "The browser’s SPN has no port in it" },
        (Setting::TgtDelegation, "1") => prose! { "The trust lets TGTs be delegated" },
        (Setting::TgtDelegation, _) => prose! { "The trust lets no TGT be delegated" },
        (Setting::KernelMode, "1") => {
            prose! { "Kernel mode: http.sys opens tickets with the computer’s key" }
        }
        (Setting::KernelMode, _) => prose! { "No kernel mode: the pool’s own key opens tickets" },
        (Setting::PoolCredentials, "1") => {
            prose! { "useAppPoolCredentials: the pool account’s key opens tickets" }
        }
        (Setting::PoolCredentials, _) => prose! { "No useAppPoolCredentials" },
        (Setting::WebEtypes, _) => prose! { "Encryption types of ", account, ": ", to.to_owned() },
        (setting, to) => prose! { setting.key(), ": ", to.to_owned() },
    }
}

fn logon(to: &str) -> &'static str {
    let logon = LogonType::of_text(to);
    logon.map_or("", super::settings::logon_name)
}

/// The account that IIS's pool runs as, by its name.
fn service_account(scenario: &Scenario) -> String {
    match scenario.front_end.pool {
        PoolAccount::Computer => format!("{}$", scenario.names.web_server),
        PoolAccount::Domain => scenario.names.pool_account.clone(),
    }
}

/// Who makes a change, and on which computer or in what role.
pub fn changer(change: &Change) -> &'static str {
    match change.who() {
        Changer::Person => "the person at the browser",
        Changer::WebAdmin => "web admin, on IIS",
        Changer::Developer => "application owner",
        Changer::BackEndAdmin if change.setting == Setting::LetsFrontEndAct => {
            "back end admin, who may write its account; no domain admin needed"
        }
        Changer::BackEndAdmin => "back end admin",
        Changer::ClientPolicy => "client admin, by group policy",
        Changer::SpnWriter => "whoever may write service principal names",
        Changer::DomainAdmin if change.setting == Setting::TgtDelegation => {
            "domain admin of the users’ forest"
        }
        Changer::DomainAdmin => "domain admin",
    }
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
    }
}

/// Something that is to stay as it is.
pub fn pin(pin: Pin) -> &'static str {
    match pin {
        Pin::Setting(setting) => setting.key(),
        Pin::Client => "no change at the browser",
        Pin::NoBasic => "no Basic",
        Pin::Spn => "not the SPNs",
        Pin::NoDomainAdmin => "no domain admin",
        Pin::BackEnd => "not the back end",
        Pin::Application => "not the application",
        Pin::AccountProtection => "the account’s protection",
    }
}

/// What a single change turns an open way into.
pub fn closes(scenario: &Scenario, change: &Change, outcome: &Option<Outcome>) -> Text {
    prose! { strong(title(scenario, change).to_string()), ": ", super::outcomes::meaning(outcome) }
}
