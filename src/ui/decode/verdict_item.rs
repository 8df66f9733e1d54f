//! Whether one thing of a sign-in is right.

use crate::traffic::verify::Judgement;
use crate::ui::icon::Icon;
use yew::prelude::*;

/// The verdict on one thing, and why; `about` is its place in the list, its name, and the verdict's.
pub fn verdict_item(
    about: (usize, &'static str, &'static str),
    result: Judgement,
    because: &str,
) -> Html {
    let (key, about, said) = about;
    let (class, icon) = match result {
        Judgement::Right => ("good", Icon::Tick),
        Judgement::Wrong => ("bad", Icon::Cross),
        Judgement::Absent | Judgement::Unknown => ("open", Icon::Dots),
    };
    html! {
        <li {key} {class}>
            {icon.draw()}
            <strong>{format!("{about}: {said}")}</strong>
            <span>{because}</span>
        </li>
    }
}
