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
use crate::app::{Compare, Playback};
use crate::lab::Scenario;
use crate::present::narration::compare::{A, B, HoldingsApart, RunMoment, holdings_apart};
use bar::CompareBar;
use divergence::Divergence;
use runs::Runs;
use std::rc::Rc;
use twin::Twin;
use yew::prelude::*;

/// The two runs, and what stands beside them.
#[derive(PartialEq, Properties)]
pub struct ComparingProps {
    /// The first run's step.
    pub shown: Shown,
    /// The settings that the first run follows from.
    pub scenario: Shared<Scenario>,
    /// The second run, and how the two differ.
    pub compare: Shared<Compare>,
    /// Whether the settings of the first are open.
    pub settings: bool,
    /// Whether domain controllers have lifelines.
    pub controller: bool,
    /// Whether and how fast they play.
    pub playback: Playback,
    /// Draws a random number.
    pub seed: Callback<(), u64>,
}

/// Both runs, where they part, and one transport for the two.
#[component]
pub fn Comparing(props: &ComparingProps) -> Html {
    super::renders::count("Comparing");
    let ComparingProps {
        shown,
        scenario,
        compare,
        controller,
        playback,
        seed,
        ..
    } = props;
    let other = Shown {
        rendered: (&compare.rendered).into(),
        step: compare.comparison.right_at(shown.step),
        veiled: false,
        to_scale: false,
    };
    let [left, right] = [shown, &other].map(|shown| RunMoment {
        log: &shown.rendered.log,
        now: shown.now(),
    });
    let apart: Rc<[HoldingsApart]> = holdings_apart(scenario.client.account(), left, right).into();
    let settings = |of: &'static str, scenario: Shared<Scenario>| {
        html! { <Settings {of} {scenario} {controller} {seed} /> }
    };
    html! {
        <>
            <main class="main" tabindex="-1">
                if props.settings { {settings(A, scenario.clone())} }
                <div class="pair">
                    <CompareBar {compare} />
                    <Divergence
                        {compare} {shown} other={&other} {scenario} apart={apart.clone()}
                    />
                    <Runs {compare} {shown} other={&other} {scenario} {apart} />
                </div>
                if compare.settings {
                    <Twin shown={&other}>{settings(B, (&compare.twin).into())}</Twin>
                }
            </main>
            <Transport {shown} playback={*playback} predicting={Some(false)} />
            {live_region(shown, *playback)}
        </>
    }
}
