//! Cases that were collected: what people pasted, and what must be said of it. `DOUBLE_HOP_CASES` names their folder.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

#[path = "support/example.rs"]
mod example;
#[path = "support/skip.rs"]
mod skip;

use example::example;
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

#[test]
fn what_is_said_of_each_case_is_what_must_be_said() {
    let Some(folder) = std::env::var_os("DOUBLE_HOP_CASES") else {
        return skip::skip("cases", "DOUBLE_HOP_CASES names no folder");
    };
    let folder = Path::new(&folder);
    let expected = fs::read(folder.join("expected.json")).unwrap();
    let cases: Vec<Value> = serde_json::from_slice(&expected).unwrap();
    let mut wrong = Vec::new();
    for case in &cases {
        let faults = faults(folder, case);
        if !faults.is_empty() {
            wrong.push(format!("{}: {}", case["file"], faults.join("; ")));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        cases.len(),
        wrong.join("\n")
    );
    println!("{} cases", cases.len());
}

/// What differs from what is expected.
fn faults(folder: &Path, case: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    let start = Instant::now();
    let output = decode(&folder.join(text(&case["file"])), case["password"].as_str());
    if let Some(seconds) = case["limits"]["seconds"].as_u64() {
        let limit = Duration::from_secs(seconds * 2);
        if start.elapsed() > limit || !matches!(output.status.code(), Some(0 | 1)) {
            faults.push(format!("{:?}, {}", start.elapsed(), output.status));
        }
        return faults;
    }
    let said = [&output.stdout[..], &output.stderr].concat();
    let said = String::from_utf8_lossy(&said).to_lowercase();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
    let tokens = list(&report["tokens"]);
    let mut rest = tokens.iter();
    for wanted in list(&case["tokens"]) {
        match rest.find(|token| token["kind"] == wanted["kind"]) {
            Some(token) => token_faults(token, wanted, &said, &mut faults),
            None => faults.push(format!("no {}", wanted["kind"])),
        }
    }
    let count = list(&case["tokens"]).len();
    if count > 0 && tokens.len() > count {
        faults.push(format!("{} tokens, not {count}", tokens.len()));
    }
    let verdicts = list(&report["verdicts"]);
    for (about, result) in case["verdicts"].as_object().into_iter().flatten() {
        if !verdicts
            .iter()
            .any(|it| it["about"] == about.as_str() && it["result"] == *result)
        {
            faults.push(format!("{about} is not {result}"));
        }
    }
    if case["sets"].is_u64() && case["sets"] != list(&report["sets"]).len() {
        faults.push(format!("{} sets", list(&report["sets"]).len()));
    }
    for word in list(&case["unused"]) {
        if !said.contains(text(word)) {
            faults.push(format!("does not say {word}"));
        }
    }
    faults
}

fn token_faults(token: &Value, wanted: &Value, said: &str, faults: &mut Vec<String>) {
    let mut values = Vec::new();
    leaves(&token["fields"], &mut values);
    for (name, value) in wanted["fields"].as_object().into_iter().flatten() {
        if !values.iter().any(|(own, it)| *own == name && *it == value) {
            faults.push(format!("{name} is not {value}"));
        }
    }
    if token["error"].is_object() != (wanted["error"] == true) {
        faults.push(format!("error {}", token["error"]));
    }
    if wanted["masked"] == true && said.contains("correct-horse-7") {
        faults.push("the password can be read".to_owned());
    }
}

/// Names and values of all fields.
fn leaves<'a>(fields: &'a Value, values: &mut Vec<(&'a str, &'a Value)>) {
    for field in list(fields) {
        values.push((text(&field["name"]), &field["value"]));
        leaves(&field["children"], values);
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// Runs the example over a file.
fn decode(file: &Path, password: Option<&str>) -> Output {
    let mut command = Command::new(example("decode"));
    command
        .env_remove("DOUBLE_HOP_PASSWORD")
        .stdin(fs::File::open(file).unwrap());
    if let Some(password) = password {
        command.args(["--password", password]);
    }
    command.output().unwrap()
}
