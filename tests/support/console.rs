//! What a page does behind what it shows: its console, its policy, its requests.

use super::browser::{Browser, string};
use serde_json::json;

/// Collects what the page's policy stops.
pub const WATCH: &str = "window.__violations = [];
    addEventListener('securitypolicyviolation', event => window.__violations.push(
        event.violatedDirective + ' blocked ' + (event.blockedURI || 'something inline')));";

impl Browser {
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

    /// Forgets what the console has said so far.
    pub fn forget_console(&self) {
        self.console();
        self.console.borrow_mut().clear();
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
