//! The sequence diagram: draws the Scene of the visible window.

use super::figure::{Figure, Phase};
use super::hooks::{use_size, use_travel};
use super::step_list::StepList;
use super::store::{Store, use_store};
use crate::app::Action;
use crate::lab::{Hop, settled};
use crate::present::layout::{Bar, Metrics, Scene};
use crate::present::{Step, Tone, ledger, words};
use web_sys::HtmlElement;
use yew::prelude::*;

/// What a hop has come to so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Outcomes {
    first: Tone,
    second: Tone,
}

/// The diagram, and the same as a list.
#[component]
pub fn Diagram() -> Html {
    let Some(store) = use_store() else {
        return Html::default();
    };
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
    let length = |step: &Step| {
        let runs = words::label(&film.log, step);
        runs.iter().map(|run| run.text.chars().count()).sum()
    };
    let metrics = Metrics::of_width(size.width.max(280.0));
    let scene = film.plan.scene(&film.steps, metrics, window, length);
    let outcomes = outcomes(&store);
    html! {
        <section class="diagram" role="region" aria-label="Diagram">
            { bands(&store, &scene, outcomes) }
            <div class="scroll" ref={node}>
                { picture(&store, &scene, outcomes, travelled) }
            </div>
            <StepList />
        </section>
    }
}

fn picture(store: &Store, scene: &Scene, outcomes: Outcomes, travelled: f64) -> Html {
    let film = &store.state.film;
    let tone = |hop| match hop {
        Hop::First => tone_class(outcomes.first),
        Hop::Second => tone_class(outcomes.second),
        Hop::Directory => "plain",
    };
    let height = scene.height.to_string();
    let row = |row: &crate::present::layout::Row| {
        let step = film.steps.get(row.step)?;
        let phase = match row.step.cmp(&store.state.step) {
            std::cmp::Ordering::Less => Phase::Past,
            std::cmp::Ordering::Equal => Phase::Current,
            std::cmp::Ordering::Greater => Phase::Future,
        };
        Some(html! {
            <Figure key={row.id.0} row={row.clone()} {phase} tone={step.tone} label={words::label(&film.log, step)}
                width={scene.width} travelled={if phase == Phase::Current { travelled } else { 1.0 }}
                onclick={store.on(Action::SeekEvent(row.id))} />
        })
    };
    html! {
        <svg class="sequence" width={scene.width.to_string()} height={height.clone()} aria-hidden="true">
            { for scene.bands.iter().map(|band| html! {
                <rect key={format!("band-{}", band.x)} class={classes!("band", tone(band.hop))} x={band.x.to_string()} y="0"
                    width={band.width.to_string()} height={height.clone()} />
            }) }
            { for scene.lanes.iter().map(|x| html! {
                <line key={format!("lane-{x}")} class="lane" x1={x.to_string()} x2={x.to_string()} y1="0" y2={height.clone()} />
            }) }
            { for scene.bars.iter().map(|bar| view_bar(bar, tone(bar.hop))) }
            { for scene.rows.iter().filter_map(row) }
        </svg>
    }
}

fn view_bar(bar: &Bar, tone: &'static str) -> Html {
    html! {
        <rect key={format!("bar-{}-{}", bar.connection.0, bar.x)} class={classes!("connection", tone)} rx="4"
            x={bar.x.to_string()} y={bar.y.to_string()} width={bar.width.to_string()} height={bar.height.to_string()} />
    }
}

/// The names of the hops, which stay in view.
fn bands(store: &Store, scene: &Scene, outcomes: Outcomes) -> Html {
    let state = &store.state;
    let tone = |hop| match hop {
        Hop::First => outcomes.first,
        _ => outcomes.second,
    };
    let title = |hop| {
        let open = ledger::open_connections(&state.film.log, hop, state.now());
        words::band(hop, &state.film.log, state.now(), open)
    };
    let inset = 12.0;
    html! {
        <svg class="band-names" width={scene.width.to_string()} height="26" aria-hidden="true">
            { for scene.bands.iter().map(|band| html! {
                <g key={format!("name-{}", band.x)}>
                    <rect class={classes!("band", tone_class(tone(band.hop)))} x={band.x.to_string()} y="0"
                        width={band.width.to_string()} height="26" />
                    <text class={classes!("band-name", tone_class(tone(band.hop)))} x={(band.x + inset).to_string()} y="17">
                        { crate::present::inspect::cut(&title(band.hop), fit(band.width - inset)) }
                    </text>
                </g>
            }) }
        </svg>
    }
}

/// How many characters of a band's name fit.
fn fit(width: f64) -> usize {
    let count = (width / 7.2).floor();
    (4..200)
        .take_while(|fit| f64::from(*fit) <= count)
        .last()
        .map_or(4, |fit| usize::try_from(fit).unwrap_or(4))
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
