//! Base64 (RFC 4648 4), the way tokens are written in headers.

use super::{DecodeError, ErrorKind};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig, general_purpose};
use base64::{DecodeError as Wrong, Engine as _, alphabet};

/// Senders leave the padding out now and then.
const WITH_OR_WITHOUT_PADDING: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Bytes in base64 (RFC 4648 4), with padding and without line ends.
pub fn to_base64(bytes: &[u8]) -> String {
    general_purpose::STANDARD.encode(bytes)
}

/// Reads base64 with or without its padding.
///
/// # Errors
/// At the first character outside the alphabet, at the end where the length is impossible, and at a last symbol
/// with bits that belong to no byte.
pub fn from_base64(token: &str) -> Result<Vec<u8>, DecodeError> {
    WITH_OR_WITHOUT_PADDING.decode(token).map_err(|wrong| {
        let symbols = token.trim_end_matches('=').len();
        let offset = match wrong {
            Wrong::InvalidByte(offset, _) | Wrong::InvalidLastSymbol { offset, .. } => {
                offset.min(symbols)
            }
            Wrong::InvalidLength(_) | Wrong::InvalidPadding => symbols,
        };
        let kind = ErrorKind::Encoding { expected: "base64" };
        DecodeError::new(kind, "token68", offset)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn padding_may_be_missing_and_nothing_else() {
        for text in ["Zm8=", "Zm8"] {
            assert_eq!(from_base64(text).unwrap(), b"fo");
        }
        let offset = |text| from_base64(text).unwrap_err().offset;
        assert_eq!(offset("Zm.v"), 2);
        assert_eq!(offset("Zm9vY"), 5);
        assert_eq!(offset("Zm9="), 2);
        assert_eq!(offset("Zm9v="), 4);
    }
}
