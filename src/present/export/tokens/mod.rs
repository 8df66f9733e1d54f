//! Decoded tokens, in the forms in which people take them along.

mod json;

pub use json::{VerifiedSignIn, json};

use crate::present::Passwords;
use crate::present::decode::{hidden, mask, masked};
use crate::present::inspect::field_rows;
use crate::present::narration::{ends_here, token_place};
use crate::traffic::FoundToken;
use crate::wire::to_base64;

/// A token's bytes, with stars in the place of a password unless it is asked for.
fn shown_bytes(token: &FoundToken, passwords: Passwords) -> Vec<u8> {
    match token.layer().filter(|_| passwords.are_hidden()) {
        Some(layer) => masked(&layer.bytes, &hidden(&layer)),
        None => token.bytes.to_vec(),
    }
}

/// A token in base64, on one line; what is hidden in it is stars.
pub fn base64(token: &FoundToken, passwords: Passwords) -> String {
    to_base64(&shown_bytes(token, passwords))
}

/// A token in lower-case hex, on one line; what is hidden in it is stars.
pub fn hex(token: &FoundToken, passwords: Passwords) -> String {
    ::hex::encode(shown_bytes(token, passwords))
}

/// A token's fields, one on a line.
pub fn text(token: &FoundToken, passwords: Passwords) -> String {
    let mut text = [token.kind.name(), " · ", &token_place(&token.place), "\n"].concat();
    let Some(mut layer) = token.layer() else {
        return text;
    };
    if passwords.are_hidden() {
        mask(&mut layer);
    }
    for row in field_rows(&layer.layout, &layer.bytes) {
        text.extend(std::iter::repeat_n("  ", row.depth + 1));
        text.push_str(&row.name);
        text.push_str(": ");
        text.push_str(&row.value);
        text.push('\n');
    }
    if let Some(error) = &layer.error {
        text.push_str(&format!("  {}\n", ends_here(error)));
    }
    text
}
