//! All that a value goes back to, from source to source, and all that was made of some bytes.

use super::{FieldRef, InputSource, Sources, ValueSource};
use crate::value_kind::ValueKind;
use crate::wire::text::from_utf16le;
use std::ops::Range;

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

impl Sources {
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
        let same = |bytes: &[u8], kind| {
            bytes == value
                || (kind == Some(ValueKind::Password)
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
            && (used.any(|it| same(&it.bytes, it.value_kind)) || lineage.places.iter().any(read))
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
}
