//! Where bytes are missing.

use super::super::*;
use super::conversations::smb2_ntlm;
use crate::traffic::leg::{LegKind, Status};
use Sender::{Client, Server};

#[test]
fn after_a_gap_the_next_message_is_found() {
    let mut dissector = ConnectionDissector::new(7, 50000, 80);
    let mut out = Vec::new();
    let stamp = |packet| Stamp { at: None, packet };
    let begun = b"GET /x HTTP/1.1\r\nHost: a\r\nAuthorization: Basic YT";
    dissector.data(Client, begun, stamp(1), &mut out);
    dissector.gap(Client, 50, stamp(2), &mut out);
    let rest = b"rest\r\n\r\nGET /y HTTP/1.1\r\nAuthorization: Basic YTpi\r\n\r\n";
    dissector.data(Client, rest, stamp(3), &mut out);
    dissector.end(&mut out);
    let kinds: Vec<_> = out
        .iter()
        .map(|leg| (leg.kind, leg.request.as_deref()))
        .collect();
    let message = LegKind::Message;
    assert_eq!(
        kinds,
        [
            (message, Some("GET /x")),
            (LegKind::Gap(50), None),
            (message, Some("GET /y"))
        ]
    );
    // In a body that nobody reads nothing is lost.
    let mut dissector = ConnectionDissector::new(7, 50000, 80);
    let mut out = Vec::new();
    dissector.data(
        Server,
        b"HTTP/1.1 401 No\r\nContent-Length: 60\r\n\r\nab",
        stamp(1),
        &mut out,
    );
    dissector.gap(Server, 50, stamp(2), &mut out);
    dissector.data(
        Server,
        b"12345678HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n",
        stamp(3),
        &mut out,
    );
    assert_eq!(out.len(), 2);
}

#[test]
fn a_length_tells_where_it_goes_on_behind_a_gap() {
    let mut said = smb2_ntlm();
    let (_, second) = &mut said[1];
    let cut = second.split_off(90);
    let mut dissector = ConnectionDissector::new(0, 50000, 445);
    let mut out = Vec::new();
    for (number, (from, bytes)) in said.iter().enumerate() {
        let stamp = Stamp {
            at: None,
            packet: number as u32 + 1,
        };
        dissector.data(*from, bytes, stamp, &mut out);
        if number == 1 {
            dissector.gap(*from, cut.len() as u64, stamp, &mut out);
        }
    }
    let kinds: Vec<_> = out.iter().map(|leg| leg.kind).collect();
    let message = LegKind::Message;
    let gap = LegKind::Gap(cut.len() as u64);
    assert_eq!(kinds, [message, message, gap, message, message]);
    assert!(out.iter().all(|leg| leg.strand == 1 || leg.kind == gap));
}

/// What is answered behind a gap may be another command.
#[test]
fn an_answer_of_mail_that_is_lost_is_not_the_next_one() {
    let stamp = |packet| Stamp { at: None, packet };
    let statuses = |port: u16, before: &[(Sender, &str)], after: &[(Sender, &str)]| {
        let mut dissector = ConnectionDissector::new(0, 50_000, port);
        let mut out = Vec::new();
        for (from, line) in before {
            dissector.data(*from, line.as_bytes(), stamp(1), &mut out);
        }
        dissector.gap(Server, 20, stamp(2), &mut out);
        for (from, line) in after {
            dissector.data(*from, line.as_bytes(), stamp(3), &mut out);
        }
        dissector.end(&mut out);
        let told = out.iter().filter_map(|leg| leg.status.clone());
        told.collect::<Vec<_>>()
    };
    let smtp = [
        (Server, "220 mx ESMTP\r\n"),
        (Client, "AUTH PLAIN AGEAYg==\r\n"),
    ];
    let quit = (Client, "QUIT\r\n");
    let quits = [&smtp[..], &[quit]].concat();
    let bye = (Server, "221 bye\r\n");
    assert_eq!(statuses(25, &quits, &[bye]), []);
    // The gap may be known before the next command is read.
    assert_eq!(statuses(25, &smtp, &[quit, bye]), []);
    // What only AUTH is answered with answers it.
    let no = [(Server, "535 no\r\n")];
    let refused = [Status::Smtp(535)];
    assert_eq!(statuses(25, &quits, &no), refused);
    assert_eq!(statuses(25, &smtp, &no), refused);
    let pop = [
        (Server, "+OK hi\r\n"),
        (Client, "AUTH NTLM TlRM\r\n"),
        (Server, "+ TlRM\r\n"),
        (Client, "TlRM\r\n"),
    ];
    let stat = [&pop[..], &[(Client, "STAT\r\n")]].concat();
    assert_eq!(statuses(110, &stat, &[(Server, "+OK 1 2\r\n")]), []);
    let ok = [(Server, "+OK\r\n")];
    assert_eq!(statuses(110, &pop, &ok), [Status::Mail(true)]);
}
