//! Mermaid takes every diagram, and the schema of HAR every archive.
//!
//! `DOUBLE_HOP_NODE` names a folder in whose `node_modules` are mermaid, jsdom and har-validator; `cargo xtask setup` makes it.

use crate::skip::skip;
use crate::{folder, samples};
use double_hop::present::Passwords;
use double_hop::present::export::har::{HarOptions, har};
use double_hop::present::export::mermaid::mermaid;
use std::path::Path;
use std::process::Command;

#[test]
fn mermaid_takes_every_diagram() {
    let Some(modules) = modules("drawing with Mermaid") else {
        return;
    };
    let folder = folder("mermaid");
    for sample in samples() {
        let text = mermaid(&sample.log, &sample.steps, &sample.name, &|step| {
            sample.label(step)
        });
        std::fs::write(folder.join(format!("{}.mmd", sample.name)), text).unwrap();
        // Each label in a line, with blanks as they are written.
        let labels = (0..sample.steps.len()).map(|step| {
            let label = sample.label(step);
            let words = label.split_whitespace().collect::<Vec<_>>().join(" ");
            let seen = |letter: &char| !letter.is_control() && *letter != '\u{202e}';
            words.chars().filter(seen).collect::<String>()
        });
        let labels = serde_json::to_string(&labels.collect::<Vec<_>>()).unwrap();
        std::fs::write(folder.join(format!("{}.json", sample.name)), labels).unwrap();
    }
    check("mermaid", &modules, &folder);
}

#[test]
fn every_archive_keeps_to_the_schema() {
    let Some(modules) = modules("the schema of HAR") else {
        return;
    };
    let folder = folder("har");
    for sample in samples() {
        for (passwords, all_hops) in [(Passwords::Hidden, false), (Passwords::Shown, true)] {
            let options = HarOptions {
                all_hops,
                passwords,
                browser: None,
            };
            let file = folder.join(format!("{}-{all_hops}.har", sample.name));
            std::fs::write(file, har(&sample.log, options)).unwrap();
        }
    }
    check("har", &modules, &folder);
}

fn modules(test: &str) -> Option<String> {
    match std::env::var("DOUBLE_HOP_NODE") {
        Ok(folder) if Path::new(&folder).join("node_modules").is_dir() => Some(folder),
        _ => {
            skip(
                test,
                "DOUBLE_HOP_NODE names no folder with its packages; `cargo xtask test` runs it",
            );
            None
        }
    }
}

fn check(what: &str, modules: &str, folder: &Path) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/exports")
        .join(format!("{what}.mjs"));
    let output = Command::new("node")
        .arg(script)
        .arg(modules)
        .arg(folder)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned()
        + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    println!("{said}");
    std::fs::remove_dir_all(folder).unwrap();
}
