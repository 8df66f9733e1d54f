//! Messages between the two ends of a GSS-API context, signed or sealed (RFC 4121 4.2).
//!
//! Keys of RC4 have tokens of another form: see [`mic_rc4`] and [`wrap_rc4`].

use super::{Key, usage};
use crate::crypto::Trace;

pub use super::gss_rc4::{Rc4Sender, check_mic_rc4, mic_rc4, unwrap_rc4, wrap_rc4};

/// Flag of a token that the acceptor sent.
pub const SENT_BY_ACCEPTOR: u8 = 1;
/// Flag of a wrap token whose message is encrypted.
pub const SEALED: u8 = 2;
/// Flag of a token under the acceptor's subkey.
pub const ACCEPTOR_SUBKEY: u8 = 4;

/// Bytes of a token's header.
const HEADER: usize = 16;
const MIC: [u8; 2] = [4, 4];
const WRAP: [u8; 2] = [5, 4];

/// A token that proves a message, which is not in it (RFC 4121 4.2.6.1). `sequence` counts the sender's tokens.
pub fn mic(key: &Key, flags: u8, sequence: u64, message: &[u8], trace: &mut Trace) -> Vec<u8> {
    let header = header(MIC, flags, [0xff; 4], sequence);
    let checksum = signature(key, sign_usage(flags), message, &header, trace);
    [&header[..], &checksum].concat()
}

/// Whether `token` proves `message`.
pub fn check_mic(key: &Key, token: &[u8], message: &[u8], trace: &mut Trace) -> bool {
    let Some((header, checksum)) = token.split_first_chunk::<HEADER>() else {
        return false;
    };
    let [a, b, flags, ..] = *header;
    [a, b] == MIC && signature(key, sign_usage(flags), message, header, trace) == checksum
}

/// A token with a message in clear and its proof (RFC 4121 4.2.6.2).
pub fn wrap_signed(
    key: &Key,
    flags: u8,
    sequence: u64,
    message: &[u8],
    trace: &mut Trace,
) -> Vec<u8> {
    let flags = flags & !SEALED;
    let covered = header(WRAP, flags, [0; 4], sequence);
    let checksum = signature(key, seal_usage(flags), message, &covered, trace);
    let [high, low] = (checksum.len() as u16).to_be_bytes();
    let header = header(WRAP, flags, [high, low, 0, 0], sequence);
    [&header[..], message, &checksum].concat()
}

/// A token with an encrypted message (RFC 4121 4.2.6.2), without filler. `confounder` is as for [`Key::encrypt`].
pub fn wrap_sealed(
    key: &Key,
    flags: u8,
    sequence: u64,
    confounder: &[u8],
    message: &[u8],
    trace: &mut Trace,
) -> Vec<u8> {
    let flags = flags | SEALED;
    let header = header(WRAP, flags, [0; 4], sequence);
    let plain = [message, &header].concat();
    let cipher = key.encrypt(seal_usage(flags), confounder, &plain, trace);
    [&header[..], &cipher].concat()
}

/// The message of a wrap token, signed or sealed and rotated by however much; `None` if it proves nothing.
pub fn unwrap(key: &Key, token: &[u8], trace: &mut Trace) -> Option<Vec<u8>> {
    let (header, body) = token.split_first_chunk::<HEADER>()?;
    let &[a, b, flags, filler, e1, e0, r1, r0, ..] = header;
    if [a, b, filler] != [5, 4, 0xff] {
        return None;
    }
    let extra = usize::from(u16::from_be_bytes([e1, e0]));
    let mut covered = *header;
    let mut body = body.to_vec();
    if !body.is_empty() {
        let rotation = usize::from(u16::from_be_bytes([r1, r0])) % body.len();
        body.rotate_left(rotation);
    }
    if flags & SEALED == 0 {
        clear(&mut covered, 4..8);
        let checksum = body.split_off(body.len().checked_sub(extra)?);
        let right = signature(key, seal_usage(flags), &body, &covered, trace);
        return (right == checksum).then_some(body);
    }
    clear(&mut covered, 6..8);
    let mut message = key.decrypt(seal_usage(flags), &body, trace).ok()?;
    let inner = message.split_off(message.len().checked_sub(HEADER)?);
    message.truncate(message.len().checked_sub(extra)?);
    (inner == covered).then_some(message)
}

fn header(kind: [u8; 2], flags: u8, counts: [u8; 4], sequence: u64) -> [u8; HEADER] {
    let mut header = [0; HEADER];
    let bytes = kind.into_iter().chain([flags, 0xff]).chain(counts);
    for (to, from) in header.iter_mut().zip(bytes.chain(sequence.to_be_bytes())) {
        *to = from;
    }
    header
}

fn clear(header: &mut [u8; HEADER], range: core::ops::Range<usize>) {
    if let Some(bytes) = header.get_mut(range) {
        bytes.fill(0);
    }
}

/// The checksum of a message and the header behind it.
fn signature(
    key: &Key,
    usage: u32,
    message: &[u8],
    header: &[u8; HEADER],
    trace: &mut Trace,
) -> Vec<u8> {
    key.checksum(usage, &[message, header].concat(), trace)
}

fn sign_usage(flags: u8) -> u32 {
    if flags & SENT_BY_ACCEPTOR == 0 {
        usage::GSS_INITIATOR_SIGN
    } else {
        usage::GSS_ACCEPTOR_SIGN
    }
}

fn seal_usage(flags: u8) -> u32 {
    if flags & SENT_BY_ACCEPTOR == 0 {
        usage::GSS_INITIATOR_SEAL
    } else {
        usage::GSS_ACCEPTOR_SEAL
    }
}
