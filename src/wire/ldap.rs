//! Identifier octets of LDAP's messages, as far as binds go (RFC 4511 4.2); those of plain types are in `der`.

/// BindRequest, `[APPLICATION 0]`.
pub const BIND_REQUEST: u8 = 0x60;
/// BindResponse, `[APPLICATION 1]`.
pub const BIND_RESPONSE: u8 = 0x61;
/// AuthenticationChoice simple: a password in clear.
pub const SIMPLE: u8 = 0x80;
/// AuthenticationChoice sasl: a mechanism and its token.
pub const SASL: u8 = 0xa3;
/// sicilyPackageDiscovery: which packages there are ([MS-ADTS] 5.1.1.1.3).
pub const SICILY_DISCOVERY: u8 = 0x89;
/// sicilyNegotiate: NTLM's NEGOTIATE ([MS-ADTS] 5.1.1.1.3).
pub const SICILY_NEGOTIATE: u8 = 0x8a;
/// sicilyResponse: NTLM's AUTHENTICATE ([MS-ADTS] 5.1.1.1.3).
pub const SICILY_RESPONSE: u8 = 0x8b;
/// serverSaslCreds of a BindResponse (RFC 4511 4.2.2).
pub const SERVER_CREDENTIALS: u8 = 0x87;

/// resultCode saslBindInProgress: another bind is wanted (RFC 4511 A.1).
pub const SASL_BIND_IN_PROGRESS: u32 = 14;
