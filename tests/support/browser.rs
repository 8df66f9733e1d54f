//! A browser as a test sees it: pages, scripts, waiting, the keyboard.

use super::element::Element;
use super::screen::Scheme;
use super::webdriver::Session;
use super::webdriver_keys;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::thread;
use std::time::{Duration, Instant};

/// How long something that should become true may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// A headless Chromium with one window.
pub struct Browser {
    /// The protocol below, for what has no method here.
    pub session: Session,
    pub(super) console: RefCell<Vec<String>>,
}

impl Browser {
    /// Starts it, at 1440 by 900, in light colours.
    pub fn start() -> Result<Self, String> {
        let session = Session::start()?;
        let console = RefCell::default();
        let browser = Self { session, console };
        browser.before_each_page(super::console::WATCH);
        browser.viewport(1440, 900);
        browser.media(Scheme::Light, false);
        Ok(browser)
    }

    /// Has a script run in every page from now on, before the page's own.
    pub fn before_each_page(&self, source: &str) {
        let script = json!({ "source": source });
        self.session
            .devtools("Page.addScriptToEvaluateOnNewDocument", &script);
    }

    /// Opens an address and waits until the page has started.
    pub fn open(&self, url: &str) {
        self.goto(url);
        self.started();
    }

    /// Waits until the page has started, which takes longer than loading its files.
    fn started(&self) {
        self.wait_for("the page to start", || {
            let state = self.script("return document.documentElement.getAttribute('data-page')");
            assert_ne!(
                state,
                "stopped",
                "the page could not start: {}",
                self.text()
            );
            state == "ready"
        });
        self.settle();
    }

    /// Opens an address; only a changed fragment does not load the page again.
    pub fn goto(&self, url: &str) {
        self.session.post("/url", &json!({ "url": url }));
    }

    /// The address, fragment included.
    pub fn url(&self) -> String {
        string(&self.session.get("/url"))
    }

    /// Loads the page again and waits until it has started.
    pub fn reload(&self) {
        self.session.post("/refresh", &json!({}));
        self.started();
    }

    /// One step back in the history.
    pub fn back(&self) {
        self.session.post("/back", &json!({}));
    }

    /// One step forward in the history.
    pub fn forward(&self) {
        self.session.post("/forward", &json!({}));
    }

    /// Runs a script in the page and gives back what it returns.
    pub fn script(&self, source: &str) -> Value {
        self.script_with(source, &[])
    }

    /// The same, with `arguments`.
    pub fn script_with(&self, source: &str, arguments: &[Value]) -> Value {
        let body = json!({ "script": source, "args": arguments });
        self.session.post("/execute/sync", &body)
    }

    /// All text that can be seen.
    pub fn text(&self) -> String {
        string(&self.script("return document.body.innerText"))
    }

    /// Waits until what was changed has been drawn: two frames.
    pub fn settle(&self) {
        let source = "const done = arguments[0];
            requestAnimationFrame(() => requestAnimationFrame(() => done()));";
        let body = json!({ "script": source, "args": [] });
        self.session.post("/execute/async", &body);
    }

    /// Waits until something holds; fails, naming it, when it takes too long.
    pub fn wait_for(&self, what: &str, mut holds: impl FnMut() -> bool) {
        let start = Instant::now();
        while !holds() {
            assert!(
                start.elapsed() < PATIENCE,
                "waited {PATIENCE:?} for {what}; the page says:\n{}",
                self.text()
            );
            thread::sleep(Duration::from_millis(30));
        }
    }

    /// Presses and releases a key where the focus is: `"a"`, `"Space"`, `"ArrowRight"`, `"Shift+Tab"`.
    pub fn press(&self, key: &str) {
        let actions = webdriver_keys::actions(key);
        let source = json!({ "type": "key", "id": "keyboard", "actions": actions });
        self.session
            .post("/actions", &json!({ "actions": [source] }));
    }

    /// Puts a text where the focus is, all at once, as pasting does.
    pub fn insert(&self, text: &str) {
        self.session
            .devtools("Input.insertText", &json!({ "text": text }));
    }

    /// The element that has the focus.
    pub fn focused(&self) -> Element<'_> {
        Element::new(self, &self.session.get("/element/active"))
    }
}

/// A JSON string's text; of anything else, its JSON.
pub fn string(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}
