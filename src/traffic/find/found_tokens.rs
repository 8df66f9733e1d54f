//! What was found: tokens, and what looked like some.

use super::found_token::FoundToken;
use super::heads::{Heads, LONGEST};
use super::unused::{Unused, UnusedReason, head};
use crate::traffic::bytes::Bytes;
use crate::traffic::text::lines::Lines;
use crate::traffic::text::telling_names::asks;
use crate::traffic::text::words::words;
use crate::traffic::text::{ByteEncoding, EncodedRun, Place};
use crate::wire::{self, Layer, to_base64};

/// More tokens are counted, not kept: a paste may be a whole day of a proxy.
pub const MOST_TOKENS: usize = 10_000;
/// More that could not be used is counted, not named.
const MOST_UNUSED: usize = 100;
/// Shorter stretches that say nothing known are taken for words.
const LEAST_UNUSED: usize = 32;
/// So many tokens back the same one is recognized: what a page shows twice stands near.
const WINDOW: usize = 64;

/// The tokens of a paste in their order, and what looked like some.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FoundTokens {
    /// The tokens, in order; one inside another follows it.
    pub tokens: Vec<FoundToken>,
    /// How many more there are.
    pub more: usize,
    /// What looked like a token and is none that is known here.
    pub unused: Vec<Unused>,
    /// How many more there are.
    pub more_unused: usize,
    /// How many tokens were met once more.
    repeated: usize,
    /// Whether what is looked at stood in other bytes.
    inside: bool,
    /// How many tokens there were when the last request or answer began.
    pub(super) boundary: usize,
}

impl FoundTokens {
    /// Takes what a stretch of text says; whether there was a token in it.
    pub fn run(&mut self, run: EncodedRun) -> bool {
        let known = self.met();
        self.read(run);
        self.met() > known
    }

    /// Takes bytes that are no text; whether they are a token from the first one on.
    pub fn bytes(&mut self, input: &[u8]) -> bool {
        let place = Place::new(0, 0);
        let bytes = Bytes::from(input.to_vec());
        if self.whole(&place, ByteEncoding::Bytes, &bytes).is_some() {
            return true;
        }
        self.within(&place, ByteEncoding::Bytes, &bytes);
        false
    }

    /// Takes a token that is read already.
    pub fn layer(&mut self, place: &Place, layer: Layer) -> bool {
        let bytes = Bytes::from(layer.bytes.clone());
        self.keep(FoundToken::new(place, ByteEncoding::Text, &layer, bytes))
    }

    fn count(&self) -> usize {
        self.tokens.len() + self.more
    }

    /// The same, with those that were met once more.
    fn met(&self) -> usize {
        self.count() + self.repeated
    }

    fn read(&mut self, run: EncodedRun) {
        let scheme = run.place.scheme.clone().unwrap_or_default();
        if run.encoding == ByteEncoding::Text {
            return self.digest(run);
        }
        if run.bytes.is_empty() {
            return self.hidden(run);
        }
        if scheme.eq_ignore_ascii_case("Basic") {
            return self.basic(run);
        }
        let EncodedRun {
            place,
            encoding,
            bytes,
            digits,
            mask: hidden,
        } = run;
        // A head alone tells what it was, and nothing more.
        if hidden.is_some() && bytes.len() < 12 {
            return self.hidden(EncodedRun {
                place,
                encoding,
                bytes,
                digits,
                mask: hidden,
            });
        }
        let bearer = scheme.eq_ignore_ascii_case("Bearer");
        let plain = scheme.is_empty();
        let known = self.tokens.len();
        let length = digits.as_ref().map_or(bytes.len(), Vec::len);
        let readings = [
            digits.map(|digits| (ByteEncoding::Hex, Bytes::from(digits))),
            Some((encoding, Bytes::from(bytes))),
        ];
        let readings = || readings.iter().flatten();
        if readings().any(|(encoding, bytes)| self.whole(&place, *encoding, bytes).is_some()) {
            if let Some(token) = self.tokens.get_mut(known) {
                token.hidden = hidden;
            }
            return;
        }
        let known = self.met();
        for (encoding, bytes) in readings() {
            self.within(&place, *encoding, bytes);
            self.written(&place, bytes);
            if self.met() > known {
                return;
            }
        }
        if place.header.is_some() || (plain && length >= LEAST_UNUSED) {
            let why = match hidden {
                Some(hidden) => UnusedReason::Hidden(hidden, None),
                None if bearer => UnusedReason::Scheme,
                None => UnusedReason::Unknown(length),
            };
            self.unused(place, why);
        }
    }

    /// Takes bytes that are a token from the first one on, and says where it ends.
    fn whole(&mut self, place: &Place, encoding: ByteEncoding, bytes: &Bytes) -> Option<TokenEnd> {
        let head = bytes.slice(0..LONGEST);
        #[cfg(test)]
        crate::traffic::work::decoded(head.len());
        let layers = wire::token(&head);
        let outermost = layers.first()?;
        let end = match outermost.error {
            None => TokenEnd::Behind(outermost.bytes.len()),
            Some(_) => TokenEnd::Unknown,
        };
        let count = self.count();
        let mut outer = None;
        for (number, layer) in layers.iter().enumerate() {
            let mut token = FoundToken::new(
                place,
                encoding,
                layer,
                part(&head, layers.get(..number), layer),
            );
            token.outer = outer;
            let kept = self.keep(token);
            if number == 0 && !kept && self.count() == count {
                // The same one again: so is what is in it.
                break;
            }
            outer = kept.then(|| self.tokens.len() - 1);
        }
        Some(end)
    }

    /// Takes the tokens that begin anywhere in the bytes.
    fn within(&mut self, place: &Place, encoding: ByteEncoding, bytes: &Bytes) {
        let mut heads = Heads::new(bytes);
        let mut at = 0;
        while let Some(range) = heads.token(at) {
            let mut place = place.clone();
            if encoding == ByteEncoding::Bytes {
                place.offset += range.start;
            }
            let known = self.tokens.len();
            let end = self.whole(&place, encoding, &bytes.slice(range.clone()));
            // What was found inside a broken one is not found again.
            let inner = self.tokens.get(known + 1..).unwrap_or_default().last();
            let inner = inner.and_then(|inner| {
                let rest = bytes.get(range.clone())?;
                let start = rest
                    .windows(8)
                    .position(|window| inner.bytes.starts_with(window))?;
                Some(range.start + start + inner.bytes.len())
            });
            at = match end {
                Some(TokenEnd::Behind(length)) => range.start + length.max(1),
                _ => inner.unwrap_or(range.start + 1).max(range.start + 1),
            };
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
        let mut lines = Lines::new(bytes, 0, 1);
        while let Some(line) = lines.next() {
            lines = words(line, lines, &mut |mut run| {
                run.place.offset = place.offset;
                run.place.line = place.line;
                // What is no token in there was not meant as one.
                let unused = self.unused.len();
                self.run(run);
                self.unused.truncate(unused);
            });
        }
        self.inside = false;
    }

    fn basic(&mut self, run: EncodedRun) {
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
                let bytes = Bytes::from(run.bytes);
                self.keep(FoundToken::new(&run.place, run.encoding, &layer, bytes));
            }
            _ if run.place.header.is_some() => self.unused(run.place, UnusedReason::Broken),
            _ => {}
        }
    }

    fn digest(&mut self, run: EncodedRun) {
        let text = ["Digest ", &String::from_utf8_lossy(&run.bytes)].concat();
        let header = run.place.header.as_deref().unwrap_or_default();
        // Without a header it is a word of prose, unless one of its parameters is there.
        let known = ["realm", "nonce", "username", "response"];
        if header.is_empty() && !known.iter().any(|name| text.contains(name)) {
            return;
        }
        let challenge = asks(header) || (header.is_empty() && !text.contains("response="));
        let layers = if challenge {
            wire::challenges(&text)
        } else {
            wire::credentials(&text)
        };
        match layers.into_iter().next() {
            Some(layer) => {
                let bytes = Bytes::from(layer.bytes.clone());
                self.keep(FoundToken::new(&run.place, run.encoding, &layer, bytes));
            }
            None if run.place.header.is_some() => self.unused(run.place, UnusedReason::Broken),
            None => {}
        }
    }

    /// Names what somebody hid, with what is left of its head.
    fn hidden(&mut self, run: EncodedRun) {
        let Some(hidden) = run.mask else { return };
        let digits = run.digits.unwrap_or_default();
        let head = head(&run.bytes).or_else(|| head(&digits));
        if head.is_some() || run.place.scheme.is_some() || run.place.header.is_some() {
            self.unused(run.place, UnusedReason::Hidden(hidden, head));
        }
    }

    /// Keeps a token, unless it is one that was found before; whether it did.
    fn keep(&mut self, token: FoundToken) -> bool {
        if let Some(same) = self.same(&token) {
            if let Some(same) = self.tokens.get_mut(same) {
                same.again.push(token.place);
            }
            self.repeated += 1;
            return false;
        }
        if self.tokens.len() >= MOST_TOKENS {
            self.more += 1;
            return false;
        }
        self.tokens.push(token);
        true
    }

    /// The token that this one is once more. What a client says again and again is the same only within one request; what
    /// is meant for a proxy is not what is meant for the server behind it.
    fn same(&self, token: &FoundToken) -> Option<usize> {
        if token.outer.is_some() {
            return None;
        }
        let inner = |number: usize| {
            self.tokens
                .get(number + 1)
                .filter(|it| it.outer == Some(number))
        };
        let last = self.tokens.len().saturating_sub(WINDOW);
        let mut near = self.tokens.iter().enumerate().skip(last).rev();
        let proxy = |place: &Place| {
            place
                .header
                .as_deref()
                .map(|name| name.to_ascii_lowercase().contains("proxy"))
        };
        let apart = |a: &Place, b: &Place| proxy(a).zip(proxy(b)).is_some_and(|(a, b)| a != b);
        let found = near.find(|(number, other)| {
            let same =
                other.outer.is_none() && other.kind == token.kind && other.bytes == token.bytes;
            let repeats = other.repeats() || inner(*number).is_some_and(FoundToken::repeats);
            let between = self.tokens.get(number + 1..).unwrap_or_default();
            let next = between.iter().all(|between| between.outer.is_some());
            same && !apart(&other.place, &token.place)
                && (!repeats || (next && *number >= self.boundary))
        });
        found.map(|(number, _)| number)
    }

    fn unused(&mut self, place: Place, why: UnusedReason) {
        if self.unused.len() < MOST_UNUSED {
            self.unused.push(Unused { place, why });
        } else {
            self.more_unused += 1;
        }
    }
}

/// Where a token ends.
enum TokenEnd {
    /// Behind so many bytes, which decode.
    Behind(usize),
    /// It does not decode to its end.
    Unknown,
}

/// The part of a buffer that a layer's bytes are: the outermost begins with it, the others are fields of those outside.
fn part(buffer: &Bytes, outside: Option<&[Layer]>, layer: &Layer) -> Bytes {
    let Some(outer) = outside.and_then(<[Layer]>::first) else {
        return buffer.slice(0..layer.bytes.len());
    };
    let leaves = outer
        .layout
        .leaves()
        .into_iter()
        .map(|leaf| leaf.range.clone());
    let mut ranges = leaves.filter(|range| range.len() == layer.bytes.len());
    let range = ranges.find(|range| buffer.get(range.clone()) == Some(&layer.bytes[..]));
    range.map_or_else(
        || Bytes::from(layer.bytes.clone()),
        |range| buffer.slice(range),
    )
}
