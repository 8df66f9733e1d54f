//! The names of the hops, which stay in view.

use crate::lab::Hop;
use crate::present::Run;
use crate::present::layout::{Band, Metrics, width};
use crate::present::standing::Standing;
use crate::present::words;
use crate::ui::shown::Shown;
use crate::ui::style::{px, tone_class};
use yew::prelude::*;

/// The names, with the connections that each hop took as far as there is room, above a diagram of that size.
pub fn band_names(shown: &Shown, bands: &[Band], metrics: Metrics, standing: &Standing) -> Html {
    let (gap, height) = (metrics.bar() + metrics.gap(), metrics.font * 1.75);
    let names = bands.iter().enumerate().map(|(number, band)| {
        let tone = tone_class(standing.hop(band.hop));
        html! {
            <g key={number}>
                <rect class={classes!("band", tone)} rx="7" x={px(band.x)} y="0" width={px(band.width)} height={px(height)} />
                <text class={classes!("band-name", tone)} y={px(height * 0.68)} x={px(band.x + gap)}>
                    {title(shown, band.hop, band.width - 2.0 * gap, metrics.font)}
                </text>
            </g>
        }
    });
    html! {
        <svg class="band-names" aria-hidden="true" font-size={metrics.font.to_string()} width={px(metrics.width)} height={px(height)}>
            {for names}
        </svg>
    }
}

/// The longest of a hop's names that fits.
fn title(shown: &Shown, hop: Hop, room: f64, font: f64) -> String {
    let names = words::band(hop, &shown.film.log, shown.now());
    let fits = |name: &String| width(&[Run::strong(name.clone())], font) <= room;
    let [shortest, ..] = &names;
    names
        .iter()
        .rfind(|name| fits(name))
        .unwrap_or(shortest)
        .clone()
}
