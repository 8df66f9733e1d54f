//! Runs of text in the diagram, and how wide they are.

use super::el::{all, el};
use crate::present::Run;
use crate::secret::Secret;
use yew::prelude::*;

/// The class of a value's colour.
pub fn value_class(secret: Secret) -> &'static str {
    match secret {
        Secret::Password => "v-password",
        Secret::NtHash => "v-hash",
        Secret::Challenge => "v-challenge",
        Secret::Response => "v-proof",
        Secret::SessionKey => "v-key",
        Secret::Token => "v-token",
    }
}

/// The class of a value's colour, or none.
pub fn tint(secret: Option<Secret>) -> &'static str {
    secret.map_or("", value_class)
}

/// A coordinate, in whole pixels.
pub fn px(value: f64) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "no diagram is two thousand million pixels long"
    )]
    let whole = value.round() as i32;
    whole.to_string()
}

/// About how wide runs are, in pixels: no narrower than common system fonts set them.
pub fn width(runs: &[Run]) -> f64 {
    let mut width = 0.0;
    for run in runs {
        for c in run.text.chars() {
            width += advance(c, run);
        }
    }
    width
}

/// About how far a character goes in a label of the diagram.
fn advance(c: char, run: &Run) -> f64 {
    let plain = match c {
        _ if run.value.is_some() && c.is_ascii() => return 7.5,
        'i' | 'j' | 'l' | 't' | 'f' | 'r' | ' ' | '.' | ',' | ':' | '·' | '\'' | '/' | '\\' => 4.8,
        'm' | 'w' | 'M' | 'W' | '…' | '→' => 11.5,
        'A'..='Z' => 8.9,
        '\u{1100}'.. => 13.0,
        _ => 7.8,
    };
    if run.strong { plain * 1.1 } else { plain }
}

/// Runs as `tspan`s, cut to `room` pixels.
pub fn tspans(runs: &[Run], room: f64) -> Html {
    let mut left = room;
    let mut out = Vec::new();
    for run in runs {
        let mut text = String::new();
        for c in run.text.chars() {
            left -= advance(c, run);
            if left < 0.0 {
                text.push('…');
                break;
            }
            text.push(c);
        }
        let class = match (run.value, run.strong) {
            (Some(secret), _) => format!("value {}", value_class(secret)),
            (None, true) => "strong".to_owned(),
            (None, false) => String::new(),
        };
        out.push(el("tspan", &class).text(&text).html());
        if left < 0.0 {
            break;
        }
    }
    all(out)
}
