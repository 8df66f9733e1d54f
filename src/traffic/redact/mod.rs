//! Redaction: what identifies people and computers gets other names, always the same ones, and what proves something or opens
//! something is cut. Lengths and offsets are made right again, and each result is decoded as a check. What is not understood
//! is cut as a whole.

mod contents;
mod cut;
mod dce_rpc;
mod distinguished;
mod domains;
mod frame;
mod http;
mod kerberos;
mod known;
mod ntlm;
mod pseudonyms;
mod tds;
#[cfg(test)]
mod tests;
mod token;
mod vocabulary;

pub use contents::{redact_contents, redact_leg, redact_request};
pub use pseudonyms::{NameKind, Pseudonyms, Replaced};
pub use tds::words as error_words;
pub use vocabulary::{scheme, words};

/// A message after redaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redacted {
    /// Its bytes, with other names and without what proves or opens something.
    pub bytes: Vec<u8>,
    /// Whether it was understood. Else it is zeros, as many as it was long.
    pub understood: bool,
}

/// Redacts a message: one of HTTP, DCE/RPC or TDS, to or from a KDC, or a token.
///
/// Of HTTP, what is written freely goes: headers that are not known lose their names and values, the others what not everybody
/// writes, a response its reason but for the standard one; bodies are blanks, as many as they were long.
pub fn redact(message: &[u8], names: &mut Pseudonyms) -> Redacted {
    let read = http::redact(message, names)
        .or_else(|| token::redact(message, names))
        .or_else(|| dce_rpc::redact(message, names))
        .or_else(|| tds::redact(message, names));
    match read {
        Some(bytes) => Redacted {
            bytes,
            understood: true,
        },
        None => Redacted {
            bytes: vec![0; message.len()],
            understood: false,
        },
    }
}
