//! Predicting: what comes is not shown until the person has said what it will be.
//!
//! While a question is open, the run of the state is only what was to be seen of the run so far: whatever is derived from
//! it cannot tell more.

use super::{RenderedRun, State, Tab};
use crate::lab::run;
use crate::present::predict::{Prediction, questions};
use std::rc::Rc;

/// Something done about predicting.
#[derive(Clone, Debug, PartialEq)]
pub enum PredictAction {
    /// Begin, or show everything again.
    Toggle,
    /// Choose the answer of that number.
    Choose(usize),
    /// See what the hosts do; where that was seen, play on.
    Reveal,
    /// Play on without an answer.
    Skip,
    /// Look at a side of that step.
    Open(usize, Tab),
}

/// What was predicted of a run so far.
#[derive(Clone, Debug, PartialEq)]
pub struct Predict {
    /// The run with all that is hidden.
    whole: Rc<RenderedRun>,
    /// The run as far as it may be seen: it ends where a question is open.
    shown: Rc<RenderedRun>,
    /// The questions, in the order of the steps at which they are asked.
    pub questions: Vec<Prediction>,
    /// The answers so far, by their numbers among those to choose from; none where the question was skipped.
    pub answers: Vec<Option<usize>>,
    /// The answer that is chosen for the open question.
    pub chosen: Option<usize>,
    /// Whether the person looks at the step instead.
    aside: bool,
}

/// What stands in the place of the step's sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PredictionPanel {
    /// The question that is open at this step.
    Question,
    /// What came of the last answer.
    Grade,
}

impl Predict {
    fn of(rendered: &Rc<RenderedRun>) -> Self {
        Self {
            whole: rendered.clone(),
            shown: rendered.clone(),
            questions: questions(&rendered.log, &rendered.steps),
            answers: Vec::new(),
            chosen: None,
            aside: false,
        }
    }

    /// The question that waits for an answer.
    pub fn open(&self) -> Option<&Prediction> {
        self.questions.get(self.answers.len())
    }

    /// The last question that was answered, if none was skipped since, with the number of the answer.
    pub fn graded(&self) -> Option<(&Prediction, usize)> {
        let answer = self.answers.last().copied().flatten()?;
        let question = self.questions.get(self.answers.len().checked_sub(1)?)?;
        Some((question, answer))
    }

    /// Of each question so far, whether it was answered right; none where it was skipped.
    pub fn tally(&self) -> impl Iterator<Item = Option<bool>> {
        let asked = self.questions.iter().zip(&self.answers);
        asked.map(|(question, answer)| answer.map(|answer| question.is_right(answer)))
    }

    /// Whether a step is the one at which the open question is asked.
    pub fn asks_at(&self, step: usize) -> bool {
        self.open().is_some_and(|open| open.asked == step)
    }

    /// What is asked or said at a step, unless the person looks at the step itself.
    pub fn at(&self, step: usize) -> Option<PredictionPanel> {
        let asks = self.asks_at(step);
        let graded = self.graded().is_some_and(|(it, _)| it.settled == step);
        match (asks, graded) {
            _ if self.aside => None,
            (true, _) => Some(PredictionPanel::Question),
            (false, true) => Some(PredictionPanel::Grade),
            (false, false) => None,
        }
    }

    /// The last step that can be gone to.
    fn limit(&self) -> usize {
        self.open().map_or(self.whole.last(), |open| open.asked)
    }

    /// Whether a step can be seen, and no more than may be.
    fn shows(&self, step: usize) -> bool {
        let whole = Rc::ptr_eq(&self.shown, &self.whole);
        match self.open() {
            None => whole,
            Some(_) => !whole && step <= self.shown.last(),
        }
    }
}

impl State {
    /// Whether what comes is hidden.
    pub fn is_veiled(&self) -> bool {
        self.predict.as_ref().is_some_and(|it| it.open().is_some())
    }

    /// What is asked or said in the place of the step's sides.
    pub fn asking(&self) -> Option<PredictionPanel> {
        self.predict.as_ref()?.at(self.step)
    }

    /// The last step that can be gone to.
    pub(super) fn last(&self) -> usize {
        let limit = self.predict.as_ref().map(|predict| predict.limit());
        limit.unwrap_or_else(|| self.rendered.last())
    }

    /// The whole run, including the steps that are still hidden from whoever predicts.
    pub(super) fn whole(&self) -> &Rc<RenderedRun> {
        self.predict.as_ref().map_or(&self.rendered, |it| &it.whole)
    }

    /// Whether an action about predicting does nothing here.
    pub(super) fn ignores_prediction(&self, action: &PredictAction) -> bool {
        match action {
            PredictAction::Toggle => false,
            PredictAction::Choose(_) | PredictAction::Skip => !self.is_veiled(),
            PredictAction::Reveal => self.asking().is_none(),
            PredictAction::Open(..) => self.predict.is_none(),
        }
    }

    pub(super) fn predict(&mut self, action: PredictAction) {
        if action == PredictAction::Toggle {
            self.set_predicting(self.predict.is_none());
            // To the first question, which would come as a surprise elsewhere.
            return self.seek(if self.predict.is_some() {
                self.last()
            } else {
                self.step
            });
        }
        let (step, asking) = (self.step, self.asking());
        let Some(predict) = self.predict.as_mut().map(Rc::make_mut) else {
            return;
        };
        let open = predict.open().filter(|open| open.asked == step).cloned();
        match (action, open) {
            (PredictAction::Choose(answer), Some(open)) => {
                predict.aside = false;
                if answer < open.kind.answers().len() {
                    predict.chosen = Some(answer);
                }
            }
            (PredictAction::Reveal, Some(open)) if predict.chosen.is_some() => {
                predict.answers.push(predict.chosen.take());
                self.seek(open.settled);
            }
            (PredictAction::Skip, Some(_)) => {
                predict.chosen = None;
                predict.answers.push(None);
                self.play_on();
            }
            (PredictAction::Reveal, None) if asking == Some(PredictionPanel::Grade) => {
                self.play_on();
            }
            (PredictAction::Open(step, tab), _) => {
                self.tab = tab;
                self.seek(step);
                self.look_at_step();
            }
            _ => {}
        }
    }

    /// Plays on, with the next step at once: whoever says so has read the one that is shown.
    fn play_on(&mut self) {
        self.step = (self.step + 1).min(self.last());
        self.playback.set_playing(self.step < self.last());
    }

    /// Begins at the first step, or shows everything again.
    pub(super) fn set_predicting(&mut self, predicting: bool) {
        if predicting == self.predict.is_some() {
            return;
        }
        self.stop_predicting();
        if predicting {
            // Beside a run whose end is hidden none is shown whole.
            self.compare = None;
            self.give_up_seat();
            self.look_away();
            self.begin_predicting();
        }
    }

    /// Ends the questions: what was hidden of the run is shown again.
    pub(super) fn stop_predicting(&mut self) {
        if self.predict.is_some() {
            self.rendered = self.whole().clone();
            self.predict = None;
            self.playback.stop();
        }
    }

    fn begin_predicting(&mut self) {
        self.predict = Some(Rc::new(Predict::of(&self.rendered)));
        self.step = 0;
        self.playback.stop();
        self.keep_predicting(0);
    }

    /// What is shown follows the step; another run is predicted anew.
    pub(super) fn keep_predicting(&mut self, before: usize) {
        let step = self.step.min(self.last());
        let controllers = self.controllers();
        let Some(predict) = &mut self.predict else {
            return;
        };
        if !Rc::ptr_eq(&predict.shown, &self.rendered) {
            return self.begin_predicting();
        }
        if !predict.shows(step) {
            let predict = Rc::make_mut(predict);
            predict.shown = match predict.open() {
                None => predict.whole.clone(),
                Some(_) => {
                    let log = if self.original {
                        run(&self.scenario.original())
                    } else {
                        run(&self.scenario)
                    };
                    Rc::new(predict.whole.until(step, log, controllers))
                }
            };
            self.rendered = predict.shown.clone();
        }
        self.step = step;
        if step != before {
            // Where the inspector is a sheet, it rises with the question.
            self.inspector |= self.asking().is_some();
        }
    }

    /// Shows the step in place of the question.
    pub(super) fn look_at_step(&mut self) {
        self.put_question_aside(true);
    }

    /// Shows the question again.
    pub(super) fn look_at_question(&mut self) {
        self.put_question_aside(false);
    }

    fn put_question_aside(&mut self, aside: bool) {
        if let Some(predict) = self.predict.as_mut().filter(|it| it.aside != aside) {
            Rc::make_mut(predict).aside = aside;
        }
    }
}
