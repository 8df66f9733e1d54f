//! A browser that tests can drive: Chromium or Chrome, and its chromedriver.

use crate::{Outcome, process};
use std::env;
use std::fs;
use std::path::PathBuf;
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

/// The browser itself, for what needs no driver.
pub fn chromium() -> Outcome<PathBuf> {
    driver()?;
    program().ok_or_else(|| "there is a chromedriver, but no Chromium or Chrome was found".into())
}

fn find() -> Option<PathBuf> {
    let driver = env::var_os("CHROMEDRIVER")
        .map(PathBuf::from)
        .filter(|path| path.is_file())
        .or_else(|| process::on_path("chromedriver"))?;
    program().map(|_| driver)
}

fn program() -> Option<PathBuf> {
    let names = [
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
        "chrome",
    ];
    let places = [
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
    ];
    let mut places = places.map(PathBuf::from).into_iter();
    let on_path = names.iter().find_map(|name| process::on_path(name));
    on_path.or_else(|| places.find(|place| place.exists()))
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
