//! The page that goes from what is seen to its causes: what it was told, and what came of it. What is pasted is kept here
//! and nowhere else.

use super::State;
use crate::lab::Scenario;
use crate::lab::space::Space;
use crate::present::diagnose::{
    Check, CheckAnswer, Diagnosis, NextCheck, Pick, Sighting, Understood, diagnose, read,
};
use std::rc::Rc;

/// What was told, and what came of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inquiry {
    /// What was pasted or typed.
    pub text: Rc<str>,
    /// What was understood of it.
    pub reading: Rc<Understood>,
    /// Whether that is still of another text, or by other names.
    pub unread: bool,
    /// What was picked, in order.
    pub picks: Vec<Pick>,
    /// What was answered to checks, in order.
    pub answers: Vec<(Check, CheckAnswer)>,
    /// Checks that cannot be made.
    pub skipped: Vec<Check>,
    /// What was run, as far as it was.
    pub space: Option<Rc<Space>>,
    /// How many configurations were run, and of how many, while they are being run.
    pub running: Option<(usize, usize)>,
    /// The causes that fit what was seen and answered, and the checks that tell them apart.
    pub diagnosis: Rc<Diagnosis>,
}

/// Something told, or done.
#[derive(Clone, Debug, PartialEq)]
pub enum DiagnoseAction {
    /// Something was pasted or typed.
    Text(Rc<str>),
    /// What lies there was read.
    Read(Rc<Understood>),
    /// Something was picked, or no longer is.
    Pick(Pick),
    /// A check was answered, by what it showed.
    Answer(Check, CheckAnswer),
    /// The answer to a check is taken back.
    TakeBack(Check),
    /// A check cannot be made.
    Skip(Check),
    /// So many configurations were run, of so many.
    Running(usize, usize),
    /// Those were run so far, and it goes on.
    SoFar(Rc<Space>),
    /// Those were run: all of them, or as many as were until it was stopped.
    Explored(Rc<Space>),
    /// The search goes on.
    GoOn,
}

impl DiagnoseAction {
    /// Whether what comes of it is a place to come back to.
    pub(super) fn is_a_place(&self) -> bool {
        matches!(self, Self::Pick(_) | Self::Answer(..) | Self::TakeBack(_))
    }
}

/// More bytes than this are read in pieces: about 10 ms of work.
const LONG: usize = 4_000;

impl Inquiry {
    /// Everything told: what was read, picked and answered, in that order.
    pub fn observations(&self) -> Vec<Sighting> {
        let read = &self.reading.observations;
        // What was read already says no more when it is picked.
        let is_new = |it: &Sighting| !read.iter().any(|other| other.signs == it.signs);
        let picked = self.picks.iter().map(|pick| pick.observation(None));
        let answered = self.answers.iter();
        let answered = answered.map(|(check, answer)| check.observation(*answer));
        let told = read.iter().cloned().chain(picked.filter(is_new));
        told.chain(answered).collect()
    }

    /// What was answered to that check.
    pub fn answer_to(&self, check: Check) -> Option<CheckAnswer> {
        let mut answers = self.answers.iter();
        answers.find_map(|(other, answer)| (*other == check).then_some(*answer))
    }

    /// Whether everything was run.
    pub fn is_whole(&self) -> bool {
        self.space.as_ref().is_some_and(|space| space.is_whole())
    }

    /// The checks that are left, the best first; none while configurations are run, for which is best still changes.
    pub fn checks(&self) -> impl Iterator<Item = &NextCheck> {
        let checks = self.diagnosis.checks.iter();
        checks.filter(|next| self.running.is_none() && !self.skipped.contains(&next.check))
    }

    /// What follows from something told; `names` are those that the person uses.
    pub fn act(&mut self, told: DiagnoseAction, names: &Scenario) {
        match told {
            DiagnoseAction::Text(text) => {
                // What was read of another text says nothing of this one.
                if !text.starts_with(&*self.text) {
                    self.reading = Rc::default();
                    self.diagnose();
                }
                (self.text, self.unread) = (text, true);
                self.read_soon(names);
                return;
            }
            DiagnoseAction::Read(reading) => (self.reading, self.unread) = (reading, false),
            DiagnoseAction::Pick(pick) => match self.picks.iter().position(|it| *it == pick) {
                Some(place) => {
                    self.picks.remove(place);
                }
                None => {
                    self.picks.retain(|other| !pick.excludes(*other));
                    self.picks.push(pick);
                }
            },
            DiagnoseAction::Answer(check, answer) => {
                self.answers.retain(|(other, _)| *other != check);
                self.answers.push((check, answer));
            }
            DiagnoseAction::TakeBack(check) => self.answers.retain(|(other, _)| *other != check),
            DiagnoseAction::Skip(check) => {
                self.skipped.push(check);
                return;
            }
            DiagnoseAction::Running(done, all) => {
                self.running = Some((done, all));
                return;
            }
            DiagnoseAction::SoFar(space) => self.space = Some(space),
            DiagnoseAction::Explored(space) => {
                self.running = None;
                self.space = Some(space);
            }
            DiagnoseAction::GoOn => {
                self.running = self.space.as_ref().map(|space| space.progress());
                return;
            }
        }
        self.diagnose();
    }

    /// Reads what is unread by those names, if that takes no time to speak of. Long texts are read between frames.
    pub(super) fn read_soon(&mut self, names: &Scenario) {
        if self.unread && self.text.len() <= LONG {
            let reading = read(&self.text, names);
            self.act(DiagnoseAction::Read(Rc::new(reading)), names);
        }
    }

    fn diagnose(&mut self) {
        if let Some(space) = &self.space {
            self.diagnosis = Rc::new(diagnose(space, &self.observations()));
        }
    }
}

impl State {
    /// The names in what was pasted become those of the settings.
    pub(super) fn use_names(&mut self) {
        let mut scenario = Scenario::clone(&self.scenario);
        for (setting, name) in &self.inquiry.reading.names {
            // Each is one that the setting can have.
            let _ = setting.change(&mut scenario, name);
        }
        self.show_anew(scenario);
    }

    /// What a link has picked and looked up is told. One that has nothing leaves what there is.
    pub(super) fn tell_all(&mut self, picks: Vec<Pick>, answers: Vec<(Check, CheckAnswer)>) {
        if !picks.is_empty() || !answers.is_empty() {
            self.tell_only(picks, answers);
        }
    }

    /// The same, where that is all there was.
    pub(super) fn tell_only(&mut self, picks: Vec<Pick>, answers: Vec<(Check, CheckAnswer)>) {
        if picks != self.inquiry.picks || answers != self.inquiry.answers {
            let inquiry = Rc::make_mut(&mut self.inquiry);
            (inquiry.picks, inquiry.answers) = (picks, answers);
            inquiry.diagnose();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Action;
    use crate::hosts::Era;
    use crate::lab::Setting;
    use crate::present::link::Page;

    #[test]
    fn what_is_told_narrows_and_can_be_taken_back() {
        let names = Scenario::of(Era::Today);
        let mut inquiry = Inquiry::default();
        let mut space = Space::new(&names);
        space.step(40);
        inquiry.act(DiagnoseAction::Running(40, 80), &names);
        inquiry.act(DiagnoseAction::Text("anonymous logon".into()), &names);
        assert_eq!(inquiry.running, Some((40, 80)));
        assert!(inquiry.diagnosis.causes.is_empty());
        inquiry.act(DiagnoseAction::SoFar(Rc::new(space.clone())), &names);
        assert!(inquiry.running.is_some() && !inquiry.diagnosis.causes.is_empty());
        assert!(!inquiry.diagnosis.checks.is_empty());
        assert_eq!(inquiry.checks().next(), None, "it may not stay the best");
        inquiry.act(DiagnoseAction::Explored(Rc::new(space)), &names);
        assert!(inquiry.running.is_none() && !inquiry.is_whole());
        let told = inquiry.diagnosis.clone();
        assert!(told.causes.len() > 1);

        let next = inquiry.checks().next().cloned().unwrap();
        // Those that show it stay; with an answer to explain, others may fit too.
        for (answer, shows) in &next.answers {
            let mut answered = inquiry.clone();
            answered.act(DiagnoseAction::Answer(next.check, *answer), &names);
            assert!(answered.diagnosis.fitting >= *shows, "{answer:?}");
        }
        let (answer, fits) = next.answers[0];
        assert!(fits > 0 && fits < told.fitting);
        inquiry.act(DiagnoseAction::Answer(next.check, answer), &names);
        assert!(inquiry.diagnosis.fitting < told.fitting);
        assert!(inquiry.checks().all(|it| it.check != next.check));
        assert_eq!(inquiry.answer_to(next.check), Some(answer));
        inquiry.act(DiagnoseAction::TakeBack(next.check), &names);
        assert_eq!(inquiry.answer_to(next.check), None);
        assert_eq!(inquiry.diagnosis, told);

        inquiry.act(DiagnoseAction::Skip(next.check), &names);
        assert!(inquiry.checks().all(|it| it.check != next.check));
        inquiry.act(DiagnoseAction::Pick(Pick::StaysAt401), &names);
        assert_eq!(inquiry.observations().len(), 2);
        inquiry.act(DiagnoseAction::Pick(Pick::StaysAt401), &names);
        assert_eq!(inquiry.diagnosis, told);
    }

    #[test]
    fn who_goes_back_to_it_finds_its_link_and_the_lab_as_they_were() {
        use crate::app::Action;
        let pick = Action::Diagnose(DiagnoseAction::Pick(Pick::AllUsers));
        let asked = State::from_fragment("v=1&page=diagnose").reduce(pick);
        let link = asked.fragment();
        let fixed = asked.reduce(Action::Load("v=1&page=lab&era=today&fix=1".into()));
        assert_ne!(fixed.scenario, asked.scenario);
        // Also in a page that began anew there.
        let anew = State::from_fragment(&fixed.fragment());
        for there in [&fixed, &anew] {
            let back = there.reduce(Action::Return(link.clone()));
            let found = (back.fragment(), &back.scenario);
            assert_eq!(found, (link.clone(), &asked.scenario));
        }
        // Who goes there from the lab takes its settings along.
        let there = fixed.reduce(Action::Load(fixed.fragment_of(Page::Diagnose)));
        assert_eq!(there.scenario, fixed.scenario);
        assert_eq!(there.inquiry.picks, [Pick::AllUsers]);
    }

    #[test]
    fn a_link_keeps_what_is_picked_and_one_without_leaves_it() {
        use crate::app::Action;
        let pick = Action::Diagnose(DiagnoseAction::Pick(Pick::AllUsers));
        let state = State::from_fragment("v=1&page=diagnose").reduce(pick);
        let looked_up = [
            (Check::WebSpn, CheckAnswer::Is(Check::WebSpn.options()[2])),
            (Check::Kdc, CheckAnswer::Nothing),
        ];
        let answer = |state: State, (check, answer): (Check, CheckAnswer)| {
            state.reduce(Action::Diagnose(DiagnoseAction::Answer(check, answer)))
        };
        let state = looked_up.into_iter().fold(state, answer);
        let again = State::from_fragment(&state.fragment());
        assert_eq!(again.inquiry.picks, [Pick::AllUsers]);
        assert_eq!(again.inquiry.answers, looked_up);
        let same = again.reduce(Action::Load("v=1&page=diagnose".into()));
        assert_eq!(same.inquiry.picks, [Pick::AllUsers]);
        // Back takes back what was answered since.
        let (check, answer_given) = looked_up[0];
        let before = State::from_fragment("v=1&page=diagnose");
        let answered = answer(before.clone(), (check, answer_given));
        assert_eq!(answered.revision, before.revision + 1);
        let back = answered.reduce(Action::Return(before.fragment()));
        assert!(back.inquiry.answers.is_empty() && back.page == Page::Diagnose);
    }

    #[test]
    fn what_was_pasted_is_read_by_the_names_that_are_used_now() {
        let pasted = "Registered ServicePrincipalNames for CN=INTRA,CN=Computers,DC=contoso,DC=example:\n  HTTP/intra";
        let told = Action::Diagnose(DiagnoseAction::Text(pasted.into()));
        let state = State::from_fragment("#v=1").reduce(told);
        let before = state.inquiry.reading.clone();
        let state = state.reduce(Action::Set(Setting::WebServerName, "INTRA".to_owned()));
        // Who types in the lab waits for nothing that is not shown.
        assert!(Rc::ptr_eq(&state.inquiry.reading, &before));
        let state = state.reduce(Action::Load(state.fragment_of(Page::Diagnose)));
        assert_ne!(state.inquiry.reading, before);
        assert!(!state.inquiry.unread);
    }

    #[test]
    fn what_is_long_is_left_to_be_read_in_pieces() {
        let told = |text: &str| Action::Diagnose(DiagnoseAction::Text(text.into()));
        let state = State::from_fragment("v=1&page=diagnose").reduce(told("anonymous logon"));
        let before = state.inquiry.reading.clone();
        let text = "401 1 2148074254\n".repeat(1_000);
        // What is typed behind a text leaves what was read of it; of another text nothing was read.
        let typed = state.reduce(told(&["anonymous logon\n", &text].concat()));
        assert!(typed.inquiry.unread && Rc::ptr_eq(&typed.inquiry.reading, &before));
        let state = typed.reduce(told(&text));
        assert!(state.inquiry.unread && state.inquiry.reading.observations.is_empty());
        let reading = Rc::new(read(&text, &state.scenario));
        let read = Action::Diagnose(DiagnoseAction::Read(reading.clone()));
        let state = state.reduce(read);
        assert!(!state.inquiry.unread && state.inquiry.reading == reading);
    }
}
