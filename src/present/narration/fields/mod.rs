//! What each field of a message is for, in a plain sentence.

mod credential_files;
mod http;
mod kerberos;
mod negotiate;
mod ntlm;
mod pac;
mod rpc;
mod tds;

use crate::wire::Field;

/// What fields of a name are for.
#[derive(Clone, Copy, Debug)]
struct Meaning {
    /// Their name; none for all fields of the specification.
    name: Option<&'static str>,
    /// The beginning of the specification they must be of, where others have a field of that name too.
    spec: &'static str,
    sentence: &'static str,
}

impl Meaning {
    const fn of(name: &'static str, sentence: &'static str) -> Self {
        Self::in_spec(name, "", sentence)
    }

    const fn in_spec(name: &'static str, spec: &'static str, sentence: &'static str) -> Self {
        Self {
            name: Some(name),
            spec,
            sentence,
        }
    }

    const fn of_all(spec: &'static str, sentence: &'static str) -> Self {
        Self {
            name: None,
            spec,
            sentence,
        }
    }

    fn fits(&self, field: &Field) -> bool {
        self.name.is_none_or(|name| name == field.name) && field.spec.starts_with(self.spec)
    }
}

/// Fields that say where another one lies, by the end of their names and the beginning of their specification.
const ENDS: [(&str, &str, &str); 8] = [
    (
        "BufferOffset",
        "",
        "Where the payload begins, in bytes from the start of the message.",
    ),
    (
        "MaxLen",
        "",
        "Room for the payload in bytes; receivers ignore it.",
    ),
    ("Len", "", "Length of the payload in bytes."),
    (
        "Fields",
        "",
        "Length, room and place of a payload further on.",
    ),
    ("_length", "", "How many bytes follow."),
    ("length", "", "How many bytes follow."),
    ("Length", "", "Its length in bytes."),
    (
        "Offset",
        "[MS-PAC]",
        "Where it begins, in bytes from the start of the buffer.",
    ),
];

fn all() -> impl Iterator<Item = &'static Meaning> {
    let tables = [
        ntlm::NTLM,
        negotiate::NEGOTIATE,
        kerberos::KERBEROS,
        pac::FIELDS,
        credential_files::FIELDS,
        http::HTTP,
        rpc::RPC,
        tds::SQL,
    ];
    tables.into_iter().flatten()
}

/// The sentence for a field, if there is one.
pub fn sentence(field: &Field) -> Option<&'static str> {
    let named = |meaning: &&Meaning| meaning.name.is_some() && meaning.fits(field);
    // What one specification says goes before what they all mean.
    let exact = all().find(|meaning| named(meaning) && !meaning.spec.is_empty());
    let known = exact.or_else(|| all().find(named));
    let known = known.or_else(|| all().find(|meaning| meaning.fits(field)));
    let by_end = || {
        let mut ends = ENDS.iter();
        ends.find(|(end, spec, _)| field.name.ends_with(end) && field.spec.starts_with(spec))
    };
    known
        .map(|meaning| meaning.sentence)
        .or_else(|| by_end().map(|(.., sentence)| *sentence))
}

#[cfg(test)]
mod tests;
