//! What a Windows of its time puts on the wire, and the level that says which responses it gives and takes.

use super::{AccountName, Identity};
use crate::wire::ntlm::{NegotiateFlags, Version};

/// When the computers were set up. It sets defaults and wire features and forbids nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Era {
    /// Windows NT 4.0, IIS 4, Exchange 5.5.
    Y1998,
    /// Windows Server 2003, IIS 6.
    Y2003,
    /// Windows Server 2022, IIS 10.
    Today,
}

impl Era {
    /// All eras, oldest first.
    pub const ALL: [Self; 3] = [Self::Y1998, Self::Y2003, Self::Today];

    /// The VERSION a message of that time carries, for debugging only (`[MS-NLMP]` 2.2.2.10).
    pub fn version(self) -> Option<Version> {
        let (major, minor, build) = match self {
            Self::Y1998 => return None,
            Self::Y2003 => (5, 2, 3790),
            Self::Today => (10, 0, 20348),
        };
        Some(Version {
            major,
            minor,
            build,
            reserved: [0; 3],
            revision: 0x0F,
        })
    }

    /// Whether it sends what Windows has sent since Windows 7 and Windows Server 2008 R2, and has what administrators have had
    /// since then: PowerShell's ActiveDirectory module, `appcmd`.
    pub fn is_recent(self) -> bool {
        self == Self::Today
    }

    /// Whether its browser goes by the zone of an address, as Internet Explorer does: it hands its TGT over in the intranet, and
    /// takes names with dots to be in the internet. Later ones go by a list of names alone.
    pub fn goes_by_zone(self) -> bool {
        self < Self::Today
    }

    /// Whether a CHALLENGE carries MsvAvTimestamp and an AUTHENTICATE then a MIC (`[MS-NLMP]` 3.1.5.1.2).
    pub fn timestamps(self) -> bool {
        self == Self::Today
    }

    /// Whether a CHALLENGE names computer and domain in DNS form too.
    pub fn dns_names(self) -> bool {
        self != Self::Y1998
    }

    /// Whether its IIS says if a connection stays signed in: `Persistent-Auth`, since Windows Server 2008 R2 (`[MS-N2HT]`
    /// 6).
    pub fn tells_persistence(self) -> bool {
        self.is_recent()
    }

    /// The `User-Agent` of its browser.
    pub fn user_agent(self) -> &'static str {
        match self {
            Self::Y1998 => "Mozilla/4.0 (compatible; MSIE 4.01; Windows NT)",
            Self::Y2003 => "Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.2)",
            Self::Today => "Mozilla/5.0 (Windows NT 10.0; Win64; x64) DoubleHop/1.0",
        }
    }

    /// The `Server` header of its IIS.
    pub fn server(self) -> &'static str {
        match self {
            Self::Y1998 => "Microsoft-IIS/4.0",
            Self::Y2003 => "Microsoft-IIS/6.0",
            Self::Today => "Microsoft-IIS/10.0",
        }
    }

    /// The account, by domain and name, that stands for everybody on an IIS of that computer: a local one until IIS 6,
    /// then a built-in one.
    pub fn anonymous_account(self, computer: &str) -> Identity {
        let (domain, user) = match self {
            Self::Today => ("NT AUTHORITY", "IUSR".to_owned()),
            _ => (computer, format!("IUSR_{computer}")),
        };
        Identity::User(AccountName {
            domain: domain.to_owned(),
            user,
        })
    }

    /// The flags of a NEGOTIATE that names the computer: 0x00003207 of NT 4.0, 0xA208B207 later. Level 0 never asks for extended
    /// session security, every other level does.
    pub fn negotiate_flags(self, level: Level) -> NegotiateFlags {
        let mut flags = NegotiateFlags::UNICODE
            | NegotiateFlags::OEM
            | NegotiateFlags::REQUEST_TARGET
            | NegotiateFlags::NTLM
            | NegotiateFlags::NAMES_SUPPLIED;
        if self != Self::Y1998 {
            flags |= NegotiateFlags::ALWAYS_SIGN
                | NegotiateFlags::VERSION
                | NegotiateFlags::KEY_128
                | NegotiateFlags::KEY_56;
        }
        flags.set(
            NegotiateFlags::EXTENDED_SESSION_SECURITY,
            level.session_security(),
        );
        flags
    }
}

/// LmCompatibilityLevel, 0 to 5: what a client sends and what a domain controller takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Level(u8);

impl Level {
    /// The level, if it is one.
    pub fn new(level: u8) -> Option<Self> {
        (level <= 5).then_some(Self(level))
    }

    /// The level, or the nearest one.
    pub fn clamped(level: u8) -> Self {
        Self(level.min(5))
    }

    /// All levels, the laxest first.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..=5).map(Self)
    }

    /// LmCompatibilityLevel in the registry, 0 to 5.
    pub fn number(self) -> u8 {
        self.0
    }

    /// Whether a client asks for extended session security.
    pub fn session_security(self) -> bool {
        self.0 >= 1
    }

    /// Whether a client sends an LM response beside the NTLM one.
    pub fn sends_lm(self) -> bool {
        self.0 <= 1
    }

    /// Whether a client answers with NTLMv2.
    pub fn sends_v2(self) -> bool {
        self.0 >= 3
    }

    /// Whether a domain controller takes an LM response.
    pub fn takes_lm(self) -> bool {
        self.0 <= 3
    }

    /// Whether a domain controller takes an NTLMv1 response.
    pub fn takes_v1(self) -> bool {
        self.0 <= 4
    }
}
