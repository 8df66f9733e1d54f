//! Reads from the text around tokens to whom they went, when, and what was answered.

use super::found_token::FoundToken;
use super::token_context::Answer;
use crate::traffic::text::lines::TextLine;
use crate::traffic::text::stamp::stamp;
use crate::traffic::text::telling_names::asks;
use crate::wire::ntlm::MessageType;

/// Nothing longer is a name or an address of this use.
const LONGEST: usize = 300;

/// The request that the lines at hand belong to.
#[derive(Clone, Debug, Default)]
pub struct ContextReader {
    host: Option<String>,
    request: Option<String>,
    time: Option<String>,
    /// The first token that waits for its answer.
    waiting: usize,
    /// Whether the answer has begun.
    answered: bool,
    /// The last AUTH of a dialogue of mail: its line. Its reply has a code and no more to it.
    mail: Option<usize>,
}

impl ContextReader {
    /// Reads a line that may say something of the tokens around it; whether a request or an answer begins.
    pub fn line(&mut self, line: &TextLine<'_>, tokens: &mut [FoundToken]) -> bool {
        let skip = stamp(line.body);
        if skip > 0 {
            self.time =
                text(line.body.get(..skip)).map(|time| time.trim_start_matches('[').to_owned());
        }
        let body = line.body.get(skip..).unwrap_or_default();
        let body = body.trim_ascii_start();
        let head = body.get(..body.len().min(LONGEST * 4)).unwrap_or_default();
        if let Some(code) = status(head) {
            self.answer(
                Answer {
                    code,
                    line: line.number,
                },
                tokens,
            );
            return true;
        }
        if is_auth(head) {
            self.mail = Some(line.number);
            self.waiting = tokens.len();
        }
        if let Some(code) = self.mail.and_then(|_| reply(head)) {
            // 334 asks on.
            self.mail = self.mail.filter(|_| code == 334);
            let line = line.number;
            self.answer(Answer { code, line }, tokens);
            return true;
        }
        if let Some(request) = request(head) {
            self.waiting = tokens.len();
            self.answered = false;
            (self.host, self.request) = (None, Some(request));
            self.named(head, tokens);
            return true;
        }
        self.named(head, tokens);
        false
    }

    /// Gives the tokens from that number on what is known of them.
    pub fn found(&mut self, from: usize, tokens: &mut [FoundToken]) {
        for token in tokens.get_mut(from..).unwrap_or_default() {
            let context = &mut token.context;
            context.host.clone_from(&self.host);
            context.request.clone_from(&self.request);
            context.time.clone_from(&self.time);
        }
    }

    fn answer(&mut self, answer: Answer, tokens: &mut [FoundToken]) {
        for token in tokens.get_mut(self.waiting..).unwrap_or_default() {
            let header = token.place.header.as_deref().unwrap_or_default();
            let question = token.message == Some(MessageType::Challenge) || asks(header);
            if token.context.answer.is_none() && !question {
                token.context.answer = Some(answer);
            }
        }
        self.waiting = tokens.len();
        self.answered = true;
    }

    /// `Host` and `Date`, wherever they stand on the line.
    fn named(&mut self, head: &[u8], tokens: &mut [FoundToken]) {
        if !self.answered
            && let Some(host) = value(head, b"host:")
        {
            self.host = host.split_ascii_whitespace().next().map(str::to_owned);
            for token in tokens.get_mut(self.waiting..).unwrap_or_default() {
                token.context.host.clone_from(&self.host);
            }
        }
        if self.answered
            && let Some(date) = head
                .get(..5)
                .filter(|name| name.eq_ignore_ascii_case(b"date:"))
        {
            self.time = text(head.get(date.len()..)).map(|time| time.trim().to_owned());
        }
    }
}

/// The value of a header that stands at the start of a line or behind a space, but in no attribute.
fn value<'a>(line: &'a [u8], name: &[u8]) -> Option<&'a str> {
    let at = line
        .windows(name.len())
        .position(|window| window.eq_ignore_ascii_case(name))?;
    let free = at == 0 || line.get(at - 1).is_some_and(u8::is_ascii_whitespace);
    let value = line.get(at + name.len()..).filter(|_| free)?;
    let value = std::str::from_utf8(value).ok()?.trim();
    let first = value.split_ascii_whitespace().next().unwrap_or_default();
    Some(value).filter(|_| !first.ends_with('"'))
}

/// The code of a status line.
fn status(line: &[u8]) -> Option<u16> {
    let rest = line.strip_prefix(b"HTTP/")?;
    let space = rest.iter().take(4).position(|byte| *byte == b' ')?;
    let code = rest.get(space + 1..space + 4)?;
    std::str::from_utf8(code).ok()?.parse().ok()
}

/// Whether a line asks to sign in, in SMTP, POP or IMAP: behind the tag of IMAP, or first.
fn is_auth(line: &[u8]) -> bool {
    let mut words = line.split(|byte| *byte == b' ').take(2);
    words.any(|word| {
        word.eq_ignore_ascii_case(b"AUTH") || word.eq_ignore_ascii_case(b"AUTHENTICATE")
    })
}

/// The code of SMTP that answers a sign-in: it goes on, it went through, or it did not (RFC 4954 4 and 6).
fn reply(line: &[u8]) -> Option<u16> {
    let (code, rest) = line.split_at_checked(3)?;
    let ends = matches!(rest.first(), None | Some(b' ' | b'-'));
    let code: u16 = std::str::from_utf8(code).ok()?.parse().ok()?;
    (ends && matches!(code, 235 | 334 | 400..600)).then_some(code)
}

/// The method and the target of a request line.
fn request(line: &[u8]) -> Option<String> {
    let mut words = line.split(|byte| *byte == b' ');
    let (method, target, version) = (words.next()?, words.next()?, words.next()?);
    let method_like = (3..=12).contains(&method.len()) && method.iter().all(u8::is_ascii_uppercase);
    if !method_like || !version.starts_with(b"HTTP/") || target.len() > LONGEST {
        return None;
    }
    Some(format!("{} {}", text(Some(method))?, text(Some(target))?))
}

fn text(bytes: Option<&[u8]>) -> Option<String> {
    let text = String::from_utf8_lossy(bytes?);
    Some(text.chars().take(LONGEST).collect())
}
