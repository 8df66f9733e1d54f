//! What an account that signs in with a certificate needs for NTLM ([MS-PAC] 2.6): encrypted, and once it is open.

use super::ndr::{self, Ndr, Referents, RpcUnicodeString};
use crate::value_kind::ValueKind;
use crate::wire::named_numbers::{ETYPES, find};
use crate::wire::{Decoded, Reader, Writer, field_name};

/// PAC_CREDENTIAL_INFO ([MS-PAC] 2.6.1): the account's NT hash after a logon with a certificate, closed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PacCredentials {
    /// Version: 0, the only one.
    pub version: u32,
    /// EncryptionType: the etype that `data` is encrypted with.
    pub etype: i32,
    /// SerializedData: the credentials, encrypted with the key of the AS reply (key usage 16).
    pub data: Vec<u8>,
}

/// PAC_CREDENTIAL_DATA ([MS-PAC] 2.6.2): what `data` of [`PacCredentials`] decrypts to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PacCredentialData {
    /// Credentials, one for each package.
    pub credentials: Vec<SupplementalCredential>,
    /// How the pointers of the decoded structure were numbered.
    pub referents: Referents,
}

/// SECPKG_SUPPLEMENTAL_CRED ([MS-PAC] 2.6.3).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SupplementalCredential {
    /// PackageName: `NTLM`.
    pub package: RpcUnicodeString,
    /// Credentials: of NTLM the version, flags, the LM hash and the NT hash ([MS-PAC] 2.6.4).
    pub data: Vec<u8>,
}

impl PacCredentials {
    /// Reads a buffer of the kind CREDENTIALS_INFO.
    pub fn decode(bytes: &[u8]) -> Decoded<Self> {
        Decoded::run(bytes, Self::read)
    }

    /// The bytes of the buffer, integers little-endian.
    pub fn encode(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer
            .u32(self.version)
            .u32(self.etype as u32)
            .put(&self.data);
        writer.finish()
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        let version = reader.u32("Version", CREDENTIALS);
        let etype = reader.u32(field_name::ENCRYPTION_TYPE, CREDENTIALS) as i32;
        reader.mark_name(find(&ETYPES, etype.into()));
        let length = reader.remaining();
        let data = reader.take(field_name::SERIALIZED_DATA, CREDENTIALS, length);
        Self {
            version,
            etype,
            data: data.to_vec(),
        }
    }
}

impl PacCredentialData {
    /// Reads it from the decrypted SerializedData, in NDR (`[MS-PAC]` 2.6.1).
    pub fn decode(bytes: &[u8]) -> Decoded<Self> {
        Decoded::run(bytes, |reader| {
            let mut data = Self::default();
            data.referents = ndr::read(reader, "PAC_CREDENTIAL_DATA", DATA, &mut |ndr| {
                data.describe(ndr);
            });
            data
        })
    }

    /// The bytes that are encrypted: NDR with the headers of type serialization version 1.
    pub fn encode(&self) -> Vec<u8> {
        let mut data = self.clone();
        ndr::write(&self.referents, DATA, &mut |ndr| data.describe(ndr))
    }

    fn describe(&mut self, ndr: &mut Ndr<'_, '_>) {
        // The size of an array at the end of a structure goes before the structure (C706 14.3.7.1).
        let count = ndr.count("MaximumCount", self.credentials.len());
        ndr.same("CredentialCount", count);
        let mut heads = Vec::new();
        ndr.list(count, &mut self.credentials, |ndr, credential| {
            ndr.group("SECPKG_SUPPLEMENTAL_CRED", |ndr| {
                let package = ndr.text_head("PackageName", &credential.package);
                let size = ndr.count("CredentialSize", credential.data.len());
                let (there, _) = ndr.array_pointer("Credentials", size, 0);
                heads.push((package, size, there));
            });
        });
        for ((package, size, there), credential) in heads.into_iter().zip(&mut self.credentials) {
            ndr.text_body("PackageName", package, &mut credential.package);
            let ntlm = credential.package.text == "NTLM" && size == NTLM_LENGTH;
            let read = if ntlm { read_ntlm } else { read_other };
            if there {
                ndr.octets("Credentials", size, &mut credential.data, read);
            }
        }
    }
}

fn read_other(reader: &mut Reader<'_>) {
    reader.take("data", DATA, reader.remaining());
    reader.mark_value_kind(ValueKind::NtHash);
}

/// NTLM_SUPPLEMENTAL_CREDENTIAL. Both hashes are as good as a password.
fn read_ntlm(reader: &mut Reader<'_>) {
    reader.u32("Version", NTLM);
    reader.u32("Flags", NTLM);
    for name in ["LmPassword", field_name::NT_PASSWORD] {
        reader.take(name, NTLM, 16);
        reader.mark_value_kind(ValueKind::NtHash);
    }
}

const CREDENTIALS: &str = "[MS-PAC] 2.6.1";
const DATA: &str = "[MS-PAC] 2.6.2";
const NTLM: &str = "[MS-PAC] 2.6.4";
/// Two integers and two hashes.
const NTLM_LENGTH: u32 = 40;
