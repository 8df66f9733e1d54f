//! Whether one thing of a sign-in is right.

use crate::traffic::verify::Outcome;
use crate::ui::icon::Icon;
use yew::prelude::*;

/// The verdict on one thing, and why.
pub fn verdict_item(about: &'static str, result: Outcome, because: &str) -> Html {
    let (class, icon) = match result {
        Outcome::Right => ("good", Icon::Tick),
        Outcome::Wrong => ("bad", Icon::Cross),
        Outcome::Absent | Outcome::Unknown => ("open", Icon::Dots),
    };
    html! {
        <li key={about} {class}>
            {icon.draw()}
            <strong>{format!("{about}: {}", result.name())}</strong>
            <span>{because}</span>
        </li>
    }
}
