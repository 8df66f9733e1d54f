//! What is told of a step: one value with named parts.

use super::glossary::Term;
use super::names::{self, BRIEF, LONG};
use super::roles::opens;
use super::source::{Source, THIS_PAGE, kb};
use super::text::{Narrate, Text, strong};
use super::{
    authority, back_end, browser, front_end, history, kdc, kerberos, mechanism, messages, ntlm,
    refusals, traffic,
};
use crate::hosts::{Computation, ConnectionId, Decision, Era, Identity};
use crate::lab::{Connection, Event, EventKind, Log};
use crate::present::summary::MessageSummary;
use crate::present::{Step, StepShape};
use crate::prose;

/// What is told of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepNarrative {
    /// What stands on its arrow or in its box: few words, short names.
    pub label: Text,
    /// Its title: few words, short names.
    pub title: Text,
    /// What happened, as a sentence that can be read aloud.
    pub sentence: Text,
    /// Why, and what it means for hop 2: a paragraph each.
    pub reasons: Vec<Text>,
    /// Where KB183545 and the wire differ, both.
    pub story: Option<Story>,
    /// What is simplified here, and where sources disagree: a paragraph each.
    pub simplified: Vec<Text>,
    /// Where it can be looked up; each source once.
    pub sources: Vec<Source>,
}

/// The same moment, told twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Story {
    /// As KB183545 tells it, in our words.
    pub article: Text,
    /// As it is on the wire, from the bytes of the run.
    pub wire: Text,
}

/// What every step has.
pub(super) struct Headline {
    pub label: Text,
    pub title: Text,
    pub sentence: Text,
}

/// What is told of a step.
pub fn narrate(log: &Log, step: &Step) -> Box<StepNarrative> {
    let Some(event) = history::event(log, step) else {
        return nothing();
    };
    let moment = StepContext { log, step, event };
    match &event.kind {
        EventKind::Message { sent, .. } => {
            let told = messages::narrate(&moment, &MessageSummary::of(sent));
            if event.changed() {
                told.changed(&moment)
            } else {
                told
            }
        }
        EventKind::Decision { decision, .. } => {
            let mut told = decided(&moment, decision);
            if step.shape != (StepShape::Note { host: event.host }) {
                // It stands at the host that asked.
                told.label = prose! { "KDC: ", told.label };
            }
            told
        }
        EventKind::Computation { computation, .. } => computed(&moment, computation),
        EventKind::Inference { inference, .. } => traffic::infers(&moment, inference),
        EventKind::Opened(id) => opened(&moment, *id),
        EventKind::Closed(id) => closed(&moment, *id),
    }
}

/// A step as one plain sentence, readable aloud.
pub fn list_item(log: &Log, step: &Step) -> String {
    let sentence = narrate(log, step).sentence;
    let changed = changed(log, step).then_some(" Somebody in between changed it.");
    prose! { sentence, changed }.to_string()
}

/// Whether the message of a step was changed by somebody in between.
pub fn changed(log: &Log, step: &Step) -> bool {
    history::event(log, step).is_some_and(Event::changed)
}

/// Who tells of which decision.
fn decided(moment: &StepContext<'_>, decision: &Decision) -> Box<StepNarrative> {
    match decision {
        Decision::SignsIn { scheme, prompt, .. } => browser::signs_in(moment, *scheme, *prompt),
        Decision::CannotLogOn { because } => browser::cannot_log_on(moment, because),
        Decision::CannotSignIn { offered } => browser::cannot_sign_in(moment, offered),
        Decision::GivesUp { prompts } => browser::gives_up(moment, *prompts),
        Decision::CannotSend { error } => browser::cannot_send(moment, error),
        Decision::PeerMisbehaved { error } => messages::stops(moment, error),
        Decision::RefusesRequest { because } => refusals::refuses(moment, because),
        Decision::AdmitsAnybody { account } => front_end::admits_anybody(moment, account),
        Decision::MakesToken {
            identity,
            logon,
            credential,
            how,
        } => front_end::makes_token(moment, identity, *logon, *credential, *how),
        Decision::AnswersAs {
            reach,
            thread,
            challenge,
        } => front_end::answers(moment, reach, thread, challenge),
        Decision::HearsFromBackEnd(answer) => front_end::hears(moment, answer),
        Decision::Authenticates { identity, how } => {
            mechanism::at_back_end(moment, identity, how.mechanism)
        }
        Decision::AuthenticationFails { because } => back_end::fails(moment, because),
        Decision::Authorizes {
            identity,
            resource,
            admits,
            granted,
        } => back_end::authorizes(moment, identity, resource, admits, *granted),
        Decision::GainsTicket(gained) => kerberos::gains(moment, gained),
        Decision::FallsBack { service, failure } => kerberos::falls_back(moment, service, failure),
        Decision::ServerProves { service, proven } => {
            kerberos::server_proves(moment, service, *proven)
        }
        Decision::IssuesTicket(decision) => kdc::issues(moment, decision),
        Decision::RefusesTicket(decision) => kdc::refuses(moment, decision),
        Decision::Validates { account, outcome } => authority::validates(moment, account, outcome),
    }
}

fn computed(moment: &StepContext<'_>, computation: &Computation) -> Box<StepNarrative> {
    match computation {
        Computation::Response {
            mechanism,
            challenge,
        } => mechanism::computes(moment, *mechanism, challenge),
        Computation::KeyFromPassword { etype } => kerberos::makes_key(moment, etype.number()),
        Computation::Timestamp { etype, .. } => kerberos::stamps(moment, etype.number()),
        Computation::Authenticator { service, delegates } => {
            kerberos::authenticates(moment, service, *delegates)
        }
        Computation::Challenge { challenge } => ntlm::draws(moment, challenge),
        Computation::OwnChallenge { challenge } => front_end::asks_itself(moment, challenge),
    }
}

fn opened(moment: &StepContext<'_>, id: ConnectionId) -> Box<StepNarrative> {
    let connection = names::connection_name(moment.log, id);
    StepNarrative::new(Headline {
        label: prose! { "opens ", &connection },
        title: prose! { "A connection opens" },
        sentence: prose! { moment.host(), " opens ", connection, "." },
    })
    .because(
        prose! { "NTLM authenticates a ", Term::Connection, ", so each new one begins with nobody known." },
    )
    .cite(&[kb("297210")])
}

fn closed(moment: &StepContext<'_>, id: ConnectionId) -> Box<StepNarrative> {
    let connection = names::connection_name(moment.log, id);
    StepNarrative::new(Headline {
        label: prose! { "closes ", &connection },
        title: prose! { "A connection closes" },
        sentence: prose! { moment.host(), " closes ", connection, "." },
    })
    .because(prose! { "What was known of the caller on it is forgotten with it." })
    .cite(&[kb("297210")])
}

fn nothing() -> Box<StepNarrative> {
    StepNarrative::new(Headline {
        label: prose! { "nothing" },
        title: prose! { "Nothing" },
        sentence: prose! { "Nothing happens." },
    })
    .cite(&[THIS_PAGE.whole()])
}

impl StepNarrative {
    pub(super) fn new(headline: Headline) -> Box<Self> {
        let Headline {
            label,
            title,
            sentence,
        } = headline;
        Box::new(Self {
            label,
            title,
            sentence,
            reasons: Vec::new(),
            story: None,
            simplified: Vec::new(),
            sources: Vec::new(),
        })
    }

    /// With one more reason.
    pub(super) fn because(mut self: Box<Self>, reason: Text) -> Box<Self> {
        self.reasons.push(reason);
        self
    }

    /// With the article's story and the wire's, which differ at this step.
    pub(super) fn story(
        mut self: Box<Self>,
        article: impl Narrate,
        wire: impl Narrate,
    ) -> Box<Self> {
        self.story = Some(Story {
            article: prose! { article },
            wire: prose! { wire },
        });
        self
    }

    /// With one more thing that is simplified, or that sources disagree on.
    pub(super) fn simplified(mut self: Box<Self>, note: impl Narrate) -> Box<Self> {
        self.simplified.push(prose! { note });
        self
    }

    /// With sources; each counts once.
    pub(super) fn cite(mut self: Box<Self>, sources: &[Source]) -> Box<Self> {
        for source in sources {
            if !self.sources.contains(source) {
                self.sources.push(*source);
            }
        }
        self
    }

    /// With what somebody in between did.
    fn changed(mut self: Box<Self>, moment: &StepContext<'_>) -> Box<Self> {
        self.label = prose! { self.label, strong(" · changed") };
        self.because(prose! {
            "Somebody in between changed this message: ", moment.to(), " gets other bytes than ", moment.from(),
            " sent. What is told here is what was sent; the side “Bytes” shows both."
        })
    }
}

/// A step in its log.
pub(super) struct StepContext<'a> {
    pub log: &'a Log,
    pub step: &'a Step,
    /// The event that the step is named for.
    pub event: &'a Event,
}

impl<'a> StepContext<'a> {
    /// When the computer it happens on was set up, where that is known.
    pub fn era(&self) -> Option<Era> {
        self.log.host(self.event.host)?.era
    }

    /// The host, at the beginning of a sentence.
    pub fn host(&self) -> String {
        names::subject(self.log, self.event.host)
    }

    /// The same in the middle of a sentence.
    pub fn from(&self) -> String {
        names::object(self.log, self.event.host)
    }

    /// The host that a message goes to, in the middle of a sentence.
    pub fn to(&self) -> String {
        let to = history::receiver(self.event);
        to.map_or_else(String::new, |to| names::object(self.log, to))
    }

    /// The events folded into the step.
    pub fn folded(&self) -> impl Iterator<Item = &'a Event> {
        let log = self.log;
        self.step.events.iter().filter_map(move |id| log.event(*id))
    }

    /// Whether it is part of hop 2.
    pub fn second(&self) -> bool {
        history::on_second_hop(self.log, self.event)
    }

    /// Whether both ends of its connection are on one computer.
    pub fn loopback(&self) -> bool {
        self.connection()
            .is_some_and(|connection| connection.loopback)
    }

    /// What the host opens that its connection leads to.
    pub fn resource(&self) -> &'static str {
        let called = self
            .connection()
            .and_then(|connection| self.log.host(connection.to));
        called.and_then(|host| host.role).map_or("mailbox", opens)
    }

    fn connection(&self) -> Option<&'a Connection> {
        self.log.connection(self.event.kind.connection()?)
    }
}

/// Somebody, as short as a label has them.
pub(super) fn brief(identity: &Identity) -> String {
    names::identity(identity, BRIEF)
}

/// Somebody, as long as a sentence has them.
pub(super) fn full(identity: &Identity) -> String {
    names::identity(identity, LONG)
}
