//! What there is to choose from in a list.

use yew::AttrValue;

/// One option of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What the list's value is when it is chosen.
    pub key: AttrValue,
    /// What the list shows for it.
    pub label: AttrValue,
    /// What it and its neighbours have in common, if anything.
    pub group: &'static str,
}

impl Choice {
    /// An option with that value and label, in no group.
    pub fn new(key: impl Into<AttrValue>, label: impl Into<AttrValue>) -> Self {
        Self {
            key: key.into(),
            label: label.into(),
            group: "",
        }
    }

    /// As one of a group; those of one group stand together.
    pub fn in_group(self, group: &'static str) -> Self {
        Self { group, ..self }
    }

    /// An option for each name, by its number.
    pub fn numbered<T: Into<AttrValue>>(names: impl IntoIterator<Item = T>) -> Vec<Self> {
        let names = names.into_iter().enumerate();
        names
            .map(|(number, name)| Self::new(number.to_string(), name))
            .collect()
    }
}
