//! Conformance with third-party vectors, which stay outside the project.
//!
//! Reads `vectors.json` and `kerberos.json` from the folder that the environment variable `DOUBLE_HOP_VECTORS` names; run with
//! `--nocapture` to see what was compared.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod captures;
mod crypto;
mod kerberos_crypto;
mod kerberos_opened;
mod kerberos_pac;
mod kerberos_wire;
mod messages;
mod sessions;
#[path = "../support/skip.rs"]
mod skip;
mod support;
mod tokens;
mod verify;

use skip::skip;
use support::{Case, load};

const UNSET: &str = "DOUBLE_HOP_VECTORS names no folder";

/// Each looks at a vector and says whether it had something to compare.
const PARTS: [fn(&mut Case<'_>) -> bool; 4] =
    [crypto::check, messages::check, tokens::check, verify::check];

#[test]
fn vectors() {
    let Some(vectors) = load("vectors.json") else {
        skip("the third-party vectors", UNSET);
        return;
    };
    let (mut later, mut failures) = (Vec::new(), Vec::new());
    for vector in &vectors {
        let mut case = Case::new(vector);
        let covered = PARTS.iter().filter(|check| check(&mut case)).count() > 0;
        if covered {
            println!("{} {}: {} values", case.id(), case.kind(), case.compared);
        } else {
            later.push(format!("{} {}", case.id(), case.kind()));
        }
        if covered && case.compared == 0 {
            case.failures.push("nothing was compared".to_owned());
        }
        failures.extend(
            case.failures
                .iter()
                .map(|what| format!("{}: {what}", case.id())),
        );
    }
    println!("{} vectors", vectors.len());
    assert!(later.is_empty(), "nobody looks at {}", later.join(", "));
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn kerberos_crypto() {
    let Some(vectors) = load("kerberos.json") else {
        skip("the vectors of Kerberos' cryptography", UNSET);
        return;
    };
    kerberos_crypto::check_all(&vectors);
}

#[test]
fn kerberos_wire() {
    match load("kerberos.json") {
        Some(vectors) => kerberos_wire::check_all(&vectors),
        None => skip("the vectors of Kerberos' messages", UNSET),
    }
}

#[test]
fn kerberos_pac() {
    let Some(vectors) = load("kerberos.json") else {
        skip("the vectors of PACs, keytabs and credential caches", UNSET);
        return;
    };
    kerberos_pac::check_all(&vectors);
    let folder = std::env::var_os("DOUBLE_HOP_VECTORS").unwrap();
    kerberos_pac::check_files(folder.as_ref());
}

#[test]
fn kerberos_opened() {
    let Some(vectors) = load("kerberos.json") else {
        skip("the vectors with something encrypted", UNSET);
        return;
    };
    kerberos_opened::check_all(&vectors);
    let folder = std::env::var_os("DOUBLE_HOP_VECTORS").unwrap();
    kerberos_opened::check_capture(folder.as_ref());
}

#[test]
fn captures() {
    match std::env::var_os("DOUBLE_HOP_VECTORS") {
        Some(folder) => captures::check(folder.as_ref()),
        None => skip("the captures", UNSET),
    }
}
