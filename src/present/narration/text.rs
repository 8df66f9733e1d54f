//! Text for people, made of pieces: the values in it keep their kind, so that whoever draws it can colour them.

use super::glossary::Term;
use crate::present::{fingerprint, head};
use crate::value_kind::ValueKind;
use std::borrow::Cow;
use std::fmt;

/// A text: pieces one after the other. [`prose!`](crate::prose) makes one; its `Display` is the plain text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text(Vec<Piece>);

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Plain text: words of ours, without a value or a term in them.
    Plain(Cow<'static, str>),
    /// Text that carries the weight of the line.
    Strong(Cow<'static, str>),
    /// A value of that kind, or its name: it takes the colour of its kind.
    Value(Cow<'static, str>, ValueKind),
    /// A term, in the form that the sentence needs: what it means is one touch away.
    Term(Cow<'static, str>, Term),
}

/// Makes a [`Text`] of literals and values in the order they are read.
///
/// What stands between the commas is an expression, so rustc finds what is missing, and says what is never used. With
/// braces rustfmt leaves a sentence in as few lines as it needs.
///
/// ```
/// use double_hop::{prose, present::narration::challenge};
/// let (host, question) = ("The mailbox host", [0xf9; 8]);
/// let text = prose! { host, " asks ", challenge(&question), "." };
/// assert_eq!(text.to_string(), "The mailbox host asks f9f9f9f9…");
/// ```
///
/// ```compile_fail,E0425
/// let text = double_hop::prose! { host, " asks a question." };
/// ```
#[macro_export]
macro_rules! prose {
    ($piece:expr $(,)?) => {
        $crate::present::narration::Text::of($piece)
    };
    ($first:expr, $($piece:expr),+ $(,)?) => {{
        let mut text = $crate::present::narration::Text::of($first);
        $($crate::present::narration::Narrate::narrate($piece, &mut text);)+
        text
    }};
}

/// What can stand in a text.
pub trait Narrate {
    /// Appends itself.
    fn narrate(self, text: &mut Text);
}

impl Text {
    /// A text that begins with a piece.
    pub fn of(piece: impl Narrate) -> Self {
        let mut text = Self::default();
        piece.narrate(&mut text);
        text
    }

    /// Its pieces. Neighbours differ in kind: plain text that follows plain text is one piece.
    pub fn pieces(&self) -> &[Piece] {
        &self.0
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text with each term marked only where it comes first.
    pub fn terms_once(self) -> Self {
        let mut once = Self::default();
        let mut marked = Vec::new();
        for piece in self.0 {
            once.push(match piece {
                Piece::Term(name, term) if marked.contains(&term) => Piece::Plain(name),
                Piece::Term(name, term) => {
                    marked.push(term);
                    Piece::Term(name, term)
                }
                other => other,
            });
        }
        once
    }

    /// An ellipsis at the end of a sentence is its full stop too.
    fn push(&mut self, mut piece: Piece) {
        let last = self.0.last().map_or("", Piece::text);
        if last.ends_with('…')
            && let Piece::Plain(text) = &mut piece
            && let Some(rest) = text.strip_prefix('.')
        {
            *text = rest.to_owned().into();
        }
        match (self.0.last_mut(), piece) {
            (_, piece) if piece.text().is_empty() => {}
            (Some(Piece::Plain(last)), Piece::Plain(more))
            | (Some(Piece::Strong(last)), Piece::Strong(more)) => last.to_mut().push_str(&more),
            (_, piece) => self.0.push(piece),
        }
    }
}

impl Piece {
    /// Its text, whatever its manner.
    pub fn text(&self) -> &str {
        match self {
            Self::Plain(text) | Self::Strong(text) => text,
            Self::Value(text, _) | Self::Term(text, _) => text,
        }
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .iter()
            .try_for_each(|piece| f.write_str(piece.text()))
    }
}

impl Narrate for &'static str {
    fn narrate(self, text: &mut Text) {
        text.push(Piece::Plain(self.into()));
    }
}

impl Narrate for String {
    fn narrate(self, text: &mut Text) {
        text.push(Piece::Plain(self.into()));
    }
}

impl Narrate for Piece {
    fn narrate(self, text: &mut Text) {
        text.push(self);
    }
}

impl Narrate for Text {
    fn narrate(self, text: &mut Text) {
        self.0.into_iter().for_each(|piece| text.push(piece));
    }
}

impl<T: Narrate + Clone> Narrate for &T {
    fn narrate(self, text: &mut Text) {
        self.clone().narrate(text);
    }
}

impl<T: Narrate> Narrate for Option<T> {
    fn narrate(self, text: &mut Text) {
        if let Some(inner) = self {
            inner.narrate(text);
        }
    }
}

macro_rules! narrate_numbers {
    ($($number:ty),*) => {$(
        impl Narrate for $number {
            fn narrate(self, text: &mut Text) {
                self.to_string().narrate(text);
            }
        }
    )*};
}

narrate_numbers!(u8, u16, u32, u64, usize);

/// Text that carries the weight of the line.
pub fn strong(text: impl Into<Cow<'static, str>>) -> Piece {
    Piece::Strong(text.into())
}

/// The word for a password, in its colour.
pub fn password() -> Piece {
    Piece::Value("password".into(), ValueKind::Password)
}

/// The word for an NT hash, in its colour.
pub fn nt_hash() -> Piece {
    Piece::Value("NT hash".into(), ValueKind::NtHash)
}

/// The first bytes of a challenge, in its colour.
pub fn challenge(bytes: &[u8]) -> Piece {
    Piece::Value(fingerprint(bytes).into(), ValueKind::Challenge)
}

/// The first bytes of a response, in its colour.
pub fn response(bytes: &[u8]) -> Piece {
    Piece::Value(fingerprint(bytes).into(), ValueKind::Response)
}

/// The first bytes of a session key, in its colour.
pub fn session_key(bytes: &[u8]) -> Piece {
    Piece::Value(fingerprint(bytes).into(), ValueKind::SessionKey)
}

/// A token by its name, in its colour.
pub fn token(name: &'static str) -> Piece {
    Piece::Value(name.into(), ValueKind::Token)
}

/// A ticket, or what it is called.
pub fn ticket(name: impl Into<Cow<'static, str>>) -> Piece {
    Piece::Value(name.into(), ValueKind::Ticket)
}

/// The first bytes of a value of any kind, in its colour.
pub fn value(bytes: &[u8], kind: ValueKind) -> Piece {
    Piece::Value(fingerprint(bytes).into(), kind)
}

/// Bytes in hex, all of them, without blanks.
pub fn hex(bytes: &[u8]) -> String {
    head(bytes, bytes.len())
}

/// Words of ours as a sentence begins with them.
pub fn capitalised(words: &str) -> String {
    let mut words = words.to_owned();
    if let Some(first) = words.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    words
}

/// `1 byte`, `2 bytes`.
pub fn count(number: usize, one: &'static str, many: &'static str) -> Text {
    crate::prose! { number, " ", if number == 1 { one } else { many } }
}

/// Texts with `between` before each but the first, and `last` before the last one.
pub fn join<T: Narrate>(
    texts: impl IntoIterator<Item = T>,
    between: &'static str,
    last: &'static str,
) -> Text {
    let mut joined = Text::default();
    let mut texts = texts.into_iter().peekable();
    let mut first = true;
    while let Some(text) = texts.next() {
        if !first {
            let ends = texts.peek().is_none();
            (if ends { last } else { between }).narrate(&mut joined);
        }
        text.narrate(&mut joined);
        first = false;
    }
    joined
}

/// The first of these texts, at most so many, and how many more there are.
pub fn first_of<T: Narrate>(
    texts: impl IntoIterator<Item = T>,
    most: usize,
    last: &'static str,
) -> Text {
    let mut texts: Vec<T> = texts.into_iter().collect();
    let more = texts.len().saturating_sub(most);
    texts.truncate(most);
    match more {
        0 => join(texts, ", ", last),
        more => prose! { join(texts, ", ", ", "), " and ", more, " more" },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_keep_their_kind_and_neighbours_of_one_kind_are_one() {
        let text = prose! { "a", "b", strong("c"), 7_usize, challenge(&[1; 8]), "", ". d" };
        assert_eq!(
            text.pieces(),
            [
                Piece::Plain("ab".into()),
                Piece::Strong("c".into()),
                Piece::Plain("7".into()),
                Piece::Value("01010101…".into(), ValueKind::Challenge),
                // The ellipsis ends the sentence.
                Piece::Plain(" d".into()),
            ]
        );
        assert_eq!(text.to_string(), "abc701010101… d");
    }

    #[test]
    fn a_term_is_marked_where_it_comes_first() {
        let text =
            prose! { Term::Mic, " and ", Term::Token, " and ", Term::Mic.called("MICs"), "." };
        let once = prose! { Term::Mic, " and ", Term::Token, " and MICs." };
        assert_eq!(text.terms_once().pieces(), once.pieces());
    }

    #[test]
    fn lists_are_joined() {
        let joined = |names: &[&'static str]| join(names.to_vec(), ", ", " and ").to_string();
        assert_eq!(joined(&[]), "");
        assert_eq!(joined(&["a"]), "a");
        assert_eq!(joined(&["a", "b", "c"]), "a, b and c");
    }

    #[test]
    fn a_list_that_is_too_long_says_how_many_more_there_are() {
        let first = |names: &[&'static str]| first_of(names.to_vec(), 2, " and ").to_string();
        assert_eq!(first(&["a", "b"]), "a and b");
        assert_eq!(first(&["a", "b", "c", "d"]), "a, b and 2 more");
    }
}
