//! What the inspector shows of a step besides its explanation: its message as text, its bytes, its proofs.

use super::foreign::passage;
use super::steps::Step;
use crate::lab::Log;
use crate::wire::{Layer, LayerValue, layers};

mod fields;
mod proofs;
mod replay;

pub use fields::{FieldRow, field_rows, moment, row_at};
pub use proofs::{Proof, proofs, proves};
pub use replay::{ReplayedChallenge, concerns_replay, replayed};

/// The layers of the message that a step is named for, as it was sent and as it arrived; nothing for a note.
pub fn message(log: &Log, step: &Step) -> Option<[Vec<Layer>; 2]> {
    Some(log.event(step.id)?.sides()?.map(|bytes| layers(bytes)))
}

/// Takes a body for left out that is not all there, and says so: of traffic that others kept, heads tell how long a body is
/// that nobody kept.
pub fn leave_out_body(layers: &mut [Layer]) -> bool {
    let cut = layers.first_mut().filter(|outer| outer.lacks_body());
    let cut = cut.map(|outer| outer.error = None);
    cut.is_some()
}

/// The short name of a layer.
pub fn layer_name(layer: &Layer) -> &'static str {
    use crate::wire::ntlm::NtlmMessage;
    match &layer.value {
        LayerValue::Request(_) => "HTTP request",
        LayerValue::Response(_) => "HTTP response",
        LayerValue::Rpc(_) => "RPC",
        LayerValue::Tds(_) => "TDS",
        LayerValue::Ntlm(Some(NtlmMessage::Negotiate(_))) => "NEGOTIATE",
        LayerValue::Ntlm(Some(NtlmMessage::Challenge(_))) => "CHALLENGE",
        LayerValue::Ntlm(Some(NtlmMessage::Authenticate(_))) => "AUTHENTICATE",
        LayerValue::Ntlm(None) => "NTLM",
        LayerValue::Basic(_) => "user-pass",
        LayerValue::TsRequest(_) => "CredSSP",
        LayerValue::Spnego(_) => "SPNEGO",
        LayerValue::NegoEx(_) => "NegoEx",
        LayerValue::Kerberos(_) => "Kerberos",
        LayerValue::Decrypted(_) | LayerValue::Keytab(_) | LayerValue::Ccache(_) => {
            layer.kind().name()
        }
        LayerValue::DigestChallenge(_) | LayerValue::DigestResponse(_) => "Digest",
        LayerValue::Sasl(mechanism, _) => mechanism.name(),
        LayerValue::HashLine(_) | LayerValue::KerberosLine(_) => "hash line",
        LayerValue::ConnectRequest(_) => "connect (simplified)",
        LayerValue::ConnectResponse(_) => "result (simplified)",
        LayerValue::LogonRequest(_) => "logon request (simplified)",
        LayerValue::LogonResponse(_) => "logon response (simplified)",
        LayerValue::Unknown => "unknown",
    }
}

/// How many bytes a line of a hex dump has.
pub const HEX_ROW: usize = 16;

/// Bytes in hex with blanks between them; behind the first `most`, how many there are.
pub fn hex(bytes: &[u8], most: usize) -> String {
    let shown = bytes.iter().take(most).map(|byte| format!("{byte:02x}"));
    let mut text = shown.collect::<Vec<_>>().join(" ");
    if bytes.len() > most {
        text.push_str(&format!(" … ({} bytes)", bytes.len()));
    }
    text
}

/// A message as text: HTTP as it is, RPC by its fields.
pub fn message_text(layer: &Layer) -> String {
    match layer.value {
        LayerValue::Request(_) | LayerValue::Response(_) => {
            passage(&String::from_utf8_lossy(&layer.bytes), 8000)
        }
        LayerValue::Basic(_) => passage(&String::from_utf8_lossy(&layer.bytes), usize::MAX),
        _ => {
            let mut text = String::new();
            for row in field_rows(&layer.layout, &layer.bytes) {
                if !text.is_empty() {
                    text.push('\n');
                }
                text.extend(std::iter::repeat_n("  ", row.depth));
                text.push_str(&row.name);
                text.push_str(": ");
                text.push_str(&row.value);
            }
            text
        }
    }
}
