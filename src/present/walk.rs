//! A walk through a run and its twin: five stops, each with one idea. A stop is an event of the log, found by what it is.

use crate::hosts::{Computation, Decision, OutboundCredential, Role, Scheme};
use crate::lab::{Event, EventId, EventKind, Log};

/// A stop of the walk: the event that it is at, and its idea.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WalkStop {
    /// The browser computes an answer: a proof leaves it, the password does not.
    Proof,
    /// IIS has a token, and nothing behind it.
    Token,
    /// The mailbox host's question finds nobody who can answer.
    Question,
    /// Nobody in particular is refused.
    Refusal,
    /// With Basic, IIS can answer.
    Password,
}

impl WalkStop {
    /// All stops, in order.
    pub const ALL: [Self; 5] = [
        Self::Proof,
        Self::Token,
        Self::Question,
        Self::Refusal,
        Self::Password,
    ];

    /// Its number as people count, from 1.
    pub fn number(self) -> usize {
        1 + self as usize
    }

    /// The stop behind it.
    pub fn next(self) -> Option<Self> {
        Self::ALL.get(self.number()).copied()
    }

    /// The stop before it.
    pub fn previous(self) -> Option<Self> {
        let before = self.number().checked_sub(2)?;
        Self::ALL.get(before).copied()
    }

    /// The scheme of its run.
    pub fn scheme(self) -> Scheme {
        match self {
            Self::Password => Scheme::Basic,
            Self::Proof | Self::Token | Self::Question | Self::Refusal => Scheme::Ntlm,
        }
    }

    /// Its event in a run, if that has one.
    pub fn find(self, log: &Log) -> Option<EventId> {
        let found = log.events.iter().find(|event| self.is(log, event));
        found.map(|event| event.id)
    }

    fn is(self, log: &Log, event: &Event) -> bool {
        let role = log.role(event);
        match (&event.kind, self) {
            (EventKind::Computation { computation, .. }, Self::Proof) => {
                role == Some(Role::Browser) && matches!(computation, Computation::Response { .. })
            }
            (EventKind::Decision { decision, .. }, _) => match decision {
                Decision::MakesToken { .. } => self == Self::Token && role == Some(Role::FrontEnd),
                Decision::AnswersAs { reach, .. } => match self {
                    Self::Question => *reach == OutboundCredential::Nothing,
                    Self::Password => matches!(reach, OutboundCredential::Credential(_)),
                    _ => false,
                },
                Decision::Authorizes { granted, .. } => self == Self::Refusal && !granted,
                _ => false,
            },
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::presets::{PRESETS, Preset};
    use crate::lab::run;

    #[test]
    fn every_stop_is_in_its_run_and_they_follow_each_other() {
        let first = PRESETS.first().unwrap();
        let twin = Preset::named("basic").unwrap();
        let mut before = EventId(0);
        for stop in WalkStop::ALL {
            let basic = stop.scheme() == Scheme::Basic;
            let scenario = if basic { twin } else { first }.scenario();
            assert_eq!(scenario.front_end.schemes, [stop.scheme()]);
            let at = stop.find(&run(&scenario)).unwrap();
            assert!(basic || at > before, "{stop:?}");
            before = at;
            assert_eq!(
                stop.next().and_then(WalkStop::previous).unwrap_or(stop),
                stop
            );
        }
        assert_eq!(WalkStop::Proof.previous(), None);
        assert_eq!(WalkStop::Password.next(), None);
        // In the other's run they are not all to be found.
        assert_eq!(WalkStop::Password.find(&run(&first.scenario())), None);
        assert_eq!(WalkStop::Question.find(&run(&twin.scenario())), None);
    }
}
