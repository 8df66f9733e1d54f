//! How long a step stands while the run is played: as long as its words take to read.

use super::Step;
use super::narration::{Text, narrate};
use crate::lab::Log;

/// What a step takes before the first word is read, in milliseconds.
const SHORTEST: f64 = 1_200.0;
/// The most that a step stands, in milliseconds.
const LONGEST: f64 = 8_000.0;
/// How long a word takes: four and a half of them a second.
const WORD: f64 = 1_000.0 / 4.5;

/// How long a step stands at normal speed, in milliseconds.
pub fn milliseconds(log: &Log, step: &Step) -> f64 {
    let words = u32::try_from(words(log, step)).unwrap_or(u32::MAX);
    (SHORTEST + f64::from(words) * WORD).min(LONGEST)
}

/// How many words explain a step. What is simplified is set in small print, for whoever comes back to it.
fn words(log: &Log, step: &Step) -> usize {
    let told = narrate(log, step);
    let count = |text: &Text| {
        let pieces = text.pieces().iter();
        pieces.fold(0, |all, piece| {
            all + piece.text().split_whitespace().count()
        })
    };
    let story = told.story.iter();
    let stories = story.map(|story| count(&story.article) + count(&story.wire));
    let reasons = told.reasons.iter().map(count);
    count(&told.sentence) + stories.chain(reasons).sum::<usize>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::presets::PRESETS;
    use crate::lab::run;
    use crate::present::{DomainControllers, steps};

    #[test]
    fn a_step_with_more_to_read_stays_longer_and_none_for_too_short_or_too_long() {
        for preset in &PRESETS {
            let log = run(&preset.scenario());
            let steps = steps(&log, DomainControllers::Folded);
            let mut read: Vec<_> = steps
                .iter()
                .map(|step| (words(&log, step), milliseconds(&log, step)))
                .collect();
            read.sort_by_key(|(words, _)| *words);
            assert!(read.is_sorted_by_key(|(_, time)| *time), "{}", preset.id);
            for (words, time) in read {
                assert!((1_200.0..=8_000.0).contains(&time), "{words}: {time}");
                assert!(time > 2_000.0, "{words} words in {time} ms");
            }
        }
    }
}
