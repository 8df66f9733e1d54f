//! A static file server on loopback: a thread for each connection, one request for each thread.
//!
//! A browser opens many connections at once and may stop reading one file until it has another, so no connection may
//! wait for another's; the small servers with a pool of threads make it wait.

use super::files;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

/// A request line is shorter than this.
const LINE: u64 = 16 << 10;
const PATIENCE: Duration = Duration::from_secs(20);

/// Says under which path a request (method, target) is looked for in the folder; `None` where it is not there.
pub type Door = dyn Fn(&str, &str) -> Option<String> + Send + Sync;

/// Serves a folder until the program ends.
pub fn serve(listener: &TcpListener, folder: &Path, door: &Arc<Door>) {
    for stream in listener.incoming().map_while(Result::ok) {
        let (folder, door) = (folder.to_path_buf(), Arc::clone(door));
        // A client that went away is no reason to stop serving the others.
        thread::spawn(move || answer(&stream, &folder, door.as_ref()));
    }
}

fn answer(stream: &TcpStream, folder: &Path, door: &Door) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.by_ref().take(LINE).read_line(&mut line)?;
    // The headers say nothing that matters here; they are read so that the client has been heard out.
    let mut header = String::new();
    while reader.by_ref().take(LINE).read_line(&mut header)? > 2 {
        header.clear();
    }
    let mut words = line.split_ascii_whitespace();
    let (method, target) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
    if target.is_empty() {
        return Ok(());
    }
    let (status, kind, body) = match method {
        "GET" | "HEAD" => {
            let path = door(method, target);
            let file = path.and_then(|path| files::find(folder, &path));
            match file.and_then(|file| Some((std::fs::read(&file).ok()?, file))) {
                Some((body, file)) => ("200 OK", files::content_type(&file), body),
                None => ("404 Not Found", "text/plain", b"not found\n".to_vec()),
            }
        }
        _ => (
            "405 Method Not Allowed",
            "text/plain",
            b"GET and HEAD only\n".to_vec(),
        ),
    };
    let mut stream = stream;
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\
         Cache-Control: no-cache\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n",
        body.len()
    )?;
    if method != "HEAD" {
        stream.write_all(&body)?;
    }
    stream.flush()
}
