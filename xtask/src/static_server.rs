//! A static file server on loopback: a thread for each connection, one request for each thread.
//!
//! A browser opens many connections at once and may stop reading one file until it has another, so no connection may
//! wait for another's; the small servers with a pool of threads make it wait.

use super::files;
use flate2::Compression;
use flate2::write::GzEncoder;
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
    for stream in listener.incoming() {
        let Ok(stream) = stream else {
            // Out of descriptors: connections that end give some back.
            thread::sleep(Duration::from_millis(50));
            continue;
        };
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
    let (mut header, mut accepts_gzip) = (String::new(), false);
    while reader.by_ref().take(LINE).read_line(&mut header)? > 2 {
        accepts_gzip |= offers_gzip(&header);
        header.clear();
    }
    let mut words = line.split_ascii_whitespace();
    let (method, target) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
    if target.is_empty() {
        return Ok(());
    }
    let (status, kind, mut body) = match method {
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
    let mut encoding = "";
    // Pictures are compressed already.
    if accepts_gzip && kind != "image/png" {
        body = gzip(&body)?;
        encoding = "Content-Encoding: gzip\r\n";
    }
    let mut stream = stream;
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n{encoding}Vary: Accept-Encoding\r\n\
         Cache-Control: no-cache\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n",
        body.len()
    )?;
    if method != "HEAD" {
        stream.write_all(&body)?;
    }
    stream.flush()
}

/// Compressed as static hosts do it.
pub fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes)?;
    encoder.finish()
}

/// Whether a header line accepts gzip (RFC 9110 12.5.3); a weight of nothing refuses it.
fn offers_gzip(header: &str) -> bool {
    let header = header.to_ascii_lowercase().replace(' ', "");
    header
        .strip_prefix("accept-encoding:")
        .is_some_and(|offers| {
            let mut offers = offers
                .trim()
                .split(',')
                .map(|offer| offer.split_once(';').unwrap_or((offer, "")));
            offers.any(|(coding, weight)| {
                coding == "gzip" && weight.trim_end_matches(['0', '.']) != "q="
            })
        })
}

#[cfg(test)]
mod tests {
    use super::offers_gzip;

    #[test]
    fn gzip_is_sent_to_who_accepts_it() {
        assert!(offers_gzip("Accept-Encoding: gzip, deflate, br\r\n"));
        assert!(offers_gzip("accept-encoding:br;q=1.0, gzip;q=0.8\r\n"));
        assert!(!offers_gzip("Accept-Encoding: gzip;q=0.0\r\n"));
        assert!(!offers_gzip("Accept-Encoding: identity\r\n"));
        assert!(!offers_gzip("Accept: gzip\r\n"));
    }
}
