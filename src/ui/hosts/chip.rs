//! Something that a host holds.

use yew::prelude::*;

/// Something held, ready to be shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Chip {
    /// The class of its colour.
    pub class: &'static str,
    /// A letter that says what the colour says.
    pub letter: char,
    /// What it is.
    pub name: AttrValue,
    /// Its first bytes, by which it is known again: a narrow card leaves them out.
    pub fingerprint: Option<AttrValue>,
    /// Where it is, and how long it stays.
    pub place: AttrValue,
    /// Whether it came with the step shown.
    pub fresh: bool,
    /// Whether it is a source of what is pointed at.
    pub source: bool,
}

/// What is shown.
#[derive(PartialEq, Properties)]
pub struct ChipViewProps {
    /// What is held.
    pub chip: Chip,
}

/// A chip on a card.
#[component]
pub fn ChipView(props: &ChipViewProps) -> Html {
    let chip = &props.chip;
    let class = classes!(
        "chip",
        chip.class,
        chip.fresh.then_some("fresh"),
        chip.source.then_some("source")
    );
    html! {
        <span {class} title={&chip.place}>
            <i aria-hidden="true">{chip.letter}</i>
            <span>{&chip.name}</span>
            if let Some(bytes) = &chip.fingerprint {
                <code>{bytes}</code>
            }
        </span>
    }
}
