//! Reading vectors, and keeping count of what was compared.

use serde_json::Value;

/// A file of the folder that `DOUBLE_HOP_VECTORS` names, as a list of vectors.
pub fn load(file: &str) -> Option<Vec<Value>> {
    let folder = std::env::var_os("DOUBLE_HOP_VECTORS")?;
    let path = std::path::Path::new(&folder).join(file);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let mut file: Value =
        serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    match file["vectors"].take() {
        Value::Array(vectors) => Some(vectors),
        _ => panic!("{}: no list of vectors", path.display()),
    }
}

/// One vector, and what became of it.
pub struct Case<'a> {
    vector: &'a Value,
    /// How many values were compared.
    pub compared: usize,
    /// Which of them differed.
    pub failures: Vec<String>,
}

impl<'a> Case<'a> {
    pub fn new(vector: &'a Value) -> Self {
        Self {
            vector,
            compared: 0,
            failures: Vec::new(),
        }
    }

    pub fn id(&self) -> &'a str {
        self.vector["id"].as_str().unwrap_or("?")
    }

    pub fn kind(&self) -> &'a str {
        self.vector["kind"].as_str().unwrap_or("?")
    }

    /// A field of the inputs; `Null` when absent.
    pub fn input(&self, name: &str) -> &'a Value {
        &self.vector["inputs"][name]
    }

    /// A field of the expectations, by JSON pointer; `Null` when absent.
    pub fn expected(&self, pointer: &str) -> &'a Value {
        self.vector["expected"]
            .pointer(pointer)
            .unwrap_or(&Value::Null)
    }

    pub fn text(&self, name: &str) -> &'a str {
        self.input(name).as_str().unwrap_or_default()
    }

    pub fn bytes(&self, name: &str) -> Vec<u8> {
        hex(self.text(name))
    }

    pub fn array<const N: usize>(&self, name: &str) -> [u8; N] {
        array(&self.bytes(name))
    }

    /// Compares `got` with the expectation at `pointer`, which must be there.
    pub fn same(&mut self, pointer: &str, got: impl AsRef<[u8]>) {
        let expected = self.expected(pointer);
        if expected.is_null() {
            self.failures.push(format!("{pointer}: not in the vector"));
        }
        self.same_if_there(pointer, got);
    }

    /// Compares `got` with the expectation at `pointer`, if the vector has one.
    pub fn same_if_there(&mut self, pointer: &str, got: impl AsRef<[u8]>) {
        if let Some(expected) = self.expected(pointer).as_str() {
            self.equal(pointer, &hex(expected), got.as_ref());
        }
    }

    /// Compares two byte strings.
    pub fn equal(&mut self, what: &str, expected: &[u8], got: &[u8]) {
        self.compared += 1;
        if expected != got {
            self.failures
                .push(format!("{what}: expected {expected:02x?}, got {got:02x?}"));
        }
    }

    /// Requires a condition.
    pub fn holds(&mut self, what: &str, condition: bool) {
        self.compared += 1;
        if !condition {
            self.failures.push(what.to_owned());
        }
    }
}

pub fn hex(text: &str) -> Vec<u8> {
    assert!(text.len().is_multiple_of(2), "odd hex: {text}");
    let digit = |c: u8| {
        char::from(c)
            .to_digit(16)
            .unwrap_or_else(|| panic!("not hex: {text}")) as u8
    };
    text.as_bytes()
        .as_chunks()
        .0
        .iter()
        .map(|&[high, low]| digit(high) << 4 | digit(low))
        .collect()
}

pub fn array<const N: usize>(bytes: &[u8]) -> [u8; N] {
    bytes
        .try_into()
        .unwrap_or_else(|_| panic!("{} bytes instead of {N}", bytes.len()))
}

/// Flags written as `0x…`.
pub fn flags(text: &str) -> u32 {
    u32::from_str_radix(text.trim_start_matches("0x"), 16).unwrap_or_else(|e| panic!("{text}: {e}"))
}

/// A little-endian number at a fixed place of a message.
pub fn u32_at(message: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(array(&message[at..at + 4]))
}

/// What the length and offset at a fixed place of a message point to.
pub fn field_at(message: &[u8], at: usize) -> &[u8] {
    let len = usize::from(u16::from_le_bytes(array(&message[at..at + 2])));
    let start = u32_at(message, at + 4) as usize;
    &message[start..start + len]
}
