//! A harness for tests of the built page in a real browser.
//!
//! ```ignore
//! let Some((site, browser)) = support::start("my test") else { return };
//! browser.open(&site.url("#v=1"));
//! browser.by_role("button", "Next step").click();
//! browser.wait_for("the verdict", || browser.by_role("status", "Verdict").text().starts_with("Running"));
//! browser.assert_quiet();
//! site.assert_no_requests();
//! ```
//!
//! Everything panics with a sentence where it fails: this is test code, and a test has
//! nothing better to do with an error.

pub mod browser;
pub mod console;
pub mod element;
pub mod find;
pub mod screen;
pub mod server;
pub mod skip;
pub mod webdriver;
pub mod webdriver_keys;

use browser::Browser;
use server::Site;
use std::env;
use std::path::PathBuf;

/// A server of the built page and a browser, or `None` where this machine has not got them.
///
/// `DOUBLE_HOP_DIST` names the built folder. With `DOUBLE_HOP_E2E=1` whatever is missing is a
/// failure, with `0` the test is left out quietly; `cargo xtask test` sets `0` for the run of all tests, because it runs
/// these ones, with `1`, after it has built the page.
pub fn start(test: &str) -> Option<(Site, Browser)> {
    let wanted = env::var("DOUBLE_HOP_E2E").unwrap_or_default();
    if wanted == "0" {
        return None;
    }
    match parts() {
        Ok(parts) => Some(parts),
        Err(missing) if wanted == "1" => panic!("{missing}"),
        Err(missing) => {
            skip::skip(test, &format!("{missing}; `cargo xtask test` runs it"));
            None
        }
    }
}

fn parts() -> Result<(Site, Browser), String> {
    let dist = env::var_os("DOUBLE_HOP_DIST").ok_or("DOUBLE_HOP_DIST is not set")?;
    let dist = PathBuf::from(dist);
    if !dist.join("index.html").is_file() {
        return Err(format!("{} holds no built page", dist.display()));
    }
    Ok((Site::start(dist), Browser::start()?))
}
