//! Challenges and credentials: `WWW-Authenticate` and `Authorization` (RFC 9110 11).

use crate::wire::{DecodeError, ErrorKind, from_base64, to_base64};
use std::fmt;

/// A scheme with what is said by it: one challenge of a `WWW-Authenticate` or `Proxy-Authenticate` header (RFC 9110 11.3), or
/// the credentials in an `Authorization` or `Proxy-Authorization` header (RFC 9110 11.4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthValue {
    /// The scheme as it was written; compare with [`AuthValue::is`].
    pub scheme: String,
    /// What follows the scheme.
    pub params: Params,
}

/// What follows an authentication scheme (RFC 9110 11.2, 11.3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Params {
    /// Nothing, as in `NTLM`: the server offers the scheme.
    None,
    /// One token of the base64 alphabets, as in `NTLM TlRM...==`.
    Token68(String),
    /// Names and values without their quotes, in order; written with quotes.
    List(Vec<(String, String)>),
}

/// The challenges in a header value (RFC 9110 11.6.1). What is wrong with one takes nothing from those before it.
pub fn challenges(value: &str) -> Vec<AuthValue> {
    let mut challenges = Vec::new();
    let _ = walk_challenges(value, |challenge, _| challenges.push(challenge));
    challenges
}

/// Reads a header value with any number of challenges, told one by one with the text of each: those before an error are told
/// too.
///
/// # Errors
/// Where the text is not such a list; the offset is in bytes of `value`.
pub fn walk_challenges(
    value: &str,
    mut tell: impl FnMut(AuthValue, &str),
) -> Result<(), DecodeError> {
    let mut cursor = Cursor { value, at: 0 };
    cursor.skip_empty_elements();
    while !cursor.rest().is_empty() {
        let start = cursor.at;
        let scheme = cursor.token("auth-scheme")?;
        let params = cursor.params()?;
        let text = value.get(start..cursor.at).unwrap_or_default();
        tell(AuthValue { scheme, params }, text);
        cursor.skip_empty_elements();
    }
    Ok(())
}

impl AuthValue {
    /// A scheme alone, as a server offers it.
    pub fn bare(scheme: &str) -> Self {
        Self {
            scheme: scheme.to_owned(),
            params: Params::None,
        }
    }

    /// A scheme that carries `token` in base64 (RFC 7617 2, RFC 4559 4, [MS-NTHT] 2.2).
    pub fn with_token(scheme: &str, token: &[u8]) -> Self {
        Self {
            scheme: scheme.to_owned(),
            params: Params::token(token),
        }
    }

    /// Reads a header's value that is one, as credentials are.
    ///
    /// # Errors
    /// Where it is not one scheme with one token or one list of parameters.
    pub fn parse(value: &str) -> Result<Self, DecodeError> {
        let mut cursor = Cursor { value, at: 0 };
        cursor.skip_spaces();
        let scheme = cursor.token("auth-scheme")?;
        let params = cursor.params()?;
        cursor.skip_empty_elements();
        if !cursor.rest().is_empty() {
            return Err(cursor.error("credentials", "one scheme and nothing after it"));
        }
        Ok(Self { scheme, params })
    }

    /// Whether this is that scheme; case does not matter (RFC 9110 11.1).
    pub fn is(&self, scheme: &str) -> bool {
        self.scheme.eq_ignore_ascii_case(scheme)
    }
}

impl Params {
    /// A token68 that holds `bytes` in base64, padded.
    pub fn token(bytes: &[u8]) -> Self {
        Self::Token68(to_base64(bytes))
    }

    /// The value of the parameter of that name; case does not matter.
    pub fn get(&self, name: &str) -> Option<&str> {
        let Self::List(list) = self else { return None };
        list.iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// The bytes inside the token68; `None` where there is no token68.
    ///
    /// # Errors
    /// Where the token is not base64; the offset is in the token. Missing padding is accepted.
    pub fn token_bytes(&self) -> Option<Result<Vec<u8>, DecodeError>> {
        let Self::Token68(token) = self else {
            return None;
        };
        Some(from_base64(token))
    }
}

impl fmt::Display for AuthValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.scheme, self.params)
    }
}

/// With the space that parts them from the scheme.
impl fmt::Display for Params {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => Ok(()),
            Self::Token68(token) => write!(f, " {token}"),
            Self::List(list) => {
                let mut separator = " ";
                for (name, value) in list {
                    write!(f, "{separator}{name}=\"")?;
                    for c in value.chars() {
                        if matches!(c, '"' | '\\') {
                            f.write_str("\\")?;
                        }
                        write!(f, "{c}")?;
                    }
                    f.write_str("\"")?;
                    separator = ", ";
                }
                Ok(())
            }
        }
    }
}

/// A place in a header value.
#[derive(Clone, Copy)]
struct Cursor<'a> {
    value: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    fn rest(&self) -> &'a str {
        self.value.get(self.at..).unwrap_or_default()
    }

    fn error(&self, field: &'static str, expected: &'static str) -> DecodeError {
        DecodeError::new(ErrorKind::Unexpected { expected }, field, self.at)
    }

    /// Moves past the characters that pass, and returns them.
    fn take_while(&mut self, pass: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let length = rest.find(|c| !pass(c)).unwrap_or(rest.len());
        self.at += length;
        rest.get(..length).unwrap_or_default()
    }

    fn skip_spaces(&mut self) {
        self.take_while(|c| matches!(c, ' ' | '\t'));
    }

    /// Lists may have empty elements (RFC 9110 5.6.1.2).
    fn skip_empty_elements(&mut self) {
        self.take_while(|c| matches!(c, ' ' | '\t' | ','));
    }

    fn at_element_end(&self) -> bool {
        let rest = self.rest().trim_start_matches([' ', '\t']);
        rest.is_empty() || rest.starts_with(',')
    }

    fn token(&mut self, field: &'static str) -> Result<String, DecodeError> {
        let start = *self;
        match self.take_while(is_token_char) {
            "" => Err(start.error(field, "a token")),
            token => Ok(token.to_owned()),
        }
    }

    /// After a scheme. A comma may part parameters or challenges: what follows it decides.
    fn params(&mut self) -> Result<Params, DecodeError> {
        if self.at_element_end() {
            return Ok(Params::None);
        }
        if !self.rest().starts_with([' ', '\t']) {
            return Err(self.error("auth-scheme", "a space after the scheme"));
        }
        self.skip_spaces();
        if let Some(token) = self.token68() {
            return Ok(Params::Token68(token));
        }
        let mut list = vec![self.param()?];
        loop {
            if !self.at_element_end() {
                return Err(self.error("auth-param", "a comma"));
            }
            let mut next = *self;
            next.skip_empty_elements();
            if !next.is_param() {
                return Ok(Params::List(list));
            }
            *self = next;
            list.push(self.param()?);
        }
    }

    /// A token68 fills its element; `name=value` does not match, `name=` does.
    fn token68(&mut self) -> Option<String> {
        let mut next = *self;
        let body = next.take_while(|c| c.is_ascii_alphanumeric() || "-._~+/".contains(c));
        next.take_while(|c| c == '=');
        if body.is_empty() || !next.at_element_end() {
            return None;
        }
        let token = self.value.get(self.at..next.at)?.to_owned();
        *self = next;
        Some(token)
    }

    fn is_param(mut self) -> bool {
        !self.take_while(is_token_char).is_empty() && {
            self.skip_spaces();
            self.rest().starts_with('=')
        }
    }

    fn param(&mut self) -> Result<(String, String), DecodeError> {
        let name = self.token("auth-param")?;
        self.skip_spaces();
        if !self.rest().starts_with('=') {
            return Err(self.error("auth-param", "\"=\" after the parameter's name"));
        }
        self.at += 1;
        self.skip_spaces();
        let value = if self.rest().starts_with('"') {
            self.quoted()?
        } else {
            // It should be a token, but `realm=My Realm` is sent too.
            self.take_while(|c| c != ',').trim_end().to_owned()
        };
        Ok((name, value))
    }

    fn quoted(&mut self) -> Result<String, DecodeError> {
        let (length, text) = quoted(self.rest().as_bytes());
        let unterminated = DecodeError::new(ErrorKind::Unterminated, "quoted-string", self.at);
        self.at += length.ok_or(unterminated)?;
        Ok(String::from_utf8_lossy(&text).into_owned())
    }
}

/// The length of a quoted string with its quotes, if it ends, and what it says.
pub(super) fn quoted(bytes: &[u8]) -> (Option<usize>, Vec<u8>) {
    let mut value = Vec::new();
    let mut rest = bytes.iter().enumerate().skip(1);
    while let Some((at, &byte)) = rest.next() {
        match byte {
            b'"' => return (Some(at + 1), value),
            // Before what needs no escape (RFC 9110 5.6.4) many clients mean the backslash itself: `CONTOSO\alice`.
            b'\\' => match rest.clone().next() {
                Some((_, b'"' | b'\\')) => value.extend(rest.next().map(|(_, escaped)| *escaped)),
                _ => value.push(byte),
            },
            _ => value.push(byte),
        }
    }
    (None, value)
}

fn is_token_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c)
}

#[cfg(test)]
mod tests;
