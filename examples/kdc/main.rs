//! The lab's KDC on real sockets: `kinit`, `kvno` or any other client of Kerberos gets tickets of it.
//!
//! What it issues and refuses is decided by the lab's own KDC; this program adds the sockets, accounts from a file, and what
//! a server on a real network needs: patience with an end, a limit to everything.

mod accounts;
#[path = "../common/mod.rs"]
mod common;
#[path = "../common/crowd.rs"]
mod crowd;
mod keytab;
mod options;
mod served_kdc;
mod tcp;
mod udp;

use crowd::Crowd;
use double_hop::present::narration::terminal::KDC_USAGE;
use options::Options;
use served_kdc::Kdc;
use std::io::{self, Write};
use std::net::{TcpListener, UdpSocket};
use std::process::ExitCode;
use std::sync::Arc;
use std::thread;

fn main() -> ExitCode {
    let options = match Options::read() {
        Ok(options) => options,
        Err(error) => {
            common::say(&format!("kdc: {error}\n\n{KDC_USAGE}"));
            return ExitCode::from(2);
        }
    };
    match serve(&options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            common::say(&format!("kdc: {error}"));
            ExitCode::FAILURE
        }
    }
}

fn serve(options: &Options) -> io::Result<()> {
    let kdc = Arc::new(Kdc::new(options));
    for (account, file) in &options.keytabs {
        let keytab = keytab::of(account, &options.realm);
        keytab::write(&keytab, file)
            .map_err(|error| io::Error::other(format!("cannot write {file}: {error}")))?;
    }
    let (listener, socket) = bind(&options.listen).map_err(|error| {
        io::Error::other(format!("cannot listen on {}: {error}", options.listen))
    })?;
    let mut out = io::stdout().lock();
    writeln!(out, "listening on {}", listener.local_addr()?)?;
    out.flush()?;
    drop(out);

    let of_datagrams = Arc::clone(&kdc);
    thread::spawn(move || udp::serve(&socket, &of_datagrams));
    let crowd = Arc::new(Crowd::new(options.connections));
    tcp::serve(&listener, &crowd, &kdc, options.idle);
    Ok(())
}

/// TCP and UDP at the same port. One that TCP has free may be taken for UDP.
fn bind(address: &str) -> io::Result<(TcpListener, UdpSocket)> {
    const ATTEMPTS: usize = 20;
    let mut attempt = 0;
    loop {
        let listener = TcpListener::bind(address)?;
        let bound = UdpSocket::bind(listener.local_addr()?);
        attempt += 1;
        match bound {
            Ok(socket) => return Ok((listener, socket)),
            Err(_) if attempt < ATTEMPTS && address.ends_with(":0") => {}
            Err(error) => return Err(error),
        }
    }
}
