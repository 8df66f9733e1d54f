//! When the steps of a run happened, measured from the first: for what is drawn to the scale of time.

use super::Step;
use crate::hosts::FileTime;
use crate::lab::Log;

/// How long after the first step each one happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Timing {
    /// In milliseconds. What has no time of its own happened with what stands before it; nothing goes backwards.
    after: Vec<f64>,
}

impl Timing {
    /// The times of steps; none where they do not tell any apart.
    pub fn of(log: &Log, steps: &[Step]) -> Option<Self> {
        let at = |step: &Step| log.event(step.id)?.at;
        let first = steps.iter().find_map(at)?;
        let mut latest = 0.0_f64;
        let after: Vec<f64> = steps
            .iter()
            .map(|step| {
                let own = at(step).map(|at| milliseconds(first, at));
                latest = own.map_or(latest, |own| latest.max(own));
                latest
            })
            .collect();
        (latest > 0.0).then_some(Self { after })
    }

    /// How long after the first step that one happened, in milliseconds.
    pub fn after(&self, step: usize) -> f64 {
        self.after.get(step).copied().unwrap_or_else(|| self.all())
    }

    /// How long all of it took, in milliseconds.
    pub fn all(&self) -> f64 {
        self.after.last().copied().unwrap_or_default()
    }

    /// How far along a step is, from 0 to 1.
    pub fn along(&self, step: usize) -> f64 {
        self.after(step) / self.all()
    }

    /// The step that is nearest to a share of the time, from 0 to 1; the first of several.
    pub fn nearest(&self, along: f64) -> usize {
        let wanted = along * self.all();
        let behind = self.after.partition_point(|after| *after < wanted);
        let before = behind.saturating_sub(1);
        let nearer = (wanted - self.after(before)).abs() <= (self.after(behind) - wanted).abs();
        let time = self.after(if nearer { before } else { behind });
        self.after.partition_point(|after| *after < time)
    }

    /// Shares some room out among the steps: what stands above each, in proportion to the time since the one before.
    pub fn spaces(&self, room: f64) -> Vec<f64> {
        let before = std::iter::once(&0.0).chain(&self.after);
        let passed = self
            .after
            .iter()
            .zip(before)
            .map(|(own, before)| own - before);
        passed.map(|passed| passed / self.all() * room).collect()
    }
}

/// How much later something was, in milliseconds; 0 where it was earlier.
pub fn milliseconds(first: FileTime, later: FileTime) -> f64 {
    #[expect(
        clippy::cast_precision_loss,
        reason = "what is lost of a span of 28 years is less than a millisecond"
    )]
    let ticks = later.0.saturating_sub(first.0) as f64;
    ticks / 10_000.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hosts::ConnectionId;
    use crate::lab::{EventId, EventKind, HostId};
    use crate::present::{StepShape, Tone};

    fn timing(times: &[Option<u64>]) -> Option<Timing> {
        let mut log = Log::default();
        let mut steps = Vec::new();
        for (number, at) in times.iter().enumerate() {
            let at = at.map(|milliseconds| FileTime(1_000_000 + milliseconds * 10_000));
            log.observe(HostId(0), at, EventKind::Opened(ConnectionId(0)));
            let id = EventId(u32::try_from(number).unwrap());
            steps.push(Step {
                id,
                events: vec![id],
                shape: StepShape::Note { host: HostId(0) },
                tone: Tone::Plain,
            });
        }
        Timing::of(&log, &steps)
    }

    #[test]
    fn what_has_no_time_happened_with_what_stands_before_it() {
        let timing = timing(&[None, Some(0), None, Some(40), Some(30), Some(100)]).unwrap();
        assert_eq!(timing.after, [0.0, 0.0, 0.0, 40.0, 40.0, 100.0]);
        assert_eq!(timing.along(3), 0.4);
        assert_eq!(timing.spaces(200.0), [0.0, 0.0, 0.0, 80.0, 0.0, 120.0]);
        // Beyond the last is the last.
        assert_eq!(timing.after(9), 100.0);
    }

    #[test]
    fn a_place_on_the_line_is_the_nearest_step() {
        let timing = timing(&[Some(0), Some(40), Some(40), Some(100)]).unwrap();
        let nearest = [0.0, 0.19, 0.21, 0.4, 0.69, 0.71, 1.0].map(|it| timing.nearest(it));
        assert_eq!(nearest, [0, 0, 1, 1, 1, 3, 3]);
    }

    #[test]
    fn without_times_there_is_no_scale() {
        assert_eq!(timing(&[]), None);
        assert_eq!(timing(&[None, None]), None);
        assert_eq!(timing(&[Some(5), Some(5)]), None);
    }
}
