//! IIS's seat: what comes of each answer, over every back end.

use crate::app::{Action, SeatAction, SeatAttempt, State, TransportAction};
use crate::hosts::{Identity, Role};
use crate::lab::Setting;
use crate::lab::{Outcome, outcome};
use crate::present::answer_method::AnswerMethod;
use crate::present::ledger;
use crate::present::narration::{VerdictState, seat as words};

fn act(state: &State, sits: impl IntoIterator<Item = SeatAction>) -> State {
    let sits = sits.into_iter();
    sits.fold(state.clone(), |state, sit| state.reduce(Action::Seat(sit)))
}

fn seated(fragment: &str) -> State {
    act(&State::from_fragment(fragment), [SeatAction::Take])
}

fn place(state: &State, name: &str) -> usize {
    let all = state.seat.as_ref().unwrap().values();
    let names: Vec<_> = all.iter().map(|value| value.name.clone()).collect();
    let found = all.iter().position(|value| value.name.starts_with(name));
    found.unwrap_or_else(|| panic!("{name}: {names:?}"))
}

fn tried(state: &State, with: AnswerMethod, name: &str) -> (State, SeatAttempt) {
    let source = if with.takes_value() {
        place(state, name)
    } else {
        0
    };
    let state = act(
        state,
        [
            SeatAction::With(with),
            SeatAction::Source(source),
            SeatAction::Send,
        ],
    );
    let attempt = state
        .seat
        .as_ref()
        .unwrap()
        .attempts
        .last()
        .unwrap()
        .clone();
    (state, attempt)
}

const BACK_ENDS: [&str; 7] = [
    "v=1&era=1998",
    "v=1&era=1998&backend=http",
    "v=1&era=today&backend=mapi",
    "v=1&era=today",
    "v=1&era=today&backend=sql",
    "v=1&era=2003",
    "v=1&era=1998&mailbox=same",
];

#[test]
fn with_ntlm_each_attempt_fails_for_a_reason_of_its_own() {
    for link in BACK_ENDS {
        let state = seated(link);
        let log = &state.rendered.log;
        let event = log.event(state.current().unwrap().id).unwrap();
        assert_eq!(log.role(event), Some(log.back_end()), "{link}");

        let (state, nothing) = tried(&state, AnswerMethod::Nothing, "");
        assert_eq!(
            outcome(&state.rendered.log).unwrap().outcome,
            Outcome::Anonymous
        );
        assert!(
            nothing
                .verdict
                .why
                .to_string()
                .contains("no name and no response")
        );

        let mut hints = vec![nothing.hint.unwrap()];
        let mut reasons = vec![nothing.verdict.why];
        let mut state = state;
        for (with, name) in [
            (AnswerMethod::Replay, ""),
            (AnswerMethod::NtHash, "session key"),
            (AnswerMethod::NtHash, "NtChallengeResponse of hop 1"),
            (AnswerMethod::Password, "NtChallengeResponse of hop 1"),
            (AnswerMethod::Raw, "CHALLENGE of hop 2"),
        ] {
            let (next, attempt) = tried(&state, with, name);
            assert_eq!(attempt.verdict.state, VerdictState::Denied, "{link} {name}");
            let found = outcome(&next.rendered.log).unwrap().outcome;
            assert_eq!(found, Outcome::NotAuthenticated, "{link} {name}");
            assert!(
                !reasons.contains(&attempt.verdict.why),
                "{}",
                attempt.verdict.why
            );
            hints.push(attempt.hint.unwrap());
            if !matches!(with, AnswerMethod::Raw) {
                let why = attempt.verdict.why.to_string();
                assert!(why.contains("The right answer would have been"), "{why}");
            }
            reasons.push(attempt.verdict.why);
            state = next;
        }
        assert_eq!(state.seat.as_ref().unwrap().attempts.len(), 6);
        // One for each way; a key and a response that are taken for the hash fail for the same reason.
        assert_eq!(hints[2], hints[3], "{link}");
        hints.remove(3);
        let all = hints.len();
        hints.sort_unstable();
        hints.dedup();
        assert_eq!(hints.len(), all, "{link}: {hints:?}");
        let seat = state.seat.as_ref().unwrap();
        assert!(seat.comparison().unwrap().starts_with("Without you, IIS "));
        assert!(!state.fragment_with_passwords().contains("seat"));
        let left = act(&state, [SeatAction::Leave]);
        assert_eq!(left.rendered, State::from_fragment(link).rendered);
    }
}

#[test]
fn with_basic_the_password_that_is_held_answers_as_password_and_as_hash() {
    let goal = seated("v=1&offer=basic").seat.unwrap().goal.clone();
    assert!(!goal.contains("does not know"), "{goal}");
    let digest = seated("v=1&offer=digest").seat.unwrap();
    assert_eq!(digest.known.as_ref().unwrap().bytes, b"Spring-98");
    assert_eq!(seated("v=1&offer=basic").seat.unwrap().known, None);
    for link in BACK_ENDS {
        for logon in ["interactive", "network"] {
            let link = format!("{link}&offer=basic&logon={logon}");
            let state = seated(&link);
            assert!(!state.seat.as_ref().unwrap().can_replay());
            let (state, password) = tried(&state, AnswerMethod::Password, "password");
            assert_eq!(password.verdict.state, VerdictState::Succeeded, "{link}");
            let settled = outcome(&state.rendered.log).unwrap().outcome;
            assert!(
                matches!(settled, Outcome::Opened(Identity::User(known)) if known.user == "alice")
            );
            let state = act(
                &state,
                [
                    SeatAction::Tool(0),
                    SeatAction::Input(0, place(&state, "password")),
                    SeatAction::Compute,
                ],
            );
            let (state, hash) = tried(&state, AnswerMethod::NtHash, "NT hash(password)");
            assert_eq!(hash.verdict.state, VerdictState::Succeeded, "{link}");
            let (_, other) = tried(
                &act(&state, [SeatAction::User("bob".to_owned())]),
                AnswerMethod::Password,
                "password",
            );
            assert_eq!(
                other.verdict.state,
                VerdictState::Denied,
                "bob is not admitted"
            );
        }
    }
}

#[test]
fn what_is_typed_stays_out_of_the_link_and_answers_if_it_is_right() {
    let state = seated("");
    let typed = act(&state, [SeatAction::Text("Spring-98".to_owned())]);
    let (state, right) = tried(&typed, AnswerMethod::Password, "the typed text");
    assert_eq!(right.verdict.state, VerdictState::Succeeded);
    assert!(!state.fragment_with_passwords().contains("Spring"));
    let again = State::from_fragment(&state.fragment_with_passwords());
    assert_eq!(again.scenario.front_end.seat, None);
    let back = state.reduce(Action::Load(String::new()));
    assert!(back.seat.is_none() && back.rendered == State::from_fragment("").rendered);
}

#[test]
fn values_that_do_not_fit_are_said_and_typed_ones_keep_their_place() {
    let state = act(
        &seated(""),
        [
            SeatAction::Hex("abc".to_owned()),
            SeatAction::With(AnswerMethod::NtHash),
        ],
    );
    let short = place(&state, "the typed bytes");
    let state = act(&state, [SeatAction::Source(short), SeatAction::Send]);
    let seat = state.seat.as_ref().unwrap();
    assert!(!seat.problem.is_empty() && seat.attempts.is_empty());
    // RC4 takes a key of 16 bytes.
    let state = act(
        &state,
        [
            SeatAction::Tool(4),
            SeatAction::Input(0, short),
            SeatAction::Compute,
        ],
    );
    assert!(!state.seat.as_ref().unwrap().problem.is_empty());
    let state = act(&state, [SeatAction::Tool(2), SeatAction::Compute]);
    let seat = state.seat.as_ref().unwrap();
    assert_eq!(seat.problem, "");
    assert_eq!(seat.values()[seat.source].name, "the typed bytes");
    assert_eq!(seat.values()[seat.inputs[0]].name, "the typed bytes");
    let wild = act(
        &state,
        [
            SeatAction::Input(9, 9),
            SeatAction::Input(0, usize::MAX),
            SeatAction::Tool(99),
            SeatAction::Compute,
            SeatAction::Source(usize::MAX),
            SeatAction::Send,
        ],
    );
    assert!(!wild.seat.unwrap().problem.is_empty());
}

#[test]
fn any_bytes_are_judged() {
    for link in BACK_ENDS {
        let state = seated(link);
        let none = act(
            &state,
            [SeatAction::With(AnswerMethod::Raw), SeatAction::Send],
        );
        let seat = none.seat.unwrap();
        assert_eq!(
            (seat.problem, seat.attempts.len()),
            (words::NOTHING_TYPED, 0)
        );
        for hex in ["00", "4e544c4d53535000", &"41".repeat(70_000)] {
            let state = act(&state, [SeatAction::Hex(hex.to_owned())]);
            let (_, attempt) = tried(&state, AnswerMethod::Raw, "the typed bytes");
            assert_eq!(
                attempt.verdict.state,
                VerdictState::Denied,
                "{link} {}",
                hex.len()
            );
        }
    }
}

#[test]
fn nobody_sits_where_nobody_asks_and_settings_ask_anew() {
    let denied = seated("v=1&typed=wrong");
    assert!(denied.seat.is_none());
    let (state, _) = tried(&seated(""), AnswerMethod::Replay, "");
    let basic = state.reduce(Action::Set(Setting::Schemes, "basic".to_owned()));
    let seat = basic.seat.as_ref().unwrap();
    assert!(seat.attempts.is_empty() && basic.scenario.front_end.seat.is_none());
    assert!(
        basic
            .reduce(Action::Set(Setting::Password, "x".to_owned()))
            .seat
            .is_none()
    );
}

#[test]
fn an_answer_begins_with_what_is_typed_and_never_with_what_is_left_over() {
    for link in BACK_ENDS {
        let state = seated(link);
        let goal = &state.seat.as_ref().unwrap().goal;
        assert!(goal.contains("alice"), "{goal}");
        assert!(
            goal.contains("IIS does not know alice’s password: the browser sent only"),
            "{goal}"
        );
        // Nothing is typed yet, so nothing is sent.
        for with in [AnswerMethod::Password, AnswerMethod::NtHash] {
            let seat = act(&state, [SeatAction::With(with), SeatAction::Send]);
            let seat = seat.seat.unwrap();
            assert!(!seat.problem.is_empty() && seat.attempts.is_empty());
        }
        let text = SeatAction::Text("Spring-98".to_owned());
        let password = SeatAction::With(AnswerMethod::Password);
        for order in [[text.clone(), password.clone()], [password, text.clone()]] {
            let other = SeatAction::Source(0);
            let sent = act(
                &state,
                [other].into_iter().chain(order).chain([SeatAction::Send]),
            );
            let seat = sent.seat.as_ref().unwrap();
            assert!(seat.attempts[0].succeeded(), "{link}");
            assert_eq!(seat.attempts[0].hint, None);
            assert!(seat.comparison().is_some());
            // The card of IIS says what the verdict says.
            let now = sent.now();
            let cards = ledger::cards(&sent.rendered.log, "alice", now, now);
            let card = cards.iter().find(|card| card.role == Role::FrontEnd);
            assert!(card.unwrap().claims[0].can, "{link}");
        }
        // The hash that was just made is what a hash is answered from.
        let hash = [
            text,
            SeatAction::Compute,
            SeatAction::With(AnswerMethod::NtHash),
            SeatAction::Send,
        ];
        let sent = act(&state, hash);
        assert!(sent.seat.unwrap().attempts[0].succeeded(), "{link}");
    }
}

#[test]
fn with_a_ticket_the_kdc_can_be_asked_and_the_ticket_of_hop_1_opens_nowhere_else() {
    use crate::lab::presets::Preset;
    use crate::present::link::LinkTo;
    for (preset, kdc_gives) in [
        ("constrained", true),
        ("unconstrained", true),
        ("resource-based", true),
        ("transition", true),
        ("not-listed", false),
        ("sensitive", false),
    ] {
        let scenario = Preset::named(preset).unwrap().scenario();
        let link = LinkTo {
            without: None,
            ..LinkTo::settings(&scenario)
        }
        .encode();
        let state = seated(&link);
        let seat = state.seat.as_ref().unwrap();
        assert!(
            seat.goal.contains("takes tickets and NTLM"),
            "{}",
            seat.goal
        );
        let ways: Vec<AnswerMethod> = seat.ways().collect();
        assert_eq!(ways.first(), Some(&AnswerMethod::AskKdc), "{preset}");
        let (next, asked) = tried(&state, AnswerMethod::AskKdc, "");
        let gives = asked.verdict.state == VerdictState::Succeeded;
        assert_eq!(gives, kdc_gives, "{preset}: {}", asked.verdict.why);
        let (next, password) = tried(&next, AnswerMethod::Nothing, "");
        assert_eq!(password.verdict.state, VerdictState::Denied, "{preset}");
        if preset == "transition" {
            continue;
        }
        let held = state.seat.as_ref().unwrap().held();
        let names: Vec<_> = held.iter().map(|value| value.name.as_str()).collect();
        assert!(names.contains(&"evidence ticket HTTP/web-01"), "{names:?}");
        let forwarded = names.contains(&"forwarded TGT of alice");
        assert_eq!(forwarded, preset == "unconstrained", "{names:?}");
        let (_, replay) = tried(&next, AnswerMethod::Replay, "");
        assert!(replay.what.contains("AP-REQ"), "{}", replay.what);
        assert_eq!(replay.verdict.state, VerdictState::Denied, "{preset}");
        let why = replay.verdict.why.to_string();
        assert!(why.contains("KRB_AP_ERR_MODIFIED"), "{preset}: {why}");
        assert!(replay.hint.unwrap().contains("under the key of IIS"));
    }
    // What the KDC gives for the other host is not IIS's.
    let (_, asked) = tried(
        &seated("#v=1&page=lab&preset=back-end-spn&at=99"),
        AnswerMethod::AskKdc,
        "",
    );
    assert!(asked.verdict.why.to_string().contains("SPN"));
    assert_eq!(asked.hint, None);
}

#[test]
fn what_the_person_knows_can_be_chosen_and_moves_on_with_what_is_made() {
    let state = seated("v=1");
    let (_, attempt) = tried(&state, AnswerMethod::Password, "password");
    assert_eq!(attempt.verdict.state, VerdictState::Succeeded);
    let known = place(&state, "password");
    // MD4 of UTF-16LE: the first function makes the NT hash of it.
    let made = act(
        &state,
        [
            SeatAction::Source(known),
            SeatAction::Input(0, known),
            SeatAction::Compute,
        ],
    );
    let seat = made.seat.as_ref().unwrap();
    assert_eq!(seat.problem, "");
    assert_eq!(place(&made, "password"), known + 1);
    assert_eq!((seat.source, seat.inputs[0]), (known + 1, known + 1));
}

#[test]
fn who_leaves_the_seat_by_escape_without_an_answer_is_where_they_came_from() {
    let end = State::from_fragment("v=1&page=lab&era=1998");
    let end = end.reduce(Action::Transport(TransportAction::Last));
    let seated = act(&end, [SeatAction::Take]);
    assert!(seated.seat.is_some() && seated.step != end.step);
    for leaves in [Action::Escape, Action::Seat(SeatAction::Leave)] {
        let left = seated.reduce(leaves);
        assert!(left.seat.is_none());
        assert_eq!(left.step, end.step);
    }
}
