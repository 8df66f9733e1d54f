//! Programs that Debian has packages of, installed where the person is root there.

use crate::{Outcome, process};
use std::fs;
use std::io;
use std::process::Command;

/// Installs what is missing of these programs. Elsewhere, and where it fails, they stay missing; who needs them says so.
pub fn install(programs: &[&str]) {
    let missing = programs.iter().filter(|name| which::which(name).is_err());
    let packages: Vec<&str> = missing.flat_map(packages).copied().collect();
    if packages.is_empty() || !may_install() {
        return;
    }
    eprintln!(
        "installing {} with apt-get (about 1 minute)",
        packages.join(", ")
    );
    // A new machine may have no package lists, or old ones; where they cannot be had, these may do.
    let _ = get(&["update"]);
    if let Err(error) = get(&[&["install"], &packages[..]].concat()) {
        eprintln!("warning: {error}");
    }
}

/// Runs apt-get without questions, and without what it would like besides.
pub fn get(arguments: &[&str]) -> Outcome {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    process::run(
        command
            .args(["-y", "-qq", "--no-install-recommends"])
            .args(arguments)
            // Standard output is for what setup says.
            .stdout(io::stderr()),
    )
}

/// Whether this is Debian and the person may install there.
pub fn may_install() -> bool {
    is_debian() && is_root()
}

/// The name of the Debian here, such as `bookworm`.
pub fn release() -> Option<String> {
    let text = fs::read_to_string("/etc/os-release").ok()?;
    let mut lines = text.lines();
    let name = lines.find_map(|line| line.strip_prefix("VERSION_CODENAME="))?;
    Some(name.to_owned())
}

/// The packages of a program.
fn packages<'a>(program: &'a &str) -> &'a [&'a str] {
    match *program {
        "chromedriver" => &["chromium", "chromium-driver"],
        "c++" => &["g++"],
        "kinit" => &["krb5-user"],
        "krb5kdc" => &["krb5-kdc"],
        "kadmin.local" => &["krb5-admin-server"],
        "apache2" => &["apache2", "libapache2-mod-auth-gssapi"],
        // A domain controller is several packages; the last one has the commands that write to its directory.
        "samba" => &[
            "samba",
            "samba-ad-dc",
            "samba-ad-provision",
            "samba-dsdb-modules",
            "samba-vfs-modules",
            "winbind",
            "python3-samba",
            "python3-markdown",
            "ldb-tools",
        ],
        _ => std::slice::from_ref(program),
    }
}

/// Debian itself: Ubuntu's package of Chromium only points to another installer.
fn is_debian() -> bool {
    fs::read_to_string("/etc/os-release")
        .is_ok_and(|text| text.lines().any(|line| line == "ID=debian"))
}

fn is_root() -> bool {
    process::answer("id", &["-u"]).is_some_and(|id| id.trim() == "0")
}
