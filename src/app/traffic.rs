//! Other people's traffic on the page that decodes: what was read, which sign-in is shown, and what was asked of it.

use super::traffic_action::{FileProgress, ReadOrder, TrafficAction};
use super::{Playback, RenderedRun, TransportAction};
use crate::present::evidence::{AttemptFilter, CheckedProof, lacks, undrawn, visit};
use crate::present::traffic::{
    FilterIndex, KnownToAll, StepSource, TrafficPicture, nameless, picture, proofs, redacted,
};
use crate::traffic::collection::{Collection, FileRead};
use crate::wire::Layer;
use std::cell::Cell;
use std::rc::Rc;

/// What was read, and what is shown of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Traffic {
    /// Whether it is shown in the place of the tokens.
    pub open: bool,
    /// What the files show.
    pub collection: Rc<Collection>,
    /// The same, with other names and addresses where the screen has those.
    pub shown: Rc<Collection>,
    /// Whether `shown` has other names and addresses than `collection`.
    pub hidden: bool,
    /// What its sign-ins are found by.
    pub index: Rc<FilterIndex>,
    /// What was found of each sign-in's proof.
    pub proofs: Rc<Vec<Vec<CheckedProof>>>,
    /// The sign-in that is shown, by its number.
    pub chosen: usize,
    /// So many sign-ins of its visit are not drawn with it.
    pub undrawn: usize,
    /// Its visit, drawn.
    pub rendered: Rc<RenderedRun>,
    /// Where each step of it comes from.
    pub marks: Rc<[StepSource]>,
    /// The step that is shown.
    pub step: usize,
    /// Whether and how fast it plays.
    pub playback: Playback,
    /// Whether steps stand as far apart as they were in time.
    pub to_scale: bool,
    /// What was typed into the filter.
    pub filter: String,
    /// Which ends are shown alone.
    pub only: AttemptFilter,
    /// The side of the inspector.
    pub side: TrafficSide,
    /// A password or an NT hash to check all sign-ins with. It is kept here and nowhere else.
    pub secret: Rc<str>,
    /// Files of keys: their names and what is in them.
    pub keys: Vec<(Rc<str>, Rc<Layer>)>,
    /// Whether what leaves the page has other names.
    pub redact: bool,
    /// The file that is being read.
    pub reading: Option<FileProgress>,
    /// What whoever reads files is to do, whatever they were opened with. Who was told to stop keeps it; others get another.
    pub order: Rc<Cell<ReadOrder>>,
}

/// A side of the inspector.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TrafficSide {
    /// What is known and what is not.
    #[default]
    Explain,
    /// The message's fields and bytes.
    Bytes,
    /// Whether proofs are right.
    Verify,
}

impl Default for Traffic {
    fn default() -> Self {
        Self {
            open: false,
            collection: Rc::default(),
            shown: Rc::default(),
            hidden: false,
            index: Rc::default(),
            proofs: Rc::default(),
            chosen: 0,
            undrawn: 0,
            rendered: Rc::new(RenderedRun::observed(&TrafficPicture::default())),
            marks: Rc::from([]),
            step: 0,
            playback: Playback::default(),
            to_scale: false,
            filter: String::new(),
            only: AttemptFilter::default(),
            side: TrafficSide::default(),
            secret: Rc::from(""),
            keys: Vec::new(),
            redact: true,
            reading: None,
            order: Rc::default(),
        }
    }
}

impl Traffic {
    /// Whether there is anything.
    pub fn is_empty(&self) -> bool {
        self.collection.files.is_empty() && self.reading.is_none()
    }

    /// What was found of the proofs of the sign-in that is shown, as far as the screen may name people.
    pub fn chosen_proofs(&self) -> Vec<CheckedProof> {
        let proofs = self.proofs.get(self.chosen).map_or(&[][..], Vec::as_slice);
        match self.hidden {
            true => nameless(proofs),
            false => proofs.to_vec(),
        }
    }

    /// How long the step that is shown stands at normal speed, in milliseconds.
    pub fn stands(&self) -> f64 {
        self.rendered.left(self.step) - self.rendered.left(self.step + 1)
    }

    /// Which sign-ins the filter and the choice of ends let through, by their numbers.
    pub fn shown(&self) -> Vec<bool> {
        let matching = self.index.matching(&self.filter);
        let attempts = self.collection.attempts.iter().zip(matching);
        attempts
            .map(|(attempt, matches)| matches && self.only.takes(attempt))
            .collect()
    }

    /// What follows from something done with it.
    pub fn act(&mut self, action: TrafficAction) {
        match action {
            TrafficAction::Progress(reading) => {
                // Who went back to the text meanwhile stays there.
                self.open |= self.reading.is_none();
                self.reading = Some(reading);
            }
            TrafficAction::Read(read) => self.add(Rc::unwrap_or_clone(read)),
            // It opens nothing by itself: what the others are is to be seen.
            TrafficAction::Unread(said) => {
                let others = |reading: &FileProgress| reading.name != said.name;
                let (open, reading) = (self.open, self.reading.take().filter(others));
                self.add(vec![(*said).clone()]);
                (self.open, self.reading) = (open, reading);
            }
            TrafficAction::Keys(name, layer) => {
                self.keys.retain(|(known, _)| *known != name);
                self.keys.push((name, layer));
                self.check();
            }
            TrafficAction::Choose(number) => self.choose(number),
            TrafficAction::Filter(text) => self.filter = text,
            TrafficAction::Only(only) => self.only = only,
            TrafficAction::ToScale(to_scale) => self.to_scale = to_scale,
            TrafficAction::Side(side) => self.side = side,
            TrafficAction::Secret(text) => {
                self.secret = text.into();
                self.check();
            }
            TrafficAction::Redact(redact) => self.redact = redact,
            TrafficAction::Hide(hidden) => {
                self.hidden = hidden;
                let step = self.step;
                self.show();
                self.choose(self.chosen);
                self.step = step.min(self.rendered.last());
            }
            TrafficAction::Open(open) => self.open = open && !self.is_empty(),
            TrafficAction::Clear => {
                self.order.set(ReadOrder::Forget);
                *self = self.emptied();
            }
            TrafficAction::Stop => std::mem::take(&mut self.order).set(ReadOrder::Keep),
        }
    }

    /// Nothing, under the names that the screen and what leaves the page were to have.
    pub(super) fn emptied(&self) -> Self {
        Self {
            hidden: self.hidden,
            redact: self.redact,
            ..Self::default()
        }
    }

    /// What follows from playing and stepping.
    pub(super) fn transport(&mut self, action: TransportAction) {
        let last = self.rendered.last();
        match action {
            TransportAction::Toggle => {
                self.playback.toggle();
                if self.playback.playing && self.step >= last {
                    self.step = 0;
                }
            }
            TransportAction::Advance => {
                self.step = (self.step + 1).min(last);
                self.playback.playing &= self.step < last;
            }
            TransportAction::First => self.seek(0),
            TransportAction::Previous => self.seek(self.step.saturating_sub(1)),
            TransportAction::Next => self.seek(self.step.saturating_add(1)),
            TransportAction::Last => self.seek(last),
            TransportAction::Seek(step) => self.seek(step),
            TransportAction::SeekEvent(event) => {
                if let Some(step) = self.rendered.step_of(event) {
                    self.seek(step);
                }
            }
            TransportAction::Speed(speed) => self.playback.set_speed(speed),
        }
    }

    /// Goes to a step, by hand: it stops playing.
    fn seek(&mut self, step: usize) {
        self.step = step.min(self.rendered.last());
        self.playback.stop();
    }

    /// Takes what was read of files. The first sign-in that fails is shown, unless another that fails is shown already.
    pub(super) fn add(&mut self, read: Vec<FileRead>) {
        let first = self.collection.attempts.is_empty();
        Rc::make_mut(&mut self.collection).take_all(read);
        self.show();
        self.reading = None;
        self.open = true;
        self.check();
        // What fails is what people come for.
        let attempts = &self.collection.attempts;
        let fails = attempts.iter().position(|it| it.fails());
        let whole = attempts
            .iter()
            .position(|it| lacks(&self.collection, it).is_empty());
        let kept = attempts
            .get(self.chosen)
            .filter(|it| !first && (it.fails() || fails.is_none()));
        let chosen = match kept {
            Some(_) => self.chosen,
            None => fails.or(whole).unwrap_or(0),
        };
        self.choose(chosen);
    }

    /// Takes the names that the screen is to have.
    fn show(&mut self) {
        self.shown = match self.hidden {
            true => Rc::new(redacted(&self.collection).0),
            false => self.collection.clone(),
        };
        self.index = Rc::new(FilterIndex::new(&self.shown));
    }

    fn choose(&mut self, number: usize) {
        self.chosen = number.min(self.collection.attempts.len().saturating_sub(1));
        let drawn = visit(&self.collection, self.chosen);
        self.undrawn = undrawn(&self.collection, self.chosen, &drawn);
        let picture = picture(&self.shown, &drawn);
        self.rendered = Rc::new(RenderedRun::observed(&picture));
        self.marks = picture.marks.into();
        // The end of the sign-in that was chosen, not of its visit.
        let own = |mark: &StepSource| mark.attempt == self.chosen;
        self.step = self.marks.iter().rposition(own).unwrap_or(0);
        self.playback.stop();
    }

    fn check(&mut self) {
        let typed = self.secret.trim();
        let hash = crate::present::decode::hash(typed);
        let files: Vec<Rc<Layer>> = self.keys.iter().map(|(_, file)| file.clone()).collect();
        let known = KnownToAll {
            password: Some(&*self.secret).filter(|it| !it.is_empty() && hash.is_none()),
            nt_hash: hash,
            user: None,
            files: &files,
        };
        self.proofs = Rc::new(proofs(&self.collection, &known));
    }
}
