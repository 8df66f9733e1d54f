//! Two tokens of one kind beside each other.

use super::mask::starred;
use crate::present::Passwords;
use crate::present::inspect::{FieldRow, field_rows};
use crate::wire::Layer;
use std::collections::{HashMap, VecDeque};

/// Two tokens beside each other.
#[derive(Clone, Debug, PartialEq)]
pub struct TokenComparison {
    /// The rows of the first token and those of the second.
    pub rows: [Vec<FieldRow>; 2],
    /// What stands beside what.
    pub pairs: Vec<ComparedRow>,
    /// Whether they are the same, byte for byte.
    pub same: bool,
}

/// A line of the comparison: the field's rows in both, and whether they differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ComparedRow {
    /// Its row in the first.
    pub first: Option<usize>,
    /// Its row in the second.
    pub second: Option<usize>,
    /// Whether it says something else, or is missing in one.
    pub differs: bool,
}

/// Compares two tokens as they are, and hides their passwords where that is said.
pub fn compare(first: &Layer, second: &Layer, passwords: Passwords) -> TokenComparison {
    let rows = [first, second].map(|layer| match passwords.are_hidden() {
        true => {
            let (layout, bytes) = starred(layer);
            field_rows(&layout, &bytes)
        }
        false => field_rows(&layer.layout, &layer.bytes),
    });
    let ([ours, theirs], our_bytes, their_bytes) = (&rows, &first.bytes, &second.bytes);
    TokenComparison {
        pairs: pairs((ours, our_bytes), (theirs, their_bytes)),
        same: our_bytes == their_bytes,
        rows,
    }
}

impl TokenComparison {
    /// The pairs of fields: a group is told by what is in it, and the plumbing tells nothing.
    pub fn leaves(&self) -> impl Iterator<Item = &ComparedRow> {
        let groups = |pair: &&ComparedRow| self.row(pair).is_some_and(|row| !row.group);
        let plumbing = |pair: &&ComparedRow| !self.row(pair).is_some_and(|row| row.folded);
        self.pairs.iter().take_while(plumbing).filter(groups)
    }

    /// Whether it differs, and not because it is new in every message: one has it and the other not, or what it says
    /// stays the same from message to message.
    pub fn matters(&self, pair: &ComparedRow) -> bool {
        let both = pair.first.is_some() && pair.second.is_some();
        let fleeting = self.row(pair).is_some_and(|row| row.fleeting);
        pair.differs && !(both && fleeting)
    }

    /// The name of the field on that line, whichever token has it.
    pub fn name(&self, pair: &ComparedRow) -> &str {
        self.row(pair).map_or("", |row| &row.name)
    }

    /// What it says in both.
    pub fn values(&self, pair: &ComparedRow) -> [Option<&str>; 2] {
        let [ours, theirs] = &self.rows;
        let first = pair.first.and_then(|at| ours.get(at));
        let second = pair.second.and_then(|at| theirs.get(at));
        [first, second].map(|row| row.map(|row| row.value.as_str()))
    }

    fn row(&self, pair: &ComparedRow) -> Option<&FieldRow> {
        let [ours, theirs] = &self.rows;
        let first = pair.first.and_then(|at| ours.get(at));
        first.or_else(|| theirs.get(pair.second?))
    }
}

/// The rows of a token, and its bytes.
type Side<'a> = (&'a [FieldRow], &'a [u8]);

/// Puts the rows of two tokens beside each other, by the fields' names and how deep they lie; the order is the first
/// one's, and what only the second has stands where it stands there.
fn pairs(first: Side<'_>, second: Side<'_>) -> Vec<ComparedRow> {
    let ((first, its), (second, theirs)) = (first, second);
    let mut pairs = Vec::new();
    let mut next = 0;
    let mut places = places(second);
    for (number, row) in first.iter().enumerate() {
        let named = places.get_mut(&(row.depth, row.name.as_str()));
        // A group's end is not searched beyond: what is missing in it is missing.
        let found = named.and_then(|places| {
            while places.front().is_some_and(|(place, _)| *place < next) {
                places.pop_front();
            }
            let (place, group) = places.front()?;
            (*group <= next).then_some(*place - next)
        });
        let Some(found) = found else {
            pairs.push(ComparedRow {
                first: Some(number),
                second: None,
                differs: true,
            });
            continue;
        };
        for other in next..next + found {
            pairs.push(ComparedRow {
                first: None,
                second: Some(other),
                differs: true,
            });
        }
        next += found;
        let other = second
            .get(next)
            .and_then(|other| theirs.get(other.range.clone()));
        let same = other == its.get(row.range.clone());
        pairs.push(ComparedRow {
            first: Some(number),
            second: Some(next),
            differs: !same,
        });
        next += 1;
    }
    for other in next..second.len() {
        pairs.push(ComparedRow {
            first: None,
            second: Some(other),
            differs: true,
        });
    }
    pairs
}

/// Where the rows of each depth and name stand, and where the group around each begins.
fn places(rows: &[FieldRow]) -> HashMap<(usize, &str), VecDeque<(usize, usize)>> {
    let mut places: HashMap<_, VecDeque<_>> = HashMap::new();
    // The rows around the one that comes, outermost first, each with its depth.
    let mut around: Vec<(usize, usize)> = Vec::new();
    for (place, row) in rows.iter().enumerate() {
        while around.last().is_some_and(|(depth, _)| *depth >= row.depth) {
            around.pop();
        }
        let group = around.last().map_or(0, |(_, place)| place + 1);
        around.push((row.depth, place));
        let named = places.entry((row.depth, row.name.as_str()));
        named.or_default().push_back((place, group));
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Names with their values, a byte each.
    fn rows(text: &str) -> (Vec<FieldRow>, Vec<u8>) {
        let mut bytes = Vec::new();
        let row = |line: &str| {
            let name = line.trim_start();
            let (name, value) = name.split_once('=').unwrap_or((name, ""));
            FieldRow {
                depth: line.len() - line.trim_start().len(),
                name: name.to_owned(),
                value: String::new(),
                range: {
                    bytes.extend(value.bytes());
                    bytes.len() - value.len()..bytes.len()
                },
                value_kind: None,
                spec: "",
                group: false,
                folded: false,
                fleeting: false,
            }
        };
        (text.split('/').map(row).collect(), bytes)
    }

    fn told(first: &str, second: &str) -> String {
        let (first, second) = (rows(first), rows(second));
        let line = |pair: &ComparedRow| {
            let name = |rows: &[FieldRow], at: Option<usize>| {
                at.map_or("-".to_owned(), |at| rows[at].name.clone())
            };
            let mark = if pair.differs { "≠" } else { "=" };
            format!(
                "{}{mark}{}",
                name(&first.0, pair.first),
                name(&second.0, pair.second)
            )
        };
        pairs((&first.0, &first.1), (&second.0, &second.1))
            .iter()
            .map(line)
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn passwords_are_compared_and_not_shown() {
        let layer = |text: &[u8]| {
            let found = crate::wire::layers(
                format!(
                    "GET / HTTP/1.1\r\nAuthorization: Basic {}\r\n\r\n",
                    crate::wire::to_base64(text)
                )
                .as_bytes(),
            );
            found.into_iter().nth(1).unwrap()
        };
        for (other, same) in [("alice:hunter2", true), ("alice:hunter3", false)] {
            let found = compare(
                &layer(b"alice:hunter2"),
                &layer(other.as_bytes()),
                Passwords::Hidden,
            );
            let differing = found.pairs.iter().filter(|pair| pair.differs).count();
            assert_eq!((found.same, differing == 0), (same, same));
            assert!(
                found
                    .rows
                    .iter()
                    .flatten()
                    .all(|row| !row.value.contains("hunter"))
            );
        }
    }

    #[test]
    fn fields_meet_by_name_and_depth() {
        assert_eq!(told("a=1/b=2", "a=1/b=3"), "a=a b≠b");
        assert_eq!(
            told("g/ a=1/ c=1/h", "g/ a=1/ b=1/ c=1/h"),
            "g=g a=a -≠b c=c h=h"
        );
        assert_eq!(told("g/ a/ b/h", "g/ a/h/ b"), "g=g a=a b≠- h=h -≠b");
        assert_eq!(told("a", ""), "a≠- -≠");
    }

    #[test]
    fn many_rows_without_a_partner_take_time_by_their_number_alone() {
        let many = |name: &str| vec![name; 40_000].join("/");
        let (first, second) = (rows(&many("realm=x")), rows(&many("nonce=x")));
        let start = std::time::Instant::now();
        let pairs = pairs((&first.0, &first.1), (&second.0, &second.1));
        assert_eq!(pairs.len(), 80_000);
        assert!(start.elapsed().as_secs() < 2, "{:?}", start.elapsed());
    }
}
