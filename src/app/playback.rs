//! Playing: how fast, and whether at all. Who has a clock says when a step has stood for long enough.

/// How long a step stands at normal speed, in milliseconds.
pub const STEP_MS: f64 = 1500.0;
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
    /// Whether it plays.
    pub playing: bool,
    /// Index into [`SPEEDS`].
    pub speed: usize,
}

impl Default for Playback {
    fn default() -> Self {
        Self {
            playing: false,
            speed: 2,
        }
    }
}

impl Playback {
    /// How long a step stands, in milliseconds.
    pub fn step_milliseconds(self) -> f64 {
        let factor = SPEEDS.get(self.speed).map_or(1.0, |(factor, _)| *factor);
        STEP_MS / factor
    }
}
