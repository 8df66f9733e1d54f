//! Which messages are one attempt to sign in, and how it ends.

mod builder;
mod continuation;
mod legs;
mod mechanism;
mod message_role;
mod not_tried;
mod on_behalf_of;
mod outcome;
mod retries;
mod sasl_name;
#[cfg(test)]
mod tests;

pub use legs::AttemptLegs;
pub use message_role::{MessageRole, RefusalReason, ServiceForUser, SignInFacts, offered, reason};
pub use on_behalf_of::find_callers_elsewhere;
pub use outcome::{
    AttemptOutcome, SqlSubject, is_of_account, is_unchecked, is_unreached, sql_subject,
};

use super::files::Failure;
use super::leg::{AdmittedAs, Flow, Leg, Method, Sender, Status};
use crate::wire::kerberos::KdcKind;
use builder::AttemptBuilder;
use mechanism::{mechanism, method};
use message_role::fill;

/// How somebody signs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SeenMechanism {
    /// Not to be told from what there is.
    Unknown,
    /// NTLM, bare or in SPNEGO.
    Ntlm,
    /// A ticket of Kerberos, bare or in SPNEGO.
    Kerberos,
    /// A password, in that way.
    Password(Method),
    /// HTTP's Digest (RFC 7616).
    Digest,
    /// A KDC is asked for a ticket.
    Ticket(KdcKind),
}

/// One attempt of somebody to sign in somewhere, as far as the traffic shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Attempt {
    /// Its connection, by its number among the flows; the first, where it goes on over another one.
    pub flow: usize,
    /// Its messages in order: what each is, and its number among the legs.
    pub legs: AttemptLegs,
    /// What the protocol calls the way it signs in.
    pub method: Option<Method>,
    /// What is really spoken, which Negotiate leaves open.
    pub mechanism: SeenMechanism,
    /// Who, how and to what, as its messages tell.
    pub facts: SignInFacts,
    /// Whether the person's name is not in its own messages but in those of the KDC that gave the ticket.
    pub named_by_kdc: bool,
    /// The host that was asked, as the client names it.
    pub target: Option<String>,
    /// What was asked for: `GET /orders`.
    pub request: Option<String>,
    /// Whether it is a proxy that it signs in to.
    pub to_proxy: bool,
    /// Whether it is a server behind a proxy that it signs in to, through that proxy.
    pub by_proxy: bool,
    /// Whether the server answers what was begun without a question and without a proof.
    pub without_question: bool,
    /// Whether a log has how it began and nothing more.
    pub only_begun: bool,
    /// Whether one of the refusals that a log has before it is NTLM's CHALLENGE, as far as can be told.
    pub challenged: bool,
    /// Whether its AUTHENTICATE answers a CHALLENGE of another connection.
    pub moves: bool,
    /// The attempt over another connection with the same question of NTLM, by its number: a host between hands it on, which is
    /// that end of this connection.
    pub handed_on: Option<(usize, Sender)>,
    /// The call that nobody takes, by its number, where it waits for the answer to one: its own, or one that its server makes.
    pub unreached: Option<usize>,
    /// How it ends, as far as the traffic shows it.
    pub outcome: AttemptOutcome,
    /// 401s that the file hides, and their bytes.
    pub hidden: Option<(u8, u32)>,
    /// What went wrong before anything was sent, as the browser's own log has it.
    pub failure: Option<Failure>,
    /// The attempt on whose behalf this one is likely made, by its number.
    pub on_behalf_of: Option<usize>,
    /// Where that is told from the times of two files whose clocks have nothing in common: so many nanoseconds before the
    /// request of the other one, if negative, or after its answer; 0 between them.
    pub apart: Option<i64>,
    /// Whether one of its messages could prove who somebody is, or stands for that.
    proven: bool,
}

impl Attempt {
    fn new(flow: usize) -> Self {
        Self {
            flow,
            legs: AttemptLegs::default(),
            method: None,
            mechanism: SeenMechanism::Unknown,
            facts: SignInFacts::default(),
            named_by_kdc: false,
            target: None,
            request: None,
            to_proxy: false,
            by_proxy: false,
            without_question: false,
            only_begun: false,
            challenged: false,
            moves: false,
            handed_on: None,
            unreached: None,
            outcome: AttemptOutcome::Incomplete,
            hidden: None,
            failure: None,
            on_behalf_of: None,
            apart: None,
            proven: false,
        }
    }

    /// The number of the first leg that is that.
    pub fn leg(&self, role: MessageRole) -> Option<usize> {
        self.legs
            .iter()
            .find(|(it, _)| *it == role)
            .map(|(_, leg)| *leg)
    }

    /// Whether it has a leg that is that.
    pub fn has(&self, role: MessageRole) -> bool {
        self.legs.has(role)
    }

    /// Gives up its last message, of those that show a password or a digest, as the beginning of an attempt of its own, of which
    /// host and for what was asked in it.
    fn part_with_last(&mut self, asked: (Option<String>, Option<String>)) -> Option<Self> {
        let proofs = [MessageRole::Password, MessageRole::Digest];
        let (role, leg) = self.legs.pop_of_several(&proofs)?;
        let mut other = Self::new(self.flow);
        (other.method, other.mechanism, other.facts) =
            (self.method, self.mechanism, self.facts.clone());
        (other.target, other.request) = asked;
        (other.to_proxy, other.proven) = (self.to_proxy, true);
        other.legs.push(role, leg);
        Some(other)
    }

    /// The messages that such a sign-in has and this one lacks.
    pub fn missing(&self) -> Vec<MessageRole> {
        // A log tells of all of it at once, and a file that tokens were taken out of had them.
        if self.has(MessageRole::Logged) || self.hidden.is_some() || self.without_question {
            return Vec::new();
        }
        let wanted: &[MessageRole] = match self.mechanism {
            // What broke off was never sent, and a file that tokens were taken out of had them.
            _ if self.has(MessageRole::Token) => &[],
            SeenMechanism::Ntlm if self.breaks_off() => &[MessageRole::Negotiate],
            // The protocol's own fields need no NEGOTIATE.
            SeenMechanism::Ntlm if self.method == Some(Method::Native) => {
                &[MessageRole::Challenge, MessageRole::Authenticate]
            }
            SeenMechanism::Ntlm => &[
                MessageRole::Negotiate,
                MessageRole::Challenge,
                MessageRole::Authenticate,
            ],
            SeenMechanism::Kerberos => &[MessageRole::ApReq],
            SeenMechanism::Ticket(kind) => &[MessageRole::KdcRequest(kind)],
            _ => &[],
        };
        let missing = wanted.iter().copied().filter(|role| !self.has(*role));
        let mut missing: Vec<MessageRole> = missing.collect();
        // Behind a proof that is lost its answer may be there.
        let ends = self.legs.last().map(|(role, _)| *role);
        let unanswered = match self.outcome {
            AttemptOutcome::Unanswered => !self.is_rpc_channel(),
            AttemptOutcome::Incomplete => ends != Some(MessageRole::Answer),
            _ => false,
        };
        if unanswered {
            missing.push(match self.mechanism {
                SeenMechanism::Ticket(kind) => MessageRole::KdcReply(kind),
                _ => MessageRole::Answer,
            });
        }
        missing
    }

    /// Whether the server asks and then answers what is not there, and nothing of the client's is: one direction was captured.
    pub fn is_of_server_alone(&self) -> bool {
        let server = |role: MessageRole| {
            matches!(
                role,
                MessageRole::Demand | MessageRole::Challenge | MessageRole::Answer
            )
        };
        let last = self.legs.last().map(|(role, _)| *role);
        let both = self.has(MessageRole::Challenge) && last != Some(MessageRole::Challenge);
        both && self.legs.iter().all(|(role, _)| server(*role))
    }

    /// Whether it is at a channel of RPC over HTTP, which stays open ([MS-RPCH] 2.1.2): what the client sends in one is answered
    /// in another.
    pub fn is_rpc_channel(&self) -> bool {
        let request = self.request.as_deref().unwrap_or_default();
        ["RPC_IN_DATA ", "RPC_OUT_DATA "]
            .iter()
            .any(|it| request.starts_with(it))
    }

    /// Whether the server does not take it.
    pub fn is_refused(&self) -> bool {
        matches!(self.outcome, AttemptOutcome::Refused(_))
    }

    /// Whether the server ends it before a proof is sent, as far as nothing of it is lost.
    pub fn breaks_off(&self) -> bool {
        let lost = self.has(MessageRole::Gap) || self.is_of_server_alone();
        self.is_refused() && !self.has_proof() && !lost
    }

    /// Whom the server lets in instead of the one who signs in.
    pub fn admitted_as(&self) -> Option<AdmittedAs> {
        let admitted = matches!(self.outcome, AttemptOutcome::Accepted(_));
        self.facts
            .admitted_as
            .filter(|_| admitted && !self.is_anonymous())
    }

    /// Whether it does not get in as somebody: refused, nobody's, or not tried. Whoever asks to be nobody and is let in
    /// gets what they want.
    pub fn fails(&self) -> bool {
        let wanted = self.facts.anonymous && matches!(self.outcome, AttemptOutcome::Accepted(_));
        matches!(
            self.outcome,
            AttemptOutcome::Refused(_) | AttemptOutcome::NotTried
        ) || (self.ends_as_nobody() && !wanted)
            || self.admitted_as().is_some()
    }

    /// Whether a KDC told it to ask again over TCP, which is not seen (RFC 4120 7.2.1).
    pub fn is_told_to_use_tcp(&self) -> bool {
        let asks_kdc = matches!(
            self.mechanism,
            SeenMechanism::Ticket(_) | SeenMechanism::Unknown
        );
        // No other error of a KDC's leaves it open.
        let open = self.outcome == AttemptOutcome::Incomplete;
        open && asks_kdc && self.has(MessageRole::KdcError)
    }

    /// Whether anything in it could prove who somebody is, or stands for that.
    pub fn has_proof(&self) -> bool {
        self.proven || self.hidden.is_some()
    }

    /// Whether every request carries the credentials: Basic and the like, or Digest.
    pub fn shows_password(&self) -> bool {
        matches!(
            self.mechanism,
            SeenMechanism::Password(_) | SeenMechanism::Digest
        )
    }

    /// Whether it proves nobody, and asks to be nobody.
    pub fn is_anonymous(&self) -> bool {
        self.facts.anonymous
            || self.facts.response == Some(crate::wire::ntlm::ResponseKind::Anonymous)
            || self.facts.user.as_deref() == Some("ANONYMOUS LOGON")
    }

    /// Whether it is a ticket that a computer holds, as `klist` prints it, and no sign-in.
    pub fn is_cached(&self) -> bool {
        self.mechanism == SeenMechanism::Kerberos
            && self.has(MessageRole::Logged)
            && self.outcome == AttemptOutcome::Accepted(Some(Status::Kerberos(0)))
    }

    /// Whether it asks to be nobody and the server has answered that. Before, nothing has come of it.
    pub fn ends_as_nobody(&self) -> bool {
        let answered = matches!(
            self.outcome,
            AttemptOutcome::Accepted(_) | AttemptOutcome::Refused(_)
        );
        answered && self.is_anonymous()
    }

    fn take(&mut self, role: MessageRole, number: usize, leg: &Leg, facts: SignInFacts) {
        // What goes along with each request is one sign-in, for what was asked for first.
        let goes_along = matches!(role, MessageRole::Password | MessageRole::Digest)
            && self.has(role)
            && !matches!(self.outcome, AttemptOutcome::Unjudged(_));
        self.legs.push(role, number);
        self.proven |= role.can_prove();
        let method = leg.credential.as_ref().and_then(method);
        self.method = self.method.or(method);
        self.mechanism = mechanism(self.mechanism, role, leg, facts.settled);
        match leg.sender {
            Sender::Client if !goes_along => {
                fill(&mut self.target, leg.target.clone());
                fill(&mut self.request, leg.request.clone());
            }
            Sender::Client => {}
            Sender::Server => self.facts.admitted_as = facts.admitted_as,
        }
        self.facts.merge(facts, role);
    }
}

/// The attempts in these messages, in the order in which they begin. Takes time in proportion to their number.
pub fn attempts(flows: &[Flow], legs: &[Leg]) -> Vec<Attempt> {
    let mut gathering = AttemptBuilder::default();
    for (number, leg) in legs.iter().enumerate() {
        if let Some(flow) = flows.get(leg.flow) {
            gathering.take(number, leg, flow);
        }
    }
    gathering.finish(flows, legs)
}
