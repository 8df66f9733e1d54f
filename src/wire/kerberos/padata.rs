//! What goes with requests and replies besides their fields (RFC 4120 5.2.7): pre-authentication and options.

use super::ap::ApReq;
use super::basic_types::{Checksum, Encrypted, KerberosTime};
use super::elements::{
    decoded, encoded, flags, list, number, put_flags, put_number, put_pair, put_time, there, time,
};
use super::error::{extended_status, read_extended};
use super::etype_info::EtypeInfo2;
use super::message_tag;
use super::number_names::{PAC_OPTIONS, PADATA};
use super::s4u::{PaForUser, PaS4uX509User};
use super::{fast, pkinit, spake};
use crate::wire::der::{self, BOOLEAN, OCTET_STRING, SEQUENCE, context, write};
use crate::wire::{Decoded, Reader, Value, field_name};

const SPEC: &str = "RFC 4120 5.2.7";
const TIMESTAMP: &str = "RFC 4120 5.2.7.2";
const PAC_REQUEST: &str = "[MS-KILE] 2.2.3";
const PAC_OPTIONS_SPEC: &str = "[MS-KILE] 2.2.10";

/// PA-DATA: an item of pre-authentication or of other data, which its type tells how to read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PaData {
    /// padata-type, such as [`PaData::TGS_REQ`].
    pub kind: i64,
    /// padata-value, which many types leave empty.
    pub value: Vec<u8>,
}

/// METHOD-DATA, RFC 4120 5.9.1: what a KDC would take as pre-authentication.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MethodData(pub Vec<PaData>);

/// PA-ENC-TS-ENC, RFC 4120 5.2.7.2: the time that the client encrypts under its key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PaEncTimestamp {
    /// patimestamp: the client's clock, in seconds.
    pub time: KerberosTime,
    /// pausec: the microseconds of `time`.
    pub usec: Option<i64>,
}

/// KERB-PA-PAC-REQUEST, `[MS-KILE]` 2.2.3: whether the ticket shall have a PAC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PaPacRequest(pub bool);

/// PA-PAC-OPTIONS, `[MS-KILE]` 2.2.10: flags, bit 0 highest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PaPacOptions(pub u32);

impl PaData {
    /// PA-TGS-REQ: an AP-REQ with the ticket-granting ticket.
    pub const TGS_REQ: i64 = 1;
    /// PA-ENC-TIMESTAMP (RFC 4120 5.2.7.2): the client's time, encrypted with its own key.
    pub const ENC_TIMESTAMP: i64 = 2;
    /// PA-PW-SALT (RFC 4120 5.2.7.3): the salt of the key that a reply is under.
    pub const PW_SALT: i64 = 3;
    /// PA-ETYPE-INFO (RFC 4120 5.2.7.4): etypes and salts; PA-ETYPE-INFO2 takes its place.
    pub const ETYPE_INFO: i64 = 11;
    /// PA-PK-AS-REP_OLD: of drafts before RFC 4556.
    pub const PK_AS_REP_OLD: i64 = 15;
    /// PA-PK-AS-REQ (RFC 4556 3.2.1): the client signs with the key of its certificate.
    pub const PK_AS_REQ: i64 = 16;
    /// PA-PK-AS-REP (RFC 4556 3.2.3): the KDC's answer to that, from which the reply's key comes.
    pub const PK_AS_REP: i64 = 17;
    /// PA-ETYPE-INFO2 (RFC 4120 5.2.7.5): by which etypes, salt and parameters a password becomes a key.
    pub const ETYPE_INFO2: i64 = 19;
    /// PA-PAC-REQUEST (`[MS-KILE]` 2.2.3): whether the ticket is to have a PAC.
    pub const PAC_REQUEST: i64 = 128;
    /// PA-FOR-USER (`[MS-SFU]` 2.2.1): whom a service wants a ticket to itself for.
    pub const FOR_USER: i64 = 129;
    /// PA-S4U-X509-USER (`[MS-SFU]` 2.2.2): the same, by name or by certificate.
    pub const S4U_X509_USER: i64 = 130;
    /// PA-FX-FAST (RFC 6113 5.4): armor, around a request or its answer.
    pub const FX_FAST: i64 = 136;
    /// PA-ENCRYPTED-CHALLENGE, which takes the place of PA-ENC-TIMESTAMP within armor (RFC 6113 5.4.6).
    pub const ENCRYPTED_CHALLENGE: i64 = 138;
    /// PA-REQ-ENC-PA-REP (RFC 6806 11): the client takes padata within the encrypted part.
    pub const REQ_ENC_PA_REP: i64 = 149;
    /// PA-SPAKE (RFC 9588 4): a password proven without anything by which it could be guessed.
    pub const SPAKE: i64 = 151;
    /// PA-SUPPORTED-ENCTYPES: 4 bytes, little-endian.
    pub const SUPPORTED_ETYPES: i64 = 165;
    /// PA-EXTENDED-ERROR: a KERB_EXT_ERROR (`[MS-KILE]` 2.2.2).
    pub const EXTENDED_ERROR: i64 = 166;
    /// PA-PAC-OPTIONS (`[MS-KILE]` 2.2.10): what client and KDC can do, such as resource-based delegation.
    pub const PAC_OPTIONS: i64 = 167;

    /// padata of that padata-type, with that padata-value.
    pub fn new(kind: i64, value: Vec<u8>) -> Self {
        Self { kind, value }
    }

    /// The value of the first of that type.
    pub fn find(list: &[Self], kind: i64) -> Option<&[u8]> {
        let found = list.iter().find(|it| it.kind == kind)?;
        Some(&found.value)
    }

    /// The NTSTATUS that a KDC of Windows sends with an error, in the place of a salt or with a type of its own.
    pub fn status(&self) -> Option<u32> {
        match may_hold_status(self.kind) {
            true => extended_status(&self.value),
            false => None,
        }
    }

    /// A SEQUENCE OF them behind a context tag.
    pub(super) fn read_all(reader: &mut Reader<'_>, name: &'static str, tag: u8) -> Vec<Self> {
        Self::read_list(reader, name, &[context(tag), SEQUENCE])
    }

    fn read_list(reader: &mut Reader<'_>, name: &'static str, tags: &[u8]) -> Vec<Self> {
        let mut all = Vec::new();
        list(reader, name, SPEC, tags, &mut |reader| {
            all.push(Self::read(reader));
        });
        all
    }

    pub(super) fn write_all(all: &[Self], out: &mut Vec<u8>, tags: &[u8]) {
        write::constructed(out, tags, |out| {
            for data in all {
                put_pair(out, &[SEQUENCE], [1, 2], data.kind, &data.value);
            }
        });
    }

    fn read(reader: &mut Reader<'_>) -> Self {
        der::constructed(reader, "PA-DATA", SPEC, &[SEQUENCE], |reader| {
            let kind = number(reader, "padata-type", "RFC 4120 7.5.2", 1, &PADATA);
            let tags = [context(2), OCTET_STRING];
            let name = field_name::PADATA_VALUE;
            let value = match inner(kind) {
                None if may_hold_status(kind) => read_extended(reader, name, SPEC),
                None => der::primitive(reader, name, SPEC, &tags),
                Some((inside, mut read)) => {
                    der::opened(reader, name, SPEC, &tags, inside, &mut read)
                }
            };
            if kind == Self::SUPPORTED_ETYPES
                && let Ok(bits) = value.try_into()
            {
                reader.mark(Value::Number(u32::from_le_bytes(bits).into()));
            }
            Self {
                kind,
                value: value.to_vec(),
            }
        })
    }
}

/// Whether a KDC of Windows puts a KERB_EXT_ERROR into data of that type.
fn may_hold_status(kind: i64) -> bool {
    matches!(kind, PaData::PW_SALT | PaData::EXTENDED_ERROR)
}

/// Reads the fields of a value.
type ReadValue = fn(&mut Reader<'_>);

/// What reads the value of that type, where it is DER and in clear, and the tags of which it starts with one.
fn inner(kind: i64) -> Option<(&'static [u8], ReadValue)> {
    let read: ReadValue = match kind {
        PaData::TGS_REQ => |reader| drop(ApReq::read(reader)),
        PaData::ENC_TIMESTAMP => |reader| {
            Encrypted::read_as(
                reader,
                field_name::PA_ENC_TIMESTAMP,
                &[SEQUENCE],
                0,
                &mut |_| {},
            );
        },
        PaData::ENCRYPTED_CHALLENGE => |reader| {
            Encrypted::read_as(reader, "EncryptedChallenge", &[SEQUENCE], 0, &mut |_| {});
        },
        PaData::ETYPE_INFO => |reader| drop(EtypeInfo2::read_old(reader)),
        PaData::ETYPE_INFO2 => |reader| drop(EtypeInfo2::read(reader)),
        PaData::PK_AS_REQ => pkinit::read_request,
        PaData::PK_AS_REP => pkinit::read_reply,
        PaData::PAC_REQUEST => |reader| {
            PaPacRequest::read(reader);
        },
        PaData::FOR_USER => |reader| drop(PaForUser::read(reader)),
        PaData::S4U_X509_USER => |reader| drop(PaS4uX509User::read(reader)),
        PaData::FX_FAST => fast::read,
        PaData::SPAKE => spake::read,
        PaData::REQ_ENC_PA_REP => |reader| {
            Checksum::read(reader, "Checksum", &[SEQUENCE]);
        },
        PaData::PAC_OPTIONS => |reader| {
            PaPacOptions::read(reader);
        },
        _ => return None,
    };
    let tags: &[u8] = match kind {
        PaData::TGS_REQ => &[message_tag::AP_REQ],
        PaData::FX_FAST => const { &[context(0)] },
        PaData::PK_AS_REP => &pkinit::REPLIES,
        PaData::SPAKE => &spake::MESSAGES,
        _ => &[SEQUENCE],
    };
    Some((tags, read))
}

impl MethodData {
    /// Reads the list.
    pub fn decode(bytes: &[u8]) -> Decoded<Self> {
        decoded(bytes, Self::read)
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        Self(PaData::read_list(reader, "METHOD-DATA", &[SEQUENCE]))
    }

    /// The DER that stands in the e-data of an error that asks for pre-authentication.
    pub fn encode(&self) -> Vec<u8> {
        encoded(|out| PaData::write_all(&self.0, out, &[SEQUENCE]))
    }
}

impl PaEncTimestamp {
    /// Reads what was encrypted; what pads it stays unclaimed.
    pub fn decode(bytes: &[u8]) -> Decoded<Self> {
        decoded(bytes, |reader| {
            der::constructed(reader, "PA-ENC-TS-ENC", TIMESTAMP, &[SEQUENCE], |reader| {
                Self {
                    time: time(reader, "patimestamp", TIMESTAMP, 0),
                    usec: there(reader, 1).then(|| number(reader, "pausec", TIMESTAMP, 1, &[])),
                }
            })
        })
    }

    /// The DER that is encrypted with the client's key.
    pub fn encode(&self) -> Vec<u8> {
        encoded(|out| {
            write::constructed(out, &[SEQUENCE], |out| {
                put_time(out, 0, &self.time);
                if let Some(usec) = self.usec {
                    put_number(out, 1, usec);
                }
            });
        })
    }
}

impl PaPacRequest {
    /// Reads the value.
    pub fn decode(bytes: &[u8]) -> Decoded<Self> {
        decoded(bytes, Self::read)
    }

    fn read(reader: &mut Reader<'_>) -> Self {
        let name = "KERB-PA-PAC-REQUEST";
        der::constructed(reader, name, PAC_REQUEST, &[SEQUENCE], |reader| {
            let tags = [context(0), BOOLEAN];
            Self(der::boolean(reader, "include-pac", PAC_REQUEST, &tags))
        })
    }

    /// The DER that is the value of a PA-DATA.
    pub fn encode(self) -> Vec<u8> {
        encoded(|out| {
            write::constructed(out, &[SEQUENCE], |out| {
                write::boolean(out, &[context(0), BOOLEAN], self.0);
            });
        })
    }
}

impl PaPacOptions {
    /// Claims, bit 0.
    pub const CLAIMS: u32 = 0x8000_0000;
    /// Branch Aware, bit 1.
    pub const BRANCH_AWARE: u32 = 0x4000_0000;
    /// Forward to Full DC, bit 2.
    pub const FORWARD_TO_FULL_DC: u32 = 0x2000_0000;
    /// Resource-based Constrained Delegation, bit 3: whoever asks knows of it.
    pub const RESOURCE_BASED: u32 = 0x1000_0000;

    /// Reads the value.
    pub fn decode(bytes: &[u8]) -> Decoded<Self> {
        decoded(bytes, Self::read)
    }

    fn read(reader: &mut Reader<'_>) -> Self {
        let name = "PA-PAC-OPTIONS";
        der::constructed(reader, name, PAC_OPTIONS_SPEC, &[SEQUENCE], |reader| {
            Self(flags(reader, "flags", PAC_OPTIONS_SPEC, 0, &PAC_OPTIONS))
        })
    }

    /// The DER that is the value of a PA-DATA.
    pub fn encode(self) -> Vec<u8> {
        encoded(|out| {
            write::constructed(out, &[SEQUENCE], |out| put_flags(out, 0, self.0));
        })
    }
}
