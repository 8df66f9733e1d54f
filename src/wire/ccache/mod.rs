//! Credential caches: somebody's tickets and their session keys in a file (MIT krb5, "Credential cache file format").
//!
//! Of versions 1 and 2 the integers are in the byte order of the computer that wrote it; versions 3 and 4 are
//! big-endian. In version 1 the realm counts as a part of the name, and the name has no type. In version 3 the etype of
//! a key stands there twice. Version 4 has a header.

use super::credential_file::FileEncoding;
pub use super::credential_file::PrincipalInRealm;
use super::der;
use super::kerberos::number_names::{ETYPES, NAME_TYPES, TICKET_FLAGS};
use super::kerberos::{Principal, TicketFlags};
use super::{ByteOrder, Decoded, Reader, Value, Writer};
use crate::value_kind::ValueKind;
use crate::wire::field_name;

/// One principal's tickets and session keys, with the numbers of the format as they are in the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ccache {
    /// Which version of the format: 1 to 4.
    pub version: u8,
    /// The byte order of the integers: big-endian in versions 3 and 4.
    pub order: ByteOrder,
    /// The fields of the header, in version 4 alone.
    pub header: Vec<HeaderField>,
    /// The principal that the cache is for.
    pub principal: PrincipalInRealm,
    /// The tickets, in the order of the file.
    pub credentials: Vec<CachedCredential>,
}

/// A field of the header of version 4.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeaderField {
    /// Which it is: 1 is how far the clock of the KDC is off, as seconds and microseconds of 32 bits.
    pub tag: u16,
    /// Its value, as it stands in the file.
    pub data: Vec<u8>,
}

/// A ticket with what its client knows of it. Times are in seconds since 1970, UTC; 0 where there is none.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct CachedCredential {
    /// Whom the ticket names.
    pub client: PrincipalInRealm,
    /// The service that the ticket is for.
    pub server: PrincipalInRealm,
    /// The etype of the session key.
    pub etype: u16,
    /// The etype again, in version 3 alone.
    pub etype_again: u16,
    /// The bytes of the session key, by which the client proves that the ticket is its own.
    pub key: Vec<u8>,
    /// When the client proved who it is.
    pub auth_time: u32,
    /// From when on the ticket is good.
    pub start_time: u32,
    /// endtime of the ticket: from then on no service takes it.
    pub end_time: u32,
    /// Until when it can be renewed.
    pub renew_till: u32,
    /// Whether the ticket is encrypted with the session key of the second one: 1 or 0.
    pub is_skey: u8,
    /// The flags of the ticket, bit 0 highest.
    pub flags: TicketFlags,
    /// Addresses that the ticket is good for: type and bytes.
    pub addresses: Vec<(u16, Vec<u8>)>,
    /// Authorization data: type and bytes.
    pub authorization: Vec<(u16, Vec<u8>)>,
    /// The ticket in DER, as it is shown to the service, which alone can open it.
    pub ticket: Vec<u8>,
    /// The second ticket of user-to-user authentication, if any.
    pub second_ticket: Vec<u8>,
}

impl std::fmt::Debug for CachedCredential {
    /// Shows whose ticket it is and no byte of its key.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "CachedCredential({} for {}, etype {})",
            self.client, self.server, self.etype
        )
    }
}

impl Ccache {
    /// Reads a cache. A length that claims more bytes than the file has makes it [cut](super::ErrorKind::Cut).
    pub fn decode(bytes: &[u8]) -> Decoded<Self> {
        Decoded::run(bytes, read)
    }

    /// The file, in the byte order and with the fields of its version.
    pub fn encode(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.u8(FILE).u8(self.version);
        let form = FileEncoding {
            order: self.order,
            spec: SPEC,
        };
        if self.version == 4 {
            let mut header = Writer::new();
            for field in &self.header {
                form.put(&mut header, field.tag.into(), 2);
                form.put_counted(&mut header, &field.data, 2);
            }
            form.put_counted(&mut writer, &header.finish(), 2);
        }
        let file = File {
            version: self.version,
            form,
        };
        file.put_principal(&mut writer, &self.principal);
        for credential in &self.credentials {
            file.put_credential(&mut writer, credential);
        }
        writer.finish()
    }
}

impl CachedCredential {
    /// Whether it is no ticket but a setting that MIT's library keeps in the cache: its "ticket" is the value.
    pub fn is_setting(&self) -> bool {
        self.server.realm == "X-CACHECONF:"
    }
}

const SPEC: &str = "MIT krb5, credential cache file format";
/// The first byte of the file.
const FILE: u8 = 5;

/// A version and its byte order.
#[derive(Clone, Copy)]
struct File {
    version: u8,
    form: FileEncoding,
}

fn read(reader: &mut Reader<'_>) -> Ccache {
    if reader.u8("file format", SPEC) != FILE {
        reader.expected("5");
    }
    let version = reader.u8("version", SPEC);
    let order = match version {
        1 | 2 => native(reader, version),
        3 | 4 => ByteOrder::Big,
        _ => {
            reader.expected("version 1 to 4");
            ByteOrder::Big
        }
    };
    let form = FileEncoding { order, spec: SPEC };
    let file = File { version, form };
    let mut cache = Ccache {
        version,
        order,
        ..Ccache::default()
    };
    if version == 4 {
        reader.group("header", SPEC, |reader| {
            let length = form.u16(reader, "length");
            let end = reader.position().saturating_add(length.into());
            let outer = reader.end_at(end);
            while reader.remaining() > 0 && !reader.failed() {
                cache
                    .header
                    .push(reader.group("field", SPEC, |reader| HeaderField {
                        tag: form.u16(reader, "tag"),
                        data: form.counted(reader, "value", 2).to_vec(),
                    }));
            }
            if end > outer.end {
                // Says that the file ends before its header does.
                reader.take("header", SPEC, end - reader.position());
            }
            reader.restore(outer);
        });
    }
    cache.principal = file.principal(reader, "default principal");
    while reader.remaining() > 0 && !reader.failed() {
        let credential = reader.group("credential", SPEC, |reader| file.credential(reader));
        if !reader.failed() {
            cache.credentials.push(credential);
        }
    }
    cache
}

/// The byte order of versions 1 and 2: little-endian, unless the count of the first name's parts is one of a sane size
/// as big-endian alone.
fn native(reader: &Reader<'_>, version: u8) -> ByteOrder {
    let at = if version == 1 { 0 } else { 4 };
    let count = reader
        .peek(at + 4)
        .and_then(|bytes| bytes.get(at..)?.try_into().ok());
    let count = count.unwrap_or_default();
    if u32::from_le_bytes(count) > u32::from_be_bytes(count) {
        return ByteOrder::Big;
    }
    ByteOrder::Little
}

impl File {
    fn principal(self, reader: &mut Reader<'_>, name: &'static str) -> PrincipalInRealm {
        reader.group(name, SPEC, |reader| {
            let first = self.version == 1;
            let name_type = if first {
                0
            } else {
                self.form.named(reader, "name type", 4, &NAME_TYPES)
            };
            let parts = self.form.u32(reader, "number of components");
            if first && parts == 0 {
                reader.expected("at least the realm");
            }
            let parts = u64::from(parts).saturating_sub(first.into());
            let (realm, parts) = self.form.names(reader, parts, 4);
            PrincipalInRealm {
                realm,
                name: Principal { name_type, parts },
            }
        })
    }

    fn credential(self, reader: &mut Reader<'_>) -> CachedCredential {
        let form = self.form;
        let mut to = CachedCredential {
            client: self.principal(reader, "client"),
            server: self.principal(reader, "server"),
            ..CachedCredential::default()
        };
        reader.group("key", SPEC, |reader| {
            to.etype = form.named(reader, "etype", 2, &ETYPES) as u16;
            if self.version == 3 {
                to.etype_again = form.u16(reader, "etype again");
            }
            to.key = form.counted(reader, "key", 4).to_vec();
            if !to.key.is_empty() {
                reader.mark_value_kind(ValueKind::SessionKey);
            }
        });
        to.auth_time = form.time(reader, "authtime");
        to.start_time = form.time(reader, "starttime");
        to.end_time = form.time(reader, field_name::ENDTIME);
        to.renew_till = form.time(reader, "renew_till");
        to.is_skey = reader.u8("is_skey", SPEC);
        to.flags = TicketFlags::from_bits_retain(form.u32(reader, "ticket_flags"));
        if !reader.failed() {
            let bits = to.flags.bits();
            let names = der::bit_names(bits, &TICKET_FLAGS);
            reader.mark(Value::Flags(bits.into(), names.into()));
        }
        to.addresses = self.list(reader, "addresses", "address");
        to.authorization = self.list(reader, "authdata", "element");
        to.ticket = self.bytes(reader, field_name::TICKET);
        to.second_ticket = self.bytes(reader, "second_ticket");
        to
    }

    fn list(
        self,
        reader: &mut Reader<'_>,
        name: &'static str,
        element: &'static str,
    ) -> Vec<(u16, Vec<u8>)> {
        reader.group(name, SPEC, |reader| {
            let count = self.form.u32(reader, "count");
            let mut list = Vec::new();
            for _ in 0..count {
                if reader.failed() {
                    break;
                }
                list.push(reader.group(element, SPEC, |reader| {
                    let kind = self.form.u16(reader, "type");
                    (kind, self.form.counted(reader, "data", 4).to_vec())
                }));
            }
            list
        })
    }

    fn bytes(self, reader: &mut Reader<'_>, name: &'static str) -> Vec<u8> {
        reader.group(name, SPEC, |reader| {
            self.form.counted(reader, name, 4).to_vec()
        })
    }

    fn put_principal(self, writer: &mut Writer, of: &PrincipalInRealm) {
        let mut parts = of.name.parts.len() as u64;
        if self.version == 1 {
            parts += 1;
        } else {
            self.form.put(writer, of.name.name_type as u64, 4);
        }
        self.form.put(writer, parts, 4);
        self.form.put_names(writer, of, 4);
    }

    fn put_credential(self, writer: &mut Writer, of: &CachedCredential) {
        let form = self.form;
        self.put_principal(writer, &of.client);
        self.put_principal(writer, &of.server);
        form.put(writer, of.etype.into(), 2);
        if self.version == 3 {
            form.put(writer, of.etype_again.into(), 2);
        }
        form.put_counted(writer, &of.key, 4);
        for time in [of.auth_time, of.start_time, of.end_time, of.renew_till] {
            form.put(writer, time.into(), 4);
        }
        writer.u8(of.is_skey);
        form.put(writer, of.flags.bits().into(), 4);
        for list in [&of.addresses, &of.authorization] {
            form.put(writer, list.len() as u64, 4);
            for (kind, data) in list {
                form.put(writer, (*kind).into(), 2);
                form.put_counted(writer, data, 4);
            }
        }
        form.put_counted(writer, &of.ticket, 4);
        form.put_counted(writer, &of.second_ticket, 4);
    }
}

#[cfg(test)]
mod tests;
