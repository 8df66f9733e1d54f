//! SMB 1 ([MS-CIFS], [MS-SMB]) and SMB 2 and 3 ([MS-SMB2]) in the frames of NetBIOS or of direct TCP, which are alike.

mod pipes;
mod plain;
mod sessions;
mod smb1;
mod smb2;

use super::protocol_dissector::{AfterMessage, Framing, ProtocolDissector, Recognition};
use super::sink::Sink;
use crate::traffic::leg::{Leg, Protocol, Sender};
use crate::wire::spnego::{NegToken, is_spnego};
use pipes::Pipes;
use sessions::Sessions;
use smb1::Smb1;
use smb2::Smb2;

/// What is remembered of a connection of SMB, of whatever version.
#[derive(Default)]
pub struct Smb {
    /// Whether SMB 1 was spoken, and nothing newer.
    old: bool,
    smb1: Smb1,
    smb2: Smb2,
    shared: Shared,
}

/// What both versions remember.
#[derive(Default)]
struct Shared {
    sessions: Sessions,
    pipes: Pipes,
}

/// Length of the frame's header: a type, and the length of what follows in 3 bytes, big-endian ([MS-SMB2] 2.1).
const FRAME: usize = 4;
/// The types of RFC 1002 4.3.1: a message, and what opens and keeps a session of NetBIOS.
const MESSAGE: u8 = 0;
const SESSION_REQUEST: u8 = 0x81;
const SESSION_KINDS: std::ops::RangeInclusive<u8> = 0x81..=0x85;

/// Whether a frame with a message of SMB starts here, and who sends such a one.
pub fn recognise(bytes: &[u8]) -> (Recognition, Option<Sender>) {
    match bytes {
        [SESSION_REQUEST, 0, 0, 68, 32, ..] => (Recognition::Yes, Some(Sender::Client)),
        [SESSION_REQUEST, rest @ ..] => (Recognition::prefix(rest, &[0, 0, 68, 32]), None),
        [MESSAGE, _, _, _, 0xfe | 0xff, b'S', b'M', b'B', rest @ ..] => match speaker(bytes) {
            None if rest.len() < 16 => (Recognition::Unsure, None),
            speaker => (Recognition::Yes, speaker),
        },
        [MESSAGE, _, _, _, 0xfc | 0xfd, b'S', b'M', b'B', ..] => (Recognition::Yes, None),
        [] | [MESSAGE] | [MESSAGE, _] | [MESSAGE, _, _] | [MESSAGE, _, _, _] => {
            (Recognition::Unsure, None)
        }
        [MESSAGE, _, _, _, 0xfc..=0xff, rest @ ..] => (Recognition::prefix(rest, b"SMB"), None),
        _ => (Recognition::No, None),
    }
}

/// Who sends it, by the flag that marks an answer.
fn speaker(bytes: &[u8]) -> Option<Sender> {
    let message = bytes.get(FRAME..)?;
    let answer = match message.first()? {
        // SMB_FLAGS_REPLY ([MS-CIFS] 2.2.3.1), SMB2_FLAGS_SERVER_TO_REDIR ([MS-SMB2] 2.2.1).
        0xff => message.get(9)? & 0x80 != 0,
        _ => message.get(16)? & 1 != 0,
    };
    Some(match answer {
        true => Sender::Server,
        false => Sender::Client,
    })
}

impl ProtocolDissector for Smb {
    fn protocol(&self) -> Protocol {
        match self.old {
            true => Protocol::Smb1,
            false => Protocol::Smb2,
        }
    }

    fn starts(&self, _from: Sender, bytes: &[u8]) -> Recognition {
        recognise(bytes).0
    }

    fn frame(&mut self, _from: Sender, bytes: &[u8], _seen: usize) -> Framing {
        let Some([kind, length @ ..]) = bytes.first_chunk::<FRAME>() else {
            return Framing::More;
        };
        let [high, middle, low] = *length;
        let length = usize::from(high) << 16 | usize::from(middle) << 8 | usize::from(low);
        match *kind {
            MESSAGE => Framing::with_length(FRAME + length, bytes.len()),
            kind if SESSION_KINDS.contains(&kind) => {
                Framing::with_length(FRAME + length, bytes.len())
            }
            _ => Framing::NoMessage,
        }
    }

    fn message(&mut self, sink: &mut Sink<'_>, bytes: &[u8]) -> AfterMessage {
        self.truncated(sink, bytes);
        AfterMessage::Continue
    }

    fn truncated(&mut self, sink: &mut Sink<'_>, bytes: &[u8]) {
        let message = bytes.get(FRAME..).unwrap_or_default();
        match message {
            [0xff, b'S', b'M', b'B', ..] => {
                self.old = true;
                self.smb1.message(sink, message, &mut self.shared);
            }
            [0xfe, b'S', b'M', b'B', ..] => {
                self.old = false;
                self.smb2.messages(sink, message, &mut self.shared);
            }
            // Encrypted or compressed.
            _ => {}
        }
    }
}

/// The leg of a server's first token, which it sends before anybody signs in: what it offers.
fn offer(sink: &Sink<'_>, token: &[u8]) -> Option<Leg> {
    if !is_spnego(token) {
        return None;
    }
    let (NegToken::Init(init) | NegToken::Init2(init)) = NegToken::lenient(token) else {
        return None;
    };
    let mut leg = sink.leg_of(token);
    let names = init.mech_types.iter().filter_map(|it| it.name());
    leg.offers = names.map(str::to_owned).collect();
    Some(leg)
}
