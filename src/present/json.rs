//! Writing JSON (RFC 8259).

/// JSON that is being written, from left to right.
#[derive(Debug, Default)]
pub struct JsonWriter(String);

impl JsonWriter {
    /// An object: what `members` writes stands in it.
    pub fn object(&mut self, members: impl FnOnce(&mut Self)) {
        self.0.push('{');
        members(self);
        self.0.push('}');
    }

    /// An array of what `item` writes for each.
    pub fn array<T>(
        &mut self,
        items: impl IntoIterator<Item = T>,
        mut item: impl FnMut(&mut Self, T),
    ) {
        self.0.push('[');
        for it in items {
            self.comma();
            item(self, it);
        }
        self.0.push(']');
    }

    /// A member that is an array.
    pub fn list<T>(
        &mut self,
        name: &str,
        items: impl IntoIterator<Item = T>,
        item: impl FnMut(&mut Self, T),
    ) {
        self.name(name);
        self.array(items, item);
    }

    /// A member that is a string.
    pub fn text(&mut self, name: &str, value: &str) {
        self.name(name);
        self.string(value);
    }

    /// A member that is a number.
    pub fn number(&mut self, name: &str, value: u64) {
        self.name(name);
        self.0.push_str(&value.to_string());
    }

    /// The name of a member; its value comes next.
    pub fn name(&mut self, name: &str) {
        self.comma();
        self.string(name);
        self.0.push(':');
    }

    /// Between members and items; nothing after an opening bracket.
    fn comma(&mut self) {
        if !self.0.ends_with(['{', '[']) {
            self.0.push(',');
        }
    }

    /// A string, with what JSON reserves escaped.
    pub fn string(&mut self, text: &str) {
        self.0.push('"');
        for c in text.chars() {
            match c {
                '"' | '\\' => self.0.extend(['\\', c]),
                c if u32::from(c) < 0x20 => {
                    self.0.push_str(&format!("\\u{:04x}", u32::from(c)));
                }
                c => self.0.push(c),
            }
        }
        self.0.push('"');
    }

    /// Bytes as a string of hex digits.
    pub fn hex(&mut self, bytes: &[u8]) {
        self.0.push('"');
        self.0.push_str(&hex::encode(bytes));
        self.0.push('"');
    }

    /// A value that is neither string nor bracket: a number, `true`, `false`.
    pub fn plain(&mut self, value: impl std::fmt::Display) {
        self.0.push_str(&value.to_string());
    }

    /// What was written, as a line.
    pub fn into_text(mut self) -> String {
        self.0.push('\n');
        self.0
    }
}
