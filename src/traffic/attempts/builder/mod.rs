//! Putting messages together: which begin an attempt, which go on with one, which end it.

mod client;
mod server;

use super::message_role::{MessageRole, SignInFacts};
use super::not_tried::{not_tried, unfinished};
use super::on_behalf_of::find_callers;
use super::retries::{PendingRetries, Requester};
use super::{Attempt, AttemptOutcome, SeenMechanism, message_role};
use crate::recent::keep_recent;
use crate::traffic::leg::{
    Flow, Leg, LegKind, Protocol, Sender, SentCredential, Status, Timestamp,
};
use std::collections::HashMap;

/// What belongs to a connection while its messages come in.
#[derive(Default)]
pub struct ConnectionState {
    /// The attempt that is under way, or was last, by its number.
    pub attempt: Option<usize>,
    /// Whether it goes on.
    open: bool,
    /// Whether the server had the last word in it.
    answered: bool,
    /// A request that had no proof.
    request: Option<Asked>,
    /// Which host was asked for what in the last message of the client's.
    asked_last: (Option<String>, Option<String>),
    /// The demand that nothing has answered.
    pub demand: Option<usize>,
    /// Of a log: the last few refusals of somebody without a name that belong to no sign-in yet.
    pub refusals: Vec<LoggedRefusal>,
    /// The first of them, and the request before it.
    pub first_demand: Option<(usize, Option<usize>)>,
    /// Who asked a KDC on it last, in which message.
    asker: Option<(Requester, usize)>,
}

impl ConnectionState {
    /// The server wants to know who asks, after a request.
    fn demand(&mut self, number: usize, request: Option<usize>) {
        self.demand = Some(number);
        self.first_demand.get_or_insert((number, request));
    }
}

/// A line of a log in which somebody without a name is refused.
pub struct LoggedRefusal {
    /// Its number among the legs.
    pub leg: usize,
    at: Option<Timestamp>,
    request: Option<String>,
    /// Whether it is NTLM's CHALLENGE; nothing where the log does not say.
    challenges: Option<bool>,
}

impl LoggedRefusal {
    fn of(number: usize, leg: &Leg) -> Self {
        let request = leg.request.clone();
        let unsaid = leg.shows_nothing() || request.is_none();
        let said = leg.windows.map(|error| error != 0);
        Self {
            leg: number,
            at: leg.at,
            request,
            challenges: said.or(unsaid.then_some(false)),
        }
    }

    /// Whether somebody may have been asked by it who gets in at that time.
    fn is_before(&self, at: Option<Timestamp>) -> bool {
        let apart = self.at.zip(at);
        apart.is_none_or(|(asked, at)| at.0.saturating_sub(asked.0) < LONGEST_PROMPT)
    }
}

/// Whether refusals before a sign-in are those of NTLM: where a log has no errors, a request that is refused twice fits it.
fn is_challenged(refusals: &[LoggedRefusal]) -> bool {
    let said = refusals.iter().any(|it| it.challenges == Some(true));
    let unsaid = refusals.iter().filter(|it| it.challenges.is_none());
    said || unsaid.count() > 1
}

impl ConnectionState {
    /// The refusals of a log that belong to a line with a name: those of the same request, whatever else the client asks for
    /// at the time. Where there are none, it may be any, if somebody signs in anew.
    fn refusals_of(&mut self, leg: &Leg, anew: bool) -> Vec<LoggedRefusal> {
        let asked = |it: &LoggedRefusal| it.is_before(leg.at) && it.request == leg.request;
        let same = self.refusals.iter().any(asked);
        let own = |it: &mut LoggedRefusal| match same {
            true => asked(it),
            false => anew && it.is_before(leg.at),
        };
        self.refusals.extract_if(.., own).collect()
    }
}

/// A request that had no proof.
struct Asked {
    /// Its number among the legs.
    leg: usize,
    request: Option<String>,
    target: Option<String>,
}

/// Attempts while they are put together, message by message.
#[derive(Default)]
pub struct AttemptBuilder {
    all: Vec<Attempt>,
    connections: HashMap<(usize, u64), ConnectionState>,
    /// The strand of each connection that spoke last.
    latest: HashMap<usize, u64>,
    /// Who was given which ticket.
    tickets: HashMap<u64, (Option<String>, Option<String>)>,
    /// Questions of NTLM over connections of HTTP whose ends are known, with their attempts.
    questions: HashMap<(Protocol, u64), usize>,
    /// Who was told to ask again, with a proof or over TCP, perhaps over another connection.
    asks_again: PendingRetries,
}

/// A message of a connection, with what it is and what it tells.
struct Arrived<'a> {
    /// Its number among the legs.
    number: usize,
    leg: &'a Leg,
    flow: &'a Flow,
    role: MessageRole,
    facts: SignInFacts,
}

impl AttemptBuilder {
    /// Takes the message of that number.
    pub fn take(&mut self, number: usize, leg: &Leg, flow: &Flow) {
        match leg.kind {
            LegKind::Message => {}
            LegKind::Gap(_) => return self.gap(number, leg),
            LegKind::Tls(_) => return,
            LegKind::Hidden(count, bytes) => return self.hidden(number, leg, (count, bytes)),
        }
        self.latest.insert(leg.flow, leg.strand);
        let (role, facts) = message_role::read(leg, flow.protocol);
        if let (MessageRole::KdcReply(_), Some(ticket)) = (role, facts.ticket) {
            let asker = self.under_way((leg.flow, leg.strand)).map(|it| &it.facts);
            let owner = asker.filter(|_| facts.user.is_none()).unwrap_or(&facts);
            let owner = (owner.user.clone(), owner.domain.clone());
            self.tickets.insert(ticket, owner);
        }
        if flow.protocol == Protocol::Log {
            return self.logged(number, leg, role, facts);
        }
        let message = Arrived {
            number,
            leg,
            flow,
            role,
            facts,
        };
        match leg.sender {
            Sender::Client => self.client(message),
            Sender::Server => self.server(message),
        }
    }

    /// Something is missing: of what is under way, or of what would have come of a demand.
    fn gap(&mut self, number: usize, leg: &Leg) {
        let strand = self.latest.get(&leg.flow).copied().unwrap_or(leg.strand);
        let key = (leg.flow, strand);
        if let Some(attempt) = self.under_way(key) {
            attempt.legs.push(MessageRole::Gap, number);
            return;
        }
        let unanswered = self
            .connections
            .get(&key)
            .is_some_and(|line| line.demand.is_some());
        if leg.sender == Sender::Client && unanswered {
            let mut attempt = self.begin(key);
            attempt.legs.push(MessageRole::Gap, number);
            self.open(key, attempt);
        }
    }

    /// An attempt that begins with the request without a proof and the demand that came of it, where there were any.
    fn begin(&mut self, key: (usize, u64)) -> Attempt {
        let request = self
            .connections
            .entry((key.0, Leg::TO_SERVER))
            .or_default()
            .request
            .take();
        let line = self.connections.entry(key).or_default();
        let mut attempt = Attempt::new(key.0);
        if let Some(demand) = line.demand.take() {
            let request = request.filter(|it| it.leg < demand);
            if let Some(asked) = &request {
                attempt.legs.push(MessageRole::Request, asked.leg);
            }
            attempt.legs.push(MessageRole::Demand, demand);
            if let Some(asked) = request {
                (attempt.request, attempt.target) = (asked.request, asked.target);
            }
        }
        line.first_demand = None;
        attempt
    }

    /// Makes that the attempt of a connection.
    fn open(&mut self, key: (usize, u64), attempt: Attempt) {
        let line = self.connections.entry(key).or_default();
        (line.attempt, line.open, line.answered) = (Some(self.all.len()), true, false);
        self.all.push(attempt);
    }

    /// A file leaves out how it began; its end is still to come.
    fn hidden(&mut self, number: usize, leg: &Leg, hidden: (u8, u32)) {
        let line = self.connections.entry((leg.flow, leg.strand)).or_default();
        let mut attempt = Attempt::new(leg.flow);
        attempt.hidden = Some(hidden);
        if let Some(asked) = line.request.take() {
            attempt.legs.push(MessageRole::Request, asked.leg);
            (attempt.request, attempt.target) = (asked.request, asked.target);
        }
        attempt.legs.push(MessageRole::Gap, number);
        if let Some(SentCredential::Clear(_, user, _)) = &leg.credential {
            (attempt.facts.user, attempt.facts.domain) = message_role::name(user);
        }
        attempt.outcome = AttemptOutcome::Unanswered;
        self.open((leg.flow, leg.strand), attempt);
    }

    /// What a computer wrote into its log is an attempt by itself, with the refusals of the same caller before it.
    fn logged(&mut self, number: usize, leg: &Leg, role: MessageRole, facts: SignInFacts) {
        let line = self.connections.entry((leg.flow, leg.strand)).or_default();
        if role != MessageRole::Logged {
            let refused = matches!(leg.status, Some(Status::Http(401 | 407)));
            if refused {
                let refusal = LoggedRefusal::of(number, leg);
                keep_recent(&mut line.refusals, refusal, MOST_REFUSALS);
            }
            return;
        }
        let known = line.attempt.and_then(|it| self.all.get_mut(it));
        let known = known.filter(|it| it.facts.user == facts.user && leg.request_is_http());
        // Who is refused without a name may be anybody each time.
        let known = known.filter(|it| !(it.is_refused() && it.facts.user.is_none()));
        // Who is refused and gets in later, or the other way round, signs in anew.
        let outcome = AttemptOutcome::of(leg).unwrap_or(AttemptOutcome::Unanswered);
        let refused = matches!(outcome, AttemptOutcome::Refused(_));
        let known = known.filter(|it| it.is_refused() == refused);
        let own = line.refusals_of(leg, known.is_none());
        if let Some(attempt) = known.filter(|_| own.is_empty()) {
            attempt.take(role, number, leg, facts);
            return;
        }
        let mut attempt = Attempt::new(leg.flow);
        for refusal in &own {
            attempt.legs.push(MessageRole::Demand, refusal.leg);
        }
        attempt.take(role, number, leg, facts);
        attempt.target.clone_from(&leg.target);
        attempt.request.clone_from(&leg.request);
        attempt.outcome = outcome;
        attempt.challenged = is_challenged(&own);
        line.attempt = Some(self.all.len());
        self.all.push(attempt);
    }

    /// The attempt of a connection that has not come to an end.
    fn under_way(&mut self, key: (usize, u64)) -> Option<&mut Attempt> {
        let line = self.connections.get(&key).filter(|line| line.open)?;
        self.all.get_mut(line.attempt?)
    }

    /// All attempts, in the order in which they begin.
    pub fn finish(mut self, flows: &[Flow], legs: &[Leg]) -> Vec<Attempt> {
        for attempt in &mut self.all {
            let known = attempt.facts.ticket.and_then(|it| self.tickets.get(&it));
            if let (SeenMechanism::Kerberos, Some((Some(user), domain))) =
                (attempt.mechanism, known)
            {
                attempt.facts.user = Some(user.clone());
                attempt.facts.domain.clone_from(domain);
                attempt.named_by_kdc = true;
            }
        }
        // Tokens of other schemes go along with requests; nobody signs in by them unless they are asked to.
        let answers = |(role, leg): &(MessageRole, usize)| {
            let server = legs.get(*leg).is_some_and(|it| it.sender == Sender::Server);
            matches!(role, MessageRole::Demand) || (*role == MessageRole::Token && server)
        };
        self.all
            .retain(|it| it.facts.scheme.is_none() || it.legs.iter().any(answers));
        not_tried(&mut self.all, &self.connections, flows, legs);
        unfinished(&mut self.all, &self.connections, legs);
        for attempt in &mut self.all {
            let flow = flows.get(attempt.flow);
            attempt.by_proxy = !attempt.to_proxy && flow.is_some_and(|flow| flow.by_proxy);
        }
        self.all
            .sort_by_key(|attempt| attempt.legs.first().map(|(_, leg)| *leg));
        find_callers(&mut self.all, flows, legs);
        self.all
    }
}

/// What an AUTHENTICATE is known by over another connection: the time of its question, where the file tells connections apart.
fn question(flow: &Flow, facts: &SignInFacts) -> Option<(Protocol, u64)> {
    let told = flow.protocol.is_http() && flow.client.port.is_some();
    facts
        .asked_at
        .filter(|_| told)
        .map(|at| (flow.protocol, at))
}

/// Earlier refusals before a sign-in belong to something else: browsers ask for six things at a time, each of which NTLM
/// refuses twice.
const MOST_REFUSALS: usize = 12;

/// Whoever thinks longer about a password, in nanoseconds, has closed the box: half an hour.
const LONGEST_PROMPT: i64 = 30 * 60 * 1_000_000_000;
