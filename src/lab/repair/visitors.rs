//! Who else comes, and what a change does to them.

use crate::hosts::{BackEndProtocol, Decision, Era, Role, Scheme, same};
use crate::lab::{
    BackEndLocation, BrowsingFrom, Log, Outcome, RunsAs, Scenario, Setting, SpnPlacement, outcome,
    run,
};

/// Somebody else who comes, or the same person on another way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Visitor {
    /// Somebody who types an IP address, and so gets no ticket.
    ByIpAddress,
    /// Somebody at the computer of IIS.
    OnTheServer,
    /// Somebody whose account cannot be delegated.
    Sensitive,
    /// A member of Protected Users.
    ProtectedUser,
    /// Somebody of the other forest.
    OtherForest,
    /// The person, to a back end on the computer of IIS.
    ToSameHost,
    /// The person, to a mailbox over MAPI.
    ToMapi,
    /// The person, to another service over HTTP.
    ToHttp,
    /// The person, to a database.
    ToSql,
    /// The person, to a service that is on the list of IIS's account already.
    ToListed,
}

/// What becomes of a visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effect {
    /// Who comes, from where, to what.
    pub visitor: Visitor,
    /// What came of it before.
    pub before: Option<Outcome>,
    /// What comes of it after.
    pub after: Option<Outcome>,
}

impl Effect {
    /// Whether what worked works no more: the whole way, or the first hop.
    pub fn stops(&self) -> bool {
        reach(&self.before) > reach(&self.after)
    }

    /// Whether what was denied opens.
    pub fn opens(&self) -> bool {
        reach(&self.after) == ALL_THE_WAY && reach(&self.before) < ALL_THE_WAY
    }
}

const ALL_THE_WAY: u8 = 2;

/// How far a visit came: nowhere, to IIS, all the way.
fn reach(outcome: &Option<Outcome>) -> u8 {
    match outcome {
        None | Some(Outcome::FirstHop(_)) => 0,
        Some(Outcome::Opened(_)) => ALL_THE_WAY,
        Some(_) => 1,
    }
}

impl Visitor {
    /// All, in the order in which they are spoken of.
    pub const ALL: [Self; 10] = [
        Self::ByIpAddress,
        Self::OnTheServer,
        Self::Sensitive,
        Self::ProtectedUser,
        Self::OtherForest,
        Self::ToSameHost,
        Self::ToMapi,
        Self::ToHttp,
        Self::ToSql,
        Self::ToListed,
    ];

    /// The settings with this visitor; none where Windows of that time knew no such visitor, or where it is the person.
    /// `before` is how it was before anything was changed.
    fn visits(self, scenario: &Scenario, before: &Scenario) -> Option<Scenario> {
        let mut visit = scenario.clone();
        match self {
            Self::ByIpAddress => {
                visit.client.address = "192.0.2.10".to_owned();
                // The one address that is typed is let through, and no other.
                visit.front_end.loopback_check = before.front_end.loopback_check;
            }
            Self::OnTheServer => visit.client.from = BrowsingFrom::Server,
            Self::Sensitive if scenario.era >= Era::Y2003 => visit.directory.sensitive = true,
            Self::ProtectedUser if scenario.era >= Era::Today => visit.directory.protected = true,
            Self::OtherForest if scenario.era >= Era::Y2003 => visit.enter_other_forest(),
            Self::ToSameHost => visit.back_end.placement = BackEndLocation::SameHost,
            Self::ToMapi if scenario.era < Era::Today => calls(&mut visit, BackEndProtocol::Mapi),
            Self::ToHttp => calls(&mut visit, BackEndProtocol::Http),
            Self::ToSql => calls(&mut visit, BackEndProtocol::Sql),
            Self::ToListed => Listed::of(before)?.call(&mut visit),
            _ => return None,
        }
        (visit != *scenario).then_some(visit)
    }
}

/// To the mailbox or the database at its usual place and name, on a computer of its own.
fn calls(visit: &mut Scenario, protocol: BackEndProtocol) {
    if visit.back_end.protocol != protocol {
        visit.call_by(protocol);
        visit.back_end.placement = BackEndLocation::AnotherHost;
        // That is another account, which lets nobody act.
        visit.back_end.lets_front_end_act = false;
    }
}

/// A service on the list of IIS's account that is not the back end.
struct Listed {
    protocol: BackEndProtocol,
    /// Its computer, as it is named on the list.
    host: String,
}

impl Listed {
    fn of(scenario: &Scenario) -> Option<Self> {
        let own = scenario.back_end_spns();
        let targets = scenario.delegation_targets().into_iter();
        let mut others = targets.filter(|spn| !own.iter().any(|it| same(it, spn)));
        others.find_map(|spn| {
            let (class, host) = spn.split_once('/')?;
            let (protocol, host) = if same(class, "HTTP") {
                (BackEndProtocol::Http, host)
            } else if same(class, "MSSQLSvc") {
                // Its name is asked for in full, and with its port.
                (BackEndProtocol::Sql, host.split('.').next()?)
            } else {
                return None;
            };
            let host = host.to_owned();
            Some(Self { protocol, host })
        })
    }

    /// As a back end of its own, which runs as its computer and takes tickets.
    fn call(&self, visit: &mut Scenario) {
        visit.back_end.protocol = self.protocol;
        visit.names.back_end.clone_from(&self.host);
        visit.back_end.placement = BackEndLocation::AnotherHost;
        visit.back_end.schemes = vec![Scheme::Negotiate, Scheme::Ntlm];
        visit.back_end.runs_as = RunsAs::Computer;
        visit.back_end.lets_front_end_act = false;
        visit.directory.back_end_spn = SpnPlacement::Computer;
    }
}

/// What becomes of others when settings change: only those for whom something is different then. Each visit is run
/// before and after. What the person types is theirs, and no effect of the rest: it is the same in both.
pub fn effects(before: &Scenario, after: &Scenario) -> Vec<Effect> {
    let before = &typing_as(before, after);
    let effect = |visitor: Visitor| {
        let logs = [before, after].map(|it| Some(run(&visitor.visits(it, before)?)));
        let [Some(before), Some(after)] = logs else {
            return None;
        };
        // The lab passes no sign-in through over the trust: only tickets come from there.
        let tickets = [&before, &after].into_iter().all(signs_in_with_ticket);
        let unknown = visitor == Visitor::OtherForest && !tickets;
        let came_of = |log: &Log| outcome(log).map(|settled| settled.outcome);
        (!unknown).then(|| Effect {
            visitor,
            before: came_of(&before),
            after: came_of(&after),
        })
    };
    let all = Visitor::ALL.into_iter().filter_map(effect);
    all.filter(|effect| effect.stops() || effect.opens())
        .collect()
}

/// What the person sets themselves at each visit.
const TYPED: [Setting; 5] = [
    Setting::User,
    Setting::Domain,
    Setting::Password,
    Setting::BrowsingFrom,
    Setting::Address,
];

/// Settings where the person types, and sits, as in others.
fn typing_as(scenario: &Scenario, other: &Scenario) -> Scenario {
    let mut typed = scenario.clone();
    for setting in TYPED {
        // What settings of the same kind have is a value of them.
        let _ = setting.set(&mut typed, &setting.get(other));
    }
    typed
}

/// Whether the browser shows a ticket, and nothing else, to IIS.
fn signs_in_with_ticket(log: &Log) -> bool {
    let at_browser = log
        .events
        .iter()
        .filter(|it| log.role(it) == Some(Role::Browser));
    let mut decisions = at_browser.filter_map(|it| it.kind.decision());
    let mut signs_in = false;
    decisions.all(|decision| match decision {
        Decision::SignsIn { scheme, .. } => {
            signs_in = true;
            *scheme == Scheme::Negotiate
        }
        Decision::FallsBack { .. } => false,
        _ => true,
    }) && signs_in
}
