//! SMTP (RFC 5321, 4954), IMAP (RFC 9051) and POP3 (RFC 1939, 5034): lines, and in them how a client signs in.

mod command;
mod exchange;
mod greeting;
mod imap;

use super::protocol_dissector::{AfterMessage, Framing, ProtocolDissector, Recognition};
use super::sink::Sink;
use crate::traffic::leg::{Leg, Method, Protocol, Sender, SentCredential, Status};
use command::is_command;
use exchange::SaslExchange;

pub use greeting::recognise;

/// A longer line is none of a sign-in.
const LONGEST_LINE: usize = 64 << 10;
/// A literal of IMAP that is longer is no name and no password.
const LONGEST_LITERAL: u64 = 4 << 10;

/// The replies of SMTP that answer AUTH and no other command (RFC 4954 6).
const ABOUT_SIGN_INS: [u16; 6] = [235, 432, 454, 534, 535, 538];

/// Which of the three is spoken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailProtocol {
    /// SMTP, whose replies begin with three digits (RFC 5321 4.2).
    Smtp,
    /// IMAP, whose replies repeat the command's tag (RFC 9051 2.2).
    Imap,
    /// POP3, whose replies begin with `+OK` or `-ERR` (RFC 1939 3).
    Pop,
}

/// What is remembered of a connection of SMTP, IMAP or POP3.
pub struct Mail {
    kind: MailProtocol,
    /// A sign-in that is under way.
    exchange: Option<SaslExchange>,
    /// What an end sends now.
    client: Phase,
    server: Phase,
    /// The beginning of a command of IMAP whose line goes on behind a literal.
    begun: Vec<u8>,
    /// The name that POP's USER has given.
    user: Option<String>,
    /// What the server has offered, told only if the client signs in.
    offer: Option<Leg>,
    /// Whether the client wants TLS, and with which tag it said so.
    start_tls: Option<String>,
}

/// What an end sends.
#[derive(Clone, Copy, Default, PartialEq)]
enum Phase {
    /// Lines that mean something.
    #[default]
    Commands,
    /// The rest of a line that is too long.
    LongLine,
    /// A letter, up to a line with a dot alone.
    Letter,
    /// So many bytes of a command.
    Literal(usize),
}

impl Mail {
    /// A connection that speaks that.
    pub fn new(kind: MailProtocol) -> Self {
        Self {
            kind,
            exchange: None,
            client: Phase::Commands,
            server: Phase::Commands,
            begun: Vec::new(),
            user: None,
            offer: None,
            start_tls: None,
        }
    }

    fn phase(&mut self, from: Sender) -> &mut Phase {
        match from {
            Sender::Client => &mut self.client,
            Sender::Server => &mut self.server,
        }
    }
}

impl ProtocolDissector for Mail {
    fn protocol(&self) -> Protocol {
        match self.kind {
            MailProtocol::Smtp => Protocol::Smtp,
            MailProtocol::Imap => Protocol::Imap,
            MailProtocol::Pop => Protocol::Pop,
        }
    }

    fn starts(&self, _from: Sender, bytes: &[u8]) -> Recognition {
        // The line under way is passed over with the next ones, which mean nothing or something.
        match bytes.is_empty() {
            true => Recognition::Unsure,
            false => Recognition::Yes,
        }
    }

    fn frame(&mut self, from: Sender, bytes: &[u8], seen: usize) -> Framing {
        if let Phase::Literal(length) = *self.phase(from) {
            return Framing::with_length(length, bytes.len());
        }
        let new = bytes.get(seen..).unwrap_or_default();
        let line = new.iter().position(|byte| *byte == b'\n');
        match line.map(|at| seen + at + 1) {
            Some(length) if length <= LONGEST_LINE => Framing::Whole(length),
            None if bytes.len() <= LONGEST_LINE => Framing::More,
            _ => {
                let phase = self.phase(from);
                if *phase == Phase::Commands {
                    *phase = Phase::LongLine;
                }
                Framing::Whole(LONGEST_LINE)
            }
        }
    }

    fn message(&mut self, sink: &mut Sink<'_>, bytes: &[u8]) -> AfterMessage {
        let from = sink.from;
        match *self.phase(from) {
            Phase::Commands => {}
            Phase::LongLine => {
                if bytes.ends_with(b"\n") {
                    *self.phase(from) = Phase::Commands;
                }
                return AfterMessage::Continue;
            }
            Phase::Letter => {
                if bytes.trim_ascii_end() == b"." {
                    *self.phase(from) = Phase::Commands;
                }
                return AfterMessage::Continue;
            }
            Phase::Literal(_) => {
                *self.phase(from) = Phase::Commands;
                self.begun.extend_from_slice(bytes);
                return AfterMessage::Continue;
            }
        }
        if self.kind == MailProtocol::Imap
            && let Some(next) = self.literal(from, bytes)
        {
            return next;
        }
        let begun = std::mem::take(&mut self.begun);
        let whole = match from {
            Sender::Client if !begun.is_empty() => [&begun, bytes].concat(),
            _ => {
                self.begun = begun;
                bytes.to_vec()
            }
        };
        let line = whole.trim_ascii_end();
        match from {
            Sender::Client => self.command(sink, line),
            Sender::Server => self.answer(sink, line),
        }
    }

    fn after_gap(&mut self, from: Sender) {
        *self.phase(from) = Phase::Commands;
        self.begun.clear();
        // Of what is not seen, the answer to the sign-in may be a part.
        if let (Sender::Server, Some(exchange)) = (from, &mut self.exchange) {
            exchange.lost = true;
        }
    }
}

impl Mail {
    /// What follows a line of IMAP that ends in a literal's length (RFC 9051 4.3).
    fn literal(&mut self, from: Sender, line: &[u8]) -> Option<AfterMessage> {
        let length = imap::literal(line)?;
        let kept = from == Sender::Client
            && length <= LONGEST_LITERAL
            && (!self.begun.is_empty() || imap::is_login(line))
            && self.begun.len() < LONGEST_LINE;
        if !kept {
            return Some(AfterMessage::Skip(length));
        }
        // The names of a LOGIN are put together as they are, parted by the line's end.
        self.begun.extend_from_slice(line);
        if length > 0 {
            self.client = Phase::Literal(usize::try_from(length).unwrap_or_default());
        }
        Some(AfterMessage::Continue)
    }

    fn command(&mut self, sink: &mut Sink<'_>, line: &[u8]) -> AfterMessage {
        if let Some(exchange) = &mut self.exchange {
            // A client that goes on with something else had its answer.
            if exchange.waits && !(exchange.sent && is_command(self.kind, line)) {
                exchange.client(sink, line);
                return AfterMessage::Continue;
            }
            exchange.followed = true;
        }
        let text = String::from_utf8_lossy(line);
        let (tag, text) = match self.kind {
            MailProtocol::Imap => text.split_once(' ').unwrap_or(("", &text)),
            _ => ("", text.as_ref()),
        };
        let mut words = text.split_ascii_whitespace();
        let verb = words.next().unwrap_or_default().to_ascii_uppercase();
        match (self.kind, verb.as_str()) {
            (MailProtocol::Smtp | MailProtocol::Pop, "AUTH")
            | (MailProtocol::Imap, "AUTHENTICATE") => {
                // POP's AUTH alone asks for the mechanisms.
                if let Some(mechanism) = words.next() {
                    self.offer.take().into_iter().for_each(|leg| sink.emit(leg));
                    let mut exchange = SaslExchange::new(mechanism, tag);
                    exchange.begin(sink, line, words.next());
                    self.exchange = Some(exchange);
                }
            }
            (MailProtocol::Imap, "LOGIN") => {
                let (user, password) = imap::names(text);
                self.clear(sink, line, tag, user, password);
            }
            (MailProtocol::Pop, "USER") => {
                let user = words.next().unwrap_or_default().to_owned();
                self.user = Some(user.clone());
                self.clear(sink, line, tag, user, None);
            }
            (MailProtocol::Pop, "PASS") => {
                // A password may have spaces (RFC 1939 7).
                let password = text.split_once(' ').map_or("", |(_, it)| it).to_owned();
                let user = self.user.take().unwrap_or_default();
                self.clear(sink, line, tag, user, Some(password));
            }
            (MailProtocol::Pop, "APOP") => {
                let user = words.next().unwrap_or_default().to_owned();
                self.clear(sink, line, tag, user, None);
            }
            (MailProtocol::Smtp | MailProtocol::Imap, "STARTTLS") | (MailProtocol::Pop, "STLS") => {
                self.start_tls = Some(tag.to_owned());
            }
            (MailProtocol::Smtp, "DATA") => self.client = Phase::Letter,
            (MailProtocol::Smtp, "BDAT") => {
                let length = words.next().and_then(|it| it.parse().ok());
                return AfterMessage::Skip(length.unwrap_or_default());
            }
            // That is FTP.
            (MailProtocol::Smtp, "USER") => return AfterMessage::Done,
            _ => {}
        }
        AfterMessage::Continue
    }

    /// A name, perhaps with a password, of the protocol's own.
    fn clear(
        &mut self,
        sink: &mut Sink<'_>,
        line: &[u8],
        tag: &str,
        user: String,
        password: Option<String>,
    ) {
        let mut leg = sink.leg_of(line);
        leg.credential = Some(SentCredential::Clear(Method::Native, user, password));
        sink.emit(leg);
        self.exchange = Some(SaslExchange::answered(tag));
    }

    fn answer(&mut self, sink: &mut Sink<'_>, line: &[u8]) -> AfterMessage {
        let text = String::from_utf8_lossy(line);
        if let Some(tag) = &self.start_tls
            && let Some(agreed) = self.agrees(&text, tag)
        {
            self.start_tls = None;
            return match agreed {
                true => AfterMessage::Restart,
                false => AfterMessage::Continue,
            };
        }
        // The letter is refused: what follows are commands.
        if self.client == Phase::Letter && text.starts_with(['4', '5']) {
            self.client = Phase::Commands;
        }
        let Some(exchange) = &mut self.exchange else {
            let offers = self.offers(&text);
            if !offers.is_empty() {
                let mut leg = sink.leg_of(line);
                leg.offers = offers;
                self.offer = Some(leg);
            }
            return AfterMessage::Continue;
        };
        let challenge = match self.kind {
            MailProtocol::Smtp => text.strip_prefix("334"),
            _ => text.strip_prefix('+').filter(|it| !it.starts_with("OK")),
        };
        if let Some(challenge) = challenge {
            let status = (self.kind == MailProtocol::Smtp).then_some(Status::Smtp(334));
            exchange.server(sink, challenge.trim(), line, status);
            return AfterMessage::Continue;
        }
        let (tag, lost) = (exchange.tag.clone(), exchange.lost && exchange.followed);
        let status = match self.kind {
            // A line that others follow has a hyphen behind its code.
            MailProtocol::Smtp => match text.split_at_checked(3) {
                Some((code, rest)) if !rest.starts_with('-') => code.parse().ok().map(Status::Smtp),
                _ => None,
            },
            _ => self.agrees(&text, &tag).map(Status::Mail),
        };
        // What comes then answers what followed, but for what says which command it answers.
        let told = match &status {
            Some(Status::Smtp(code)) => ABOUT_SIGN_INS.contains(code),
            _ => self.kind != MailProtocol::Pop,
        };
        if lost && status.is_some() && !told {
            self.exchange = None;
            return AfterMessage::Continue;
        }
        if let Some(status) = status {
            let mut leg = sink.leg_of(line);
            leg.status = Some(status);
            sink.emit(leg);
            self.exchange = None;
        }
        AfterMessage::Continue
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
            MailProtocol::Smtp => named(line.get(4..).unwrap_or_default(), "AUTH"),
            MailProtocol::Pop => named(line, "SASL"),
            MailProtocol::Imap => {
                let names = words.filter_map(|it| it.strip_prefix("AUTH="));
                let names = names.map(|it| it.trim_end_matches(']').to_owned());
                names.collect()
            }
        }
    }

    /// Whether a line says yes or no to the command with that tag; nothing where it answers something else.
    fn agrees(&self, line: &str, tag: &str) -> Option<bool> {
        match self.kind {
            // Only TLS is agreed to here (RFC 3207 4).
            MailProtocol::Smtp => match line.starts_with("220 ") {
                true => Some(true),
                false => line.starts_with(['4', '5']).then_some(false),
            },
            MailProtocol::Pop => match line.starts_with("+OK") {
                true => Some(true),
                false => line.starts_with("-ERR").then_some(false),
            },
            MailProtocol::Imap => {
                let rest = line.strip_prefix(tag)?.strip_prefix(' ')?;
                let word = rest.split_ascii_whitespace().next()?;
                Some(word.eq_ignore_ascii_case("OK"))
            }
        }
    }
}
