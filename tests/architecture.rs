//! What each module may know (ARCHITECTURE.md), read off the sources.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::collections::{BTreeMap, BTreeSet};
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

/// A file or a folder of the project.
fn in_project(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// All files in a folder and below, but for those behind a name that is left out.
fn files_in(folder: PathBuf, leave_out: &str) -> Vec<PathBuf> {
    let mut folders = vec![folder];
    let mut all = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.file_stem() {
                Some(name) if name == leave_out => {}
                _ if path.is_dir() => folders.push(path),
                _ => all.push(path),
            }
        }
    }
    all
}

/// The sources of a module without its tests, which may use anything.
fn sources(module: &str) -> Vec<(PathBuf, String)> {
    let files = files_in(in_project("src").join(module), "tests");
    assert!(files.len() > 10, "{module}");
    let code = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]\nmod tests {").next();
        (path, code.unwrap_or_default().to_owned())
    };
    files.into_iter().map(code).collect()
}

#[test]
fn dependencies_point_one_way() {
    for (module, may_use) in MAY_USE {
        for (path, code) in sources(module) {
            for used in named_in_braces_behind(&code, "crate::") {
                let used = used.as_str();
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

/// The names that a path in code leads to: one, or those in the braces behind it.
fn named_in_braces_behind(code: &str, path: &str) -> Vec<String> {
    let code: String = code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect();
    let is_name = |it: char| it.is_alphanumeric() || it == '_';
    let mut names = Vec::new();
    for (at, _) in code.match_indices(path) {
        // `super::` is no `super::super::`.
        if code[..at].ends_with(|it: char| is_name(it) || it == ':') {
            continue;
        }
        let rest = &code[at + path.len()..];
        let Some(list) = rest.strip_prefix('{') else {
            names.extend(rest.split(|it| !is_name(it)).next().map(str::to_owned));
            continue;
        };
        let (mut depth, mut name) = (1, String::new());
        for it in list.chars().take_while(|it| *it != ';') {
            depth += i32::from(it == '{') - i32::from(it == '}');
            match it {
                _ if depth == 1 && is_name(it) => name.push(it),
                ',' | ':' | '}' if depth <= 1 => names.push(std::mem::take(&mut name)),
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
    }
    names
}

/// The modules of a module, each with those beside it that it uses.
fn modules_of(module: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut modules: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (path, code) in sources(module) {
        let path = path.with_extension("");
        let parts: Vec<&str> = path.iter().filter_map(|part| part.to_str()).collect();
        let root = parts.iter().rposition(|part| *part == "src").unwrap();
        let mut inner = parts[root + 2..].to_vec();
        inner.pop_if(|last| *last == "mod");
        let Some(own) = inner.first() else {
            continue;
        };
        let above = "super::".repeat(inner.len());
        let used = [format!("crate::{module}::"), above];
        let used = used.iter().flat_map(|it| named_in_braces_behind(&code, it));
        modules.entry((*own).to_owned()).or_default().extend(used);
    }
    let all: BTreeSet<String> = modules.keys().cloned().collect();
    for (own, used) in &mut modules {
        used.retain(|it| it != own && all.contains(it));
    }
    modules
}

/// Each can be read with nothing but what is below it.
#[test]
fn modules_form_no_circle() {
    for (module, _) in MAY_USE {
        let mut left = modules_of(module);
        assert!(left.values().any(|used| !used.is_empty()), "{module}");
        loop {
            let before = left.len();
            let using: BTreeSet<String> = left.keys().cloned().collect();
            let used: BTreeSet<String> = left.values().flatten().cloned().collect();
            left.retain(|own, uses| used.contains(own) && !uses.is_disjoint(&using));
            if left.len() == before {
                break;
            }
        }
        assert!(left.is_empty(), "{module}: a circle is among {left:#?}");
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
        "Instant::",
        "SystemTime::",
    ];
    for (module, _) in MAY_USE.into_iter().filter(|(module, _)| *module != "ui") {
        for (path, code) in sources(module) {
            for foreign in FOREIGN {
                assert!(!code.contains(foreign), "{}: {foreign}", path.display());
            }
        }
    }
}

/// Time is handed in, or that of frames and of a clock which nobody sets.
#[test]
fn nothing_reads_the_wall_clock() {
    for (module, _) in MAY_USE {
        for (path, code) in sources(module) {
            for clock in ["Date::now", "Date::new", "DateTime::now", "SystemTime::now"] {
                assert!(!code.contains(clock), "{}: {clock}", path.display());
            }
        }
    }
}

/// A field is told by a name that its decoder uses too (`wire::field_name`): a literal would miss it once it is renamed.
#[test]
fn no_field_is_told_by_a_literal() {
    const LITERAL: [&str; 10] = [
        ".name == \"",
        ".name != \"",
        ".field == \"",
        ".field != \"",
        "layout.find(\"",
        // Helpers that do the same.
        "(layer, \"",
        "(asked, \"",
        "(answered, \"",
        "child(field, \"",
        "(outer, &[\"",
    ];
    for (module, _) in MAY_USE {
        for (path, code) in sources(module) {
            for literal in LITERAL {
                assert!(!code.contains(literal), "{}: {literal}", path.display());
            }
        }
    }
}

/// Whoever looks for a file by its name has few to choose from.
#[test]
fn no_file_name_is_there_five_times() {
    let mut named: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    for (module, _) in MAY_USE {
        for (path, _) in sources(module) {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            named.entry(name).or_default().push(path);
        }
    }
    // Each folder's module is called so.
    named.remove("mod.rs");
    for (name, paths) in named {
        assert!(paths.len() < 5, "{name}: {paths:?}");
    }
}

/// What is built otherwise for a size is drawn otherwise from there on.
#[test]
fn the_page_and_its_stylesheet_take_another_form_at_the_same_sizes() {
    let read = |name| fs::read_to_string(in_project(name)).unwrap();
    let (page, drawn) = (read("src/ui/breakpoints.rs"), read("static/_shared.scss"));
    let queries = page.lines().filter_map(|line| line.split('"').nth(1));
    let sizes: Vec<&str> = queries.flat_map(|query| query.split(", ")).collect();
    assert!(sizes.len() > 4);
    for size in sizes {
        assert!(drawn.contains(&format!("\"{size}\"")), "{size}");
    }
}

/// Whoever reads them looks for it there.
#[test]
fn every_source_that_the_guides_name_is_there() {
    let folders = ["src", "tests", "examples", "xtask/src"].map(in_project);
    let files: Vec<PathBuf> = folders
        .into_iter()
        .flat_map(|folder| files_in(folder, ""))
        .collect();
    for guide in ["ARCHITECTURE.md", "CONTRIBUTING.md", "README.md"] {
        let text = fs::read_to_string(in_project(guide)).unwrap();
        // Every other part stands between backticks.
        for named in text.split('`').skip(1).step_by(2) {
            let is_there = files.iter().any(|file| file.ends_with(named));
            assert!(is_there || !named.ends_with(".rs"), "{guide}: {named}");
        }
    }
}
