//! The lab's own traffic as something to decode.

use crate::lab::{Event, EventKind, Hop, Log};
use crate::present::inspect::hex;
use crate::wire::{Layer, LayerValue, layers};

/// What a run of the lab sent, connection by connection, as a tool would show it: HTTP as text, what carries NTLM or
/// Kerberos elsewhere in hex.
pub fn traffic(log: &Log) -> String {
    transcript(log, |_| true)
}

/// The same of the hop that is named, or of all.
pub(super) fn transcript(log: &Log, wanted: fn(Hop) -> bool) -> String {
    let mut text = String::new();
    let of_hop = |event: &&Event| log.hop(event).is_some_and(wanted);
    let connections = log.connections.iter().map(|connection| connection.id);
    let messages = connections.flat_map(|id| {
        let events = log.events.iter().filter(of_hop);
        events.filter_map(move |event| match &event.kind {
            EventKind::Message {
                connection,
                to,
                sent,
                ..
            } if *connection == id => Some((event.host, *to, sent)),
            _ => None,
        })
    });
    for (from, to, sent) in messages {
        let name = |id| log.host(id).map_or("", |host| host.name.as_str());
        let found = layers(sent);
        let http = matches!(
            found.first().map(|layer| &layer.value),
            Some(LayerValue::Request(_) | LayerValue::Response(_))
        );
        let token =
            |layer: &Layer| matches!(layer.value, LayerValue::Ntlm(_) | LayerValue::Kerberos(_));
        if !http && !found.iter().any(token) {
            continue;
        }
        text.push_str(&format!("# {} to {}\n", name(from), name(to)));
        if http {
            let all = String::from_utf8_lossy(sent).replace('\r', "");
            let head = all.split_once("\n\n").map_or(&*all, |(head, _)| head);
            text.push_str(head);
        } else {
            let lines = sent.chunks(16).map(|line| hex(line, 16));
            text.push_str(&lines.collect::<Vec<_>>().join("\n"));
        }
        text.push_str("\n\n");
    }
    text
}
