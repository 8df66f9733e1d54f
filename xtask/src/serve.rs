//! `cargo xtask serve`: the built page on this computer's loopback address.

use crate::static_server::{self, Door};
use crate::{Outcome, browser, page, project, setup};
use std::net::TcpListener;
use std::sync::Arc;

const DEFAULT_PORT: u16 = 8080;

/// Builds the page and serves it until interrupted.
pub fn run(arguments: &[String]) -> Outcome {
    let options = Options::read(arguments)?;
    // Taken before the build, so that a port in use is said at once and not after minutes.
    let address = format!("127.0.0.1:{}", options.port);
    let listener = TcpListener::bind(&address).map_err(|error| {
        format!("cannot listen on {address} ({error}); choose another port with --port N")
    })?;
    page::build(&setup::for_page()?)?;

    let port = listener
        .local_addr()
        .map_or(options.port, |taken| taken.port());
    let url = format!("http://127.0.0.1:{port}/");
    println!("serving {url}");
    eprintln!("(Ctrl-C stops it)");
    if options.open {
        browser::open(&url);
    }
    let door: Arc<Door> = Arc::new(|_, target| Some(target.to_owned()));
    static_server::serve(&listener, &project::dist(), &door);
    Ok(())
}

struct Options {
    port: u16,
    open: bool,
}

impl Options {
    fn read(arguments: &[String]) -> Outcome<Self> {
        let mut options = Self {
            port: DEFAULT_PORT,
            open: true,
        };
        let mut rest = arguments.iter().map(String::as_str);
        while let Some(argument) = rest.next() {
            let port = match argument {
                "--no-open" => {
                    options.open = false;
                    continue;
                }
                "--port" => rest.next().unwrap_or_default(),
                other => other.strip_prefix("--port=").ok_or_else(|| {
                    format!("`serve` does not know `{other}`; it takes --port N and --no-open")
                })?,
            };
            options.port = port.parse().map_err(|_| {
                format!("--port takes a number from 0 (any free port) to 65535, not `{port}`")
            })?;
        }
        Ok(options)
    }
}

#[cfg(test)]
mod tests {
    use super::Options;

    fn read(arguments: &[&str]) -> Option<(u16, bool)> {
        let arguments: Vec<String> = arguments.iter().map(|a| (*a).to_owned()).collect();
        Options::read(&arguments).ok().map(|o| (o.port, o.open))
    }

    #[test]
    fn the_port_is_a_number_and_nothing_else_is_taken() {
        assert_eq!(read(&[]), Some((8080, true)));
        assert_eq!(read(&["--port", "9000", "--no-open"]), Some((9000, false)));
        assert_eq!(read(&["--port=0"]), Some((0, true)));
        assert_eq!(read(&["--port"]), None);
        assert_eq!(read(&["--port", "70000"]), None);
        assert_eq!(read(&["--prot", "9000"]), None);
    }
}
