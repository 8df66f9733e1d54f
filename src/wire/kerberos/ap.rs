//! How a client shows a service its ticket, and the service proves itself (RFC 4120 5.5).

use super::authorization::{self, AuthorizationData};
use super::basic_types::{Checksum, Encrypted, EncryptionKey, KerberosTime, Principal};
use super::elements::{
    decoded, encoded, flags, head, number, octets, put_flags, put_head, put_number, put_string,
    put_time, string, there, time,
};
use super::gss_checksum::{self, GssChecksum};
use super::message_tag;
use super::ticket::Ticket;
use crate::wire::der::{self, SEQUENCE, application, context, write};
use crate::wire::{Decoded, Reader, field_name};

const REQ: &str = "RFC 4120 5.5.1";
const REP: &str = "RFC 4120 5.5.2";
const REQ_TAGS: [u8; 2] = [message_tag::AP_REQ, SEQUENCE];
const REP_TAGS: [u8; 2] = [message_tag::AP_REP, SEQUENCE];
const AUTHENTICATOR_TAGS: [u8; 2] = [application(2), SEQUENCE];
const ENC_PART_TAGS: [u8; 2] = [application(27), SEQUENCE];

/// AP-REQ (RFC 4120 5.5.1): a ticket, and an authenticator that shows who has its session key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ApReq {
    /// ap-options, bit 0 highest.
    pub options: u32,
    /// ticket: for the service that is asked, with the session key in it.
    pub ticket: Ticket,
    /// authenticator: only who knows the ticket's session key can read it.
    pub authenticator: Encrypted,
}

/// RFC 4120 5.5.1 Authenticator: the proof that the sender has the session key, and has it now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Authenticator {
    /// crealm: must be that of the ticket.
    pub client_realm: String,
    /// cname: must be that of the ticket.
    pub client: Principal,
    /// cksum: of a TGS-REQ's body, or what GSS-API puts in its place.
    pub checksum: Option<Checksum>,
    /// cusec: the microseconds of ctime.
    pub cusec: i64,
    /// ctime: the client's clock.
    pub ctime: KerberosTime,
    /// subkey: a key that the client chooses for what follows, in place of the session key.
    pub subkey: Option<EncryptionKey>,
    /// seq-number: the first one of the sender's messages that follow.
    pub sequence: Option<i64>,
    /// authorization-data: what restricts the ticket further.
    pub authorization: Option<AuthorizationData>,
}

/// AP-REP (RFC 4120 5.5.2): the service proves that it could open the ticket.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ApRep {
    /// enc-part: [`EncApRepPart`] under the session key.
    pub encrypted: Encrypted,
}

/// RFC 4120 5.5.2 EncAPRepPart: the service could read the authenticator, whose time it repeats.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EncApRepPart {
    /// ctime: that of the authenticator, in seconds.
    pub ctime: KerberosTime,
    /// cusec: that of the authenticator, the microseconds of ctime.
    pub cusec: i64,
    /// subkey: the key of the context that follows.
    pub subkey: Option<EncryptionKey>,
    /// seq-number: the first one of the sender's messages that follow.
    pub sequence: Option<i64>,
}

impl ApReq {
    /// use-session-key of ap-options: the ticket is under the session key of another one.
    pub const USE_SESSION_KEY: u32 = 0x4000_0000;
    /// mutual-required of ap-options: the service is to answer with an AP-REP.
    pub const MUTUAL_REQUIRED: u32 = 0x2000_0000;

    /// Reads a bare AP-REQ.
    pub fn decode(bytes: &[u8]) -> Decoded<Self> {
        decoded(bytes, Self::read)
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        let options = ["reserved", "use-session-key", "mutual-required"];
        der::constructed(reader, "AP-REQ", REQ, &REQ_TAGS, |reader| {
            head(reader, REQ, 0);
            Self {
                options: flags(reader, "ap-options", REQ, 2, &options),
                ticket: Ticket::read_in(reader, 3),
                authenticator: Encrypted::read(reader, field_name::AUTHENTICATOR, 4),
            }
        })
    }

    /// The DER with its tag, `[APPLICATION 14]`, without the frame that GSS-API puts around it (RFC 4121 4.1).
    pub fn encode(&self) -> Vec<u8> {
        encoded(|out| {
            write::constructed(out, &REQ_TAGS, |out| {
                put_head(out, 0, 14);
                put_flags(out, 2, self.options);
                self.ticket.write_in(out, 3);
                self.authenticator.write(out, &[context(4), SEQUENCE]);
            });
        })
    }
}

impl Authenticator {
    /// Reads the authenticator that was decrypted; what pads it stays unclaimed.
    pub fn decode(bytes: &[u8]) -> Decoded<Self> {
        decoded(bytes, |reader| {
            der::constructed(
                reader,
                "Authenticator",
                REQ,
                &AUTHENTICATOR_TAGS,
                Self::read,
            )
        })
    }

    fn read(reader: &mut Reader<'_>) -> Self {
        number(reader, "authenticator-vno", REQ, 0, &[]);
        Self {
            client_realm: string(reader, field_name::CREALM, REQ, 1),
            client: Principal::read(reader, field_name::CNAME, 2),
            checksum: there(reader, 3).then(|| read_checksum(reader)),
            cusec: number(reader, field_name::CUSEC, REQ, 4, &[]),
            ctime: time(reader, field_name::CTIME, REQ, 5),
            subkey: there(reader, 6).then(|| EncryptionKey::read(reader, "subkey", 6)),
            sequence: there(reader, 7).then(|| number(reader, "seq-number", REQ, 7, &[])),
            authorization: there(reader, 8).then(|| authorization::read_in(reader, 8)),
        }
    }

    /// The DER with its tag, `[APPLICATION 2]`: what is encrypted with the ticket's session key.
    pub fn encode(&self) -> Vec<u8> {
        encoded(|out| {
            write::constructed(out, &AUTHENTICATOR_TAGS, |out| {
                put_number(out, 0, 5);
                put_string(out, 1, &self.client_realm);
                self.client.write(out, 2);
                if let Some(checksum) = &self.checksum {
                    checksum.write(out, &[context(3), SEQUENCE]);
                }
                put_number(out, 4, self.cusec);
                put_time(out, 5, &self.ctime);
                if let Some(subkey) = &self.subkey {
                    subkey.write(out, 6);
                }
                if let Some(sequence) = self.sequence {
                    put_number(out, 7, sequence);
                }
                if let Some(authorization) = &self.authorization {
                    authorization::write_in(authorization, out, 8);
                }
            });
        })
    }
}

/// cksum, in which GSS-API has fields of its own.
fn read_checksum(reader: &mut Reader<'_>) -> Checksum {
    let tags = [context(3), SEQUENCE];
    Checksum::read_as(reader, "cksum", &tags, &mut |reader, kind| match kind {
        GssChecksum::TYPE => gss_checksum::read_in(reader, 1),
        _ => octets(reader, "checksum", "RFC 4120 5.2.9", 1),
    })
}

impl ApRep {
    /// Reads a bare AP-REP.
    pub fn decode(bytes: &[u8]) -> Decoded<Self> {
        decoded(bytes, Self::read)
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        der::constructed(reader, field_name::AP_REP, REP, &REP_TAGS, |reader| {
            head(reader, REP, 0);
            Self {
                encrypted: Encrypted::read(reader, field_name::ENC_PART, 2),
            }
        })
    }

    /// The DER with its tag, `[APPLICATION 15]`, without the frame of GSS-API.
    pub fn encode(&self) -> Vec<u8> {
        encoded(|out| {
            write::constructed(out, &REP_TAGS, |out| {
                put_head(out, 0, 15);
                self.encrypted.write(out, &[context(2), SEQUENCE]);
            });
        })
    }
}

impl EncApRepPart {
    /// Reads the part that was decrypted; what pads it stays unclaimed.
    pub fn decode(bytes: &[u8]) -> Decoded<Self> {
        decoded(bytes, |reader| {
            der::constructed(reader, "EncAPRepPart", REP, &ENC_PART_TAGS, |reader| Self {
                ctime: time(reader, field_name::CTIME, REP, 0),
                cusec: number(reader, field_name::CUSEC, REP, 1, &[]),
                subkey: there(reader, 2).then(|| EncryptionKey::read(reader, "subkey", 2)),
                sequence: there(reader, 3).then(|| number(reader, "seq-number", REP, 3, &[])),
            })
        })
    }

    /// The DER with its tag, `[APPLICATION 27]`: what is encrypted with the ticket's session key.
    pub fn encode(&self) -> Vec<u8> {
        encoded(|out| {
            write::constructed(out, &ENC_PART_TAGS, |out| {
                put_time(out, 0, &self.ctime);
                put_number(out, 1, self.cusec);
                if let Some(subkey) = &self.subkey {
                    subkey.write(out, 2);
                }
                if let Some(sequence) = self.sequence {
                    put_number(out, 3, sequence);
                }
            });
        })
    }
}
