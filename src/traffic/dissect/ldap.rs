//! LDAP (RFC 4511): binds and their answers. Others are passed over; what a security layer wraps ends it.

use super::ber::{self, Header};
use super::method;
use super::protocol_dissector::{AfterMessage, Framing, ProtocolDissector, Recognition};
use super::sink::Sink;
use crate::recent::keep_recent;
use crate::traffic::leg::{Method, Protocol, Sender, SentCredential, Status};
use crate::wire::der::{ENUMERATED, INTEGER, OCTET_STRING, SEQUENCE};
use crate::wire::ldap::{
    BIND_REQUEST, BIND_RESPONSE, SASL, SASL_BIND_IN_PROGRESS, SERVER_CREDENTIALS, SICILY_DISCOVERY,
    SICILY_NEGOTIATE, SICILY_RESPONSE, SIMPLE,
};
use crate::wire::ntlm::{MessageType, is_ntlmssp};
use crate::wire::sasl::{SaslCredentials, SaslMechanism};
use std::sync::Arc;

/// Identifier octets of other operations (RFC 4511 4.12).
mod operation {
    pub const EXTENDED_REQUEST: u8 = 0x77;
    pub const EXTENDED_RESPONSE: u8 = 0x78;
}

/// requestName of an extended request, and responseName of its response (RFC 4511 4.12).
const REQUEST_NAME: u8 = 0x80;
const RESPONSE_NAME: u8 = 0x8a;
const START_TLS: &[u8] = b"1.3.6.1.4.1.1466.20037";
/// Notice of Disconnection, which answers everything at once (RFC 4511 4.4.1).
const DISCONNECTION: &[u8] = b"1.3.6.1.4.1.1466.20036";
/// What a NegTokenResp begins with (RFC 4178 4.2).
const NEG_TOKEN_RESP: u8 = 0xa1;
/// A longer message is none: the default of Active Directory is 10 MB (MaxReceiveBuffer).
const LONGEST: usize = 64 << 20;
/// More binds without an answer are not kept.
const MOST_OPEN: usize = 64;

/// A bind without an answer.
struct OpenBind {
    /// messageID, by which its answer is known (RFC 4511 4.1.1.1).
    number: usize,
    strand: u64,
    method: Method,
    /// Whether it is Sicily's discovery.
    discovery: bool,
}

/// What is remembered of a connection of LDAP.
#[derive(Default)]
pub struct Ldap {
    /// In the order in which they were sent.
    open: Vec<OpenBind>,
    /// The strand of the last bind or answer.
    strand: u64,
    /// The strand of the sign-in that the next bind goes on with, as the server has asked for.
    goes_on: Option<u64>,
    /// The messageID of a request to start TLS.
    start_tls: Option<usize>,
    /// Whether a bind was accepted with a mechanism that may wrap what follows.
    may_wrap: bool,
}

/// Whether an LDAPMessage starts here, and who sends such a one.
pub fn recognise(bytes: &[u8]) -> (Recognition, Option<Sender>) {
    let content = match ber::header(bytes) {
        Header::Of {
            tag: SEQUENCE,
            head,
            length: 5..=LONGEST,
        } => bytes.get(head..).unwrap_or_default(),
        Header::Short if bytes.first().is_none_or(|tag| *tag == SEQUENCE) => {
            return (Recognition::Unsure, None);
        }
        _ => return (Recognition::No, None),
    };
    let operation = match ber::header(content) {
        Header::Short if content.first().is_none_or(|tag| *tag == INTEGER) => None,
        Header::Of {
            tag: INTEGER,
            head,
            length: length @ 1..=4,
        } => content.get(head + length),
        _ => return (Recognition::No, None),
    };
    match operation {
        None => (Recognition::Unsure, None),
        // Requests, and what answers them (RFC 4511 4.2 to 4.13).
        Some(0x60 | 0x42 | 0x50 | 0x63 | 0x66 | 0x68 | 0x4a | 0x6c | 0x6e | 0x77) => {
            (Recognition::Yes, Some(Sender::Client))
        }
        Some(0x61 | 0x64 | 0x65 | 0x67 | 0x69 | 0x6b | 0x6d | 0x6f | 0x73 | 0x78 | 0x79) => {
            (Recognition::Yes, Some(Sender::Server))
        }
        Some(_) => (Recognition::No, None),
    }
}

impl ProtocolDissector for Ldap {
    fn protocol(&self) -> Protocol {
        Protocol::Ldap
    }

    fn starts(&self, _from: Sender, bytes: &[u8]) -> Recognition {
        recognise(bytes).0
    }

    fn frame(&mut self, _from: Sender, bytes: &[u8], _seen: usize) -> Framing {
        match ber::header(bytes) {
            Header::Short if bytes.first() == Some(&SEQUENCE) => Framing::More,
            Header::Of {
                tag: SEQUENCE,
                head,
                length: length @ ..=LONGEST,
            } => Framing::with_length(head + length, bytes.len()),
            // A security layer puts a length of 4 bytes first (RFC 4422 3.7).
            _ if self.may_wrap && bytes.first() == Some(&0) => Framing::Done,
            _ => Framing::NoMessage,
        }
    }

    fn message(&mut self, sink: &mut Sink<'_>, bytes: &[u8]) -> AfterMessage {
        self.read(sink, bytes).unwrap_or(AfterMessage::Continue)
    }

    fn truncated(&mut self, sink: &mut Sink<'_>, bytes: &[u8]) {
        self.read(sink, bytes);
    }

    fn after_gap(&mut self, from: Sender) {
        // Any bind may have been answered there.
        if from == Sender::Server {
            self.open.clear();
            self.goes_on = None;
        }
    }
}

impl Ldap {
    fn read(&mut self, sink: &mut Sink<'_>, mut bytes: &[u8]) -> Option<AfterMessage> {
        let mut message = ber::expect(&mut bytes, SEQUENCE)?;
        let number = ber::number(ber::expect(&mut message, INTEGER)?);
        let (operation, content) = ber::next(&mut message)?;
        match (operation, sink.from) {
            (BIND_REQUEST, Sender::Client) => self.request(sink, number, content),
            (BIND_RESPONSE, Sender::Server) => self.response(sink, number, content),
            (operation::EXTENDED_REQUEST, Sender::Client) => {
                let mut content = content;
                if ber::expect(&mut content, REQUEST_NAME) == Some(START_TLS) {
                    self.start_tls = Some(number);
                }
                None
            }
            // It answers no request (RFC 4511 4.4).
            (operation::EXTENDED_RESPONSE, Sender::Server) if number == 0 => {
                self.disconnection(sink, content)
            }
            (operation::EXTENDED_RESPONSE, Sender::Server) if self.start_tls == Some(number) => {
                self.start_tls = None;
                let mut content = content;
                let code = ber::number(ber::expect(&mut content, ENUMERATED)?);
                (code == 0).then_some(AfterMessage::Restart)
            }
            _ => None,
        }
    }

    fn request(
        &mut self,
        sink: &mut Sink<'_>,
        number: usize,
        content: &[u8],
    ) -> Option<AfterMessage> {
        let mut content = content;
        ber::expect(&mut content, INTEGER)?;
        let name = ber::expect(&mut content, OCTET_STRING)?;
        let (choice, mut value) = ber::next(&mut content)?;
        let name = String::from_utf8_lossy(name).into_owned();
        let mut leg = sink.leg_of(value);
        let mut discovery = false;
        let (kind, method) = match choice {
            SIMPLE => {
                let password = String::from_utf8_lossy(value).into_owned();
                leg.message = Arc::from(name.as_bytes());
                leg.credential = Some(SentCredential::Clear(Method::Simple, name, Some(password)));
                ("simple".to_owned(), Method::Simple)
            }
            SASL => {
                let mechanism = ber::expect(&mut value, OCTET_STRING)?;
                let mechanism = String::from_utf8_lossy(mechanism).into_owned();
                let token = ber::expect(&mut value, OCTET_STRING).unwrap_or_default();
                let method = method::of_sasl(&mechanism);
                leg.message = Arc::from(token);
                // One without a token asks the server to begin, and may be refused.
                leg.credential = sasl(method, token)
                    .or_else(|| Some(SentCredential::Token(method, Arc::from(token))));
                (format!("SASL {mechanism}"), method)
            }
            SICILY_DISCOVERY => {
                discovery = true;
                ("Sicily".to_owned(), Method::Ntlm)
            }
            SICILY_NEGOTIATE | SICILY_RESPONSE => {
                let method = method::of_token(value);
                leg.credential = method::token(method, value);
                ("Sicily".to_owned(), method)
            }
            _ => (format!("choice {}", choice & 0x1f), Method::Other),
        };
        leg.request = Some(format!("bind {kind}"));
        // A sign-in at a time is one strand, whatever its steps are; what is sent beside one has its own. What the server
        // asked in between need not be seen.
        let last = self.open.last().map(|bind| bind.strand);
        let unseen = last.filter(|_| goes_on(&leg.message));
        self.strand = match self.goes_on.take().or(unseen) {
            Some(strand) => strand,
            None if last.is_none() => self.strand,
            None => number as u64,
        };
        leg.strand = self.strand;
        let bind = OpenBind {
            number,
            strand: self.strand,
            method,
            discovery,
        };
        keep_recent(&mut self.open, bind, MOST_OPEN);
        sink.emit(leg);
        None
    }

    fn response(
        &mut self,
        sink: &mut Sink<'_>,
        number: usize,
        content: &[u8],
    ) -> Option<AfterMessage> {
        let mut content = content;
        let code = ber::number(ber::expect(&mut content, ENUMERATED)?);
        let code = u32::try_from(code).unwrap_or(u32::MAX);
        // Sicily has its token in the place of matchedDN.
        let matched = ber::expect(&mut content, OCTET_STRING).unwrap_or_default();
        let diagnostic = ber::expect(&mut content, OCTET_STRING).unwrap_or_default();
        let mut token = &[][..];
        while let Some((tag, value)) = ber::next(&mut content) {
            if tag == SERVER_CREDENTIALS {
                token = value;
            }
        }
        let known = self.open.iter().position(|it| it.number == number);
        let known = known.map(|at| self.open.remove(at));
        let (mut method, discovery) = known.as_ref().map_or_else(
            || (method::of_token(token), false),
            |bind| (bind.method, bind.discovery),
        );
        self.strand = known.map_or(self.strand, |bind| bind.strand);
        if code == SASL_BIND_IN_PROGRESS || is_ntlmssp(matched) {
            self.goes_on = Some(self.strand);
        } else {
            self.goes_on.take_if(|strand| *strand == self.strand);
        }
        let mut leg = sink.leg();
        leg.strand = self.strand;
        leg.status = Some(Status::Ldap(code));
        leg.windows = closer(diagnostic).filter(|_| code != 0);
        if discovery {
            let packages = String::from_utf8_lossy(matched);
            let packages = packages.split([';', '\0']).map(str::trim);
            let packages = packages.filter(|it| !it.is_empty()).map(str::to_owned);
            leg.offers = packages.collect();
            // To know them is no sign-in yet.
            leg.status = leg.status.filter(|_| code != 0);
        } else if is_ntlmssp(matched) {
            (token, method) = (matched, Method::Ntlm);
        }
        leg.message = Arc::from(token);
        leg.credential = method::token(method, token);
        sink.emit(leg);
        self.may_wrap |= code == 0 && !matches!(method, Method::Simple | Method::Plain);
        None
    }

    /// The server ends the connection: that is its last word on every bind that it has not answered.
    fn disconnection(&mut self, sink: &mut Sink<'_>, mut content: &[u8]) -> Option<AfterMessage> {
        let code = ber::number(ber::expect(&mut content, ENUMERATED)?);
        ber::expect(&mut content, OCTET_STRING)?;
        ber::expect(&mut content, OCTET_STRING)?;
        if ber::expect(&mut content, RESPONSE_NAME)? != DISCONNECTION {
            return None;
        }
        let begun = self.goes_on.take();
        let open = self.open.drain(..).map(|bind| bind.strand);
        for strand in open.chain(begun) {
            let mut leg = sink.leg();
            leg.strand = strand;
            leg.status = Some(Status::Ldap(u32::try_from(code).unwrap_or(u32::MAX)));
            sink.emit(leg);
        }
        None
    }
}

/// The error of Windows in a diagnosticMessage of Active Directory:
/// `80090308: LdapErr: DSID-0C090447, comment: AcceptSecurityContext error, data 52e, v3839`.
fn closer(diagnostic: &[u8]) -> Option<u32> {
    let text = String::from_utf8_lossy(diagnostic);
    let (_, behind) = text.split_once("AcceptSecurityContext error, data ")?;
    let digits = behind.split(|it: char| !it.is_ascii_hexdigit()).next()?;
    u32::from_str_radix(digits, 16).ok().filter(|it| *it != 0)
}

/// Whether a token answers what the server has asked: NTLM's AUTHENTICATE, or a NegTokenResp.
fn goes_on(token: &[u8]) -> bool {
    token.first() == Some(&NEG_TOKEN_RESP)
        || MessageType::of(token) == Some(MessageType::Authenticate)
}

/// What a mechanism of SASL sends: a name and a password, or a token.
fn sasl(method: Method, token: &[u8]) -> Option<SentCredential> {
    if method != Method::Plain {
        return method::token(method, token);
    }
    let plain = SaslCredentials::decode(SaslMechanism::Plain, token)
        .value
        .ok()?;
    Some(SentCredential::Clear(
        method,
        plain.user,
        Some(plain.password),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn active_directory_says_more_closely_why() {
        let said = |data: &str| {
            format!(
                "8009030C: LdapErr: DSID-0C0906B0, comment: AcceptSecurityContext error, data {data}, v3839\0"
            )
        };
        assert_eq!(closer(said("52e").as_bytes()), Some(1326));
        assert_eq!(closer(said("775").as_bytes()), Some(1909));
        assert_eq!(closer(said("0").as_bytes()), None);
        assert_eq!(closer(b"no such object"), None);
    }

    #[test]
    fn a_message_is_told_by_its_operation() {
        let bind = [0x30, 0x0c, 2, 1, 1, 0x60, 7, 2, 1, 3, 4, 0, 0x80, 0];
        assert_eq!(recognise(&bind), (Recognition::Yes, Some(Sender::Client)));
        let long = [0x30, 0x84, 0, 0, 0, 0x10, 2, 1, 1, 0x61];
        assert_eq!(recognise(&long), (Recognition::Yes, Some(Sender::Server)));
        for length in 0..long.len() {
            assert_eq!(recognise(&long[..length]).0, Recognition::Unsure);
        }
        assert_eq!(recognise(&[0x30, 9, 4, 1]).0, Recognition::No);
    }
}
