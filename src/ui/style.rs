//! How values look everywhere: the classes of their colours, and of how something came out.

use super::icon::Icon;
use crate::present::Tone;
use crate::present::layout::Length;
use crate::present::narration::VerdictState;
use crate::value_kind::ValueKind;

/// The class of a value's colour.
pub fn value_class(kind: ValueKind) -> &'static str {
    match kind {
        ValueKind::Password => "v-password",
        ValueKind::NtHash => "v-hash",
        ValueKind::Challenge => "v-challenge",
        ValueKind::Response => "v-proof",
        ValueKind::SessionKey => "v-key",
        ValueKind::Ticket => "v-ticket",
        ValueKind::Token => "v-token",
    }
}

/// The class of a value's colour, or none.
pub fn tint(kind: Option<ValueKind>) -> &'static str {
    kind.map_or("", value_class)
}

/// A length or a coordinate, as an attribute of SVG.
pub fn px(value: f64) -> String {
    Length(value).to_string()
}

/// The class of a verdict's line, and its mark.
pub fn verdict_look(state: VerdictState) -> (&'static str, Icon) {
    match state {
        VerdictState::Running => ("running", Icon::Dots),
        VerdictState::Denied => ("denied", Icon::Cross),
        VerdictState::Succeeded => ("succeeded", Icon::Tick),
    }
}

/// The class in the stylesheet that a tone has.
pub fn tone_class(tone: Tone) -> &'static str {
    match tone {
        Tone::Plain => "plain",
        Tone::Good => "good",
        Tone::Bad => "bad",
    }
}
