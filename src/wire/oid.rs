//! Object identifiers (X.690 8.19), and the names of those that name a mechanism of GSS-API.

use std::fmt;

/// An object identifier, as it is encoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Oid(pub Vec<u8>);

/// SPNEGO, 1.3.6.1.5.5.2.
pub const SPNEGO: &[u8] = &[0x2b, 6, 1, 5, 5, 2];
/// NTLMSSP, 1.3.6.1.4.1.311.2.2.10.
pub const NTLMSSP: &[u8] = &[0x2b, 6, 1, 4, 1, 0x82, 0x37, 2, 2, 10];
/// NegoEx, 1.3.6.1.4.1.311.2.2.30.
pub const NEGOEX: &[u8] = &[0x2b, 6, 1, 4, 1, 0x82, 0x37, 2, 2, 30];
/// Kerberos 5, 1.2.840.113554.1.2.2.
pub const KERBEROS: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x12, 1, 2, 2];
/// Kerberos 5 as Windows 2000 wrote it, an arc cut to 16 bits: 1.2.840.48018.1.2.2.
pub const MS_KERBEROS: &[u8] = &[0x2a, 0x86, 0x48, 0x82, 0xf7, 0x12, 1, 2, 2];
/// Kerberos 5 user to user, 1.2.840.113554.1.2.2.3.
pub const USER_TO_USER: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x12, 1, 2, 2, 3];
/// IAKERB, 1.3.6.1.5.2.5.
pub const IAKERB: &[u8] = &[0x2b, 6, 1, 5, 2, 5];

const NAMES: [(&[u8], &str); 7] = [
    (SPNEGO, "SPNEGO"),
    (NTLMSSP, "NTLMSSP"),
    (NEGOEX, "NegoEx"),
    (KERBEROS, "Kerberos"),
    (MS_KERBEROS, "MS-Kerberos"),
    (USER_TO_USER, "Kerberos user-to-user"),
    (IAKERB, "IAKERB"),
];

impl Oid {
    /// What it names, if this is known.
    pub fn name(&self) -> Option<&'static str> {
        let mut names = NAMES.iter();
        let (_, name) = names.find(|(oid, _)| *oid == self.0)?;
        Some(name)
    }
}

/// Its numbers with dots between them. An arc that is cut off or exceeds 64 bits ends them with a question mark.
impl fmt::Display for Oid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mut first, mut arc, mut within) = (true, 0u64, false);
        for byte in &self.0 {
            if arc >> 57 != 0 {
                return f.write_str("?");
            }
            arc = arc << 7 | u64::from(byte & 0x7f);
            within = byte & 0x80 != 0;
            if within {
                continue;
            }
            if first {
                // The first two arcs are one number: 40 times the first, which is at most 2, and the second.
                let top = (arc / 40).min(2);
                write!(f, "{top}.{}", arc - 40 * top)?;
            } else {
                write!(f, ".{arc}")?;
            }
            (first, arc) = (false, 0);
        }
        f.write_str(if within { "?" } else { "" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_the_numbers_that_their_comments_say() {
        let text = |oid: &[u8]| Oid(oid.to_vec()).to_string();
        assert_eq!(text(SPNEGO), "1.3.6.1.5.5.2");
        assert_eq!(text(NTLMSSP), "1.3.6.1.4.1.311.2.2.10");
        assert_eq!(text(NEGOEX), "1.3.6.1.4.1.311.2.2.30");
        assert_eq!(text(KERBEROS), "1.2.840.113554.1.2.2");
        assert_eq!(text(MS_KERBEROS), "1.2.840.48018.1.2.2");
        assert_eq!(text(USER_TO_USER), "1.2.840.113554.1.2.2.3");
        assert_eq!(text(IAKERB), "1.3.6.1.5.2.5");
    }

    #[test]
    fn odd_ones_have_a_text_too() {
        let text = |oid: &[u8]| Oid(oid.to_vec()).to_string();
        assert_eq!(text(&[]), "");
        assert_eq!(text(&[0x88, 0x37]), "2.999");
        assert_eq!(text(&[0x2a, 0x86]), "1.2?");
        assert_eq!(text(&[0xff; 30]), "?");
    }
}
