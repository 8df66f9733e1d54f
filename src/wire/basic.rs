//! Basic credentials (RFC 7617): a user name and a password in clear, joined by a colon, in base64.

use super::http::AuthValue;
use super::{DecodeError, Decoded, ErrorKind, Reader, field_name, text};
use crate::value_kind::ValueKind;
use std::fmt;

const SPEC: &str = "RFC 7617 2";

/// A user name and a password, and the characters they are written in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Basic {
    /// The user-id, perhaps with a domain: see [`split_domain`].
    pub user: String,
    /// The password; it may hold colons.
    pub password: String,
    /// The encoding in which both become bytes.
    pub charset: Charset,
}

/// The encoding of the user-pass, which the credentials themselves do not say (RFC 7617 2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Charset {
    /// What a challenge with `charset="UTF-8"` asks for.
    Utf8,
    /// ISO 8859-1, which browsers long used where the challenge says nothing.
    Latin1,
}

/// The two halves of a user-pass; errors say which of them is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UserPassPart {
    /// The user-id: the account's name, perhaps with its domain; it has no colon.
    User,
    /// The password: all behind the first colon.
    Password,
}

/// Why credentials cannot be sent as Basic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EncodeError {
    /// The user-id has a colon, which would end it early.
    ColonInUser,
    /// A control character, which RFC 7617 2 forbids.
    Control {
        /// Which half it stands in.
        part: UserPassPart,
        /// The first control character in it.
        character: char,
    },
    /// A character that Latin-1 lacks.
    NotLatin1 {
        /// Which half it stands in.
        part: UserPassPart,
        /// The first character that Latin-1 lacks.
        character: char,
    },
}

impl Charset {
    /// The encoding that a Basic challenge asks for.
    pub fn of(challenge: &AuthValue) -> Self {
        match challenge.params.get("charset") {
            Some(name) if name.eq_ignore_ascii_case("UTF-8") => Self::Utf8,
            _ => Self::Latin1,
        }
    }
}

impl Basic {
    /// Decodes a user-pass, which is the base64 token decoded: see [`Basic::from_credentials`].
    /// UTF-8 where it is valid as such, else Latin-1; pure ASCII is both and reads as UTF-8.
    /// Control characters are accepted.
    ///
    /// # Errors
    /// Where there is no colon.
    pub fn decode(user_pass: &[u8]) -> Decoded<Self> {
        Decoded::run(user_pass, |reader| {
            let charset = match std::str::from_utf8(user_pass) {
                Ok(_) => Charset::Utf8,
                Err(_) => Charset::Latin1,
            };
            let colon = user_pass.iter().position(|&byte| byte == b':');
            let user = read_text(
                reader,
                field_name::USER_ID,
                colon.unwrap_or(user_pass.len()),
                charset,
            );
            if colon.is_none() {
                // An API key, or a password that lost its name: nobody can tell.
                reader.mark_value_kind(ValueKind::Password);
                reader.expected("a colon after the user-id");
            }
            reader.take(field_name::COLON, SPEC, 1);
            let password = read_text(reader, "password", reader.remaining(), charset);
            reader.mark_value_kind(ValueKind::Password);
            Self {
                user,
                password,
                charset,
            }
        })
    }

    /// The user-pass in bytes, before base64.
    ///
    /// # Errors
    /// Where RFC 7617 2 or the charset does not allow a character.
    pub fn encode(&self) -> Result<Vec<u8>, EncodeError> {
        if self.user.contains(':') {
            return Err(EncodeError::ColonInUser);
        }
        let mut bytes = self.part(UserPassPart::User, &self.user)?;
        bytes.push(b':');
        bytes.extend(self.part(UserPassPart::Password, &self.password)?);
        Ok(bytes)
    }

    /// The value of the `Authorization` header.
    ///
    /// # Errors
    /// As for [`Basic::encode`].
    pub fn credentials(&self) -> Result<AuthValue, EncodeError> {
        Ok(AuthValue::with_token("Basic", &self.encode()?))
    }

    /// The user-pass inside credentials, for [`Basic::decode`]. `None` where the scheme is another one.
    ///
    /// # Errors
    /// Where the token is missing or not base64.
    pub fn from_credentials(credentials: &AuthValue) -> Option<Result<Vec<u8>, DecodeError>> {
        if !credentials.is("Basic") {
            return None;
        }
        let missing = || {
            let kind = ErrorKind::Unexpected {
                expected: "a base64 token",
            };
            Err(DecodeError::new(kind, "token68", 0))
        };
        Some(credentials.params.token_bytes().unwrap_or_else(missing))
    }

    fn part(&self, part: UserPassPart, text: &str) -> Result<Vec<u8>, EncodeError> {
        if let Some(character) = text.chars().find(|c| c.is_control()) {
            return Err(EncodeError::Control { part, character });
        }
        match self.charset {
            Charset::Utf8 => Ok(text.as_bytes().to_vec()),
            Charset::Latin1 => text
                .chars()
                .map(|character| {
                    u8::try_from(character).map_err(|_| EncodeError::NotLatin1 { part, character })
                })
                .collect(),
        }
    }
}

/// Splits `DOMAIN\user` at the first backslash. Without one there is no domain, and `user@realm` stays whole.
pub fn split_domain(name: &str) -> (Option<&str>, &str) {
    match name.split_once('\\') {
        Some((domain, user)) => (Some(domain), user),
        None => (None, name),
    }
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ColonInUser => f.write_str("user-id contains a colon"),
            Self::Control { part, character } => {
                let code = u32::from(*character);
                write!(f, "{part} contains the control character U+{code:04X}")
            }
            Self::NotLatin1 { part, character } => {
                let code = u32::from(*character);
                write!(f, "{part} contains U+{code:04X}, which Latin-1 lacks")
            }
        }
    }
}

impl std::error::Error for EncodeError {}

impl fmt::Display for UserPassPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::User => field_name::USER_ID,
            Self::Password => "password",
        })
    }
}

fn read_text(
    reader: &mut Reader<'_>,
    name: &'static str,
    length: usize,
    charset: Charset,
) -> String {
    let bytes = reader.take(name, SPEC, length);
    // A colon is ASCII, so both sides of it are valid UTF-8 where the whole is.
    let text = match charset {
        Charset::Utf8 => String::from_utf8_lossy(bytes).into_owned(),
        Charset::Latin1 => text::from_latin1(bytes),
    };
    reader.mark_text(&text);
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::http::challenges;
    use hex_literal::hex;
    use proptest::prelude::*;

    fn basic(user: &str, password: &str, charset: Charset) -> Basic {
        Basic {
            user: user.to_owned(),
            password: password.to_owned(),
            charset,
        }
    }

    #[test]
    fn the_examples_of_rfc_7617_2() {
        let aladdin = basic("Aladdin", "open sesame", Charset::Utf8);
        assert_eq!(
            aladdin.credentials().unwrap().to_string(),
            "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="
        );
        let pound = basic("test", "123£", Charset::Utf8);
        assert_eq!(
            pound.encode().unwrap(),
            hex!("74 65 73 74 3A 31 32 33 C2 A3")
        );
        assert_eq!(
            pound.credentials().unwrap().to_string(),
            "Basic dGVzdDoxMjPCow=="
        );
    }

    #[test]
    fn the_challenge_decides_the_charset() {
        let challenges = challenges("Basic realm=\"x\", charset=\"utf-8\", Basic realm=\"y\"");
        let charsets: Vec<_> = challenges.iter().map(Charset::of).collect();
        assert_eq!(charsets, [Charset::Utf8, Charset::Latin1]);
    }

    #[test]
    fn latin1_says_what_it_cannot_express() {
        let name = basic("жук", "x", Charset::Latin1);
        let expected = EncodeError::NotLatin1 {
            part: UserPassPart::User,
            character: 'ж',
        };
        assert_eq!(name.encode(), Err(expected));
        assert_eq!(
            basic("é", "", Charset::Latin1).encode(),
            Ok(vec![0xE9, b':'])
        );
    }

    #[test]
    fn colons_belong_to_the_password() {
        assert_eq!(
            basic("a:b", "", Charset::Utf8).encode(),
            Err(EncodeError::ColonInUser)
        );
        let read = Basic::decode(b"alice:a:b").value.unwrap();
        assert_eq!(
            (read.user.as_str(), read.password.as_str()),
            ("alice", "a:b")
        );
        assert!(matches!(
            basic("a", "\n", Charset::Utf8).encode(),
            Err(EncodeError::Control {
                part: UserPassPart::Password,
                ..
            })
        ));
    }

    #[test]
    fn without_a_colon_the_user_is_kept_and_may_be_a_key() {
        let read = Basic::decode(b"alice");
        assert_eq!(read.value.unwrap_err().field, "user-id");
        let user = read.layout.find("user-id").unwrap();
        assert_eq!(
            (user.range.clone(), user.value_kind),
            (0..5, Some(ValueKind::Password))
        );
    }

    #[test]
    fn the_password_is_secret_and_latin1_is_recognised() {
        let read = Basic::decode(b"al\xEF:pw");
        let value = read.value.unwrap();
        assert_eq!(
            (value.user.as_str(), value.charset),
            ("alï", Charset::Latin1)
        );
        let password = read.layout.find("password").unwrap();
        assert_eq!(
            (password.range.clone(), password.value_kind),
            (4..6, Some(ValueKind::Password))
        );
    }

    #[test]
    fn only_basic_credentials_hold_a_user_pass() {
        let read = |text: &str| Basic::from_credentials(&AuthValue::parse(text).unwrap());
        assert_eq!(read("basic QTpi"), Some(Ok(b"A:b".to_vec())));
        assert_eq!(read("NTLM QTpi"), None);
        assert!(read("Basic").unwrap().is_err());
    }

    #[test]
    fn domains_are_before_a_backslash() {
        assert_eq!(split_domain("CONTOSO\\alice"), (Some("CONTOSO"), "alice"));
        assert_eq!(
            split_domain("alice@contoso.test"),
            (None, "alice@contoso.test")
        );
        assert_eq!(split_domain("\\alice"), (Some(""), "alice"));
    }

    proptest! {
        #[test]
        fn user_pass_round_trips(user in "[^:\\pC]{0,9}", password in "\\PC{0,9}") {
            let value = basic(&user, &password, Charset::Utf8);
            prop_assert_eq!(Basic::decode(&value.encode().unwrap()).value, Ok(value));
        }

        #[test]
        fn arbitrary_bytes_tile(bytes: Vec<u8>) {
            let read = Basic::decode(&bytes);
            prop_assert!(read.layout.tiles().iter().all(|tile| tile.leaf.is_some()));
            prop_assert!(read.layout.overlaps().is_empty());
            if let Ok(value) = read.value
                && let Ok(again) = value.encode()
            {
                prop_assert_eq!(again, bytes);
            }
        }
    }
}
