//! Two runs side by side, played as one.

mod bar;
mod both_runs;
mod divergence;
mod fields;
mod runs;
mod side;
mod twin;

use super::live_region::live_region;
use super::settings::Settings;
use super::shared::Shared;
use super::shown::Shown;
use super::transport::Transport;
use crate::app::{Compare, State};
use crate::present::narration::compare::{A, B, HoldingsApart, RunMoment, holdings_apart};
use bar::CompareBar;
use divergence::Divergence;
use runs::Runs;
use std::rc::Rc;
use twin::Twin;
use yew::prelude::*;

/// Both runs, where they part, and one transport for the two. `seed` draws a random number.
pub fn comparing(state: &State, compare: &Rc<Compare>, seed: &Callback<(), u64>) -> Html {
    let shown = Shown::of(state);
    let other = Shown {
        rendered: (&compare.rendered).into(),
        step: compare.comparison.right_at(state.step),
        veiled: false,
        to_scale: false,
    };
    let [left, right] = [&shown, &other].map(|shown| RunMoment {
        log: &shown.rendered.log,
        now: shown.now(),
    });
    let apart: Rc<[HoldingsApart]> =
        holdings_apart(&state.scenario.client.user, left, right).into();
    let settings = |of: &'static str, scenario: &Rc<_>| {
        html! { <Settings {of} {scenario} controller={state.controller} {seed} /> }
    };
    html! {
        <key="comparing">
            <main class="main" tabindex="-1">
                if state.settings { {settings(A, &state.scenario)} }
                <div class="pair">
                    <CompareBar compare={compare} />
                    <Divergence
                        compare={Shared::from(compare)} shown={&shown} other={&other}
                        scenario={&state.scenario} apart={apart.clone()}
                    />
                    <Runs
                        compare={Shared::from(compare)} shown={&shown} other={&other}
                        scenario={&state.scenario} {apart}
                    />
                </div>
                if compare.settings {
                    <Twin shown={&other}>{settings(B, &compare.twin)}</Twin>
                }
            </main>
            <Transport shown={&shown} playback={state.playback} predicting={Some(false)} />
            {live_region(&shown, state.playback)}
        </>
    }
}
