//! The lines of the grid that are drawn, and what stands for the bytes before and behind them.

use super::beyond::beyond;
use super::grid::GridProps;
use super::hex_line::HexLine;
use super::look::looks;
use super::ranges::innermost;
use crate::app::Action;
use crate::present::inspect::HEX_ROW;
use crate::ui::dispatch::Dispatch;
use crate::value_kind::ValueKind;
use std::ops::Range;
use yew::prelude::*;

/// The lines of the bytes in `drawn`, which begins with a line; `stop` is the keyboard's byte, and `kinds` says of each
/// byte what kind of value it belongs to.
pub fn grid_lines(
    dispatch: &Dispatch,
    props: &GridProps,
    stop: usize,
    drawn: Range<usize>,
    kinds: &[Option<ValueKind>],
) -> Vec<Html> {
    let GridProps { layer, rows, .. } = props;
    let Range { start: first, end } = drawn;
    let mut lines = Vec::new();
    let rest = |key: &'static str, count: usize, byte: usize| {
        let action = Action::FocusByte(byte, innermost(rows, byte));
        let label = format!("{count} bytes {key}");
        html! { <div {key} role="row"><span role="gridcell">{beyond(dispatch, &label, action)}</span></div> }
    };
    if first > 0 {
        lines.push(rest("before", first, first - 1));
    }
    for offset in (first..end).step_by(HEX_ROW) {
        let line_kinds = kinds.get(offset - first..).unwrap_or_default();
        let looks = looks(props, stop, offset, line_kinds);
        lines.push(html! { <HexLine key={offset} {layer} {offset} {looks} /> });
    }
    if end < layer.bytes.len() {
        lines.push(rest("behind", layer.bytes.len() - end, end));
    }
    lines
}
