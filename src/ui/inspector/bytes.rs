//! Fields and bytes, linked both ways, by mouse and by keyboard.

use super::message::nothing_sent;
use crate::present::inspect::{self, FieldRow, HEX_ROW, HexRow, field_rows, hex_rows};
use crate::ui::el::{El, all, el};
use crate::ui::fields::radio;
use crate::ui::store::StoreProps;
use crate::ui::text::tint;
use crate::wire::{Layer, LayerValue};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

/// More bytes than this are not drawn at once.
const MOST_ROWS: usize = 256;

/// The bytes of the message of the step shown.
#[component]
pub fn Bytes(props: &StoreProps) -> Html {
    let state = &props.store.state;
    let chosen = use_state(|| None::<usize>);
    // What the pointer is over, and where the keyboard is.
    let hovered = use_state(|| None::<usize>);
    let focused = use_state(|| 0usize);
    let table = use_node_ref();
    let message = state
        .current()
        .and_then(|step| inspect::message(&state.film.log, step));
    let Some((_, layers)) = message else {
        return nothing_sent();
    };
    // The innermost message is what most people came for.
    let inner = layers
        .iter()
        .position(|layer| matches!(layer.value, LayerValue::Ntlm(_)));
    let shown = chosen.or(inner).unwrap_or(layers.len().saturating_sub(1));
    let link = Link {
        lit: hovered.unwrap_or(*focused),
        focused: *focused,
        hover: hovered.setter(),
        focus: focused.setter(),
    };
    let mut choice = Vec::new();
    if layers.len() > 1 {
        for (number, layer) in layers.iter().enumerate() {
            let (chosen, focused) = (chosen.setter(), focused.setter());
            let pick = Callback::from(move |_| {
                chosen.set(Some(number));
                focused.set(0);
            });
            choice.push(radio(
                "layer",
                inspect::layer_name(layer),
                number == shown,
                pick,
            ));
        }
        let group = el("div", "segs").attrs(&[("role", "radiogroup"), ("aria-label", "Layer")]);
        choice = vec![group.children(choice).html()];
    }
    let view = layers
        .get(shown)
        .map(|layer| layer_view(layer, &link, table));
    el("div", "bytes")
        .children(choice)
        .child(view.unwrap_or_default())
        .html()
}

/// What ties a field to its bytes: the field that is lit, and how to light another.
struct Link {
    lit: usize,
    focused: usize,
    hover: UseStateSetter<Option<usize>>,
    focus: UseStateSetter<usize>,
}

impl Link {
    /// Lights a field while the pointer is over an element.
    fn hovered(&self, element: El, field: Option<usize>) -> El {
        let (enter, leave) = (self.hover.clone(), self.hover.clone());
        element.on_hover(
            Callback::from(move |_| enter.set(field)),
            Callback::from(move |_| leave.set(None)),
        )
    }
}

fn layer_view(layer: &Layer, link: &Link, table: NodeRef) -> Html {
    let rows = field_rows(&layer.layout, &layer.bytes);
    let onkeydown = move_focus(table.clone(), rows.len(), link.focused);
    let mut parts = Vec::new();
    if let Some(error) = &layer.error {
        let said = format!("It does not decode further: {error}");
        parts.push(el("p", "problem").text(&said).html());
    }
    let mut fields = Vec::new();
    for (number, row) in rows.iter().enumerate() {
        fields.push(field_row(number, row, link));
    }
    let body = el("tbody", "")
        .attrs(&[("role", "rowgroup")])
        .children(fields);
    parts.push(
        el("table", "fields")
            .attrs(&[("role", "grid"), ("aria-label", "Field table")])
            .node(table)
            .on_key(onkeydown)
            .child(body.html())
            .html(),
    );
    let mut lines = Vec::new();
    for line in hex_rows(&layer.bytes, 0, MOST_ROWS) {
        lines.push(hex_line(&line, &rows, link));
    }
    let hidden = layer.bytes.len().saturating_sub(MOST_ROWS * HEX_ROW);
    if hidden > 0 {
        let more = format!("… and {hidden} bytes more");
        lines.push(el("p", "quiet").text(&more).html());
    }
    let name = format!("{} bytes in hex", layer.bytes.len());
    let hex = el("div", "hex")
        .attrs(&[("role", "group")])
        .attr("aria-label", &name);
    parts.push(hex.children(lines).html());
    let lit = rows
        .get(link.lit)
        .map(|row| format!("{} · {}", row.name, row.spec));
    parts.push(
        el("p", "quiet spec-line")
            .text(&lit.unwrap_or_default())
            .html(),
    );
    all(parts)
}

fn field_row(number: usize, row: &FieldRow, link: &Link) -> Html {
    let focus = link.focus.clone();
    let mut class = tint(row.secret).to_owned();
    if number == link.lit {
        class.push_str(" lit");
    }
    if row.group {
        class.push_str(" group");
    }
    let cell = |class: &str, words: &str| {
        el("td", class)
            .attrs(&[("role", "gridcell")])
            .text(words)
            .html()
    };
    let name = el("th", &format!("depth-{}", row.depth.min(5)))
        .attrs(&[("scope", "row"), ("role", "rowheader")])
        .text(&row.name);
    let line = el("tr", &class)
        .key(number)
        .attrs(&[("role", "row")])
        .attr("tabindex", if number == link.focused { "0" } else { "-1" })
        .attr("data-row", &number.to_string())
        .attr("title", row.spec)
        .on_focus(Callback::from(move |_| focus.set(number)));
    link.hovered(line, Some(number))
        .child(name.html())
        .child(cell("", &row.value))
        .child(cell("range", &extent(&row.range)))
        .html()
}

/// Sixteen bytes. Bytes know the innermost field they belong to.
fn hex_line(line: &HexRow, rows: &[FieldRow], link: &Link) -> Html {
    let range = rows
        .get(link.lit)
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
        let lit = if range.contains(&at) { " lit" } else { "" };
        let focus = link.focus.clone();
        let element = el("span", &format!("byte {}{lit}", tint(secret)))
            .text(&hex_byte(*byte))
            .on_click(Callback::from(move |_| {
                if let Some(number) = field {
                    focus.set(number);
                }
            }));
        bytes.push(link.hovered(element, field).html());
    }
    el("div", "hex-line")
        .key(line.offset)
        .child(el("span", "offset").text(&offset(line.offset)).html())
        .child(el("span", "hex-bytes").children(bytes).html())
        .child(
            el("span", "ascii")
                .attrs(&[("aria-hidden", "true")])
                .text(&text)
                .html(),
        )
        .html()
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

fn extent(range: &std::ops::Range<usize>) -> String {
    match range.len() {
        0 => "–".to_owned(),
        1 => range.start.to_string(),
        _ => format!("{}–{}", range.start, range.end.saturating_sub(1)),
    }
}

/// Arrows, Home and End move between the fields.
fn move_focus(table: NodeRef, count: usize, at: usize) -> Callback<KeyboardEvent> {
    Callback::from(move |event: KeyboardEvent| {
        let last = count.saturating_sub(1);
        let next = match event.key().as_str() {
            "ArrowDown" => (at + 1).min(last),
            "ArrowUp" => at.saturating_sub(1),
            "Home" => 0,
            "End" => last,
            _ => return,
        };
        event.prevent_default();
        let Some(table) = table.cast::<web_sys::Element>() else {
            return;
        };
        let row = table
            .query_selector(&format!("[data-row='{next}']"))
            .ok()
            .flatten();
        if let Some(row) = row.and_then(|row| row.dyn_into::<HtmlElement>().ok()) {
            // The row takes the focus, and with it the light.
            let _ = row.focus();
        }
    })
}
