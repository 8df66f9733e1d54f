//! Messages of protocols of which only the tokens are kept, written out again for a capture: SMB, LDAP, SMTP, IMAP and POP.
//! What stood around the tokens is made up, as far as signing in needs it.

mod ldap;
mod mail;
mod smb1;
mod smb2;

use super::TrafficPicture;
use crate::hosts::ConnectionId;
use crate::lab::EventKind;
use crate::traffic::collection::Collection;
use crate::traffic::leg::{Flow, Leg, LegKind, Method, Protocol};
use std::collections::{HashMap, HashSet};

/// Writes messages of one connection, in order.
trait Framer {
    /// The message of a leg on the wire; nothing on it where it is empty, and none where this framer cannot write it.
    fn frame(&mut self, leg: &Leg) -> Option<Vec<u8>>;
}

/// The mechanism of SASL for a token whose client does not name one.
fn usual_mechanism(method: Method) -> &'static str {
    match method {
        Method::Ntlm => "NTLM",
        Method::Kerberos => "GSSAPI",
        _ => "GSS-SPNEGO",
    }
}

/// A connection that is written out.
struct WrittenFlow {
    framer: Box<dyn Framer>,
    /// The server's port: the one that was seen, or else the usual one.
    port: u16,
}

impl WrittenFlow {
    /// None for one whose messages are whole in the log.
    fn of(flow: &Flow) -> Option<Self> {
        let (framer, usual): (Box<dyn Framer>, u16) = match flow.protocol {
            Protocol::Smb1 => (Box::<smb1::Smb1Framer>::default(), 445),
            Protocol::Smb2 => (Box::<smb2::Smb2Framer>::default(), 445),
            Protocol::Ldap => (Box::<ldap::LdapFramer>::default(), 389),
            Protocol::Smtp => (Box::new(mail::MailFramer::new(mail::Dialect::Smtp)), 25),
            Protocol::Imap => (Box::new(mail::MailFramer::new(mail::Dialect::Imap)), 143),
            Protocol::Pop => (Box::new(mail::MailFramer::new(mail::Dialect::Pop)), 110),
            _ => return None,
        };
        let port = flow.server.port.unwrap_or(usual);
        Some(Self { framer, port })
    }
}

/// Puts whole messages in the place of tokens, on each connection all of whose messages can be written.
pub fn framed(collection: &Collection, picture: &mut TrafficPicture) {
    let mut flows: HashMap<usize, Option<WrittenFlow>> = HashMap::new();
    let mut unwritten: HashSet<usize> = HashSet::new();
    let mut written = Vec::new();
    for (step, source) in picture.steps.iter().zip(&picture.marks) {
        let leg = source.leg.and_then(|it| collection.legs.get(it));
        let Some(leg) = leg.filter(|leg| leg.kind == LegKind::Message) else {
            continue;
        };
        let Some(flow) = collection.flows.get(leg.flow) else {
            continue;
        };
        let known = flows
            .entry(leg.flow)
            .or_insert_with(|| WrittenFlow::of(flow));
        let Some(WrittenFlow { framer, port }) = known else {
            continue;
        };
        match framer.frame(leg) {
            Some(bytes) => written.push((step.id, leg.flow, *port, bytes)),
            None => {
                unwritten.insert(leg.flow);
            }
        }
    }
    let log = &mut picture.log;
    let mut ports: HashMap<ConnectionId, u16> = HashMap::new();
    for (id, flow, port, bytes) in written {
        let event = log.events.get_mut(id.0 as usize);
        if let Some(EventKind::Message {
            connection, sent, ..
        }) = event.map(|event| &mut event.kind)
            && !unwritten.contains(&flow)
        {
            *sent = bytes.into();
            ports.insert(*connection, port);
        }
    }
    for connection in &mut log.connections {
        connection.carrier.framed = ports.get(&connection.id).copied();
    }
}
