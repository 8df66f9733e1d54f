//! The person's own browser.

use crate::process;
use std::env;
use std::process::{Command, Stdio};

/// Opens an address in the person's browser, where there is one. Never an error: the
/// address has been printed.
pub fn open(url: &str) {
    let Some(mut command) = opener(url) else {
        return;
    };
    let spawned = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    if let Ok(mut child) = spawned {
        // Waited for elsewhere, so that it neither holds up the server nor stays as a zombie.
        std::thread::spawn(move || child.wait());
    }
}

fn opener(url: &str) -> Option<Command> {
    if env::var_os("CI").is_some() {
        return None;
    }
    if cfg!(windows) {
        let mut command = Command::new("cmd");
        command.args(["/C", "start", "", url]);
        return Some(command);
    }
    let program = if cfg!(target_os = "macos") {
        "open"
    } else if env::var_os("DISPLAY").is_some() || env::var_os("WAYLAND_DISPLAY").is_some() {
        "xdg-open"
    } else {
        return None;
    };
    let mut command = Command::new(process::on_path(program)?);
    command.arg(url);
    Some(command)
}
