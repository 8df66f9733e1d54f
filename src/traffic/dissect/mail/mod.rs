//! SMTP (RFC 5321, 4954), IMAP (RFC 9051) and POP3 (RFC 1939, 5034): lines, and in them how a client signs in.

mod command;
mod exchange;
mod greeting;
mod imap;
mod reply;
mod unanswered;

use super::protocol_dissector::{AfterMessage, Framing, ProtocolDissector, Recognition};
use super::sink::Sink;
use crate::traffic::leg::{Leg, Method, Protocol, Sender, SentCredential};
use command::{awaited, is_command, is_tls};
use exchange::SaslExchange;
use unanswered::{Awaited, Unanswered};

pub use greeting::{SaidBefore, recognise};

/// A longer line is none of a sign-in.
const LONGEST_LINE: usize = 64 << 10;
/// A literal of IMAP that is longer is no name and no password.
const LONGEST_LITERAL: u64 = 4 << 10;

/// How a token of NTLM begins in base64.
const NTLM: &str = "TlRMTVNTUAA";

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
    /// The commands of SMTP or POP3 that wait for a reply.
    unanswered: Unanswered,
    /// The number of the last sign-in among those that wait at once.
    strand: u64,
    /// What an end sends now.
    client: Phase,
    server: Phase,
    /// The beginning of a command of IMAP whose line goes on behind a literal.
    begun: Vec<u8>,
    /// Where that began.
    begun_at: Option<Leg>,
    /// The name that POP's USER has given.
    user: Option<String>,
    /// What the server has offered, told only if the client signs in.
    offer: Option<Leg>,
    /// Whether IMAP's client wants TLS, and with which tag it said so.
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
            unanswered: Unanswered::default(),
            strand: 0,
            client: Phase::Commands,
            server: Phase::Commands,
            begun: Vec::new(),
            begun_at: None,
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
                } else if from == Sender::Server {
                    self.offered(sink, bytes.trim_ascii_end());
                }
                return AfterMessage::Continue;
            }
            Phase::Literal(_) => {
                *self.phase(from) = Phase::Commands;
                self.begun.extend_from_slice(bytes);
                return AfterMessage::Continue;
            }
        }
        if from == Sender::Client && self.begun.is_empty() {
            self.begun_at = Some(sink.leg());
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
        if from == Sender::Server {
            self.unanswered.lose();
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
        // A client that goes on with something else had its answer.
        let waits = |it: &&mut SaslExchange| it.waits && !(it.sent && is_command(self.kind, line));
        if let Some(exchange) = self.exchange.as_mut().filter(waits) {
            exchange.client(sink, line);
            return AfterMessage::Continue;
        }
        let text = String::from_utf8_lossy(line);
        if text.starts_with(NTLM) {
            self.begun_before().client(sink, line);
            return AfterMessage::Continue;
        }
        let (tag, text) = match self.kind {
            MailProtocol::Imap => text.split_once(' ').unwrap_or(("", &text)),
            _ => ("", text.as_ref()),
        };
        let mut words = text.split_ascii_whitespace();
        let verb = words.next().unwrap_or_default().to_ascii_uppercase();
        let argument = words.next();
        match (self.kind, verb.as_str(), argument) {
            // That is FTP, and what follows is TLS (RFC 4217 4).
            (MailProtocol::Smtp, "AUTH", Some(name)) if is_tls(name) => {
                return AfterMessage::Restart;
            }
            // Exchange's servers sign in to each other by a command of their own.
            (MailProtocol::Smtp, "AUTH" | "X-EXPS", Some(mechanism))
            | (MailProtocol::Pop, "AUTH", Some(mechanism))
            | (MailProtocol::Imap, "AUTHENTICATE", Some(mechanism)) => {
                let mut exchange = SaslExchange::new(mechanism, tag, self.next_strand());
                if let Some(offer) = self.offer.take() {
                    let strand = exchange.strand;
                    sink.emit(Leg { strand, ..offer });
                }
                exchange.begin(sink, line, words.next());
                self.sign_in(exchange);
                return AfterMessage::Continue;
            }
            (MailProtocol::Imap, "LOGIN", _) => {
                let (user, password) = imap::names(text);
                return self.clear(sink, line, tag, user, password);
            }
            (MailProtocol::Pop, "USER", _) => {
                self.next_strand();
                let user = argument.unwrap_or_default().to_owned();
                self.user = Some(user.clone());
                return self.clear(sink, line, tag, user, None);
            }
            (MailProtocol::Pop, "PASS", _) => {
                // A password may have spaces (RFC 1939 7).
                let password = text.split_once(' ').map_or("", |(_, it)| it).to_owned();
                let user = self.user.take().unwrap_or_default();
                return self.clear(sink, line, tag, user, Some(password));
            }
            (MailProtocol::Pop, "APOP", _) => {
                let digest = text.split_once(' ').map_or("", |(_, it)| it);
                let exchange = SaslExchange::apop(sink, line, digest, self.next_strand());
                self.sign_in(exchange);
                return AfterMessage::Continue;
            }
            (MailProtocol::Imap, "STARTTLS", _) => self.start_tls = Some(tag.to_owned()),
            (MailProtocol::Smtp, "DATA", _) => self.client = Phase::Letter,
            // That is FTP.
            (MailProtocol::Smtp, "USER", _) => return AfterMessage::Done,
            _ => {}
        }
        self.unanswered.push(awaited(self.kind, &verb, argument));
        match (self.kind, verb.as_str()) {
            (MailProtocol::Smtp, "BDAT") => {
                let length = argument.and_then(|it| it.parse().ok());
                AfterMessage::Skip(length.unwrap_or_default())
            }
            _ => AfterMessage::Continue,
        }
    }

    /// A name, perhaps with a password, of the protocol's own.
    fn clear(
        &mut self,
        sink: &mut Sink<'_>,
        line: &[u8],
        tag: &str,
        user: String,
        password: Option<String>,
    ) -> AfterMessage {
        let exchange = SaslExchange::answered(tag, self.strand);
        let mut leg = exchange.leg(sink, line);
        if let Some(begun) = self.begun_at.take() {
            (leg.at, leg.location.first) = (begun.at, begun.location.first);
        }
        leg.credential = Some(SentCredential::Clear(Method::Native, user, password));
        sink.emit(leg);
        self.sign_in(exchange);
        AfterMessage::Continue
    }

    /// The number of a sign-in that begins now: another one only where one waits, which it does not belong to.
    fn next_strand(&mut self) -> u64 {
        self.strand += u64::from(self.unanswered.any(Awaited::is_sign_in));
        self.strand
    }

    fn sign_in(&mut self, exchange: SaslExchange) -> &mut SaslExchange {
        self.unanswered.push(Awaited::SignIn(exchange.strand));
        self.exchange.insert(exchange)
    }

    /// A sign-in with NTLM whose command is not seen.
    fn begun_before(&mut self) -> &mut SaslExchange {
        let exchange = SaslExchange::new("NTLM", "", self.next_strand());
        self.sign_in(exchange)
    }
}
