//! A visit of traffic as settings of the lab: what the traffic tells is taken over, the rest is assumed and said.

mod person;
mod servers;

use super::visit;
use crate::hosts::{Era, Scheme};
use crate::lab::{Outcome, Scenario, outcome, run};
use crate::traffic::attempts::{Attempt, AttemptOutcome, MessageRole, SeenMechanism};
use crate::traffic::collection::Collection;
use crate::wire::kerberos::KdcKind;
use std::net::Ipv4Addr;

/// Settings of the lab, and what they are not told by.
#[derive(Clone, Debug, PartialEq)]
pub struct Rebuilt {
    /// The settings, of which the lab can be opened.
    pub scenario: Scenario,
    /// What the traffic does not tell.
    pub assumed: Vec<Assumption>,
}

/// What is assumed where the traffic does not tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Assumption {
    /// That the sign-in ends well, as the run does: in the traffic it failed. It stands first.
    EndsWell,
    /// That it is a site that somebody signs in to: an event tells of a logon at the computer, or by Remote Desktop.
    Site,
    /// That the person sits at a desk: they signed in on the server itself, and there a sign-in fails otherwise.
    Desk,
    /// What the passwords are: no traffic has them.
    Passwords,
    /// That computers and policies are as they come today.
    Today,
    /// Who the person is: no message names them.
    Person,
    /// The names of the domain.
    Domain,
    /// That there is a back end, a web service.
    BackEnd,
    /// That the front end is an IIS.
    FrontEnd,
    /// By which scheme they sign in, where no message says so.
    Scheme,
    /// That the front end offers no other scheme than the one that was taken.
    Offers,
    /// Why NTLM was taken within Negotiate.
    NoTicket,
    /// That nobody is known because a server called for somebody: ANONYMOUS LOGON has other reasons too.
    SecondHop,
    /// That the back end lets that person in and nobody else.
    Admits,
    /// How the front end may act for the person.
    Delegation,
    /// Why the front end refuses the person.
    Refusal,
    /// That the account is locked out: a KDC's error says that something stands against it, not what.
    LockedOut,
    /// Why the back end does not take the ticket: its key is another account's.
    BackEndSpn,
    /// That the back end lets them in: why it refuses is not among the settings.
    BackEndRefusal,
    /// That a KDC gives the tickets that it refused: why it did is not among the settings.
    Tickets,
}

/// The settings that come nearest to the visit of a sign-in.
pub fn rebuild(collection: &Collection, chosen: usize) -> Rebuilt {
    let members = visit(collection, chosen);
    let attempts = || members.iter().filter_map(|it| collection.attempts.get(*it));
    let asks_for_tgt = |it: &&Attempt| it.mechanism == SeenMechanism::Ticket(KdcKind::As);
    let signs_in =
        |it: &&Attempt| !matches!(it.mechanism, SeenMechanism::Ticket(_)) && !it.is_cached();
    // Whoever comes as nobody has been somebody before: that is the mark of a second hop.
    let is_first = |it: &&Attempt| it.on_behalf_of.is_none() && !it.is_anonymous();
    let own = collection.attempts.get(chosen).filter(signs_in);
    let first = own.filter(is_first);
    let first = first.or_else(|| attempts().filter(signs_in).find(is_first));
    let second = own.filter(|it| !is_first(it));
    let second = second.or_else(|| attempts().filter(signs_in).find(|it| !is_first(it)));
    let mut rebuilt = Rebuilt {
        scenario: Scenario::of(Era::Today),
        assumed: vec![Assumption::Passwords, Assumption::Today, Assumption::Admits],
    };
    match first {
        Some(first) => {
            let asked = attempts().rev().find(asks_for_tgt);
            let named = Some(first).filter(|it| it.facts.user.is_some());
            rebuilt.person(named.or(asked).unwrap_or(first));
            rebuilt.names(collection, Some(first), second);
            rebuilt.front_end(collection, first);
            let interactive = first.facts.interactive.then_some(Assumption::Site);
            rebuilt.assumed.extend(interactive);
            let logged = attempts().find(|it| it.has(MessageRole::Logged) && it.is_refused());
            rebuilt.refusal(first, logged);
            // Nobody answers the server where a KDC has refused already.
            if let Some(asked) = asked.filter(|_| first.outcome == AttemptOutcome::NotTried) {
                rebuilt.told(asked);
            }
        }
        None if second.is_some() => {
            rebuilt.assumed.push(Assumption::Person);
            rebuilt.assumed.push(Assumption::SecondHop);
            rebuilt.assumed.push(Assumption::FrontEnd);
            rebuilt.assumed.push(Assumption::Scheme);
            rebuilt.names(collection, None, second);
        }
        None if attempts().any(Attempt::is_cached) => {
            let cached: Vec<&Attempt> = attempts().filter(|it| it.is_cached()).collect();
            rebuilt.cached(&cached);
        }
        // Where a KDC alone is asked, the ticket's person and realm are known, and that Kerberos is spoken.
        None => {
            if let Some(ticket) = attempts().next() {
                rebuilt.person(ticket);
            }
            // How the person's own question ended; what a service was refused later says nothing of the person.
            let last = attempts().rev().find(asks_for_tgt);
            let taken_over = last.is_some_and(|it| rebuilt.told(it));
            let fails = attempts().any(|it| it.is_refused()) && !taken_over;
            rebuilt.assumed.extend(fails.then_some(Assumption::Tickets));
            rebuilt.scenario.front_end.schemes = vec![Scheme::Negotiate, Scheme::Ntlm];
            rebuilt.assumed.push(Assumption::FrontEnd);
        }
    }
    rebuilt.back_end(collection, first, second);
    let failed = collection.attempts.get(chosen).filter(|it| it.fails());
    if failed.is_some_and(|it| rebuilt.ends_well(is_first(&it))) {
        rebuilt.assumed.insert(0, Assumption::EndsWell);
    }
    rebuilt
}

/// Whether a sign-in to a service fails, and the run that comes nearest to its visit fails too: then there is something to
/// mend there. Why somebody is refused of whom no proof is seen, nothing tells.
pub fn fails_in_lab(collection: &Collection, chosen: usize) -> bool {
    let told = |attempt: &Attempt| {
        let Rebuilt { assumed, .. } = rebuild(collection, chosen);
        let unproven = attempt.mechanism == SeenMechanism::Unknown;
        assumed.first() != Some(&Assumption::EndsWell)
            && !(unproven && assumed.contains(&Assumption::Refusal))
    };
    let attempt = collection.attempts.get(chosen);
    attempt.is_some_and(|it| it.fails() && !it.facts.interactive && told(it))
}

impl Rebuilt {
    /// Whether the run lets the person in where the sign-in failed: at the front end, or behind it.
    fn ends_well(&self, at_front_end: bool) -> bool {
        match outcome(&run(&self.scenario)).map(|settled| settled.outcome) {
            Some(Outcome::FirstHop(_)) | None => false,
            Some(outcome) => at_front_end || outcome.succeeded(),
        }
    }
}

/// Whether that is an address of IPv4.
fn is_address(host: &str) -> bool {
    host.parse::<Ipv4Addr>().is_ok()
}

#[cfg(test)]
mod tests;
