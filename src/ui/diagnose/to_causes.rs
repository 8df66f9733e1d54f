//! The way down to the causes, where they are below what is seen.

use crate::app::Inquiry;
use crate::present::diagnose::Sighting;
use crate::present::narration::diagnose as said;
use yew::prelude::*;

/// How many causes there are, as a button that goes to them; nothing where nothing was told.
pub fn to_causes(inquiry: &Inquiry, causes: &NodeRef) -> Html {
    let told = inquiry
        .observations()
        .iter()
        .any(Sighting::is_of_something_seen);
    if !told || inquiry.space.is_none() {
        return Html::default();
    }
    let causes = causes.clone();
    let onclick = move |_: MouseEvent| {
        if let Some(causes) = causes.cast::<web_sys::Element>() {
            causes.scroll_into_view();
        }
    };
    html! {
        <button type="button" class="primary to-causes" {onclick}>
            {said::to_causes(inquiry.diagnosis.causes.len())}
        </button>
    }
}
