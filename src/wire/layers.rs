//! A message on the wire is several: HTTP, RPC or TDS outside, NTLM or Basic inside. Each layer keeps its own fields.

use super::basic::Basic;
use super::ccache::Ccache;
use super::credssp::{TsRequest, is_ts_request};
use super::hash_line::HashLine;
use super::http::{self, Credentials, Digest, Request, Response};
use super::kerberos::DecryptedPart;
use super::kerberos_line::KerberosLine;
use super::keytab::Keytab;
use super::netlogon::{LogonRequest, LogonResponse};
use super::ntlm::{self, Message};
use super::rpc::{Body, Pdu, emsmdb};
use super::sasl::{SaslCredentials, SaslMechanism};
use super::spnego::NegToken;
use super::tds::{self, Packet};
use super::text::from_latin1;
use super::{DecodeError, Decoded, Layer, LayerValue, Layout, Value, kerberos, negoex, spnego};

/// The layers of a bare token, outermost first; none where it is nothing that is known here.
pub fn token(bytes: &[u8]) -> Vec<Layer> {
    if !is_ts_request(bytes) {
        return negotiation(bytes);
    }
    let inner = TsRequest::lenient(bytes).nego_tokens;
    let mut all = inner.first().map_or_else(Vec::new, |it| negotiation(it));
    all.insert(
        0,
        layer(bytes, TsRequest::decode(bytes), LayerValue::TsRequest),
    );
    all
}

/// A token of SPNEGO with that of a mechanism inside, or the latter alone.
fn negotiation(bytes: &[u8]) -> Vec<Layer> {
    if !spnego::is_spnego(bytes) {
        return mechanism(bytes).into_iter().collect();
    }
    let outer = layer(bytes, NegToken::decode(bytes), LayerValue::Spnego);
    // Only a mechanism's token is looked for, not another negotiation: nothing nests without bound.
    let inner = mechanism(NegToken::lenient(bytes).token().unwrap_or_default());
    [Some(outer), inner].into_iter().flatten().collect()
}

/// The token of a mechanism, if it is one that is known here.
fn mechanism(bytes: &[u8]) -> Option<Layer> {
    if ntlm::is_ntlmssp(bytes) {
        Some(layer(bytes, Message::decode(bytes), LayerValue::Ntlm))
    } else if negoex::is_negoex(bytes) {
        let decoded = negoex::Message::decode(bytes);
        Some(layer(bytes, decoded, LayerValue::NegoEx))
    } else if kerberos::is_kerberos(bytes) {
        let decoded = kerberos::Message::decode(bytes);
        Some(layer(bytes, decoded, LayerValue::Kerberos))
    } else {
        key_file(bytes)
    }
}

/// A file of keys or tickets. Its head is short, so that only one counts that holds something; of one that breaks, the
/// first realm has to be legible, as far as it goes.
fn key_file(bytes: &[u8]) -> Option<Layer> {
    let (found, empty) = match bytes {
        [5, 1 | 2, ..] => {
            let decoded = Keytab::decode(bytes);
            let empty = |it: &Keytab| it.entries().next().is_none();
            let empty = decoded.value.as_ref().is_ok_and(empty);
            (layer(bytes, decoded, LayerValue::Keytab), empty)
        }
        [5, 3 | 4, ..] => {
            let decoded = Ccache::decode(bytes);
            let empty = decoded
                .value
                .as_ref()
                .is_ok_and(|it| it.credentials.is_empty());
            (layer(bytes, decoded, LayerValue::Ccache), empty)
        }
        _ => return None,
    };
    let whole = found.error.is_none();
    (!empty && (whole || names_realm(&found))).then_some(found)
}

fn names_realm(found: &Layer) -> bool {
    let realm = found.layout.find("realm");
    let Some([length, text]) = realm.map(|realm| &realm.children[..]) else {
        return false;
    };
    let text = found.bytes.get(text.range.clone()).unwrap_or_default();
    let short = matches!(length.value, Value::Number(..256));
    short && text.len() > 1 && text.iter().all(u8::is_ascii_graphic)
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

/// The layers inside credentials, which are the value of an `Authorization` header.
pub fn credentials(value: &str) -> Vec<Layer> {
    let value = value.trim();
    if http::is_digest(value) {
        let text = value.as_bytes();
        let decoded = Digest::decode_response(text);
        return vec![layer(text, decoded, LayerValue::DigestResponse)];
    }
    let Ok(credentials) = Credentials::parse(value) else {
        return Vec::new();
    };
    if let Some(user_pass) = Basic::from_credentials(&credentials) {
        let user_pass = user_pass.ok().into_iter();
        let layers = user_pass.map(|it| layer(&it, Basic::decode(&it), LayerValue::Basic));
        return layers.collect();
    }
    in_params(&credentials.params)
}

/// The layers inside challenges, which are the value of a `WWW-Authenticate` header. Of a list that breaks, those
/// before the break.
pub fn challenges(value: &str) -> Vec<Layer> {
    let mut layers = Vec::new();
    let whole = http::walk_challenges(value, |challenge, text| {
        if challenge.is("Digest") {
            layers.push(asked(text));
        } else {
            layers.extend(in_params(&challenge.params));
        }
    });
    if whole.is_err() && layers.is_empty() && http::is_digest(value.trim()) {
        layers.push(asked(value.trim()));
    }
    layers
}

fn asked(text: &str) -> Layer {
    let text = text.as_bytes();
    layer(
        text,
        Digest::decode_challenge(text),
        LayerValue::DigestChallenge,
    )
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
        return with_token(outer, &["SSPI", "SSPIBuffer", "SSPIData"]);
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
        let decoded = kerberos::Message::decode(bytes);
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

fn in_params(params: &http::Params) -> Vec<Layer> {
    match params.token_bytes() {
        Some(Ok(bytes)) => token(&bytes),
        _ => Vec::new(),
    }
}

/// What is in the headers of these names, also where the message is broken.
fn in_headers(outer: &Layer, names: [&str; 2], open: fn(&str) -> Vec<Layer>) -> Vec<Layer> {
    let mut all = Vec::new();
    for name in names {
        for header in &outer.layout.fields {
            let value = header.find("field-value");
            let Some(value) = value.filter(|_| header.name.eq_ignore_ascii_case(name)) else {
                continue;
            };
            let bytes = outer.bytes.get(value.range.clone()).unwrap_or_default();
            let mut layers = open(&from_latin1(bytes));
            if let Some((_, cut)) = bytes.split_last().filter(|_| layers.is_empty()) {
                // One sign of base64 beyond the last group says nothing.
                layers = open(&from_latin1(cut));
            }
            all.extend(layers);
        }
    }
    all
}

fn rpc(bytes: &[u8]) -> Vec<Layer> {
    let outer = layer(bytes, Pdu::decode(bytes), LayerValue::Rpc);
    let stub = match &outer.value {
        LayerValue::Rpc(Some(pdu)) => match &pdu.body {
            Body::Request { opnum, stub, .. } => Some(call(*opnum, stub)),
            Body::Response { stub, .. } => Some(result(stub)),
            _ => None,
        },
        _ => None,
    };
    let mut all = with_token(outer, &["auth_value"]);
    all.extend(stub);
    all
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

/// The arguments of a call. The interface is named only when the connection is bound, so the number has to do.
fn call(opnum: u16, stub: &[u8]) -> Layer {
    match opnum {
        emsmdb::EC_DO_CONNECT | emsmdb::EC_DO_CONNECT_EX => {
            let decoded = emsmdb::ConnectRequest::decode(stub);
            layer(stub, decoded, LayerValue::ConnectRequest)
        }
        _ => unknown(stub),
    }
}

/// What a call came to. The response does not say which call that was.
fn result(stub: &[u8]) -> Layer {
    let decoded = emsmdb::ConnectResponse::decode(stub);
    if decoded.value.as_ref().is_ok_and(|it| it.encode() == stub) {
        return layer(stub, decoded, LayerValue::ConnectResponse);
    }
    unknown(stub)
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
