//! How a connection for mail begins.

use super::{MailProtocol, imap};
use crate::traffic::dissect::protocol_dissector::Recognition;
use crate::traffic::leg::Sender;

/// The port of FTP, which greets as SMTP does.
const FTP: u16 = 21;
const POP: u16 = 110;
const IMAP: u16 = 143;
/// So many bytes tell.
const TELLING: usize = 16;

/// What is spoken, and by whom, where the bytes tell.
pub fn recognise(bytes: &[u8], ports: [u16; 2]) -> (Recognition, Option<(MailProtocol, Sender)>) {
    let is_ftp = ports.contains(&FTP);
    let pop_port = ports.contains(&POP);
    let imap_port = ports.contains(&IMAP);
    // Greetings, and for files that begin later first commands and tokens of NTLM.
    let known: [(&[u8], MailProtocol, Sender, bool); 18] = [
        (b"220 ", MailProtocol::Smtp, Sender::Server, !is_ftp),
        (b"220-", MailProtocol::Smtp, Sender::Server, !is_ftp),
        (b"+OK", MailProtocol::Pop, Sender::Server, true),
        (b"* OK", MailProtocol::Imap, Sender::Server, true),
        (b"* PREAUTH", MailProtocol::Imap, Sender::Server, true),
        (b"EHLO ", MailProtocol::Smtp, Sender::Client, true),
        (b"HELO ", MailProtocol::Smtp, Sender::Client, true),
        (b"AUTH ", MailProtocol::Smtp, Sender::Client, !pop_port),
        (b"AUTH ", MailProtocol::Pop, Sender::Client, pop_port),
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
    match imap::is_command(bytes) {
        Recognition::Yes => (Recognition::Yes, Some((MailProtocol::Imap, Sender::Client))),
        verdict => (verdict, None),
    }
}
