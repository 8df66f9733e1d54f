//! JSON as files of traffic hold it (RFC 8259): read token by token, with positions, and on past what is wrong with it.
//!
//! Nothing here recurses, and a string is neither copied nor decoded until it is asked for: bodies cost a scan.

mod text;

pub use text::JsonText;

/// What braces and brackets enclose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonContainer {
    /// `{}`: names and values in turn.
    Object,
    /// `[]`: values alone.
    Array,
}

/// A piece of JSON: where something begins or ends, or a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonToken<'a> {
    /// An object or an array begins.
    Open(JsonContainer),
    /// It ends; also said for each that a cut file leaves open.
    Close(JsonContainer),
    /// The name of a member of an object.
    Key(JsonText<'a>),
    /// A string that is a value.
    String(JsonText<'a>),
    /// A number, `true`, `false`, `null`, or what else stands without quotes (`NaN`).
    Word(JsonText<'a>),
}

/// A reader over the whole of a text.
#[derive(Clone, Debug)]
pub struct JsonReader<'a> {
    bytes: &'a [u8],
    at: usize,
    /// How far behind the beginning of the text the bytes begin.
    offset: usize,
    open: Vec<JsonContainer>,
    /// How many of `open` are objects: tells a stray `}` without a search.
    objects: usize,
    expects_key: bool,
    cut: bool,
    wrong: Option<usize>,
}

impl<'a> JsonReader<'a> {
    /// Reads UTF-8; a byte order mark may come first.
    pub fn new(bytes: &'a [u8]) -> Self {
        let mark = bytes.starts_with(b"\xef\xbb\xbf");
        Self {
            bytes,
            at: if mark { 3 } else { 0 },
            offset: 0,
            open: Vec::new(),
            objects: 0,
            expects_key: false,
            cut: false,
            wrong: None,
        }
    }

    /// The same reader over other bytes: those that it had, and more.
    pub fn over<'b>(&self, bytes: &'b [u8]) -> JsonReader<'b> {
        JsonReader {
            bytes,
            at: self.at,
            offset: self.offset,
            open: self.open.clone(),
            objects: self.objects,
            expects_key: self.expects_key,
            cut: self.cut,
            wrong: self.wrong,
        }
    }

    /// The same reader over nothing, to go on with the bytes behind those that are read.
    pub fn without_what_is_read(&self) -> JsonReader<'static> {
        JsonReader {
            at: 0,
            offset: self.offset.saturating_add(self.at),
            ..self.over(&[])
        }
    }

    /// The next byte to be read.
    pub fn position(&self) -> usize {
        self.at
    }

    /// What was passed since that position.
    pub fn passed(&self, start: usize) -> &'a [u8] {
        self.bytes.get(start..self.at).unwrap_or_default()
    }

    /// How many objects and arrays are open.
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// Whether the text ended inside of something.
    pub fn is_cut(&self) -> bool {
        self.cut
    }

    /// The first byte that has no place where it stands.
    pub fn wrong(&self) -> Option<usize> {
        self.wrong
    }

    /// The next token; `None` at the end.
    pub fn token(&mut self) -> Option<JsonToken<'a>> {
        loop {
            let Some(byte) = self.skip_spaces() else {
                self.cut |= !self.open.is_empty();
                return self.close();
            };
            match byte {
                b',' => {
                    self.at += 1;
                    self.expects_key = self.open.last() == Some(&JsonContainer::Object);
                }
                b':' => {
                    self.at += 1;
                    self.expects_key = false;
                }
                b'{' => return Some(self.open(JsonContainer::Object)),
                b'[' => return Some(self.open(JsonContainer::Array)),
                b'}' | b']' => {
                    let shape = if byte == b'}' {
                        JsonContainer::Object
                    } else {
                        JsonContainer::Array
                    };
                    if self.open.last() == Some(&shape) {
                        self.at += 1;
                        return self.close();
                    }
                    self.wrong
                        .get_or_insert(self.offset.saturating_add(self.at));
                    let others = match shape {
                        JsonContainer::Object => self.objects,
                        JsonContainer::Array => self.open.len().saturating_sub(self.objects),
                    };
                    if others > 0 {
                        return self.close();
                    }
                    self.at += 1;
                }
                b'"' => match self.quoted() {
                    Some(text) if self.expects_key => {
                        self.expects_key = false;
                        return Some(JsonToken::Key(text));
                    }
                    Some(text) => return Some(self.value(JsonToken::String(text))),
                    None => self.run_out(),
                },
                _ => match self.word() {
                    Some(text) => return Some(self.value(JsonToken::Word(text))),
                    None => self.run_out(),
                },
            }
        }
    }

    /// Whether a value comes, rather than the end of what is open or the next member.
    fn has_value(&mut self) -> bool {
        while self.skip_spaces() == Some(b':') {
            self.at += 1;
            self.expects_key = false;
        }
        !matches!(self.bytes.get(self.at), None | Some(b',' | b'}' | b']'))
    }

    /// Passes the value that comes, however large it is.
    pub fn skip(&mut self) {
        let depth = self.depth();
        if self.has_value() && matches!(self.token(), Some(JsonToken::Open(_))) {
            self.leave(depth);
        }
    }

    /// The value that comes where it is an object: each member's name is told, and what `member` leaves of its value
    /// is passed. Any other value is passed.
    pub fn members(&mut self, member: impl FnMut(&mut Self, JsonText<'a>)) {
        let depth = self.depth();
        if !self.has_value() {
            return;
        }
        match self.token() {
            Some(JsonToken::Open(JsonContainer::Object)) => {}
            Some(JsonToken::Open(JsonContainer::Array)) => return self.leave(depth),
            _ => return,
        }
        self.rest_of_members(depth, member);
    }

    /// The members that are still to come, of objects in which more than `depth` are open.
    pub fn rest_of_members(
        &mut self,
        depth: usize,
        mut member: impl FnMut(&mut Self, JsonText<'a>),
    ) {
        while self.depth() > depth {
            match self.token() {
                Some(JsonToken::Key(key)) => {
                    let (inside, before) = (self.depth(), self.at);
                    member(self, key);
                    if self.at == before {
                        self.skip();
                    }
                    self.leave(inside);
                }
                Some(JsonToken::Open(_)) => {
                    let inside = self.depth().saturating_sub(1);
                    self.leave(inside);
                }
                Some(_) => {}
                None => return,
            }
        }
    }

    /// The value that comes where it is an array: told before each item, and what `item` leaves of it is passed.
    /// Any other value is passed.
    pub fn items(&mut self, mut item: impl FnMut(&mut Self)) {
        let depth = self.depth();
        if !self.has_value() {
            return;
        }
        match self.token() {
            Some(JsonToken::Open(JsonContainer::Array)) => {}
            Some(JsonToken::Open(JsonContainer::Object)) => return self.leave(depth),
            _ => return,
        }
        let inside = self.depth();
        while self.depth() == inside {
            self.next_item(inside, &mut item);
        }
    }

    /// Goes on in an array, in which `inside` are open: `item` is told before the item that comes, if that is what comes,
    /// and what it leaves of it is passed. At the end of the array fewer are open.
    pub fn next_item(&mut self, inside: usize, item: impl FnOnce(&mut Self)) {
        if self.has_value() {
            let before = self.at;
            item(self);
            if self.at == before {
                self.skip();
            }
            self.leave(inside);
        } else if self.skip_spaces() == Some(b',') {
            self.at += 1;
        } else {
            self.token();
            self.leave(inside);
        }
    }

    /// Whether the value that comes is an array.
    pub fn at_array(&mut self) -> bool {
        self.has_value() && self.bytes.get(self.at) == Some(&b'[')
    }

    /// Whether the value that comes is an object.
    pub fn at_object(&mut self) -> bool {
        self.has_value() && self.bytes.get(self.at) == Some(&b'{')
    }

    /// The value that comes where it is a string or a word other than `null`. Any other value is passed.
    pub fn text(&mut self) -> Option<JsonText<'a>> {
        if !self.has_value() {
            return None;
        }
        let depth = self.depth();
        match self.token()? {
            JsonToken::String(text) => Some(text),
            JsonToken::Word(text) => (text.raw != b"null").then_some(text),
            JsonToken::Open(_) => {
                self.leave(depth);
                None
            }
            _ => None,
        }
    }

    /// The string that begins here; `None` where its end is missing.
    fn quoted(&mut self) -> Option<JsonText<'a>> {
        let rest = self.bytes.get(self.at.checked_add(1)?..)?;
        let mut end = 0;
        loop {
            end += rest
                .get(end..)?
                .iter()
                .position(|&it| it == b'"' || it == b'\\')?;
            if rest.get(end) == Some(&b'"') {
                break;
            }
            end += 2;
        }
        let text = JsonText {
            raw: rest.get(..end)?,
            at: self.at + 1,
        };
        self.at += end + 2;
        Some(text)
    }

    /// Reads on until no more than `depth` objects and arrays are open.
    fn leave(&mut self, depth: usize) {
        while self.depth() > depth && self.token().is_some() {}
    }

    fn skip_spaces(&mut self) -> Option<u8> {
        while let Some(byte) = self.bytes.get(self.at) {
            if !byte.is_ascii_whitespace() && *byte != 0 {
                return Some(*byte);
            }
            self.at += 1;
        }
        None
    }

    fn open(&mut self, shape: JsonContainer) -> JsonToken<'a> {
        self.at += 1;
        self.open.push(shape);
        self.expects_key = shape == JsonContainer::Object;
        self.objects += usize::from(self.expects_key);
        JsonToken::Open(shape)
    }

    fn close(&mut self) -> Option<JsonToken<'a>> {
        let shape = self.open.pop()?;
        if shape == JsonContainer::Object {
            self.objects = self.objects.saturating_sub(1);
        }
        Some(self.value(JsonToken::Close(shape)))
    }

    /// After a value the next string of an object is a name, comma or not.
    fn value(&mut self, token: JsonToken<'a>) -> JsonToken<'a> {
        self.expects_key = self.open.last() == Some(&JsonContainer::Object);
        token
    }

    fn word(&mut self) -> Option<JsonText<'a>> {
        let rest = self.bytes.get(self.at..)?;
        let ends = |it: &u8| it.is_ascii_whitespace() || b",:{}[]\"".contains(it);
        // One that the end of the file ends may be part of a longer one, unless it is all there is.
        let end = match rest.iter().position(ends) {
            Some(end) => end,
            None if self.open.is_empty() => rest.len(),
            None => return None,
        };
        let text = JsonText {
            raw: rest.get(..end)?,
            at: self.at,
        };
        self.at += end;
        Some(text)
    }

    fn run_out(&mut self) {
        self.at = self.bytes.len();
        self.cut = true;
    }
}

#[cfg(test)]
mod tests;
