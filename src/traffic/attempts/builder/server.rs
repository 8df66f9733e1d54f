//! What a server sends: it answers what is under way, or demands a proof.

use super::super::continuation::{go_on, is_stale};
use super::super::message_role::MessageRole;
use super::super::retries::{PendingRetry, Requester};
use super::super::{Attempt, AttemptOutcome};
use super::{Arrived, AttemptBuilder, question};
use crate::traffic::leg::{Leg, Status};
use crate::wire::kerberos::error_code;

const PROOF_WANTED: Status = Status::Kerberos(error_code::KDC_ERR_PREAUTH_REQUIRED);

impl AttemptBuilder {
    /// Takes a message of the server's, and says how the attempt that is under way stands then.
    pub(super) fn server(&mut self, message: Arrived<'_>) {
        let key = (message.leg.flow, message.leg.strand);
        self.part_refused(key, message.leg);
        let asks = message.role == MessageRole::Challenge;
        // A question of NTLM is no answer to a password.
        let open = self.under_way(key);
        let Some(attempt) = open.filter(|it| !asks || !it.shows_password()) else {
            return self.unasked(message);
        };
        let Arrived {
            number,
            leg,
            flow,
            role,
            facts,
        } = message;
        let negotiated = facts.negotiated;
        let question = question(flow, &facts);
        let given =
            matches!(attempt.outcome, AttemptOutcome::Accepted(_)) && role == MessageRole::KdcError;
        attempt.take(role, number, leg, facts);
        let (outcome, goes_on) = go_on(attempt, leg, role, negotiated);
        let asks_for_nothing = outcome == AttemptOutcome::Incomplete && !goes_on;
        let goes_on = goes_on || (asks_for_nothing && !flow.protocol.is_http());
        // What was asked before is answered in what the file lacks.
        let asked = attempt.has(MessageRole::Gap) || attempt.has(MessageRole::Challenge);
        attempt.without_question = asks_for_nothing && !goes_on && !asked;
        // What was captured late does not take a ticket back.
        if !given {
            attempt.outcome = outcome;
        }
        let again = matches!(
            leg.status,
            Some(Status::Kerberos(
                error_code::KDC_ERR_PREAUTH_REQUIRED | error_code::KRB_ERR_RESPONSE_TOO_BIG
            ))
        );
        let asks = |(role, _): &&(MessageRole, usize)| matches!(role, MessageRole::KdcRequest(_));
        let last_request = again.then(|| attempt.legs.iter().rfind(asks)).flatten();
        let last_request = last_request.map(|(_, leg)| *leg);
        let refused = matches!(attempt.outcome, AttemptOutcome::Refused(_));
        let request = self.request_on(leg.flow);
        let line = self.connections.entry(key).or_default();
        self.questions.extend(question.zip(line.attempt));
        (line.open, line.answered) = (goes_on, true);
        if role == MessageRole::Demand && refused {
            line.demand(number, request);
        }
        let Some((asker, asked)) = line.asker.take() else {
            return;
        };
        match line
            .attempt
            .filter(|_| again && last_request == Some(asked))
        {
            Some(attempt) => {
                let again = PendingRetry {
                    attempt,
                    unanswered: None,
                    wants_proof: leg.status == Some(PROOF_WANTED),
                };
                self.asks_again.expect(asker, again);
            }
            None if again => {}
            None => self.asks_again.forget(&asker),
        }
    }

    /// A password or a digest that was taken before is refused: that is an attempt of its own, and does not undo the other.
    fn part_refused(&mut self, key: (usize, u64), leg: &Leg) {
        // A name that mail takes is nothing yet.
        let mail = matches!(leg.status, Some(Status::Mail(_)));
        let refused = matches!(AttemptOutcome::of(leg), Some(AttemptOutcome::Refused(_)));
        if mail || !refused || is_stale(leg) {
            return;
        }
        let Some(attempt) = self.under_way(key) else {
            return;
        };
        if !attempt.shows_password() || !matches!(attempt.outcome, AttemptOutcome::Accepted(_)) {
            return;
        }
        let Some(line) = self.connections.get_mut(&key) else {
            return;
        };
        let asked = std::mem::take(&mut line.asked_last);
        let attempt = line.attempt.and_then(|it| self.all.get_mut(it));
        if let Some(other) = attempt.and_then(|it| it.part_with_last(asked)) {
            line.attempt = Some(self.all.len());
            self.all.push(other);
        }
    }

    /// The last request without a proof on a connection, by its message.
    fn request_on(&self, flow: usize) -> Option<usize> {
        let line = self.connections.get(&(flow, 0))?;
        line.request.as_ref().map(|it| it.leg)
    }

    /// The server speaks, and nothing is under way.
    fn unasked(&mut self, message: Arrived<'_>) {
        let Arrived {
            number,
            leg,
            flow,
            role,
            facts,
        } = message;
        let key = (leg.flow, leg.strand);
        match role {
            MessageRole::Demand => {
                let request = self.request_on(leg.flow);
                let line = self.connections.entry(key).or_default();
                line.demand(number, request);
            }
            // The file begins in the middle of it.
            MessageRole::Challenge
            | MessageRole::ApRep
            | MessageRole::KdcReply(_)
            | MessageRole::KdcError => {
                let asker = Requester::of(flow, &facts);
                if let (MessageRole::KdcReply(_), Some(known)) =
                    (role, self.asks_again.attempt(&asker, leg.at, &facts))
                {
                    if let Some(attempt) = self.all.get_mut(known) {
                        attempt.take(role, number, leg, facts);
                        attempt.outcome = go_on(attempt, leg, role, None).0;
                    }
                    return;
                }
                // Whoever is told to ask again does so soon.
                if leg.status == Some(PROOF_WANTED) {
                    let again = PendingRetry {
                        attempt: self.all.len(),
                        unanswered: leg.at,
                        wants_proof: true,
                    };
                    self.asks_again.expect(asker, again);
                }
                let mut attempt = Attempt::new(leg.flow);
                attempt.to_proxy = flow.protocol.is_http() && leg.strand == Leg::TO_PROXY;
                attempt.take(role, number, leg, facts);
                let (outcome, goes_on) = go_on(&attempt, leg, role, None);
                attempt.outcome = outcome;
                self.open(key, attempt);
                let line = self.connections.entry(key).or_default();
                (line.open, line.answered) = (goes_on, true);
            }
            _ => {}
        }
    }
}
