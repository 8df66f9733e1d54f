//! A logon, or one that failed, as the Security log of a time records it.

use super::{LogField, OWN, UNKNOWN};
use crate::hosts::{AccountName, Era, Identity};

/// The null SID: an account that is not known.
pub const NO_SID: &str = "S-1-0-0";

/// What the event of a logon tells.
#[derive(Clone, Debug)]
pub struct LogonRecord {
    /// Whose logon it is.
    pub account: Identity,
    /// The logon type's number.
    pub kind: u8,
    /// What the logon went through.
    pub through: LogonProcess,
    /// WorkstationName: the client's computer, as it calls itself; empty with Kerberos.
    pub workstation: String,
    /// IpAddress: where the connection came from.
    pub address: String,
    /// TransmittedServices: who acts for the user.
    pub services: String,
    /// Whether a forwarded TGT came with it.
    pub delegated: bool,
    /// Which version of NTLM it was, if it was NTLM: LmPackageName.
    pub ntlm: NtlmVersion,
    /// Who asked for the logon; none for a network logon, which nobody here asked for.
    pub subject: Option<AccountName>,
    /// The program that asked; empty for none.
    pub process: &'static str,
    /// Whether a ticket stands behind it.
    pub has_guid: bool,
    /// The codes of a failure.
    pub status: FailureStatus,
}

/// What a logon goes through.
#[derive(Clone, Copy, Debug)]
pub struct LogonProcess {
    /// LogonProcessName: who brings it to the security authority.
    pub process: &'static str,
    /// AuthenticationPackageName: who judges it.
    pub package: &'static str,
}

/// What the event of a logon tells of NTLM.
#[derive(Clone, Copy, Debug)]
pub struct NtlmVersion {
    /// LmPackageName.
    pub name: &'static str,
    /// KeyLength: the session key's, in bits.
    pub key_length: &'static str,
}

/// The codes of a logon that failed; both empty where it did not.
#[derive(Clone, Debug, Default)]
pub struct FailureStatus {
    /// Status: what the caller is told.
    pub status: String,
    /// SubStatus: what more the server knows.
    pub sub_status: String,
}

/// The fields of 528 and 540; Windows Server 2003 goes on with those of [`CALLER`].
const LOGON: &[&str] = &[
    "User Name",
    "Domain",
    "Logon ID",
    "Logon Type",
    "Logon Process",
    "Authentication Package",
    "Workstation Name",
];
/// The fields of 529 to 539 in the order of their text.
const FAILURE: &[&str] = &[
    "User Name",
    "Domain",
    "Logon Type",
    "Logon Process",
    "Authentication Package",
    "Workstation Name",
];
const CODES: &[&str] = &["Status code", "Substatus code"];
const GUID: &[&str] = &["Logon GUID"];
const CALLER: &[&str] = &[
    "Caller User Name",
    "Caller Domain",
    "Caller Logon ID",
    "Caller Process ID",
    "Transited Services",
    "Source Network Address",
    "Source Port",
];
const LOGOFF: &[&str] = &["User Name", "Domain", "Logon ID", "Logon Type"];

const SUBJECT: &[&str] = &[
    "SubjectUserSid",
    "SubjectUserName",
    "SubjectDomainName",
    "SubjectLogonId",
];
const TARGET: &[&str] = &["TargetUserSid", "TargetUserName", "TargetDomainName"];
const LOGON_ID: &[&str] = &["TargetLogonId"];
const STATUS: &[&str] = &["Status", "FailureReason", "SubStatus"];
const KIND: &[&str] = &["LogonType"];
const THROUGH: &[&str] = &[
    "LogonProcessName",
    "AuthenticationPackageName",
    "WorkstationName",
];
const LOGON_GUID: &[&str] = &["LogonGuid"];
const TAIL: &[&str] = &[
    "TransmittedServices",
    "LmPackageName",
    "KeyLength",
    "ProcessId",
    "ProcessName",
    "IpAddress",
    "IpPort",
];
/// What versions 1 and 2 of 4624 added.
const LEVEL: &[&str] = &[
    "ImpersonationLevel",
    "RestrictedAdminMode",
    "TargetOutboundUserName",
    "TargetOutboundDomainName",
    "VirtualAccount",
    "TargetLinkedLogonId",
    "ElevatedToken",
];
const EXPLICIT: &[&str] = &[
    "LogonGuid",
    "TargetUserName",
    "TargetDomainName",
    "TargetLogonGuid",
    "TargetServerName",
    "TargetInfo",
    "ProcessId",
    "ProcessName",
    "IpAddress",
    "IpPort",
];

impl LogonRecord {
    /// A network logon of an account, from that computer.
    pub fn network(
        account: Identity,
        through: LogonProcess,
        workstation: String,
        address: String,
    ) -> Self {
        Self {
            account,
            kind: 3,
            through,
            workstation,
            address,
            services: String::new(),
            delegated: false,
            ntlm: NtlmVersion {
                name: "-",
                key_length: "0",
            },
            subject: None,
            process: "",
            has_guid: false,
            status: Default::default(),
        }
    }

    /// The event of a success, and its number.
    pub fn success(&self, era: Era) -> (u16, Vec<LogField>) {
        let today = &[
            SUBJECT, TARGET, LOGON_ID, KIND, THROUGH, LOGON_GUID, TAIL, LEVEL,
        ];
        match era {
            Era::Today => (4624, self.fields(today)),
            Era::Y1998 => (528, self.fields(&[LOGON])),
            // 540 is the network logon of Windows 2000 and later.
            Era::Y2003 => {
                let id = if matches!(self.kind, 3 | 8) { 540 } else { 528 };
                (id, self.fields(&[LOGON, GUID, CALLER]))
            }
        }
    }

    /// The event of a failure with that status, and its number.
    pub fn failure(mut self, era: Era, status: u32) -> (u16, Vec<LogField>) {
        let loops_back = !self.status.status.is_empty();
        if !loops_back {
            self.status = statuses(status);
        }
        let id = if loops_back { 537 } else { old_failure(status) };
        match era {
            Era::Today => {
                let today = &[SUBJECT, TARGET, STATUS, KIND, THROUGH, TAIL];
                (4625, self.fields(today))
            }
            Era::Y2003 if id == 537 => (id, self.fields(&[FAILURE, CODES, CALLER])),
            Era::Y2003 => (id, self.fields(&[FAILURE, CALLER])),
            Era::Y1998 => (id, self.fields(&[FAILURE])),
        }
    }

    /// 4648: a logon with credentials that were given, to this computer itself.
    pub fn explicit(&self) -> Vec<LogField> {
        self.fields(&[SUBJECT, EXPLICIT])
    }

    /// The end of the session: its event and number.
    pub fn logoff(&self, era: Era) -> (u16, Vec<LogField>) {
        match era {
            Era::Today => (4634, self.fields(&[TARGET, LOGON_ID, KIND])),
            Era::Y1998 | Era::Y2003 => (538, self.fields(&[LOGOFF])),
        }
    }

    fn fields(&self, groups: &[&[&'static str]]) -> Vec<LogField> {
        let names = groups.iter().flat_map(|group| group.iter().copied());
        names
            .map(|name| (name, self.value(name).to_owned()))
            .collect()
    }

    /// The value of a field, whatever the time calls it.
    fn value(&self, name: &str) -> &str {
        let anonymous = self.account == Identity::Anonymous;
        let failed = !self.status.status.is_empty();
        match name {
            // Until 2003 nobody has no name.
            "User Name" | "Domain" if anonymous => "",
            "User Name" | "TargetUserName" => self.account.user(),
            "Domain" | "TargetDomainName" => self.account.domain(),
            "TargetUserSid" if anonymous => "S-1-5-7",
            "TargetUserSid" if failed => NO_SID,
            "SubjectUserSid" if self.subject.is_none() => NO_SID,
            "SubjectLogonId" if self.subject.is_none() => "0x0",
            "SubjectUserName" | "Caller User Name" => self.asking(|subject| &subject.user),
            "SubjectDomainName" | "Caller Domain" => self.asking(|subject| &subject.domain),
            "Logon Type" | "LogonType" => match self.kind {
                2 => "2",
                4 => "4",
                8 => "8",
                _ => "3",
            },
            "Logon Process" | "LogonProcessName" => self.through.process,
            "Authentication Package" | "AuthenticationPackageName" => self.through.package,
            "Workstation Name" => &self.workstation,
            "WorkstationName" => or_hyphen(&self.workstation),
            "LogonGuid" if !self.has_guid => "{00000000-0000-0000-0000-000000000000}",
            "Logon GUID" if !self.has_guid => "-",
            "TransmittedServices" | "Transited Services" => or_hyphen(&self.services),
            "LmPackageName" => self.ntlm.name,
            "KeyLength" => self.ntlm.key_length,
            "ProcessId" if self.process.is_empty() => "0x0",
            "ProcessName" => or_hyphen(self.process),
            "IpAddress" | "Source Network Address" => or_hyphen(&self.address),
            "ImpersonationLevel" if self.delegated => "%%1840",
            "ImpersonationLevel" => "%%1833",
            "VirtualAccount" => "%%1843",
            // Only the two halves of an administrator's logon at the desk are linked.
            "TargetLinkedLogonId" => "0x0",
            "RestrictedAdminMode" | "TargetOutboundUserName" | "TargetOutboundDomainName" => "-",
            "TargetServerName" | "TargetInfo" => "localhost",
            "Status" | "Status code" => &self.status.status,
            "SubStatus" | "Substatus code" => &self.status.sub_status,
            _ => OWN,
        }
    }

    /// A name of who asked.
    fn asking(&self, name: impl Fn(&AccountName) -> &str) -> &str {
        or_hyphen(self.subject.as_ref().map_or("", name))
    }
}

fn or_hyphen(text: &str) -> &str {
    if text.is_empty() { "-" } else { text }
}

/// The codes of 4625 for what an authority answered.
fn statuses(status: u32) -> FailureStatus {
    let main = match status {
        0xC000_0064 | 0xC000_006A | 0xC000_0133 => 0xC000_006D,
        0xC000_006F..=0xC000_0072 | 0xC000_0193 => 0xC000_006E,
        other => other,
    };
    let sub_status = match status {
        0xC000_0234 => "0x0".to_owned(),
        // No sample has the second code of these.
        other if other == main => UNKNOWN.to_owned(),
        other => event_code(other),
    };
    FailureStatus {
        status: event_code(main),
        sub_status,
    }
}

/// The number of a failed logon until 2003.
fn old_failure(status: u32) -> u16 {
    match status {
        0xC000_0064 | 0xC000_006A | 0xC000_006D => 529,
        0xC000_006F => 530,
        0xC000_0072 => 531,
        0xC000_0193 => 532,
        0xC000_0070 => 533,
        0xC000_015B => 534,
        0xC000_0071 => 535,
        0xC000_005E => 536,
        0xC000_0234 => 539,
        _ => 537,
    }
}

/// `0xC000006D`, as events have it.
pub fn event_code(code: u32) -> String {
    if code == 0 {
        "0x0".to_owned()
    } else {
        format!("0x{code:08X}")
    }
}
