//! Numbers that more than one specification names, and how they are looked up.

/// The name of a number in a table of numbers and names.
pub fn find(names: &[(i64, &'static str)], number: i64) -> Option<&'static str> {
    let (_, name) = names.iter().find(|(known, _)| *known == number)?;
    Some(name)
}

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
