//! What is said in words: error texts, names of codes, and what people say.

mod back_end;
mod browser;
mod contrast;
mod delegation;
mod domain_controllers;
mod onward;
mod pattern;
mod people;
mod programs;
mod proxies;
mod second_hop;
mod sign_in;

use super::clauses::Stance;
use super::searched_text::Text;
use crate::lab::Observable as O;
use crate::present::causes::Pick;
use crate::present::causes::{Sign, Symptom};
use contrast::{Contrast, Told};
use pattern::Pattern;
pub(super) use programs::{NOT_FOR_USER, OTHER_KEYTAB};
use std::cell::LazyCell;
use std::sync::LazyLock;

/// What words that were recognised stand for.
pub(super) enum Says {
    /// The same as something to pick.
    Pick(Pick),
    /// One of these shows.
    Any(&'static [O]),
    /// What no run shows.
    Symptom(Symptom),
    /// All of these: each is a sign of its own.
    All(&'static [Word]),
    /// Nothing: the words of a sentence belong to something that is told elsewhere, or to an ordinary step.
    Nothing,
    /// Nothing: what works beside it tells more, in another sentence too.
    Contrasted,
    /// An error that has a reason of its own: it says nothing, and the rest of the story is open.
    OwnError,
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

/// Words, as a [`Pattern`] is written, and what they say.
type Entry = (&'static str, Says);

/// The same, as it is looked for.
type Phrase = (Pattern, &'static Says);

/// What may be said of one thing: a line can say one of it.
struct Group {
    /// The first that fits counts.
    phrases: &'static [Entry],
    /// What works beside what fails.
    contrasts: &'static [Contrast],
    /// Which of them is looked at first: the others count where it says nothing.
    first: First,
}

#[derive(Clone, Copy)]
enum First {
    Phrases,
    Contrasts,
}

const GROUPS: [Group; 16] = [
    phrases_or(back_end::BACK_END, second_hop::DATA),
    phrases(domain_controllers::KDC),
    phrases(delegation::BESIDE_ITS_ERROR),
    phrases(delegation::DELEGATION),
    phrases_or(delegation::NO_TGT, delegation::DELEGATION_LOST),
    phrases_or(sign_in::FIRST_HOP, sign_in::ACCOUNTS),
    Group {
        phrases: sign_in::HOW,
        contrasts: sign_in::SCHEMES,
        first: First::Contrasts,
    },
    Group {
        phrases: browser::BROWSER,
        contrasts: browser::BROWSERS,
        first: First::Contrasts,
    },
    phrases(browser::ASKED),
    Group {
        phrases: browser::ADDRESS,
        contrasts: browser::NAMES,
        first: First::Contrasts,
    },
    phrases_or(browser::PAGE, browser::SERVERS),
    phrases(sign_in::PASSWORD),
    phrases_or(proxies::CONNECTIONS, proxies::PROXIES),
    phrases_or(people::WHERE, people::PLACES),
    phrases(people::WHO),
    phrases(people::SETTINGS),
];

const fn phrases(phrases: &'static [Entry]) -> Group {
    phrases_or(phrases, &[])
}

/// Phrases, and where none of them fits, contrasts.
const fn phrases_or(phrases: &'static [Entry], contrasts: &'static [Contrast]) -> Group {
    Group {
        phrases,
        contrasts,
        first: First::Phrases,
    }
}

/// The phrases of each group.
static PHRASES: LazyLock<[Vec<Phrase>; GROUPS.len()]> =
    LazyLock::new(|| GROUPS.map(|group| patterns(group.phrases)));
static WHOLE: LazyLock<Vec<Phrase>> = LazyLock::new(|| {
    [programs::WHOLE, back_end::WHOLE]
        .map(patterns)
        .into_iter()
        .flatten()
        .collect()
});
static ACCOUNT: LazyLock<Vec<Phrase>> = LazyLock::new(|| patterns(people::SETTINGS));
static ONWARD: LazyLock<Vec<Phrase>> = LazyLock::new(|| patterns(onward::ONWARD));

fn patterns(entries: &'static [Entry]) -> Vec<Phrase> {
    let phrase = |(ways, says): &'static Entry| (Pattern::new(ways), says);
    entries.iter().map(phrase).collect()
}

/// The statuses that say that the back end is on no list: which one depends on what the client asks for.
pub(super) const ON_NO_LIST: &[O] = &[
    O::KdcStatus(0xC000_00BB),
    O::KdcStatus(0xC000_0272),
    O::KdcStatus(0xC000_0225),
];

/// A logon fails, and nothing says whether by the name, by the password or by something else.
pub(super) const SOME_LOGON_FAILURE: &[O] = &[
    O::LogonFailed(0xC000_0064),
    O::LogonFailed(0xC000_006A),
    O::LogonFailed(0xC000_006D),
];

/// By what something is told.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    /// By words of its own.
    Words,
    /// By two things that are told apart.
    Contrast,
    /// By one thing that fails, which may be the only one there is.
    OneSide,
    /// By what somebody supposes: it says nothing.
    Guess,
}

/// The errors that stand around whatever went wrong: before a client of SQL Server had a ticket, and when it was to be
/// logged on.
pub(super) const AROUND: [&str; 5] = [
    "cannot authenticate using kerberos",
    "cannot generate sspi context",
    "error: 17806",
    "error: 18452",
    "login is from an untrusted domain",
];

/// Words of domain controllers that call each other: a ticket that one cannot open is none of a web server's.
pub(super) const OF_CONTROLLERS: [&str; 7] = [
    "consecutive failures",
    "dsbindwithspnex",
    "replic",
    "réplic",
    "replik",
    "naming context",
    "dsbind",
];

/// A name and a password are refused where an application opens a file on another computer.
const OF_A_SHARE: &str = "unknown user name or bad password^user name or password is incorrect^user name or the password is incorrect&\\\\\
    &asp.net^web application^web app^web page^web site^website^aspx^page^impersonat^app pool^application pool&!login form^login failed^logon box^500.19^typed^entering^mounting";

/// How a server that ASP.NET runs begins what it says of a sign-in.
pub(super) const OF_A_SERVER: &str = "negotiatehandler";

/// What is said in a line.
pub(super) struct Said {
    /// What the words that were found stand for.
    pub(super) says: &'static Says,
    /// Whether the line denies it.
    pub(super) denied: bool,
    /// By what it is told.
    pub(super) by: By,
    /// The telling one of the words that say it.
    pub(super) word: &'static str,
}

/// What a line says that has a text in it of which nothing else counts. It is in lower case, with straight quotes and
/// single blanks.
pub(super) fn whole(line: &Text) -> Option<Said> {
    first(&WHOLE, line).filter(|it| it.by != By::Guess)
}

/// What such a line says of each group, with the group's place.
pub(super) fn said(line: &Text) -> impl Iterator<Item = (usize, Said)> {
    let told = LazyCell::new(|| Told::of(line.as_str()));
    let groups = GROUPS.iter().zip(PHRASES.iter()).enumerate();
    groups.filter_map(move |(place, (group, phrases))| {
        let contrast = || told.contrast(group.contrasts);
        let said = match group.first {
            First::Phrases => first(phrases, line).or_else(contrast),
            First::Contrasts => contrast().or_else(|| first(phrases, line)),
        };
        Some((place, said?))
    })
}

/// What works beside what fails in several lines together, of each group.
pub(super) fn contrasts(lines: &str) -> impl Iterator<Item = (usize, Said)> {
    let told = Told::of(lines);
    let groups = GROUPS.iter().enumerate();
    groups.filter_map(move |(place, group)| Some((place, told.contrast(group.contrasts)?)))
}

/// Whether a line says of anything that it works or fails.
pub(super) fn is_told(line: &Text) -> bool {
    Told::of(line.as_str()).tells()
}

/// Whether a line names a server behind the first, or how it is called.
pub(super) fn names_second(line: &Text) -> bool {
    let mut names = second_hop::SECOND.iter().flat_map(|it| it.split('|'));
    names.any(|name| line.place(name).is_some())
}

/// What an account is called beside a text of which nothing else counts.
pub(super) fn account(line: &Text) -> Option<Said> {
    first(&ACCOUNT, line)
}

/// By what a line goes on to another computer, if it does. A table of four names is on another server.
pub(super) fn goes_on(line: &Text) -> Option<Symptom> {
    let mut words = line.as_str().split_whitespace();
    let works = [" works", " ran fine", " runs fine"];
    let works = works.iter().any(|it| line.as_str().contains(it));
    if !works && words.any(onward::is_of_other_server) {
        return Some(Symptom::LinkedServer);
    }
    match first(&ONWARD, line).filter(|it| !it.denied)?.says {
        Says::Symptom(symptom) => Some(*symptom),
        _ => None,
    }
}

/// The first of these that a line says; where it says none, the first that it supposes.
fn first(phrases: &'static [Phrase], line: &Text) -> Option<Said> {
    let mut guess = None;
    let sentences = LazyCell::new(|| line.sentences());
    let said = phrases.iter().find_map(|(pattern, says)| {
        let (word, stance) = pattern.fits(line)?;
        // What keeps others from being heard has its words in one sentence: further apart they tell of two things.
        let alone = matches!(says, Says::Nothing | Says::OwnError) && sentences.len() > 1;
        if alone && !sentences.iter().any(|it| pattern.fits(it).is_some()) {
            return None;
        }
        let said = |says, by| Said {
            says,
            denied: stance == Stance::Denied,
            by,
            word,
        };
        if stance == Stance::Denied && says.is_silent() {
            return None;
        }
        if stance == Stance::Open {
            guess.get_or_insert(said(&Says::Nothing, By::Guess));
            return None;
        }
        Some(said(says, By::Words))
    });
    said.or(guess)
}

impl Says {
    /// As signs, of which each must hold.
    pub(super) fn signs(&self) -> Vec<Sign> {
        match self {
            Self::Pick(pick) => pick.signs(),
            Self::Any(any) => vec![Sign::Any(any.to_vec())],
            Self::Symptom(it) => vec![Sign::Symptom(*it)],
            Self::All(words) => words.iter().map(Word::sign).collect(),
            Self::Nothing | Self::Contrasted | Self::OwnError => Vec::new(),
        }
    }

    /// Whether it only keeps other words from being heard.
    pub(super) fn is_silent(&self) -> bool {
        matches!(self, Self::Nothing | Self::Contrasted | Self::OwnError)
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
