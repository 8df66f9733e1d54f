//! What a browser shows, and what its system asks for.

use super::browser::{Browser, string};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use std::path::Path;

/// Light or dark, as the system would ask for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// `prefers-color-scheme: light`
    Light,
    /// `prefers-color-scheme: dark`
    Dark,
}

impl Browser {
    /// Sets the page's size in CSS pixels, also to less than a window can be.
    pub fn viewport(&self, width: u32, height: u32) {
        self.session.devtools(
            "Emulation.setDeviceMetricsOverride",
            &json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false }),
        );
    }

    /// Gives the browser's letters another size, as a person does in its settings: 16 is usual.
    pub fn letters(&self, size: u32) {
        let sizes = json!({ "fontSizes": { "standard": size, "fixed": size - 3 } });
        self.session.devtools("Page.setFontSizes", &sizes);
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

    /// Has the system set all colours, for people who need few and strong ones.
    pub fn forced_colours(&self, scheme: Scheme) {
        let colours = if scheme == Scheme::Light {
            "light"
        } else {
            "dark"
        };
        self.session.devtools(
            "Emulation.setEmulatedMedia",
            &json!({ "features": [
                { "name": "forced-colors", "value": "active" },
                { "name": "prefers-color-scheme", "value": colours },
                { "name": "prefers-reduced-motion", "value": "reduce" },
            ]}),
        );
    }

    /// Shows the page as it is on paper, or as it is on a screen.
    pub fn paper(&self, paper: bool) {
        let media = if paper { "print" } else { "screen" };
        self.session
            .devtools("Emulation.setEmulatedMedia", &json!({ "media": media }));
    }

    /// Writes a picture of the window, or of the whole page, as PNG.
    pub fn screenshot(&self, file: &Path, whole_page: bool) {
        let parameters = json!({ "format": "png", "captureBeyondViewport": whole_page });
        let picture = self.session.devtools("Page.captureScreenshot", &parameters);
        let bytes = STANDARD
            .decode(string(&picture["data"]))
            .expect("a picture in base64");
        std::fs::write(file, bytes)
            .unwrap_or_else(|error| panic!("cannot write {}: {error}", file.display()));
    }
}
