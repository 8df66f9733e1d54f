//! What is inside the headers of HTTP with which somebody signs in, or is asked to.

use super::layer;
use super::token::token;
use crate::wire::basic::Basic;
use crate::wire::http::{self, AuthValue, Digest};
use crate::wire::text::from_latin1;
use crate::wire::{Layer, LayerValue, field_name};

/// The layers inside credentials, which are the value of an `Authorization` header.
pub fn credentials(value: &str) -> Vec<Layer> {
    let value = value.trim();
    if http::is_digest(value) {
        let text = value.as_bytes();
        let decoded = Digest::decode_response(text);
        return vec![layer(text, decoded, LayerValue::DigestResponse)];
    }
    let Ok(credentials) = AuthValue::parse(value) else {
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

/// What is in the headers of these names, also where the message is broken.
pub fn in_headers(outer: &Layer, names: [&str; 2], open: fn(&str) -> Vec<Layer>) -> Vec<Layer> {
    let mut all = Vec::new();
    for name in names {
        for header in &outer.layout.fields {
            let value = header.find(field_name::HEADER_VALUE);
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

fn asked(text: &str) -> Layer {
    let text = text.as_bytes();
    layer(
        text,
        Digest::decode_challenge(text),
        LayerValue::DigestChallenge,
    )
}

fn in_params(params: &http::Params) -> Vec<Layer> {
    match params.token_bytes() {
        Some(Ok(bytes)) => token(&bytes),
        _ => Vec::new(),
    }
}
