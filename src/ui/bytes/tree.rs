//! The fields as a tree: one stop for the Tab key, arrows inside.

use super::beyond::beyond;
use super::field_item::FieldItem;
use super::folds::Folds;
use super::ranges::{meets, window};
use super::tree_keys::{Way, next};
use crate::app::Action;
use crate::present::inspect::FieldRow;
use crate::present::narration::interface;
use crate::ui::browser::focus_within;
use crate::ui::shared::Shared;
use crate::ui::store::use_dispatch;
use crate::wire::DecodeError;
use std::ops::Range;
use std::rc::Rc;
use web_sys::Element;
use yew::prelude::*;

/// More fields than this are not drawn at once.
const MOST: usize = 400;

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
    // What is folded away is stood for by the group around it, which is the last one shown before it.
    let stand_in = |number: usize| {
        let before = shown.partition_point(|it| *it <= number);
        before.saturating_sub(1)
    };
    let place = stand_in(props.focused);
    let at = |place: usize| shown.get(place).copied().unwrap_or_default();
    let (focused, lit) = (at(place), at(stand_in(props.lit)));
    let start = window(place, MOST);
    let end = start + MOST;
    let away = dispatch.act::<MouseEvent>(Action::Hover(None));

    let rest = |key: &'static str, count: usize, field: usize| {
        let label = format!("{count} {key} fields");
        html! {
            <li {key} role="none" onmouseenter={&away}>
                {beyond(&dispatch, &label, Action::Focus(field))}
            </li>
        }
    };
    let mut items = Vec::new();
    if start > 0 {
        items.push(rest("earlier", start, at(start - 1)));
    }
    for number in shown.iter().copied().skip(start).take(MOST) {
        if let Some(row) = rows.get(number) {
            let light = (number == lit, number == focused);
            items.push(item(props, number, row, light, folds.open(number)));
        }
    }
    if shown.len() > end {
        items.push(rest("more", shown.len() - end, at(end)));
    }
    if let Some(error) = &props.error {
        items.push(html! {
            <li key="broken" class="broken" role="treeitem" aria-level="1" tabindex="-1" onmouseenter={&away}>
                {interface::breaks_here(error)}
            </li>
        });
    }
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
                Way::Turn => turn(focused),
                // The row takes the focus, and with it the light.
                Way::To(next) => {
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

/// A field; whether it is lit, and whether the keyboard is on it.
fn item(
    props: &TreeProps,
    number: usize,
    row: &Rc<FieldRow>,
    (lit, focused): (bool, bool),
    open: Option<bool>,
) -> Html {
    let within =
        |range: &Range<usize>| range.start <= row.range.start && row.range.end <= range.end;
    let source = !row.range.is_empty() && props.traced.iter().any(within);
    let changed = !row.group && props.changed.iter().any(|range| meets(range, &row.range));
    let other_side = if props.sent {
        "≠ received"
    } else {
        "≠ sent"
    };
    html! {
        <FieldItem
            key={number}
            {number}
            row={row.clone()}
            {lit}
            {focused}
            {open}
            {source}
            differs={changed.then_some(other_side)}
        />
    }
}
