//! Elements, built by calls. The page is loaded over a network, and for a page of this size the code that `html!`
//! writes out at each element weighs more than everything it shows.

use std::rc::Rc;
use yew::html::{
    onchange, onclick, onclose, onfocus, oninput, onkeydown, onmouseenter, onmouseleave, onsubmit,
};
use yew::prelude::*;
use yew::virtual_dom::{Key, Listener, VTag, VText};

/// An element that is being built.
pub struct El(Box<VTag>);

/// An element with its classes; none if empty.
pub fn el(tag: &'static str, class: &str) -> El {
    let element = El(Box::new(VTag::new(tag)));
    if class.is_empty() {
        element
    } else {
        element.attr("class", class)
    }
}

/// Text.
pub fn text(text: &str) -> Html {
    VText::new(text.to_owned()).into()
}

/// Several, one after the other. Lists whose length changes are given keys.
pub fn all(nodes: Vec<Html>) -> Html {
    nodes.into_iter().collect()
}

impl El {
    /// With an attribute.
    pub fn attr(mut self, name: &'static str, value: &str) -> Self {
        self.0
            .add_attribute(name, AttrValue::from(value.to_owned()));
        self
    }

    /// With attributes that never change.
    pub fn attrs(mut self, attributes: &[(&'static str, &'static str)]) -> Self {
        for (name, value) in attributes {
            self.0.add_attribute(name, *value);
        }
        self
    }

    /// With an attribute, if there is a value.
    pub fn maybe(self, name: &'static str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.attr(name, value),
            None => self,
        }
    }

    /// With a number that tells it from its siblings.
    pub fn key(mut self, key: usize) -> Self {
        self.0.key = Some(Key::from(key));
        self
    }

    /// Known to a hook.
    pub fn node(mut self, node: NodeRef) -> Self {
        self.0.node_ref = node;
        self
    }

    /// With the text of an input.
    pub fn value(mut self, value: &str) -> Self {
        self.0.set_value(Some(AttrValue::from(value.to_owned())));
        self
    }

    /// Ticked, or not.
    pub fn checked(mut self, checked: bool) -> Self {
        self.0.set_checked(checked);
        self
    }

    /// Chosen, or not: a property, because a person's choice hides the attribute.
    pub fn selected(mut self, selected: bool) -> Self {
        self.0.add_property("selected", selected);
        self
    }

    /// With text inside.
    pub fn text(self, words: &str) -> Self {
        self.child(text(words))
    }

    /// With something inside.
    pub fn child(mut self, child: Html) -> Self {
        self.0.add_child(child);
        self
    }

    /// With a list inside.
    pub fn children(self, children: Vec<Html>) -> Self {
        self.child(all(children))
    }

    /// Heeds clicks.
    pub fn on_click(self, callback: Callback<MouseEvent>) -> Self {
        self.listen(Rc::new(onclick::Wrapper::new(callback)))
    }

    /// Heeds changes.
    pub fn on_change(self, callback: Callback<Event>) -> Self {
        self.listen(Rc::new(onchange::Wrapper::new(callback)))
    }

    /// Heeds the closing of a dialog.
    pub fn on_close(self, callback: Callback<Event>) -> Self {
        self.listen(Rc::new(onclose::Wrapper::new(callback)))
    }

    /// Heeds the Enter key in a form.
    pub fn on_submit(self, callback: Callback<SubmitEvent>) -> Self {
        self.listen(Rc::new(onsubmit::Wrapper::new(callback)))
    }

    /// Heeds typing and sliding.
    pub fn on_input(self, callback: Callback<InputEvent>) -> Self {
        self.listen(Rc::new(oninput::Wrapper::new(callback)))
    }

    /// Heeds keys.
    pub fn on_key(self, callback: Callback<KeyboardEvent>) -> Self {
        self.listen(Rc::new(onkeydown::Wrapper::new(callback)))
    }

    /// Heeds the focus.
    pub fn on_focus(self, callback: Callback<FocusEvent>) -> Self {
        self.listen(Rc::new(onfocus::Wrapper::new(callback)))
    }

    /// Heeds the pointer that comes and goes.
    pub fn on_hover(self, enter: Callback<MouseEvent>, leave: Callback<MouseEvent>) -> Self {
        self.listen(Rc::new(onmouseenter::Wrapper::new(enter)))
            .listen(Rc::new(onmouseleave::Wrapper::new(leave)))
    }

    /// Done.
    pub fn html(self) -> Html {
        (*self.0).into()
    }

    fn listen(mut self, listener: Rc<dyn Listener>) -> Self {
        self.0.add_listener(listener);
        self
    }
}
