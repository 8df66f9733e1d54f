//! One step of the diagram: an arrow with its label, or a box on a lifeline.

use super::diagram::tone_class;
use super::el::{El, el};
use super::text::{px, tspans};
use crate::present::layout::{Figure, Row};
use crate::present::{Run, Tone};
use yew::prelude::*;

/// How a step stands at this moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stand {
    /// `past`, `current` or `future`: what is to come is faint, not hidden.
    pub phase: &'static str,
    /// How it came out.
    pub tone: Tone,
    /// How far the token has come along the arrow, from 0 to 1.
    pub travelled: f64,
    /// Room for the label, in pixels.
    pub room: f64,
}

/// A step.
pub fn figure(row: &Row, stand: Stand, label: &[Run], onclick: Callback<MouseEvent>) -> Html {
    let class = format!("step {} {}", stand.phase, tone_class(stand.tone));
    let target = el("rect", "target")
        .attrs(&[("x", "2"), ("rx", "6"), ("width", "100%")])
        .attr("y", &px(row.y))
        .attr("height", &px(row.height));
    let group = el("g", &class)
        .key(row.step)
        .on_click(onclick)
        .child(target.html());
    match row.figure {
        Figure::Arrow {
            from,
            to,
            line,
            label: anchor,
            ends,
        } => {
            let text = place(anchor, line - 7.0, if ends { "end" } else { "start" });
            let text = text.child(tspans(label, stand.room));
            arrow(group, (from, to, line), stand.travelled).child(text.html())
        }
        // Boxes are made to fit.
        Figure::Note {
            x,
            y,
            width,
            height,
        } => {
            let text = place(x + width / 2.0, y + height / 2.0 + 4.5, "middle");
            let text = text.child(tspans(label, f64::INFINITY));
            group
                .child(area("note", (x, y), (width, height)).html())
                .child(text.html())
        }
    }
    .html()
}

/// A rectangle with round corners.
pub fn area(class: &str, (x, y): (f64, f64), (width, height): (f64, f64)) -> El {
    el("rect", class)
        .attr("x", &px(x))
        .attr("y", &px(y))
        .attr("width", &px(width))
        .attr("height", &px(height))
        .attrs(&[("rx", "7")])
}

/// A line.
pub fn line(class: &str, (x1, y1): (f64, f64), (x2, y2): (f64, f64)) -> Html {
    el("line", class)
        .attr("x1", &px(x1))
        .attr("y1", &px(y1))
        .attr("x2", &px(x2))
        .attr("y2", &px(y2))
        .html()
}

fn place(x: f64, y: f64, anchor: &'static str) -> El {
    el("text", "label")
        .attr("x", &px(x))
        .attr("y", &px(y))
        .attr("text-anchor", anchor)
}

fn arrow(group: El, (from, to, y): (f64, f64, f64), travelled: f64) -> El {
    let back = if to > from { -9.0 } else { 9.0 };
    let tip = format!("M{} {} l{} -4.5 v9 z", px(to), px(y), px(back));
    let group = group
        .child(line("shaft", (from, y), (to + back * 0.8, y)))
        .child(el("path", "tip").attr("d", &tip).html());
    if travelled >= 1.0 {
        return group;
    }
    let at = from + (to - from) * ease(travelled);
    let token = el("circle", "token").attr("cx", &px(at)).attr("cy", &px(y));
    group.child(token.attr("r", "5.5").html())
}

/// Slow at both ends.
fn ease(at: f64) -> f64 {
    at * at * (3.0 - 2.0 * at)
}
