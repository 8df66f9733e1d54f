//! What a sign-in is known by, with one more of its messages.

use super::{MessageRole, RefusalReason, SignInFacts};
use crate::wire::kerberos::{KdcKind, is_krbtgt};

impl SignInFacts {
    /// Takes along what a later message of that role tells. What it does not tell stays as it was; what is asked of each
    /// message by itself, and whom the server admits, is none of this.
    pub fn merge(&mut self, mut newer: Self, role: MessageRole) {
        fill(&mut self.s4u, newer.s4u);
        // The ticket that a service is given for somebody is theirs, and the service is who asked.
        if let (MessageRole::KdcReply(_), Some(_)) = (role, self.s4u) {
            let client = newer.user.take().zip(newer.domain.take());
            newer.served = client.map(|(user, realm)| format!("{user}@{realm}"));
        }
        if role == MessageRole::KdcReply(KdcKind::Tgs)
            && is_referral(self.service.as_deref(), newer.service.as_deref())
        {
            self.referred_to = newer.service.take();
        }
        // An error may name the KDC's own service in place of the one that was asked for.
        if role == MessageRole::KdcError && self.service.is_some() {
            newer.service = None;
        }
        // What was wrong with one proof is not what is wrong with the next.
        if matches!(role, MessageRole::ApReq | MessageRole::Negotiate) {
            self.first_reason = self.reason.take().or(self.first_reason);
            (self.words, newer.words) = (None, None);
        }
        let fails = |reason: &RefusalReason| *reason != RefusalReason::Windows(0);
        fill(&mut self.reason, newer.reason.filter(fails));
        for (own, new) in [
            (&mut self.served, newer.served),
            (&mut self.user, newer.user),
            (&mut self.domain, newer.domain),
            (&mut self.computer, newer.computer),
            (&mut self.service, newer.service),
            (&mut self.server, newer.server),
            (&mut self.scheme, newer.scheme),
            (&mut self.words, newer.words),
        ] {
            fill(own, new);
        }
        fill(&mut self.substatus, newer.substatus);
        fill(&mut self.password, newer.password);
        fill(&mut self.response, newer.response);
        fill(&mut self.challenge, newer.challenge);
        fill(&mut self.asked_at, newer.asked_at);
        fill(&mut self.etype, newer.etype);
        fill(&mut self.ticket, newer.ticket);
        self.stripped |= newer.stripped;
        self.anonymous |= newer.anonymous;
        self.mic |= newer.mic;
    }
}

/// What is newer, if it is told.
pub fn fill<T>(own: &mut Option<T>, newer: Option<T>) {
    if newer.is_some() {
        *own = newer;
    }
}

/// Whether a KDC gives a ticket for another KDC in the place of the one that was asked for.
fn is_referral(asked: Option<&str>, given: Option<&str>) -> bool {
    given.is_some_and(is_krbtgt) && asked.is_some_and(|service| !is_krbtgt(service))
}
