//! Signed and sealed messages of a session whose keys are known.

use super::{Judgement, Keys};
use crate::crypto::{self, ComputationStep, DUMMY_SIGNATURE, Mode, Sealer, SessionFlags, Trace};

/// What became of a protected message.
#[derive(Clone, Debug, PartialEq)]
pub struct Unprotected {
    /// Right, wrong, or absent where the signature is a dummy.
    pub result: Judgement,
    /// What decided, with what there is to tell of it.
    pub because: UnprotectReason,
    /// What it says, where its signature is right.
    pub message: Option<Vec<u8>>,
    /// The steps by which it was opened.
    pub steps: Vec<ComputationStep>,
}

/// Why a protected message was opened, or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnprotectReason {
    /// The signature is a dummy, 01 and zeros: it protects nothing.
    Dummy,
    /// There is no signature, neither before the message nor behind it.
    NoSignature,
    /// Nothing that was tried makes the signature right.
    NotOfThisSession,
    /// The signature is another than the keys make of this message.
    Wrong,
    /// The signature is right, and what was sealed is in clear.
    Opened {
        /// Whether it was sealed; else it was signed only.
        sealed: bool,
        /// Who sent it; not to be told without extended session security.
        from: Option<Mode>,
        /// Its number in the session, from 0.
        sequence: u32,
        /// How many bytes of the RC4 keystream went before.
        offset: usize,
        /// On which side of the message the signature stands.
        signature: Side,
    },
}

/// On which side of a message its signature stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Before it: the first 16 bytes.
    Before,
    /// Behind it: the last 16 bytes.
    Behind,
}

/// Opens a message and its 16-byte signature, the signature before or behind it. Who sent it, whether it is sealed or
/// signed only, and how far the RC4 handle had moved by then, is found by trying: the signature tells what is right.
pub fn unprotect(keys: &Keys, bytes: &[u8]) -> Unprotected {
    let before = bytes.split_first_chunk::<16>();
    let behind = bytes.split_last_chunk::<16>();
    let places = [
        before.map(|(signature, data)| (*signature, data, Side::Before)),
        behind.map(|(data, signature)| (*signature, data, Side::Behind)),
    ];
    // Without extended session security both sides share their keys.
    let sides: &[Mode] = match keys.flags.ess {
        true => &[Mode::Client, Mode::Server],
        false => &[Mode::Client],
    };
    let mut attempts = Vec::new();
    for (signature, data, place) in places.into_iter().flatten() {
        if signature == DUMMY_SIGNATURE {
            return failed(Judgement::Absent, UnprotectReason::Dummy);
        }
        if signature.starts_with(&[1, 0, 0, 0]) {
            let attempt = |from: &Mode| Attempt::new(keys, *from, signature, data, place);
            attempts.extend(sides.iter().map(attempt));
        }
    }
    if attempts.is_empty() {
        return failed(Judgement::Wrong, UnprotectReason::NoSignature);
    }
    let farthest = attempts.iter().map(|attempt| attempt.farthest).max();
    let found = (0..=farthest.unwrap_or_default()).find_map(|offset| {
        let mut attempts = attempts.iter();
        attempts.find_map(|attempt| Some((attempt, attempt.at(offset)?)))
    });
    match found {
        Some((attempt, found)) => attempt.open(&keys.exported_session_key, &found),
        None => failed(Judgement::Wrong, UnprotectReason::NotOfThisSession),
    }
}

fn failed(result: Judgement, because: UnprotectReason) -> Unprotected {
    Unprotected {
        result,
        because,
        message: None,
        steps: Vec::new(),
    }
}

/// How far into the keystream a message is looked for.
const FARTHEST: usize = 1 << 16;
/// How many bytes are deciphered in the search, at most.
const WORK: usize = 1 << 23;

/// One direction, tried out.
struct Attempt<'a> {
    flags: SessionFlags,
    sign_key: Option<[u8; 16]>,
    from: Mode,
    signature: [u8; 16],
    data: &'a [u8],
    /// Where the signature stands.
    place: Side,
    stream: Vec<u8>,
    farthest: usize,
    /// The checksum of the message if it is not sealed.
    signed: u64,
}

/// How a message is protected.
struct Found {
    sealed: bool,
    /// How many bytes of the keystream went before.
    offset: usize,
    sequence: u32,
}

impl<'a> Attempt<'a> {
    fn new(keys: &Keys, from: Mode, signature: [u8; 16], data: &'a [u8], place: Side) -> Self {
        let (flags, (sign_key, seal_key)) = (keys.flags, keys.protecting(from));
        // Nothing goes before a datagram, nor before the first message.
        let first = flags.ess && signature.ends_with(&[0; 4]);
        let farthest = match flags.datagram || first {
            true => 0,
            false => FARTHEST.min(WORK / (data.len().saturating_add(64))),
        };
        let length = farthest.saturating_add(data.len()).saturating_add(12);
        let datagram = flags.datagram && flags.ess;
        let key = match datagram.then(|| signature.last_chunk::<4>()).flatten() {
            Some(number) => crypto::md5(&[seal_key, number]).to_vec(),
            None => seal_key.to_vec(),
        };
        Self {
            flags,
            sign_key,
            from,
            signature,
            data,
            place,
            stream: crypto::keystream(&key, length),
            farthest,
            signed: checksum(sign_key, &signature, data),
        }
    }

    /// Whether the message stands there in the keystream.
    fn at(&self, offset: usize) -> Option<Found> {
        if offset > self.farthest {
            return None;
        }
        let found = |sealed, sequence| Found {
            sealed,
            offset,
            sequence,
        };
        if let Some(sequence) = self.fits(self.signed, offset) {
            return Some(found(false, sequence));
        }
        let stream = self.stream.get(offset..)?;
        let text: Vec<u8> = self.data.iter().zip(stream).map(|(a, b)| a ^ b).collect();
        // A datagram without extended session security starts again for its signature.
        let again = self.flags.datagram && !self.flags.ess;
        let behind = if again { 0 } else { offset + text.len() };
        let sealed = checksum(self.sign_key, &self.signature, &text);
        Some(found(true, self.fits(sealed, behind)?))
    }

    /// Whether the signature has this checksum under the keystream from `at`; the number of the message, if so.
    fn fits(&self, checksum: u64, at: usize) -> Option<u32> {
        let [sent, number] = [4, 12].map(|at| self.signature.get(at..));
        let (sent, number) = (sent?.first_chunk()?, number?.first_chunk()?);
        let (sent, number) = (u64::from_le_bytes(*sent), u32::from_le_bytes(*number));
        let stream = self.stream.get(at..)?;
        let cover = u64::from_le_bytes(*stream.first_chunk()?);
        if self.flags.ess {
            let cover = if self.flags.key_exch { cover } else { 0 };
            return (sent ^ cover == checksum).then_some(number);
        }
        // RandomPad means nothing; the number is under the cipher too, and no session is that long.
        let number = number ^ u32::from_le_bytes(*stream.get(8..)?.first_chunk()?);
        let right = (sent ^ cover) >> 32 == checksum >> 32;
        (right && (self.flags.datagram || number < 1 << 16)).then_some(number)
    }

    fn open(&self, exported: &[u8; 16], found: &Found) -> Unprotected {
        let (from, signature, data) = (self.from, self.signature, self.data);
        let mut trace = Trace::on();
        let flags = SessionFlags {
            sign: true,
            ..self.flags
        };
        let mut sealer = Sealer::new(flags, exported, from, &mut trace);
        sealer.skip(found.offset);
        let (message, check) = if found.sealed {
            sealer.unseal(found.sequence, data, signature, &mut trace)
        } else {
            let check = sealer.check(found.sequence, data, signature, &mut trace);
            (data.to_vec(), check)
        };
        if !check.matches {
            return failed(Judgement::Wrong, UnprotectReason::Wrong);
        }
        Unprotected {
            result: Judgement::Right,
            because: UnprotectReason::Opened {
                sealed: found.sealed,
                // Without it both sides share their keys.
                from: flags.ess.then_some(from),
                sequence: found.sequence,
                offset: found.offset,
                signature: self.place,
            },
            message: Some(message),
            steps: trace.into_steps(),
        }
    }
}

/// The checksum before the cipher: eight bytes with extended session security, else four.
fn checksum(sign_key: Option<[u8; 16]>, signature: &[u8; 16], text: &[u8]) -> u64 {
    match (sign_key, signature.last_chunk::<4>()) {
        (Some(key), Some(number)) => {
            let mac = crypto::hmac_md5(&key, &[number, text]);
            mac.first_chunk().copied().map_or(0, u64::from_le_bytes)
        }
        _ => u64::from(crypto::crc32(text)) << 32,
    }
}
