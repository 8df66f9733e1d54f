//! Signing and sealing the messages of a session ([MS-NLMP] 3.4.3, 3.4.4).

use super::crc32::crc32;
use super::primitives::{head, hmac_md5, join, md5};
use super::{ComputationStep, Mode, Operand, SessionFlags, Trace, seal_key, sign_key};
use crate::value_kind::ValueKind;
use ::rc4::{KeyInit, Rc4, StreamCipher};

/// What protects one direction of a session: its keys, and an RC4 handle that every message moves on.
///
/// Without extended session security there is one key, one handle and one count of messages for both directions
/// ([MS-NLMP] 3.4): one sealer serves both, in the order of the messages.
pub struct Sealer {
    flags: SessionFlags,
    sign_key: Option<[u8; 16]>,
    seal_key: Vec<u8>,
    handle: Option<Rc4>,
}

/// A signature held against what it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignatureCheck {
    /// The signature that would have been right, with zeros as RandomPad.
    pub expected: [u8; 16],
    /// The one that was sent.
    pub received: [u8; 16],
    /// Whether it is right. RandomPad does not count: some fill it.
    pub matches: bool,
    /// The message's number as the signature has it. It means something only where the keys are right.
    pub sequence: u32,
}

/// `01` and zeros, where neither signing nor sealing was negotiated ([MS-NLMP] 2.2.2.5, `ALWAYS_SIGN`).
pub const DUMMY_SIGNATURE: [u8; 16] = [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

impl Sealer {
    /// The protection of the messages that one side sends.
    pub fn new(flags: SessionFlags, exported: &[u8; 16], from: Mode, trace: &mut Trace) -> Self {
        let seal_key = seal_key(exported, flags, from, trace);
        Self::with_keys(flags, sign_key(exported, flags, from, trace), seal_key)
    }

    /// The same, of `SIGNKEY` and `SEALKEY` themselves.
    pub fn with_keys(flags: SessionFlags, sign_key: Option<[u8; 16]>, seal_key: Vec<u8>) -> Self {
        Self {
            flags,
            sign_key,
            handle: Rc4::new_from_slice(&seal_key).ok(),
            seal_key,
        }
    }

    /// Moves the RC4 handle on, as messages that were not seen have.
    pub fn skip(&mut self, bytes: usize) {
        for _ in 0..bytes {
            self.rc4(&mut [0]);
        }
    }

    /// The signature of a message ([MS-NLMP] 3.4.4). `seq` counts the messages from 0.
    pub fn sign(&mut self, seq: u32, message: &[u8], trace: &mut Trace) -> [u8; 16] {
        if !self.flags.sign && !self.flags.seal {
            return DUMMY_SIGNATURE;
        }
        self.reset(seq, trace);
        self.mac(seq, message, trace)
    }

    /// A message sealed, and its signature ([MS-NLMP] 3.4.3).
    pub fn seal(&mut self, seq: u32, message: &[u8], trace: &mut Trace) -> (Vec<u8>, [u8; 16]) {
        self.reset(seq, trace);
        let mut sealed = message.to_vec();
        self.rc4(&mut sealed);
        self.sealing_step(Direction::Seals, message, &sealed, trace);
        (sealed, self.second_mac(seq, message, trace))
    }

    /// Opens a sealed message and checks its signature ([MS-NLMP] 3.4.3).
    pub fn unseal(
        &mut self,
        seq: u32,
        sealed: &[u8],
        signature: [u8; 16],
        trace: &mut Trace,
    ) -> (Vec<u8>, SignatureCheck) {
        self.reset(seq, trace);
        let mut message = sealed.to_vec();
        self.rc4(&mut message);
        self.sealing_step(Direction::Opens, sealed, &message, trace);
        let expected = self.second_mac(seq, &message, trace);
        let check = self.compare(seq, expected, signature);
        (message, check)
    }

    /// Checks the signature of a message that is not sealed ([MS-NLMP] 3.4.4).
    pub fn check(
        &mut self,
        seq: u32,
        message: &[u8],
        signature: [u8; 16],
        trace: &mut Trace,
    ) -> SignatureCheck {
        let expected = self.sign(seq, message, trace);
        self.compare(seq, expected, signature)
    }

    fn compare(&self, seq: u32, expected: [u8; 16], received: [u8; 16]) -> SignatureCheck {
        let said =
            |signature: [u8; 16]| u32::from_le_bytes(head(signature.get(12..).unwrap_or_default()));
        let (mut a, mut b) = (expected, received);
        let mut sequence = said(received);
        if !self.flags.ess {
            // The number is under the same bytes of the cipher as the right one.
            sequence ^= said(expected) ^ seq;
            for signature in [&mut a, &mut b] {
                signature.get_mut(4..8).unwrap_or_default().fill(0);
            }
        }
        SignatureCheck {
            expected,
            received,
            matches: a == b,
            sequence,
        }
    }

    /// The signature ([MS-NLMP] 3.4.4.1, 3.4.4.2).
    fn mac(&mut self, seq: u32, message: &[u8], trace: &mut Trace) -> [u8; 16] {
        let number = seq.to_le_bytes();
        let version = DUMMY_SIGNATURE
            .first_chunk::<4>()
            .copied()
            .unwrap_or_default();
        let (signature, formula, spec) = if let Some(key) = &self.sign_key {
            let mut checksum: [u8; 8] = head(&hmac_md5(key, &[&number, message]));
            let formula = if self.flags.key_exch {
                self.rc4(&mut checksum);
                "0x00000001 ‖ RC4(Handle, HMAC_MD5(SigningKey, SeqNum ‖ Message)[0..7]) ‖ SeqNum"
            } else {
                "0x00000001 ‖ HMAC_MD5(SigningKey, SeqNum ‖ Message)[0..7] ‖ SeqNum"
            };
            let rest: [u8; 12] = join(&checksum, &number);
            (join(&version, &rest), formula, "[MS-NLMP] 3.4.4.2")
        } else {
            let numbers: [u8; 8] = join(&crc32(message).to_le_bytes(), &number);
            let mut rest: [u8; 12] = join(&[0; 4], &numbers);
            self.rc4(&mut rest);
            // RandomPad has moved the handle on, and is not sent.
            rest.get_mut(..4).unwrap_or_default().fill(0);
            let formula =
                "0x00000001 ‖ Z(4) ‖ RC4(Handle, RandomPad ‖ CRC32(Message) ‖ SeqNum)[4..11]";
            (join(&version, &rest), formula, "[MS-NLMP] 3.4.4.1")
        };
        trace.record(|| {
            let key = match &self.sign_key {
                Some(key) => Operand::of_kind("SigningKey", key, ValueKind::SessionKey),
                None => self.sealing_key(),
            };
            let inputs = [
                key,
                Operand::plain("SeqNum", number),
                Operand::plain("Message", message),
            ];
            let name = "NTLMSSP_MESSAGE_SIGNATURE";
            ComputationStep::new(name, formula, spec, inputs, Operand::plain(name, signature))
        });
        signature
    }

    /// The signature that follows a sealed message on the same handle.
    fn second_mac(&mut self, seq: u32, message: &[u8], trace: &mut Trace) -> [u8; 16] {
        if !self.flags.ess {
            self.reset(seq, &mut Trace::off());
        }
        self.mac(seq, message, trace)
    }

    /// In a datagram session every message starts anew: with a key of its own by [MS-NLMP] 3.4. Without extended
    /// session security the sealing key itself starts again, for the signature too, as seen of Windows.
    fn reset(&mut self, seq: u32, trace: &mut Trace) {
        if !self.flags.datagram {
            return;
        }
        let own;
        let mut key: &[u8] = &self.seal_key;
        if self.flags.ess {
            let number = seq.to_le_bytes();
            own = md5(&[key, &number]);
            key = &own;
            trace.record(|| {
                ComputationStep::new(
                    "SealingKey'",
                    "MD5(SealingKey ‖ SeqNum)",
                    "[MS-NLMP] 3.4",
                    [self.sealing_key(), Operand::plain("SeqNum", number)],
                    Operand::of_kind("SealingKey'", own, ValueKind::SessionKey),
                )
            });
        }
        self.handle = Rc4::new_from_slice(key).ok();
    }

    fn rc4(&mut self, bytes: &mut [u8]) {
        if let Some(handle) = &mut self.handle {
            handle.apply_keystream(bytes);
        }
    }

    fn sealing_key(&self) -> Operand {
        Operand::of_kind("SealingKey", &self.seal_key, ValueKind::SessionKey)
    }

    fn sealing_step(&self, direction: Direction, input: &[u8], output: &[u8], trace: &mut Trace) {
        trace.record(|| {
            let (from, formula, to) = match direction {
                Direction::Seals => ("Message", "RC4(Handle, Message)", "SealedMessage"),
                Direction::Opens => ("SealedMessage", "RC4(Handle, SealedMessage)", "Message"),
            };
            let inputs = [self.sealing_key(), Operand::plain(from, input)];
            ComputationStep::new(
                to,
                formula,
                "[MS-NLMP] 3.4.3",
                inputs,
                Operand::plain(to, output),
            )
        });
    }
}

/// What a handle does to a message.
#[derive(Clone, Copy)]
enum Direction {
    Seals,
    Opens,
}

#[cfg(test)]
mod tests {
    use super::*;
    use hex_literal::hex;

    const PLAINTEXT: &[u8] = b"P\0l\0a\0i\0n\0t\0e\0x\0t\0";
    const RANDOM: [u8; 16] = [0x55; 16];

    /// Every set of flags on which signing and sealing depend.
    fn all_flags() -> impl Iterator<Item = SessionFlags> {
        (0..128u8).map(|bits| {
            let has = |bit: u8| bits & 1 << bit != 0;
            SessionFlags {
                sign: true,
                seal: has(0),
                datagram: has(1),
                lm_key: has(2),
                ess: has(3),
                request_non_nt: false,
                bits_128: has(4),
                key_exch: has(5),
                bits_56: has(6),
            }
        })
    }

    #[test]
    fn ms_nlmp_4_2_sealed_messages() {
        let cases = [
            (
                0xe202_8233u32,
                RANDOM,
                hex!("56fe04d861f9319af0d7238a2e3b4d457fb8"),
                hex!("010000000000000009dcd1df2e459d36"),
            ),
            (
                0x820a_8233,
                hex!("eb93429a8bd952f8b89c55b87f475edc"),
                hex!("a02372f6530273f3aa1eb90190ce5200c99d"),
                hex!("01000000ff2aeb52f681793a00000000"),
            ),
            (
                0xe28a_8233,
                RANDOM,
                hex!("54e50165bf1936dc996020c1811b0f06fb5f"),
                hex!("010000007fb38ec5c55d497600000000"),
            ),
        ];
        for (flags, key, sealed, signature) in cases {
            let flags = SessionFlags::from_bits(flags);
            let mut trace = Trace::on();
            let mut sealer = Sealer::new(flags, &key, Mode::Client, &mut trace);
            let found = sealer.seal(0, PLAINTEXT, &mut trace);
            assert_eq!(found, (sealed.to_vec(), signature), "{flags:?}");
            let last = trace.steps().last().unwrap();
            assert_eq!(last.output.bytes, signature);
            let mut peer = Sealer::new(flags, &key, Mode::Client, &mut trace);
            let (message, check) = peer.unseal(0, &sealed, signature, &mut trace);
            assert_eq!((message.as_slice(), check.matches), (PLAINTEXT, true));
        }
    }

    #[test]
    fn every_variant_opens_what_it_sealed_and_nothing_else() {
        let off = &mut Trace::off();
        for flags in all_flags() {
            let new = |off: &mut Trace| Sealer::new(flags, &RANDOM, Mode::Server, off);
            let (mut ours, mut theirs, mut bent) = (new(off), new(off), new(off));
            for seq in 0..4 {
                let text = vec![b'a'; 7 * seq as usize];
                let (sealed, signature) = ours.seal(seq, &text, off);
                let (opened, check) = theirs.unseal(seq, &sealed, signature, off);
                assert_eq!((opened, check.matches), (text, true), "{flags:?}");
                assert_eq!(check.sequence, seq);
                let mut wrong = signature;
                wrong[8] ^= 0x10;
                assert!(!bent.unseal(seq, &sealed, wrong, off).1.matches);
            }
            let signature = ours.sign(9, b"plain", off);
            assert!(theirs.check(9, b"plain", signature, off).matches);
            assert!(
                !bent.check(9, b"plane", signature, off).matches,
                "{flags:?}"
            );
        }
    }

    #[test]
    fn a_datagram_needs_no_message_before_it() {
        let off = &mut Trace::off();
        for flags in all_flags() {
            let new = |off: &mut Trace| Sealer::new(flags, &RANDOM, Mode::Client, off);
            let (mut ours, mut theirs) = (new(off), new(off));
            ours.seal(0, b"lost", off);
            let (sealed, signature) = ours.seal(7, b"found", off);
            let (opened, check) = theirs.unseal(7, &sealed, signature, off);
            assert_eq!(opened == b"found", flags.datagram);
            assert_eq!(check.matches, flags.datagram);
            // Otherwise the handle has to be brought to the same place.
            let mut later = new(off);
            later.skip(
                4 + if !flags.ess {
                    12
                } else {
                    8 * usize::from(flags.key_exch)
                },
            );
            let (opened, check) = later.unseal(7, &sealed, signature, off);
            assert_eq!(
                (opened.as_slice(), check.matches),
                (&b"found"[..], true),
                "{flags:?}"
            );
        }
    }

    #[test]
    fn the_padding_counts_for_nothing() {
        let off = &mut Trace::off();
        let flags = SessionFlags {
            sign: true,
            ..SessionFlags::default()
        };
        let mut signature = Sealer::new(flags, &RANDOM, Mode::Client, off).sign(0, b"x", off);
        assert_eq!(signature[4..8], [0; 4]);
        signature[4..8].copy_from_slice(b"pad.");
        let mut sealer = Sealer::new(flags, &RANDOM, Mode::Server, off);
        assert!(sealer.check(0, b"x", signature, off).matches);
    }

    #[test]
    fn a_dummy_signs_nothing() {
        let off = &mut Trace::off();
        let none = SessionFlags::default();
        let mut sealer = Sealer::new(none, &RANDOM, Mode::Client, off);
        assert_eq!(sealer.sign(5, b"x", off), DUMMY_SIGNATURE);
        assert!(sealer.check(0, b"y", DUMMY_SIGNATURE, off).matches);
        assert!(!sealer.check(0, b"y", [1; 16], off).matches);
    }
}
