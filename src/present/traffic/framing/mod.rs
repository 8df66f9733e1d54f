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
use crate::wire::rpc::Pdu;
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
    /// The server's port: the one that was seen, or the usual one.
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
        let port = match flow.protocol {
            // Without the server's greeting they are told by their ports.
            Protocol::Imap | Protocol::Pop => usual,
            _ => flow.server.port.unwrap_or(usual),
        };
        Some(Self { framer, port })
    }
}

/// Whether a message went through a named pipe of SMB, in which DCE/RPC has sign-ins of its own.
fn is_piped(flow: &Flow, leg: &Leg) -> bool {
    let smb = matches!(flow.protocol, Protocol::Smb1 | Protocol::Smb2);
    smb && Pdu::decode(&leg.message).value.is_ok()
}

/// Puts whole messages in the place of tokens, on each connection all of whose messages can be written; what goes through pipes is
/// left out beside them.
pub fn framed(collection: &Collection, picture: &mut TrafficPicture) {
    let mut flows: HashMap<usize, Option<WrittenFlow>> = HashMap::new();
    let mut unwritten: HashSet<usize> = HashSet::new();
    let (mut written, mut piped) = (Vec::new(), Vec::new());
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
        if is_piped(flow, leg) {
            piped.push((step.id, leg.flow, *port, Vec::new()));
            continue;
        }
        match framer.frame(leg) {
            Some(bytes) => written.push((step.id, leg.flow, *port, bytes)),
            None => {
                unwritten.insert(leg.flow);
            }
        }
    }
    let signed_in: HashSet<usize> = written.iter().map(|(_, flow, ..)| *flow).collect();
    piped.retain(|(_, flow, ..)| signed_in.contains(flow));
    written.append(&mut piped);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::present::export::ExportFormat;
    use crate::present::traffic::{Export, Exported};
    use crate::traffic::files::FileExtras;
    use crate::traffic::leg::{
        Contents, FileLocation, Party, Sender, SentCredential, Status, Unit,
    };
    use crate::traffic::reader::TrafficReader;
    use crate::wire::ntlm::{Authenticate, Challenge, Negotiate};
    use crate::wire::ntstatus::STATUS_MORE_PROCESSING_REQUIRED;
    use crate::wire::rpc::{AuthVerifier, Body};

    /// A sign-in of SMB, or none, and one in a pipe of the same connection.
    fn written_again(smb: bool) -> Collection {
        let party = |last, port| Party {
            address: Some([10, 0, 0, last].into()),
            port: Some(port),
            name: None,
        };
        let tokens = [
            (Sender::Client, Negotiate::default().encode(), None),
            (
                Sender::Server,
                Challenge::default().encode(),
                Some(Status::Nt(STATUS_MORE_PROCESSING_REQUIRED)),
            ),
            (Sender::Client, Authenticate::default().encode(), None),
            (Sender::Server, Vec::new(), Some(Status::Nt(0))),
        ];
        let mut number = 0;
        let mut leg = |strand, sender, token: Vec<u8>, status, message: Vec<u8>| {
            number += 1;
            let location = FileLocation {
                unit: Unit::Packet,
                first: number,
                last: number,
            };
            let mut leg = Leg::new(0, sender, None, location);
            (leg.strand, leg.status, leg.message) = (strand, status, message.into());
            leg.credential =
                (!token.is_empty()).then(|| SentCredential::Token(Method::Ntlm, token.into()));
            leg
        };
        let mut legs = Vec::new();
        for (sender, token, status) in tokens.iter().filter(|_| smb) {
            legs.push(leg(
                0,
                *sender,
                token.clone(),
                status.clone(),
                token.clone(),
            ));
        }
        for (sender, token, _) in &tokens[..3] {
            let auth = Some(AuthVerifier::ntlm(token.clone()));
            let pdu = Pdu::new(1, Body::Auth3 { pad: [0; 4] }, auth);
            let pdu = pdu.encode().unwrap();
            legs.push(leg(1 << 32, *sender, token.clone(), None, pdu));
        }
        let contents = Contents {
            flows: vec![Flow::new(party(1, 50_000), party(2, 445), Protocol::Smb2)],
            legs,
            ..Contents::default()
        };
        let mut collection = Collection::default();
        collection.add("a.pcap", contents, FileExtras::default());
        let members: Vec<usize> = (0..collection.attempts.len()).collect();
        let bytes = Export::Of(ExportFormat::Pcapng).make(&Exported {
            collection: &collection,
            proofs: &[],
            members: &members,
            redacted: false,
        });
        let mut reader = TrafficReader::new(&bytes);
        reader.push(&bytes);
        let mut again = Collection::default();
        again.take("again.pcapng", reader.finish().unwrap());
        again
    }

    #[test]
    fn what_goes_through_a_pipe_takes_nothing_from_the_sign_in_around_it() {
        let ports = |of: &Collection| of.flows.first().map(|it| (it.protocol, it.server.port));
        let again = written_again(true);
        assert_eq!(again.attempts.len(), 1);
        assert_eq!(ports(&again), Some((Protocol::Smb2, Some(445))));
        // Alone it is written as it is, where Wireshark tries it.
        let alone = written_again(false);
        assert_eq!(ports(&alone), Some((Protocol::Rpc, Some(1028))));
    }
}
