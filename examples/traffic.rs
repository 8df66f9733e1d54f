//! Captures, browsers' files and logs as JSON: the sign-ins in them, and what is missing.
//!
//! ```text
//! cargo run --no-default-features --example traffic -- web-01.pcapng desk-07-netlog.json --password Spring-98
//! ```

mod common;

use common::{Arguments, Flag, say};
use double_hop::app::key_file;
use double_hop::present::decode::hash;
use double_hop::present::narration::terminal;
use double_hop::present::traffic::{Export, Exported, KnownToAll, proofs};
use double_hop::traffic::collection::Collection;
use double_hop::traffic::reader::{TrafficReader, no_traffic};
use std::env;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::process::ExitCode;

/// So many bytes are read at once.
const SLICE: usize = 1 << 20;

fn main() -> ExitCode {
    common::end(run(), terminal::TRAFFIC_USAGE)
}

/// Whether any sign-in was found.
fn run() -> Result<bool, String> {
    let arguments = Arguments::read(
        &[
            Flag::Value("password"),
            Flag::Value("nt-hash"),
            Flag::Value("user"),
            Flag::Repeated("keytab"),
            Flag::Value("export"),
            Flag::Switch("redact"),
        ],
        terminal::TRAFFIC_USAGE,
    )?;
    if arguments.plain.is_empty() {
        return Err("there is no file".to_owned());
    }
    let kind = match arguments.get("export") {
        Some(key) => Export::of_key(key).ok_or_else(|| terminal::no_export(key))?,
        None => Export::Json,
    };
    let mut collection = Collection::default();
    for path in &arguments.plain {
        read(path, &mut collection)?;
    }
    let mut keys = Vec::new();
    for path in arguments.all("keytab") {
        let bytes = fs::read(path).map_err(|error| format!("{path}: {error}"))?;
        keys.push(key_file(&bytes).ok_or_else(|| terminal::no_keys(path))?);
    }
    let password = arguments.get("password").map(str::to_owned);
    let password = password.or_else(|| env::var(common::PASSWORD).ok());
    let nt_hash = match arguments.get("nt-hash") {
        Some(typed) => Some(hash(typed).ok_or_else(|| terminal::no_hash(typed))?),
        None => None,
    };
    let known = KnownToAll {
        password: password.as_deref(),
        nt_hash,
        user: arguments.get("user"),
        files: &keys,
    };
    let proofs = proofs(&collection, &known);
    let redact = arguments.has("redact");
    let members: Vec<usize> = (0..collection.attempts.len()).collect();
    let exported = Exported {
        collection: &collection,
        proofs: &proofs,
        members: &members,
        redacted: redact,
    };
    if !kind.holds(&exported) {
        return Err(terminal::NO_HTTP.to_owned());
    }
    let out = kind.make(&exported);
    io::stdout()
        .write_all(&out)
        .map_err(|error| format!("standard output cannot be written: {error}"))?;
    Ok(!collection.attempts.is_empty())
}

/// Reads a file in slices; what is no traffic is said, and the others go on.
fn read(path: &str, collection: &mut Collection) -> Result<(), String> {
    let failed = |error: io::Error| format!("{path}: {error}");
    let mut file = File::open(path).map_err(failed)?;
    let mut buffer = vec![0; SLICE];
    let mut reader: Option<TrafficReader> = None;
    loop {
        let count = file.read(&mut buffer).map_err(failed)?;
        let bytes = buffer.get(..count).unwrap_or_default();
        let reader = reader.get_or_insert_with(|| TrafficReader::new(bytes));
        if count == 0 {
            break;
        }
        reader.push(bytes);
    }
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let read = match reader.map(|reader| reader.finish()) {
        Some(Ok(read)) => read,
        other => {
            say(&terminal::no_traffic(path));
            no_traffic(&other.and_then(Result::err).unwrap_or_default())
        }
    };
    collection.take(name, read);
    Ok(())
}
