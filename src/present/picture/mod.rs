//! A run as a picture that stands alone, and as strips for the print: the same scene as on the page, as SVG.

mod diagram;
mod pen;
mod playing;
mod still;

pub use diagram::RunDrawing;
pub use playing::playing;
pub use still::still;

use super::TextRun;
use super::layout::{Rect, View, wrap};
use super::narration::VerdictState;
use super::narration::report as say;
use super::report::{HostReport, RunReport};
use diagram::{HEAD, Placed};
use pen::{Pen, TextStyle, colour};

/// A picture that stands alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// What any program that knows SVG draws.
    pub svg: String,
    /// Width in CSS pixels.
    pub width: u32,
    /// Height in CSS pixels.
    pub height: u32,
}

const WIDTH: f64 = 960.0;
const MARGIN: f64 = 24.0;
/// The width of what stands between the margins.
const INSIDE: f64 = WIDTH - 2.0 * MARGIN;

/// The run as a whole: what it is, what came of it, the hosts, the diagram, and the way to it.
pub fn picture(report: &RunReport, drawing: RunDrawing<'_>) -> Picture {
    let mut pen = Pen::default();
    pen.title(&report.title);
    let placed = Placed::new(drawing, INSIDE);
    let mut y = MARGIN + 18.0;
    pen.heading((MARGIN, y), 18.0, &report.title, colour::INK);
    y += 20.0;
    let settings = report.settings.iter().flat_map(|(name, value)| {
        [
            TextRun::plain(format!("{name} ")),
            TextRun::strong(value.clone()),
            TextRun::plain("    "),
        ]
    });
    let settings: Vec<TextRun> = settings.collect();
    y = lines(
        &mut pen,
        &settings,
        12.0,
        (MARGIN, y),
        INSIDE,
        colour::QUIET,
    );
    y = verdict(&mut pen, report, y);
    y = hosts(&mut pen, &report.hosts, y);
    // The diagram is drawn in its own coordinates, and moved to its place.
    pen.begin(MARGIN, y);
    placed.head(&mut pen);
    pen.begin(0.0, HEAD);
    placed.draw(&mut pen, View::ALL);
    pen.end();
    pen.end();
    y += HEAD + placed.height() + 22.0;
    let link = [TextRun::plain(format!("{} {}", say::SAME_RUN, report.link))];
    y = lines(&mut pen, &link, 11.0, (MARGIN, y), INSIDE, colour::QUIET);
    let bottom = (y + MARGIN - 10.0).ceil();
    Picture {
        svg: pen.finish(WIDTH, (0.0, bottom)),
        width: whole(WIDTH),
        height: whole(bottom),
    }
}

/// The diagram in strips: the names of the hosts and the hops, then one for each step, so that pages can break between them.
pub fn strips(drawing: RunDrawing<'_>, width: f64) -> Vec<String> {
    let placed = Placed::new(drawing, width);
    let mut head = Pen::default();
    placed.head(&mut head);
    let mut strips = vec![head.finish_without_size(width, (0.0, HEAD))];
    for step in 0..drawing.steps.len() {
        let Some((top, height)) = placed.extent(step) else {
            continue;
        };
        let (top, bottom) = (top, top + height);
        let mut pen = Pen::default();
        let view = View {
            top: top + 0.5,
            bottom: bottom - 0.5,
            step,
        };
        placed.draw(&mut pen, view);
        strips.push(pen.finish_without_size(width, (top, bottom)));
    }
    strips
}

fn verdict(pen: &mut Pen, report: &RunReport, y: f64) -> f64 {
    let (stroke, fill) = match report.verdict.state {
        VerdictState::Denied => (colour::BAD, colour::BAD_SOFT),
        VerdictState::Succeeded => (colour::OK, colour::OK_SOFT),
        _ => (colour::LINE, colour::GROUND),
    };
    let words = [
        TextRun::strong(format!("{}.", report.verdict.lead)),
        TextRun::plain(format!(" {}", report.verdict.why)),
    ];
    let lines = wrap(&words, 13.0, INSIDE - 28.0, 8);
    let height = lines.iter().fold(18.0, |height, _| height + 17.0);
    let rect = Rect {
        x: MARGIN,
        y,
        width: INSIDE,
        height,
    };
    pen.rect(rect, 8, fill, stroke);
    let mut line = y + 23.0;
    for words in &lines {
        pen.text(
            (MARGIN + 14.0, line),
            words,
            TextStyle {
                anchor: "start",
                size: 13.0,
                ink: colour::INK,
                strong: stroke,
            },
        );
        line += 17.0;
    }
    y + height + 12.0
}

fn hosts(pen: &mut Pen, hosts: &[HostReport], y: f64) -> f64 {
    let count = f64::from(u32::try_from(hosts.len().max(1)).unwrap_or(u32::MAX));
    let (gap, padding) = (12.0, 10.0);
    let width = (INSIDE - gap * (count - 1.0)) / count;
    let mut texts = Vec::new();
    for host in hosts {
        let runs = [
            vec![TextRun::strong(host.name)],
            vec![TextRun::plain(host.place.clone())],
            vec![TextRun::plain(host.holds.clone())],
            vec![TextRun::plain(host.claims.clone())],
        ];
        let lines = runs
            .iter()
            .flat_map(|runs| wrap(runs, 11.5, width - 2.0 * padding, 6));
        texts.push(lines.collect::<Vec<_>>());
    }
    let most = texts.iter().map(Vec::len).max().unwrap_or_default();
    let height = (0..most).fold(14.0, |height, _| height + 15.0);
    let mut x = MARGIN;
    for lines in &texts {
        let rect = Rect {
            x,
            y,
            width,
            height,
        };
        pen.rect(rect, 8, colour::PAPER, colour::LINE);
        let mut line = y + 20.0;
        for words in lines {
            pen.text(
                (x + padding, line),
                words,
                TextStyle {
                    anchor: "start",
                    size: 11.5,
                    ink: colour::QUIET,
                    strong: colour::INK,
                },
            );
            line += 15.0;
        }
        x += width + gap;
    }
    y + height + 14.0
}

/// Writes runs in as many lines as they need; where the next thing may stand.
fn lines(
    pen: &mut Pen,
    runs: &[TextRun],
    size: f64,
    (x, mut y): (f64, f64),
    room: f64,
    ink: &str,
) -> f64 {
    let style = TextStyle {
        anchor: "start",
        size,
        ink,
        strong: colour::INK,
    };
    for line in wrap(runs, size, room, 40) {
        pen.text((x, y), &line, style);
        y += size * 1.4;
    }
    y
}

/// A length in whole pixels.
fn whole(length: f64) -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a float is cast to the nearest u32"
    )]
    let whole = length as u32;
    whole
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hosts::Era;
    use crate::lab::presets::PRESETS;
    use crate::lab::{EventId, Scenario, Setting, run, settled};
    use crate::present::layout::Plan;
    use crate::present::report::report;
    use crate::present::{DomainControllers, labels, narration, steps};
    use std::rc::Rc;

    fn drawn(scenario: &Scenario, controllers: DomainControllers) -> (Picture, Vec<String>) {
        let log = run(scenario);
        let steps = steps(&log, controllers);
        let plan = Plan::new(&log, &steps, controllers);
        let labels = |step: usize| {
            let step: Rc<[TextRun]> = labels::label(&log, steps.get(step)?).into();
            Some(step)
        };
        let drawing = RunDrawing {
            log: &log,
            steps: &steps,
            plan: &plan,
            labels: &labels,
            outcomes: &settled(&log),
        };
        let report = report(
            scenario,
            &log,
            &steps,
            "https://lab.example/#v=1".to_owned(),
        );
        assert_eq!(strips(drawing, 700.0).len(), steps.len() + 1);
        (picture(&report, drawing), strips(drawing, 700.0))
    }

    /// Opening and closing tags pair up, and nothing is said that other programs do not know.
    fn check(svg: &str) {
        let mut open = Vec::new();
        for tag in svg.split('<').skip(1) {
            let (tag, _) = tag.split_once('>').unwrap();
            if let Some(name) = tag.strip_prefix('/') {
                assert_eq!(open.pop(), Some(name));
            } else if !tag.ends_with('/') {
                open.push(tag.split(' ').next().unwrap());
            }
        }
        assert!(open.is_empty());
        for word in ["foreignObject", "class=", "style", "NaN", "inf"] {
            assert!(!svg.contains(word), "{word}");
        }
    }

    #[test]
    fn every_preset_is_drawn_whole() {
        for preset in &PRESETS {
            for controllers in [DomainControllers::Folded, DomainControllers::Shown] {
                let (picture, strips) = drawn(&preset.scenario(), controllers);
                check(&picture.svg);
                strips.iter().for_each(|strip| check(strip));
                let log = run(&preset.scenario());
                let last = narration::verdict(&log, EventId(u32::MAX)).lead;
                assert!(picture.svg.contains(&format!(">{last}.<")), "{last}");
                let count = steps(&log, controllers).len();
                let labels = picture.svg.matches("<text").count();
                assert!(labels > count, "{labels} texts for {count} steps");
                assert!(picture.svg.contains("<title>"));
                let lanes = Plan::new(&log, &steps(&log, controllers), controllers).lanes;
                for lane in lanes {
                    let name = format!(">{}</text>", log.host(lane).unwrap().name);
                    for picture in [&picture.svg, &strips[0]] {
                        assert!(picture.contains(&name), "{name} stands over no lane");
                    }
                }
            }
        }
    }

    #[test]
    fn hostile_names_stay_text_and_a_password_is_in_no_picture() {
        let mut scenario = Scenario::of(Era::Y1998);
        Setting::User.set(&mut scenario, "a<b>&\"\u{1}'");
        Setting::Password.set(&mut scenario, "Tr0ub4dor");
        let (picture, strips) = drawn(&scenario, DomainControllers::Shown);
        check(&picture.svg);
        let all = picture.svg + &strips.concat();
        assert!(all.contains("a&lt;b&gt;&amp;"));
        assert!(!all.contains("Tr0ub4dor"));
    }
}
