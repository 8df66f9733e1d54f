//! What the fields of descriptions are called in the XML.

/// Keys of descriptions, and the names of the fields.
pub const NAMES: [(&str, &str); 48] = [
    ("Security ID", "TargetUserSid"),
    ("User ID", "TargetSid"),
    ("Account Name", "TargetUserName"),
    ("Logon Account", "TargetUserName"),
    ("Account Domain", "TargetDomainName"),
    ("Supplied Realm Name", "TargetDomainName"),
    ("Logon ID", "TargetLogonId"),
    ("Logon GUID", "LogonGuid"),
    ("Logon Type", "LogonType"),
    ("Impersonation Level", "ImpersonationLevel"),
    ("Process ID", "ProcessId"),
    ("Caller Process ID", "ProcessId"),
    ("Process Name", "ProcessName"),
    ("Caller Process Name", "ProcessName"),
    ("Workstation Name", "WorkstationName"),
    ("Source Workstation", "Workstation"),
    ("Source Network Address", "IpAddress"),
    ("Network Address", "IpAddress"),
    ("Client Address", "IpAddress"),
    ("Source Port", "IpPort"),
    ("Client Port", "IpPort"),
    ("Port", "IpPort"),
    ("Logon Process", "LogonProcessName"),
    ("Authentication Package", "AuthenticationPackageName"),
    ("Transited Services", "TransmittedServices"),
    ("Package Name (NTLM only)", "LmPackageName"),
    ("Key Length", "KeyLength"),
    ("Failure Reason", "FailureReason"),
    ("Sub Status", "SubStatus"),
    ("Result Code", "Status"),
    ("Failure Code", "Status"),
    ("Error Code", "Status"),
    ("Service Name", "ServiceName"),
    ("Service ID", "ServiceSid"),
    ("Target Server Name", "TargetServerName"),
    ("Additional Information", "TargetInfo"),
    ("Target server", "TargetName"),
    ("Supplied user", "UserName"),
    ("Supplied domain", "DomainName"),
    ("User Name", "TargetUserName"),
    ("User Domain", "TargetDomainName"),
    ("Logon account", "TargetUserName"),
    ("User", "UserName"),
    ("Domain", "DomainName"),
    ("User name", "UserName"),
    ("Domain name", "DomainName"),
    ("Workstation name", "WorkstationName"),
    ("Secure Channel name", "SChannelName"),
];

/// The name of the field that has this key, in the section of that heading.
pub(super) fn name(section: &str, key: &str) -> String {
    let mut names = NAMES.iter();
    let name = names
        .find(|(known, _)| *known == key)
        .map(|(_, name)| *name);
    match (section, name) {
        ("Subject", Some(name)) if name.starts_with("Target") => {
            name.replacen("Target", "Subject", 1)
        }
        ("Subject", Some("LogonGuid")) => "LogonGuid".to_owned(),
        ("Account Whose Credentials Were Used", Some("LogonGuid")) => "TargetLogonGuid".to_owned(),
        (_, Some(name)) => name.to_owned(),
        (_, None) => key.to_owned(),
    }
}
