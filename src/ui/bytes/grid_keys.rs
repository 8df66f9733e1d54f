//! The keyboard in the bytes.

use super::ranges::window;
use crate::present::inspect::HEX_ROW;

/// Where a key leads: to the next byte, to the ends of the line, and with Ctrl to the ends of all.
pub fn next(at: usize, last: usize, key: &str, ctrl: bool) -> Option<usize> {
    let line = window(at, HEX_ROW);
    let next = match (key, ctrl) {
        ("ArrowRight", _) => at + 1,
        ("ArrowLeft", _) => at.saturating_sub(1),
        ("ArrowDown", _) => at + HEX_ROW,
        ("ArrowUp", _) => at.checked_sub(HEX_ROW).unwrap_or(at),
        ("Home", false) => line,
        ("End", false) => line + HEX_ROW - 1,
        ("Home", true) => 0,
        ("End", true) => last,
        _ => return None,
    };
    Some(next.min(last))
}
