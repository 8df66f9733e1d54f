//! How many chips a card has room for.

use super::chip::Chip;
use crate::present::TextRun;
use crate::present::layout::width;

/// The room that a card has for its chips.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Room {
    /// In CSS pixels.
    width: f64,
    /// Size of the page's letters.
    root: f64,
    /// Whether a chip is its letter only.
    pub letters: bool,
}

impl Room {
    /// Of one of so many cards, side by side in that width.
    pub fn of_card(width: f64, root: f64, cards: usize) -> Self {
        let letters = width < 35.0 * root;
        let cards = f64::from(u8::try_from(cards.max(1)).unwrap_or(u8::MAX));
        let (gap, padding) = if letters { (0.4, 0.9) } else { (1.4, 1.7) };
        Self {
            width: (width + gap * root) / cards - (gap + padding) * root,
            root,
            letters,
        }
    }

    /// Of each chip, whether it is shown; how many more there are is said in their place. What is new, or held
    /// in this run alone, has the first right to be seen.
    pub fn choose(self, chips: &[Chip]) -> Vec<bool> {
        let mut chosen = vec![false; chips.len()];
        let (mut used, mut left) = (0.0, chips.len());
        let first = |chip: &Chip| chip.fresh || chip.alone;
        for wins in [true, false] {
            for (chip, chosen) in chips.iter().zip(&mut chosen) {
                // And room for "+2".
                let more = 2.0 * self.root;
                let wanted = used + self.chip(chip);
                if first(chip) == wins && (wanted + more <= self.width || left == chips.len()) {
                    used = wanted;
                    left -= 1;
                    *chosen = true;
                }
            }
        }
        chosen
    }

    /// The width of a chip and the gap behind it.
    fn chip(self, chip: &Chip) -> f64 {
        if self.letters {
            return 1.2 * self.root;
        }
        let text = |text: &str| width(&[TextRun::plain(text)], 0.75 * self.root);
        let bytes = chip.fingerprint.as_deref();
        // In monospace, a little smaller.
        let bytes = bytes.map_or(0.0, |bytes| bytes.chars().fold(0.4, |all, _| all + 0.42));
        text(&chip.name) + (bytes + 2.4) * self.root
    }
}
