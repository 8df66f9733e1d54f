//! Commands, told from the lines of a sign-in.

use super::MailProtocol;
use super::unanswered::Awaited;
use crate::traffic::dissect::method;
use crate::traffic::dissect::protocol_dissector::Recognition;

/// The commands of SMTP (RFC 5321 4.1.1, 4954, 3207, 3030) and of POP3 (RFC 1939, 2449, 2595, 5034).
const COMMANDS: [&str; 26] = [
    "AUTH", "BDAT", "DATA", "EHLO", "HELO", "MAIL", "NOOP", "QUIT", "RCPT", "RSET", "STARTTLS",
    "VRFY", "APOP", "CAPA", "DELE", "LIST", "PASS", "RETR", "STAT", "STLS", "TOP", "UIDL", "USER",
    "EXPN", "HELP", "X-EXPS",
];

/// The longest name of a mechanism (RFC 4422 3.1).
const MECHANISM: usize = 20;

/// Whether a command starts here that asks for a SASL mechanism by its name, which ends with a space or the line.
pub fn asks_for_mechanism(bytes: &[u8], command: &[u8]) -> Recognition {
    let (verb, rest) = bytes.split_at(bytes.len().min(command.len()));
    match Recognition::prefix(&verb.to_ascii_uppercase(), command) {
        Recognition::Yes => {}
        verdict => return verdict,
    }
    let name: Vec<u8> = rest
        .iter()
        .copied()
        .take(MECHANISM + 1)
        .take_while(|byte| !byte.is_ascii_whitespace())
        .collect();
    match rest.len() > name.len() || name.len() > MECHANISM {
        true if method::is_sasl(&String::from_utf8_lossy(&name)) => Recognition::Yes,
        true => Recognition::No,
        false => Recognition::Unsure,
    }
}

/// Whether a line is a command, and no token: base64 of three bytes that reads so is nobody's token.
pub fn is_command(kind: MailProtocol, line: &[u8]) -> bool {
    let verb = line.split(|byte| *byte == b' ').next().unwrap_or_default();
    match kind {
        // Each has a tag before it.
        MailProtocol::Imap => verb.len() < line.len(),
        _ => COMMANDS
            .iter()
            .any(|it| verb.eq_ignore_ascii_case(it.as_bytes())),
    }
}

/// Whether FTP calls TLS so (RFC 4217 2, 17).
pub fn is_tls(name: &str) -> bool {
    let known = ["TLS", "SSL", "TLS-C", "TLS-P"];
    known.iter().any(|it| name.eq_ignore_ascii_case(it))
}

/// What a command of SMTP or POP3 waits for that does not sign in.
pub fn awaited(kind: MailProtocol, verb: &str, argument: Option<&str>) -> Awaited {
    match (kind, verb, argument) {
        (MailProtocol::Smtp, "STARTTLS", _) | (MailProtocol::Pop, "STLS", _) => Awaited::Tls,
        (MailProtocol::Smtp, "DATA", _) => Awaited::Letter,
        (MailProtocol::Pop, "CAPA" | "RETR" | "TOP", _)
        | (MailProtocol::Pop, "LIST" | "UIDL" | "AUTH", None) => Awaited::Lines,
        _ => Awaited::Reply,
    }
}
