//! Scenarios worth starting from.

mod list;

pub use list::PRESETS;

use super::Scenario;

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
    /// How Kerberos makes the second hop.
    Delegation,
    /// Why it does not, though IIS knows the user.
    DelegationRefused,
    /// Why there is no ticket for IIS, or none that it takes.
    Ticket,
}

impl PresetQuestion {
    /// In the order in which they are asked on the first screen.
    pub const ALL: [Self; 8] = [
        Self::SecondHop,
        Self::OnTheServer,
        Self::Basic,
        Self::SendOn,
        Self::Prompts,
        Self::Delegation,
        Self::DelegationRefused,
        Self::Ticket,
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
    /// Its settings, made anew at each call.
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
