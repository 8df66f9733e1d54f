//! Whether one thing of a sign-in is right.

use crate::traffic::verify::Judgement;
use crate::ui::icon::Icon;
use yew::prelude::*;

/// The verdict on one thing.
pub struct VerdictItem<'a> {
    /// What is judged: the password, the MIC.
    pub about: &'static str,
    /// Whether it is right.
    pub result: Judgement,
    /// What that is called.
    pub said: &'static str,
    /// What it was judged by.
    pub because: &'a str,
}

/// The verdict as an item of a list, at that place.
pub fn verdict_item(key: usize, verdict: VerdictItem<'_>) -> Html {
    let VerdictItem {
        about,
        result,
        said,
        because,
    } = verdict;
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
