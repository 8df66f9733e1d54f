//! When two values are one: equal bytes, under names that mean the same.

use crate::crypto::upper;
use crate::value_kind::ValueKind;
use crate::wire::basic::split_domain;
use crate::wire::field_name;
use crate::wire::text::{from_oem, from_utf16le};
use std::ops::Range;

/// A value, and the name under which a step or a field has it.
#[derive(Clone, Copy)]
pub struct NamedValue<'a> {
    pub name: &'a str,
    pub bytes: &'a [u8],
    pub text: Option<&'a str>,
    pub value_kind: Option<ValueKind>,
}

/// How sure it is that two equal values are one, least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// They are long enough not to be equal by chance.
    Length,
    /// They are the same kind of value.
    ValueKind,
    /// One is a part of what the other's name says.
    Part,
    /// They have the same name.
    Name,
}

/// What a value of the cryptography is called in messages, and which bytes of the field it is (an end of 0 is the
/// field's own).
pub type Synonym = (&'static str, &'static str, usize, usize);

const SYNONYMS: [Synonym; 17] = [
    ("ServerChallenge", field_name::LM_CHALLENGE, 0, 0),
    ("EffectiveChallenge", field_name::LM_CHALLENGE, 0, 0),
    ("ClientChallenge", field_name::CHALLENGE_FROM_CLIENT, 0, 0),
    ("temp", "NTLMv2_CLIENT_CHALLENGE", 0, 0),
    ("temp", "NtChallengeResponse", 16, 0),
    ("NTLMv2_CLIENT_CHALLENGE", "NtChallengeResponse", 16, 0),
    ("NTProofStr", "NtChallengeResponse", 0, 16),
    ("LmChallengeResponse[0..7]", "LmChallengeResponse", 0, 8),
    (
        "LmChallengeResponse[0..7]",
        field_name::CHALLENGE_FROM_CLIENT,
        0,
        8,
    ),
    ("Uppercase(User)", "UserName", 0, 0),
    ("UserDom", "DomainName", 0, 0),
    ("UserDom", "LogonDomainName", 0, 0),
    ("Uppercase(User)", field_name::USER_ID, 0, 0),
    ("UserDom", field_name::USER_ID, 0, 0),
    ("SessionBaseKey", "UserSessionKey", 0, 0),
    ("LogonDomainName", "DomainName", 0, 0),
    ("TimeStamp", "MsvAvTimestamp", 0, 0),
];

/// Names of texts: these are compared as text, whatever the case and the encoding.
const TEXTS: [&str; 4] = ["Uppercase(User)", "UserDom", "Passwd", "UpperCase(Passwd)"];

/// Shorter values may be equal by chance.
pub const LONG: usize = 8;

impl<'a> NamedValue<'a> {
    pub fn new(name: &'a str, bytes: &'a [u8], value_kind: Option<ValueKind>) -> Self {
        Self {
            name,
            bytes,
            text: None,
            value_kind,
        }
    }

    /// Whether the two are one.
    pub fn like(&self, other: &Self) -> Option<Likeness> {
        if self.bytes != other.bytes || self.bytes.is_empty() {
            return None;
        }
        let constant = self
            .bytes
            .windows(2)
            .all(|pair| pair.first() == pair.last());
        if self.name == other.name {
            Some(Likeness::Name)
        } else if self.value_kind.is_some() && self.value_kind == other.value_kind {
            Some(Likeness::ValueKind)
        } else {
            (self.bytes.len() >= LONG && !constant).then_some(Likeness::Length)
        }
    }

    /// Whether it is a name or a password, which somebody typed once.
    pub fn is_typed(&self) -> bool {
        TEXTS.contains(&self.name)
    }

    /// What it is called in messages.
    pub fn synonyms(&self) -> Vec<&'static Synonym> {
        let rows = SYNONYMS.iter();
        rows.filter(|row| row.0 == self.name).collect()
    }

    /// Whether this is in a field, and which of its bytes it is (none where it is all of them). `rows` are its synonyms.
    pub fn found_in(&self, field: &Self, rows: &[&Synonym]) -> Option<(Likeness, Range<usize>)> {
        let whole = |likeness| Some((likeness, 0..0));
        let like = self.like(field);
        if like == Some(Likeness::Name) {
            return whole(Likeness::Name);
        }
        for (_, _, start, end) in rows.iter().filter(|row| row.1 == field.name) {
            let end = if *end == 0 { field.bytes.len() } else { *end };
            if self.says(field) || self.bytes == field.bytes {
                return whole(Likeness::Name);
            }
            if !self.bytes.is_empty() && field.bytes.get(*start..end) == Some(self.bytes) {
                return Some((Likeness::Part, *start..end));
            }
        }
        if field.value_kind == Some(ValueKind::Password) && self.says(field) {
            return whole(Likeness::Name);
        }
        // Accounts have their hash before anybody tells it.
        let known = self.value_kind == Some(ValueKind::NtHash);
        whole(like.filter(|_| !known)?)
    }

    /// Whether the two are the same text.
    fn says(&self, field: &Self) -> bool {
        let mut text = field.text.unwrap_or_default();
        if field.name == field_name::USER_ID {
            let (domain, user) = split_domain(text);
            text = match self.name {
                "UserDom" => domain.unwrap_or_default(),
                _ => user,
            };
        }
        if text.is_empty() {
            return false;
        }
        let text = upper(text);
        let same = |own: String| upper(&own) == text;
        self.is_typed()
            && (from_utf16le(self.bytes).is_some_and(same) || same(from_oem(self.bytes)))
    }
}
