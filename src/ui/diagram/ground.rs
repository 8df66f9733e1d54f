//! What the steps are drawn on: the bands of the hops, the lifelines, the connections.

use crate::present::layout::{Band, Bar};
use crate::present::standing::HopColours;
use crate::ui::style::{px, tone_class};
use yew::prelude::*;

/// Where bands, lifelines and connections are.
#[derive(PartialEq, Properties)]
pub struct GroundProps {
    /// The bands of the hops.
    pub bands: Vec<Band>,
    /// The middles of the lifelines.
    pub lanes: Vec<f64>,
    /// The connections, as bars on lifelines from opening to closing.
    pub bars: Vec<Bar>,
    /// The height of the diagram.
    pub height: f64,
    /// What the hops and the connections have come to so far.
    pub standing: HopColours,
}

/// The ground. It renders only where something moved or a hop came to something.
#[component]
pub fn Ground(props: &GroundProps) -> Html {
    crate::ui::renders::count("Ground");
    let standing = &props.standing;
    let height = px(props.height);
    html! {
        <g>
            for (number, band) in props.bands.iter().enumerate() {
                <rect
                    key={number}
                    class={classes!("band", tone_class(standing.hop(band.hop)))}
                    rx="7" x={px(band.x)} y="0" width={px(band.width)} height={height.clone()}
                />
            }
            for (number, x) in props.lanes.iter().enumerate() {
                <line key={number} class="lane" x1={px(*x)} y1="0" x2={px(*x)} y2={height.clone()} />
            }
            for (number, bar) in props.bars.iter().enumerate() {
                <rect
                    key={number}
                    class={classes!("connection", tone_class(standing.connection(bar.connection)))}
                    rx="7" x={px(bar.rect.x)} y={px(bar.rect.y)} width={px(bar.rect.width)} height={px(bar.rect.height)}
                />
            }
        </g>
    }
}
