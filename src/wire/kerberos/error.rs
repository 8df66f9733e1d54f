//! What is sent instead of an answer (RFC 4120 5.9.1), and what Windows says in it (`[MS-KILE]` 2.2.1, 2.2.2).

use super::basic_types::{KerberosTime, Principal};
use super::elements::{
    decoded, encoded, head, number, octets, optional_time, put_head, put_number, put_octets,
    put_optional_time, put_string, put_time, string, there, time,
};
use super::message_tag;
use super::number_names::{ERRORS, find};
use super::padata::{MethodData, PaData};
use crate::wire::der::{self, OCTET_STRING, SEQUENCE, context, write};
use crate::wire::ntstatus::status_name;
use crate::wire::{Decoded, Reader, field_name};

const SPEC: &str = "RFC 4120 5.9.1";
const DATA: &str = "[MS-KILE] 2.2.1";
const TAGS: [u8; 2] = [message_tag::ERROR, SEQUENCE];

/// RFC 4120 5.9.1 KRB-ERROR. Times are as written, in UTC.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KrbError {
    /// ctime: the client's clock, where the sender repeats it.
    pub client_time: Option<KerberosTime>,
    /// cusec: the microseconds of ctime.
    pub cusec: Option<i64>,
    /// stime: the sender's clock, by which a client sees how far its own is off.
    pub server_time: KerberosTime,
    /// susec: the microseconds of stime.
    pub susec: i64,
    /// error-code: why (RFC 4120 7.5.9), such as 25, KDC_ERR_PREAUTH_REQUIRED.
    pub code: i64,
    /// crealm: the client's realm; with KDC_ERR_WRONG_REALM the one to ask instead (RFC 6806).
    pub client_realm: Option<String>,
    /// cname: the client, where the sender repeats it.
    pub client: Option<Principal>,
    /// realm: the one that `service` is in.
    pub realm: String,
    /// sname: the service that was asked, or asked for.
    pub service: Principal,
    /// e-text: why, in the sender's own words.
    pub text: Option<String>,
    /// e-data: [`MethodData`], [`KerbErrorData`] or something else, by the code.
    pub e_data: Option<Vec<u8>>,
}

/// KERB-ERROR-DATA, `[MS-KILE]` 2.2.1: what Windows puts into e-data where it says why.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KerbErrorData {
    /// data-type: [`KerbErrorData::SKEW`] or [`KerbErrorData::EXTENDED`].
    pub kind: i64,
    /// data-value: of [`KerbErrorData::EXTENDED`] an NTSTATUS with flags.
    pub value: Option<Vec<u8>>,
}

impl KrbError {
    /// Reads a bare KRB-ERROR.
    pub fn decode(bytes: &[u8]) -> Decoded<Self> {
        decoded(bytes, Self::read)
    }

    /// The name that RFC 4120 gives to the error.
    pub fn name(&self) -> Option<&'static str> {
        find(&ERRORS, self.code)
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        der::constructed(reader, "KRB-ERROR", SPEC, &TAGS, |reader| {
            head(reader, SPEC, 0);
            Self {
                client_time: optional_time(reader, field_name::CTIME, SPEC, 2),
                cusec: there(reader, 3).then(|| number(reader, field_name::CUSEC, SPEC, 3, &[])),
                server_time: time(reader, field_name::STIME, SPEC, 4),
                susec: number(reader, field_name::SUSEC, SPEC, 5, &[]),
                code: number(reader, "error-code", "RFC 4120 7.5.9", 6, &ERRORS),
                client_realm: there(reader, 7).then(|| string(reader, field_name::CREALM, SPEC, 7)),
                client: there(reader, 8).then(|| Principal::read(reader, field_name::CNAME, 8)),
                realm: string(reader, field_name::REALM, SPEC, 9),
                service: Principal::read(reader, field_name::SNAME, 10),
                text: there(reader, 11).then(|| string(reader, "e-text", SPEC, 11)),
                e_data: there(reader, 12).then(|| read_data(reader)),
            }
        })
    }

    /// The DER with its tag, `[APPLICATION 30]`, without the length that TCP has before it.
    pub fn encode(&self) -> Vec<u8> {
        encoded(|out| {
            write::constructed(out, &TAGS, |out| {
                put_head(out, 0, 30);
                put_optional_time(out, 2, self.client_time.as_ref());
                if let Some(cusec) = self.cusec {
                    put_number(out, 3, cusec);
                }
                put_time(out, 4, &self.server_time);
                put_number(out, 5, self.susec);
                put_number(out, 6, self.code);
                if let Some(realm) = &self.client_realm {
                    put_string(out, 7, realm);
                }
                if let Some(client) = &self.client {
                    client.write(out, 8);
                }
                put_string(out, 9, &self.realm);
                self.service.write(out, 10);
                if let Some(text) = &self.text {
                    put_string(out, 11, text);
                }
                if let Some(data) = &self.e_data {
                    put_octets(out, 12, data);
                }
            });
        })
    }

    /// The pre-authentication that the KDC names in e-data, if that is what e-data says.
    pub fn method_data(&self) -> Option<Vec<PaData>> {
        Some(MethodData::decode(self.e_data.as_deref()?).value.ok()?.0)
    }

    /// What Windows says in e-data, if it does.
    pub fn kerb_error_data(&self) -> Option<KerbErrorData> {
        KerbErrorData::decode(self.e_data.as_deref()?).value.ok()
    }

    /// The NTSTATUS that Windows says in e-data: as KERB-ERROR-DATA, or in a list of pre-authentication data.
    pub fn status(&self) -> Option<u32> {
        let said = self.kerb_error_data().and_then(|data| data.status());
        said.or_else(|| self.method_data()?.iter().find_map(PaData::status))
    }
}

/// e-data, whose types are told apart by what the first element is.
fn read_data(reader: &mut Reader<'_>) -> Vec<u8> {
    let tags = [context(12), OCTET_STRING];
    let data = der::opened(reader, "e-data", SPEC, &tags, &[SEQUENCE], &mut |reader| {
        let data = reader.peek(reader.remaining()).unwrap_or_default();
        if der::behind(data, &[SEQUENCE, context(1)]).is_some() {
            KerbErrorData::read(reader);
        } else if der::behind(data, &[SEQUENCE, SEQUENCE, context(1)]).is_some() {
            MethodData::read(reader);
        }
    });
    data.to_vec()
}

impl KerbErrorData {
    /// KERB_AP_ERR_TYPE_SKEW_RECOVERY: the client is to try again with the server's clock.
    pub const SKEW: i64 = 2;
    /// KERB_ERR_TYPE_EXTENDED: an NTSTATUS.
    pub const EXTENDED: i64 = 3;

    /// An NTSTATUS with flags: KERB_EXT_ERROR, `[MS-KILE]` 2.2.2.
    pub fn extended(status: u32, flags: u32) -> Self {
        let value = [status, 0, flags].map(u32::to_le_bytes).concat();
        Self {
            kind: Self::EXTENDED,
            value: Some(value),
        }
    }

    /// The NTSTATUS, if there is one.
    pub fn status(&self) -> Option<u32> {
        match self.kind {
            Self::EXTENDED => extended_status(self.value.as_deref()?),
            _ => None,
        }
    }

    /// Reads what e-data holds.
    pub fn decode(bytes: &[u8]) -> Decoded<Self> {
        decoded(bytes, Self::read)
    }

    fn read(reader: &mut Reader<'_>) -> Self {
        let names = [
            (Self::SKEW, "KERB_AP_ERR_TYPE_SKEW_RECOVERY"),
            (Self::EXTENDED, "KERB_ERR_TYPE_EXTENDED"),
        ];
        der::constructed(reader, "KERB-ERROR-DATA", DATA, &[SEQUENCE], |reader| {
            let kind = number(reader, "data-type", DATA, 1, &names);
            let value = there(reader, 2).then(|| match kind {
                Self::EXTENDED => read_extended(reader, "data-value", "[MS-KILE] 2.2.2").to_vec(),
                _ => octets(reader, "data-value", DATA, 2),
            });
            Self { kind, value }
        })
    }

    /// The DER that stands in e-data.
    pub fn encode(&self) -> Vec<u8> {
        encoded(|out| {
            write::constructed(out, &[SEQUENCE], |out| {
                put_number(out, 1, self.kind);
                if let Some(value) = &self.value {
                    put_octets(out, 2, value);
                }
            });
        })
    }
}

/// The NTSTATUS of a KERB_EXT_ERROR (`[MS-KILE]` 2.2.2). A text of that length is none: it has no zeros.
pub(super) fn extended_status(value: &[u8]) -> Option<u32> {
    match value {
        [a, b, c, d, 0, 0, 0, 0, _, _, _, _] => Some(u32::from_le_bytes([*a, *b, *c, *d])),
        _ => None,
    }
}

/// The value of a field that is a KERB_EXT_ERROR, if it looks like one.
pub(super) fn read_extended<'a>(
    reader: &mut Reader<'a>,
    name: &'static str,
    spec: &'static str,
) -> &'a [u8] {
    const SPEC: &str = "[MS-KILE] 2.2.2";
    let tags = [context(2), OCTET_STRING];
    der::fields(reader, name, spec, &tags, &mut |reader| {
        let value = reader.peek(reader.remaining()).unwrap_or_default();
        if let Some(status) = extended_status(value) {
            reader.u32("status", SPEC);
            reader.mark_name(status_name(status));
            reader.u32("reserved", SPEC);
            reader.u32("flags", SPEC);
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Value;

    #[test]
    fn an_ntstatus_is_named_wherever_e_data_has_it() {
        let data = KerbErrorData::extended(0xc000_0234, 1);
        let value = data.value.clone().unwrap();
        let list = |kind| MethodData(vec![PaData::new(kind, value.clone())]).encode();
        for e_data in [
            data.encode(),
            list(PaData::PW_SALT),
            list(PaData::EXTENDED_ERROR),
        ] {
            let error = KrbError {
                code: 18,
                e_data: Some(e_data),
                ..KrbError::default()
            };
            let decoded = KrbError::decode(&error.encode());
            let field = decoded.layout.find("status").unwrap();
            let name = "STATUS_ACCOUNT_LOCKED_OUT".into();
            assert_eq!(field.value, Value::Named(0xc000_0234, name));
            assert_eq!(decoded.value.unwrap().status(), Some(0xc000_0234));
        }
        let salt = PaData::new(PaData::PW_SALT, b"X.TESTuser12".to_vec());
        let salted = KrbError {
            e_data: Some(MethodData(vec![salt]).encode()),
            ..KrbError::default()
        };
        let decoded = KrbError::decode(&salted.encode());
        assert_eq!(decoded.value.unwrap().status(), None);
    }
}
