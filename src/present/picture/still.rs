//! A diagram that stands alone under a title, with the names of its hosts: of what has no report.

use super::diagram::{NAMES, Placed};
use super::pen::{Pen, colour};
use super::{INSIDE, MARGIN, Picture, RunDrawing, WIDTH, whole};
use crate::present::layout::View;

/// The diagram under a title.
pub fn still(title: &str, drawing: RunDrawing<'_>) -> Picture {
    let placed = Placed::new(drawing, INSIDE);
    let mut pen = Pen::default();
    let mut y = MARGIN + 18.0;
    pen.heading((MARGIN, y), 18.0, title, colour::INK);
    y += 26.0;
    placed.hosts(&mut pen, y);
    y += 10.0;
    pen.begin(MARGIN, y);
    placed.names(&mut pen);
    pen.begin(0.0, NAMES);
    placed.draw(&mut pen, View::ALL);
    pen.end();
    pen.end();
    let bottom = (y + NAMES + placed.height() + MARGIN).ceil();
    Picture {
        svg: pen.finish(WIDTH, (0.0, bottom)),
        width: whole(WIDTH),
        height: whole(bottom),
    }
}
