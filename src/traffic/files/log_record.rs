//! What a computer wrote into its own log.

use super::flows::Flows;
use super::leg::{FileLocation, Timestamp};
use std::net::IpAddr;

/// One entry of a log: an event of Windows, or a request of IIS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogRecord {
    /// When, as the log has it.
    pub at: Option<Timestamp>,
    /// The log names the zone of its times, or is known to write UTC; else the clock of its computer is taken as UTC.
    pub zone_known: bool,
    /// The computer that wrote it, as it calls itself; none where the log does not say.
    pub computer: Option<String>,
    /// Who told it to: `Microsoft-Windows-Security-Auditing`, `IIS`.
    pub source: Option<String>,
    /// The number of the event; 0 where the log has none.
    pub id: u32,
    /// Its number in the log of that computer (`EventRecordID`), where that is told.
    pub number: Option<u64>,
    /// Names and values, as they are written.
    pub fields: Vec<(String, String)>,
    /// The event or line that it stands in.
    pub location: FileLocation,
}

/// Whether what stands in a field is no value: nothing, spaces, `(NULL)`, or a dash, which word processors make longer.
pub fn is_no_value(written: &str) -> bool {
    matches!(written.trim(), "" | "-" | "–" | "—" | "−" | "(NULL)")
}

/// Connections as logs know them: both addresses and ports, and the names that stand for them.
pub(super) type LogFlows = Flows<(Option<IpAddr>, Option<u16>, Option<String>, Option<String>)>;

impl LogRecord {
    /// One that says nothing yet.
    pub fn new(location: FileLocation) -> Self {
        Self {
            at: None,
            zone_known: false,
            computer: None,
            source: None,
            id: 0,
            number: None,
            fields: Vec::new(),
            location,
        }
    }

    /// The first value of a field that has one. Some programs begin its name small.
    pub fn get(&self, name: &str) -> Option<&str> {
        let fields = self.fields.iter();
        let mut values = fields.filter(|(known, _)| known.eq_ignore_ascii_case(name));
        values.find_map(|(_, value)| Some(value.trim()).filter(|it| !is_no_value(it)))
    }

    /// The number in a field, in hexadecimal behind `0x`; of a negative one its 32 bits.
    pub fn number(&self, name: &str) -> Option<u32> {
        let text = self.get(name)?;
        match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
            Some(digits) => u32::from_str_radix(digits, 16).ok(),
            None => {
                let signed = || text.parse().ok().map(i32::cast_unsigned);
                text.parse().ok().or_else(signed)
            }
        }
    }

    /// The address in a field; one of IPv4 within IPv6 as that of IPv4.
    pub fn address(&self, name: &str) -> Option<IpAddr> {
        let written = self.get(name)?.trim_matches(['[', ']']);
        // `fe80::1%12`: the zone is a number of the computer's own (RFC 4007 11).
        let (address, _) = written.split_once('%').unwrap_or((written, ""));
        let address: IpAddr = address.parse().ok()?;
        Some(address.to_canonical())
    }

    /// The GUID that joins an event of a domain controller (4769) to one of a member (4624); none where it is zero.
    pub fn logon_guid(&self) -> Option<String> {
        let digits = self
            .get("LogonGuid")?
            .trim_matches(['{', '}'])
            .to_ascii_uppercase();
        digits
            .bytes()
            .any(|it| !b"0-".contains(&it))
            .then_some(digits)
    }
}
