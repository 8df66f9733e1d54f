//! What a computer wrote into its own log, and the sign-in that it tells of.

use super::flows::Flows;
use super::leg::{
    FileLocation, Flow, Leg, Method, Party, Protocol, Sender, SentCredential, Status, Timestamp,
};
use crate::wire::kerberos::KdcKind;
use std::net::IpAddr;
use std::sync::Arc;

/// One entry of a log: an event of Windows, or a request of IIS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogRecord {
    /// When, as the log has it.
    pub at: Option<Timestamp>,
    /// The log names the zone of its times, or is known to write UTC; else the clock of its computer is taken as UTC.
    pub zone_known: bool,
    /// Who wrote it.
    pub computer: Option<String>,
    /// Who told it to: `Microsoft-Windows-Security-Auditing`, `IIS`.
    pub source: Option<String>,
    /// The number of the event; 0 where the log has none.
    pub id: u32,
    /// Names and values, as they are written.
    pub fields: Vec<(String, String)>,
    /// Where in the file.
    pub location: FileLocation,
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
            fields: Vec::new(),
            location,
        }
    }

    /// The value of a field; `-` stands for none, and so do spaces.
    pub fn get(&self, name: &str) -> Option<&str> {
        let (_, value) = self.fields.iter().find(|(known, _)| known == name)?;
        Some(value.trim()).filter(|it| !it.is_empty() && *it != "-")
    }

    /// The number in a field, in hexadecimal behind `0x`.
    pub fn number(&self, name: &str) -> Option<u32> {
        let text = self.get(name)?;
        match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
            Some(digits) => u32::from_str_radix(digits, 16).ok(),
            None => text.parse().ok(),
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

    /// The sign-in that an event of Windows tells of.
    pub(super) fn leg(&self, flows: &mut LogFlows, message: &[u8]) -> Option<Leg> {
        let (method, status, target) = match self.id {
            4624 => (
                self.package(),
                Some(Status::Nt(0)),
                self.computer.as_deref(),
            ),
            4625 => (
                self.package(),
                self.reason().map(Status::Nt),
                self.computer.as_deref(),
            ),
            4648 => (Method::Other, None, self.get("TargetServerName")),
            4768 | 4769 | 4771 => {
                let status = self.number("Status").map(|it| Status::Kerberos(it.into()));
                (Method::Kerberos, status, self.get("ServiceName"))
            }
            4776 => (Method::Ntlm, self.number("Status").map(Status::Nt), None),
            _ => return None,
        };
        // Of what fails nobody's name may be known: the ticket does not open, or the token is none.
        let nameless = matches!(self.id, 4625 | 4768 | 4769 | 4771);
        let user = self.get("TargetUserName").or(nameless.then_some(""))?;
        let user = match self.get("TargetDomainName") {
            Some(domain) if !user.is_empty() && !user.contains(['@', '\\']) => {
                format!("{domain}\\{user}")
            }
            _ => user.to_owned(),
        };
        let address = self.address("IpAddress");
        // Of a logon from afar some versions name the computer itself as the workstation: the address tells more.
        let remote = address.is_some_and(|address| !address.is_loopback());
        let named = self
            .get("WorkstationName")
            .or_else(|| self.get("Workstation"));
        let named = named.filter(|name| !(remote && self.is_computer(name)));
        let client = Party {
            address,
            port: self
                .number("IpPort")
                .and_then(|it| it.try_into().ok())
                .filter(|it| *it != 0),
            name: named.map(str::to_owned),
        };
        // Signing in elsewhere is told by the computer that asks.
        let writer = Party {
            name: self.computer.clone(),
            ..Party::default()
        };
        let (client, server) = if self.id == 4648 {
            (writer, self.called(client))
        } else {
            (client, writer)
        };
        let outer = if self.id == 4648 { &server } else { &client };
        let key = (
            outer.address,
            outer.port,
            client.name.clone(),
            server.name.clone(),
        );
        let flow = flows.number(key, || Flow::new(client, server, Protocol::Log));
        let sender = if self.id == 4648 {
            Sender::Client
        } else {
            Sender::Server
        };
        let mut leg = Leg::new(flow, sender, self.at, self.location);
        leg.request = Some(self.title());
        leg.target = target.map(str::to_owned);
        leg.credential = Some(SentCredential::Clear(method, user, None));
        leg.logged = match self.id {
            4768 | 4771 => Some(KdcKind::As),
            4769 => Some(KdcKind::Tgs),
            _ => None,
        };
        leg.status = status;
        leg.message = Arc::from(message);
        Some(leg)
    }

    /// Whether that names the computer that wrote the event, by its short name or in full.
    fn is_computer(&self, name: &str) -> bool {
        let short = |name: &str| {
            name.split('.')
                .next()
                .unwrap_or_default()
                .to_ascii_lowercase()
        };
        let computer = self.computer.as_deref();
        computer.is_some_and(|computer| short(computer) == short(name))
    }

    fn title(&self) -> String {
        match self.number("LogonType") {
            Some(kind) => format!("event {}, logon type {kind}", self.id),
            None => format!("event {}", self.id),
        }
    }

    /// The computer that somebody signs in to from this one: by its name, where the event has one.
    fn called(&self, party: Party) -> Party {
        let named = self.get("TargetServerName");
        let own = named.is_some_and(|it| it.eq_ignore_ascii_case("localhost"));
        let name = if own { self.computer.as_deref() } else { named };
        Party {
            name: party.name.or_else(|| name.map(str::to_owned)),
            ..party
        }
    }

    /// Why it failed: the closer reason, where there is one.
    fn reason(&self) -> Option<u32> {
        let closer = self.number("SubStatus").filter(|it| *it != 0);
        closer.or_else(|| self.number("Status"))
    }

    fn package(&self) -> Method {
        let package = self.get("AuthenticationPackageName").unwrap_or_default();
        match package.to_ascii_lowercase().as_str() {
            "kerberos" => Method::Kerberos,
            "ntlm" | "microsoft_authentication_package_v1_0" => Method::Ntlm,
            "negotiate" => Method::Negotiate,
            "wdigest" => Method::Digest,
            _ => Method::Other,
        }
    }
}
