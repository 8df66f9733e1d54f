//! The state and its one reducer.

use super::memory::Memory;
use super::steps_left::StepsLeft;
use super::walk::WalkedFrom;
use super::{
    Action, Branch, ByteSelection, Compare, CompareAction, DecodeAction, Desk, Dialog, Draft, Film,
    Inquiry, Outcomes, OutcomesAction, Paste, Playback, Predict, Repairs, SPEEDS, Seat, Share, Tab,
    Trace, Traffic,
};
use crate::hosts::Era;
use crate::lab::{EventId, Scenario, Setting, Splice};
use crate::present::decode;
use crate::present::link::{LinkProblem, Page};
use crate::present::traffic::Assumption;
use crate::present::walk::Stop;
use crate::present::{Step, words};
use std::rc::Rc;

/// Everything the page shows follows from this.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// The page that is shown.
    pub page: Page,
    /// The desk of the page that decodes.
    pub desk: Rc<Desk>,
    /// Other people's traffic, which takes the desk's place while it is open.
    pub traffic: Rc<Traffic>,
    /// The table of the page of outcomes.
    pub outcomes: Rc<Outcomes>,
    /// What the page that finds causes was told, and what came of it.
    pub inquiry: Rc<Inquiry>,
    /// The settings.
    pub scenario: Rc<Scenario>,
    /// What came of them, as far as it is shown.
    pub film: Rc<Film>,
    /// The step that is shown.
    pub step: usize,
    /// Whether and how fast it plays.
    pub playback: Playback,
    /// Whether the domain controller has a lifeline.
    pub controller: bool,
    /// The side of the inspector.
    pub tab: Tab,
    /// Whether the settings are open.
    pub settings: bool,
    /// Whether the inspector is open where it is a sheet.
    pub inspector: bool,
    /// The open dialog.
    pub dialog: Option<Dialog>,
    /// What the dialogs remember.
    pub share: Share,
    /// What is lit in the bytes of the step shown.
    pub lit: ByteSelection,
    /// What is pointed at, with its sources.
    pub trace: Option<Rc<Trace>>,
    /// How often somebody went where a value came from; and the computation, where the last way led to one.
    pub gone: (u32, Option<usize>),
    /// What was wrong with the link.
    pub problems: Rc<Vec<LinkProblem>>,
    /// What the run assumes, where it was made from other people's traffic and nobody has read that yet.
    pub assumed: Rc<Vec<Assumption>>,
    /// The run that was made last from other people's traffic, and what it assumes.
    pub(super) rebuilt: Option<(Rc<Scenario>, Rc<Vec<Assumption>>)>,
    /// Whether messages are being changed on their way.
    pub tampering: bool,
    /// The message that is about to be changed.
    pub draft: Option<Rc<Draft>>,
    /// Where messages are changed: what that did.
    pub branch: Option<Rc<Branch>>,
    /// IIS's seat, while the person sits in it.
    pub seat: Option<Rc<Seat>>,
    /// What would fix the run, or break it, once that was asked.
    pub repairs: Option<Rc<Repairs>>,
    /// A second run beside the one that is shown.
    pub compare: Option<Rc<Compare>>,
    /// Whether the first screen is shown: nothing was done yet.
    pub welcome: bool,
    /// The stop of the walk, for who takes it.
    pub walk: Option<Stop>,
    /// What was shown when the walk began.
    pub(super) walked_from: Option<WalkedFrom>,
    /// What was predicted, while somebody predicts.
    pub predict: Option<Rc<Predict>>,
    /// Whether the run is shown as it is with nobody in between.
    pub original: bool,
    /// How often a setting was changed: each change is a place to come back to.
    pub revision: u32,
    /// Keys of the link that this version does not know.
    pub(super) unknown: Rc<Vec<(String, String)>>,
    pub(super) last_edit: Option<Setting>,
    /// What is secret of the settings, by their link, which does not hold it: Back must not lose it.
    pub(super) memory: Memory,
    /// The changes on the way that stay out of links.
    pub withheld: Rc<Vec<Splice>>,
    /// Where schemes were left for others.
    pub(super) left: StepsLeft,
}

impl State {
    /// The state that a fragment describes; an empty one is where everybody begins.
    pub fn from_fragment(fragment: &str) -> Self {
        let scenario = Scenario::of(Era::Y1998);
        let film = Film::of(&scenario, false);
        let state = Self {
            page: Page::Lab,
            desk: Rc::default(),
            traffic: Rc::default(),
            outcomes: Rc::new(Outcomes::of(&scenario)),
            inquiry: Rc::default(),
            scenario: Rc::new(scenario),
            film: Rc::new(film),
            step: 0,
            playback: Playback::default(),
            controller: false,
            tab: Tab::default(),
            settings: false,
            inspector: false,
            dialog: None,
            share: Share::default(),
            lit: ByteSelection::default(),
            trace: None,
            gone: (0, None),
            problems: Rc::default(),
            assumed: Rc::default(),
            rebuilt: None,
            tampering: false,
            draft: None,
            branch: None,
            seat: None,
            repairs: None,
            compare: None,
            welcome: true,
            walk: None,
            walked_from: None,
            predict: None,
            original: false,
            revision: 0,
            unknown: Rc::default(),
            last_edit: None,
            memory: Memory::default(),
            withheld: Rc::default(),
            left: StepsLeft::default(),
        };
        state.load(fragment)
    }

    /// The step that is shown.
    pub fn current(&self) -> Option<&Step> {
        self.film.steps.get(self.step)
    }

    /// The last event that has happened.
    pub fn now(&self) -> EventId {
        self.current().map_or(EventId(0), Step::end)
    }

    /// The verdict at the step that is shown.
    pub fn verdict(&self) -> words::Verdict {
        words::verdict(&self.film.log, self.now())
    }

    /// How long the step that is shown stands at normal speed, in milliseconds.
    pub fn stands(&self) -> f64 {
        self.whole().left(self.step) - self.whole().left(self.step + 1)
    }

    /// Whether an action changes nothing. Pointers move often: the page is spared the work.
    pub fn ignores(&self, action: &Action) -> bool {
        match action {
            Action::Hover(None) => self.lit.hovered.is_none(),
            Action::Hover(field) => !self.lit.brought && *field == self.lit.hovered,
            Action::Point(None) => self.trace.is_none(),
            Action::Point(Some(at)) => self.trace.as_ref().is_some_and(|trace| trace.at == *at),
            Action::Advance => !self.clock().0.playing,
            Action::Walk(None) => self.walk.is_none(),
            Action::Predict(action) => self.page != Page::Lab || self.ignores_prediction(action),
            // The keys of the lab do nothing where no sequence is shown.
            action => self.page != Page::Lab && !self.shows_traffic() && action.plays(),
        }
    }

    /// Whether other people's traffic is shown.
    pub fn shows_traffic(&self) -> bool {
        self.page == Page::Decode && self.traffic.open
    }

    /// What plays: how, its step, and how long that stands at normal speed, in milliseconds.
    pub fn clock(&self) -> (Playback, usize, f64) {
        if self.shows_traffic() {
            let traffic = &self.traffic;
            return (traffic.playback, traffic.step, traffic.stands());
        }
        (self.playback, self.step, self.stands())
    }

    /// What follows from an action.
    pub fn reduce(&self, action: Action) -> Self {
        let mut next = self.clone();
        if self.ignores(&action) {
            return next;
        }
        if !action.points() {
            next.trace = None;
        }
        if self.shows_traffic() && action.plays() {
            Rc::make_mut(&mut next.traffic).play(&action);
            next.lit = ByteSelection::default();
            return next;
        }
        next.welcome &= action.looks();
        // Who plays from the first screen wants to see the diagram, which a sheet may hide.
        let runs = matches!(action, Action::TogglePlay | Action::Preset(_));
        next.inspector &= !(self.welcome && runs);
        if action.strays() {
            (next.walk, next.walked_from) = (None, None);
        }
        if action.plays() {
            next.look_at_step(false);
        }
        match action {
            Action::TogglePlay => next.toggle_play(),
            Action::Advance => next.advance(),
            Action::First => next.seek(0),
            Action::Previous => next.seek(next.step.saturating_sub(1)),
            Action::Next => next.seek(next.step.saturating_add(1)),
            Action::Last => next.seek(usize::MAX),
            Action::Seek(step) => next.seek(step),
            Action::SeekEvent(event) => next.seek_event(Some(event)),
            Action::Speed(speed) => next.playback.speed = speed.min(SPEEDS.len() - 1),
            Action::Set(setting, text) => next.set(setting, &text),
            Action::Preset(preset) => {
                let mut scenario = preset.scenario();
                scenario.seed = next.scenario.seed;
                next.last_edit = None;
                next.seat = None;
                next.revision += 1;
                next.show(scenario);
                next.seek(0);
            }
            Action::Seed(seed) => {
                let mut scenario = Scenario::clone(&next.scenario);
                scenario.seed = seed;
                next.show_anew(scenario);
            }
            Action::Controller(controller) => {
                let event = next.current().map(|step| step.id);
                next.controller = controller;
                next.film = next.film();
                let step = event.and_then(|event| next.film.step_of(event));
                next.step = step.unwrap_or(next.step).min(next.film.last());
                next.revision += 1;
            }
            Action::Tab(tab) => {
                next.tab = tab;
                next.tampering = false;
                next.look_away();
                next.look_at_step(true);
            }
            Action::Side(sent) => next.lit.sent = sent,
            Action::ToggleSettings => next.settings = !next.settings,
            Action::ToggleInspector => next.inspector = !next.inspector,
            Action::Escape => next.close(),
            Action::Dialog(dialog) => {
                next.dialog = dialog;
                next.share = Share::default();
            }
            Action::Passwords(passwords) => {
                next.share = Share {
                    passwords,
                    copied: false,
                };
            }
            Action::Copied => next.share.copied = true,
            Action::Layer(layer) => {
                next.lit.layer = Some(layer);
                next.lit.focused = 0;
            }
            Action::Hover(Some(_)) if next.lit.brought => next.lit.brought = false,
            Action::Hover(field) => next.lit.hovered = field,
            Action::Focus(field) => next.lit.focused = field,
            Action::FocusByte(byte, field) => {
                next.lit.byte = byte;
                next.lit.focused = field.unwrap_or(next.lit.focused);
            }
            Action::Point(at) => at.into_iter().for_each(|at| next.point(at)),
            Action::Go(to) => return next.go(&to),
            Action::Desk(at) => {
                let pastes = matches!(at, DecodeAction::Paste(_) | DecodeAction::Lay(_));
                Rc::make_mut(&mut next.desk).act(at);
                if pastes {
                    next.draw_what_was_pasted();
                }
            }
            Action::Draw => next.draw(),
            Action::DrawExample => next.draw_example(),
            Action::Rebuild => next.rebuild(),
            Action::Traffic(action) => {
                Rc::make_mut(&mut next.traffic).act(action);
                next.lit = ByteSelection::default();
            }
            Action::Outcomes(action) => next.tabulate(action),
            Action::Fix(axis, place) => next.fix(axis, place),
            Action::Diagnose(told) => {
                Rc::make_mut(&mut next.inquiry).act(told, &self.scenario);
            }
            Action::Sample => {
                let sent = decode::traffic(&next.film.log);
                let typed = next.scenario.client.password.clone();
                Rc::make_mut(&mut next.desk)
                    .act(DecodeAction::Example(Paste::Text(sent.into()), typed));
            }
            Action::Example(example) => {
                let (sent, password) = example.paste();
                let at = DecodeAction::Example(Paste::Text(sent.into()), password.to_owned());
                Rc::make_mut(&mut next.desk).act(at);
            }
            Action::Load(fragment) => next = next.load(&fragment),
            Action::Tamper(tamper) => next.tamper(tamper),
            Action::Sit(sit) => next.sit(sit),
            Action::Repair(repair) => next.repair(repair),
            Action::Compare(compare) => next.compare(compare),
            Action::Welcome => {
                next.come_forward();
                next.welcome = true;
            }
            Action::Walk(stop) => next.walk_to(stop),
            Action::Predict(action) => next.predict(action),
            Action::DismissProblems => {
                (next.problems, next.assumed) = (Rc::default(), Rc::default());
            }
        }
        next.keep_outcomes();
        next.keep_predicting(self.step);
        if !Rc::ptr_eq(&next.scenario, &self.scenario) {
            next.forget_repairs();
        }
        if !Rc::ptr_eq(&next.film, &self.film) {
            next.compare_anew();
        }
        // Another step has other bytes, and who comes back to them begins at the top.
        let id = |state: &Self| state.current().map(|step| step.id);
        let token = |state: &Self| (Rc::as_ptr(&state.desk.report), state.desk.token);
        let elsewhere = next.page != self.page || token(&next) != token(self);
        if next.tab != self.tab || id(&next) != id(self) || elsewhere {
            next.lit = ByteSelection::default();
        }
        next.refresh_draft(self);
        next
    }

    fn toggle_play(&mut self) {
        self.playback.play(!self.playback.playing);
        if self.playback.playing && self.step >= self.last() {
            // Nothing comes before an open question is answered.
            self.playback.playing = !self.is_veiled();
            self.step = if self.is_veiled() { self.step } else { 0 };
        }
    }

    /// One step on, by itself. It stops where there is something to think about.
    fn advance(&mut self) {
        let last = self.last();
        self.step = (self.step + 1).min(last);
        let ends = self.step >= last;
        let pauses = self.predict.is_none() && self.playback.pauses();
        self.playback.paused = !ends && pauses && self.film.turns_at(self.step);
        self.playback.playing = !ends && !self.playback.paused;
    }

    /// Goes to a step, by hand: it stops playing.
    pub(super) fn seek(&mut self, step: usize) {
        self.step = step.min(self.last());
        self.playback.play(false);
    }

    /// What covers something else closes first. A dialog is closed by the browser.
    fn close(&mut self) {
        let seated = self.seat.as_ref().is_some_and(|seat| seat.open);
        if self.dialog.is_some() {
            return;
        }
        if self.page == Page::Outcomes {
            self.tabulate(OutcomesAction::Choose(None));
        }
        if self.page != Page::Lab {
            return;
        }
        let repairs = self.repairs.as_ref().is_some_and(|repairs| repairs.open);
        let compared = self.compare.as_ref();
        if compared.is_some_and(|compare| compare.settings) {
            self.compare(CompareAction::ToggleSettings);
        } else if compared.is_some() && self.settings {
            self.settings = false;
        } else if compared.is_some() {
            self.compare(CompareAction::Close);
        } else if self.tampering || seated || repairs {
            self.tampering = false;
            self.look_away();
        } else if self.settings {
            self.settings = false;
        } else if self.walk.is_some() {
            self.walk_to(None);
        } else {
            self.inspector = false;
        }
    }

    fn set(&mut self, setting: Setting, text: &str) {
        let mut scenario = Scenario::clone(&self.scenario);
        if setting.change(&mut scenario, text).is_none() {
            return;
        }
        // Text that is typed letter by letter is one change, not many.
        let continues = setting.is_typed() && self.last_edit == Some(setting);
        if !continues {
            self.revision += 1;
        }
        scenario.front_end.seat = None;
        self.last_edit = Some(setting);
        self.run(scenario);
        self.remember(continues);
        // Who sits in IIS's place stays there, and is asked anew.
        if self.seat.take().is_some_and(|seat| seat.open) {
            self.take_seat();
        }
    }

    /// Runs other settings and stays at the same place of the story, where there is one.
    /// Shows a run of other settings, as a place of its own; whatever was answered in IIS's seat was about the one before.
    pub(super) fn show_anew(&mut self, mut scenario: Scenario) {
        scenario.front_end.seat = None;
        self.seat = None;
        self.last_edit = None;
        self.revision += 1;
        self.show(scenario);
    }

    pub(super) fn show(&mut self, scenario: Scenario) {
        self.run(scenario);
        self.remember(false);
    }

    fn run(&mut self, scenario: Scenario) {
        let here = self.current().map(|step| step.id);
        let ends = self.step == self.film.last();
        let left = self.left.leave(&self.scenario, &scenario, here, ends);
        self.scenario = Rc::new(scenario);
        let film = self.film();
        self.step = left
            .and_then(|event| film.step_of(event))
            .unwrap_or_else(|| film.counterpart(&self.film, self.step));
        let plays = self.playback.playing && self.step < film.last();
        self.playback.play(plays);
        self.film = film;
    }
}

#[cfg(test)]
mod tests;
