//! How a connection for mail begins.

use super::command::asks_for_mechanism;
use super::{MailProtocol, imap};
use crate::traffic::dissect::protocol_dissector::Recognition;
use crate::traffic::leg::Sender;

/// The port of FTP, which greets as SMTP does.
const FTP: u16 = 21;
const POP: u16 = 110;
const IMAP: u16 = 143;
/// So many bytes tell.
const TELLING: usize = 16;

/// What was said on a connection before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SaidBefore {
    /// No line of text.
    #[default]
    Nothing,
    /// Lines of which nobody knows what they are.
    Lines,
}

/// What is spoken, and by whom, where the bytes tell.
pub fn recognise(
    bytes: &[u8],
    ports: [u16; 2],
    before: SaidBefore,
) -> (Recognition, Option<(MailProtocol, Sender)>) {
    let is_ftp = ports.contains(&FTP);
    let pop_port = ports.contains(&POP);
    let imap_port = ports.contains(&IMAP);
    // Redis and others answer so too, but do not greet.
    let greets = pop_port || before == SaidBefore::Nothing;
    // Greetings, and for files that begin later first commands and tokens of NTLM.
    let known: [(&[u8], MailProtocol, Sender, bool); 16] = [
        (b"220 ", MailProtocol::Smtp, Sender::Server, !is_ftp),
        (b"220-", MailProtocol::Smtp, Sender::Server, !is_ftp),
        (b"+OK", MailProtocol::Pop, Sender::Server, greets),
        (b"* OK", MailProtocol::Imap, Sender::Server, true),
        (b"* PREAUTH", MailProtocol::Imap, Sender::Server, true),
        (b"EHLO ", MailProtocol::Smtp, Sender::Client, true),
        (b"HELO ", MailProtocol::Smtp, Sender::Client, true),
        (b"USER ", MailProtocol::Pop, Sender::Client, pop_port),
        (b"APOP ", MailProtocol::Pop, Sender::Client, pop_port),
        (b"CAPA", MailProtocol::Pop, Sender::Client, true),
        (b"334 TLRMTVNTUAA", MailProtocol::Smtp, Sender::Server, true),
        (
            b"+ TLRMTVNTUAA",
            MailProtocol::Pop,
            Sender::Server,
            pop_port,
        ),
        (b"+ TLRMTVNTUAA", MailProtocol::Imap, Sender::Server, true),
        (b"TLRMTVNTUAA", MailProtocol::Pop, Sender::Client, pop_port),
        (
            b"TLRMTVNTUAA",
            MailProtocol::Imap,
            Sender::Client,
            imap_port,
        ),
        (b"TLRMTVNTUAA", MailProtocol::Smtp, Sender::Client, true),
    ];
    let upper = bytes.get(..TELLING).unwrap_or(bytes).to_ascii_uppercase();
    let mut unsure = false;
    for (expected, kind, speaker, applies) in known {
        if !applies {
            continue;
        }
        match Recognition::prefix(&upper, expected) {
            Recognition::Yes => return (Recognition::Yes, Some((kind, speaker))),
            Recognition::Unsure => unsure = true,
            Recognition::No => {}
        }
    }
    if unsure {
        return (Recognition::Unsure, None);
    }
    let asked = match pop_port {
        true => MailProtocol::Pop,
        false => MailProtocol::Smtp,
    };
    let auth = match is_ftp {
        // That is for TLS (RFC 4217) or Kerberos (RFC 2228).
        true => Recognition::No,
        false => asks_for_mechanism(bytes, b"AUTH "),
    };
    let command = match imap_port {
        true => imap::is_command(bytes),
        false => imap::is_authenticate(bytes),
    };
    let told = [(auth, asked), (command, MailProtocol::Imap)];
    let told = told.into_iter().find(|(it, _)| *it != Recognition::No);
    match told {
        Some((Recognition::Yes, kind)) => (Recognition::Yes, Some((kind, Sender::Client))),
        Some((verdict, _)) => (verdict, None),
        None => (Recognition::No, None),
    }
}
