//! Sign-ins of mail in clear: SASL PLAIN and LOGIN in the dialogues of IMAP, SMTP and POP.

use super::digits::{from_symbols, is_symbol};
use super::text::Place;
use super::text::lines::{TextLine, unmarked};
use super::text::stamp::stamp;
use crate::wire::sasl::SaslMechanism;
use crate::wire::{self, Layer};

/// A dialogue that waits for what a client sends.
#[derive(Clone, Debug, Default)]
pub struct Dialogue(Option<Waiting>);

#[derive(Clone, Debug)]
struct Waiting {
    mechanism: SaslMechanism,
    /// What the client sent up to now: of LOGIN, the name.
    sent: Vec<Vec<u8>>,
    place: Place,
    /// So many lines may still say something else.
    patience: usize,
}

/// Lines that the server, or a log, puts between.
const PATIENCE: usize = 6;

impl Dialogue {
    /// Takes the next line; the credentials, once they are complete, and where they began.
    pub fn line(&mut self, line: &TextLine<'_>) -> Option<(Place, Layer)> {
        let skip = stamp(line.body);
        let body = line.body.get(skip..).unwrap_or_default();
        let body = unmarked(body.trim_ascii_start());
        if let Some((mechanism, first)) = asked(body) {
            let mut waiting = Waiting {
                mechanism,
                sent: Vec::new(),
                place: Place::new(line.offset, line.number),
                patience: PATIENCE,
            };
            waiting.place.scheme = Some(mechanism.name().to_owned());
            let whole = first.and_then(|first| waiting.take(first));
            self.0 = whole.is_none().then_some(waiting.clone());
            return Some((waiting.place, whole?));
        }
        let waiting = self.0.as_mut()?;
        let whole = answer(body).and_then(|word| {
            if waiting.sent.is_empty() {
                (waiting.place.line, waiting.place.offset) = (line.number, line.offset);
            }
            waiting.take(word)
        });
        if let Some(layer) = whole {
            return Some((self.0.take()?.place, layer));
        }
        waiting.patience -= 1;
        if waiting.patience == 0 {
            self.0 = None;
        }
        None
    }
}

impl Waiting {
    /// Takes what the client sent; the credentials, if that completes them.
    fn take(&mut self, word: &[u8]) -> Option<Layer> {
        self.sent.push(from_symbols(word));
        match (self.mechanism, &self.sent[..]) {
            (SaslMechanism::Plain, [message]) => {
                let parts = message.split(|byte| *byte == 0).count();
                if parts != 3 {
                    self.sent.clear();
                    return None;
                }
                Some(wire::sasl(self.mechanism, message))
            }
            (SaslMechanism::Login, [name, password]) => Some(wire::sasl(
                self.mechanism,
                &[name, &[0][..], password].concat(),
            )),
            _ => None,
        }
    }
}

/// The mechanism that a command asks for, and what it sends at once.
fn asked(body: &[u8]) -> Option<(SaslMechanism, Option<&[u8]>)> {
    let head = body.get(..body.len().min(LONGEST))?;
    let mut words = head
        .split(|byte| byte.is_ascii_whitespace())
        .filter(|word| !word.is_empty());
    // The command stands first, or behind the tag of IMAP or what a log says.
    let command = |word: &&[u8]| {
        [&b"AUTH"[..], b"AUTHENTICATE"]
            .iter()
            .any(|it| word.eq_ignore_ascii_case(it))
    };
    words.by_ref().take(8).find(command)?;
    let name = words.next()?;
    let mechanism = [SaslMechanism::Plain, SaslMechanism::Login];
    let mechanism = mechanism
        .into_iter()
        .find(|it| name.eq_ignore_ascii_case(it.name().as_bytes()))?;
    Some((mechanism, words.next().filter(|word| is_base64(word))))
}

/// What a client sends: a line of base64 and nothing else. What a server sends has a code or a plus before it.
fn answer(body: &[u8]) -> Option<&[u8]> {
    let word = body.rsplit(|byte| *byte == b' ').next()?;
    let alone = word.len() == body.len();
    (alone && is_base64(word)).then_some(word)
}

/// Longer lines are no commands and no passwords.
const LONGEST: usize = 2_000;

fn is_base64(word: &[u8]) -> bool {
    let signs = word
        .strip_suffix(b"==")
        .or(word.strip_suffix(b"="))
        .unwrap_or(word);
    let whole = word.len().is_multiple_of(4) && word.len() <= LONGEST;
    whole && !signs.is_empty() && signs.iter().all(|byte| is_symbol(*byte))
}
