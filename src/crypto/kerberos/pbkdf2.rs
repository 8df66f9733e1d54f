//! PBKDF2 (RFC 8018 5.2), the slow part of a key from a password: thousands of hashes, so the last results are kept.

use super::Etype;
use crate::recent::keep_recent;
use sha1::Sha1;
use sha2::{Sha256, Sha384};
use std::cell::RefCell;

/// So many results are kept, which is more accounts than a directory here has.
const MOST_KEPT: usize = 32;
/// Of password and salt together, in bytes: longer ones are not kept.
const LONGEST: usize = 1024;

/// What a result depends on.
#[derive(PartialEq, Eq)]
struct Input {
    etype: Etype,
    password: Box<[u8]>,
    salt: Box<[u8]>,
    iterations: u32,
}

thread_local! {
    /// The latest last. In memory only, like the passwords that the pages know.
    static KEPT: RefCell<Vec<(Input, Vec<u8>)>> = const { RefCell::new(Vec::new()) };
}

/// As many bytes as a key of that type has, with the hash of that type in the HMAC.
pub(super) fn pbkdf2(etype: Etype, password: &str, salt: &[u8], iterations: u32) -> Vec<u8> {
    let input = Input {
        etype,
        password: password.as_bytes().into(),
        salt: salt.into(),
        iterations,
    };
    let kept = |kept: &RefCell<Vec<(Input, Vec<u8>)>>| {
        let kept = kept.borrow();
        let found = kept.iter().find(|(of, _)| *of == input);
        found.map(|(_, result)| result.clone())
    };
    KEPT.with(kept).unwrap_or_else(|| {
        let result = compute(&input);
        if password.len() + salt.len() <= LONGEST {
            KEPT.with_borrow_mut(|kept| keep_recent(kept, (input, result.clone()), MOST_KEPT));
        }
        result
    })
}

fn compute(input: &Input) -> Vec<u8> {
    let Input {
        etype,
        password,
        salt,
        iterations,
    } = input;
    let mut result = vec![0; etype.key_len()];
    match etype {
        Etype::Aes256Sha2 => {
            ::pbkdf2::pbkdf2_hmac::<Sha384>(password, salt, *iterations, &mut result);
        }
        Etype::Aes128Sha2 => {
            ::pbkdf2::pbkdf2_hmac::<Sha256>(password, salt, *iterations, &mut result);
        }
        _ => ::pbkdf2::pbkdf2_hmac::<Sha1>(password, salt, *iterations, &mut result),
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_what_is_computed() {
        let all = [
            Etype::Aes256Sha1,
            Etype::Aes128Sha1,
            Etype::Aes256Sha2,
            Etype::Aes128Sha2,
        ];
        let mut results = Vec::new();
        // Twice, with more in between than are kept.
        for _ in 0..2 {
            let mut round = Vec::new();
            for etype in all {
                for (password, salt) in [("a", "bc"), ("ab", "c"), ("abc", ""), ("", "abc")] {
                    for iterations in 1..=3 {
                        round.push(pbkdf2(etype, password, salt.as_bytes(), iterations));
                        assert_eq!(
                            round.last(),
                            Some(&pbkdf2(etype, password, salt.as_bytes(), iterations))
                        );
                    }
                }
            }
            results.push(round);
        }
        assert_eq!(results[0], results[1]);
        let mut distinct = results[0].clone();
        distinct.sort();
        distinct.dedup();
        assert_eq!(distinct.len(), 4 * 4 * 3);
        assert_eq!(KEPT.with_borrow(Vec::len), MOST_KEPT);
        pbkdf2(Etype::Aes128Sha1, &"x".repeat(LONGEST), b"yz", 1);
        assert!(KEPT.with_borrow(|kept| kept.iter().all(|(of, _)| of.password.len() < LONGEST)));
    }

    /// What is kept is given out: another result in its place would be given out too.
    #[test]
    fn a_key_that_was_made_before_is_not_made_again() {
        let make = || pbkdf2(Etype::Aes256Sha1, "Spring-98", b"once", 1_000);
        let made = make();
        KEPT.with_borrow_mut(|kept| {
            let (_, result) = kept.last_mut().unwrap();
            assert_eq!(*result, made);
            *result = b"kept".to_vec();
        });
        assert_eq!(make(), b"kept");
    }
}
