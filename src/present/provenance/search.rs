//! Where a value came from: the search for equal bytes among what went before.

use super::fields::{FieldAt, MessageFields, within};
use super::same_value::{self, Likeness, NamedValue};
use super::{Computed, FieldRef, InputSource, Sources, ValueSource};
use crate::crypto::effective_challenge;
use crate::wire::field_name;
use std::ops::Range;

/// Of how many fields of one origin their own origins are looked for: no honest message has more.
const MOST_PARTS: usize = 64;

impl Sources {
    /// Where each input of a step came from. One input may come from two places; one that is a constant or a number
    /// comes from none.
    pub fn made_of(&self, step: usize) -> &[InputSource] {
        let computed = self.steps.get(step);
        computed.map_or(&[], |computed| {
            computed.origins.get_or_init(|| self.origins(computed))
        })
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
            let telling = field.value_kind.is_some() || field.bytes.len() >= same_value::LONG;
            let inside = within(&field.range, &place.range);
            field.leaf && inside && telling && field.name != field_name::SIGNATURE
        });
        let telling = telling.take(MOST_PARTS);
        let found = telling.map(|field| self.sent(field, message));
        found.flatten().collect()
    }

    /// What the inputs of a step are equal to; a secret that nothing before is equal to was held.
    fn origins(&self, computed: &Computed) -> Vec<InputSource> {
        let mut origins = Vec::new();
        for (input, operand) in computed.step.inputs.iter().enumerate() {
            let wanted = NamedValue::new(operand.name, &operand.bytes, operand.value_kind);
            let owner = Some(computed.owner);
            let before = |least| self.before(&wanted, computed.order, owner, least);
            let mut found = before(Likeness::ValueKind);
            if found.is_empty() {
                found = self.after(&wanted, computed.order, owner);
            }
            if found.is_empty() && !wanted.is_typed() {
                found = before(Likeness::Length);
            }
            if found.is_empty() && operand.value_kind.is_some() {
                found.push(ValueSource::Held(operand.value_kind));
            }
            origins.extend(found.into_iter().map(|from| InputSource { input, from }));
        }
        origins
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
        let found = self.before(&wanted, message.order, owner, Likeness::ValueKind);
        if !found.is_empty() || field.name != field_name::LM_CHALLENGE {
            return found;
        }
        // To an NTLM2 session response the authority is asked about both challenges in one ([MS-NLMP] 3.3.1).
        let seen = self.fields_before(message.order, owner);
        let questions = seen
            .iter()
            .filter(|place| place.1.name == field_name::SERVER_CHALLENGE);
        for question in questions.rev() {
            let nonces = seen
                .iter()
                .filter(|place| place.1.name == field_name::CHALLENGE_FROM_CLIENT);
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

    /// The best of what went before: by name, then by kind of value, then by length; then what was computed before what
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
            let other = NamedValue::new(output.name, &output.bytes, output.value_kind);
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
