//! IIS's seat: what the person there has at hand, what they are about to answer, and what came of their answers.

use super::State;
use crate::hosts::{Credential, Decision, Identity, Reply};
use crate::lab::{EventId, Scenario, settled};
use crate::present::from_hex;
use crate::present::seat::{TOOLS, Tool, Value, asked, values};
use crate::present::words::{self, Verdict};
use std::rc::Rc;

/// Something done in IIS's seat.
#[derive(Clone, Debug, PartialEq)]
pub enum Sit {
    /// Take the seat, or look at it again.
    Take,
    /// Leave it: the run goes as it would.
    Leave,
    /// Take that function.
    Tool(usize),
    /// Apply the function to that value, in the first place or the second.
    Input(usize, usize),
    /// Text is typed.
    Text(String),
    /// Bytes are typed in hex.
    Hex(String),
    /// Apply the function.
    Compute,
    /// Answer in that way.
    With(With),
    /// Answer with that value.
    Source(usize),
    /// The domain to say.
    Domain(String),
    /// The user to say.
    User(String),
    /// Send the answer.
    Send,
}

/// A way to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum With {
    /// The AUTHENTICATE of hop 1, as it is.
    Replay,
    /// No name, no response.
    Nothing,
    /// A value taken for the password.
    Password,
    /// A value taken for the NT hash.
    NtHash,
    /// A value sent as the AUTHENTICATE.
    Raw,
}

impl With {
    /// All ways.
    pub const ALL: [Self; 5] = [
        Self::Replay,
        Self::Nothing,
        Self::Password,
        Self::NtHash,
        Self::Raw,
    ];

    /// Its name to the person.
    pub fn name(self) -> &'static str {
        match self {
            Self::Replay => "The AUTHENTICATE of hop 1, as it is",
            Self::Nothing => "No name and no response",
            Self::Password => "An answer from a password",
            Self::NtHash => "An answer from 16 bytes used as the NT hash",
            Self::Raw => "Bytes of your own as the AUTHENTICATE",
        }
    }

    /// Whether it takes a value.
    pub fn takes_value(self) -> bool {
        matches!(self, Self::Password | Self::NtHash | Self::Raw)
    }

    /// Whether it takes a name.
    pub fn takes_name(self) -> bool {
        matches!(self, Self::Password | Self::NtHash)
    }
}

/// An answer that was sent, and what the mailbox host made of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// What was sent.
    pub what: String,
    /// How the run stands after it, and why.
    pub verdict: Verdict,
}

/// The seat, while somebody sits in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Seat {
    /// Whether it is shown.
    pub open: bool,
    /// The event of the question.
    pub asked: EventId,
    /// What IIS holds, what was made of it, and what is typed.
    held: Vec<Value>,
    made: Vec<Value>,
    /// The function that is taken.
    pub tool: usize,
    /// What it is applied to.
    pub inputs: [usize; 2],
    /// The text that is typed.
    pub text: String,
    /// The bytes that are typed, in hex.
    pub hex: String,
    /// The way to answer.
    pub with: With,
    /// The value to answer with.
    pub source: usize,
    /// The domain to say.
    pub domain: String,
    /// The user to say.
    pub user: String,
    /// What stands in the way of what was just tried, and what to do.
    pub problem: &'static str,
    /// What was sent so far, oldest first.
    pub attempts: Vec<Attempt>,
}

/// Two values can be typed: they come last.
const TYPED: usize = 2;

impl Seat {
    /// The seat at the moment of the question; none where IIS is never asked.
    fn of(state: &State) -> Option<Self> {
        let log = &state.film.log;
        let asked = asked(log)?;
        let mut decisions = log.events.iter().filter(|event| event.id < asked);
        let token = decisions
            .rfind(|event| matches!(event.kind.decision(), Some(Decision::MakesToken { .. })));
        let (domain, user) = match token.and_then(|event| event.kind.decision()) {
            Some(Decision::MakesToken {
                identity: Identity::User { domain, name },
                ..
            }) => (domain.clone(), name.clone()),
            _ => Default::default(),
        };
        let held = values(log, &state.scenario.client.user, asked);
        let replay = held
            .iter()
            .any(|value| value.name == "AUTHENTICATE of hop 1");
        Some(Self {
            open: true,
            asked,
            held,
            made: Vec::new(),
            tool: 0,
            inputs: [0, 0],
            text: String::new(),
            hex: String::new(),
            with: if replay { With::Replay } else { With::Nothing },
            source: 0,
            domain,
            user,
            problem: "",
            attempts: Vec::new(),
        })
    }

    /// What IIS holds by itself.
    pub fn held(&self) -> &[Value] {
        &self.held
    }

    /// What was made so far.
    pub fn made(&self) -> &[Value] {
        &self.made
    }

    /// Whether there is an AUTHENTICATE of hop 1 to send.
    pub fn can_replay(&self) -> bool {
        let mut held = self.held.iter();
        held.any(|value| value.name == "AUTHENTICATE of hop 1")
    }

    /// All that is at hand: what IIS holds, what was made, what is typed.
    pub fn values(&self) -> Vec<Value> {
        let typed = |name: &str, bytes| Value {
            name: name.to_owned(),
            secret: None,
            bytes,
        };
        let mut all = self.held.clone();
        all.extend(self.made.iter().cloned());
        all.push(typed("the typed text", self.text.clone().into_bytes()));
        all.push(typed(
            "the typed bytes",
            from_hex(&self.hex).unwrap_or_default(),
        ));
        all
    }

    /// The function that is taken.
    pub fn function(&self) -> Tool {
        let [first, ..] = TOOLS;
        TOOLS.get(self.tool).copied().unwrap_or(first)
    }

    fn compute(&mut self) {
        let all = self.values();
        let tool = self.function();
        let taken = self.inputs.iter().take(tool.takes.len());
        let inputs: Option<Vec<&Value>> = taken.map(|input| all.get(*input)).collect();
        match inputs.and_then(|inputs| tool.apply(&inputs)) {
            Some(value) => {
                // What is typed comes last: it moves on with each value that is made.
                let typed = all.len().saturating_sub(TYPED);
                for place in self.inputs.iter_mut().chain([&mut self.source]) {
                    *place += usize::from(*place >= typed);
                }
                self.made.push(value);
                self.problem = "";
            }
            None => {
                self.problem = "This function does not take such a value. Choose another, of the length it names."
            }
        }
    }

    /// The answer as it stands; none where a value does not fit.
    fn reply(&self) -> Option<(Reply, String)> {
        let all = self.values();
        let value = all.get(self.source)?;
        let mut what = self.with.name().to_owned();
        if self.with.takes_value() {
            what.push_str(": ");
            what.push_str(&value.name);
            if self.with == With::NtHash && value.bytes.len() > 16 {
                what.push_str(", its first 16 bytes");
            }
        }
        let (domain, user) = (self.domain.clone(), self.user.clone());
        let reply = match self.with {
            With::Replay => Reply::Replay,
            With::Nothing => Reply::Nothing,
            With::Raw => Reply::Raw(value.bytes.clone()),
            With::Password => Reply::Password(Credential {
                domain,
                user,
                password: String::from_utf8_lossy(&value.bytes).into_owned(),
            }),
            With::NtHash => Reply::NtHash {
                domain,
                user,
                hash: *value.bytes.first_chunk()?,
            },
        };
        Some((reply, what))
    }
}

impl State {
    pub(super) fn sit(&mut self, sit: Sit) {
        let sit = match sit {
            Sit::Take if self.seat.is_none() => return self.take_seat(),
            Sit::Leave => return self.leave_seat(),
            Sit::Send => return self.send(),
            sit => sit,
        };
        let Some(seat) = self.seat.as_mut().map(Rc::make_mut) else {
            return;
        };
        match sit {
            Sit::Take => {
                seat.open = true;
                self.tampering = false;
                self.inspector = true;
            }
            Sit::Tool(tool) => seat.tool = tool,
            Sit::Input(place, value) => {
                if let Some(input) = seat.inputs.get_mut(place) {
                    *input = value;
                }
            }
            Sit::Text(text) => seat.text = text,
            Sit::Hex(hex) => seat.hex = hex,
            Sit::Compute => seat.compute(),
            Sit::With(with) => seat.with = with,
            Sit::Source(value) => seat.source = value,
            Sit::Domain(domain) => seat.domain = domain,
            Sit::User(user) => seat.user = user,
            Sit::Leave | Sit::Send => {}
        }
    }

    /// At the moment of the question, as the run goes with nobody in the seat.
    pub(super) fn take_seat(&mut self) {
        self.seat = Seat::of(self).map(Rc::new);
        let Some(seat) = &self.seat else {
            return;
        };
        let step = self.film.step_of(seat.asked);
        self.tampering = false;
        self.inspector = true;
        self.seek(step.unwrap_or(self.step));
    }

    /// The seat is kept, and something else shown.
    pub(super) fn look_away(&mut self) {
        if let Some(seat) = &mut self.seat {
            Rc::make_mut(seat).open = false;
        }
    }

    fn leave_seat(&mut self) {
        self.seat = None;
        self.answer(None);
    }

    /// Runs on from the question with this answer.
    fn answer(&mut self, reply: Option<Reply>) {
        let mut scenario = Scenario::clone(&self.scenario);
        scenario.front_end.seat = reply;
        self.show(scenario);
    }

    /// Sends the answer, and goes to where it is judged.
    fn send(&mut self) {
        let Some(seat) = self.seat.as_mut().map(Rc::make_mut) else {
            return;
        };
        let Some((reply, what)) = seat.reply() else {
            seat.problem =
                "The NT hash has 16 bytes, and this value has fewer. Choose another, or make one.";
            return;
        };
        seat.problem = "";
        let asked = seat.asked;
        self.answer(Some(reply));
        let log = &self.film.log;
        let judged = settled(log)
            .into_iter()
            .find(|settled| settled.event > asked);
        let Some(judged) = judged.map(|judged| judged.event) else {
            return;
        };
        let verdict = words::verdict(log, judged);
        if let Some(step) = self.film.step_of(judged) {
            self.seek(step);
        }
        if let Some(seat) = self.seat.as_mut().map(Rc::make_mut) {
            seat.attempts.push(Attempt { what, verdict });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::{Action, Edit};
    use crate::hosts::Scheme;
    use crate::lab::{Outcome, outcome};
    use crate::present::words::VerdictState;

    fn act(state: &State, sits: impl IntoIterator<Item = Sit>) -> State {
        let sits = sits.into_iter();
        sits.fold(state.clone(), |state, sit| state.reduce(Action::Sit(sit)))
    }

    fn seated(fragment: &str) -> State {
        act(&State::from_fragment(fragment), [Sit::Take])
    }

    fn place(state: &State, name: &str) -> usize {
        let all = state.seat.as_ref().unwrap().values();
        let names: Vec<_> = all.iter().map(|value| value.name.clone()).collect();
        let found = all.iter().position(|value| value.name.starts_with(name));
        found.unwrap_or_else(|| panic!("{name}: {names:?}"))
    }

    fn tried(state: &State, with: With, name: &str) -> (State, Attempt) {
        let source = if with.takes_value() {
            place(state, name)
        } else {
            0
        };
        let state = act(state, [Sit::With(with), Sit::Source(source), Sit::Send]);
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

    const BACK_ENDS: [&str; 6] = [
        "v=1&era=1998",
        "v=1&era=1998&backend=http",
        "v=1&era=today&backend=mapi",
        "v=1&era=today",
        "v=1&era=2003",
        "v=1&era=1998&mailbox=same",
    ];

    #[test]
    fn with_ntlm_each_attempt_fails_for_a_reason_of_its_own() {
        for link in BACK_ENDS {
            let state = seated(link);
            let log = &state.film.log;
            let event = log.event(state.current().unwrap().id).unwrap();
            assert_eq!(log.role(event), Some(crate::hosts::Role::Mailbox), "{link}");

            let (state, nothing) = tried(&state, With::Nothing, "");
            assert_eq!(
                outcome(&state.film.log).unwrap().outcome,
                Outcome::Anonymous
            );
            assert!(nothing.verdict.why.contains("no name and no response"));

            let mut reasons = vec![nothing.verdict.why];
            let mut state = state;
            for (with, name) in [
                (With::Replay, ""),
                (With::NtHash, "session key"),
                (With::NtHash, "NtChallengeResponse of hop 1"),
                (With::Password, "NtChallengeResponse of hop 1"),
                (With::Raw, "CHALLENGE of hop 2"),
            ] {
                let (next, attempt) = tried(&state, with, name);
                assert_eq!(attempt.verdict.state, VerdictState::Denied, "{link} {name}");
                let found = outcome(&next.film.log).unwrap().outcome;
                assert_eq!(found, Outcome::NotAuthenticated, "{link} {name}");
                assert!(
                    !reasons.contains(&attempt.verdict.why),
                    "{}",
                    attempt.verdict.why
                );
                if !matches!(with, With::Raw) {
                    let why = &attempt.verdict.why;
                    assert!(why.contains("Right would have been"), "{why}");
                }
                reasons.push(attempt.verdict.why);
                state = next;
            }
            assert_eq!(state.seat.as_ref().unwrap().attempts.len(), 6);
            assert!(!state.fragment(true).contains("seat"));
            let left = act(&state, [Sit::Leave]);
            assert_eq!(left.film, State::from_fragment(link).film);
        }
    }

    #[test]
    fn with_basic_the_password_that_is_held_answers_as_password_and_as_hash() {
        for link in BACK_ENDS {
            for logon in ["interactive", "network"] {
                let link = format!("{link}&offer=basic&logon={logon}");
                let state = seated(&link);
                assert!(!state.seat.as_ref().unwrap().can_replay());
                let (state, password) = tried(&state, With::Password, "password");
                assert_eq!(password.verdict.state, VerdictState::Succeeded, "{link}");
                let settled = outcome(&state.film.log).unwrap().outcome;
                assert!(
                    matches!(settled, Outcome::Opened(Identity::User { name, .. }) if name == "alice")
                );
                let state = act(
                    &state,
                    [
                        Sit::Tool(0),
                        Sit::Input(0, place(&state, "password")),
                        Sit::Compute,
                    ],
                );
                let (state, hash) = tried(&state, With::NtHash, "NT hash(password)");
                assert_eq!(hash.verdict.state, VerdictState::Succeeded, "{link}");
                let (_, other) = tried(
                    &act(&state, [Sit::User("bob".to_owned())]),
                    With::Password,
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
        let typed = act(&state, [Sit::Text("Spring-98".to_owned())]);
        let (state, right) = tried(&typed, With::Password, "the typed text");
        assert_eq!(right.verdict.state, VerdictState::Succeeded);
        assert!(!state.fragment(true).contains("Spring"));
        let again = State::from_fragment(&state.fragment(true));
        assert_eq!(again.scenario.front_end.seat, None);
        let back = state.reduce(Action::Load(String::new()));
        assert!(back.seat.is_none() && back.film == State::from_fragment("").film);
    }

    #[test]
    fn values_that_do_not_fit_are_said_and_typed_ones_keep_their_place() {
        let state = act(
            &seated(""),
            [Sit::Hex("abc".to_owned()), Sit::With(With::NtHash)],
        );
        let short = place(&state, "the typed bytes");
        let state = act(&state, [Sit::Source(short), Sit::Send]);
        let seat = state.seat.as_ref().unwrap();
        assert!(!seat.problem.is_empty() && seat.attempts.is_empty());
        // RC4 takes a key of 16 bytes.
        let state = act(&state, [Sit::Tool(4), Sit::Input(0, short), Sit::Compute]);
        assert!(!state.seat.as_ref().unwrap().problem.is_empty());
        let state = act(&state, [Sit::Tool(2), Sit::Compute]);
        let seat = state.seat.as_ref().unwrap();
        assert_eq!(seat.problem, "");
        assert_eq!(seat.values()[seat.source].name, "the typed bytes");
        assert_eq!(seat.values()[seat.inputs[0]].name, "the typed bytes");
        let wild = act(
            &state,
            [
                Sit::Input(9, 9),
                Sit::Input(0, usize::MAX),
                Sit::Tool(99),
                Sit::Compute,
                Sit::Source(usize::MAX),
                Sit::Send,
            ],
        );
        assert!(!wild.seat.unwrap().problem.is_empty());
    }

    #[test]
    fn any_bytes_are_judged() {
        for link in BACK_ENDS {
            let state = seated(link);
            for hex in ["", "00", "4e544c4d53535000", &"41".repeat(70_000)] {
                let state = act(&state, [Sit::Hex(hex.to_owned())]);
                let (_, attempt) = tried(&state, With::Raw, "the typed bytes");
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
        let (state, _) = tried(&seated(""), With::Replay, "");
        let basic = state.reduce(Action::Edit(Edit::Schemes(vec![Scheme::Basic])));
        let seat = basic.seat.as_ref().unwrap();
        assert!(seat.attempts.is_empty() && basic.scenario.front_end.seat.is_none());
        assert!(
            basic
                .reduce(Action::Edit(Edit::Password("x".to_owned())))
                .seat
                .is_none()
        );
    }
}
