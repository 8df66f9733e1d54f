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
    /// Its first bytes, by which it is known again.
    pub fingerprint: Option<AttrValue>,
    /// What whoever has it can do with it.
    pub good_for: &'static str,
    /// Where it is, and how long it stays.
    pub place: AttrValue,
    /// Whether it came with the step shown.
    pub fresh: bool,
    /// Whether it is a source of what is pointed at.
    pub source: bool,
    /// Whether it is held in this run alone, where another stands beside it.
    pub alone: bool,
}

impl Chip {
    /// The chip: as its letter alone, or with its name.
    pub fn view(&self, named: bool) -> Html {
        let class = classes!(
            "chip",
            self.class,
            self.fresh.then_some("fresh"),
            self.source.then_some("source"),
            self.alone.then_some("alone")
        );
        html! {
            <span {class} title={&self.place}>
                <i aria-hidden="true">{self.letter}</i>
                <span class={(!named).then_some("unseen")}>{&self.name}</span>
                if let Some(bytes) = self.fingerprint.as_ref().filter(|_| named) {
                    <code>{bytes}</code>
                }
            </span>
        }
    }
}
