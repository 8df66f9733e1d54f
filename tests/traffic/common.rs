//! The samples, and their sign-ins in short.
use crate::skip;
use double_hop::traffic::files::{Format, format_of};
use double_hop::traffic::files::{burp, events, har, iis, klist, mitmproxy, netlog, saz};
use double_hop::traffic::leg::{Contents, Leg, LegKind, Sender, SentCredential, Status};
use std::path::PathBuf;

/// Those that are read from files that are no captures.
pub const FORMATS: [Format; 7] = [
    Format::Har,
    Format::NetLog,
    Format::Saz,
    Format::Burp,
    Format::WindowsEvents,
    Format::Iis,
    Format::Klist,
];

/// The folder of the samples; where it is not named the test says so, and in CI it fails.
pub fn folder() -> Option<PathBuf> {
    let folder = std::env::var_os("DOUBLE_HOP_TRAFFIC").map(PathBuf::from);
    if folder.is_none() {
        skip::skip("traffic", "DOUBLE_HOP_TRAFFIC names no folder");
    }
    folder
}

/// A sample's bytes.
pub fn sample(name: &str) -> Option<Vec<u8>> {
    Some(std::fs::read(folder()?.join(name)).expect(name))
}

/// The names of all samples.
pub fn names() -> Vec<String> {
    let Some(folder) = folder() else {
        return Vec::new();
    };
    let files = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = files
        .map(|it| it.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// What any of the readers here makes of a file.
pub fn read(bytes: &[u8], format: Format) -> Option<Contents> {
    Some(match format {
        Format::Har => har::read(bytes).contents,
        Format::NetLog => netlog::read(bytes).contents,
        Format::Saz => saz::read(bytes).contents,
        Format::Burp => burp::read(bytes).contents,
        Format::WindowsEvents => events::read(bytes).contents,
        Format::Iis => iis::read(bytes),
        Format::Klist => klist::read(bytes).contents,
        Format::Mitmproxy => mitmproxy::read(bytes).contents,
        _ => return None,
    })
}

/// The same by the file's own kind.
pub fn read_any(bytes: &[u8]) -> Option<Contents> {
    read(bytes, format_of(bytes))
}

/// Place, direction, connection, status and what is carried, of each message.
pub fn shown(contents: &Contents) -> Vec<String> {
    contents.legs.iter().map(line).collect()
}

fn line(leg: &Leg) -> String {
    let arrow = if leg.sender == Sender::Client {
        '>'
    } else {
        '<'
    };
    let mut line = format!("{}{arrow}{}", leg.location.first, leg.flow);
    match &leg.status {
        None => {}
        Some(Status::Http(status)) => line += &format!(" {status}"),
        Some(other) => line += &format!(" {other:x?}"),
    }
    if let LegKind::Hidden(count, bytes) = leg.kind {
        line += &format!(" hidden {count}/{bytes}");
    }
    match &leg.credential {
        None => {}
        Some(SentCredential::Token(method, token)) => {
            let ntlm = token.windows(8).position(|it| it == b"NTLMSSP\0");
            line += &match ntlm {
                Some(at) => format!(" {method:?} T{}", token[at + 8]),
                None => format!(" {method:?} {:02x}", token[0]),
            };
        }
        Some(SentCredential::Clear(method, name, word)) => {
            line += &format!(" {method:?} {name}");
            line += &word.as_ref().map_or(String::new(), |it| format!(":{it}"));
        }
        Some(SentCredential::Digest(_)) => line += " Digest",
        Some(SentCredential::Stripped(method, bytes)) => {
            line += &format!(" {method:?} cut {}", bytes.unwrap_or(0))
        }
    }
    if !leg.offers.is_empty() {
        line += &format!(" [{}]", leg.offers.join("|"));
    }
    line
}
