//! What the server says.

use super::exchange::SaslExchange;
use super::unanswered::Awaited;
use super::{AfterMessage, Mail, MailProtocol, NTLM, Phase, Sink, imap};
use crate::traffic::leg::Status;

/// The replies of SMTP that answer AUTH and no other command (RFC 4954 6).
const ABOUT_SIGN_INS: [u16; 6] = [235, 432, 454, 534, 535, 538];

impl Mail {
    /// Takes a line of the server's.
    pub(super) fn answer(&mut self, sink: &mut Sink<'_>, line: &[u8]) -> AfterMessage {
        let text = String::from_utf8_lossy(line);
        let challenge = match self.kind {
            MailProtocol::Smtp => text.strip_prefix("334"),
            _ => text.strip_prefix('+').filter(|it| !it.starts_with("OK")),
        };
        match (challenge, self.kind) {
            (Some(challenge), _) => self.challenge(sink, line, challenge.trim()),
            (None, MailProtocol::Imap) => return self.tagged(sink, line, &text),
            (None, _) => return self.reply(sink, line, &text),
        }
        AfterMessage::Continue
    }

    fn challenge(&mut self, sink: &mut Sink<'_>, line: &[u8], challenge: &str) {
        if self.exchange.is_none() && challenge.starts_with(NTLM) {
            self.begun_before();
        }
        let status = (self.kind == MailProtocol::Smtp).then_some(Status::Smtp(334));
        if let Some(exchange) = &mut self.exchange {
            exchange.server(sink, challenge, line, status);
            // What came before it is answered, and it still waits.
            let asked = self.unanswered.first(Awaited::is_sign_in);
            asked
                .into_iter()
                .for_each(|it| self.unanswered.push_front(it));
        }
    }

    /// What IMAP's server says of the command with a tag.
    fn tagged(&mut self, sink: &mut Sink<'_>, line: &[u8], text: &str) -> AfterMessage {
        if let Some(tag) = &self.start_tls
            && let Some(agreed) = imap::agrees(text, tag)
        {
            self.start_tls = None;
            return match agreed {
                true => AfterMessage::Restart,
                false => AfterMessage::Continue,
            };
        }
        let Some(exchange) = &self.exchange else {
            self.offered(sink, line);
            return AfterMessage::Continue;
        };
        if let Some(agreed) = imap::agrees(text, &exchange.tag) {
            let mut leg = exchange.leg(sink, line);
            leg.status = Some(Status::Mail(agreed));
            sink.emit(leg);
            let own = Awaited::SignIn(exchange.strand);
            self.unanswered.first(|it| *it == own);
            self.exchange = None;
        }
        AfterMessage::Continue
    }

    /// A reply of SMTP or POP3, which answers the first command that waits, or the one that alone is answered so.
    fn reply(&mut self, sink: &mut Sink<'_>, line: &[u8], text: &str) -> AfterMessage {
        let (status, agreed, awaited) = match self.kind {
            MailProtocol::Smtp => {
                self.offered(sink, line);
                let Some((code, rest)) = text.split_at_checked(3) else {
                    return AfterMessage::Continue;
                };
                // A line that others follow has a hyphen behind its code.
                let Some(code) = code.parse().ok().filter(|_| !rest.starts_with('-')) else {
                    return AfterMessage::Continue;
                };
                let awaited = match code {
                    220 => self.unanswered.first(|it| *it == Awaited::Tls),
                    354 => self.unanswered.first(|it| *it == Awaited::Letter),
                    code if ABOUT_SIGN_INS.contains(&code)
                        && self.unanswered.any(Awaited::is_sign_in) =>
                    {
                        self.unanswered.first(Awaited::is_sign_in)
                    }
                    _ => self.unanswered.next(),
                };
                (Status::Smtp(code), code < 400, awaited)
            }
            _ => {
                let agreed = text.starts_with("+OK");
                if !agreed && !text.starts_with("-ERR") {
                    return AfterMessage::Continue;
                }
                (Status::Mail(agreed), agreed, self.unanswered.next())
            }
        };
        match awaited {
            // PASS may wait behind its USER, and tells more.
            Some(own @ Awaited::SignIn(strand)) if !self.unanswered.any(|it| *it == own) => {
                let mut leg = sink.leg_of(line);
                (leg.strand, leg.status) = (strand, Some(status));
                sink.emit(leg);
            }
            Some(Awaited::Tls) if agreed => return AfterMessage::Restart,
            // The letter comes, and then a reply to it; or what follows are commands.
            Some(Awaited::Letter) if agreed => self.unanswered.push_front(Awaited::Reply),
            Some(Awaited::Letter) => self.client = Phase::Commands,
            Some(Awaited::Lines) if agreed => self.server = Phase::Letter,
            _ => {}
        }
        let answered = |it: &SaslExchange| {
            let own = Awaited::SignIn(it.strand);
            !self.unanswered.any(|it| *it == own)
        };
        self.exchange = self.exchange.take().filter(|it| !answered(it));
        AfterMessage::Continue
    }

    /// Keeps what a line offers for whoever signs in.
    pub(super) fn offered(&mut self, sink: &Sink<'_>, line: &[u8]) {
        let offers = self.offers(&String::from_utf8_lossy(line));
        if !offers.is_empty() {
            let mut leg = sink.leg_of(line);
            leg.offers = offers;
            self.offer = Some(leg);
        }
    }

    /// The mechanisms that a line names (RFC 4954 3, RFC 9051 7.2.2, RFC 2449 6.3).
    fn offers(&self, line: &str) -> Vec<String> {
        let words = line.split_ascii_whitespace();
        let named = |line: &str, before: &str| {
            let (first, rest) = line.split_once(' ').unwrap_or((line, ""));
            let names = rest.split_ascii_whitespace().map(str::to_owned);
            match first.eq_ignore_ascii_case(before) {
                true => names.collect(),
                false => Vec::new(),
            }
        };
        match self.kind {
            MailProtocol::Smtp => {
                // Other replies speak of AUTH too.
                let told = line.strip_prefix("250").and_then(|it| it.get(1..));
                named(told.unwrap_or_default(), "AUTH")
            }
            MailProtocol::Pop => named(line, "SASL"),
            MailProtocol::Imap => {
                let names = words.filter_map(|it| it.strip_prefix("AUTH="));
                let names = names.map(|it| it.trim_end_matches(']').to_owned());
                names.collect()
            }
        }
    }
}
