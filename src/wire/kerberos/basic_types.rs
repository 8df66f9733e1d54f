//! What the messages of Kerberos are made of (RFC 4120 5.2): names, times, keys, checksums, addresses, closed parts.

use super::names::{ADDRESSES, CHECKSUMS, ETYPES, MESSAGES, NAME_TYPES, find};
use crate::wire::der::{
    self, BIT_STRING, GENERAL_STRING, INTEGER, OCTET_STRING, SEQUENCE, TIME, context, write,
};
use crate::wire::{Decoded, Reader, gss};
use std::fmt;

const NAME: &str = "RFC 4120 5.2.2";
const ADDRESS: &str = "RFC 4120 5.2.5";
const ENCRYPTED: &str = "RFC 4120 5.2.9";

/// RFC 4120 5.2.2 PrincipalName. It displays with slashes between its parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Principal {
    /// name-type.
    pub name_type: i64,
    /// name-string.
    pub parts: Vec<String>,
}

/// RFC 4120 5.2.3 KerberosTime, as written: `20240229120000Z`, in UTC.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KerberosTime(pub String);

/// RFC 4120 5.2.5 HostAddress.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HostAddress {
    /// addr-type: 2 for IPv4, 20 for a NetBIOS name.
    pub kind: i64,
    /// address.
    pub address: Vec<u8>,
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

/// RFC 4120 5.2.9 EncryptionKey.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EncryptionKey {
    /// keytype: the etype that it is for.
    pub etype: i64,
    /// keyvalue.
    pub value: Vec<u8>,
}

/// RFC 4120 5.2.9 Checksum.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checksum {
    /// cksumtype.
    pub kind: i64,
    /// checksum.
    pub value: Vec<u8>,
}

impl Principal {
    /// A name of that type.
    pub fn new(name_type: i64, parts: &[&str]) -> Self {
        let parts = parts.iter().map(|part| (*part).to_owned()).collect();
        Self { name_type, parts }
    }

    pub(super) fn read(reader: &mut Reader<'_>, name: &'static str, tag: u8) -> Self {
        let start = reader.position();
        let tags = [context(tag), SEQUENCE];
        let principal = der::constructed(reader, name, NAME, &tags, |reader| {
            let name_type = number(reader, "name-type", "RFC 4120 6.2", 0, &NAME_TYPES);
            let mut parts = Vec::new();
            let tags = [context(1), SEQUENCE];
            list(reader, "name-string", NAME, &tags, &mut |reader| {
                let part = der::string(reader, "KerberosString", NAME, &[GENERAL_STRING]);
                parts.push(part);
            });
            Self { name_type, parts }
        });
        if reader.position() > start && !principal.parts.is_empty() {
            reader.mark_text(&principal.to_string());
        }
        principal
    }

    pub(super) fn write(&self, out: &mut Vec<u8>, tag: u8) {
        write::constructed(out, &[context(tag), SEQUENCE], |out| {
            put_number(out, 0, self.name_type);
            write::constructed(out, &[context(1), SEQUENCE], |out| {
                for part in &self.parts {
                    write::primitive(out, &[GENERAL_STRING], part.as_bytes());
                }
            });
        });
    }
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

impl fmt::Display for KerberosTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl HostAddress {
    pub(super) fn read(reader: &mut Reader<'_>, name: &'static str, tags: &[u8]) -> Self {
        der::constructed(reader, name, ADDRESS, tags, |reader| Self {
            kind: number(reader, "addr-type", "RFC 4120 7.5.3", 0, &ADDRESSES),
            address: octets(reader, "address", ADDRESS, 1),
        })
    }

    /// HostAddresses, a list of them.
    pub(super) fn read_all(reader: &mut Reader<'_>, name: &'static str, tag: u8) -> Vec<Self> {
        let mut all = Vec::new();
        let tags = [context(tag), SEQUENCE];
        list(reader, name, ADDRESS, &tags, &mut |reader| {
            all.push(Self::read(reader, "HostAddress", &[SEQUENCE]));
        });
        all
    }

    pub(super) fn write(&self, out: &mut Vec<u8>, tags: &[u8]) {
        put_pair(out, tags, [0, 1], self.kind, &self.address);
    }

    pub(super) fn write_all(all: &[Self], out: &mut Vec<u8>, tag: u8) {
        write::constructed(out, &[context(tag), SEQUENCE], |out| {
            for address in all {
                address.write(out, &[SEQUENCE]);
            }
        });
    }
}

impl Encrypted {
    /// The name of the etype, if it has one.
    pub fn etype_name(&self) -> Option<&'static str> {
        find(&ETYPES, self.etype)
    }

    pub(super) fn read(reader: &mut Reader<'_>, name: &'static str, tag: u8) -> Self {
        Self::read_as(reader, name, &[context(tag), SEQUENCE], 0, &mut |_| {})
    }

    /// The same, whose cipher is an element of that identifier octet where the etype is 0, which encrypts nothing.
    pub(super) fn read_as(
        reader: &mut Reader<'_>,
        name: &'static str,
        tags: &[u8],
        inside: u8,
        read: &mut dyn FnMut(&mut Reader<'_>),
    ) -> Self {
        der::constructed(reader, name, ENCRYPTED, tags, |reader| {
            let etype = number(reader, "etype", ENCRYPTED, 0, &ETYPES);
            let kvno = there(reader, 1).then(|| number(reader, "kvno", ENCRYPTED, 1, &[]));
            let tags = [context(2), OCTET_STRING];
            let inside = if etype == 0 { inside } else { 0 };
            let cipher = der::opened(reader, "cipher", ENCRYPTED, &tags, inside, read);
            Self {
                etype,
                kvno,
                cipher: cipher.to_vec(),
            }
        })
    }

    pub(super) fn write(&self, out: &mut Vec<u8>, tags: &[u8]) {
        write::constructed(out, tags, |out| {
            put_number(out, 0, self.etype);
            if let Some(kvno) = self.kvno {
                put_number(out, 1, kvno);
            }
            put_octets(out, 2, &self.cipher);
        });
    }

    /// The value of a PA-DATA that is closed, such as PA-ENC-TIMESTAMP.
    pub fn decode(bytes: &[u8]) -> Decoded<Self> {
        decoded(bytes, |reader| {
            Self::read_as(reader, "EncryptedData", &[SEQUENCE], 0, &mut |_| {})
        })
    }

    /// Its DER, without a tag around it.
    pub fn encode(&self) -> Vec<u8> {
        encoded(|out| self.write(out, &[SEQUENCE]))
    }
}

impl EncryptionKey {
    /// The name of the etype, if it has one.
    pub fn etype_name(&self) -> Option<&'static str> {
        find(&ETYPES, self.etype)
    }

    pub(super) fn read(reader: &mut Reader<'_>, name: &'static str, tag: u8) -> Self {
        let tags = [context(tag), SEQUENCE];
        der::constructed(reader, name, ENCRYPTED, &tags, |reader| {
            let etype = number(reader, "keytype", ENCRYPTED, 0, &ETYPES);
            let value = octets(reader, "keyvalue", ENCRYPTED, 1);
            Self { etype, value }
        })
    }

    pub(super) fn write(&self, out: &mut Vec<u8>, tag: u8) {
        let tags = [context(tag), SEQUENCE];
        put_pair(out, &tags, [0, 1], self.etype, &self.value);
    }
}

impl Checksum {
    /// The name of the type, if it has one.
    pub fn name(&self) -> Option<&'static str> {
        find(&CHECKSUMS, self.kind)
    }

    /// Its DER.
    pub fn encode(&self) -> Vec<u8> {
        encoded(|out| self.write(out, &[SEQUENCE]))
    }

    pub(super) fn read(reader: &mut Reader<'_>, name: &'static str, tags: &[u8]) -> Self {
        Self::read_as(reader, name, tags, &mut |reader, _| {
            octets(reader, "checksum", ENCRYPTED, 1)
        })
    }

    /// The same; `value` reads what its type makes of the value.
    pub(super) fn read_as(
        reader: &mut Reader<'_>,
        name: &'static str,
        tags: &[u8],
        value: &mut dyn FnMut(&mut Reader<'_>, i64) -> Vec<u8>,
    ) -> Self {
        der::constructed(reader, name, ENCRYPTED, tags, |reader| {
            let kind = number(reader, "cksumtype", "RFC 3961 8", 0, &CHECKSUMS);
            let value = value(reader, kind);
            Self { kind, value }
        })
    }

    pub(super) fn write(&self, out: &mut Vec<u8>, tags: &[u8]) {
        put_pair(out, tags, [0, 1], self.kind, &self.value);
    }
}

/// Decodes what `read` reads, unless it is larger than a token may be.
pub(super) fn decoded<T>(bytes: &[u8], read: impl FnOnce(&mut Reader<'_>) -> T) -> Decoded<T> {
    Decoded::run(bytes, |reader| {
        gss::limit(reader);
        read(reader)
    })
}

/// What `write` appends.
pub(super) fn encoded(write: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    let mut out = Vec::new();
    write(&mut out);
    out
}

/// Whether the element of that context tag comes next.
pub(super) fn there(reader: &Reader<'_>, tag: u8) -> bool {
    der::next_is(reader, context(tag))
}

/// pvno and msg-type, with which all messages start.
pub(super) fn head(reader: &mut Reader<'_>, spec: &'static str, first: u8) {
    number(reader, "pvno", spec, first, &[]);
    number(reader, "msg-type", "RFC 4120 7.5.7", first + 1, &MESSAGES);
}

pub(super) fn put_head(out: &mut Vec<u8>, first: u8, kind: u8) {
    put_number(out, first, 5);
    put_number(out, first + 1, kind.into());
}

pub(super) fn number(
    reader: &mut Reader<'_>,
    name: &'static str,
    spec: &'static str,
    tag: u8,
    names: &[(i64, &'static str)],
) -> i64 {
    der::integer(reader, name, spec, &[context(tag), INTEGER], names)
}

pub(super) fn put_number(out: &mut Vec<u8>, tag: u8, value: i64) {
    write::integer(out, &[context(tag), INTEGER], value);
}

pub(super) fn string(
    reader: &mut Reader<'_>,
    name: &'static str,
    spec: &'static str,
    tag: u8,
) -> String {
    der::string(reader, name, spec, &[context(tag), GENERAL_STRING])
}

pub(super) fn put_string(out: &mut Vec<u8>, tag: u8, text: &str) {
    write::primitive(out, &[context(tag), GENERAL_STRING], text.as_bytes());
}

pub(super) fn octets(
    reader: &mut Reader<'_>,
    name: &'static str,
    spec: &'static str,
    tag: u8,
) -> Vec<u8> {
    der::primitive(reader, name, spec, &[context(tag), OCTET_STRING]).to_vec()
}

pub(super) fn put_octets(out: &mut Vec<u8>, tag: u8, bytes: &[u8]) {
    write::primitive(out, &[context(tag), OCTET_STRING], bytes);
}

/// A number and bytes with these two context tags, which many small types of Kerberos are.
pub(super) fn put_pair(out: &mut Vec<u8>, tags: &[u8], inner: [u8; 2], kind: i64, bytes: &[u8]) {
    write::constructed(out, tags, |out| {
        put_number(out, inner[0], kind);
        put_octets(out, inner[1], bytes);
    });
}

pub(super) fn flags(
    reader: &mut Reader<'_>,
    name: &'static str,
    spec: &'static str,
    tag: u8,
    names: &[&str],
) -> u32 {
    der::bits(reader, name, spec, &[context(tag), BIT_STRING], names)
}

pub(super) fn put_flags(out: &mut Vec<u8>, tag: u8, value: u32) {
    write::bits(out, &[context(tag), BIT_STRING], value);
}

pub(super) fn time(
    reader: &mut Reader<'_>,
    name: &'static str,
    spec: &'static str,
    tag: u8,
) -> KerberosTime {
    let tags = [context(tag), TIME];
    KerberosTime(der::string_told(reader, name, spec, &tags, &readable))
}

pub(super) fn optional_time(
    reader: &mut Reader<'_>,
    name: &'static str,
    spec: &'static str,
    tag: u8,
) -> Option<KerberosTime> {
    there(reader, tag).then(|| time(reader, name, spec, tag))
}

pub(super) fn put_time(out: &mut Vec<u8>, tag: u8, time: &KerberosTime) {
    write::primitive(out, &[context(tag), TIME], time.0.as_bytes());
}

pub(super) fn put_optional_time(out: &mut Vec<u8>, tag: u8, time: Option<&KerberosTime>) {
    if let Some(time) = time {
        put_time(out, tag, time);
    }
}

/// Reads SEQUENCE OF.
pub(super) fn list(
    reader: &mut Reader<'_>,
    name: &'static str,
    spec: &'static str,
    tags: &[u8],
    read: &mut dyn FnMut(&mut Reader<'_>),
) {
    der::constructed(reader, name, spec, tags, |reader| der::each(reader, read));
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
