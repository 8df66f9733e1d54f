//! What `w32tm /monitor` prints: how far each clock is from the one that they follow, which is always at 0 itself; and the samples
//! of `w32tm /stripchart /dataonly`.

use super::super::lines::{offset, skewed};
use super::Line;
use crate::present::causes::Sighting;

/// What was printed so far.
#[derive(Default)]
pub(super) struct W32tm {
    /// The most, in seconds, and the line that says it.
    most: Option<(f32, Sighting)>,
}

impl W32tm {
    pub(super) fn take(&mut self, line: &Line<'_>) -> Option<Vec<Sighting>> {
        let told = line.low.contains("s offset from") || is_sample(line.low);
        let seconds = told.then(|| offset(line.low))??;
        if self.most.as_ref().is_none_or(|(most, _)| seconds > *most) {
            let said = line.says(skewed(seconds)).into_iter().next();
            self.most = said.map(|it| (seconds, it));
        }
        Some(Vec::new())
    }

    /// What it comes to.
    pub(super) fn end(&mut self) -> Option<Sighting> {
        Some(self.most.take()?.1)
    }
}

/// A time of day, and how far the clocks were apart then: `18:21:41, +400.0013s`.
fn is_sample(low: &str) -> bool {
    low.split_once(", ").is_some_and(|(time, apart)| {
        time.split(':').count() == 3
            && time.split(':').all(|it| it.parse::<u8>().is_ok())
            && apart.starts_with(['+', '-'])
    })
}
