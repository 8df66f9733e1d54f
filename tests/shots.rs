//! Pictures of the built page. `cargo xtask shots DIR` runs this; it is no test.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod support;

use std::env;
use std::path::PathBuf;
use support::screen::Scheme;

/// A desk, a small laptop, a tablet held upright, a telephone.
const SIZES: &str = "1440x900 1024x768 768x1024 390x844";

#[test]
#[ignore = "takes pictures; run it with `cargo xtask shots DIR`"]
fn shots() {
    let folder =
        PathBuf::from(env::var_os("DOUBLE_HOP_SHOTS").expect("DOUBLE_HOP_SHOTS names a folder"));
    std::fs::create_dir_all(&folder).expect("the folder can be made");
    let sizes = setting("DOUBLE_HOP_SIZES", SIZES);
    let fragments = setting("DOUBLE_HOP_FRAGMENTS", "#");
    let whole_page = env::var_os("DOUBLE_HOP_FULL").is_some();

    let (site, browser) = support::start("pictures").expect("the built page and a browser");
    for (number, fragment) in fragments.split_whitespace().enumerate() {
        for size in sizes.split_whitespace() {
            let (width, height) = size
                .split_once('x')
                .and_then(|(width, height)| Some((width.parse().ok()?, height.parse().ok()?)))
                .unwrap_or_else(|| panic!("a size is WIDTHxHEIGHT, not `{size}`"));
            browser.viewport(width, height);
            for (scheme, word) in [(Scheme::Light, "light"), (Scheme::Dark, "dark")] {
                // Without motion, so that no picture is taken half-way.
                browser.media(scheme, true);
                browser.goto("about:blank");
                browser.open(&site.url(&format!("#{}", fragment.trim_start_matches('#'))));
                let file = folder.join(format!("{}-{width}-{word}.png", number + 1));
                browser.screenshot(&file, whole_page);
                println!("{}", file.display());
            }
        }
    }
    browser.assert_quiet();
}

fn setting(name: &str, otherwise: &str) -> String {
    env::var(name)
        .ok()
        .filter(|value| !value.trim().is_empty())
        .unwrap_or_else(|| otherwise.to_owned())
}
