//! The fields as a tree: one stop for the Tab key, arrows inside.

use super::folds::{Folds, stand_in};
use super::tree_items::tree_items;
use super::tree_keys::{TreeMove, next};
use crate::app::Action;
use crate::present::inspect::FieldRow;
use crate::ui::browser::focus_within;
use crate::ui::hooks::use_dispatch;
use crate::ui::shared::Shared;
use crate::wire::DecodeError;
use std::ops::Range;
use std::rc::Rc;
use web_sys::Element;
use yew::prelude::*;

/// Props of [`Tree`].
#[derive(PartialEq, Properties)]
pub struct TreeProps {
    /// The rows, those of groups before those within them.
    pub rows: Shared<Vec<Rc<FieldRow>>>,
    /// Where decoding broke off.
    pub error: Option<DecodeError>,
    /// The bytes that are not the same on the other side of a change.
    pub changed: Rc<[Range<usize>]>,
    /// The bytes that are sources of what is pointed at.
    pub traced: Rc<[Range<usize>]>,
    /// Whether the message is shown as it was sent.
    pub sent: bool,
    /// Index of the row that Tab reaches.
    pub focused: usize,
    /// Index of the highlighted row.
    pub lit: usize,
}

/// The tree.
#[component]
pub fn Tree(props: &TreeProps) -> Html {
    let dispatch = use_dispatch();
    let node = use_node_ref();
    let rows = &props.rows;
    let turned = use_state(|| Folds::new(rows.clone()));
    let folds = if turned.are_of(rows) {
        Folds::clone(&turned)
    } else {
        Folds::new(rows.clone())
    };
    let shown: Rc<[usize]> = folds.shown().into();
    let place = stand_in(&shown, props.focused);
    let focused = shown.get(place).copied().unwrap_or_default();
    let away = dispatch.act::<MouseEvent>(Action::Hover(None));
    let items = tree_items(&dispatch, props, &folds, &shown, place);
    let turn = {
        let (folds, turned) = (folds.clone(), turned.setter());
        move |number: usize| turned.set(folds.turn(number))
    };
    let onclick = {
        let turn = turn.clone();
        move |event: MouseEvent| {
            let row = event.target_dyn_into::<Element>();
            let row = row.and_then(|row| row.closest("[data-row]").ok().flatten());
            let number = row.and_then(|row| row.get_attribute("data-row")?.parse().ok());
            number.into_iter().for_each(&turn);
        }
    };
    let onkeydown = {
        let (rows, shown, node) = (rows.clone(), shown.clone(), node.clone());
        move |event: KeyboardEvent| {
            let way = next(&rows, &shown, place, folds.open(focused), &event.key());
            let (Some(way), Some(tree)) = (way, node.cast::<Element>()) else {
                return;
            };
            event.prevent_default();
            match way {
                TreeMove::Turn => turn(focused),
                // The row takes the focus, and with it the light.
                TreeMove::To(next) => {
                    focus_within(&tree, &format!("[data-row='{next}']"));
                }
            }
        }
    };
    html! {
        <ul ref={node} class="tree" role="tree" aria-label="Fields" {onclick} {onkeydown} onmouseleave={away}>
            {items}
        </ul>
    }
}
