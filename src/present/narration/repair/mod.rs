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
use crate::hosts::{AccountState, BackEndProtocol, Scheme};
use crate::lab::repair::{Change, Changer, Effect, Pin, Visitor, in_order};
use crate::lab::{
    BackEndLocation, DelegationTrust, Outcome, RunsAs, Scenario, Setting, SpnPlacement, Zone,
};
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
    let after = change.made(scenario);
    let (client, front_end, directory) = (&after.client, &after.front_end, &after.directory);
    match change.setting {
        Setting::Delegation => match directory.delegation {
            DelegationTrust::KerberosOnly => {
                prose! { Term::Delegation.called("Constrained delegation"), " for ", account, ", with the back end on its list" }
            }
            DelegationTrust::AnyProtocol => {
                prose! { "Constrained delegation with protocol transition for ", account }
            }
            DelegationTrust::Unconstrained => prose! { "Unconstrained delegation for ", account },
            DelegationTrust::No => {
                prose! { "No delegation of its own for ", account, ", and an empty list" }
            }
        },
        Setting::DelegationList => prose! { "The back end’s SPN on the list of ", account },
        Setting::LetsFrontEndAct => match after.back_end.lets_front_end_act {
            true => {
                prose! { "Resource-based delegation: the account of ", back_end, " names ", account }
            }
            false => prose! { "The account of ", back_end, " names nobody who may act" },
        },
        Setting::Schemes => match front_end.schemes.first() {
            Some(Scheme::Basic) => prose! { "Basic: IIS gets the ", password() },
            Some(Scheme::Negotiate) => prose! { "Negotiate first, so that Kerberos can be used" },
            Some(Scheme::Ntlm) => prose! { "NTLM only" },
            Some(Scheme::Digest) => prose! { "Digest only" },
            None => prose! { "No scheme at all" },
        },
        Setting::BackEndSchemes => {
            let negotiates = after.back_end.schemes.contains(&Scheme::Negotiate);
            match (negotiates, scenario.back_end.protocol) {
                (true, BackEndProtocol::Sql) => {
                    prose! { "The SPN of ", back_end, " is registered: it takes ", ticket("tickets"), " too" }
                }
                (true, _) => prose! { back_end, " takes ", ticket("tickets"), " too" },
                (false, _) => prose! { back_end, " takes NTLM only" },
            }
        }
        Setting::Placement => match after.back_end.placement {
            BackEndLocation::SameHost => prose! { "The back end on the computer of IIS" },
            BackEndLocation::AnotherHost => prose! { "The back end on a computer of its own" },
        },
        Setting::PublicFolders => match after.back_end.folders {
            BackEndLocation::SameHost => prose! { "The public folders with the mailbox" },
            BackEndLocation::AnotherHost => {
                prose! { "The public folders on a computer of their own" }
            }
        },
        Setting::BackEnd => match after.back_end.protocol {
            BackEndProtocol::Http => prose! { "The mailbox over HTTP in place of MAPI" },
            _ => prose! { "The mailbox over MAPI in place of HTTP" },
        },
        Setting::Delegates => match client.delegates {
            true => {
                prose! { "The browser’s policy lets it delegate to ", names.web_server.clone() }
            }
            false => prose! { "The browser’s policy lets it delegate to nobody" },
        },
        Setting::Zone => match client.zone {
            Zone::Intranet => prose! { "The address in the intranet zone" },
            Zone::Internet => prose! { "The address in the internet zone" },
        },
        Setting::AccountState => match (directory.state, scenario.directory.state) {
            (AccountState::Enabled, AccountState::LockedOut) => {
                prose! { "The account of ", user(), " is unlocked" }
            }
            (
                AccountState::Enabled,
                AccountState::PasswordExpired | AccountState::PasswordMustChange,
            ) => prose! { user(), " gets a new password" },
            (AccountState::Enabled, AccountState::OutsideLogonHours) => {
                prose! { user(), " may sign in at any hour" }
            }
            (AccountState::Enabled, AccountState::Expired) => {
                prose! { "The account of ", user(), " does not expire" }
            }
            (AccountState::Enabled, AccountState::Disabled | AccountState::Enabled) => {
                prose! { "The account of ", user(), " is enabled" }
            }
            (state, _) => prose! { "Of ", user(), ": ", account_state::clause(state) },
        },
        Setting::Sensitive => match directory.sensitive {
            true => prose! { user(), " is marked sensitive" },
            false => prose! { user(), " may be delegated" },
        },
        Setting::Protected => match directory.protected {
            true => prose! { user(), " joins Protected Users" },
            false => prose! { user(), " leaves Protected Users" },
        },
        Setting::WebSpn => match directory.web_spn {
            SpnPlacement::Computer => {
                prose! { "The web server’s name on its computer’s account alone" }
            }
            SpnPlacement::ServiceAccount => {
                prose! { "The web server’s SPN on ", names.pool_account.clone() }
            }
            SpnPlacement::Twice => prose! { "The web server’s SPN on two accounts" },
            SpnPlacement::Elsewhere => {
                prose! { "The web server’s SPN on an account that has nothing to do with it" }
            }
            SpnPlacement::Missing => prose! { "The web server’s SPN nowhere" },
        },
        Setting::BackEndSpn => match directory.back_end_spn {
            SpnPlacement::Computer => {
                prose! { "The SPN of the back end on the account of ", back_end, " alone" }
            }
            SpnPlacement::ServiceAccount => {
                prose! { "The SPN of the back end on ", names.back_end_account.clone() }
            }
            SpnPlacement::Twice => prose! { "The SPN of the back end on two accounts" },
            SpnPlacement::Elsewhere => {
                prose! { "The SPN of the back end on an account that has nothing to do with it" }
            }
            SpnPlacement::Missing => prose! { "The SPN of the back end nowhere" },
        },
        Setting::BackEndAccount => match after.back_end.runs_as {
            RunsAs::Domain => prose! { "The back end runs as ", names.back_end_account.clone() },
            RunsAs::Computer => prose! { "The back end runs as a built-in account" },
        },
        Setting::Pool => match front_end.pool {
            RunsAs::Domain => prose! { "The pool runs as ", names.pool_account.clone() },
            RunsAs::Computer => prose! { "The pool runs as a built-in account" },
        },
        Setting::ClockAhead => match front_end.clock_ahead.0 {
            0 => prose! { "The clock of ", names.web_server.clone(), " set right" },
            _ => prose! { "The clock of ", names.web_server.clone(), " six minutes off" },
        },
        Setting::OldKey => match front_end.old_key {
            true => prose! { "IIS keeps the key from before a password change" },
            false => prose! { "IIS has its account’s new key" },
        },
        Setting::Password => prose! { "The right ", password(), " is typed" },
        Setting::Accounts => prose! { "An account for ", user() },
        Setting::Admits => prose! { user(), " is among those admitted" },
        Setting::Address => prose! { "The computer’s own name in the address bar" },
        Setting::LoopbackCheck => match front_end.loopback_check {
            true => prose! { "The loopback check stands against the address" },
            false => prose! { "The address is let through the loopback check" },
        },
        Setting::Replay => prose! { "No replay" },
        Setting::BasicLogon => {
            prose! { "Basic logs on as ", super::settings::logon_name(front_end.basic_logon) }
        }
        Setting::DefaultDomain => prose! { "A default domain for Basic: ", change.to.clone() },
        Setting::Domain => prose! { "The domain is typed: ", change.to.clone() },
        Setting::KeepAlive => match front_end.keep_alive {
            true => prose! { "Connections stay open" },
            false => prose! { "Connections do not stay open" },
        },
        Setting::SingleRequest => match front_end.single_request {
            true => {
                prose! { "An NTLM sign-in holds for one request (authPersistSingleRequest)" }
            }
            false => prose! { "An NTLM sign-in holds for its connection" },
        },
        Setting::ClientLevel => prose! {
            "LmCompatibilityLevel ", after.client_level.number(), " at the browser and IIS"
        },
        Setting::DcLevel => prose! {
            "LmCompatibilityLevel ", after.dc_level.number(), " at the domain controller"
        },
        Setting::Alias => prose! { "An A record in place of the alias (CNAME)" },
        Setting::FollowsAlias => match client.follows_alias {
            true => prose! { "The browser asks for the name behind an alias" },
            false => prose! { "The browser asks for the alias itself" },
        },
        Setting::NamesPort => match client.names_port {
            true => prose! { "The browser’s SPN has the port in it" },
            false => prose! { "The browser’s SPN has no port in it" },
        },
        Setting::TgtDelegation => match directory.tgt_delegation {
            true => prose! { "The trust lets TGTs be delegated" },
            false => prose! { "The trust lets no TGT be delegated" },
        },
        Setting::SelectiveAuthentication => match directory.selective_authentication {
            true => prose! { "The trust has selective authentication" },
            false => prose! { "The trust lets its users sign in at every computer" },
        },
        Setting::KernelMode => match front_end.kernel_mode {
            true => prose! { "Kernel mode: http.sys opens tickets with the computer’s key" },
            false => prose! { "No kernel mode: the pool’s own key opens tickets" },
        },
        Setting::PoolCredentials => match front_end.pool_credentials {
            true => prose! { "useAppPoolCredentials: the pool account’s key opens tickets" },
            false => prose! { "No useAppPoolCredentials" },
        },
        Setting::WebEtypes => prose! {
            "Encryption types of ", account, ": ", super::settings::etypes_name(directory.web_etypes)
        },
        setting => prose! { setting.key(), ": ", change.to.clone() },
    }
}

/// The account that IIS's pool runs as, by its name.
fn service_account(scenario: &Scenario) -> String {
    match scenario.front_end.pool {
        RunsAs::Computer => format!("{}$", scenario.names.web_server),
        RunsAs::Domain => scenario.names.pool_account.clone(),
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
