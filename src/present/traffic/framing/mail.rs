//! AUTH of SMTP (RFC 4954) and POP (RFC 5034), AUTHENTICATE of IMAP (RFC 9051 6.2.2): lines, with tokens in base64.

use super::{Framer, usual_mechanism};
use crate::traffic::leg::{Leg, Method, Sender, SentCredential, Status, sasl_mechanism};
use crate::wire::to_base64;

/// The protocol whose commands and answers are written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    Smtp,
    Imap,
    Pop,
}

impl Dialect {
    /// The line in which a server says how it can be signed in to.
    fn offer(self, mechanisms: &[String]) -> String {
        let all = mechanisms.join(" ");
        match self {
            Self::Smtp => format!("250 AUTH {all}"),
            Self::Imap => {
                let each = mechanisms.iter().map(|it| format!(" AUTH={it}"));
                format!("* CAPABILITY IMAP4rev1{}", each.collect::<String>())
            }
            Self::Pop => format!("+OK\r\nSASL {all}\r\n."),
        }
    }
}

/// A connection of a protocol of mail.
pub struct MailFramer {
    dialect: Dialect,
    /// Whether a sign-in is under way, whose next line is a token alone.
    begun: bool,
    /// Whether LOGIN has sent its name.
    named: bool,
    /// The tag of the last command of IMAP, which its answer repeats.
    tag: String,
}

/// In the place of a password that is not kept.
const REMOVED: &str = "*";

impl MailFramer {
    pub fn new(dialect: Dialect) -> Self {
        Self {
            dialect,
            begun: false,
            named: false,
            tag: String::new(),
        }
    }

    /// The command that begins a sign-in, with a first token.
    fn begin(&mut self, mechanism: &str, token: &str) -> String {
        self.begun = true;
        let command = match self.dialect {
            Dialect::Smtp | Dialect::Pop => format!("AUTH {mechanism} {token}"),
            Dialect::Imap => format!("{} AUTHENTICATE {mechanism} {token}", self.tagged()),
        };
        command.trim_end().to_owned()
    }

    fn tagged(&mut self) -> &str {
        self.tag = "a1".to_owned();
        &self.tag
    }

    fn client(&mut self, leg: &Leg) -> Option<String> {
        let named = leg.request.as_deref().and_then(sasl_mechanism);
        // In a line of its own, or with the command that begins.
        let proof = |framer: &mut Self, mechanism: &str, proof: &[u8]| {
            let proof = to_base64(proof);
            match framer.begun {
                true => proof,
                false => framer.begin(mechanism, &proof),
            }
        };
        Some(match &leg.credential {
            Some(SentCredential::Token(..)) if named == Some("APOP") => {
                line(&leg.message).unwrap_or_else(|| format!("APOP {REMOVED} {REMOVED}"))
            }
            Some(SentCredential::Token(method, token)) => {
                proof(self, named.unwrap_or(usual_mechanism(*method)), token)
            }
            Some(SentCredential::Clear(Method::Native, user, password)) => {
                let kept = password.as_deref().unwrap_or(REMOVED);
                match (self.dialect, password) {
                    (Dialect::Imap, _) => {
                        let [user, password] = [user, kept].map(quoted);
                        format!("{} LOGIN {user} {password}", self.tagged())
                    }
                    (Dialect::Pop, None) => format!("USER {user}"),
                    (Dialect::Pop, Some(password)) => format!("PASS {password}"),
                    (Dialect::Smtp, _) => return None,
                }
            }
            Some(SentCredential::Clear(Method::Plain, user, password)) => {
                let password = password.as_deref().unwrap_or(REMOVED);
                proof(self, "PLAIN", format!("\0{user}\0{password}").as_bytes())
            }
            // The name first, then the password.
            Some(SentCredential::Clear(Method::Login, user, _)) if !self.named => {
                self.named = true;
                proof(self, "LOGIN", user.as_bytes())
            }
            Some(SentCredential::Clear(Method::Login, _, password)) => {
                to_base64(password.as_deref().unwrap_or(REMOVED).as_bytes())
            }
            // It asks for a mechanism, and sends nothing yet.
            None => self.begin(named?, ""),
            Some(_) => return None,
        })
    }

    fn server(&mut self, leg: &Leg) -> Option<String> {
        if let Some(SentCredential::Token(_, token)) = &leg.credential {
            let token = to_base64(token);
            return Some(match self.dialect {
                Dialect::Smtp => format!("334 {token}"),
                Dialect::Imap | Dialect::Pop => format!("+ {token}"),
            });
        }
        let ends = matches!(
            leg.status,
            Some(Status::Mail(_) | Status::Smtp(200..=299 | 400..))
        );
        if ends {
            (self.begun, self.named) = (false, false);
        }
        // Its own words, where they are kept.
        if let Some(line) = line(&leg.message) {
            return Some(match (self.dialect, &leg.status, line.split_once(' ')) {
                // The commands are ours, and so are their tags.
                (Dialect::Imap, Some(Status::Mail(_)), Some((_, rest))) if !self.tag.is_empty() => {
                    format!("{} {rest}", self.tag)
                }
                // Alone it is the last of its lines (RFC 5321 4.2.1).
                (Dialect::Smtp, None, _) if line.as_bytes().get(3) == Some(&b'-') => {
                    line.replacen('-', " ", 1)
                }
                (Dialect::Pop, None, _) if !line.starts_with('+') => format!("+OK\r\n{line}\r\n."),
                // A prompt without a text, or a reply, has a space all the same.
                (Dialect::Smtp | Dialect::Imap, _, None) => format!("{line} "),
                (Dialect::Pop, _, None) if line == "+" => "+ ".to_owned(),
                _ => line,
            });
        }
        let tag = match self.tag.is_empty() {
            true => "a1",
            false => &self.tag,
        };
        Some(match (self.dialect, leg.status.as_ref()) {
            (Dialect::Smtp, Some(Status::Smtp(code))) => format!("{code} "),
            (Dialect::Imap, Some(Status::Mail(true))) => format!("{tag} OK "),
            (Dialect::Imap, Some(Status::Mail(false))) => format!("{tag} NO "),
            (Dialect::Pop, Some(Status::Mail(true))) => "+OK ".to_owned(),
            (Dialect::Pop, Some(Status::Mail(false))) => "-ERR ".to_owned(),
            // A prompt, or what is offered.
            (Dialect::Smtp, None) if self.begun => "334 ".to_owned(),
            (Dialect::Imap | Dialect::Pop, None) if self.begun => "+ ".to_owned(),
            (_, None) if leg.offers.is_empty() => String::new(),
            (dialect, None) => dialect.offer(&leg.offers),
            _ => return None,
        })
    }
}

impl Framer for MailFramer {
    fn frame(&mut self, leg: &Leg) -> Option<Vec<u8>> {
        let said = match leg.sender {
            Sender::Client => self.client(leg),
            Sender::Server => self.server(leg),
        };
        let said = said?;
        // Nothing is no line either.
        let end = if said.is_empty() { "" } else { "\r\n" };
        Some([said, end.to_owned()].concat().into_bytes())
    }
}

/// A quoted string of IMAP (RFC 9051 4.3).
fn quoted(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{escaped}\"")
}

/// A message that is a line of text, without its end.
fn line(message: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(message).ok()?.trim_end();
    let plain = !text.is_empty() && !text.contains(|c: char| c.is_control());
    plain.then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::traffic::leg::{FileLocation, Unit};

    #[test]
    fn a_name_and_its_password_are_commands_of_their_own() {
        let location = FileLocation {
            unit: Unit::Packet,
            first: 1,
            last: 1,
        };
        let mut leg = Leg::new(0, Sender::Client, None, location);
        let mut said = |dialect, password: Option<&str>| {
            let password = password.map(str::to_owned);
            leg.credential = Some(SentCredential::Clear(
                Method::Native,
                "a\"b".to_owned(),
                password,
            ));
            let bytes = MailFramer::new(dialect).frame(&leg).unwrap();
            String::from_utf8(bytes).unwrap()
        };
        assert_eq!(said(Dialect::Pop, None), "USER a\"b\r\n");
        assert_eq!(said(Dialect::Pop, Some("c d")), "PASS c d\r\n");
        let login = "a1 LOGIN \"a\\\"b\" \"c\\\\d\"\r\n";
        assert_eq!(said(Dialect::Imap, Some("c\\d")), login);
    }
}
