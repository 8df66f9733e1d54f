//! Ordinary set-ups: what there is where nothing is unusual. Deviations are counted against them.

use crate::hosts::{BackEndProtocol, Era, Scheme};
use crate::lab::table::{constrained, negotiate, ntlm, resource_based, unconstrained};
use crate::lab::{DelegationTrust, Scenario};

/// What there is where nothing is unusual, by era, protocol and way to sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ordinary {
    /// When the computers were set up.
    pub era: Era,
    /// How the back end is called.
    pub protocol: BackEndProtocol,
    /// How people sign in, and what lets IIS go on.
    pub set_up: SetUp,
}

/// How people sign in, and what lets IIS go on as them. What is set up for delegation is set up as its documentation has
/// it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SetUp {
    /// NTLM, and nothing lets IIS go on.
    Ntlm,
    /// Negotiate, and nothing lets IIS go on.
    Negotiate,
    /// Basic: IIS has the password, and so needs no delegation.
    Basic,
    /// Negotiate; IIS is trusted for any service, and the browser hands its TGT over.
    Unconstrained,
    /// Negotiate; IIS is trusted for a list that has the back end, for whoever came with Kerberos.
    Constrained,
    /// Negotiate; the same for whoever came.
    Transition,
    /// Negotiate; the back end’s account lets IIS act.
    ResourceBased,
}

impl SetUp {
    /// All of them, in the order in which they are explored.
    pub const ALL: [Self; 7] = [
        Self::Ntlm,
        Self::Negotiate,
        Self::Basic,
        Self::Unconstrained,
        Self::Constrained,
        Self::Transition,
        Self::ResourceBased,
    ];

    pub(super) fn any(self) -> bool {
        true
    }

    pub(super) fn is_ntlm(self) -> bool {
        self == Self::Ntlm
    }

    pub(super) fn is_basic(self) -> bool {
        self == Self::Basic
    }

    pub(super) fn is_unconstrained(self) -> bool {
        self == Self::Unconstrained
    }

    pub(super) fn is_resource_based(self) -> bool {
        self == Self::ResourceBased
    }

    pub(super) fn negotiates(self) -> bool {
        !matches!(self, Self::Ntlm | Self::Basic)
    }

    pub(super) fn signs_in_to_windows(self) -> bool {
        self != Self::Basic
    }

    pub(super) fn delegates(self) -> bool {
        self.negotiates() && self != Self::Negotiate
    }

    pub(super) fn has_list(self) -> bool {
        matches!(self, Self::Constrained | Self::Transition)
    }

    fn apply(self, scenario: &mut Scenario) {
        match self {
            Self::Ntlm => ntlm(scenario),
            Self::Negotiate => negotiate(scenario),
            Self::Basic => scenario.front_end.schemes = vec![Scheme::Basic],
            Self::Unconstrained => unconstrained(scenario),
            Self::Constrained => constrained(scenario, DelegationTrust::KerberosOnly),
            Self::Transition => constrained(scenario, DelegationTrust::AnyProtocol),
            Self::ResourceBased => resource_based(scenario),
        }
    }
}

/// The ordinary set-ups that are considered: all of today’s with a web service and with SQL Server, those of 2003 with
/// both, which had no resource-based delegation, those of 1998 that had no Kerberos; and CDO over MAPI, which takes no ticket.
pub fn ordinary() -> Vec<Ordinary> {
    let mut all = Vec::new();
    let mut add = |era, protocol, set_ups: &[SetUp]| {
        let set_ups = set_ups.iter().copied();
        all.extend(set_ups.map(|set_up| Ordinary {
            era,
            protocol,
            set_up,
        }));
    };
    let old = [
        SetUp::Ntlm,
        SetUp::Negotiate,
        SetUp::Unconstrained,
        SetUp::Constrained,
    ];
    add(Era::Today, BackEndProtocol::Http, &SetUp::ALL);
    add(Era::Today, BackEndProtocol::Sql, &SetUp::ALL);
    add(Era::Y2003, BackEndProtocol::Http, &old);
    add(Era::Y2003, BackEndProtocol::Sql, &old);
    add(
        Era::Y2003,
        BackEndProtocol::Mapi,
        &[SetUp::Unconstrained, SetUp::Constrained],
    );
    add(
        Era::Y1998,
        BackEndProtocol::Mapi,
        &[SetUp::Ntlm, SetUp::Basic],
    );
    all
}

impl Ordinary {
    /// Its settings, with the names of that scenario.
    pub fn scenario(self, names: &Scenario) -> Scenario {
        let mut scenario = Scenario::of(self.era);
        scenario.call_by(self.protocol);
        scenario.take_names(names);
        self.set_up.apply(&mut scenario);
        scenario
    }
}
