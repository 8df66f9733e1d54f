//! SMB_COM_SESSION_SETUP_ANDX with extended security ([MS-SMB] 2.2.4.6) and without, and the NEGOTIATE response that offers
//! SPNEGO (2.2.4.5.2) or has the challenge.

use super::Framer;
use super::smb2::{behind_length, length, token};
use crate::traffic::leg::{AdmittedAs, Leg, Method, Sender, SentCredential, Status};
use crate::wire::Writer;
use crate::wire::ntlm::{Authenticate, Challenge};
use crate::wire::ntstatus::STATUS_MORE_PROCESSING_REQUIRED;
use std::collections::{HashMap, HashSet};

const NEGOTIATE: u8 = 0x72;
const SESSION_SETUP: u8 = 0x73;
/// Capabilities of both sides ([MS-SMB] 2.2.4.5.2.1): CAP_EXTENDED_SECURITY, CAP_STATUS32, CAP_UNICODE.
const CAPABILITIES: u32 = 0x8000_0044;
/// The same without extended security.
const PLAIN_CAPABILITIES: u32 = 0x44;

/// A connection of SMB 1.
#[derive(Default)]
pub struct Smb1Framer {
    /// The number of the last request (MID).
    message: u16,
    /// The requests without an answer, by strand.
    asked: HashMap<u64, Request>,
    /// The strands whose session has a number: the server gives it with its first answer.
    numbered: HashSet<u64>,
    /// Whether the server has answered a NEGOTIATE.
    negotiated: bool,
}

/// A request of a session.
#[derive(Clone, Copy, Default)]
struct Request {
    message: u16,
    /// Whether its proof is in fields of its own.
    native: bool,
}

impl Framer for Smb1Framer {
    fn frame(&mut self, leg: &Leg) -> Option<Vec<u8>> {
        if let Some(SentCredential::Token(Method::Native, token)) = &leg.credential {
            return match leg.sender {
                // All who sign in on the connection answer the same challenge.
                Sender::Server if std::mem::replace(&mut self.negotiated, true) => Some(Vec::new()),
                Sender::Server => Some(behind_length(self.challenge(leg, token)?)),
                Sender::Client => Some(behind_length(self.responses(leg, token)?)),
            };
        }
        let token = token(leg)?;
        let setup = match (leg.sender, &leg.status) {
            (Sender::Client, _) if token.is_empty() => return None,
            (Sender::Client, _) => {
                let mut out = self.request(leg.strand, false);
                // No further command, buffers, one request at a time, no key.
                out.u8(12).u8(0xff).u8(0).u16(0).u16(4356).u16(1).u16(0);
                out.u32(0).u16(length(token)).u32(0).u32(CAPABILITIES);
                blob(out, token)
            }
            (Sender::Server, Some(Status::Nt(status))) => {
                self.numbered.insert(leg.strand);
                let request = self.asked.remove(&leg.strand).unwrap_or_default();
                let mut out = self.head(SESSION_SETUP, Some(*status), leg.strand, request);
                if *status != 0 && *status != STATUS_MORE_PROCESSING_REQUIRED {
                    out.u8(0).u16(0);
                    return Some(behind_length(out));
                }
                let action = u16::from(leg.admitted_as == Some(AdmittedAs::Guest));
                if request.native {
                    out.u8(3).u8(0xff).u8(0).u16(0).u16(action);
                    out.u16(7).put(&[0; 7]);
                    return Some(behind_length(out));
                }
                out.u8(4).u8(0xff).u8(0).u16(0).u16(action);
                out.u16(length(token));
                blob(out, token)
            }
            (Sender::Server, None) if !token.is_empty() => self.offer(leg, token),
            (Sender::Server, None) => return Some(Vec::new()),
            (Sender::Server, Some(_)) => return None,
        };
        Some(behind_length(setup))
    }
}

impl Smb1Framer {
    /// The head of a SESSION_SETUP request.
    fn request(&mut self, strand: u64, native: bool) -> Writer {
        self.message = self.message.wrapping_add(1);
        let message = self.message;
        let request = Request { message, native };
        self.asked.insert(strand, request);
        self.head(SESSION_SETUP, None, strand, request)
    }

    /// The header of a request, or of an answer with that status ([MS-CIFS] 2.2.3.1).
    fn head(&self, command: u8, answer: Option<u32>, strand: u64, request: Request) -> Writer {
        let mut out = Writer::new();
        let user = match self.numbered.contains(&strand) {
            true => 0x0800_u16.wrapping_add(strand as u16),
            false => 0,
        };
        out.put(b"\xffSMB").u8(command).u32(answer.unwrap_or(0));
        // Paths without case; long names, Unicode, statuses of Windows, and extended security.
        let extended = if request.native { 0 } else { 0x0800 };
        out.u8(if answer.is_some() { 0x98 } else { 0x18 })
            .u16(0xc007 | extended);
        // Process and signature; tree, process, user, message.
        out.u16(0).u64(0).u16(0).u16(0).u16(0xfeff).u16(user);
        out.u16(request.message);
        out
    }

    /// The NEGOTIATE response of a server without extended security, with its challenge ([MS-CIFS] 2.2.4.52.2).
    fn challenge(&self, leg: &Leg, token: &[u8]) -> Option<Writer> {
        let challenge = Challenge::decode(token).value.ok()?;
        let native = Request {
            message: 0,
            native: true,
        };
        let mut out = self.head(NEGOTIATE, Some(0), leg.strand, native);
        out.u8(17).u16(0).u8(3).u16(50).u16(1).u32(16_644);
        out.u32(0x1_0000)
            .u32(0)
            .u32(PLAIN_CAPABILITIES)
            .u64(0)
            .u16(0);
        // Its key, and a domain without a name.
        out.u8(8).u16(10).put(&challenge.server_challenge).u16(0);
        Some(out)
    }

    /// The responses in fields of their own ([MS-CIFS] 2.2.4.53.1).
    fn responses(&mut self, leg: &Leg, token: &[u8]) -> Option<Writer> {
        let sent = Authenticate::decode(token).value.ok()?;
        let mut out = self.request(leg.strand, true);
        out.u8(13).u8(0xff).u8(0).u16(0).u16(4356).u16(1).u16(0);
        let [lm, nt] = [&sent.lm_response, &sent.nt_response].map(|it| it.as_slice());
        out.u32(0)
            .u16(length(lm))
            .u16(length(nt))
            .u32(0)
            .u32(PLAIN_CAPABILITIES);
        let mut bytes = [lm, nt].concat();
        // Texts begin at an even place.
        let odd = (out.len() + 2 + bytes.len()) % 2;
        bytes.extend([0].repeat(odd));
        for text in [&sent.user[..], &sent.domain, &[], &[]] {
            bytes.extend(text);
            bytes.extend([0, 0]);
        }
        out.u16(length(&bytes)).put(&bytes);
        Some(out)
    }

    fn offer(&self, leg: &Leg, token: &[u8]) -> Writer {
        let mut out = self.head(NEGOTIATE, Some(0), leg.strand, Request::default());
        // The first dialect, signing enabled, buffers, capabilities, time and zone, no challenge.
        out.u8(17).u16(0).u8(7).u16(50).u16(1).u32(16_644);
        out.u32(0x1_0000).u32(0).u32(CAPABILITIES).u64(0).u16(0);
        out.u8(0).u16(length(token).saturating_add(16));
        out.put(&[0; 16]).put(token);
        out
    }
}

/// The token and two empty names in Unicode, which begin at an even place.
fn blob(mut out: Writer, token: &[u8]) -> Writer {
    let odd = (out.len() + 2 + token.len()) % 2;
    let names = [0; 5];
    let names = names.get(1 - odd..).unwrap_or_default();
    out.u16(length(token).saturating_add(length(names)));
    out.put(token).put(names);
    out
}
