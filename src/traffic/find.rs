//! The tokens in what somebody pasted.

use super::exchange::Exchange;
use super::runs::{Run, runs};
use crate::wire::ntlm::MessageType;
use crate::wire::{self, Layer, LayerValue, to_base64, token_length};

pub use super::runs::{Form, Place};

/// More tokens are counted, not kept: a paste may be a whole day of a proxy.
pub const MOST: usize = 10_000;
/// More that could not be used is counted, not named.
const MOST_UNUSED: usize = 100;
/// No token is longer; what is taken of larger ones is enough to tell that.
const LONGEST: usize = 1 << 20;
/// Shorter stretches that say nothing known are taken for words.
const LEAST_UNUSED: usize = 32;

/// What was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Finds {
    /// The tokens, in order; one inside another follows it.
    pub tokens: Vec<Token>,
    /// How many more there are.
    pub more: usize,
    /// What looked like a token and is none that is known here.
    pub unused: Vec<Unused>,
    /// How many more there are.
    pub more_unused: usize,
    /// Whether what is looked at stood in other bytes.
    inside: bool,
}

/// A token: enough to decode it when it is looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    /// Where it was found.
    pub place: Place,
    /// Where it was found again, byte for byte.
    pub again: Vec<Place>,
    /// What the text around it says.
    pub exchange: Exchange,
    /// How it was written.
    pub form: Form,
    /// Its kind, as [`Layer::kind`] names it.
    pub kind: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Whether it does not decode to its end.
    pub broken: bool,
    /// The number of the token it was found inside.
    pub outer: Option<usize>,
    /// Which of NTLM's messages it is, if it is one.
    pub message: Option<MessageType>,
    carrier: Carrier,
}

/// What a token is read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Carrier {
    /// Bytes that say what they are.
    Bytes,
    /// The credentials of Basic.
    Basic,
    /// A challenge of Digest.
    DigestChallenge,
    /// The credentials of Digest.
    DigestResponse,
}

/// Something that could not be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unused {
    /// Where it stands.
    pub place: Place,
    /// Why.
    pub why: Why,
}

/// Why something could not be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Its bytes, that many, are no token known here.
    Unknown(usize),
    /// A scheme whose tokens are not read here.
    Scheme,
    /// Not what its scheme carries.
    Broken,
}

impl Token {
    /// Its fields.
    pub fn layer(&self) -> Option<Layer> {
        let layers = match self.carrier {
            Carrier::Basic => wire::credentials(&["Basic ", &to_base64(&self.bytes)].concat()),
            Carrier::DigestChallenge => wire::challenges(&String::from_utf8_lossy(&self.bytes)),
            Carrier::DigestResponse => wire::credentials(&String::from_utf8_lossy(&self.bytes)),
            Carrier::Bytes => wire::token(&self.bytes),
        };
        layers.into_iter().next()
    }
}

/// Finds what is in a text, or in bytes that are none.
pub fn find(input: &[u8]) -> Finds {
    let mut finds = Finds::default();
    let decoded = utf16(input);
    let input = decoded.as_deref().unwrap_or(input);
    let plain = unescaped(input);
    let input = plain.as_deref().unwrap_or(input);
    let binary = input.contains(&0) || std::str::from_utf8(input).is_err();
    if binary {
        let place = Place {
            offset: 0,
            line: 0,
            header: None,
            scheme: None,
        };
        if finds.whole(&place, Form::Bytes, input) {
            return finds;
        }
        finds.within(&place, Form::Bytes, input);
    }
    runs(input, &mut |run| finds.run(run));
    finds
}

impl Finds {
    fn run(&mut self, run: Run) {
        let scheme = run.place.scheme.as_deref().unwrap_or_default();
        if run.form == Form::Text {
            return self.digest(run);
        }
        if scheme.eq_ignore_ascii_case("Basic") {
            return self.basic(run);
        }
        if let Some(digits) = &run.digits
            && self.whole(&run.place, Form::Hex, digits)
        {
            return;
        }
        if self.whole(&run.place, run.form, &run.bytes) {
            return;
        }
        let count = self.tokens.len() + self.more;
        for (form, bytes) in [
            (Form::Hex, run.digits.as_ref()),
            (run.form, Some(&run.bytes)),
        ] {
            let bytes = bytes.map_or(&[][..], Vec::as_slice);
            self.within(&run.place, form, bytes);
            self.written(&run.place, bytes);
            if self.tokens.len() + self.more > count {
                return;
            }
        }
        let bearer = scheme.eq_ignore_ascii_case("Bearer");
        if run.place.header.is_some() || (scheme.is_empty() && run.bytes.len() >= LEAST_UNUSED) {
            let bytes = run.digits.as_ref().unwrap_or(&run.bytes);
            let why = if bearer {
                Why::Scheme
            } else {
                Why::Unknown(bytes.len())
            };
            self.unused(run.place, why);
        }
    }

    /// Takes bytes that are a token from the first one on; whether it decodes to its end.
    fn whole(&mut self, place: &Place, form: Form, bytes: &[u8]) -> bool {
        let layers = wire::token(bytes.get(..LONGEST).unwrap_or(bytes));
        let found = !layers.is_empty();
        let mut outer = None;
        for layer in layers {
            outer = self.keep(place, form, layer, outer);
        }
        found
    }

    /// Takes the tokens that begin anywhere in the bytes.
    fn within(&mut self, place: &Place, form: Form, bytes: &[u8]) {
        // The GSS-API wrapper of SPNEGO, by its identifier.
        const SPNEGO: &[u8] = &[0x06, 0x06, 0x2b, 0x06, 0x01, 0x05, 0x05, 0x02];
        let mut at = 0;
        while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
            let Some(next) = rest.iter().position(|byte| matches!(byte, b'N' | 0x60)) else {
                return;
            };
            at += next;
            let rest = bytes.get(at..).unwrap_or_default();
            let head = rest.get(..rest.len().min(16)).unwrap_or_default();
            let wrapped = rest.first() == Some(&0x60)
                && head.windows(SPNEGO.len()).any(|window| window == SPNEGO);
            if !is_message(head) && !wrapped {
                at += 1;
                continue;
            }
            let length = token_length(rest).unwrap_or(LONGEST);
            let length = length.min(LONGEST).min(rest.len());
            let mut place = place.clone();
            if form == Form::Bytes {
                place.offset += at;
            }
            let before = self.tokens.len();
            let token = rest.get(..length).unwrap_or_default();
            let taken = self.whole(&place, form, token);
            // One that breaks off may say a wrong length: the next may begin inside it.
            let broken = self.tokens.get(before).is_some_and(|token| token.broken);
            at += if taken && !broken { length.max(1) } else { 1 };
        }
    }

    /// Takes the tokens in a text that was written as bytes.
    fn written(&mut self, place: &Place, bytes: &[u8]) {
        let plain = |byte: &&u8| matches!(byte, b' '..=b'~' | b'\r' | b'\n' | b'\t');
        let text = bytes.len() >= 16 && bytes.iter().filter(plain).count() * 10 >= bytes.len() * 9;
        if !text || self.inside {
            return;
        }
        self.inside = true;
        runs(bytes, &mut |mut run| {
            run.place.offset = place.offset;
            run.place.line = place.line;
            // What is no token in there was not meant as one.
            let unused = self.unused.len();
            self.run(run);
            self.unused.truncate(unused);
        });
        self.inside = false;
    }

    fn basic(&mut self, run: Run) {
        // A challenge carries no credentials.
        let header = run.place.header.as_deref().unwrap_or_default();
        if asks(header) {
            return;
        }
        // Prose has words behind "Basic" too: they are no credentials unless a header says so.
        let plain = std::str::from_utf8(&run.bytes);
        let readable = plain.is_ok_and(|text| !text.chars().any(char::is_control))
            && run.bytes.contains(&b':');
        let layers = wire::credentials(&["Basic ", &to_base64(&run.bytes)].concat());
        match layers.into_iter().next() {
            Some(layer) if readable || run.place.header.is_some() => {
                self.keep(&run.place, run.form, layer, None);
            }
            _ if run.place.header.is_some() => self.unused(run.place, Why::Broken),
            _ => {}
        }
    }

    fn digest(&mut self, run: Run) {
        let text = digest(&run.bytes);
        let header = run.place.header.as_deref().unwrap_or_default();
        let challenge = asks(header) || (header.is_empty() && !text.contains("response="));
        let layers = if challenge {
            wire::challenges(&text)
        } else {
            wire::credentials(&text)
        };
        match layers.into_iter().next() {
            Some(layer) => {
                self.keep(&run.place, run.form, layer, None);
            }
            None if run.place.header.is_some() => self.unused(run.place, Why::Broken),
            None => {}
        }
    }

    /// Keeps a token; its number.
    fn keep(
        &mut self,
        place: &Place,
        form: Form,
        layer: Layer,
        outer: Option<usize>,
    ) -> Option<usize> {
        if self.tokens.len() >= MOST {
            self.more += 1;
            return None;
        }
        let (message, carrier) = match &layer.value {
            LayerValue::Ntlm(_) => (MessageType::of(&layer.bytes), Carrier::Bytes),
            LayerValue::Basic(_) => (None, Carrier::Basic),
            LayerValue::DigestChallenge(_) => (None, Carrier::DigestChallenge),
            LayerValue::DigestResponse(_) => (None, Carrier::DigestResponse),
            _ => (None, Carrier::Bytes),
        };
        self.tokens.push(Token {
            place: place.clone(),
            again: Vec::new(),
            exchange: Exchange::default(),
            form,
            kind: layer.kind(),
            message,
            carrier,
            broken: layer.error.is_some(),
            bytes: layer.bytes,
            outer,
        });
        Some(self.tokens.len() - 1)
    }

    fn unused(&mut self, place: Place, why: Why) {
        if self.unused.len() < MOST_UNUSED {
            self.unused.push(Unused { place, why });
        } else {
            self.more_unused += 1;
        }
    }
}

/// Digest's parameters as a header's value.
fn digest(parameters: &[u8]) -> String {
    ["Digest ", &String::from_utf8_lossy(parameters)].concat()
}

/// Whether the value of a header of that name asks for a sign-in.
fn asks(header: &str) -> bool {
    header.to_ascii_lowercase().ends_with("authenticate")
}

/// Whether an NTLM message begins here: one of the three.
fn is_message(head: &[u8]) -> bool {
    MessageType::of(head).is_some()
}

/// What JSON, addresses and logs write in the place of signs of base64 and of line ends, as it was before. Strings
/// with bytes in them stay as they are: they are read by their escapes.
fn unescaped(input: &[u8]) -> Option<Vec<u8>> {
    const SIGNS: [(&[u8], u8); 10] = [
        (b"\\/", b'/'),
        (b"\\r", b' '),
        (b"\\n", b' '),
        (b"\\t", b' '),
        (b"%2B", b'+'),
        (b"%2b", b'+'),
        (b"%2F", b'/'),
        (b"%2f", b'/'),
        (b"%3D", b'='),
        (b"%3d", b'='),
    ];
    let escaped = |pair: &[u8]| matches!(pair, b"\\/" | b"\\n" | b"%2" | b"%3");
    let bytes = |pair: &[u8]| matches!(pair, b"\\x" | b"\\u" | b"\\0");
    if !input.windows(2).any(escaped) || input.windows(2).any(bytes) {
        return None;
    }
    let mut plain = Vec::with_capacity(input.len());
    let mut rest = input;
    while let Some((&first, behind)) = rest.split_first() {
        let sign = SIGNS.iter().find(|(sign, _)| rest.starts_with(sign));
        let sign = sign.filter(|_| matches!(first, b'\\' | b'%'));
        plain.push(sign.map_or(first, |(_, sign)| *sign));
        rest = sign.map_or(behind, |(sign, _)| {
            rest.get(sign.len()..).unwrap_or_default()
        });
    }
    Some(plain)
}

/// UTF-16, which some shells write, as UTF-8: by its mark, or by the zeros of plain text.
fn utf16(input: &[u8]) -> Option<Vec<u8>> {
    let from = match input {
        [0xff, 0xfe, ..] => u16::from_le_bytes,
        [0xfe, 0xff, ..] => u16::from_be_bytes,
        _ => {
            let sample = input.get(..input.len().min(256)).unwrap_or_default();
            let mut pairs = sample.chunks_exact(2);
            let plain = |pair: &[u8]| matches!(pair, [b'\t' | b'\n' | b'\r' | b' '..=b'~', 0]);
            if sample.len() < 16 || !pairs.all(plain) {
                return None;
            }
            u16::from_le_bytes
        }
    };
    let units = input.chunks_exact(2);
    let units = units.filter_map(|pair| pair.first_chunk().copied().map(from));
    let units = units.filter(|unit| *unit != 0xfeff);
    let text: String = char::decode_utf16(units)
        .map(|c| c.unwrap_or('\u{fffd}'))
        .collect();
    Some(text.into_bytes())
}
