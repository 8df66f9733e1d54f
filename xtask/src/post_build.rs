//! What Trunk's `post_build` hook does to a finished build, before it becomes `dist/`: it writes the policy, and
//! refuses absolute addresses.

use crate::{Outcome, csp};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

/// Trunk's own reload script, which `trunk serve` puts into the page, names this file's socket.
const RELOAD_SCRIPT: &str = ".well-known/trunk/ws";

/// Writes the policy into index.html, and refuses a build that would ask another host for anything.
pub fn run() -> Outcome {
    let staging = env::var_os("TRUNK_STAGING_DIR")
        .map(PathBuf::from)
        .ok_or("`post-build` is called by Trunk (see Trunk.toml); TRUNK_STAGING_DIR is not set")?;
    let index = staging.join("index.html");
    let html = fs::read_to_string(&index)?;
    if html.contains(RELOAD_SCRIPT) {
        eprintln!("development page: Trunk's reload script is in it, so it gets no policy");
    } else {
        fs::write(&index, csp::write_into(&html)?)?;
    }
    for file in files_below(&staging)? {
        let ending = file.extension().and_then(|ending| ending.to_str());
        // What wasm refers to, its script fetches.
        if !matches!(ending, Some("html" | "css" | "js")) {
            continue;
        }
        if let Some(address) = absolute_address(&fs::read_to_string(&file)?) {
            let file = file.display();
            return Err(format!(
                "{file} refers to {address}: the page must load nothing but its own files, by relative paths"
            )
            .into());
        }
    }
    Ok(())
}

/// Every file below a folder, in order of name.
pub fn files_below(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files.append(&mut files_below(&path)?);
        } else {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// The first reference in a text that is not relative to the page.
fn absolute_address(text: &str) -> Option<&str> {
    // After a quote, a bracket or an equals sign: elsewhere it is prose or a comment. A single
    // slash would break the page in any folder but the top one.
    const BEFORE: [char; 5] = ['"', '\'', '`', '(', '='];
    const STARTS: [&str; 5] = ["http://", "https://", "ws://", "wss://", "//"];
    const ROOTED: [&str; 9] = [
        "=\"/",
        "='/",
        "url(/",
        "url(\"/",
        "url('/",
        "from \"/",
        "from '/",
        "import(\"/",
        "import('/",
    ];
    // Names of vocabularies, which nothing fetches.
    let harmless = |found: &str| found.starts_with("http://www.w3.org/");

    let opened = text
        .match_indices(BEFORE)
        .filter_map(|(at, _)| text.get(at + 1..))
        .filter(|found| STARTS.iter().any(|start| found.starts_with(start)));
    let rooted = ROOTED
        .iter()
        .flat_map(|start| text.match_indices(start))
        .filter_map(|(at, _)| text.get(at..));
    opened
        .chain(rooted)
        .find(|found| !harmless(found))
        .and_then(|found| found.split_whitespace().next())
}

#[cfg(test)]
mod tests {
    use super::absolute_address;

    #[test]
    fn only_what_is_not_relative_is_found() {
        for fine in [
            "<script src=\"./a.js\">",
            "<a href='#x'>",
            "a { background: url(./x.svg) } /* note */",
            "createElementNS('http://www.w3.org/2000/svg')",
            "x = 1; // a remark, see https://example.org",
        ] {
            assert_eq!(absolute_address(fine), None, "{fine}");
        }
        for wrong in [
            "<script src=\"/a.js\">",
            "<img src=\"https://example.org/a.png\">",
            "@import \"//example.org/a.css\"",
            "fetch('http://example.org')",
            "url(/a.svg)",
            "url('/a.svg')",
            "import a from '/a.js'",
            "await import(\"/a.js\")",
        ] {
            assert!(absolute_address(wrong).is_some(), "{wrong}");
        }
    }
}
