//! The log without the passwords that are sent in clear: stars stand in their place, as many as they are long.

use crate::lab::{EventKind, Log};
use crate::value_kind::ValueKind;
use crate::wire::{LayerValue, layers, to_base64};

/// The same log with stars in the place of passwords.
pub fn masked(log: &Log) -> Log {
    let mut masked = log.clone();
    for event in &mut masked.events {
        if let EventKind::Message { sent, received, .. } = &mut event.kind {
            *sent = message(sent).into();
            if let Some(received) = received {
                *received = message(received).into();
            }
        }
    }
    masked
}

fn message(bytes: &[u8]) -> Vec<u8> {
    let mut masked = bytes.to_vec();
    for (number, layer) in layers(bytes).iter().enumerate() {
        if matches!(layer.value, LayerValue::Basic(_)) {
            masked = basic(&masked, &layer.bytes);
        } else if number == 0 && !matches!(layer.value, LayerValue::Request(_)) {
            // The outermost layer has the message's own bytes; of HTTP its header is base64.
            let leaves = layer.layout.leaves().into_iter();
            for leaf in leaves.filter(|leaf| leaf.value_kind == Some(ValueKind::Password)) {
                if let Some(password) = masked.get_mut(leaf.range.clone()) {
                    password.fill(b'*');
                }
            }
        }
    }
    masked
}

/// The credentials of Basic in a message, with stars behind the colon.
fn basic(message: &[u8], user_pass: &[u8]) -> Vec<u8> {
    let written = to_base64(user_pass);
    let Some(at) = find(message, written.as_bytes()) else {
        return message.to_vec();
    };
    let mut hidden = user_pass.to_vec();
    let colon = hidden.iter().position(|byte| *byte == b':');
    let password = hidden.get_mut(colon.map_or(0, |colon| colon + 1)..);
    password.unwrap_or_default().fill(b'*');
    let mut masked = message.to_vec();
    if let Some(place) = masked.get_mut(at..at + written.len()) {
        place.copy_from_slice(to_base64(&hidden).as_bytes());
    }
    masked
}

fn find(message: &[u8], wanted: &[u8]) -> Option<usize> {
    message
        .windows(wanted.len().max(1))
        .position(|it| it == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hosts::{Era, Scheme};
    use crate::lab::{Scenario, run};

    #[test]
    fn no_password_is_left_and_nothing_else_changes() {
        let mut scenario = Scenario::of(Era::Today);
        scenario.front_end.schemes = vec![Scheme::Basic];
        scenario.back_end.schemes = vec![Scheme::Basic];
        let log = run(&scenario);
        let hidden = masked(&log);
        let mut changed = 0;
        for ((sent, _), (masked, _)) in log.messages().zip(hidden.messages()) {
            assert_eq!(sent.len(), masked.len());
            changed += usize::from(sent != masked);
            for layer in layers(masked) {
                let text = String::from_utf8_lossy(&layer.bytes).into_owned();
                assert!(!text.contains(&scenario.client.password), "{text}");
                let wide: Vec<u8> = scenario
                    .client
                    .password
                    .encode_utf16()
                    .flat_map(u16::to_le_bytes)
                    .collect();
                assert!(find(&layer.bytes, &wide).is_none());
            }
        }
        assert!(changed > 0);
        assert_eq!(hidden.events.len(), log.events.len());
    }
}
