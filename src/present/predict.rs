//! What can be foreseen of a run: at each turn one question, whose answer the hosts give a few steps later. The questions
//! follow from the events, so every setting has them.

use super::Step;
use super::inspect;
use super::steps::StepShape;
use super::summary::{AuthPayload, AuthenticateContents, MessageSummary, SqlMessage, contents};
use crate::hosts::{Computation, Decision, DenialReason, ExchangeKind, Identity, KdcRule, Role};
use crate::lab::{Event, EventKind, Hop, Log, Outcome, settled};
use crate::wire::ntlm::NtlmMessage;

/// What a question asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PredictionKind {
    /// What the front end gets from the browser.
    Hands,
    /// The same, where it takes tickets.
    Shows,
    /// Whether the front end comes to know the caller by it.
    Judges,
    /// Whether a KDC gives the front end a ticket to go on with.
    Goes,
    /// Whether the next host comes to know the caller.
    Knows,
    /// Whether the caller may open what is asked for.
    Opens,
    /// How it all ends, where nothing else is asked.
    Ends,
}

impl PredictionKind {
    /// The answers to choose from, in order.
    pub fn answers(self) -> &'static [Guess] {
        match self {
            Self::Hands => &[Guess::Password, Guess::Proof, Guess::Nothing],
            Self::Shows => &[Guess::Proof, Guess::Ticket, Guess::Nothing],
            Self::Goes => &[Guess::Signed, Guess::Unsigned],
            Self::Judges => &[Guess::Known, Guess::Wrong, Guess::Unjudged],
            Self::Knows => &[Guess::Same, Guess::Another, Guess::Nobody],
            Self::Opens => &[Guess::Granted, Guess::Refused],
            Self::Ends => &[Guess::Open, Guess::FirstHop, Guess::SecondHop],
        }
    }
}

/// What can be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guess {
    /// The password, readable for whoever gets it.
    Password,
    /// Something that was made from it.
    Proof,
    /// A ticket that a KDC has made.
    Ticket,
    /// Nothing that proves anything.
    Nothing,
    /// The KDC signs a ticket.
    Signed,
    /// The KDC signs none.
    Unsigned,
    /// The caller becomes known.
    Known,
    /// Who judges it finds it wrong.
    Wrong,
    /// It is refused, and nobody judges it.
    Unjudged,
    /// The caller is known as who they are.
    Same,
    /// The caller is admitted as somebody else.
    Another,
    /// The caller is not admitted at all.
    Nobody,
    /// It opens to the caller.
    Granted,
    /// It does not open to the caller.
    Refused,
    /// The mailbox opens, and the page shows it.
    Open,
    /// The first hop is refused.
    FirstHop,
    /// The second hop is refused.
    SecondHop,
}

/// A question about what comes next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prediction {
    /// Which turn of the run it is about.
    pub kind: PredictionKind,
    /// The last step that may be seen before it is answered.
    pub asked: usize,
    /// The answer that the hosts give.
    pub right: Guess,
    /// The step at which they give it.
    pub settled: usize,
    /// The steps that tell why, in order; the last of them settles it.
    pub told: Vec<usize>,
    /// Whether that step has a calculation to show.
    pub calculated: bool,
}

impl Prediction {
    fn new(
        log: &Log,
        steps: &[Step],
        asks: PredictionKind,
        right: Guess,
        asked: usize,
        settled: usize,
    ) -> Self {
        let step = steps.get(settled);
        Self {
            kind: asks,
            asked,
            right,
            settled,
            told: told(steps, asked, settled),
            calculated: step.is_some_and(|step| !inspect::proofs(log, step).is_empty()),
        }
    }

    /// Whether the answer of that number is right.
    pub fn is_right(&self, answer: usize) -> bool {
        self.kind.answers().get(answer) == Some(&self.right)
    }
}

/// The questions of a run, in order: each is asked when the one before it is settled. What has turned out before is not
/// asked again.
pub fn questions(log: &Log, steps: &[Step]) -> Vec<Prediction> {
    let mut questions: Vec<Prediction> = Vec::new();
    let mut open: Option<(PredictionKind, usize)> = None;
    // As whom the front end acts.
    let mut caller = &Identity::Anonymous;
    for (number, step) in steps.iter().enumerate() {
        let mut next = None;
        for event in step.events.iter().filter_map(|id| log.event(*id)) {
            if let Some((asks, asked)) = open.filter(|(_, asked)| *asked < number)
                && let Some(right) = settles(asks, log, event, caller)
            {
                questions.push(Prediction::new(log, steps, asks, right, asked, number));
                open = None;
            }
            if let (Some(Decision::MakesToken { identity, .. }), Some(Role::FrontEnd)) =
                (event.kind.decision(), log.role(event))
            {
                caller = identity;
            }
            next = begins(log, event).or(next);
        }
        if let Some(asks) = next {
            open = Some((asks, number));
        }
    }
    let mut turned_out = Vec::new();
    questions.retain(|it| {
        let is_new = !turned_out.contains(&it.right);
        turned_out.push(it.right);
        is_new
    });
    if questions.is_empty() {
        questions.extend(ends(log, steps));
    }
    questions
}

/// What can be asked once that has happened.
fn begins(log: &Log, event: &Event) -> Option<PredictionKind> {
    let role = log.role(event)?;
    let back_end = !matches!(
        role,
        Role::Browser | Role::FrontEnd | Role::DomainController
    );
    match &event.kind {
        EventKind::Decision { decision, .. } => match decision {
            Decision::RefusesRequest {
                because: DenialReason::PageAsks | DenialReason::AnonymousOff,
            } => Some(match takes_tickets(log, event) {
                true => PredictionKind::Shows,
                false => PredictionKind::Hands,
            }),
            Decision::Authenticates { .. } => Some(PredictionKind::Opens),
            _ => None,
        },
        EventKind::Message { sent, .. } if back_end && takes_tickets(log, event) => {
            asks_who(&MessageSummary::of(sent)).then_some(PredictionKind::Goes)
        }
        EventKind::Message { sent, .. } if role == Role::FrontEnd && on_behalf(log, event) => {
            shows_ticket(&MessageSummary::of(sent)).then_some(PredictionKind::Knows)
        }
        EventKind::Computation {
            computation: Computation::Challenge { .. },
            ..
        } if back_end => Some(PredictionKind::Knows),
        _ => handed(log, event).map(|_| PredictionKind::Judges),
    }
}

/// The answer that an event gives, where it gives one. `caller` is whom the front end acts as.
fn settles(asks: PredictionKind, log: &Log, event: &Event, caller: &Identity) -> Option<Guess> {
    if matches!(asks, PredictionKind::Hands | PredictionKind::Shows)
        && let Some(handed) = handed(log, event)
    {
        // Where tickets are taken a password is sent only if Basic is offered before them: that is not asked.
        return Some(handed).filter(|it| asks.answers().contains(it));
    }
    Some(match (asks, event.kind.decision()?, log.role(event)?) {
        (
            PredictionKind::Hands | PredictionKind::Shows,
            Decision::CannotSignIn { .. }
            | Decision::CannotLogOn { .. }
            | Decision::GivesUp { .. }
            | Decision::CannotSend { .. }
            | Decision::PeerMisbehaved { .. },
            Role::Browser,
        ) => Guess::Nothing,
        (PredictionKind::Judges, Decision::MakesToken { .. }, Role::FrontEnd) => Guess::Known,
        (PredictionKind::Judges, Decision::RefusesRequest { because }, _) => match because {
            DenialReason::LogonFailed(_) => Guess::Wrong,
            _ => Guess::Unjudged,
        },
        (PredictionKind::Judges, Decision::PeerMisbehaved { .. }, Role::FrontEnd) => {
            Guess::Unjudged
        }
        (PredictionKind::Goes, Decision::IssuesTicket(decision), _) => match decision.exchange {
            ExchangeKind::Tgs | ExchangeKind::Proxy => Guess::Signed,
            _ => return None,
        },
        (PredictionKind::Goes, Decision::RefusesTicket(decision), _)
            if decision.rule != KdcRule::ProofFirst =>
        {
            Guess::Unsigned
        }
        (PredictionKind::Knows, Decision::Authenticates { identity, .. }, _)
            if identity == caller =>
        {
            Guess::Same
        }
        (PredictionKind::Knows, Decision::Authenticates { .. }, _) => Guess::Another,
        // A call can also end before anybody decides.
        (
            PredictionKind::Knows,
            Decision::AuthenticationFails { .. } | Decision::HearsFromBackEnd(_),
            _,
        ) => Guess::Nobody,
        (PredictionKind::Opens, Decision::Authorizes { granted: true, .. }, _) => Guess::Granted,
        (PredictionKind::Opens, Decision::Authorizes { .. } | Decision::HearsFromBackEnd(_), _) => {
            Guess::Refused
        }
        _ => return None,
    })
}

/// What a message of the browser hands over to sign in, as it arrives; none where it does not sign in with it.
fn handed(log: &Log, event: &Event) -> Option<Guess> {
    let [_, received] = event
        .sides()
        .filter(|_| log.role(event) == Some(Role::Browser))?;
    match MessageSummary::of(received) {
        MessageSummary::Request { auth, .. } => match auth {
            AuthPayload::Basic(_) => Some(Guess::Password),
            AuthPayload::Digest(_) => Some(Guess::Proof),
            AuthPayload::Kerberos(_) => Some(Guess::Ticket),
            AuthPayload::Ntlm(NtlmMessage::Authenticate(message)) => {
                Some(match contents(&message) {
                    AuthenticateContents::Proof(..) => Guess::Proof,
                    AuthenticateContents::Nothing | AuthenticateContents::LocalCall => {
                        Guess::Nothing
                    }
                })
            }
            _ => None,
        },
        _ => None,
    }
}

fn takes_tickets(log: &Log, event: &Event) -> bool {
    log.host(event.host).is_some_and(|host| host.takes_tickets)
}

/// Whether a message goes to a back end.
fn on_behalf(log: &Log, event: &Event) -> bool {
    log.hop(event) == Some(Hop::SECOND)
}

/// Whether there is a ticket in it for whoever receives it.
fn shows_ticket(message: &MessageSummary) -> bool {
    match message {
        MessageSummary::Request { auth, .. } => matches!(auth, AuthPayload::Kerberos(_)),
        MessageSummary::Sql(SqlMessage::Token { kerberos, .. }) => kerberos.is_some(),
        _ => false,
    }
}

/// Whether a host asks with it for any sign-in.
fn asks_who(message: &MessageSummary) -> bool {
    match message {
        MessageSummary::Response { status, token, .. } => *status == 401 && token.is_none(),
        MessageSummary::Sql(message) => matches!(message, SqlMessage::Prelogin),
        _ => false,
    }
}

/// Of a run in which nothing is asked: how it ends.
fn ends(log: &Log, steps: &[Step]) -> Option<Prediction> {
    let first = settled(log).into_iter().next()?;
    let right = match &first.outcome {
        outcome if outcome.succeeded() => Guess::Open,
        Outcome::FirstHop(_) => Guess::FirstHop,
        _ => Guess::SecondHop,
    };
    let number = steps
        .iter()
        .position(|step| step.events.contains(&first.event))?;
    let asked = number.checked_sub(1)?;
    Some(Prediction::new(
        log,
        steps,
        PredictionKind::Ends,
        right,
        asked,
        number,
    ))
}

/// What is decided and computed on the way, and the step that settles it.
fn told(steps: &[Step], asked: usize, settled: usize) -> Vec<usize> {
    let on_the_way = steps.iter().enumerate().take(settled + 1).skip(asked + 1);
    on_the_way
        .filter(|(number, step)| *number == settled || matches!(step.shape, StepShape::Note { .. }))
        .map(|(number, _)| number)
        .collect()
}
