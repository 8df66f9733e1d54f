//! `[MS-NLMP]` 2.2.2.1: the ids of AV_PAIRs.

use crate::wire::field_name;

/// MsvAvFlags: the account authentication is constrained.
pub const AV_FLAG_CONSTRAINED: u32 = 0x1;
/// MsvAvFlags: the AUTHENTICATE carries a MIC.
pub const AV_FLAG_MIC: u32 = 0x2;
/// MsvAvFlags: the target's service principal name comes from an untrusted source.
pub const AV_FLAG_UNTRUSTED_SPN: u32 = 0x4;

/// `[MS-NLMP]` 2.2.2.1 AvId.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AvId {
    /// 0x0000: the end of the list.
    Eol,
    /// 0x0001: the server's NetBIOS computer name.
    NbComputerName,
    /// 0x0002: the server's NetBIOS domain name.
    NbDomainName,
    /// 0x0003: the computer's fully qualified name.
    DnsComputerName,
    /// 0x0004: the domain's fully qualified name.
    DnsDomainName,
    /// 0x0005: the forest's fully qualified name.
    DnsTreeName,
    /// 0x0006: see [`AV_FLAG_MIC`] and its neighbours.
    Flags,
    /// 0x0007: the server's time as FILETIME.
    Timestamp,
    /// 0x0008: Single_Host_Data, 2.2.2.2.
    SingleHost,
    /// 0x0009: the target's service principal name, as the client's caller gave it. It need not be one.
    TargetName,
    /// 0x000A: MD5 of gss_channel_bindings_struct; sixteen zeros say that there are none.
    ChannelBindings,
    /// An id that the specification does not know: kept, and skipped.
    Unknown(u16),
}

impl AvId {
    /// The number on the wire.
    pub fn value(self) -> u16 {
        match self {
            Self::Eol => 0x00,
            Self::NbComputerName => 0x01,
            Self::NbDomainName => 0x02,
            Self::DnsComputerName => 0x03,
            Self::DnsDomainName => 0x04,
            Self::DnsTreeName => 0x05,
            Self::Flags => 0x06,
            Self::Timestamp => 0x07,
            Self::SingleHost => 0x08,
            Self::TargetName => 0x09,
            Self::ChannelBindings => 0x0A,
            Self::Unknown(value) => value,
        }
    }

    /// The name in the specification; `None` for an unknown id.
    pub fn spec_name(self) -> Option<&'static str> {
        Some(match self {
            Self::Eol => "MsvAvEOL",
            Self::NbComputerName => field_name::NB_COMPUTER_NAME,
            Self::NbDomainName => "MsvAvNbDomainName",
            Self::DnsComputerName => field_name::DNS_COMPUTER_NAME,
            Self::DnsDomainName => "MsvAvDnsDomainName",
            Self::DnsTreeName => "MsvAvDnsTreeName",
            Self::Flags => "MsvAvFlags",
            Self::Timestamp => field_name::AV_TIMESTAMP,
            Self::SingleHost => field_name::SINGLE_HOST,
            Self::TargetName => field_name::TARGET_NAME,
            Self::ChannelBindings => field_name::CHANNEL_BINDINGS,
            Self::Unknown(_) => return None,
        })
    }

    /// Whether the value is text: always UTF-16LE, whatever was negotiated, and without a terminator.
    pub fn is_text(self) -> bool {
        matches!(
            self,
            Self::NbComputerName
                | Self::NbDomainName
                | Self::DnsComputerName
                | Self::DnsDomainName
                | Self::DnsTreeName
                | Self::TargetName
        )
    }
}

impl From<u16> for AvId {
    fn from(value: u16) -> Self {
        match value {
            0x00 => Self::Eol,
            0x01 => Self::NbComputerName,
            0x02 => Self::NbDomainName,
            0x03 => Self::DnsComputerName,
            0x04 => Self::DnsDomainName,
            0x05 => Self::DnsTreeName,
            0x06 => Self::Flags,
            0x07 => Self::Timestamp,
            0x08 => Self::SingleHost,
            0x09 => Self::TargetName,
            0x0A => Self::ChannelBindings,
            value => Self::Unknown(value),
        }
    }
}
