//! Names and labels that mean something to the programs that read them.

use crate::Sample;
use double_hop::hosts::{ConnectionId, FileTime};
use double_hop::lab::{Carrier, Connection, EventKind, Hop, HostId, HostInfo, Log};
use double_hop::present::{DomainControllers, steps};

const NAME: &str = "hostile";

/// What may stand on an arrow.
const WORDS: [&str; 48] = [
    "",
    " ",
    "end",
    "end note",
    "; end",
    "a;b",
    "#",
    "#35;",
    "&lt;",
    "%%",
    "%% gone",
    "a %% b",
    "wrap: x",
    "nowrap:x",
    "$$x^2$$",
    "<script>alert(1)</script>",
    "<br/>",
    "\"quoted\"",
    "it's",
    "\\n",
    "a\nb",
    "a\r\nparticipant x",
    "~~",
    "~**x**",
    "[[http://x y]]",
    "**bold** __under__ --gone-- //it// \"\"mono\"\"",
    "@enduml",
    "@startuml",
    "!include /etc/passwd",
    "%date()",
    "$sin(1)",
    "-->>",
    "h1->>h2: x",
    "Note over h1: x",
    "title x",
    "autonumber",
    "loop",
    "`code`",
    "{a}",
    "|x|",
    "\u{202e}gnp",
    "\u{0}\u{1}\u{1b}[31m",
    "😀 emoji",
    "ä ö ü ß €",
    "日本語",
    "<U+0041>",
    "<&key> <$sprite>",
    "a : b : c",
];

/// Names of hosts. The last is an address of the world.
const NAMES: [&str; 8] = [
    "end",
    "a;b#c",
    "\"x\" as y",
    "",
    "box rgb(0,0,0)",
    "\u{0}<b>&",
    "h1",
    "203.0.113.9",
];

/// What stands at a step, where the sample is the one with such labels.
pub fn label(sample: &str, step: usize) -> Option<String> {
    (sample == NAME).then(|| WORDS[step % WORDS.len()].to_owned())
}

/// As traffic may come: hosts without roles, events without times, messages of which only a head is there, tokens alone.
pub fn sample() -> Sample {
    let hosts = NAMES
        .iter()
        .enumerate()
        .map(|(number, name)| HostInfo::named(HostId(number as u16), *name));
    let mut log = Log::new(hosts.collect());
    let count = NAMES.len() as u32;
    for id in 0..count {
        log.connections.push(Connection {
            id: ConnectionId(id),
            from: HostId(id as u16),
            to: HostId(((id + 1) % count) as u16),
            hop: [Hop::FIRST, Hop::SECOND, Hop::Number(3), Hop::Directory][id as usize % 4],
            loopback: false,
            carrier: Carrier::default(),
        });
    }
    let long = "x".repeat(5_000);
    let messages = [
        "GET /a HTTP/1.1\r\nHost: x:5985\r\nCookie: a=b\r\n\r\n".to_owned(),
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\nSet-Cookie: s=1; path=/\r\n\r\n"
            .to_owned(),
        "POST http://u:geheim@x/?q=1&r HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
            .to_owned(),
        "HTTP/1.1 401 No\r\nWWW-Authenticate: NTLM\r\nContent-Length: 5000\r\n\r\n".to_owned()
            + &long,
        "CONNECT y:443 HTTP/1.1\r\nHost: y:443\r\nProxy-Authorization: Basic dTpnZWhlaW0=\r\n\r\n"
            .to_owned(),
        "HTTP/1.1 200 Connection established\r\nContent-Length: 7\r\n\r\n".to_owned(),
        "\u{1}\u{2}\u{3} neither".to_owned(),
        "\u{7f}".to_owned(),
    ];
    for (number, _) in WORDS.iter().enumerate().chain(WORDS.iter().enumerate()) {
        let id = (number / 2) as u32 % count;
        let (from, to) = (id as u16, ((id + 1) % count) as u16);
        let (from, to) = if number % 2 == 0 {
            (from, to)
        } else {
            (to, from)
        };
        let sent = messages[number % messages.len()].as_bytes().into();
        let kind = EventKind::Message {
            connection: ConnectionId(id),
            to: HostId(to),
            sent,
            received: None,
        };
        log.push(
            HostId(from),
            FileTime::from_unix(1_700_000_000),
            kind,
            Vec::new(),
        );
    }
    for event in log.events.iter_mut().skip(3) {
        event.at = None;
    }
    Sample {
        steps: steps(&log, DomainControllers::Shown),
        name: NAME.to_owned(),
        log,
    }
}
