//! Tokens that somebody pasted: how they were written, where they stood, what is in them.

use super::foreign::cut;
use super::text::join;
use crate::prose;
use crate::traffic::{Form, Hidden, Place, Unused, Why};

/// How something was written.
pub fn form_name(form: Form) -> &'static str {
    match form {
        Form::Base64 => "base64",
        Form::Base64Url => "base64url",
        Form::Hex => "hex",
        Form::HexDump => "hex dump",
        Form::Array => "C array",
        Form::Escaped => "escaped string",
        Form::Bytes => "bytes",
        Form::Text => "text",
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
    let lines = places.iter().take(3).map(line_of);
    (!places.is_empty()).then(|| prose! { "; again in ", join(lines, ", ", ", ") }.to_string())
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
        Why::Unknown(count) => {
            prose! { place, ": ", count, " bytes that begin like no token known here" }
        }
        Why::Scheme => prose! { place, ": tokens of this scheme are not read here" },
        Why::Broken => prose! { place, ": not what this scheme carries" },
        Why::Hidden(how, head) => {
            let how = match how {
                Hidden::Cut => "cut by whoever wrote it down: paste it whole to decode it",
                Hidden::Masked => {
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
