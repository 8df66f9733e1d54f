//! The way down to the causes and to the next check, where they are below what is seen.

use crate::app::Inquiry;
use crate::present::diagnose::Sighting;
use crate::present::narration::diagnose as said;
use yew::prelude::*;

/// How many causes there are, as a button that goes to them, and one that goes to what to look up next; nothing where
/// nothing was told.
pub fn to_causes(inquiry: &Inquiry, causes: &NodeRef, next: &NodeRef) -> Html {
    let told = inquiry
        .observations()
        .iter()
        .any(Sighting::is_of_something_seen);
    if !told || inquiry.space.is_none() {
        return Html::default();
    }
    html! {
        <div class="to-causes">
            {way(said::to_causes(inquiry.diagnosis.causes.len()), causes)}
            if inquiry.checks().next().is_some() {
                {way(said::to_below(said::NEXT_CHECK), next)}
            }
        </div>
    }
}

/// A button that goes there.
fn way(label: String, to: &NodeRef) -> Html {
    let to = to.clone();
    let onclick = move |_: MouseEvent| {
        if let Some(to) = to.cast::<web_sys::Element>() {
            to.scroll_into_view();
        }
    };
    html! { <button type="button" class="primary" {onclick}>{label}</button> }
}
