//! Where bytes stand in a text: base64 and hex, wrapped or not, dumps, arrays and escapes, between anything else.

mod dump;
mod escape;
mod lines;
mod wrapped;

use lines::{Line, lines};

/// How bytes were written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// Base64 (RFC 4648 4).
    Base64,
    /// Its alphabet for addresses and file names (RFC 4648 5).
    Base64Url,
    /// Digits in pairs.
    Hex,
    /// Digits in pairs on lines, perhaps with offsets before and characters behind.
    HexDump,
    /// Numbers with commas, as in a program.
    Array,
    /// A string with escapes, as in a program.
    Escaped,
    /// As they are.
    Bytes,
    /// Text that is its own form: the parameters of Digest.
    Text,
}

/// A place in what was pasted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Bytes before it.
    pub offset: usize,
    /// Its line, from 1.
    pub line: usize,
    /// The header it is the value of, as it was written.
    pub header: Option<String>,
    /// The scheme before it, as it was written.
    pub scheme: Option<String>,
}

/// A stretch of text that may say bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Where it begins.
    pub place: Place,
    /// How it is written.
    pub form: Form,
    /// What it says.
    pub bytes: Vec<u8>,
    /// Whether it says bytes as hex too, if it was read as base64.
    pub digits: Option<Vec<u8>>,
}

/// What an NTLM message begins with: in a block of lines it begins another token.
const SIGNATURE: &[u8] = b"NTLMSSP\0";
/// Shorter stretches without a scheme before them are words.
const SHORT: usize = 16;

/// All stretches, in order.
pub fn runs(text: &[u8], each: &mut dyn FnMut(Run)) {
    let lines = lines(text);
    let mut next = 0;
    while let Some(line) = lines.get(next) {
        let rest = lines.get(next..).unwrap_or_default();
        let block = dump::block(rest).or_else(|| escape::block(rest));
        next += match block {
            Some((form, bytes, count)) => {
                each(plain(line, 0, form, bytes));
                count
            }
            None => in_line(line, rest, each),
        };
    }
}

/// The stretches that begin on a line; how many lines they take.
fn in_line(line: &Line<'_>, rest: &[Line<'_>], each: &mut dyn FnMut(Run)) -> usize {
    let header = line.header();
    let mut scheme: Option<&[u8]> = None;
    let mut at = header.map_or(0, |(_, end)| end);
    while let Some((mut start, mut word)) = line.word(at) {
        at = start + word.len();
        if let Some(parameters) = line.parameters(word, at) {
            let mut run = plain(line, parameters.0, Form::Text, parameters.1.to_vec());
            run.place.header = header.map(|(name, _)| string(name));
            run.place.scheme = Some(string(word));
            at = parameters.0 + parameters.1.len();
            scheme = None;
            each(run);
            continue;
        }
        if is_scheme(word) && line.space_at(at) {
            scheme = Some(word);
            continue;
        }
        // Logs put a plus in the place of the space.
        let plus = word.iter().take(SHORT).position(|byte| *byte == b'+');
        if let Some((name, behind)) = plus.and_then(|plus| word.split_at_checked(plus))
            && is_scheme(name)
        {
            scheme = Some(name);
            start += name.len() + 1;
            word = behind.get(1..).unwrap_or_default();
        }
        let skipped = enter(word);
        start += skipped;
        word = word.get(skipped..).unwrap_or_default();
        let least = if scheme.is_some() { 4 } else { SHORT };
        if word.len() >= least && !line.names_value(word, at) {
            let found = wrapped::gather(rest, start);
            let mut run = plain(line, start, found.form, found.bytes);
            run.digits = found.digits;
            run.place.header = header.map(|(name, _)| string(name));
            run.place.scheme = scheme.map(string);
            each(run);
            if found.lines > 1 {
                return found.lines;
            }
            at = at.max(found.end);
        }
        // What a token of another scheme is made of says nothing here.
        if scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case(b"Bearer")) {
            at = line.blank(at);
        }
        scheme = None;
    }
    1
}

/// How much of a word stands before the token in it: a path, a prefix.
fn enter(word: &[u8]) -> usize {
    if let [b'0', b'x' | b'X', _, ..] = word {
        return 2;
    }
    let signature = word.windows(8).position(|window| window == b"TlRMTVNT");
    let wrapped = || {
        let at = word
            .windows(4)
            .position(|window| matches!(window, [b'/' | b'+', b'Y', b'I' | b'H', _]))?;
        Some(at + 1)
    };
    signature.or_else(wrapped).unwrap_or(0)
}

fn plain(line: &Line<'_>, column: usize, form: Form, bytes: Vec<u8>) -> Run {
    Run {
        place: Place {
            offset: line.offset + column,
            line: line.number,
            header: None,
            scheme: None,
        },
        form,
        bytes,
        digits: None,
    }
}

fn is_scheme(word: &[u8]) -> bool {
    const SCHEMES: [&str; 5] = ["NTLM", "Negotiate", "Basic", "Kerberos", "Bearer"];
    let known = SCHEMES.iter();
    known
        .map(|name| name.as_bytes())
        .any(|name| word.eq_ignore_ascii_case(name))
}

fn string(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
