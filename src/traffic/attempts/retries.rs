//! Who asks a KDC again, with a proof or over TCP or because no answer came: one exchange, perhaps over several connections.

use super::SignInFacts;
use crate::traffic::leg::{Flow, Timestamp};
use std::collections::HashMap;
use std::net::IpAddr;

/// A KDC that does not answer is asked again so soon: five seconds.
const SOON: i64 = 5_000_000_000;

/// Who asks which KDC for a ticket, of whose name and to what.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Requester {
    client: Option<IpAddr>,
    server: Option<IpAddr>,
    user: Option<String>,
    service: Option<String>,
}

impl Requester {
    /// The one of a message.
    pub fn of(flow: &Flow, facts: &SignInFacts) -> Self {
        Self {
            client: flow.client.address,
            server: flow.server.address,
            user: facts.user.clone(),
            service: facts.service.clone(),
        }
    }
}

/// The attempt of whoever asks a KDC again.
pub struct PendingRetry {
    /// The attempt, by its number.
    pub attempt: usize,
    /// When it was asked, where it got no answer; later than a little after, it is a new attempt.
    pub unanswered: Option<Timestamp>,
    /// Whether a proof is wanted: whoever asks without one begins anew.
    pub wants_proof: bool,
}

/// All who may ask again.
#[derive(Default)]
pub struct PendingRetries(HashMap<Requester, PendingRetry>);

impl PendingRetries {
    /// Remembers that whoever that is may ask again, and what for.
    pub fn expect(&mut self, asker: Requester, again: PendingRetry) {
        self.0.insert(asker, again);
    }

    /// They have their answer: what they ask next is an attempt of its own.
    pub fn forget(&mut self, asker: &Requester) {
        self.0.remove(asker);
    }

    /// The attempt of who was told to ask a KDC again, or got no answer from it a moment ago.
    pub fn attempt(
        &mut self,
        asker: &Requester,
        at: Option<Timestamp>,
        facts: &SignInFacts,
    ) -> Option<usize> {
        // An error need not say whose question it answers.
        let nameless = Requester {
            user: None,
            ..asker.clone()
        };
        let known = self.0.remove(asker);
        let known = known.or_else(|| self.0.remove(&nameless))?;
        let since = known.unanswered.zip(at);
        let since = since.map_or(0, |(before, at)| at.0.saturating_sub(before.0));
        let anew = known.wants_proof && facts.unproven;
        (since < SOON && !anew).then_some(known.attempt)
    }
}
