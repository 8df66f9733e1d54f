//! Names of fields by which a reader outside this module finds its way: the decoder gives them, the reader asks for them, so
//! that neither is renamed without the other. Each is spelled as its specification has it.

/// Bytes of which nothing could be told, in whatever message.
pub const UNDECODED: &str = "Undecoded";
/// What a message begins with, and the signature of a PAC (`[MS-NLMP]` 2.2.1, `[MS-PAC]` 2.8).
pub const SIGNATURE: &str = "Signature";
/// Which message of NTLM or NEGOEX it is (`[MS-NLMP]` 2.2.1, `[MS-NEGOEX]` 2.2.6.2).
pub const MESSAGE_TYPE: &str = "MessageType";
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
/// The domain of whoever signs in (`[MS-NLMP]` 2.2.1.3).
pub const DOMAIN_NAME: &str = "DomainName";
/// Who signs in (`[MS-NLMP]` 2.2.1.3).
pub const USER_NAME: &str = "UserName";
/// The computer that the client is (`[MS-NLMP]` 2.2.1.3).
pub const WORKSTATION: &str = "Workstation";
/// The version of a blob in a response (`[MS-NLMP]` 2.2.2.7).
pub const RESP_TYPE: &str = "RespType";
/// The highest version that the client knows (`[MS-NLMP]` 2.2.2.7).
pub const HI_RESP_TYPE: &str = "HiRespType";
/// When the client answered (`[MS-NLMP]` 2.2.2.7).
pub const TIME_STAMP: &str = "TimeStamp";
/// Four zeros behind the attributes in a response (`[MS-NLMP]` 3.3.2).
pub const Z4: &str = "Z(4)";
/// What is to be zero (`[MS-NLMP]` 2.2.1.2); others are numbered.
pub const RESERVED: &str = "Reserved";
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
/// The attribute that says what the server’s computer is called in DNS (`[MS-NLMP]` 2.2.2.1).
pub const DNS_COMPUTER_NAME: &str = "MsvAvDnsComputerName";
/// The attribute that says what it is called in NetBIOS (`[MS-NLMP]` 2.2.2.1).
pub const NB_COMPUTER_NAME: &str = "MsvAvNbComputerName";
/// The attribute that says what time it is there (`[MS-NLMP]` 2.2.2.1).
pub const AV_TIMESTAMP: &str = "MsvAvTimestamp";
/// The attribute that names the service that the client means (`[MS-NLMP]` 2.2.2.1).
pub const TARGET_NAME: &str = "MsvAvTargetName";
/// The attribute that tells a computer and a logon from others (`[MS-NLMP]` 2.2.2.1).
pub const SINGLE_HOST: &str = "MsvAvSingleHost";
/// The question, as the authority is asked about it (`[MS-NRPC]` 2.2.1.4.5).
pub const LM_CHALLENGE: &str = "LmChallenge";

/// Who signs in with Basic (RFC 7617 2).
pub const USER_ID: &str = "user-id";
/// The name of a header (RFC 9110 5.1).
pub const HEADER_NAME: &str = "field-name";
/// What a header says (RFC 9110 5.5).
pub const HEADER_VALUE: &str = "field-value";
/// How often a nonce of Digest was used (RFC 7616 3.4).
pub const NC: &str = "nc";
/// What stands between the parts of a line or of a list.
pub const SEPARATOR: &str = "separator";
/// What stands between name and password, or name and value (RFC 7617 2, RFC 9112 5).
pub const COLON: &str = "colon";
/// What ends each part of a message of PLAIN (RFC 4616 2).
pub const NUL: &str = "NUL";

/// The token in a login of TDS (`[MS-TDS]` 2.2.6.4).
pub const SSPI: &str = "SSPI";
/// The token in a server’s answer (`[MS-TDS]` 2.2.7.22).
pub const SSPI_BUFFER: &str = "SSPIBuffer";
/// The token in a packet of its own (`[MS-TDS]` 2.2.6.8).
pub const SSPI_DATA: &str = "SSPIData";

/// How long a PDU of RPC is (`[C706]` 12.6.3.1).
pub const FRAG_LENGTH: &str = "frag_length";
/// How long the token in it is (`[C706]` 12.6.3.1).
pub const AUTH_LENGTH: &str = "auth_length";
/// How long the stub is that follows (`[C706]` 12.6.4.9).
pub const ALLOC_HINT: &str = "alloc_hint";
/// The token in a PDU (`[MS-RPCE]` 2.2.2.11).
pub const AUTH_VALUE: &str = "auth_value";
/// What a call hands over (`[C706]` 12.6.4.9).
pub const STUB: &str = "stub";

/// A first token, with the mechanisms that are offered (RFC 4178 4.2.1).
pub const NEG_TOKEN_INIT: &str = "NegTokenInit";
/// A first token with a server’s hints (`[MS-SPNG]` 2.2.1).
pub const NEG_TOKEN_INIT_2: &str = "NegTokenInit2";
/// Those hints (`[MS-SPNG]` 2.2.1).
pub const NEG_HINTS: &str = "negHints";
/// The checksum over the mechanisms that were offered (RFC 4178 4.2).
pub const MECH_LIST_MIC: &str = "mechListMIC";
/// How many bits at the end of a bit string mean nothing (X.690 8.6).
pub const UNUSED_BITS: &str = "unused bits";

/// Which token of a security context it is (RFC 4121 4.1).
pub const TOK_ID: &str = "TOK_ID";
/// A message that IAKERB passes on (draft-ietf-kitten-iakerb 3).
pub const PROXIED: &str = "message";
/// The version of the protocol in a message (RFC 4120 5.4.1).
pub const PVNO: &str = "pvno";
/// Which message it is (RFC 4120 5.4.1).
pub const MSG_TYPE: &str = "msg-type";
/// The version of a ticket (RFC 4120 5.3).
pub const TKT_VNO: &str = "tkt-vno";
/// The client’s time (RFC 4120 5.5.1).
pub const CTIME: &str = "ctime";
/// The microseconds of the client’s time (RFC 4120 5.5.1).
pub const CUSEC: &str = "cusec";
/// The KDC’s time in an error (RFC 4120 5.9.1).
pub const STIME: &str = "stime";
/// The microseconds of that (RFC 4120 5.9.1).
pub const SUSEC: &str = "susec";
/// When a ticket ends (RFC 4120 5.3).
pub const ENDTIME: &str = "endtime";
/// The encryption type of a key (RFC 4120 5.2.9).
pub const KEYTYPE: &str = "keytype";
/// The key itself (RFC 4120 5.2.9).
pub const KEYVALUE: &str = "keyvalue";
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
