//! What travels along the arrow of the step shown. It alone is drawn anew at each frame.

use crate::present::layout::Figure;
use crate::ui::hooks::use_travel;
use crate::ui::style::px;
use yew::prelude::*;

/// Which step it travels for, and along which figure.
#[derive(PartialEq, Properties)]
pub struct TokenProps {
    /// The number of the step that is shown: it sets out anew with each.
    pub step: usize,
    /// The step's figure, where it is in view.
    pub figure: Option<Figure>,
}

/// The token, until it has arrived.
#[component]
pub fn Token(props: &TokenProps) -> Html {
    crate::ui::renders::count("Token");
    let travelled = use_travel(props.step);
    let token = match props.figure {
        Some(Figure::Arrow { from, to, line, .. }) if travelled < 1.0 => {
            let at = from + (to - from) * ease(travelled);
            html! { <circle class="token" r="5.5" cx={px(at)} cy={px(line)} /> }
        }
        _ => Html::default(),
    };
    html! { <g class="travel" pointer-events="none">{token}</g> }
}

/// Slow at both ends.
fn ease(at: f64) -> f64 {
    at * at * (3.0 - 2.0 * at)
}
