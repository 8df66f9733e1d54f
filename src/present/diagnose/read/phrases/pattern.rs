//! Words of the tables, taken apart once: they are looked for in every line.

use crate::present::diagnose::read::clauses::{Stance, is_denied, stance};
use crate::present::diagnose::read::searched_text::Text;

/// The ways to say something, in lower case. `|` stands between ways, `&` between words that stand in the line in any
/// order, the telling one first, and `^` between words of which one does; after `!`, of which none does.
pub(super) struct Pattern(Vec<Way>);

/// One way to say it.
struct Way {
    /// Of each of these one stands in the line; the telling one is the first.
    all: Vec<Vec<&'static str>>,
    /// None of these does.
    none: Vec<&'static str>,
    /// Whether it denies something itself, or tells that it was changed.
    denies: bool,
}

impl Pattern {
    pub(super) fn new(ways: &'static str) -> Self {
        Self(ways.split('|').map(Way::new).collect())
    }

    /// The first of the words by which a line says it, and whether it asserts it. What denies something itself, or tells
    /// what was changed, is taken as it is.
    pub(super) fn fits(&self, line: &Text) -> Option<(&'static str, Stance)> {
        self.0.iter().find_map(|way| way.fits(line))
    }
}

impl Way {
    fn new(way: &'static str) -> Self {
        const DENY: [&str; 13] = [
            "unable",
            "no ",
            "not",
            "never",
            "without",
            "lacks",
            "missing",
            "fixe",
            "solve",
            "goes away",
            "remov",
            "untick",
            "cleared",
        ];
        let (mut all, mut none) = (Vec::new(), Vec::new());
        for words in way.split('&') {
            match words.strip_prefix('!') {
                Some(words) => none.extend(words.split('^')),
                None => all.push(words.split('^').collect()),
            }
        }
        let mut words = way.split(|c: char| !c.is_alphanumeric());
        let denies = DENY.iter().any(|word| way.contains(word))
            || words.any(|word| matches!(word, "off" | "disabled"));
        Self { all, none, denies }
    }

    fn fits(&self, line: &Text) -> Option<(&'static str, Stance)> {
        let stands = |words: &Vec<&'static str>| {
            let mut words = words.iter();
            words.find_map(|word| Some((line.place(word)?, *word)))
        };
        let (first, rest) = self.all.split_first()?;
        let (at, word) = stands(first)?;
        let so = |at: usize, word: &str| self.denies || !is_denied(line.as_str(), at, word.len());
        // One of these stands somewhere where it is not denied.
        let asserted = |word: &&str| line.places(word).any(|at| so(at, word));
        let fits =
            rest.iter().all(|words| words.iter().any(asserted)) && stands(&self.none).is_none();
        fits.then(|| {
            let stance = match stance(line.as_str(), at, word.len()) {
                Stance::Denied if self.denies => Stance::Asserted,
                stance => stance,
            };
            (word, stance)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Pattern, Stance, Text};

    #[test]
    fn all_words_stand_in_a_line_and_none_that_must_not() {
        let pattern = Pattern::new("page opens^site opens&slowly&!prompt^password");
        let fit = |line| pattern.fits(&Text::new(line));
        assert_eq!(
            fit("slowly the site opens"),
            Some(("site opens", Stance::Asserted))
        );
        assert_eq!(fit("the page opens"), None);
        assert_eq!(fit("the page opens slowly after a prompt"), None);
        assert_eq!(
            fit("no page opens slowly"),
            Some(("page opens", Stance::Denied))
        );
        assert_eq!(fit("the page opens, not slowly"), None);
    }
}
