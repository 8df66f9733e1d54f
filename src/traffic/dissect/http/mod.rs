//! HTTP/1 (RFC 9112), on any port, and to a proxy. Bodies are passed over; the heads of a connection are told once
//! something in them has to do with signing in.

mod head;

use super::protocol_dissector::{AfterMessage, Framing, ProtocolDissector, Recognition};
use super::sink::Sink;
use crate::traffic::http::{LenientHead, challenges, credential};
use crate::traffic::leg::{Leg, Method, Protocol, Sender, SentCredential, Status};
use std::collections::VecDeque;

pub use head::recognise;

/// The most bytes of a head, which may hold a Kerberos token of 64,000 bytes of base64 among cookies, and of the lines between
/// chunks.
const LONGEST_HEAD: usize = 256 << 10;
const LONGEST_LINE: usize = 8 << 10;
/// So many requests that are not answered yet are remembered.
const REQUESTS: usize = 1024;
/// So many of them wait to be told until those before them are answered.
const WAITING: usize = 16;

/// What is remembered of a connection of HTTP.
#[derive(Default)]
pub struct Http {
    client: Expected,
    server: Expected,
    /// Requests without an answer.
    asked: VecDeque<Asked>,
    /// Requests that are not told yet, by their numbers: answers come in the order of the requests (RFC 9112 9.3.2), and
    /// so both are told; and while nobody signs in, a request is told only if its answer wants to know who asks.
    waiting: VecDeque<(u64, Leg)>,
    /// So many requests came.
    requests: u64,
    /// So many of them are answered.
    answers: u64,
    /// Whether signing in plays a part on this connection.
    signs_in: bool,
    /// Whether the server has answered.
    answered: bool,
    /// Whether a tunnel was opened (RFC 9110 9.3.6), or a request had the whole address of what it is for, as only a proxy
    /// is sent (RFC 9112 3.2.2).
    by_proxy: bool,
}

/// What is to come from one end.
#[derive(Clone, Copy, Default, PartialEq)]
enum Expected {
    #[default]
    Head,
    /// The line that tells a chunk's length (RFC 9112 7.1).
    ChunkSize,
    /// The end of the line behind a chunk.
    ChunkEnd,
    /// The lines behind the last chunk.
    Trailers,
    /// A body that the client may hold back until the server wants it (RFC 9110 10.1.1): its length, none where it comes in
    /// chunks; and whether the server has answered without it, so that the next request may come in its place.
    Held(Option<u64>, bool),
    /// A body up to the end of the connection.
    Close,
    /// What the other end decides: a tunnel, or a refusal and then the next request.
    Tunnel,
}

/// A request, as far as its answer needs it.
struct Asked {
    /// Whether the answer has no body, whatever its head says.
    head_only: bool,
    connects: bool,
    upgrades: bool,
    /// The strands that its credentials belong to.
    strands: [bool; 2],
}

impl ProtocolDissector for Http {
    fn protocol(&self) -> Protocol {
        Protocol::Http
    }

    fn starts(&self, from: Sender, bytes: &[u8]) -> Recognition {
        match (from, recognise(bytes)) {
            (_, (Recognition::Unsure, _)) => Recognition::Unsure,
            (from, (verdict, Some(speaker))) if speaker == from => verdict,
            _ => Recognition::No,
        }
    }

    fn frame(&mut self, from: Sender, bytes: &[u8], seen: usize) -> Framing {
        match *self.expected(from) {
            Expected::Head => match bytes.first() {
                // Empty lines before a request are passed over (RFC 9112 2.2).
                Some(b'\r' | b'\n') => Framing::Whole(1),
                _ if self.starts(from, bytes) == Recognition::No => Framing::NoMessage,
                _ => match head::end(bytes, seen).filter(|end| *end <= LONGEST_HEAD) {
                    Some(end) => Framing::Whole(end),
                    None if bytes.len() > LONGEST_HEAD => Framing::NoMessage,
                    None => Framing::More,
                },
            },
            Expected::ChunkSize | Expected::ChunkEnd | Expected::Trailers => {
                let new = bytes.get(seen..).unwrap_or_default();
                let line = new.iter().position(|byte| *byte == b'\n');
                match line.map(|at| seen + at + 1) {
                    Some(length) if length <= LONGEST_LINE => Framing::Whole(length),
                    None if bytes.len() <= LONGEST_LINE => Framing::More,
                    _ => {
                        *self.expected(from) = Expected::Head;
                        Framing::NoMessage
                    }
                }
            }
            Expected::Held(length, answered) => {
                match recognise(bytes) {
                    (Recognition::Unsure, _) if answered => return Framing::More,
                    (Recognition::Yes, Some(Sender::Client)) if answered => {
                        self.client = Expected::Head;
                    }
                    _ if length.is_some() => return Framing::Whole(1),
                    _ => self.client = Expected::ChunkSize,
                }
                self.frame(from, bytes, seen)
            }
            Expected::Close => Framing::Whole(bytes.len()),
            Expected::Tunnel => Framing::Wait,
        }
    }

    fn message(&mut self, sink: &mut Sink<'_>, bytes: &[u8]) -> AfterMessage {
        let expected = self.expected(sink.from);
        match *expected {
            Expected::Head if matches!(bytes, [b'\r' | b'\n']) => AfterMessage::Continue,
            Expected::Head => {
                let head = LenientHead::parse(bytes);
                match sink.from {
                    Sender::Client => self.request(sink, &head, bytes),
                    Sender::Server => self.response(sink, &head, bytes),
                }
            }
            Expected::ChunkSize => match head::chunk_size(bytes) {
                Some(0) => {
                    *expected = Expected::Trailers;
                    AfterMessage::Continue
                }
                Some(size) => {
                    *expected = Expected::ChunkEnd;
                    AfterMessage::Skip(size)
                }
                None => {
                    *expected = Expected::Head;
                    AfterMessage::Continue
                }
            },
            Expected::ChunkEnd => {
                *expected = Expected::ChunkSize;
                AfterMessage::Continue
            }
            Expected::Trailers => {
                if bytes.trim_ascii().is_empty() {
                    *expected = Expected::Head;
                }
                AfterMessage::Continue
            }
            Expected::Held(length, _) => {
                *expected = Expected::Head;
                AfterMessage::Skip(length.unwrap_or_default().saturating_sub(1))
            }
            Expected::Close => AfterMessage::Skip(u64::MAX),
            Expected::Tunnel => AfterMessage::Continue,
        }
    }

    fn truncated(&mut self, sink: &mut Sink<'_>, bytes: &[u8]) {
        if *self.expected(sink.from) == Expected::Head && bytes.contains(&b'\n') {
            let head = LenientHead::parse(bytes);
            match sink.from {
                Sender::Client => self.request(sink, &head, bytes),
                Sender::Server => self.response(sink, &head, bytes),
            };
        }
    }

    fn after_gap(&mut self, from: Sender) {
        *self.expected(from) = Expected::Head;
        // What comes next answers whatever was asked last.
        if from == Sender::Server {
            self.asked.clear();
            self.answers = self.requests;
        }
    }

    fn by_proxy(&self) -> bool {
        self.by_proxy
    }

    fn end(&mut self, sink: &mut Sink<'_>) {
        self.answers = self.requests;
        self.tell_waiting(sink);
    }
}

impl Http {
    fn expected(&mut self, from: Sender) -> &mut Expected {
        match from {
            Sender::Client => &mut self.client,
            Sender::Server => &mut self.server,
        }
    }

    fn request(&mut self, sink: &mut Sink<'_>, head: &LenientHead, bytes: &[u8]) -> AfterMessage {
        let method = head.method();
        let mut leg = sink.leg_of(bytes);
        leg.request = head.request();
        leg.target = head.target().map(str::to_owned);
        let carried = |name| head.get(name).filter(|value| !value.is_empty());
        let own = carried("Authorization").and_then(credential);
        let proxy = carried("Proxy-Authorization").and_then(credential);
        let asked = Asked {
            head_only: method == "HEAD",
            connects: method == "CONNECT",
            upgrades: head.get("Upgrade").is_some(),
            strands: [own.is_some(), proxy.is_some()],
        };
        self.signs_in |= [&own, &proxy].into_iter().flatten().any(is_read);
        self.wait(leg, own, proxy);
        self.tell_waiting(sink);
        self.by_proxy |= head.asked().is_some_and(|it| it.starts_with("http://"));
        let connects = asked.connects;
        if self.asked.len() < REQUESTS {
            self.asked.push_back(asked);
        }
        if connects {
            self.client = Expected::Tunnel;
            return AfterMessage::Continue;
        }
        let chunked = head.is_chunked();
        let waits = head.get("Expect");
        if waits.is_some_and(|it| it.trim().eq_ignore_ascii_case("100-continue"))
            && (chunked || head.length().is_some_and(|length| length > 0))
        {
            let length = head.length().filter(|_| !chunked);
            self.client = Expected::Held(length, false);
            return AfterMessage::Continue;
        }
        self.body(Sender::Client, chunked, Some(head.length().unwrap_or(0)))
    }

    /// Has a request wait, as a message to the proxy and one to the server where it carries something for both.
    fn wait(&mut self, leg: Leg, own: Option<SentCredential>, proxy: Option<SentCredential>) {
        let number = self.requests;
        self.requests += 1;
        let to_server = own.is_some() || proxy.is_none();
        if let Some(proxy) = proxy {
            let mut leg = leg.clone();
            leg.strand = Leg::TO_PROXY;
            leg.credential = Some(proxy);
            self.waiting.push_back((number, leg));
        }
        if to_server {
            let mut leg = leg;
            leg.credential = own;
            self.waiting.push_back((number, leg));
        }
    }

    /// Tells the requests that no earlier one without an answer keeps waiting.
    fn tell_waiting(&mut self, sink: &mut Sink<'_>) {
        let (signs_in, answers) = (self.signs_in, self.answers);
        while let Some((number, _)) = self.waiting.front() {
            let due = match signs_in {
                true => *number <= answers,
                false => *number < answers,
            };
            if !due && self.waiting.len() <= WAITING {
                return;
            }
            // Where nobody signs in, a request is nothing to tell.
            let due = self.waiting.pop_front().filter(|_| signs_in);
            if let Some((_, leg)) = due {
                sink.emit(leg);
            }
        }
    }

    fn response(&mut self, sink: &mut Sink<'_>, head: &LenientHead, bytes: &[u8]) -> AfterMessage {
        let status = head.status().unwrap_or_default();
        // Interim answers come before the one that counts (RFC 9110 15.2).
        if matches!(status, 100 | 102..=199) {
            return AfterMessage::Continue;
        }
        let asked = self.asked.pop_front();
        if let (Expected::Held(_, answered), true) = (&mut self.client, self.asked.is_empty()) {
            *answered = true;
        }
        let own = challenges(head.all("WWW-Authenticate"));
        let proxy = challenges(head.all("Proxy-Authenticate"));
        let says = |(offers, carried): &(Vec<String>, Option<SentCredential>)| {
            !offers.is_empty() || carried.is_some()
        };
        self.signs_in |= matches!(status, 401 | 407) || says(&own) || says(&proxy);
        // What the file begins with may end a sign-in of the file before.
        let begins = self.requests == 0 && !std::mem::replace(&mut self.answered, true);
        if self.signs_in || begins {
            self.tell_waiting(sink);
            let asked = asked.as_ref().map_or([false; 2], |asked| asked.strands);
            let [to_server, to_proxy] = match (status, asked) {
                (407, _) => [false, true],
                // Who is asked by the server got through the proxy.
                (401, [_, to_proxy]) => [true, to_proxy],
                (_, [own, true]) => [own, true],
                _ => [true, proxy.1.is_some()],
            };
            for (strand, told, said) in [
                (Leg::TO_PROXY, to_proxy, proxy),
                (Leg::TO_SERVER, to_server, own),
            ] {
                if told {
                    let mut leg = sink.leg_of(bytes);
                    leg.strand = strand;
                    leg.status = Some(Status::Http(status));
                    (leg.offers, leg.credential) = said;
                    sink.emit(leg);
                }
            }
        }
        self.answers += u64::from(asked.is_some());
        self.tell_waiting(sink);
        self.behind_response(status, asked.as_ref(), head)
    }

    /// What follows the head of a response (RFC 9112 6.3) that is not an interim one.
    fn behind_response(
        &mut self,
        status: u16,
        asked: Option<&Asked>,
        head: &LenientHead,
    ) -> AfterMessage {
        let waits = self.client == Expected::Tunnel;
        let connects = asked.map_or(waits, |asked| asked.connects);
        let opened = (connects && (200..300).contains(&status))
            || (status == 101 && asked.is_none_or(|asked| asked.upgrades));
        if opened {
            self.by_proxy |= connects;
            return AfterMessage::Restart;
        }
        let empty = matches!(status, 204 | 304) || asked.is_some_and(|asked| asked.head_only);
        let next = match empty {
            true => AfterMessage::Continue,
            false => self.body(Sender::Server, head.is_chunked(), head.length()),
        };
        if !(waits && connects) {
            return next;
        }
        self.client = Expected::Head;
        match next {
            AfterMessage::Skip(bytes) => AfterMessage::OtherEnd(bytes),
            _ => AfterMessage::OtherEnd(0),
        }
    }

    fn body(&mut self, from: Sender, chunked: bool, length: Option<u64>) -> AfterMessage {
        *self.expected(from) = match (chunked, length) {
            (true, _) => Expected::ChunkSize,
            (false, None) => Expected::Close,
            (false, Some(0)) => return AfterMessage::Continue,
            (false, Some(length)) => return AfterMessage::Skip(length),
        };
        AfterMessage::Continue
    }
}

/// Whether it is of a scheme that is read here. Others go along with requests that nobody signs in by, as bearer tokens do.
fn is_read(credential: &SentCredential) -> bool {
    !matches!(credential, SentCredential::Token(Method::Other, _))
}
