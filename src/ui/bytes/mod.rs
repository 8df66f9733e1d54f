//! Fields and bytes of a layer, linked both ways, by mouse and by keyboard.

mod beyond;
mod detail;
mod field_item;
mod folds;
mod grid;
mod grid_keys;
mod grid_lines;
mod hex_line;
mod look;
mod ranges;
mod tree;
mod tree_items;
mod tree_keys;

use super::context::Tracing;
use super::hooks::use_reveal;
use super::shared::Shared;
use crate::app::ByteSelection;
use crate::present::inspect::{FieldRow, field_rows};
use crate::wire::Layer;
use detail::Detail;
use grid::Grid;
use std::ops::Range;
use std::rc::Rc;
use tree::Tree;
use yew::prelude::*;

/// A layer, with what is known of its place.
#[derive(PartialEq, Properties)]
pub struct PartsProps {
    /// The layer whose fields and bytes are shown side by side.
    pub layer: Shared<Layer>,
    /// Its message and its number, among the sources.
    pub place: Option<(usize, usize)>,
    /// The bytes that are not the same on the other side of a change.
    #[prop_or_default]
    pub changed: Rc<[Range<usize>]>,
}

/// The fields, the one that is lit in words, and the bytes.
#[component]
pub fn Parts(props: &PartsProps) -> Html {
    let PartsProps { layer, place, .. } = props;
    let lit: ByteSelection = use_context().unwrap_or_default();
    let tracing: Tracing = use_context().unwrap_or_default();
    let node = use_node_ref();
    use_reveal(&node, lit);
    let rows = use_memo(layer.clone(), |layer| rows(layer));
    let traced: Rc<[Range<usize>]> = match tracing.trace().zip(*place) {
        Some((trace, (message, layer))) => trace.ranges(message, layer).into(),
        None => Rc::default(),
    };
    html! {
        <div ref={node} class="parts">
            <Tree
                rows={&rows}
                error={layer.error.clone()}
                changed={props.changed.clone()}
                traced={traced.clone()}
                sent={lit.sent}
                focused={lit.focused}
                lit={lit.field()}
            />
            <Detail {layer} place={*place} row={rows.get(lit.field()).cloned()} />
            <Grid
                {layer}
                rows={&rows}
                changed={props.changed.clone()}
                {traced}
                focused={lit.focused}
                lit={lit.field()}
                byte={lit.byte}
            />
        </div>
    }
}

/// The fields of a layer, as lines.
fn rows(layer: &Layer) -> Vec<Rc<FieldRow>> {
    let rows = field_rows(&layer.layout, &layer.bytes);
    rows.into_iter().map(Rc::new).collect()
}
