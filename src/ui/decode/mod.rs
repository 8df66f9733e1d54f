//! The page that decodes: what is pasted, what is in it, and whether it proves what it claims.

mod answer;
mod comparison;
mod comparison_choice;
mod found;
mod keys;
mod leftover;
mod outcome_badge;
mod part_choice;
mod paste_box;
mod protected_message;
mod read_progress;
mod take_along;
mod token_head;
mod token_list;
mod token_view;
mod typed_field;
mod unlock;
mod verdict_item;
mod verify;
mod welcome;

use super::controls::{button, file_button};
use super::hooks::{use_dispatch, use_ids};
use super::shared::Shared;
use crate::app::{self, Action, TrafficAction};
use crate::present::narration::decode;
use answer::answer;
use paste_box::paste_box;
use token_list::TokenList;
use token_view::TokenView;
pub use verdict_item::{VerdictItem, verdict_item};
use verify::verify;
use wasm_bindgen::JsCast;
use web_sys::Node;
use welcome::welcome;
use yew::prelude::*;

/// What the page that decodes shows.
#[derive(PartialEq, Properties)]
pub struct DecodePageProps {
    /// The state of the page.
    pub decode: Shared<app::DecodeState>,
    /// Other people's traffic that was read before.
    pub traffic: Shared<app::Traffic>,
}

/// The page below its head. Parts that come and go have places that stay: who types keeps the focus.
#[component]
pub fn DecodePage(props: &DecodePageProps) -> Html {
    let dispatch = use_dispatch();
    let ids = use_ids();
    let file = use_node_ref();
    let decode = &props.decode;
    let found = !decode.report.found.tokens.is_empty();
    let open = file_button(&dispatch, &file, "Open a file", &props.traffic.order);
    let dragged = use_state_eq(|| false);
    let ondragover = {
        let dragged = dragged.clone();
        move |_: DragEvent| dragged.set(true)
    };
    let ondragleave = {
        let dragged = dragged.clone();
        move |event: DragEvent| dragged.set(stays(&event))
    };
    let ondrop = {
        let dragged = dragged.clone();
        move |_: DragEvent| dragged.set(false)
    };
    html! {
        <main tabindex="-1" class={classes!("desk", (!found).then_some("bare"))} {ondragover} {ondragleave} {ondrop}>
            <div class="desk-left">
                {paste_box(&dispatch, &ids, open, decode)}
                <div>
                    if !props.traffic.is_empty() {
                        {button(decode::TO_TRAFFIC, dispatch.act(Action::Traffic(TrafficAction::Open(true))))}
                    }
                </div>
                <div>
                    if found {
                        <TokenList report={&decode.report} token={decode.token} />
                    }
                </div>
            </div>
            if found {
                {answer(&dispatch, decode)}
                <TokenView {decode} />
                {verify(&dispatch, &ids, decode)}
            } else {
                {welcome(&dispatch)}
            }
            if *dragged {
                <p class="drop">{decode::DROP}</p>
            }
        </main>
    }
}

/// Whether what is dragged only went on to another part of the page.
fn stays(event: &DragEvent) -> bool {
    let page = event
        .current_target()
        .and_then(|it| it.dyn_into::<Node>().ok());
    let to = event
        .related_target()
        .and_then(|it| it.dyn_into::<Node>().ok());
    page.is_some_and(|page| to.is_some() && page.contains(to.as_ref()))
}
