//! A message on its way, taken out to be changed.

use super::{DraftAction, State};
use crate::lab::{Splice, arrives};
use crate::present::from_hex;
use crate::present::tamper::{Coding, EditableField, editable_fields, written};
use crate::wire::ntlm::refit;
use crate::wire::replace;
use crate::wire::{Layer, LayerValue, layers};
use std::ops::Range;
use std::sync::Arc;

/// What is being typed into a field, as it stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypedValue {
    /// Its bytes in hex.
    Hex(String),
    /// What they say, in words.
    Meaning(String),
}

/// A message's layer that is about to be changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// The message's number in the run.
    pub message: u32,
    /// The number of the layer in the message, the outermost being 0.
    pub layer: usize,
    /// The field that is edited; none for all bytes.
    pub field: Option<usize>,
    /// The layer as it is to be.
    pub bytes: Vec<u8>,
    /// Whether lengths and offsets in an NTLM message follow a field that becomes longer or shorter.
    pub follow: bool,
    /// The fields there are to choose from: those of the layer when this one was taken.
    pub fields: Vec<EditableField>,
    /// Whether what is typed is no value of this field.
    pub wrong: bool,
    /// What is being typed; none where the field is as it was taken.
    pub typed: Option<TypedValue>,
    /// The message as it arrives now.
    whole: Arc<[u8]>,
    /// The layer when the field was taken, and where the field is in it.
    base: Vec<u8>,
    range: Range<usize>,
    coding: Option<Coding>,
}

impl Draft {
    /// The message of the step shown, as it arrives.
    pub(super) fn of(state: &State) -> Option<Self> {
        let log = &state.rendered.log;
        let event = log.event(state.current()?.id)?;
        let [_, received] = event.sides()?;
        if state.original && !state.scenario.edits.is_empty() {
            return None;
        }
        let found = layers(received);
        let inner = |layer: &Layer| matches!(layer.value, LayerValue::Ntlm(_));
        let layer = found.iter().position(inner);
        let layer = layer.unwrap_or(found.len().saturating_sub(1));
        let found = found.get(layer)?;
        let bytes = found.bytes.clone();
        Some(Self {
            message: log.message_number(event.id)?,
            layer,
            field: None,
            fields: editable_fields(&found.layout, &bytes),
            range: 0..bytes.len(),
            base: bytes.clone(),
            bytes,
            follow: true,
            wrong: false,
            typed: None,
            whole: received.clone(),
            coding: None,
        })
    }

    /// The same, at the layer and the field of an older draft of the message.
    pub(super) fn at(mut self, old: &Self) -> Self {
        self.follow = old.follow;
        if self.message == old.message && self.layers().len() > old.layer {
            self.change(DraftAction::Layer(old.layer));
            let name = old.chosen_field().map(|field| &field.name);
            let field = self
                .fields
                .iter()
                .position(|field| Some(&field.name) == name);
            self.change(DraftAction::Field(field));
        }
        self
    }

    /// The layers of the message as it arrives now.
    pub fn layers(&self) -> Vec<Layer> {
        layers(&self.whole)
    }

    /// The layer with the draft in it; none where its carrier would not take it.
    pub fn drafted(&self) -> Option<Layer> {
        let whole = match self.splice() {
            Some(splice) => arrives(&self.whole, &[&splice]).0,
            None => self.whole.to_vec(),
        };
        let layer = layers(&whole).into_iter().nth(self.layer);
        layer.filter(|layer| layer.bytes == self.bytes)
    }

    /// What makes the draft of the message; none while they are equal.
    pub fn splice(&self) -> Option<Splice> {
        let old = self.layers().into_iter().nth(self.layer)?;
        let layer = u8::try_from(self.layer).ok()?;
        Splice::between(self.message, layer, &old.bytes, &self.bytes)
    }

    /// The field that is edited.
    pub fn chosen_field(&self) -> Option<&EditableField> {
        self.fields.get(self.field?)
    }

    /// What the field that is edited says now; none where it is bytes to everybody.
    pub fn says(&self) -> Option<String> {
        let own = self.chosen_field()?;
        if let Some(TypedValue::Meaning(typed)) = &self.typed {
            return Some(typed.clone());
        }
        own.reading.as_ref()?;
        let layer = self.drafted()?;
        let now = editable_fields(&layer.layout, &layer.bytes);
        let now = now
            .into_iter()
            .find(|field| field.range.start == own.range.start && field.name == own.name);
        Some(
            now.and_then(|field| field.reading)
                .map_or_else(String::new, |(said, _)| said),
        )
    }

    /// The bytes of the field that is edited.
    pub fn own(&self) -> &[u8] {
        let end = self.bytes.len() + self.range.end - self.base.len();
        self.bytes.get(self.range.start..end).unwrap_or_default()
    }

    fn take(&mut self, field: Option<usize>) {
        let found = field.and_then(|field| self.fields.get(field).cloned());
        // What was typed into another field may have moved this one.
        self.fields = self.drafted().map_or_else(Vec::new, |layer| {
            editable_fields(&layer.layout, &layer.bytes)
        });
        let found = found.zip(field).and_then(|(old, field)| {
            let same = |field: &&EditableField| field.name == old.name;
            let (number, field) = match self.fields.get(field).filter(same) {
                Some(found) => (field, found),
                None => self
                    .fields
                    .iter()
                    .enumerate()
                    .find(|(_, field)| same(field))?,
            };
            Some((number, field.clone()))
        });
        self.base.clone_from(&self.bytes);
        (self.field, self.range, self.coding) = match found {
            Some((now, field)) => (
                Some(now),
                field.range,
                field.reading.map(|(_, coding)| coding),
            ),
            None => (None, 0..self.bytes.len(), None),
        };
        self.wrong = false;
        self.typed = None;
    }

    fn put(&mut self, new: Option<Vec<u8>>) {
        self.wrong = new.is_none();
        if let Some(new) = new {
            self.bytes.clone_from(&self.base);
            replace(&mut self.bytes, self.range.clone(), &new);
            let field = self.field.and_then(|field| self.fields.get(field));
            if let Some(field) = field.filter(|_| self.follow && new.len() != self.range.len()) {
                refit(&mut self.bytes, &self.range, new.len(), field.part);
            }
        }
    }

    pub(super) fn change(&mut self, change: DraftAction) {
        match change {
            DraftAction::Layer(layer) => {
                if let Some(found) = self.layers().into_iter().nth(layer) {
                    self.layer = layer;
                    self.bytes = found.bytes;
                    self.take(None);
                }
            }
            DraftAction::Field(field) => self.take(field),
            DraftAction::Follow(follow) => {
                let typed = self.own().to_vec();
                self.follow = follow;
                self.put(Some(typed));
            }
            DraftAction::Hex(typed) => {
                self.put(from_hex(&typed));
                self.typed = Some(TypedValue::Hex(typed));
            }
            DraftAction::Value(typed) => {
                let coding = self.coding.unwrap_or(Coding::Utf8);
                self.put(written(&typed, coding, self.range.len()));
                self.typed = Some(TypedValue::Meaning(typed));
            }
            DraftAction::Flags(bits) => {
                let old = self.own().first_chunk::<4>().copied().unwrap_or_default();
                let new = u32::from_le_bytes(old) ^ bits;
                self.put(Some(new.to_le_bytes().to_vec()));
                self.typed = None;
            }
        }
    }
}
