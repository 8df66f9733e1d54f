//! A run, with everything that is derived from it once.

use super::MessageLayers;
use crate::lab::{EventId, Log, Outcome, Scenario, Settled, run, settled};
use crate::present::alignment::step_key;
use crate::present::export::{ExportFormat, ExportInput, masked};
use crate::present::layout::Plan;
use crate::present::picture::RunDrawing;
use crate::present::provenance::Sources;
use crate::present::report::{RunReport, report};
use crate::present::timing::Timing;
use crate::present::traffic::{Export, Exported, TrafficPicture, of_run};
use crate::present::{
    DomainControllers, Passwords, Step, TextRun, inspect, labels, narration, opened, pace, seat,
    steps, turning,
};
use crate::wire::Layer;
use std::cell::OnceCell;
use std::rc::Rc;

/// A run, its steps, and where they are drawn.
#[derive(Clone, Debug)]
pub struct RenderedRun {
    /// The events of the run.
    pub log: Log,
    /// Its steps; never empty where anything happened.
    pub steps: Vec<Step>,
    /// Where the steps stand in the diagram, as far as the log alone decides it.
    pub plan: Plan,
    /// Whether it is other people's traffic.
    observed: bool,
    /// What each step says, by its number.
    texts: Vec<OnceCell<StepTexts>>,
    /// The layers of each step's message, by the step's number.
    messages: Vec<OnceCell<Option<MessageLayers>>>,
    sources: OnceCell<Sources>,
    outcomes: OnceCell<Vec<Settled>>,
    asked: OnceCell<Option<EventId>>,
    /// How long the run still takes at normal speed from each step on, that step included, in milliseconds.
    left: OnceCell<Vec<f64>>,
    turns: OnceCell<Vec<usize>>,
    timing: OnceCell<Option<Timing>>,
}

/// What is said of a step wherever it is shown.
#[derive(Clone, Debug)]
pub struct StepTexts {
    /// Its label in the diagram.
    pub label: Rc<[TextRun]>,
    /// Its sentence in the list of steps, which is also read aloud.
    pub sentence: Rc<str>,
    /// Whether somebody in between changed its message.
    pub changed: bool,
}

/// What is made when it is first asked for follows from the log, so it makes no difference.
impl PartialEq for RenderedRun {
    fn eq(&self, other: &Self) -> bool {
        (&self.log, &self.steps, &self.plan) == (&other.log, &other.steps, &other.plan)
    }
}

impl RenderedRun {
    /// Runs a scenario, with its steps, words and plan made once.
    pub fn run(scenario: &Scenario, controllers: DomainControllers) -> Self {
        let log = run(scenario);
        let steps = steps(&log, controllers);
        Self::of_steps(log, steps, controllers)
    }

    /// The run of other people's traffic, which has its own words.
    pub fn observed(picture: &TrafficPicture) -> Self {
        let mut rendered = Self::of_steps(
            picture.log.clone(),
            picture.steps.clone(),
            DomainControllers::Shown,
        );
        rendered.observed = true;
        rendered.outcomes = OnceCell::from(picture.outcomes.clone());
        let texts = picture.labels.iter().zip(&picture.sentences);
        rendered.texts = texts
            .map(|(label, sentence)| {
                OnceCell::from(StepTexts {
                    label: label.clone(),
                    sentence: sentence.clone(),
                    changed: false,
                })
            })
            .collect();
        rendered
    }

    /// What was to be seen of it by a step: the same steps up to that one, and nothing that tells of what comes. `log`
    /// is the same run once more.
    pub fn until(&self, step: usize, log: Log, controllers: DomainControllers) -> Self {
        let steps = self.steps.get(..=step).unwrap_or(&self.steps).to_vec();
        let end = steps.iter().map(Step::end).max();
        Self::of_steps(log.until(end.unwrap_or(EventId(0))), steps, controllers)
    }

    fn of_steps(log: Log, steps: Vec<Step>, controllers: DomainControllers) -> Self {
        let plan = Plan::new(&log, &steps, controllers);
        Self {
            texts: vec![OnceCell::new(); steps.len()],
            messages: vec![OnceCell::new(); steps.len()],
            sources: OnceCell::new(),
            outcomes: OnceCell::new(),
            asked: OnceCell::new(),
            left: OnceCell::new(),
            turns: OnceCell::new(),
            timing: OnceCell::new(),
            observed: false,
            log,
            steps,
            plan,
        }
    }

    /// What is said of the step of that number.
    pub fn texts(&self, step: usize) -> Option<&StepTexts> {
        let (text, step) = self.texts.get(step).zip(self.steps.get(step))?;
        Some(text.get_or_init(|| StepTexts {
            label: labels::label(&self.log, step).into(),
            sentence: narration::list_item(&self.log, step).into(),
            changed: narration::changed(&self.log, step),
        }))
    }

    /// What stands at the step of that number in the diagram.
    pub fn label(&self, step: usize) -> Option<Rc<[TextRun]>> {
        self.texts(step).map(|texts| texts.label.clone())
    }

    /// The message of the step of that number; none where nothing is sent.
    pub fn message(&self, step: usize) -> Option<&MessageLayers> {
        let (message, step) = self.messages.get(step).zip(self.steps.get(step))?;
        let layers = |layers: Vec<Layer>| layers.into_iter().map(Rc::new).collect::<Vec<_>>();
        let message = message.get_or_init(|| {
            let [mut sent, mut received] = inspect::message(&self.log, step)?;
            let without_body = self.observed && inspect::leave_out_body(&mut sent);
            if without_body {
                inspect::leave_out_body(&mut received);
            }
            let (sent, received) = (layers(sent), layers(received));
            Some(MessageLayers {
                without_body,
                opened: opened::opened(&self.log, step, [&sent, &received]),
                sent,
                received,
            })
        });
        message.as_ref()
    }

    /// Does something with the run as it is drawn outside of the page.
    pub fn draw<T>(&self, with: impl FnOnce(RunDrawing<'_>) -> T) -> T {
        with(RunDrawing {
            log: &self.log,
            steps: &self.steps,
            plan: &self.plan,
            labels: &|step| self.label(step),
            outcomes: self.outcomes(),
        })
    }

    /// The run in a form of another program; with passwords that are sent in clear only where that is asked for.
    pub fn export(&self, form: ExportFormat, title: &str, passwords: Passwords) -> Vec<u8> {
        let hidden = passwords.are_hidden().then(|| masked(&self.log));
        self.draw(|drawing| {
            form.make(&ExportInput {
                title,
                drawing: RunDrawing {
                    log: hidden.as_ref().unwrap_or(&self.log),
                    ..drawing
                },
                sentences: &|step| Some(self.texts(step)?.sentence.clone()),
                browser: None,
            })
        })
    }

    /// The run's sign-ins as a list, as anybody's traffic has one; with passwords that are sent in clear only where that is
    /// asked for.
    pub fn sign_ins(&self, list: Export, passwords: Passwords) -> Vec<u8> {
        let hidden = passwords.are_hidden().then(|| masked(&self.log));
        let collection = of_run(hidden.as_ref().unwrap_or(&self.log));
        list.make(&Exported {
            proofs: &[],
            members: &[],
            redacted: false,
            collection: &collection,
        })
    }

    /// What a print or a ticket says of it; `link` leads to it.
    pub fn report(&self, scenario: &Scenario, link: String) -> RunReport {
        report(scenario, &self.log, &self.steps, link)
    }

    /// Where its values come from.
    pub fn sources(&self) -> &Sources {
        self.sources.get_or_init(|| Sources::of_log(&self.log))
    }

    /// What is settled in the run, in order.
    pub fn outcomes(&self) -> &[Settled] {
        self.outcomes.get_or_init(|| settled(&self.log))
    }

    /// The outcome that stands after an event, if anything is settled by then.
    pub fn outcome(&self, now: EventId) -> Option<&Outcome> {
        let last = self.outcomes().iter().rfind(|settled| settled.event <= now);
        last.map(|settled| &settled.outcome)
    }

    /// The event at which the mailbox host asks its question, where it asks one.
    pub fn asked(&self) -> Option<EventId> {
        *self.asked.get_or_init(|| seat::asked(&self.log))
    }

    /// How long the run still takes at normal speed, that step included, in milliseconds. The last step stands for ever.
    pub fn left(&self, step: usize) -> f64 {
        let left = self.left.get_or_init(|| {
            let mut sum = 0.0;
            let steps = self.steps.iter().enumerate().rev().skip(1);
            let mut left: Vec<f64> = steps
                .map(|(number, step)| {
                    // Who presses Play wants to see something go.
                    let most = if number == 0 { 3_000.0 } else { f64::INFINITY };
                    sum += pace::milliseconds(&self.log, step).min(most);
                    sum
                })
                .collect();
            left.reverse();
            left
        });
        left.get(step).copied().unwrap_or(0.0)
    }

    /// When its steps happened, where that tells any apart.
    pub fn timing(&self) -> Option<&Timing> {
        let timing = self
            .timing
            .get_or_init(|| Timing::of(&self.log, &self.steps));
        timing.as_ref()
    }

    /// Whether a step is a turning point.
    pub fn turns_at(&self, step: usize) -> bool {
        let turns = self
            .turns
            .get_or_init(|| turning::turns(&self.log, &self.steps));
        turns.contains(&step)
    }

    /// The number of the last step.
    pub fn last(&self) -> usize {
        self.steps.len().saturating_sub(1)
    }

    /// The step that covers an event.
    pub fn step_of(&self, event: EventId) -> Option<usize> {
        let covers = |step: &Step| step.events.contains(&event);
        self.steps.iter().position(covers)
    }

    /// The step of this run that stands for step `step` of another: the same host doing the same, as far as both
    /// stories agree; the end stays the end.
    pub fn counterpart(&self, other: &Self, step: usize) -> usize {
        if step == 0 || step >= other.last() {
            return if step == 0 { 0 } else { self.last() };
        }
        let found = other.steps.get(step);
        let wanted = found.and_then(|found| step_key(&other.log, found));
        let numbered = self.steps.iter().enumerate();
        let same = numbered.filter(|(_, own)| step_key(&self.log, own) == wanted);
        same.map(|(number, _)| number)
            .min_by_key(|number| number.abs_diff(step))
            .unwrap_or_else(|| step.min(self.last()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hosts::{Decision, Era, Scheme};

    /// The step at which a host decides that.
    fn decides(rendered: &RenderedRun, wanted: fn(&Decision) -> bool) -> usize {
        let decision = |step: &Step| rendered.log.event(step.id)?.kind.decision();
        let found = rendered
            .steps
            .iter()
            .position(|step| decision(step).is_some_and(wanted));
        found.unwrap()
    }

    #[test]
    fn a_step_stands_for_the_one_that_does_the_same_whatever_its_words_are() {
        let ntlm = Scenario::of(Era::Y1998);
        let mut basic = ntlm.clone();
        basic.front_end.schemes = vec![Scheme::Basic];
        let runs =
            [ntlm, basic].map(|scenario| RenderedRun::run(&scenario, DomainControllers::Folded));
        let deeds: [fn(&Decision) -> bool; 4] = [
            |it| matches!(it, Decision::SignsIn { .. }),
            |it| matches!(it, Decision::MakesToken { .. }),
            |it| matches!(it, Decision::AnswersAs { .. }),
            |it| matches!(it, Decision::Authorizes { .. }),
        ];
        for wanted in deeds {
            let [one, two] = runs.each_ref().map(|rendered| decides(rendered, wanted));
            assert_eq!(runs[1].counterpart(&runs[0], one), two);
            assert_eq!(runs[0].counterpart(&runs[1], two), one);
        }
    }
}
