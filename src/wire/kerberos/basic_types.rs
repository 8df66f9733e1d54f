//! What the messages of Kerberos are made of (RFC 4120 5.2): names, times, keys, checksums, addresses, closed parts.

use super::elements::{
    decoded, encoded, list, number, octets, put_number, put_octets, put_pair, there,
};
use super::number_names::{ADDRESSES, CHECKSUMS, ETYPES, NAME_TYPES, find};
use crate::value_kind::ValueKind;
use crate::wire::der::{self, GENERAL_STRING, OCTET_STRING, SEQUENCE, context, write};
use crate::wire::{Decoded, Reader, field_name};
use std::fmt;
use std::net::Ipv4Addr;

const NAME: &str = "RFC 4120 5.2.2";
const ADDRESS: &str = "RFC 4120 5.2.5";
/// addr-type of four bytes (RFC 4120 7.5.3).
const IPV4: i64 = 2;
const ENCRYPTED: &str = "RFC 4120 5.2.9";

/// RFC 4120 5.2.2 PrincipalName. It displays with slashes between its parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Principal {
    /// name-type: 1 for a person, 2 for a service and its host, 10 for a user principal name. A hint only (RFC 4120
    /// 6.2).
    pub name_type: i64,
    /// name-string: `HTTP` and `web-01.contoso.example` of HTTP/web-01.contoso.example.
    pub parts: Vec<String>,
}

/// RFC 4120 5.2.3 KerberosTime, as written: `20240229120000Z`, in UTC.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KerberosTime(pub String);

/// HostAddress (RFC 4120 5.2.5): where a ticket may be used from, or where a message comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HostAddress {
    /// addr-type: 2 for IPv4, 20 for a NetBIOS name.
    pub kind: i64,
    /// address: of IPv4 four bytes, highest first.
    pub address: Vec<u8>,
}

/// RFC 4120 5.2.9 EncryptedData, closed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Encrypted {
    /// etype: the encryption type by its number (RFC 3961 8), such as 18, aes256-cts-hmac-sha1-96.
    pub etype: i64,
    /// kvno: the version of the key.
    pub kvno: Option<i64>,
    /// cipher: the ciphertext, with the confounder and the checksum that its etype adds (RFC 3961 5.3).
    pub cipher: Vec<u8>,
}

/// EncryptionKey (RFC 4120 5.2.9): a session key or a subkey, as a decrypted part has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EncryptionKey {
    /// keytype: the etype that it is for.
    pub etype: i64,
    /// keyvalue: the key's bytes, as many as its etype wants.
    pub value: Vec<u8>,
}

/// Checksum (RFC 4120 5.2.9) over the bytes of another field, with a key or without.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checksum {
    /// cksumtype: the algorithm (RFC 3961 8), or 0x8003 for what GSS-API puts in its place.
    pub kind: i64,
    /// checksum: its bytes, as many as the algorithm makes.
    pub value: Vec<u8>,
}

/// What the ticket-granting service of a realm is called, and the account whose key it has (RFC 4120 7.3).
pub const KRBTGT: &str = "krbtgt";

/// Whether the name of a service, as it is written, is that of the ticket-granting service of a realm: `krbtgt/CONTOSO.EXAMPLE`.
pub fn is_krbtgt(service: &str) -> bool {
    let class = service.split('/').next().unwrap_or_default();
    class.eq_ignore_ascii_case(KRBTGT)
}

impl Principal {
    /// A name of a type (RFC 4120 6.2) and its parts, such as `HTTP` and a host.
    pub fn new(name_type: i64, parts: &[&str]) -> Self {
        let parts = parts.iter().map(|part| (*part).to_owned()).collect();
        Self { name_type, parts }
    }

    /// Whether it is the ticket-granting service of a realm.
    pub fn is_krbtgt(&self) -> bool {
        self.parts.first().is_some_and(|part| part == KRBTGT)
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
        der::constructed(reader, name, ADDRESS, tags, |reader| {
            let kind = number(reader, "addr-type", "RFC 4120 7.5.3", 0, &ADDRESSES);
            let address = octets(reader, "address", ADDRESS, 1);
            if let (IPV4, Ok(bytes)) = (kind, <[u8; 4]>::try_from(&*address)) {
                reader.mark_text(&Ipv4Addr::from(bytes).to_string());
            }
            Self { kind, address }
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
    /// The name of the etype, such as `rc4-hmac`; none where the number is not known here.
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
            let etype = number(reader, field_name::ETYPE, ENCRYPTED, 0, &ETYPES);
            let kvno = there(reader, 1).then(|| number(reader, "kvno", ENCRYPTED, 1, &[]));
            let tags = [context(2), OCTET_STRING];
            let inside: &[u8] = if etype == 0 { &[inside] } else { &[] };
            let cipher = der::opened(reader, field_name::CIPHER, ENCRYPTED, &tags, inside, read);
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
    /// The name of the etype, such as `rc4-hmac`; none where the number is not known here.
    pub fn etype_name(&self) -> Option<&'static str> {
        find(&ETYPES, self.etype)
    }

    pub(super) fn read(reader: &mut Reader<'_>, name: &'static str, tag: u8) -> Self {
        let tags = [context(tag), SEQUENCE];
        der::constructed(reader, name, ENCRYPTED, &tags, |reader| {
            let etype = number(reader, field_name::KEYTYPE, ENCRYPTED, 0, &ETYPES);
            let value = octets(reader, field_name::KEYVALUE, ENCRYPTED, 1);
            reader.mark_value_kind(ValueKind::SessionKey);
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

    /// The SEQUENCE in DER, without the tag of the field that it stands in.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Value;

    #[test]
    fn addresses_of_ipv4_are_dotted() {
        let address = HostAddress {
            kind: IPV4,
            address: vec![10, 0, 0, 7],
        };
        let bytes = encoded(|out| address.write(out, &[SEQUENCE]));
        let read = decoded(&bytes, |reader| {
            HostAddress::read(reader, "HostAddress", &[SEQUENCE])
        });
        let field = read.layout.find("address").unwrap();
        assert_eq!(field.value, Value::Text("10.0.0.7".to_owned()));
        assert_eq!(read.value.unwrap(), address);
    }
}
