//! What Kerberos calls its numbers.

/// msg-type, RFC 4120 7.5.7.
pub const MESSAGES: [(i64, &str); 12] = [
    (10, "KRB_AS_REQ"),
    (11, "KRB_AS_REP"),
    (12, "KRB_TGS_REQ"),
    (13, "KRB_TGS_REP"),
    (14, "KRB_AP_REQ"),
    (15, "KRB_AP_REP"),
    (16, "KRB_TGT_REQ"),
    (17, "KRB_TGT_REP"),
    (20, "KRB_SAFE"),
    (21, "KRB_PRIV"),
    (22, "KRB_CRED"),
    (30, "KRB_ERROR"),
];

/// kdc-options, RFC 4120 5.4.1, bit 0 first; bit 14 is `[MS-SFU]`'s, 15 RFC 6806's, 16 RFC 8062's.
pub const KDC_OPTIONS: [&str; 32] = [
    "reserved",
    "forwardable",
    "forwarded",
    "proxiable",
    "proxy",
    "allow-postdate",
    "postdated",
    "",
    "renewable",
    "",
    "",
    "opt-hardware-auth",
    "",
    "",
    "cname-in-addl-tkt",
    "canonicalize",
    "request-anonymous",
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "disable-transited-check",
    "renewable-ok",
    "enc-tkt-in-skey",
    "",
    "renew",
    "validate",
];

/// TicketFlags, RFC 4120 5.3, bit 0 first; bit 15 is RFC 6806's, 16 RFC 8062's.
pub const TICKET_FLAGS: [&str; 17] = [
    "reserved",
    "forwardable",
    "forwarded",
    "proxiable",
    "proxy",
    "may-postdate",
    "postdated",
    "invalid",
    "renewable",
    "initial",
    "pre-authent",
    "hw-authent",
    "transited-policy-checked",
    "ok-as-delegate",
    "",
    "enc-pa-rep",
    "anonymous",
];

/// Flags of PA-PAC-OPTIONS, `[MS-KILE]` 2.2.10, bit 0 first.
pub const PAC_OPTIONS: [&str; 4] = [
    "claims",
    "branch-aware",
    "forward-to-full-dc",
    "resource-based-constrained-delegation",
];

/// padata-type, RFC 4120 7.5.2 and IANA's registry, and Microsoft's own.
pub const PADATA: [(i64, &str); 27] = [
    (1, "PA-TGS-REQ"),
    (2, "PA-ENC-TIMESTAMP"),
    (3, "PA-PW-SALT"),
    (11, "PA-ETYPE-INFO"),
    (14, "PA-PK-AS-REQ_OLD"),
    (15, "PA-PK-AS-REP_OLD"),
    (16, "PA-PK-AS-REQ"),
    (17, "PA-PK-AS-REP"),
    (19, "PA-ETYPE-INFO2"),
    (20, "PA-SVR-REFERRAL-INFO"),
    (128, "PA-PAC-REQUEST"),
    (129, "PA-FOR-USER"),
    (130, "PA-S4U-X509-USER"),
    (132, "PA-AS-CHECKSUM"),
    (133, "PA-FX-COOKIE"),
    (134, "PA-AUTHENTICATION-SET"),
    (136, "PA-FX-FAST"),
    (137, "PA-FX-ERROR"),
    (138, "PA-ENCRYPTED-CHALLENGE"),
    (141, "PA-OTP-CHALLENGE"),
    (147, "PA-PKINIT-KX"),
    (149, "PA-REQ-ENC-PA-REP"),
    (150, "PA-AS-FRESHNESS"),
    (161, "KERB-KEY-LIST-REQ"),
    (162, "KERB-KEY-LIST-REP"),
    (165, "PA-SUPPORTED-ENCTYPES"),
    (167, "PA-PAC-OPTIONS"),
];

/// armor-type, RFC 6113 5.4.1.
pub const ARMOR: [(i64, &str); 1] = [(1, "FX_FAST_ARMOR_AP_REQUEST")];

/// ad-type, RFC 4120 7.5.4, and Microsoft's own.
pub const AUTHORIZATION: [(i64, &str); 13] = [
    (1, "AD-IF-RELEVANT"),
    (4, "AD-KDC-ISSUED"),
    (5, "AD-AND-OR"),
    (8, "AD-MANDATORY-FOR-KDC"),
    (71, "AD-FX-FAST-ARMOR"),
    (72, "AD-FX-FAST-USED"),
    (97, "AD-AUTHENTICATION-INDICATOR"),
    (128, "AD-WIN2K-PAC"),
    (129, "AD-ETYPE-NEGOTIATION"),
    (141, "KERB-AUTH-DATA-TOKEN-RESTRICTIONS"),
    (142, "KERB-LOCAL"),
    (143, "AD-AUTH-DATA-AP-OPTIONS"),
    (144, "AD-TARGET-PRINCIPAL"),
];

/// addr-type, RFC 4120 7.5.3.
pub const ADDRESSES: [(i64, &str); 4] = [
    (2, "IPv4"),
    (3, "Directional"),
    (20, "NetBIOS"),
    (24, "IPv6"),
];

/// cksumtype, RFC 3961 8 and IANA's registry, and Microsoft's own.
pub const CHECKSUMS: [(i64, &str); 14] = [
    (1, "crc32"),
    (2, "rsa-md4"),
    (3, "rsa-md4-des"),
    (7, "rsa-md5"),
    (8, "rsa-md5-des"),
    (12, "hmac-sha1-des3-kd"),
    (14, "sha1"),
    (15, "hmac-sha1-96-aes128"),
    (16, "hmac-sha1-96-aes256"),
    (19, "hmac-sha256-128-aes128"),
    (20, "hmac-sha384-192-aes256"),
    (0x8003, "GSS-API"),
    (-137, "hmac-md5-enc"),
    (-138, "hmac-md5"),
];

/// The name of a number in such a table.
pub fn find(names: &[(i64, &'static str)], number: i64) -> Option<&'static str> {
    let (_, name) = names.iter().find(|(known, _)| *known == number)?;
    Some(name)
}

/// name-type (RFC 4120 6.2): what kind of name a principal's is.
pub const NAME_TYPES: [(i64, &str); 9] = [
    (0, "NT-UNKNOWN"),
    (1, "NT-PRINCIPAL"),
    (2, "NT-SRV-INST"),
    (3, "NT-SRV-HST"),
    (4, "NT-SRV-XHST"),
    (5, "NT-UID"),
    (6, "NT-X500-PRINCIPAL"),
    (7, "NT-SMTP-NAME"),
    (10, "NT-ENTERPRISE"),
];

/// etype: IANA's registry of encryption types, and three of Microsoft's own.
pub const ETYPES: [(i64, &str); 18] = [
    (0, "null"),
    (1, "des-cbc-crc"),
    (2, "des-cbc-md4"),
    (3, "des-cbc-md5"),
    (5, "des3-cbc-md5"),
    (7, "des3-cbc-sha1"),
    (16, "des3-cbc-sha1-kd"),
    (17, "aes128-cts-hmac-sha1-96"),
    (18, "aes256-cts-hmac-sha1-96"),
    (19, "aes128-cts-hmac-sha256-128"),
    (20, "aes256-cts-hmac-sha384-192"),
    (23, "rc4-hmac"),
    (24, "rc4-hmac-exp"),
    (25, "camellia128-cts-cmac"),
    (26, "camellia256-cts-cmac"),
    (-128, "rc4-md4"),
    (-133, "rc4-hmac-old"),
    (-135, "rc4-hmac-old-exp"),
];

/// error-code, RFC 4120 7.5.9.
pub const ERRORS: [(i64, &str); 68] = [
    (0, "KDC_ERR_NONE"),
    (1, "KDC_ERR_NAME_EXP"),
    (2, "KDC_ERR_SERVICE_EXP"),
    (3, "KDC_ERR_BAD_PVNO"),
    (4, "KDC_ERR_C_OLD_MAST_KVNO"),
    (5, "KDC_ERR_S_OLD_MAST_KVNO"),
    (6, "KDC_ERR_C_PRINCIPAL_UNKNOWN"),
    (7, "KDC_ERR_S_PRINCIPAL_UNKNOWN"),
    (8, "KDC_ERR_PRINCIPAL_NOT_UNIQUE"),
    (9, "KDC_ERR_NULL_KEY"),
    (10, "KDC_ERR_CANNOT_POSTDATE"),
    (11, "KDC_ERR_NEVER_VALID"),
    (12, "KDC_ERR_POLICY"),
    (13, "KDC_ERR_BADOPTION"),
    (14, "KDC_ERR_ETYPE_NOSUPP"),
    (15, "KDC_ERR_SUMTYPE_NOSUPP"),
    (16, "KDC_ERR_PADATA_TYPE_NOSUPP"),
    (17, "KDC_ERR_TRTYPE_NOSUPP"),
    (18, "KDC_ERR_CLIENT_REVOKED"),
    (19, "KDC_ERR_SERVICE_REVOKED"),
    (20, "KDC_ERR_TGT_REVOKED"),
    (21, "KDC_ERR_CLIENT_NOTYET"),
    (22, "KDC_ERR_SERVICE_NOTYET"),
    (23, "KDC_ERR_KEY_EXPIRED"),
    (24, "KDC_ERR_PREAUTH_FAILED"),
    (25, "KDC_ERR_PREAUTH_REQUIRED"),
    (26, "KDC_ERR_SERVER_NOMATCH"),
    (27, "KDC_ERR_MUST_USE_USER2USER"),
    (28, "KDC_ERR_PATH_NOT_ACCEPTED"),
    (29, "KDC_ERR_SVC_UNAVAILABLE"),
    (31, "KRB_AP_ERR_BAD_INTEGRITY"),
    (32, "KRB_AP_ERR_TKT_EXPIRED"),
    (33, "KRB_AP_ERR_TKT_NYV"),
    (34, "KRB_AP_ERR_REPEAT"),
    (35, "KRB_AP_ERR_NOT_US"),
    (36, "KRB_AP_ERR_BADMATCH"),
    (37, "KRB_AP_ERR_SKEW"),
    (38, "KRB_AP_ERR_BADADDR"),
    (39, "KRB_AP_ERR_BADVERSION"),
    (40, "KRB_AP_ERR_MSG_TYPE"),
    (41, "KRB_AP_ERR_MODIFIED"),
    (42, "KRB_AP_ERR_BADORDER"),
    (44, "KRB_AP_ERR_BADKEYVER"),
    (45, "KRB_AP_ERR_NOKEY"),
    (46, "KRB_AP_ERR_MUT_FAIL"),
    (47, "KRB_AP_ERR_BADDIRECTION"),
    (48, "KRB_AP_ERR_METHOD"),
    (49, "KRB_AP_ERR_BADSEQ"),
    (50, "KRB_AP_ERR_INAPP_CKSUM"),
    (51, "KRB_AP_PATH_NOT_ACCEPTED"),
    (52, "KRB_ERR_RESPONSE_TOO_BIG"),
    (60, "KRB_ERR_GENERIC"),
    (61, "KRB_ERR_FIELD_TOOLONG"),
    (62, "KDC_ERROR_CLIENT_NOT_TRUSTED"),
    (63, "KDC_ERROR_KDC_NOT_TRUSTED"),
    (64, "KDC_ERROR_INVALID_SIG"),
    (65, "KDC_ERR_KEY_TOO_WEAK"),
    (66, "KDC_ERR_CERTIFICATE_MISMATCH"),
    (67, "KRB_AP_ERR_NO_TGT"),
    (68, "KDC_ERR_WRONG_REALM"),
    (69, "KRB_AP_ERR_USER_TO_USER_REQUIRED"),
    (70, "KDC_ERR_CANT_VERIFY_CERTIFICATE"),
    (71, "KDC_ERR_INVALID_CERTIFICATE"),
    (72, "KDC_ERR_REVOKED_CERTIFICATE"),
    (73, "KDC_ERR_REVOCATION_STATUS_UNKNOWN"),
    (74, "KDC_ERR_REVOCATION_STATUS_UNAVAILABLE"),
    (75, "KDC_ERR_CLIENT_NAME_MISMATCH"),
    (76, "KDC_ERR_KDC_NAME_MISMATCH"),
];
