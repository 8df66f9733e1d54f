//! What a KDC gives (RFC 4120 5.4.2): a ticket, and for the client what it needs to use it.

use super::basic_types::{Encrypted, EncryptionKey, HostAddress, KerberosTime, Principal};
use super::elements::{
    decoded, encoded, flags, head, list, number, optional_time, put_flags, put_head, put_number,
    put_optional_time, put_string, put_time, string, there, time,
};
use super::flags::TicketFlags;
use super::kdc_request::KdcKind;
use super::message_tag;
use super::number_names::TICKET_FLAGS;
use super::padata::PaData;
use super::ticket::Ticket;
use crate::wire::der::{self, SEQUENCE, application, context, write};
use crate::wire::{Decoded, Reader, field_name};

const SPEC: &str = "RFC 4120 5.4.2";

/// KDC-REP (RFC 4120 5.4.2): AS-REP with a TGT, or TGS-REP with a ticket for a service.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KdcReply {
    /// msg-type: 11 for AS-REP, 13 for TGS-REP.
    pub kind: KdcKind,
    /// padata: in AS-REP the salt, if the client is to know it.
    pub padata: Option<Vec<PaData>>,
    /// crealm: the client's realm, as its KDC spells it.
    pub client_realm: String,
    /// cname: the client, as its KDC spells it.
    pub client: Principal,
    /// ticket: for the service that was asked for; the client cannot read it.
    pub ticket: Ticket,
    /// enc-part: [`EncKdcReplyPart`] under the client's key, the session key or the subkey.
    pub encrypted: Encrypted,
}

/// EncASRepPart or EncTGSRepPart: what the client reads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EncKdcReplyPart {
    /// Which of the two it is by its tag; implementations send each for the other.
    pub kind: KdcKind,
    /// key: the session key, which stands in the ticket too.
    pub key: EncryptionKey,
    /// last-req: kinds of request, and when the last one was.
    pub last_request: Vec<(i64, KerberosTime)>,
    /// nonce: the request's, so that no older reply passes for the answer.
    pub nonce: i64,
    /// key-expiration: when the client's password expires.
    pub key_expiration: Option<KerberosTime>,
    /// flags of the ticket, bit 0 highest.
    pub flags: TicketFlags,
    /// authtime: when the client proved itself to its KDC.
    pub auth_time: KerberosTime,
    /// starttime of the ticket: authtime where there is none.
    pub start_time: Option<KerberosTime>,
    /// endtime of the ticket: from then on no service takes it.
    pub end_time: KerberosTime,
    /// renew-till: until when the ticket can be renewed, where its flags say that it can.
    pub renew_till: Option<KerberosTime>,
    /// srealm: the service's realm.
    pub realm: String,
    /// sname: the service that the ticket is for; after a referral another one than was asked for.
    pub service: Principal,
    /// caddr: from where the ticket may be used; from anywhere where there is none.
    pub addresses: Option<Vec<HostAddress>>,
    /// encrypted-pa-data, RFC 6806 11.
    pub padata: Option<Vec<PaData>>,
}

impl KdcReply {
    /// Reads a bare AS-REP or TGS-REP.
    pub fn decode(bytes: &[u8]) -> Decoded<Self> {
        decoded(bytes, Self::read)
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        let kind = match der::next_is(reader, message_tag::TGS_REP) {
            true => KdcKind::Tgs,
            false => KdcKind::As,
        };
        let name = kind.reply_name();
        let tags = [application(kind.reply_number()), SEQUENCE];
        der::constructed(reader, name, SPEC, &tags, |reader| {
            head(reader, SPEC, 0);
            Self {
                kind,
                padata: there(reader, 2).then(|| PaData::read_all(reader, "padata", 2)),
                client_realm: string(reader, field_name::CREALM, SPEC, 3),
                client: Principal::read(reader, field_name::CNAME, 4),
                ticket: Ticket::read_in(reader, 5),
                encrypted: Encrypted::read(reader, field_name::ENC_PART, 6),
            }
        })
    }

    /// The DER with its tag, `[APPLICATION 11]` or `[APPLICATION 13]`, without the length that TCP has before it.
    pub fn encode(&self) -> Vec<u8> {
        let number = self.kind.reply_number();
        encoded(|out| {
            write::constructed(out, &[application(number), SEQUENCE], |out| {
                put_head(out, 0, number);
                if let Some(padata) = &self.padata {
                    PaData::write_all(padata, out, &[context(2), SEQUENCE]);
                }
                put_string(out, 3, &self.client_realm);
                self.client.write(out, 4);
                self.ticket.write_in(out, 5);
                self.encrypted.write(out, &[context(6), SEQUENCE]);
            });
        })
    }
}

impl EncKdcReplyPart {
    /// Reads the part that was decrypted; what pads it stays unclaimed.
    pub fn decode(bytes: &[u8]) -> Decoded<Self> {
        decoded(bytes, |reader| {
            let (kind, name) = match der::next_is(reader, application(26)) {
                true => (KdcKind::Tgs, "EncTGSRepPart"),
                false => (KdcKind::As, "EncASRepPart"),
            };
            let tags = [Self::tag(kind), SEQUENCE];
            der::constructed(reader, name, SPEC, &tags, |reader| Self::read(reader, kind))
        })
    }

    fn tag(kind: KdcKind) -> u8 {
        match kind {
            KdcKind::As => application(25),
            KdcKind::Tgs => application(26),
        }
    }

    fn read(reader: &mut Reader<'_>, kind: KdcKind) -> Self {
        Self {
            kind,
            key: EncryptionKey::read(reader, "key", 0),
            last_request: read_last_request(reader),
            nonce: number(reader, "nonce", SPEC, 2, &[]),
            key_expiration: optional_time(reader, "key-expiration", SPEC, 3),
            flags: TicketFlags::from_bits_retain(flags(reader, "flags", SPEC, 4, &TICKET_FLAGS)),
            auth_time: time(reader, "authtime", SPEC, 5),
            start_time: optional_time(reader, "starttime", SPEC, 6),
            end_time: time(reader, field_name::ENDTIME, SPEC, 7),
            renew_till: optional_time(reader, "renew-till", SPEC, 8),
            realm: string(reader, field_name::SREALM, SPEC, 9),
            service: Principal::read(reader, field_name::SNAME, 10),
            addresses: there(reader, 11).then(|| HostAddress::read_all(reader, "caddr", 11)),
            padata: there(reader, 12).then(|| PaData::read_all(reader, "encrypted-pa-data", 12)),
        }
    }

    /// The DER with its tag, `[APPLICATION 25]` or `[APPLICATION 26]`: what is encrypted for the client.
    pub fn encode(&self) -> Vec<u8> {
        encoded(|out| {
            write::constructed(out, &[Self::tag(self.kind), SEQUENCE], |out| {
                self.key.write(out, 0);
                write::constructed(out, &[context(1), SEQUENCE], |out| {
                    for (kind, time) in &self.last_request {
                        write::constructed(out, &[SEQUENCE], |out| {
                            put_number(out, 0, *kind);
                            put_time(out, 1, time);
                        });
                    }
                });
                put_number(out, 2, self.nonce);
                put_optional_time(out, 3, self.key_expiration.as_ref());
                put_flags(out, 4, self.flags.bits());
                put_time(out, 5, &self.auth_time);
                put_optional_time(out, 6, self.start_time.as_ref());
                put_time(out, 7, &self.end_time);
                put_optional_time(out, 8, self.renew_till.as_ref());
                put_string(out, 9, &self.realm);
                self.service.write(out, 10);
                if let Some(addresses) = &self.addresses {
                    HostAddress::write_all(addresses, out, 11);
                }
                if let Some(padata) = &self.padata {
                    PaData::write_all(padata, out, &[context(12), SEQUENCE]);
                }
            });
        })
    }
}

fn read_last_request(reader: &mut Reader<'_>) -> Vec<(i64, KerberosTime)> {
    let mut all = Vec::new();
    let tags = [context(1), SEQUENCE];
    list(reader, "last-req", SPEC, &tags, &mut |reader| {
        let entry = der::constructed(reader, "LastReq", SPEC, &[SEQUENCE], |reader| {
            let kind = number(reader, "lr-type", SPEC, 0, &[]);
            (kind, time(reader, "lr-value", SPEC, 1))
        });
        all.push(entry);
    });
    all
}
