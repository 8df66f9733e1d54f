//! Some and one: `a handful of our users`, `one of the directors`. People have many words for how many it is.

use super::searched_text::Text;

/// Stand before people, and say that it is not all of them.
const SOME: [&str; 14] = [
    "a few",
    "few",
    "several",
    "certain",
    "a handful of",
    "a couple of",
    "a number of",
    "some of",
    "a small group of",
    "part of",
    "two",
    "three",
    "four",
    "some",
];
/// Stand before people, and say that it is one of them.
const ONE: [&str; 9] = [
    "a single",
    "single",
    "one particular",
    "a particular",
    "one specific",
    "a specific",
    "one of",
    "exactly one",
    "one",
];
/// Stand before somebody whom there is once, and say that it is nobody else.
const ONLY: [&str; 3] = ["only when", "only for", "only if"];
/// May stand between the two.
const WHOSE: [&str; 7] = ["of", "the", "our", "my", "their", "these", "those"];
/// Who it is, as the word begins.
const WHOM: [&str; 16] = [
    "user",
    "people",
    "person",
    "colleague",
    "employee",
    "coworker",
    "co-worker",
    "staff",
    "folks",
    "guy",
    "customer",
    "teacher",
    "student",
    "woman",
    "man ",
    "men ",
];
/// Of these there is one, and there may be several.
const ROLES: [&str; 4] = ["director", "manager", "boss", "secretary"];

/// Words of somebody who tells something: an error has none.
const TELLS: [&str; 7] = ["i ", "we ", "my ", "our ", "users ", "page ", "site "];

/// Whether somebody tells it.
pub(super) fn tells(text: &Text) -> bool {
    TELLS.iter().any(|word| text.place(word).is_some())
}

/// A line in lower case, with `some users` and `one user` for all the ways to say it.
pub(super) fn counted(line: &str) -> String {
    let mut told = String::new();
    let mut rest = line;
    while !rest.is_empty() {
        let begins = !told.ends_with(char::is_alphanumeric);
        if let Some((said, after)) = begins.then(|| count(rest)).flatten() {
            told.push_str(said);
            rest = after;
            continue;
        }
        let mut chars = rest.chars();
        told.extend(chars.next());
        rest = chars.as_str();
    }
    told
}

/// What stands for a count at the beginning of a text, and what comes after it.
fn count(text: &str) -> Option<(&'static str, &str)> {
    let before = |counts: &[&str], whom: &[&str]| {
        let mut counts = counts.iter();
        counts.find_map(|count| people(word(text, count)?, whom))
    };
    let of = |counts| before(counts, &WHOM).or_else(|| before(counts, &ROLES));
    let some = of(&SOME).map(|after| ("some users", after));
    let one = || of(&ONE).or_else(|| before(&ONLY, &ROLES));
    some.or_else(|| Some(("one user", one()?)))
}

/// What comes after one of these people, whoever they belong to.
fn people<'a>(mut text: &'a str, whom: &[&str]) -> Option<&'a str> {
    while let Some(after) = WHOSE.iter().find_map(|whose| word(text, whose)) {
        text = after;
    }
    whom.iter().find(|whom| text.starts_with(*whom))?;
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '-');
    text.get(end.unwrap_or(text.len())..)
}

/// What comes after a word at the beginning of a text.
fn word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    text.strip_prefix(word)?.strip_prefix(' ')
}

#[cfg(test)]
mod tests {
    use super::counted;

    #[test]
    fn people_are_counted_in_the_same_words() {
        for (said, told) in [
            ("a handful of our users get 401", "some users get 401"),
            ("it fails for several people", "it fails for some users"),
            ("except one of the directors.", "except one user."),
            ("one director sees it", "one user sees it"),
            ("only when the boss opens it", "one user opens it"),
            (
                "it fails only when users come",
                "it fails only when users come",
            ),
            ("only for people of FABRIKAM", "only for people of FABRIKAM"),
            ("some users fail", "some users fail"),
            ("a few colleagues", "some users"),
            ("one service account", "one service account"),
            ("phone user", "phone user"),
            ("two servers", "two servers"),
        ] {
            assert_eq!(counted(said), told);
        }
    }
}
