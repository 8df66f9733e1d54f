//! Tokens that somebody pasted: how they were written, where they stood, what is in them.

use super::text::first_of;
use crate::present::foreign::cut;
use crate::prose;
use crate::traffic::{ByteEncoding, Mask, Place, Unused, UnusedReason};

/// How something was written.
pub fn form_name(form: ByteEncoding) -> &'static str {
    match form {
        ByteEncoding::Base64 => "base64",
        ByteEncoding::Base64Url => "base64url",
        ByteEncoding::Hex => "hex",
        ByteEncoding::HexDump => "hex dump",
        ByteEncoding::Array => "C array",
        ByteEncoding::Escaped => "escaped string",
        ByteEncoding::Bytes => "bytes",
        ByteEncoding::Text => "text",
    }
}

/// Its line, or of bytes that are no text, its offset.
pub fn line_of(place: &Place) -> String {
    let (what, number) = match place.line {
        0 => ("byte", place.offset),
        line => ("line", line),
    };
    format!("{what} {number}")
}

/// Where something was found again.
pub fn seen_again(places: &[Place]) -> Option<String> {
    let lines = places.iter().map(line_of);
    (!places.is_empty()).then(|| prose! { "; again in ", first_of(lines, 3, ", ") }.to_string())
}

/// Where something was found.
pub fn place(place: &Place) -> String {
    let line = line_of(place);
    let header = place.header.as_deref().map(|header| cut(header, 60));
    let scheme = place.scheme.as_deref().map(|scheme| cut(scheme, 60));
    let text = match (header, scheme) {
        (Some(header), Some(scheme)) => prose! { line, ", ", header, ": ", scheme },
        (None, Some(part)) | (Some(part), None) => prose! { line, ", ", part },
        (None, None) => return line,
    };
    text.to_string()
}

/// What could not be used, and why.
pub fn unused(unused: &Unused) -> String {
    let place = place(&unused.place);
    let text = match unused.why {
        UnusedReason::Unknown(count) => {
            prose! { place, ": ", count, " bytes that begin like no token known here" }
        }
        UnusedReason::Scheme => prose! { place, ": tokens of this scheme are not read here" },
        UnusedReason::Broken => prose! { place, ": not what this scheme carries" },
        UnusedReason::Hidden(how, head) => {
            let how = match how {
                Mask::Cut => "cut by whoever wrote it down: paste it whole to decode it",
                Mask::Masked => {
                    "masked by whoever wrote it down: what is crossed out cannot be read"
                }
            };
            match head {
                Some(head) => prose! { place, ": ", head, ", ", how },
                None => prose! { place, ": ", how },
            }
        }
    };
    text.to_string()
}
