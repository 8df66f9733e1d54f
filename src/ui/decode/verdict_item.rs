//! Whether one thing of a sign-in is right.

use crate::traffic::verify::Judgement;
use crate::ui::icon::Icon;
use yew::prelude::*;

/// The verdict on one thing, and why.
pub fn verdict_item(about: &'static str, result: Judgement, because: &str) -> Html {
    let (class, icon) = match result {
        Judgement::Right => ("good", Icon::Tick),
        Judgement::Wrong => ("bad", Icon::Cross),
        Judgement::Absent | Judgement::Unknown => ("open", Icon::Dots),
    };
    html! {
        <li key={about} {class}>
            {icon.draw()}
            <strong>{format!("{about}: {}", result.name())}</strong>
            <span>{because}</span>
        </li>
    }
}
