//! Heimdal's clients of Kerberos. Debian does not let their package stand beside MIT's, so they are unpacked into the cache;
//! their libraries stand beside MIT's as they are.

use super::debian;
use crate::{Outcome, process, project};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{self as system, Command};

/// A program of the package that only Heimdal has by this name.
const PROGRAM: &str = "kinit.heimdal";

/// The folder of its programs, newly unpacked if need be; none where they are on PATH, or cannot be had.
pub fn folder() -> Option<PathBuf> {
    if which::which(PROGRAM).is_ok() {
        return None;
    }
    // One for each Debian: the libraries differ.
    let place = project::cache().ok()?;
    let place = place.join(format!("heimdal-{}", debian::release()?));
    let programs = place.join("usr/bin");
    if !runs(&programs)
        && debian::may_install()
        && let Err(error) = unpack(&place)
    {
        eprintln!("warning: Heimdal's clients: {error}");
    }
    runs(&programs).then_some(programs)
}

fn runs(programs: &Path) -> bool {
    // It says its version on standard error.
    process::answer(programs.join(PROGRAM), &["--version"]).is_some()
}

fn unpack(place: &Path) -> Outcome {
    eprintln!("unpacking Heimdal's clients, once per machine (seconds)");
    let partial = place.with_extension(format!("partial-{}", system::id()));
    fs::create_dir_all(&partial)?;
    // Where the lists cannot be had, old ones may do.
    let _ = debian::get(&["update"]);
    process::run(
        Command::new("apt-get")
            .args(["-qq", "download", "heimdal-clients"])
            .current_dir(&partial),
    )?;
    let file = fs::read_dir(&partial)?
        .next()
        .ok_or("apt-get downloaded nothing")?;
    let file = file?.path();
    process::run(Command::new("dpkg").arg("-x").arg(&file).arg(&partial))?;
    let needs = Command::new("dpkg-deb")
        .arg("--field")
        .arg(&file)
        .arg("Depends")
        .output()?;
    let needs = String::from_utf8(needs.stdout)?;
    debian::get(&[&["install"], libraries(&needs).as_slice()].concat())?;
    fs::remove_file(file)?;
    let _ = fs::remove_dir_all(place);
    fs::rename(partial, place)?;
    Ok(())
}

/// The libraries among what a package depends on.
fn libraries(depends: &str) -> Vec<&str> {
    let names = depends
        .split(',')
        .filter_map(|one| one.split_whitespace().next());
    names.filter(|name| name.starts_with("lib")).collect()
}

#[cfg(test)]
mod tests {
    use super::libraries;

    #[test]
    fn libraries_are_taken_without_their_versions() {
        let depends = "krb5-config, libasn1-8-heimdal (>= 1.4.0+git20110226), libc6 (>= 2.34)\n";
        assert_eq!(libraries(depends), ["libasn1-8-heimdal", "libc6"]);
    }
}
