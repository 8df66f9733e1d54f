//! What a picture of traffic lacks, and how to get it.

#[cfg(test)]
mod tests;

use super::CheckedProof;
use crate::traffic::attempts::{Attempt, AttemptOutcome, MessageRole, SeenMechanism};
use crate::traffic::collection::Collection;
use crate::traffic::file_format::Format;
use crate::traffic::leg::{
    LegKind, Method, NoAnswer, Protocol, Sender, SentCredential, SkipReason, Transport, Unit,
    Unreached,
};
use std::collections::{BTreeMap, BTreeSet};

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

/// What can be lacking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MissingInfo {
    /// A computer that was called does not take the call: why, over what, and on which port.
    Unreached(NoAnswer, Transport, u16),
    /// A connection is encrypted; whether the file has its keys.
    Encrypted {
        /// Whether the file has its keys.
        keys: bool,
    },
    /// A browser's file has the final response only.
    FinalOnly,
    /// Who wrote the file took the tokens away.
    Stripped,
    /// What stands in the place of a token on the network is none.
    NoToken,
    /// The file starts in the middle of a sign-in, or lacks packets of it.
    Legs,
    /// Of connections a capture has what the server sends, and nothing of what the client does.
    OneDirection,
    /// A browser's file has the last request of a sign-in only.
    LastLeg,
    /// There is a demand and nobody answers.
    NotTried,
    /// There is a demand and nobody answers: the KDC gave no ticket for that very service.
    NoTicketGiven,
    /// There is a demand, and a server that calls for somebody has nothing to answer it with.
    NotPassedOn,
    /// What goes through the channels of RPC over HTTP, with a sign-in of its own.
    RpcOverHttp,
    /// A log has how a sign-in began, and nothing more.
    Unfinished,
    /// A proof has no answer.
    Answer,
    /// What a KDC answers over TCP, as it is too long for a datagram.
    OverTcp,
    /// How a domain controller judged NTLM's proof.
    Judgement,
    /// Who it is stands in a ticket.
    Ticket,
    /// A file was not read to its end.
    Rest,
    /// A file unpacks to more than is read.
    TooLarge,
    /// A part of a file is encrypted with a password.
    Locked,
    /// Packets of a kind of link that is not read.
    LinkType,
    /// Packets, and none of them of IP.
    NoIp,
    /// Packets that a wireless network encrypts.
    Wireless,
    /// Packets in IPsec's ESP.
    Tunnel,
    /// Packets, and no protocol among them that is read.
    NoProtocol,
    /// The same, of connections that began before the file.
    UnderWay,
    /// Connections, and nothing that is sent over them.
    NothingSent,
    /// What is read of a capture has no sign-in in it.
    NobodySignsIn(Protocol),
    /// A trace in Windows' own binary form.
    BinaryTrace,
    /// Events in Windows' own binary form.
    BinaryEvents,
    /// Events in a language that is not read.
    Language,
    /// Events of which only the beginning is there.
    Shortened,
    /// Keys of TLS without what they open.
    KeysAlone,
    /// Packets printed as text.
    HexDump,
    /// A file is packed in a way that is not read.
    Packed,
    /// A file with nothing in it.
    Empty,
    /// A file that the browser cannot read.
    Unreadable,
    /// A file with nothing in it that is known here.
    Unknown,
    /// A list of tickets with none in it.
    Tickets,
    /// `klist` failed: mostly no ticket was given.
    Klist,
    /// A log of requests with none in it.
    Requests,
    /// A capture with no packets in it.
    Packets,
    /// Events of which none tells of a sign-in.
    SignIns,
    /// A pcap of which nothing can be read behind its first packet, as of the forms that some systems had.
    Dialect,
    /// A file of a known kind is damaged, or ends, before anything that could be read.
    Begun,
    /// The column of a log that names users.
    Names,
    /// Lines of another service than a web server, or of HTTP.sys.
    Web,
    /// Times in a form that is not read.
    Time,
    /// The zone of a file's times.
    Zone,
    /// Which of day and month comes first in a file's dates.
    DayOrder,
    /// Packets were not captured to their end.
    Cut,
}

/// How to get what is lacking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// A firewall or an address, where nothing comes back.
    LetThrough,
    /// A service that listens.
    Listen,
    /// A way there.
    Route,
    /// A NetLog of the browser, with credentials.
    NetLog,
    /// Wireshark, with the keys that are in the file.
    Keys,
    /// A capture that begins before the connection.
    EarlierCapture,
    /// A capture of the KDC's port over TCP too.
    TcpToo,
    /// A sign-in that is made while the capture runs.
    SignInAnew,
    /// A capture of what goes either way.
    BothDirections,
    /// The client's own log tells why it sends nothing.
    WhyNothing,
    /// Delegation, or credentials that the server's own code sends.
    PassOn,
    /// The KDC's error tells why.
    KdcError,
    /// A capture at the client and one at the server.
    BothEnds,
    /// Events of the domain controller and the server.
    Events,
    /// A keytab of the service.
    Keytab,
    /// The capture as a plain pcap.
    PlainPcap,
    /// The file without a cut: its end is missing.
    WholeFile,
    /// A part of the file.
    SmallerFile,
    /// The same without a password.
    NoPassword,
    /// The file without its packing, which is not one that is read: unpacked, or as zip or gzip.
    Repack,
    /// A capture on another link.
    OtherLink,
    /// A capture on another interface.
    OtherInterface,
    /// A capture on the computer itself, behind the wireless network's encryption.
    OnComputer,
    /// A capture where the packets are not in the tunnel.
    BesideTunnel,
    /// A capture where the sign-in takes place.
    OnTheWay,
    /// The packets that were printed, as a capture.
    DumpAsCapture,
    /// The packets of the trace, as pcapng.
    TraceAsPcapng,
    /// The events once more, as XML: text leaves fields out.
    EventsAsXml,
    /// The file once more, and no folder.
    FileAgain,
    /// A file of a kind that is read.
    KnownFile,
    /// Nothing but to mind it, or a file whose times are UTC.
    AsUtc,
    /// A date of which the day can be no month, or a file with dates that all read alike.
    LaterDay,
    /// The list of the session that signs in.
    OtherSession,
    /// The log once its lines are written.
    LaterLog,
    /// The log with the column of names switched on.
    LogNames,
    /// A capture of whole packets.
    WholePackets,
}

impl MissingInfo {
    /// What a loss in a file comes to.
    fn of(lost: &SkipReason) -> Self {
        match lost {
            SkipReason::PacketsCut(_) => Self::Cut,
            SkipReason::TooLarge | SkipReason::TooMany => Self::TooLarge,
            SkipReason::Encrypted => Self::Locked,
            SkipReason::LinkType(_) | SkipReason::EtherType(_) => Self::LinkType,
            SkipReason::NoIp => Self::NoIp,
            SkipReason::Wireless => Self::Wireless,
            SkipReason::Tunnel => Self::Tunnel,
            SkipReason::NoProtocol => Self::NoProtocol,
            SkipReason::UnderWay => Self::UnderWay,
            SkipReason::NothingSent => Self::NothingSent,
            SkipReason::BinaryEvents => Self::BinaryEvents,
            SkipReason::Language => Self::Language,
            SkipReason::Shortened => Self::Shortened,
            SkipReason::BinaryTrace => Self::BinaryTrace,
            SkipReason::KeysAlone => Self::KeysAlone,
            SkipReason::HexDump => Self::HexDump,
            SkipReason::Packed => Self::Packed,
            SkipReason::Empty => Self::Empty,
            SkipReason::Unknown => Self::Unknown,
            SkipReason::Unreadable => Self::Unreadable,
            SkipReason::NoTickets => Self::Tickets,
            SkipReason::KlistFailed => Self::Klist,
            SkipReason::NoRequests => Self::Requests,
            SkipReason::NoSignIns => Self::SignIns,
            SkipReason::NoNames => Self::Names,
            SkipReason::NoWeb => Self::Web,
            SkipReason::NoTime => Self::Time,
            SkipReason::NoZone => Self::Zone,
            SkipReason::NoDayOrder => Self::DayOrder,
            SkipReason::NoPackets => Self::Packets,
            SkipReason::CutShort
            | SkipReason::Malformed(_)
            | SkipReason::Gap(_)
            | SkipReason::NoInterface => Self::Rest,
        }
    }

    /// What somebody can do to get what is missing.
    pub fn remedy(self) -> Remedy {
        match self {
            Self::Unreached(NoAnswer::Silence, ..) => Remedy::LetThrough,
            Self::Unreached(NoAnswer::Refusal, ..) => Remedy::Listen,
            Self::Unreached(NoAnswer::Unreachable, ..) => Remedy::Route,
            Self::Encrypted { keys: true } => Remedy::Keys,
            Self::Encrypted { keys: false } | Self::FinalOnly | Self::LastLeg | Self::Stripped => {
                Remedy::NetLog
            }
            Self::Legs | Self::Answer | Self::UnderWay | Self::NothingSent => {
                Remedy::EarlierCapture
            }
            Self::NobodySignsIn(_) => Remedy::SignInAnew,
            Self::OverTcp => Remedy::TcpToo,
            Self::OneDirection => Remedy::BothDirections,
            Self::NotTried => Remedy::WhyNothing,
            Self::NotPassedOn => Remedy::PassOn,
            Self::NoTicketGiven | Self::Klist => Remedy::KdcError,
            Self::Unfinished | Self::NoToken => Remedy::BothEnds,
            Self::Judgement | Self::RpcOverHttp | Self::SignIns => Remedy::Events,
            Self::Ticket => Remedy::Keytab,
            Self::Rest | Self::Begun => Remedy::WholeFile,
            Self::Dialect => Remedy::PlainPcap,
            Self::TooLarge => Remedy::SmallerFile,
            Self::Locked => Remedy::NoPassword,
            Self::Packed => Remedy::Repack,
            Self::LinkType => Remedy::OtherLink,
            Self::Wireless => Remedy::OnComputer,
            Self::Tunnel => Remedy::BesideTunnel,
            Self::NoProtocol | Self::Packets => Remedy::OnTheWay,
            Self::NoIp => Remedy::OtherInterface,
            Self::BinaryTrace => Remedy::TraceAsPcapng,
            Self::BinaryEvents | Self::Language | Self::Shortened | Self::Time => {
                Remedy::EventsAsXml
            }
            Self::KeysAlone => Remedy::Keys,
            Self::HexDump => Remedy::DumpAsCapture,
            Self::Empty | Self::Unreadable => Remedy::FileAgain,
            Self::Unknown | Self::Web => Remedy::KnownFile,
            Self::Tickets => Remedy::OtherSession,
            Self::Requests => Remedy::LaterLog,
            Self::Names => Remedy::LogNames,
            Self::Zone => Remedy::AsUtc,
            Self::DayOrder => Remedy::LaterDay,
            Self::Cut => Remedy::WholePackets,
        }
    }
}

/// All that is lacking, each once with how often.
pub fn shortages(collection: &Collection) -> Vec<Shortage> {
    shortages_besides(collection, &[])
}

/// The same without what proofs tell, which are those of each attempt by its number.
pub fn shortages_besides(collection: &Collection, proofs: &[Vec<CheckedProof>]) -> Vec<Shortage> {
    let mut found: BTreeMap<(MissingInfo, String), usize> = BTreeMap::new();
    let mut add = |lack, of: String| *found.entry((lack, of)).or_default() += 1;
    for leg in &collection.legs {
        let flow = collection.flows.get(leg.flow);
        let name = || flow.map_or_else(String::new, |flow| collection.name(&flow.server));
        let elsewhere = flow.is_some_and(|flow| collection.is_elsewhere(flow));
        if let (LegKind::Tls(keys), false) = (leg.kind, elsewhere) {
            add(
                MissingInfo::Encrypted { keys },
                leg.target.clone().unwrap_or_else(name),
            );
        }
        if matches!(leg.credential, Some(SentCredential::Stripped(..))) {
            // Nobody takes anything out of packets.
            let lack = match leg.location.unit {
                Unit::Packet => MissingInfo::NoToken,
                _ => MissingInfo::Stripped,
            };
            add(lack, name());
        }
    }
    for (number, attempt) in collection.attempts.iter().enumerate() {
        // Another file has more of it.
        if collection.doubles.get(number).copied().flatten().is_some() {
            continue;
        }
        let opened = proofs
            .get(number)
            .is_some_and(|all| all.iter().any(|it| it.who.is_some()));
        let of = super::server(collection, attempt);
        for lack in lacks(collection, attempt) {
            if lack != MissingInfo::Ticket || !opened {
                add(lack, of.clone());
            }
        }
    }
    for file in &collection.files {
        let lost: BTreeSet<MissingInfo> = file
            .skipped
            .iter()
            .map(|it| MissingInfo::of(&it.reason))
            .collect();
        for lack in lost {
            match lack {
                MissingInfo::Rest | MissingInfo::Unknown
                    if file.count == 0
                        && (lack == MissingInfo::Rest || is_json(file.format.kind)) =>
                {
                    add(
                        MissingInfo::Begun,
                        format!("{} ({})", file.name, file.format),
                    );
                }
                MissingInfo::Rest if file.format.kind == Format::Pcap && file.count == 1 => {
                    add(MissingInfo::Dialect, file.name.clone());
                }
                lack => add(lack, file.name.clone()),
            }
        }
    }
    for (number, file) in collection.files.iter().enumerate() {
        let packets = matches!(
            file.format.kind,
            Format::Pcap | Format::Pcapng | Format::Snoop | Format::NetMon
        );
        let flow = |attempt| collection.flow(attempt).map(|it| it.file);
        if !packets
            || collection
                .attempts
                .iter()
                .any(|it| flow(it) == Some(number))
        {
            continue;
        }
        // The first of each protocol stands for the others.
        let mut told = BTreeSet::new();
        let flows = collection.flows.iter().filter(|it| it.file == number);
        for flow in flows.filter(|it| it.protocol != Protocol::Tls) {
            if told.insert(flow.protocol) {
                let lack = MissingInfo::NobodySignsIn(flow.protocol);
                add(lack, collection.name(&flow.server));
            }
        }
    }
    let calls = collection
        .unreached_of_interest()
        .map(|call| unreached(collection, call));
    let others = found.into_iter().map(|((lack, of), count)| Shortage {
        lack,
        of,
        count,
        by: None,
    });
    calls.chain(others).collect()
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
    let open = attempt.outcome == AttemptOutcome::Incomplete && !attempt.has_proof();
    let writer = file.map(|file| file.writer_kind).unwrap_or_default();
    if attempt.hidden.is_some() || (open && writer.shows_last_answers_only()) {
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
    let open = matches!(
        attempt.outcome,
        AttemptOutcome::Incomplete | AttemptOutcome::Unanswered
    );
    let ends_early = open && loses(MissingInfo::Rest) && !missing.contains(&MessageRole::Negotiate);
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
                Some(_) => MissingInfo::NotPassedOn,
                None => MissingInfo::NotTried,
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
