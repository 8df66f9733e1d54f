//! `cargo xtask serve`: the built page on this computer's loopback address.

use crate::static_server::{self, Door};
use crate::{Outcome, no_more, page_build, process, project, setup};
use pico_args::Arguments;
use std::env;
use std::net::TcpListener;
use std::sync::Arc;

const DEFAULT_PORT: u16 = 8080;

/// Builds the page and serves it until interrupted.
pub fn run(mut arguments: Arguments) -> Outcome {
    let port = arguments.opt_value_from_str("--port")?;
    let port = port.unwrap_or(DEFAULT_PORT);
    let open = !arguments.contains("--no-open");
    no_more(arguments)?;
    // Taken before the build, so that a port in use is said at once and not after minutes.
    let listener = TcpListener::bind(("127.0.0.1", port)).map_err(|error| {
        format!("cannot listen on port {port} ({error}); choose another one with --port N")
    })?;
    page_build::build(&setup::for_page()?)?;

    let url = format!("http://{}/", listener.local_addr()?);
    println!("serving {url}");
    eprintln!("(Ctrl-C stops it)");
    if open && has_screen() {
        // Never an error: the address has been printed.
        let _ = open::that_detached(&url);
    }
    let door: Arc<Door> = Arc::new(|_, target| Some(target.to_owned()));
    static_server::serve(&listener, &project::dist(), &door);
    Ok(())
}

/// Whether a browser would have somewhere to open; in a bare terminal a text browser would take it over.
fn has_screen() -> bool {
    let elsewhere = cfg!(windows) || cfg!(target_os = "macos");
    let display = ["DISPLAY", "WAYLAND_DISPLAY"];
    !process::in_ci() && (elsewhere || display.iter().any(|name| env::var_os(name).is_some()))
}
