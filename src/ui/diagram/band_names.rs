//! The names of the hops, which stay in view.

use crate::present::layout::{Band, Metrics, longest};
use crate::present::narration;
use crate::present::standing::HopColours;
use crate::ui::shown::Shown;
use crate::ui::style::{px, tone_class};
use yew::prelude::*;

/// The names, with the connections that each hop took as far as there is room, above a diagram of that size.
pub fn band_names(shown: &Shown, bands: &[Band], metrics: Metrics, standing: &HopColours) -> Html {
    let (gap, height) = (metrics.bar() + metrics.gap(), metrics.font * 1.75);
    let names = bands.iter().enumerate().map(|(number, band)| {
        let tone = tone_class(standing.hop(band.hop));
        let names = narration::band(band.hop, &shown.rendered.log, shown.now());
        html! {
            <g key={number}>
                <rect class={classes!("band", tone)} rx="7" x={px(band.x)} y="0" width={px(band.width)} height={px(height)} />
                <text class={classes!("band-name", tone)} y={px(height * 0.68)} x={px(band.x + gap)}>
                    {longest(&names, band.width - 2.0 * gap, metrics.font)}
                </text>
            </g>
        }
    });
    html! {
        <svg class="band-names" aria-hidden="true" font-size={px(metrics.font)} width={px(metrics.width)} height={px(height)}>
            {for names}
        </svg>
    }
}
