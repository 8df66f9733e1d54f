//! Fields and bytes, linked both ways, by mouse and by keyboard.

use crate::present::inspect::{self, FieldRow, HEX_ROW, HexRow, field_rows, hex_rows};
use crate::ui::store::use_store;
use crate::ui::text::value_class;
use crate::wire::Layer;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

/// More bytes than this are not drawn at once.
const MOST_ROWS: usize = 256;

/// The bytes of the message of the step shown.
#[component]
pub fn Bytes() -> Html {
    let chosen = use_state(|| None::<usize>);
    let Some(store) = use_store() else {
        return Html::default();
    };
    let state = &store.state;
    let message = state
        .current()
        .and_then(|step| inspect::message(&state.film.log, step));
    let Some((_, layers)) = message else {
        return html! { <p class="empty">{ "Nothing is sent at this step: it happens inside the host." }</p> };
    };
    // The innermost message is what most people came for.
    let inner = layers
        .iter()
        .position(|layer| matches!(layer.value, crate::wire::LayerValue::Ntlm(_)));
    let shown = chosen.or(inner).unwrap_or(layers.len().saturating_sub(1));
    let pick = |number: usize| {
        let chosen = chosen.clone();
        Callback::from(move |_: Event| chosen.set(Some(number)))
    };
    html! {
        <div class="bytes">
            if layers.len() > 1 {
                <div class="segs" role="radiogroup" aria-label="Layer">
                    { for layers.iter().enumerate().map(|(number, layer)| html! {
                        <label key={number} class={classes!("seg", (number == shown).then_some("on"))}>
                            <input type="radio" name="layer" checked={number == shown} onchange={pick(number)} />
                            <span>{ inspect::layer_name(layer) }</span>
                        </label>
                    }) }
                </div>
            }
            { for layers.get(shown).map(|layer| html! { <LayerView key={shown} layer={layer.clone()} /> }) }
        </div>
    }
}

#[derive(Clone, Debug, PartialEq, Properties)]
struct LayerProps {
    layer: Layer,
}

#[component]
fn LayerView(props: &LayerProps) -> Html {
    let layer = &props.layer;
    let rows = use_memo(layer.clone(), |layer| {
        field_rows(&layer.layout, &layer.bytes)
    });
    // What the pointer is over, and where the keyboard is.
    let hovered = use_state(|| None::<usize>);
    let focused = use_state(|| 0usize);
    let lit = hovered.unwrap_or(*focused);
    let range = rows
        .get(lit)
        .map(|row| row.range.clone())
        .unwrap_or_default();
    let node = use_node_ref();
    let row = |(number, row): (usize, &FieldRow)| {
        let over = hovered.setter();
        let out = hovered.setter();
        let focus = focused.setter();
        html! {
            <tr key={number} role="row" class={classes!(row.secret.map(value_class), (number == lit).then_some("lit"), row.group.then_some("group"))}
                tabindex={if number == *focused { "0" } else { "-1" }} data-row={number.to_string()} title={row.spec}
                onmouseenter={move |_| over.set(Some(number))} onmouseleave={move |_| out.set(None)}
                onfocus={move |_| focus.set(number)}>
                <th scope="row" role="rowheader" class={format!("depth-{}", row.depth.min(5))}>{ row.name.clone() }</th>
                <td role="gridcell">{ row.value.clone() }</td>
                <td role="gridcell" class="range">{ extent(&row.range) }</td>
            </tr>
        }
    };
    let onkeydown = move_focus(node.clone(), rows.len(), *focused);
    let to_field = {
        let (rows, focused) = (rows.clone(), focused.setter());
        Callback::from(move |offset: usize| {
            if let Some(number) = innermost(&rows, offset) {
                focused.set(number);
            }
        })
    };
    let hex = hex_rows(&layer.bytes, 0, MOST_ROWS);
    let hidden = layer.bytes.len().saturating_sub(MOST_ROWS * HEX_ROW);
    html! {
        <>
            if let Some(error) = &layer.error {
                <p class="problem">{ format!("It does not decode further: {error}") }</p>
            }
            <table class="fields" role="grid" aria-label="Field table" ref={node} {onkeydown}>
                <tbody role="rowgroup">{ for rows.iter().enumerate().map(row) }</tbody>
            </table>
            <div class="hex" aria-label={format!("{} bytes in hex", layer.bytes.len())} role="group">
                { for hex.iter().map(|line| html! {
                    <HexLine key={line.offset} line={line.clone()} from={range.start} to={range.end} rows={rows.clone()}
                        onpick={to_field.clone()} hovered={hovered.setter()} />
                }) }
                if hidden > 0 {
                    <p class="quiet">{ format!("… and {hidden} bytes more") }</p>
                }
            </div>
            <p class="quiet spec-line">{ rows.get(lit).map(|row| format!("{} · {}", row.name, row.spec)) }</p>
        </>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct HexLineProps {
    line: HexRow,
    from: usize,
    to: usize,
    rows: std::rc::Rc<Vec<FieldRow>>,
    onpick: Callback<usize>,
    hovered: UseStateSetter<Option<usize>>,
}

/// Sixteen bytes. Bytes know the innermost field they belong to.
#[component]
fn HexLine(props: &HexLineProps) -> Html {
    let HexRow { offset, bytes } = &props.line;
    let byte = |(index, byte): (usize, &u8)| {
        let at = offset + index;
        let lit = (props.from..props.to).contains(&at);
        let field = innermost(&props.rows, at);
        let secret = field
            .and_then(|number| props.rows.get(number))
            .and_then(|row| row.secret);
        let (over, out, pick) = (
            props.hovered.clone(),
            props.hovered.clone(),
            props.onpick.clone(),
        );
        html! {
            <span key={index} class={classes!("byte", secret.map(value_class), lit.then_some("lit"))}
                onmouseenter={move |_| over.set(field)} onmouseleave={move |_| out.set(None)} onclick={move |_| pick.emit(at)}>
                { format!("{byte:02x}") }
            </span>
        }
    };
    let text: String = bytes
        .iter()
        .map(|byte| {
            if byte.is_ascii_graphic() || *byte == b' ' {
                char::from(*byte)
            } else {
                '·'
            }
        })
        .collect();
    html! {
        <div class="hex-line">
            <span class="offset">{ format!("{offset:04x}") }</span>
            <span class="hex-bytes">{ for bytes.iter().enumerate().map(byte) }</span>
            <span class="ascii" aria-hidden="true">{ text }</span>
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
