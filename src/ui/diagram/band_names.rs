//! The names of the hops, which stay in view.

use crate::present::layout::Band;
use crate::present::narration::interface;
use crate::present::standing::Standing;
use crate::present::{ledger, words};
use crate::ui::shown::Shown;
use crate::ui::style::{px, tone_class};
use yew::prelude::*;

/// Where there is less room, in pixels, the hop's number must do.
const ROOM: f64 = 200.0;

/// The names, with the connections that each hop took, above a diagram of that width.
pub fn band_names(shown: &Shown, bands: &[Band], width: f64, standing: &Standing) -> Html {
    let names = bands.iter().enumerate().map(|(number, band)| {
        let tone = tone_class(standing.hop(band.hop));
        html! {
            <g key={number}>
                <rect class={classes!("band", tone)} rx="7" x={px(band.x)} y="0" width={px(band.width)} height="26" />
                <text class={classes!("band-name", tone)} y="17" x={px(band.x + 12.0)}>{title(shown, band)}</text>
            </g>
        }
    });
    html! {
        <svg class="band-names" height="26" aria-hidden="true" width={px(width)}>{for names}</svg>
    }
}

fn title(shown: &Shown, band: &Band) -> AttrValue {
    let (log, now) = (&shown.film.log, shown.now());
    if band.width < ROOM {
        return interface::hop(band.hop).into();
    }
    let open = ledger::open_connections(log, band.hop, now);
    words::band(band.hop, log, now, open).into()
}
