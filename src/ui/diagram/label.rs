//! The label of a step, in its manners, and how wide it is.

use crate::present::Run;
use crate::ui::style::{px, value_class};
use yew::prelude::*;

/// Width of an average character at the full size of a label, in pixels; the layout counts in such characters.
pub const CHARACTER: f64 = 6.7;

/// How long runs are, in average characters.
pub fn characters(runs: &[Run]) -> usize {
    let width = |run: &Run| run.text.chars().map(|c| advance(c, run)).sum::<f64>();
    let wanted = runs.iter().map(width).sum::<f64>() / CHARACTER;
    (0..400)
        .take_while(|count| f64::from(*count) < wanted)
        .count()
}

/// About how far a character goes, in pixels: no less than common system fonts take.
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

/// The label, anchored at a point with its `start`, `middle` or `end`, and cut where there is no more room, in pixels.
pub fn label(runs: &[Run], (x, y): (f64, f64), anchor: &'static str, room: f64) -> Html {
    let spans = cut(runs, room).into_iter().enumerate();
    let spans = spans.map(|(number, (class, text))| {
        html! { <tspan key={number} {class}>{text}</tspan> }
    });
    html! { <text class="label" x={px(x)} y={px(y)} text-anchor={anchor}>{for spans}</text> }
}

/// Runs as far as there is room, each with its class.
fn cut(runs: &[Run], room: f64) -> Vec<(Classes, String)> {
    let mut left = room;
    let mut cut = Vec::new();
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
            (Some(secret), _) => classes!("value", value_class(secret)),
            (None, true) => classes!("strong"),
            (None, false) => classes!(),
        };
        cut.push((class, text));
        if left < 0.0 {
            break;
        }
    }
    cut
}
