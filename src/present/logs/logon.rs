//! A logon, or one that failed, as the Security log of a time records it.

use super::{Field, OWN, UNKNOWN};
use crate::hosts::Era;

/// The SID of nobody.
pub const NO_SID: &str = "S-1-0-0";
/// The SID of ANONYMOUS LOGON.
pub const ANONYMOUS_SID: &str = "S-1-5-7";
const NO_GUID: &str = "{00000000-0000-0000-0000-000000000000}";

/// What the event of a logon tells.
#[derive(Clone, Debug)]
pub struct Logon {
    /// Domain and name, as the event has them.
    pub account: (String, String),
    /// The logon type's number.
    pub kind: u8,
    /// Logon process and package.
    pub through: (&'static str, &'static str),
    /// WorkstationName.
    pub workstation: String,
    /// IpAddress.
    pub address: String,
    /// TransmittedServices: who acts for the user.
    pub services: String,
    /// Whether a forwarded TGT came with it.
    pub delegated: bool,
    /// LmPackageName and KeyLength.
    pub lm_package: (&'static str, &'static str),
    /// Who asked for the logon, by domain and name; none for a network logon, which nobody here asked for.
    pub subject: Option<(String, String)>,
    /// The program that asked; empty for none.
    pub process: &'static str,
    /// Whether a ticket stands behind it.
    pub has_guid: bool,
}

impl Logon {
    /// A network logon of an account, from that computer.
    pub fn network(
        account: (String, String),
        through: (&'static str, &'static str),
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
            lm_package: ("-", "0"),
            subject: None,
            process: "",
            has_guid: false,
        }
    }

    fn is_anonymous(&self) -> bool {
        self.account.1 == "ANONYMOUS LOGON"
    }

    /// The event of a success, and its number.
    pub fn success(&self, era: Era) -> (u16, Vec<Field>) {
        match era {
            Era::Today => (4624, self.today(true)),
            Era::Y1998 => (528, self.old(era, true)),
            // 540 is the network logon of Windows 2000 and later.
            Era::Y2003 if matches!(self.kind, 3 | 8) => (540, self.old(era, true)),
            Era::Y2003 => (528, self.old(era, true)),
        }
    }

    /// The event of a failure with that NTSTATUS, its number, and its status and sub-status.
    pub fn failure(&self, era: Era, status: u32) -> (u16, Vec<Field>) {
        if era != Era::Today {
            let id = old_failure(status);
            let mut fields = self.old(era, false);
            if id == 537 && era == Era::Y2003 {
                let (main, sub) = statuses(status);
                fields.push(("Status code", main));
                fields.push(("Substatus code", sub));
            }
            return (id, fields);
        }
        (4625, self.failed_today(statuses(status)))
    }

    /// 4648: a logon with credentials that were given, to this computer itself.
    pub fn explicit(&self, server: &str) -> Vec<Field> {
        let mut fields = self.subject();
        fields.extend([
            ("LogonGuid", OWN.to_owned()),
            ("TargetUserName", self.account.1.clone()),
            ("TargetDomainName", self.account.0.clone()),
            ("TargetLogonGuid", OWN.to_owned()),
            ("TargetServerName", server.to_owned()),
            ("TargetInfo", server.to_owned()),
            ("ProcessId", OWN.to_owned()),
            ("ProcessName", self.process.to_owned()),
            ("IpAddress", self.address.clone()),
            ("IpPort", OWN.to_owned()),
        ]);
        fields
    }

    /// The end of the session: its event and number.
    pub fn logoff(&self, era: Era) -> (u16, Vec<Field>) {
        let kind = self.kind.to_string();
        if era != Era::Today {
            let (domain, name) = self.old_account();
            let fields = vec![
                ("User Name", name),
                ("Domain", domain),
                ("Logon ID", OWN.to_owned()),
                ("Logon Type", kind),
            ];
            return (538, fields);
        }
        let (domain, name) = self.account.clone();
        let fields = vec![
            ("TargetUserSid", self.sid()),
            ("TargetUserName", name),
            ("TargetDomainName", domain),
            ("TargetLogonId", OWN.to_owned()),
            ("LogonType", kind),
        ];
        (4634, fields)
    }

    fn sid(&self) -> String {
        if self.is_anonymous() {
            ANONYMOUS_SID
        } else {
            OWN
        }
        .to_owned()
    }

    fn subject(&self) -> Vec<Field> {
        let (sid, (domain, name), id) = match &self.subject {
            Some(subject) => (OWN, subject.clone(), OWN),
            None => (NO_SID, ("-".to_owned(), "-".to_owned()), "0x0"),
        };
        vec![
            ("SubjectUserSid", sid.to_owned()),
            ("SubjectUserName", name),
            ("SubjectDomainName", domain),
            ("SubjectLogonId", id.to_owned()),
        ]
    }

    /// 4624, version 2.
    fn today(&self, success: bool) -> Vec<Field> {
        let mut fields = self.subject();
        let (domain, name) = self.account.clone();
        fields.extend([
            ("TargetUserSid", self.sid()),
            ("TargetUserName", name),
            ("TargetDomainName", domain),
            ("TargetLogonId", OWN.to_owned()),
        ]);
        fields.push(("LogonType", self.kind.to_string()));
        fields.extend(self.through());
        if success {
            let guid = if self.has_guid { OWN } else { NO_GUID };
            fields.push(("LogonGuid", guid.to_owned()));
        }
        fields.extend(self.tail());
        let level = if self.delegated { "%%1840" } else { "%%1833" };
        fields.extend([
            ("ImpersonationLevel", level.to_owned()),
            ("RestrictedAdminMode", "-".to_owned()),
            ("TargetOutboundUserName", "-".to_owned()),
            ("TargetOutboundDomainName", "-".to_owned()),
            ("VirtualAccount", "%%1843".to_owned()),
            ("TargetLinkedLogonId", OWN.to_owned()),
            ("ElevatedToken", OWN.to_owned()),
        ]);
        fields
    }

    fn failed_today(&self, (status, sub_status): (String, String)) -> Vec<Field> {
        let mut fields = self.subject();
        let (domain, name) = self.account.clone();
        fields.extend([
            ("TargetUserSid", NO_SID.to_owned()),
            ("TargetUserName", name),
            ("TargetDomainName", domain),
            ("Status", status),
            ("FailureReason", OWN.to_owned()),
            ("SubStatus", sub_status),
            ("LogonType", self.kind.to_string()),
        ]);
        fields.extend(self.through());
        fields.extend(self.tail());
        fields
    }

    fn through(&self) -> [Field; 3] {
        let (process, package) = self.through;
        [
            ("LogonProcessName", process.to_owned()),
            ("AuthenticationPackageName", package.to_owned()),
            ("WorkstationName", or_hyphen(&self.workstation)),
        ]
    }

    fn tail(&self) -> [Field; 7] {
        let (lm_package, key) = self.lm_package;
        let asked = !self.process.is_empty();
        let (id, process) = if asked {
            (OWN, self.process)
        } else {
            ("0x0", "-")
        };
        [
            ("TransmittedServices", or_hyphen(&self.services)),
            ("LmPackageName", lm_package.to_owned()),
            ("KeyLength", key.to_owned()),
            ("ProcessId", id.to_owned()),
            ("ProcessName", process.to_owned()),
            ("IpAddress", or_hyphen(&self.address)),
            ("IpPort", OWN.to_owned()),
        ]
    }

    /// Until 2003 nobody has no name.
    fn old_account(&self) -> (String, String) {
        if self.is_anonymous() {
            Default::default()
        } else {
            self.account.clone()
        }
    }

    /// 528, 540 and the failures until 2003.
    fn old(&self, era: Era, success: bool) -> Vec<Field> {
        let (process, package) = self.through;
        let (domain, name) = self.old_account();
        let mut fields = vec![("User Name", name), ("Domain", domain)];
        if success {
            fields.push(("Logon ID", format!("(0x0,0x{OWN})")));
        }
        fields.extend([
            ("Logon Type", self.kind.to_string()),
            ("Logon Process", process.to_owned()),
            ("Authentication Package", package.to_owned()),
            ("Workstation Name", self.workstation.clone()),
        ]);
        if era == Era::Y2003 {
            if success {
                fields.push((
                    "Logon GUID",
                    if self.has_guid { OWN } else { "-" }.to_owned(),
                ));
            }
            let (caller_domain, caller) = self.subject.clone().unwrap_or_default();
            fields.extend([
                ("Caller User Name", or_hyphen(&caller)),
                ("Caller Domain", or_hyphen(&caller_domain)),
                ("Caller Logon ID", OWN.to_owned()),
                ("Caller Process ID", OWN.to_owned()),
                ("Transited Services", or_hyphen(&self.services)),
                ("Source Network Address", or_hyphen(&self.address)),
                ("Source Port", OWN.to_owned()),
            ]);
        }
        fields
    }
}

fn or_hyphen(text: &str) -> String {
    if text.is_empty() { "-" } else { text }.to_owned()
}

/// Status and SubStatus of 4625 for what an authority answered.
fn statuses(status: u32) -> (String, String) {
    let main = match status {
        0xC000_0064 | 0xC000_006A | 0xC000_0133 => 0xC000_006D,
        0xC000_006F..=0xC000_0072 | 0xC000_0193 => 0xC000_006E,
        other => other,
    };
    let sub = match status {
        0xC000_0234 => "0x0".to_owned(),
        // No sample has the second code of these.
        other if other == main => UNKNOWN.to_owned(),
        other => hex(other),
    };
    (hex(main), sub)
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
pub fn hex(code: u32) -> String {
    if code == 0 {
        "0x0".to_owned()
    } else {
        format!("0x{code:08X}")
    }
}
