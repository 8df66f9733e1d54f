//! Something in the page: clicking, typing, reading.

use super::browser::{Browser, string};
use super::webdriver_keys;
use serde_json::{Value, json};

/// The key under which WebDriver hands out elements.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// Something in the page.
#[derive(Clone)]
pub struct Element<'a> {
    browser: &'a Browser,
    id: String,
}

impl<'a> Element<'a> {
    /// An element as WebDriver hands it out.
    pub fn new(browser: &'a Browser, value: &Value) -> Self {
        let id = string(&value[ELEMENT]);
        Self { browser, id }
    }

    /// Clicks in its middle; fails where something else lies there.
    pub fn click(&self) -> &Self {
        self.post("click", &json!({}));
        self
    }

    /// Types into it, after what is there.
    pub fn type_text(&self, text: &str) -> &Self {
        self.post("value", &json!({ "text": text }));
        self
    }

    /// Replaces its text as a person does: select all, then type.
    pub fn fill(&self, text: &str) -> &Self {
        let all = webdriver_keys::value("Control") + "a" + &webdriver_keys::value("Control");
        self.type_text(&(all + &webdriver_keys::value("Delete") + text))
    }

    /// Replaces its text by one that is put there all at once.
    pub fn paste(&self, text: &str) -> &Self {
        self.script("arguments[0].focus(); arguments[0].select()");
        self.browser.insert(text);
        self
    }

    /// Moves the pointer over its middle.
    pub fn hover(&self) -> &Self {
        let origin = json!({ ELEMENT: self.id });
        let to = json!({ "type": "pointerMove", "duration": 0, "origin": origin, "x": 0, "y": 0 });
        let source = json!({ "type": "pointer", "id": "mouse", "actions": [to] });
        self.browser
            .session
            .post("/actions", &json!({ "actions": [source] }));
        self
    }

    /// Gives it the focus.
    pub fn focus(&self) -> &Self {
        self.script("arguments[0].focus()");
        self
    }

    /// What a CSS selector finds in it.
    pub fn within(&self, selector: &str) -> Vec<Self> {
        let query = json!({ "using": "css selector", "value": selector });
        self.browser.elements(&self.post("elements", &query))
    }

    /// Chooses the option of a list that shows this text.
    pub fn choose(&self, option: &str) -> &Self {
        let options = self.post(
            "elements",
            &json!({ "using": "css selector", "value": "option" }),
        );
        let options = self.browser.elements(&options);
        let shown = |element: &Element<'_>| element.property("label");
        match options.iter().find(|element| shown(element) == option) {
            Some(element) => element.click(),
            None => panic!(
                "“{option}” is not among {:?}",
                options.iter().map(shown).collect::<Vec<_>>()
            ),
        };
        self
    }

    /// The text of it that can be seen.
    pub fn text(&self) -> String {
        string(&self.get("text"))
    }

    /// A property of the DOM, such as `value` or `checked`.
    pub fn property(&self, name: &str) -> Value {
        self.get(&format!("property/{name}"))
    }

    /// An attribute, if it is there.
    pub fn attribute(&self, name: &str) -> Option<String> {
        let source = "return arguments[0].getAttribute(arguments[1])";
        let value = self.script_with(source, &[name.into()]);
        value.as_str().map(str::to_owned)
    }

    /// Whether it is ticked, chosen or selected.
    pub fn is_selected(&self) -> bool {
        self.get("selected") == true
    }

    /// Its role, as assistive technology is told.
    pub fn role(&self) -> String {
        string(&self.get("computedrole"))
    }

    /// Its name, as assistive technology is told.
    pub fn name(&self) -> String {
        string(&self.get("computedlabel"))
    }

    /// Runs a script in the page with this element as its first argument, `arguments[0]`.
    pub fn script(&self, source: &str) -> Value {
        self.script_with(source, &[])
    }

    fn script_with(&self, source: &str, more: &[Value]) -> Value {
        let mut arguments = vec![json!({ ELEMENT: self.id })];
        arguments.extend_from_slice(more);
        self.browser.script_with(source, &arguments)
    }

    fn get(&self, what: &str) -> Value {
        let path = format!("/element/{}/{what}", self.id);
        self.browser.session.get(&path)
    }

    fn post(&self, what: &str, body: &Value) -> Value {
        let path = format!("/element/{}/{what}", self.id);
        self.browser.session.post(&path, body)
    }
}
