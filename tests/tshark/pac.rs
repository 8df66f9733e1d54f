//! Which of our fields of a PAC each of tshark's is, and where it shows them otherwise.

use crate::ours::{Ours, Token};
use crate::pdml::Shown;

/// tshark's name, and ours.
pub const FIELDS: &[(&str, &[&str])] = &[
    ("kerberos.pac.entries", &["cBuffers"]),
    ("kerberos.pac.version", &["Version"]),
    ("kerberos.pac.type", &["ulType"]),
    ("kerberos.pac.size", &["cbBufferSize"]),
    ("kerberos.pac.offset", &["Offset"]),
    ("kerberos.pac.signature.type", &["SignatureType"]),
    ("kerberos.pac.signature.signature", &["Signature"]),
    ("kerberos.pac.clientid", &["ClientId"]),
    ("kerberos.pac.namelen", &["NameLength"]),
    ("kerberos.pac.name", &["Name"]),
    ("kerberos.pac.upn.upn_len", &["UpnLength"]),
    ("kerberos.pac.upn.upn_offset", &["UpnOffset"]),
    ("kerberos.pac.upn.dns_len", &["DnsDomainNameLength"]),
    ("kerberos.pac.upn.dns_offset", &["DnsDomainNameOffset"]),
    ("kerberos.pac.upn.flags", &["Flags"]),
    ("kerberos.pac.upn.samaccountname_len", &["SamNameLength"]),
    ("kerberos.pac.upn.samaccountname_offset", &["SamNameOffset"]),
    ("kerberos.pac.upn.objectsid_len", &["SidLength"]),
    ("kerberos.pac.upn.objectsid_offset", &["SidOffset"]),
    ("kerberos.pac.upn.upn_name", &["Upn"]),
    ("kerberos.pac.upn.dns_name", &["DnsDomainName"]),
    ("kerberos.pac.upn.samaccountname", &["SamName"]),
    ("kerberos.pac.attributes_info.length", &["FlagsLength"]),
    ("kerberos.pac.attributes_info.flags", &["Flags"]),
    ("kerberos.midl.version", &["Version"]),
    ("kerberos.midl.hdr_len", &["CommonHeaderLength"]),
    ("kerberos.midl.fill_bytes", &["Filler"]),
    ("kerberos.midl_blob_len", &["ObjectBufferLength", "Filler"]),
    (
        "dcerpc.referent_id",
        &[
            "KERB_VALIDATION_INFO",
            "S4U_DELEGATION_INFO",
            "S4UTransitedServices",
            "Buffer",
            "GroupIds",
            "LogonDomainId",
            "ExtraSids",
            "Sid",
        ],
    ),
    (
        "dcerpc.null_pointer",
        &["ExtraSids", "ResourceGroupDomainSid", "ResourceGroupIds"],
    ),
    ("dcerpc.nt.str.len", &["Length"]),
    ("dcerpc.nt.str.size", &["MaximumLength"]),
    ("dcerpc.array.max_count", &["MaximumCount"]),
    ("dcerpc.array.offset", &["Offset"]),
    ("dcerpc.array.actual_count", &["ActualCount"]),
    ("dcerpc.nt.count", &["MaximumCount"]),
    ("dcerpc.nt.domain_sid", &["SID"]),
    ("dcerpc.nt.attr", &["Attributes"]),
    ("nt.sid", &["Sid", "UserSid"]),
    ("netlogon.logon_time", &["LogonTime"]),
    ("netlogon.logoff_time", &["LogoffTime"]),
    ("netlogon.kickoff_time", &["KickOffTime"]),
    ("netlogon.pwd_last_set_time", &["PasswordLastSet"]),
    ("netlogon.pwd_can_change_time", &["PasswordCanChange"]),
    ("netlogon.pwd_must_change_time", &["PasswordMustChange"]),
    ("netlogon.acct_name", &["text"]),
    ("netlogon.server", &["text"]),
    ("netlogon.domain", &["text"]),
    ("netlogon.s4u2proxytarget", &["text"]),
    ("netlogon.transited_service", &["text"]),
    ("netlogon.transited_list_size", &["TransitedListSize"]),
    ("netlogon.logon_count16", &["LogonCount"]),
    ("netlogon.bad_pw_count16", &["BadPasswordCount"]),
    ("netlogon.rid", &["UserId"]),
    ("netlogon.group_rid", &["PrimaryGroupId", "RelativeId"]),
    ("netlogon.num_rids", &["GroupCount"]),
    ("netlogon.attrs", &["Attributes"]),
    ("netlogon.user_flags", &["UserFlags"]),
    ("netlogon.user_session_key", &["UserSessionKey"]),
    ("netlogon.user_account_control", &["UserAccountControl"]),
    ("netlogon.num_sid", &["SidCount"]),
    ("netlogon.resourcegroupcount", &["ResourceGroupCount"]),
    ("netlogon.dummy.long1", &["Reserved1"]),
    ("netlogon.dummy.long2", &["Reserved1"]),
    ("netlogon.dummy.long4", &["SubAuthStatus"]),
    ("netlogon.dummy.long5", &["LastSuccessfulILogon"]),
    ("netlogon.dummy.long6", &["LastSuccessfulILogon"]),
    ("netlogon.dummy.long7", &["LastFailedILogon"]),
    ("netlogon.dummy.long8", &["LastFailedILogon"]),
    ("netlogon.dummy.long9", &["FailedILogonCount"]),
    ("netlogon.dummy.long10", &["Reserved3"]),
];

/// How it shows a time that never comes: as the last second that fits into 32 bits.
pub const NEVER: &str = "Feb  7, 2106 06:28:15 UTC";

/// Where and how long it shows a field of ours: it reads 64 bits as two numbers of 32, or the first of them, and takes the
/// filler of the private header for the upper half of the length before. How many extra SIDs there are it shows as far
/// behind the place of the first of them as that is from the ticket’s start.
pub fn stretch(part: &Token, field: &Shown, ours: &Ours) -> (usize, usize) {
    let length = ours.end - ours.start;
    match &*field.name {
        "kerberos.pac.offset" | "netlogon.dummy.long5" | "netlogon.dummy.long7" => {
            (ours.start, length / 2)
        }
        "netlogon.dummy.long6" | "netlogon.dummy.long8" => (ours.start + length / 2, length / 2),
        "kerberos.midl_blob_len" if ours.name == "ObjectBufferLength" => (ours.start, 2 * length),
        "dcerpc.array.max_count" if part.within("ExtraSids", ours) => {
            (2 * ours.start + length, length)
        }
        _ => (ours.start, length),
    }
}

/// Why it does not show a field of a PAC.
pub fn unseen(part: &Token, field: &Ours) -> Option<&'static str> {
    match &*field.name {
        "padding" => Some("it does not show the padding of a structure"),
        "Endianness" => Some("of the common header's octet it shows the byte order alone"),
        _ if part.within("FULL_CHECKSUM", field) => {
            Some("it does not know the full checksum of a PAC, type 19")
        }
        _ => None,
    }
}
