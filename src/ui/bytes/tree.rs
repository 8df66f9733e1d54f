//! The fields as a tree: one stop for the Tab key, arrows inside.

use super::{View, extent, hovered, meets, window};
use crate::app::Action;
use crate::present::inspect::FieldRow;
use crate::ui::effects::focus;
use crate::ui::el::{Does, El, On, el};
use crate::ui::origins::source;
use crate::ui::store::Store;
use crate::ui::text::tint;
use std::ops::Range;
use wasm_bindgen::JsCast;
use web_sys::{Event, KeyboardEvent};

/// More fields than this are not drawn at once.
const MOST: usize = 400;

/// The tree.
pub fn tree(store: &Store, view: &View<'_>) -> El {
    let lit = view.lit;
    let start = window(lit.focused, MOST);
    let mut items = Vec::new();
    items.extend(beyond(store, start, start.checked_sub(1), "earlier"));
    for (number, row) in view.rows.iter().enumerate().skip(start).take(MOST) {
        items.push(item(store, number, row, view));
    }
    let end = start + MOST;
    let left = view.rows.len().saturating_sub(end);
    items.extend(beyond(store, left, (left > 0).then_some(end), "more"));
    if let Some(error) = view.broken {
        let said = format!("It breaks here. {error}");
        items.push(
            el("li.broken|role=treeitem|aria-level=1|tabindex=-1")
                .key(usize::MAX)
                .text(&said),
        );
    }
    let steps: Vec<usize> = view.rows.iter().map(|row| row.depth).collect();
    el("ul.tree|role=tree|aria-label=Fields")
        .on(
            On::Key,
            store,
            Does::Call(Box::new(keys(steps, lit.focused))),
        )
        .children(items)
}

/// A way to the fields that are not drawn.
fn beyond(store: &Store, count: usize, field: Option<usize>, which: &str) -> Option<El> {
    let words = format!("{count} {which} fields");
    let line = el("li.beyond|role=none").key(usize::MAX - 1 - usize::from(which == "more"));
    field.map(|field| {
        let button = el("button.ghost|type=button").text(&words);
        line.child(button.click(store, Action::Focus(field)))
    })
}

fn item(store: &Store, number: usize, row: &FieldRow, view: &View<'_>) -> El {
    let lit = view.lit;
    const DEPTHS: [&str; 6] = ["", "depth-1", "depth-2", "depth-3", "depth-4", "depth-5"];
    let depth = DEPTHS
        .get(row.depth)
        .or(DEPTHS.last())
        .copied()
        .unwrap_or_default();
    let within =
        |range: &Range<usize>| range.start <= row.range.start && row.range.end <= range.end;
    let traced = !row.range.is_empty() && view.traced.iter().any(within);
    let line = el("li.field-row|role=treeitem")
        .and(depth)
        .and(tint(row.secret))
        .and(if number == lit.field() { "lit" } else { "" })
        .and(if row.group { "group" } else { "" })
        .and(source(traced))
        .key(number)
        .number("aria-level", row.depth + 1)
        .flag("aria-selected", number == lit.focused)
        .stop(number == lit.focused)
        .number("data-row", number)
        .on(On::Focus, store, Does::Act(Action::Focus(number)))
        .click(store, Action::Focus(number));
    let changed = view.changed.iter().any(|range| meets(range, &row.range));
    let unlike = (changed && !row.group)
        .then(|| el("b.differs").text(if lit.sent { "≠ received" } else { "≠ sent" }));
    hovered(line, store, Some(number))
        .child(el("span.name").text(&row.name))
        .child(el("span.value").text(&row.value).perhaps(unlike))
        .child(el("span.range").text(&extent(&row.range)))
}

/// Up and down, to the parent and to the first child, to the ends.
fn keys(depths: Vec<usize>, at: usize) -> impl Fn(&Event) {
    move |event| {
        let last = depths.len().saturating_sub(1);
        let depth = depths.get(at).copied().unwrap_or_default();
        let next = match event.unchecked_ref::<KeyboardEvent>().key().as_str() {
            "ArrowDown" => (at + 1).min(last),
            "ArrowUp" => at.saturating_sub(1),
            "ArrowRight" if depths.get(at + 1).is_some_and(|next| *next > depth) => at + 1,
            "ArrowLeft" => {
                let before = depths.get(..at).unwrap_or_default();
                before
                    .iter()
                    .rposition(|other| *other < depth)
                    .unwrap_or(at)
            }
            "ArrowRight" => at,
            "Home" => 0,
            "End" => last,
            _ => return,
        };
        event.prevent_default();
        // The row takes the focus, and with it the light.
        focus(&format!("[data-row='{next}']"));
    }
}
