//! Distinguished names (RFC 4514), as LDAP's simple bind has them.

use super::http::CUT;
use super::{NameKind, Pseudonyms};

/// Types of attributes that everybody has (RFC 4519 2, RFC 2985 5.2.1, and how Windows writes some of them).
const TYPES: &str = "CN OU DC O L ST S C STREET UID USERID SN SURNAME G GN GIVENNAME T TITLE I INITIALS E EMAIL EMAILADDRESS \
    SERIALNUMBER POSTALCODE DESCRIPTION commonName organizationalUnitName organizationName domainComponent countryName \
    localityName stateOrProvinceName";

/// Where the numbers of such types begin (X.520, RFC 4519, PKCS #9).
const NUMBERS: [&str; 3] = ["2.5.4.", "0.9.2342.19200300.100.1.", "1.2.840.113549.1.9."];

impl Pseudonyms {
    /// Who binds with a password: a distinguished name, which begins with an attribute that everybody has, or a user in any
    /// manner of writing.
    pub fn bound(&mut self, name: &str) -> String {
        match name.split_once('=') {
            Some((kind, _)) if is_type(kind) => self.distinguished(name),
            _ => self.user(name),
        }
    }

    /// A distinguished name: `CN=Alice,OU=Sales,DC=contoso,DC=example`. Units become users: they are names too.
    pub fn distinguished(&mut self, name: &str) -> String {
        // What is escaped belongs to its value: `CN=Doe\, John`.
        let mut escaped = false;
        let parts = name.split(|it| {
            let ends = it == ',' && !escaped;
            escaped = it == '\\' && !escaped;
            ends
        });
        let parts: Vec<_> = parts.map(|part| part.split_once('=').ok_or(part)).collect();
        // The parts of a domain stand behind each other, and are one name.
        let labels = parts.iter().flatten().filter(|(kind, _)| is_domain(kind));
        let labels: Vec<&str> = labels.map(|(_, label)| *label).collect();
        let mut domain = Some(self.domain(&labels.join(".")));
        let mut made: Vec<String> = Vec::new();
        for part in parts {
            made.push(match part {
                Ok((kind, _)) if is_domain(kind) => match domain.take() {
                    Some(domain) => format!("{kind}={}", domain.replace('.', &format!(",{kind}="))),
                    None => continue,
                },
                Ok((kind, value)) => {
                    let kind = if is_type(kind) { kind } else { CUT };
                    // The backslash parts no domain from it.
                    match value.contains('\\') {
                        true => format!("{kind}={}", self.replace(NameKind::User, value)),
                        false => format!("{kind}={}", self.user(value)),
                    }
                }
                Err(text) => self.user(text),
            });
        }
        made.join(",")
    }
}

fn is_domain(kind: &str) -> bool {
    kind.trim().eq_ignore_ascii_case("DC")
}

fn is_type(kind: &str) -> bool {
    let kind = kind.trim();
    let mut known = TYPES.split_ascii_whitespace();
    let number = |text: &str| text.len() < 3 && text.bytes().all(|byte| byte.is_ascii_digit());
    known.any(|it| it.eq_ignore_ascii_case(kind))
        || NUMBERS
            .iter()
            .any(|it| kind.strip_prefix(it).is_some_and(number))
}
