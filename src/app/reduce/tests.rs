//! The reducer: what follows from what is done.

use super::*;
use crate::app::{Dialog, Tab};
use crate::hosts::Decision;
use crate::present::link::{self, LinkProblem};

fn start() -> State {
    State::from_fragment("")
}

#[test]
fn a_toggle_at_the_end_shows_the_other_end() {
    let denied = start().reduce(Action::Transport(TransportAction::Last));
    assert_eq!(denied.verdict().lead, "Second hop denied");
    let basic = denied.reduce(Action::Set(Setting::Schemes, "basic".to_owned()));
    assert_eq!(basic.verdict().lead, "Second hop succeeded");
    let back = basic.reduce(Action::Set(Setting::Schemes, "ntlm".to_owned()));
    assert_eq!(back.verdict().lead, "Second hop denied");
    assert_eq!(back.rendered, denied.rendered);
}

#[test]
fn who_comes_back_to_a_scheme_comes_back_to_the_step_left_there() {
    let scheme = |state: &State, scheme: &str| {
        state.reduce(Action::Set(Setting::Schemes, scheme.to_owned()))
    };
    for step in 0..start().rendered.steps.len() {
        let ntlm = start().reduce(Action::Transport(TransportAction::Seek(step)));
        let basic = scheme(&ntlm, "basic").reduce(Action::Transport(TransportAction::Seek(2)));
        let digest = scheme(&basic, "digest");
        assert_eq!(scheme(&digest, "ntlm").step, step);
        assert_eq!(scheme(&scheme(&digest, "ntlm"), "basic").step, 2);
        assert_eq!(scheme(&scheme(&ntlm, "basic"), "ntlm").step, step);
    }
    // Where something else was set meanwhile, the same place of the story counts.
    let basic = scheme(
        &start().reduce(Action::Transport(TransportAction::Seek(3))),
        "basic",
    )
    .reduce(Action::Transport(TransportAction::Last));
    let other = basic.reduce(Action::Set(Setting::Placement, "same".to_owned()));
    let back = scheme(&other, "ntlm");
    assert_eq!(back.step, back.rendered.last());
}

#[test]
fn a_link_says_the_step_as_it_is_counted_and_older_ones_lead_there_too() {
    for controller in [false, true] {
        let state = start().reduce(Action::Controller(controller));
        for step in 0..state.rendered.steps.len() {
            let there = state.reduce(Action::Transport(TransportAction::Seek(step)));
            let link = there.fragment();
            assert!(link.ends_with(&format!("&at={}", step + 1)), "{link}");
            assert_eq!(State::from_fragment(&link).step, step);
            let event = there.current().unwrap().id.0;
            let old = link.replace(&format!("&at={}", step + 1), &format!("&step={event}"));
            assert_eq!(State::from_fragment(&old).step, step, "{old}");
        }
    }
}

#[test]
fn a_step_that_a_run_has_not_is_said() {
    let state = State::from_fragment("v=1&era=1998&step=99999");
    assert_eq!(
        (state.step, &*state.problems),
        (0, &vec![LinkProblem::Step])
    );
    // Counted past the end it is the end.
    let state = State::from_fragment("v=1&era=1998&at=99");
    assert_eq!(state.step, state.last());
    assert!(state.problems.is_empty());
}

#[test]
fn a_fragment_leads_back_to_the_same_state() {
    let state = start()
        .reduce(Action::Set(Setting::Schemes, "basic".to_owned()))
        .reduce(Action::Transport(TransportAction::Seek(5)));
    let again = State::from_fragment(&state.fragment());
    assert_eq!((again.step, again.rendered), (state.step, state.rendered));
}

#[test]
fn playing_moves_on_and_stops_at_the_end() {
    // At the highest speed it pauses nowhere.
    let mut state = start()
        .reduce(Action::Transport(TransportAction::Speed(4)))
        .reduce(Action::Transport(TransportAction::Toggle));
    let last = state.rendered.last();
    for _ in 0..last {
        assert!(state.playback.playing);
        state = state.reduce(Action::Transport(TransportAction::Advance));
    }
    assert_eq!((state.step, state.playback.playing), (last, false));
    let again = state.reduce(Action::Transport(TransportAction::Toggle));
    assert_eq!((again.step, again.playback.playing), (0, true));
}

#[test]
fn what_is_lit_holds_for_one_step_and_what_is_shared_for_one_dialog() {
    let lit = start()
        .reduce(Action::Transport(TransportAction::Seek(1)))
        .reduce(Action::Layer(1))
        .reduce(Action::Focus(3))
        .reduce(Action::Hover(Some(5)));
    assert_eq!((lit.lit.layer, lit.lit.field()), (Some(1), 5));
    assert_eq!(lit.reduce(Action::Hover(None)).lit.field(), 3);
    assert_eq!(lit.reduce(Action::Layer(0)).lit.focused, 0);
    assert_eq!(
        lit.reduce(Action::Transport(TransportAction::Next)).lit,
        ByteSelection::default()
    );
    assert_eq!(
        lit.reduce(Action::Tab(Tab::Proof)).lit,
        ByteSelection::default()
    );

    let open = start().reduce(Action::Dialog(Some(Dialog::Share)));
    let copied = open.reduce(Action::Copied);
    assert!(copied.share.copied && !copied.share.passwords);
    let with = copied.reduce(Action::Passwords(true));
    assert!(with.share.passwords && !with.share.copied);
    assert_eq!(with.reduce(Action::Dialog(None)).share, Share::default());
}

#[test]
fn typing_is_one_change_and_back_keeps_the_password() {
    let before = start();
    let mut state = before.clone();
    for typed in ["Z", "Ze", "Zeppelin"] {
        state = state.reduce(Action::Set(Setting::Password, typed.to_owned()));
    }
    assert_eq!(state.revision, before.revision + 1);
    let fragment = state.fragment();
    assert!(!fragment.contains("Zeppelin"), "{fragment}");
    assert!(
        state
            .fragment_with_passwords()
            .contains("password=Zeppelin")
    );
    let away = state.reduce(Action::Load(before.fragment()));
    let back = away.reduce(Action::Load(fragment));
    assert_eq!(back.scenario.client.password, "Zeppelin");
}

#[test]
fn what_is_remembered_does_not_grow_with_each_key() {
    let mut state = start().reduce(Action::Set(Setting::Password, "Zeppelin".to_owned()));
    let place = state.fragment();
    for length in 1..200 {
        state = state.reduce(Action::Set(Setting::User, "a".repeat(length)));
    }
    assert!(state.memory.len() <= 3, "{}", state.memory.len());
    // Back to a name that was there before, and on: the place before the change is still one to come back to.
    for user in ["alice", "alicia"] {
        state = state.reduce(Action::Set(Setting::User, user.to_owned()));
    }
    let back = state.reduce(Action::Load(place));
    assert_eq!(back.scenario.client.password, "Zeppelin");
    for seed in 0..200 {
        state = state.reduce(Action::Seed(seed));
    }
    assert_eq!(state.memory.len(), 50);
}

#[test]
fn other_pages_keep_the_settings_of_the_lab_in_their_links() {
    for page in [link::DECODE, link::DIAGNOSE] {
        let there = start().reduce(Action::Load(page.to_owned()));
        assert_eq!(there.fragment(), page);
        let basic = start()
            .reduce(Action::Set(Setting::Schemes, "basic".to_owned()))
            .reduce(Action::Transport(TransportAction::Seek(4)))
            .reduce(Action::Load(page.to_owned()));
        let fragment = basic.fragment();
        assert!(fragment.starts_with(page));
        let again = State::from_fragment(&fragment);
        assert_eq!(again.page, basic.page);
        let lab = again.reduce(Action::Load(again.fragment_of(Page::Lab)));
        assert_eq!((lab.scenario, lab.step), (basic.scenario.clone(), 4));
    }
}

#[test]
fn a_link_can_lead_to_where_something_fails() {
    let state = State::from_fragment("v=1&page=lab&dc=1&at=failure");
    assert!(!state.welcome && state.problems.is_empty());
    let event = state
        .current()
        .and_then(|step| state.rendered.log.event(step.id));
    let decision = event.and_then(|event| event.kind.decision());
    assert!(
        matches!(decision, Some(Decision::AnswersAs { .. })),
        "{decision:?}"
    );
    // The address has the step itself.
    assert!(
        state
            .fragment()
            .ends_with(&format!("&at={}", state.step + 1))
    );
}
