//! How bytes look.

use super::grid::GridProps;
use crate::present::inspect::HEX_ROW;
use crate::value_kind::ValueKind;
use std::ops::Range;

/// How a byte looks: whose colour it has, and what is lit around it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// The kind of value it belongs to.
    pub value_kind: Option<ValueKind>,
    /// Whether its field is lit.
    pub lit: bool,
    /// Whether it lies behind a break and belongs to no field.
    pub broken: bool,
    /// Whether it is another one on the other side of a change.
    pub differs: bool,
    /// Whether it is a source of what is pointed at.
    pub source: bool,
    /// Whether the keyboard is on it.
    pub stop: bool,
}

/// How the bytes of a line look.
pub fn looks(
    props: &GridProps,
    stop: usize,
    offset: usize,
    kinds: &[Option<ValueKind>],
) -> [Look; HEX_ROW] {
    let lit = props.rows.get(props.lit);
    let lit = lit.map_or(0..0, |row| row.range.clone());
    let error = props.layer.error.as_ref();
    let claimed = |at| {
        let mut rows = props.rows.iter();
        rows.any(|row| !row.group && !row.spec.is_empty() && row.range.contains(&at))
    };
    let any = |ranges: &[Range<usize>], at| ranges.iter().any(|range| range.contains(&at));
    let mut looks = [Look::default(); HEX_ROW];
    for ((at, look), value_kind) in (offset..).zip(&mut looks).zip(kinds) {
        *look = Look {
            value_kind: *value_kind,
            lit: lit.contains(&at),
            broken: error.is_some_and(|error| error.offset <= at && !claimed(at)),
            differs: any(&props.changed, at),
            source: any(&props.traced, at),
            stop: at == stop,
        };
    }
    looks
}
