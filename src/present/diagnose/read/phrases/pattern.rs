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
        let (mut all, mut none) = (Vec::new(), Vec::new());
        let mut denies = false;
        for words in way.split('&') {
            match words.strip_prefix('!') {
                Some(words) => none.extend(words.split('^')),
                None => {
                    denies |= is_denying(words);
                    all.push(words.split('^').collect());
                }
            }
        }
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

/// Whether words deny something themselves, or tell that it was changed.
fn is_denying(words: &str) -> bool {
    const DENY: [&str; 11] = [
        "unable", "no", "not", "nothing", "cannot", "never", "without", "lacks", "missing", "off",
        "disabled",
    ];
    const CHANGED: [&str; 6] = ["fixe", "solve", "goes away", "remov", "untick", "cleared"];
    // A name such as STATUS_NOT_FOUND is one word, which denies nothing.
    let mut each = words.split(|c: char| !c.is_alphanumeric() && c != '_');
    each.any(|it| DENY.contains(&it)) || CHANGED.iter().any(|it| words.contains(it))
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

    #[test]
    fn a_word_denies_only_as_a_whole_and_only_where_it_is_to_stand() {
        let fit = |ways, line| Pattern::new(ways).fits(&Text::new(line)).map(|it| it.1);
        for (ways, line, stance) in [
            ("no account", "there is no account", Stance::Asserted),
            (
                "another account",
                "it is not another account",
                Stance::Denied,
            ),
            ("new notebook", "there is no new notebook", Stance::Denied),
            ("status_not_found", "no status_not_found", Stance::Denied),
            ("an account&!not", "there is no an account", Stance::Denied),
        ] {
            assert_eq!(fit(ways, line), Some(stance), "{ways}: {line}");
        }
    }
}
