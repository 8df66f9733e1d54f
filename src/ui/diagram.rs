//! The sequence diagram: draws the Scene of the visible window.

use super::el::el;
use super::figure::{Stand, area, figure, line};
use super::hooks::{use_size, use_travel};
use super::step_list::step_list;
use super::store::{Store, StoreProps};
use super::text::{px, width};
use crate::app::Action;
use crate::lab::{Hop, settled};
use crate::present::layout::{Metrics, Scene};
use crate::present::{Step, Tone, ledger, words};
use std::cmp::Ordering;
use web_sys::HtmlElement;
use yew::prelude::*;

/// Width of an average character at the full size of a label; [`width`] counts in the same measure.
const CHARACTER: f64 = 6.7;

/// What a hop has come to so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Outcomes {
    first: Tone,
    second: Tone,
}

/// The diagram, and the same as a list.
#[component]
pub fn Diagram(props: &StoreProps) -> Html {
    let store = &props.store;
    let node = use_node_ref();
    let size = use_size(&node);
    let state = &store.state;
    let film = &state.film;
    use_follow(&node, film.plan.extent(state.step));
    let travelled = use_travel(u32::try_from(state.step).unwrap_or(u32::MAX));
    let window = (
        size.scrolled - 80.0,
        size.scrolled + size.height.max(400.0) + 80.0,
    );
    let metrics = Metrics::of_width(size.width.max(280.0));
    // The layout counts in average characters.
    let length = |step: &Step| {
        let wanted = width(&words::label(&film.log, step)) / CHARACTER;
        (0..400)
            .take_while(|count| f64::from(*count) < wanted)
            .count()
    };
    let scene = film.plan.scene(&film.steps, metrics, window, length);
    let outcomes = outcomes(store);
    el("section", "diagram")
        .attrs(&[("role", "region"), ("aria-label", "Diagram")])
        .child(bands(store, &scene, outcomes))
        .child(
            el("div", "scroll")
                .node(node)
                .child(picture(store, &scene, outcomes, travelled))
                .html(),
        )
        .child(step_list(store))
        .html()
}

fn picture(store: &Store, scene: &Scene, outcomes: Outcomes, travelled: f64) -> Html {
    let film = &store.state.film;
    let mut still = Vec::new();
    for band in &scene.bands {
        let class = format!("band {}", outcomes.class(band.hop));
        still.push(area(&class, (band.x, 0.0), (band.width, scene.height)).html());
    }
    for x in &scene.lanes {
        still.push(line("lane", (*x, 0.0), (*x, scene.height)));
    }
    let mut bars = Vec::new();
    for (number, bar) in scene.bars.iter().enumerate() {
        let class = format!("connection {}", outcomes.class(bar.hop));
        let bar = area(&class, (bar.x, bar.y), (bar.width, bar.height));
        bars.push(bar.key(number).html());
    }
    let mut rows = Vec::new();
    for row in &scene.rows {
        let Some(step) = film.steps.get(row.step) else {
            continue;
        };
        let current = row.step == store.state.step;
        let stand = Stand {
            phase: match row.step.cmp(&store.state.step) {
                Ordering::Less => "past",
                Ordering::Equal => "current",
                Ordering::Greater => "future",
            },
            tone: step.tone,
            travelled: if current { travelled } else { 1.0 },
            room: (0..row.room).fold(0.0, |room, _| room + CHARACTER),
        };
        let onclick = store.on(Action::SeekEvent(row.id));
        rows.push(figure(row, stand, &words::label(&film.log, step), onclick));
    }
    el("svg", "sequence")
        .attr("width", &px(scene.width))
        .attr("height", &px(scene.height))
        .attrs(&[("aria-hidden", "true")])
        .children(still)
        .children(bars)
        .children(rows)
        .html()
}

/// The names of the hops, which stay in view.
fn bands(store: &Store, scene: &Scene, outcomes: Outcomes) -> Html {
    let state = &store.state;
    let mut names = Vec::new();
    for band in &scene.bands {
        let open = ledger::open_connections(&state.film.log, band.hop, state.now());
        let title = words::band(band.hop, &state.film.log, state.now(), open);
        // Where there is no room for the connection, the hop's number must do.
        let short = title.split(" · ").next().unwrap_or_default();
        let title = if band.width < 200.0 { short } else { &title };
        let tone = outcomes.class(band.hop);
        let ground = area(&format!("band {tone}"), (band.x, 0.0), (band.width, 26.0));
        let name = el("text", &format!("band-name {tone}"))
            .attr("x", &px(band.x + 12.0))
            .attrs(&[("y", "17")])
            .text(title);
        names.push(el("g", "").child(ground.html()).child(name.html()).html());
    }
    el("svg", "band-names")
        .attr("width", &px(scene.width))
        .attrs(&[("height", "26"), ("aria-hidden", "true")])
        .children(names)
        .html()
}

impl Outcomes {
    fn class(self, hop: Hop) -> &'static str {
        match hop {
            Hop::First => tone_class(self.first),
            Hop::Second => tone_class(self.second),
            Hop::Directory => "plain",
        }
    }
}

/// A band takes its colour only once its hop is settled.
fn outcomes(store: &Store) -> Outcomes {
    let state = &store.state;
    let now = state.now();
    let log = &state.film.log;
    let last = settled(log)
        .into_iter()
        .rfind(|settled| settled.event <= now);
    let opened = log.connections.iter().any(|connection| {
        connection.hop == Hop::Second && ledger::opened_by(log, connection.id, now)
    });
    match last.map(|settled| settled.outcome) {
        Some(crate::lab::Outcome::FirstHop(_)) => Outcomes {
            first: Tone::Bad,
            second: Tone::Plain,
        },
        Some(outcome) => Outcomes {
            first: Tone::Good,
            second: if outcome.succeeded() {
                Tone::Good
            } else {
                Tone::Bad
            },
        },
        None => Outcomes {
            first: if opened { Tone::Good } else { Tone::Plain },
            second: Tone::Plain,
        },
    }
}

/// The class of a tone.
pub fn tone_class(tone: Tone) -> &'static str {
    match tone {
        Tone::Plain => "plain",
        Tone::Good => "good",
        Tone::Bad => "bad",
    }
}

/// Keeps the current step in view.
#[hook]
fn use_follow(node: &NodeRef, extent: Option<(f64, f64)>) {
    let node = node.clone();
    use_effect_with(
        extent.map(|(top, height)| (top.to_bits(), height.to_bits())),
        move |_| {
            let (Some((top, height)), Some(element)) = (extent, node.cast::<HtmlElement>()) else {
                return;
            };
            let view = f64::from(element.client_height());
            let scrolled = f64::from(element.scroll_top());
            let margin = 40.0_f64.min(view / 4.0);
            let target = if top - margin < scrolled {
                top - margin
            } else if top + height + margin > scrolled + view {
                top + height + margin - view
            } else {
                return;
            };
            element.scroll_to_with_x_and_y(0.0, target.max(0.0));
        },
    );
}
