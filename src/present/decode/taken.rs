//! What is decoded, in the forms in which people take it along; and the lab's own traffic as something to decode.

use super::json::{hidden, masked};
use super::place;
use crate::lab::{Event, EventKind, Hop, Log};
use crate::present::inspect::field_rows;
use crate::present::narration::ends_here;
use crate::traffic::FoundToken;
use crate::wire::{Layer, LayerValue, layers, to_base64};

/// A token's bytes, with stars in the place of a password unless it is asked for.
fn shown_bytes(token: &FoundToken, secrets: bool) -> Vec<u8> {
    match token.layer().filter(|_| !secrets) {
        Some(layer) => masked(&layer.bytes, &hidden(&layer)),
        None => token.bytes.to_vec(),
    }
}

/// A token in base64.
pub fn base64(token: &FoundToken, secrets: bool) -> String {
    to_base64(&shown_bytes(token, secrets))
}

/// A token in hex.
pub fn hex(token: &FoundToken, secrets: bool) -> String {
    ::hex::encode(shown_bytes(token, secrets))
}

/// A token's fields, one on a line.
pub fn text(token: &FoundToken, secrets: bool) -> String {
    let mut text = [token.kind.name(), " · ", &place(&token.place), "\n"].concat();
    let Some(mut layer) = token.layer() else {
        return text;
    };
    if !secrets {
        super::mask(&mut layer);
    }
    for row in field_rows(&layer.layout, &layer.bytes) {
        text.extend(std::iter::repeat_n("  ", row.depth + 1));
        text.push_str(&row.name);
        text.push_str(": ");
        text.push_str(&row.value);
        text.push('\n');
    }
    if let Some(error) = &layer.error {
        text.push_str(&format!("  {}\n", ends_here(error)));
    }
    text
}

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
            let lines = sent
                .chunks(16)
                .map(|line| crate::present::inspect::hex(line, 16));
            text.push_str(&lines.collect::<Vec<_>>().join("\n"));
        }
        text.push_str("\n\n");
    }
    text
}
