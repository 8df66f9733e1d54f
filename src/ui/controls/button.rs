//! A button with a text.

use yew::prelude::*;

/// A button that does something.
pub fn button(label: &str, onclick: Callback<MouseEvent>) -> Html {
    Button::new(label, onclick).draw()
}

/// The button that stands out among others.
pub fn primary_button(label: &str, onclick: Callback<MouseEvent>) -> Html {
    Button::new(label, onclick).primary().draw()
}

/// A button that is to be drawn. It submits nothing.
pub struct Button<'a> {
    label: &'a str,
    onclick: Callback<MouseEvent>,
    class: &'static str,
    about: Option<&'a str>,
    enabled: bool,
}

impl<'a> Button<'a> {
    /// A button like the others around it.
    pub fn new(label: &'a str, onclick: Callback<MouseEvent>) -> Self {
        Self {
            label,
            onclick,
            class: "ghost",
            about: None,
            enabled: true,
        }
    }

    /// It is the one that most will press, and is drawn so.
    pub fn primary(self) -> Self {
        Self {
            class: "primary",
            ..self
        }
    }

    /// Its text stands on others too: this tells it from them where it is only heard.
    pub fn about(self, about: &'a str) -> Self {
        Self {
            about: Some(about),
            ..self
        }
    }

    /// It can be clicked only where that makes sense.
    pub fn enabled(self, enabled: bool) -> Self {
        Self { enabled, ..self }
    }

    /// Draws it; its kind is a class of CSS.
    pub fn draw(self) -> Html {
        let Self { label, class, .. } = self;
        let heard = self.about.map(|about| format!("{label}: {about}"));
        html! {
            <button
                type="button" {class} aria-label={heard} disabled={!self.enabled} onclick={self.onclick}
            >
                {label}
            </button>
        }
    }
}
