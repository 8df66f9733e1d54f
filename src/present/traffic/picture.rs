//! Sign-ins of traffic as a log, with the steps and words that the diagram draws.

use super::drawing::PictureBuilder;
use crate::lab::{Log, Settled};
use crate::present::{Step, TextRun};
use crate::traffic::attempts::MessageRole;
use crate::traffic::collection::Collection;
use crate::traffic::leg::FileLocation;
use std::rc::Rc;

/// Sign-ins as the diagram draws them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TrafficPicture {
    /// The messages, as observed events, and what follows from them, as inferred ones.
    pub log: Log,
    /// The steps that the log is folded into.
    pub steps: Vec<Step>,
    /// What stands at each step in the diagram.
    pub labels: Vec<Rc<[TextRun]>>,
    /// The sentence of each step.
    pub sentences: Vec<Rc<str>>,
    /// Where each step comes from.
    pub marks: Vec<StepSource>,
    /// What came of the hops, which gives them their colours.
    pub outcomes: Vec<Settled>,
}

/// Where a step comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StepSource {
    /// The attempt it belongs to, by its number.
    pub attempt: usize,
    /// The message, by its number among the legs; none where the step is inferred.
    pub leg: Option<usize>,
    /// The file and the place in it, of a message.
    pub location: Option<(usize, FileLocation)>,
}

/// Draws these attempts, by their numbers.
pub fn picture(collection: &Collection, members: &[usize]) -> TrafficPicture {
    let mut drawing = PictureBuilder::new(collection, members);
    // In the order of time; what has no time stays behind what stood before it.
    let mut legs: Vec<(i64, usize, usize, MessageRole)> = Vec::new();
    for number in members {
        let Some(attempt) = collection.attempts.get(*number) else {
            continue;
        };
        let mut at = i64::MIN;
        for (role, leg) in attempt.legs.iter() {
            let time = collection.legs.get(*leg).and_then(|leg| leg.at);
            // What is one sign-in stays in its order, whatever a clock does in between.
            at = time.map_or(at, |time| at.max(time.0));
            legs.push((at, *leg, *number, *role));
        }
    }
    legs.sort_unstable();
    drawing.reserve(legs.len());
    for (_, leg, number, role) in legs {
        drawing.draw_leg(leg, number, role);
    }
    drawing.finish()
}
