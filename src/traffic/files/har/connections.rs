//! Which entries of a HAR share a connection. What its writers put there is a socket, an index, a port of the server or
//! nothing; without it the steps of NTLM are joined by their order and address.

use super::super::flows::Flows;
use super::super::leg::{Flow, Leg, Party, Protocol, Sender, SentCredential};
use super::entry::HarEntry;
use std::collections::HashMap;

/// So many handshakes at once with one host are kept apart where the file does not number connections.
const AT_ONCE: usize = 16;

/// The connections that turned up.
#[derive(Default)]
pub(super) struct Connections {
    pub(super) flows: Flows<ConnectionKey>,
    /// By host: handshakes that wait for their last message.
    waiting: HashMap<String, Vec<Waiting>>,
}

/// What tells connections apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum ConnectionKey {
    /// The file's own number, and the host.
    Numbered(String, String),
    /// The host, and which of several handshakes at once.
    Host(String, usize),
}

struct Waiting {
    request: String,
    slot: usize,
}

/// Where an entry belongs: on which connection, and how much of NTLM it has.
pub(super) struct EntryPlace {
    pub(super) flow: usize,
    /// It has the last message of NTLM, and the challenge that it answers is not in the file.
    pub(super) proof_alone: bool,
}

impl Connections {
    pub(super) fn place(&mut self, entry: &HarEntry, legs: &[Leg]) -> EntryPlace {
        let host = entry.authority().unwrap_or_default().to_ascii_lowercase();
        let number = number(entry);
        // With a number, only handshakes of that connection are looked through.
        let room = match &number {
            Some(number) => format!("{number} {host}"),
            None => host.clone(),
        };
        let request = format!("{} {}", entry.method, entry.url);
        let waiting = self.waiting.entry(room).or_default();
        let (mut slot, mut proof_alone) = (0, false);
        if step(legs, Sender::Client) == Some(3) {
            let same = waiting.iter().position(|it| it.request == request);
            let found = same.or_else(|| (!waiting.is_empty()).then_some(0));
            proof_alone = found.is_none();
            slot = found.map_or(0, |at| waiting.remove(at).slot);
        }
        if step(legs, Sender::Server) == Some(2) {
            let free = (0..AT_ONCE).find(|slot| waiting.iter().all(|it| it.slot != *slot));
            slot = free.unwrap_or_else(|| waiting.remove(0).slot);
            waiting.push(Waiting { request, slot });
        }
        let key = match number {
            Some(number) => ConnectionKey::Numbered(number, host),
            None => ConnectionKey::Host(host, slot),
        };
        let flow = self.flows.number(key, || describe(entry));
        EntryPlace { flow, proof_alone }
    }
}

/// The connection's number. Chrome and Firefox now write the server's port in its place, which tells nothing.
fn number(entry: &HarEntry) -> Option<String> {
    if let Some(number) = &entry.connection_id {
        return Some(number.clone());
    }
    let port = entry.target().and_then(|url| url.port);
    let written = entry.connection.clone()?;
    let is_port = port.is_some_and(|port| written == port.to_string());
    (!is_port && written != "0").then_some(written)
}

fn describe(entry: &HarEntry) -> Flow {
    let url = entry.target();
    let address = entry.server_address.as_deref().unwrap_or_default();
    let server = Party {
        address: address.trim_matches(['[', ']']).parse().ok(),
        port: entry.server_port.or_else(|| url.and_then(|url| url.port)),
        name: url.map(|url| url.host.to_owned()),
    };
    // Fiddler writes `ClientPort:63043; EgressPort:63045`.
    let connection = entry.connection.as_deref().unwrap_or_default();
    let port = connection.split_once("ClientPort:").map(|(_, rest)| rest);
    let port = port.and_then(|it| it.split(';').next()?.trim().parse().ok());
    let client = Party {
        port,
        ..Party::default()
    };
    let protocol = url.map_or(Protocol::Http, |url| url.protocol());
    Flow::new(client, server, protocol)
}

/// Which message of NTLM that end sent ([MS-NLMP] 2.2.1), alone or within SPNEGO.
fn step(legs: &[Leg], sender: Sender) -> Option<u8> {
    const SIGNATURE: &[u8] = b"NTLMSSP\0";
    let tokens = legs.iter().filter(|leg| leg.sender == sender);
    let mut steps = tokens.filter_map(|leg| {
        let Some(SentCredential::Token(_, token)) = &leg.credential else {
            return None;
        };
        let at = token
            .windows(SIGNATURE.len())
            .position(|it| it == SIGNATURE)?;
        token.get(at + SIGNATURE.len()).copied()
    });
    steps.next()
}
