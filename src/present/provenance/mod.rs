//! Where the inputs of a computation came from, across messages and hosts, and what was made of a byte.
//!
//! Nothing keeps books of this while hosts run: it is found afterwards, by equal bytes under the right name. A host
//! can only have used what it sent or received before, what it computed itself, or what it holds.

mod fields;
mod lineage;
mod same_value;
mod search;
#[cfg(test)]
mod tests;

pub use lineage::Lineage;

use crate::crypto::ComputationStep;
use crate::lab::{EventKind, Log};
use crate::present::inspect::layer_name;
use crate::value_kind::ValueKind;
use crate::wire::{Layer, layers};
use fields::MessageFields;
use std::cell::OnceCell;
use std::ops::Range;

/// Messages and computations in the order they happened. First all are added, then it can be asked: what was found
/// once is kept.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sources {
    messages: Vec<MessageFields>,
    steps: Vec<Computed>,
    /// How many of both there are.
    count: usize,
    /// What each step goes back to.
    lineages: OnceCell<Vec<Lineage>>,
}

/// Where an input came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputSource {
    /// The input's index in its step.
    pub input: usize,
    /// From which message or step it came, or who held it.
    pub from: ValueSource,
}

/// Where a value came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ValueSource {
    /// Bytes of a message that went before.
    Bytes(FieldRef),
    /// The output of a computation: its index.
    Step(usize),
    /// Neither: who computed held it, drew it, or made it itself.
    Held(Option<ValueKind>),
}

/// Bytes of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldRef {
    /// The message's index.
    pub message: usize,
    /// The layer of the message.
    pub layer: usize,
    /// The bytes of the layer.
    pub range: Range<usize>,
    /// The field, or the message's name where it is all of it.
    pub name: String,
    /// Whether it is the message as a whole, or a piece of what is hashed as a whole.
    pub whole: bool,
    /// Whether the value only came into the message afterwards: it was made by its sender.
    pub later: bool,
}

#[derive(Clone, Debug, PartialEq)]
struct Computed {
    id: u32,
    nth: usize,
    order: usize,
    owner: u16,
    step: ComputationStep,
    /// Where its inputs came from.
    origins: OnceCell<Vec<InputSource>>,
}

impl Sources {
    /// All of a log. Ids are the numbers of its events.
    pub fn of_log(log: &Log) -> Self {
        let mut sources = Self::default();
        for event in &log.events {
            let (id, owner) = (event.id.0, event.host.0);
            match &event.kind {
                EventKind::Message {
                    to, sent, received, ..
                } => {
                    let bytes = received.as_ref().unwrap_or(sent);
                    sources.message(id, Some([owner, to.0]), &layers(bytes));
                }
                EventKind::Decision { steps, .. } | EventKind::Computation { steps, .. } => {
                    sources.steps(id, owner, steps);
                }
                _ => {}
            }
        }
        sources
    }

    /// Adds a message. `id` is the caller's; `between` are sender and receiver, where they are known.
    pub fn message(&mut self, id: u32, between: Option<[u16; 2]>, layers: &[Layer]) {
        let fields = fields::collect(layers);
        self.messages.push(MessageFields {
            id,
            order: self.count,
            between,
            fields,
            layers: layers.iter().map(layer_name).collect(),
        });
        self.count += 1;
    }

    /// Adds the steps of one computation. `id` is the caller's; `owner` is who computed.
    pub fn steps(&mut self, id: u32, owner: u16, steps: &[ComputationStep]) {
        for (nth, step) in steps.iter().enumerate() {
            self.steps.push(Computed {
                id,
                nth,
                order: self.count,
                owner,
                step: step.clone(),
                origins: OnceCell::new(),
            });
            self.count += 1;
        }
    }

    /// The caller's id of a message.
    pub fn message_id(&self, message: usize) -> Option<u32> {
        Some(self.messages.get(message)?.id)
    }

    /// The short name of a message's layer.
    pub fn layer_name(&self, place: &FieldRef) -> &'static str {
        let message = self.messages.get(place.message);
        let name = message.and_then(|message| message.layers.get(place.layer));
        name.copied().unwrap_or_default()
    }

    /// The index of a message by the caller's id.
    pub fn message_index(&self, id: u32) -> Option<usize> {
        self.messages.iter().position(|message| message.id == id)
    }

    /// The caller's id of a step, and which of that computation's it is.
    pub fn step_id(&self, step: usize) -> Option<(u32, usize)> {
        let computed = self.steps.get(step)?;
        Some((computed.id, computed.nth))
    }

    /// The index of a step by the caller's id.
    pub fn step_index(&self, id: u32, nth: usize) -> Option<usize> {
        let mut steps = self.steps.iter();
        steps.position(|computed| (computed.id, computed.nth) == (id, nth))
    }

    /// The step of that index; none beyond the last.
    pub fn step(&self, step: usize) -> Option<&ComputationStep> {
        Some(&self.steps.get(step)?.step)
    }
}
