//! The fields of messages, as sources of values.

use super::same_value::{Likeness, NamedValue, Synonym};
use super::{FieldRef, ValueSource};
use crate::value_kind::ValueKind;
use crate::wire::{Field, Layer, LayerValue, Value, ntlm};
use std::cell::OnceCell;
use std::ops::Range;

#[derive(Clone, Debug, PartialEq)]
pub struct MessageFields {
    pub id: u32,
    pub order: usize,
    /// Sender and receiver; none where it is not known, as in pasted messages: then everybody has seen it.
    pub between: Option<[u16; 2]>,
    pub fields: Vec<FieldAt>,
    /// What its layers are called.
    pub layers: Vec<&'static str>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct FieldAt {
    pub layer: usize,
    pub range: Range<usize>,
    pub name: String,
    pub bytes: Vec<u8>,
    text: Option<String>,
    pub value_kind: Option<ValueKind>,
    pub leaf: bool,
    /// Whether it is the message as a whole.
    pub whole: bool,
    /// Where it came from, once that was asked.
    pub from: OnceCell<Vec<ValueSource>>,
}

impl MessageFields {
    pub fn seen_by(&self, owner: Option<u16>) -> bool {
        match (self.between, owner) {
            (Some(between), Some(owner)) => between.contains(&owner),
            _ => true,
        }
    }

    /// The first of the fields that are most alike, in one piece or more.
    pub fn find(
        &self,
        message: usize,
        wanted: &NamedValue<'_>,
        rows: &[&Synonym],
        later: bool,
    ) -> Option<(Likeness, Vec<FieldRef>)> {
        let mut best: Option<(Likeness, Vec<&FieldAt>, Range<usize>)> = None;
        for field in &self.fields {
            let Some((likeness, part)) = wanted.found_in(&field.operand(), rows) else {
                continue;
            };
            match &mut best {
                Some((known, ..)) if *known > likeness => {}
                // The pieces of one message carry one name and lie in one layer.
                Some((known, fields, _)) if *known == likeness => {
                    let piece = field.whole
                        && fields
                            .iter()
                            .all(|other| (other.layer, &other.name) == (field.layer, &field.name));
                    if piece {
                        fields.push(field);
                    }
                }
                _ => best = Some((likeness, vec![field], part)),
            }
        }
        let (likeness, fields, part) = best?;
        let single = fields.len() == 1 && !part.is_empty();
        let place = |field: &FieldAt| {
            let mut place = field.place(message);
            place.later = later;
            if single {
                place.range.end = place.range.start.saturating_add(part.end);
                place.range.start = place.range.start.saturating_add(part.start);
            }
            place
        };
        Some((likeness, fields.into_iter().map(place).collect()))
    }
}

impl FieldAt {
    pub fn place(&self, message: usize) -> FieldRef {
        FieldRef {
            message,
            layer: self.layer,
            range: self.range.clone(),
            name: self.name.clone(),
            whole: self.whole,
            later: false,
        }
    }

    pub fn operand(&self) -> NamedValue<'_> {
        NamedValue {
            name: &self.name,
            bytes: &self.bytes,
            text: self.text.as_deref(),
            value_kind: self.value_kind,
        }
    }
}

pub fn within(inner: &Range<usize>, outer: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// No honest message has more fields.
const MOST_FIELDS: usize = 4096;

/// The fields of all layers, groups and leaves; of a message made of nothing but fields, the first.
pub fn collect(layers: &[Layer]) -> Vec<FieldAt> {
    let mut fields = Vec::new();
    for (number, layer) in layers.iter().enumerate() {
        whole(number, layer, &mut fields);
        for field in &layer.layout.fields {
            push(number, layer, field, &field.name, &mut fields);
        }
        // Whom a NEGOTIATE names is the computer, and an authority says names as it spells them: neither is what
        // somebody typed.
        let others = matches!(
            layer.value,
            LayerValue::Ntlm(Some(ntlm::NtlmMessage::Negotiate(_))) | LayerValue::LogonResponse(_)
        );
        fields.retain(|field| !others || field.layer != number || field.text.is_none());
    }
    fields
}

/// An NTLM message as a whole, which the MIC covers; of an AUTHENTICATE what stands before its MIC and behind it.
fn whole(number: usize, layer: &Layer, fields: &mut Vec<FieldAt>) {
    let LayerValue::Ntlm(Some(message)) = &layer.value else {
        return;
    };
    let end = layer.bytes.len();
    let (name, pieces) = match message {
        ntlm::NtlmMessage::Negotiate(_) => ("NEGOTIATE_MESSAGE", [0..end, end..end]),
        ntlm::NtlmMessage::Challenge(_) => ("CHALLENGE_MESSAGE", [0..end, end..end]),
        ntlm::NtlmMessage::Authenticate(message) => {
            let mic = message.mic_offset().unwrap_or(end);
            let behind = mic.saturating_add(16).min(end);
            ("AUTHENTICATE_MESSAGE", [0..mic, behind..end])
        }
    };
    // The bytes of each piece are those of the whole message, as it is hashed.
    let hashed = ntlm::zero_mic(&layer.bytes).unwrap_or_else(|| layer.bytes.clone());
    for range in pieces.into_iter().filter(|range| !range.is_empty()) {
        fields.push(FieldAt {
            layer: number,
            range,
            name: name.to_owned(),
            bytes: hashed.clone(),
            text: None,
            value_kind: None,
            leaf: false,
            whole: true,
            from: OnceCell::new(),
        });
    }
}

fn push(number: usize, layer: &Layer, field: &Field, name: &str, fields: &mut Vec<FieldAt>) {
    let bytes = layer.bytes.get(field.range.clone()).unwrap_or_default();
    if fields.len() >= MOST_FIELDS {
        return;
    }
    if !bytes.is_empty() {
        fields.push(FieldAt {
            layer: number,
            range: field.range.clone(),
            name: name.to_owned(),
            bytes: bytes.to_vec(),
            text: match &field.value {
                Value::Text(text) => Some(text.clone()),
                _ => None,
            },
            value_kind: field.value_kind,
            leaf: field.children.is_empty(),
            whole: false,
            from: OnceCell::new(),
        });
    }
    for child in &field.children {
        // What a structure's content is called says nothing: it goes by the structure's name.
        let name = match child.name.as_ref() {
            "text" | "response" => field.name.as_ref(),
            name => name,
        };
        push(number, layer, child, name, fields);
    }
}
