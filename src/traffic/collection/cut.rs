//! What a file may have gone on with.

use super::{Collection, TrafficFile};
use crate::traffic::attempts::AttemptOutcome;
use crate::traffic::leg::SkipReason;
use std::collections::HashMap;

impl Collection {
    /// A demand that a cut file ends with may have been answered, and so may one that a browser's file shows alone: that is not
    /// to be told.
    pub(super) fn leave_open_what_is_cut(&mut self) {
        let mut last: HashMap<usize, usize> = HashMap::new();
        for (number, leg) in self.legs.iter().enumerate() {
            last.insert(leg.file, number);
        }
        for attempt in &mut self.attempts {
            let end = attempt.legs.last().map(|(_, leg)| leg);
            let file = end.and_then(|it| Some(self.legs.get(*it)?.file));
            let cut = |file: &TrafficFile| {
                file.skipped
                    .iter()
                    .any(|it| it.reason == SkipReason::CutShort)
            };
            let is_cut = file.and_then(|it| self.files.get(it)).is_some_and(cut);
            let at_end = end.is_some() && end == file.and_then(|it| last.get(&it));
            let hidden = file
                .and_then(|it| self.files.get(it))
                .is_some_and(|it| it.writer_kind.shows_last_answers_only());
            let open = hidden || (is_cut && at_end);
            if open && attempt.outcome == AttemptOutcome::NotTried {
                attempt.outcome = AttemptOutcome::Incomplete;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::traffic::files::FileExtras;
    use crate::traffic::leg::{
        Contents, FileLocation, Flow, Leg, Party, Protocol, Sender, Skipped, Status, Unit,
    };

    #[test]
    fn what_a_cut_file_ends_with_is_left_open() {
        for (dropped, outcome) in [
            (vec![], AttemptOutcome::NotTried),
            (
                vec![Skipped {
                    reason: SkipReason::CutShort,
                    location: None,
                }],
                AttemptOutcome::Incomplete,
            ),
        ] {
            let flow = Flow::new(Party::default(), Party::default(), Protocol::Http);
            let location = FileLocation {
                unit: Unit::Event,
                first: 1,
                last: 1,
            };
            let mut leg = Leg::new(0, Sender::Server, None, location);
            leg.status = Some(Status::Http(401));
            leg.offers = vec!["NTLM".to_owned()];
            let contents = Contents {
                flows: vec![flow],
                legs: vec![leg],
                skipped: dropped,
                ..Contents::default()
            };
            let mut collection = Collection::default();
            collection.add("log", contents, FileExtras::default());
            assert_eq!(collection.attempts[0].outcome, outcome);
        }
    }
}
