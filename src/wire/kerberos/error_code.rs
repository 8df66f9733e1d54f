//! Errors by their codes (RFC 4120 7.5.9), as far as anything here gives or answers them.

/// Nobody of the client's name is known.
pub const KDC_ERR_C_PRINCIPAL_UNKNOWN: i64 = 6;
/// No account has the service's name.
pub const KDC_ERR_S_PRINCIPAL_UNKNOWN: i64 = 7;
/// Several accounts have it.
pub const KDC_ERR_PRINCIPAL_NOT_UNIQUE: i64 = 8;
/// No ticket counts from a later time on.
pub const KDC_ERR_CANNOT_POSTDATE: i64 = 10;
/// A policy of the KDC forbids it.
pub const KDC_ERR_POLICY: i64 = 12;
/// What is asked for is not allowed.
pub const KDC_ERR_BADOPTION: i64 = 13;
/// No encryption type in common.
pub const KDC_ERR_ETYPE_NOSUPP: i64 = 14;
/// No pre-authentication data of a kind that is understood.
pub const KDC_ERR_PADATA_TYPE_NOSUPP: i64 = 16;
/// The account is disabled, locked out, expired or outside its hours.
pub const KDC_ERR_CLIENT_REVOKED: i64 = 18;
/// The TGT counts no more.
pub const KDC_ERR_TGT_REVOKED: i64 = 20;
/// The password is right and too old.
pub const KDC_ERR_KEY_EXPIRED: i64 = 23;
/// The proof is not of the account's key.
pub const KDC_ERR_PREAUTH_FAILED: i64 = 24;
/// Ask again with a proof.
pub const KDC_ERR_PREAUTH_REQUIRED: i64 = 25;
/// The account has no service name: its tickets are for user-to-user.
pub const KDC_ERR_MUST_USE_USER2USER: i64 = 27;
/// The ticket has run out.
pub const KRB_AP_ERR_TKT_EXPIRED: i64 = 32;
/// The ticket counts from a later time on.
pub const KRB_AP_ERR_TKT_NYV: i64 = 33;
/// The authenticator was seen before.
pub const KRB_AP_ERR_REPEAT: i64 = 34;
/// Ticket and authenticator name different clients.
pub const KRB_AP_ERR_BADMATCH: i64 = 36;
/// The clocks differ by more than five minutes.
pub const KRB_AP_ERR_SKEW: i64 = 37;
/// What was shown is no AP-REQ.
pub const KRB_AP_ERR_MSG_TYPE: i64 = 40;
/// The ticket does not open, or was changed.
pub const KRB_AP_ERR_MODIFIED: i64 = 41;
/// The checksum is of a type that anybody can make.
pub const KRB_AP_ERR_INAPP_CKSUM: i64 = 50;
/// The answer does not fit into a datagram: ask over TCP.
pub const KRB_ERR_RESPONSE_TOO_BIG: i64 = 52;
/// What comes over TCP says that it is longer than is read (RFC 4120 7.2.2).
pub const KRB_ERR_FIELD_TOOLONG: i64 = 61;
