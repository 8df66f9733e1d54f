//! Names of fields by which a reader outside this module finds its way: the decoder gives them, the reader asks for them, so
//! that neither is renamed without the other. Each is spelled as its specification has it.

/// What a message begins with, and the signature of a PAC (`[MS-NLMP]` 2.2.1, `[MS-PAC]` 2.8).
pub const SIGNATURE: &str = "Signature";
/// The 32 flags of a message of NTLM (`[MS-NLMP]` 2.2.2.5).
pub const NEGOTIATE_FLAGS: &str = "NegotiateFlags";
/// The question of a CHALLENGE (`[MS-NLMP]` 2.2.1.2).
pub const SERVER_CHALLENGE: &str = "ServerChallenge";
/// What the client adds to the question (`[MS-NLMP]` 2.2.2.7).
pub const CHALLENGE_FROM_CLIENT: &str = "ChallengeFromClient";
/// What an NTLMv2 response begins with (`[MS-NLMP]` 2.2.2.8).
pub const NT_PROOF_STR: &str = "NTProofStr";
/// The checksum of all three messages (`[MS-NLMP]` 2.2.1.3).
pub const MIC: &str = "MIC";
/// An attribute, with its id and its length before it (`[MS-NLMP]` 2.2.2.1).
pub const AV_PAIR: &str = "AV_PAIR";
/// Which attribute it is.
pub const AV_ID: &str = "AvId";
/// The length of the attribute’s value.
pub const AV_LEN: &str = "AvLen";
/// What an attribute says that has no name, and what a token of TDS says (`[MS-NLMP]` 2.2.2.1, `[MS-TDS]` 2.2.7).
pub const VALUE: &str = "Value";
/// The attribute that binds a sign-in to a TLS connection (`[MS-NLMP]` 2.2.2.1).
pub const CHANNEL_BINDINGS: &str = "MsvAvChannelBindings";
/// The question, as the authority is asked about it (`[MS-NRPC]` 2.2.1.4.5).
pub const LM_CHALLENGE: &str = "LmChallenge";

/// Who signs in with Basic (RFC 7617 2).
pub const USER_ID: &str = "user-id";
/// The name of a header (RFC 9110 5.1).
pub const HEADER_NAME: &str = "field-name";
/// What a header says (RFC 9110 5.5).
pub const HEADER_VALUE: &str = "field-value";

/// Which token of a security context it is (RFC 4121 4.1).
pub const TOK_ID: &str = "TOK_ID";
/// A message that IAKERB passes on (draft-ietf-kitten-iakerb 3).
pub const PROXIED: &str = "message";
/// A ticket, and in a credential cache the place of one (RFC 4120 5.3).
pub const TICKET: &str = "ticket";
/// The encryption type of what is encrypted (RFC 4120 5.2.9).
pub const ETYPE: &str = "etype";
/// What is encrypted (RFC 4120 5.2.9).
pub const CIPHER: &str = "cipher";
/// The encrypted part of a ticket or of an answer (RFC 4120 5.3, 5.4.2).
pub const ENC_PART: &str = "enc-part";
/// The proof beside a ticket that is shown (RFC 4120 5.5.1).
pub const AUTHENTICATOR: &str = "authenticator";
/// A piece of pre-authentication data (RFC 4120 5.2.7).
pub const PADATA_VALUE: &str = "padata-value";
/// The encrypted time that proves a password (RFC 4120 5.2.7.2).
pub const PA_ENC_TIMESTAMP: &str = "PA-ENC-TIMESTAMP";
/// What a TGS-REQ asks to be put into the ticket (RFC 4120 5.4.1).
pub const ENC_AUTHORIZATION_DATA: &str = "enc-authorization-data";
/// An element of authorization data (RFC 4120 5.2.6).
pub const AUTHORIZATION_ELEMENT: &str = "AuthorizationElement";
/// Which kind of authorization data it is (RFC 4120 5.2.6).
pub const AD_TYPE: &str = "ad-type";
/// What it says (RFC 4120 5.2.6).
pub const AD_DATA: &str = "ad-data";
/// How the credentials in a PAC are encrypted (`[MS-PAC]` 2.6.1).
pub const ENCRYPTION_TYPE: &str = "EncryptionType";
/// The credentials in a PAC, encrypted (`[MS-PAC]` 2.6.1).
pub const SERIALIZED_DATA: &str = "SerializedData";
/// The NT hash among them (`[MS-PAC]` 2.6.4).
pub const NT_PASSWORD: &str = "NtPassword";
/// What a request to a KDC asks for (RFC 4120 5.4.1).
pub const REQ_BODY: &str = "req-body";
/// The client’s name, without its realm (RFC 4120 5.3).
pub const CNAME: &str = "cname";
/// The client’s realm (RFC 4120 5.3).
pub const CREALM: &str = "crealm";
/// The client’s name, as a ticket is handed over with (RFC 4120 5.8.1).
pub const PNAME: &str = "pname";
/// The client’s realm there (RFC 4120 5.8.1).
pub const PREALM: &str = "prealm";
/// The service’s name (RFC 4120 5.3).
pub const SNAME: &str = "sname";
/// The realm of the service (RFC 4120 5.3), and what Basic and Digest call one (RFC 9110 11.5).
pub const REALM: &str = "realm";
/// The realm of the service in the encrypted part of an answer (RFC 4120 5.4.2).
pub const SREALM: &str = "srealm";
/// A KDC’s answer to a first request (RFC 4120 5.4.2).
pub const AS_REP: &str = "AS-REP";
/// A KDC’s answer to a request with a TGT (RFC 4120 5.4.2).
pub const TGS_REP: &str = "TGS-REP";
/// A service’s answer to a ticket (RFC 4120 5.5.2).
pub const AP_REP: &str = "AP-REP";
/// Tickets that are handed over (RFC 4120 5.8.1).
pub const KRB_CRED: &str = "KRB-CRED";
