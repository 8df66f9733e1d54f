//! One step of the diagram: an arrow with its label, or a box on a lifeline.

use super::diagram::tone_class;
use super::el::{El, el};
use super::origins::source;
use super::store::Store;
use super::text::{px, tspans};
use crate::app::Action;
use crate::present::layout::{Figure, Row};
use crate::present::{Run, Tone};

/// How a step stands at this moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stand {
    /// `past`, `current` or `future`: what is to come is faint, not hidden.
    pub phase: &'static str,
    /// How it came out.
    pub tone: Tone,
    /// Whether somebody in between changed the message.
    pub changed: bool,
    /// Whether it is a source of what is pointed at.
    pub source: bool,
    /// How far the token has come along the arrow, from 0 to 1.
    pub travelled: f64,
    /// Room for the label, in pixels.
    pub room: f64,
}

/// A step.
pub fn figure(store: &Store, row: &Row, stand: Stand, label: &[Run]) -> El {
    let target = el("rect.target|x=2|rx=6|width=100%")
        .px("y", row.y)
        .px("height", row.height);
    let group = el("g.step")
        .and(stand.phase)
        .and(tone_class(stand.tone))
        .and(source(stand.source))
        .key(row.step)
        .click(store, Action::SeekEvent(row.id))
        .child(target);
    match row.figure {
        Figure::Arrow {
            from,
            to,
            line,
            label: anchor,
            ends,
        } => {
            let text = place(anchor, line - 7.0, if ends { "end" } else { "start" });
            let arrow = arrow(group, (from, to, line), stand.travelled);
            let mark = stand.changed.then(|| changed((from + to) / 2.0, line));
            arrow.perhaps(mark).child(tspans(text, label, stand.room))
        }
        // Boxes are made to fit.
        Figure::Note {
            x,
            y,
            width,
            height,
        } => {
            let text = place(x + width / 2.0, y + height / 2.0 + 4.5, "middle");
            group
                .child(area("rect.note|rx=7", (x, y), (width, height)))
                .child(tspans(text, label, f64::INFINITY))
        }
    }
}

/// A rectangle.
pub fn area(line: &'static str, (x, y): (f64, f64), (width, height): (f64, f64)) -> El {
    el(line)
        .px("x", x)
        .px("y", y)
        .px("width", width)
        .px("height", height)
}

/// A line.
pub fn line(line: &'static str, (x1, y1): (f64, f64), (x2, y2): (f64, f64)) -> El {
    el(line).px("x1", x1).px("y1", y1).px("x2", x2).px("y2", y2)
}

fn place(x: f64, y: f64, anchor: &'static str) -> El {
    let label = el("text.label").px("x", x).px("y", y);
    label.attr("text-anchor", anchor)
}

fn arrow(group: El, (from, to, y): (f64, f64, f64), travelled: f64) -> El {
    let back = if to > from { -9.0 } else { 9.0 };
    let tip = format!("M{} {} l{} -4.5 v9 z", px(to), px(y), px(back));
    let group = group
        .child(line("line.shaft", (from, y), (to + back * 0.8, y)))
        .child(el("path.tip").attr("d", &tip));
    if travelled >= 1.0 {
        return group;
    }
    let at = from + (to - from) * ease(travelled);
    group.child(el("circle.token|r=5.5").px("cx", at).px("cy", y))
}

/// Somebody in between.
fn changed(x: f64, y: f64) -> El {
    el("g.changed")
        .child(el("circle|r=6").px("cx", x).px("cy", y))
        .child(el("text|text-anchor=middle>≠").px("x", x).px("y", y + 3.6))
}

/// Slow at both ends.
fn ease(at: f64) -> f64 {
    at * at * (3.0 - 2.0 * at)
}
