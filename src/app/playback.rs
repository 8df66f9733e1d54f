//! Playing: how fast, and whether at all. Whoever has a clock says when a step has stood for long enough.

/// The speeds, as factors with their names, in the order of the keys 1 to 5.
pub const SPEEDS: [(f64, &str); 5] = [
    (0.25, "0.25×"),
    (0.5, "0.5×"),
    (1.0, "1×"),
    (2.0, "2×"),
    (4.0, "4×"),
];

/// Whether and how fast it plays.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Playback {
    /// Whether steps follow each other by themselves.
    pub playing: bool,
    /// Index into [`SPEEDS`], which has the factors.
    pub speed: usize,
    /// Whether it stopped by itself, at a turning point.
    pub paused: bool,
}

impl Default for Playback {
    fn default() -> Self {
        Self {
            playing: false,
            speed: 2,
            paused: false,
        }
    }
}

impl Playback {
    /// How long something takes that takes so long at normal speed.
    pub fn scaled(self, milliseconds: f64) -> f64 {
        let factor = SPEEDS.get(self.speed).map_or(1.0, |(factor, _)| *factor);
        milliseconds / factor
    }

    /// Whether it stops at turning points. At the highest speed it runs through, for whoever wants to see the whole.
    pub(super) fn pauses(self) -> bool {
        self.speed + 1 < SPEEDS.len()
    }

    /// Takes that speed, the highest one where there is none of that number.
    pub(super) fn set_speed(&mut self, speed: usize) {
        self.speed = speed.min(SPEEDS.len() - 1);
    }

    /// It stands, because somebody wants it so.
    pub(super) fn stop(&mut self) {
        self.set_playing(false);
    }

    /// It plays where it stood, and the other way round.
    pub(super) fn toggle(&mut self) {
        self.set_playing(!self.playing);
    }

    /// It plays, or stands because somebody wants it so.
    pub(super) fn set_playing(&mut self, playing: bool) {
        self.playing = playing;
        self.paused = false;
    }
}
