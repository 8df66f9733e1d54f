//! The one reducer: a state and an action make the next state.

use super::memory::HistoryUpdate;
use super::{
    Action, Branch, ByteSelection, CompareAction, DecodeAction, OutcomesAction, Panel, Paste,
    RenderedRun, SeatAction, Share, State, Tab, TransportAction,
};
use crate::lab::presets::Preset;
use crate::lab::{Scenario, Setting};
use crate::present::decode;
use crate::present::link::Page;
use crate::present::tamper::withheld;
use std::rc::Rc;

impl State {
    /// Whether an action changes nothing. Pointers move often: the page is spared the work.
    pub fn ignores(&self, action: &Action) -> bool {
        match action {
            Action::Hover(None) => self.lit.hovered.is_none(),
            Action::Hover(field) => !self.lit.brought && *field == self.lit.hovered,
            Action::Point(None) => self.trace.is_none(),
            Action::Point(Some(at)) => self.trace.as_ref().is_some_and(|trace| trace.at == *at),
            Action::Transport(TransportAction::Advance) => !self.clock().0.playing,
            Action::Walk(None) => self.walk.is_none(),
            Action::Predict(action) => self.page != Page::Lab || self.ignores_prediction(action),
            // The keys of the lab do nothing where no sequence is shown.
            Action::Transport(_) => self.page != Page::Lab && !self.shows_traffic(),
            _ => false,
        }
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
        if let Action::Transport(action) = action
            && self.shows_traffic()
        {
            Rc::make_mut(&mut next.traffic).transport(action);
            next.lit = ByteSelection::default();
            return next;
        }
        next.make_ready(&action);
        // A link says itself what is lit.
        let leads = matches!(action, Action::Load(_) | Action::Return(_));
        match action {
            Action::Transport(action) => next.transport(action),
            Action::Set(setting, text) => next.set(setting, &text),
            Action::Preset(preset) => next.begin(preset),
            Action::Seed(seed) => next.reseed(seed),
            Action::Controller(controller) => next.show_controller(controller),
            Action::Tab(tab) => next.open_tab(tab),
            Action::AsSent(sent) => next.lit.sent = sent,
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
            Action::Decode(action) => next.decode(action),
            Action::OtherFile(file) => next.take_file(file),
            Action::Draw => next.draw(),
            Action::DrawExample => next.draw_example(),
            Action::Rebuild => next.rebuild(),
            Action::RebuildAndRepair => {
                next.rebuild();
                next.open_repairs();
            }
            Action::DiagnoseLogged => next.diagnose_logged(),
            Action::DiagnosePasted => next.diagnose_pasted(),
            Action::UseNames => next.use_names(),
            Action::Traffic(action) => {
                Rc::make_mut(&mut next.traffic).act(action);
                if !Rc::ptr_eq(&next.traffic.rendered, &self.traffic.rendered) {
                    next.lit = ByteSelection::default();
                }
            }
            Action::Outcomes(action) => next.tabulate(action),
            Action::Fix(axis, place) => next.fix(axis, place),
            Action::Diagnose(told) => {
                // Back takes an answer back.
                next.revision += u32::from(told.is_a_place());
                Rc::make_mut(&mut next.inquiry).act(told, &self.scenario);
            }
            Action::Sample => next.paste_what_was_sent(),
            Action::Example(example) => {
                let (sent, password) = example.paste();
                next.paste_example(sent.into(), password.to_owned());
            }
            Action::Load(fragment) => next = next.load(&fragment),
            Action::Return(fragment) => next = next.go_back(&fragment),
            Action::Tamper(tamper) => next.tamper(tamper),
            Action::Seat(sit) => next.sit(sit),
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
        next.settle(self);
        if !leads {
            next.forget_bytes(self);
        }
        next
    }

    /// What an action of that kind ends, whatever comes of it.
    fn make_ready(&mut self, action: &Action) {
        // Who plays from the first screen wants to see the diagram, which a sheet may hide.
        let runs = matches!(
            action,
            Action::Transport(TransportAction::Toggle) | Action::Preset(_)
        );
        self.inspector &= !(self.welcome && runs);
        self.welcome &= action.looks();
        if action.strays() {
            (self.walk, self.walked_from) = (None, None);
        }
        if matches!(action, Action::Transport(_)) {
            self.look_at_question();
        }
    }

    /// What follows from what has changed, whatever changed it.
    fn settle(&mut self, before: &Self) {
        self.keep_outcomes();
        self.keep_predicting(before.step);
        if !Rc::ptr_eq(&self.scenario, &before.scenario) {
            self.forget_repairs();
            let renamed = self.scenario.names != before.scenario.names;
            if renamed && !self.inquiry.text.is_empty() {
                Rc::make_mut(&mut self.inquiry).unread = true;
            }
        }
        if self.page == Page::Diagnose && self.inquiry.unread {
            Rc::make_mut(&mut self.inquiry).read_soon(&self.scenario);
        }
        if !Rc::ptr_eq(&self.rendered, &before.rendered) {
            self.compare_anew(before);
        }
        self.refresh_draft(before);
    }

    /// Another step has other bytes, and who comes back to them begins at the top.
    pub(super) fn forget_bytes(&mut self, before: &Self) {
        let id = |state: &Self| state.current().map(|step| step.id);
        let token = |state: &Self| (Rc::as_ptr(&state.decode.report), state.decode.token);
        let elsewhere = self.page != before.page || token(self) != token(before);
        if self.tab != before.tab || id(self) != id(before) || elsewhere {
            self.lit = ByteSelection::default();
        }
    }

    /// Begins a preset from its first step; the random values stay.
    fn begin(&mut self, preset: &Preset) {
        let mut scenario = preset.scenario();
        scenario.seed = self.scenario.seed;
        self.last_edit = None;
        self.give_up_seat();
        self.revision += 1;
        self.show(scenario);
        self.seek(0);
    }

    /// The same settings with other random values.
    fn reseed(&mut self, seed: u64) {
        let mut scenario = Scenario::clone(&self.scenario);
        scenario.seed = seed;
        self.show_anew(scenario);
    }

    /// Shows a side of the step, whatever the inspector showed in its place.
    fn open_tab(&mut self, tab: Tab) {
        self.tab = tab;
        self.look_away();
        self.look_at_step();
    }

    pub(super) fn decode(&mut self, action: DecodeAction) {
        let pastes = matches!(action, DecodeAction::Paste(_) | DecodeAction::Lay(_));
        Rc::make_mut(&mut self.decode).act(action);
        if pastes {
            self.draw_what_was_pasted();
        }
    }

    /// Pastes what the run sent, with the password that was typed in it.
    fn paste_what_was_sent(&mut self) {
        let sent = decode::traffic(&self.rendered.log);
        let typed = self.scenario.client.password.clone();
        self.paste_example(sent.into(), typed);
    }

    fn paste_example(&mut self, sent: Rc<str>, password: String) {
        let example = DecodeAction::Example(Paste::Text(sent), password);
        Rc::make_mut(&mut self.decode).act(example);
    }

    /// Shows the domain controller or leaves it out; the step that is shown stays.
    fn show_controller(&mut self, controller: bool) {
        let event = self.current().map(|step| step.id);
        self.controller = controller;
        self.rendered = self.rerun();
        let step = event.and_then(|event| self.rendered.step_of(event));
        self.step = step.unwrap_or(self.step).min(self.rendered.last());
        self.revision += 1;
    }

    /// The step that is shown for one that is wanted: where only what differs of two runs is shown, the next that does.
    pub(super) fn shown_near(&self, step: usize) -> usize {
        let compare = self.compare.as_ref().filter(|it| it.differing);
        compare.map_or(step, |it| it.comparison.parting_near(step, self.step))
    }

    /// What covers something else closes first. A dialog is closed by the browser.
    fn close(&mut self) {
        match self.page {
            _ if self.dialog.is_some() => {}
            Page::Lab => self.close_in_lab(),
            Page::Outcomes => self.tabulate(OutcomesAction::Choose(None)),
            Page::Decode | Page::Diagnose => {}
        }
    }

    fn close_in_lab(&mut self) {
        match &self.compare {
            Some(compare) if compare.settings => self.compare(CompareAction::ToggleSettings),
            Some(_) if self.settings => self.settings = false,
            Some(_) => self.compare(CompareAction::Close),
            // Where nothing was answered, nothing is lost.
            None if self.panel == Panel::Seat && self.has_not_answered() => {
                self.sit(SeatAction::Leave);
            }
            None if self.panel != Panel::Sides => self.look_away(),
            None if self.settings => self.settings = false,
            None if self.walk.is_some() => self.walk_to(None),
            None => self.inspector = false,
        }
    }

    fn set(&mut self, setting: Setting, text: &str) {
        let mut scenario = Scenario::clone(&self.scenario);
        if setting.change(&mut scenario, text).is_none() {
            return;
        }
        // Text that is typed letter by letter is one change, not many.
        let update = if setting.is_typed() && self.last_edit == Some(setting) {
            HistoryUpdate::Replace
        } else {
            self.revision += 1;
            HistoryUpdate::Push
        };
        scenario.front_end.seat = None;
        self.last_edit = Some(setting);
        self.run(scenario);
        self.remember(update);
        // Who sits in IIS's place stays there, and is asked anew.
        let seated = self.panel == Panel::Seat;
        self.give_up_seat();
        if seated {
            self.take_seat();
        }
    }

    /// Shows a run of other settings, as a place of its own; whatever was answered in IIS's seat was about the one before.
    pub(super) fn show_anew(&mut self, mut scenario: Scenario) {
        scenario.front_end.seat = None;
        self.give_up_seat();
        self.last_edit = None;
        self.revision += 1;
        self.show(scenario);
    }

    /// Shows a run of other settings.
    pub(super) fn show(&mut self, scenario: Scenario) {
        self.run(scenario);
        self.remember(HistoryUpdate::Push);
    }

    /// Runs other settings and stays at the same place of the story, where there is one.
    fn run(&mut self, scenario: Scenario) {
        let here = self.current().map(|step| step.id);
        let ends = self.step == self.rendered.last();
        let left = self.left.leave(&self.scenario, &scenario, here, ends);
        self.scenario = Rc::new(scenario);
        let rendered = self.rerun();
        self.step = left
            .and_then(|event| rendered.step_of(event))
            .unwrap_or_else(|| rendered.counterpart(&self.rendered, self.step));
        let plays = self.playback.playing && self.step < rendered.last();
        self.playback.set_playing(plays);
        self.rendered = rendered;
    }

    /// Runs the settings as they are. What comes back is on the side that is shown; of changes on the way, what they did is
    /// kept, and which of them stay out of links.
    pub(super) fn rerun(&mut self) -> Rc<RenderedRun> {
        let edits = &self.scenario.edits;
        self.original &= !edits.is_empty();
        let edited = Rc::new(RenderedRun::run(&self.scenario, self.controllers()));
        if edits.is_empty() {
            self.branch = None;
            return edited;
        }
        let original = RenderedRun::run(&self.scenario.original(), self.controllers());
        self.withheld = Rc::new(withheld(&edited.log, edits, &self.withheld));
        let before = self.branch.as_deref();
        let branch = Branch::of(edits, &original.log, edited.clone(), before);
        self.branch = Some(Rc::new(branch));
        if self.original {
            Rc::new(original)
        } else {
            edited
        }
    }
}

#[cfg(test)]
mod tests;
