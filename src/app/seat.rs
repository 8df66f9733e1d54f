//! IIS's seat: what the person there has at hand, what they are about to answer, and what came of their answers.

use super::State;
use crate::hosts::{AccountName, Credential, Decision, Identity, Reply, UserPassword};
use crate::lab::{EventId, Hop};
use crate::present::answer_method::AnswerMethod;
use crate::present::from_hex;
use crate::present::narration::{RunVerdict, VerdictState, seat as words};
use crate::present::seat::{
    AvailableValue, TOOLS, Tool, ValueOrigin, asked, asks_for_tickets, values,
};
use crate::value_kind::ValueKind;
use crate::wire::ntlm::MessageType;

/// An answer that was sent, and what the mailbox host made of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeatAttempt {
    /// What was sent, as the list of attempts names it.
    pub what: String,
    /// How the run stands after it, and why.
    pub verdict: RunVerdict,
    /// What to try instead, drawn from why it failed.
    pub hint: Option<&'static str>,
}

/// The seat, while somebody sits in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Seat {
    /// The event of the question.
    pub asked: EventId,
    /// The event that was shown when the seat was taken.
    pub came_from: Option<EventId>,
    /// What is to be achieved.
    pub goal: String,
    /// Whether a ticket would do.
    tickets: bool,
    /// What the person has set and IIS does not hold: the password.
    pub known: Option<AvailableValue>,
    /// What IIS did when nobody sat there, and what came of it.
    own: String,
    /// What IIS holds, what was made of it, and what is typed.
    held: Vec<AvailableValue>,
    made: Vec<AvailableValue>,
    /// The function that is taken.
    pub tool: usize,
    /// What it is applied to.
    pub inputs: [usize; 2],
    /// The text that is typed.
    pub text: String,
    /// The bytes that are typed, in hex.
    pub hex: String,
    /// The way to answer.
    pub with: AnswerMethod,
    /// The value to answer with.
    pub source: usize,
    /// The domain that the AUTHENTICATE is to name.
    pub domain: String,
    /// The user that the AUTHENTICATE is to name.
    pub user: String,
    /// What stands in the way of what was just tried, and what to do.
    pub problem: &'static str,
    /// What was sent so far, oldest first.
    pub attempts: Vec<SeatAttempt>,
}

/// Two values can be typed: they come last.
const TYPED: usize = 2;
/// After so many answers it is said what IIS did.
const ENOUGH: usize = 3;

impl SeatAttempt {
    /// Whether the mailbox opened.
    pub fn succeeded(&self) -> bool {
        self.verdict.state == VerdictState::Succeeded
    }
}

impl Seat {
    /// The seat at the moment of the question; none where IIS is never asked.
    pub(super) fn of(state: &State) -> Option<Self> {
        let log = &state.rendered.log;
        let asked = asked(log)?;
        let mut decisions = log.events.iter().filter(|event| event.id < asked);
        let token = decisions
            .rfind(|event| matches!(event.kind.decision(), Some(Decision::MakesToken { .. })));
        let AccountName { domain, user } = match token.and_then(|event| event.kind.decision()) {
            Some(Decision::MakesToken {
                identity: Identity::User(account),
                ..
            }) => account.clone(),
            _ => Default::default(),
        };
        let person = state.scenario.client.account();
        let held = values(log, person, asked);
        let answers = |value: &AvailableValue| {
            matches!(
                value.value_kind,
                Some(ValueKind::Password | ValueKind::NtHash)
            )
        };
        let known = (!held.iter().any(answers)).then(|| AvailableValue {
            origin: ValueOrigin::Typed,
            name: words::password_of(person),
            value_kind: Some(ValueKind::Password),
            bytes: state.scenario.client.password.clone().into_bytes(),
        });
        let typed_text = held.len() + usize::from(known.is_some());
        let replay = held.iter().any(answers_hop_1);
        Some(Self {
            asked,
            came_from: state.current().map(|step| step.id),
            goal: words::goal(log, asked, person, known.is_some()),
            tickets: asks_for_tickets(log),
            known,
            own: words::what_iis_did(log, asked),
            held,
            made: Vec::new(),
            tool: 0,
            inputs: [typed_text, 0],
            text: String::new(),
            hex: String::new(),
            with: if replay {
                AnswerMethod::Replay
            } else {
                AnswerMethod::Nothing
            },
            source: typed_text,
            domain,
            user,
            problem: "",
            attempts: Vec::new(),
        })
    }

    /// What IIS holds by itself.
    pub fn held(&self) -> &[AvailableValue] {
        &self.held
    }

    /// What was made so far.
    pub fn made(&self) -> &[AvailableValue] {
        &self.made
    }

    /// The ways to answer, in order.
    pub fn ways(&self) -> impl Iterator<Item = AnswerMethod> {
        let tickets = self.tickets;
        let all = AnswerMethod::ALL.into_iter();
        all.filter(move |with| tickets || *with != AnswerMethod::AskKdc)
    }

    /// What a way to answer is called.
    pub fn way_name(&self, with: AnswerMethod) -> &'static str {
        let ticket = |value: &AvailableValue| matches!(value.origin, ValueOrigin::Ticket(_));
        match with {
            AnswerMethod::Replay if self.held.iter().any(ticket) => words::AP_REQ_AS_IT_IS,
            with => words::answer_method(with),
        }
    }

    /// Whether there is an AUTHENTICATE, or a ticket, of hop 1 to send.
    pub fn can_replay(&self) -> bool {
        self.held.iter().any(answers_hop_1)
    }

    /// All that is at hand: what IIS holds, what was made, what the person knows, what is typed.
    pub fn values(&self) -> Vec<AvailableValue> {
        let typed = |name: &str, bytes| AvailableValue {
            origin: ValueOrigin::Typed,
            name: name.to_owned(),
            value_kind: None,
            bytes,
        };
        let mut all = self.held.clone();
        all.extend(self.made.iter().chain(&self.known).cloned());
        all.push(typed(words::TYPED_TEXT, self.text.clone().into_bytes()));
        all.push(typed(
            words::TYPED_BYTES,
            from_hex(&self.hex).unwrap_or_default(),
        ));
        all
    }

    /// What IIS did by itself, for whoever is done, or has tried a few times.
    pub fn comparison(&self) -> Option<&str> {
        let done = self.attempts.last().is_some_and(SeatAttempt::succeeded);
        (done || self.attempts.len() >= ENOUGH).then_some(self.own.as_str())
    }

    /// The place of the first value that IIS neither holds nor made.
    fn first_not_of_iis(&self) -> usize {
        self.held.len() + self.made.len()
    }

    /// The places of the typed text and the typed bytes among the values.
    fn typed(&self) -> [usize; TYPED] {
        let first = self.first_not_of_iis() + usize::from(self.known.is_some());
        [first, first + 1]
    }

    /// A way to answer begins with what was typed for it, or made for it, and never with what another was given.
    pub(super) fn answer_with(&mut self, with: AnswerMethod) {
        let [text, bytes] = self.typed();
        let hash = self.made.iter().rposition(|value| value.bytes.len() == 16);
        self.with = with;
        self.source = match with {
            AnswerMethod::NtHash => hash.map_or(bytes, |made| self.held.len() + made),
            AnswerMethod::Raw => bytes,
            AnswerMethod::Password
            | AnswerMethod::Replay
            | AnswerMethod::Nothing
            | AnswerMethod::AskKdc => text,
        };
    }

    /// What is typed is what is meant, for the way to answer and the function that take text.
    pub(super) fn type_text(&mut self, text: String) {
        let [place, _] = self.typed();
        self.text = text;
        if self.with == AnswerMethod::Password {
            self.source = place;
        }
        if let (0, [first, ..]) = (self.tool, &mut self.inputs) {
            *first = place;
        }
    }

    /// What is typed is what is meant, for the ways to answer that take bytes.
    pub(super) fn type_hex(&mut self, hex: String) {
        let [_, place] = self.typed();
        self.hex = hex;
        if matches!(self.with, AnswerMethod::NtHash | AnswerMethod::Raw) {
            self.source = place;
        }
    }

    /// The function that is taken.
    pub fn function(&self) -> Tool {
        let [first, ..] = TOOLS;
        TOOLS.get(self.tool).copied().unwrap_or(first)
    }

    pub(super) fn compute(&mut self) {
        let all = self.values();
        let tool = self.function();
        let taken = self.inputs.iter().take(tool.takes.len());
        let inputs: Option<Vec<&AvailableValue>> = taken.map(|input| all.get(*input)).collect();
        match inputs.and_then(|inputs| tool.apply(&inputs)) {
            Some(value) => {
                // What is known and what is typed come last: they move on with each value that is made.
                let behind = self.first_not_of_iis();
                for place in self.inputs.iter_mut().chain([&mut self.source]) {
                    *place += usize::from(*place >= behind);
                }
                let hash = value.bytes.len() == 16;
                self.made.push(value);
                self.problem = "";
                if hash && self.with == AnswerMethod::NtHash && self.hex.is_empty() {
                    self.answer_with(AnswerMethod::NtHash);
                }
            }
            None => self.problem = words::NOT_SUCH_A_VALUE,
        }
    }

    /// The answer as it stands, and what it is called.
    ///
    /// # Errors
    /// Where a value does not fit, or is still to be typed: what to do.
    pub(super) fn reply(&self) -> Result<(Reply, String), &'static str> {
        let all = self.values();
        let value = all.get(self.source).ok_or(words::NO_NT_HASH)?;
        if self.with.takes_value() && value.origin == ValueOrigin::Typed && value.bytes.is_empty() {
            return Err(words::NOTHING_TYPED);
        }
        let what = words::answer(
            self.with,
            self.way_name(self.with),
            (&value.name, value.bytes.len()),
        );
        let (domain, user) = (self.domain.clone(), self.user.clone());
        let reply = match self.with {
            AnswerMethod::Replay => Reply::Replay,
            AnswerMethod::Nothing => Reply::Nothing,
            AnswerMethod::AskKdc => Reply::Thread,
            AnswerMethod::Raw => Reply::Raw(value.bytes.clone()),
            AnswerMethod::Password => Reply::Credential(Credential::Password(UserPassword {
                domain,
                user,
                password: String::from_utf8_lossy(&value.bytes).into_owned(),
            })),
            AnswerMethod::NtHash => Reply::Credential(Credential::NtHash {
                domain,
                user,
                hash: *value.bytes.first_chunk().ok_or(words::NO_NT_HASH)?,
            }),
        };
        Ok((reply, what))
    }
}

/// Whether a value is the answer of hop 1, which can be sent again.
fn answers_hop_1(value: &AvailableValue) -> bool {
    matches!(
        value.origin,
        ValueOrigin::Message(MessageType::Authenticate, Hop::FIRST)
            | ValueOrigin::Ticket(Hop::FIRST)
    )
}
