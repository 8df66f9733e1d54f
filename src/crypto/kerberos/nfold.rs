//! Stretching or shrinking a string evenly (RFC 3961 5.1).

/// `n-fold`: `length` bytes to which every bit of `input` contributes (RFC 3961 5.1). Zeros for no input.
///
/// `input` is repeated, each time rotated right by another 13 bits, until a multiple of `length` is reached; pieces
/// of that length are added up in ones' complement.
pub fn n_fold(input: &[u8], length: usize) -> Vec<u8> {
    let mut sums = vec![0_u64; length];
    if input.is_empty() || length == 0 {
        return vec![0; length];
    }
    let copies = length / greatest_common_divisor(input.len(), length);
    let bits = input.len() * 8;
    let bytes = (0..copies).flat_map(|copy| {
        let rotated = bits - copy * 13 % bits;
        (0..input.len()).map(move |at| byte_at(input, (rotated + at * 8) % bits))
    });
    for (at, byte) in bytes.enumerate() {
        if let Some(sum) = sums.get_mut(at % length) {
            *sum += u64::from(byte);
        }
    }
    let mut carry = 0;
    loop {
        for sum in sums.iter_mut().rev() {
            *sum += carry;
            carry = *sum >> 8;
            *sum &= 0xff;
        }
        if carry == 0 {
            return sums.into_iter().map(|sum| sum as u8).collect();
        }
    }
}

/// The eight bits of `input` from bit `start` on, around its end.
fn byte_at(input: &[u8], start: usize) -> u8 {
    let byte = |at: usize| u16::from(input.get(at % input.len()).copied().unwrap_or_default());
    let two = byte(start / 8) << 8 | byte(start / 8 + 1);
    (two >> (8 - start % 8)) as u8
}

fn greatest_common_divisor(a: usize, b: usize) -> usize {
    if b == 0 {
        a
    } else {
        greatest_common_divisor(b, a % b)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hex_literal::hex;

    #[test]
    fn as_rfc_3961_has_it() {
        assert_eq!(n_fold(b"012345", 8), hex!("be072631276b1955"));
        assert_eq!(n_fold(b"password", 7), hex!("78a07b6caf85fa"));
        assert_eq!(
            n_fold(b"Rough Consensus, and Running Code", 8),
            hex!("bb6ed30870b7f0e0")
        );
        assert_eq!(
            n_fold(b"Q", 21),
            hex!("518a54a2 15a8452a 518a54a2 15a8452a 518a54a2 15")
        );
        assert_eq!(
            n_fold(b"kerberos", 16),
            hex!("6b65726265726f737b9b5b2b93132b93")
        );
    }

    #[test]
    fn nothing_is_left_out_of_nothing() {
        assert_eq!(n_fold(b"", 3), [0; 3]);
        assert_eq!(n_fold(b"abc", 0), [0; 0]);
        assert_eq!(n_fold(b"abc", 3), *b"abc");
    }
}
