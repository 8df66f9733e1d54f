//! The buttons for what a person takes along.

use super::address;
use crate::app::{Action, Dialog, Film};
use crate::lab::Scenario;
use crate::ui::browser::{copy, print};
use crate::ui::controls::button;
use crate::ui::shared::Shared;
use crate::ui::store::Dispatch;
use yew::prelude::*;

/// A picture, a text for a ticket, a print of the run that the fragment leads to. `copied` says that the text is on the
/// clipboard.
pub fn exports(
    dispatch: &Dispatch,
    (film, scenario): (&Shared<Film>, &Shared<Scenario>),
    fragment: &AttrValue,
    copied: &UseStateHandle<bool>,
) -> Html {
    let write = {
        let (film, scenario, fragment) = (film.clone(), scenario.clone(), fragment.clone());
        let copied = copied.setter();
        move |_: MouseEvent| {
            let text = film.report(&scenario, address(&fragment)).markdown();
            let copied = copied.clone();
            copy(&text, move || copied.set(true));
        }
    };
    html! {
        <>
            {button(dispatch, "Save picture", Action::Dialog(Some(Dialog::Picture)))}
            <button class="ghost" type="button" onclick={write}>
                {if **copied { "Copied" } else { "Copy as text" }}
            </button>
            <button class="ghost" type="button" onclick={|_: MouseEvent| print()}>{"Print"}</button>
        </>
    }
}
