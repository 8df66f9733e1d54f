//! The tokens of a server's answer, as far as they decide on a sign-in ([MS-TDS] 2.2.7).

use crate::traffic::dissect::part;
use crate::wire::ByteOrder::Little;
use crate::wire::text::from_utf16le_lossy;

const RETURN_STATUS: u8 = 0x79;
const ERROR: u8 = 0xaa;
const INFO: u8 = 0xab;
const LOGINACK: u8 = 0xad;
const FEATURE_EXT_ACK: u8 = 0xae;
const ENVCHANGE: u8 = 0xe3;
const SESSION_STATE: u8 = 0xe4;
const SSPI: u8 = 0xed;
const FED_AUTH_INFO: u8 = 0xee;
const DONE: u8 = 0xfd;
const DONE_IN_PROC: u8 = 0xff;

/// What a server decides.
#[derive(Debug, Default, PartialEq)]
pub struct LoginAnswer<'a> {
    /// Its token of SSPI; empty without.
    pub sspi: &'a [u8],
    /// Whether LOGINACK is among the tokens.
    pub accepted: bool,
    /// The number of the first error, and what it says.
    pub error: Option<(u32, String)>,
}

/// Whether an answer to a sign-in may begin with that token.
pub fn begins(token: u8) -> bool {
    matches!(token, ERROR | INFO | LOGINACK | ENVCHANGE | SSPI)
}

/// Reads tokens up to the first that no sign-in has.
pub fn read(data: &[u8]) -> LoginAnswer<'_> {
    let mut answer = LoginAnswer::default();
    let mut rest = data;
    while let Some((&token, behind)) = rest.split_first() {
        let (head, length) = match token {
            RETURN_STATUS => (0, Some(4)),
            DONE..=DONE_IN_PROC => (0, Some(12)),
            SESSION_STATE | FED_AUTH_INFO => (4, Little.u32(behind, 0).map(|it| it as usize)),
            FEATURE_EXT_ACK => (0, features(behind)),
            ERROR | INFO | LOGINACK | ENVCHANGE | SSPI => {
                (2, Little.u16(behind, 0).map(usize::from))
            }
            _ => break,
        };
        let (Some(length), Some(content)) = (length, behind.get(head..)) else {
            break;
        };
        let (content, after) = content.split_at_checked(length).unwrap_or((content, &[]));
        match token {
            SSPI => answer.sspi = content,
            LOGINACK => answer.accepted = true,
            ERROR => answer.error = answer.error.or_else(|| error(content)),
            _ => {}
        }
        rest = after;
    }
    answer
}

/// The number of an error, and its text behind state and class ([MS-TDS] 2.2.7.10).
fn error(content: &[u8]) -> Option<(u32, String)> {
    let number = Little.u32(content, 0)?;
    let text = Little
        .u16(content, 6)
        .and_then(|length| part(content, 8, usize::from(length) * 2));
    Some((number, from_utf16le_lossy(text.unwrap_or_default())))
}

/// The length of a list of features: a number and a counted value each, and 255 behind the last ([MS-TDS] 2.2.7.11).
fn features(bytes: &[u8]) -> Option<usize> {
    let mut at = 0_usize;
    while *bytes.get(at)? != 0xff {
        let length = Little.u32(bytes, at + 1)? as usize;
        at = at.checked_add(5)?.checked_add(length)?;
    }
    Some(at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_decide() {
        let mut data = vec![
            ENVCHANGE,
            2,
            0,
            7,
            7,
            FEATURE_EXT_ACK,
            4,
            1,
            0,
            0,
            0,
            9,
            0xff,
        ];
        data.extend([SSPI, 2, 0, b'o', b'k', LOGINACK, 1, 0, 1, DONE]);
        let answer = read(&data);
        assert!(answer.accepted && answer.error.is_none());
        assert_eq!(answer.sspi, b"ok");
        let refused = read(&[ERROR, 4, 0, 0x18, 0x48, 0, 0, DONE]);
        assert_eq!(refused.error, Some((18456, String::new())));
        let refused = read(&[ERROR, 12, 0, 0xdc, 15, 0, 0, 1, 14, 2, 0, b'n', 0, b'o', 0]);
        assert_eq!(refused.error, Some((4060, "no".to_owned())));
    }
}
