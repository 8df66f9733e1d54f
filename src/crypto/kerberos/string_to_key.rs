//! Keys from passwords (RFC 3961 3, `string-to-key`).

use super::{Etype, Key, aes_sha2, des, simplified};
use crate::crypto::{Trace, nt_owf_v1};

/// The most iterations that are done, which takes about a second. Directories have 4096, and 32768 for SHA-2.
pub const MAX_ITERATIONS: u32 = 1 << 20;

/// The key that a password makes with a salt. `iterations` is the parameter of the AES types, from `s2kparams`;
/// without it, 4096 (RFC 3962 4) or 32768 (RFC 8009 4). RC4 knows neither salt nor iterations.
///
/// Who asks for more than [`MAX_ITERATIONS`] gets the key for that many, which is another key; so does who asks for
/// 0, which stands for 2³² (RFC 3962 4).
pub fn string_to_key(
    etype: Etype,
    password: &str,
    salt: &[u8],
    iterations: Option<u32>,
    trace: &mut Trace,
) -> Key {
    let iterations = |default| bounded(iterations.unwrap_or(default));
    let bytes = match etype {
        Etype::DesCbcMd5 => des::string_to_key(password, salt, trace),
        Etype::Des3Sha1 => simplified::string_to_key_des3(password, salt, trace),
        Etype::Aes128Sha1 | Etype::Aes256Sha1 => {
            simplified::string_to_key(etype, password, salt, iterations(4096), trace)
        }
        Etype::Aes128Sha2 | Etype::Aes256Sha2 => {
            aes_sha2::string_to_key(etype, password, salt, iterations(32768), trace)
        }
        Etype::Rc4 | Etype::Rc4Export => nt_owf_v1(password, trace).to_vec(),
    };
    Key { etype, bytes }
}

/// How often is hashed for a count in a message.
fn bounded(iterations: u32) -> u32 {
    match iterations {
        0 => MAX_ITERATIONS,
        count => count.min(MAX_ITERATIONS),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_message_asks_for_too_much() {
        assert_eq!(
            [1, 4096, 0, u32::MAX].map(bounded),
            [1, 4096, MAX_ITERATIONS, MAX_ITERATIONS]
        );
    }
}
