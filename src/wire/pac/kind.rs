//! The kinds of buffer ([MS-PAC] 2.4, ulType), and the orders in which Windows writes them.

/// KERB_VALIDATION_INFO: account, groups and times ([MS-PAC] 2.5).
pub const LOGON_INFO: u32 = 1;
/// PAC_CREDENTIAL_INFO: the account's NT hash, encrypted, after a logon with a certificate ([MS-PAC] 2.6.1).
pub const CREDENTIALS_INFO: u32 = 2;
/// The signature with the key of the service that the ticket is for ([MS-PAC] 2.8).
pub const SERVER_CHECKSUM: u32 = 6;
/// The signature of krbtgt over the server signature ([MS-PAC] 2.8).
pub const KDC_CHECKSUM: u32 = 7;
/// PAC_CLIENT_INFO: whom the ticket names, and when he signed in ([MS-PAC] 2.7).
pub const CLIENT_INFO: u32 = 10;
/// S4U_DELEGATION_INFO: through which services a delegated ticket came ([MS-PAC] 2.9).
pub const DELEGATION_INFO: u32 = 11;
/// UPN_DNS_INFO: the user principal name and the domain's DNS name ([MS-PAC] 2.10).
pub const UPN_DNS_INFO: u32 = 12;
/// PAC_CLIENT_CLAIMS_INFO: claims of the account ([MS-PAC] 2.11).
pub const CLIENT_CLAIMS: u32 = 13;
/// PAC_DEVICE_INFO: the groups of the client's computer, with compound identity ([MS-PAC] 2.12).
pub const DEVICE_INFO: u32 = 14;
/// PAC_DEVICE_CLAIMS_INFO: claims of the client's computer ([MS-PAC] 2.13).
pub const DEVICE_CLAIMS: u32 = 15;
/// The signature of krbtgt over the ticket; not in a TGT ([MS-PAC] 2.8).
pub const TICKET_CHECKSUM: u32 = 16;
/// PAC_ATTRIBUTES_INFO: whether the client asked for a PAC; only in a TGT ([MS-PAC] 2.14).
pub const ATTRIBUTES_INFO: u32 = 17;
/// PAC_REQUESTOR: the SID of whoever asked; only in a TGT ([MS-PAC] 2.15).
pub const REQUESTOR: u32 = 18;
/// The extended KDC signature of krbtgt over the whole PAC; not in a TGT ([MS-PAC] 2.8).
pub const FULL_CHECKSUM: u32 = 19;

/// The order in which Windows Server 2003 to 2019 write the buffers that they have.
pub const WINDOWS_2008: [u32; 14] = [
    LOGON_INFO,
    DELEGATION_INFO,
    CREDENTIALS_INFO,
    CLIENT_CLAIMS,
    DEVICE_INFO,
    DEVICE_CLAIMS,
    CLIENT_INFO,
    UPN_DNS_INFO,
    ATTRIBUTES_INFO,
    REQUESTOR,
    SERVER_CHECKSUM,
    KDC_CHECKSUM,
    TICKET_CHECKSUM,
    FULL_CHECKSUM,
];

/// The order in which Windows Server 2022 writes the buffers that it has.
pub const WINDOWS_2022: [u32; 14] = [
    LOGON_INFO,
    SERVER_CHECKSUM,
    KDC_CHECKSUM,
    CREDENTIALS_INFO,
    DELEGATION_INFO,
    CLIENT_INFO,
    UPN_DNS_INFO,
    CLIENT_CLAIMS,
    DEVICE_INFO,
    DEVICE_CLAIMS,
    TICKET_CHECKSUM,
    ATTRIBUTES_INFO,
    REQUESTOR,
    FULL_CHECKSUM,
];

/// The name of a kind, if it is known.
pub fn name(kind: u32) -> Option<&'static str> {
    known(kind).map(|(name, _)| name)
}

/// Where a kind is specified.
pub(super) fn spec(kind: u32) -> &'static str {
    known(kind).map_or(super::INFO_BUFFER, |(_, spec)| spec)
}

fn known(kind: u32) -> Option<(&'static str, &'static str)> {
    Some(match kind {
        LOGON_INFO => ("LOGON_INFO", "[MS-PAC] 2.5"),
        CREDENTIALS_INFO => ("CREDENTIALS_INFO", "[MS-PAC] 2.6.1"),
        SERVER_CHECKSUM => ("SERVER_CHECKSUM", "[MS-PAC] 2.8"),
        KDC_CHECKSUM => ("KDC_CHECKSUM", "[MS-PAC] 2.8"),
        CLIENT_INFO => ("CLIENT_INFO", "[MS-PAC] 2.7"),
        DELEGATION_INFO => ("DELEGATION_INFO", "[MS-PAC] 2.9"),
        UPN_DNS_INFO => ("UPN_DNS_INFO", "[MS-PAC] 2.10"),
        CLIENT_CLAIMS => ("CLIENT_CLAIMS", "[MS-PAC] 2.11"),
        DEVICE_INFO => ("DEVICE_INFO", "[MS-PAC] 2.12"),
        DEVICE_CLAIMS => ("DEVICE_CLAIMS", "[MS-PAC] 2.13"),
        TICKET_CHECKSUM => ("TICKET_CHECKSUM", "[MS-PAC] 2.8"),
        ATTRIBUTES_INFO => ("ATTRIBUTES_INFO", "[MS-PAC] 2.14"),
        REQUESTOR => ("REQUESTOR", "[MS-PAC] 2.15"),
        FULL_CHECKSUM => ("FULL_CHECKSUM", "[MS-PAC] 2.8"),
        _ => return None,
    })
}
