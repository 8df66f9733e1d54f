//! The ways from traffic to the lab and to its causes.

use crate::app::{Action, State, TrafficAction};
use crate::lab::repair::Pin;
use crate::present::link::Page;
use crate::present::narration::VerdictState;
use crate::traffic::reader::TrafficReader;
use std::rc::Rc;

/// The page with a file.
pub(super) fn page(name: &str, text: &str) -> State {
    let mut reader = TrafficReader::new(text.as_bytes());
    reader.push(text.as_bytes());
    let read = reader.finish().unwrap();
    let start = State::from_fragment("#v=1&page=decode");
    start.reduce(Action::Traffic(TrafficAction::Read(
        name.into(),
        Rc::new(read),
    )))
}

pub(super) const NOBODY: &str = "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><EventID>4624</EventID>\
    <TimeCreated SystemTime='2026-07-16T09:58:41Z'/><Computer>sql07.corp.example</Computer></System><EventData>\
    <Data Name='TargetUserName'>ANONYMOUS LOGON</Data><Data Name='TargetDomainName'>NT AUTHORITY</Data>\
    <Data Name='LogonType'>3</Data><Data Name='AuthenticationPackageName'>NTLM</Data></EventData></Event>";

#[test]
fn what_would_fix_a_sign_in_is_looked_for_in_the_run_that_comes_nearest() {
    let before = page("sql07.xml", NOBODY);
    let state = before.reduce(Action::RebuildAndRepair);
    assert_eq!(state.page, Page::Lab);
    assert!(state.revision > before.revision, "Back leads to Decode");
    assert_eq!(state.scenario.names.back_end, "SQL07");
    assert_eq!(state.verdict().state, VerdictState::Denied);
    let repairs = state.repairs.as_deref().unwrap();
    assert!(repairs.open && repairs.searches());
    assert_eq!(repairs.pins, Vec::<Pin>::new());
}

#[test]
fn the_causes_of_what_a_log_says_are_looked_for_in_its_own_words() {
    let before = page("sql07.xml", NOBODY);
    let state = before.reduce(Action::DiagnoseLogged);
    assert_eq!(state.page, Page::Diagnose);
    assert_eq!(state.revision, before.revision + 1, "Back leads to Decode");
    assert!(
        state.inquiry.text.contains("ANONYMOUS LOGON"),
        "{}",
        state.inquiry.text
    );
    assert!(!state.inquiry.reading.observations.is_empty());
}
