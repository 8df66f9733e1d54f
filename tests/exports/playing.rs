//! The picture that plays itself: written where `DOUBLE_HOP_PLAYING` says, to be looked at.

use crate::{Sample, samples};
use double_hop::lab::settled;
use double_hop::present::layout::Plan;
use double_hop::present::picture::{RunDrawing, playing};
use double_hop::present::{DomainControllers, TextRun, labels};
use std::rc::Rc;

fn drawn(sample: &Sample) -> String {
    let Sample { name, log, steps } = sample;
    let plan = Plan::new(log, steps, DomainControllers::Shown);
    let labels = |step: usize| {
        let label: Rc<[TextRun]> = match crate::hostile::label(name, step) {
            Some(text) => [TextRun::plain(text)].into(),
            None => labels::label(log, steps.get(step)?).into(),
        };
        Some(label)
    };
    let drawing = RunDrawing {
        log,
        steps,
        plan: &plan,
        labels: &labels,
        outcomes: &settled(log),
    };
    playing(name, drawing).svg
}

#[test]
fn every_run_plays_without_a_script_and_each_step_can_be_reached() {
    for sample in samples() {
        let svg = drawn(&sample);
        if let Some(folder) = std::env::var_os("DOUBLE_HOP_PLAYING") {
            let path = std::path::Path::new(&folder).join(format!("{}.svg", sample.name));
            std::fs::write(path, &svg).unwrap();
        }
        for word in ["<script", "onload", "NaN", "inf%", "javascript:"] {
            assert!(!svg.contains(word), "{}: {word}", sample.name);
        }
        for number in 1..=sample.steps.len() {
            assert!(
                svg.contains(&format!("#dh-{number}:target")),
                "{}",
                sample.name
            );
            assert!(svg.contains(&format!(r##"<a id="dh-{number}" href="#dh-{number}">"##)));
        }
        assert!(svg.contains("prefers-reduced-motion:no-preference"));
    }
}
