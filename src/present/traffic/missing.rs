//! What a picture of traffic lacks, and how to get it.

use crate::traffic::attempts::{Attempt, Fate, Mechanism, Part};
use crate::traffic::collection::Collection;
use crate::traffic::leg::{Credential, Kind, Method, Sender, Unit};
use std::collections::BTreeMap;

/// What is lacking, of how many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shortage {
    /// What.
    pub lack: Lack,
    /// Of what: a host, a file.
    pub of: String,
    /// How many times.
    pub count: usize,
}

/// What can be lacking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lack {
    /// A connection is encrypted; whether the file has its keys.
    Encrypted {
        /// Whether the file has its keys.
        keys: bool,
    },
    /// A browser's file has the final response only.
    FinalOnly,
    /// Who wrote the file took the tokens away.
    Stripped,
    /// The file starts in the middle of a sign-in, or lacks packets of it.
    Legs,
    /// A browser's file has the last request of a sign-in only.
    LastLeg,
    /// There is a demand and nobody answers.
    NotTried,
    /// A proof has no answer.
    Answer,
    /// How a domain controller judged NTLM's proof.
    Judgement,
    /// Who it is stands in a ticket.
    Ticket,
    /// A file was not read to its end.
    Rest,
}

/// How to get what is lacking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// A NetLog of the browser, with credentials.
    NetLog,
    /// Wireshark, with the keys that are in the file.
    Keys,
    /// A capture that begins before the connection.
    EarlierCapture,
    /// A NetLog tells why the browser sends nothing.
    WhyNothing,
    /// Events of the domain controller and the server.
    Events,
    /// A keytab of the service.
    Keytab,
    /// The whole file.
    WholeFile,
}

impl Lack {
    /// How to get it.
    pub fn remedy(self) -> Remedy {
        match self {
            Self::Encrypted { keys: true } => Remedy::Keys,
            Self::Encrypted { keys: false } | Self::FinalOnly | Self::LastLeg | Self::Stripped => {
                Remedy::NetLog
            }
            Self::Legs | Self::Answer => Remedy::EarlierCapture,
            Self::NotTried => Remedy::WhyNothing,
            Self::Judgement => Remedy::Events,
            Self::Ticket => Remedy::Keytab,
            Self::Rest => Remedy::WholeFile,
        }
    }
}

/// All that is lacking, each once with how often.
pub fn shortages(collection: &Collection) -> Vec<Shortage> {
    let mut found: BTreeMap<(Lack, String), usize> = BTreeMap::new();
    let mut add = |lack, of: String| *found.entry((lack, of)).or_default() += 1;
    for leg in &collection.legs {
        let server = || {
            let flow = collection.flows.get(leg.flow);
            let name = flow.map_or_else(String::new, |flow| collection.name(&flow.server));
            leg.target.clone().unwrap_or(name)
        };
        let flow = collection.flows.get(leg.flow);
        let elsewhere = flow.is_some_and(|flow| collection.is_elsewhere(flow));
        if let (Kind::Tls(keys), false) = (leg.kind, elsewhere) {
            add(Lack::Encrypted { keys }, server());
        }
        if matches!(leg.credential, Some(Credential::Stripped(..))) {
            add(Lack::Stripped, server());
        }
    }
    for attempt in &collection.attempts {
        let of = super::target(collection, attempt);
        for lack in lacks(collection, attempt) {
            add(lack, of.clone());
        }
    }
    for file in &collection.files {
        if !file.dropped.is_empty() {
            add(Lack::Rest, file.name.clone());
        }
    }
    let all = found.into_iter();
    all.map(|((lack, of), count)| Shortage { lack, of, count })
        .collect()
}

/// What one attempt lacks.
pub fn lacks(collection: &Collection, attempt: &Attempt) -> Vec<Lack> {
    let mut lacks = Vec::new();
    if attempt.hidden.is_some() {
        lacks.push(Lack::FinalOnly);
        return lacks;
    }
    let missing = attempt.missing();
    let answers = |part: &Part| matches!(part, Part::Answer | Part::KdcReply(_));
    if missing.iter().any(|part| !answers(part)) {
        let entries = super::place(collection, attempt).map(|(_, spot)| spot.unit);
        lacks.push(match entries {
            Some(Unit::Entry) => Lack::LastLeg,
            _ => Lack::Legs,
        });
    }
    match attempt.fate {
        Fate::NotTried if attempt.failure.is_none() => lacks.push(Lack::NotTried),
        Fate::Unanswered | Fate::Incomplete if !attempt.has(Part::Logged) => {
            lacks.push(Lack::Answer);
        }
        _ => {}
    }
    if attempt.mechanism == Mechanism::Ntlm
        && attempt.has(Part::Authenticate)
        && !attempt.is_anonymous()
        && !collection.has_logs
    {
        lacks.push(Lack::Judgement);
    }
    if attempt.mechanism == Mechanism::Kerberos && attempt.told.user.is_none() {
        lacks.push(Lack::Ticket);
    }
    lacks
}

/// Whether a client's message carries a secret in clear.
pub fn in_clear(collection: &Collection, attempt: &Attempt) -> bool {
    let legs = attempt.legs.iter();
    legs.filter_map(|(_, leg)| collection.legs.get(*leg))
        .any(|leg| {
            let clear = matches!(
                leg.credential,
                Some(Credential::Clear(
                    Method::Basic | Method::Plain | Method::Login | Method::Simple | Method::Native,
                    _,
                    _
                ))
            );
            clear && leg.sender == Sender::Client
        })
}
