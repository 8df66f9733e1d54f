//! Repairs as they are looked for and applied on the page.

use crate::app::{Action, Panel, RepairAction, Repairs, SeatAction, State};
use crate::lab::repair::{Change, Pin};
use crate::lab::{Outcome, Setting};
use crate::present::answer_method::AnswerMethod;
use crate::present::narration::VerdictState;
use crate::present::narration::repair::{SearchState, WHAT_WOULD_FIX_IT, what_would};
use crate::present::repair::arrives_by_itself;

const NOBODY_DELEGATES: &str =
    "#v=1&era=today&offer=negotiate,ntlm&backendoffer=negotiate,ntlm&at=99";

fn act(state: &State, action: RepairAction) -> State {
    state.reduce(Action::Repair(action))
}

fn repairs(state: &State) -> &Repairs {
    state.repairs.as_deref().unwrap()
}

/// Searches to the end.
fn searched(mut state: State) -> State {
    while repairs(&state).searches() {
        state = act(&state, RepairAction::Search);
    }
    state
}

fn place(state: &State, key: &str) -> usize {
    let keys: Vec<_> = repairs(state)
        .entries
        .iter()
        .map(|entry| entry.key())
        .collect();
    let found = keys.iter().position(|it| it == key);
    found.unwrap_or_else(|| panic!("{key}: {keys:?}"))
}

#[test]
fn a_link_keeps_what_is_pinned() {
    let start = act(&State::from_fragment(NOBODY_DELEGATES), RepairAction::Open);
    let pinned = act(&start, RepairAction::Pin(Pin::NoBasic));
    let again = State::from_fragment(&pinned.fragment());
    assert_eq!(repairs(&again).pins, [Pin::NoBasic]);
}

#[test]
fn a_repair_is_applied_and_arrives_and_back_undoes_it() {
    let start = State::from_fragment(NOBODY_DELEGATES);
    assert_eq!(start.verdict().state, VerdictState::Denied);
    let state = searched(act(&start, RepairAction::Open));
    assert!(
        repairs(&state)
            .entries
            .iter()
            .all(|entry| entry.others.is_some())
    );
    let applied = act(&state, RepairAction::Apply(place(&state, "rbcd=1")));
    assert!(applied.scenario.back_end.lets_front_end_act);
    assert_eq!(applied.verdict().state, VerdictState::Succeeded);
    assert_eq!(applied.revision, state.revision + 1);
    // What is asked then is what would break it, and what was changed is among that.
    assert!(repairs(&applied).arrives);
    let closing = &repairs(&applied).closing;
    assert!(closing.iter().any(|(change, comes)| {
        change.setting == Setting::LetsFrontEndAct && *comes == Some(Outcome::Anonymous)
    }));
    // What was made is told with its commands, and can be taken back; so can what closes the way.
    let made = repairs(&applied).applied.as_ref().unwrap();
    assert_eq!(made.changes[0].setting, Setting::LetsFrontEndAct);
    let undone = act(&applied, RepairAction::Undo);
    assert_eq!(undone.scenario, start.scenario);
    let closes = |it: &(Change, _)| it.0.setting == Setting::LetsFrontEndAct;
    let closed = closing.iter().position(closes).unwrap();
    let closed = act(&applied, RepairAction::Apply(closed));
    assert_eq!(closed.verdict().state, VerdictState::Denied);
    assert_eq!(act(&closed, RepairAction::Undo).scenario, applied.scenario);

    // Both outlive another look at the same place, and the page itself; a closed pane has no such box.
    let again = State::from_fragment(&applied.fragment());
    assert!(again.problems.is_empty());
    assert_eq!(repairs(&again).applied.as_ref(), Some(made));
    assert_eq!(act(&again, RepairAction::Undo).scenario, start.scenario);
    let forth = undone.reduce(Action::Load(applied.fragment()));
    assert_eq!(repairs(&forth).applied.as_ref(), Some(made));
    for wrong in ["rbcd", "password=1", "nothing=1", "rbcd=5", ""] {
        let mut link = form_urlencoded::Serializer::new("v=1&era=today&fix=1".to_owned());
        let link = link.append_pair("made", wrong).finish();
        assert!(
            repairs(&State::from_fragment(&link)).applied.is_none(),
            "{wrong}"
        );
    }

    let back = applied.reduce(Action::Load(state.fragment()));
    assert!(!back.scenario.back_end.lets_front_end_act);
    assert!(!repairs(&back).arrives);
}

#[test]
fn pins_begin_the_search_anew_without_what_they_forbid() {
    let state = act(&State::from_fragment(NOBODY_DELEGATES), RepairAction::Open);
    let pinned = searched(act(&state, RepairAction::Pin(Pin::NoDomainAdmin)));
    assert!(!repairs(&pinned).entries.is_empty());
    for entry in &repairs(&pinned).entries {
        let mut changes = entry.repair.changes.iter();
        assert!(!changes.any(|change| Pin::NoDomainAdmin.forbids(change)));
    }
    let free = act(&pinned, RepairAction::Pin(Pin::NoDomainAdmin));
    assert_eq!(repairs(&free).pins, []);
    assert!(repairs(&free).searches());
}

#[test]
fn stop_keeps_what_was_found() {
    let mut state = act(&State::from_fragment(NOBODY_DELEGATES), RepairAction::Open);
    while repairs(&state).entries.is_empty() {
        state = act(&state, RepairAction::Search);
    }
    let stopped = act(&state, RepairAction::Stop);
    assert!(!repairs(&stopped).searches());
    assert_eq!(repairs(&stopped).entries, repairs(&state).entries);
    assert_eq!(repairs(&stopped).state(), SearchState::Stopped);
    let on = searched(act(&stopped, RepairAction::GoOn));
    assert_eq!(repairs(&on).state(), SearchState::Over);
    assert_eq!(repairs(&on).entries, repairs(&searched(state)).entries);
}

#[test]
fn another_setting_asks_another_question_and_closing_asks_none() {
    let state = act(&State::from_fragment(NOBODY_DELEGATES), RepairAction::Open);
    let basic = state.reduce(Action::Set(Setting::Schemes, "basic".to_owned()));
    assert!(basic.panel == Panel::Repairs && repairs(&basic).arrives);
    let closed = basic.reduce(Action::Escape);
    assert_eq!(closed.panel, Panel::Sides);
    let other = closed.reduce(Action::Set(Setting::Schemes, "ntlm".to_owned()));
    assert!(other.repairs.is_none());
}

#[test]
fn a_link_asks_what_would_fix_it_where_it_has_failed() {
    let link = "#v=1&era=today&offer=negotiate,ntlm&backendoffer=negotiate,ntlm&fix=1";
    let asked = State::from_fragment(link);
    assert!(asked.panel == Panel::Repairs && asked.problems.is_empty());
    assert_eq!(asked.verdict().state, VerdictState::Denied);
    let here = asked.fragment();
    assert!(here.ends_with("&fix=1"), "{here}");
    assert_eq!(State::from_fragment(&here).fragment(), here);
    let closed = act(&asked, RepairAction::Close);
    assert!(!closed.fragment().contains("fix="));
    let back = asked.reduce(Action::Load(closed.fragment()));
    assert_eq!(back.panel, Panel::Sides);
}

#[test]
fn what_was_changed_on_the_way_comes_back_with_the_settings() {
    let link = "#v=1&page=lab&era=1998&at=19&edit=0.1.0.1.70";
    let found = searched(act(&State::from_fragment(link), RepairAction::Open));
    let applied = act(&found, RepairAction::Apply(0));
    assert_eq!(applied.scenario.edits, []);
    let undone = act(&applied, RepairAction::Undo);
    assert_eq!(undone.scenario, found.scenario);
}

#[test]
fn what_is_asked_of_a_run_with_a_hand_in_it_is_what_is_answered() {
    let asked = |state: &State| {
        let by_itself = arrives_by_itself(&state.scenario);
        what_would(state.verdict().state, by_itself).unwrap()
    };
    let arrives = |state: &State| repairs(&act(state, RepairAction::Open)).arrives;
    let denied = State::from_fragment(NOBODY_DELEGATES);
    assert!(asked(&denied) == WHAT_WOULD_FIX_IT && !arrives(&denied));
    // Answered from the password that the person knows.
    let state = denied.reduce(Action::Seat(SeatAction::Take));
    let values = state.seat.as_ref().unwrap().values();
    let known = values.iter().position(|it| it.name.starts_with("password"));
    let sits = [
        SeatAction::With(AnswerMethod::Password),
        SeatAction::Source(known.unwrap()),
        SeatAction::Send,
    ];
    let seated = sits
        .into_iter()
        .fold(state, |state, sit| state.reduce(Action::Seat(sit)));
    assert_eq!(seated.verdict().state, VerdictState::Succeeded);
    assert!(asked(&seated).contains("fix it without you") && !arrives(&seated));
    let mut broken = (0..20).map(|message| {
        let link = format!("#v=1&offer=basic&edit={message}.0.0.9.00&at=99");
        State::from_fragment(&link)
    });
    let broken = broken.find(|it| it.verdict().state == VerdictState::Denied);
    let broken = broken.unwrap();
    assert!(asked(&broken).contains("break it without you") && arrives(&broken));
}

#[test]
fn undo_restores_what_was_changed_on_the_way() {
    let link = format!("{NOBODY_DELEGATES}&edit=0.0.0.0.58");
    let start = State::from_fragment(&link);
    let state = searched(act(&start, RepairAction::Open));
    let applied = act(&state, RepairAction::Apply(place(&state, "rbcd=1")));
    assert!(applied.scenario.edits.is_empty());
    assert_eq!(act(&applied, RepairAction::Undo).scenario, start.scenario);
    // Also for whoever was elsewhere meanwhile.
    let away = applied.reduce(Action::Load("#v=1&page=decode".to_owned()));
    let back = away.reduce(Action::Return(applied.fragment()));
    assert_eq!(act(&back, RepairAction::Undo).scenario, start.scenario);
}
