//! Kerberos tokens in outline (RFC 4120, in the frame of RFC 4121 4.1): what is in clear is read, what is encrypted is
//! named and left closed.

mod names;

use super::{Decoded, Reader, Value, der, gss, oid};
use der::{
    BIT_STRING, GENERAL_STRING, INTEGER, OCTET_STRING, SEQUENCE, TIME, application, context,
};
use names::{ERRORS, ETYPES, MESSAGES, NAME_TYPES};
use std::fmt;

const FRAME: &str = "RFC 4121 4.1";
const AP_REQ: &str = "RFC 4120 5.5.1";
const AP_REP: &str = "RFC 4120 5.5.2";
const TICKET: &str = "RFC 4120 5.3";
const NAME: &str = "RFC 4120 5.2.2";
const ENCRYPTED: &str = "RFC 4120 5.2.9";
const ERROR: &str = "RFC 4120 5.9.1";

/// A Kerberos message that GSS-API carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// From the client.
    ApReq(ApReq),
    /// From the server, which proves with it who it is: enc-part.
    ApRep(Encrypted),
    /// Instead of an answer.
    Error(Box<KrbError>),
    /// Another token, by its TOK_ID.
    Other([u8; 2]),
}

/// RFC 4120 5.5.1 AP-REQ.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ApReq {
    /// ap-options, bit 0 highest.
    pub options: u32,
    /// realm of the ticket: the service's.
    pub realm: String,
    /// sname of the ticket: the service.
    pub service: Principal,
    /// enc-part of the ticket: only the service can read it, and who the client is stands there.
    pub ticket: Encrypted,
    /// authenticator: only who knows the ticket's session key can read it.
    pub authenticator: Encrypted,
}

/// RFC 4120 5.9.1 KRB-ERROR. Times are as written, in UTC.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KrbError {
    /// ctime: the client's clock.
    pub client_time: Option<String>,
    /// stime: the server's clock.
    pub server_time: String,
    /// error-code.
    pub code: i64,
    /// crealm.
    pub client_realm: Option<String>,
    /// cname.
    pub client: Option<Principal>,
    /// realm: the service's.
    pub realm: String,
    /// sname: the service.
    pub service: Principal,
    /// e-text.
    pub text: Option<String>,
}

/// RFC 4120 5.2.2 PrincipalName. It displays with slashes between its parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Principal {
    /// name-type.
    pub name_type: i64,
    /// name-string.
    pub parts: Vec<String>,
}

/// RFC 4120 5.2.9 EncryptedData, closed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Encrypted {
    /// etype: how.
    pub etype: i64,
    /// kvno: the version of the key.
    pub kvno: Option<i64>,
    /// cipher.
    pub cipher: Vec<u8>,
}

impl Message {
    /// Reads a token, with or without the frame of GSS-API, and with or without the TOK_ID inside.
    pub fn decode(bytes: &[u8]) -> Decoded<Self> {
        Decoded::run(bytes, |reader| gss::framed(reader, read))
    }

    /// The name that RFC 4120 gives to the error, if this is one.
    pub fn error_name(&self) -> Option<&'static str> {
        let Self::Error(error) = self else {
            return None;
        };
        find(&ERRORS, error.code)
    }
}

impl Encrypted {
    /// The name of the etype, if it has one.
    pub fn etype_name(&self) -> Option<&'static str> {
        find(&ETYPES, self.etype)
    }
}

/// What a token starts out to be.
pub fn kind(bytes: &[u8]) -> &'static str {
    match gss::inner(bytes) {
        [0x6e, ..] | [1, 0, ..] => "Kerberos AP-REQ",
        [0x6f, ..] | [2, 0, ..] => "Kerberos AP-REP",
        [0x7e, ..] | [3, 0, ..] => "Kerberos KRB-ERROR",
        _ => "Kerberos",
    }
}

/// Whether the bytes start as a Kerberos token does: in a frame that says so, or as a message whose version and type
/// are right.
pub fn is_kerberos(bytes: &[u8]) -> bool {
    if let Some(mechanism) = gss::mechanism(bytes) {
        return [oid::KERBEROS, oid::MS_KERBEROS, oid::USER_TO_USER].contains(&mechanism);
    }
    let message = match bytes {
        [1..=3, 0, message @ ..] => message,
        message => message,
    };
    [14, 15, 30].into_iter().any(|number| {
        let tags = [application(number), SEQUENCE, context(0), INTEGER];
        // pvno is 5, and behind it msg-type is the number of the tag.
        let expected = [5, context(1), 3, INTEGER, 1, number];
        der::behind(message, &tags).is_some_and(|rest| rest.starts_with(&expected))
    })
}

impl fmt::Display for Principal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, part) in self.parts.iter().enumerate() {
            f.write_str(if index == 0 { "" } else { "/" })?;
            f.write_str(part)?;
        }
        Ok(())
    }
}

fn find(names: &[(i64, &'static str)], number: i64) -> Option<&'static str> {
    let (_, name) = names.iter().find(|(known, _)| *known == number)?;
    Some(name)
}

fn read(reader: &mut Reader<'_>) -> Message {
    let tag = |reader: &Reader<'_>| reader.peek(1).and_then(|tag| tag.first().copied());
    let mut tok_id = None;
    // A message starts with its tag, a frame's token with a TOK_ID.
    if !matches!(tag(reader), Some(0x6e | 0x6f | 0x7e)) {
        let id = reader.array("TOK_ID", FRAME);
        let name = match id {
            [1, 0] => Some("KRB_AP_REQ"),
            [2, 0] => Some("KRB_AP_REP"),
            [3, 0] => Some("KRB_ERROR"),
            [4, 0] => Some("KRB_TGT_REQ"),
            [4, 1] => Some("KRB_TGT_REP"),
            _ => None,
        };
        reader.mark(Value::Number(u16::from_be_bytes(id).into()));
        reader.mark_name(name);
        tok_id = Some(id);
    }
    match (tok_id, tag(reader)) {
        (None | Some([1, 0]), Some(0x6e)) | (Some([1, 0]), _) => Message::ApReq(ap_req(reader)),
        (None | Some([2, 0]), Some(0x6f)) | (Some([2, 0]), _) => Message::ApRep(ap_rep(reader)),
        (None | Some([3, 0]), Some(0x7e)) | (Some([3, 0]), _) => {
            Message::Error(error(reader).into())
        }
        _ => {
            if der::more(reader) {
                reader.take("token", FRAME, reader.remaining());
            }
            Message::Other(tok_id.unwrap_or_default())
        }
    }
}

fn ap_req(reader: &mut Reader<'_>) -> ApReq {
    let mut message = ApReq::default();
    let tags = [application(14), SEQUENCE];
    der::constructed(reader, "AP-REQ", AP_REQ, &tags, |reader| {
        head(reader, AP_REQ);
        let options = ["reserved", "use-session-key", "mutual-required"];
        let tags = [context(2), BIT_STRING];
        message.options = der::bits(reader, "ap-options", AP_REQ, &tags, &options);
        let tags = [context(3), application(1), SEQUENCE];
        der::constructed(reader, "ticket", TICKET, &tags, |reader| {
            number(reader, "tkt-vno", TICKET, 0, &[]);
            message.realm = string(reader, "realm", TICKET, 1);
            message.service = principal(reader, "sname", 2);
            message.ticket = encrypted(reader, "enc-part", 3);
        });
        message.authenticator = encrypted(reader, "authenticator", 4);
    });
    message
}

fn ap_rep(reader: &mut Reader<'_>) -> Encrypted {
    let tags = [application(15), SEQUENCE];
    der::constructed(reader, "AP-REP", AP_REP, &tags, |reader| {
        head(reader, AP_REP);
        encrypted(reader, "enc-part", 2)
    })
}

fn error(reader: &mut Reader<'_>) -> KrbError {
    let mut message = KrbError::default();
    let tags = [application(30), SEQUENCE];
    der::constructed(reader, "KRB-ERROR", ERROR, &tags, |reader| {
        let there = |reader: &Reader<'_>, tag| der::next_is(reader, context(tag));
        head(reader, ERROR);
        if there(reader, 2) {
            message.client_time = Some(time(reader, "ctime", 2));
        }
        if there(reader, 3) {
            number(reader, "cusec", ERROR, 3, &[]);
        }
        message.server_time = time(reader, "stime", 4);
        number(reader, "susec", ERROR, 5, &[]);
        message.code = number(reader, "error-code", "RFC 4120 7.5.9", 6, &ERRORS);
        if there(reader, 7) {
            message.client_realm = Some(string(reader, "crealm", ERROR, 7));
        }
        if there(reader, 8) {
            message.client = Some(principal(reader, "cname", 8));
        }
        message.realm = string(reader, "realm", ERROR, 9);
        message.service = principal(reader, "sname", 10);
        if there(reader, 11) {
            message.text = Some(string(reader, "e-text", ERROR, 11));
        }
        if there(reader, 12) {
            der::primitive(reader, "e-data", ERROR, &[context(12), OCTET_STRING]);
        }
    });
    message
}

/// pvno and msg-type, with which all messages start.
fn head(reader: &mut Reader<'_>, spec: &'static str) {
    number(reader, "pvno", spec, 0, &[]);
    number(reader, "msg-type", "RFC 4120 7.5.7", 1, &MESSAGES);
}

fn principal(reader: &mut Reader<'_>, name: &'static str, tag: u8) -> Principal {
    let start = reader.position();
    let tags = [context(tag), SEQUENCE];
    let principal = der::constructed(reader, name, NAME, &tags, |reader| {
        let name_type = number(reader, "name-type", "RFC 4120 6.2", 0, &NAME_TYPES);
        let mut parts = Vec::new();
        der::constructed(
            reader,
            "name-string",
            NAME,
            &[context(1), SEQUENCE],
            |reader| {
                der::each(reader, &mut |reader| {
                    let part = der::string(reader, "KerberosString", NAME, &[GENERAL_STRING]);
                    parts.push(part);
                });
            },
        );
        Principal { name_type, parts }
    });
    if reader.position() > start && !principal.parts.is_empty() {
        reader.mark_text(&principal.to_string());
    }
    principal
}

fn encrypted(reader: &mut Reader<'_>, name: &'static str, tag: u8) -> Encrypted {
    der::constructed(
        reader,
        name,
        ENCRYPTED,
        &[context(tag), SEQUENCE],
        |reader| {
            let etype = number(reader, "etype", ENCRYPTED, 0, &ETYPES);
            let kvno = der::next_is(reader, context(1));
            let kvno = kvno.then(|| number(reader, "kvno", ENCRYPTED, 1, &[]));
            let tags = [context(2), OCTET_STRING];
            let cipher = der::primitive(reader, "cipher", ENCRYPTED, &tags).to_vec();
            Encrypted {
                etype,
                kvno,
                cipher,
            }
        },
    )
}

fn number(
    reader: &mut Reader<'_>,
    name: &'static str,
    spec: &'static str,
    tag: u8,
    names: &[(i64, &'static str)],
) -> i64 {
    der::integer(reader, name, spec, &[context(tag), INTEGER], names)
}

fn string(reader: &mut Reader<'_>, name: &'static str, spec: &'static str, tag: u8) -> String {
    der::string(reader, name, spec, &[context(tag), GENERAL_STRING])
}

fn time(reader: &mut Reader<'_>, name: &'static str, tag: u8) -> String {
    der::string_told(reader, name, ERROR, &[context(tag), TIME], &readable)
}

/// A time as a person writes it: `20240229120000Z` is `2024-02-29 12:00:00 UTC`. RFC 4120 5.2.3 allows no other form.
fn readable(text: &str) -> Option<String> {
    let digits = text.strip_suffix('Z')?;
    let plain = digits.len() == 14 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let part = |from: usize, to: usize| digits.get(from..to).filter(|_| plain);
    let [year, month, day] = [part(0, 4)?, part(4, 6)?, part(6, 8)?];
    let [hour, minute, second] = [part(8, 10)?, part(10, 12)?, part(12, 14)?];
    Some(
        [
            year, "-", month, "-", day, " ", hour, ":", minute, ":", second, " UTC",
        ]
        .concat(),
    )
}

#[cfg(test)]
mod tests;
