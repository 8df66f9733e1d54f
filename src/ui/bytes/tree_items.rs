//! The lines of the tree that are drawn: those around the keyboard's, and what stands for the others.

use super::beyond::beyond;
use super::field_item::FieldItem;
use super::folds::{Folds, stand_in};
use super::ranges::{meets, window};
use super::tree::TreeProps;
use crate::app::Action;
use crate::present::inspect::FieldRow;
use crate::present::narration::interface;
use crate::ui::dispatch::Dispatch;
use std::ops::Range;
use std::rc::Rc;
use yew::prelude::*;

/// More fields than this are not drawn at once.
const MOST_FIELDS_DRAWN: usize = 400;

/// Of the rows that are shown, those around the one at `place` among them, which is the keyboard's.
pub fn tree_items(
    dispatch: &Dispatch,
    props: &TreeProps,
    folds: &Folds,
    shown: &[usize],
    place: usize,
) -> Vec<Html> {
    let at = |place: usize| shown.get(place).copied().unwrap_or_default();
    let (focused, lit) = (at(place), at(stand_in(shown, props.lit)));
    let start = window(place, MOST_FIELDS_DRAWN);
    let end = start + MOST_FIELDS_DRAWN;
    let away = dispatch.act::<MouseEvent>(Action::Hover(None));

    let rest = |key: &'static str, count: usize, field: usize| {
        let label = format!("{count} {key} fields");
        html! {
            <li {key} role="none" onmouseenter={&away}>
                {beyond(dispatch, &label, Action::Focus(field))}
            </li>
        }
    };
    let mut items = Vec::new();
    if start > 0 {
        items.push(rest("earlier", start, at(start - 1)));
    }
    for number in shown.iter().copied().skip(start).take(MOST_FIELDS_DRAWN) {
        if let Some(row) = props.rows.get(number) {
            let state = RowState {
                lit: number == lit,
                focused: number == focused,
                open: folds.open(number),
            };
            items.push(item(props, number, row, state));
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
    items
}

/// How a field stands.
struct RowState {
    /// Whether it is pointed at.
    lit: bool,
    /// Whether the keyboard is on it.
    focused: bool,
    /// Of a group: whether what is in it is shown.
    open: Option<bool>,
}

fn item(props: &TreeProps, number: usize, row: &Rc<FieldRow>, state: RowState) -> Html {
    let RowState { lit, focused, open } = state;
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
