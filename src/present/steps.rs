//! The steps of a log: what is played, counted and clicked. Folding is a view, and nothing is lost: each step names
//! the events folded into it.

use crate::hosts::{
    Computation, ConnectionId, Decision, DenialReason, Era, ExchangeKind, KdcRule, Mechanism,
    OutboundCredential, Role, TicketDecision,
};
use crate::lab::{Event, EventId, EventKind, Hop, HostId, Log};

/// One step: an event that is played, and those folded into it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The event it is named for.
    pub id: EventId,
    /// All its events in order, that one included.
    pub events: Vec<EventId>,
    /// An arrow between hosts, or a box at one.
    pub shape: StepShape,
    /// Whether something came out well or badly.
    pub tone: Tone,
}

/// How a step is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepShape {
    /// A message from one host to another.
    Arrow {
        /// The host that sent it.
        from: HostId,
        /// The host that it is for, on the connection's other side.
        to: HostId,
        /// The connection that it goes over.
        connection: ConnectionId,
    },
    /// Something a host decided or computed.
    Note {
        /// The host that decided or computed.
        host: HostId,
    },
}

/// Whether something came out well or badly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing came out yet, neither well nor badly.
    #[default]
    Plain,
    /// A proof matched, a door opened.
    Good,
    /// Something failed.
    Bad,
}

impl Step {
    /// The last event it covers: what is held at this step is what is held after it.
    pub fn end(&self) -> EventId {
        self.events.last().copied().unwrap_or(self.id)
    }
}

/// Whether domain controllers are seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DomainControllers {
    /// They have lifelines, and their exchanges are steps of their own.
    Shown,
    /// They have none. What they say is folded into the step of the host that asked, but for what a KDC decides about
    /// delegation and what it refuses: that is a step at the host that asked.
    Folded,
}

impl DomainControllers {
    /// Shown if `holds`, folded otherwise.
    pub fn shown_if(holds: bool) -> Self {
        if holds { Self::Shown } else { Self::Folded }
    }
}

/// What is shown at once: what a host does between two messages goes with the one that follows. Where domain controllers are
/// folded, what they are asked and answer belongs to who asked.
pub fn steps(log: &Log, controllers: DomainControllers) -> Vec<Step> {
    let folded = controllers == DomainControllers::Folded;
    let mut steps: Vec<Step> = Vec::new();
    // Events that wait for their host's next step.
    let mut pending: Vec<(HostId, EventId)> = Vec::new();
    // Whoever has just been told of a KDC's decision.
    let mut told = None;
    for event in &log.events {
        let asker = asking(log, event).filter(|_| folded);
        let host = asker.unwrap_or(event.host);
        let decides = asker.is_some() && decides(log, event, host);
        let folds = match &event.kind {
            EventKind::Closed(_) if asker.is_none() => {
                match steps.last_mut() {
                    Some(step) => step.events.push(event.id),
                    None => pending.push((host, event.id)),
                }
                continue;
            }
            EventKind::Opened(_) => true,
            EventKind::Decision {
                decision: Decision::GainsTicket(gained),
                ..
            } if folded => {
                let own =
                    gained.exchange == ExchangeKind::As && log.role(event) == Some(Role::FrontEnd);
                own || told.take() == Some(host)
            }
            _ => (asker.is_some() && !decides) || is_minor(log, event),
        };
        if folds {
            pending.push((host, event.id));
            continue;
        }
        told = decides.then_some(host);
        pending.push((host, event.id));
        let mut events = Vec::new();
        pending.retain(|(of, id)| {
            let own = *of == host;
            if own {
                events.push(*id);
            }
            !own
        });
        steps.push(Step {
            id: event.id,
            events,
            shape: shape(event, host),
            tone: tone(event),
        });
    }
    if let Some(last) = steps.last_mut() {
        let mut events = Vec::new();
        for event in &log.events {
            if last.events.contains(&event.id) || pending.iter().any(|(_, id)| *id == event.id) {
                events.push(event.id);
            }
        }
        last.events = events;
    }
    steps
}

/// The host that asked the domain controller, where the event is about that.
fn asking(log: &Log, event: &Event) -> Option<HostId> {
    let connection = log.connection(event.kind.connection()?)?;
    (connection.hop == Hop::Directory).then_some(connection.from)
}

/// Whether a KDC decides something there that the run turns on: a refusal, or what makes delegation possible or not.
fn decides(log: &Log, event: &Event, asker: HostId) -> bool {
    match event.kind.decision() {
        Some(Decision::RefusesTicket(decision)) => decision.rule != KdcRule::ProofFirst,
        Some(Decision::IssuesTicket(decision)) => delegates(log, decision, asker),
        _ => false,
    }
}

fn delegates(log: &Log, decision: &TicketDecision, asker: HostId) -> bool {
    let asker = log.host(asker);
    match decision.exchange {
        ExchangeKind::ToSelf | ExchangeKind::Proxy => true,
        // Before S4U there is no other way to delegate than the flag.
        ExchangeKind::Tgs => {
            let flagged = matches!(
                decision.rule,
                KdcRule::TrustedForDelegation | KdcRule::TrustForbidsDelegation
            );
            let from_browser = asker.is_some_and(|asker| asker.role == Some(Role::Browser));
            let only_way = asker.is_some_and(|asker| asker.era == Some(Era::Y1998));
            from_browser && (flagged || only_way)
        }
        _ => false,
    }
}

/// What only prepares the host's next step.
fn is_minor(log: &Log, event: &Event) -> bool {
    match &event.kind {
        EventKind::Computation { computation, .. } => {
            !matches!(computation, Computation::Response { .. })
        }
        EventKind::Decision { decision, .. } => match decision {
            Decision::RefusesRequest { because } => {
                matches!(because, DenialReason::PageAsks | DenialReason::AnonymousOff)
            }
            Decision::HearsFromBackEnd(_) => true,
            Decision::Validates { .. } => log.role(event) != Some(Role::DomainController),
            _ => false,
        },
        _ => false,
    }
}

fn shape(event: &Event, host: HostId) -> StepShape {
    match event.kind {
        EventKind::Message { connection, to, .. } => StepShape::Arrow {
            from: event.host,
            to,
            connection,
        },
        _ => StepShape::Note { host },
    }
}

fn tone(event: &Event) -> Tone {
    let Some(decision) = event.kind.decision() else {
        return Tone::Plain;
    };
    match decision {
        Decision::MakesToken { .. } => Tone::Good,
        Decision::Authenticates { how, .. } if how.mechanism != Mechanism::NullSession => {
            Tone::Good
        }
        Decision::Authorizes { granted: true, .. } => Tone::Good,
        Decision::Validates { outcome: Ok(_), .. } => Tone::Good,
        Decision::AnswersAs { reach, .. } => match reach {
            OutboundCredential::Credential(_) | OutboundCredential::LocalCall => Tone::Good,
            OutboundCredential::Nothing | OutboundCredential::Replay => Tone::Bad,
            OutboundCredential::Hand(_) => Tone::Plain,
        },
        Decision::RefusesTicket(decision) if decision.rule == KdcRule::ProofFirst => Tone::Plain,
        Decision::ServerProves { proven: true, .. } => Tone::Good,
        Decision::IssuesTicket(decision) if decision.exchange == ExchangeKind::Proxy => Tone::Good,
        Decision::IssuesTicket(_)
        | Decision::GainsTicket(_)
        | Decision::SignsIn { .. }
        | Decision::AdmitsAnybody { .. }
        | Decision::HearsFromBackEnd(_) => Tone::Plain,
        Decision::Authenticates { .. } => Tone::Plain,
        Decision::CannotSignIn { .. }
        | Decision::CannotLogOn { .. }
        | Decision::GivesUp { .. }
        | Decision::RefusesRequest { .. }
        | Decision::AuthenticationFails { .. }
        | Decision::RefusesTicket(_)
        | Decision::FallsBack { .. }
        | Decision::ServerProves { .. }
        | Decision::Authorizes { .. }
        | Decision::Validates { .. }
        | Decision::CannotSend { .. }
        | Decision::PeerMisbehaved { .. } => Tone::Bad,
    }
}
