//! Base64 (RFC 4648 4), the way tokens are written in headers.

use super::{DecodeError, ErrorKind};

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Bytes in base64, padded.
pub fn to_base64(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let bits = (0..3).fold(0, |bits, at| {
            bits << 8 | u32::from(chunk.get(at).copied().unwrap_or_default())
        });
        for symbol in 0..4 {
            let value = (bits >> (18 - 6 * symbol)) as usize & 63;
            let symbol = ALPHABET.get(value).filter(|_| symbol <= chunk.len());
            text.push(char::from(symbol.copied().unwrap_or(b'=')));
        }
    }
    text
}

/// Reads base64 with or without its padding.
///
/// # Errors
/// At the first character outside the alphabet, at the end where the length is impossible, and at a last symbol
/// with bits that belong to no byte.
pub fn from_base64(token: &str) -> Result<Vec<u8>, DecodeError> {
    let wrong = |offset| {
        let kind = ErrorKind::Encoding { expected: "base64" };
        Err(DecodeError::new(kind, "token68", offset))
    };
    let symbols = token.trim_end_matches('=').as_bytes();
    let padding = token.len() - symbols.len();
    let mut bytes = vec![0; symbols.len() * 6 / 8];
    let mut places = bytes.iter_mut();
    // The last bits read, and how many of them belong to no byte yet.
    let (mut bits, mut held) = (0, 0);
    for (offset, symbol) in symbols.iter().enumerate() {
        let Some(value @ ..OTHER) = VALUES.get(usize::from(*symbol)) else {
            return wrong(offset);
        };
        bits = bits << 6 | u32::from(*value);
        held += 6;
        if held >= 8 {
            held -= 8;
            if let Some(place) = places.next() {
                *place = (bits >> held) as u8;
            }
        }
    }
    // After two symbols four bits are left over, and there is room for two signs of padding; after three, half of it.
    if held == 6 || padding > held / 2 {
        return wrong(symbols.len());
    }
    if bits & ((1 << held) - 1) != 0 {
        return wrong(symbols.len() - 1);
    }
    Ok(bytes)
}

/// The bits that a symbol stands for, in this alphabet or in that for addresses and file names (RFC 4648 5).
pub fn symbol_value(symbol: u8) -> Option<u8> {
    let value = VALUES.get(usize::from(symbol)).copied();
    value.filter(|value| *value != NONE).map(|value| value & 63)
}

const NONE: u8 = 0xff;
/// Of the other alphabet only.
const OTHER: u8 = 64;

/// The value of each symbol: long texts are read with it.
#[allow(clippy::indexing_slicing, reason = "the compiler evaluates it")]
const VALUES: [u8; 256] = {
    let mut values = [NONE; 256];
    let mut value = 0;
    while value < 64 {
        values[ALPHABET[value as usize] as usize] = value;
        value += 1;
    }
    values[b'-' as usize] = OTHER | 62;
    values[b'_' as usize] = OTHER | 63;
    values
};

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine as _;
    use base64::engine::{
        DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig, general_purpose::STANDARD,
    };
    use proptest::prelude::*;

    #[test]
    fn the_examples_of_rfc_4648_10() {
        let cases = [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
        ];
        for (text, encoded) in cases {
            assert_eq!(to_base64(text.as_bytes()), encoded);
            assert_eq!(from_base64(encoded), Ok(text.as_bytes().to_vec()));
        }
    }

    proptest! {
        #[test]
        fn it_is_everybodys_base64(bytes: Vec<u8>, text in "[AQgw/+=.é]{0,9}=?") {
            prop_assert_eq!(to_base64(&bytes), STANDARD.encode(&bytes));
            prop_assert_eq!(from_base64(&to_base64(&bytes)), Ok(bytes));
            let config = GeneralPurposeConfig::new()
                .with_decode_padding_mode(DecodePaddingMode::Indifferent);
            let theirs = GeneralPurpose::new(&base64::alphabet::STANDARD, config).decode(&text);
            prop_assert_eq!(from_base64(&text).ok(), theirs.ok());
        }
    }
}
