//! What each field is for, in a plain sentence.

use crate::wire::Field;

/// A line each: the name, behind an `@` the specification where others have a field of that name too, a tab, the
/// sentence. A `*` is any name. Of several that fit, the first.
const FIELDS: &str = include_str!("sentences.txt");

/// Fields that say where another one lies, by the end of their names; and what is in all DER.
const ENDS: [(&str, &str); 7] = [
    (
        "BufferOffset",
        "Where the payload begins, in bytes from the start of the message.",
    ),
    (
        "MaxLen",
        "Room for the payload in bytes; receivers ignore it.",
    ),
    ("Len", "Length of the payload in bytes."),
    ("Fields", "Length, room and place of a payload further on."),
    (
        "tag and length",
        "What follows, and how many bytes of it (DER).",
    ),
    ("_length", "How many bytes follow."),
    ("length", "How many bytes follow."),
];

/// The sentence for a field, if there is one.
pub fn sentence(field: &Field) -> Option<&'static str> {
    let name = field.name.as_ref();
    let known = FIELDS.lines().find_map(|line| {
        let (named, sentence) = line.split_once('\t')?;
        let (known, spec) = named.split_once('@').unwrap_or((named, ""));
        ((known == name || known == "*") && field.spec.starts_with(spec)).then_some(sentence)
    });
    let mut ends = ENDS.iter();
    known.or_else(|| Some(ends.find(|(end, _)| name.ends_with(end))?.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_a_name_and_a_sentence() {
        for line in FIELDS.lines() {
            let (name, sentence) = line.split_once('\t').unwrap();
            assert!(!name.is_empty() && sentence.ends_with('.'), "{line}");
        }
    }
}
