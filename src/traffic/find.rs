//! The tokens in what somebody pasted.

use super::runs::{Run, runs};
use crate::wire::text::around;
use crate::wire::{self, Layer, to_base64, token_length};

pub use super::runs::{Form, Place};

/// More tokens are counted, not kept: a paste may be a whole day of a proxy.
pub const MOST: usize = 10_000;
/// More that could not be used is counted, not named.
const MOST_UNUSED: usize = 100;
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
}

/// A token: enough to decode it when it is looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    /// Where it was found.
    pub place: Place,
    /// How it was written.
    pub form: Form,
    /// Its kind, as [`Layer::kind`] names it.
    pub kind: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The number of the token it was found inside.
    pub outer: Option<usize>,
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
        let layers = match self.kind {
            "Basic" => wire::credentials(&["Basic ", &to_base64(&self.bytes)].concat()),
            "Digest challenge" => wire::challenges(&String::from_utf8_lossy(&self.bytes)),
            "Digest response" => wire::credentials(&String::from_utf8_lossy(&self.bytes)),
            _ => wire::token(&self.bytes),
        };
        layers.into_iter().next()
    }
}

/// Finds what is in a text, or in bytes that are none.
pub fn find(input: &[u8]) -> Finds {
    let mut finds = Finds::default();
    let decoded = utf16(input);
    let input = decoded.as_deref().unwrap_or(input);
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
            self.within(&run.place, form, bytes.map_or(&[], Vec::as_slice));
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

    /// Takes bytes that are a token from the first one on.
    fn whole(&mut self, place: &Place, form: Form, bytes: &[u8]) -> bool {
        let layers = wire::token(bytes);
        let found = !layers.is_empty();
        let mut outer = None;
        for layer in layers {
            outer = self.keep(place, form, layer, outer);
        }
        found
    }

    /// Takes the tokens that begin anywhere in the bytes.
    fn within(&mut self, place: &Place, form: Form, bytes: &[u8]) {
        const SIGNATURE: &[u8] = b"NTLMSSP\0";
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
            if !rest.starts_with(SIGNATURE) && !wrapped {
                at += 1;
                continue;
            }
            let length = token_length(rest).unwrap_or(rest.len()).min(rest.len());
            let mut place = place.clone();
            if form == Form::Bytes {
                place.offset += at;
            }
            let taken = self.whole(&place, form, rest.get(..length).unwrap_or_default());
            at += if taken { length.max(1) } else { 1 };
        }
    }

    fn basic(&mut self, run: Run) {
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
        let asks = header.len() > 2
            && header
                .as_bytes()
                .to_ascii_lowercase()
                .ends_with(b"authenticate");
        let challenge = asks || (header.is_empty() && around(&text, "response=").is_none());
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
        self.tokens.push(Token {
            place: place.clone(),
            form,
            kind: layer.kind(),
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

/// UTF-16 with its mark, which some shells write, as UTF-8.
fn utf16(input: &[u8]) -> Option<Vec<u8>> {
    let from = match input {
        [0xff, 0xfe, ..] => u16::from_le_bytes,
        [0xfe, 0xff, ..] => u16::from_be_bytes,
        _ => return None,
    };
    let units = input.get(2..)?.chunks_exact(2);
    let units = units.filter_map(|pair| pair.first_chunk().copied().map(from));
    let text: String = char::decode_utf16(units)
        .map(|c| c.unwrap_or('\u{fffd}'))
        .collect();
    Some(text.into_bytes())
}
