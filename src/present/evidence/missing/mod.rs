//! What a picture of traffic lacks, and how to get it.

mod info;
mod remedy;
#[cfg(test)]
mod tests;

pub use info::MissingInfo;
pub use remedy::Remedy;

use super::CheckedProof;
use crate::traffic::attempts::{Attempt, AttemptOutcome, MessageRole, SeenMechanism};
use crate::traffic::collection::Collection;
use crate::traffic::file_format::Format;
use crate::traffic::leg::{
    Flow, LegKind, Method, Protocol, Sender, SentCredential, Unit, Unreached,
};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// What is lacking, of how many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shortage {
    /// What the traffic does not show.
    pub lack: MissingInfo,
    /// Of what: a host, a file.
    pub of: String,
    /// How many times.
    pub count: usize,
    /// Who misses it, where that is told.
    pub by: Option<String>,
}

/// All that is lacking, each once with how often.
pub fn shortages(collection: &Collection) -> Vec<Shortage> {
    shortages_besides(collection, &[])
}

/// The same without what proofs tell, which are those of each attempt by its number.
pub fn shortages_besides(collection: &Collection, proofs: &[Vec<CheckedProof>]) -> Vec<Shortage> {
    let mut found = Counted::default();
    found.of_messages(collection);
    found.of_attempts(collection, proofs);
    found.of_losses(collection);
    found.of_captures(collection);
    let calls = collection
        .unreached_of_interest()
        .map(|call| unreached(collection, call));
    let others = found.0.into_iter().map(|((lack, of), count)| Shortage {
        lack,
        of,
        count,
        by: None,
    });
    calls.chain(others).collect()
}

/// What is lacking, of what, and how many times.
#[derive(Default)]
struct Counted(BTreeMap<(MissingInfo, String), usize>);

impl Counted {
    fn add(&mut self, lack: MissingInfo, of: String) {
        *self.0.entry((lack, of)).or_default() += 1;
    }

    /// What is encrypted, and what somebody took out.
    fn of_messages(&mut self, collection: &Collection) {
        for leg in &collection.legs {
            let flow = collection.flows.get(leg.flow);
            let name = || flow.map_or_else(String::new, |flow| collection.name(&flow.server));
            let elsewhere = flow.is_some_and(|flow| collection.is_elsewhere(flow));
            if let LegKind::Tls(keys) = leg.kind
                && !elsewhere
            {
                let lack = match flow.map(|it| it.protocol) {
                    Some(Protocol::Tds) if !keys => MissingInfo::EncryptedSql,
                    _ => MissingInfo::Encrypted { keys },
                };
                self.add(lack, leg.target.clone().unwrap_or_else(name));
            }
            if matches!(leg.credential, Some(SentCredential::Stripped(..))) {
                // Nobody takes anything out of packets.
                let lack = match leg.location.unit {
                    Unit::Packet => MissingInfo::NoToken,
                    _ => MissingInfo::Stripped,
                };
                self.add(lack, name());
            }
        }
    }

    fn of_attempts(&mut self, collection: &Collection, proofs: &[Vec<CheckedProof>]) {
        for (number, attempt) in collection.attempts.iter().enumerate() {
            // Another file has more of it.
            if collection.double_of(number).is_some() {
                continue;
            }
            let opened = proofs
                .get(number)
                .is_some_and(|all| all.iter().any(|it| it.who.is_some()));
            let of = super::server(collection, attempt);
            for lack in lacks(collection, attempt) {
                if lack != MissingInfo::Ticket || !opened {
                    self.add(lack, of.clone());
                }
            }
        }
    }

    /// What of files was not read.
    fn of_losses(&mut self, collection: &Collection) {
        for file in &collection.files {
            let lost = file.skipped.iter().map(|it| MissingInfo::of(&it.reason));
            for lack in lost.collect::<BTreeSet<_>>() {
                match lack {
                    MissingInfo::Rest | MissingInfo::Unknown
                        if file.count == 0
                            && (lack == MissingInfo::Rest || is_json(file.format.kind)) =>
                    {
                        let of = format!("{} ({})", file.name, file.format);
                        self.add(MissingInfo::Begun, of);
                    }
                    MissingInfo::Rest if file.format.kind == Format::Pcap && file.count == 1 => {
                        self.add(MissingInfo::Dialect, file.name.clone());
                    }
                    // What we wrote had no more.
                    MissingInfo::Cut if file.is_ours() => {}
                    lack => self.add(lack, file.name.clone()),
                }
            }
        }
    }

    /// What is spoken in clear in a capture in which nobody signs in.
    fn of_captures(&mut self, collection: &Collection) {
        let legs = collection.legs.iter();
        let encrypted: HashSet<usize> = legs
            .filter(|leg| matches!(leg.kind, LegKind::Tls(_)))
            .map(|leg| leg.flow)
            .collect();
        let flow = |attempt| collection.flow(attempt).map(|it| it.file);
        let signs_in: HashSet<usize> = collection.attempts.iter().filter_map(flow).collect();
        for (number, file) in collection.files.iter().enumerate() {
            if !file.format.kind.is_capture() || signs_in.contains(&number) {
                continue;
            }
            // The first of each protocol stands for the others.
            let mut told = HashSet::new();
            let in_clear = |at, flow: &Flow| flow.file == number && !encrypted.contains(&at);
            let flows = collection.flows.iter().enumerate();
            for (_, flow) in flows.filter(|(at, it)| in_clear(*at, it)) {
                if flow.protocol != Protocol::Tls && told.insert(flow.protocol) {
                    let lack = MissingInfo::NobodySignsIn(flow.protocol);
                    self.add(lack, collection.name(&flow.server));
                }
            }
        }
    }
}

/// That a computer does not take calls.
pub fn unreached(collection: &Collection, call: &Unreached) -> Shortage {
    Shortage {
        lack: MissingInfo::Unreached(call.why, call.over, call.server.port.unwrap_or(0)),
        of: super::party(collection, &call.server),
        count: call.count as usize,
        by: Some(super::party(collection, &call.client)),
    }
}

/// Whether a sign-in leaves its server with nothing that it could sign in with elsewhere by itself, as a password would.
fn proves_to_one_server(collection: &Collection, number: usize) -> bool {
    let attempt = collection.attempts.get(number);
    attempt.is_some_and(|it| {
        matches!(
            it.mechanism,
            SeenMechanism::Ntlm | SeenMechanism::Digest | SeenMechanism::Kerberos
        )
    })
}

/// Whether it is a kind of file that is known by its first words alone.
fn is_json(format: Format) -> bool {
    matches!(format, Format::Har | Format::NetLog)
}

/// What of one attempt the traffic does not show.
pub fn lacks(collection: &Collection, attempt: &Attempt) -> Vec<MissingInfo> {
    let mut lacks = Vec::new();
    let file = collection
        .flow(attempt)
        .and_then(|flow| collection.files.get(flow.file));
    let unproved = attempt.outcome == AttemptOutcome::Incomplete && !attempt.has_proof();
    let writer = file.map(|file| file.writer_kind).unwrap_or_default();
    if attempt.hidden.is_some() || (unproved && writer.shows_last_answers_only()) {
        lacks.push(MissingInfo::FinalOnly);
        return lacks;
    }
    let missing = attempt.missing();
    let answers =
        |role: &MessageRole| matches!(role, MessageRole::Answer | MessageRole::KdcReply(_));
    let first = attempt.legs.first();
    let first = first.and_then(|(role, leg)| Some((*role, collection.legs.get(*leg)?)));
    let http = collection
        .flow(attempt)
        .is_some_and(|it| it.protocol.is_http());
    let netlog = http && first.is_some_and(|(_, leg)| leg.location.unit == Unit::Event);
    // What a browser's file begins with a proof of Negotiate was asked for before.
    let negotiates = attempt.method == Some(Method::Negotiate);
    let asked = negotiates && writer.shows_last_requests_only();
    let cut = asked && first.is_some_and(|(role, _)| role == MessageRole::ApReq);
    // What a cut packet or a cut file lacks is said of the file: beginning earlier does not help.
    let loses = |lack| {
        let skipped = file.map(|it| it.skipped.as_slice()).unwrap_or_default();
        skipped.iter().any(|it| MissingInfo::of(&it.reason) == lack)
    };
    let without_end = matches!(
        attempt.outcome,
        AttemptOutcome::Incomplete | AttemptOutcome::Unanswered
    );
    let ends_early =
        without_end && loses(MissingInfo::Rest) && !missing.contains(&MessageRole::Negotiate);
    let gap = attempt.has(MessageRole::Gap) && !loses(MissingInfo::Cut);
    if (missing.iter().any(|role| !answers(role)) && !ends_early) || cut || gap {
        lacks.push(match writer.leaves_out_requests() {
            true => MissingInfo::LastLeg,
            false if attempt.is_of_server_alone() => MissingInfo::OneDirection,
            false => MissingInfo::Legs,
        });
    }
    match attempt.outcome {
        // Whoever has a NetLog need not record one.
        AttemptOutcome::NotTried if attempt.failure.is_none() && !netlog => {
            lacks.push(match attempt.on_behalf_of {
                _ if collection.gets_no_ticket(attempt) => MissingInfo::NoTicketGiven,
                Some(first) if proves_to_one_server(collection, first) => MissingInfo::NotPassedOn,
                _ => MissingInfo::NotTried,
            });
        }
        _ if attempt.is_rpc_channel() && !attempt.fails() => lacks.push(MissingInfo::RpcOverHttp),
        _ if attempt.only_begun => lacks.push(MissingInfo::Unfinished),
        // What nobody takes is said by itself.
        _ if attempt.unreached.is_some() => {}
        _ if attempt.is_told_to_use_tcp() => lacks.push(MissingInfo::OverTcp),
        _ if missing.iter().any(answers) && !ends_early => lacks.push(MissingInfo::Answer),
        _ => {}
    }
    if super::is_judged_elsewhere(collection, attempt) && !collection.has_log {
        lacks.push(MissingInfo::Judgement);
    }
    if attempt.has(MessageRole::ApReq)
        && attempt.mechanism == SeenMechanism::Kerberos
        && attempt.facts.user.is_none()
    {
        lacks.push(MissingInfo::Ticket);
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
                Some(SentCredential::Clear(
                    Method::Basic | Method::Plain | Method::Login | Method::Simple | Method::Native,
                    _,
                    _
                ))
            );
            clear && leg.sender == Sender::Client && !attempt.facts.anonymous
        })
}
