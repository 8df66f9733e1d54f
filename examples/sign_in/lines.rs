//! The browser's lines to the server and to KDCs.

use super::common::say;
use double_hop::hosts::{ConnectionId, Decision, Endpoint, Input, Note, NoteKind, Output};
use double_hop::present::narration::terminal::{
    falls_back_line, gained_line, no_scheme, proves_line,
};
use std::io::{self, ErrorKind, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::time::{Duration, Instant};

/// The connections of the browser. It awaits something on the one it opened last of those that are open: while it asks a KDC,
/// nothing comes from the server.
pub struct Lines {
    /// Where the server really is, where the name of its URL does not say it.
    detour: Option<(Endpoint, Endpoint)>,
    deadline: Instant,
    opened: u32,
    open: Vec<Line>,
    /// What made going on impossible.
    pub fault: Option<String>,
}

struct Line {
    id: ConnectionId,
    to: Endpoint,
    stream: TcpStream,
}

impl Lines {
    /// None yet. What goes to the first of the endpoints of `detour` is led to the second.
    pub fn new(detour: Option<(Endpoint, Endpoint)>, patience: Duration) -> Self {
        Self {
            detour,
            deadline: Instant::now() + patience,
            opened: 0,
            open: Vec::new(),
            fault: None,
        }
    }

    /// What comes next.
    pub fn read(&mut self) -> Result<Input, String> {
        let Some(line) = self.open.last_mut() else {
            return Ok(Input::Closed(ConnectionId(self.opened)));
        };
        let id = line.id;
        let mut buffer = [0; 16 << 10];
        match receive(&mut line.stream, self.deadline, &mut buffer) {
            Ok(0) => {
                self.open.pop();
                Ok(Input::Closed(id))
            }
            Ok(count) => {
                let bytes = buffer.get(..count).unwrap_or_default();
                Ok(Input::Received(id, bytes.to_vec()))
            }
            Err(error) => Err(unreachable(&line.to, &error)),
        }
    }

    fn connect(&self, to: &Endpoint) -> io::Result<TcpStream> {
        let detour = self.detour.as_ref().filter(|(from, _)| from == to);
        let to = detour.map_or(to, |(_, to)| to);
        let host = to.host.trim_start_matches('[').trim_end_matches(']');
        let mut last = io::Error::new(ErrorKind::NotFound, "the name has no address");
        for address in (host, to.port).to_socket_addrs()? {
            match TcpStream::connect_timeout(&address, left(self.deadline)?) {
                Ok(stream) => {
                    stream.set_nodelay(true)?;
                    return Ok(stream);
                }
                Err(error) => last = error,
            }
        }
        Err(last)
    }
}

fn receive(stream: &mut TcpStream, deadline: Instant, buffer: &mut [u8]) -> io::Result<usize> {
    loop {
        stream.set_read_timeout(Some(left(deadline)?))?;
        match stream.read(buffer) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            result => return result,
        }
    }
}

fn send(stream: &mut TcpStream, deadline: Instant, bytes: &[u8]) -> io::Result<()> {
    stream.set_write_timeout(Some(left(deadline)?))?;
    stream.write_all(bytes)
}

fn unreachable(to: &Endpoint, error: &io::Error) -> String {
    let what = match error.kind() {
        ErrorKind::WouldBlock | ErrorKind::TimedOut => "no answer in time".to_owned(),
        _ => error.to_string(),
    };
    format!("{}: {what}", to.authority())
}

impl Output for Lines {
    fn open(&mut self, to: &Endpoint) -> ConnectionId {
        self.opened += 1;
        let id = ConnectionId(self.opened);
        let to = to.clone();
        match self.connect(&to) {
            Ok(stream) => self.open.push(Line { id, to, stream }),
            Err(error) => self.fault = Some(unreachable(&to, &error)),
        }
        id
    }

    fn send(&mut self, connection: ConnectionId, bytes: Vec<u8>) {
        let mut open = self.open.iter_mut();
        if let Some(line) = open.find(|line| line.id == connection)
            && let Err(error) = send(&mut line.stream, self.deadline, &bytes)
        {
            self.fault = Some(unreachable(&line.to, &error));
        }
    }

    fn close(&mut self, connection: ConnectionId) {
        self.open.retain(|line| line.id != connection);
    }

    fn note(&mut self, note: Box<Note>) {
        let NoteKind::Decision(decision) = note.what else {
            return;
        };
        match decision {
            Decision::PeerMisbehaved { error } => self.fault = Some(error.to_string()),
            Decision::CannotSend { error } => self.fault = Some(error.to_string()),
            Decision::CannotSignIn { offered } => say(&no_scheme(&offered)),
            Decision::GainsTicket(gained) => say(&gained_line(&gained)),
            Decision::FallsBack { service, failure } => {
                say(&falls_back_line(&service, &failure));
            }
            Decision::ServerProves { service, proven } => say(&proves_line(&service, proven)),
            _ => {}
        }
    }
}

/// What is left of the time; an error at its end.
fn left(deadline: Instant) -> io::Result<Duration> {
    let left = deadline.saturating_duration_since(Instant::now());
    if left.is_zero() {
        return Err(ErrorKind::TimedOut.into());
    }
    Ok(left)
}
