//! What can be done on the page that decodes.

use super::credential_inputs::CredentialField;
use super::paste::Paste;
use crate::present::decode::Report;
use std::rc::Rc;

/// Something done on the page that decodes.
#[derive(Clone, Debug, PartialEq)]
pub enum DecodeAction {
    /// The text in the box was edited.
    Paste(Paste),
    /// Another text or file replaces it.
    Lay(Paste),
    /// An example replaces it, with its password.
    Example(Paste, String),
    /// A long paste is being read: percent, and tokens found so far.
    Reading(u8, usize),
    /// Reading ended: what was found, and how much was read, in percent.
    Found(Rc<Report>, u8),
    /// The box is cleared; what was in it can come back.
    Clear,
    /// What was cleared or replaced last comes back.
    Back,
    /// Select a token, by its number.
    Token(usize),
    /// Compare the selected token with another, or with none.
    Compare(Option<usize>),
    /// A field for a credential was edited.
    Type(CredentialField, String),
    /// Show or mask passwords in tokens.
    Secrets(bool),
    /// Select a decrypted part of the token, or the token itself.
    Part(Option<usize>),
    /// Forget the key files that were dropped.
    ForgetKeys,
    /// A form of the token was copied.
    Copied(Saved),
}

/// A form in which what is decoded can be taken along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// All tokens, with what was verified and opened, as JSON.
    Json,
    /// The token that is shown, in base64.
    Base64,
    /// The token that is shown, in hex.
    Hex,
    /// The token's fields as text.
    Text,
}
