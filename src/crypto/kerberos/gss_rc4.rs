//! Messages of a GSS-API context under an RC4 key, framed as in RFC 1964 (RFC 4757 7).

use super::{Key, checksum_kind::HMAC_MD5};
use crate::crypto::{Trace, hmac_md5, primitives};

/// Token, checksum by HMAC-MD5, filler.
const MIC: [u8; 8] = [1, 1, 0x11, 0, 0xff, 0xff, 0xff, 0xff];
/// Token, checksum by HMAC-MD5, encryption by RC4, filler.
const WRAP: [u8; 8] = [2, 1, 0x11, 0, 0x10, 0, 0xff, 0xff];
/// Kerberos' object identifier, 1.2.840.113554.1.2.2.
const MECHANISM: [u8; 11] = [6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x12, 1, 2, 2];
/// The usage of a MIC, as RC4 numbers them.
const MIC_USAGE: u32 = 15;
/// The usage of a wrap token.
const WRAP_USAGE: u32 = 13;

/// The side of a context that sends a token: it is in SND_SEQ (RFC 4757 7.2, 7.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rc4Sender {
    /// The one that began.
    Initiator,
    /// The one that answers.
    Acceptor,
}

/// A token that proves a message, which is not in it (RFC 4757 7.2). `sequence` counts the sender's tokens.
pub fn mic_rc4(
    key: &Key,
    sender: Rc4Sender,
    sequence: u32,
    message: &[u8],
    trace: &mut Trace,
) -> Vec<u8> {
    let checksum = checksum(key, MIC_USAGE, &[&MIC, message], trace);
    let number = cover_number(key, &checksum, &number(sender, sequence));
    framed(&[&MIC, &number, &checksum])
}

/// Whether `token` proves `message`, whoever sent it and as the how manieth.
pub fn check_mic_rc4(key: &Key, token: &[u8], message: &[u8], trace: &mut Trace) -> bool {
    let right = checksum(key, MIC_USAGE, &[&MIC, message], trace);
    let parts = unframed(token).and_then(|body| {
        let (header, body) = body.split_first_chunk::<8>()?;
        Some((header, body.split_at_checked(8)?.1))
    });
    parts.is_some_and(|(header, checksum)| *header == MIC && checksum == right)
}

/// A token with an encrypted message (RFC 4757 7.3). `confounder` is eight random bytes.
pub fn wrap_rc4(
    key: &Key,
    sender: Rc4Sender,
    sequence: u32,
    confounder: [u8; 8],
    message: &[u8],
    trace: &mut Trace,
) -> Vec<u8> {
    // One byte of padding, which says so.
    let plain = [&confounder, message, &[1]].concat();
    let checksum = checksum(key, WRAP_USAGE, &[&WRAP, &plain], trace);
    let number = number(sender, sequence);
    let cipher = primitives::rc4(&sealing_key(key, &number), &plain);
    let number = cover_number(key, &checksum, &number);
    framed(&[&WRAP, &number, &checksum, &cipher])
}

/// The message of a token by [`wrap_rc4`]; `None` if it proves nothing.
pub fn unwrap_rc4(key: &Key, token: &[u8], trace: &mut Trace) -> Option<Vec<u8>> {
    let (header, body) = unframed(token)?.split_first_chunk::<8>()?;
    let (number, body) = body.split_first_chunk::<8>()?;
    let (mac, cipher) = body.split_first_chunk::<8>()?;
    let number = cover_number(key, mac, number);
    let plain = primitives::rc4(&sealing_key(key, &number), cipher);
    if *header != WRAP || checksum(key, WRAP_USAGE, &[&WRAP, &plain], trace) != *mac {
        return None;
    }
    let (_, padded) = plain.split_at_checked(8)?;
    let padding = usize::from(*padded.last()?);
    Some(padded.get(..padded.len().checked_sub(padding)?)?.to_vec())
}

/// The first half of `HMAC(Ksign, MD5(T ‖ …))`.
fn checksum(key: &Key, usage: u32, parts: &[&[u8]], trace: &mut Trace) -> [u8; 8] {
    let whole = key.checksum_of(HMAC_MD5, usage, &parts.concat(), trace);
    primitives::head(&whole.unwrap_or_default())
}

/// What a token is numbered with: the count, and who sent it.
fn number(sender: Rc4Sender, sequence: u32) -> [u8; 8] {
    let sender = match sender {
        Rc4Sender::Initiator => [0; 4],
        Rc4Sender::Acceptor => [0xff; 4],
    };
    primitives::join(&sequence.to_be_bytes(), &sender)
}

/// Encrypts the number under `HMAC(HMAC(K, 0), SGN_CKSUM)`, or decrypts it.
fn cover_number(key: &Key, checksum: &[u8; 8], number: &[u8; 8]) -> [u8; 8] {
    let zero = hmac_md5(&key.bytes, &[&[0; 4]]);
    primitives::head(&primitives::rc4(&hmac_md5(&zero, &[checksum]), number))
}

/// `HMAC(HMAC(K ⊕ F0…, 0), sequence number)`.
fn sealing_key(key: &Key, number: &[u8; 8]) -> [u8; 16] {
    let local: Vec<u8> = key.bytes.iter().map(|byte| byte ^ 0xf0).collect();
    let [a, b, c, d, ..] = *number;
    hmac_md5(&hmac_md5(&local, &[&[0; 4]]), &[&[a, b, c, d]])
}

/// The parts as a token of the mechanism (RFC 2743 3.1).
fn framed(parts: &[&[u8]]) -> Vec<u8> {
    let body = [&MECHANISM, parts.concat().as_slice()].concat();
    let length = body.len();
    let bytes = length.to_be_bytes();
    let mut token = vec![0x60];
    if length < 0x80 {
        token.push(length as u8);
    } else {
        let leading = length.leading_zeros() as usize / 8;
        token.push(0x80 | (bytes.len() - leading) as u8);
        token.extend(bytes.iter().skip(leading));
    }
    token.extend(body);
    token
}

/// What [`framed`] put into a token.
fn unframed(token: &[u8]) -> Option<&[u8]> {
    let [0x60, length, rest @ ..] = token else {
        return None;
    };
    let long = length.checked_sub(0x80).map_or(0, usize::from);
    rest.get(long..)?.strip_prefix(&MECHANISM)
}
