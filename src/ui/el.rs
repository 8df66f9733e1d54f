//! Elements, built by calls from short lines. The page is loaded over a network, and for a page of this size the code
//! that `html!` writes out at each element weighs more than everything it shows; and so does a call for each attribute
//! that never changes.

use super::store::Store;
use crate::app::{Action, Edit};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement};
use yew::prelude::*;
use yew::virtual_dom::{Key, Listener, ListenerKind, VTag, VText};

/// An element that is being built: as small as a pointer, because it goes through many hands.
pub struct El(Box<Parts>);

struct Parts {
    tag: VTag,
    class: String,
}

/// An element as a line describes it: its name, behind a `.` its classes, each behind a `|` its attributes, and behind
/// a `>` its text. `button.ghost|type=button>Close` is a button.
#[inline(never)]
pub fn el(line: &'static str) -> El {
    let (line, words) = line.split_once('>').unwrap_or((line, ""));
    let mut pieces = line.split('|');
    let name = pieces.next().unwrap_or_default();
    let (name, class) = name.split_once('.').unwrap_or((name, ""));
    let mut tag = VTag::new(name);
    for (name, value) in pieces.filter_map(|piece| piece.split_once('=')) {
        tag.add_attribute(name, value);
    }
    if !words.is_empty() {
        tag.add_child(VText::new(words).into());
    }
    let class = class.to_owned();
    El(Box::new(Parts { tag, class }))
}

/// A button that submits nothing.
pub fn button(name: &'static str) -> El {
    el("button.ghost|type=button").text(name)
}

impl El {
    /// Of this class too; of none if empty.
    #[inline(never)]
    pub fn and(mut self, class: &str) -> Self {
        if !class.is_empty() {
            if !self.0.class.is_empty() {
                self.0.class.push(' ');
            }
            self.0.class.push_str(class);
        }
        self
    }

    /// With an attribute.
    #[inline(never)]
    pub fn attr(mut self, name: &'static str, value: &str) -> Self {
        let value = AttrValue::from(value.to_owned());
        self.0.tag.add_attribute(name, value);
        self
    }

    /// With an attribute that is a number.
    #[inline(never)]
    pub fn number(self, name: &'static str, value: usize) -> Self {
        self.attr(name, &value.to_string())
    }

    /// With an attribute that is a coordinate, in whole pixels.
    #[inline(never)]
    pub fn px(self, name: &'static str, value: f64) -> Self {
        self.attr(name, &super::text::px(value))
    }

    /// With an attribute that says yes or no.
    #[inline(never)]
    pub fn flag(self, name: &'static str, value: bool) -> Self {
        self.attr(name, if value { "true" } else { "false" })
    }

    /// Reached by the Tab key, or not.
    #[inline(never)]
    pub fn stop(self, stops: bool) -> Self {
        self.attr("tabindex", if stops { "0" } else { "-1" })
    }

    /// With a number that tells it from its siblings.
    #[inline(never)]
    pub fn key(mut self, key: usize) -> Self {
        self.0.tag.key = Some(Key::from(key));
        self
    }

    /// With the text of an input.
    #[inline(never)]
    pub fn value(mut self, value: &str) -> Self {
        let value = AttrValue::from(value.to_owned());
        self.0.tag.set_value(Some(value));
        self
    }

    /// Ticked, or not.
    #[inline(never)]
    pub fn checked(mut self, checked: bool) -> Self {
        self.0.tag.set_checked(checked);
        self
    }

    /// Chosen, or not: a property, because a person's choice hides the attribute.
    #[inline(never)]
    pub fn selected(mut self, selected: bool) -> Self {
        self.0.tag.add_property("selected", selected);
        self
    }

    /// With text inside.
    #[inline(never)]
    pub fn text(mut self, words: &str) -> Self {
        self.0.tag.add_child(VText::new(words.to_owned()).into());
        self
    }

    /// With an element inside.
    #[inline(never)]
    pub fn child(mut self, child: Self) -> Self {
        self.0.tag.add_child(child.html());
        self
    }

    /// With an element inside, if there is one.
    #[inline(never)]
    pub fn perhaps(self, child: Option<Self>) -> Self {
        match child {
            Some(child) => self.child(child),
            None => self,
        }
    }

    /// With a list inside. Where its length changes, its elements have keys.
    #[inline(never)]
    pub fn children(self, children: Vec<Self>) -> Self {
        self.node(children.into_iter().map(Self::html).collect())
    }

    /// With a component inside.
    #[inline(never)]
    pub fn node(mut self, node: Html) -> Self {
        self.0.tag.add_child(node);
        self
    }

    /// At a click, that is done.
    #[inline(never)]
    pub fn click(self, store: &Store, action: Action) -> Self {
        self.on(On::Click, store, Does::Act(action))
    }

    /// Heeds an event.
    #[inline(never)]
    pub fn on(mut self, on: On, store: &Store, does: Does) -> Self {
        let dispatch = store.dispatch.clone();
        let heed = Heed { on, dispatch, does };
        self.0.tag.add_listener(Rc::new(heed));
        self
    }

    /// Done.
    #[inline(never)]
    pub fn html(self) -> Html {
        let Parts { mut tag, class } = *self.0;
        if !class.is_empty() {
            tag.add_attribute("class", AttrValue::from(class));
        }
        tag.into()
    }
}

/// The events that are heeded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    /// A click.
    Click,
    /// Something else was chosen.
    Change,
    /// A dialog was closed.
    Close,
    /// The Enter key in a form.
    Submit,
    /// Typing and sliding.
    Input,
    /// A key.
    Key,
    /// The focus comes.
    Focus,
    /// The focus goes.
    Blur,
    /// The pointer comes.
    Enter,
    /// The pointer goes.
    Leave,
    /// Something is pasted.
    Paste,
    /// Something is dragged over it.
    DragOver,
    /// Something is dropped on it.
    Drop,
}

/// What an event does.
pub enum Does {
    /// The same each time, in place of what the browser would do.
    Act(Action),
    /// The setting that follows from what is typed.
    Type(fn(String) -> Edit),
    /// What follows from the value: the key of an option, or how far a slider is.
    Choose(fn(&str) -> Option<Action>),
    /// Something that is no action.
    Call(Box<dyn Fn(&Event)>),
}

/// One listener for all that is heeded: Yew's own are one type for each event.
struct Heed {
    on: On,
    dispatch: Callback<Action>,
    does: Does,
}

impl Listener for Heed {
    fn kind(&self) -> ListenerKind {
        match self.on {
            On::Click => ListenerKind::onclick,
            On::Change => ListenerKind::onchange,
            On::Close => ListenerKind::onclose,
            On::Submit => ListenerKind::onsubmit,
            On::Input => ListenerKind::oninput,
            On::Key => ListenerKind::onkeydown,
            On::Focus => ListenerKind::onfocus,
            On::Blur => ListenerKind::onblur,
            On::Enter => ListenerKind::onmouseenter,
            On::Leave => ListenerKind::onmouseleave,
            On::Paste => ListenerKind::onpaste,
            On::DragOver => ListenerKind::ondragover,
            On::Drop => ListenerKind::ondrop,
        }
    }

    fn handle(&self, event: Event) {
        // What has a value is an input or a list to choose from, and both say it by the same name.
        let value = || {
            let target = event.target();
            target.map(|target| target.unchecked_into::<HtmlInputElement>().value())
        };
        let action = match &self.does {
            Does::Act(action) => {
                event.prevent_default();
                Some(action.clone())
            }
            Does::Type(edit) => value().map(|typed| Action::Edit(edit(typed))),
            Does::Choose(action) => value().and_then(|key| action(&key)),
            Does::Call(call) => {
                call(&event);
                None
            }
        };
        if let Some(action) = action {
            self.dispatch.emit(action);
        }
    }

    fn passive(&self) -> bool {
        false
    }
}
