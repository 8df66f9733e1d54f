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
    /// The question that it answers.
    pub question: PresetQuestion,
    build: fn() -> Scenario,
}

/// A question that people come with; presets answer it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PresetQuestion {
    /// Why the second hop is denied.
    SecondHop,
    /// Why it works on the server only.
    OnTheServer,
    /// Why Basic works, and what it costs.
    Basic,
    /// Whether the browser's answer can be sent on.
    SendOn,
    /// Why there are several 401s, or prompts.
    Prompts,
}

impl PresetQuestion {
    /// In the order in which they are asked on the first screen.
    pub const ALL: [Self; 5] = [
        Self::SecondHop,
        Self::OnTheServer,
        Self::Basic,
        Self::SendOn,
        Self::Prompts,
    ];

    /// The presets that answer it.
    pub fn presets(self) -> impl Iterator<Item = &'static Preset> {
        PRESETS.iter().filter(move |preset| preset.question == self)
    }
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
pub const PRESETS: [Preset; 13] = [
    preset(
        PresetQuestion::SecondHop,
        "kb183545",
        "KB183545 · OWA, 1998",
        || Scenario::of(Era::Y1998),
    ),
    preset(
        PresetQuestion::Basic,
        "basic",
        "The same with Basic",
        || with(Era::Y1998, basic),
    ),
    preset(
        PresetQuestion::OnTheServer,
        "same-host",
        "Mailbox on the same host",
        || {
            with(Era::Y1998, |s| {
                s.back_end.placement = BackEndLocation::SameHost
            })
        },
    ),
    preset(
        PresetQuestion::SendOn,
        "replay",
        "Send the cached answer, as the article tells it",
        || with(Era::Y1998, |s| s.front_end.replay = true),
    ),
    preset(
        PresetQuestion::Basic,
        "basic-network",
        "Basic, but a network logon",
        || {
            with(Era::Y1998, |s| {
                basic(s);
                s.front_end.basic_logon = LogonType::Network;
            })
        },
    ),
    preset(
        PresetQuestion::SecondHop,
        "webdav-2003",
        "2003 · OWA over WebDAV",
        || with(Era::Y2003, |_| {}),
    ),
    preset(
        PresetQuestion::SecondHop,
        "web-service",
        "Today · ASP.NET to a web service",
        || with(Era::Today, |s| s.back_end.protocol = Protocol::Http),
    ),
    preset(
        PresetQuestion::SecondHop,
        "sql-server",
        "Today · ASP.NET to SQL Server",
        || with(Era::Today, |s| s.call_by(Protocol::Sql)),
    ),
    preset(
        PresetQuestion::OnTheServer,
        "on-the-server",
        "It works when I browse on the server",
        || with(Era::Today, |s| s.client.from = BrowsingFrom::Server),
    ),
    preset(
        PresetQuestion::Prompts,
        "no-keep-alive",
        "NTLM without keep-alive",
        || with(Era::Y1998, |s| s.front_end.keep_alive = false),
    ),
    preset(
        PresetQuestion::Prompts,
        "new-connection",
        "Two visits, two connections",
        || {
            with(Era::Y1998, |s| {
                s.visits = 2;
                s.new_connection = true;
            })
        },
    ),
    preset(
        PresetQuestion::Prompts,
        "levels",
        "NTLMv1 meets a strict domain controller",
        || {
            with(Era::Today, |s| {
                s.client_level = Level::clamped(2);
                s.dc_level = Level::clamped(5);
            })
        },
    ),
    preset(
        PresetQuestion::Prompts,
        "wrong-password",
        "Wrong password",
        || {
            with(Era::Y1998, |s| {
                s.client.password = Scenario::WRONG_PASSWORD.to_owned()
            })
        },
    ),
];

const fn preset(
    question: PresetQuestion,
    id: &'static str,
    name: &'static str,
    build: fn() -> Scenario,
) -> Preset {
    Preset {
        id,
        name,
        question,
        build,
    }
}

fn with(era: Era, change: fn(&mut Scenario)) -> Scenario {
    let mut scenario = Scenario::of(era);
    change(&mut scenario);
    scenario
}

fn basic(scenario: &mut Scenario) {
    scenario.front_end.schemes = vec![Scheme::Basic];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_answers_one_question_and_every_question_is_answered() {
        let mut listed: Vec<&str> = Vec::new();
        for question in PresetQuestion::ALL {
            let before = listed.len();
            listed.extend(question.presets().map(|preset| preset.id));
            assert!(listed.len() > before, "{question:?}");
        }
        assert_eq!(listed.first(), Some(&"kb183545"));
        listed.sort_unstable();
        let mut all = PRESETS.map(|preset| preset.id);
        all.sort_unstable();
        assert_eq!(listed, all);
    }
}
