//! The ways from traffic to the lab and to its causes.

use crate::app::{
    Action, DecodeAction, DiagnoseAction, FileProgress, OtherFile, Panel, Paste, State,
    TrafficAction,
};
use crate::lab::repair::Pin;
use crate::present::diagnose::PickGroup;
use crate::present::link::Page;
use crate::present::narration::VerdictState;
use crate::traffic::collection::FileRead;
use crate::traffic::leg::Unit;
use crate::traffic::reader::TrafficReader;
use crate::wire::keytab::{Keytab, KeytabEntry, KeytabRecord};
use std::rc::Rc;

/// The page with a file.
pub(super) fn page(name: &str, text: &str) -> State {
    let mut reader = TrafficReader::new(text.as_bytes());
    reader.push(text.as_bytes());
    let read = FileRead {
        name: name.into(),
        parts: reader.finish().unwrap(),
    };
    let start = State::from_fragment("#v=1&page=decode");
    start.reduce(Action::Traffic(TrafficAction::Read(Rc::new(vec![read]))))
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
    assert!(state.panel == Panel::Repairs && repairs.searches());
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

#[test]
fn text_without_a_token_is_taken_along_to_diagnose() {
    let text = "Login failed for user 'NT AUTHORITY\\ANONYMOUS LOGON'.";
    let paste = DecodeAction::Paste(Paste::Text(text.into()));
    let before = State::from_fragment("").reduce(Action::Decode(paste));
    assert!(before.decode.is_no_token());
    let state = before.reduce(Action::DiagnosePasted);
    assert_eq!((state.page, &*state.inquiry.text), (Page::Diagnose, text));
    assert_eq!(state.revision, before.revision + 1, "Back leads to Decode");
}

#[test]
fn a_token_that_was_cut_is_said_to_be_one() {
    let cut = |text: &str| {
        let paste = DecodeAction::Paste(Paste::Text(text.into()));
        State::from_fragment("")
            .reduce(Action::Decode(paste))
            .decode
            .is_cut()
    };
    assert!(cut("Authorization: NTLM TlRMTVNTUAAB..."));
    assert!(!cut("Authorization: Bearer eyJhbGciOiJIUzI1NiJ9"));
    let negotiate = "TlRMTVNTUAABAAAAB4IIAAAAAAAAAAAAAAAAAAAAAAA=";
    assert!(!cut(&format!(
        "Authorization: NTLM TlRM...\nAuthorization: NTLM {negotiate}"
    )));
}

#[test]
fn what_was_read_says_no_more_when_it_is_picked() {
    let text = DiagnoseAction::Text("fails from a desk, works on the server".into());
    let read = State::from_fragment("").reduce(Action::Diagnose(text));
    let before = read.inquiry.observations();
    assert!(!before.is_empty());
    let all = PickGroup::ALL.iter().flat_map(|group| group.picks());
    let picked = all.filter(|pick| {
        let state = read.reduce(Action::Diagnose(DiagnoseAction::Pick(**pick)));
        state.inquiry.observations() == before
    });
    assert_eq!(picked.count(), 1);
}

#[test]
fn a_file_beside_traffic_goes_to_the_traffic() {
    let other = |bytes: &[u8]| {
        Action::OtherFile(OtherFile {
            name: "other".into(),
            bytes: bytes.to_vec(),
            alone: true,
        })
    };
    let key = KeytabEntry {
        etype: 18,
        key: vec![7; 32],
        ..KeytabEntry::default()
    };
    let keytab = Keytab {
        records: vec![KeytabRecord::Entry(key)],
        ..Keytab::default()
    };
    let keytab = &keytab.encode()[..];
    let before = page("sql07.xml", NOBODY);
    let files = |state: &State| state.traffic.collection.files.len();
    for (file, more, keys) in [(&b"\x89PNG"[..], 1, 0), (b"", 1, 0), (keytab, 0, 1)] {
        let beside = before.reduce(other(file));
        assert_eq!(files(&beside), files(&before) + more, "{file:?}");
        assert_eq!(beside.traffic.keys.len(), keys, "{file:?}");
        assert_eq!(beside.decode, before.decode, "{file:?}");
        assert!(beside.traffic.open);
    }
    // On the page that decodes it is laid into the box, also one that was read in slices.
    let decode = State::from_fragment("#v=1&page=decode");
    let slice = Action::Traffic(TrafficAction::Progress(FileProgress {
        name: "other".into(),
        percent: 66,
        unit: Unit::Line,
        count: 1,
        found: 0,
    }));
    for file in [&b"\x89PNG"[..], keytab] {
        for before in [decode.clone(), decode.reduce(slice.clone())] {
            let laid = before.reduce(other(file));
            assert!(!laid.decode.paste.is_empty() && !laid.traffic.open);
            assert_eq!(laid.traffic.reading, None);
        }
    }
}
