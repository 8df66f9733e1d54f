//! Why something in a file was not read.

use crate::traffic::leg::SkipReason;

/// Why something was not read, as a clause.
pub fn skip_reason(reason: &SkipReason) -> String {
    match reason {
        SkipReason::CutShort => "the file ends in the middle of it".to_owned(),
        SkipReason::Malformed(at) => format!("not what it claims to be, at byte {at}"),
        SkipReason::LinkType(kind) => format!("packets of link type {kind} are not read"),
        SkipReason::NoInterface => {
            "packets of an interface that the file does not describe".to_owned()
        }
        SkipReason::NoPackets => "no packets".to_owned(),
        SkipReason::EtherType(kind) => format!("frames of EtherType 0x{kind:04x} are not read"),
        SkipReason::NoIp => "no packets of IP".to_owned(),
        SkipReason::Wireless => "packets that the wireless network encrypts".to_owned(),
        SkipReason::Tunnel => "packets in IPsec’s ESP".to_owned(),
        SkipReason::NoProtocol => "no protocol that is read here".to_owned(),
        SkipReason::UnderWay => "connections that were under way before it began".to_owned(),
        SkipReason::NothingSent => "nothing sent".to_owned(),
        SkipReason::TooLarge => "it unpacks to more than is read".to_owned(),
        SkipReason::PacketsCut(1) => "1 packet was not captured to its end".to_owned(),
        SkipReason::PacketsCut(count) => format!("{count} packets were not captured to their end"),
        SkipReason::Fragments(1) => "fragments of 1 packet, and not all of them".to_owned(),
        SkipReason::Fragments(count) => {
            format!("fragments of {count} packets, and not all of them")
        }
        SkipReason::Encrypted => "encrypted".to_owned(),
        SkipReason::TooMany => "more than is kept".to_owned(),
        SkipReason::BinaryEvents => {
            "the form that event logs had before Vista is not read".to_owned()
        }
        SkipReason::Language => "described in another language than English".to_owned(),
        SkipReason::Shortened => "only the beginning of each event".to_owned(),
        SkipReason::NoPacketsInTrace => "no packets that are read in the trace".to_owned(),
        SkipReason::Packed => "packed in a way that is not read".to_owned(),
        SkipReason::KeysAlone => "keys of TLS, which is not opened here".to_owned(),
        SkipReason::Dissections => "packets that were taken apart are not read".to_owned(),
        SkipReason::HexDump => "packets as text are not read".to_owned(),
        SkipReason::Unknown => "nothing that is known here".to_owned(),
        SkipReason::NoTickets => "no tickets".to_owned(),
        SkipReason::KlistFailed => "an error of klist".to_owned(),
        SkipReason::NoSignIns => "no sign-ins".to_owned(),
        SkipReason::NoRequests => "no requests".to_owned(),
        SkipReason::NoNames => "no names of users".to_owned(),
        SkipReason::NoWeb => "no requests of a web server".to_owned(),
        SkipReason::NoTime => "times that are not read".to_owned(),
        SkipReason::NoZone => "times without a zone, taken as UTC".to_owned(),
        SkipReason::NoDayOrder => {
            "dates in which day and month may be the other way round".to_owned()
        }
        SkipReason::Empty => "it is empty".to_owned(),
        SkipReason::Unreadable => "the browser cannot read it".to_owned(),
    }
}
