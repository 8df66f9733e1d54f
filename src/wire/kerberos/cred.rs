//! Tickets with their session keys, for somebody else to use (RFC 4120 5.8): how a client forwards its ticket.

use super::basic_types::{Encrypted, EncryptionKey, HostAddress, KerberosTime, Principal};
use super::elements::{
    decoded, encoded, flags, head, list, number, optional_time, put_flags, put_head, put_number,
    put_optional_time, put_string, string, there,
};
use super::flags::TicketFlags;
use super::message_tag;
use super::number_names::TICKET_FLAGS;
use super::ticket::Ticket;
use crate::wire::der::{self, SEQUENCE, application, context, write};
use crate::wire::{Decoded, Reader, field_name};

const SPEC: &str = "RFC 4120 5.8.1";
const TAGS: [u8; 2] = [message_tag::CRED, SEQUENCE];
const ENC_PART_TAGS: [u8; 2] = [application(29), SEQUENCE];

/// KRB-CRED. Tools keep it in files of the ending `kirbi`, with nothing encrypted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KrbCred {
    /// tickets: those that are handed over, each with its [`KrbCredInfo`] in the encrypted part.
    pub tickets: Vec<Ticket>,
    /// enc-part: [`EncKrbCredPart`] under the session key or the subkey; in clear where the etype is 0.
    pub encrypted: Encrypted,
}

/// EncKrbCredPart (RFC 4120 5.8.1): the session keys of the tickets that are handed over, and for whom they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EncKrbCredPart {
    /// ticket-info: one for each ticket.
    pub info: Vec<KrbCredInfo>,
    /// nonce: what the recipient asked the sender to repeat, if it did.
    pub nonce: Option<i64>,
    /// timestamp: when it was made, by the sender's clock.
    pub time: Option<KerberosTime>,
    /// usec: the microseconds of timestamp.
    pub usec: Option<i64>,
    /// s-address: where the sender says that it sends from.
    pub sender: Option<HostAddress>,
    /// r-address: where the recipient is, for the sender.
    pub recipient: Option<HostAddress>,
}

/// KrbCredInfo: what the holder of a ticket knows of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KrbCredInfo {
    /// key: the session key, which stands in the ticket too.
    pub key: EncryptionKey,
    /// prealm: the realm that `client` is in.
    pub realm: Option<String>,
    /// pname: the client's name in `realm`; the sender may leave it out.
    pub client: Option<Principal>,
    /// flags of the ticket, bit 0 highest.
    pub flags: Option<TicketFlags>,
    /// authtime of the ticket: when the client proved itself to its KDC.
    pub auth_time: Option<KerberosTime>,
    /// starttime of the ticket: authtime where there is none.
    pub start_time: Option<KerberosTime>,
    /// endtime of the ticket: after it no service takes it.
    pub end_time: Option<KerberosTime>,
    /// renew-till of the ticket: until when a KDC renews it.
    pub renew_till: Option<KerberosTime>,
    /// srealm: the realm of the service.
    pub service_realm: Option<String>,
    /// sname: the service that the ticket is for, `krbtgt` where it is a TGT.
    pub service: Option<Principal>,
    /// caddr: from where the ticket may be used; from anywhere where there is none.
    pub addresses: Option<Vec<HostAddress>>,
}

impl KrbCred {
    /// Reads a bare KRB-CRED.
    pub fn decode(bytes: &[u8]) -> Decoded<Self> {
        decoded(bytes, Self::read)
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        der::constructed(reader, field_name::KRB_CRED, SPEC, &TAGS, |reader| {
            head(reader, SPEC, 0);
            let tickets = Ticket::read_all(reader, "tickets", 2);
            let (tags, [inside, _]) = ([context(3), SEQUENCE], ENC_PART_TAGS);
            let encrypted =
                Encrypted::read_as(reader, field_name::ENC_PART, &tags, inside, &mut |reader| {
                    EncKrbCredPart::read(reader);
                });
            Self { tickets, encrypted }
        })
    }

    /// The DER with its tag, `[APPLICATION 22]`.
    pub fn encode(&self) -> Vec<u8> {
        encoded(|out| {
            write::constructed(out, &TAGS, |out| {
                put_head(out, 0, 22);
                Ticket::write_all(&self.tickets, out, 2);
                self.encrypted.write(out, &[context(3), SEQUENCE]);
            });
        })
    }
}

impl EncKrbCredPart {
    /// Reads the part that was decrypted; what pads it stays unclaimed.
    pub fn decode(bytes: &[u8]) -> Decoded<Self> {
        decoded(bytes, Self::read)
    }

    fn read(reader: &mut Reader<'_>) -> Self {
        der::constructed(reader, "EncKrbCredPart", SPEC, &ENC_PART_TAGS, |reader| {
            let mut info = Vec::new();
            let tags = [context(0), SEQUENCE];
            list(reader, "ticket-info", SPEC, &tags, &mut |reader| {
                info.push(KrbCredInfo::read(reader));
            });
            Self {
                info,
                nonce: there(reader, 1).then(|| number(reader, "nonce", SPEC, 1, &[])),
                time: optional_time(reader, "timestamp", SPEC, 2),
                usec: there(reader, 3).then(|| number(reader, "usec", SPEC, 3, &[])),
                sender: read_address(reader, "s-address", 4),
                recipient: read_address(reader, "r-address", 5),
            }
        })
    }

    /// The DER with its tag, `[APPLICATION 29]`: what is encrypted, or stands there in clear with etype 0.
    pub fn encode(&self) -> Vec<u8> {
        encoded(|out| {
            write::constructed(out, &ENC_PART_TAGS, |out| {
                write::constructed(out, &[context(0), SEQUENCE], |out| {
                    for info in &self.info {
                        info.write(out);
                    }
                });
                if let Some(nonce) = self.nonce {
                    put_number(out, 1, nonce);
                }
                put_optional_time(out, 2, self.time.as_ref());
                if let Some(usec) = self.usec {
                    put_number(out, 3, usec);
                }
                for (tag, address) in [(4, &self.sender), (5, &self.recipient)] {
                    if let Some(address) = address {
                        address.write(out, &[context(tag), SEQUENCE]);
                    }
                }
            });
        })
    }
}

impl KrbCredInfo {
    fn read(reader: &mut Reader<'_>) -> Self {
        der::constructed(reader, "KrbCredInfo", SPEC, &[SEQUENCE], |reader| Self {
            key: EncryptionKey::read(reader, "key", 0),
            realm: there(reader, 1).then(|| string(reader, field_name::PREALM, SPEC, 1)),
            client: there(reader, 2).then(|| Principal::read(reader, field_name::PNAME, 2)),
            flags: there(reader, 3).then(|| {
                TicketFlags::from_bits_retain(flags(reader, "flags", SPEC, 3, &TICKET_FLAGS))
            }),
            auth_time: optional_time(reader, "authtime", SPEC, 4),
            start_time: optional_time(reader, "starttime", SPEC, 5),
            end_time: optional_time(reader, field_name::ENDTIME, SPEC, 6),
            renew_till: optional_time(reader, "renew-till", SPEC, 7),
            service_realm: there(reader, 8).then(|| string(reader, field_name::SREALM, SPEC, 8)),
            service: there(reader, 9).then(|| Principal::read(reader, field_name::SNAME, 9)),
            addresses: there(reader, 10).then(|| HostAddress::read_all(reader, "caddr", 10)),
        })
    }

    fn write(&self, out: &mut Vec<u8>) {
        write::constructed(out, &[SEQUENCE], |out| {
            self.key.write(out, 0);
            if let Some(realm) = &self.realm {
                put_string(out, 1, realm);
            }
            if let Some(client) = &self.client {
                client.write(out, 2);
            }
            if let Some(flags) = self.flags {
                put_flags(out, 3, flags.bits());
            }
            put_optional_time(out, 4, self.auth_time.as_ref());
            put_optional_time(out, 5, self.start_time.as_ref());
            put_optional_time(out, 6, self.end_time.as_ref());
            put_optional_time(out, 7, self.renew_till.as_ref());
            if let Some(realm) = &self.service_realm {
                put_string(out, 8, realm);
            }
            if let Some(service) = &self.service {
                service.write(out, 9);
            }
            if let Some(addresses) = &self.addresses {
                HostAddress::write_all(addresses, out, 10);
            }
        });
    }
}

fn read_address(reader: &mut Reader<'_>, name: &'static str, tag: u8) -> Option<HostAddress> {
    there(reader, tag).then(|| HostAddress::read(reader, name, &[context(tag), SEQUENCE]))
}
