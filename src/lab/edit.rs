//! A change to a message in flight, made by somebody between sender and receiver.

use super::Log;
use crate::wire::{carried, layers, replace};
use std::borrow::Cow;
use std::ops::Range;

/// Changes beyond these are not made.
pub const MOST_EDITS: usize = 256;
/// A layer does not grow beyond this, in bytes.
const LIMIT: usize = 1 << 20;

/// Bytes taken out of one layer of a message, and others put in their place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Splice {
    /// The message: its number among the run's messages, from 0.
    pub message: u32,
    /// The layer, as [`layers`] counts them; an inner one is put back into its carrier.
    pub layer: u8,
    /// The first byte taken out, counted in the layer as earlier changes left it.
    pub at: u32,
    /// How many are taken out.
    pub remove: u32,
    /// Bytes in place of those removed; may be more or fewer.
    pub insert: Vec<u8>,
}

/// Why a change was not made. None of these stops a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SpliceError {
    /// The run has no such message.
    NoMessage,
    /// The message has no such layer.
    NoLayer,
    /// The layer has no such bytes.
    NoPlace,
    /// What comes of it does not fit its carrier.
    TooLong,
    /// There are too many changes.
    TooMany,
}

impl Splice {
    /// The smallest change that makes `new` of `old`; none where they are equal.
    pub fn between(message: u32, layer: u8, old: &[u8], new: &[u8]) -> Option<Self> {
        if old == new {
            return None;
        }
        let same = |(a, b): &(&u8, &u8)| a == b;
        let head = old.iter().zip(new).take_while(same).count();
        let (left, right) = (old.get(head..)?, new.get(head..)?);
        let ends = left.iter().rev().zip(right.iter().rev());
        let tail = ends.take_while(same).count();
        Some(Self {
            message,
            layer,
            at: u32::try_from(head).ok()?,
            remove: u32::try_from(left.len() - tail).ok()?,
            insert: right.get(..right.len() - tail)?.to_vec(),
        })
    }

    /// The bytes taken out, from the start of the layer; a place at least where none are.
    pub fn range(&self) -> Range<usize> {
        let at = usize::try_from(self.at).unwrap_or(usize::MAX);
        let remove = usize::try_from(self.remove).unwrap_or(usize::MAX);
        at..at.saturating_add(remove)
    }

    fn apply(&self, bytes: &mut Vec<u8>) -> Result<(), SpliceError> {
        let range = self.range();
        if range.end > bytes.len() {
            return Err(SpliceError::NoPlace);
        }
        if bytes.len() - range.len() + self.insert.len() > LIMIT {
            return Err(SpliceError::TooLong);
        }
        replace(bytes, range, &self.insert);
        Ok(())
    }
}

/// What arrives of a message that was sent, and of each change to this message whether it could be made.
pub fn arrives(sent: &[u8], edits: &[&Splice]) -> (Vec<u8>, Vec<Option<SpliceError>>) {
    let mut bytes = sent.to_vec();
    let mut missed = Vec::new();
    // Neighbours in one layer are made together: each layer is looked for once.
    for group in edits.chunk_by(|one, other| one.layer == other.layer) {
        let number = group.first().map_or(0, |first| usize::from(first.layer));
        missed.extend(changed(&mut bytes, number, group));
    }
    (bytes, missed)
}

fn changed(bytes: &mut Vec<u8>, number: usize, group: &[&Splice]) -> Vec<Option<SpliceError>> {
    let all = |missed| vec![Some(missed); group.len()];
    let layers = if number == 0 {
        Vec::new()
    } else {
        layers(bytes)
    };
    let inner = layers.get(number);
    let mut new = match (number, inner) {
        (0, _) => std::mem::take(bytes),
        (_, Some(inner)) => inner.bytes.clone(),
        (_, None) => return all(SpliceError::NoLayer),
    };
    let made: Vec<_> = group
        .iter()
        .map(|edit| edit.apply(&mut new).err())
        .collect();
    match inner {
        Some(inner) if inner.bytes != new => match carried(&layers, number, &new) {
            Some(whole) => *bytes = whole,
            None => return all(SpliceError::TooLong),
        },
        None => *bytes = new,
        _ => {}
    }
    made
}

/// What arrives of the message of that number.
pub(super) fn received<'a>(edits: &[Splice], message: u32, sent: &'a [u8]) -> Cow<'a, [u8]> {
    let own = edits.iter().take(MOST_EDITS);
    let own: Vec<_> = own.filter(|edit| edit.message == message).collect();
    if own.is_empty() {
        return Cow::Borrowed(sent);
    }
    Cow::Owned(arrives(sent, &own).0)
}

/// The fields that a change takes bytes out of, each with how many bytes it leaves before and behind.
pub type SplicePlace = Vec<(Cow<'static, str>, [usize; 2])>;

/// Of each change, the fields that it changes in a run; nothing where there is no such layer. The same bytes of a message may be
/// other fields once other names stand before them.
pub fn places(log: &Log, edits: &[Splice]) -> Vec<Option<SplicePlace>> {
    let mut places = vec![None; edits.len()];
    for (number, (sent, _)) in (0..).zip(log.messages()) {
        let mut bytes = sent.to_vec();
        let own = edits.iter().zip(&mut places).take(MOST_EDITS);
        for (edit, place) in own.filter(|(edit, _)| edit.message == number) {
            *place = place_of(&bytes, edit);
            bytes = arrives(&bytes, &[edit]).0;
        }
    }
    places
}

fn place_of(bytes: &[u8], edit: &Splice) -> Option<SplicePlace> {
    let layers = layers(bytes);
    let layer = layers.get(usize::from(edit.layer))?;
    let range = edit.range();
    let end = range.end.max(range.start.saturating_add(1));
    let leaves = layer.layout.leaves().into_iter();
    let touched = leaves.filter(|leaf| leaf.range.start < end && range.start < leaf.range.end);
    let place = touched.map(|leaf| {
        let before = range.start.saturating_sub(leaf.range.start);
        let behind = leaf.range.end.saturating_sub(range.end);
        (leaf.name.clone(), [before, behind])
    });
    Some(place.collect())
}

/// Of each change, why it was not made in a run with these changes, if it was not.
pub fn missed(log: &Log, edits: &[Splice]) -> Vec<Option<SpliceError>> {
    let mut missed = vec![Some(SpliceError::NoMessage); edits.len()];
    for (number, (sent, _)) in (0..).zip(log.messages()) {
        let own = (0..).zip(edits.iter().take(MOST_EDITS));
        let (places, own): (Vec<usize>, Vec<&Splice>) =
            own.filter(|(_, edit)| edit.message == number).unzip();
        if own.is_empty() {
            continue;
        }
        for (place, found) in places.into_iter().zip(arrives(sent, &own).1) {
            if let Some(slot) = missed.get_mut(place) {
                *slot = found;
            }
        }
    }
    for slot in missed.iter_mut().skip(MOST_EDITS) {
        *slot = Some(SpliceError::TooMany);
    }
    missed
}
