//! A diagram that stands alone under a title, with the names of its hosts: of what has no report.

use super::diagram::{NAMES, Placed};
use super::pen::{Pen, TextStyle, colour};
use super::{INSIDE, MARGIN, Picture, RunDrawing, WIDTH, whole};
use crate::present::TextRun;
use crate::present::layout::View;

/// The diagram under a title.
pub fn still(title: &str, drawing: RunDrawing<'_>) -> Picture {
    let placed = Placed::new(drawing, INSIDE);
    let mut pen = Pen::default();
    let mut y = MARGIN + 18.0;
    pen.heading((MARGIN, y), 18.0, title, colour::INK);
    y += 26.0;
    let lanes = placed.scene(View::ALL).lanes;
    for (x, host) in lanes.iter().zip(&drawing.plan.lanes) {
        let name = drawing.log.host(*host).map_or("", |host| &host.name);
        let name = super::super::layout::wrap(&[TextRun::strong(name)], 12.5, INSIDE, 1);
        if let Some(name) = name.first() {
            pen.text(
                (MARGIN + x, y),
                name,
                TextStyle {
                    anchor: "middle",
                    size: 12.5,
                    ink: colour::INK,
                    strong: colour::INK,
                },
            );
        }
    }
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
