//! A browser that tests can drive: Chromium or Chrome, and its chromedriver.

use crate::{Outcome, process};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where chromedriver is; installed now where that can be done without asking.
pub fn driver() -> Outcome<PathBuf> {
    if let Some(found) = find() {
        return Ok(found);
    }
    if !is_debian() {
        return Err(
            "the tests need Chromium or Chrome and the chromedriver of the same version on PATH; \
                    with Homebrew: brew install --cask chromium chromedriver; else see \
                    https://googlechromelabs.github.io/chrome-for-testing/"
                .into(),
        );
    }
    if process::answer("id", &["-u"]).is_none_or(|id| id.trim() != "0") {
        return Err(
            "the tests need a browser: sudo apt-get install chromium chromium-driver".into(),
        );
    }
    eprintln!("installing chromium and chromium-driver with apt-get (about 1 minute)");
    // Package lists that are old but present may do, so a failing update is not the end.
    let _ = process::run(apt().args(["update", "-qq"]));
    process::run(
        apt()
            .args(["install", "-y", "-qq", "--no-install-recommends"])
            .args(["chromium", "chromium-driver"]),
    )?;
    find().ok_or_else(|| {
        "apt-get installed chromium and chromium-driver, but they are not on PATH".into()
    })
}

fn find() -> Option<PathBuf> {
    let driver = env::var_os("CHROMEDRIVER")
        .map(PathBuf::from)
        .filter(|path| path.is_file())
        .or_else(|| process::on_path("chromedriver"))?;
    let names = [
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
        "chrome",
    ];
    let places = [
        "/Applications/Google Chrome.app",
        "/Applications/Chromium.app",
        "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
    ];
    let browser = names.iter().any(|name| process::on_path(name).is_some())
        || places.iter().any(|place| Path::new(place).exists());
    browser.then_some(driver)
}

/// Debian itself: Ubuntu's package of the same name only points to another installer.
fn is_debian() -> bool {
    fs::read_to_string("/etc/os-release")
        .is_ok_and(|text| text.lines().any(|line| line == "ID=debian"))
}

fn apt() -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}
