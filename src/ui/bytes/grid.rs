//! The bytes in hex: one stop for the Tab key, arrows from byte to byte.

use super::grid_keys::next;
use super::grid_lines::grid_lines;
use super::ranges::{innermost, window};
use crate::app::Action;
use crate::present::inspect::{FieldRow, HEX_ROW};
use crate::ui::browser::focus_within;
use crate::ui::hooks::use_dispatch;
use crate::ui::shared::Shared;
use crate::wire::Layer;
use std::ops::Range;
use std::rc::Rc;
use web_sys::Element;
use yew::prelude::*;

/// More lines than this are not drawn at once.
const MOST_LINES_DRAWN: usize = 96;

/// A layer's bytes, and which of them stand out.
#[derive(PartialEq, Properties)]
pub struct GridProps {
    /// The layer whose bytes are drawn.
    pub layer: Shared<Layer>,
    /// The rows of its fields, by which a byte finds its field.
    pub rows: Shared<Vec<Rc<FieldRow>>>,
    /// The bytes that are not the same on the other side of a change.
    pub changed: Rc<[Range<usize>]>,
    /// The bytes that are sources of what is pointed at.
    pub traced: Rc<[Range<usize>]>,
    /// The field of the keyboard.
    pub focused: usize,
    /// The field that is lit.
    pub lit: usize,
    /// The byte of the keyboard.
    pub byte: usize,
}

/// The grid: the lines around the field of the keyboard.
#[component]
pub fn Grid(props: &GridProps) -> Html {
    let dispatch = use_dispatch();
    let node = use_node_ref();
    let GridProps { layer, rows, .. } = props;
    let stop = stop(props);
    let first = window(stop / HEX_ROW, MOST_LINES_DRAWN) * HEX_ROW;
    let end = layer.bytes.len().min(first + MOST_LINES_DRAWN * HEX_ROW);
    // What a byte belongs to does not change with what is lit.
    let kinds = use_memo((rows.clone(), first..end), |(rows, bytes)| {
        let field = |byte| innermost(rows, byte).and_then(|number| rows.get(number));
        let kinds = bytes.clone().map(|byte| field(byte)?.value_kind);
        kinds.collect::<Vec<_>>()
    });
    let lines = grid_lines(&dispatch, props, stop, first..end, &kinds);

    let onmouseover = {
        let (rows, dispatch) = (rows.clone(), dispatch.clone());
        move |event: MouseEvent| {
            let field = byte_of(&event).and_then(|byte| innermost(&rows, byte));
            dispatch.emit(Action::Hover(field));
        }
    };
    let onmouseleave = dispatch.act(Action::Hover(None));
    let onfocusin = {
        let (rows, dispatch) = (rows.clone(), dispatch.clone());
        move |event: FocusEvent| {
            if let Some(byte) = byte_of(&event) {
                dispatch.emit(Action::FocusByte(byte, innermost(&rows, byte)));
            }
        }
    };
    let onkeydown = {
        let (node, last) = (node.clone(), layer.bytes.len().saturating_sub(1));
        move |event: KeyboardEvent| {
            let next = next(stop, last, &event.key(), event.ctrl_key());
            if let Some((next, grid)) = next.zip(node.cast::<Element>()) {
                event.prevent_default();
                // The byte takes the focus, and with it its field the light; one that is not drawn yet is drawn first.
                if !focus_within(&grid, &format!("[data-byte='{next}']")) {
                    dispatch.emit(Action::FocusByte(next, None));
                }
            }
        }
    };
    html! {
        <div
            ref={node}
            class="hex"
            role="grid"
            aria-label="Bytes"
            aria-rowcount={layer.bytes.len().div_ceil(HEX_ROW).to_string()}
            {onkeydown}
            {onfocusin}
            {onmouseover}
            {onmouseleave}
        >
            {lines}
        </div>
    }
}

/// The byte that is the stop of the Tab key: the keyboard's own counts while it is in the field that has the focus.
fn stop(props: &GridProps) -> usize {
    let focused = props.rows.get(props.focused);
    let focused = focused.map_or(0..0, |row| row.range.clone());
    if focused.contains(&props.byte) {
        props.byte
    } else {
        focused.start
    }
}

/// The byte that an event happened at.
fn byte_of(event: &impl TargetCast) -> Option<usize> {
    let target = event.target_dyn_into::<Element>()?;
    target.get_attribute("data-byte")?.parse().ok()
}
