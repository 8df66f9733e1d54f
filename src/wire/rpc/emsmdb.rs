//! The call that opens a mailbox: EcDoConnect, in 1998, and EcDoConnectEx, later ([MS-OXCRPC] 3.1.4.1).
//!
//! The stubs are **simplified**: of some twenty arguments they carry the two that matter here, in a
//! layout of our own that is not NDR. The field names and sources say so.

use super::syntax::{Syntax, Uuid};
use crate::wire::{Decoded, ErrorKind, Reader, Writer};

/// The EMSMDB interface a4f1db00-ca47-1067-b31f-00dd010662da, version 0.81 ([MS-OXCRPC] 1.9, 6).
pub const INTERFACE: Syntax = Syntax {
    uuid: Uuid::new(
        0xa4f1_db00,
        0xca47,
        0x1067,
        [0xb3, 0x1f, 0x00, 0xdd, 0x01, 0x06, 0x62, 0xda],
    ),
    major: 0,
    minor: 81,
};

/// EcDoConnect, which [MS-OXCRPC] 3.1.4 only reserves: clients of Exchange 5.5 call it.
pub const EC_DO_CONNECT: u16 = 0;
/// EcDoConnectEx ([MS-OXCRPC] 3.1.4.1): Exchange 2003 and later.
pub const EC_DO_CONNECT_EX: u16 = 10;

/// ecNone: the mailbox is open ([MS-OXCDATA] 2.4).
pub const EC_NONE: u32 = 0;
/// ecAccessDenied: the caller is known and may not open this mailbox ([MS-OXCDATA] 2.4).
pub const EC_ACCESS_DENIED: u32 = 0x8007_0005;

/// The arguments, simplified: the number of bytes (32 bits, little-endian), then the name in UTF-8.
/// (The real one is ANSI, NUL-terminated, in NDR.)
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnectRequest {
    /// The distinguished name of the mailbox, such as `/o=Contoso/ou=Site/cn=Recipients/cn=alice`.
    pub user_dn: String,
}

/// The results, simplified: a return value (32 bits, little-endian) and, where it is [`EC_NONE`], the
/// number of bytes (likewise) of a display name in UTF-8.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConnectResponse {
    /// The mailbox is open: the return value is [`EC_NONE`].
    Open {
        /// The name of its owner as the directory shows it.
        display_name: String,
    },
    /// The mailbox stays closed: the return value says why, and no name follows.
    Refused {
        /// Why; never [`EC_NONE`].
        return_value: u32,
    },
}

impl ConnectRequest {
    /// Decodes a simplified stub; bytes after it are left unclaimed.
    pub fn decode(stub: &[u8]) -> Decoded<Self> {
        Decoded::run(stub, |reader| {
            let user_dn = read_text(reader, "szUserDN (simplified)");
            Self { user_dn }
        })
    }

    /// The simplified stub.
    pub fn encode(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        write_text(&mut writer, &self.user_dn);
        writer.finish()
    }
}

impl ConnectResponse {
    /// The return value of the call.
    pub fn return_value(&self) -> u32 {
        match self {
            Self::Open { .. } => EC_NONE,
            Self::Refused { return_value } => *return_value,
        }
    }

    /// Decodes a simplified stub; bytes after it are left unclaimed.
    pub fn decode(stub: &[u8]) -> Decoded<Self> {
        Decoded::run(stub, |reader| {
            let return_value = reader.u32("return value (simplified)", SPEC);
            reader.mark_name(error_name(return_value));
            if return_value != EC_NONE {
                return Self::Refused { return_value };
            }
            let display_name = read_text(reader, "szDisplayName (simplified)");
            Self::Open { display_name }
        })
    }

    /// The simplified stub.
    pub fn encode(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.u32(self.return_value());
        if let Self::Open { display_name } = self {
            write_text(&mut writer, display_name);
        }
        writer.finish()
    }
}

/// The distinguished name of a mailbox in the lab's organization.
pub fn user_dn(mailbox: &str) -> String {
    format!("/o=Contoso/ou=Site/cn=Recipients/cn={mailbox}")
}

/// The mailbox that a distinguished name ends in.
pub fn name_in(user_dn: &str) -> &str {
    let mut starts = user_dn.char_indices().rev();
    let last = starts.find_map(|(at, _)| user_dn.get(at..)?.strip_prefix("/cn="));
    last.unwrap_or(user_dn)
}

/// What [MS-OXCDATA] 2.4 calls what a call returns; none for what no host here returns.
pub fn error_name(return_value: u32) -> Option<&'static str> {
    match return_value {
        EC_NONE => Some("ecNone"),
        EC_ACCESS_DENIED => Some("ecAccessDenied"),
        _ => None,
    }
}

const SPEC: &str = "[MS-OXCRPC] 3.1.4.1, simplified";

fn read_text(reader: &mut Reader<'_>, name: &'static str) -> String {
    reader.group(name, SPEC, |reader| {
        let length = reader.u32("length", SPEC);
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        let bytes = reader.take("text", SPEC, length);
        let text = std::str::from_utf8(bytes);
        if text.is_err() {
            reader.reject(ErrorKind::Encoding { expected: "UTF-8" });
        }
        let text = text.unwrap_or_default();
        reader.mark_text(text);
        text.to_owned()
    })
}

/// A text longer than 32 bits can say does not exist in the memory this runs in.
fn write_text(writer: &mut Writer, text: &str) {
    writer.u32(u32::try_from(text.len()).unwrap_or(u32::MAX));
    writer.put(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Value;
    use hex_literal::hex;
    use proptest::prelude::*;

    #[test]
    fn the_interface_is_0_81() {
        assert_eq!(
            INTERFACE.uuid.to_string(),
            "a4f1db00-ca47-1067-b31f-00dd010662da"
        );
        let mut writer = Writer::new();
        INTERFACE.write(&mut writer);
        assert_eq!(
            writer.finish(),
            hex!("00 DB F1 A4 47 CA 67 10 B3 1F 00 DD 01 06 62 DA 00 00 51 00")
        );
    }

    #[test]
    fn a_refusal_has_no_name() {
        let refused = ConnectResponse::Refused {
            return_value: EC_ACCESS_DENIED,
        };
        assert_eq!(refused.encode(), hex!("05 00 07 80"));
        let read = ConnectResponse::decode(&refused.encode());
        assert_eq!(read.value, Ok(refused));
        assert!(read.layout.fields.iter().all(|f| {
            f.value == Value::Named(0x8007_0005, "ecAccessDenied".into())
                && f.spec.ends_with("simplified")
        }));
    }

    #[test]
    fn a_length_past_the_end_is_an_error() {
        let read = ConnectRequest::decode(&hex!("FF FF FF FF 61"));
        assert_eq!(read.value.unwrap_err().offset, 4);
        assert!(read.layout.find("length").is_some());
    }

    proptest! {
        #[test]
        fn stubs_round_trip(user_dn in "\\PC*", display_name in "\\PC*") {
            let request = ConnectRequest { user_dn };
            let read = ConnectRequest::decode(&request.encode());
            prop_assert!(read.layout.tiles().iter().all(|tile| tile.leaf.is_some()));
            prop_assert_eq!(read.value, Ok(request));
            let response = ConnectResponse::Open { display_name };
            prop_assert_eq!(ConnectResponse::decode(&response.encode()).value, Ok(response));
        }

        #[test]
        fn arbitrary_bytes_do_not_panic(bytes: Vec<u8>) {
            let _ = (ConnectRequest::decode(&bytes), ConnectResponse::decode(&bytes));
        }
    }
}
