//! When a step was and where it is to be found, on the left of the lifelines.

use crate::present::layout::{Figure, Metrics, Scene, StepRow};
use crate::present::traffic::StepPosition;
use crate::ui::style::px;
use yew::prelude::*;

/// So wide a character is, of the size of the labels.
const CHARACTER: f64 = 0.56;
/// The places of a file stand below each other, behind times of so many characters: `09:14:02.118`.
const WHEN: usize = 12;

/// What stands beside the steps that are seen, as far as there is room.
pub fn beside(all: &[StepPosition], scene: &Scene, metrics: Metrics) -> Html {
    let wide = |count: usize| {
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        f64::from(count) * metrics.font * CHARACTER
    };
    let left = metrics.font / 2.0;
    let lifeline = scene.lanes.first().copied().unwrap_or_default() - metrics.bar() * 1.5;
    let texts = scene.rows.iter().filter_map(|row| {
        let beside = all.get(row.step).filter(|_| !metrics.narrow)?;
        let (y, begins) = begins(row, metrics.font);
        let room = lifeline.min(begins) - left - metrics.gap();
        let when = beside.when.chars().count();
        let behind = when.max(WHEN) + 1;
        let all = behind + beside.location.chars().count();
        let y = px(y);
        Some(html! {
            <g key={row.id.0}>
                if wide(when) <= room {
                    <text x={px(left)} y={y.clone()}>{&beside.when}</text>
                }
                if wide(all) <= room {
                    <text x={px(left + wide(behind))} {y}>{&beside.location}</text>
                }
            </g>
        })
    });
    html! { <g class="beside" font-size={px(metrics.font * 0.9)}>{for texts}</g> }
}

/// How far down its text stands, and how far left it begins.
fn begins(row: &StepRow, font: f64) -> (f64, f64) {
    match row.figure {
        Figure::Arrow { line, from, to, .. } => (line - font * 0.1, from.min(to)),
        Figure::Note(rect) => (rect.y + rect.height / 2.0 + font * 0.3, rect.x),
    }
}
