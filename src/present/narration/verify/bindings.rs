//! What channel bindings say.

use crate::present::narration::text::{Text, hex};
use crate::prose;
use crate::traffic::verify::{BindingKind, BindingsReason, CertificateError};

/// What is known of channel bindings in the field of that name.
pub fn bindings(field: &'static str, reason: &BindingsReason) -> Text {
    // No hash is longer; what is, was made up.
    let shown = |bytes: &[u8]| hex(bytes.get(..64).unwrap_or(bytes));
    match reason {
        BindingsReason::OnlyNtlmV2 => {
            prose! { "Only an NTLMv2 response can carry channel bindings" }
        }
        BindingsReason::None => {
            prose! { "The response carries no MsvAvChannelBindings: it is not bound to a TLS channel" }
        }
        BindingsReason::Zero => {
            prose! { field, " is zero, which says that the client had no bindings" }
        }
        BindingsReason::Empty => {
            prose! { field, " is the hash of empty bindings: the client had none" }
        }
        BindingsReason::Unchecked { sent } => prose! {
            field, " is ", shown(sent), "; a certificate or a hash to hold it against is missing"
        },
        BindingsReason::BadCertificate(error) => prose! {
            "The certificate cannot be used: ", certificate_error(*error)
        },
        BindingsReason::Match { sent, of } => prose! {
            field, " is that of ", binding_name(*of), ": ", shown(sent)
        },
        BindingsReason::Differ { sent, expected, of } => prose! {
            field, " is ", shown(sent), ", and would be ", hex(expected), " for ", binding_name(*of)
        },
    }
}

fn certificate_error(error: CertificateError) -> &'static str {
    match error {
        CertificateError::Base64 => "its base64 is broken",
        CertificateError::NotACertificate => "it is neither PEM nor DER of an X.509 certificate",
        CertificateError::NoHash => "RFC 5929 defines no hash for the algorithm it is signed with",
    }
}

fn binding_name(kind: BindingKind) -> &'static str {
    match kind {
        BindingKind::Hash => "the hash given",
        BindingKind::Certificate => "this certificate",
    }
}
