//! What a table of outcomes can have as its rows and columns: lists of values, each of which changes a scenario.

use crate::hosts::{AccountState, BackEndProtocol, Era, LogonType, Scheme};
use crate::lab::table::{self, ROWS};
use crate::lab::{BackEndLocation, BrowsingFrom, DelegationTrust, Restriction, Scenario, Zone};

/// What the rows or the columns of a table differ in. They stand in the order in which they are applied: what is named by
/// the back end comes after it, and a situation, which may say anything, last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Axis {
    /// When the computers were set up.
    Era,
    /// How the back end is called, or that it runs on the computer of IIS.
    BackEnd,
    /// Where the back end runs.
    Placement,
    /// Where the person sits.
    BrowsingFrom,
    /// What policy lets the browser do.
    BrowserPolicy,
    /// What the person's account is marked with.
    AccountFlags,
    /// The scheme that is offered, and how Basic logs on.
    SignIn,
    /// By which right IIS may go on in the person's name.
    Delegation,
    /// The situations of the table of outcomes.
    Situations,
}

/// A value of an axis: one row or one column of a table.
#[derive(Clone, Copy, Debug)]
pub struct AxisValue {
    /// Its short name, which no other value of its axis has.
    pub id: &'static str,
    /// Gives the settings that the axis is about this value.
    pub apply: fn(&mut Scenario),
}

impl Axis {
    /// Whether its values say themselves what another axis is about, so that this is not the same in the table.
    fn settles(self, other: Self) -> bool {
        match self {
            Self::Situations => matches!(other, Self::SignIn | Self::Delegation),
            Self::BackEnd => other == Self::Placement,
            _ => false,
        }
    }

    /// What is the same in a table of these rows and columns, and could be its rows or columns.
    pub(super) fn fixed(axes: [Self; 2]) -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(move |axis| {
            let settled = axes.iter().any(|own| own == axis || own.settles(*axis));
            *axis != Self::Situations && !settled
        })
    }

    /// Its values where it is none of the table's axes: of the back end, how it is called.
    pub fn fixed_values(self) -> Vec<AxisValue> {
        self.values(Self::Placement)
    }

    /// All axes, in the order in which they are offered.
    pub const ALL: [Self; 9] = [
        Self::Situations,
        Self::SignIn,
        Self::Delegation,
        Self::BackEnd,
        Self::Placement,
        Self::BrowsingFrom,
        Self::BrowserPolicy,
        Self::AccountFlags,
        Self::Era,
    ];

    /// Its key in links, which never changes.
    pub fn key(self) -> &'static str {
        match self {
            Self::Era => "era",
            Self::BackEnd => "backend",
            Self::Placement => "placement",
            Self::BrowsingFrom => "from",
            Self::BrowserPolicy => "policy",
            Self::AccountFlags => "account",
            Self::SignIn => "signin",
            Self::Delegation => "delegation",
            Self::Situations => "situations",
        }
    }

    /// The axis of that key.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|axis| axis.key() == key)
    }

    /// Its values, in order, where `other` is the table's other axis. Where that says where the back end runs, the back end
    /// says only how it is called.
    pub fn values(self, other: Self) -> Vec<AxisValue> {
        match self {
            Self::Era => ERAS.to_vec(),
            Self::BackEnd if other == Self::Placement => PROTOCOLS.to_vec(),
            Self::BackEnd => BACK_ENDS.to_vec(),
            Self::Placement => PLACEMENTS.to_vec(),
            Self::BrowsingFrom => ORIGINS.to_vec(),
            Self::BrowserPolicy => POLICIES.to_vec(),
            Self::AccountFlags => FLAGS.to_vec(),
            Self::SignIn => SIGN_INS.to_vec(),
            Self::Delegation => DELEGATIONS.to_vec(),
            Self::Situations => ROWS.map(|row| value(row.id, row.apply)).to_vec(),
        }
    }
}

const ERAS: [AxisValue; 3] = [
    value("1998", |s| move_to(s, Era::Y1998)),
    value("2003", |s| move_to(s, Era::Y2003)),
    value("today", |s| move_to(s, Era::Today)),
];

const BACK_ENDS: [AxisValue; 4] = [
    value("same-host", |s| {
        s.back_end.placement = BackEndLocation::SameHost
    }),
    value("mapi", |s| call_elsewhere(s, BackEndProtocol::Mapi)),
    value("http", |s| call_elsewhere(s, BackEndProtocol::Http)),
    value("sql", |s| call_elsewhere(s, BackEndProtocol::Sql)),
];

const PROTOCOLS: [AxisValue; 3] = [
    value("mapi", |s| s.call_by(BackEndProtocol::Mapi)),
    value("http", |s| s.call_by(BackEndProtocol::Http)),
    value("sql", |s| s.call_by(BackEndProtocol::Sql)),
];

const PLACEMENTS: [AxisValue; 2] = [
    value("same-host", |s| {
        s.back_end.placement = BackEndLocation::SameHost
    }),
    value("another-host", |s| {
        s.back_end.placement = BackEndLocation::AnotherHost
    }),
];

const ORIGINS: [AxisValue; 2] = [
    value("desk", |s| s.client.from = BrowsingFrom::Desk),
    value("server", |s| s.client.from = BrowsingFrom::Server),
];

/// Internet Explorer goes by the zone alone, and later browsers by their list alone: where eras are compared, both count.
const POLICIES: [AxisValue; 4] = [
    value("intranet", |s| {
        (s.client.zone, s.client.delegates) = (Zone::Intranet, false)
    }),
    value("delegates", |s| {
        (s.client.zone, s.client.delegates) = (Zone::Intranet, true)
    }),
    value("internet", |s| {
        (s.client.zone, s.client.delegates) = (Zone::Internet, false)
    }),
    value("internet-delegates", |s| {
        (s.client.zone, s.client.delegates) = (Zone::Internet, true)
    }),
];

const FLAGS: [AxisValue; 4] = [
    value("none", |s| restrict(s, Restriction::Nothing)),
    value("sensitive", |s| restrict(s, Restriction::Sensitive)),
    value("protected", |s| restrict(s, Restriction::Protected)),
    value("locked", |s| {
        restrict(s, Restriction::Nothing);
        s.directory.state = AccountState::LockedOut;
    }),
];

const SIGN_INS: [AxisValue; 8] = [
    value("anonymous", |s| s.front_end.schemes.clear()),
    value("basic-interactive", |s| {
        table::basic(s, LogonType::Interactive)
    }),
    value("basic-batch", |s| table::basic(s, LogonType::Batch)),
    value("basic-network", |s| table::basic(s, LogonType::Network)),
    value("basic-cleartext", |s| {
        table::basic(s, LogonType::NetworkCleartext)
    }),
    value("digest", |s| s.front_end.schemes = vec![Scheme::Digest]),
    value("ntlm", table::ntlm),
    value("negotiate", |s| {
        s.front_end.schemes = vec![Scheme::Negotiate, Scheme::Ntlm]
    }),
];

/// Each but the first has the back end take tickets, without which no right is of use.
const DELEGATIONS: [AxisValue; 7] = [
    value("none", forbid),
    value("unconstrained", |s| {
        trust(s, DelegationTrust::Unconstrained)
    }),
    value("forwarded", |s| {
        trust(s, DelegationTrust::Unconstrained);
        s.client.delegates = true;
    }),
    value("not-listed", |s| {
        trust(s, DelegationTrust::KerberosOnly);
        s.directory.delegation_list = table::another_service(s);
    }),
    value("kerberos-only", |s| {
        trust(s, DelegationTrust::KerberosOnly);
        s.directory.delegation_list = s.back_end_spns().join(", ");
    }),
    value("any-protocol", |s| {
        trust(s, DelegationTrust::AnyProtocol);
        s.directory.delegation_list = s.back_end_spns().join(", ");
    }),
    value("resource-based", |s| {
        trust(s, DelegationTrust::No);
        s.back_end.lets_front_end_act = true;
    }),
];

const fn value(id: &'static str, apply: fn(&mut Scenario)) -> AxisValue {
    AxisValue { id, apply }
}

/// Nobody lets IIS go on in anybody's name.
pub(super) fn forbid(scenario: &mut Scenario) {
    scenario.directory.delegation = DelegationTrust::No;
    scenario.directory.delegation_list.clear();
    scenario.back_end.lets_front_end_act = false;
}

fn trust(scenario: &mut Scenario, trust: DelegationTrust) {
    forbid(scenario);
    scenario.directory.delegation = trust;
    scenario.back_end.schemes = vec![Scheme::Negotiate, Scheme::Ntlm];
}

fn restrict(scenario: &mut Scenario, restriction: Restriction) {
    scenario.directory.sensitive = restriction == Restriction::Sensitive;
    scenario.directory.protected = restriction == Restriction::Protected;
    scenario.directory.state = AccountState::Enabled;
}

fn call_elsewhere(scenario: &mut Scenario, protocol: BackEndProtocol) {
    scenario.call_by(protocol);
    scenario.back_end.placement = BackEndLocation::AnotherHost;
}

/// The defaults of an era come with it, but the back end is called as it was.
fn move_to(scenario: &mut Scenario, era: Era) {
    let protocol = scenario.back_end.protocol;
    *scenario = scenario.moved_to(era);
    scenario.back_end.protocol = protocol;
}
