//! What Trunk's `post_build` hook does to a finished build, before it becomes `dist/`.

use crate::{Outcome, csp, names, optimize, shrink};
use sha2::{Digest, Sha256};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

/// Trunk's own reload script, which `trunk serve` puts into the page, names this file's socket.
const RELOAD_SCRIPT: &str = ".well-known/trunk/ws";

/// Makes the files small, writes the policy into index.html, and refuses a build that would ask another host for
/// anything.
pub fn run() -> Outcome {
    let staging = env::var_os("TRUNK_STAGING_DIR")
        .map(PathBuf::from)
        .ok_or("`post-build` is called by Trunk (see Trunk.toml); TRUNK_STAGING_DIR is not set")?;
    let index = staging.join("index.html");
    let html = read(&index)?;
    if html.contains(RELOAD_SCRIPT) {
        eprintln!("development page: Trunk's reload script is in it, so it gets no policy");
    } else {
        shrink_scripts(&staging)?;
        let html = join_styles(&staging, &shrink::lines(&html))?;
        write(&index, csp::write_into(&html)?)?;
    }
    for file in files_below(&staging)? {
        if let Some(address) = text_of(&file)?.as_deref().and_then(absolute_address) {
            return Err(format!(
                "{} refers to {address}: the page must load nothing but its own files, by relative paths",
                file.display()
            )
            .into());
        }
    }
    Ok(())
}

/// Every file below a folder, in order of name.
pub fn files_below(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let unreadable = |error| format!("cannot read {}: {error}", folder.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.is_dir() {
            files.append(&mut files_below(&path)?);
        } else {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Writes the style sheets as one, named by what is in it, and the page's links to them as one link.
fn join_styles(folder: &Path, html: &str) -> Outcome<String> {
    let (mut lines, mut styles, mut first) = (Vec::new(), String::new(), None);
    for line in html.lines() {
        let Some(name) = stylesheet(line) else {
            lines.push(line.to_owned());
            continue;
        };
        let path = folder.join(name);
        styles.push_str(&read(&path)?);
        fs::remove_file(&path)
            .map_err(|error| format!("cannot remove {}: {error}", path.display()))?;
        // The order among the other lines is that of the first one.
        if first.is_none() {
            first = Some(lines.len());
            lines.push(String::new());
        }
    }
    if let Some(line) = first.and_then(|at| lines.get_mut(at)) {
        let styles = shrink::css(&styles);
        let digest = Sha256::digest(&styles);
        let mark: String = digest.iter().take(8).map(|b| format!("{b:02x}")).collect();
        let name = format!("style-{mark}.css");
        write(&folder.join(&name), &styles)?;
        *line = format!("<link rel=\"stylesheet\" href=\"./{name}\">");
    }
    lines.push(String::new());
    Ok(lines.join("\n"))
}

/// The file that a line of the page links to as a style sheet, where it holds such a link and nothing else.
fn stylesheet(line: &str) -> Option<&str> {
    let link = line
        .trim()
        .strip_prefix("<link rel=\"stylesheet\" href=\"./")?;
    let (name, rest) = link.split_once('"')?;
    matches!(rest, ">" | "/>" | " />").then_some(name)
}

/// The glue, and the WebAssembly that it serves.
fn shrink_scripts(folder: &Path) -> Outcome {
    const WASM: &str = "_bg.wasm";
    let release = env::var_os("TRUNK_PROFILE").is_some_and(|profile| profile == "release");
    for file in files_below(folder)? {
        let name = file.to_string_lossy();
        if let Some(name) = name.strip_suffix(WASM) {
            if release {
                optimize::run(&file)?;
            }
            let glue = PathBuf::from(format!("{name}.js"));
            let module = fs::read(&file)
                .map_err(|error| format!("cannot read {}: {error}", file.display()))?;
            let (module, script) = names::shorten(&module, &read(&glue)?)?;
            write(&file, module)?;
            write(&glue, shrink::lines(&script))?;
        }
    }
    Ok(())
}

fn write(path: &Path, content: impl AsRef<[u8]>) -> Outcome {
    fs::write(path, content)
        .map_err(|error| format!("cannot write {}: {error}", path.display()).into())
}

fn read(path: &Path) -> Outcome<String> {
    fs::read_to_string(path)
        .map_err(|error| format!("cannot read {}: {error}", path.display()).into())
}

/// The text of a file that can refer to others; what wasm refers to, its glue fetches.
fn text_of(path: &Path) -> Outcome<Option<String>> {
    let ending = path.extension().and_then(|ending| ending.to_str());
    match ending {
        Some("html" | "css" | "js") => read(path).map(Some),
        _ => Ok(None),
    }
}

/// The first reference in a text that is not relative to the page.
fn absolute_address(text: &str) -> Option<&str> {
    // After a quote, a bracket or an equals sign: elsewhere it is prose or a comment. A single
    // slash would break the page in any folder but the top one.
    const BEFORE: [char; 5] = ['"', '\'', '`', '(', '='];
    const STARTS: [&str; 5] = ["http://", "https://", "ws://", "wss://", "//"];
    const ROOTED: [&str; 5] = ["=\"/", "='/", "url(/", "url(\"/", "from \"/"];
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
    use super::{absolute_address, stylesheet};

    #[test]
    fn a_link_to_a_style_sheet_is_known() {
        let line = "<link rel=\"stylesheet\" href=\"./a-1.css\"/>";
        assert_eq!(stylesheet(line), Some("a-1.css"));
        assert_eq!(stylesheet("<link rel=\"icon\" href=\"./a.svg\">"), None);
    }

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
        ] {
            assert!(absolute_address(wrong).is_some(), "{wrong}");
        }
    }
}
