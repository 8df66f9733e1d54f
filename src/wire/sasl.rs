//! Names and passwords in clear, as SASL's mechanisms send them: PLAIN (RFC 4616) and LOGIN
//! (draft-murchison-sasl-login).

use super::{Decoded, Reader, field_name};
use crate::value_kind::ValueKind;

/// How a name and a password are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaslMechanism {
    /// One message: authzid, NUL, authcid, NUL, password.
    Plain,
    /// Two messages, the name and the password; here with a NUL between them.
    Login,
}

impl SaslMechanism {
    /// Its name in IANA's registry, as a client asks for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Plain => "PLAIN",
            Self::Login => "LOGIN",
        }
    }

    fn spec(self) -> &'static str {
        match self {
            Self::Plain => "RFC 4616 2",
            Self::Login => "draft-murchison-sasl-login 2",
        }
    }
}

/// Who signs in, and with what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaslCredentials {
    /// As whom they want to act; empty where that is themselves. LOGIN has none.
    pub acts_as: String,
    /// Who proves to be themselves: authcid.
    pub user: String,
    /// What they prove it with; it may hold any character but NUL.
    pub password: String,
}

impl SaslCredentials {
    /// Reads them, in UTF-8.
    ///
    /// # Errors
    /// Where a NUL is missing.
    pub fn decode(mechanism: SaslMechanism, bytes: &[u8]) -> Decoded<Self> {
        let spec = mechanism.spec();
        Decoded::run(bytes, |reader| {
            let acts_as = match mechanism {
                SaslMechanism::Plain => part(reader, "AuthorizationIdentity", spec),
                SaslMechanism::Login => String::new(),
            };
            let user = part(reader, field_name::USER_NAME, spec);
            let password = reader.take("Password", spec, reader.remaining());
            let password = String::from_utf8_lossy(password).into_owned();
            reader.mark_text(&password);
            reader.mark_value_kind(ValueKind::Password);
            Self {
                acts_as,
                user,
                password,
            }
        })
    }
}

/// A text up to the next NUL, and that NUL.
fn part(reader: &mut Reader<'_>, name: &'static str, spec: &'static str) -> String {
    let rest = reader.peek(reader.remaining()).unwrap_or_default();
    let length = rest.iter().position(|byte| *byte == 0);
    let part = reader.take(name, spec, length.unwrap_or(rest.len()));
    let text = String::from_utf8_lossy(part).into_owned();
    reader.mark_text(&text);
    reader.take(field_name::NUL, spec, 1);
    text
}
