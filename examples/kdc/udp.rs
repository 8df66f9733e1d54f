//! Datagrams, one request each (RFC 4120 7.2.1). Nothing is kept between them, so one thread does for all.

use crate::served_kdc::Kdc;
use double_hop::wire::kerberos::error_code::KRB_ERR_RESPONSE_TOO_BIG;
use std::net::UdpSocket;
use std::thread;
use std::time::Duration;

/// The longest answer that goes out as a datagram, in bytes: what Windows takes for one that no router breaks up
/// (MaxDatagramReplySize).
const LONGEST: usize = 1465;

/// Answers datagrams for ever, one after the other.
pub fn serve(socket: &UdpSocket, kdc: &Kdc) {
    let mut buffer = vec![0; 1 << 16];
    loop {
        let Ok((length, peer)) = socket.recv_from(&mut buffer) else {
            // What an earlier answer met on its way is reported here, and concerns nobody.
            thread::sleep(Duration::from_millis(10));
            continue;
        };
        let request = buffer.get(..length).unwrap_or_default();
        if !is_request(request) {
            continue;
        }
        let mut answer = kdc.answer(request, peer);
        if answer.len() > LONGEST {
            answer = kdc.error(KRB_ERR_RESPONSE_TOO_BIG);
        }
        let _ = socket.send_to(&answer, peer);
    }
}

/// Whether it begins as an AS-REQ or a TGS-REQ. Nothing else is answered: to answer an error with an error could go on for
/// ever between two KDCs, and who sent a datagram is not known.
fn is_request(bytes: &[u8]) -> bool {
    matches!(bytes.first(), Some(0x6a | 0x6c))
}
