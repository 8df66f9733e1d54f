//! What a client sends: it asks, begins an attempt, or goes on with one.

use super::super::AttemptOutcome;
use super::super::continuation::joins;
use super::super::message_role::{MessageRole, SignInFacts};
use super::super::retries::{PendingRetry, Requester};
use super::{Arrived, Asked, AttemptBuilder, question};
use crate::traffic::leg::{Leg, Protocol};
use crate::wire::kerberos::KdcKind;

impl AttemptBuilder {
    /// Takes a message of the client's: from here on the attempt waits for the server.
    pub(super) fn client(&mut self, message: Arrived<'_>) {
        let Arrived {
            number,
            leg,
            flow,
            role,
            mut facts,
        } = message;
        let key = (leg.flow, leg.strand);
        if role == MessageRole::Request {
            return self.request(number, leg);
        }
        let asker = matches!(role, MessageRole::KdcRequest(_)).then(|| Requester::of(flow, &facts));
        let known = asker
            .as_ref()
            .and_then(|it| self.asks_again.attempt(it, leg.at, &facts));
        let question = question(flow, &facts).filter(|_| role == MessageRole::Authenticate);
        let asked = question.and_then(|it| self.all.get(*self.questions.get(&it)?));
        let asked_elsewhere = asked.is_some_and(|it| it.flow != leg.flow);
        if let Some(known) = known {
            self.connections.entry(key).or_default().attempt = Some(known);
        } else if !self.joins(key, role, &facts) && !self.moves(key, question) {
            let mut attempt = self.begin(key);
            attempt.to_proxy = flow.protocol.is_http() && leg.strand == Leg::TO_PROXY;
            self.open(key, attempt);
        }
        let line = self.connections.entry(key).or_default();
        line.demand = None;
        line.first_demand = None;
        // A question for a TGT that gets no answer is asked again, perhaps over another connection.
        if let (MessageRole::KdcRequest(KdcKind::As), Some(asker), Some(attempt)) =
            (role, asker.clone(), line.attempt)
        {
            let again = PendingRetry {
                attempt,
                unanswered: leg.at,
                wants_proof: false,
            };
            self.asks_again.expect(asker, again);
        }
        // Whoever was given the TGT asks with it.
        if let Some(owner) = facts.tgt.and_then(|it| self.tickets.get(&it)) {
            (facts.user, facts.domain) = owner.clone();
        }
        if let Some((Some(user), Some(realm))) = facts.evidence.and_then(|it| self.tickets.get(&it))
        {
            facts.served = Some(format!("{user}@{realm}"));
        }
        (line.open, line.answered) = (true, false);
        line.asker = asker.map(|asker| (asker, number));
        let Some(attempt) = line.attempt.and_then(|it| self.all.get_mut(it)) else {
            return;
        };
        line.asked_last = (leg.target.clone(), leg.request.clone());
        let own = attempt.facts.asked_at;
        attempt.moves |= asked_elsewhere && own.is_some() && own != facts.asked_at;
        attempt.take(role, number, leg, facts);
        attempt.outcome = match attempt.outcome.clone() {
            // A password goes along with each request: one that was taken stays taken until it is not. And a service that
            // proved itself had taken the ticket.
            outcome @ AttemptOutcome::Accepted(_)
                if attempt.shows_password() || attempt.has(MessageRole::ApRep) =>
            {
                outcome
            }
            _ if attempt.has_proof() => AttemptOutcome::Unanswered,
            _ => AttemptOutcome::Incomplete,
        };
    }

    /// Takes a request without credentials.
    fn request(&mut self, number: usize, leg: &Leg) {
        self.connections.entry((leg.flow, 0)).or_default().request = Some(Asked {
            leg: number,
            request: leg.request.clone(),
            target: leg.target.clone(),
        });
        // Who was asked for a proof and asks for something else instead has given up.
        for strand in [Leg::TO_SERVER, Leg::TO_PROXY] {
            let line = self.connections.get_mut(&(leg.flow, strand));
            if let Some(line) = line.filter(|line| line.answered) {
                line.open = false;
            }
        }
    }

    /// Has an AUTHENTICATE go on with the attempt that asked for it on another connection; whether there is one. The server
    /// has closed that one in between, or something gives requests to several.
    fn moves(&mut self, key: (usize, u64), question: Option<(Protocol, u64)>) -> bool {
        let Some(known) = question.and_then(|it| self.questions.remove(&it)) else {
            return false;
        };
        let attempt = self.all.get_mut(known);
        let Some(attempt) = attempt.filter(|it| !it.has(MessageRole::Authenticate)) else {
            return false;
        };
        attempt.moves = true;
        if let Some(before) = self.connections.get_mut(&(attempt.flow, key.1)) {
            before.open = false;
        }
        self.connections.entry(key).or_default().attempt = Some(known);
        true
    }

    /// Whether what a client sends goes on with the attempt of its connection.
    fn joins(&self, key: (usize, u64), role: MessageRole, facts: &SignInFacts) -> bool {
        let Some(line) = self.connections.get(&key) else {
            return false;
        };
        let attempt = line.attempt.and_then(|it| self.all.get(it));
        attempt.is_some_and(|attempt| joins(attempt, line.open, role, facts))
    }
}
