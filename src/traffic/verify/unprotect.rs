//! Signed and sealed messages of a session whose keys are known.

use super::{Keys, Outcome};
use crate::crypto::{self, DUMMY_SIGNATURE, Mode, Sealer, SessionFlags, Step, Trace};

/// What became of a protected message.
#[derive(Clone, Debug, PartialEq)]
pub struct Unprotected {
    /// Right, wrong, or absent where the signature is a dummy.
    pub result: Outcome,
    /// Why, in a sentence.
    pub because: String,
    /// What it says, where its signature is right.
    pub message: Option<Vec<u8>>,
    /// How it was opened.
    pub steps: Vec<Step>,
}

/// Opens a message and its 16-byte signature, the signature before or behind it. Who sent it, whether it is sealed or
/// signed only, and how far the RC4 handle had moved by then, is found by trying: the signature tells what is right.
pub fn unprotect(keys: &Keys, bytes: &[u8]) -> Unprotected {
    let places = [
        bytes
            .split_first_chunk::<16>()
            .map(|(signature, data)| (*signature, data, "before")),
        bytes
            .split_last_chunk::<16>()
            .map(|(data, signature)| (*signature, data, "behind")),
    ];
    let places = places
        .into_iter()
        .flatten()
        .filter(|(signature, ..)| signature.starts_with(&[1, 0, 0, 0]));
    let mut any = false;
    for (signature, data, place) in places {
        any = true;
        if signature == DUMMY_SIGNATURE {
            let because = "The signature is a dummy, 01 and zeros: it protects nothing.";
            return failed(Outcome::Absent, because.to_owned());
        }
        // Without extended session security both sides share their keys.
        let sides: &[Mode] = match keys.flags.ess {
            true => &[Mode::Client, Mode::Server],
            false => &[Mode::Client],
        };
        for &from in sides {
            let found = Attempt::new(keys, from, signature, data).search();
            if let Some(found) = found {
                return found.open(keys, from, signature, data, place);
            }
        }
    }
    let because = if any {
        "The signature is not of this session, or of a message too far into it: nothing that was tried makes it right."
    } else {
        "There is no signature: 16 bytes that start with 01000000, before or behind the message."
    };
    failed(Outcome::Wrong, because.to_owned())
}

fn failed(result: Outcome, because: String) -> Unprotected {
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
    signature: [u8; 16],
    data: &'a [u8],
    stream: Vec<u8>,
    farthest: usize,
}

/// How a message is protected.
struct Found {
    sealed: bool,
    /// How many bytes of the keystream went before.
    offset: usize,
    sequence: u32,
}

impl<'a> Attempt<'a> {
    fn new(keys: &Keys, from: Mode, signature: [u8; 16], data: &'a [u8]) -> Self {
        let (flags, (sign_key, seal_key)) = (keys.flags, keys.of(from));
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
            signature,
            data,
            stream: crypto::keystream(&key, length),
            farthest,
        }
    }

    fn search(&self) -> Option<Found> {
        let signed = self.checksum(self.data);
        (0..=self.farthest).find_map(|offset| {
            let found = |sealed, sequence| Found {
                sealed,
                offset,
                sequence,
            };
            if let Some(sequence) = self.fits(signed, offset) {
                return Some(found(false, sequence));
            }
            let stream = self.stream.get(offset..)?;
            let text: Vec<u8> = self.data.iter().zip(stream).map(|(a, b)| a ^ b).collect();
            // A datagram without extended session security starts again for its signature.
            let again = self.flags.datagram && !self.flags.ess;
            let behind = if again { 0 } else { offset + text.len() };
            Some(found(true, self.fits(self.checksum(&text), behind)?))
        })
    }

    /// The checksum before the cipher: eight bytes with extended session security, else four.
    fn checksum(&self, text: &[u8]) -> u64 {
        match (&self.sign_key, self.signature.last_chunk::<4>()) {
            (Some(key), Some(number)) => {
                let mac = crypto::hmac_md5(key, &[number, text]);
                mac.first_chunk().copied().map_or(0, u64::from_le_bytes)
            }
            _ => u64::from(crypto::crc32(text)) << 32,
        }
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
}

impl Found {
    fn open(
        &self,
        keys: &Keys,
        from: Mode,
        signature: [u8; 16],
        data: &[u8],
        place: &str,
    ) -> Unprotected {
        let mut trace = Trace::on();
        let flags = SessionFlags {
            sign: true,
            ..keys.flags
        };
        let mut sealer = Sealer::new(flags, &keys.exported_session_key, from, &mut trace);
        sealer.skip(self.offset);
        let (message, check) = if self.sealed {
            sealer.unseal(self.sequence, data, signature, &mut trace)
        } else {
            let check = sealer.check(self.sequence, data, signature, &mut trace);
            (data.to_vec(), check)
        };
        if !check.matches {
            return failed(Outcome::Wrong, "The signature is wrong.".to_owned());
        }
        let by = match from {
            _ if !flags.ess => "",
            Mode::Client => " by the client",
            Mode::Server => " by the server",
        };
        let because = [
            if self.sealed {
                "Sealed"
            } else {
                "Signed, not sealed,"
            },
            by,
            " as message ",
            &self.sequence.to_string(),
            ", with ",
            &self.offset.to_string(),
            " bytes of the RC4 keystream gone before and the signature ",
            place,
            " it.",
        ];
        Unprotected {
            result: Outcome::Right,
            because: because.concat(),
            message: Some(message),
            steps: trace.into_steps(),
        }
    }
}
