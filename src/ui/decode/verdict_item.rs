//! Whether one thing of a sign-in is right.

use crate::traffic::verify::Outcome;
use crate::ui::icon::{Drawn, Icon};
use yew::prelude::*;

/// A verdict.
#[derive(PartialEq, Properties)]
pub struct VerdictItemProps {
    /// What it is about.
    pub about: &'static str,
    /// How it came out.
    pub result: Outcome,
    /// Why.
    pub because: AttrValue,
}

/// The verdict, and why.
#[component]
pub fn VerdictItem(props: &VerdictItemProps) -> Html {
    let (class, icon) = match props.result {
        Outcome::Right => ("good", Icon::Tick),
        Outcome::Wrong => ("bad", Icon::Cross),
        Outcome::Absent | Outcome::Unknown => ("open", Icon::Dots),
    };
    html! {
        <li {class}>
            <Drawn {icon} />
            <strong>{format!("{}: {}", props.about, props.result.name())}</strong>
            <span>{&props.because}</span>
        </li>
    }
}
