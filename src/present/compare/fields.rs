//! Which fields of two messages differ, and by which bytes.

use crate::present::Passwords;
use crate::present::decode::{ComparedRow, TokenComparison, compare};
use crate::present::inspect::{hex, layer_name};
use crate::wire::{Layer, field_name, from_base64};
use std::rc::Rc;

/// Something that two messages do not have alike. What is new in every message anyway is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MessageDifference {
    /// A layer that one of them has alone.
    Layer {
        /// The name of the kind of layer.
        layer: &'static str,
        /// Whether the second message has it.
        second: bool,
    },
    /// A field of a layer that both have.
    Field {
        /// The name of the kind of layer that has the field.
        layer: &'static str,
        /// The field's; of a header its own.
        name: String,
        /// The field in the first message and in the second; none where it is missing.
        sides: [Option<FieldSide>; 2],
    },
}

/// A field in one of the messages, from a little before where it differs from that of the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldSide {
    /// What it says; empty where its bytes say all. Passwords are stars.
    pub says: String,
    /// Its bytes, in hex; none where they are a secret.
    pub bytes: Option<String>,
}

/// So many bytes of a field are shown.
const MOST_BYTES: usize = 8;
/// So many characters of what it says.
const MOST_TEXT: usize = 60;
/// So much is shown before the first difference.
const BEFORE: usize = 2;

/// What differs, layer by layer, the outermost first.
pub fn message_differences(left: &[Rc<Layer>], right: &[Rc<Layer>]) -> Vec<MessageDifference> {
    let mut all = Vec::new();
    let mut rest: Vec<&Rc<Layer>> = right.iter().collect();
    // A field that holds a layer is told by that one.
    let inner: Vec<&[u8]> = left.iter().chain(right).map(|it| &it.bytes[..]).collect();
    for one in left {
        let layer = layer_name(one);
        match rest.iter().position(|other| other.kind() == one.kind()) {
            Some(place) => all.extend(in_layer(one, rest.remove(place), &inner)),
            None => all.push(MessageDifference::Layer {
                layer,
                second: false,
            }),
        }
    }
    all.extend(rest.into_iter().map(|other| MessageDifference::Layer {
        layer: layer_name(other),
        second: true,
    }));
    all
}

fn in_layer(left: &Layer, right: &Layer, inner: &[&[u8]]) -> Vec<MessageDifference> {
    let compared = compare(left, right, Passwords::Hidden);
    let layers = [left, right];
    let matter = compared.leaves().filter(|pair| compared.matters(pair));
    let apart = matter.filter_map(|pair| {
        let bytes = [0, 1].map(|side| bytes(&compared, pair, side, layers));
        let opened = |bytes: &Option<&[u8]>| bytes.is_some_and(|bytes| holds(bytes, inner));
        if bytes.iter().any(opened) {
            return None;
        }
        Some(MessageDifference::Field {
            layer: layer_name(left),
            name: name(&compared, pair),
            sides: [0, 1].map(|side| field_side(&compared, pair, side, bytes)),
        })
    });
    apart.collect()
}

/// Whether a field is one of those layers, as it is or in base64.
fn holds(field: &[u8], inner: &[&[u8]]) -> bool {
    let text = std::str::from_utf8(field).ok();
    let decoded = text.and_then(|text| from_base64(text.rsplit(' ').next()?).ok());
    inner.contains(&field) || decoded.is_some_and(|decoded| inner.contains(&&decoded[..]))
}

fn bytes<'a>(
    compared: &TokenComparison,
    pair: &ComparedRow,
    side: usize,
    layers: [&'a Layer; 2],
) -> Option<&'a [u8]> {
    let at = [pair.first, pair.second].get(side).copied().flatten()?;
    let row = compared.rows.get(side)?.get(at)?;
    layers.get(side)?.bytes.get(row.range.clone())
}

fn field_side(
    compared: &TokenComparison,
    pair: &ComparedRow,
    side: usize,
    bytes: [Option<&[u8]>; 2],
) -> Option<FieldSide> {
    let at = [pair.first, pair.second].get(side).copied().flatten()?;
    let row = compared.rows.get(side)?.get(at)?;
    let values = compared.values(pair);
    let (own, other) = (values.get(side).copied()??, values.get(1 - side).copied()?);
    let (bytes, others) = (bytes.get(side).copied()??, bytes.get(1 - side).copied()?);
    let says = match own == hex(bytes, 16) {
        true => String::new(),
        false => text_from(own, other.unwrap_or_default()),
    };
    let same = bytes.iter().zip(others.unwrap_or_default());
    let same = same.take_while(|(one, other)| one == other).count();
    let from = same.saturating_sub(BEFORE).min(bytes.len());
    let shown = hex(bytes.get(from..).unwrap_or_default(), MOST_BYTES);
    let dots = if from > 0 { "… " } else { "" };
    Some(FieldSide {
        says,
        bytes: row.value_kind.is_none().then(|| [dots, &shown].concat()),
    })
}

/// A text from a little before where it differs from another, where it is a long one.
fn text_from(own: &str, other: &str) -> String {
    let length = own.chars().count();
    if length <= MOST_TEXT {
        return own.to_owned();
    }
    let same = own.chars().zip(other.chars());
    let same = same.take_while(|(one, other)| one == other).count();
    let from = same.saturating_sub(BEFORE * 4).min(length);
    let mut text: String = own.chars().skip(from).take(MOST_TEXT).collect();
    if from > 0 {
        text.insert(0, '…');
    }
    if from + MOST_TEXT < length {
        text.push('…');
    }
    text
}

/// The field's name; that of a header instead of `field-value`.
fn name(compared: &TokenComparison, pair: &ComparedRow) -> String {
    let own = compared.name(pair);
    let (side, at) = match (pair.first, pair.second) {
        (Some(at), _) => (0, at),
        (None, at) => (1, at.unwrap_or_default()),
    };
    let rows = compared.rows.get(side).and_then(|rows| rows.get(..at));
    let mut before = rows.unwrap_or_default().iter().rev();
    let header = before.find(|row| row.name == field_name::HEADER_NAME);
    match header.filter(|_| own == field_name::HEADER_VALUE) {
        Some(header) => header.value.trim_matches(['“', '”']).to_owned(),
        None => own.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::presets::Preset;
    use crate::lab::{Scenario, run};
    use crate::present::{DomainControllers, inspect, steps};

    fn messages(scenario: &Scenario) -> Vec<Vec<Rc<Layer>>> {
        let log = run(scenario);
        let sent = steps(&log, DomainControllers::Folded).into_iter();
        let sent = sent.filter_map(|step| inspect::message(&log, &step).map(|[sent, _]| sent));
        sent.map(|layers| layers.into_iter().map(Rc::new).collect())
            .collect()
    }

    fn preset(id: &str) -> Scenario {
        Preset::named(id).unwrap().scenario()
    }

    /// Of every field that differs: the two sides do not read the same.
    fn assert_told(differences: &[MessageDifference]) {
        for it in differences {
            if let MessageDifference::Field { sides, .. } = it {
                assert_ne!(sides[0], sides[1], "{it:?}");
            }
        }
    }

    #[test]
    fn a_message_differs_from_itself_nowhere_and_from_another_in_what_it_says() {
        let [basic, ntlm] = ["basic", "kb183545"].map(|id| messages(&preset(id)));
        for message in basic.iter().chain(&ntlm) {
            assert_eq!(message_differences(message, message), []);
        }
        // The 401: what is offered differs, and the status does not.
        let refusal = |messages: &[Vec<Rc<Layer>>]| {
            let refusal = messages
                .iter()
                .find(|layers| layers[0].bytes.starts_with(b"HTTP/1.1 401"));
            refusal.unwrap().clone()
        };
        let apart = message_differences(&refusal(&ntlm), &refusal(&basic));
        assert_told(&apart);
        assert!(apart.iter().any(
            |it| matches!(it, MessageDifference::Field { name, .. } if name == "WWW-Authenticate")
        ));
    }

    #[test]
    fn what_is_in_another_layer_is_told_by_that_one() {
        let one = preset("kb183545");
        let mut other = one.clone();
        other.client.domain = "FABRIKAM".to_owned();
        let [one, other] = [one, other].map(|scenario| messages(&scenario));
        let mut told = 0;
        for (left, right) in one.iter().zip(&other) {
            let apart = message_differences(left, right);
            assert_told(&apart);
            for it in &apart {
                let MessageDifference::Field { name, layer, .. } = it else {
                    continue;
                };
                assert_ne!(name, "token68", "{layer}");
                told += usize::from(name == "DomainName");
            }
        }
        assert!(told > 0);
    }

    #[test]
    fn a_long_text_is_shown_from_where_it_differs() {
        let (long, other) = (
            format!("{}b{}", "a".repeat(80), "c".repeat(80)),
            "a".repeat(99),
        );
        let shown = text_from(&long, &other);
        assert!(
            shown.starts_with("…aaaaaaaabc") && shown.ends_with("c…"),
            "{shown}"
        );
        assert_eq!(text_from("short", ""), "short");
    }
}
