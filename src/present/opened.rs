//! What is encrypted in a message of a run, opened: by whoever sent it or got it, with a key that they have.

use super::steps::Step;
use crate::lab::{EventKind, HostId, Log};
use crate::traffic::decryption::{KeySource, Keyring, OpenedPart, decrypt};
use crate::value_kind::ValueKind;
use crate::wire::{Layer, LayerValue};
use std::rc::Rc;

/// What is encrypted in the message of a step, opened with the keys that its sender or its receiver has at any time in the
/// run. `sides` are the layers of what was sent and of what arrived.
pub fn opened(log: &Log, step: &Step, sides: [&[Rc<Layer>]; 2]) -> [Vec<OpenedPart>; 2] {
    let kerberos = |layer: &Rc<Layer>| matches!(layer.value, LayerValue::Kerberos(Some(_)));
    let ends = log.event(step.id).and_then(|event| match event.kind {
        EventKind::Message { to, .. } => Some([event.host, to]),
        _ => None,
    });
    let Some(ends) = ends.filter(|_| sides.iter().any(|it| it.iter().any(kerberos))) else {
        return Default::default();
    };
    let ring = keys_of(log, ends);
    sides.map(|layers| decrypt(layers, ring.clone()).parts)
}

/// The keys that these hosts have at any time in the run.
fn keys_of(log: &Log, ends: [HostId; 2]) -> Keyring {
    let mut ring = Keyring::default();
    let hosts = ends.iter().filter_map(|id| log.host(*id));
    for (of, key) in hosts.flat_map(|host| &host.kerberos_keys) {
        ring.add(key.clone(), KeySource::Held(of.clone()));
    }
    let events = log.events.iter();
    let own = events.filter(|event| ends.contains(&event.host));
    for held in own.flat_map(|event| &event.gained) {
        let source = match held.kind {
            ValueKind::SessionKey => KeySource::HeldSession(held.of.to_string()),
            ValueKind::NtHash => KeySource::Held(held.of.to_string()),
            _ => continue,
        };
        ring.add_untyped(held.value.as_deref().unwrap_or_default(), &source);
    }
    ring
}
