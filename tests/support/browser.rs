//! A browser as a test sees it: pages, size and media, the keyboard, the console.

use super::element::Element;
use super::keys;
use super::webdriver::Session;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

/// How long something that should become true may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Collects what the page's policy stops.
const WATCH: &str = "window.__violations = [];
    addEventListener('securitypolicyviolation', event => window.__violations.push(
        event.violatedDirective + ' blocked ' + (event.blockedURI || 'something inline')));";

/// Light or dark, as the system would ask for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// `prefers-color-scheme: light`
    Light,
    /// `prefers-color-scheme: dark`
    Dark,
}

/// A headless Chromium with one window.
pub struct Browser {
    /// The protocol below, for what has no method here.
    pub session: Session,
    console: RefCell<Vec<String>>,
}

impl Browser {
    /// Starts it, at 1440 by 900, in light colours.
    pub fn start() -> Result<Self, String> {
        let session = Session::start()?;
        let console = RefCell::default();
        let browser = Self { session, console };
        browser.before_each_page(WATCH);
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

    /// Loads the page again.
    pub fn reload(&self) {
        self.session.post("/refresh", &json!({}));
    }

    /// One step back in the history.
    pub fn back(&self) {
        self.session.post("/back", &json!({}));
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

    /// Sets the page's size in CSS pixels, also to less than a window can be.
    pub fn viewport(&self, width: u32, height: u32) {
        self.session.devtools(
            "Emulation.setDeviceMetricsOverride",
            &json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false }),
        );
    }

    /// Sets what the system asks for: its colours, and whether it wants less motion.
    pub fn media(&self, scheme: Scheme, reduced_motion: bool) {
        let colours = if scheme == Scheme::Light {
            "light"
        } else {
            "dark"
        };
        let motion = if reduced_motion {
            "reduce"
        } else {
            "no-preference"
        };
        self.session.devtools(
            "Emulation.setEmulatedMedia",
            &json!({ "features": [
                { "name": "prefers-color-scheme", "value": colours },
                { "name": "prefers-reduced-motion", "value": motion },
            ]}),
        );
    }

    /// Presses and releases a key where the focus is: `"a"`, `"Space"`, `"ArrowRight"`, `"Shift+Tab"`.
    pub fn press(&self, key: &str) {
        let actions = keys::actions(key);
        let source = json!({ "type": "key", "id": "keyboard", "actions": actions });
        self.session
            .post("/actions", &json!({ "actions": [source] }));
    }

    /// The element that has the focus.
    pub fn focused(&self) -> Element<'_> {
        Element::new(self, &self.session.get("/element/active"))
    }

    /// Writes a picture of the window, or of the whole page, as PNG.
    pub fn screenshot(&self, file: &Path, whole_page: bool) {
        use base64::Engine;
        let parameters = json!({ "format": "png", "captureBeyondViewport": whole_page });
        let picture = self.session.devtools("Page.captureScreenshot", &parameters);
        let bytes = base64::engine::general_purpose::STANDARD
            .decode(string(&picture["data"]))
            .expect("a picture in base64");
        std::fs::write(file, bytes)
            .unwrap_or_else(|error| panic!("cannot write {}: {error}", file.display()));
    }

    /// Everything the console has said since the browser started, policy violations included.
    pub fn console(&self) -> Vec<String> {
        let entries = self.session.post("/se/log", &json!({ "type": "browser" }));
        let mut console = self.console.borrow_mut();
        for entry in entries.as_array().into_iter().flatten() {
            console.push(format!(
                "{} {}",
                string(&entry["level"]),
                string(&entry["message"])
            ));
        }
        console.clone()
    }

    /// Fails where the console is not empty or the page broke its own policy.
    pub fn assert_quiet(&self) {
        let violations = self.script("return window.__violations");
        assert_eq!(violations, json!([]), "against the Content-Security-Policy");
        let console = self.console();
        assert!(console.is_empty(), "the console says: {console:#?}");
    }

    /// Every address the page has asked for, to any host, the page itself included.
    pub fn loaded(&self) -> Vec<String> {
        let names = self.script(
            "return ['navigation', 'resource'].flatMap(kind => performance.getEntriesByType(kind)).map(entry => entry.name)",
        );
        names.as_array().into_iter().flatten().map(string).collect()
    }
}

/// A JSON string's text; of anything else, its JSON.
pub fn string(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}
