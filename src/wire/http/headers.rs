//! Header fields in the order they are sent (RFC 9110 5, RFC 9112 5).

/// Names and values in order. Names compare without regard to case.
///
/// A value's characters stand for its bytes, U+0000 to U+00FF (RFC 9110 5.5 leaves bytes above 0x7F opaque).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Headers {
    list: Vec<(String, String)>,
}

impl Headers {
    /// None yet; what is pushed first is sent first.
    pub fn new() -> Self {
        Self::default()
    }

    /// The value of the first header of that name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.get_all(name).next()
    }

    /// The values of all headers of that name, in order.
    pub fn get_all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        self.iter()
            .filter(move |(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    /// Appends a header. `name` must be a token (RFC 9110 5.6.2). White space around the value is no
    /// part of it and goes; CR, LF and NUL become spaces, so that no value can start another header.
    pub fn push(&mut self, name: impl Into<String>, value: impl AsRef<str>) -> &mut Self {
        self.append(name.into(), value.as_ref());
        self
    }

    fn append(&mut self, name: String, value: &str) {
        let harmless = |c| match c {
            '\r' | '\n' | '\0' => ' ',
            c => c,
        };
        let value: String = value.chars().map(harmless).collect();
        let value = value.trim_matches([' ', '\t']).to_owned();
        self.list.push((name, value));
    }

    /// Appends a header to headers under construction: see [`Headers::push`].
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl AsRef<str>) -> Self {
        self.push(name, value);
        self
    }

    /// Replaces all headers of that name by one at the end.
    pub fn set(&mut self, name: &str, value: impl AsRef<str>) -> &mut Self {
        self.remove(name);
        self.push(name, value)
    }

    /// Removes all headers of that name.
    pub fn remove(&mut self, name: &str) -> &mut Self {
        self.list.retain(|(key, _)| !key.eq_ignore_ascii_case(name));
        self
    }

    /// Names and values, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.list
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// How many lines there are: a name that is there twice counts twice.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Whether a header that is a list of tokens has `token`, in any of its occurrences and any case.
    pub fn has_token(&self, name: &str, token: &str) -> bool {
        self.get_all(name)
            .flat_map(|value| value.split(','))
            .any(|part| part.trim().eq_ignore_ascii_case(token))
    }

    /// Appends the header lines, without the empty line after them.
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        for (name, value) in self.iter() {
            out.extend_from_slice(name.as_bytes());
            out.extend_from_slice(b": ");
            for c in value.chars() {
                match u8::try_from(c) {
                    Ok(byte) => out.push(byte),
                    // Nothing is lost: the bytes read back as other characters.
                    Err(_) => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
                }
            }
            out.extend_from_slice(b"\r\n");
        }
    }
}

impl<N: Into<String>, V: AsRef<str>> FromIterator<(N, V)> for Headers {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(pairs: I) -> Self {
        pairs
            .into_iter()
            .fold(Self::new(), |headers, (name, value)| {
                headers.with(name, value)
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_ignore_case_and_order_is_kept() {
        let headers = Headers::new()
            .with("WWW-Authenticate", "NTLM")
            .with("www-authenticate", "Basic realm=\"x\"");
        assert_eq!(headers.get("Www-Authenticate"), Some("NTLM"));
        assert_eq!(headers.get_all("WWW-AUTHENTICATE").count(), 2);
    }

    #[test]
    fn a_value_cannot_start_another_header() {
        let headers = Headers::new().with("X", " a\r\nSet-Cookie: b ");
        assert_eq!(headers.get("X"), Some("a  Set-Cookie: b"));
    }

    #[test]
    fn set_replaces_all() {
        let mut headers = Headers::from_iter([("A", "1"), ("b", "2"), ("a", "3")]);
        headers.set("A", "4");
        assert_eq!(headers, Headers::from_iter([("b", "2"), ("A", "4")]));
    }

    #[test]
    fn tokens_are_found_in_lists() {
        let headers = Headers::from_iter([("Connection", "Upgrade, Close")]);
        assert!(headers.has_token("connection", "close"));
        assert!(!headers.has_token("connection", "clo"));
    }
}
