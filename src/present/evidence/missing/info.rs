//! What a picture of traffic can lack.

use crate::traffic::leg::{NoAnswer, Protocol, SkipReason, Transport};

/// What the traffic does not show, of a sign-in or of a whole file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MissingInfo {
    /// A computer that was called does not take the call: why, over what, and on which port.
    Unreached(NoAnswer, Transport, u16),
    /// A connection is encrypted; whether the file has its keys.
    Encrypted {
        /// Whether the file has its keys.
        keys: bool,
    },
    /// A connection to SQL Server is encrypted, and the file has no keys.
    EncryptedSql,
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
    /// A trace of Windows in which no packets are read.
    NoPacketsInTrace,
    /// Events in the binary form that they had before Vista.
    BinaryEvents,
    /// Events in a language that is not read.
    Language,
    /// Events of which only the beginning is there.
    Shortened,
    /// Keys of TLS without what they open.
    KeysAlone,
    /// Packets printed as text.
    HexDump,
    /// Packets that another program took apart.
    Dissections,
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
    /// Of packets in fragments some fragments were not captured.
    Fragments,
}

impl MissingInfo {
    /// What a loss in a file comes to.
    pub(super) fn of(lost: &SkipReason) -> Self {
        match lost {
            SkipReason::PacketsCut(_) => Self::Cut,
            SkipReason::Fragments(_) => Self::Fragments,
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
            SkipReason::NoPacketsInTrace => Self::NoPacketsInTrace,
            SkipReason::KeysAlone => Self::KeysAlone,
            SkipReason::HexDump => Self::HexDump,
            SkipReason::Dissections => Self::Dissections,
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
            SkipReason::CutShort | SkipReason::Malformed(_) | SkipReason::NoInterface => Self::Rest,
        }
    }
}
