//! CredSSP (`[MS-CSSP]` 2.2.1): the message in which Remote Desktop and WinRM carry a negotiation inside TLS.

use super::{Decoded, Reader, der, gss};
use der::{INTEGER, OCTET_STRING, SEQUENCE, context};

const SPEC: &str = "[MS-CSSP] 2.2.1";
const DATA: &str = "[MS-CSSP] 2.2.1.1";

/// NTSTATUS values that servers refuse with, as the signed numbers they are in DER ([MS-ERREF] 2.3.1).
const STATUSES: [(i64, &str); 6] = [
    (-0x3fff_ff93, "STATUS_LOGON_FAILURE"),
    (-0x3fff_ff92, "STATUS_ACCOUNT_RESTRICTION"),
    (-0x3fff_ff8f, "STATUS_PASSWORD_EXPIRED"),
    (-0x3fff_ff8e, "STATUS_ACCOUNT_DISABLED"),
    (-0x3fff_fddc, "STATUS_PASSWORD_MUST_CHANGE"),
    (-0x3fff_fdcc, "STATUS_ACCOUNT_LOCKED_OUT"),
];

/// `[MS-CSSP]` 2.2.1 TSRequest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TsRequest {
    /// version: the highest that the sender speaks, 2 to 6.
    pub version: i64,
    /// negoTokens: tokens of SPNEGO or of NTLM; one, as a rule.
    pub nego_tokens: Vec<Vec<u8>>,
    /// authInfo: the credentials that are delegated, encrypted.
    pub auth_info: Option<Vec<u8>>,
    /// pubKeyAuth: encrypted, what proves that both ends see the same TLS channel.
    pub pub_key_auth: Option<Vec<u8>>,
    /// errorCode: an NTSTATUS, as a signed number.
    pub error_code: Option<i64>,
    /// clientNonce: 32 random bytes of the client, from version 5 on.
    pub client_nonce: Option<Vec<u8>>,
}

impl TsRequest {
    /// Reads a message up to where it breaks, if it does; the tokens in it stay as they are.
    pub fn decode(bytes: &[u8]) -> Decoded<Self> {
        Decoded::run(bytes, Self::read)
    }

    /// What could be read of a message, whatever is wrong with it.
    pub fn lenient(bytes: &[u8]) -> Self {
        Decoded::lenient(bytes, Self::read)
    }

    fn read(reader: &mut Reader<'_>) -> Self {
        gss::limit(reader);
        let mut message = Self::default();
        der::constructed(reader, "TSRequest", SPEC, &[SEQUENCE], |reader| {
            let there = |reader: &Reader<'_>, tag| der::next_is(reader, context(tag));
            message.version = der::integer(reader, "version", SPEC, &[context(0), INTEGER], &[]);
            if there(reader, 1) {
                let tags = [context(1), SEQUENCE];
                der::constructed(reader, "negoTokens", DATA, &tags, |reader| {
                    der::each(reader, &mut |reader| {
                        der::constructed(reader, "NegoData", DATA, &[SEQUENCE], |reader| {
                            message.nego_tokens.extend(octets(reader, "negoToken", 0));
                        });
                    });
                });
            }
            message.auth_info = octets(reader, "authInfo", 2);
            message.pub_key_auth = octets(reader, "pubKeyAuth", 3);
            if there(reader, 4) {
                let tags = [context(4), INTEGER];
                let code = der::integer(reader, "errorCode", SPEC, &tags, &STATUSES);
                message.error_code = Some(code);
            }
            message.client_nonce = octets(reader, "clientNonce", 5);
        });
        message
    }
}

/// Whether the bytes start as a TSRequest does: with a version that there is, and a field behind it.
pub fn is_ts_request(bytes: &[u8]) -> bool {
    let Some([1, 2..=6, fields @ ..]) =
        der::behind(bytes, &[SEQUENCE, context(0)]).and_then(|rest| rest.strip_prefix(&[INTEGER]))
    else {
        return false;
    };
    let token = [context(1), SEQUENCE, SEQUENCE, context(0), OCTET_STRING];
    let others = [(2, OCTET_STRING), (3, OCTET_STRING), (4, INTEGER)];
    der::behind(fields, &token).is_some()
        || others
            .into_iter()
            .any(|(number, inner)| der::behind(fields, &[context(number), inner]).is_some())
}

/// Reads an optional OCTET STRING.
fn octets(reader: &mut Reader<'_>, name: &'static str, number: u8) -> Option<Vec<u8>> {
    let tags = [context(number), OCTET_STRING];
    der::next_is(reader, context(number))
        .then(|| der::primitive(reader, name, SPEC, &tags).to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Value;
    use hex_literal::hex;

    #[test]
    fn a_token_comes_with_a_version() {
        let bytes = hex!("3013 a003020106 a10c 300a 3008 a006 0404 4e544c4d");
        assert!(is_ts_request(&bytes));
        let read = TsRequest::decode(&bytes);
        assert!(read.layout.tiles().iter().all(|tile| tile.leaf.is_some()));
        let message = read.value.unwrap();
        assert_eq!(
            (message.version, message.nego_tokens),
            (6, vec![b"NTLM".to_vec()])
        );
        der::tests::keeps_what_came_before(&bytes, TsRequest::decode);
    }

    #[test]
    fn a_refusal_has_a_status() {
        let bytes = hex!("300d a003020106 a406 0204 c000006d");
        assert!(is_ts_request(&bytes));
        let read = TsRequest::decode(&bytes);
        let code = read.layout.find("errorCode").unwrap();
        let text = "-1073741715 STATUS_LOGON_FAILURE".to_owned();
        assert_eq!(code.value, Value::Text(text));
        assert_eq!(read.value.unwrap().error_code, Some(-1_073_741_715));
    }

    #[test]
    fn other_sequences_are_not_taken_for_it() {
        // A certificate, what it signs, a principal of Kerberos, a version alone, and one that is not.
        for bytes in [
            &hex!("30820304 308201ec a003020102 0201 01")[..],
            &hex!("308201ec a003020102 0201 01"),
            &hex!("3011 a003020102 a10a 3008 1b06 6162636465"),
            &hex!("3005 a003020106"),
            &hex!("3013 a003020107 a10c 300a 3008 a006 0404 4e544c4d"),
        ] {
            assert!(!is_ts_request(bytes));
        }
    }
}
