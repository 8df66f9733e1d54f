//! The link to here.

use crate::app::{Action, Share};
use crate::present::link::Page;
use crate::present::narration::interface;
use crate::ui::browser::copy;
use crate::ui::controls::CheckLine;
use crate::ui::hooks::use_ids;
use crate::ui::store::use_dispatch;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// What the link leads to.
#[derive(PartialEq, Properties)]
pub struct ShareLinkProps {
    /// The page that is shown.
    pub page: Page,
    /// The fragment that leads here.
    pub fragment: AttrValue,
    /// What was chosen so far.
    pub share: Share,
}

/// The address, with or without the passwords, and a button that copies it.
#[component]
pub fn ShareLink(props: &ShareLinkProps) -> Html {
    let dispatch = use_dispatch();
    let id = use_ids().of("share-address");
    let field = use_node_ref();
    let share = props.share;
    let address = AttrValue::from(address(&props.fragment));
    let onclick = {
        let (field, address) = (field.clone(), address.clone());
        move |_: MouseEvent| {
            if let Some(field) = field.cast::<HtmlInputElement>() {
                field.select();
            }
            let dispatch = dispatch.clone();
            copy(&address, move || dispatch.emit(Action::Copied));
        }
    };
    let lab = props.page == Page::Lab;
    html! {
        <div class="share">
            <p>{if lab { interface::SHARE_LAB } else { interface::SHARE_DESK }}</p>
            <label for={&id}>{"Address"}</label>
            <input ref={field} {id} type="text" readonly={true} autocomplete="off" value={address} />
            if lab {
                <div>
                    <CheckLine
                        label={interface::SHARE_PASSWORDS}
                        checked={share.passwords}
                        action={Action::Passwords(!share.passwords)}
                    />
                    <p class="quiet">{interface::SHARE_WITHOUT}</p>
                </div>
            }
            <button class="ghost" type="button" {onclick}>{if share.copied { "Copied" } else { "Copy" }}</button>
        </div>
    }
}

fn address(fragment: &str) -> String {
    let href = gloo::utils::window().location().href().unwrap_or_default();
    let base = href.split('#').next().unwrap_or_default();
    format!("{base}#{fragment}")
}
