//! XML as logs and proxies write it, and as people paste it: pieces one after another, on past what is wrong. No schema,
//! no entities of a DTD, no recursion.

use std::borrow::Cow;

/// A piece of XML: a tag, or text between tags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum XmlToken<'a> {
    /// An element begins.
    Open(XmlTag<'a>),
    /// An element of that name ends; also said after the `Open` of one that is empty.
    Close(&'a [u8]),
    /// Text between tags.
    Text(XmlText<'a>),
}

/// A start tag, with its attributes as they stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct XmlTag<'a> {
    /// Its name without a prefix.
    pub name: &'a [u8],
    /// The byte of the input that its `<` is.
    pub at: usize,
    attributes: &'a [u8],
}

/// Text, as it stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct XmlText<'a> {
    raw: &'a [u8],
    /// From `<![CDATA[`: nothing in it is escaped.
    literal: bool,
}

/// A reader over the whole of a text in UTF-8.
#[derive(Clone, Debug)]
pub struct XmlReader<'a> {
    bytes: &'a [u8],
    at: usize,
    /// What an empty element leaves to say.
    closing: Option<&'a [u8]>,
    cut: bool,
}

impl<'a> XmlReader<'a> {
    /// Reads UTF-8; what is not is taken as it is.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            at: 0,
            closing: None,
            cut: false,
        }
    }

    /// The next byte to be read.
    pub fn position(&self) -> usize {
        self.at
    }

    /// Whether the text ended within a tag or a comment.
    pub fn is_cut(&self) -> bool {
        self.cut
    }

    /// The next piece; `None` at the end.
    pub fn piece(&mut self) -> Option<XmlToken<'a>> {
        if let Some(name) = self.closing.take() {
            return Some(XmlToken::Close(name));
        }
        loop {
            let rest = self.bytes.get(self.at..).filter(|it| !it.is_empty())?;
            if !begins(rest) {
                return self.text(rest);
            }
            if let Some(rest) = rest.strip_prefix(b"<![CDATA[") {
                let raw = self.until(rest, b"]]>")?;
                return Some(XmlToken::Text(XmlText { raw, literal: true }));
            } else if let Some(rest) = rest.strip_prefix(b"<!--") {
                self.until(rest, b"-->")?;
            } else if let Some(rest) = rest.strip_prefix(b"<?") {
                self.until(rest, b"?>")?;
            } else if let Some(rest) = rest.strip_prefix(b"<!") {
                self.declaration(rest)?;
            } else if let Some(rest) = rest.strip_prefix(b"</") {
                let name = self.until(rest, b">")?;
                return Some(XmlToken::Close(local(name.trim_ascii())));
            } else {
                return self.tag(rest);
            }
        }
    }

    /// Text goes up to the next tag. What the end of the file ends may be half of it, and is not said.
    fn text(&mut self, rest: &'a [u8]) -> Option<XmlToken<'a>> {
        let mut end = 1;
        loop {
            let more = rest.get(end..)?;
            let Some(at) = more.iter().position(|it| *it == b'<') else {
                self.cut |= !rest.trim_ascii().is_empty();
                self.at = self.bytes.len();
                return None;
            };
            end += at;
            if rest.get(end..).is_some_and(begins) {
                break;
            }
            end += 1;
        }
        self.at += end;
        let raw = rest.get(..end)?;
        Some(XmlToken::Text(XmlText {
            raw,
            literal: false,
        }))
    }

    fn tag(&mut self, rest: &'a [u8]) -> Option<XmlToken<'a>> {
        let at = self.at;
        let mut quote = None;
        let end = rest.iter().position(|&it| {
            match (quote, it) {
                (None, b'>') => return true,
                (None, b'"' | b'\'') => quote = Some(it),
                (Some(open), _) if open == it => quote = None,
                _ => {}
            }
            false
        });
        let Some(end) = end else {
            self.run_out();
            return None;
        };
        self.at += end + 1;
        let inside = rest.get(1..end)?;
        let empty = inside.strip_suffix(b"/");
        let inside = empty.unwrap_or(inside);
        let name_end = inside.iter().position(u8::is_ascii_whitespace);
        let (name, attributes) = inside.split_at_checked(name_end.unwrap_or(inside.len()))?;
        let name = local(name);
        self.closing = empty.map(|_| name);
        Some(XmlToken::Open(XmlTag {
            name,
            at,
            attributes,
        }))
    }

    /// Passes a DOCTYPE with the declarations in its brackets.
    fn declaration(&mut self, rest: &'a [u8]) -> Option<()> {
        let end = rest.iter().position(|it| matches!(it, b'>' | b'['));
        match end.and_then(|end| rest.get(end)) {
            Some(b'[') => self.until(rest, b"]>").map(|_| ()),
            _ => self.until(rest, b">").map(|_| ()),
        }
    }

    /// What stands before that mark in `rest`, which reaches to the end of the input; reading goes on behind it.
    fn until(&mut self, rest: &'a [u8], mark: &[u8]) -> Option<&'a [u8]> {
        let Some(end) = rest.windows(mark.len()).position(|it| it == mark) else {
            self.run_out();
            return None;
        };
        self.at = self.bytes.len() - rest.len() + end + mark.len();
        rest.get(..end)
    }

    fn run_out(&mut self) {
        self.at = self.bytes.len();
        self.cut = true;
    }
}

impl XmlTag<'_> {
    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<String> {
        let mut rest = self.attributes;
        loop {
            let equals = rest.iter().position(|it| *it == b'=')?;
            let found = local(rest.get(..equals)?.trim_ascii());
            let value = rest.get(equals + 1..)?.trim_ascii_start();
            let (&quote, value) = value.split_first()?;
            let end = value.iter().position(|it| *it == quote)?;
            if found == name.as_bytes() {
                let raw = value.get(..end)?;
                return Some(
                    XmlText {
                        raw,
                        literal: false,
                    }
                    .text()
                    .into_owned(),
                );
            }
            rest = value.get(end + 1..)?;
        }
    }
}

impl<'a> XmlText<'a> {
    /// What it means: references to characters resolved; what is not UTF-8 becomes U+FFFD.
    pub fn text(&self) -> Cow<'a, str> {
        let text = String::from_utf8_lossy(self.raw);
        if self.literal || !text.contains('&') {
            return text;
        }
        let mut out = String::with_capacity(text.len());
        let mut rest: &str = &text;
        while let Some((before, after)) = rest.split_once('&') {
            out.push_str(before);
            // The longest reference is `&#x10FFFF;`.
            let near: String = after.chars().take(10).collect();
            let read = near
                .split_once(';')
                .and_then(|(name, _)| Some((name.len(), character(name)?)));
            match read {
                Some((length, character)) => {
                    out.push(character);
                    rest = after.get(length + 1..).unwrap_or_default();
                }
                None => {
                    out.push('&');
                    rest = after;
                }
            }
        }
        out.push_str(rest);
        Cow::Owned(out)
    }

    /// The bytes where nothing in them is escaped, else what they mean.
    pub fn bytes(&self) -> Cow<'a, [u8]> {
        if self.literal {
            return Cow::Borrowed(self.raw);
        }
        match self.text() {
            Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
            Cow::Owned(text) => Cow::Owned(text.into_bytes()),
        }
    }
}

fn character(name: &str) -> Option<char> {
    let code = match name {
        "lt" => return Some('<'),
        "gt" => return Some('>'),
        "amp" => return Some('&'),
        "quot" => return Some('"'),
        "apos" => return Some('\''),
        _ => name.strip_prefix('#')?,
    };
    let code = match code.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16).ok()?,
        None => code.parse().ok()?,
    };
    char::from_u32(code)
}

/// Whether markup begins here; any other `<` is text.
fn begins(rest: &[u8]) -> bool {
    match rest {
        [b'<', next, ..] => next.is_ascii_alphabetic() || b"/!?_".contains(next),
        [b'<'] => true,
        _ => false,
    }
}

fn local(name: &[u8]) -> &[u8] {
    name.rsplit(|it| *it == b':').next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let mut xml = XmlReader::new(text.as_bytes());
        let mut out = String::new();
        while let Some(piece) = xml.piece() {
            let lossy = String::from_utf8_lossy;
            out += &match piece {
                XmlToken::Open(tag) => format!("<{}>", lossy(tag.name)),
                XmlToken::Close(name) => format!("</{}>", lossy(name)),
                XmlToken::Text(text) => text.text().into_owned(),
            };
        }
        out
    }

    #[test]
    fn pieces_of_good_and_bad_text() {
        let cases = [
            (
                "<?xml version='1.0'?><a x=\"1>2\"><b/>t&lt;&#65;&#x42;&bad;&</a>",
                "<a><b></b>t<AB&bad;&</a>",
            ),
            (
                "<!DOCTYPE i [\n<!ELEMENT i (a*)>\n]><i><![CDATA[<&amp;>]]></i>",
                "<i><&amp;></i>",
            ),
            ("- <n:a>\n- <b>1 < 2</b></n:a>", "- <a>\n- <b>1 < 2</b></a>"),
            ("<a><!-- <b> --></a>", "<a></a>"),
            // Cut.
            ("<a>x</a><b y='", "<a>x</a>"),
            ("<a>40", "<a>"),
            ("<a><", "<a>"),
        ];
        for (text, expected) in cases {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn attributes_are_read_when_asked_for() {
        let mut xml = XmlReader::new(b"<a b = 'x' n:c=\"&quot;=\" d/>");
        let Some(XmlToken::Open(tag)) = xml.piece() else {
            panic!("a tag");
        };
        assert_eq!(tag.attribute("b").as_deref(), Some("x"));
        assert_eq!(tag.attribute("c").as_deref(), Some("\"="));
        assert_eq!(tag.attribute("d"), None);
    }
}
