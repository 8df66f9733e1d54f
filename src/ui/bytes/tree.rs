//! The fields as a tree: one stop for the Tab key, arrows inside.

use super::beyond::beyond;
use super::field_item::FieldItem;
use super::ranges::{meets, window};
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

/// The fields.
#[derive(PartialEq, Properties)]
pub struct TreeProps {
    /// The fields.
    pub rows: Shared<Vec<Rc<FieldRow>>>,
    /// Where decoding broke off.
    pub error: Option<DecodeError>,
    /// The bytes that are not the same on the other side of a change.
    pub changed: Rc<[Range<usize>]>,
    /// The bytes that are sources of what is pointed at.
    pub traced: Rc<[Range<usize>]>,
    /// Whether the message is shown as it was sent.
    pub sent: bool,
    /// The field of the keyboard.
    pub focused: usize,
    /// The field that is lit.
    pub lit: usize,
}

/// The tree.
#[component]
pub fn Tree(props: &TreeProps) -> Html {
    let dispatch = use_dispatch();
    let node = use_node_ref();
    let TreeProps { rows, focused, .. } = props;
    let start = window(*focused, MOST);
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
        items.push(rest("earlier", start, start - 1));
    }
    for (number, row) in rows.iter().enumerate().skip(start).take(MOST) {
        items.push(item(props, number, row));
    }
    if rows.len() > end {
        items.push(rest("more", rows.len() - end, end));
    }
    if let Some(error) = &props.error {
        items.push(html! {
            <li key="broken" class="broken" role="treeitem" aria-level="1" tabindex="-1" onmouseenter={&away}>
                {interface::breaks_here(error)}
            </li>
        });
    }
    let onkeydown = {
        let (rows, focused, node) = (rows.clone(), *focused, node.clone());
        move |event: KeyboardEvent| {
            let next = next(&rows, focused, &event.key());
            if let Some((next, tree)) = next.zip(node.cast::<Element>()) {
                event.prevent_default();
                // The row takes the focus, and with it the light.
                focus_within(&tree, &format!("[data-row='{next}']"));
            }
        }
    };
    html! {
        <ul ref={node} class="tree" role="tree" aria-label="Fields" {onkeydown} onmouseleave={away}>
            {items}
        </ul>
    }
}

fn item(props: &TreeProps, number: usize, row: &Rc<FieldRow>) -> Html {
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
            lit={number == props.lit}
            focused={number == props.focused}
            {source}
            differs={changed.then_some(other_side)}
        />
    }
}

/// Where a key leads: up and down, to the parent and to the first child, to the ends.
fn next(rows: &[Rc<FieldRow>], at: usize, key: &str) -> Option<usize> {
    let last = rows.len().saturating_sub(1);
    let depth = rows.get(at).map_or(0, |row| row.depth);
    let child = rows.get(at + 1).is_some_and(|next| next.depth > depth);
    Some(match key {
        "ArrowDown" => (at + 1).min(last),
        "ArrowUp" => at.saturating_sub(1),
        "ArrowRight" => at + usize::from(child),
        "ArrowLeft" => {
            let before = rows.get(..at).unwrap_or_default();
            let parent = before.iter().rposition(|other| other.depth < depth);
            parent.unwrap_or(at)
        }
        "Home" => 0,
        "End" => last,
        _ => return None,
    })
}
