//! A ticket (RFC 4120 5.3): what a service needs to know a client, under the service's key.

use super::authorization::{self, AuthorizationData};
use super::basic_types::{Encrypted, EncryptionKey, HostAddress, KerberosTime, Principal};
use super::elements::{
    decoded, encoded, flags, number, octets, optional_time, put_flags, put_number, put_octets,
    put_optional_time, put_string, put_time, string, there, time,
};
use super::flags::TicketFlags;
use super::number_names::TICKET_FLAGS;
use crate::wire::der::{self, SEQUENCE, application, context, write};
use crate::wire::{Decoded, Reader, field_name};

const SPEC: &str = "RFC 4120 5.3";
const TAGS: [u8; 2] = [application(1), SEQUENCE];
const ENC_PART_TAGS: [u8; 2] = [application(3), SEQUENCE];

/// Ticket: names its service in clear, and keeps everything about the client under the service's key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ticket {
    /// realm: the one that `service` is in.
    pub realm: String,
    /// sname: the service whose key the ticket is encrypted with.
    pub service: Principal,
    /// enc-part: only the service can read it, and who the client is stands there.
    pub encrypted: Encrypted,
}

/// EncTicketPart: what the service reads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EncTicketPart {
    /// flags, bit 0 highest: what the ticket allows, and how it came about.
    pub flags: TicketFlags,
    /// key: the session key, which the client has from the KDC's reply.
    pub key: EncryptionKey,
    /// crealm: the realm that the client is registered in.
    pub client_realm: String,
    /// cname: whom the service is to take the sender for.
    pub client: Principal,
    /// transited: through which realms the client's identity came; the service may refuse some of them (RFC 4120 2.7).
    pub transited: Transited,
    /// authtime: when the client proved itself to its KDC.
    pub auth_time: KerberosTime,
    /// starttime: authtime where there is none.
    pub start_time: Option<KerberosTime>,
    /// endtime: the service refuses the ticket after it.
    pub end_time: KerberosTime,
    /// renew-till: until when it may be renewed.
    pub renew_till: Option<KerberosTime>,
    /// caddr: from where it may be used; from anywhere where there is none.
    pub addresses: Option<Vec<HostAddress>>,
    /// authorization-data: Windows puts the PAC here.
    pub authorization: Option<AuthorizationData>,
}

/// TransitedEncoding: the realms between the client's and the service's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Transited {
    /// tr-type: 1 for DOMAIN-X500-COMPRESS.
    pub kind: i64,
    /// contents: the realms' names, compressed as tr-type says (RFC 4120 3.3.3.2); empty where none lies between.
    pub contents: Vec<u8>,
}

impl Ticket {
    /// Reads a ticket.
    pub fn decode(bytes: &[u8]) -> Decoded<Self> {
        decoded(bytes, |reader| Self::read(reader, &TAGS))
    }

    /// The DER with its tag, `[APPLICATION 1]`.
    pub fn encode(&self) -> Vec<u8> {
        encoded(|out| self.write(out, &TAGS))
    }

    /// A ticket behind a context tag.
    pub(super) fn read_in(reader: &mut Reader<'_>, tag: u8) -> Self {
        let [application, sequence] = TAGS;
        Self::read(reader, &[context(tag), application, sequence])
    }

    pub(super) fn write_in(&self, out: &mut Vec<u8>, tag: u8) {
        let [application, sequence] = TAGS;
        self.write(out, &[context(tag), application, sequence]);
    }

    /// A SEQUENCE OF tickets behind a context tag.
    pub(super) fn read_all(reader: &mut Reader<'_>, name: &'static str, tag: u8) -> Vec<Self> {
        let mut tickets = Vec::new();
        let tags = [context(tag), SEQUENCE];
        super::elements::list(reader, name, SPEC, &tags, &mut |reader| {
            tickets.push(Self::read(reader, &TAGS));
        });
        tickets
    }

    pub(super) fn write_all(all: &[Self], out: &mut Vec<u8>, tag: u8) {
        write::constructed(out, &[context(tag), SEQUENCE], |out| {
            for ticket in all {
                ticket.write(out, &TAGS);
            }
        });
    }

    fn read(reader: &mut Reader<'_>, tags: &[u8]) -> Self {
        der::constructed(reader, field_name::TICKET, SPEC, tags, |reader| {
            number(reader, field_name::TKT_VNO, SPEC, 0, &[]);
            Self {
                realm: string(reader, field_name::REALM, SPEC, 1),
                service: Principal::read(reader, field_name::SNAME, 2),
                encrypted: Encrypted::read(reader, field_name::ENC_PART, 3),
            }
        })
    }

    fn write(&self, out: &mut Vec<u8>, tags: &[u8]) {
        write::constructed(out, tags, |out| {
            put_number(out, 0, 5);
            put_string(out, 1, &self.realm);
            self.service.write(out, 2);
            self.encrypted.write(out, &[context(3), SEQUENCE]);
        });
    }
}

impl EncTicketPart {
    /// Reads the part that was decrypted; what pads it stays unclaimed.
    pub fn decode(bytes: &[u8]) -> Decoded<Self> {
        decoded(bytes, |reader| {
            der::constructed(reader, "EncTicketPart", SPEC, &ENC_PART_TAGS, Self::read)
        })
    }

    fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            flags: TicketFlags::from_bits_retain(flags(reader, "flags", SPEC, 0, &TICKET_FLAGS)),
            key: EncryptionKey::read(reader, "key", 1),
            client_realm: string(reader, field_name::CREALM, SPEC, 2),
            client: Principal::read(reader, field_name::CNAME, 3),
            transited: Transited::read(reader),
            auth_time: time(reader, "authtime", SPEC, 5),
            start_time: optional_time(reader, "starttime", SPEC, 6),
            end_time: time(reader, field_name::ENDTIME, SPEC, 7),
            renew_till: optional_time(reader, "renew-till", SPEC, 8),
            addresses: there(reader, 9).then(|| HostAddress::read_all(reader, "caddr", 9)),
            authorization: there(reader, 10).then(|| authorization::read_in(reader, 10)),
        }
    }

    /// The DER with its tag, `[APPLICATION 3]`: what is encrypted with the service's key.
    pub fn encode(&self) -> Vec<u8> {
        encoded(|out| {
            write::constructed(out, &ENC_PART_TAGS, |out| {
                put_flags(out, 0, self.flags.bits());
                self.key.write(out, 1);
                put_string(out, 2, &self.client_realm);
                self.client.write(out, 3);
                self.transited.write(out);
                put_time(out, 5, &self.auth_time);
                put_optional_time(out, 6, self.start_time.as_ref());
                put_time(out, 7, &self.end_time);
                put_optional_time(out, 8, self.renew_till.as_ref());
                if let Some(addresses) = &self.addresses {
                    HostAddress::write_all(addresses, out, 9);
                }
                if let Some(authorization) = &self.authorization {
                    authorization::write_in(authorization, out, 10);
                }
            });
        })
    }
}

impl Transited {
    fn read(reader: &mut Reader<'_>) -> Self {
        let tags = [context(4), SEQUENCE];
        der::constructed(reader, "transited", SPEC, &tags, |reader| Self {
            kind: number(reader, "tr-type", SPEC, 0, &[(1, "DOMAIN-X500-COMPRESS")]),
            contents: octets(reader, "contents", SPEC, 1),
        })
    }

    fn write(&self, out: &mut Vec<u8>) {
        write::constructed(out, &[context(4), SEQUENCE], |out| {
            put_number(out, 0, self.kind);
            put_octets(out, 1, &self.contents);
        });
    }
}
