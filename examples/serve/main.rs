//! The lab's IIS host on a real socket: `curl --ntlm`, a browser or any other client can sign in to it.
//!
//! The hosts are the lab's own, IIS and the domain controller it asks; this program adds the sockets, and what a
//! server on a real network needs: patience with an end, a limit to everything.

#[path = "../common/mod.rs"]
mod common;
mod connection;
#[path = "../common/crowd.rs"]
mod crowd;
mod door;
mod keytab;
mod options;

use crowd::Crowd;
use door::Door;
use double_hop::present::narration::terminal::SERVE_USAGE;
use options::Options;
use std::io::{self, Write};
use std::net::TcpListener;
use std::process::ExitCode;
use std::sync::Arc;

fn main() -> ExitCode {
    let options = match Options::read() {
        Ok(options) => options,
        Err(error) => {
            common::say(&format!("serve: {error}\n\n{SERVE_USAGE}"));
            return ExitCode::from(2);
        }
    };
    match listen(options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            common::say(&format!("serve: {error}"));
            ExitCode::FAILURE
        }
    }
}

fn listen(options: Options) -> io::Result<()> {
    let listener = TcpListener::bind(&options.listen).map_err(|error| {
        io::Error::other(format!("cannot listen on {}: {error}", options.listen))
    })?;
    let mut out = io::stdout().lock();
    writeln!(out, "listening on http://{}", listener.local_addr()?)?;
    out.flush()?;
    drop(out);

    let crowd = Arc::new(Crowd::new(options.connections));
    let door = Arc::new(Door::new(&options));
    let patience = options.patience;
    crowd.serve_each(&listener, move |stream, seat| {
        connection::serve(stream, seat, &door, patience)
    });
    Ok(())
}
