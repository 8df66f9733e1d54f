//! One line of the bytes.

use super::look::Look;
use crate::present::inspect::HEX_ROW;
use crate::ui::shared::Shared;
use crate::ui::style::tint;
use crate::wire::Layer;
use yew::prelude::*;

/// Sixteen bytes.
#[derive(PartialEq, Properties)]
pub struct HexLineProps {
    /// The layer that the sixteen bytes are of.
    pub layer: Shared<Layer>,
    /// Where they begin in the layer, a multiple of 16.
    pub offset: usize,
    /// How each of them looks.
    pub looks: [Look; HEX_ROW],
}

/// The line: where it begins, its bytes in hex, and those of them that can be printed.
#[component]
pub fn HexLine(props: &HexLineProps) -> Html {
    crate::ui::renders::count("HexLine");
    let HexLineProps { layer, offset, .. } = props;
    let bytes = layer.bytes.get(*offset..).unwrap_or_default();
    let bytes = bytes.get(..HEX_ROW).unwrap_or(bytes);
    let printed: String = bytes.iter().copied().map(printed).collect();
    let bytes = (*offset..).zip(bytes).zip(&props.looks);
    let bytes = bytes.map(|((at, byte), look)| {
        html! {
            <span
                key={at}
                class={class(*look)}
                role="gridcell"
                tabindex={if look.stop { "0" } else { "-1" }}
                data-byte={at.to_string()}
            >
                {format!("{byte:02x}")}
            </span>
        }
    });
    html! {
        <div class="hex-line" role="row" aria-rowindex={(offset / HEX_ROW + 1).to_string()}>
            <span class="offset" role="rowheader">{format!("{offset:04x}")}</span>
            <span class="hex-bytes" role="none">{for bytes}</span>
            <span class="ascii" aria-hidden="true">{printed}</span>
        </div>
    }
}

fn class(look: Look) -> Classes {
    classes!(
        "byte",
        tint(look.value_kind),
        look.lit.then_some("lit"),
        look.broken.then_some("broken"),
        look.differs.then_some("differs"),
        look.source.then_some("source"),
    )
}

fn printed(byte: u8) -> char {
    if byte.is_ascii_graphic() || byte == b' ' {
        char::from(byte)
    } else {
        '·'
    }
}
