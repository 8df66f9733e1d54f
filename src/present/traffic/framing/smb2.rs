//! SESSION_SETUP of SMB 2 ([MS-SMB2] 2.2.5 and 2.2.6), and the NEGOTIATE response that offers SPNEGO (2.2.4).

use super::Framer;
use crate::traffic::leg::{AdmittedAs, Leg, Sender, SentCredential, Status};
use crate::wire::Writer;
use crate::wire::ntstatus::STATUS_MORE_PROCESSING_REQUIRED;
use std::collections::{HashMap, HashSet};

const NEGOTIATE: u16 = 0;
const SESSION_SETUP: u16 = 1;
const HEADER: u16 = 64;

/// A connection of SMB 2.
#[derive(Default)]
pub struct Smb2Framer {
    /// The number of the last request; that of NEGOTIATE is 0.
    message: u64,
    /// The numbers of the requests without an answer, by strand.
    asked: HashMap<u64, u64>,
    /// The strands whose session has a number: the server gives it with its first answer.
    numbered: HashSet<u64>,
}

impl Framer for Smb2Framer {
    fn frame(&mut self, leg: &Leg) -> Option<Vec<u8>> {
        let token = token(leg)?;
        let setup = match (leg.sender, &leg.status) {
            (Sender::Client, _) => self.request(leg.strand, token),
            (Sender::Server, Some(Status::Nt(status))) => {
                self.numbered.insert(leg.strand);
                self.response(leg, *status, token)
            }
            // An offer, before anybody signs in.
            (Sender::Server, None) if !token.is_empty() => offer(token),
            (Sender::Server, None) => return Some(Vec::new()),
            (Sender::Server, Some(_)) => return None,
        };
        Some(behind_length(setup))
    }
}

/// The token of a leg, empty for none; nothing where it carries something else.
pub fn token(leg: &Leg) -> Option<&[u8]> {
    use crate::traffic::leg::Method::{Kerberos, Negotiate, Ntlm, Other};
    match &leg.credential {
        None => Some(&[]),
        Some(SentCredential::Token(Negotiate | Ntlm | Kerberos | Other, token)) => Some(token),
        Some(_) => None,
    }
}

/// A message of SMB over TCP is behind a zero and its length (RFC 1002 4.3.1, [MS-SMB2] 2.1).
pub fn behind_length(message: Writer) -> Vec<u8> {
    let message = message.finish();
    let length = u32::try_from(message.len()).unwrap_or_default();
    [&(length & 0x00ff_ffff).to_be_bytes()[..], &message].concat()
}

impl Smb2Framer {
    fn session(&self, strand: u64) -> u64 {
        match self.numbered.contains(&strand) {
            true => strand.wrapping_add(1) << 16 | 1,
            false => 0,
        }
    }

    fn request(&mut self, strand: u64, token: &[u8]) -> Writer {
        self.message += 1;
        self.asked.insert(strand, self.message);
        let mut out = head(SESSION_SETUP, None, self.message, self.session(strand));
        // Flags, signing enabled, no capabilities, no channel.
        out.u16(25).u8(0).u8(1).u32(0).u32(0);
        out.u16(HEADER + 24).u16(length(token)).u64(0).put(token);
        out
    }

    fn response(&mut self, leg: &Leg, status: u32, token: &[u8]) -> Writer {
        let session = self.session(leg.strand);
        let message = self.asked.remove(&leg.strand).unwrap_or(self.message);
        let mut out = head(SESSION_SETUP, Some(status), message, session);
        if status != 0 && status != STATUS_MORE_PROCESSING_REQUIRED {
            // An error, without data ([MS-SMB2] 2.2.2).
            out.u16(9).u16(0).u32(0).u8(0);
            return out;
        }
        let flags = match leg.admitted_as {
            Some(AdmittedAs::Guest) => 1,
            Some(AdmittedAs::Nobody) => 2,
            None => 0,
        };
        out.u16(9).u16(flags).u16(HEADER + 8).u16(length(token));
        out.put(token);
        out
    }
}

/// The NEGOTIATE response of a server of SMB 2.1, which has read and written 64 KiB at once.
fn offer(token: &[u8]) -> Writer {
    let mut out = head(NEGOTIATE, Some(0), 0, 0);
    out.u16(65).u16(1).u16(0x0210).u16(0).put(&[0; 16]).u32(0);
    out.u32(0x1_0000).u32(0x1_0000).u32(0x1_0000).u64(0).u64(0);
    out.u16(HEADER + 64).u16(length(token)).u32(0).put(token);
    out
}

/// The header of a request, or of an answer with that status ([MS-SMB2] 2.2.1.2).
fn head(command: u16, answer: Option<u32>, message: u64, session: u64) -> Writer {
    let mut out = Writer::new();
    out.put(b"\xfeSMB")
        .u16(HEADER)
        .u16(1)
        .u32(answer.unwrap_or(0));
    out.u16(command)
        .u16(1)
        .u32(u32::from(answer.is_some()))
        .u32(0);
    out.u64(message).u32(0xfeff).u32(0).u64(session);
    out.put(&[0; 16]);
    out
}

/// A field of 16 bits: a token that is longer than that was in no message.
pub fn length(token: &[u8]) -> u16 {
    u16::try_from(token.len()).unwrap_or(u16::MAX)
}
