//! A control with its label, and what is odd about it.

use super::choice::Choice;
use super::select::Select;
use crate::app::Action;
use crate::ui::dispatch::Dispatch;
use crate::ui::hooks::Ids;
use std::rc::Rc;
use yew::prelude::*;

/// What stands around a control.
pub struct LabelledControl<'a> {
    /// The ids of this part of the page.
    pub ids: &'a Ids,
    /// The control's name, unique among them.
    pub name: &'a str,
    /// Its label, which names it to everybody.
    pub label: &'static str,
    /// What is odd about its value, if anything.
    pub odd: Option<String>,
}

impl<'a> LabelledControl<'a> {
    /// A control of which nothing odd is ever said.
    pub fn new(ids: &'a Ids, name: &'a str, label: &'static str) -> Self {
        Self {
            ids,
            name,
            label,
            odd: None,
        }
    }

    /// A line of text; `oninput` hears of each change.
    pub fn text(self, value: &str, oninput: Callback<InputEvent>) -> Html {
        self.typed("text", value, oninput)
    }

    /// A line that is hidden while it is typed.
    pub fn password(self, value: &str, oninput: Callback<InputEvent>) -> Html {
        self.typed("password", value, oninput)
    }

    fn typed(self, kind: &'static str, value: &str, oninput: Callback<InputEvent>) -> Html {
        let id = self.ids.of(self.name);
        html! {
            <div class="field">
                <label for={&id}>{self.label}</label>
                <input
                    {id}
                    aria-describedby={self.problem_id()}
                    aria-invalid={self.odd.is_some().then_some("true")}
                    type={kind}
                    autocomplete="off"
                    spellcheck="false"
                    autocapitalize="off"
                    dir="auto"
                    value={value.to_owned()}
                    {oninput}
                />
                {self.problem()}
            </div>
        }
    }

    /// A list to choose from.
    pub fn list(self, choices: Rc<[Choice]>, chosen: String, onchange: Callback<Event>) -> Html {
        let id = self.ids.of(self.name);
        html! {
            <div class="field">
                <label for={&id}>{self.label}</label>
                <Select {id} aria_describedby={self.problem_id()} {choices} {chosen} {onchange} />
                {self.problem()}
            </div>
        }
    }

    /// A check box, which dispatches the action when it is ticked or not.
    pub fn check(self, dispatch: &Dispatch, checked: bool, action: Action) -> Html {
        let id = self.ids.of(self.name);
        html! {
            <div class="field check">
                <input
                    type="checkbox"
                    id={&id}
                    aria-describedby={self.problem_id()}
                    {checked}
                    onchange={dispatch.act(action)}
                />
                <label for={id}>{self.label}</label>
                {self.problem()}
            </div>
        }
    }

    /// Radio buttons that look like one control.
    pub fn radios(self, radios: Html) -> Html {
        let label_id = self.ids.part(self.name, "label");
        html! {
            <div class="field-inline">
                <span class="field-label" id={&label_id}>{self.label}</span>
                <div
                    class="segs" role="radiogroup" aria-labelledby={label_id} aria-describedby={self.problem_id()}
                >{radios}</div>
                {self.problem()}
            </div>
        }
    }

    fn problem_id(&self) -> AttrValue {
        self.ids.part(self.name, "problem")
    }

    /// The place of what is odd is always there, so that what comes there is announced.
    fn problem(self) -> Html {
        html! { <p class="problem" id={self.problem_id()} aria-live="polite">{self.odd}</p> }
    }
}
