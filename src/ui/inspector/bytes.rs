//! Fields and bytes, linked both ways, by mouse and by keyboard.

use super::focus;
use super::message::{nothing_sent, side};
use crate::app::{Action, Lit};
use crate::present::inspect::{self, FieldRow, HEX_ROW, HexRow, field_rows, hex_rows};
use crate::present::tamper::differing;
use crate::ui::el::{Does, El, On, el};
use crate::ui::fields::radio;
use crate::ui::store::Store;
use crate::ui::text::tint;
use crate::wire::{Layer, LayerValue};
use std::ops::Range;
use wasm_bindgen::JsCast;
use web_sys::{Event, KeyboardEvent};

/// More bytes than this are not drawn at once.
const MOST_ROWS: usize = 256;

/// The bytes of the message of the step shown.
pub fn bytes(store: &Store) -> El {
    let state = &store.state;
    let message = state
        .current()
        .and_then(|step| inspect::message(&state.film.log, step));
    let Some([sent, received]) = message else {
        return nothing_sent();
    };
    let (layers, others) = if state.lit.sent {
        (sent, received)
    } else {
        (received, sent)
    };
    // The innermost message is what most people came for.
    let inner = layers
        .iter()
        .position(|layer| matches!(layer.value, LayerValue::Ntlm(_)));
    let shown = state.lit.layer.or(inner);
    let shown = shown.unwrap_or(layers.len().saturating_sub(1));
    let mut choice = Vec::new();
    if layers.len() > 1 {
        let mut radios = Vec::new();
        for (number, layer) in layers.iter().enumerate() {
            let name = inspect::layer_name(layer);
            let pick = Action::Layer(number);
            radios.push(radio(store, "layer", name, number == shown, pick));
        }
        let group = el("div.segs|role=radiogroup|aria-label=Layer");
        choice.push(group.children(radios));
    }
    let other = others.get(shown);
    let view = layers.get(shown).map(|layer| {
        let changed = other.map(|other| differing(layer, other));
        layer_view(store, layer, &changed.unwrap_or_default())
    });
    el("div.bytes")
        .perhaps(side(store))
        .children(choice)
        .children(view.unwrap_or_default())
}

/// Lights a field while the pointer is over an element.
fn hovered(element: El, store: &Store, field: Option<usize>) -> El {
    element
        .on(On::Enter, store, Does::Act(Action::Hover(field)))
        .on(On::Leave, store, Does::Act(Action::Hover(None)))
}

fn layer_view(store: &Store, layer: &Layer, changed: &[Range<usize>]) -> Vec<El> {
    let lit = store.state.lit;
    let rows = field_rows(&layer.layout, &layer.bytes);
    let onkeydown = move_focus(rows.len(), lit.focused);
    let mut parts = Vec::new();
    if let Some(error) = &layer.error {
        let said = format!("It does not decode further: {error}");
        parts.push(el("p.problem").text(&said));
    }
    let mut fields = Vec::new();
    for (number, row) in rows.iter().enumerate() {
        let other = changed.iter().any(|range| meets(range, &row.range));
        fields.push(field_row(store, number, row, (lit, other)));
    }
    parts.push(
        el("table.fields|role=grid|aria-label=Field table")
            .on(On::Key, store, Does::Call(Box::new(onkeydown)))
            .child(el("tbody|role=rowgroup").children(fields)),
    );
    let mut lines = Vec::new();
    for line in hex_rows(&layer.bytes, 0, MOST_ROWS) {
        lines.push(hex_line(store, &line, &rows, (lit, changed)));
    }
    let hidden = layer.bytes.len().saturating_sub(MOST_ROWS * HEX_ROW);
    if hidden > 0 {
        let more = format!("… and {hidden} bytes more");
        lines.push(el("p.quiet").text(&more));
    }
    let name = format!("{} bytes in hex", layer.bytes.len());
    let hex = el("div.hex|role=group").attr("aria-label", &name);
    parts.push(hex.children(lines));
    let said = rows
        .get(lit.field())
        .map(|row| format!("{} · {}", row.name, row.spec));
    parts.push(el("p.quiet spec-line").text(&said.unwrap_or_default()));
    parts
}

/// What stands beside a field that is not the same on both sides.
fn unlike(lit: Lit) -> &'static str {
    if lit.sent { "≠ received" } else { "≠ sent" }
}

fn field_row(store: &Store, number: usize, row: &FieldRow, (lit, changed): (Lit, bool)) -> El {
    const DEPTHS: [&str; 6] = [
        "th.depth-0|scope=row|role=rowheader",
        "th.depth-1|scope=row|role=rowheader",
        "th.depth-2|scope=row|role=rowheader",
        "th.depth-3|scope=row|role=rowheader",
        "th.depth-4|scope=row|role=rowheader",
        "th.depth-5|scope=row|role=rowheader",
    ];
    let name = DEPTHS.get(row.depth).or(DEPTHS.last());
    let line = el("tr|role=row")
        .and(tint(row.secret))
        .and(if number == lit.field() { "lit" } else { "" })
        .and(if row.group { "group" } else { "" })
        .key(number)
        .stop(number == lit.focused)
        .number("data-row", number)
        .attr("title", row.spec)
        .on(On::Focus, store, Does::Act(Action::Focus(number)));
    hovered(line, store, Some(number))
        .child(el(name.copied().unwrap_or_default()).text(&row.name))
        .child(
            el("td|role=gridcell")
                .text(&row.value)
                .perhaps((changed && !row.group).then(|| el("b.differs").text(unlike(lit)))),
        )
        .child(el("td.range|role=gridcell").text(&extent(&row.range)))
}

/// Sixteen bytes. Bytes know the innermost field they belong to.
fn hex_line(
    store: &Store,
    line: &HexRow,
    rows: &[FieldRow],
    (lit, changed): (Lit, &[Range<usize>]),
) -> El {
    let range = rows
        .get(lit.field())
        .map(|row| row.range.clone())
        .unwrap_or_default();
    let mut bytes = Vec::new();
    let mut text = String::new();
    for (at, byte) in (line.offset..).zip(&line.bytes) {
        let printable = byte.is_ascii_graphic() || *byte == b' ';
        text.push(if printable { char::from(*byte) } else { '·' });
        let field = innermost(rows, at);
        let secret = field
            .and_then(|number| rows.get(number))
            .and_then(|row| row.secret);
        let element = el("span.byte")
            .and(tint(secret))
            .and(if range.contains(&at) { "lit" } else { "" })
            .and(if changed.iter().any(|range| range.contains(&at)) {
                "differs"
            } else {
                ""
            })
            .text(&hex_byte(*byte));
        let element = match field {
            Some(number) => element.click(store, Action::Focus(number)),
            None => element,
        };
        bytes.push(hovered(element, store, field));
    }
    el("div.hex-line")
        .key(line.offset)
        .child(el("span.offset").text(&offset(line.offset)))
        .child(el("span.hex-bytes").children(bytes))
        .child(el("span.ascii|aria-hidden=true").text(&text))
}

/// Whether two ranges share a byte; what was taken out counts where it was.
fn meets(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && (other.start < one.end || other.contains(&one.start))
}

fn hex_byte(byte: u8) -> String {
    format!("{byte:02x}")
}

fn offset(offset: usize) -> String {
    format!("{offset:04x}")
}

/// The smallest field that covers a byte; the first one where several are equal.
fn innermost(rows: &[FieldRow], offset: usize) -> Option<usize> {
    let covering = rows
        .iter()
        .enumerate()
        .filter(|(_, row)| row.range.contains(&offset));
    covering
        .min_by_key(|(_, row)| (row.range.len(), row.group))
        .map(|(number, _)| number)
}

fn extent(range: &Range<usize>) -> String {
    match range.len() {
        0 => "–".to_owned(),
        1 => range.start.to_string(),
        _ => format!("{}–{}", range.start, range.end.saturating_sub(1)),
    }
}

/// Arrows, Home and End move between the fields.
fn move_focus(count: usize, at: usize) -> impl Fn(&Event) {
    move |event| {
        let last = count.saturating_sub(1);
        let next = match event.unchecked_ref::<KeyboardEvent>().key().as_str() {
            "ArrowDown" => (at + 1).min(last),
            "ArrowUp" => at.saturating_sub(1),
            "Home" => 0,
            "End" => last,
            _ => return,
        };
        event.prevent_default();
        // The row takes the focus, and with it the light.
        focus(&format!("[data-row='{next}']"));
    }
}
