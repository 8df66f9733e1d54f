//! Scenarios worth starting from.

use super::{BackEndLocation, BrowsingFrom, Scenario};
use crate::hosts::{Era, Level, LogonType, Protocol, Scheme};

/// A named scenario.
#[derive(Clone, Copy, Debug)]
pub struct Preset {
    /// Its name in a link.
    pub id: &'static str,
    /// Its name to the person.
    pub name: &'static str,
    build: fn() -> Scenario,
}

/// Presets are told apart by their id.
impl PartialEq for Preset {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Preset {
    /// Its settings.
    pub fn scenario(&self) -> Scenario {
        (self.build)()
    }

    /// The preset of that id.
    pub fn named(id: &str) -> Option<&'static Self> {
        PRESETS.iter().find(|preset| preset.id == id)
    }

    /// The preset whose settings these are, whatever the random values, and whatever is changed on the way.
    pub fn of(scenario: &Scenario) -> Option<&'static Self> {
        PRESETS.iter().find(|preset| {
            let mut own = preset.scenario();
            own.seed = scenario.seed;
            own.edits.clone_from(&scenario.edits);
            own.front_end.seat.clone_from(&scenario.front_end.seat);
            own == *scenario
        })
    }
}

/// All presets; the first is where everybody begins.
pub const PRESETS: [Preset; 12] = [
    preset("kb183545", "KB183545 · OWA, 1998", || {
        Scenario::of(Era::Y1998)
    }),
    preset("basic", "The same with Basic", || with(Era::Y1998, basic)),
    preset("same-host", "Mailbox on the same host", || {
        with(Era::Y1998, |s| {
            s.back_end.placement = BackEndLocation::SameHost
        })
    }),
    preset(
        "replay",
        "Send the cached answer, as the article tells it",
        || with(Era::Y1998, |s| s.front_end.replay = true),
    ),
    preset("basic-network", "Basic, but a network logon", || {
        with(Era::Y1998, |s| {
            basic(s);
            s.front_end.basic_logon = LogonType::Network;
        })
    }),
    preset("webdav-2003", "2003 · OWA over WebDAV", || {
        with(Era::Y2003, |_| {})
    }),
    preset("web-service", "Today · ASP.NET to a web service", || {
        with(Era::Today, |s| s.back_end.protocol = Protocol::Http)
    }),
    preset(
        "on-the-server",
        "It works when I browse on the server",
        || with(Era::Today, |s| s.client.from = BrowsingFrom::Server),
    ),
    preset("no-keep-alive", "NTLM without keep-alive", || {
        with(Era::Y1998, |s| s.front_end.keep_alive = false)
    }),
    preset("new-connection", "Two visits, two connections", || {
        with(Era::Y1998, |s| {
            s.visits = 2;
            s.new_connection = true;
        })
    }),
    preset("levels", "NTLMv1 meets a strict domain controller", || {
        with(Era::Today, |s| {
            s.client_level = Level::clamped(2);
            s.dc_level = Level::clamped(5);
        })
    }),
    preset("wrong-password", "Wrong password", || {
        with(Era::Y1998, |s| {
            s.client.password = Scenario::WRONG_PASSWORD.to_owned()
        })
    }),
];

const fn preset(id: &'static str, name: &'static str, build: fn() -> Scenario) -> Preset {
    Preset { id, name, build }
}

fn with(era: Era, change: fn(&mut Scenario)) -> Scenario {
    let mut scenario = Scenario::of(era);
    change(&mut scenario);
    scenario
}

fn basic(scenario: &mut Scenario) {
    scenario.front_end.schemes = vec![Scheme::Basic];
}
