//! The table of outcomes: known situations, each in four arrangements of the back end.

use super::{
    BackEndLocation, BrowsingFrom, DelegationTrust, Minutes, RunsAs, Scenario, Setting,
    SpnPlacement, Zone,
};
use crate::crypto::lower;
use crate::hosts::{BackEndProtocol, Era, Level, LogonType, Scheme};

/// A situation: settings with a short name, for each arrangement that it fits.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Its short name, by which links and `--row` know it.
    pub id: &'static str,
    /// What it changes in the column's scenario.
    pub apply: fn(&mut Scenario),
    /// The columns it makes sense in.
    pub columns: &'static [Column],
}

/// An arrangement of the back end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// 1998, MAPI, mailbox on the IIS computer.
    SameHost,
    /// 1998, MAPI, mailbox on another computer.
    RemoteMapi,
    /// Today, HTTP, mailbox on another computer.
    RemoteHttp,
    /// Today, SQL Server, on another computer.
    RemoteSql,
}

impl Column {
    /// All columns, in order.
    pub const ALL: [Self; 4] = [
        Self::SameHost,
        Self::RemoteMapi,
        Self::RemoteHttp,
        Self::RemoteSql,
    ];

    /// Its name on a command line and in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::SameHost => "same-host",
            Self::RemoteMapi => "remote-mapi",
            Self::RemoteHttp => "remote-http",
            Self::RemoteSql => "remote-sql",
        }
    }

    /// Its scenario, before a row changes it.
    pub fn scenario(self) -> Scenario {
        let mut scenario = Scenario::of(match self {
            Self::SameHost | Self::RemoteMapi => Era::Y1998,
            Self::RemoteHttp | Self::RemoteSql => Era::Today,
        });
        self.arrange(&mut scenario);
        scenario
    }

    /// Puts the back end of a scenario, whatever its other settings, where this has it.
    pub fn arrange(self, scenario: &mut Scenario) {
        let (protocol, placement) = match self {
            Self::SameHost => (BackEndProtocol::Mapi, BackEndLocation::SameHost),
            Self::RemoteMapi => (BackEndProtocol::Mapi, BackEndLocation::AnotherHost),
            Self::RemoteHttp => (BackEndProtocol::Http, BackEndLocation::AnotherHost),
            Self::RemoteSql => (BackEndProtocol::Sql, BackEndLocation::AnotherHost),
        };
        scenario.call_by(protocol);
        scenario.back_end.placement = placement;
    }
}

/// The scenario of a row in a column; none in a column that the row is not for.
pub fn scenario(row: &Row, column: Column) -> Option<Scenario> {
    let scenario = row.columns.contains(&column).then(|| column.scenario())?;
    Some(row.set_up(scenario))
}

impl Row {
    /// The situation over these settings, in their era or in the first later one that has all that it takes.
    pub fn set_up(&self, base: Scenario) -> Scenario {
        let mut scenario = base.clone();
        (self.apply)(&mut scenario);
        in_its_era(scenario, &base)
    }
}

/// The settings in their era, or in the first later one that has all they add to others. The protocol to the back end
/// stays: an old one may go on beside newer Windows.
pub(super) fn in_its_era(scenario: Scenario, base: &Scenario) -> Scenario {
    let before = base.not_of_its_era();
    let later = Era::ALL.into_iter().filter(|era| *era >= scenario.era);
    let mut moved = later.map(|era| {
        let mut moved = scenario.moved_to(era);
        moved.back_end.protocol = scenario.back_end.protocol;
        moved
    });
    let fits = |moved: &Scenario| {
        let mut early = moved.not_of_its_era().into_iter();
        early.all(|setting| before.contains(&setting) || setting == Setting::BackEnd)
    };
    moved.find(fits).unwrap_or(scenario)
}

/// The situations, in the order of the table; links and `--row` name them by their `id`.
pub const ROWS: [Row; 43] = [
    row("A1", |s| s.front_end.schemes.clear()),
    row("B0", |s| basic(s, LogonType::Interactive)),
    row("B1", |s| basic(s, LogonType::Batch)),
    row("B2", |s| basic(s, LogonType::Network)),
    row("B3", |s| basic(s, LogonType::NetworkCleartext)),
    row("B4", |s| {
        basic(s, LogonType::Interactive);
        s.client.domain.clear();
        s.front_end.default_domain.clear();
    }),
    row("N1", ntlm),
    row("C1", two_visits),
    row("C2", |s| {
        two_visits(s);
        s.new_connection = true;
    }),
    row("C3", |s| {
        ntlm(s);
        s.front_end.keep_alive = false;
    }),
    row("C3B", |s| {
        basic(s, LogonType::Interactive);
        s.front_end.keep_alive = false;
    }),
    row("C4", |s| {
        two_visits(s);
        s.front_end.single_request = true;
    }),
    row("L1", |s| {
        ntlm(s);
        s.client_level = Level::clamped(2);
        s.dc_level = Level::clamped(5);
    }),
    row("R1", |s| {
        ntlm(s);
        s.front_end.replay = true;
    }),
    row("W1", |s| {
        ntlm(s);
        s.client.password.push('!');
    }),
    row("W2", |s| {
        ntlm(s);
        s.client.user = unknown_user(s);
    }),
    row("W3", |s| {
        basic(s, LogonType::Interactive);
        s.back_end.admits = format!("{}\\{}", s.names.domain, other_user(s));
    }),
    row("D1", |s| s.front_end.schemes = vec![Scheme::Digest]),
    Row {
        id: "N2",
        apply: |s| {
            ntlm(s);
            s.back_end.folders = BackEndLocation::AnotherHost;
        },
        columns: &[Column::SameHost],
    },
    row("L2", on_the_server),
    row("L3", |s| {
        on_the_server(s);
        s.client.address = format!("owa.{}", s.names.dns_domain);
        s.front_end.loopback_check = true;
    }),
    row("N3", |s| {
        negotiate(s);
        s.directory.web_spn = SpnPlacement::Missing;
    }),
    row("K1", negotiate),
    row("K2", unconstrained),
    row("K3", unconstrained_without_browser),
    row("K4", |s| constrained(s, DelegationTrust::KerberosOnly)),
    row("K5", |s| {
        constrained(s, DelegationTrust::KerberosOnly);
        s.directory.delegation_list = another_service(s);
    }),
    row("K6", |s| {
        constrained(s, DelegationTrust::KerberosOnly);
        ntlm(s);
    }),
    row("K7", |s| {
        constrained(s, DelegationTrust::AnyProtocol);
        ntlm(s);
    }),
    row("K8", resource_based),
    row("K9", |s| {
        resource_based(s);
        ntlm(s);
    }),
    row("K9B", |s| {
        resource_based(s);
        ntlm(s);
        s.directory.delegation = DelegationTrust::KerberosOnly;
        s.directory.delegation_list = another_service(s);
    }),
    row("K10A", |s| {
        unconstrained(s);
        s.directory.sensitive = true;
    }),
    row("K10B", |s| {
        constrained(s, DelegationTrust::KerberosOnly);
        s.directory.sensitive = true;
    }),
    row("K10C", |s| {
        resource_based(s);
        s.directory.sensitive = true;
    }),
    row("K11", |s| {
        basic(s, LogonType::Interactive);
        s.directory.sensitive = true;
    }),
    row("P1", |s| {
        ntlm(s);
        s.directory.protected = true;
    }),
    row("P2", |s| {
        constrained(s, DelegationTrust::KerberosOnly);
        s.directory.protected = true;
    }),
    row("S1", |s| {
        negotiate(s);
        s.front_end.pool = RunsAs::Domain;
        s.front_end.kernel_mode = true;
        s.front_end.pool_credentials = false;
        s.directory.web_spn = SpnPlacement::ServiceAccount;
    }),
    row("S2", |s| {
        unconstrained(s);
        s.enter_other_forest();
    }),
    row("S3", |s| {
        constrained(s, DelegationTrust::KerberosOnly);
        s.front_end.clock_ahead = Minutes(6);
    }),
    row("S4", |s| {
        negotiate(s);
        s.front_end.pool = RunsAs::Domain;
        s.directory.web_spn = SpnPlacement::Twice;
    }),
    row("S5", |s| {
        constrained(s, DelegationTrust::KerberosOnly);
        s.client.address = "192.0.2.10".to_owned();
    }),
];

const fn row(id: &'static str, apply: fn(&mut Scenario)) -> Row {
    Row {
        id,
        apply,
        columns: &Column::ALL,
    }
}

/// Basic on hop 1, with that kind of logon.
pub(super) fn basic(scenario: &mut Scenario, logon: LogonType) {
    scenario.front_end.schemes = vec![Scheme::Basic];
    scenario.front_end.basic_logon = logon;
}

/// Gives hop 1 NTLM alone.
pub(super) fn ntlm(scenario: &mut Scenario) {
    scenario.front_end.schemes = vec![Scheme::Ntlm];
}

/// Kerberos where there is a ticket, on both hops.
pub(super) fn negotiate(scenario: &mut Scenario) {
    scenario.front_end.schemes = vec![Scheme::Negotiate, Scheme::Ntlm];
    scenario.back_end.schemes = vec![Scheme::Negotiate, Scheme::Ntlm];
}

/// IIS is trusted with users’ own TGTs, and the browser hands its own over.
pub(super) fn unconstrained(scenario: &mut Scenario) {
    negotiate(scenario);
    scenario.directory.delegation = DelegationTrust::Unconstrained;
    scenario.client.delegates = true;
}

/// IIS is trusted with users’ own TGTs, and the browser keeps its own.
pub(super) fn unconstrained_without_browser(scenario: &mut Scenario) {
    unconstrained(scenario);
    scenario.client.delegates = false;
    if scenario.era.goes_by_zone() {
        scenario.client.zone = Zone::Internet;
    }
}

/// IIS is trusted to go on to the back end, and nowhere else.
pub(super) fn constrained(scenario: &mut Scenario, trust: DelegationTrust) {
    negotiate(scenario);
    scenario.directory.delegation = trust;
    scenario.directory.delegation_list = scenario.back_end_spns().join(", ");
}

/// The back end lets IIS act for others.
pub(super) fn resource_based(scenario: &mut Scenario) {
    negotiate(scenario);
    scenario.back_end.lets_front_end_act = true;
}

/// A service that is not the back end.
pub(super) fn another_service(scenario: &Scenario) -> String {
    let taken = lower(&scenario.names.back_end) == "files";
    let host = if taken { "documents" } else { "files" };
    format!("HTTP/{host}.{}", scenario.names.dns_domain)
}

/// Somebody who has no account.
fn unknown_user(scenario: &Scenario) -> String {
    let accounts = scenario.account_names();
    let taken = accounts.iter().any(|name| lower(name) == "mallory");
    if taken {
        "nobody-of-that-name"
    } else {
        "mallory"
    }
    .to_owned()
}

/// Somebody else than the person.
fn other_user(scenario: &Scenario) -> &'static str {
    match lower(scenario.client.account()).as_str() {
        "bob" => "alice",
        _ => "bob",
    }
}

fn on_the_server(scenario: &mut Scenario) {
    ntlm(scenario);
    scenario.client.from = BrowsingFrom::Server;
}

/// The second visit goes over the connection of the first.
fn two_visits(scenario: &mut Scenario) {
    ntlm(scenario);
    scenario.visits = 2;
    scenario.new_connection = false;
}
