//! Some and one: `a handful of our users`, `one of the directors`. People have many words for how many it is.

/// How many, before whom.
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
const ONE: [&str; 12] = [
    "a single",
    "single",
    "one particular",
    "a particular",
    "one specific",
    "a specific",
    "one of",
    "exactly one",
    "one",
    "only when",
    "only for",
    "only if",
];
/// Between how many and whom.
const WHOSE: [&str; 7] = ["of", "the", "our", "my", "their", "these", "those"];
/// Who it is, as the word begins.
const WHOM: [&str; 20] = [
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
    "director",
    "manager",
    "boss",
    "secretary",
    "teacher",
    "student",
    "woman",
    "man ",
    "men ",
];

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
    let of = |counts: &[&str]| counts.iter().find_map(|count| whom(word(text, count)?));
    let one = || Some(("one user", of(&ONE)?));
    of(&SOME).map(|after| ("some users", after)).or_else(one)
}

/// What comes after the people of whom there are so many.
fn whom(mut text: &str) -> Option<&str> {
    while let Some(after) = WHOSE.iter().find_map(|whose| word(text, whose)) {
        text = after;
    }
    WHOM.iter().find(|whom| text.starts_with(*whom))?;
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
