//! The address: fragments that lead to a state, and the state that a fragment describes.

use super::memory::{HistoryUpdate, Secrets};
use super::{Panel, State, Tab};
use crate::hosts::Era;
use crate::lab::Scenario;
use crate::present::Passwords;
use crate::present::link::{self, Link, LinkProblem, LinkTo, Page};
use crate::present::turning::first_refusal;
use std::rc::Rc;

/// The fragments that lead to the pages of a state, without passwords. Writing one takes longer than all that is done with it,
/// so that a render has them written once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkFragments {
    /// To the lab as it is.
    pub lab: Rc<str>,
    /// To the table of outcomes over its settings.
    pub outcomes: Rc<str>,
    /// To the page that finds causes, with nothing of its own in it.
    pub diagnose: Rc<str>,
    /// To the page that decodes.
    pub decode: Rc<str>,
    /// To the page that is shown, with what is told there.
    pub here: Rc<str>,
}

impl State {
    /// The fragments that lead from here.
    pub fn fragments(&self) -> LinkFragments {
        let lab = self.of_lab(Passwords::Hidden);
        let to = |page| Rc::from(self.beyond(&lab, page));
        LinkFragments {
            outcomes: to(Page::Outcomes),
            diagnose: to(Page::Diagnose),
            decode: to(Page::Decode),
            here: self.told(self.beyond(&lab, self.page)).into(),
            lab: lab.into(),
        }
    }

    /// The fragment that leads here.
    pub fn fragment(&self) -> String {
        self.here(Passwords::Hidden)
    }

    /// The fragment that leads here, with the passwords.
    pub fn fragment_with_passwords(&self) -> String {
        self.here(Passwords::Shown)
    }

    /// Shows a page; the one before it is a place to come back to.
    pub(super) fn go_to(&mut self, page: Page) {
        if self.page != page {
            self.page = page;
            self.revision += 1;
        }
    }

    /// The fragment that leads to a page: to the lab as it is, to the table of outcomes over the same settings, or to a page
    /// beside the lab, with nothing of its own in it.
    pub fn fragment_of(&self, page: Page) -> String {
        self.there(page, Passwords::Hidden)
    }

    /// The link to the person's own run in the lab: its settings and what is changed in it, at no step.
    pub fn own_link(&self) -> String {
        LinkTo {
            original: self.original,
            without: Some(&self.withheld),
            ..LinkTo::settings(&self.scenario)
        }
        .encode()
    }

    /// The address has no field: browsers refuse to be written to at every byte.
    fn here(&self, passwords: Passwords) -> String {
        let link = self.told(self.there(self.page, passwords));
        link::at_field(link, self.chosen_field().as_ref())
    }

    /// The link to the page that is shown, with what is told there.
    fn told(&self, link: String) -> String {
        match self.page {
            Page::Diagnose => link::diagnosing(link, &self.inquiry.picks, &self.inquiry.answers),
            Page::Lab => link::on_tab(link, self.tab),
            Page::Outcomes | Page::Decode => link,
        }
    }

    fn there(&self, page: Page, passwords: Passwords) -> String {
        self.beyond(&self.of_lab(passwords), page)
    }

    /// The link to a page, by that to the lab as it is.
    fn beyond(&self, lab: &str, page: Page) -> String {
        // Where settings were changed a page beside the lab has them, for whoever comes back to it.
        let beside = |page: &str| match self.is_as_at_first() {
            true => page.to_owned(),
            false => link::beside(lab, page),
        };
        match page {
            Page::Lab => lab.to_owned(),
            Page::Outcomes => self.of_outcomes(lab),
            Page::Decode => beside(link::DECODE),
            Page::Diagnose => beside(link::DIAGNOSE),
        }
    }

    fn is_as_at_first(&self) -> bool {
        *self.scenario == Scenario::of(Era::Y1998)
    }

    fn of_lab(&self, passwords: Passwords) -> String {
        let link = LinkTo {
            scenario: &self.scenario,
            at: Some(self.step),
            controller: self.controller,
            original: self.original,
            without: passwords.are_hidden().then_some(&self.withheld),
            unknown: &self.unknown,
        };
        let link = link.encode();
        let repairs = self
            .repairs
            .as_ref()
            .filter(|_| self.panel == Panel::Repairs);
        match (&self.predict, &self.compare) {
            (Some(_), _) => link::predicting(&link),
            (None, Some(compare)) => {
                let withheld = match passwords {
                    Passwords::Hidden => self.withheld.as_slice(),
                    Passwords::Shown => &[],
                };
                link::comparing(&link, &compare.twin, withheld, compare.differing)
            }
            (None, None) => match repairs {
                Some(repairs) => {
                    let link = link::repairing(&link, &repairs.pins);
                    let made = repairs.applied.as_ref().filter(|made| made.is_for_links());
                    link::made(link, made.map_or(&[], |made| &made.changes))
                }
                None => link,
            },
        }
    }

    fn of_outcomes(&self, lab: &str) -> String {
        let link = link::outcomes(lab, self.outcomes.axes());
        match self.outcomes.chosen_names() {
            Some(names) => link::looking_at(&link, names),
            None => link,
        }
    }

    /// Keeps what the link of the settings does not hold.
    pub(super) fn remember(&mut self, update: HistoryUpdate) {
        let link = self.key(&self.scenario);
        let secrets = Secrets::of(&self.scenario);
        self.memory.remember(update, self.revision, link, secrets);
    }

    /// Keeps what the link of the second run does not hold of it.
    pub(super) fn remember_twin(&mut self, twin: &Scenario) {
        let link = twin_key(self.key(twin));
        let secrets = Secrets::of(twin);
        let revision = self.revision;
        self.memory
            .remember(HistoryUpdate::Push, revision, link, secrets);
    }

    /// The link of settings of which so many changes stay out besides.
    fn key_withholding(&self, scenario: &Scenario, withheld: usize) -> String {
        let key = self.key(scenario);
        match withheld {
            0 => key,
            withheld => link::withholding(&key, withheld),
        }
    }

    /// The link of settings alone.
    pub(super) fn key(&self, scenario: &Scenario) -> String {
        LinkTo {
            without: Some(&self.withheld),
            ..LinkTo::settings(scenario)
        }
        .encode()
    }

    /// Goes where a fragment says. Pages beside the lab leave it as it is where the fragment has no settings.
    pub(super) fn load(&self, fragment: &str) -> Self {
        let link = link::decode(fragment);
        let beside = matches!(link.page, Page::Decode | Page::Diagnose);
        if !beside || link.has_settings {
            return self.arrive(link);
        }
        let mut next = self.at(link.page);
        next.tell_all(link.picks, link.answers);
        next.problems = Rc::new(link.problems);
        next.forget_bytes(self);
        next
    }

    /// Goes back to a fragment that was written here, and finds the lab as it was then: it has settings, unless they were
    /// those at first.
    pub(super) fn go_back(&self, fragment: &str) -> Self {
        let link = link::decode(fragment);
        let (picks, answers) = (link.picks.clone(), link.answers.clone());
        let mut next = self.arrive(link);
        if next.page == Page::Diagnose {
            next.tell_only(picks, answers);
        }
        next
    }

    fn at(&self, page: Page) -> Self {
        let mut next = self.clone();
        next.page = page;
        next.playback.stop();
        next.assumed = Rc::default();
        next
    }

    fn arrive(&self, mut link: Link) -> Self {
        let mut next = self.at(link.page);
        next.load_settings(&mut link);
        next.set_axes(link.axes);
        next.keep_outcomes();
        if next.page == Page::Outcomes {
            Rc::make_mut(&mut next.outcomes).choose_named(link.cell.as_ref());
        }
        // Which lines differ from the run beside it is known only once that is there.
        if let Some(compare) = next.compare.as_mut().map(Rc::make_mut) {
            compare.differing = false;
        }
        if next.page == Page::Lab {
            next.tab = link.tab;
            // What it is to show is seen on a phone too.
            next.inspector |= link.tab != Tab::default();
        }
        next.load_step(&mut link, self.step);
        next.load_twin(&mut link, self);
        match link.repairs {
            true => {
                next.open_repairs();
                next.pin_all(link.pins);
                next.tell_made(&link.made);
            }
            false => next.look_away_from(Panel::Repairs),
        }
        next.tell_all(link.picks, link.answers);
        next.seek(next.step);
        // Who comes back to what was rebuilt is told again what is not known of it.
        if let Some((scenario, assumed)) = &next.rebuilt
            && *scenario == next.scenario
        {
            next.assumed = assumed.clone();
        }
        next.unknown = Rc::new(link.unknown);
        next.problems = Rc::new(link.problems);
        next.last_edit = None;
        next.forget_bytes(self);
        if let Some(field) = &link.field {
            next.light(field);
        }
        next
    }

    /// Takes over the settings of a link, with the passwords that it leaves out as far as they are remembered.
    fn load_settings(&mut self, link: &mut Link) {
        let mut scenario = link
            .scenario
            .take()
            .unwrap_or_else(|| Scenario::of(Era::Y1998));
        let key = self.key_withholding(&scenario, link.withheld);
        if let Some(secrets) = self.memory.recall(&key)
            && !link.passwords
        {
            secrets.restore(&mut scenario);
        } else if link.withheld > 0 {
            link.problems.push(LinkProblem::Withheld(link.withheld));
        }
        let place = (link.controller, link.original);
        if scenario != *self.scenario || place != (self.controller, self.original) {
            (self.controller, self.original) = place;
            self.scenario = Rc::new(scenario);
            self.left.clear();
            self.rendered = self.rerun();
            self.remember(HistoryUpdate::Push);
        }
    }

    /// Goes to the step of a link.
    fn load_step(&mut self, link: &mut Link, before: usize) {
        self.keep_predicting(self.step);
        self.set_predicting(link.predict);
        let step = link.step.and_then(|event| self.whole().step_of(event));
        // What would fix it is asked where it has failed.
        let failure = || first_refusal(&self.whole().log, &self.whole().steps);
        let begin = match (link.repairs, link.at_failure) {
            (true, _) => usize::MAX,
            (false, true) => failure().unwrap_or(0),
            (false, false) => 0,
        };
        // Whoever counts past the end means the end; an event that is not there leads nowhere.
        if link.at.is_none() && link.step.is_some() && step.is_none() {
            link.problems.push(LinkProblem::Step);
        }
        self.seek(link.at.or(step).unwrap_or(begin));
        self.keep_predicting(before);
        self.welcome &= self.step == 0;
        self.give_up_seat();
    }

    /// Puts the second run of a link beside the first.
    fn load_twin(&mut self, link: &mut Link, before: &Self) {
        let Some(mut twin) = link.twin.take().filter(|_| !link.predict) else {
            self.compare = None;
            return;
        };
        if link.twin_withheld > 0 {
            let key = twin_key(self.key_withholding(&twin, link.twin_withheld));
            match self.memory.recall(&key) {
                Some(secrets) => secrets.restore(&mut twin),
                None => link
                    .problems
                    .push(LinkProblem::Withheld(link.twin_withheld)),
            }
        }
        self.share_passwords(&mut twin);
        match &self.compare {
            Some(compare) if *compare.twin == *twin => self.compare_anew(before),
            _ => self.stand_beside(*twin),
        }
        if let Some(compare) = self.compare.as_mut().map(Rc::make_mut) {
            compare.differing = link.differing;
        }
    }
}

/// By what is remembered of a second run: it has other passwords than a first run of the same link.
fn twin_key(link: String) -> String {
    ["twin:", &link].concat()
}
