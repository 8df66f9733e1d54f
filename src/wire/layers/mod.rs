//! A message on the wire is several: HTTP, RPC or TDS outside, NTLM or Basic inside. Each layer keeps its own fields.

mod carrier;
mod headers;
mod rpc;
mod token;

use super::hash_line::HashLine;
use super::http::{Request, Response};
use super::kerberos::{self, DecryptedPart};
use super::kerberos_line::KerberosLine;
use super::netlogon::{LogonRequest, LogonResponse};
use super::sasl::{SaslCredentials, SaslMechanism};
use super::tds::{self, Packet};
use super::{DecodeError, Decoded, Layer, LayerValue, Layout, field_name};
pub use carrier::{carried, replace};
use headers::in_headers;
pub use headers::{challenges, credentials};
use rpc::rpc;
pub use token::token;

/// The layers of a message, outermost first.
pub fn layers(bytes: &[u8]) -> Vec<Layer> {
    if bytes.starts_with(b"HTTP/") {
        let outer = layer(bytes, Response::decode(bytes), LayerValue::Response);
        let mut all = in_headers(
            &outer,
            ["WWW-Authenticate", "Proxy-Authenticate"],
            challenges,
        );
        all.insert(0, outer);
        return all;
    }
    if bytes.starts_with(&[5, 0]) {
        return rpc(bytes);
    }
    if tds::is_tds(bytes) {
        let outer = layer(bytes, Packet::decode(bytes), LayerValue::Tds);
        return with_token(
            outer,
            &[
                field_name::SSPI,
                field_name::SSPI_BUFFER,
                field_name::SSPI_DATA,
            ],
        );
    }
    if looks_like_request(bytes) {
        let outer = layer(bytes, Request::decode(bytes), LayerValue::Request);
        let mut all = in_headers(
            &outer,
            ["Authorization", "Proxy-Authorization"],
            credentials,
        );
        all.insert(0, outer);
        return all;
    }
    if kerberos::is_kdc_message(bytes) {
        let decoded = kerberos::KerberosMessage::decode(bytes);
        return vec![layer(bytes, decoded, LayerValue::Kerberos)];
    }
    let question = LogonRequest::decode(bytes);
    if question.value.is_ok() {
        return vec![layer(bytes, question, LayerValue::LogonRequest)];
    }
    let answer = LogonResponse::decode(bytes);
    // Few bytes are no answer to somebody lenient: it must be all of them.
    if answer.value.as_ref().is_ok_and(|it| it.encode() == bytes) {
        return vec![layer(bytes, answer, LayerValue::LogonResponse)];
    }
    // What stands alone, as the token of another protocol does.
    let bare = token(bytes);
    if bare.is_empty() {
        return vec![unknown(bytes)];
    }
    bare
}

/// The NTLM message inside, if there is one.
pub fn ntlm_token(bytes: &[u8]) -> Option<Vec<u8>> {
    layers(bytes)
        .into_iter()
        .find(|layer| matches!(layer.value, LayerValue::Ntlm(_)))
        .map(|layer| layer.bytes)
}

/// What was decrypted elsewhere, by its fields.
pub fn decrypted(part: DecryptedPart, bytes: Vec<u8>) -> Layer {
    let (layout, error) = part.decode(&bytes);
    Layer {
        value: LayerValue::Decrypted(part),
        bytes,
        layout,
        error,
    }
}

/// A name and a password, as a mechanism of SASL sends them.
pub fn sasl(mechanism: SaslMechanism, bytes: &[u8]) -> Layer {
    let decoded = SaslCredentials::decode(mechanism, bytes);
    let (value, error) = outcome(decoded.value);
    whole(
        bytes,
        LayerValue::Sasl(mechanism, value),
        decoded.layout,
        error,
    )
}

/// A line of a tool that keeps responses.
pub fn hash_line(bytes: &[u8]) -> Layer {
    layer(bytes, HashLine::decode(bytes), LayerValue::HashLine)
}

/// A line of a tool that keeps a ciphertext of Kerberos.
pub fn kerberos_line(bytes: &[u8]) -> Layer {
    layer(bytes, KerberosLine::decode(bytes), LayerValue::KerberosLine)
}

fn layer<T>(bytes: &[u8], decoded: Decoded<T>, wrap: fn(Option<T>) -> LayerValue) -> Layer {
    let (value, error) = outcome(decoded.value);
    whole(bytes, wrap(value), decoded.layout, error)
}

fn outcome<T>(result: Result<T, DecodeError>) -> (Option<T>, Option<DecodeError>) {
    match result {
        Ok(value) => (Some(value), None),
        Err(error) => (None, Some(error)),
    }
}

fn whole(bytes: &[u8], value: LayerValue, layout: Layout, error: Option<DecodeError>) -> Layer {
    Layer {
        value,
        bytes: bytes.to_vec(),
        layout,
        error,
    }
}

/// A layer, and what is in its field of one of these names, which is opened also where the layer is broken.
fn with_token(outer: Layer, names: &[&str]) -> Vec<Layer> {
    let leaves = outer.layout.leaves();
    let field = leaves.iter().find(|leaf| names.contains(&&*leaf.name));
    let bytes = field.and_then(|field| outer.bytes.get(field.range.clone()));
    let mut all = token(bytes.unwrap_or_default());
    all.insert(0, outer);
    all
}

fn unknown(bytes: &[u8]) -> Layer {
    let nothing = Decoded::run(bytes, |_| ());
    layer(bytes, nothing, |_| LayerValue::Unknown)
}

/// A request line: a token, a space.
fn looks_like_request(bytes: &[u8]) -> bool {
    let method = bytes.iter().take_while(|byte| byte.is_ascii_uppercase());
    let length = method.count();
    length > 0 && bytes.get(length) == Some(&b' ')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::rpc::{Body, Pdu, emsmdb};

    fn kinds(bytes: &[u8]) -> Vec<&'static str> {
        layers(bytes).iter().map(|it| it.kind().name()).collect()
    }

    #[test]
    fn what_is_not_known_is_called_unknown() {
        assert_eq!(kinds(b"SSH-2.0-OpenSSH_9.2\r\n"), ["unknown"]);
        // The first bytes are those of an answer: a status, and no validation.
        assert_eq!(kinds(b"\0\0\0\0\0 and more"), ["unknown"]);
        assert_eq!(kinds(b"\0\0\0\0\0"), ["logon response (simplified)"]);
        let [layer] = &layers(b"?")[..] else { panic!() };
        assert_eq!(layer.layout.leaves().len(), 0);
    }

    #[test]
    fn a_call_is_a_connect_only_by_its_number_and_a_result_only_as_a_whole() {
        let pdu = |body| Pdu::new(1, body, None).encode().unwrap();
        let connect = emsmdb::ConnectRequest {
            user_dn: "a".to_owned(),
        }
        .encode();
        let request = |opnum, stub: &[u8]| kinds(&pdu(Body::request(opnum, stub.to_vec())));
        assert_eq!(
            request(0, &connect),
            ["RPC PDU", "connect request (simplified)"]
        );
        assert_eq!(
            request(0, b"broken"),
            ["RPC PDU", "connect request (simplified)"]
        );
        assert_eq!(request(39, &connect), ["RPC PDU", "unknown"]);
        let response = |stub: &[u8]| kinds(&pdu(Body::response(stub.to_vec())));
        assert_eq!(
            response(&5_u32.to_le_bytes()),
            ["RPC PDU", "connect response (simplified)"]
        );
        assert_eq!(response(b"a handle of twenty by"), ["RPC PDU", "unknown"]);
    }
}
