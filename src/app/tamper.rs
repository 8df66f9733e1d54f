//! Changing messages on their way: what is done at the bench, and what lies on it.

use super::{Film, State};
use crate::lab::{Log, Missed, Noticed, Splice, Trick, arrives, missed, noticed};
use crate::present::from_hex;
use crate::present::tamper::{Coding, Slot, slots, written};
use crate::wire::{Layer, LayerValue, layers};
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

/// Something done about messages on their way.
#[derive(Clone, Debug, PartialEq)]
pub enum Tamper {
    /// Open the bench, or close it.
    Toggle,
    /// Take that layer of the message.
    Layer(usize),
    /// Take that field of the layer; none for all its bytes.
    Field(Option<usize>),
    /// Bytes are typed in hex.
    Hex(String),
    /// What the field says is typed.
    Value(String),
    /// Turn bits of NTLM's flags over.
    Flags(u32),
    /// Put the draft in the message's place.
    Apply,
    /// The draft is the message again.
    Reset,
    /// A change that attackers are known for.
    Play(Trick),
    /// Take back the change of that number.
    Remove(usize),
    /// Take back all changes.
    RemoveAll,
    /// Show the run with nobody in between, or with the changes.
    Original(bool),
}

/// A message's layer that is about to be changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// The message's number in the run.
    pub message: u32,
    /// The layer's number.
    pub layer: usize,
    /// The field that is edited; none for all bytes.
    pub field: Option<usize>,
    /// The layer as it is to be.
    pub bytes: Vec<u8>,
    /// The fields there are to choose from: those of the layer when this one was taken.
    pub slots: Vec<Slot>,
    /// Whether what is typed is no value of this field.
    pub wrong: bool,
    /// What is being typed, in hex or not.
    pub typed: Option<(bool, String)>,
    /// The message as it arrives now.
    whole: Arc<[u8]>,
    /// The layer when the field was taken, and where the field is in it.
    base: Vec<u8>,
    range: Range<usize>,
    coding: Option<Coding>,
}

/// The other side of a branch, and what the change did.
#[derive(Clone, Debug, PartialEq)]
pub struct Branch {
    /// Who noticed first.
    pub noticed: Noticed,
    /// Of each change, why it was not made, if it was not.
    pub missed: Vec<Option<Missed>>,
    /// The run with the changes, for what is said of them.
    pub edited: Rc<Log>,
}

impl Draft {
    /// The message of the step shown, as it arrives.
    fn of(state: &State) -> Option<Self> {
        let log = &state.film.log;
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
            slots: slots(&found.layout, &bytes),
            range: 0..bytes.len(),
            base: bytes.clone(),
            bytes,
            wrong: false,
            typed: None,
            whole: received.clone(),
            coding: None,
        })
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
    pub fn slot(&self) -> Option<&Slot> {
        self.slots.get(self.field?)
    }

    /// What the field that is edited says now; none where it is bytes to everybody.
    pub fn says(&self) -> Option<String> {
        let own = self.slot()?;
        if let Some((false, typed)) = &self.typed {
            return Some(typed.clone());
        }
        own.reading.as_ref()?;
        let layer = self.drafted()?;
        let now = slots(&layer.layout, &layer.bytes);
        let now = now
            .into_iter()
            .find(|slot| slot.range.start == own.range.start && slot.name == own.name);
        Some(
            now.and_then(|slot| slot.reading)
                .map_or_else(String::new, |(said, _)| said),
        )
    }

    /// The bytes of the field that is edited.
    pub fn own(&self) -> &[u8] {
        let end = self.bytes.len() + self.range.end - self.base.len();
        self.bytes.get(self.range.start..end).unwrap_or_default()
    }

    fn take(&mut self, field: Option<usize>) {
        let found = field.and_then(|field| self.slots.get(field).cloned());
        // What was typed into another field may have moved this one.
        self.slots = self
            .drafted()
            .map_or_else(Vec::new, |layer| slots(&layer.layout, &layer.bytes));
        let found = found.zip(field).and_then(|(old, field)| {
            let same = |slot: &&Slot| slot.name == old.name;
            let (number, slot) = match self.slots.get(field).filter(same) {
                Some(slot) => (field, slot),
                None => self.slots.iter().enumerate().find(|(_, slot)| same(slot))?,
            };
            Some((number, slot.clone()))
        });
        self.base.clone_from(&self.bytes);
        (self.field, self.range, self.coding) = match found {
            Some((now, slot)) => (
                Some(now),
                slot.range,
                slot.reading.map(|(_, coding)| coding),
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
            self.bytes.splice(self.range.clone(), new);
        }
    }

    fn change(&mut self, change: Tamper) {
        match change {
            Tamper::Layer(layer) => {
                if let Some(found) = self.layers().into_iter().nth(layer) {
                    self.layer = layer;
                    self.bytes = found.bytes;
                    self.take(None);
                }
            }
            Tamper::Field(field) => self.take(field),
            Tamper::Hex(typed) => {
                self.put(from_hex(&typed));
                self.typed = Some((true, typed));
            }
            Tamper::Value(typed) => {
                let coding = self.coding.unwrap_or(Coding::Utf8);
                self.put(written(&typed, coding, self.range.len()));
                self.typed = Some((false, typed));
            }
            Tamper::Flags(bits) => {
                let old = self.own().first_chunk::<4>().copied().unwrap_or_default();
                let new = u32::from_le_bytes(old) ^ bits;
                self.put(Some(new.to_le_bytes().to_vec()));
                self.typed = None;
            }
            _ => {}
        }
    }
}

impl State {
    pub(super) fn tamper(&mut self, tamper: Tamper) {
        match tamper {
            Tamper::Toggle => {
                self.tampering = !self.tampering;
                self.playback.playing = false;
                if self.tampering {
                    self.inspector = true;
                    if let Some(seat) = &mut self.seat {
                        seat.open = false;
                    }
                    self.show_side(false);
                }
            }
            Tamper::Original(original) => {
                self.revision += 1;
                self.show_side(original);
            }
            Tamper::Apply => {
                let splice = self.draft.as_ref().and_then(Draft::splice);
                self.add(splice);
            }
            Tamper::Play(trick) => {
                self.show_side(false);
                let at = self.current().map(|step| step.id);
                self.add(trick.splice(&self.film.log, at));
            }
            Tamper::Reset => self.draft = None,
            Tamper::Remove(number) => {
                let mut edits = self.scenario.edits.clone();
                if number < edits.len() {
                    edits.remove(number);
                    self.change_edits(edits);
                }
            }
            Tamper::RemoveAll => self.change_edits(Vec::new()),
            change => {
                if let Some(draft) = &mut self.draft {
                    draft.change(change);
                }
            }
        }
    }

    /// One more change; the step shown is the message it is made to.
    fn add(&mut self, splice: Option<Splice>) {
        let Some(splice) = splice else {
            return;
        };
        let message = splice.message;
        let mut edits = self.scenario.edits.clone();
        edits.push(splice);
        self.change_edits(edits);
        let event = self.film.log.message(message).map(|event| event.id);
        if let Some(step) = event.and_then(|event| self.film.step_of(event)) {
            self.seek(step);
        }
    }

    fn change_edits(&mut self, edits: Vec<Splice>) {
        let mut scenario = (*self.scenario).clone();
        scenario.edits = edits;
        scenario.front_end.seat = None;
        self.seat = None;
        self.original = false;
        self.last_edit = None;
        self.revision += 1;
        self.show(scenario);
    }

    fn show_side(&mut self, original: bool) {
        if self.original != original {
            self.original = original;
            self.show((*self.scenario).clone());
        }
    }

    /// Runs the settings as they are, on the side that is shown.
    pub(super) fn film(&mut self) -> Film {
        let edits = &self.scenario.edits;
        self.original &= !edits.is_empty();
        let shown = Film::of(&self.scenario, self.controller);
        if edits.is_empty() {
            self.branch = None;
            return shown;
        }
        let original = Film::of(&self.scenario.original(), self.controller);
        self.branch = Some(Rc::new(Branch {
            noticed: noticed(&original.log, &shown.log),
            missed: missed(&shown.log, edits),
            edited: Rc::clone(&shown.log),
        }));
        if self.original { original } else { shown }
    }

    /// The draft follows the step that is shown.
    pub(super) fn refresh_draft(&mut self, before: &Self) {
        let id = |state: &Self| state.current().map(|step| step.id);
        let same = id(self) == id(before) && Rc::ptr_eq(&self.film, &before.film);
        if !self.tampering {
            self.draft = None;
        } else if !same || self.draft.is_none() {
            self.draft = Draft::of(self);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Action;
    use crate::lab::How;

    fn start(fragment: &str) -> State {
        State::from_fragment(fragment)
    }

    fn act(state: &State, tampers: impl IntoIterator<Item = Tamper>) -> State {
        let mut state = state.clone();
        for tamper in tampers {
            state = state.reduce(Action::Tamper(tamper));
        }
        state
    }

    /// At the first AUTHENTICATE, with the bench open.
    fn at_authenticate(fragment: &str) -> State {
        let state = act(&start(fragment), [Tamper::Toggle]);
        let steps = 0..state.film.steps.len();
        let mut states = steps.map(|step| state.reduce(Action::Seek(step)));
        let found = states.find(|state| {
            let draft = state.draft.as_ref();
            draft.is_some_and(|draft| draft.layer > 0 && draft.bytes.get(8) == Some(&3))
        });
        found.unwrap()
    }

    fn field(state: &State, name: &str) -> Tamper {
        let layer = state.draft.as_ref().unwrap().drafted().unwrap();
        let slots = slots(&layer.layout, &layer.bytes);
        Tamper::Field(slots.iter().position(|slot| slot.name.ends_with(name)))
    }

    fn noticed_by(state: &State) -> Option<How> {
        match state.branch.as_ref()?.noticed {
            Noticed::By { how, .. } => Some(how),
            _ => None,
        }
    }

    #[test]
    fn a_field_is_changed_applied_shown_beside_the_original_and_taken_back() {
        let before = at_authenticate("v=1&era=today");
        let proof = field(&before, "NTProofStr");
        let zeros = Tamper::Hex("00 ".repeat(16));
        let drafted = act(&before, [proof, zeros]);
        assert_eq!(
            drafted.film, before.film,
            "nothing happens before it is applied"
        );
        assert!(drafted.draft.as_ref().unwrap().splice().is_some());
        assert_eq!(act(&drafted, [Tamper::Reset]).draft.unwrap().splice(), None);

        let edited = act(&drafted, [Tamper::Apply]);
        assert_eq!(
            (edited.revision, edited.step),
            (before.revision + 1, before.step)
        );
        assert_eq!(noticed_by(&edited), Some(How::Proof));
        assert!(edited.fragment(false).contains("edit="));
        let original = act(&edited, [Tamper::Original(true)]);
        assert_eq!(original.film, before.film);
        assert!(original.fragment(false).contains("view=original"));
        assert!(original.draft.is_none());
        for state in [&edited, &original] {
            let again = start(&state.fragment(false));
            assert_eq!(
                (&again.film, &again.branch, again.original),
                (&state.film, &state.branch, state.original)
            );
            assert_eq!(again.step, state.step);
        }
        for taken in [Tamper::Remove(0), Tamper::RemoveAll] {
            let back = act(&original, [taken]);
            assert_eq!(
                (&back.film, &back.branch, back.original),
                (&before.film, &None, false)
            );
        }
        // Back leads to the run before the change.
        let back = edited.reduce(Action::Load(before.fragment(false)));
        assert_eq!((&back.film, &back.branch), (&before.film, &None));
    }

    #[test]
    fn numbers_flags_and_text_are_written_in_their_own_way() {
        let state = at_authenticate("v=1&era=today");
        let flags = field(&state, "NegotiateFlags");
        let bit = act(&state, [flags.clone(), Tamper::Flags(1 << 31)]);
        let splice = bit.draft.as_ref().unwrap().splice().unwrap();
        assert_eq!((splice.remove, splice.insert.len()), (1, 1));
        assert_eq!(
            act(&bit, [Tamper::Flags(1 << 31)]).draft.unwrap().splice(),
            None
        );
        let name = act(
            &state,
            [field(&state, "UserName"), Tamper::Value("bobby".to_owned())],
        );
        let draft = name.draft.as_ref().unwrap();
        assert_eq!(draft.own(), b"b\0o\0b\0b\0y\0");
        assert_eq!(
            noticed_by(&act(&name, [Tamper::Apply])),
            Some(How::Refusal),
            "no such account"
        );
        let wrong = act(
            &state,
            [
                field(&state, "MessageType"),
                Tamper::Value("three".to_owned()),
            ],
        );
        let draft = wrong.draft.unwrap();
        assert!(draft.wrong && draft.splice().is_none());
        assert_eq!(draft.typed, Some((false, "three".to_owned())));
        let wrong = act(&state, [Tamper::Hex("4".to_owned())]).draft.unwrap();
        assert!(wrong.wrong && wrong.splice().is_none());
    }

    #[test]
    fn a_field_that_becomes_longer_and_shorter_again_is_the_same() {
        let state = at_authenticate("v=1&era=today");
        let user = field(&state, "UserName");
        let typed = |text: &str| Tamper::Value(text.to_owned());
        let again = act(
            &state,
            [user, typed(&"long".repeat(90)), typed(""), typed("alice")],
        );
        assert_eq!(again.draft.unwrap().splice(), None);
    }

    #[test]
    fn tricks_go_to_their_message_and_settings_keep_the_changes() {
        let state = act(&start("v=1&era=today"), [Tamper::Play(Trick::DropMic)]);
        assert_eq!(noticed_by(&state), Some(How::Mic));
        assert!(crate::present::words::changed(
            &state.film.log,
            state.current().unwrap()
        ));
        let old = state.reduce(Action::Edit(crate::app::Edit::Era(
            crate::hosts::Era::Y1998,
        )));
        assert_eq!(old.scenario.edits, state.scenario.edits);
        let preset = crate::lab::presets::PRESETS.first().unwrap();
        assert!(old.reduce(Action::Preset(preset)).scenario.edits.is_empty());
        let nothing = act(&start(""), [Tamper::Play(Trick::DropMic)]);
        assert!(nothing.branch.is_none(), "1998 has no MIC");
    }

    #[test]
    fn the_bench_follows_the_step() {
        let mut state = act(&start(""), [Tamper::Toggle]);
        for step in 0..=state.film.last() {
            state = state.reduce(Action::Seek(step));
            let message = state
                .film
                .log
                .event(state.current().unwrap().id)
                .unwrap()
                .sides();
            assert_eq!(state.draft.is_some(), message.is_some());
        }
        assert!(act(&state, [Tamper::Toggle]).draft.is_none());
    }
}
