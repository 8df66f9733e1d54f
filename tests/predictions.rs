//! Every setting has questions about what comes; what the hosts do answers them, and nothing that is shown before does.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

#[path = "support/scenarios.rs"]
mod scenarios;

use double_hop::app::{Action, PredictAction, RenderedRun, State, TransportAction};
use double_hop::hosts::Scheme;
use double_hop::lab::presets::PRESETS;
use double_hop::lab::{EventId, KnownAttack, Outcome, Scenario, Settled, run};
use double_hop::present::DomainControllers;
use double_hop::present::link;
use double_hop::present::narration::predict as said;
use double_hop::present::narration::{VerdictState, verdict};
use double_hop::present::predict::{Guess, Prediction, PredictionKind, questions};
use scenarios::known;

/// Every preset, every row of the table and both with every scheme, with and without the domain controller's lifeline.
fn scenarios() -> Vec<(String, Scenario)> {
    let mut all = known();
    for preset in &PRESETS {
        for scheme in Scheme::ALL {
            let mut scenario = preset.scenario();
            scenario.front_end.schemes = vec![scheme];
            all.push((format!("{} {}", preset.id, scheme.name()), scenario));
        }
    }
    all
}

fn each(mut check: impl FnMut(&str, &RenderedRun, &[Prediction], &Scenario)) {
    let mut runs = 0;
    for (name, scenario) in scenarios() {
        for controllers in [DomainControllers::Folded, DomainControllers::Shown] {
            let rendered = RenderedRun::run(&scenario, controllers);
            let questions = questions(&rendered.log, &rendered.steps);
            check(&name, &rendered, &questions, &scenario);
            runs += 1;
        }
    }
    assert!(runs > 150, "{runs}");
}

#[test]
fn every_setting_has_questions_one_after_the_other() {
    let mut kinds = Vec::new();
    each(|name, rendered, questions, _| {
        assert!(!questions.is_empty(), "{name}: nothing is asked");
        let mut before = 0;
        for it in questions {
            assert!(
                before <= it.asked && it.asked < it.settled,
                "{name}: {it:?}"
            );
            assert!(it.settled <= rendered.last(), "{name}: {it:?}");
            assert_eq!(it.told.last(), Some(&it.settled), "{name}");
            assert!(it.told.iter().all(|step| *step > it.asked), "{name}");
            before = it.settled;
            if !kinds.contains(&it.right) {
                kinds.push(it.right);
            }
        }
    });
    for answer in [
        Guess::Password,
        Guess::Proof,
        Guess::Nothing,
        Guess::Known,
        Guess::Wrong,
        Guess::Unjudged,
        Guess::Same,
        Guess::Another,
        Guess::Nobody,
        Guess::Granted,
        Guess::Refused,
    ] {
        assert!(kinds.contains(&answer), "{answer:?} is never right");
    }
}

#[test]
fn one_of_the_answers_is_right_and_no_two_say_the_same() {
    each(|name, rendered, questions, _| {
        for it in questions {
            let step = &rendered.steps[it.asked];
            let answers = it.kind.answers();
            assert!((2..=3).contains(&answers.len()), "{name}");
            let right = (0..answers.len()).filter(|answer| it.is_right(*answer));
            assert_eq!(right.count(), 1, "{name}: {it:?}");
            let mut texts: Vec<String> = answers
                .iter()
                .map(|answer| said::answer(&rendered.log, step, *answer)[0].to_string())
                .collect();
            texts.dedup();
            assert_eq!(texts.len(), answers.len(), "{name}: {texts:?}");
            for text in [
                said::question(&rendered.log, step, it.kind).to_string(),
                said::known(&rendered.log, step, it.kind).to_string(),
            ] {
                assert!(text.ends_with(['?', '.']), "{name}: {text}");
                for wrong in ["  ", "..", " .", "“”", "Some("] {
                    assert!(!text.contains(wrong), "{name}: {wrong:?} in {text}");
                }
            }
        }
    });
}

/// The host that asks, or that a ticket is shown to, is the one that may know the person.
#[test]
fn it_is_asked_whether_the_back_end_knows_the_person() {
    each(|name, rendered, questions, _| {
        for it in questions
            .iter()
            .filter(|it| it.kind == PredictionKind::Knows)
        {
            let step = &rendered.steps[it.asked];
            let text = said::question(&rendered.log, step, it.kind).to_string();
            assert!(!text.contains("IIS"), "{name}: {text}");
        }
    });
}

#[test]
fn the_answers_agree_with_what_came_of_the_run() {
    each(|name, rendered, questions, _| {
        let outcomes = rendered.outcomes();
        let says = |answer| questions.iter().any(|it| it.right == answer);
        let any = |holds: fn(&Outcome) -> bool| outcomes.iter().any(|it| holds(&it.outcome));
        let opened = any(Outcome::succeeded);
        let first = any(|it| matches!(it, Outcome::FirstHop(_)));
        let nobody = any(|it| *it == Outcome::NotAuthenticated);
        let anonymous = any(|it| *it == Outcome::Anonymous);
        let no_rights = any(|it| matches!(it, Outcome::NoRights(_)));
        assert_eq!(says(Guess::Granted), opened, "{name}");
        assert_eq!(says(Guess::Another), anonymous, "{name}");
        assert_eq!(says(Guess::Nobody), nobody, "{name}");
        assert_eq!(says(Guess::Refused), anonymous || no_rights, "{name}");
        let refused = [Guess::Wrong, Guess::Unjudged].map(says);
        if first {
            assert!(refused.contains(&true) || says(Guess::Nothing), "{name}");
            assert!(
                !questions.iter().any(|it| it.kind == PredictionKind::Knows),
                "{name}"
            );
        }
    });
}

#[test]
fn nothing_that_is_shown_while_a_question_is_open_tells_its_answer() {
    each(|name, rendered, questions, scenario| {
        for it in questions {
            let part = rendered.until(it.asked, run(scenario), DomainControllers::Shown);
            assert_eq!(part.last(), it.asked, "{name}");
            let shown = |event: EventId| part.log.event(event).is_some();
            let settling = rendered.steps[it.settled].id;
            assert!(!shown(settling), "{name}: {it:?}");
            assert!(
                part.steps
                    .iter()
                    .all(|step| !step.events.contains(&settling))
            );
            // What stands there is what stood there in the whole run, and the verdict is that of the moment.
            for number in 0..=it.asked {
                let [one, other] =
                    [&part, rendered].map(|rendered| rendered.texts(number).unwrap());
                assert_eq!(one.label, other.label, "{name}");
                assert_eq!(one.sentence, other.sentence, "{name}");
            }
            let now = part.steps[it.asked].end();
            assert_eq!(
                verdict(&part.log, now),
                verdict(&rendered.log, now),
                "{name}"
            );
            let settles = |settled: &Settled| settled.event >= settling;
            assert!(!part.outcomes().iter().any(settles), "{name}");
        }
    });
}

#[test]
fn what_was_changed_on_the_way_is_not_judged_before_its_end() {
    for attack in KnownAttack::ALL {
        let mut scenario = PRESETS[0].scenario();
        let Some(splice) = attack.splice(&run(&scenario), None) else {
            continue;
        };
        scenario.edits.push(splice);
        let rendered = RenderedRun::run(&scenario, DomainControllers::Folded);
        let questions = questions(&rendered.log, &rendered.steps);
        assert!(!questions.is_empty(), "{attack:?}");
        for step in 0..questions[0].settled {
            let part = rendered.until(step, run(&scenario), DomainControllers::Folded);
            let verdict = verdict(&part.log, part.steps[step].end());
            assert_eq!(verdict.state, VerdictState::Running, "{attack:?}");
        }
    }
}

/// The state, and the answer that is right now.
fn right(state: &State) -> (usize, usize) {
    let open = state.predict.as_ref().unwrap().open().unwrap();
    let answers = open.kind.answers().len();
    let right = (0..answers).find(|answer| open.is_right(*answer));
    (right.unwrap(), open.settled)
}

fn predict(state: &State, action: PredictAction) -> State {
    state.reduce(Action::Predict(action))
}

#[test]
fn a_link_leads_into_predicting_and_not_beyond_the_first_question() {
    let state = State::from_fragment("v=1&page=lab&era=1998&step=20&predict=1");
    let asked = state.predict.as_ref().unwrap().open().unwrap().asked;
    assert_eq!(state.step, asked);
    assert!(state.fragment().ends_with("&predict=1"));
    assert!(link::decode(&state.fragment()).predict);
    let again = state.reduce(Action::Load(state.fragment()));
    assert_eq!((again.step, &again.predict), (state.step, &state.predict));
    let off = state.reduce(Action::Load("v=1&page=lab&era=1998&step=20".to_owned()));
    assert!(off.predict.is_none() && off.step > asked);
    assert!(!off.fragment().contains("predict"));
}

#[test]
fn every_preset_can_be_predicted_to_its_end_and_shows_then_what_it_hid() {
    for preset in &PRESETS {
        let plain = State::from_fragment("").reduce(Action::Preset(preset));
        let mut state = predict(&plain, PredictAction::Toggle);
        while state.is_veiled() {
            state = state.reduce(Action::Transport(TransportAction::Last));
            let (right, settled) = right(&state);
            assert!(state.rendered.last() == state.step && state.step < settled);
            state = predict(&state, PredictAction::Choose(right));
            state = predict(&state, PredictAction::Reveal);
            assert_eq!(state.step, settled, "{}", preset.id);
        }
        let predicted = state.predict.clone().unwrap();
        assert!(predicted.tally().all(|right| right == Some(true)));
        assert_eq!(state.rendered, plain.rendered);
        let end = state.reduce(Action::Transport(TransportAction::Last));
        assert_eq!(
            end.verdict(),
            plain
                .reduce(Action::Transport(TransportAction::Last))
                .verdict()
        );
    }
}
