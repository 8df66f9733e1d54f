//! Ways to get what is missing, and which one helps against what.

use super::MissingInfo;
use crate::traffic::leg::NoAnswer;

/// How to get what is lacking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// A firewall or an address, where nothing comes back.
    LetThrough,
    /// A service that listens.
    Listen,
    /// A route to the computer that is called, and firewalls that let it through.
    Route,
    /// A NetLog of the browser, with credentials.
    NetLog,
    /// What SQL Server itself says of logins.
    SqlServer,
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
    /// The capture that packets were taken apart of.
    CaptureItself,
    /// A trace with packets in it, or those of this one as pcapng.
    TraceWithPackets,
    /// The events once more, as their log or as XML: text leaves fields out.
    EventsAsXml,
    /// The log in the form that it has since Vista.
    EventsAsEvtx,
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
    /// A capture without a filter for ports.
    WithoutPorts,
}

impl MissingInfo {
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
            Self::NoPacketsInTrace => Remedy::TraceWithPackets,
            Self::BinaryEvents => Remedy::EventsAsEvtx,
            Self::Language | Self::Shortened | Self::Time => Remedy::EventsAsXml,
            Self::KeysAlone => Remedy::Keys,
            Self::HexDump => Remedy::DumpAsCapture,
            Self::Dissections => Remedy::CaptureItself,
            Self::Empty | Self::Unreadable => Remedy::FileAgain,
            Self::Unknown | Self::Web => Remedy::KnownFile,
            Self::Tickets => Remedy::OtherSession,
            Self::Requests => Remedy::LaterLog,
            Self::Names => Remedy::LogNames,
            Self::Zone => Remedy::AsUtc,
            Self::DayOrder => Remedy::LaterDay,
            Self::Cut => Remedy::WholePackets,
            Self::Fragments => Remedy::WithoutPorts,
            Self::EncryptedSql => Remedy::SqlServer,
        }
    }
}
