//! Captures, browsers' files and logs as JSON: the sign-ins in them, and what is missing.
//!
//! ```text
//! cargo run --no-default-features --example traffic -- web-01.pcapng desk-07-netlog.json --password Spring-98
//! ```

mod common;

use common::{Failure, say};
use double_hop::app::key_file;
use double_hop::present::narration::terminal;
use double_hop::present::traffic::{Export, Exported, KnownToAll, proofs};
use double_hop::traffic::collection::{Collection, FileRead};
use double_hop::traffic::reader::{TrafficReader, no_traffic};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;
use std::process::ExitCode;

/// So many bytes are read at once.
const SLICE: usize = 1 << 20;

fn main() -> ExitCode {
    common::end(run(), terminal::TRAFFIC_USAGE)
}

/// Whether any sign-in was found.
fn run() -> Result<bool, Failure> {
    let mut arguments = common::arguments(terminal::TRAFFIC_USAGE);
    let kind = match common::value(&mut arguments, "--export")? {
        Some(key) => Export::of_key(&key).ok_or_else(|| terminal::no_export(&key))?,
        None => Export::Json,
    };
    let (password, nt_hash) = common::password_or_hash(&mut arguments)?;
    let user = common::value(&mut arguments, "--user")?;
    let keytabs = common::files(&mut arguments, "--keytab")?;
    let redact = arguments.contains("--redact");
    let files = common::rest(arguments)?;
    if files.is_empty() {
        return Err("there is no file".into());
    }
    let mut keys = Vec::new();
    for path in keytabs {
        let shown = path.to_string_lossy();
        let bytes = fs::read(&path).map_err(|error| format!("{shown}: {error}"))?;
        keys.push(key_file(&bytes).ok_or_else(|| terminal::no_keys(&shown))?);
    }
    let files = files.iter().map(|path| read(Path::new(path)));
    let files: Vec<FileRead> = files.collect::<Result<_, _>>()?;
    let mut collection = Collection::default();
    collection.take_all(files);
    let known = KnownToAll {
        password: password.as_deref(),
        nt_hash,
        user: user.as_deref(),
        files: &keys,
    };
    let proofs = proofs(&collection, &known);
    let members: Vec<usize> = (0..collection.attempts.len()).collect();
    let exported = Exported {
        collection: &collection,
        proofs: &proofs,
        members: &members,
        redacted: redact,
    };
    if !kind.holds(&exported) {
        return Err(terminal::NO_HTTP.into());
    }
    let out = kind.make(&exported);
    common::answer(&out)?;
    Ok(!collection.attempts.is_empty())
}

/// Reads a file in slices; what is no traffic is said, and the others go on.
fn read(path: &Path) -> Result<FileRead, String> {
    let shown = path.to_string_lossy();
    let failed = |error: io::Error| format!("{shown}: {error}");
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
    let parts = match reader.map(|reader| reader.finish()) {
        Some(Ok(parts)) => parts,
        other => {
            say(&terminal::no_traffic(&shown));
            no_traffic(&other.and_then(Result::err).unwrap_or_default())
        }
    };
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    Ok(FileRead {
        name: name.into(),
        parts,
    })
}
