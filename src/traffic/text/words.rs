//! The tokens on a line of words: behind the names of headers and schemes, and bare.

use super::gather::gather;
use super::lines::{Lines, TextLine};
use super::masked::{Mask, hidden, is_masked};
use super::telling_names::{is_header, is_scheme, scheme_before, value_behind};
use super::{ByteEncoding, EncodedRun, Place};
use crate::traffic::digits::{from_digits, from_symbols};
use crate::wire::spnego::is_spnego;
use crate::wire::token_length;

/// Shorter stretches without a scheme before them are words.
const SHORT: usize = 16;
/// Names of parameters are shorter.
const LONGEST_NAME: usize = 32;
/// So many signs tell whether a token begins: those of CredSSP have up to four heads around what they hold.
const HEAD: usize = 48;

/// The stretches that begin on a line, in order; the lines behind them.
pub fn words<'a>(
    line: TextLine<'a>,
    rest: Lines<'a>,
    each: &mut dyn FnMut(EncodedRun),
) -> Lines<'a> {
    let mut reading = Reading {
        line,
        at: 0,
        rest,
        header: None,
        scheme: None,
    };
    while let Some((start, word)) = reading.line.word(reading.at) {
        reading.at = start + word.len();
        reading.word(start, word, each);
    }
    reading.rest
}

/// A line while it is read.
struct Reading<'a> {
    line: TextLine<'a>,
    at: usize,
    rest: Lines<'a>,
    header: Option<&'a [u8]>,
    scheme: Option<&'a [u8]>,
}

impl<'a> Reading<'a> {
    fn word(&mut self, start: usize, word: &'a [u8], each: &mut dyn FnMut(EncodedRun)) {
        let behind = self.line.from(self.at);
        if is_header(word)
            && let Some(skip) = value_behind(behind)
        {
            (self.header, self.scheme) = (Some(word), None);
            self.at += skip;
            return;
        }
        if let Some((column, parameters)) = self.parameters(word, behind) {
            self.scheme = Some(word);
            each(self.run(column, ByteEncoding::Text, parameters.to_vec()));
            self.at = column + parameters.len();
            self.scheme = None;
            return;
        }
        if is_scheme(word) && matches!(behind, [b' ' | b'\t' | b':' | b',', ..]) {
            self.scheme = Some(word);
            if let Some(how) = hidden(behind) {
                self.hidden(self.at, how, each);
            }
            return;
        }
        self.token(start, word, each);
        // What a token of another scheme is made of says nothing here.
        if self
            .scheme
            .is_some_and(|scheme| scheme.eq_ignore_ascii_case(b"Bearer"))
        {
            let rest = self.line.from(self.at);
            let end = |byte: &u8| matches!(byte, b' ' | b'\t' | b'"' | b'\'');
            self.at += rest.iter().position(end).unwrap_or(rest.len());
        }
        self.scheme = None;
    }

    fn token(&mut self, start: usize, word: &'a [u8], each: &mut dyn FnMut(EncodedRun)) {
        let (mut start, mut word) = (start, word);
        if let Some((scheme, skip)) = scheme_before(word) {
            self.scheme = Some(scheme);
            start += skip;
            word = word.get(skip..).unwrap_or_default();
        }
        let skip = enter(word);
        start += skip;
        word = word.get(skip..).unwrap_or_default();
        if is_masked(word) && !is_whole(word) && (self.scheme.is_some() || begins_token(word)) {
            let head = word.iter().position(|byte| matches!(byte, b'x' | b'X'));
            let mut run = self.run(start, ByteEncoding::Base64, Vec::new());
            let head = word.get(..head.unwrap_or(0)).unwrap_or_default();
            run.bytes = from_symbols(head);
            run.mask = Some(Mask::Masked);
            each(run);
            return;
        }
        let least = if self.scheme.is_some() { 4 } else { SHORT };
        let short = word.len() < least
            && !(begins_token(word) && hidden(self.line.from(self.at)).is_some())
            && !is_whole_answer(word);
        if short || self.names_value(word) {
            return;
        }
        let found = gather(self.line, start, self.rest);
        let mut run = self.run(start, found.encoding, found.bytes);
        run.digits = found.digits;
        run.mask = found.hidden;
        each(run);
        (self.line, self.at) = found.end;
        self.rest = found.rest;
    }

    fn hidden(&mut self, column: usize, how: Mask, each: &mut dyn FnMut(EncodedRun)) {
        let mut run = self.run(column, ByteEncoding::Base64, Vec::new());
        run.mask = Some(how);
        each(run);
        self.scheme = None;
        // The words for it are no token.
        let rest = self.line.from(self.at);
        let end = |byte: &u8| matches!(byte, b'>' | b']' | b')' | b'}' | b'"');
        self.at += rest
            .iter()
            .take(LONGEST_NAME * 2)
            .position(end)
            .unwrap_or(0);
    }

    fn run(&self, column: usize, encoding: ByteEncoding, bytes: Vec<u8>) -> EncodedRun {
        let mut place = Place::new(self.line.offset + column, self.line.number);
        place.header = self.header.map(string);
        place.scheme = self.scheme.map(string);
        EncodedRun::new(place, encoding, bytes)
    }

    /// Whether what stands behind a word makes it the name of a parameter: one `=` and a value. Padding of base64 looks
    /// alike, but then its length is right.
    fn names_value(&self, word: &[u8]) -> bool {
        let valued = match self.line.from(self.at) {
            [b'=', b'=' | b' ' | b',' | b';' | b')' | b'}' | b'[', ..] | [b'='] => false,
            [b'=', ..] => true,
            _ => false,
        };
        valued && (word.len() % 4 != 3 || word.len() < SHORT)
    }

    /// The parameters behind the word `Digest`: where they begin, and they themselves.
    fn parameters(&self, word: &[u8], behind: &'a [u8]) -> Option<(usize, &'a [u8])> {
        if !word.eq_ignore_ascii_case(b"Digest") || !matches!(behind, [b' ' | b'\t', ..]) {
            return None;
        }
        let rest = behind.trim_ascii_start();
        let start = self.at + behind.len() - rest.len();
        // A parameter's name is not long.
        if !rest.iter().take(LONGEST_NAME).any(|byte| *byte == b'=') {
            return None;
        }
        // In a string of a program the quotes within are escaped; the first that is not ends it.
        let quote = rest.iter().position(|byte| matches!(byte, b'\'' | b'"'));
        let opens = quote.and_then(|at| rest.get(at.checked_sub(1)?..at + 1)) == Some(b"=\"");
        let rest = match quote {
            Some(end) if !opens => rest.get(..end)?,
            _ => rest.strip_suffix(b"'").unwrap_or(rest),
        };
        Some((start, rest))
    }
}

/// How much of a word stands before the token in it: a path, a prefix.
fn enter(word: &[u8]) -> usize {
    if let [b'0', b'x' | b'X', _, ..] = word {
        return 2;
    }
    // Before hex stand the marks of diffs and comments, and PostgreSQL's `\x`: no token in base64 begins like that.
    let mark = word.iter().take_while(|byte| b"+-/x".contains(byte));
    let mark = mark.count();
    let rest = word.get(mark..).unwrap_or_default();
    if mark > 0 && rest.len() >= SHORT && rest.iter().all(u8::is_ascii_hexdigit) {
        return mark;
    }
    let found = word
        .windows(8)
        .enumerate()
        .find_map(|(at, window)| match window {
            b"TlRMTVNT" => Some(at),
            [b'/' | b'+' | b'-', b'Y', b'I' | b'H', ..] => Some(at + 1),
            _ => None,
        });
    // As far as a token goes that the word begins with, what looks like a prefix and a token is a part of it.
    let inside = |at: &usize| told_signs(word).is_some_and(|signs| *at < signs);
    found.filter(|at| !inside(at)).unwrap_or(0)
}

/// How many signs of base64 the token has that a word begins with, as its head tells.
fn told_signs(word: &[u8]) -> Option<usize> {
    let length = token_length(&from_symbols(word.get(..HEAD).unwrap_or(word)))?;
    Some(length.saturating_mul(4).div_ceil(3))
}

/// Whether a word is as long as the token that begins it, and no more of it is crossed out than may be by chance.
fn is_whole(word: &[u8]) -> bool {
    let crossed = word
        .windows(8)
        .any(|eight| matches!(eight, b"xxxxxxxx" | b"XXXXXXXX"));
    !crossed && told_signs(word).is_some_and(|signs| word.len() >= signs)
}

/// Whether a word begins as NTLM's messages do, or the tokens of SPNEGO and Kerberos.
fn begins_token(word: &[u8]) -> bool {
    word.starts_with(b"TlRMTVNT") || word.starts_with(b"YI") || word.starts_with(b"oY")
}

/// Whether a word is the whole of a NegTokenResp, in base64 or in hex: it may say no more than its negState.
fn is_whole_answer(word: &[u8]) -> bool {
    let bytes = match word {
        [b'o', b'Q', ..] => from_symbols(word),
        [b'a' | b'A', b'1', ..] => from_digits(word),
        _ => return false,
    };
    is_spnego(&bytes) && token_length(&bytes) == Some(bytes.len())
}

fn string(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
