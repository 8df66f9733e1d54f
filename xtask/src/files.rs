//! A folder as a web server sees it: which file a path names, and what kind it is.
//!
//! `cargo xtask serve` and the end-to-end tests share this file, so that what is tested is what is served.

use percent_encoding::percent_decode_str;
use std::path::{Component, Path, PathBuf};

/// The file that a request's path names below `root`; a folder stands for its `index.html`.
///
/// `None` where there is no such file, and for every path that would leave the folder.
pub fn find(root: &Path, target: &str) -> Option<PathBuf> {
    let path = target.split(['?', '#']).next().unwrap_or_default();
    let decoded = percent_decode_str(path).decode_utf8().ok()?;
    let relative = Path::new(decoded.trim_start_matches('/'));
    // Checked after decoding, and by component: `..`, a drive or a second root are all refused.
    let mut parts = relative.components();
    if decoded.contains(['\\', '\0']) || !parts.all(|part| matches!(part, Component::Normal(_))) {
        return None;
    }
    let mut file = root.join(relative);
    if file.is_dir() {
        file.push("index.html");
    }
    // A link inside the folder must not lead out of it either.
    let inside = file.canonicalize().ok()?;
    (inside.is_file() && inside.starts_with(root.canonicalize().ok()?)).then_some(inside)
}

/// The Content-Type of a file, by its ending.
pub fn content_type(file: &Path) -> &'static str {
    match file.extension().and_then(|ending| ending.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_names_a_file_below_the_root_or_nothing() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        assert!(find(root, "/Cargo.toml?x=1").is_some());
        assert!(find(root, "/%43argo.toml").is_some());
        for outside in [
            "/../Cargo.toml",
            "/%2e%2e/Cargo.toml",
            "/src/../../Cargo.toml",
            "//../Cargo.toml",
            "/..\\Cargo.toml",
            "/Cargo.toml%00",
            "/%zz",
            "/%4",
            "/nothing",
            "/src",
        ] {
            assert_eq!(find(root, outside), None, "{outside}");
        }
    }
}
