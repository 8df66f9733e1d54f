//! How values look everywhere: the classes of their colours, and of how something came out.

use crate::present::Tone;
use crate::present::layout::Length;
use crate::secret::Secret;

/// The class of a value's colour.
pub fn value_class(secret: Secret) -> &'static str {
    match secret {
        Secret::Password => "v-password",
        Secret::NtHash => "v-hash",
        Secret::Challenge => "v-challenge",
        Secret::Response => "v-proof",
        Secret::SessionKey => "v-key",
        Secret::Ticket => "v-ticket",
        Secret::Token => "v-token",
    }
}

/// The class of a value's colour, or none.
pub fn tint(secret: Option<Secret>) -> &'static str {
    secret.map_or("", value_class)
}

/// A length or a coordinate, as an attribute of SVG.
pub fn px(value: f64) -> String {
    Length(value).to_string()
}

/// The class in the stylesheet that a tone has.
pub fn tone_class(tone: Tone) -> &'static str {
    match tone {
        Tone::Plain => "plain",
        Tone::Good => "good",
        Tone::Bad => "bad",
    }
}
