//! What is not read of a file, and why.

use super::FileLocation;

/// What was not read, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Why it was not read.
    pub reason: SkipReason,
    /// Where, as far as that can be said.
    pub location: Option<FileLocation>,
}

/// Why something was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SkipReason {
    /// The file ends in the middle of something.
    CutShort,
    /// It is not what its head says, at that byte.
    Malformed(u64),
    /// A kind of link that is not read here, by its number.
    LinkType(u32),
    /// Packets of an interface that the file does not describe.
    NoInterface,
    /// A capture with no packets in it.
    NoPackets,
    /// Frames, or packets of GRE, with something in them that is not read here, by its EtherType.
    EtherType(u16),
    /// A capture of which no frame carries IP: of ARP, of discovery and the like alone.
    NoIp,
    /// Packets that a wireless network encrypts.
    Wireless,
    /// Packets in IPsec's ESP (RFC 4303), which encrypts them as a rule.
    Tunnel,
    /// Packets of no protocol that is read here.
    NoProtocol,
    /// The same, of connections that all began before the file.
    UnderWay,
    /// Connections over which nothing is sent.
    NothingSent,
    /// A compressed part that unpacks to more than is read.
    TooLarge,
    /// So many packets of which fewer bytes were captured than they had.
    PacketsCut(u32),
    /// So many packets of IP that were sent in fragments, of which others are not in the file.
    Fragments(u32),
    /// A part of an archive that is encrypted with a password.
    Encrypted,
    /// More of something than is kept.
    TooMany,
    /// The binary form that events of Windows had before Vista.
    BinaryEvents,
    /// Events that are described in a language that is not read.
    Language,
    /// Events of which only the beginning of each description is there.
    Shortened,
    /// A trace of Windows without packets, or one in which they are compressed.
    NoPacketsInTrace,
    /// Keys of TLS without what they open.
    KeysAlone,
    /// Packets printed as text.
    HexDump,
    /// Packets that another program took apart.
    Dissections,
    /// Something packed in a way that is not read.
    Packed,
    /// Nothing that is known here.
    Unknown,
    /// A list of tickets with none in it.
    NoTickets,
    /// `klist` failed, mostly as no ticket was given for what it was to get.
    KlistFailed,
    /// Events of which none tells of a sign-in.
    NoSignIns,
    /// A log of requests with none in it.
    NoRequests,
    /// A log of requests that does not say whose they are.
    NoNames,
    /// Lines of servers of mail and FTP, of HTTP.sys or of Exchange, in the form of IIS's.
    NoWeb,
    /// Times that are not read.
    NoTime,
    /// Times without a zone.
    NoZone,
    /// Dates in which day and month may be the other way round.
    NoDayOrder,
    /// Nothing at all.
    Empty,
    /// A file that the browser cannot read.
    Unreadable,
}

impl Skipped {
    /// Whether something was not read: what is only to be minded is no loss.
    pub fn is_loss(&self) -> bool {
        !matches!(
            self.reason,
            SkipReason::NoZone
                | SkipReason::NoDayOrder
                | SkipReason::NoRequests
                | SkipReason::NoNames
                | SkipReason::NoSignIns
                | SkipReason::NoPackets
                | SkipReason::NothingSent
        )
    }
}
