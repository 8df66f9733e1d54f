//! The page that decodes: what is pasted, what is in it, and whether it proves what it claims.

mod comparison;
mod comparison_choice;
mod found;
mod keys;
mod leftover;
mod paste_box;
mod protected_message;
mod take_along;
mod token_list;
mod token_view;
mod typed_field;
mod verdict_item;
mod verify;
mod welcome;

use super::browser::dropped;
use super::hooks::use_ids;
use super::shared::Shared;
use super::store::use_dispatch;
use crate::app;
use paste_box::paste_box;
use token_list::TokenList;
use token_view::TokenView;
use verify::verify;
use welcome::welcome;
use yew::prelude::*;

/// What lies on the desk.
#[derive(PartialEq, Properties)]
pub struct DeskProps {
    /// The desk.
    pub desk: Shared<app::Desk>,
}

/// The page below its head. Parts that come and go have places that stay: who types keeps the focus.
#[component]
pub fn Desk(props: &DeskProps) -> Html {
    let dispatch = use_dispatch();
    let ids = use_ids();
    let file = use_node_ref();
    let desk = &props.desk;
    let found = !desk.report.finds.tokens.is_empty();
    let ondragover = |event: DragEvent| event.prevent_default();
    html! {
        <main class={classes!("desk", (!found).then_some("bare"))} {ondragover} ondrop={dropped(dispatch.clone())}>
            <div class="desk-left">
                {paste_box(&dispatch, &ids, &file, desk)}
                <div>
                    if found {
                        <TokenList report={&desk.report} token={desk.token} />
                    }
                </div>
            </div>
            if found {
                <TokenView {desk} />
                {verify(&dispatch, &ids, desk)}
            } else {
                {welcome()}
            }
        </main>
    }
}
