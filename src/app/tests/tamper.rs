//! Messages changed on their way, as the page does it.

use crate::app::{Action, DraftAction, Panel, State, TamperAction, TransportAction, TypedValue};
use crate::lab::{Detection, DetectionMethod, KnownAttack};
use crate::present::narration;
use crate::present::tamper::editable_fields;

fn start(fragment: &str) -> State {
    State::from_fragment(fragment)
}

fn act(state: &State, tampers: impl IntoIterator<Item = TamperAction>) -> State {
    let mut state = state.clone();
    for tamper in tampers {
        state = state.reduce(Action::Tamper(tamper));
    }
    state
}

/// At the first AUTHENTICATE, with the tamper panel open.
fn at_authenticate(fragment: &str) -> State {
    let state = act(&start(fragment), [TamperAction::Toggle]);
    let steps = 0..state.rendered.steps.len();
    let mut states = steps.map(|step| state.reduce(Action::Transport(TransportAction::Seek(step))));
    let found = states.find(|state| {
        let draft = state.draft.as_ref();
        draft.is_some_and(|draft| draft.layer > 0 && draft.bytes.get(8) == Some(&3))
    });
    found.unwrap()
}

fn field(state: &State, name: &str) -> TamperAction {
    let layer = state.draft.as_ref().unwrap().drafted().unwrap();
    let fields = editable_fields(&layer.layout, &layer.bytes);
    TamperAction::Draft(DraftAction::Field(
        fields.iter().position(|field| field.name.ends_with(name)),
    ))
}

fn noticed_by(state: &State) -> Option<DetectionMethod> {
    match state.branch.as_ref()?.noticed {
        Detection::By { how, .. } => Some(how),
        _ => None,
    }
}

#[test]
fn a_field_is_changed_applied_shown_beside_the_original_and_taken_back() {
    let before = at_authenticate("v=1&era=today");
    let proof = field(&before, "NTProofStr");
    let zeros = TamperAction::Draft(DraftAction::Hex("00 ".repeat(16)));
    let drafted = act(&before, [proof, zeros]);
    assert_eq!(
        drafted.rendered, before.rendered,
        "nothing happens before it is applied"
    );
    assert!(drafted.draft.as_ref().unwrap().splice().is_some());
    assert_eq!(
        act(&drafted, [TamperAction::Reset]).draft.unwrap().splice(),
        None
    );

    let edited = act(&drafted, [TamperAction::Apply]);
    assert_eq!(
        (edited.revision, edited.step),
        (before.revision + 1, before.step)
    );
    assert_eq!(noticed_by(&edited), Some(DetectionMethod::Proof));
    assert!(edited.fragment().contains("edit="));
    let original = act(&edited, [TamperAction::Original(true)]);
    assert_eq!(original.rendered, before.rendered);
    assert!(original.fragment().contains("view=original"));
    assert!(original.draft.is_none());
    for state in [&edited, &original] {
        let again = start(&state.fragment());
        assert_eq!(
            (&again.rendered, &again.branch, again.original),
            (&state.rendered, &state.branch, state.original)
        );
        assert_eq!(again.step, state.step);
    }
    for taken in [TamperAction::Remove(0), TamperAction::RemoveAll] {
        let back = act(&original, [taken]);
        assert_eq!(
            (&back.rendered, &back.branch, back.original),
            (&before.rendered, &None, false)
        );
    }
    // Back leads to the run before the change.
    let back = edited.reduce(Action::Load(before.fragment()));
    assert_eq!((&back.rendered, &back.branch), (&before.rendered, &None));
}

#[test]
fn numbers_flags_and_text_are_written_in_their_own_way() {
    let state = at_authenticate("v=1&era=today");
    let flags = field(&state, "NegotiateFlags");
    let bit = act(
        &state,
        [
            flags.clone(),
            TamperAction::Draft(DraftAction::Flags(1 << 31)),
        ],
    );
    let splice = bit.draft.as_ref().unwrap().splice().unwrap();
    assert_eq!((splice.remove, splice.insert.len()), (1, 1));
    assert_eq!(
        act(&bit, [TamperAction::Draft(DraftAction::Flags(1 << 31))])
            .draft
            .unwrap()
            .splice(),
        None
    );
    let name = act(
        &state,
        [
            field(&state, "UserName"),
            TamperAction::Draft(DraftAction::Value("bobby".to_owned())),
        ],
    );
    let draft = name.draft.as_ref().unwrap();
    assert_eq!(draft.own(), b"b\0o\0b\0b\0y\0");
    assert_eq!(
        noticed_by(&act(&name, [TamperAction::Apply])),
        Some(DetectionMethod::Refusal),
        "no such account"
    );
    let wrong = act(
        &state,
        [
            field(&state, "MessageType"),
            TamperAction::Draft(DraftAction::Value("three".to_owned())),
        ],
    );
    let draft = wrong.draft.unwrap();
    assert!(draft.wrong && draft.splice().is_none());
    assert_eq!(draft.typed, Some(TypedValue::Meaning("three".to_owned())));
    let wrong = act(
        &state,
        [TamperAction::Draft(DraftAction::Hex("4".to_owned()))],
    )
    .draft
    .unwrap();
    assert!(wrong.wrong && wrong.splice().is_none());
}

#[test]
fn a_field_that_becomes_longer_and_shorter_again_is_the_same() {
    let state = at_authenticate("v=1&era=today");
    let user = field(&state, "UserName");
    let typed = |text: &str| TamperAction::Draft(DraftAction::Value(text.to_owned()));
    let again = act(
        &state,
        [user, typed(&"long".repeat(90)), typed(""), typed("alice")],
    );
    assert_eq!(again.draft.unwrap().splice(), None);
}

#[test]
fn tricks_go_to_their_message_and_settings_keep_the_changes() {
    let state = act(
        &start("v=1&era=today"),
        [TamperAction::Play(KnownAttack::DropMic)],
    );
    assert_eq!(noticed_by(&state), Some(DetectionMethod::Mic));
    assert!(narration::changed(
        &state.rendered.log,
        state.current().unwrap()
    ));
    let old = state.reduce(Action::Set(crate::lab::Setting::Era, "1998".to_owned()));
    assert_eq!(old.scenario.edits, state.scenario.edits);
    let preset = crate::lab::presets::PRESETS.first().unwrap();
    assert!(old.reduce(Action::Preset(preset)).scenario.edits.is_empty());
    let nothing = act(&start(""), [TamperAction::Play(KnownAttack::DropMic)]);
    assert!(nothing.branch.is_none(), "1998 has no MIC");
}

#[test]
fn the_draft_follows_the_step() {
    let mut state = act(&start(""), [TamperAction::Toggle]);
    for step in 0..=state.rendered.last() {
        state = state.reduce(Action::Transport(TransportAction::Seek(step)));
        let message = state
            .rendered
            .log
            .event(state.current().unwrap().id)
            .unwrap()
            .sides();
        assert_eq!(state.draft.is_some(), message.is_some());
    }
    assert!(act(&state, [TamperAction::Toggle]).draft.is_none());
}

/// That text put in the place of the first field of that name.
fn edited(state: &State, layer: usize, name: &str, typed: &str) -> State {
    let open = act(
        state,
        (state.panel != Panel::Tamper).then_some(TamperAction::Toggle),
    );
    let steps = 0..open.rendered.steps.len();
    let mut states = steps.map(|step| {
        let state = open.reduce(Action::Transport(TransportAction::Seek(step)));
        act(&state, [TamperAction::Draft(DraftAction::Layer(layer))])
    });
    let has = |state: &State| {
        let draft = state.draft.as_ref().filter(|draft| draft.layer == layer);
        let drafted = draft.and_then(|draft| draft.drafted());
        drafted.is_some_and(|layer| layer.layout.find(name).is_some())
    };
    let state = states.find(has).unwrap();
    let field = field(&state, name);
    act(
        &state,
        [
            field,
            TamperAction::Draft(DraftAction::Value(typed.to_owned())),
            TamperAction::Apply,
        ],
    )
}

#[test]
fn passwords_in_changes_stay_out_of_the_link_unless_asked_for() {
    let before = start("v=1&offer=basic");
    let token = crate::wire::to_base64(b"alice:hunter2");
    for (layer, name, typed) in [
        (1, "password", "hunter2"),
        (1, "password", "Spring-98hunter2"),
        (1, "colon", "hunter2"),
        (0, "token68", &token),
        (0, "auth-scheme", "hunter2"),
    ] {
        let state = edited(&before, layer, name, typed);
        assert_eq!(state.scenario.edits.len(), 1, "{name}");
        let link = state.fragment();
        assert!(
            !link.contains("edit=") && link.contains("withheld=1"),
            "{link}"
        );
        // What follows in this message would hit another place without it; in another message it is told.
        let more = edited(&state, 0, "method", "PUT");
        let first = more
            .scenario
            .edits
            .iter()
            .all(|edit| edit.message == state.scenario.edits[0].message);
        assert_eq!(more.fragment().contains("edit="), !first);
        let asked = start(&state.fragment_with_passwords());
        assert_eq!(asked.scenario.edits, state.scenario.edits);
        assert!(
            asked.fragment().contains("withheld=1"),
            "it is left out again"
        );
        // Of other settings the change is still the one that was typed.
        let ntlm = state.reduce(Action::Set(crate::lab::Setting::Schemes, "ntlm".to_owned()));
        assert!(!ntlm.fragment().contains("edit="));
        // Back and on again.
        let back = ntlm.reduce(Action::Load(link.clone()));
        assert_eq!((&back.rendered, back.problems.len()), (&state.rendered, 0));
        let none = state.reduce(Action::Load(before.fragment()));
        assert_eq!(none.rendered, before.rendered);
        // Who comes by the link alone is told.
        assert_eq!(start(&link).problems.len(), 1);
    }
    let user = edited(&before, 1, "user-id", "bob");
    assert!(user.fragment().contains("edit="), "a name is told");
}

#[test]
fn lengths_follow_unless_they_are_told_not_to() {
    let state = at_authenticate("v=1&era=today");
    let user = field(&state, "UserName");
    let bob = act(
        &state,
        [
            user,
            TamperAction::Draft(DraftAction::Value("bob".to_owned())),
        ],
    );
    let layer = bob.draft.as_ref().unwrap().drafted().unwrap();
    assert_eq!(layer.error, None);
    assert_eq!(bob.draft.as_ref().unwrap().says().as_deref(), Some("bob"));
    assert_ne!(
        noticed_by(&act(&bob, [TamperAction::Apply])),
        Some(DetectionMethod::Parser)
    );
    let raw = act(
        &bob,
        [
            TamperAction::Draft(DraftAction::Follow(false)),
            TamperAction::Apply,
        ],
    );
    assert_eq!(noticed_by(&raw), Some(DetectionMethod::Parser));
    let back = act(
        &bob,
        [
            TamperAction::Draft(DraftAction::Follow(false)),
            TamperAction::Draft(DraftAction::Follow(true)),
        ],
    );
    assert_eq!(
        back.draft.as_ref().unwrap().bytes,
        bob.draft.as_ref().unwrap().bytes
    );
}

#[test]
fn a_change_behind_what_is_shown_of_a_value_is_told_by_its_bytes() {
    let state = State::from_fragment("v=1&page=lab&era=1998&edit=6.1.149.1.ff");
    let log = &state.branch.as_ref().unwrap().edited.log;
    let said = narration::edit(log, &state.scenario.edits, 0, None);
    assert!(
        said.ends_with("NtChallengeResponse: from byte 149 on, 1 byte becomes ff."),
        "{said}"
    );
}

#[test]
fn changes_are_told_by_the_fields_they_change() {
    let said = |state: &State, number| {
        let log = &state.branch.as_ref().unwrap().edited.log;
        narration::edit(log, &state.scenario.edits, number, None)
    };
    let state = at_authenticate("v=1&era=today");
    let user = field(&state, "UserName");
    let bob = act(
        &state,
        [
            user,
            TamperAction::Draft(DraftAction::Value("bob".to_owned())),
            TamperAction::Apply,
        ],
    );
    assert_eq!(
        said(&bob, 0),
        "Message 7 (Browser → IIS), AUTHENTICATE: UserName “alice” → “bob”; lengths and offsets too."
    );
    // The next one is told from what the first one left.
    let eve = field(&bob, "UserName");
    let eve = act(
        &bob,
        [
            eve,
            TamperAction::Draft(DraftAction::Value("eve".to_owned())),
            TamperAction::Apply,
        ],
    );
    assert!(
        said(&eve, 1).ends_with("UserName “bob” → “eve”."),
        "{}",
        said(&eve, 1)
    );
    let start = start("v=1&era=today");
    let mic = act(&start, [TamperAction::Play(KnownAttack::DropMic)]);
    assert!(said(&mic, 0).contains("MIC taken out"), "{}", said(&mic, 0));
    let flags = act(&start, [TamperAction::Play(KnownAttack::StripSigning)]);
    assert!(
        said(&flags, 0).contains("NegotiateFlags without "),
        "{}",
        said(&flags, 0)
    );
}

#[test]
fn somebody_else_who_is_let_in_is_something_else() {
    // The name in an AUTHENTICATE of NTLMv1, which its response does not cover, is bob.
    let state = State::from_fragment(
        "#v=1&page=lab&era=1998&edit=6.1.16.71.62000000180018007a0000000e000e0040000000060006004e0000000e000e0054000000\
         00000000920000000502800043004f004e0054004f0053004f0062006f0062&at=10",
    );
    let branch = state.branch.as_ref().unwrap();
    assert_eq!(branch.noticed, Detection::Nobody { same: false });
}

#[test]
fn a_change_that_hits_other_fields_once_names_have_changed_is_told() {
    let state = State::from_fragment(
        "#v=1&page=lab&era=1998&edit=6.1.16.71.62000000180018007a0000000e000e0040000000060006004e0000000e000e0054000000\
         00000000920000000502800043004f004e0054004f0053004f0062006f0062",
    );
    let strayed = |state: &State| state.branch.as_ref().unwrap().strayed.clone();
    let set =
        |state: &State, setting, text: &str| state.reduce(Action::Set(setting, text.to_owned()));
    assert_eq!(strayed(&state), [false]);
    let other = set(&state, crate::lab::Setting::User, "alexandra");
    assert_eq!(strayed(&other), [true]);
    assert_eq!(
        strayed(&set(&other, crate::lab::Setting::User, "alice")),
        [false]
    );
    // What is drawn anew, or as long, is still the same field.
    assert_eq!(strayed(&state.reduce(Action::Seed(77))), [false]);
    assert_eq!(
        strayed(&set(&state, crate::lab::Setting::User, "carol")),
        [false]
    );
}

#[test]
fn a_changed_message_is_told_in_one_sentence() {
    let state = State::from_fragment("#v=1&edit=0.0.0.0.58");
    let told = narration::narrate(&state.rendered.log, state.current().unwrap());
    let mut reasons = told.reasons.iter().map(ToString::to_string);
    let last = reasons.next_back().unwrap();
    assert!(
        last.contains("IIS gets other bytes than the browser sent."),
        "{last}"
    );
}
