//! Which command of mail a reply is for, and sign-ins whose beginning is not seen.

use super::super::*;
use super::conversations::{Said, ntlm, text};
use super::{expected, tokens, whole};
use crate::traffic::leg::{Method, Status};
use crate::wire::to_base64;
use Sender::{Client, Server};

/// The strand and the status of each answer.
fn statuses(said: &[(Sender, &str)]) -> Vec<(u64, Status)> {
    let said: Said = said.iter().map(|(from, it)| text(*from, it)).collect();
    let legs = whole(&said);
    let told = legs.iter();
    told.filter_map(|leg| Some((leg.strand, leg.status.clone()?)))
        .collect()
}

#[test]
fn a_reply_of_pop_is_for_the_command_whose_turn_it_is() {
    let hello = (Server, "+OK\n");
    let refused = [(0, Status::Mail(false))];
    let names = (Client, "USER al\nPASS pw\nSTAT\n");
    let replies = (Server, "+OK\n-ERR bad\n-ERR\n");
    assert_eq!(statuses(&[hello, names, replies]), refused);
    // The lines that answer CAPA are no replies.
    let asks = (Client, "CAPA\nUSER al\nPASS pw\n");
    let lines = (Server, "+OK\nSASL NTLM\n+OK\n.\n+OK\n-ERR bad\n");
    assert_eq!(statuses(&[hello, asks, lines]), refused);
    let lines = (Server, "-ERR what\n+OK\n-ERR bad\n");
    assert_eq!(statuses(&[hello, asks, lines]), refused);
    // Two at once.
    let asks = (Client, "USER al\nPASS pw\nUSER bo\nPASS pw\n");
    let replies = (Server, "+OK\n-ERR bad\n+OK\n+OK\n");
    let both = [(0, Status::Mail(false)), (1, Status::Mail(true))];
    assert_eq!(statuses(&[hello, asks, replies]), both);
}

#[test]
fn a_reply_of_smtp_is_for_the_command_whose_turn_it_is() {
    let hello = (Server, "220 x ESMTP\n");
    let refused = [(0, Status::Smtp(535))];
    for (asks, replies) in [
        ("RSET\nAUTH PLAIN AGFsAHB3\n", "250 ok\n535 no\n"),
        (
            "EHLO d\nAUTH PLAIN AGFsAHB3\n",
            "250-x\n250 AUTH PLAIN\n535-5.7.8\n535 no\n",
        ),
    ] {
        assert_eq!(
            statuses(&[hello, (Client, asks), (Server, replies)]),
            refused
        );
    }
    // A letter is answered twice, if the server takes it.
    for (letter, behind) in [("550 no\n", ""), ("354 go on\n", "AUTH\n.\n")] {
        let sign_in = format!("{behind}NOOP\nAUTH PLAIN AGFsAHB3\n");
        let taken = if behind.is_empty() { "" } else { "250 taken\n" };
        let said = [
            hello,
            (Client, "MAIL FROM:<a>\nRCPT TO:<b>\nDATA\n"),
            (Server, "250 ok\n450 no\n"),
            (Server, letter),
            (Client, &sign_in),
            (Server, taken),
            (Server, "250 ok\n501 no\n"),
        ];
        assert_eq!(statuses(&said), [(0, Status::Smtp(501))]);
    }
}

#[test]
fn smtp_offers_what_its_250_says_and_nothing_else_does() {
    let methods = |reply: &str| {
        let said = [
            (Server, "220 x ESMTP\n"),
            (Client, "EHLO d\n"),
            (Server, reply),
            (Client, "AUTH PLAIN AGFsAHB3\n"),
            (Server, "535 no\n"),
        ];
        let said: Said = said.iter().map(|(from, it)| text(*from, it)).collect();
        let legs = whole(&said);
        assert!(legs.iter().all(|it| it.strand == legs[0].strand));
        legs.len()
    };
    assert_eq!(methods("250-x\n250 AUTH PLAIN LOGIN\n"), 3);
    assert_eq!(methods("530 5.7.0 AUTH PLAIN first\n"), 2);
    assert_eq!(methods("535 5.7.3 AUTH LOGIN is unavailable\n"), 2);
}

#[test]
fn a_sign_in_of_imap_that_has_ended_waits_no_more() {
    let said = [
        (Server, "* OK\n"),
        (Client, "a AUTHENTICATE PLAIN AGFsAHB3\n"),
        (Server, "a NO\n"),
        (Client, "b AUTHENTICATE PLAIN AGFsAHB3\n"),
        (Server, "b OK\n"),
    ];
    let ended = [(0, Status::Mail(false)), (0, Status::Mail(true))];
    assert_eq!(statuses(&said), ended);
}

/// Exchange's servers have X-EXPS in place of AUTH.
#[test]
fn ntlm_in_mail_is_read_by_any_command_and_where_the_command_is_not_seen() {
    let [first, second, third] = ntlm().map(|token| to_base64(&token));
    let ports = [
        (25, "334", "535 no", Status::Smtp(535)),
        (110, "+", "-ERR no", Status::Mail(false)),
        (143, "+", "a1 NO no", Status::Mail(false)),
    ];
    for (port, goes_on, end, status) in ports {
        let mut said = vec![
            text(Server, &format!("{goes_on}\n")),
            text(Client, &format!("{first}\n")),
            text(Server, &format!("{goes_on} {second}\n")),
            text(Client, &format!("{third}\n")),
            text(Server, &format!("{end}\n")),
        ];
        let read = |said: &Said| {
            let mut dissector = ConnectionDissector::new(0, 50_000, port);
            let mut out = Vec::new();
            for (number, (from, bytes)) in said.iter().enumerate() {
                let packet = number as u32 + 1;
                dissector.data(*from, bytes, Stamp { at: None, packet }, &mut out);
            }
            dissector.end(&mut out);
            out
        };
        let legs = read(&said);
        assert_eq!(tokens(&legs), expected(Method::Ntlm), "{port}");
        assert_eq!(legs.last().unwrap().status, Some(status), "{port}");
        said.drain(..2);
        assert_eq!(tokens(&read(&said)), expected(Method::Ntlm)[1..], "{port}");
        if port == 25 {
            let begins = [
                text(Server, "220 x\n"),
                text(Client, &format!("X-EXPS NTLM {first}\n")),
            ];
            let legs = read(&[&begins[..], &said].concat());
            assert_eq!(tokens(&legs), expected(Method::Ntlm));
        }
    }
}

/// RFC 1939 7.
#[test]
fn apop_sends_a_name_and_no_password() {
    let said = [
        text(Server, "+OK <1896.697170952@dbc.mtview.ca.us>\n"),
        text(Client, "APOP mrose c4c9334bac560ecc979e58001b3e22fb\n"),
        text(Server, "-ERR no\n"),
    ];
    let legs = whole(&said);
    let digest = b"mrose c4c9334bac560ecc979e58001b3e22fb".to_vec();
    assert_eq!(tokens(&legs), [(Client, Method::Other, digest)]);
    assert_eq!(legs[0].request.as_deref(), Some("AUTH APOP"));
    assert_eq!(legs[1].status, Some(Status::Mail(false)));
}

#[test]
fn a_login_stands_where_its_first_line_does() {
    let said = [
        text(Server, "* OK hello\n"),
        text(Client, "a LOGIN {3}\n"),
        text(Server, "+ \n"),
        text(Client, "bob {2}\n"),
        text(Server, "+ \n"),
        text(Client, "pw\n"),
        text(Server, "a OK\n"),
    ];
    let legs = whole(&said);
    assert_eq!((legs[0].location.first, legs[0].location.last), (2, 6));
}

/// What a conversation on that port gives, and as what it is read.
fn on_port(port: u16, said: &[(Sender, &str)]) -> (Vec<Leg>, Option<Protocol>) {
    let mut dissector = ConnectionDissector::new(0, 50_000, port);
    let mut out = Vec::new();
    for (number, (from, line)) in said.iter().enumerate() {
        let packet = number as u32 + 1;
        dissector.data(*from, line.as_bytes(), Stamp { at: None, packet }, &mut out);
    }
    dissector.end(&mut out);
    (out, dissector.protocol())
}

/// FTP (RFC 959, 2228, 4217), Redis, NATS and a log that is sent line by line.
#[test]
fn lines_of_other_protocols_are_no_mail() {
    let hello = (Server, "220 (vsFTPd 3.0.3)\r\n");
    let user = (Client, "USER alice\r\n");
    let conversations: [(u16, &[(Sender, &str)]); 9] = [
        (21, &[hello, user, (Server, "230 Login successful.\r\n")]),
        (21, &[hello, user, (Server, "530 Login incorrect.\r\n")]),
        (
            21,
            &[hello, (Client, "AUTH TLS\r\n"), (Server, "234 go on\r\n")],
        ),
        (21, &[hello, (Client, "AUTH GSSAPI\r\n")]),
        (514, &[(Client, "sshd login failure for alice\r\n")]),
        (6379, &[(Client, "AUTH secret\r\n"), (Server, "+OK\r\n")]),
        (
            6379,
            &[(Client, "*1\r\n$4\r\nPING\r\n"), (Server, "+OK\r\n")],
        ),
        (
            4222,
            &[
                (Server, "INFO {}\r\n"),
                (Client, "CONNECT {}\r\n"),
                (Server, "+OK\r\n"),
            ],
        ),
        (9000, &[(Client, "1 login alice pw\r\n")]),
    ];
    for (port, said) in conversations {
        assert_eq!(on_port(port, said), (vec![], None), "{said:?}");
    }
    // On a port of its own choice FTP is told by what it says.
    let other = [hello, (Client, "AUTH TLS\r\n"), (Server, "234 go on\r\n")];
    assert_eq!(on_port(2121, &other).0, []);
}

#[test]
fn mail_that_begins_with_a_command_is_read() {
    let plain = "AUTH PLAIN AGFsAHB3\r\n";
    for (port, line, kind) in [
        (25, plain, Protocol::Smtp),
        (110, plain, Protocol::Pop),
        (143, "a LOGIN alice pw\r\n", Protocol::Imap),
        (1143, "a AUTHENTICATE PLAIN AGFsAHB3\r\n", Protocol::Imap),
        (2525, "auth Scram-Sha-256 biws\r\n", Protocol::Smtp),
    ] {
        let (legs, protocol) = on_port(port, &[(Client, line)]);
        assert_eq!((legs.len(), protocol), (1, Some(kind)), "{line}");
    }
}
