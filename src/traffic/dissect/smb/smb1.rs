//! SMB 1 ([MS-CIFS] 2.2.4, [MS-SMB] 2.2.4): NEGOTIATE, SESSION_SETUP_ANDX in all its forms, and what goes through pipes.
//! Integers are little-endian.

use super::plain::{self, PlainAccount, TextForm};
use super::sessions::remember;
use super::{Shared, offer};
use crate::traffic::dissect::method;
use crate::traffic::dissect::part;
use crate::traffic::dissect::sink::Sink;
use crate::traffic::leg::{AdmittedAs, Leg, Method, Sender, SentCredential, Status};
use crate::wire::ByteOrder::Little;
use crate::wire::ntstatus::STATUS_MORE_PROCESSING_REQUIRED;
use std::collections::HashMap;

/// Command ([MS-CIFS] 2.2.2.1).
mod command {
    pub const TRANSACTION: u8 = 0x25;
    pub const READ_ANDX: u8 = 0x2e;
    pub const WRITE_ANDX: u8 = 0x2f;
    pub const NEGOTIATE: u8 = 0x72;
    pub const SESSION_SETUP_ANDX: u8 = 0x73;
}

/// Of Flags2: texts are UTF-16, the status is an NTSTATUS.
const UNICODE: u16 = 0x8000;
const NT_STATUS: u16 = 0x4000;
/// Of the server's SecurityMode: passwords are not sent in clear.
const ENCRYPTS: u8 = 2;
/// CAP_EXTENDED_SECURITY, of the server's Capabilities.
const EXTENDED_SECURITY: u32 = 0x8000_0000;
/// Of WriteMode: MessageStart and WriteRawNamedPipe ([MS-CIFS] 2.2.4.43.1).
const START_RAW: u16 = 0x0c;
/// Of the answer's Action: SMB_SETUP_GUEST ([MS-CIFS] 2.2.4.53.2).
const GUEST: u16 = 1;
/// TRANS_TRANSACT_NMPIPE ([MS-CIFS] 2.2.5.6).
const TRANSACT: u16 = 0x26;

/// What is remembered of requests until they are answered.
#[derive(Default)]
pub struct Smb1 {
    /// The files that are read from or talked to, by the number of the message.
    files: HashMap<u64, u64>,
    /// Whether the server has said that it takes passwords in clear.
    takes_clear: bool,
    /// The server's challenge: all who sign in on the connection answer the same one ([MS-CIFS] 2.2.4.52.2).
    challenge: Option<Leg>,
}

/// A message: its header and its two parts ([MS-CIFS] 2.2.3).
struct Message<'a> {
    all: &'a [u8],
    command: u8,
    /// As an NTSTATUS; none where an old one says only that it failed.
    status: Option<u32>,
    flags: u16,
    session: u64,
    /// The message's number, with that of the process.
    number: u64,
    words: &'a [u8],
    /// The bytes, and where they start.
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Message<'a> {
    fn of(all: &'a [u8]) -> Option<Self> {
        let count = usize::from(*all.get(32)?);
        let words = all.get(33..)?;
        let words = words.get(..count * 2).unwrap_or(words);
        let at = 33 + count * 2 + 2;
        let length = Little.u16(all, at - 2).unwrap_or_default().into();
        let bytes = all.get(at..).unwrap_or_default();
        let flags = Little.u16(all, 10)?;
        let status = Little.u32(all, 5)?;
        Some(Self {
            all,
            command: *all.get(4)?,
            status: match flags & NT_STATUS {
                0 => of_old(status),
                _ => Some(status),
            },
            flags,
            session: Little.u16(all, 28)?.into(),
            number: u64::from(Little.u16(all, 30)?) | u64::from(Little.u16(all, 26)?) << 16,
            words,
            bytes: bytes.get(..length).unwrap_or(bytes),
            at,
        })
    }

    /// A word of the parameters, counted from 0; none beyond them.
    fn word(&self, number: usize) -> Option<u16> {
        Little.u16(self.words, number * 2)
    }
}

impl Smb1 {
    /// Reads a message of SMB 1, from its header on.
    pub fn message(&mut self, sink: &mut Sink<'_>, bytes: &[u8], shared: &mut Shared) {
        let Some(message) = Message::of(bytes) else {
            return;
        };
        // Who sends it counts: not every server marks its answers as such.
        match (message.command, sink.from) {
            (command::NEGOTIATE, Sender::Server) => self.negotiated(sink, &message),
            (command::SESSION_SETUP_ANDX, Sender::Client) => self.asked(sink, &message, shared),
            (command::SESSION_SETUP_ANDX, Sender::Server) => answered(sink, &message, shared),
            (_, from) => {
                if let Some((file, data)) = self.pipe(&message, from) {
                    shared.pipes.data(sink, file, data, &mut shared.sessions);
                }
            }
        }
    }

    /// Behind a GUID stands what the server offers ([MS-SMB] 2.2.4.5.2.1); without extended security there is its
    /// challenge instead, which is told once a client answers it.
    fn negotiated(&mut self, sink: &mut Sink<'_>, message: &Message<'_>) {
        self.takes_clear = message.words.get(2).is_some_and(|it| it & ENCRYPTS == 0);
        let capabilities = Little.u32(message.words, 19).unwrap_or_default();
        if capabilities & EXTENDED_SECURITY == 0 {
            self.challenge = message.bytes.first_chunk().map(|key| {
                let mut leg = sink.leg_of(message.all);
                let token = plain::challenge(*key);
                leg.credential = Some(SentCredential::Token(Method::Native, token.into()));
                leg
            });
            self.challenge.take_if(|_| self.takes_clear);
        }
        let token = message.bytes.get(16..).unwrap_or_default();
        if let Some(leg) = offer(sink, token) {
            sink.emit(leg);
        }
    }

    fn asked(&mut self, sink: &mut Sink<'_>, message: &Message<'_>, shared: &mut Shared) {
        let strand = shared.sessions.asked(message.session, message.number);
        // With extended security there are 12 words ([MS-SMB] 2.2.4.6.1).
        if message.words.len() == 24 {
            let length = message.word(7).unwrap_or_default().into();
            let token = message.bytes.get(..length).unwrap_or(message.bytes);
            let mut leg = sink.leg_of(token);
            leg.strand = strand;
            leg.credential = method::token(method::of_token(token), token);
            return sink.emit(leg);
        }
        let Some(account) = account(message) else {
            return;
        };
        // The challenge belongs to this sign-in, as to each other one.
        if let Some(mut challenge) = self.challenge.clone() {
            challenge.strand = strand;
            sink.emit(challenge);
        }
        let mut leg = sink.leg_of(message.all);
        leg.strand = strand;
        leg.credential = Some(account.credential(self.takes_clear));
        sink.emit(leg);
    }

    /// What goes through a file, and through which one.
    fn pipe<'a>(&mut self, message: &Message<'a>, from: Sender) -> Option<(u64, &'a [u8])> {
        let all = message.all;
        match (message.command, from) {
            (command::WRITE_ANDX, Sender::Client) => {
                let length = usize::from(message.word(9)?) << 16 | usize::from(message.word(10)?);
                let data = part(all, message.word(11)?.into(), length)?;
                // The first raw write of a message has the message's length before it (WriteMode).
                let whole = usize::from(message.word(7)? & START_RAW == START_RAW) * 2;
                Some((message.word(2)?.into(), data.get(whole..)?))
            }
            (command::READ_ANDX, Sender::Client) => {
                remember(&mut self.files, message.number, message.word(2)?.into());
                None
            }
            (command::READ_ANDX, Sender::Server) => {
                let file = self.files.remove(&message.number)?;
                let length = message.word(5)?.into();
                Some((file, part(all, message.word(6)?.into(), length)?))
            }
            (command::TRANSACTION, Sender::Client) if message.word(14)? == TRANSACT => {
                let file = message.word(15)?.into();
                remember(&mut self.files, message.number, file);
                let length = message.word(11)?.into();
                Some((file, part(all, message.word(12)?.into(), length)?))
            }
            (command::TRANSACTION, Sender::Server) => {
                let file = *self.files.get(&message.number)?;
                let length = message.word(6)?.into();
                Some((file, part(all, message.word(7)?.into(), length)?))
            }
            _ => None,
        }
    }
}

/// What a class and a code mean of a sign-in, as an NTSTATUS ([MS-CIFS] 2.2.2.4); a class of 0 is no error.
fn of_old(status: u32) -> Option<u32> {
    Some(match (status & 0xff, status >> 16) {
        (0, _) => 0,
        // ERRDOS: ERRnoaccess.
        (1, 5) => 0xC000_0022,
        // ERRSRV: ERRbadpw, ERRaccountExpired, ERRbadClient, ERRbadLogonTime, ERRpasswordExpired.
        (2, 2) => 0xC000_006D,
        (2, 2239) => 0xC000_0193,
        (2, 2240) => 0xC000_0070,
        (2, 2241) => 0xC000_006F,
        (2, 2242) => 0xC000_0071,
        _ => return None,
    })
}

/// With 13 words there are two passwords ([MS-CIFS] 2.2.4.53.1), with 10, the older form, one.
fn account<'a>(message: &Message<'a>) -> Option<PlainAccount<'a>> {
    let lengths = match message.words.len() {
        26 => [message.word(7)?, message.word(8)?],
        20 => [message.word(7)?, 0],
        _ => return None,
    };
    let form = match message.flags & UNICODE {
        0 => TextForm::Oem,
        _ => TextForm::Unicode,
    };
    PlainAccount::read(message.bytes, message.at, lengths, form)
}

fn answered(sink: &mut Sink<'_>, message: &Message<'_>, shared: &mut Shared) {
    // With extended security there are 4 words ([MS-SMB] 2.2.4.6.2); some servers answer in the form of the request.
    let length = match message.words.len() {
        8 => message.word(3).unwrap_or_default().into(),
        24 => message.word(7).unwrap_or_default().into(),
        _ => 0,
    };
    let token = message.bytes.get(..length).unwrap_or(message.bytes);
    let mut leg = sink.leg_of(token);
    let goes_on = message.status == Some(STATUS_MORE_PROCESSING_REQUIRED);
    let sessions = &mut shared.sessions;
    leg.strand = sessions.answered(message.session, message.number, goes_on);
    leg.credential = method::token(method::of_token(token), token);
    leg.status = Some(message.status.map_or(Status::Failed, Status::Nt));
    let action = message.word(2).filter(|_| message.status == Some(0));
    let guest = action.is_some_and(|action| action & GUEST != 0);
    leg.admitted_as = guest.then_some(AdmittedAs::Guest);
    sink.emit(leg);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_and_a_code_are_no_ntstatus() {
        let status = |flags: u8, status: [u8; 4]| {
            let mut bytes = [0; 40];
            bytes[5..9].copy_from_slice(&status);
            bytes[11] = flags;
            Message::of(&bytes).and_then(|it| it.status)
        };
        assert_eq!(status(0, [2, 0, 2, 0]), Some(0xC000_006D));
        assert_eq!(status(0, [2, 0, 90, 0]), None);
        assert_eq!(status(0, [0, 0, 0, 0]), Some(0));
        assert_eq!(status(0x40, [2, 0, 2, 0]), Some(0x0002_0002));
    }
}
