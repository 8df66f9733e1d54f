//! The sequence diagram: draws the Scene of the visible window.

use super::effects::{Frames, Size, TRAVEL_MS, Watch, reduced_motion};
use super::el::{El, el};
use super::figure::{Stand, area, figure, line};
use super::step_list::step_list;
use super::store::{Store, StoreProps};
use super::text::width;
use crate::lab::{Hop, settled};
use crate::present::layout::{Metrics, Scene};
use crate::present::{Step, Tone, ledger, words};
use std::cmp::Ordering;
use web_sys::Element;
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
#[derive(Default)]
pub struct Diagram {
    size: Size,
    watch: Option<Watch>,
    /// How far the token has come along its arrow, from 0 to 1.
    travelled: f64,
    travel: Option<Frames>,
    /// The step that was last shown, and its place.
    shown: Option<usize>,
    extent: Option<(f64, f64)>,
}

/// What the diagram is told by the browser.
pub enum Seen {
    /// The size of the window on it.
    Size(Size),
    /// How far the token has come.
    Travelled(f64),
}

impl Component for Diagram {
    type Message = Seen;
    type Properties = StoreProps;

    fn create(_: &Context<Self>) -> Self {
        Self {
            travelled: 1.0,
            ..Self::default()
        }
    }

    fn update(&mut self, _: &Context<Self>, seen: Seen) -> bool {
        match seen {
            Seen::Size(size) if size == self.size => return false,
            Seen::Size(size) => self.size = size,
            Seen::Travelled(travelled) => self.travelled = travelled,
        }
        true
    }

    fn view(&self, context: &Context<Self>) -> Html {
        let store = &context.props().store;
        let film = &store.state.film;
        let size = self.size;
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
        el("section.diagram|role=region|aria-label=Diagram")
            .child(bands(store, &scene, outcomes))
            .child(el("div.scroll").child(picture(store, &scene, outcomes, self.travelled)))
            .child(step_list(store))
            .html()
    }

    fn rendered(&mut self, context: &Context<Self>, first: bool) {
        let found = gloo::utils::document().query_selector(".scroll");
        let Some(element) = found.ok().flatten() else {
            return;
        };
        let state = &context.props().store.state;
        let extent = state.film.plan.extent(state.step);
        if self.extent != extent {
            self.extent = extent;
            follow(&element, extent);
        }
        if first {
            let seen = context.link().callback(Seen::Size);
            self.watch = Some(Watch::new(element, seen));
        }
        if self.shown != Some(state.step) {
            self.shown = Some(state.step);
            self.travel(context.link().callback(Seen::Travelled));
        }
    }
}

impl Diagram {
    /// From 0 to 1 once for each step; at 1 from the start where nothing should move.
    fn travel(&mut self, travelled: Callback<f64>) {
        let moves = !reduced_motion();
        travelled.emit(if moves { 0.0 } else { 1.0 });
        self.travel = moves.then(|| {
            Frames::start(Box::new(move |elapsed| {
                let at = (elapsed / TRAVEL_MS).min(1.0);
                travelled.emit(at);
                at < 1.0
            }))
        });
    }
}

/// Keeps the current step in view.
fn follow(element: &Element, extent: Option<(f64, f64)>) {
    let Some((top, height)) = extent else {
        return;
    };
    let Size {
        height: view,
        scrolled,
        ..
    } = Size::of(element);
    let margin = 40.0_f64.min(view / 4.0);
    let target = if top - margin < scrolled {
        top - margin
    } else if top + height + margin > scrolled + view {
        top + height + margin - view
    } else {
        return;
    };
    element.scroll_to_with_x_and_y(0.0, target.max(0.0));
}

fn picture(store: &Store, scene: &Scene, outcomes: Outcomes, travelled: f64) -> El {
    let film = &store.state.film;
    let mut still = Vec::new();
    for band in &scene.bands {
        let area = area("rect.band|rx=7", (band.x, 0.0), (band.width, scene.height));
        still.push(area.and(outcomes.class(band.hop)));
    }
    for x in &scene.lanes {
        still.push(line("line.lane", (*x, 0.0), (*x, scene.height)));
    }
    let mut bars = Vec::new();
    for (number, bar) in scene.bars.iter().enumerate() {
        let area = area(
            "rect.connection|rx=7",
            (bar.x, bar.y),
            (bar.width, bar.height),
        );
        bars.push(area.and(outcomes.class(bar.hop)).key(number));
    }
    let trace = store.state.trace.as_ref();
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
            changed: words::changed(&film.log, step),
            source: !current && trace.is_some_and(|trace| trace.meets(step)),
            travelled: if current { travelled } else { 1.0 },
            room: (0..row.room).fold(0.0, |room, _| room + CHARACTER),
        };
        rows.push(figure(store, row, stand, &words::label(&film.log, step)));
    }
    el("svg.sequence|aria-hidden=true")
        .px("width", scene.width)
        .px("height", scene.height)
        .children(still)
        .children(bars)
        .children(rows)
}

/// The names of the hops, which stay in view.
fn bands(store: &Store, scene: &Scene, outcomes: Outcomes) -> El {
    let state = &store.state;
    let mut names = Vec::new();
    for band in &scene.bands {
        let open = ledger::open_connections(&state.film.log, band.hop, state.now());
        let title = words::band(band.hop, &state.film.log, state.now(), open);
        // Where there is no room for the connection, the hop's number must do.
        let short = title.split('·').next().unwrap_or_default().trim_end();
        let title = if band.width < 200.0 { short } else { &title };
        let tone = outcomes.class(band.hop);
        let ground = area("rect.band|rx=7", (band.x, 0.0), (band.width, 26.0));
        let name = el("text.band-name|y=17").px("x", band.x + 12.0);
        names.push(
            el("g")
                .child(ground.and(tone))
                .child(name.and(tone).text(title)),
        );
    }
    el("svg.band-names|height=26|aria-hidden=true")
        .px("width", scene.width)
        .children(names)
}

impl Outcomes {
    fn class(self, hop: Hop) -> &'static str {
        match hop {
            Hop::FIRST => tone_class(self.first),
            Hop::Number(_) => tone_class(self.second),
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
        connection.hop == Hop::SECOND && ledger::opened_by(log, connection.id, now)
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
