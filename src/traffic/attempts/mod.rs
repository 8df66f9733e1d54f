//! Which messages are one attempt to sign in, and how it ends.

mod fate;
mod part;
#[cfg(test)]
mod tests;

pub use fate::Fate;
pub use part::{Part, Told, offered};

use super::leg::{Credential, Flow, Kind, Leg, Method, Moment, Party, Protocol, Sender, Status};
use crate::wire::kerberos::KdcKind;
use std::collections::HashMap;
use std::net::IpAddr;

/// How somebody signs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mechanism {
    /// Not to be told from what there is.
    Unknown,
    /// NTLM, bare or in SPNEGO.
    Ntlm,
    /// A ticket of Kerberos.
    Kerberos,
    /// A password, in that way.
    Password(Method),
    /// HTTP's Digest.
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
    pub legs: Vec<(Part, usize)>,
    /// What the protocol calls the way it signs in.
    pub method: Option<Method>,
    /// The mechanism.
    pub mechanism: Mechanism,
    /// Who, how and to what, as its messages tell.
    pub told: Told,
    /// Whether the person's name is not in its own messages but in those of the KDC that gave the ticket.
    pub named_by_kdc: bool,
    /// The host that was asked, as who asks names it.
    pub target: Option<String>,
    /// What was asked for: `GET /orders`.
    pub request: Option<String>,
    /// How it ends.
    pub fate: Fate,
    /// 401s that the file hides, and their bytes.
    pub hidden: Option<(u8, u32)>,
    /// The attempt on whose behalf this one is likely made, by its number.
    pub serves: Option<usize>,
}

impl Attempt {
    fn new(flow: usize) -> Self {
        Self {
            flow,
            legs: Vec::new(),
            method: None,
            mechanism: Mechanism::Unknown,
            told: Told::default(),
            named_by_kdc: false,
            target: None,
            request: None,
            fate: Fate::Incomplete,
            hidden: None,
            serves: None,
        }
    }

    /// The number of the first leg that is that.
    pub fn leg(&self, part: Part) -> Option<usize> {
        self.legs
            .iter()
            .find(|(it, _)| *it == part)
            .map(|(_, leg)| *leg)
    }

    /// Whether it has a leg that is that.
    pub fn has(&self, part: Part) -> bool {
        self.leg(part).is_some()
    }

    /// The messages that such a sign-in has and this one lacks.
    pub fn missing(&self) -> Vec<Part> {
        let wanted: &[Part] = match self.mechanism {
            Mechanism::Ntlm => &[Part::Negotiate, Part::Challenge, Part::Authenticate],
            Mechanism::Kerberos => &[Part::ApReq],
            Mechanism::Ticket(kind) => &[Part::KdcRequest(kind)],
            _ => &[],
        };
        let missing = wanted.iter().copied().filter(|part| !self.has(*part));
        let mut missing: Vec<Part> = missing.collect();
        if matches!(self.fate, Fate::Unanswered | Fate::Incomplete) {
            missing.push(match self.mechanism {
                Mechanism::Ticket(kind) => Part::KdcReply(kind),
                _ => Part::Answer,
            });
        }
        missing
    }

    /// Whether it does not get in as somebody: refused, nobody's, or not tried.
    pub fn fails(&self) -> bool {
        matches!(self.fate, Fate::Refused(_) | Fate::NotTried) || self.is_anonymous()
    }

    /// Whether it proves nobody, and asks to be nobody.
    pub fn is_anonymous(&self) -> bool {
        self.told.response == Some(crate::wire::ntlm::ResponseKind::Anonymous)
    }

    fn take(&mut self, part: Part, number: usize, leg: &Leg, told: Told) {
        self.legs.push((part, number));
        let own = &mut self.told;
        let fill = |own: &mut Option<String>, new: Option<String>| {
            if new.is_some() {
                *own = new;
            }
        };
        fill(&mut own.user, told.user);
        fill(&mut own.domain, told.domain);
        fill(&mut own.computer, told.computer);
        fill(&mut own.service, told.service);
        fill(&mut own.server, told.server);
        own.response = told.response.or(own.response);
        own.mic |= told.mic;
        own.etype = told.etype.or(own.etype);
        own.ticket = told.ticket.or(own.ticket);
        if leg.sender == Sender::Client {
            fill(&mut self.target, leg.target.clone());
            fill(&mut self.request, leg.request.clone());
        }
        let method = leg.credential.as_ref().and_then(method);
        self.method = self.method.or(method);
        self.mechanism = match part {
            Part::Negotiate | Part::Challenge | Part::Authenticate => Mechanism::Ntlm,
            Part::ApReq | Part::ApRep => Mechanism::Kerberos,
            Part::Password => Mechanism::Password(method.unwrap_or(Method::Other)),
            Part::Digest => Mechanism::Digest,
            Part::KdcRequest(kind) | Part::KdcReply(kind) => Mechanism::Ticket(kind),
            Part::Token if self.mechanism == Mechanism::Unknown => stripped(leg),
            _ => self.mechanism,
        };
    }
}

/// The mechanism of a token that the file does not show.
fn stripped(leg: &Leg) -> Mechanism {
    match leg.credential {
        Some(Credential::Stripped(Method::Ntlm, _)) => Mechanism::Ntlm,
        Some(Credential::Stripped(Method::Kerberos, _)) => Mechanism::Kerberos,
        _ => Mechanism::Unknown,
    }
}

fn method(credential: &Credential) -> Option<Method> {
    match credential {
        Credential::Token(method, _)
        | Credential::Clear(method, ..)
        | Credential::Stripped(method, _) => Some(*method),
        Credential::Digest(_) => Some(Method::Digest),
    }
}

/// The attempts in these messages, in the order in which they begin. Takes time in proportion to their number.
pub fn attempts(flows: &[Flow], legs: &[Leg]) -> Vec<Attempt> {
    let mut gathering = Gathering::default();
    for (number, leg) in legs.iter().enumerate() {
        if let Some(flow) = flows.get(leg.flow) {
            gathering.take(number, leg, flow);
        }
    }
    gathering.finish(flows, legs)
}

/// What belongs to a connection while its messages come in.
#[derive(Default)]
struct Line {
    /// The attempt that is under way, or was last, by its number.
    attempt: Option<usize>,
    /// A request that had no proof.
    request: Option<usize>,
    /// A demand that nothing has answered.
    demand: Option<usize>,
}

#[derive(Default)]
struct Gathering {
    all: Vec<Attempt>,
    lines: HashMap<(usize, u64), Line>,
    /// Who was given which ticket.
    tickets: HashMap<u64, (Option<String>, Option<String>)>,
    /// Who was told to prove first, and goes on, perhaps over another connection.
    preauthentication: HashMap<(Option<IpAddr>, Option<IpAddr>, Option<String>), usize>,
}

impl Gathering {
    fn take(&mut self, number: usize, leg: &Leg, flow: &Flow) {
        let key = (leg.flow, leg.strand);
        match leg.kind {
            Kind::Message => {}
            Kind::Gap(_) => {
                if let Some(attempt) = self.under_way(key) {
                    attempt.legs.push((Part::Gap, number));
                }
                return;
            }
            Kind::Tls(_) => return,
            Kind::Hidden(count, bytes) => {
                let mut attempt = Attempt::new(leg.flow);
                attempt.hidden = Some((count, bytes));
                attempt.take(Part::Answer, number, leg, Told::default());
                attempt.target.clone_from(&leg.target);
                attempt.request.clone_from(&leg.request);
                attempt.fate = Fate::of(leg).unwrap_or(Fate::Unanswered);
                self.all.push(attempt);
                return;
            }
        }
        let (part, told) = part::read(leg, flow.protocol);
        if let (Part::KdcReply(_), Some(ticket)) = (part, told.ticket) {
            self.tickets
                .insert(ticket, (told.user.clone(), told.domain.clone()));
        }
        match leg.sender {
            Sender::Client => self.client(number, leg, flow, part, told),
            Sender::Server => self.server(number, leg, flow, part, told),
        }
    }

    /// The attempt of a connection that has not come to an end.
    fn under_way(&mut self, key: (usize, u64)) -> Option<&mut Attempt> {
        let number = self.lines.get(&key)?.attempt?;
        let attempt = self.all.get_mut(number)?;
        matches!(attempt.fate, Fate::Incomplete | Fate::Unanswered).then_some(attempt)
    }

    fn client(&mut self, number: usize, leg: &Leg, flow: &Flow, part: Part, told: Told) {
        let key = (leg.flow, leg.strand);
        if part == Part::Request {
            self.lines.entry((leg.flow, 0)).or_default().request = Some(number);
            return;
        }
        let known = match part {
            Part::KdcRequest(KdcKind::As) => {
                let who = (flow.client.address, flow.server.address, told.user.clone());
                self.preauthentication.remove(&who)
            }
            _ => None,
        };
        let joins = known.is_some()
            || self
                .lines
                .get(&key)
                .and_then(|line| line.attempt)
                .is_some_and(|attempt| {
                    let attempt = self.all.get(attempt);
                    attempt.is_some_and(|attempt| joins(attempt, part, &told))
                });
        if !joins {
            let before = self.lines.entry((leg.flow, 0)).or_default().request.take();
            let line = self.lines.entry(key).or_default();
            let mut attempt = Attempt::new(leg.flow);
            let demand = line.demand.take();
            // What was asked for without a proof, and the demand that came of it, are how it began.
            if let Some(demand) = demand {
                let before = before.filter(|it| *it < demand);
                attempt.legs.extend(before.map(|it| (Part::Request, it)));
                attempt.legs.push((Part::Demand, demand));
            }
            line.attempt = Some(self.all.len());
            self.all.push(attempt);
        }
        let line = self.lines.entry(key).or_default();
        line.attempt = known.or(line.attempt);
        line.demand = None;
        let Some(attempt) = line.attempt.and_then(|it| self.all.get_mut(it)) else {
            return;
        };
        attempt.take(part, number, leg, told);
        attempt.fate = match part {
            Part::Negotiate | Part::Mechanisms => Fate::Incomplete,
            _ => Fate::Unanswered,
        };
    }

    fn server(&mut self, number: usize, leg: &Leg, flow: &Flow, part: Part, told: Told) {
        let key = (leg.flow, leg.strand);
        let Some(attempt) = self.under_way(key) else {
            match part {
                Part::Demand => {
                    self.lines.entry(key).or_default().demand = Some(number);
                }
                // The file begins in the middle of it.
                Part::Challenge | Part::ApRep | Part::KdcReply(_) | Part::KdcError => {
                    let mut attempt = Attempt::new(leg.flow);
                    attempt.take(part, number, leg, told);
                    if let Some(fate) = Fate::of(leg).filter(|_| part != Part::Challenge) {
                        attempt.fate = fate;
                    }
                    let line = self.lines.entry(key).or_default();
                    line.attempt = Some(self.all.len());
                    self.all.push(attempt);
                }
                _ => {}
            }
            return;
        };
        let negotiated = told.negotiated;
        attempt.take(part, number, leg, told);
        if part == Part::Challenge {
            attempt.fate = Fate::Incomplete;
            return;
        }
        let fate = Fate::of(leg);
        if leg.status == Some(Status::Kerberos(PREAUTH_REQUIRED)) {
            let who = attempt.told.user.clone();
            let line = self.lines.get(&key).and_then(|line| line.attempt);
            if let Some(line) = line {
                let who = (flow.client.address, flow.server.address, who);
                self.preauthentication.insert(who, line);
            }
            return;
        }
        attempt.fate = match (fate, negotiated) {
            (_, Some(false)) => Fate::Refused(leg.status.clone()),
            // The mechanism is settled, the sign-in goes on.
            (Some(Fate::Refused(_)), _) if part == Part::Mechanisms => Fate::Incomplete,
            (Some(fate), _) => fate,
            (None, Some(true)) => Fate::Accepted(None),
            (None, None) => attempt.fate.clone(),
        };
        if part == Part::Demand && matches!(attempt.fate, Fate::Refused(_)) {
            self.lines.entry(key).or_default().demand = Some(number);
        }
    }

    fn finish(mut self, flows: &[Flow], legs: &[Leg]) -> Vec<Attempt> {
        for attempt in &mut self.all {
            let known = attempt.told.ticket.and_then(|it| self.tickets.get(&it));
            if let (Mechanism::Kerberos, Some((user, domain))) = (attempt.mechanism, known) {
                attempt.told.user.clone_from(user);
                attempt.told.domain.clone_from(domain);
                attempt.named_by_kdc = true;
            }
        }
        self.not_tried(flows, legs);
        self.all
            .sort_by_key(|attempt| attempt.legs.first().map(|(_, leg)| *leg));
        serve(&mut self.all, flows, legs);
        self.all
    }

    /// Demands that nobody answered, on this connection or another.
    fn not_tried(&mut self, flows: &[Flow], legs: &[Leg]) {
        let ends = |flow: usize| {
            let flow = flows.get(flow)?;
            Some((flow.client.address, place(&flow.server)))
        };
        let mut answered: HashMap<_, usize> = HashMap::new();
        for attempt in &self.all {
            let last = attempt.legs.last().map_or(0, |(_, leg)| *leg);
            let latest = answered.entry(ends(attempt.flow)).or_default();
            *latest = last.max(*latest);
        }
        let mut left: HashMap<_, (usize, usize, Option<usize>)> = HashMap::new();
        for ((flow, strand), line) in &self.lines {
            let Some(demand) = line.demand else { continue };
            let first = self.lines.get(&(*flow, 0)).and_then(|line| line.request);
            let key = (ends(*flow), *strand);
            if answered.get(&key.0).is_some_and(|last| *last >= demand) {
                continue;
            }
            // Of several to the same host, the first tells.
            let known = left.entry(key).or_insert((*flow, demand, first));
            if demand < known.1 {
                *known = (*flow, demand, first);
            }
        }
        for (flow, demand, request) in left.into_values() {
            let mut attempt = Attempt::new(flow);
            if let Some((number, leg)) = request.and_then(|it| Some((it, legs.get(it)?))) {
                attempt.take(Part::Request, number, leg, Told::default());
            }
            if let Some(leg) = legs.get(demand) {
                attempt.take(Part::Demand, demand, leg, Told::default());
            }
            attempt.legs.sort_by_key(|(_, leg)| *leg);
            attempt.fate = Fate::NotTried;
            self.all.push(attempt);
        }
    }
}

/// KDC_ERR_PREAUTH_REQUIRED, RFC 4120 7.5.9: prove first.
const PREAUTH_REQUIRED: u32 = 25;

/// Whether what a client sends goes on with an attempt.
fn joins(attempt: &Attempt, part: Part, told: &Told) -> bool {
    let open = matches!(attempt.fate, Fate::Incomplete | Fate::Unanswered);
    let proven = attempt.legs.iter().any(|(part, _)| {
        matches!(
            part,
            Part::Authenticate | Part::ApReq | Part::Password | Part::Digest
        )
    });
    match part {
        Part::Negotiate | Part::ApReq => {
            open && !proven && !attempt.has(Part::Negotiate) && !attempt.has(Part::Challenge)
        }
        Part::Authenticate => open && !attempt.has(Part::Authenticate),
        // A name and then its password are two lines of a mail protocol; and what is sent with each request is one sign-in.
        Part::Password => {
            attempt.has(Part::Password)
                && !matches!(attempt.fate, Fate::Refused(_))
                && (attempt.told.user == told.user || attempt.told.user.is_none())
        }
        Part::Digest => attempt.has(Part::Digest) && !matches!(attempt.fate, Fate::Refused(_)),
        Part::Mechanisms => open && attempt.has(Part::Mechanisms),
        Part::Token => open,
        _ => false,
    }
}

/// What two connections to the same service have in common.
fn place(party: &Party) -> (Option<IpAddr>, Option<u16>, Option<String>) {
    let name = party.name.clone().filter(|_| party.address.is_none());
    (party.address, party.port, name)
}

/// So long after a request a server may still call somebody for it, where its answer is not seen: five seconds.
const LATE: i64 = 5_000_000_000;

/// Finds on whose behalf servers sign in elsewhere: whoever asked them last, while that was not answered.
fn serve(all: &mut [Attempt], flows: &[Flow], legs: &[Leg]) {
    let at = |leg: usize| legs.get(leg).and_then(|leg| leg.at);
    // Whoever signed in to a computer, in the order of time.
    let mut visits: HashMap<IpAddr, Vec<(Moment, Moment, usize)>> = HashMap::new();
    for (number, attempt) in all.iter().enumerate() {
        let Some(flow) = flows.get(attempt.flow) else {
            continue;
        };
        let carries = matches!(flow.protocol, Protocol::Kerberos | Protocol::Log);
        let (Some(server), false) = (flow.server.address, carries) else {
            continue;
        };
        let proof = attempt
            .legs
            .iter()
            .rfind(|(part, _)| !matches!(part, Part::Answer | Part::ApRep | Part::Gap));
        let end = attempt.legs.last().and_then(|(_, leg)| at(*leg));
        let Some(from) = proof.and_then(|(_, leg)| at(*leg)) else {
            continue;
        };
        let until = end.filter(|end| *end > from);
        let until = until.unwrap_or(Moment(from.0.saturating_add(LATE)));
        visits
            .entry(server)
            .or_default()
            .push((from, until, number));
    }
    for list in visits.values_mut() {
        list.sort_unstable();
    }
    let found: Vec<Option<usize>> = all
        .iter()
        .enumerate()
        .map(|(number, attempt)| {
            let flow = flows.get(attempt.flow)?;
            if flow.client.address == flow.server.address {
                return None;
            }
            let first = attempt.legs.first().and_then(|(_, leg)| at(*leg))?;
            let list = visits.get(&flow.client.address?)?;
            let before = list.partition_point(|(from, ..)| *from <= first);
            // Those that were asked long ago have their answer.
            let near = list.get(before.saturating_sub(NEAR)..before)?.iter().rev();
            let mut near = near.filter(|(_, until, it)| first <= *until && *it != number);
            near.next().map(|(.., it)| *it)
        })
        .collect();
    for (attempt, serves) in all.iter_mut().zip(found) {
        attempt.serves = serves;
    }
}

/// So many sign-ins before one are looked at for whom it serves.
const NEAR: usize = 64;
