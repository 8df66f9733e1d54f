//! Form controls with their labels, and what is said beside them.

use super::el::{Does, El, On, el};
use super::store::Store;
use crate::app::{Action, Edit};

/// What a control is called, and what is odd about its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Labelled {
    /// A name that is unique on the page.
    id: &'static str,
    label: &'static str,
    problem: Option<String>,
}

impl Labelled {
    /// A control with nothing odd about it.
    pub fn new(id: &'static str, label: &'static str) -> Self {
        Self {
            id,
            label,
            problem: None,
        }
    }

    /// With what is odd about it, if anything.
    pub fn saying(mut self, problem: Option<String>) -> Self {
        self.problem = problem;
        self
    }

    /// The control with its label, and below it what is odd, in a place that is always there.
    fn field(&self, field: El, control: El, label_first: bool) -> El {
        let label = el("label").attr("for", self.id).text(self.label);
        let control = control
            .attr("id", self.id)
            .attr("aria-describedby", &self.part("-problem"));
        let (first, second) = if label_first {
            (label, control)
        } else {
            (control, label)
        };
        field.child(first).child(second).child(self.problem())
    }

    fn problem(&self) -> El {
        let place = el("p.problem").attr("id", &self.part("-problem"));
        match &self.problem {
            Some(said) => place.text(said),
            None => place,
        }
    }

    /// The name of something that belongs to the control.
    fn part(&self, part: &str) -> String {
        [self.id, part].concat()
    }
}

/// Radio buttons that look like one control: what each is called, whether it is chosen, and what it sets.
pub fn radio_group(store: &Store, labelled: Labelled, choices: Vec<(&str, bool, Edit)>) -> El {
    let label_id = labelled.part("-label");
    let mut radios = Vec::new();
    for (label, chosen, edit) in choices {
        let action = Action::Edit(edit);
        radios.push(radio(store, labelled.id, label, chosen, action));
    }
    el("div.field-inline")
        .child(
            el("span.field-label")
                .attr("id", &label_id)
                .text(labelled.label),
        )
        .child(
            el("div.segs|role=radiogroup")
                .attr("aria-labelledby", &label_id)
                .children(radios),
        )
        .child(labelled.problem())
}

/// One radio button.
pub fn radio(store: &Store, group: &str, label: &str, checked: bool, action: Action) -> El {
    el("label.seg")
        .and(if checked { "on" } else { "" })
        .child(
            el("input|type=radio")
                .attr("name", group)
                .checked(checked)
                .on(On::Change, store, Does::Act(action)),
        )
        .child(el("span").text(label))
}

/// Something to choose in a list.
pub fn option(key: &str, label: &str, selected: bool) -> El {
    el("option")
        .attr("value", key)
        .text(label)
        .selected(selected)
}

/// A list to choose from.
pub fn select_field(
    store: &Store,
    labelled: Labelled,
    options: Vec<El>,
    choose: fn(&str) -> Option<Action>,
) -> El {
    let select = el("select")
        .on(On::Change, store, Does::Choose(choose))
        .children(options);
    labelled.field(el("div.field"), select, true)
}

/// A line of text; `kind` is `password` where it is hidden while it is typed.
pub fn text_field(
    store: &Store,
    labelled: Labelled,
    kind: &str,
    value: &str,
    edit: fn(String) -> Edit,
) -> El {
    let input = el("input|autocomplete=off|spellcheck=false|autocapitalize=off|dir=auto")
        .attr("type", kind)
        .value(value)
        .on(On::Input, store, Does::Type(edit));
    labelled.field(el("div.field"), input, true)
}

/// A line of text that is no setting: what follows from what is typed.
pub fn typed_field(
    store: &Store,
    labelled: Labelled,
    value: &str,
    choose: fn(&str) -> Option<Action>,
) -> El {
    let input = el("input|type=text|autocomplete=off|spellcheck=false|autocapitalize=off|dir=auto")
        .value(value)
        .on(On::Input, store, Does::Choose(choose));
    labelled.field(el("div.field"), input, true)
}

/// A check box, and what a click on it does.
pub fn check_field(store: &Store, labelled: Labelled, checked: bool, action: Action) -> El {
    let input = el("input|type=checkbox")
        .checked(checked)
        .on(On::Change, store, Does::Act(action));
    labelled.field(el("div.field check"), input, false)
}
