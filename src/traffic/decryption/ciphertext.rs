//! Where something encrypted stands in a layer, what it is, and for which usages it may be encrypted (RFC 4120 7.5.1).

use crate::crypto::kerberos::usage;
use crate::wire::kerberos::{DecryptedPart, authorization};
use crate::wire::{Field, Layer, LayerValue, Value, der, field_name};
use std::ops::Range;

/// A ciphertext, or something that is read like one and stands in clear.
pub struct Ciphertext {
    /// Which encrypted part of a message it is.
    pub kind: DecryptedPart,
    /// The number of its encryption type; none where it stands in clear.
    pub etype: Option<i64>,
    /// Where its bytes are in the layer.
    pub range: Range<usize>,
}

/// All of a layer, in their order.
pub fn ciphertexts(layer: &Layer) -> Vec<Ciphertext> {
    let mut found = Vec::new();
    let cache = matches!(layer.value, LayerValue::Ccache(_));
    for field in &layer.layout.fields {
        walk(
            field,
            &Around {
                name: "",
                cache,
                padata: false,
            },
            &mut found,
        );
    }
    // A credential cache keeps settings in the form of tickets too.
    found.retain(|it| {
        let first = layer.bytes.get(it.range.start);
        it.kind != DecryptedPart::CachedTicket || first == Some(&der::application(1))
    });
    found
}

/// The usages that a part may be encrypted for, the likeliest first.
pub fn usages(kind: DecryptedPart) -> &'static [u32] {
    match kind {
        DecryptedPart::Ticket => &[usage::KDC_REP_TICKET],
        DecryptedPart::Authenticator => {
            &[usage::AP_REQ_AUTHENTICATOR, usage::TGS_REQ_AUTHENTICATOR]
        }
        DecryptedPart::KdcAuthenticator => {
            &[usage::TGS_REQ_AUTHENTICATOR, usage::AP_REQ_AUTHENTICATOR]
        }
        DecryptedPart::AsReply => &[usage::AS_REP],
        DecryptedPart::TgsReply => &[usage::TGS_REP_SESSION, usage::TGS_REP_SUBKEY],
        DecryptedPart::ApReply => &[usage::AP_REP],
        DecryptedPart::Cred => &[usage::KRB_CRED],
        DecryptedPart::Timestamp => &[usage::PA_ENC_TIMESTAMP],
        DecryptedPart::Authorization => {
            &[usage::TGS_REQ_AUTHZ_SUBKEY, usage::TGS_REQ_AUTHZ_SESSION]
        }
        DecryptedPart::PacCredentials => &[usage::PAC_CREDENTIALS],
        DecryptedPart::Pac | DecryptedPart::CachedTicket => &[],
    }
}

/// The number that a field says.
pub fn number(field: &Field) -> Option<i64> {
    match &field.value {
        Value::Number(number) | Value::Named(number, _) => i64::try_from(*number).ok(),
        // One below zero is a text, perhaps with its name.
        Value::Text(text) => text.split(' ').next()?.parse().ok(),
        _ => None,
    }
}

/// The field of that name right below another.
pub fn child<'a>(field: &'a Field, name: &str) -> Option<&'a Field> {
    field.children.iter().find(|child| child.name == name)
}

/// What stands around a field.
struct Around<'a> {
    /// The name of the group.
    name: &'a str,
    /// Whether it is in a credential cache.
    cache: bool,
    /// Whether it is in pre-authentication data: an AP-REQ there is for the KDC.
    padata: bool,
}

fn walk(field: &Field, around: &Around<'_>, found: &mut Vec<Ciphertext>) {
    let name = &*field.name;
    if let Some((etype, cipher)) =
        child(field, field_name::ETYPE).zip(child(field, field_name::CIPHER))
        && let Some(kind) = kind(name, around)
        && let Some(etype) = number(etype).filter(|etype| *etype != 0)
    {
        found.push(Ciphertext {
            kind,
            etype: Some(etype),
            range: cipher.range.clone(),
        });
    }
    if let Some((etype, cipher)) =
        child(field, field_name::ENCRYPTION_TYPE).zip(child(field, field_name::SERIALIZED_DATA))
        && let Some(etype) = number(etype)
    {
        found.push(Ciphertext {
            kind: DecryptedPart::PacCredentials,
            etype: Some(etype),
            range: cipher.range.clone(),
        });
    }
    let pac = || child(field, field_name::AD_TYPE).and_then(number) == Some(authorization::PAC);
    let clear = match name {
        field_name::AUTHORIZATION_ELEMENT if pac() => {
            child(field, field_name::AD_DATA).map(|it| (DecryptedPart::Pac, it))
        }
        field_name::TICKET if around.cache => {
            child(field, field_name::TICKET).map(|it| (DecryptedPart::CachedTicket, it))
        }
        _ => None,
    };
    if let Some((kind, data)) = clear {
        found.push(Ciphertext {
            kind,
            etype: None,
            range: data.range.clone(),
        });
        return;
    }
    let inside = Around {
        name,
        cache: around.cache,
        padata: around.padata || name == field_name::PADATA_VALUE,
    };
    for field in &field.children {
        walk(field, &inside, found);
    }
}

/// What is encrypted in a field of that name, by what it stands in.
fn kind(name: &str, around: &Around<'_>) -> Option<DecryptedPart> {
    Some(match (name, around.name) {
        (field_name::ENC_PART, field_name::TICKET) => DecryptedPart::Ticket,
        (field_name::ENC_PART, field_name::AS_REP) => DecryptedPart::AsReply,
        (field_name::ENC_PART, field_name::TGS_REP) => DecryptedPart::TgsReply,
        (field_name::ENC_PART, field_name::AP_REP) => DecryptedPart::ApReply,
        (field_name::ENC_PART, field_name::KRB_CRED) => DecryptedPart::Cred,
        (field_name::AUTHENTICATOR, _) if around.padata => DecryptedPart::KdcAuthenticator,
        (field_name::AUTHENTICATOR, _) => DecryptedPart::Authenticator,
        (field_name::PA_ENC_TIMESTAMP, _) => DecryptedPart::Timestamp,
        (field_name::ENC_AUTHORIZATION_DATA, _) => DecryptedPart::Authorization,
        _ => return None,
    })
}
