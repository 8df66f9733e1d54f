//! Random values that are a function of the scenario: HMAC-MD5 in counter mode, keyed by the seed.

use crate::crypto;
use crate::hosts::{Entropy, Purpose};

/// A host's random values: HMAC-MD5(seed, host ‖ purpose ‖ ordinal ‖ block). One more value of a purpose leaves those
/// of all others as they were.
#[derive(Clone, Debug)]
pub struct Seeded {
    seed: u64,
    /// The host's name among the others.
    host: &'static str,
    /// Of each purpose, how many values were drawn.
    ordinals: [u32; Purpose::COUNT],
}

impl Seeded {
    /// The values of that host under that seed.
    pub fn new(seed: u64, host: &'static str) -> Self {
        Self {
            seed,
            host,
            ordinals: [0; Purpose::COUNT],
        }
    }
}

impl Entropy for Seeded {
    fn fill(&mut self, purpose: Purpose, out: &mut [u8]) {
        let Some(ordinal) = self.ordinals.get_mut(purpose as usize) else {
            return;
        };
        for (block, chunk) in (0u32..).zip(out.chunks_mut(16)) {
            let value = crypto::hmac_md5(
                &self.seed.to_le_bytes(),
                &[
                    self.host.as_bytes(),
                    b"/",
                    purpose.label().as_bytes(),
                    &ordinal.to_le_bytes(),
                    &block.to_le_bytes(),
                ],
            );
            for (to, from) in chunk.iter_mut().zip(value) {
                *to = from;
            }
        }
        *ordinal += 1;
    }
}
