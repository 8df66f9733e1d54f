//! Where things are: the project's folders, and the cache that all clones share.

use crate::Outcome;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

/// The top level of the project.
pub fn root() -> PathBuf {
    // Cargo says where it runs from; a binary started by hand remembers where it was built.
    let manifest = env::var_os("CARGO_MANIFEST_DIR")
        .filter(|folder| Path::new(folder).ends_with("xtask"))
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    manifest.parent().map(Path::to_path_buf).unwrap_or(manifest)
}

/// The shippable folder.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// The person's cache folder for this project: tools, keyed by name and version.
pub fn cache() -> Outcome<PathBuf> {
    let base = dirs::cache_dir().ok_or("no folder to keep tools in: set HOME and try again")?;
    Ok(base.join("double-hop"))
}

/// The version of a package in Cargo.lock.
pub fn locked_version(package: &str) -> Outcome<String> {
    let text = fs::read_to_string(root().join("Cargo.lock"))?;
    version_in(&text, package).ok_or_else(|| {
        format!("Cargo.lock names no `{package}`; run `cargo generate-lockfile`").into()
    })
}

/// Cargo writes a package's version on the line below its name.
fn version_in(lock: &str, package: &str) -> Option<String> {
    let (_, rest) = lock.split_once(&format!("\nname = \"{package}\"\nversion = \""))?;
    let (version, _) = rest.split_once('"')?;
    Some(version.to_owned())
}

#[cfg(test)]
mod tests {
    use super::version_in;

    #[test]
    fn a_version_is_read_from_the_lock() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"1.0.0\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(version_in(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(version_in(lock, "yew"), None);
    }
}
