//! Predicting, and playing to where there is something to think about.

use crate::app::{Action, PredictAction, PredictionPanel, State, Tab, TransportAction};
use crate::lab::Setting;

fn start() -> State {
    State::from_fragment("").reduce(Action::Predict(PredictAction::Toggle))
}

fn act(state: &State, action: PredictAction) -> State {
    state.reduce(Action::Predict(action))
}

/// Where the open question is asked, and where it is settled.
fn open(state: &State) -> (usize, usize) {
    let open = state.predict.as_ref().unwrap().open().unwrap();
    (open.asked, open.settled)
}

fn tally(state: &State) -> Vec<Option<bool>> {
    state.predict.as_ref().unwrap().tally().collect()
}

/// Answers the open question.
fn answer(state: &State, answer: usize) -> State {
    let asked = state.reduce(Action::Transport(TransportAction::Last));
    let chosen = act(&asked, PredictAction::Choose(answer));
    act(&chosen, PredictAction::Reveal)
}

#[test]
fn nothing_leads_past_an_open_question() {
    let state = start();
    let (asked, _) = open(&state);
    assert_eq!((state.step, state.rendered.last()), (asked, asked));
    assert!(asked > 0);
    for action in [
        Action::Transport(TransportAction::Last),
        Action::Transport(TransportAction::Seek(usize::MAX)),
        Action::Transport(TransportAction::Seek(asked + 1)),
    ] {
        let there = state.reduce(action);
        assert_eq!((there.step, there.rendered.last()), (asked, asked));
        assert_eq!(there.asking(), Some(PredictionPanel::Question));
        let stays = there.reduce(Action::Transport(TransportAction::Next));
        assert_eq!(stays.step, asked);
        let plays = there.reduce(Action::Transport(TransportAction::Toggle));
        assert!(!plays.playback.playing && plays.step == asked);
    }
    // Back, and what was seen stays seen.
    let back = state
        .reduce(Action::Transport(TransportAction::Last))
        .reduce(Action::Transport(TransportAction::First));
    assert_eq!(
        (back.step, back.rendered.last(), back.asking()),
        (0, asked, None)
    );
}

#[test]
fn playing_stops_at_a_question_and_goes_on_when_it_is_skipped() {
    let mut state = start().reduce(Action::Transport(TransportAction::Toggle));
    let (asked, settled) = open(&state);
    while state.playback.playing {
        state = state.reduce(Action::Transport(TransportAction::Advance));
    }
    assert_eq!(
        (state.step, state.asking()),
        (asked, Some(PredictionPanel::Question))
    );
    assert!(!state.playback.paused);
    state = act(&state, PredictAction::Skip);
    assert!(state.playback.playing && tally(&state) == [None]);
    assert!(open(&state).0 >= settled);
    assert_eq!((state.step, state.asking()), (asked + 1, None));
}

#[test]
fn an_answer_is_graded_by_what_the_hosts_do() {
    let state = start().reduce(Action::Transport(TransportAction::Last));
    let (asked, settled) = open(&state);
    // Nothing is revealed to whoever has not chosen.
    assert_eq!(act(&state, PredictAction::Reveal).step, asked);
    assert_eq!(
        act(&state, PredictAction::Choose(7))
            .predict
            .unwrap()
            .chosen,
        None
    );
    // The default run hands over a proof, the second of three.
    for (given, right) in [(0, false), (1, true), (2, false)] {
        let after = answer(&state, given);
        assert_eq!((after.step, tally(&after)), (settled, vec![Some(right)]));
        let (question, said) = after.predict.as_ref().unwrap().graded().unwrap();
        assert_eq!((question.settled, said), (settled, given));
    }
}

#[test]
fn who_looks_at_a_step_comes_back_to_the_question() {
    let state = answer(&start(), 1);
    assert_eq!(state.asking(), Some(PredictionPanel::Question));
    let aside = act(&state, PredictAction::Open(state.step, Tab::Proof));
    assert_eq!((aside.asking(), aside.tab), (None, Tab::Proof));
    assert_eq!(
        aside
            .reduce(Action::Transport(TransportAction::Next))
            .asking(),
        Some(PredictionPanel::Question)
    );
    let chosen = act(&aside, PredictAction::Choose(0));
    assert_eq!(chosen.asking(), Some(PredictionPanel::Question));
}

#[test]
fn the_end_shows_all_that_was_hidden_and_can_be_played_again() {
    let mut state = start();
    let mut answers = 0;
    while state.is_veiled() {
        state = answer(&state, 1);
        answers += 1;
    }
    assert_eq!(tally(&state).len(), answers);
    assert!(answers >= 4, "{answers}");
    assert_eq!(state.asking(), Some(PredictionPanel::Grade));
    assert!(state.rendered.last() > state.step);
    let on = act(&state, PredictAction::Reveal);
    assert!(on.playback.playing && on.step == state.step + 1);
    let off = act(&state, PredictAction::Toggle);
    assert!(off.predict.is_none() && off.rendered == state.rendered);
}

#[test]
fn switched_off_halfway_it_shows_everything_where_one_is() {
    let state = answer(&start(), 0);
    let off = act(&state, PredictAction::Toggle);
    assert_eq!(off.step, state.step);
    assert_eq!(off.rendered, State::from_fragment("").rendered);
    assert!(off.reduce(Action::Transport(TransportAction::Last)).step > off.step);
}

#[test]
fn another_run_is_predicted_anew() {
    let state = answer(&start(), 0);
    for action in [
        Action::Set(Setting::Schemes, "basic".to_owned()),
        Action::Seed(7),
        Action::Controller(true),
    ] {
        let other = state.reduce(action);
        assert_eq!((other.step, other.rendered.last()), (0, 0));
        assert!(tally(&other).is_empty() && other.is_veiled());
    }
    // What changes no run changes no tally.
    let same = state.reduce(Action::ToggleSettings);
    assert_eq!(tally(&same), tally(&state));
}

#[test]
fn without_predicting_its_keys_do_nothing() {
    let state = State::from_fragment("");
    for action in [
        PredictAction::Choose(0),
        PredictAction::Reveal,
        PredictAction::Skip,
        PredictAction::Open(3, Tab::Proof),
    ] {
        assert!(state.ignores(&Action::Predict(action)));
    }
}

#[test]
fn playing_pauses_at_turning_points_and_not_at_the_highest_speed() {
    let play = |speed| {
        let mut state =
            State::from_fragment("").reduce(Action::Transport(TransportAction::Speed(speed)));
        let mut pauses = Vec::new();
        while state.step < state.rendered.last() {
            if !state.playback.playing {
                assert_eq!(state.playback.paused, state.step > 0);
                pauses.extend(state.playback.paused.then_some(state.step));
                state = state.reduce(Action::Transport(TransportAction::Toggle));
                assert!(!state.playback.paused);
            }
            state = state.reduce(Action::Transport(TransportAction::Advance));
        }
        assert!(!state.playback.playing && !state.playback.paused);
        pauses
    };
    assert_eq!(play(2).len(), 3);
    assert_eq!(play(2), play(0));
    assert!(play(4).is_empty());
    // Who steps by hand is not told that it paused.
    let state =
        State::from_fragment("").reduce(Action::Transport(TransportAction::Seek(play(2)[0])));
    assert!(!state.playback.paused);
}
