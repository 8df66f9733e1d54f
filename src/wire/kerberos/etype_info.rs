//! How keys come from passwords, as a KDC tells it (RFC 4120 5.2.7.4, 5.2.7.5).

use super::elements::{
    decoded, encoded, list, number, octets, put_number, put_octets, put_string, string, there,
};
use super::number_names::ETYPES;
use crate::wire::der::{self, OCTET_STRING, SEQUENCE, context, write};
use crate::wire::{Decoded, Reader, field_name};

const INFO: &str = "RFC 4120 5.2.7.4";
const INFO2: &str = "RFC 4120 5.2.7.5";

/// ETYPE-INFO2-ENTRY, RFC 4120 5.2.7.5: how a key comes from the password.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EtypeInfo2Entry {
    /// etype: the encryption type of the key.
    pub etype: i64,
    /// salt: what goes into the key beside the password; where there is none, the realm and the name do (RFC 4120 4).
    pub salt: Option<String>,
    /// s2kparams: for AES the number of iterations, 4 bytes, big-endian.
    pub s2kparams: Option<Vec<u8>>,
}

/// ETYPE-INFO2, RFC 4120 5.2.7.5: the encryption types that the KDC has a key of the client for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EtypeInfo2(pub Vec<EtypeInfo2Entry>);

impl EtypeInfo2 {
    /// Reads an ETYPE-INFO (RFC 4120 5.2.7.4), which it replaced.
    pub fn decode_old(bytes: &[u8]) -> Decoded<Self> {
        decoded(bytes, Self::read_old)
    }

    pub(super) fn read_old(reader: &mut Reader<'_>) -> Self {
        let mut entries = Vec::new();
        list(reader, "ETYPE-INFO", INFO, &[SEQUENCE], &mut |reader| {
            der::constructed(reader, "ETYPE-INFO-ENTRY", INFO, &[SEQUENCE], |reader| {
                let etype = number(reader, field_name::ETYPE, INFO, 0, &ETYPES);
                let salt = &[context(1), OCTET_STRING];
                let salt = there(reader, 1).then(|| der::string(reader, "salt", INFO, salt));
                entries.push(EtypeInfo2Entry {
                    etype,
                    salt,
                    s2kparams: None,
                });
            });
        });
        Self(entries)
    }

    /// The DER of an ETYPE-INFO, which knows no s2kparams.
    pub fn encode_old(&self) -> Vec<u8> {
        encoded(|out| {
            write::constructed(out, &[SEQUENCE], |out| {
                for entry in &self.0 {
                    write::constructed(out, &[SEQUENCE], |out| {
                        put_number(out, 0, entry.etype);
                        if let Some(salt) = &entry.salt {
                            put_octets(out, 1, salt.as_bytes());
                        }
                    });
                }
            });
        })
    }

    /// Reads it as the value of its PA-DATA, in DER.
    pub fn decode(bytes: &[u8]) -> Decoded<Self> {
        decoded(bytes, Self::read)
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        let mut entries = Vec::new();
        list(reader, "ETYPE-INFO2", INFO2, &[SEQUENCE], &mut |reader| {
            entries.push(EtypeInfo2Entry::read(reader));
        });
        Self(entries)
    }

    /// The DER that is the value of a PA-DATA.
    pub fn encode(&self) -> Vec<u8> {
        encoded(|out| {
            write::constructed(out, &[SEQUENCE], |out| {
                for entry in &self.0 {
                    entry.write(out);
                }
            });
        })
    }
}

impl EtypeInfo2Entry {
    fn read(reader: &mut Reader<'_>) -> Self {
        der::constructed(reader, "ETYPE-INFO2-ENTRY", INFO2, &[SEQUENCE], |reader| {
            Self {
                etype: number(reader, field_name::ETYPE, INFO2, 0, &ETYPES),
                salt: there(reader, 1).then(|| string(reader, "salt", INFO2, 1)),
                s2kparams: there(reader, 2).then(|| octets(reader, "s2kparams", INFO2, 2)),
            }
        })
    }

    fn write(&self, out: &mut Vec<u8>) {
        write::constructed(out, &[SEQUENCE], |out| {
            put_number(out, 0, self.etype);
            if let Some(salt) = &self.salt {
                put_string(out, 1, salt);
            }
            if let Some(params) = &self.s2kparams {
                put_octets(out, 2, params);
            }
        });
    }
}
