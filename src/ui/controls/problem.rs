//! What is odd about the value of a control.

use crate::ui::hooks::Ids;
use yew::prelude::*;

/// The place of what is odd about the control of that name, if anything is. The place is always there.
pub fn problem(ids: &Ids, of: &str, said: Option<String>) -> Html {
    html! { <p class="problem" id={ids.part(of, "problem")}>{said}</p> }
}
