//! For whom a service asks for a ticket to itself (`[MS-SFU]` 2.2.1, 2.2.2): S4U2self.

use super::basic_types::{Checksum, Principal};
use super::elements::{
    decoded, encoded, flags, number, octets, put_flags, put_number, put_octets, put_string, string,
    there,
};
use crate::wire::der::{self, SEQUENCE, context, write};
use crate::wire::{Decoded, Reader, Writer, field_name};

const FOR_USER: &str = "[MS-SFU] 2.2.1";
const X509_USER: &str = "[MS-SFU] 2.2.2";

/// PA-FOR-USER, `[MS-SFU]` 2.2.1: the person by name, under a keyed MD5 with the TGT's session key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PaForUser {
    /// userName: the person whom the service wants a ticket for.
    pub user: Principal,
    /// userRealm: the realm of that person.
    pub realm: String,
    /// cksum: over [`PaForUser::signed`].
    pub checksum: Checksum,
    /// auth-package: `Kerberos`, which the checksum covers.
    pub package: String,
}

/// PA-S4U-X509-USER, `[MS-SFU]` 2.2.2: the person by name or certificate, which the reply repeats.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PaS4uX509User {
    /// user-id: the person whom the service wants a ticket for.
    pub user_id: S4uUserId,
    /// checksum: over the DER of the user-id.
    pub checksum: Checksum,
}

/// S4UUserID (`[MS-SFU]` 2.2.2): a person, by name or by certificate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct S4uUserId {
    /// nonce: that of the request's body.
    pub nonce: i64,
    /// cname: the person's name; none where a certificate says who it is.
    pub user: Option<Principal>,
    /// crealm: the realm that the person is in.
    pub realm: String,
    /// subject-certificate: the person's X.509 certificate, in DER.
    pub certificate: Option<Vec<u8>>,
    /// options, bit 0 highest.
    pub options: Option<u32>,
}

impl S4uUserId {
    /// The flag of [`S4uUserId::options`] by which a client asks for the reply to be signed under its own usage
    /// (KERB_S4U_OPTIONS_USE_REPLY_KEY_USAGE).
    pub const USE_REPLY_KEY_USAGE: u32 = 0x2000_0000;
}

impl PaForUser {
    /// Reads the value.
    pub fn decode(bytes: &[u8]) -> Decoded<Self> {
        decoded(bytes, Self::read)
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        der::constructed(reader, "PA-FOR-USER", FOR_USER, &[SEQUENCE], |reader| {
            Self {
                user: Principal::read(reader, "userName", 0),
                realm: string(reader, "userRealm", FOR_USER, 1),
                checksum: Checksum::read(reader, "cksum", &[context(2), SEQUENCE]),
                package: string(reader, "auth-package", FOR_USER, 3),
            }
        })
    }

    /// The DER that is the value of a PA-DATA.
    pub fn encode(&self) -> Vec<u8> {
        encoded(|out| {
            write::constructed(out, &[SEQUENCE], |out| {
                self.user.write(out, 0);
                put_string(out, 1, &self.realm);
                self.checksum.write(out, &[context(2), SEQUENCE]);
                put_string(out, 3, &self.package);
            });
        })
    }

    /// What the checksum is computed over: the name-type, little-endian, and the texts one behind the other.
    pub fn signed(&self) -> Vec<u8> {
        let mut out = Writer::new();
        out.u32(self.user.name_type as u32);
        for text in self.user.parts.iter().chain([&self.realm, &self.package]) {
            out.put(text.as_bytes());
        }
        out.finish()
    }
}

impl PaS4uX509User {
    /// Reads the value.
    pub fn decode(bytes: &[u8]) -> Decoded<Self> {
        decoded(bytes, Self::read)
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        let name = "PA-S4U-X509-USER";
        der::constructed(reader, name, X509_USER, &[SEQUENCE], |reader| Self {
            user_id: S4uUserId::read(reader),
            checksum: Checksum::read(reader, "checksum", &[context(1), SEQUENCE]),
        })
    }

    /// The DER that is the value of a PA-DATA.
    pub fn encode(&self) -> Vec<u8> {
        encoded(|out| {
            write::constructed(out, &[SEQUENCE], |out| {
                self.user_id.write(out, &[context(0), SEQUENCE]);
                self.checksum.write(out, &[context(1), SEQUENCE]);
            });
        })
    }
}

impl S4uUserId {
    fn read(reader: &mut Reader<'_>) -> Self {
        // MS-SFU counts from the highest bit too: 0x40000000 asks whether the user may sign in now.
        let names = ["", "logon-hours", "nonce-in-reply-key"];
        let tags = [context(0), SEQUENCE];
        der::constructed(reader, "user-id", X509_USER, &tags, |reader| Self {
            nonce: number(reader, "nonce", X509_USER, 0, &[]),
            user: there(reader, 1).then(|| Principal::read(reader, field_name::CNAME, 1)),
            realm: string(reader, field_name::CREALM, X509_USER, 2),
            certificate: there(reader, 3)
                .then(|| octets(reader, "subject-certificate", X509_USER, 3)),
            options: there(reader, 4).then(|| flags(reader, "options", X509_USER, 4, &names)),
        })
    }

    /// Its DER, without the tag around it: what the checksum is computed over.
    pub fn encode(&self) -> Vec<u8> {
        encoded(|out| self.write(out, &[SEQUENCE]))
    }

    fn write(&self, out: &mut Vec<u8>, tags: &[u8]) {
        write::constructed(out, tags, |out| {
            put_number(out, 0, self.nonce);
            if let Some(user) = &self.user {
                user.write(out, 1);
            }
            put_string(out, 2, &self.realm);
            if let Some(certificate) = &self.certificate {
                put_octets(out, 3, certificate);
            }
            if let Some(options) = self.options {
                put_flags(out, 4, options);
            }
        });
    }
}
