//! What can happen, and how it is known.

use super::HostId;
use crate::crypto::ComputationStep;
use crate::hosts::{
    Comparison, Computation, ConnectionId, Decision, FileTime, Holding, Note, NoteKind,
};
use std::sync::Arc;

/// An event's number in its log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EventId(pub u32);

/// How an event is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Origin {
    /// It is part of a run.
    #[default]
    Computed,
    /// Somebody's traffic shows it.
    Observed,
    /// It follows from what the traffic shows.
    Inferred,
}

/// An entry of the log: what one host did or what came to it, at one time.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Its place in the log, from 0.
    pub id: EventId,
    /// Whether a run or somebody's traffic has it, or it only follows from that.
    pub origin: Origin,
    /// Virtual time; `None` where a file does not tell.
    pub at: Option<FileTime>,
    /// The host that it happened at.
    pub host: HostId,
    /// The message, decision or computation that it is.
    pub kind: EventKind,
    /// What the host holds from now on.
    pub gained: Vec<Holding>,
}

impl Event {
    /// Of a message: what was sent and what arrived.
    pub fn sides(&self) -> Option<[&Arc<[u8]>; 2]> {
        match &self.kind {
            EventKind::Message { sent, received, .. } => {
                Some([sent, received.as_ref().unwrap_or(sent)])
            }
            _ => None,
        }
    }

    /// Whether somebody in between changed it.
    pub fn changed(&self) -> bool {
        self.sides()
            .is_some_and(|[sent, received]| sent != received)
    }
}

/// A message, a decision, a computation, or a connection that opens or closes.
#[derive(Clone, Debug, PartialEq)]
pub enum EventKind {
    /// Bytes went from the event's host to another.
    Message {
        /// The connection that carries it, one way or the other.
        connection: ConnectionId,
        /// The host at the other end of the connection.
        to: HostId,
        /// The bytes as they left the host.
        sent: Arc<[u8]>,
        /// What arrived; it differs only where somebody in between changed it.
        received: Option<Arc<[u8]>>,
    },
    /// The host decided something.
    Decision {
        /// What it decided, with the reason and the rule.
        decision: Decision,
        /// The connection it is about.
        connection: Option<ConnectionId>,
        /// The cryptography behind it.
        steps: Vec<ComputationStep>,
        /// What was held against what.
        comparisons: Vec<Comparison>,
    },
    /// The host computed something.
    Computation {
        /// The value, and what it is for.
        computation: Computation,
        /// The connection it is about.
        connection: Option<ConnectionId>,
        /// Each step from the inputs to the value.
        steps: Vec<ComputationStep>,
    },
    /// What somebody who sees only the messages makes of them.
    Inference {
        /// What follows from the messages, and does not stand in them.
        inference: Inference,
        /// The connection it is about.
        connection: Option<ConnectionId>,
    },
    /// The host opened a connection.
    Opened(ConnectionId),
    /// The host closed a connection.
    Closed(ConnectionId),
}

/// What follows from messages of other people's traffic and does not itself stand there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inference {
    /// The server has somebody else judge the proof, over a channel that is not seen.
    JudgedElsewhere,
    /// The server takes the caller for that person; for nobody in particular, where there is no name.
    Admits(Option<String>),
    /// The server does not take the proof.
    Refuses,
    /// Who asks to be nobody is known as nobody, and gets nothing.
    RefusesNobody,
    /// Who is asked has nothing to answer with, and asks to be nobody.
    NothingToAnswerWith,
    /// So many bytes of the connection are missing.
    Gap(u64),
    /// So many requests with their 401 are left out, and so many bytes with them.
    Hidden(u8, u32),
    /// The client was asked who it is, and sends nothing.
    SendsNothing,
}

impl EventKind {
    /// What a host's note becomes in the log, and what the host holds from then on.
    pub fn from_note(note: Note) -> (Self, Vec<Holding>) {
        let Note {
            what,
            steps,
            comparisons,
            gained,
            connection,
        } = note;
        let kind = match what {
            NoteKind::Decision(decision) => Self::Decision {
                decision,
                connection,
                steps,
                comparisons,
            },
            NoteKind::Computation(computation) => Self::Computation {
                computation,
                connection,
                steps,
            },
        };
        (kind, gained)
    }

    /// The connection it is about.
    pub fn connection(&self) -> Option<ConnectionId> {
        match self {
            Self::Message { connection, .. }
            | Self::Opened(connection)
            | Self::Closed(connection) => Some(*connection),
            Self::Decision { connection, .. }
            | Self::Computation { connection, .. }
            | Self::Inference { connection, .. } => *connection,
        }
    }

    /// The decision; none for messages, computations and what else there is.
    pub fn decision(&self) -> Option<&Decision> {
        match self {
            Self::Decision { decision, .. } => Some(decision),
            _ => None,
        }
    }
}
