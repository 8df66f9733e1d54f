//! A second run beside the first.

use super::{RenderedRun, State};
use crate::hosts::Scheme;
use crate::lab::presets::Preset;
use crate::lab::{Scenario, Setting, SettingValue};
use crate::present::DomainControllers;
use crate::present::compare::RunComparison;
use crate::present::tamper::withheld;
use std::rc::Rc;

/// Something done to the comparison.
#[derive(Clone, Debug, PartialEq)]
pub enum CompareAction {
    /// A second run beside the first: the one before a repair that was made, or else the same with another scheme.
    Open,
    /// The run after the changes of that place beside the run.
    Repair(usize),
    /// A preset beside the run.
    Preset(&'static Preset),
    /// A setting of the second run is changed.
    Set(Setting, String),
    /// Draw other random values for the second run.
    Seed(u64),
    /// Both go to where the second has reached a step.
    Seek(usize),
    /// The settings of the second run are shown, or hidden.
    ToggleSettings,
    /// Only the lines that differ are shown, or all.
    Differing,
    /// First and second change places.
    Swap,
    /// The second run becomes the one that is shown.
    Use,
    /// The second run is put away.
    Close,
}

/// A second run beside the first.
#[derive(Clone, Debug, PartialEq)]
pub struct Compare {
    /// Its settings, which may differ from the first run's in anything.
    pub twin: Rc<Scenario>,
    /// The run that follows from them.
    pub rendered: Rc<RenderedRun>,
    /// Which steps of the two runs stand for each other, and where they part.
    pub comparison: Rc<RunComparison>,
    /// Whether its settings are shown.
    pub settings: bool,
    /// Whether only the lines that differ are shown.
    pub differing: bool,
}

impl Compare {
    fn of(rendered: &RenderedRun, twin: Scenario, controllers: DomainControllers) -> Self {
        let other = RenderedRun::run(&twin, controllers);
        Self {
            twin: Rc::new(twin),
            comparison: comparison(rendered, &other),
            rendered: Rc::new(other),
            settings: false,
            differing: false,
        }
    }
}

fn comparison(one: &RenderedRun, other: &RenderedRun) -> Rc<RunComparison> {
    let [one, other] = [one, other].map(|run| (&run.log, run.steps.as_slice()));
    Rc::new(RunComparison::of(one, other))
}

impl State {
    pub(super) fn compare(&mut self, action: CompareAction) {
        self.stop_predicting();
        // What is typed letter by letter is no place to come back to, nor is a step.
        let place = match &action {
            CompareAction::Set(setting, _) => !setting.is_typed(),
            CompareAction::Seek(_) | CompareAction::ToggleSettings | CompareAction::Differing => {
                false
            }
            _ => true,
        };
        self.revision += u32::from(place);
        match action {
            CompareAction::Open => {
                let before = self.before_repair();
                self.stand_beside(before.unwrap_or_else(|| another_scheme(&self.scenario)));
            }
            CompareAction::Repair(place) => {
                let twin = self.repairs.as_ref().and_then(|it| it.after(place));
                if let Some(twin) = twin {
                    self.stand_beside(twin);
                }
            }
            CompareAction::Preset(preset) => {
                let mut twin = preset.scenario();
                twin.seed = self.scenario.seed;
                twin.take_names(&self.scenario);
                self.share_passwords(&mut twin);
                self.stand_beside(twin);
            }
            CompareAction::Set(setting, text) => {
                if let Some(mut twin) = self.twin()
                    && setting.change(&mut twin, &text).is_some()
                {
                    self.stand_beside(twin);
                }
            }
            CompareAction::Seed(seed) => {
                if let Some(twin) = self.twin() {
                    self.stand_beside(Scenario { seed, ..twin });
                }
            }
            CompareAction::Seek(step) => {
                let left = self.compare.as_ref().map(|it| it.comparison.left_at(step));
                self.seek(left.unwrap_or(self.step));
            }
            CompareAction::ToggleSettings => {
                if let Some(compare) = self.compare.as_mut().map(Rc::make_mut) {
                    compare.settings = !compare.settings;
                }
            }
            CompareAction::Differing => {
                if let Some(compare) = self.compare.as_mut().map(Rc::make_mut) {
                    compare.differing = !compare.differing;
                }
                self.seek(self.step);
            }
            CompareAction::Swap => {
                let own = match self.original {
                    true => self.scenario.original(),
                    false => Scenario::clone(&self.scenario),
                };
                self.use_twin();
                self.stand_beside(own);
            }
            CompareAction::Use => {
                self.use_twin();
                self.compare = None;
            }
            CompareAction::Close => self.compare = None,
        }
    }

    /// Another run than the one that is compared: what stands for what is another question. The second run is as it was,
    /// unless other lifelines are drawn in both.
    pub(super) fn compare_anew(&mut self, before: &Self) {
        let controllers = self.controllers();
        let Some(compare) = self.compare.as_mut().map(Rc::make_mut) else {
            return;
        };
        if before.controllers() != controllers {
            compare.rendered = Rc::new(RenderedRun::run(&compare.twin, controllers));
        }
        compare.comparison = comparison(&self.rendered, &compare.rendered);
        self.stay_where_runs_differ();
    }

    /// Puts a second run beside the first.
    pub(super) fn stand_beside(&mut self, twin: Scenario) {
        let mut compare = Compare::of(&self.rendered, twin, self.controllers());
        if let Some(before) = &self.compare {
            (compare.settings, compare.differing) = (before.settings, before.differing);
        }
        if !compare.twin.edits.is_empty() {
            let log = &compare.rendered.log;
            self.withheld = Rc::new(withheld(log, &compare.twin.edits, &self.withheld));
            self.remember_twin(&compare.twin);
        }
        self.compare = Some(Rc::new(compare));
        self.stay_where_runs_differ();
    }

    /// Where only lines that differ are shown, the step is one of those.
    fn stay_where_runs_differ(&mut self) {
        if self.compare.as_ref().is_some_and(|it| it.differing) {
            self.seek(self.step);
        }
    }

    /// What presets and links do not hold is the same in both runs: otherwise they would part there.
    pub(super) fn share_passwords(&self, twin: &mut Scenario) {
        let right = twin.types_right_password();
        let own = &self.scenario.directory.password;
        twin.directory.password.clone_from(own);
        if right {
            twin.client.password.clone_from(own);
        }
    }

    /// The settings of the second run, to be changed.
    fn twin(&self) -> Option<Scenario> {
        let compare = self.compare.as_ref();
        compare.map(|it| Scenario::clone(&it.twin))
    }

    fn use_twin(&mut self) {
        if let Some(twin) = self.twin() {
            self.give_up_seat();
            self.last_edit = None;
            self.original = false;
            self.show(twin);
        }
    }
}

/// The same with Basic, or with NTLM where it is Basic: the two that the article sets side by side.
fn another_scheme(scenario: &Scenario) -> Scenario {
    let mut twin = scenario.original();
    twin.front_end.seat = None;
    twin.front_end.replay = false;
    let basic = scenario.front_end.schemes.first() == Some(&Scheme::Basic);
    let other = if basic { Scheme::Ntlm } else { Scheme::Basic };
    // One scheme is a value of the setting.
    let _ = Setting::Schemes.set(&mut twin, &vec![other].to_text());
    twin
}
