//! A token that goes over several lines.

use super::lines::Line;
use super::{Form, SIGNATURE};
use crate::traffic::text::{digit, from_digits, from_symbols, is_symbol};
use crate::wire::token_length;

/// So many signs hold every head that tells a length.
const HEAD: usize = 1000;

/// A token, and how far it went.
pub struct Gathered {
    /// How it is written.
    pub form: Form,
    /// What it says.
    pub bytes: Vec<u8>,
    /// What it says as hex, where it could be that too.
    pub digits: Option<Vec<u8>>,
    /// Lines it takes.
    pub lines: usize,
    /// Column behind it on its first line.
    pub end: usize,
}

/// The token that begins at a column of the first line. It goes on with the next line where it filled its own to the
/// end, the next one holds nothing else, is not a token of its own, and the token is not complete by its own account.
pub fn gather(lines: &[Line<'_>], start: usize) -> Gathered {
    let mut signs: Vec<u8> = Vec::new();
    let (mut taken, mut end, mut needed) = (0, start, None);
    for line in lines {
        let from = if taken == 0 { start } else { 0 };
        let body = line.body.get(from..).unwrap_or_default();
        let quotes = if taken == 0 { 0 } else { opening(body) };
        let body = body.get(quotes..).unwrap_or_default();
        let length = body.iter().position(|byte| !is_symbol(*byte));
        let (word, tail) = body.split_at(length.unwrap_or(body.len()));
        if taken > 0 && (word.is_empty() || !closing(tail) || starts_token(word)) {
            break;
        }
        signs.extend_from_slice(word);
        if taken == 0 {
            end = start + word.len();
        }
        if needed.is_none() && signs.len() < HEAD {
            needed = told_length(&signs);
        }
        taken += 1;
        let complete = needed.is_some_and(|needed| signs.len() >= needed);
        let ended = |tail: &[u8]| tail.iter().any(|byte| b"=;)]}".contains(byte));
        if complete || !closing(tail) || ended(tail) {
            break;
        }
    }
    let url = signs.iter().any(|sign| matches!(sign, b'-' | b'_'));
    let digits = signs.iter().all(|sign| digit(*sign).is_some());
    Gathered {
        form: if url { Form::Base64Url } else { Form::Base64 },
        bytes: from_symbols(&signs),
        digits: digits.then(|| from_digits(&signs)),
        lines: taken,
        end,
    }
}

/// How many signs a token takes, by its own account.
fn told_length(signs: &[u8]) -> Option<usize> {
    let told = |bytes: &[u8]| {
        // The shortest forms of NTLM's messages begin as the others do: more may follow.
        let head = match bytes.get(8) {
            Some(1) => 40,
            Some(2) => 56,
            _ => 72,
        };
        let short = bytes.starts_with(SIGNATURE) && bytes.len() < head;
        token_length(bytes).filter(|_| !short)
    };
    if signs.iter().all(|sign| digit(*sign).is_some())
        && let Some(length) = told(&from_digits(signs))
    {
        return length.checked_mul(2);
    }
    let length = told(&from_symbols(signs))?;
    Some(length.checked_mul(4)?.div_ceil(3))
}

/// Whether an NTLM message begins here.
fn starts_token(word: &[u8]) -> bool {
    let word = word.strip_prefix(b"0x").unwrap_or(word);
    word.starts_with(b"TlRMTVNT")
        || word
            .get(..8)
            .is_some_and(|word| word.eq_ignore_ascii_case(b"4e544c4d"))
}

/// Quotes and the like before the next piece of a string.
fn opening(body: &[u8]) -> usize {
    let length = body
        .iter()
        .position(|byte| !matches!(byte, b'"' | b'\'' | b'+' | b' '));
    // A plus is a sign of base64 too: it is skipped only together with a quote.
    length
        .filter(|length| {
            body.get(..*length)
                .is_some_and(|front| front.contains(&b'"'))
        })
        .unwrap_or(0)
}

/// Whether nothing but the end of a string, or of a line that goes on, is left.
fn closing(tail: &[u8]) -> bool {
    tail.iter().all(|byte| b"=\"'+\\,;)]} \r".contains(byte))
}
