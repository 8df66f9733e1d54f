//! IIS's seat: what the person there has at hand, what they are about to answer, and what came of their answers.

use super::State;
use crate::hosts::{Credential, Decision, Identity, Reply, UserPassword};
use crate::lab::{EventId, Hop};
use crate::present::from_hex;
use crate::present::narration::{Verdict, seat as words};
use crate::present::seat::{TOOLS, Tool, Value, ValueOrigin, asked, values};
use crate::wire::ntlm::MessageType;

pub use crate::present::seat::AnswerMethod as With;

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
    pub(super) fn of(state: &State) -> Option<Self> {
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
        let replay = held.iter().any(answers_hop_1);
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
        self.held.iter().any(answers_hop_1)
    }

    /// All that is at hand: what IIS holds, what was made, what is typed.
    pub fn values(&self) -> Vec<Value> {
        let typed = |name: &str, bytes| Value {
            origin: ValueOrigin::Typed,
            name: name.to_owned(),
            secret: None,
            bytes,
        };
        let mut all = self.held.clone();
        all.extend(self.made.iter().cloned());
        all.push(typed(words::TYPED_TEXT, self.text.clone().into_bytes()));
        all.push(typed(
            words::TYPED_BYTES,
            from_hex(&self.hex).unwrap_or_default(),
        ));
        all
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
            None => self.problem = words::NOT_SUCH_A_VALUE,
        }
    }

    /// The answer as it stands; none where a value does not fit.
    pub(super) fn reply(&self) -> Option<(Reply, String)> {
        let all = self.values();
        let value = all.get(self.source)?;
        let what = words::answer(self.with, value);
        let (domain, user) = (self.domain.clone(), self.user.clone());
        let reply = match self.with {
            With::Replay => Reply::Replay,
            With::Nothing => Reply::Nothing,
            With::Raw => Reply::Raw(value.bytes.clone()),
            With::Password => Reply::Credential(Credential::Password(UserPassword {
                domain,
                user,
                password: String::from_utf8_lossy(&value.bytes).into_owned(),
            })),
            With::NtHash => Reply::Credential(Credential::NtHash {
                domain,
                user,
                hash: *value.bytes.first_chunk()?,
            }),
        };
        Some((reply, what))
    }
}

/// Whether a value is the answer of hop 1, which can be sent again.
fn answers_hop_1(value: &Value) -> bool {
    value.origin == ValueOrigin::Message(MessageType::Authenticate, Hop::FIRST)
}
