//! The bytes in hex: one stop for the Tab key, arrows from byte to byte.

use super::{View, hovered, window};
use crate::app::Action;
use crate::present::inspect::{HEX_ROW, HexRow, hex_rows};
use crate::ui::effects::focus;
use crate::ui::el::{Does, El, On, el};
use crate::ui::origins::source;
use crate::ui::store::Store;
use crate::ui::text::tint;
use wasm_bindgen::JsCast;
use web_sys::{Event, KeyboardEvent};

/// More lines than this are not drawn at once.
const MOST: usize = 96;

/// The grid: the lines around the field that is lit.
pub fn grid(store: &Store, view: &View<'_>) -> El {
    let focused = view
        .rows
        .get(view.lit.focused)
        .map(|row| row.range.clone())
        .unwrap_or_default();
    // The byte of the keyboard counts while it is in the field that is lit.
    let byte = if focused.contains(&view.lit.byte) {
        view.lit.byte
    } else {
        focused.start
    };
    let start = window(byte / HEX_ROW, MOST);
    let mut lines = Vec::new();
    let before = start * HEX_ROW;
    if before > 0 {
        lines.push(beyond(store, view, before, before - 1, "before"));
    }
    for line in hex_rows(view.bytes, start, MOST) {
        lines.push(hex_line(store, &line, view, byte));
    }
    let end = (start + MOST) * HEX_ROW;
    let behind = view.bytes.len().saturating_sub(end);
    if behind > 0 {
        lines.push(beyond(store, view, behind, end, "behind"));
    }
    let keys = {
        let (store, length) = (store.clone(), view.bytes.len());
        move |event: &Event| step(event, &store, byte, length)
    };
    el("div.hex|role=grid|aria-label=Bytes")
        .number("aria-rowcount", view.bytes.len().div_ceil(HEX_ROW))
        .on(On::Key, store, Does::Call(Box::new(keys)))
        .children(lines)
}

/// A way to the bytes that are not drawn.
fn beyond(store: &Store, view: &View<'_>, count: usize, byte: usize, which: &str) -> El {
    let words = format!("{count} bytes {which}");
    let go = Action::FocusByte(byte, view.innermost(byte));
    el("div.beyond")
        .key(usize::MAX - usize::from(which == "behind"))
        .child(el("button.ghost|type=button").text(&words).click(store, go))
}

/// Sixteen bytes. Bytes know the innermost field they belong to.
fn hex_line(store: &Store, line: &HexRow, view: &View<'_>, stop: usize) -> El {
    let range = view
        .lit_row()
        .map(|row| row.range.clone())
        .unwrap_or_default();
    let unread = view.unread();
    let changed = |at| view.changed.iter().any(|range| range.contains(&at));
    let mut bytes = Vec::new();
    let mut text = String::new();
    for (at, byte) in (line.offset..).zip(&line.bytes) {
        let printable = byte.is_ascii_graphic() || *byte == b' ';
        text.push(if printable { char::from(*byte) } else { '·' });
        let field = view.innermost(at);
        let secret = field
            .and_then(|number| view.rows.get(number))
            .and_then(|row| row.secret);
        let element = el("span.byte|role=gridcell")
            .and(tint(secret))
            .and(if range.contains(&at) { "lit" } else { "" })
            .and(if unread.contains(&at) { "broken" } else { "" })
            .and(if changed(at) { "differs" } else { "" })
            .and(source(view.traced.iter().any(|it| it.contains(&at))))
            .stop(at == stop)
            .number("data-byte", at)
            .on(On::Focus, store, Does::Act(Action::FocusByte(at, field)))
            .text(&format!("{byte:02x}"));
        bytes.push(hovered(element, store, field));
    }
    el("div.hex-line|role=row")
        .key(line.offset)
        .number("aria-rowindex", line.offset / HEX_ROW + 1)
        .child(el("span.offset|role=rowheader").text(&format!("{:04x}", line.offset)))
        .child(el("span.hex-bytes|role=none").children(bytes))
        .child(el("span.ascii|aria-hidden=true").text(&text))
}

/// Arrows, to the ends of the line, and with Ctrl to the ends of all.
fn step(event: &Event, store: &Store, at: usize, length: usize) {
    let event: &KeyboardEvent = event.unchecked_ref();
    let last = length.saturating_sub(1);
    let line = window(at, HEX_ROW);
    let next = match (event.key().as_str(), event.ctrl_key()) {
        ("ArrowRight", _) => at + 1,
        ("ArrowLeft", _) => at.saturating_sub(1),
        ("ArrowDown", _) => at + HEX_ROW,
        ("ArrowUp", _) => at.checked_sub(HEX_ROW).unwrap_or(at),
        ("Home", false) => line,
        ("End", false) => line + HEX_ROW - 1,
        ("Home", true) => 0,
        ("End", true) => last,
        _ => return,
    };
    let next = next.min(last);
    event.prevent_default();
    // The byte takes the focus, and with it its field the light; one that is not drawn yet is drawn first.
    if !focus(&format!("[data-byte='{next}']")) {
        store.dispatch.emit(Action::FocusByte(next, None));
    }
}
