//! Fields and bytes, linked both ways, by mouse and by keyboard.

use crate::present::inspect::{self, FieldRow, HEX_ROW, HexRow, field_rows, hex_rows};
use crate::ui::store::StoreProps;
use crate::ui::text::value_class;
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
        return html! { <p class="empty">{ "Nothing is sent at this step: it happens inside the host." }</p> };
    };
    // The innermost message is what most people came for.
    let inner = layers
        .iter()
        .position(|layer| matches!(layer.value, LayerValue::Ntlm(_)));
    let shown = chosen.or(inner).unwrap_or(layers.len().saturating_sub(1));
    let pick = |number: usize| {
        let (chosen, focused) = (chosen.setter(), focused.setter());
        move |_: Event| {
            chosen.set(Some(number));
            focused.set(0);
        }
    };
    let link = Link {
        lit: hovered.unwrap_or(*focused),
        focused: *focused,
        hover: hovered.setter(),
        focus: focused.setter(),
    };
    html! {
        <div class="bytes">
            if layers.len() > 1 {
                <div class="segs" role="radiogroup" aria-label="Layer">
                    { for layers.iter().enumerate().map(|(number, layer)| html! {
                        <label key={number} class={if number == shown { "seg on" } else { "seg" }}>
                            <input type="radio" name="layer" checked={number == shown} onchange={pick(number)} />
                            <span>{ inspect::layer_name(layer) }</span>
                        </label>
                    }) }
                </div>
            }
            { layers.get(shown).map(|layer| layer_view(layer, &link, table)) }
        </div>
    }
}

/// What ties a field to its bytes: the field that is lit, and how to light another.
struct Link {
    lit: usize,
    focused: usize,
    hover: UseStateSetter<Option<usize>>,
    focus: UseStateSetter<usize>,
}

impl Link {
    fn enter(&self, field: Option<usize>) -> impl Fn(MouseEvent) + 'static {
        let hover = self.hover.clone();
        move |_| hover.set(field)
    }
}

fn layer_view(layer: &Layer, link: &Link, table: NodeRef) -> Html {
    let rows = field_rows(&layer.layout, &layer.bytes);
    let lit = rows.get(link.lit);
    let onkeydown = move_focus(table.clone(), rows.len(), link.focused);
    let hidden = layer.bytes.len().saturating_sub(MOST_ROWS * HEX_ROW);
    html! {
        <>
            if let Some(error) = &layer.error {
                <p class="problem">{ format!("It does not decode further: {error}") }</p>
            }
            <table class="fields" role="grid" aria-label="Field table" ref={table} {onkeydown}>
                <tbody role="rowgroup">{ for rows.iter().enumerate().map(|row| field_row(row, link)) }</tbody>
            </table>
            <div class="hex" aria-label={format!("{} bytes in hex", layer.bytes.len())} role="group">
                { for hex_rows(&layer.bytes, 0, MOST_ROWS).iter().map(|line| hex_line(line, &rows, link)) }
                if hidden > 0 {
                    <p class="quiet">{ format!("… and {hidden} bytes more") }</p>
                }
            </div>
            <p class="quiet spec-line">{ lit.map(|row| format!("{} · {}", row.name, row.spec)) }</p>
        </>
    }
}

fn field_row((number, row): (usize, &FieldRow), link: &Link) -> Html {
    let focus = link.focus.clone();
    html! {
        <tr key={number} role="row" class={classes!(row.secret.map(value_class), (number == link.lit).then_some("lit"), row.group.then_some("group"))}
            tabindex={if number == link.focused { "0" } else { "-1" }} data-row={number.to_string()} title={row.spec}
            onmouseenter={link.enter(Some(number))} onmouseleave={link.enter(None)} onfocus={move |_| focus.set(number)}>
            <th scope="row" role="rowheader" class={format!("depth-{}", row.depth.min(5))}>{ row.name.clone() }</th>
            <td role="gridcell">{ row.value.clone() }</td>
            <td role="gridcell" class="range">{ extent(&row.range) }</td>
        </tr>
    }
}

/// Sixteen bytes. Bytes know the innermost field they belong to.
fn hex_line(line: &HexRow, rows: &[FieldRow], link: &Link) -> Html {
    let range = rows
        .get(link.lit)
        .map(|row| row.range.clone())
        .unwrap_or_default();
    let byte = |(index, byte): (usize, &u8)| {
        let at = line.offset + index;
        let field = innermost(rows, at);
        let secret = field
            .and_then(|number| rows.get(number))
            .and_then(|row| row.secret);
        let focus = link.focus.clone();
        html! {
            <span key={index} class={classes!("byte", secret.map(value_class), range.contains(&at).then_some("lit"))}
                onmouseenter={link.enter(field)} onmouseleave={link.enter(None)}
                onclick={move |_| if let Some(number) = field { focus.set(number) }}>
                { format!("{byte:02x}") }
            </span>
        }
    };
    let printable = |byte: &u8| byte.is_ascii_graphic() || *byte == b' ';
    let text = line.bytes.iter().map(|byte| {
        if printable(byte) {
            char::from(*byte)
        } else {
            '·'
        }
    });
    html! {
        <div class="hex-line" key={line.offset}>
            <span class="offset">{ format!("{:04x}", line.offset) }</span>
            <span class="hex-bytes">{ for line.bytes.iter().enumerate().map(byte) }</span>
            <span class="ascii" aria-hidden="true">{ text.collect::<String>() }</span>
        </div>
    }
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
