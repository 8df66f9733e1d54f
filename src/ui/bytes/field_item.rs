//! One field of the tree.

use super::ranges::extent;
use crate::app::Action;
use crate::present::inspect::FieldRow;
use crate::ui::hooks::use_dispatch;
use crate::ui::style::tint;
use std::rc::Rc;
use yew::prelude::*;

const DEPTHS: [&str; 6] = ["", "depth-1", "depth-2", "depth-3", "depth-4", "depth-5"];

/// A field of the tree, and how it stands.
#[derive(PartialEq, Properties)]
pub struct FieldItemProps {
    /// Its place among the rows, from 0.
    pub number: usize,
    /// The field as a line: name, value, place.
    pub row: Rc<FieldRow>,
    /// Whether it is pointed at, here or among the bytes.
    pub lit: bool,
    /// Whether the keyboard is on it.
    pub focused: bool,
    /// Of a group: whether what is in it is shown.
    pub open: Option<bool>,
    /// Whether it is a source of what is pointed at.
    pub source: bool,
    /// A mark where its bytes are not the same on the other side of a change.
    pub differs: Option<&'static str>,
}

/// The field: its name, what it says, its bytes.
#[component]
pub fn FieldItem(props: &FieldItemProps) -> Html {
    crate::ui::renders::count("FieldItem");
    let dispatch = use_dispatch();
    let FieldItemProps { number, row, .. } = props;
    let class = classes!(
        "field-row",
        DEPTHS.get(row.depth).or(DEPTHS.last()).copied(),
        tint(row.value_kind),
        props.lit.then_some("lit"),
        row.group.then_some("group"),
        props.source.then_some("source"),
    );
    html! {
        <li
            {class}
            role="treeitem"
            aria-level={(row.depth + 1).to_string()}
            aria-selected={props.focused.to_string()}
            aria-expanded={props.open.map(|open| open.to_string())}
            tabindex={if props.focused { "0" } else { "-1" }}
            data-row={number.to_string()}
            onfocus={dispatch.act(Action::Focus(*number))}
            onclick={dispatch.act(Action::Focus(*number))}
            onmouseenter={dispatch.act(Action::Hover(Some(*number)))}
        >
            <span class="name">{&row.name}</span>
            <span class="value">
                {&row.value}
                if let Some(mark) = props.differs {
                    <b class="differs">{mark}</b>
                }
            </span>
            <span class="range">{extent(&row.range)}</span>
        </li>
    }
}
