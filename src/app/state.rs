//! The state of the page.

use super::memory::Memory;
use super::steps_left::StepsLeft;
use super::walk::WalkedFrom;
use super::{
    Branch, ByteSelection, Compare, DecodeState, Dialog, Draft, Inquiry, Outcomes, Panel, Playback,
    PointedAt, Predict, ProvenanceJump, RenderedRun, Repairs, Seat, Share, Tab, Traffic,
};
use crate::hosts::Era;
use crate::lab::{EventId, Scenario, Setting, Splice};
use crate::present::DomainControllers;
use crate::present::evidence::Assumption;
use crate::present::link::{LinkProblem, Page};
use crate::present::walk::WalkStop;
use crate::present::{Step, narration};
use std::rc::Rc;

/// Everything the page shows follows from this.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// The page that is shown.
    pub page: Page,
    /// What was pasted on the page that decodes, and what came of it.
    pub decode: Rc<DecodeState>,
    /// Other people's traffic, which takes its place while it is open.
    pub traffic: Rc<Traffic>,
    /// The table of the page of outcomes.
    pub outcomes: Rc<Outcomes>,
    /// What the page that finds causes was told, and what came of it.
    pub inquiry: Rc<Inquiry>,
    /// The settings of the run.
    pub scenario: Rc<Scenario>,
    /// What came of them, as far as it is shown.
    pub rendered: Rc<RenderedRun>,
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
    /// The open dialog; none where nothing lies over the page.
    pub dialog: Option<Dialog>,
    /// What the dialogs remember.
    pub share: Share,
    /// What is lit in the bytes of the step shown.
    pub lit: ByteSelection,
    /// What is pointed at, with its sources.
    pub trace: Option<Rc<PointedAt>>,
    /// The last way to where a value came from.
    pub provenance_jump: ProvenanceJump,
    /// What was wrong with the link.
    pub problems: Rc<Vec<LinkProblem>>,
    /// What the run assumes, where it was made from other people's traffic and nobody has read that yet.
    pub assumed: Rc<Vec<Assumption>>,
    /// The run that was made last from other people's traffic, and what it assumes.
    pub(super) rebuilt: Option<(Rc<Scenario>, Rc<Vec<Assumption>>)>,
    /// What was opened in the place of the step's sides.
    pub panel: Panel,
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
    /// The stop of the walk, for whoever takes it.
    pub walk: Option<WalkStop>,
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
        let rendered = RenderedRun::run(&scenario, DomainControllers::Folded);
        let state = Self {
            page: Page::Lab,
            decode: Rc::default(),
            traffic: Rc::default(),
            outcomes: Rc::new(Outcomes::of(&scenario)),
            inquiry: Rc::default(),
            scenario: Rc::new(scenario),
            rendered: Rc::new(rendered),
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
            provenance_jump: ProvenanceJump::default(),
            problems: Rc::default(),
            assumed: Rc::default(),
            rebuilt: None,
            panel: Panel::default(),
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

    /// Whether domain controllers are seen.
    pub(super) fn controllers(&self) -> DomainControllers {
        DomainControllers::shown_if(self.controller)
    }

    /// The step that is shown.
    pub fn current(&self) -> Option<&Step> {
        self.rendered.steps.get(self.step)
    }

    /// The last event that has happened.
    pub fn now(&self) -> EventId {
        self.current().map_or(EventId(0), Step::end)
    }

    /// The verdict at the step that is shown.
    pub fn verdict(&self) -> narration::RunVerdict {
        narration::verdict(&self.rendered.log, self.now())
    }

    /// How long the step that is shown stands at normal speed, in milliseconds.
    pub fn stands(&self) -> f64 {
        self.whole().left(self.step) - self.whole().left(self.step + 1)
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
}
