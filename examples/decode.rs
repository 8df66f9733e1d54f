//! Tokens in whatever comes in on standard input, as JSON on standard output.
//!
//! ```text
//! curl -v … 2>&1 | cargo run --no-default-features --example decode -- --password Spring-98
//! ```

#[allow(dead_code)]
mod common;

use common::{Arguments, say};
use double_hop::present::decode::{Judged, Report, json, unused};
use double_hop::present::narration::terminal;
use double_hop::traffic::verify::{Binding, Known, KnownCredentials, SignInBytes, verify};
use std::env;
use std::fs;
use std::io::{self, Read, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    common::end(run(), terminal::DECODE_USAGE)
}

/// Whether anything was found.
fn run() -> Result<bool, String> {
    let arguments = Arguments::read(&[
        "password",
        "nt-hash",
        "user",
        "domain",
        "certificate",
        "bindings",
        "host",
        "secrets",
    ])?;
    if let Some(word) = arguments.plain.first() {
        return Err(format!("“{word}”: the tokens come in on standard input"));
    }
    let mut input = Vec::new();
    io::stdin()
        .read_to_end(&mut input)
        .map_err(|error| format!("standard input cannot be read: {error}"))?;
    let report = Report::of(&input);
    if report.finds.tokens.is_empty() {
        say(terminal::NO_TOKEN);
        for it in &report.finds.unused {
            say(&format!("  {}", unused(it)));
        }
        return Ok(false);
    }
    let verdicts = judge(&report, &arguments)?;
    let out = json(&report, &verdicts, arguments.get("secrets").is_some());
    io::stdout()
        .write_all(out.as_bytes())
        .map_err(|error| format!("standard output cannot be written: {error}"))?;
    if report.finds.more > 0 {
        say(&terminal::more_tokens(report.finds.more));
    }
    Ok(true)
}

/// What is right and what is wrong, where there is something to check with.
fn judge(report: &Report, arguments: &Arguments) -> Result<Vec<Judged>, String> {
    let password = arguments.get("password").map(str::to_owned);
    let password = password.or_else(|| env::var(common::PASSWORD).ok());
    let hash = arguments
        .get("nt-hash")
        .map(|hash| bytes16("nt-hash", hash))
        .transpose()?;
    let secret = match (hash, &password) {
        (Some(_), Some(_)) if arguments.get("password").is_some() => {
            return Err("--password and --nt-hash exclude each other".to_owned());
        }
        (Some(hash), _) => Some(Known::NtHash(hash)),
        (None, Some(password)) => Some(Known::Password(password)),
        (None, None) => None,
    };
    let credentials = secret.map(|secret| KnownCredentials {
        user: arguments.get("user"),
        domain: arguments.get("domain"),
        secret,
    });
    let file = arguments.get("certificate");
    let certificate = file
        .map(|file| fs::read(file).map_err(|error| format!("{file}: {error}")))
        .transpose()?;
    let bindings = arguments
        .get("bindings")
        .map(|hash| bytes16("bindings", hash))
        .transpose()?;
    let binding = match (&certificate, bindings) {
        (Some(certificate), _) => Some(Binding::Certificate(certificate)),
        (None, bindings) => bindings.map(Binding::Hash),
    };
    let host = arguments.get("host");
    if credentials.is_none() && binding.is_none() && host.is_none() {
        return Ok(Vec::new());
    }
    let check = |set: &SignInBytes<'_>| verify(set, credentials.as_ref(), binding.as_ref(), host);
    let judged = report
        .sets
        .iter()
        .filter_map(|set| report.judge(set, &check));
    let judged = judged.filter_map(|(set, found)| Some((set.authenticate?, found)));
    Ok(judged.collect())
}

fn bytes16(name: &str, text: &str) -> Result<[u8; 16], String> {
    double_hop::present::decode::hash(text)
        .ok_or_else(|| format!("--{name} is 32 hexadecimal digits, not “{text}”"))
}
