//! Putting messages together: which begin an attempt, which go on with one, which end it.

use super::part::{Part, Told};
use super::serves::serve;
use super::{Attempt, Fate, Mechanism, part};
use crate::traffic::leg::{Credential, Flow, Kind, Leg, Party, Protocol, Sender, Status};
use crate::wire::kerberos::KdcKind;
use std::collections::HashMap;
use std::net::IpAddr;

/// Who asks which KDC for whom.
type Asker = (Option<IpAddr>, Option<IpAddr>, Option<String>);

/// What belongs to a connection while its messages come in.
#[derive(Default)]
struct Line {
    /// The attempt that is under way, or was last, by its number.
    attempt: Option<usize>,
    /// A request that had no proof.
    request: Option<Asked>,
    /// Demands that nothing has answered.
    demands: Vec<usize>,
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
pub struct Gathering {
    all: Vec<Attempt>,
    lines: HashMap<(usize, u64), Line>,
    /// Who was given which ticket.
    tickets: HashMap<u64, (Option<String>, Option<String>)>,
    /// Who was told to prove first, and goes on, perhaps over another connection.
    preauthentication: HashMap<Asker, usize>,
}

impl Gathering {
    /// Takes the message of that number.
    pub fn take(&mut self, number: usize, leg: &Leg, flow: &Flow) {
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
            Kind::Hidden(count, bytes) => return self.hidden(number, leg, (count, bytes)),
        }
        let (part, told) = part::read(leg, flow.protocol);
        if let (Part::KdcReply(_), Some(ticket)) = (part, told.ticket) {
            self.tickets
                .insert(ticket, (told.user.clone(), told.domain.clone()));
        }
        if flow.protocol == Protocol::Log {
            return self.logged(number, leg, part, told);
        }
        match leg.sender {
            Sender::Client => self.client(number, leg, flow, part, told),
            Sender::Server => self.server(number, leg, flow, part, told),
        }
    }

    /// A file leaves out how it began; its end is still to come.
    fn hidden(&mut self, number: usize, leg: &Leg, hidden: (u8, u32)) {
        let line = self.lines.entry((leg.flow, leg.strand)).or_default();
        let mut attempt = Attempt::new(leg.flow);
        attempt.hidden = Some(hidden);
        if let Some(asked) = line.request.take() {
            attempt.legs.push((Part::Request, asked.leg));
            (attempt.request, attempt.target) = (asked.request, asked.target);
        }
        attempt.legs.push((Part::Gap, number));
        if let Some(Credential::Clear(_, user, _)) = &leg.credential {
            (attempt.told.user, attempt.told.domain) = part::name(user);
        }
        attempt.fate = Fate::Unanswered;
        line.attempt = Some(self.all.len());
        self.all.push(attempt);
    }

    /// What a computer wrote into its log is an attempt by itself, with the refusals of the same caller before it.
    fn logged(&mut self, number: usize, leg: &Leg, part: Part, told: Told) {
        let line = self.lines.entry((leg.flow, leg.strand)).or_default();
        if part != Part::Logged {
            let refused = matches!(leg.status, Some(Status::Http(401 | 407)));
            if refused && line.demands.len() < MOST_REFUSALS {
                line.demands.push(number);
            }
            return;
        }
        let known = line.attempt.and_then(|it| self.all.get_mut(it));
        let known = known.filter(|it| it.told.user == told.user && leg.request_is_http());
        if let Some(attempt) = known.filter(|_| line.demands.is_empty()) {
            attempt.take(part, number, leg, told);
            return;
        }
        let mut attempt = Attempt::new(leg.flow);
        let refusals = std::mem::take(&mut line.demands);
        attempt
            .legs
            .extend(refusals.into_iter().map(|it| (Part::Demand, it)));
        attempt.take(part, number, leg, told);
        attempt.target.clone_from(&leg.target);
        attempt.request.clone_from(&leg.request);
        attempt.fate = Fate::of(leg).unwrap_or(Fate::Unanswered);
        line.attempt = Some(self.all.len());
        self.all.push(attempt);
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
            self.lines.entry((leg.flow, 0)).or_default().request = Some(Asked {
                leg: number,
                request: leg.request.clone(),
                target: leg.target.clone(),
            });
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
            // What was asked for without a proof, and the demand that came of it, are how it began.
            if let Some(demand) = line.demands.last().copied() {
                let before = before.filter(|it| it.leg < demand);
                attempt
                    .legs
                    .extend(before.map(|it| (Part::Request, it.leg)));
                attempt.legs.push((Part::Demand, demand));
            }
            line.attempt = Some(self.all.len());
            self.all.push(attempt);
        }
        let line = self.lines.entry(key).or_default();
        line.attempt = known.or(line.attempt);
        line.demands.clear();
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
        // A question of NTLM is no answer to a password.
        let open = self.under_way(key);
        let open = open.filter(|it| part != Part::Challenge || !it.shows_password());
        let Some(attempt) = open else {
            match part {
                Part::Demand => {
                    self.lines.entry(key).or_default().demands = vec![number];
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
            // Nobody has proven anything yet, whatever the server says.
            (Some(Fate::Accepted(_)), _) if !attempt.has_proof() => Fate::Incomplete,
            (Some(fate), _) => fate,
            (None, Some(true)) => Fate::Accepted(None),
            (None, None) => attempt.fate.clone(),
        };
        if part == Part::Demand && matches!(attempt.fate, Fate::Refused(_)) {
            self.lines.entry(key).or_default().demands = vec![number];
        }
    }

    /// All attempts, in the order in which they begin.
    pub fn finish(mut self, flows: &[Flow], legs: &[Leg]) -> Vec<Attempt> {
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
            let Some(demand) = line.demands.first().copied() else {
                continue;
            };
            let first = self.lines.get(&(*flow, 0));
            let first = first.and_then(|line| line.request.as_ref().map(|it| it.leg));
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

/// More refusals before a sign-in belong to something else.
const MOST_REFUSALS: usize = 4;

/// KDC_ERR_PREAUTH_REQUIRED, RFC 4120 7.5.9: prove first.
const PREAUTH_REQUIRED: u32 = 25;

/// Whether what a client sends goes on with an attempt.
fn joins(attempt: &Attempt, part: Part, told: &Told) -> bool {
    let open = matches!(attempt.fate, Fate::Incomplete | Fate::Unanswered);
    let proven = attempt.has_proof();
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
