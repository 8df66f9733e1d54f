//! A message on the wire is several: HTTP or RPC outside, NTLM or Basic inside. Each layer keeps its own fields.

use super::basic::Basic;
use super::http::{self, Credentials, Request, Response};
use super::netlogon::{LogonRequest, LogonResponse};
use super::ntlm::{self, Message};
use super::rpc::{Body, Pdu, emsmdb};
use super::{DecodeError, Decoded, Layout};

/// One layer of a message.
#[derive(Clone, Debug, PartialEq)]
pub struct Layer {
    /// What it is.
    pub value: LayerValue,
    /// Its bytes; of an inner layer, decoded from its base64 where it came in such.
    pub bytes: Vec<u8>,
    /// Its fields.
    pub layout: Layout,
    /// Why decoding ended early, if it did.
    pub error: Option<DecodeError>,
}

/// A decoded layer. `None` inside means that it was recognized and did not decode.
#[derive(Clone, Debug, PartialEq)]
pub enum LayerValue {
    /// An HTTP request.
    Request(Option<Request>),
    /// An HTTP response.
    Response(Option<Response>),
    /// An RPC PDU.
    Rpc(Option<Pdu>),
    /// An NTLM message.
    Ntlm(Option<Message>),
    /// The user-pass of Basic.
    Basic(Option<Basic>),
    /// The stub of the mailbox's connect request.
    ConnectRequest(Option<emsmdb::ConnectRequest>),
    /// The stub of its response.
    ConnectResponse(Option<emsmdb::ConnectResponse>),
    /// A pass-through question, simplified.
    LogonRequest(Option<LogonRequest>),
    /// Its answer, simplified.
    LogonResponse(Option<LogonResponse>),
}

/// The layers of a message, outermost first.
pub fn layers(bytes: &[u8]) -> Vec<Layer> {
    if bytes.starts_with(b"HTTP/") {
        let outer = layer(bytes, Response::decode(bytes), LayerValue::Response);
        let inner = match &outer.value {
            LayerValue::Response(Some(response)) => in_response(response),
            _ => None,
        };
        return [Some(outer), inner].into_iter().flatten().collect();
    }
    if bytes.starts_with(&[5, 0]) {
        return rpc(bytes);
    }
    if looks_like_request(bytes) {
        let outer = layer(bytes, Request::decode(bytes), LayerValue::Request);
        let inner = match &outer.value {
            LayerValue::Request(Some(request)) => in_request(request),
            _ => None,
        };
        return [Some(outer), inner].into_iter().flatten().collect();
    }
    let question = LogonRequest::decode(bytes);
    if question.value.is_ok() {
        return vec![layer(bytes, question, LayerValue::LogonRequest)];
    }
    let answer = LogonResponse::decode(bytes);
    vec![layer(bytes, answer, LayerValue::LogonResponse)]
}

/// The NTLM message inside, if there is one.
pub fn ntlm_token(bytes: &[u8]) -> Option<Vec<u8>> {
    layers(bytes)
        .into_iter()
        .find(|layer| matches!(layer.value, LayerValue::Ntlm(_)))
        .map(|layer| layer.bytes)
}

fn layer<T>(bytes: &[u8], decoded: Decoded<T>, wrap: fn(Option<T>) -> LayerValue) -> Layer {
    let (value, error) = match decoded.value {
        Ok(value) => (Some(value), None),
        Err(error) => (None, Some(error)),
    };
    whole(bytes, wrap(value), decoded.layout, error)
}

#[inline(never)]
fn whole(bytes: &[u8], value: LayerValue, layout: Layout, error: Option<DecodeError>) -> Layer {
    Layer {
        value,
        bytes: bytes.to_vec(),
        layout,
        error,
    }
}

fn ntlm_layer(token: &[u8]) -> Option<Layer> {
    ntlm::is_ntlmssp(token).then(|| layer(token, Message::decode(token), LayerValue::Ntlm))
}

fn in_request(request: &Request) -> Option<Layer> {
    let credentials = Credentials::parse(request.headers.get("Authorization")?).ok()?;
    if let Some(user_pass) = Basic::from_credentials(&credentials) {
        let user_pass = user_pass.ok()?;
        return Some(layer(
            &user_pass,
            Basic::decode(&user_pass),
            LayerValue::Basic,
        ));
    }
    ntlm_layer(&credentials.params.token_bytes()?.ok()?)
}

fn in_response(response: &Response) -> Option<Layer> {
    let mut values = response.headers.get_all("WWW-Authenticate");
    values.find_map(|value| {
        let challenges = http::parse_challenges(value).ok()?;
        let mut tokens = challenges.iter().filter_map(|c| c.params.token_bytes());
        tokens.find_map(|token| ntlm_layer(&token.ok()?))
    })
}

fn rpc(bytes: &[u8]) -> Vec<Layer> {
    let outer = layer(bytes, Pdu::decode(bytes), LayerValue::Rpc);
    let LayerValue::Rpc(Some(pdu)) = &outer.value else {
        return vec![outer];
    };
    let stub = match &pdu.body {
        Body::Request { stub, .. } => Some(layer(
            stub,
            emsmdb::ConnectRequest::decode(stub),
            LayerValue::ConnectRequest,
        )),
        Body::Response { stub, .. } => Some(layer(
            stub,
            emsmdb::ConnectResponse::decode(stub),
            LayerValue::ConnectResponse,
        )),
        _ => None,
    };
    let token = pdu.auth.as_ref().and_then(|auth| ntlm_layer(&auth.token));
    [Some(outer), token, stub].into_iter().flatten().collect()
}

/// A request line: a token, a space.
fn looks_like_request(bytes: &[u8]) -> bool {
    let method = bytes.iter().take_while(|byte| byte.is_ascii_uppercase());
    let length = method.count();
    length > 0 && bytes.get(length) == Some(&b' ')
}
