//! SMB_COM_SESSION_SETUP_ANDX with extended security ([MS-SMB] 2.2.4.6), and the NEGOTIATE response that offers SPNEGO
//! (2.2.4.5.2).

use super::Framer;
use super::smb2::{behind_length, token};
use crate::traffic::leg::{AdmittedAs, Leg, Sender, Status};
use crate::wire::Writer;

const NEGOTIATE: u8 = 0x72;
const SESSION_SETUP: u8 = 0x73;
/// STATUS_MORE_PROCESSING_REQUIRED.
const MORE: u32 = 0xC000_0016;
/// CAP_EXTENDED_SECURITY, CAP_STATUS32, CAP_UNICODE.
const CAPABILITIES: u32 = 0x8000_0044;

/// A connection of SMB 1.
#[derive(Default)]
pub struct Smb1 {
    /// The number of the last request (MID).
    message: u16,
    /// The strands whose session has a number: the server gives it with its first answer.
    numbered: Vec<u64>,
}

impl Framer for Smb1 {
    fn frame(&mut self, leg: &Leg) -> Option<Vec<u8>> {
        let token = token(leg)?;
        let setup = match (leg.sender, &leg.status) {
            (Sender::Client, _) if token.is_empty() => return None,
            (Sender::Client, _) => {
                self.message = self.message.wrapping_add(1);
                let mut out = self.head(SESSION_SETUP, 0, false, leg.strand);
                // No further command, buffers, one request at a time, no key.
                out.u8(12).u8(0xff).u8(0).u16(0).u16(4356).u16(1).u16(0);
                out.u32(0).u16(length(token)).u32(0).u32(CAPABILITIES);
                self.blob(out, token)
            }
            (Sender::Server, Some(Status::Nt(status))) => {
                self.numbered.push(leg.strand);
                let mut out = self.head(SESSION_SETUP, *status, true, leg.strand);
                if *status != 0 && *status != MORE {
                    out.u8(0).u16(0);
                    return Some(behind_length(out));
                }
                let action = u16::from(leg.admitted_as == Some(AdmittedAs::Guest));
                out.u8(4).u8(0xff).u8(0).u16(0).u16(action);
                out.u16(length(token));
                self.blob(out, token)
            }
            (Sender::Server, None) if !token.is_empty() => self.offer(leg, token),
            (Sender::Server, None) => return Some(Vec::new()),
            (Sender::Server, Some(_)) => return None,
        };
        Some(behind_length(setup))
    }
}

impl Smb1 {
    fn head(&self, command: u8, status: u32, answers: bool, strand: u64) -> Writer {
        let mut out = Writer::new();
        let user = match self.numbered.contains(&strand) {
            true => 0x0800_u16.wrapping_add(strand as u16),
            false => 0,
        };
        out.put(b"\xffSMB").u8(command).u32(status);
        // Paths without case; Unicode, statuses of Windows and extended security.
        out.u8(if answers { 0x98 } else { 0x18 }).u16(0xc807);
        // Process and signature; tree, process, user, message.
        out.u16(0).u64(0).u16(0).u16(0).u16(0xfeff).u16(user);
        out.u16(self.message);
        out
    }

    /// The token and two empty names in Unicode, which begin at an even place.
    fn blob(&self, mut out: Writer, token: &[u8]) -> Writer {
        let odd = (out.len() + 2 + token.len()) % 2;
        let names = [0; 5];
        let names = names.get(1 - odd..).unwrap_or_default();
        out.u16(length(token).saturating_add(length(names)));
        out.put(token).put(names);
        out
    }

    fn offer(&self, leg: &Leg, token: &[u8]) -> Writer {
        let mut out = self.head(NEGOTIATE, 0, true, leg.strand);
        // The first dialect, signing enabled, buffers, capabilities, time and zone, no challenge.
        out.u8(17).u16(0).u8(7).u16(50).u16(1).u32(16_644);
        out.u32(0x1_0000).u32(0).u32(CAPABILITIES).u64(0).u16(0);
        out.u8(0).u16(length(token).saturating_add(16));
        out.put(&[0; 16]).put(token);
        out
    }
}

/// A field of 16 bits: a token that is longer than that was in no message.
fn length(bytes: &[u8]) -> u16 {
    u16::try_from(bytes.len()).unwrap_or(u16::MAX)
}
