//! Changing messages on their way: what is done at the tamper panel, and what comes of it.

use super::{Draft, Panel, RenderedRun, State};
use crate::lab::{
    Detection, KnownAttack, Log, Splice, SpliceError, SplicePlace, detection, missed, places,
};
use std::rc::Rc;

/// Something done about messages on their way.
#[derive(Clone, Debug, PartialEq)]
pub enum TamperAction {
    /// Open the tamper panel, or close it.
    Toggle,
    /// Change what is to be put in the message’s place, before it is.
    Draft(DraftAction),
    /// Put the draft in the message's place.
    Apply,
    /// The draft is the message again.
    Reset,
    /// A change that attackers are known for.
    Play(KnownAttack),
    /// Take back the change of that number.
    Remove(usize),
    /// Take back all changes.
    RemoveAll,
    /// Show the run with nobody in between, or with the changes.
    Original(bool),
}

/// Something done to the message that is to be put in the place of another.
#[derive(Clone, Debug, PartialEq)]
pub enum DraftAction {
    /// Take that layer of the message.
    Layer(usize),
    /// Take that field of the layer; none for all its bytes.
    Field(Option<usize>),
    /// Lengths and offsets follow, or not.
    Follow(bool),
    /// Bytes are typed in hex.
    Hex(String),
    /// What the field says is typed.
    Value(String),
    /// Turn bits of NTLM's flags over.
    Flags(u32),
}

/// The other side of a branch, and what the change did.
#[derive(Clone, Debug, PartialEq)]
pub struct Branch {
    /// Who noticed first that something was changed, if anybody did.
    pub noticed: Detection,
    /// Of each change, why it was not made, if it was not.
    pub missed: Vec<Option<SpliceError>>,
    /// Of each change, the fields that it changed when it was made, or came by a link.
    made_at: Vec<(Splice, SplicePlace)>,
    /// Of each change, whether it hits something else since: other fields, or longer ones.
    pub strayed: Vec<bool>,
    /// The run with the changes, for what is said of them.
    pub edited: Rc<RenderedRun>,
}

impl Branch {
    /// What changes did to a run: beside it stands the same with nobody in between. `before` is the branch of the settings
    /// before.
    pub(super) fn of(
        edits: &[Splice],
        original: &Log,
        edited: Rc<RenderedRun>,
        before: Option<&Self>,
    ) -> Self {
        let known = before.map_or(&[][..], |before| &before.made_at);
        let (mut made_at, mut strayed) = (Vec::new(), vec![false; edits.len()]);
        let slots = edits.iter().zip(&mut strayed);
        for ((edit, strayed), place) in slots.zip(places(&edited.log, edits)) {
            let first = known.iter().find(|(known, _)| known == edit);
            let first = first.map(|(_, first)| first.clone());
            *strayed = first.is_some() && place.is_some() && first != place;
            made_at.extend(first.or(place).map(|first| (edit.clone(), first)));
        }
        Self {
            made_at,
            strayed,
            noticed: detection(original, &edited.log),
            missed: missed(&edited.log, edits),
            edited,
        }
    }
}

impl State {
    pub(super) fn tamper(&mut self, action: TamperAction) {
        match action {
            TamperAction::Toggle => {
                self.playback.stop();
                if self.panel == Panel::Tamper {
                    self.look_away();
                } else {
                    self.open(Panel::Tamper);
                    self.set_original(false);
                }
            }
            TamperAction::Original(original) => {
                self.revision += 1;
                self.set_original(original);
            }
            TamperAction::Apply => {
                let splice = self.draft.as_ref().and_then(|draft| draft.splice());
                self.add_splice(splice);
            }
            TamperAction::Play(attack) => {
                self.set_original(false);
                let at = self.current().map(|step| step.id);
                self.add_splice(attack.splice(&self.rendered.log, at));
            }
            TamperAction::Reset => self.draft = None,
            TamperAction::Remove(number) => {
                let mut edits = self.scenario.edits.clone();
                if number < edits.len() {
                    edits.remove(number);
                    self.change_edits(edits);
                }
            }
            TamperAction::RemoveAll => self.change_edits(Vec::new()),
            TamperAction::Draft(change) => {
                if let Some(draft) = &mut self.draft {
                    Rc::make_mut(draft).change(change);
                }
            }
        }
    }

    /// One more change; the step shown is the message it is made to.
    fn add_splice(&mut self, splice: Option<Splice>) {
        let Some(splice) = splice else {
            return;
        };
        let message = splice.message;
        let mut edits = self.scenario.edits.clone();
        edits.push(splice);
        self.change_edits(edits);
        let event = self.rendered.log.message(message).map(|event| event.id);
        if let Some(step) = event.and_then(|event| self.rendered.step_of(event)) {
            self.seek(step);
        }
    }

    fn change_edits(&mut self, edits: Vec<Splice>) {
        let mut scenario = (*self.scenario).clone();
        scenario.edits = edits;
        scenario.front_end.seat = None;
        self.give_up_seat();
        self.original = false;
        self.last_edit = None;
        self.revision += 1;
        self.show(scenario);
    }

    fn set_original(&mut self, original: bool) {
        if self.original != original {
            self.original = original;
            self.show((*self.scenario).clone());
        }
    }

    /// The draft follows the step that is shown.
    pub(super) fn refresh_draft(&mut self, before: &Self) {
        let id = |state: &Self| state.current().map(|step| step.id);
        let same = id(self) == id(before) && Rc::ptr_eq(&self.rendered, &before.rendered);
        if self.panel != Panel::Tamper {
            self.draft = None;
        } else if !same || self.draft.is_none() {
            let draft = Draft::of(self);
            // Who goes on changing the same message stays at its field.
            let draft = draft.map(|draft| match &before.draft {
                Some(old) => draft.at(old),
                None => draft,
            });
            self.draft = draft.map(Rc::new);
        }
    }
}
