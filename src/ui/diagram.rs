//! The sequence diagram: draws the Scene of the visible window.

use super::figure::{Phase, figure};
use super::hooks::{use_size, use_travel};
use super::step_list::step_list;
use super::store::{Store, StoreProps};
use super::text::{px, width};
use crate::app::Action;
use crate::lab::{Hop, settled};
use crate::present::layout::{Bar, Metrics, Scene};
use crate::present::{Step, Tone, ledger, words};
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
    html! {
        <section class="diagram" role="region" aria-label="Diagram">
            { bands(store, &scene, outcomes) }
            <div class="scroll" ref={node}>
                { picture(store, &scene, outcomes, travelled) }
            </div>
            { step_list(store) }
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
    let height = px(scene.height);
    let row = |row: &crate::present::layout::Row| {
        let step = film.steps.get(row.step)?;
        let phase = match row.step.cmp(&store.state.step) {
            std::cmp::Ordering::Less => Phase::Past,
            std::cmp::Ordering::Equal => Phase::Current,
            std::cmp::Ordering::Greater => Phase::Future,
        };
        let travelled = if phase == Phase::Current {
            travelled
        } else {
            1.0
        };
        let label = words::label(&film.log, step);
        let onclick = store.on(Action::SeekEvent(row.id));
        let room = (0..row.room).fold(0.0, |room, _| room + CHARACTER);
        Some(figure(
            row,
            (phase, step.tone),
            &label,
            travelled,
            room,
            onclick,
        ))
    };
    html! {
        <svg class="sequence" width={px(scene.width)} height={height.clone()} aria-hidden="true">
            { for scene.bands.iter().map(|band| html! {
                <rect key={band_key(band.hop)} class={classes!("band", tone(band.hop))} x={px(band.x)} y="0"
                    width={px(band.width)} height={height.clone()} />
            }) }
            { for scene.lanes.iter().map(|x| html! {
                <line key={format!("lane-{}", px(*x))} class="lane" x1={px(*x)} x2={px(*x)} y1="0" y2={height.clone()} />
            }) }
            { for scene.bars.iter().map(|bar| view_bar(bar, tone(bar.hop))) }
            { for scene.rows.iter().filter_map(row) }
        </svg>
    }
}

fn view_bar(bar: &Bar, tone: &'static str) -> Html {
    html! {
        <rect key={format!("bar-{}-{}", bar.connection.0, px(bar.x))} class={classes!("connection", tone)} rx="4"
            x={px(bar.x)} y={px(bar.y)} width={px(bar.width)} height={px(bar.height)} />
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
        <svg class="band-names" width={px(scene.width)} height="26" aria-hidden="true">
            { for scene.bands.iter().map(|band| html! {
                <g key={band_key(band.hop)}>
                    <rect class={classes!("band", tone_class(tone(band.hop)))} x={px(band.x)} y="0"
                        width={px(band.width)} height="26" />
                    <text class={classes!("band-name", tone_class(tone(band.hop)))} x={px(band.x + inset)} y="17">
                        { crate::present::inspect::cut(&title(band.hop), fit(band.width - inset)) }
                    </text>
                </g>
            }) }
        </svg>
    }
}

fn band_key(hop: Hop) -> &'static str {
    match hop {
        Hop::First => "band-1",
        _ => "band-2",
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
