//! One client: bytes are collected until a request is whole, so that whoever is slow waits for themselves alone.

use crate::common::say;
use crate::crowd::Seat;
use crate::door::{Door, LIMITS};
use double_hop::hosts::ConnectionId;
use double_hop::wire::http::{self, Progress, Request};
use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant};

/// How long to wait for a client.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// Between requests.
    pub idle: Duration,
    /// For the head of a request, from its first byte; the body has three times as long.
    pub request: Duration,
}

/// Serves a client until one side has enough.
pub fn serve(stream: &TcpStream, seat: &Seat, door: &Door, patience: Patience) -> io::Result<()> {
    stream.set_nodelay(true)?;
    stream.set_write_timeout(Some(patience.request))?;
    let guest = Guest {
        door,
        id: door.open(),
    };
    let mut inbox = Inbox {
        stream,
        patience,
        bytes: Vec::new(),
    };
    let peer = stream.peer_addr()?;
    loop {
        let request = match inbox.next()? {
            Arrived::Request(bytes) | Arrived::Broken(bytes) => bytes,
            Arrived::Nothing => return Ok(()),
            Arrived::Late => {
                send(stream, LATE)?;
                return part(stream);
            }
        };
        seat.alive();
        let reply = door.receive(guest.id, request);
        if !reply.reason.is_empty() {
            say(&format!("{peer} {}", reply.reason));
        }
        for tgt in &reply.forwarded {
            say(&format!("{peer} {tgt}"));
        }
        send(stream, &reply.bytes)?;
        if reply.closed {
            return part(stream);
        }
    }
}

const LATE: &[u8] =
    b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
const CONTINUE: &[u8] = b"HTTP/1.1 100 Continue\r\n\r\n";

/// The host knows of a client until this is dropped.
struct Guest<'a> {
    door: &'a Door,
    id: ConnectionId,
}

impl Drop for Guest<'_> {
    fn drop(&mut self) {
        self.door.close(self.id);
    }
}

/// What came from the client.
enum Arrived {
    /// A whole request, from its first line to the end of its body.
    Request(Vec<u8>),
    /// No request, and nothing that could become one. The host says so.
    Broken(Vec<u8>),
    /// The client left, or was silent for too long between requests.
    Nothing,
    /// The client began a request and did not finish it in time.
    Late,
}

struct Inbox<'a> {
    stream: &'a TcpStream,
    patience: Patience,
    bytes: Vec<u8>,
}

impl Inbox<'_> {
    fn next(&mut self) -> io::Result<Arrived> {
        let idle = Instant::now() + self.patience.idle;
        let mut began = (!self.bytes.is_empty()).then(Instant::now);
        let mut waiting = Waiting::default();
        loop {
            if !self.bytes.is_empty() && waiting.may_be_over(&self.bytes) {
                match waiting.look(&self.bytes) {
                    Ok(Some(length)) => {
                        let rest = self.bytes.split_off(length.min(self.bytes.len()));
                        let request = std::mem::replace(&mut self.bytes, rest);
                        return Ok(Arrived::Request(request));
                    }
                    Ok(None) => {}
                    Err(_) => return Ok(Arrived::Broken(std::mem::take(&mut self.bytes))),
                }
            }
            if waiting.wants_continue() {
                send(self.stream, CONTINUE)?;
            }
            let deadline = match began {
                None => idle,
                Some(began) if waiting.has_head() => began + self.patience.request * 3,
                Some(began) => began + self.patience.request,
            };
            match self.read(deadline)? {
                Some(0) => return Ok(Arrived::Nothing),
                Some(_) => {
                    began.get_or_insert_with(Instant::now);
                }
                None if began.is_some() => return Ok(Arrived::Late),
                None => return Ok(Arrived::Nothing),
            }
        }
    }

    /// Reads what is there; `None` at the deadline.
    fn read(&mut self, deadline: Instant) -> io::Result<Option<usize>> {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Ok(None);
        }
        self.stream.set_read_timeout(Some(left))?;
        let mut buffer = [0; 16 << 10];
        let mut stream = self.stream;
        match stream.read(&mut buffer) {
            Ok(count) => {
                self.bytes
                    .extend_from_slice(buffer.get(..count).unwrap_or_default());
                Ok(Some(count))
            }
            Err(error) if is_timeout(&error) => Ok(None),
            // Nothing was read; the deadline is looked at again.
            Err(error) if error.kind() == ErrorKind::Interrupted => self.read(deadline),
            Err(error) => Err(error),
        }
    }
}

/// What is known of a request that is not whole yet. It is read again only where that can change something: a client
/// that sends it byte by byte must not cost more than one that does not.
#[derive(Default)]
struct Waiting {
    /// Bytes looked at already.
    seen: usize,
    /// Where the request ends, if its head says so.
    end: Option<usize>,
    head: bool,
    asked: Asked,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Asked {
    #[default]
    No,
    Wants,
    Answered,
}

impl Waiting {
    fn may_be_over(&self, bytes: &[u8]) -> bool {
        match self.end {
            Some(end) => bytes.len() >= end,
            None => {
                let new = bytes.get(self.seen..).unwrap_or_default();
                self.seen == 0 || new.contains(&b'\n') || bytes.len() > LIMITS.head
            }
        }
    }

    /// The length of the request, once it is whole.
    fn look(&mut self, bytes: &[u8]) -> Result<Option<usize>, double_hop::wire::DecodeError> {
        self.seen = bytes.len();
        if let Progress::Complete(length) = http::frame_request(bytes, &LIMITS)? {
            return Ok(Some(length));
        }
        if !self.head
            && let Some((request, body)) = Request::decode_head(bytes, &LIMITS)?
        {
            self.head = true;
            let length = request.headers.get("Content-Length");
            let length = length.and_then(|length| length.parse::<usize>().ok());
            self.end = length.map(|length| body.saturating_add(length));
            if http::expects_continue(&request.headers) {
                self.asked = Asked::Wants;
            }
        }
        Ok(None)
    }

    fn has_head(&self) -> bool {
        self.head
    }

    /// Whether the client waits for a 100; once.
    fn wants_continue(&mut self) -> bool {
        let wants = self.asked == Asked::Wants;
        if wants {
            self.asked = Asked::Answered;
        }
        wants
    }
}

fn send(mut stream: &TcpStream, bytes: &[u8]) -> io::Result<()> {
    stream.write_all(bytes)
}

/// Ends a connection so that the client gets to read what it was told: closing with unread bytes resets it.
fn part(mut stream: &TcpStream) -> io::Result<()> {
    stream.shutdown(Shutdown::Write)?;
    let deadline = Instant::now() + Duration::from_secs(1);
    let mut buffer = [0; 4 << 10];
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Ok(());
        }
        stream.set_read_timeout(Some(left))?;
        if stream.read(&mut buffer)? == 0 {
            return Ok(());
        }
    }
}

fn is_timeout(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
}
