//! Bytes written as text: base64 of both alphabets, and digits in pairs.

/// Whether it is a sign of base64, of either alphabet (RFC 4648 4 and 5), padding left aside.
pub fn is_symbol(byte: u8) -> bool {
    symbol_value(byte).is_some()
}

/// The bytes behind base64 of either alphabet; signs of padding end it. Bits left over at the end are dropped: who
/// cut a token short still wants to see it.
pub fn from_symbols(text: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut held) = (0_u32, 0);
    for value in text.iter().map_while(|&byte| symbol_value(byte)) {
        bits = bits << 6 | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
        }
    }
    bytes
}

/// The bytes behind digits in pairs; a last digit alone is dropped.
pub fn from_digits(text: &[u8]) -> Vec<u8> {
    let mut digits = text.iter().filter_map(|&byte| digit(byte));
    let mut bytes = Vec::with_capacity(text.len() / 2);
    while let (Some(high), Some(low)) = (digits.next(), digits.next()) {
        bytes.push(high << 4 | low);
    }
    bytes
}

/// The value of a hexadecimal digit.
pub fn digit(byte: u8) -> Option<u8> {
    let value = char::from(byte).to_digit(16)?;
    u8::try_from(value).ok()
}

/// The bits that a sign of base64 stands for.
fn symbol_value(byte: u8) -> Option<u8> {
    Some(match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::to_base64;
    use proptest::prelude::*;

    #[test]
    fn a_token_cut_short_is_read_as_far_as_it_goes() {
        assert_eq!(from_symbols(b"TlRMTV"), b"NTLM");
        assert_eq!(from_digits(b"4e 54:4c4"), b"NTL");
    }

    proptest! {
        #[test]
        fn both_alphabets_give_the_bytes(bytes: Vec<u8>) {
            let plain = to_base64(&bytes);
            let url = plain.replace('+', "-").replace('/', "_");
            prop_assert_eq!(from_symbols(plain.as_bytes()), bytes.clone());
            prop_assert_eq!(from_symbols(url.trim_end_matches('=').as_bytes()), bytes);
        }
    }
}
