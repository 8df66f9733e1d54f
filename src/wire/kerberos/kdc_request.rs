//! What a client asks a KDC for (RFC 4120 5.4.1): AS-REQ a first ticket, TGS-REQ one for a service.

use super::basic_types::{Encrypted, HostAddress, KerberosTime, Principal};
use super::elements::{
    decoded, encoded, flags, head, list, number, optional_time, put_flags, put_head, put_number,
    put_optional_time, put_string, put_time, string, there, time,
};
use super::flags::KdcOptions;
use super::message_tag;
use super::number_names::{ETYPES, KDC_OPTIONS};
use super::padata::PaData;
use super::ticket::Ticket;
use crate::wire::der::{self, INTEGER, SEQUENCE, application, context, write};
use crate::wire::{Decoded, Reader, field_name};

const SPEC: &str = "RFC 4120 5.4.1";

/// Which of a KDC's two services is asked, or answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KdcKind {
    /// The authentication service, which knows the client by its password.
    #[default]
    As,
    /// The ticket-granting service, which knows it by a ticket.
    Tgs,
}

/// KDC-REQ (RFC 4120 5.4.1): AS-REQ, or TGS-REQ with a ticket in its padata.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KdcRequest {
    /// msg-type: 10 for AS-REQ, 12 for TGS-REQ.
    pub kind: KdcKind,
    /// padata; none on the wire where it is empty.
    pub padata: Vec<PaData>,
    /// req-body: what is asked for. In a TGS-REQ the authenticator's checksum covers its bytes.
    pub body: KdcRequestBody,
}

/// KDC-REQ-BODY (RFC 4120 5.4.1): a ticket for whom, until when, and encrypted how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KdcRequestBody {
    /// kdc-options, bit 0 highest: what the ticket is to allow.
    pub options: KdcOptions,
    /// cname: in AS-REQ only.
    pub client: Option<Principal>,
    /// realm: the service's, in AS-REQ the client's too.
    pub realm: String,
    /// sname: the service that the ticket shall be for.
    pub service: Option<Principal>,
    /// from: for a ticket that starts later.
    pub from: Option<KerberosTime>,
    /// till: until when the ticket shall be good; the KDC may make it shorter.
    pub till: KerberosTime,
    /// rtime: until when it shall be renewable.
    pub rtime: Option<KerberosTime>,
    /// nonce: the reply repeats it.
    pub nonce: i64,
    /// etype: what the client understands, the preferred one first.
    pub etypes: Vec<i64>,
    /// addresses: from where the ticket shall be usable; from anywhere where there is none.
    pub addresses: Option<Vec<HostAddress>>,
    /// enc-authorization-data: under the session key or the subkey of the authenticator.
    pub authorization: Option<Encrypted>,
    /// additional-tickets: the evidence of S4U2proxy, or the ticket whose session key shall be used.
    pub tickets: Option<Vec<Ticket>>,
}

impl KdcKind {
    /// msg-type and tag of the request: 10 or 12.
    pub fn request_number(self) -> u8 {
        match self {
            Self::As => 10,
            Self::Tgs => 12,
        }
    }

    /// What RFC 4120 calls the request.
    pub fn request_name(self) -> &'static str {
        match self {
            Self::As => "AS-REQ",
            Self::Tgs => "TGS-REQ",
        }
    }

    /// What RFC 4120 calls the reply.
    pub fn reply_name(self) -> &'static str {
        match self {
            Self::As => field_name::AS_REP,
            Self::Tgs => field_name::TGS_REP,
        }
    }

    /// msg-type and tag of the reply: 11 or 13.
    pub fn reply_number(self) -> u8 {
        self.request_number() + 1
    }
}

impl KdcRequest {
    /// Reads a bare AS-REQ or TGS-REQ.
    pub fn decode(bytes: &[u8]) -> Decoded<Self> {
        decoded(bytes, Self::read)
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        let kind = match der::next_is(reader, message_tag::TGS_REQ) {
            true => KdcKind::Tgs,
            false => KdcKind::As,
        };
        let name = kind.request_name();
        let tags = [application(kind.request_number()), SEQUENCE];
        der::constructed(reader, name, SPEC, &tags, |reader| {
            head(reader, SPEC, 1);
            let padata = there(reader, 3).then(|| PaData::read_all(reader, "padata", 3));
            Self {
                kind,
                padata: padata.unwrap_or_default(),
                body: KdcRequestBody::read(reader, &[context(4), SEQUENCE]),
            }
        })
    }

    /// The DER with its tag, `[APPLICATION 10]` or `[APPLICATION 12]`, without the length that TCP has before it.
    pub fn encode(&self) -> Vec<u8> {
        let number = self.kind.request_number();
        encoded(|out| {
            write::constructed(out, &[application(number), SEQUENCE], |out| {
                put_head(out, 1, number);
                if !self.padata.is_empty() {
                    PaData::write_all(&self.padata, out, &[context(3), SEQUENCE]);
                }
                self.body.write(out, &[context(4), SEQUENCE]);
            });
        })
    }
}

impl KdcRequestBody {
    /// Reads the body alone.
    pub fn decode(bytes: &[u8]) -> Decoded<Self> {
        decoded(bytes, |reader| Self::read(reader, &[SEQUENCE]))
    }

    /// Its DER, without the tag around it: what the checksum of a TGS-REQ's authenticator covers.
    pub fn encode(&self) -> Vec<u8> {
        encoded(|out| self.write(out, &[SEQUENCE]))
    }

    fn read(reader: &mut Reader<'_>, tags: &[u8]) -> Self {
        der::constructed(reader, field_name::REQ_BODY, SPEC, tags, |reader| Self {
            options: KdcOptions::from_bits_retain(flags(
                reader,
                "kdc-options",
                SPEC,
                0,
                &KDC_OPTIONS,
            )),
            client: there(reader, 1).then(|| Principal::read(reader, field_name::CNAME, 1)),
            realm: string(reader, field_name::REALM, SPEC, 2),
            service: there(reader, 3).then(|| Principal::read(reader, field_name::SNAME, 3)),
            from: optional_time(reader, "from", SPEC, 4),
            till: time(reader, "till", SPEC, 5),
            rtime: optional_time(reader, "rtime", SPEC, 6),
            nonce: number(reader, "nonce", SPEC, 7, &[]),
            etypes: read_etypes(reader, &[context(8), SEQUENCE]),
            addresses: there(reader, 9).then(|| HostAddress::read_all(reader, "addresses", 9)),
            authorization: there(reader, 10)
                .then(|| Encrypted::read(reader, field_name::ENC_AUTHORIZATION_DATA, 10)),
            tickets: there(reader, 11).then(|| Ticket::read_all(reader, "additional-tickets", 11)),
        })
    }

    fn write(&self, out: &mut Vec<u8>, tags: &[u8]) {
        write::constructed(out, tags, |out| {
            put_flags(out, 0, self.options.bits());
            if let Some(client) = &self.client {
                client.write(out, 1);
            }
            put_string(out, 2, &self.realm);
            if let Some(service) = &self.service {
                service.write(out, 3);
            }
            put_optional_time(out, 4, self.from.as_ref());
            put_time(out, 5, &self.till);
            put_optional_time(out, 6, self.rtime.as_ref());
            put_number(out, 7, self.nonce);
            write::constructed(out, &[context(8), SEQUENCE], |out| {
                for etype in &self.etypes {
                    write::integer(out, &[INTEGER], *etype);
                }
            });
            if let Some(addresses) = &self.addresses {
                HostAddress::write_all(addresses, out, 9);
            }
            if let Some(authorization) = &self.authorization {
                authorization.write(out, &[context(10), SEQUENCE]);
            }
            if let Some(tickets) = &self.tickets {
                Ticket::write_all(tickets, out, 11);
            }
        });
    }
}

/// Reads a SEQUENCE OF numbers of etypes, the preferred one first.
pub(super) fn read_etypes(reader: &mut Reader<'_>, tags: &[u8]) -> Vec<i64> {
    let mut etypes = Vec::new();
    list(reader, "etypes", SPEC, tags, &mut |reader| {
        etypes.push(der::integer(
            reader,
            field_name::ETYPE,
            SPEC,
            &[INTEGER],
            &ETYPES,
        ));
    });
    etypes
}
