//! Commands, told from the lines of a sign-in.

use super::MailProtocol;
use super::unanswered::Awaited;

/// The commands of SMTP (RFC 5321 4.1.1, 4954, 3207, 3030) and of POP3 (RFC 1939, 2449, 2595, 5034).
const COMMANDS: [&str; 26] = [
    "AUTH", "BDAT", "DATA", "EHLO", "HELO", "MAIL", "NOOP", "QUIT", "RCPT", "RSET", "STARTTLS",
    "VRFY", "APOP", "CAPA", "DELE", "LIST", "PASS", "RETR", "STAT", "STLS", "TOP", "UIDL", "USER",
    "EXPN", "HELP", "X-EXPS",
];

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
