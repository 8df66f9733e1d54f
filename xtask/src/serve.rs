//! `cargo xtask serve`: the built page on this computer's loopback address.

use crate::{Outcome, browser, files, page, project, setup};
use std::fs::File;
use std::io;
use std::path::Path;
use std::thread;
use tiny_http::{Header, Method, Request, Response, Server, StatusCode};

const DEFAULT_PORT: u16 = 8080;

/// Builds the page and serves it until interrupted.
pub fn run(arguments: &[String]) -> Outcome {
    let options = Options::read(arguments)?;
    // Taken before the build, so that a port in use is said at once and not after minutes.
    let address = format!("127.0.0.1:{}", options.port);
    let server = Server::http(&address).map_err(|error| {
        format!("cannot listen on {address} ({error}); choose another port with --port N")
    })?;
    page::build(&setup::for_page()?)?;

    let port = server
        .server_addr()
        .to_ip()
        .map_or(options.port, |taken| taken.port());
    let url = format!("http://127.0.0.1:{port}/");
    println!("serving {url}");
    eprintln!("(Ctrl-C stops it)");
    if options.open {
        browser::open(&url);
    }
    let dist = project::dist();
    for request in server.incoming_requests() {
        // Each in a thread of its own: a browser may stop reading one file until it has another. And a client that
        // went away is no reason to stop serving the others.
        let dist = dist.clone();
        thread::spawn(move || respond(&dist, request));
    }
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

fn respond(dist: &Path, request: Request) -> io::Result<()> {
    if !matches!(request.method(), Method::Get | Method::Head) {
        return request.respond(Response::from_string("GET and HEAD only\n").with_status_code(405));
    }
    match files::find(dist, request.url()) {
        Some(file) => request.respond(contents(&file)?),
        None => request.respond(Response::from_string("not found\n").with_status_code(404)),
    }
}

fn contents(file: &Path) -> io::Result<Response<File>> {
    let body = File::open(file)?;
    let length = body
        .metadata()
        .ok()
        .and_then(|data| usize::try_from(data.len()).ok());
    let headers = [
        ("Content-Type", files::content_type(file)),
        // The next build has other file names; an old index.html would ask for the old ones.
        ("Cache-Control", "no-cache"),
        ("X-Content-Type-Options", "nosniff"),
    ]
    .into_iter()
    .filter_map(|(name, value)| Header::from_bytes(name, value).ok())
    .collect();
    Ok(Response::new(StatusCode(200), headers, body, length, None))
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
