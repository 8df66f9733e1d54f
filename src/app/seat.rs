//! IIS's seat: what the person there has at hand, what they are about to answer, and what came of their answers.

use super::State;
use crate::hosts::{Credential, Decision, Identity, Reply, UserPassword};
use crate::lab::EventId;
use crate::present::from_hex;
use crate::present::seat::{TOOLS, Tool, Value, asked, values};
use crate::present::words::Verdict;

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
            None => {
                self.problem = "This function does not take such a value. Choose another, of the length it names."
            }
        }
    }

    /// The answer as it stands; none where a value does not fit.
    pub(super) fn reply(&self) -> Option<(Reply, String)> {
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
