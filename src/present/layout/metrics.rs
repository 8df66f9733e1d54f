//! The sizes that everything in a diagram follows.

use std::fmt;

/// How wide a diagram is, and how large its letters are. Lengths are CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Metrics {
    /// How wide the diagram is drawn, in CSS pixels.
    pub width: f64,
    /// Size of the labels' letters.
    pub font: f64,
    /// Whether there is so little room that the lifelines stand at the edges.
    pub narrow: bool,
}

/// The font size that people have where they never changed it.
const ROOT: f64 = 16.0;

impl Metrics {
    /// For a diagram of that width, where the page's letters are as large as `root`, 16 unless somebody set another size.
    pub fn new(width: f64, root: f64) -> Self {
        let width = width.max(240.0);
        let narrow = width < 35.0 * root;
        let size = if narrow { 11.0 } else { 12.5 };
        Self {
            width,
            font: size * root / ROOT,
            narrow,
        }
    }

    /// The distance of two lines of text.
    pub fn line(self) -> f64 {
        self.font * 1.2
    }

    /// Width of a connection on its lifeline.
    pub fn bar(self) -> f64 {
        self.font * 0.6
    }

    /// The space between a label and what it must not touch.
    pub fn gap(self) -> f64 {
        if self.narrow { 3.0 } else { self.font * 0.6 }
    }

    /// The space around the text in a box.
    pub fn padding(self) -> f64 {
        self.font * if self.narrow { 0.6 } else { 0.9 }
    }

    /// The middles of so many lifelines.
    pub fn lanes(self, count: usize) -> Vec<f64> {
        let lanes = f64::from(u32::try_from(count.max(1)).unwrap_or(u32::MAX));
        let share = self.width / lanes;
        // In the middle of its card; or at the edges, with half a box's room beside it.
        let (first, step) = if self.narrow && count > 1 {
            let edge = self.font * 1.6;
            (edge, (self.width - 2.0 * edge) / (lanes - 1.0))
        } else {
            (share / 2.0, share)
        };
        std::iter::successors(Some(first), |x| Some(x + step))
            .take(count)
            .collect()
    }
}

/// A length as SVG is given it: to a tenth of a pixel, which is more than anybody sees.
#[derive(Clone, Copy, Debug)]
pub struct Length(pub f64);

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "no coordinate of a picture leaves an i32"
        )]
        let tenths = (self.0 * 10.0).round() as i32;
        let sign = if tenths < 0 { "-" } else { "" };
        let tenths = tenths.unsigned_abs();
        write!(f, "{sign}{}", tenths / 10)?;
        match tenths % 10 {
            0 => Ok(()),
            tenth => write!(f, ".{tenth}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Length;

    #[test]
    fn a_length_is_written_to_a_tenth() {
        let written = [0.0, 12.5, -0.04, -3.25, 100.96].map(|length| Length(length).to_string());
        assert_eq!(written, ["0", "12.5", "0", "-3.3", "101"]);
    }
}
