//! What each module may know (ARCHITECTURE.md), read off the sources.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

/// The modules from the lowest on, with those that each may use besides its own.
const MAY_USE: [(&str, &[&str]); 8] = [
    ("wire", &[]),
    ("crypto", &[]),
    ("hosts", &["wire", "crypto"]),
    ("lab", &["wire", "crypto", "hosts"]),
    ("traffic", &["wire", "crypto"]),
    ("present", &["wire", "crypto", "hosts", "lab", "traffic"]),
    (
        "app",
        &["wire", "crypto", "hosts", "lab", "traffic", "present"],
    ),
    (
        "ui",
        &[
            "wire", "crypto", "hosts", "lab", "traffic", "present", "app",
        ],
    ),
];

/// The sources of a module without its tests, which may use anything.
fn sources(module: &str) -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("src")
        .join(module);
    let mut folders = vec![root];
    let mut all = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.file_stem().and_then(|it| it.to_str()) {
                Some("tests") => {}
                _ if path.is_dir() => folders.push(path),
                _ => {
                    let text = fs::read_to_string(&path).unwrap();
                    let code = text.split("#[cfg(test)]\nmod tests {").next();
                    all.push((path, code.unwrap_or_default().to_owned()));
                }
            }
        }
    }
    assert!(all.len() > 10, "{module}");
    all
}

/// The names that stand behind that path in code: comments may speak of anything.
fn named_behind<'a>(code: &'a str, path: &'a str) -> impl Iterator<Item = &'a str> {
    let lines = code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    lines.flat_map(move |line| {
        line.split(path).skip(1).map(|rest| {
            let end = rest.find(|it: char| !it.is_alphanumeric() && it != '_');
            rest.get(..end.unwrap_or(rest.len())).unwrap_or_default()
        })
    })
}

#[test]
fn dependencies_point_one_way() {
    for (module, may_use) in MAY_USE {
        for (path, code) in sources(module) {
            for used in named_behind(&code, "crate::") {
                let is_module = MAY_USE.iter().any(|(known, _)| *known == used);
                assert!(
                    !is_module || used == module || may_use.contains(&used),
                    "{} uses {used}, of which {module} knows nothing",
                    path.display()
                );
            }
        }
    }
}

/// What the narration speaks of, and may therefore not know its words.
const SPOKEN_OF: [&str; 10] = [
    "alignment",
    "compare",
    "decode",
    "foreign",
    "inspect",
    "layout",
    "link",
    "predict",
    "steps",
    "summary",
];

#[test]
fn what_the_narration_speaks_of_knows_nothing_of_its_words() {
    for (path, code) in sources("present") {
        let parts = path.iter().filter_map(|part| part.to_str());
        let spoken_of = parts.map(|part| part.trim_end_matches(".rs"));
        // `narration/compare.rs` has the words of `compare`.
        let mut spoken_of = spoken_of.skip_while(|part| *part != "present").skip(1);
        if spoken_of.next().is_some_and(|it| SPOKEN_OF.contains(&it)) {
            let mut named = ["super::", "present::"]
                .into_iter()
                .flat_map(|from| named_behind(&code, from));
            let words = named.find(|used| ["narration", "words"].contains(used));
            assert_eq!(words, None, "{}", path.display());
        }
    }
}

#[test]
fn only_the_page_knows_the_browser_and_the_clock() {
    const FOREIGN: [&str; 8] = [
        "yew::",
        "web_sys::",
        "js_sys::",
        "wasm_bindgen::",
        "gloo::",
        "getrandom::",
        "time::Instant",
        "time::SystemTime",
    ];
    for (module, _) in MAY_USE.into_iter().filter(|(module, _)| *module != "ui") {
        for (path, code) in sources(module) {
            for foreign in FOREIGN {
                assert!(!code.contains(foreign), "{}: {foreign}", path.display());
            }
        }
    }
}
