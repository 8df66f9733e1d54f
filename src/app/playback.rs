//! Playing: time handed in by whoever has a clock moves the step on.

/// How long a step stands at normal speed, in milliseconds.
pub const STEP_MS: f64 = 1500.0;
/// The speeds, as factors, in the order of the keys 1 to 5.
pub const SPEEDS: [f64; 5] = [0.25, 0.5, 1.0, 2.0, 4.0];

/// Whether and how fast it plays.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Playback {
    /// Whether it plays.
    pub playing: bool,
    /// Index into [`SPEEDS`].
    pub speed: usize,
    /// How long the step has stood, in milliseconds at normal speed.
    elapsed: f64,
}

impl Default for Playback {
    fn default() -> Self {
        Self {
            playing: false,
            speed: 2,
            elapsed: 0.0,
        }
    }
}

impl Playback {
    /// The factor.
    pub fn factor(self) -> f64 {
        SPEEDS.get(self.speed).copied().unwrap_or(1.0)
    }

    /// A new step has been reached: its time begins.
    pub fn restart(&mut self) {
        self.elapsed = 0.0;
    }

    /// Lets real time pass; how many steps to go on. A page that slept for long goes on by one, not by hundreds.
    pub fn pass(&mut self, milliseconds: f64) -> usize {
        if !self.playing || !milliseconds.is_finite() {
            return 0;
        }
        self.elapsed += milliseconds.clamp(0.0, STEP_MS) * self.factor();
        let mut steps = 0;
        while self.elapsed >= STEP_MS {
            self.elapsed -= STEP_MS;
            steps += 1;
        }
        steps
    }
}
