//! Tagged netstrings (tnetstrings.org): `5:hello,` and lists and dictionaries of such. mitmproxy writes its flows so.

use std::str::from_utf8;

/// No length has more digits.
const MOST_DIGITS: usize = 12;

/// A value that is taken apart when it is asked for, however deep values are within each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TnetValue<'a> {
    tag: u8,
    data: &'a [u8],
}

impl<'a> TnetValue<'a> {
    /// The value that these bytes begin with, and what is behind it.
    pub fn parse(bytes: &'a [u8]) -> Option<(Self, &'a [u8])> {
        let head = bytes.get(..MOST_DIGITS + 1).unwrap_or(bytes);
        let colon = head.iter().position(|it| *it == b':')?;
        let (digits, rest) = bytes.split_at_checked(colon)?;
        let plain = digits.iter().all(u8::is_ascii_digit);
        let length: usize = from_utf8(digits).ok().filter(|_| plain)?.parse().ok()?;
        let (data, rest) = rest.get(1..)?.split_at_checked(length)?;
        let (&tag, rest) = rest.split_first()?;
        Some((Self { tag, data }, rest))
    }

    /// Of a dictionary the value behind that key.
    pub fn get(self, key: &str) -> Option<Self> {
        let mut entries = self.values(b'}');
        while let (Some(name), Some(value)) = (entries.next(), entries.next()) {
            if name.data == key.as_bytes() {
                return Some(value);
            }
        }
        None
    }

    /// The values of a list.
    pub fn items(self) -> impl Iterator<Item = Self> {
        self.values(b']')
    }

    /// The bytes of a text.
    pub fn bytes(self) -> Option<&'a [u8]> {
        matches!(self.tag, b',' | b';').then_some(self.data)
    }

    /// A text; what is not UTF-8 in it is replaced.
    pub fn text(self) -> Option<String> {
        self.bytes()
            .map(|it| String::from_utf8_lossy(it).into_owned())
    }

    /// A number as it is written, with or without a fraction.
    pub fn number(self) -> Option<&'a str> {
        let number = matches!(self.tag, b'#' | b'^');
        from_utf8(self.data).ok().filter(|_| number)
    }

    /// What is within a value of that kind, one after another, as far as it can be read.
    fn values(self, tag: u8) -> impl Iterator<Item = Self> {
        let mut rest = if self.tag == tag { self.data } else { &[] };
        std::iter::from_fn(move || {
            let (value, behind) = Self::parse(rest)?;
            rest = behind;
            Some(value)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dictionary_of_everything() {
        let bytes = b"62:4:name,5:alice;3:age;2:42#2:at;3:1.5^4:none;0:~1:l;8:1:a,1:b,]}rest";
        let (value, rest) = TnetValue::parse(bytes).unwrap();
        assert_eq!(rest, b"rest");
        assert_eq!(value.get("name").unwrap().text().unwrap(), "alice");
        assert_eq!(value.get("age").unwrap().number(), Some("42"));
        assert_eq!(value.get("at").unwrap().number(), Some("1.5"));
        assert_eq!(value.get("none").unwrap().bytes(), None);
        let list: Vec<_> = value.get("l").unwrap().items().collect();
        assert_eq!(list.len(), 2);
        assert_eq!(list[1].bytes(), Some(&b"b"[..]));
        assert_eq!(value.get("other"), None);
    }

    #[test]
    fn what_is_none() {
        for bytes in [
            &b""[..],
            b":",
            b"a:b,",
            b"5:abc,",
            b"-1:,",
            b"9999999999999:a,",
            b"3:abc",
        ] {
            assert_eq!(TnetValue::parse(bytes), None);
        }
    }
}
