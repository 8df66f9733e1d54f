//! Arrow keys in the table: the focus goes from cell to cell.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

/// Moves the focus to the next cell in the direction of an arrow that has something to press, if there is one.
pub fn move_focus(event: &KeyboardEvent) {
    let (down, right) = match event.key().as_str() {
        "ArrowUp" => (-1, 0),
        "ArrowDown" => (1, 0),
        "ArrowLeft" => (0, -1),
        "ArrowRight" => (0, 1),
        _ => return,
    };
    let Some(from) = event.target_dyn_into::<Element>() else {
        return;
    };
    let mut cell = from.closest("td").ok().flatten();
    while let Some(next) = cell.and_then(|cell| neighbour(&cell, down, right)) {
        let button = next.query_selector("button").ok().flatten();
        if let Some(button) = button.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
            event.prevent_default();
            // What cannot take the focus leaves it where it is.
            let _ = button.focus();
            return;
        }
        cell = Some(next);
    }
}

/// The cell beside one, or in the row above or below; the rows of all groups follow each other.
fn neighbour(cell: &Element, down: i32, right: i32) -> Option<Element> {
    match (down, right) {
        (0, -1) => return cell.previous_element_sibling().filter(is_cell),
        (0, _) => return cell.next_element_sibling().filter(is_cell),
        _ => {}
    }
    let place = cells_after(cell);
    let mut row = cell.parent_element()?;
    let group = row.parent_element()?;
    let step = |element: &Element| match down {
        1 => element.next_element_sibling(),
        _ => element.previous_element_sibling(),
    };
    row = match step(&row) {
        Some(row) => row,
        None if down == 1 => step(&group)?.first_element_child()?,
        None => step(&group)?.last_element_child()?,
    };
    // Counted from the end: the first row of a group has its name before the others.
    let mut other = row.last_element_child();
    for _ in 0..place {
        other = other?.previous_element_sibling();
    }
    other.filter(is_cell)
}

fn cells_after(cell: &Element) -> usize {
    std::iter::successors(cell.next_element_sibling(), Element::next_element_sibling).count()
}

fn is_cell(element: &Element) -> bool {
    element.class_list().contains("o")
}
