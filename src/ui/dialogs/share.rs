//! The link to here.

use crate::app::{Action, State};
use crate::present::link::Page;
use crate::present::narration::{diagnose, interface, outcomes};
use crate::ui::browser::copy;
use crate::ui::controls::{button, check_line};
use crate::ui::dispatch::Dispatch;
use crate::ui::export::address;
use crate::ui::hooks::Ids;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// The address, with or without the passwords, and a button that copies it.
pub fn share_link(dispatch: &Dispatch, ids: &Ids, field: &NodeRef, state: &State) -> Html {
    let id = ids.of("share-address");
    let share = state.share;
    let fragment = match share.passwords {
        true => state.fragment_with_passwords(),
        false => state.fragment(),
    };
    let address = AttrValue::from(address(&fragment));
    let onclick = {
        let (dispatch, field, address) = (dispatch.clone(), field.clone(), address.clone());
        Callback::from(move |_| {
            if let Some(field) = field.cast::<HtmlInputElement>() {
                field.select();
            }
            let dispatch = dispatch.clone();
            copy(&address, move || dispatch.emit(Action::Copied));
        })
    };
    let other = Action::Passwords(!share.passwords);
    let computed = matches!(state.page, Page::Lab | Page::Outcomes);
    let says = match state.page {
        Page::Lab if state.seat.is_some() => interface::SHARE_SEAT,
        Page::Lab => interface::SHARE_LAB,
        Page::Outcomes => outcomes::SHARE,
        Page::Diagnose => diagnose::SHARE,
        Page::Decode => interface::SHARE_DECODE,
    };
    html! {
        <div class="share">
            <p>{says}</p>
            <label for={&id}>{"Address"}</label>
            <input ref={field} {id} type="text" readonly={true} autocomplete="off" value={address} />
            if computed {
                <div>
                    {check_line(dispatch, interface::SHARE_PASSWORDS, None, share.passwords, other)}
                    <p class="quiet">{interface::SHARE_WITHOUT}</p>
                </div>
            }
            {button(if share.copied { "Copied" } else { "Copy" }, onclick)}
        </div>
    }
}
