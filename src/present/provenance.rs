//! Where the inputs of a computation came from, across messages and hosts, and what was made of a byte.
//!
//! Nothing keeps books of this while hosts run: it is found afterwards, by equal bytes under the right name. A host
//! can only have used what it sent or received before, what it computed itself, or what it holds.

mod fields;
mod names;
#[cfg(test)]
mod tests;

use crate::crypto::{ComputationStep, effective_challenge};
use crate::lab::{EventKind, Log};
use crate::present::inspect::layer_name;
use crate::secret::Secret;
use crate::wire::text::from_utf16le;
use crate::wire::{Layer, layers};
use fields::{FieldAt, MessageFields, within};
use names::{Likeness, NamedValue};
use std::cell::OnceCell;
use std::ops::Range;

/// Of how many fields of one origin their own origins are looked for: no honest message has more.
const MOST_PARTS: usize = 64;

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
    /// Where from.
    pub from: ValueSource,
}

/// Where a value came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ValueSource {
    /// Bytes of a message.
    Bytes(FieldRef),
    /// The output of a computation: its index.
    Step(usize),
    /// Neither: who computed held it, drew it, or made it itself.
    Held(Option<Secret>),
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

/// All that a value goes back to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lineage {
    /// Computations, by index.
    pub steps: Vec<usize>,
    /// Bytes of messages.
    pub places: Vec<FieldRef>,
    /// What somebody held or drew: the step, and its input.
    pub held: Vec<(usize, usize)>,
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

    /// A step.
    pub fn step(&self, step: usize) -> Option<&ComputationStep> {
        Some(&self.steps.get(step)?.step)
    }

    /// Where each input of a step came from. One input may come from two places; one that is a constant or a number
    /// comes from none.
    pub fn made_of(&self, step: usize) -> &[InputSource] {
        let computed = self.steps.get(step);
        computed.map_or(&[], |computed| {
            computed.origins.get_or_init(|| self.origins(computed))
        })
    }

    fn origins(&self, computed: &Computed) -> Vec<InputSource> {
        let mut origins = Vec::new();
        for (input, operand) in computed.step.inputs.iter().enumerate() {
            let wanted = NamedValue::new(operand.name, &operand.bytes, operand.secret);
            let owner = Some(computed.owner);
            let before = |least| self.before(&wanted, computed.order, owner, least);
            let mut found = before(Likeness::Secret);
            if found.is_empty() {
                found = self.after(&wanted, computed.order, owner);
            }
            if found.is_empty() && !wanted.is_typed() {
                found = before(Likeness::Length);
            }
            if found.is_empty() && operand.secret.is_some() {
                found.push(ValueSource::Held(operand.secret));
            }
            origins.extend(found.into_iter().map(|from| InputSource { input, from }));
        }
        origins
    }

    /// Where the bytes of a message came from: what their sender computed or had received. Of several fields at once,
    /// where each of them came from.
    pub fn came_from(&self, place: &FieldRef) -> Vec<ValueSource> {
        let Some(message) = self.messages.get(place.message) else {
            return Vec::new();
        };
        let fields = || message.fields.iter().filter(|it| it.layer == place.layer);
        let around = fields().filter(|field| within(&place.range, &field.range));
        let field = around.min_by_key(|field| field.range.len());
        if let Some(field) = field {
            let found = self.sent(field, message);
            if !found.is_empty() {
                let found = found.into_iter();
                return found.map(|it| self.part(it, field, &place.range)).collect();
            }
        }
        // What is short or the same everywhere says nothing about where it came from.
        let telling = fields().filter(|field| {
            let telling = field.secret.is_some() || field.bytes.len() >= names::LONG;
            let inside = within(&field.range, &place.range);
            field.leaf && inside && telling && field.name != "Signature"
        });
        let telling = telling.take(MOST_PARTS);
        let found = telling.map(|field| self.sent(field, message));
        found.flatten().collect()
    }

    /// Where a field came from.
    fn sent(&self, field: &FieldAt, message: &MessageFields) -> Vec<ValueSource> {
        let find = || self.sources_of(field, message);
        field.from.get_or_init(find).clone()
    }

    /// What is only as long may be equal by chance: messages are full of names.
    fn sources_of(&self, field: &FieldAt, message: &MessageFields) -> Vec<ValueSource> {
        let owner = message.between.map(|[from, _]| from);
        let wanted = field.operand();
        let found = self.before(&wanted, message.order, owner, Likeness::Secret);
        if !found.is_empty() || field.name != "LmChallenge" {
            return found;
        }
        // To an NTLM2 session response the authority is asked about both challenges in one ([MS-NLMP] 3.3.1).
        let seen = self.fields_before(message.order, owner);
        let questions = seen
            .iter()
            .filter(|place| place.1.name == "ServerChallenge");
        for question in questions.rev() {
            let nonces = seen
                .iter()
                .filter(|place| place.1.name == "ChallengeFromClient");
            for nonce in nonces.rev() {
                let (a, b) = (question.1.bytes.as_slice(), nonce.1.bytes.as_slice());
                let (Ok(a), Ok(b)) = (a.try_into(), b.try_into()) else {
                    continue;
                };
                if effective_challenge(a, b).as_slice() == wanted.bytes {
                    let places = [question, nonce];
                    return places
                        .map(|(index, it)| ValueSource::Bytes(it.place(*index)))
                        .into();
                }
            }
        }
        found
    }

    fn fields_before(&self, order: usize, owner: Option<u16>) -> Vec<(usize, &FieldAt)> {
        let messages = self.messages.iter().enumerate();
        let seen = messages.filter(|(_, it)| it.order < order && it.seen_by(owner));
        let fields = seen.flat_map(|(index, it)| it.fields.iter().map(move |field| (index, field)));
        fields.collect()
    }

    /// The part of an origin of a field that is the origin of a part of the field.
    fn part(&self, from: ValueSource, field: &FieldAt, range: &Range<usize>) -> ValueSource {
        let ValueSource::Bytes(mut place) = from else {
            return from;
        };
        if field.range != *range && place.range.len() == field.range.len() {
            let skipped = range.start.saturating_sub(field.range.start);
            place.range.start = place.range.start.saturating_add(skipped);
            place.range.end = place.range.start.saturating_add(range.len());
            let message = self.messages.get(place.message);
            let mut fields = message.iter().flat_map(|message| &message.fields);
            let named = fields.find(|it| it.layer == place.layer && it.range == place.range);
            if let Some(named) = named {
                place.name.clone_from(&named.name);
                place.whole = named.whole;
            }
        }
        ValueSource::Bytes(place)
    }

    /// All that a step's output goes back to, the step itself not included.
    pub fn lineage(&self, step: usize) -> Lineage {
        let mut lineage = Lineage::default();
        self.follow_step(step, &mut lineage);
        lineage
    }

    /// What is there, and all that it goes back to.
    pub fn back(&self, from: &ValueSource) -> Lineage {
        let mut lineage = Lineage::default();
        self.follow(from.clone(), &mut lineage);
        lineage
    }

    /// Whether a value that somebody holds is among what a lineage leads to.
    pub fn met(&self, lineage: &Lineage, value: &[u8]) -> bool {
        // Hosts hold passwords as they are typed, and compute with them in UTF-16.
        let same = |bytes: &[u8], secret| {
            bytes == value
                || (secret == Some(Secret::Password)
                    && from_utf16le(bytes).is_some_and(|text| text.as_bytes() == value))
        };
        let steps = lineage.steps.iter().filter_map(|step| self.step(*step));
        let mut used = steps.flat_map(|step| step.inputs.iter().chain([&step.output]));
        let read = |place: &FieldRef| {
            let message = self.messages.get(place.message);
            let mut fields = message.iter().flat_map(|message| &message.fields);
            fields
                .any(|it| (it.layer, &it.range) == (place.layer, &place.range) && it.bytes == value)
        };
        !value.is_empty()
            && (used.any(|it| same(&it.bytes, it.secret)) || lineage.places.iter().any(read))
    }

    /// The steps that used these bytes of a message, and those that used what came of them.
    pub fn made_from(&self, message: usize, layer: usize, range: &Range<usize>) -> Vec<usize> {
        let touches = |place: &FieldRef| {
            let overlap = place.range.start < range.end && range.start < place.range.end;
            (place.message, place.layer) == (message, layer) && overlap
        };
        let all = || (0..self.steps.len()).map(|step| self.lineage(step));
        let lineages = self.lineages.get_or_init(|| all().collect());
        let lineages = lineages.iter().enumerate();
        let made = lineages.filter(|(_, lineage)| lineage.places.iter().any(touches));
        made.map(|(step, _)| step).collect()
    }

    fn follow_step(&self, step: usize, lineage: &mut Lineage) {
        for InputSource { input, from } in self.made_of(step) {
            match from {
                ValueSource::Held(_) => lineage.held.push((step, *input)),
                from => self.follow(from.clone(), lineage),
            }
        }
    }

    fn follow(&self, from: ValueSource, lineage: &mut Lineage) {
        match from {
            ValueSource::Step(step) if !lineage.steps.contains(&step) => {
                lineage.steps.push(step);
                self.follow_step(step, lineage);
            }
            ValueSource::Bytes(place) if !lineage.places.contains(&place) => {
                lineage.places.push(place.clone());
                for from in self.came_from(&place) {
                    self.follow(from, lineage);
                }
            }
            _ => {}
        }
    }

    /// The best of what went before: by name, then by kind of secret, then by length; then what was computed before what
    /// was seen, and the latest.
    fn before(
        &self,
        wanted: &NamedValue<'_>,
        order: usize,
        owner: Option<u16>,
        least: Likeness,
    ) -> Vec<ValueSource> {
        let rows = wanted.synonyms();
        let mut best: Option<(Likeness, Vec<ValueSource>)> = None;
        let better = |best: &Option<(Likeness, Vec<ValueSource>)>, likeness| {
            likeness >= least && best.as_ref().is_none_or(|best| likeness > best.0)
        };
        let computed = self.steps.iter().enumerate().rev();
        for (index, it) in computed {
            if it.order >= order || owner.is_some_and(|owner| owner != it.owner) {
                continue;
            }
            let output = &it.step.output;
            let other = NamedValue::new(output.name, &output.bytes, output.secret);
            if let Some(likeness) = wanted.like(&other)
                && better(&best, likeness)
            {
                best = Some((likeness, vec![ValueSource::Step(index)]));
            }
        }
        for (index, it) in self.messages.iter().enumerate().rev() {
            if best.as_ref().is_some_and(|best| best.0 == Likeness::Name) {
                break;
            }
            // What a person typed is known of somebody else's message, if of any.
            let own = it.between.is_some_and(|[from, _]| owner == Some(from));
            if it.order >= order || !it.seen_by(owner) || (own && wanted.is_typed()) {
                continue;
            }
            if let Some((likeness, places)) = it.find(index, wanted, &rows, false)
                && better(&best, likeness)
            {
                best = Some((
                    likeness,
                    places.into_iter().map(ValueSource::Bytes).collect(),
                ));
            }
        }
        best.map(|best| best.1).unwrap_or_default()
    }

    /// What the owner made up is seen first in the message it went into: under its own name only.
    fn after(&self, wanted: &NamedValue<'_>, order: usize, owner: Option<u16>) -> Vec<ValueSource> {
        let rows = wanted.synonyms();
        let mut later = self.messages.iter().enumerate();
        let found = later.find_map(|(index, it)| {
            let own = it.order > order && it.between.is_some_and(|[from, _]| owner == Some(from));
            let (likeness, places) = own.then(|| it.find(index, wanted, &rows, true))??;
            (likeness >= Likeness::Part).then_some(places)
        });
        found
            .into_iter()
            .flatten()
            .map(ValueSource::Bytes)
            .collect()
    }
}
