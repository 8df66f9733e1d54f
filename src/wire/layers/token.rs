//! Bare tokens, as the protocols carry them, and files of keys and tickets, which stand alone.

use super::{decrypted, layer};
use crate::wire::ccache::Ccache;
use crate::wire::credssp::{TsRequest, is_ts_request};
use crate::wire::kerberos::DecryptedPart;
use crate::wire::keytab::Keytab;
use crate::wire::ntlm::{self, NtlmMessage};
use crate::wire::spnego::{self, NegToken};
use crate::wire::{Layer, LayerKind, LayerValue, Value, field_name, kerberos, negoex};

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
        return mechanisms(bytes);
    }
    let outer = layer(bytes, NegToken::decode(bytes), LayerValue::Spnego);
    // Only a mechanism's token is looked for, not another negotiation: nothing nests without bound.
    let mut all = mechanisms(NegToken::lenient(bytes).token().unwrap_or_default());
    all.insert(0, outer);
    all
}

/// The token of a mechanism, and inside it the message that IAKERB passes on.
fn mechanisms(bytes: &[u8]) -> Vec<Layer> {
    let outer = mechanism(bytes);
    let inner = outer.as_ref().and_then(proxied);
    [outer, inner].into_iter().flatten().collect()
}

fn proxied(outer: &Layer) -> Option<Layer> {
    let proxy = LayerKind::Kerberos(Some(kerberos::MessageKind::IakerbProxy));
    if outer.kind() != proxy {
        return None;
    }
    let field = outer.layout.find(field_name::PROXIED)?;
    let bytes = outer.bytes.get(field.range.clone())?;
    kerberos::starts_message(bytes).then(|| {
        let decoded = kerberos::KerberosMessage::decode(bytes);
        layer(bytes, decoded, LayerValue::Kerberos)
    })
}

/// The token of a mechanism, if it is one that is known here.
fn mechanism(bytes: &[u8]) -> Option<Layer> {
    if ntlm::is_ntlmssp(bytes) {
        Some(layer(bytes, NtlmMessage::decode(bytes), LayerValue::Ntlm))
    } else if negoex::is_negoex(bytes) {
        let decoded = negoex::NegoExMessage::decode(bytes);
        Some(layer(bytes, decoded, LayerValue::NegoEx))
    } else if kerberos::is_kerberos(bytes) {
        let decoded = kerberos::KerberosMessage::decode(bytes);
        Some(layer(bytes, decoded, LayerValue::Kerberos))
    } else if let Some(part) = DecryptedPart::of(bytes) {
        Some(decrypted(part, bytes.to_vec()))
    } else {
        key_file(bytes)
    }
}

/// A file of keys or tickets, which the version tells apart but in the oldest, where both are tried.
fn key_file(bytes: &[u8]) -> Option<Layer> {
    match bytes {
        [5, 1 | 2, ..] => keytab(bytes).or_else(|| ccache(bytes)),
        [5, 3 | 4, ..] => ccache(bytes),
        _ => None,
    }
}

fn keytab(bytes: &[u8]) -> Option<Layer> {
    let decoded = Keytab::decode(bytes);
    let empty = |it: &Keytab| it.entries().next().is_none();
    let empty = decoded.value.as_ref().is_ok_and(empty);
    holding(layer(bytes, decoded, LayerValue::Keytab), empty)
}

fn ccache(bytes: &[u8]) -> Option<Layer> {
    let decoded = Ccache::decode(bytes);
    let empty = |it: &Ccache| it.credentials.is_empty();
    let empty = decoded.value.as_ref().is_ok_and(empty);
    holding(layer(bytes, decoded, LayerValue::Ccache), empty)
}

/// The head of a file is short, so that only one counts that holds something; of one that breaks, the first realm has to
/// be legible, as far as it goes.
fn holding(found: Layer, empty: bool) -> Option<Layer> {
    let whole = found.error.is_none();
    (!empty && (whole || names_realm(&found))).then_some(found)
}

fn names_realm(found: &Layer) -> bool {
    let realm = found.layout.find(field_name::REALM);
    let Some([length, text]) = realm.map(|realm| &realm.children[..]) else {
        return false;
    };
    let text = found.bytes.get(text.range.clone()).unwrap_or_default();
    let short = matches!(length.value, Value::Number(..256));
    short && text.len() > 1 && text.iter().all(u8::is_ascii_graphic)
}
