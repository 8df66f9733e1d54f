//! Bytes as lists of numbers, whatever a language puts around them: `0x60`, `&H60`, `(byte)0x60`, 96, -32, and pairs of
//! digits as a registry file has them, also in quotes.

use super::SIGNATURE;
use super::lines::Lines;
use crate::wire::token_length;

/// Fewer numbers are no message.
const LEAST: usize = 8;
/// Longer numbers at the start of a line are its offset.
const OFFSET: usize = 5;
/// What makes a number a byte in some languages.
const CASTS: [&[u8]; 2] = [b"(byte)", b"(sbyte)"];

/// A list that begins on the next line: its bytes, and the lines behind it.
pub fn list<'a>(mut lines: Lines<'a>) -> Option<(Vec<u8>, Lines<'a>)> {
    let mut list = List::default();
    let mut rest = lines;
    let mut taken = 0;
    while let Some(line) = lines.next() {
        let start = list.plain.len();
        let found = list.take(line.body);
        // The line that opens a list need not hold a number yet.
        if !found && (taken > 0 || !opens(line.body)) {
            break;
        }
        let new = list.bytes().get(start..).unwrap_or_default();
        let signed = list.bytes().starts_with(SIGNATURE);
        if start > 0 && signed && new.starts_with(SIGNATURE) {
            list.truncate(start);
            break;
        }
        taken += 1;
        rest = lines;
        // The first messages of NTLM may end in several places.
        if !signed && token_length(list.bytes()) == Some(list.plain.len()) {
            break;
        }
    }
    let bytes = list.bytes();
    (bytes.len() >= LEAST).then(|| (bytes.to_vec(), rest))
}

/// Whether a line has what parts the numbers of a list, and is none of a dump.
pub fn is_listed(body: &[u8]) -> bool {
    body.iter().any(|byte| matches!(byte, b',' | b';'))
}

/// Numbers, read in both ways in which they may be meant until one does not fit.
#[derive(Default)]
struct List {
    /// Each as it is written.
    plain: Vec<u8>,
    /// Two digits as hexadecimal, without a mark.
    pairs: Vec<u8>,
    no_plain: bool,
    no_pairs: bool,
}

impl List {
    /// Hexadecimal where all are pairs: a list in decimal has other numbers too.
    fn bytes(&self) -> &[u8] {
        if self.no_pairs {
            &self.plain
        } else {
            &self.pairs
        }
    }

    fn truncate(&mut self, length: usize) {
        self.plain.truncate(length);
        self.pairs.truncate(length);
    }

    /// Takes the numbers of a line that has nothing else behind what opens the list; whether there were any.
    fn take(&mut self, body: &[u8]) -> bool {
        let before = (self.plain.len(), self.no_plain, self.no_pairs);
        let body = without_comments(body);
        let start = opening(body);
        let list = body.get(start..).unwrap_or_default();
        let mut words = list.split(|byte| b", \t}];\\\"'".contains(byte)).peekable();
        if start == 0 {
            words.next_if(|word| word.len() >= OFFSET && word.iter().all(u8::is_ascii_digit));
        }
        for word in words {
            let whole = matches!(word, b"" | b"_" | b")") || self.word(word);
            if !whole || (self.no_plain && self.no_pairs) {
                self.truncate(before.0);
                (_, self.no_plain, self.no_pairs) = before;
                return false;
            }
        }
        self.plain.len() > before.0
    }

    fn word(&mut self, word: &[u8]) -> bool {
        let word = strip(word, &CASTS).unwrap_or(word);
        let word = word.strip_suffix(b")").unwrap_or(word);
        let marked = strip(word, &[b"0x", b"&h"]);
        let Ok(digits) = std::str::from_utf8(marked.unwrap_or(word)) else {
            return false;
        };
        let hex = u8::from_str_radix(digits, 16).ok();
        // Some languages' bytes have a sign.
        let plain = || {
            digits
                .parse::<i16>()
                .ok()
                .filter(|it| (-128..=255).contains(it))
        };
        let (plain, pair) = match marked {
            Some(_) => (hex, hex),
            None => (
                plain().map(|it| it as u8),
                hex.filter(|_| digits.len() == 2),
            ),
        };
        self.no_plain |= plain.is_none();
        self.no_pairs |= pair.is_none();
        self.plain.push(plain.unwrap_or_default());
        self.pairs.push(pair.unwrap_or_default());
        true
    }
}

/// A line without the comment that begins it, and what stands from the next one on.
fn without_comments(body: &[u8]) -> &[u8] {
    let find = |body: &[u8], marks: &[&[u8]]| body.windows(2).position(|it| marks.contains(&it));
    let behind = |at: usize| body.get(at + 2..);
    let first = body.starts_with(b"/*").then(|| find(body, &[b"*/"]));
    let code = first.flatten().and_then(behind).unwrap_or(body);
    let end = find(code, &[b"/*", b"//"]).unwrap_or(code.len());
    code.get(..end).unwrap_or_default().trim_ascii()
}

/// Where the numbers of a line begin: behind the last bracket or sign that opens a list, which that of a cast does not.
fn opening(body: &[u8]) -> usize {
    let opens = |at: &usize| match body.get(*at) {
        Some(b'{' | b'[' | b'=' | b':') => true,
        Some(b'(') => strip(body.get(*at..).unwrap_or_default(), &CASTS).is_none(),
        _ => false,
    };
    (0..body.len()).rev().find(opens).map_or(0, |at| at + 1)
}

/// Whether a line opens a list that begins on the next one.
fn opens(body: &[u8]) -> bool {
    let end = body
        .iter()
        .rposition(|byte| !matches!(byte, b'\\' | b'_' | b' '));
    let end = end.and_then(|at| body.get(at));
    matches!(end, Some(b'{' | b'[' | b'(' | b'=' | b':'))
}

/// What stands behind one of these, in capitals or not.
fn strip<'a>(word: &'a [u8], marks: &[&[u8]]) -> Option<&'a [u8]> {
    let mut found = marks.iter().filter_map(|mark| {
        let (head, rest) = word.split_at_checked(mark.len())?;
        head.eq_ignore_ascii_case(mark).then_some(rest)
    });
    found.next()
}
