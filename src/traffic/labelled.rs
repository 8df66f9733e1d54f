//! Challenges and responses that a trace prints apart, each behind a word for it: put together, they are a sign-in.

use crate::wire::{self, Layer};

/// More of them are not kept.
const MOST_KEPT: usize = 100;
/// A word for a value stands that near.
const LABEL: usize = 40;
/// So many lines may stand between the parts of one sign-in.
const LINES: usize = 24;
/// Longer lines are looked at so far.
const LONGEST: usize = 1 << 16;

/// What was read behind words for it.
#[derive(Clone, Debug, Default)]
pub struct Labelled {
    parts: Parts,
    /// The line of the last part.
    last: usize,
    found: Vec<(usize, Layer)>,
}

#[derive(Clone, Debug, Default)]
struct Parts {
    line: usize,
    user: Option<String>,
    domain: Option<String>,
    challenge: Option<String>,
    lm: Option<String>,
    nt: Option<String>,
    proof: Option<String>,
    rest: Option<String>,
}

impl Labelled {
    /// Takes what stands on a line behind words for it; a sign-in that is complete by then is kept.
    pub fn line(&mut self, number: usize, body: &[u8]) {
        let body = body.get(..body.len().min(LONGEST)).unwrap_or_default();
        if number > self.last + LINES {
            self.parts = Parts::default();
        }
        let mut at = 0;
        while let Some(sign) = body
            .get(at..)
            .and_then(|rest| rest.iter().position(|byte| matches!(byte, b'=' | b':')))
        {
            let end = at + sign;
            let label = body
                .get(at.max(end.saturating_sub(LABEL))..end)
                .unwrap_or_default();
            at = end + 1;
            let value = body.get(at..).unwrap_or_default();
            if self.parts.take(label, value) {
                self.last = number;
                self.parts.line = number;
            }
        }
        if let Some(text) = self.parts.text() {
            if self.found.len() < MOST_KEPT {
                self.found
                    .push((self.parts.line, wire::hash_line(text.as_bytes())));
            }
            // Whose it is may hold for the next one too; what it proves does not.
            self.parts = Parts {
                user: self.parts.user.take(),
                domain: self.parts.domain.take(),
                ..Parts::default()
            };
        }
    }

    /// The sign-ins, each with the line it ends on.
    pub fn into_found(self) -> Vec<(usize, Layer)> {
        self.found
    }
}

impl Parts {
    /// Keeps a value by the word before it; whether it is one of those that are looked for.
    fn take(&mut self, label: &[u8], value: &[u8]) -> bool {
        let label = label.to_ascii_lowercase();
        let says = |word: &[u8]| label.windows(word.len()).any(|window| window == word);
        let client = says(b"client");
        // A word with a letter that is no digit: values are read once, however they are joined.
        let words: [&[u8]; 9] = [
            b"challenge",
            b"proof",
            b"response",
            b"lm",
            b"nt",
            b"blob",
            b"temp",
            b"user",
            b"domain",
        ];
        if !words.iter().any(|word| says(word)) {
            return false;
        }
        let place = match digits(value) {
            Some(digits) => match digits.len() {
                16 if says(b"challenge") && !client => (&mut self.challenge, digits),
                32 if says(b"proof") => (&mut self.proof, digits),
                48 if says(b"lm") && !says(b"nt") => (&mut self.lm, digits),
                48 if says(b"nt") || says(b"response") => (&mut self.nt, digits),
                88.. if says(b"response") || says(b"ntlmv2") => (&mut self.nt, digits),
                56.. if client || says(b"blob") || says(b"temp") => (&mut self.rest, digits),
                _ => return false,
            },
            None if says(b"domain") => (&mut self.domain, word(value)),
            None if says(b"user") => (&mut self.user, word(value)),
            None => return false,
        };
        *place.0 = Some(place.1);
        true
    }

    /// The parts as one line, once there is a challenge and a response.
    fn text(&self) -> Option<String> {
        let challenge = self.challenge.as_ref()?;
        let (user, domain) = (
            self.user.as_deref()?,
            self.domain.as_deref().unwrap_or_default(),
        );
        let responses = match (&self.nt, &self.proof, &self.rest) {
            (Some(nt), _, _) if nt.len() == 48 => {
                let lm = self.lm.as_deref().unwrap_or_default();
                return Some(format!("{user}::{domain}:{lm}:{nt}:{challenge}"));
            }
            (Some(nt), _, _) => {
                let (proof, rest) = nt.split_at_checked(32)?;
                format!("{proof}:{rest}")
            }
            (None, Some(proof), Some(rest)) => format!("{proof}:{rest}"),
            _ => return None,
        };
        Some(format!("{user}::{domain}:{challenge}:{responses}"))
    }
}

/// The digits a value begins with, in pairs, joined or parted by single signs; nothing where it is something else.
fn digits(value: &[u8]) -> Option<String> {
    let start = value
        .iter()
        .take(4)
        .take_while(|byte| matches!(byte, b' ' | b'"' | b'\'' | b'[' | b'>'))
        .count();
    let value = value.get(start..)?;
    let value = value.strip_prefix(b"0x").unwrap_or(value);
    let mut digits = String::new();
    let mut rest = value;
    while let [a, b, behind @ ..] = rest
        && a.is_ascii_hexdigit()
        && b.is_ascii_hexdigit()
    {
        digits.extend([char::from(*a), char::from(*b)]);
        rest = match behind {
            [b' ' | b':' | b'-', next, ..] if next.is_ascii_hexdigit() => behind.get(1..)?,
            _ => behind,
        };
    }
    let ends = rest
        .first()
        .is_none_or(|byte| !byte.is_ascii_alphanumeric());
    (digits.len() >= 16 && ends).then_some(digits)
}

/// The word that a value begins with; between quotes it may have spaces.
fn word(value: &[u8]) -> String {
    let value = value.trim_ascii_start();
    let (quote, value) = match value {
        [quote @ (b'"' | b'\'' | b'['), rest @ ..] => {
            (Some(if *quote == b'[' { b']' } else { *quote }), rest)
        }
        _ => (None, value),
    };
    let ends = |byte: &u8| match quote {
        Some(quote) => *byte == quote,
        None => byte.is_ascii_whitespace() || matches!(byte, b',' | b';' | b'"' | b'&'),
    };
    let end = value.iter().take(256).position(ends);
    let word = value
        .get(..end.unwrap_or(value.len().min(256)))
        .unwrap_or_default();
    String::from_utf8_lossy(word).replace([':', '$'], "")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::LayerValue;

    fn found(text: &str) -> Vec<&'static str> {
        let mut labelled = Labelled::default();
        for (number, line) in (1..).zip(text.lines()) {
            labelled.line(number, line.as_bytes());
        }
        let found = labelled.into_found();
        let names = found.iter().map(|(_, layer)| match &layer.value {
            LayerValue::HashLine(Some(line)) => {
                assert_eq!(
                    (line.user.as_str(), line.domain.as_str()),
                    ("dana", "FABRIKAM")
                );
                layer.kind().name()
            }
            _ => "broken",
        });
        names.collect()
    }

    #[test]
    fn parts_that_stand_apart_are_put_together() {
        let (nt, proof) = ("cb".repeat(24), "cc".repeat(16));
        let rest = format!("0101{}", "00".repeat(40));
        let radius = format!(
            "ntlm_auth --username=dana --domain=FABRIKAM --challenge=1122334455667788 --nt-response={nt}"
        );
        assert_eq!(found(&radius), ["NetNTLMv1 hash line"]);
        let trace = format!(
            "User: dana\nDomain: \"FABRIKAM\"\nServer challenge: 65 d6 32 87 39 78 51 a9\nClient challenge: 8f8fc4eabd60dfc5\n\
             NTProofStr = {proof}\nblob: {rest}\n"
        );
        assert_eq!(found(&trace), ["NetNTLMv2 hash line"]);
        let whole = format!(
            "user=dana, domain=FABRIKAM\nserverChallenge=65d63287397851a9\nNTLMv2Response={proof}{rest}"
        );
        assert_eq!(found(&whole), ["NetNTLMv2 hash line"]);
        assert!(found("user: dana\nchallenge: 1122334455667788\n").is_empty());
    }
}
