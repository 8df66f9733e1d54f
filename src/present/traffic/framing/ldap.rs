//! Binds of LDAP and their answers (RFC 4511 4.2), Sicily's among them ([MS-ADTS] 5.1.1.1.3).

use super::{Framer, usual_mechanism};
use crate::traffic::leg::{Leg, Method, Sender, SentCredential, Status, sasl_mechanism};
use crate::wire::der::{ENUMERATED, INTEGER, OCTET_STRING, SEQUENCE, write};
use crate::wire::ldap::{
    BIND_REQUEST, BIND_RESPONSE, SASL, SASL_BIND_IN_PROGRESS, SERVER_CREDENTIALS, SICILY_DISCOVERY,
    SICILY_NEGOTIATE, SICILY_RESPONSE, SIMPLE,
};
use crate::wire::ntlm::MessageType;
use std::collections::HashMap;

/// In the place of a password that is not kept.
const REMOVED: &str = "*";

/// A connection of LDAP.
#[derive(Default)]
pub struct LdapFramer {
    /// messageID of the last request.
    message: i64,
    /// That of the last request of each strand, which its answer repeats.
    asked: HashMap<u64, i64>,
    /// Whether the last bind is Sicily's, whose answer has its token elsewhere.
    sicily: bool,
}

impl Framer for LdapFramer {
    fn frame(&mut self, leg: &Leg) -> Option<Vec<u8>> {
        let (number, operation) = match leg.sender {
            Sender::Client => {
                self.message += 1;
                self.asked.insert(leg.strand, self.message);
                (self.message, self.request(leg)?)
            }
            Sender::Server => {
                let asked = self.asked.get(&leg.strand).copied();
                (asked.unwrap_or(self.message), self.response(leg)?)
            }
        };
        let mut out = Vec::new();
        write::constructed(&mut out, &[SEQUENCE], |out| {
            write::integer(out, &[INTEGER], number);
            out.extend(operation);
        });
        Some(out)
    }
}

/// A BindRequest with that choice of AuthenticationChoice.
fn bind(name: &str, choice: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    write::constructed(&mut out, &[BIND_REQUEST], |out| {
        write::integer(out, &[INTEGER], 3);
        write::primitive(out, &[OCTET_STRING], name.as_bytes());
        out.extend(choice);
    });
    out
}

impl LdapFramer {
    fn request(&mut self, leg: &Leg) -> Option<Vec<u8>> {
        let mut name = "";
        let mut choice = Vec::new();
        let mechanism = leg.request.as_deref().and_then(sasl_mechanism);
        let sasl = |out: &mut Vec<u8>, mechanism: &str, token: &[u8]| {
            write::constructed(out, &[SASL], |out| {
                write::primitive(out, &[OCTET_STRING], mechanism.as_bytes());
                // A client may ask the server to begin.
                if !token.is_empty() {
                    write::primitive(out, &[OCTET_STRING], token);
                }
            });
        };
        self.sicily = false;
        let Some(credential) = &leg.credential else {
            // Only Sicily asks first which packages there are.
            self.sicily = true;
            write::primitive(&mut choice, &[SICILY_DISCOVERY], &[]);
            return Some(bind(name, &choice));
        };
        match credential {
            SentCredential::Clear(Method::Simple, who, password) => {
                name = who;
                let password = password.as_deref().unwrap_or(REMOVED);
                write::primitive(&mut choice, &[SIMPLE], password.as_bytes());
            }
            SentCredential::Clear(Method::Plain, who, password) => {
                let password = password.as_deref().unwrap_or(REMOVED);
                sasl(
                    &mut choice,
                    "PLAIN",
                    format!("\0{who}\0{password}").as_bytes(),
                );
            }
            SentCredential::Token(_, token) if mechanism.is_some() => {
                sasl(&mut choice, mechanism.unwrap_or_default(), token);
            }
            SentCredential::Token(Method::Ntlm, token) => {
                let tag = match MessageType::of(token) {
                    Some(MessageType::Authenticate) => SICILY_RESPONSE,
                    _ => SICILY_NEGOTIATE,
                };
                self.sicily = true;
                name = if tag == SICILY_NEGOTIATE { "NTLM" } else { "" };
                write::primitive(&mut choice, &[tag], token);
            }
            SentCredential::Token(method, token) => {
                sasl(&mut choice, usual_mechanism(*method), token);
            }
            _ => return None,
        }
        Some(bind(name, &choice))
    }

    fn response(&self, leg: &Leg) -> Option<Vec<u8>> {
        let token = match &leg.credential {
            None => &[][..],
            Some(SentCredential::Token(_, token)) => token,
            Some(_) => return None,
        };
        let code = match leg.status {
            Some(Status::Ldap(code)) => code,
            _ if !leg.offers.is_empty() => 0,
            _ => SASL_BIND_IN_PROGRESS,
        };
        let said = leg.windows.map(|code| {
            format!("80090308: LdapErr: DSID-0C090000, comment: AcceptSecurityContext error, data {code:x}")
        });
        // Sicily has its token in the place of matchedDN, and the names of packages too.
        let packages = leg.offers.join(";");
        let (matched, credentials) = match (self.sicily, token) {
            (true, []) => (packages.as_bytes(), token),
            (true, token) => (token, &[][..]),
            (false, token) => (&[][..], token),
        };
        let mut out = Vec::new();
        write::constructed(&mut out, &[BIND_RESPONSE], |out| {
            write::integer(out, &[ENUMERATED], code.into());
            write::primitive(out, &[OCTET_STRING], matched);
            write::primitive(out, &[OCTET_STRING], said.unwrap_or_default().as_bytes());
            if !credentials.is_empty() {
                write::primitive(out, &[SERVER_CREDENTIALS], credentials);
            }
        });
        Some(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::traffic::leg::{FileLocation, Unit};

    #[test]
    fn a_bind_without_credentials_has_none() {
        let location = FileLocation {
            unit: Unit::Packet,
            first: 1,
            last: 1,
        };
        let mut leg = Leg::new(0, Sender::Client, None, location);
        leg.request = Some("bind SASL DIGEST-MD5".to_owned());
        leg.credential = Some(SentCredential::Token(Method::Other, [].into()));
        let bind = LdapFramer::default().frame(&leg).unwrap();
        assert!(bind.ends_with(b"\xa3\x0c\x04\x0aDIGEST-MD5"), "{bind:x?}");
    }
}
