//! A second run beside the first, as it is set, played and put away.

use crate::app::{Action, Compare, CompareAction, PredictAction, State, TransportAction};
use crate::hosts::Scheme;
use crate::lab::presets::Preset;
use crate::lab::{Scenario, Setting};
use crate::present::link::LinkProblem;
use crate::present::narration::compare::{A, changed, whose};
use std::rc::Rc;

fn act(state: &State, action: CompareAction) -> State {
    state.reduce(Action::Compare(action))
}

fn compare(state: &State) -> &Compare {
    state.compare.as_deref().unwrap()
}

#[test]
fn the_second_run_is_another_scheme_at_first_and_its_settings_are_its_own() {
    let state = act(&State::from_fragment("#v=1"), CompareAction::Open);
    assert_eq!(compare(&state).twin.front_end.schemes, [Scheme::Basic]);
    let set = CompareAction::Set(Setting::Placement, "same".to_owned());
    let other = act(&state, set);
    assert_eq!(other.scenario, state.scenario);
    assert_ne!(compare(&other).twin, compare(&state).twin);
    // A change of the first is compared with the same second.
    let changed = other.reduce(Action::Set(Setting::Schemes, "digest".to_owned()));
    assert_eq!(compare(&changed).twin, compare(&other).twin);
    assert_ne!(compare(&changed).comparison, compare(&other).comparison);
}

#[test]
fn chance_is_its_own_and_the_picture_is_of_both() {
    let state = act(&State::from_fragment("#v=1"), CompareAction::Open);
    let other = act(&state, CompareAction::Seed(77));
    assert_eq!(compare(&other).twin.seed, 77);
    assert_ne!(compare(&other).rendered, compare(&state).rendered);
    assert_eq!(other.scenario, state.scenario);
    let shown = other.reduce(Action::Controller(true));
    assert!(compare(&shown).rendered.steps.len() > compare(&other).rendered.steps.len());
    let hidden = shown.reduce(Action::Controller(false));
    assert_eq!(compare(&hidden).rendered, compare(&other).rendered);
}

#[test]
fn a_run_that_nobody_changed_is_not_run_again() {
    let state = act(&State::from_fragment("#v=1"), CompareAction::Open);
    let changed = state.reduce(Action::Set(Setting::Schemes, "digest".to_owned()));
    let [before, after] = [&state, &changed].map(|it| &compare(it).rendered);
    assert!(Rc::ptr_eq(before, after));
}

#[test]
fn both_are_played_as_one() {
    let state = act(&State::from_fragment("#v=1"), CompareAction::Open);
    let mut before = 0;
    let mut now = state.reduce(Action::Transport(TransportAction::First));
    loop {
        let right = compare(&now).comparison.right_at(now.step);
        assert!(right >= before);
        before = right;
        if now.step == now.rendered.last() {
            break;
        }
        now = now.reduce(Action::Transport(TransportAction::Next));
    }
    assert_eq!(before, compare(&now).rendered.last());
    // A step of the second leads to where the first is then.
    let sought = act(&now, CompareAction::Seek(3));
    assert!(compare(&sought).comparison.right_at(sought.step) >= 3);
}

#[test]
fn links_restore_it_and_hold_no_password() {
    let preset = Preset::named("resource-based").unwrap();
    let mut state = act(
        &State::from_fragment("#v=1&era=today"),
        CompareAction::Preset(preset),
    );
    state = act(
        &state,
        CompareAction::Set(Setting::Password, "Geheim-77".to_owned()),
    );
    let fragment = state.fragment();
    assert!(!fragment.contains("Geheim"), "{fragment}");
    let again = State::from_fragment(&fragment);
    assert_eq!(compare(&again).twin.back_end, compare(&state).twin.back_end);
    assert_eq!(again.scenario, state.scenario);
    assert!(again.problems.is_empty());
    // A link in a link in a link is no deeper than one.
    let nested = (0..50).fold(fragment, |link, _| {
        let mut pairs = form_urlencoded::Serializer::new("v=1".to_owned());
        pairs.append_pair("twin", &link);
        pairs.finish()
    });
    assert!(State::from_fragment(&nested).compare.is_some());
}

#[test]
fn both_runs_have_the_passwords_that_no_link_holds() {
    let set = |state: State, setting| state.reduce(Action::Set(setting, "Geheim-77".to_owned()));
    let state = set(State::from_fragment("#v=1"), Setting::Password);
    let state = set(state, Setting::DirectoryPassword);
    let preset = Preset::named("same-host").unwrap();
    let state = act(&state, CompareAction::Preset(preset));
    assert_eq!(compare(&state).twin.client.password, "Geheim-77");
    // Somebody goes back to it: the two part where the back end stands, not at the first proof.
    let gone = act(&state, CompareAction::Close);
    let back = gone.reduce(Action::Load(state.fragment()));
    assert_eq!(compare(&back).twin, compare(&state).twin);
    assert_eq!(compare(&back).comparison, compare(&state).comparison);
}

#[test]
fn they_change_places_and_the_second_can_take_over() {
    let state = act(&State::from_fragment("#v=1"), CompareAction::Open);
    let swapped = act(&state, CompareAction::Swap);
    assert_eq!(swapped.scenario, compare(&state).twin);
    assert_eq!(compare(&swapped).twin, state.scenario);
    let used = act(&state, CompareAction::Use);
    assert_eq!(used.scenario, compare(&state).twin);
    assert!(used.compare.is_none());
    assert!(state.reduce(Action::Escape).compare.is_none());
}

#[test]
fn what_is_the_same_can_be_left_out_and_stays_so() {
    let state = act(&State::from_fragment("#v=1"), CompareAction::Open);
    assert!(!compare(&state).differing);
    let differing = act(&state, CompareAction::Differing);
    assert!(compare(&differing).differing);
    assert_eq!(differing.revision, state.revision);
    let set = CompareAction::Set(Setting::Placement, "same".to_owned());
    let other = act(&differing, set);
    assert!(compare(&other).differing);
    assert!(!compare(&act(&other, CompareAction::Differing)).differing);
}

#[test]
fn where_what_is_the_same_is_left_out_every_step_shown_differs() {
    let link = "#v=1&page=lab&era=today&offer=negotiate,ntlm&backendoffer=negotiate,ntlm&at=2";
    let preset = Preset::named("resource-based").unwrap();
    let state = act(&State::from_fragment(link), CompareAction::Preset(preset));
    let differs = |state: &State| {
        let RunPlace(left, right) = RunPlace::of(state);
        let mut pairs = compare(state).comparison.pairs.iter();
        pairs.any(|pair| !pair.same && (pair.left == Some(left) || pair.right == Some(right)))
    };
    assert!(!differs(&state));
    let mut now = act(&state, CompareAction::Differing);
    let first = now.step;
    assert!(differs(&now) && first > state.step);
    loop {
        let next = now.reduce(Action::Transport(TransportAction::Next));
        assert!(differs(&next));
        if next.step == now.step {
            break;
        }
        now = next;
    }
    assert_eq!(
        now.step,
        now.reduce(Action::Transport(TransportAction::Last)).step
    );
    assert_eq!(
        now.reduce(Action::Transport(TransportAction::First)).step,
        first
    );
    assert!(differs(
        &now.reduce(Action::Transport(TransportAction::Previous))
    ));
    // It plays through them and no others, and again from the first.
    let mut played = now.reduce(Action::Transport(TransportAction::Toggle));
    assert_eq!((played.step, played.playback.playing), (first, true));
    while played.playback.playing || played.playback.paused {
        let goes_on = if played.playback.paused {
            Action::Transport(TransportAction::Toggle)
        } else {
            Action::Transport(TransportAction::Advance)
        };
        played = played.reduce(goes_on);
        assert!(differs(&played));
    }
    assert_eq!(played.step, now.step);
    let again = State::from_fragment(&now.fragment());
    assert_eq!(again.step, now.step);
}

/// Where both runs are.
struct RunPlace(usize, usize);

impl RunPlace {
    fn of(state: &State) -> Self {
        Self(state.step, compare(state).comparison.right_at(state.step))
    }
}

const CHANGED: &str = "#v=1&page=lab&era=1998&at=19&edit=6.1.16.71.62000000180018007a0000000e000e0040000000060006004e0000000e000e0054000000000000\
     00920000000502800043004f004e0054004f0053004f0062006f0062";

#[test]
fn what_is_shown_changes_places_with_the_second_run() {
    let edited = act(&State::from_fragment(CHANGED), CompareAction::Open);
    let edited = act(&edited, CompareAction::Swap);
    assert_eq!(compare(&edited).twin.edits.len(), 1);
    let original = State::from_fragment(&format!("{CHANGED}&view=original"));
    let swapped = act(&act(&original, CompareAction::Open), CompareAction::Swap);
    assert_eq!(compare(&swapped).twin.edits, []);
    // A changed run that takes the place of an original is shown as it is.
    let beside = Scenario::clone(&edited.compare.as_ref().unwrap().twin);
    let mut both = original.clone();
    both.stand_beside(beside);
    assert_eq!(
        act(&both, CompareAction::Use).rendered,
        compare(&edited).rendered
    );
}

#[test]
fn who_predicts_sees_no_second_run() {
    let state = act(&State::from_fragment("#v=1"), CompareAction::Open);
    let state = state.reduce(Action::Predict(PredictAction::Toggle));
    assert!(state.compare.is_none() && state.predict.is_some());
}

#[test]
fn back_leads_to_the_step_that_the_address_tells() {
    let link =
        "#v=1&page=lab&era=1998&at=19&only=1&twin=v%3D1%26page%3Dlab%26era%3D1998%26offer%3Dbasic";
    let state = State::from_fragment(link);
    let swapped = act(&state, CompareAction::Swap);
    assert_eq!(swapped.go_back(link).step, state.step);
}

#[test]
fn a_second_run_keeps_what_is_changed_on_the_way() {
    let own = State::from_fragment(CHANGED);
    let state = act(&act(&own, CompareAction::Open), CompareAction::Swap);
    assert_eq!(compare(&state).twin, own.scenario);
    let again = State::from_fragment(&state.fragment());
    assert_eq!(compare(&again).twin, own.scenario);
    assert!(again.problems.is_empty());
}

#[test]
fn a_second_run_keeps_what_links_withhold_of_it() {
    // In the first request with a password, a byte of it.
    let basic = State::from_fragment("#v=1&offer=basic");
    let log = &basic.rendered.log;
    let mut messages = log.messages();
    let message = messages
        .position(|(sent, _)| String::from_utf8_lossy(sent).contains("Authorization: Basic"));
    let link = format!("#v=1&offer=basic&edit={}.1.16.1.58", message.unwrap());
    let own = State::from_fragment(&link);
    assert_eq!(own.withheld.len(), 1, "{}", own.fragment());
    let state = act(&act(&own, CompareAction::Open), CompareAction::Swap);
    assert_eq!(compare(&state).twin.edits, own.scenario.edits);
    assert!(!state.fragment().contains(".58"), "{}", state.fragment());
    // Who comes back has it again, who comes by the link alone is told.
    let back = act(&state, CompareAction::Close).reduce(Action::Return(state.fragment()));
    assert_eq!((&back.compare, back.problems.len()), (&state.compare, 0));
    let told = State::from_fragment(&state.fragment());
    assert_eq!(*told.problems, [LinkProblem::Withheld(1)]);
}

#[test]
fn a_preset_beside_it_has_the_names_of_the_first() {
    let own = State::from_fragment("#v=1&era=today");
    let set = |state: State, (setting, text): (Setting, &str)| {
        state.reduce(Action::Set(setting, text.to_owned()))
    };
    let names = [
        (Setting::NetbiosDomain, "CORP"),
        (Setting::WebServerName, "APP01"),
        (Setting::User, "carol"),
        (Setting::OtherNetbiosDomain, "OTHER"),
    ];
    let own = names.into_iter().fold(own, set);
    for preset in &crate::lab::presets::PRESETS {
        let state = act(&own, CompareAction::Preset(preset));
        let twin = &compare(&state).twin;
        assert_eq!(twin.client.user, "carol", "{}", preset.id);
        assert_eq!(twin.names.web_server, "APP01");
        assert!(
            twin.back_end.admits.ends_with("\\carol"),
            "{}",
            twin.back_end.admits
        );
        let plain = State::from_fragment(&format!("#v=1&preset={}&at=99", preset.id));
        let last = &compare(&state).rendered;
        let outcome = |log| crate::lab::outcome(log).map(|it| std::mem::discriminant(&it.outcome));
        assert_eq!(
            outcome(&last.log),
            outcome(&plain.rendered.log),
            "{}",
            preset.id
        );
    }
}

#[test]
fn a_run_that_is_changed_on_the_way_is_told_so() {
    let own = State::from_fragment(CHANGED);
    let state = act(&own, CompareAction::Open);
    let logs = [&state.rendered.log, &compare(&state).rendered.log];
    let said = changed(logs[0], logs[1]).unwrap().to_string();
    assert_eq!(said, "Messages changed on their way: A 1, B none");
    assert_eq!(
        logs.map(|log| whose(A, log)),
        ["A, changed on its way", "A"]
    );
    let original = State::from_fragment(&format!("{CHANGED}&view=original"));
    let original = act(&original, CompareAction::Open);
    let [left, right] = [&original.rendered, &compare(&original).rendered];
    assert_eq!(changed(&left.log, &right.log), None);
}
