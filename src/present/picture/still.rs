//! A diagram that stands alone under a title, with the names of its hosts: of what has no report.

use super::diagram::{HEAD, Placed};
use super::pen::{Pen, colour};
use super::{INSIDE, MARGIN, Picture, RunDrawing, WIDTH, whole};
use crate::present::layout::View;

/// The diagram under a title.
pub fn still(title: &str, drawing: RunDrawing<'_>) -> Picture {
    let placed = Placed::new(drawing, INSIDE);
    let mut pen = Pen::default();
    pen.title(title);
    let mut y = MARGIN + 18.0;
    pen.heading((MARGIN, y), 18.0, title, colour::INK);
    y += 14.0;
    pen.begin(MARGIN, y);
    placed.head(&mut pen);
    pen.begin(0.0, HEAD);
    placed.draw(&mut pen, View::ALL);
    pen.end();
    pen.end();
    let bottom = (y + HEAD + placed.height() + MARGIN).ceil();
    Picture {
        svg: pen.finish(WIDTH, (0.0, bottom)),
        width: whole(WIDTH),
        height: whole(bottom),
    }
}
