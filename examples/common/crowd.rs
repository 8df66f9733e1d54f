//! Who is connected. When it is full, a newcomer takes the place of the one that has asked for nothing the longest:
//! the silent must not keep out those who have something to say.

use std::collections::BTreeMap;
use std::io;
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// A connection's thread needs little.
const STACK: usize = 512 << 10;

/// All connections, up to a number, with the time at which each last asked for something.
pub struct Crowd {
    most: usize,
    members: Mutex<Members>,
}

/// A connection's place among the others, for as long as it is held.
pub struct Seat {
    crowd: Arc<Crowd>,
    number: u64,
}

#[derive(Default)]
struct Members {
    next: u64,
    seats: BTreeMap<u64, Member>,
}

struct Member {
    stream: TcpStream,
    /// When it last asked for something.
    since: Instant,
}

impl Crowd {
    /// Nobody, with room for so many.
    pub fn new(most: usize) -> Self {
        Self {
            most,
            members: Mutex::default(),
        }
    }

    /// Serves for ever, each connection in a thread of its own.
    pub fn serve_each<F>(self: &Arc<Self>, listener: &TcpListener, serve: F)
    where
        F: Fn(&TcpStream, &Seat) -> io::Result<()> + Clone + Send + 'static,
    {
        for stream in listener.incoming() {
            let started = stream.and_then(|stream| {
                // Here and not in its thread: places are taken in the order of arrival.
                let seat = self.enter(&stream)?;
                let serve = serve.clone();
                thread::Builder::new().stack_size(STACK).spawn(move || {
                    // What goes wrong with a connection ends that connection, and concerns nobody else.
                    let _ = serve(&stream, &seat);
                })
            });
            if started.is_err() {
                // Out of descriptors or threads: connections that end give some back.
                thread::sleep(Duration::from_millis(50));
            }
        }
    }

    /// Lets a connection in.
    fn enter(self: &Arc<Self>, stream: &TcpStream) -> io::Result<Seat> {
        let member = Member {
            stream: stream.try_clone()?,
            since: Instant::now(),
        };
        let mut members = self.members();
        while members.seats.len() >= self.most {
            let longest = members.seats.iter().min_by_key(|(_, member)| member.since);
            let Some(number) = longest.map(|(number, _)| *number) else {
                break;
            };
            if let Some(member) = members.seats.remove(&number) {
                let _ = member.stream.shutdown(Shutdown::Both);
            }
        }
        let number = members.next;
        members.next += 1;
        members.seats.insert(number, member);
        Ok(Seat {
            crowd: Arc::clone(self),
            number,
        })
    }

    fn members(&self) -> MutexGuard<'_, Members> {
        self.members.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Seat {
    /// It asked for something.
    pub fn alive(&self) {
        if let Some(member) = self.crowd.members().seats.get_mut(&self.number) {
            member.since = Instant::now();
        }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.crowd.members().seats.remove(&self.number);
    }
}
