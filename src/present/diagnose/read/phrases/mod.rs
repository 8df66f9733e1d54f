//! What is said in words: error texts, names of codes, and what people say.

mod back_end;
mod contrast;
mod people;
mod sign_in;

use super::clauses::{is_denied, place};
use crate::lab::Observable as O;
use crate::present::causes::Pick;
use crate::present::causes::{Sign, Symptom};
use contrast::{Contrast, Told};
use std::cell::LazyCell;

/// What words say.
pub(super) enum Says {
    /// The same as something to pick.
    Pick(Pick),
    /// One of these shows.
    Any(&'static [O]),
    /// What no run shows.
    Symptom(Symptom),
    /// All of these.
    All(&'static [Word]),
    /// Nothing: the words belong to something that is told elsewhere, or to an ordinary step.
    Nothing,
}

/// A sign, as a table has it.
pub(super) enum Word {
    /// One of these shows.
    Any(&'static [O]),
    /// This does not show.
    Lacks(O),
    /// What no run shows.
    Symptom(Symptom),
}

/// Words, in lower case, and what they say. `|` stands between ways to say it, `&` between words that stand in the line
/// in any order, the telling one first, and `^` between words of which one does.
type Entry = (&'static str, Says);

/// What may be said of one thing: a line can say one of it.
struct Group {
    /// The first that fits counts.
    phrases: &'static [Entry],
    /// Where none of those fits, what works beside what fails.
    contrasts: &'static [Contrast],
}

const GROUPS: [Group; 14] = [
    phrases(back_end::BACK_END),
    phrases(back_end::KDC),
    phrases(back_end::BESIDE_ITS_ERROR),
    Group {
        phrases: back_end::NO_TGT,
        contrasts: back_end::DELEGATION_LOST,
    },
    phrases(sign_in::FIRST_HOP),
    Group {
        phrases: sign_in::HOW,
        contrasts: sign_in::SCHEMES,
    },
    Group {
        phrases: sign_in::BROWSER,
        contrasts: sign_in::BROWSERS,
    },
    Group {
        phrases: sign_in::ADDRESS,
        contrasts: sign_in::NAMES,
    },
    phrases(sign_in::PAGE),
    phrases(sign_in::PASSWORD),
    phrases(sign_in::CONNECTIONS),
    Group {
        phrases: people::WHERE,
        contrasts: people::PLACES,
    },
    phrases(people::WHO),
    phrases(people::SETTINGS),
];

const fn phrases(phrases: &'static [Entry]) -> Group {
    Group {
        phrases,
        contrasts: &[],
    }
}

/// The statuses that say that the back end is on no list: which one depends on what the client asks for.
pub(super) const ON_NO_LIST: &[O] = &[
    O::KdcStatus(0xC000_00BB),
    O::KdcStatus(0xC000_0272),
    O::KdcStatus(0xC000_0225),
];

/// What is said in a line.
pub(super) struct Said {
    /// What it says.
    pub(super) says: &'static Says,
    /// Whether the line denies it.
    pub(super) denied: bool,
    /// The telling one of the words that say it.
    pub(super) word: &'static str,
}

/// What a line says that has a text in it of which nothing else counts. It is in lower case, with straight quotes and
/// single blanks.
pub(super) fn whole(line: &str) -> Option<Said> {
    first(back_end::WHOLE, line)
}

/// What such a line says of each group.
pub(super) fn said(line: &str) -> impl Iterator<Item = Said> {
    let told = LazyCell::new(|| Told::of(line));
    GROUPS.iter().filter_map(move |group| {
        let contrasts = Some(group.contrasts).filter(|it| !it.is_empty());
        first(group.phrases, line).or_else(|| told.contrast(contrasts?))
    })
}

/// What an account is called beside a text of which nothing else counts.
pub(super) fn account(line: &str) -> Option<Said> {
    first(people::SETTINGS, line)
}

fn first(group: &'static [Entry], line: &str) -> Option<Said> {
    group.iter().find_map(|(pattern, says)| {
        let (word, denied) = pattern.split('|').find_map(|way| fits(way, line))?;
        Some(Said { says, denied, word })
    })
}

/// The first of these words, if a line has them all, and whether it is denied. What denies something itself is taken as it
/// is.
fn fits<'a>(way: &'a str, line: &str) -> Option<(&'a str, bool)> {
    const DENY: [&str; 6] = ["no ", "not", "never", "without", "lacks", "missing"];
    let mut first = None;
    for words in way.split('&') {
        let stands = |word: &'a str| Some((place(line, word)?, word));
        let (at, word) = words.split('^').find_map(stands)?;
        first.get_or_insert_with(|| (word, is_denied(line, at, word.len())));
    }
    let mut words = way.split(|c: char| !c.is_alphanumeric());
    let denies = DENY.iter().any(|word| way.contains(word))
        || words.any(|word| matches!(word, "off" | "disabled"));
    first.map(|(word, denied)| (word, denied && !denies))
}

impl Says {
    /// As signs.
    pub(super) fn signs(&self) -> Vec<Sign> {
        match self {
            Self::Pick(pick) => pick.signs(),
            Self::Any(any) => vec![Sign::Any(any.to_vec())],
            Self::Symptom(it) => vec![Sign::Symptom(*it)],
            Self::All(words) => words.iter().map(Word::sign).collect(),
            Self::Nothing => Vec::new(),
        }
    }
}

impl Word {
    fn sign(&self) -> Sign {
        match self {
            Self::Any(any) => Sign::Any(any.to_vec()),
            Self::Lacks(it) => Sign::Lacks(*it),
            Self::Symptom(it) => Sign::Symptom(*it),
        }
    }
}
