//! SMB 2 and 3 ([MS-SMB2] 2.2): NEGOTIATE, SESSION_SETUP, and what goes through pipes. Integers are little-endian.

use super::sessions::remember;
use super::{Shared, offer};
use crate::traffic::dissect::method;
use crate::traffic::dissect::part;
use crate::traffic::dissect::sink::Sink;
use crate::traffic::leg::{AdmittedAs, Sender, Status};
use crate::wire::ByteOrder::Little;
use crate::wire::ntstatus::STATUS_MORE_PROCESSING_REQUIRED;
use std::collections::HashMap;

/// Command ([MS-SMB2] 2.2.1.2).
mod command {
    pub const NEGOTIATE: u16 = 0;
    pub const SESSION_SETUP: u16 = 1;
    pub const READ: u16 = 8;
    pub const WRITE: u16 = 9;
    pub const IOCTL: u16 = 11;
}

/// Length of the header, in bytes.
const HEADER: usize = 64;
/// SMB2_FLAGS_SERVER_TO_REDIR and SMB2_FLAGS_RELATED_OPERATIONS.
const ANSWER: u32 = 1;
const RELATED: u32 = 4;
/// SMB2_SESSION_FLAG_IS_GUEST and SMB2_SESSION_FLAG_IS_NULL ([MS-SMB2] 2.2.6).
const IS_GUEST: u16 = 1;
const IS_NULL: u16 = 2;
/// The answer will come later.
const PENDING: u32 = 0x103;
/// FSCTL_PIPE_TRANSCEIVE ([MS-SMB2] 2.2.31).
const TRANSCEIVE: u32 = 0x0011_C017;
/// So many messages in one frame are read.
const COMPOUND: usize = 256;

/// What is remembered of requests until they are answered.
#[derive(Default)]
pub struct Smb2 {
    /// The files that are read from, by the number of the message.
    reads: HashMap<u64, u64>,
}

/// What the header tells, of the fields that are needed.
struct Head {
    status: u32,
    command: u16,
    flags: u32,
    next: usize,
    message: u64,
    session: u64,
}

impl Head {
    fn of(bytes: &[u8]) -> Option<Self> {
        Some(Self {
            status: Little.u32(bytes, 8)?,
            command: Little.u16(bytes, 12)?,
            flags: Little.u32(bytes, 16)?,
            next: Little.u32(bytes, 20)? as usize,
            message: Little.u64(bytes, 24)?,
            session: Little.u64(bytes, 40)?,
        })
    }
}

impl Smb2 {
    /// Reads the messages of a frame, one behind the other.
    pub fn messages(&mut self, sink: &mut Sink<'_>, bytes: &[u8], shared: &mut Shared) {
        let mut rest = bytes;
        let mut session = 0;
        for _ in 0..COMPOUND {
            let Some(mut head) = Head::of(rest) else {
                return;
            };
            // A related request may leave out the session of the one before.
            if head.flags & RELATED != 0 && matches!(head.session, 0 | u64::MAX) {
                head.session = session;
            }
            session = head.session;
            // Offsets count from the header.
            let own = match head.next {
                0 => rest,
                next => rest.get(..next).unwrap_or(rest),
            };
            self.message(sink, &head, own, shared);
            match head.next {
                next if next >= HEADER => rest = rest.get(next..).unwrap_or_default(),
                _ => return,
            }
        }
    }

    fn message(&mut self, sink: &mut Sink<'_>, head: &Head, bytes: &[u8], shared: &mut Shared) {
        let answer = head.flags & ANSWER != 0;
        if answer != (sink.from == Sender::Server) {
            return;
        }
        match (head.command, answer) {
            (command::NEGOTIATE, true) => {
                let token = pointed(bytes, HEADER + 56);
                if let Some(leg) = offer(sink, token) {
                    sink.emit(leg);
                }
            }
            (command::SESSION_SETUP, false) => {
                let token = pointed(bytes, HEADER + 12);
                let mut leg = sink.leg_of(token);
                leg.strand = shared.sessions.asked(head.session, head.message);
                leg.credential = method::token(method::of_token(token), token);
                sink.emit(leg);
            }
            (command::SESSION_SETUP, true) if head.status != PENDING => {
                // An error has another body.
                let token = match head.status {
                    0 | STATUS_MORE_PROCESSING_REQUIRED => pointed(bytes, HEADER + 4),
                    _ => &[],
                };
                let mut leg = sink.leg_of(token);
                let goes_on = head.status == STATUS_MORE_PROCESSING_REQUIRED;
                let sessions = &mut shared.sessions;
                leg.strand = sessions.answered(head.session, head.message, goes_on);
                leg.credential = method::token(method::of_token(token), token);
                leg.status = Some(Status::Nt(head.status));
                let flags = Little.u16(bytes, HEADER + 2).filter(|_| head.status == 0);
                leg.admitted_as = flags.and_then(|flags| match flags {
                    _ if flags & IS_GUEST != 0 => Some(AdmittedAs::Guest),
                    _ if flags & IS_NULL != 0 => Some(AdmittedAs::Nobody),
                    _ => None,
                });
                sink.emit(leg);
            }
            (command::READ | command::WRITE | command::IOCTL, _) => {
                if let Some((file, data)) = self.pipe(head, bytes, answer) {
                    shared.pipes.data(sink, file, data, &mut shared.sessions);
                }
            }
            _ => {}
        }
    }

    /// What goes through a file, and through which one.
    fn pipe<'a>(&mut self, head: &Head, bytes: &'a [u8], answer: bool) -> Option<(u64, &'a [u8])> {
        let body = bytes.get(HEADER..)?;
        match (head.command, answer) {
            (command::WRITE, false) => {
                let (at, length) = (Little.u16(body, 2)?, Little.u32(body, 4)?);
                let data = part(bytes, at.into(), length as usize)?;
                Some((file(body, 16)?, data))
            }
            (command::READ, false) => {
                remember(&mut self.reads, head.message, file(body, 16)?);
                None
            }
            (command::READ, true) if head.status != PENDING => {
                let file = self.reads.remove(&head.message)?;
                let (at, length) = (*body.get(2)?, Little.u32(body, 4)?);
                Some((file, part(bytes, at.into(), length as usize)?))
            }
            (command::IOCTL, answer) if Little.u32(body, 4)? == TRANSCEIVE => {
                let at = if answer { 32 } else { 24 };
                let (offset, length) = (Little.u32(body, at)?, Little.u32(body, at + 4)?);
                let data = part(bytes, offset as usize, length as usize)?;
                Some((file(body, 8)?, data))
            }
            _ => None,
        }
    }
}

/// A number for a file: its volatile part alone tells the open files of a connection apart, mostly.
fn file(body: &[u8], at: usize) -> Option<u64> {
    Some(Little.u64(body, at)?.rotate_left(17) ^ Little.u64(body, at + 8)?)
}

/// The bytes that an offset from the header and a length, of 16 bits each, point at; as far as they are there.
fn pointed(bytes: &[u8], at: usize) -> &[u8] {
    let (Some(offset), Some(length)) = (Little.u16(bytes, at), Little.u16(bytes, at + 2)) else {
        return &[];
    };
    let from = bytes
        .get(usize::from(offset).max(HEADER)..)
        .unwrap_or_default();
    from.get(..usize::from(length)).unwrap_or(from)
}
