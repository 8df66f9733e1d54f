//! Other people's traffic: while files are read, and when others take their place.

use super::to_traffic::{NOBODY, page};
use crate::app::{
    Action, ByteSelection, DecodeAction, FileProgress, Paste, ReadOrder, State, TrafficAction,
};
use crate::traffic::leg::Unit;

fn act(state: &State, action: TrafficAction) -> State {
    state.reduce(Action::Traffic(action))
}

/// A file of which a part is read.
fn progress(name: &str) -> TrafficAction {
    TrafficAction::Progress(FileProgress {
        name: name.into(),
        percent: 10,
        unit: Unit::Line,
        count: 7,
        found: 0,
    })
}

fn paste(state: &State, text: &str) -> State {
    let text = Paste::Text(text.into());
    state.reduce(Action::Decode(DecodeAction::Paste(text)))
}

#[test]
fn who_goes_back_to_the_text_stays_there_while_a_file_is_read() {
    let start = State::from_fragment("#v=1&page=decode");
    let reads = act(&start, progress("iis.log"));
    assert!(reads.shows_traffic());
    let back = act(&reads, TrafficAction::Open(false));
    let on = act(&back, progress("iis.log"));
    assert!(!on.shows_traffic() && on.traffic.reading.is_some());
    assert!(act(&on, TrafficAction::Open(true)).shows_traffic());
}

#[test]
fn clear_and_stop_are_told_to_whoever_reads_whatever_they_were_opened_with() {
    for (action, order) in [
        (TrafficAction::Clear, ReadOrder::Forget),
        (TrafficAction::Stop, ReadOrder::Keep),
    ] {
        // Two who read, and nothing that one of them has said yet.
        let state = page("sql07.xml", NOBODY);
        let readers = [state.traffic.order.clone(), state.traffic.order.clone()];
        let state = act(&state, action);
        for reader in readers {
            assert_eq!(reader.get(), order);
        }
        assert_eq!(state.traffic.order.get(), ReadOrder::GoOn, "for the next");
    }
    let drawn = page("sql07.xml", NOBODY);
    let order = drawn.traffic.order.clone();
    paste(&drawn, NOBODY);
    assert_eq!(order.get(), ReadOrder::Forget, "other traffic is shown");
}

#[test]
fn hidden_names_stay_hidden_whatever_comes_next_and_clear_forgets_what_was_typed() {
    let state = act(&page("sql07.xml", NOBODY), TrafficAction::Hide(true));
    let state = act(&state, TrafficAction::Redact(false));
    let state = act(&state, TrafficAction::Secret("Zeppelin".to_owned()));
    let pasted = paste(&state, &NOBODY.replace("ANONYMOUS LOGON", "schmidt"));
    let traffic = &pasted.traffic;
    assert!(traffic.hidden && !traffic.redact);
    assert_eq!(&*traffic.secret, "Zeppelin");
    let said = format!("{:?}", traffic.shown);
    assert!(!said.contains("schmidt"), "{said}");
    let cleared = act(&pasted, TrafficAction::Clear);
    assert_eq!(&*cleared.traffic.secret, "");
    let next = paste(&cleared, &NOBODY.replace("ANONYMOUS LOGON", "mueller"));
    assert!(next.traffic.hidden && !next.traffic.collection.attempts.is_empty());
}

#[test]
fn what_is_looked_at_stays_lit_while_another_file_is_read() {
    let state = page("sql07.xml", NOBODY);
    let lit = state.reduce(Action::Layer(0)).reduce(Action::Focus(3));
    assert_eq!(act(&lit, progress("more.log")).lit, lit.lit);
    let chosen = act(&lit, TrafficAction::Choose(0));
    assert_eq!(chosen.lit, ByteSelection::default());
}

#[test]
fn a_body_that_nobody_kept_is_no_damage_whichever_side_is_shown() {
    let drawn = State::from_fragment("#v=1&page=decode").reduce(Action::DrawExample);
    let rendered = &drawn.traffic.rendered;
    let messages = (0..=rendered.last()).filter_map(|step| rendered.message(step));
    let without: Vec<_> = messages.filter(|it| it.without_body).collect();
    assert!(!without.is_empty());
    for message in without {
        for side in [&message.sent, &message.received] {
            assert_eq!(side[0].error, None);
        }
    }
}
