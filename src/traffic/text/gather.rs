//! A token that goes over several pieces: lines, strings, words.

use super::lines::{self, Lines, TextLine, symbols};
use super::masked::{Mask, hidden};
use super::{ByteEncoding, SIGNATURE};
use crate::traffic::digits::{digit, from_digits, from_symbols};
use crate::wire::token_length;

/// So many signs hold every head that tells a length.
const HEAD: usize = 240;
/// Shorter words are taken for a piece only where they end the token.
const PIECE: usize = 16;

/// A token, and how far it went.
pub struct Gathered<'a> {
    /// How the pieces write bytes.
    pub encoding: ByteEncoding,
    /// The bytes it stands for, read as base64.
    pub bytes: Vec<u8>,
    /// What it says as hex, where it could be that too.
    pub digits: Option<Vec<u8>>,
    /// The line it ends on, and the column behind it there.
    pub end: (TextLine<'a>, usize),
    /// The lines behind that one.
    pub rest: Lines<'a>,
    /// What stands behind it in the place of more.
    pub hidden: Option<Mask>,
}

/// The token that begins at a column of a line. It goes on behind a gap where it is not complete by its own account, and
/// what stands there looks like more of it.
pub fn gather<'a>(first: TextLine<'a>, start: usize, lines: Lines<'a>) -> Gathered<'a> {
    let mut token = Signs::default();
    let (mut line, mut rest, mut at) = (first, lines, start);
    let traced = trace_offset(first.body) > 0;
    let mut prefixed = false;
    loop {
        let (column, piece) = (at, lines::piece(line.from(at)));
        at += token.take(piece);
        if token.is_complete() {
            break;
        }
        if piece.len() == lines::PIECE {
            continue;
        }
        let tail = line.from(at);
        // At the end of a token it is padding; before that, mail has broken the line there.
        let broken = tail == b"=" && token.missing().is_some_and(|missing| missing > 4);
        if tail.first() == Some(&b'=') && !broken {
            break;
        }
        if let Some(column) = token.goes_on_behind(tail) {
            at += column;
            continue;
        }
        let above = Piece {
            line,
            column,
            width: piece.len(),
        };
        let in_column = token.goes_on_in_column(&above, rest);
        prefixed |= in_column.is_some();
        let next = in_column
            .or_else(|| {
                let tail = if broken { b"" } else { tail };
                let below = || token.goes_on_below(tail, traced, rest);
                (!prefixed).then(below).flatten()
            })
            .or_else(|| token.goes_on_in_table(&above, rest));
        let Some(next) = next else {
            break;
        };
        (line, at, rest) = next;
    }
    let hidden = if token.is_complete() {
        None
    } else {
        hidden(line.from(at))
    };
    let signs = token.signs;
    let url = signs.iter().any(|sign| matches!(sign, b'-' | b'_'));
    let digits = signs.iter().all(|sign| digit(*sign).is_some());
    Gathered {
        encoding: if url {
            ByteEncoding::Base64Url
        } else {
            ByteEncoding::Base64
        },
        bytes: from_symbols(&signs),
        digits: digits.then(|| from_digits(&signs)),
        end: (line, at),
        rest,
        hidden,
    }
}

#[derive(Default)]
struct Signs {
    signs: Vec<u8>,
    /// How many a token takes, by its own account, once enough are there to tell.
    needed: Option<usize>,
    /// Whether the first signs are those of no known token: nothing tells where it ends.
    unknown: bool,
}

impl Signs {
    /// Takes a piece up to the token's end; how much of it that was.
    fn take(&mut self, piece: &[u8]) -> usize {
        let mut taken = 0;
        // The head first: it may say that the token ends within this piece.
        if self.needed.is_none() && !self.unknown && self.signs.len() < HEAD {
            let head = piece.get(..piece.len().min(HEAD - self.signs.len()));
            self.signs.extend_from_slice(head.unwrap_or_default());
            taken = head.map_or(0, <[u8]>::len);
            self.needed = told_length(&self.signs);
            self.unknown = self.signs.len() >= SHORTEST && !begins_token(&self.signs);
        }
        let room = self
            .needed
            .map_or(usize::MAX, |needed| needed.saturating_sub(self.signs.len()));
        let more = piece.get(taken..).unwrap_or_default();
        let more = more.get(..more.len().min(room)).unwrap_or_default();
        self.signs.extend_from_slice(more);
        taken += more.len();
        if let Some(surplus) = self
            .needed
            .and_then(|needed| self.signs.len().checked_sub(needed))
        {
            self.signs.truncate(self.signs.len() - surplus);
            taken = taken.saturating_sub(surplus);
        }
        taken
    }

    fn is_complete(&self) -> bool {
        self.needed.is_some_and(|needed| self.signs.len() >= needed)
    }

    /// How many signs are missing: nothing where that is not known, the most there can be where only that some are.
    fn missing(&self) -> Option<usize> {
        match self.needed {
            Some(needed) => needed.checked_sub(self.signs.len()),
            None => (!self.unknown && begins_token(&self.signs)).then_some(usize::MAX),
        }
    }

    /// Where on the same line it goes on, in columns from here: behind spaces and quotes.
    fn goes_on_behind(&self, tail: &[u8]) -> Option<usize> {
        let gap = tail
            .iter()
            .take(8)
            .take_while(|byte| b" \t\"'+\\,".contains(byte))
            .count();
        let missing = self.missing().filter(|_| gap > 0)?;
        let word = symbols(tail.get(gap..)?);
        let behind = tail.get(gap + word.len()..)?;
        is_piece(word, behind, missing).then_some(gap)
    }

    /// The next line where it goes on: its own is filled to the end, and the next one holds nothing else.
    fn goes_on_below<'a>(
        &self,
        tail: &[u8],
        traced: bool,
        mut rest: Lines<'a>,
    ) -> Option<(TextLine<'a>, usize, Lines<'a>)> {
        // What is looked at must be passed by, or long lines would be looked at again and again.
        if !closing(tail) || tail.iter().any(|byte| b"=;)]}".contains(byte)) {
            return None;
        }
        let missing = self.missing();
        let mut line = rest.next()?;
        // Empty lines are skipped where it is certain that something is missing.
        for _ in 0..2 {
            if missing.is_some() && line.body.is_empty() {
                line = rest.next()?;
            }
        }
        let skip = if traced { trace_offset(line.body) } else { 0 };
        let column = skip + opening(line.from(skip));
        let word = symbols(line.from(column));
        let behind = line.from(column + word.len());
        // The next header's name may be glued to the last piece.
        let glued = missing.is_some_and(|missing| (1..word.len()).contains(&missing))
            && behind.first() == Some(&b':');
        let piece = || missing.is_some_and(|missing| is_piece(word, behind, missing));
        let whole = closing(behind) || glued || piece();
        (!word.is_empty() && whole && !starts_token(word)).then_some((line, column, rest))
    }
}

/// A piece of a token, and the line it stands on.
struct Piece<'a> {
    line: TextLine<'a>,
    column: usize,
    width: usize,
}

impl Signs {
    /// The next line where it goes on at the column of the piece above, behind what stands before each of them: a log's
    /// prefix, a number, which may have got a digit more, the mark of a comment or of a diff.
    fn goes_on_in_column<'a>(
        &self,
        above: &Piece<'a>,
        rest: Lines<'a>,
    ) -> Option<(TextLine<'a>, usize, Lines<'a>)> {
        let (missing, line, rest) = self.in_table(above, rest)?;
        let marked = |at: usize| at <= MARK && line.body.get(..at) == above.line.body.get(..at);
        let starts = |at: &usize| {
            let parted = matches!(line.word(at - 1), Some((start, _)) if start == *at);
            *at == above.column && marked(*at) || parted
        };
        let at = [above.column, above.column + 1].into_iter();
        let at = at.filter(|_| above.column > 0).find(starts)?;
        let word = symbols(line.from(at));
        let behind = line.from(at + word.len());
        // Where the head does not tell the length, as with the shortest of NTLM's, a line's rest of hex is the last piece.
        let is_hex = |signs: &[u8]| signs.iter().all(|sign| digit(*sign).is_some());
        let head = self.signs.get(..self.signs.len().min(HEAD));
        let last = missing == usize::MAX && behind.is_empty() && head.is_some_and(is_hex);
        let piece = is_piece(word, behind, missing)
            || (!starts_token(word) && (word.len() == above.width || last && is_hex(word)));
        piece.then_some((line, at, rest))
    }

    /// The next line where it goes on between what stands on each of them: prefixes of several lengths, bars, marks of a
    /// page. A piece there is as wide as the one above, or ends the token.
    fn goes_on_in_table<'a>(
        &self,
        above: &Piece<'a>,
        rest: Lines<'a>,
    ) -> Option<(TextLine<'a>, usize, Lines<'a>)> {
        let (missing, line, rest) = self.in_table(above, rest)?;
        let mut from = 0;
        while let Some((at, word)) = line.word(from) {
            let ends = word.len() == missing && missing >= 4;
            if (ends || word.len() == above.width) && !starts_token(word) {
                return Some((line, at, rest));
            }
            from = at + word.len();
        }
        None
    }

    /// How many signs are missing, and the next line, where both may be rows of a table.
    fn in_table<'a>(
        &self,
        above: &Piece<'a>,
        mut rest: Lines<'a>,
    ) -> Option<(usize, TextLine<'a>, Lines<'a>)> {
        let missing = self.missing()?;
        let tail = above.line.from(above.column + above.width);
        if tail.len() > PIECE || above.width < PIECE || tail.contains(&b'=') {
            return None;
        }
        let line = rest.next().filter(|line| line.body.len() <= LONGEST_LINE)?;
        Some((missing, line, rest))
    }
}

/// The marks of comments and diffs are not longer.
const MARK: usize = 3;
/// Longer lines are none of a table or a log.
const LONGEST_LINE: usize = 4096;
/// So many signs tell whether a known token begins with them.
const SHORTEST: usize = 24;

/// Whether a word is more of a token that lacks so many signs: it ends it, or it is no word of a language and no header's
/// name.
fn is_piece(word: &[u8], behind: &[u8], missing: usize) -> bool {
    let named = match behind {
        [b':', ..] => true,
        // Mail's way to write the padding.
        [b'=', b'3', b'D', ..] => false,
        [b'=', next, ..] => next.is_ascii_alphanumeric(),
        _ => false,
    };
    let ends = word.len() == missing && missing > 0;
    let has = |test: fn(&u8) -> bool| word.iter().any(test);
    let mixed =
        has(u8::is_ascii_uppercase) && (has(u8::is_ascii_lowercase) || has(u8::is_ascii_digit));
    let long = word.len() >= PIECE && (mixed || word.len() >= 40);
    !named && !starts_token(word) && !word.is_empty() && (ends || long)
}

/// Whether what the signs say begins as a token does, in base64 or in hex.
fn begins_token(signs: &[u8]) -> bool {
    let head = signs.get(..signs.len().min(SHORTEST)).unwrap_or_default();
    let known = |bytes: &[u8]| bytes.starts_with(SIGNATURE) || token_length(bytes).is_some();
    let hex = head.iter().all(|sign| digit(*sign).is_some());
    known(&from_symbols(head)) || (hex && known(&from_digits(head)))
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

/// The offset that curl puts before each line of a trace, in bytes of the line.
fn trace_offset(body: &[u8]) -> usize {
    let digits = body
        .iter()
        .take(9)
        .take_while(|byte| digit(**byte).is_some())
        .count();
    let colon = body
        .get(digits..)
        .is_some_and(|rest| rest.starts_with(b": "));
    if digits >= 4 && colon { digits + 2 } else { 0 }
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
                .is_some_and(|front| front.contains(&b'"') || front.contains(&b'\''))
        })
        .unwrap_or(0)
}

/// Whether nothing but the end of a string, or of a line that goes on, is left.
fn closing(tail: &[u8]) -> bool {
    tail.iter().all(|byte| b"=\"'+\\,;)]} \r".contains(byte))
}
