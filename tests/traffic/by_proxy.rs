//! What goes to a server through a proxy: the address is the proxy's, and no name of the server's is given to it.

use crate::lab_capture::{Segment, collection, segments};
use double_hop::lab::presets::Preset;
use double_hop::lab::run;
use double_hop::present::narration::traffic::because;
use std::net::IpAddr;

const SYN: u8 = 2;
const SERVER: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(10, 0, 0, 2));
const PROXIED: &str = "It goes through a proxy";

/// The first connection of a run with NTLM, behind what its ends say in turn before all else.
fn behind(opening: &[&[u8]]) -> Vec<Segment> {
    let mut own = segments(&[run(&Preset::named("web-service").unwrap().scenario())]);
    let ends = [own[0].from, own[0].to];
    own.retain(|it| ends.contains(&it.from) && ends.contains(&it.to));
    for (number, bytes) in opening.iter().enumerate().rev() {
        let first = &mut own[number % 2];
        assert!(first.flags & SYN != 0 && first.from == ends[number % 2]);
        let length = u32::try_from(bytes.len()).unwrap();
        first.sequence = first.sequence.wrapping_sub(length);
        let mut message = first.clone();
        message.flags &= !SYN;
        message.sequence = message.sequence.wrapping_add(1);
        message.bytes = bytes.to_vec();
        own.insert(2, message);
    }
    let mut next = [0, 1].map(|side: usize| own[side].sequence.wrapping_add(1));
    own[1].acknowledged = next[0];
    for (number, bytes) in opening.iter().enumerate() {
        own[number + 2].acknowledged = next[(number + 1) % 2];
        let length = u32::try_from(bytes.len()).unwrap();
        next[number % 2] = next[number % 2].wrapping_add(length);
    }
    own
}

/// Nobody signs in to the proxy, so the request that opens the tunnel is no message of a sign-in.
#[test]
fn a_clear_tunnel_names_no_proxy_for_the_server_behind_it() {
    let direct = collection(&behind(&[b"GET / HTTP/1.1\n\n", b"HTTP/1.1 204 No\n\n"]));
    assert!(direct.names.contains_key(&SERVER), "{:?}", direct.names);
    assert!(!because(&direct.attempts[0]).contains(PROXIED));
    let refused = b"HTTP/1.1 405 No\nContent-Length: 0\n\n";
    let refused = collection(&behind(&[b"CONNECT web-01:80 HTTP/1.1\n\n", refused]));
    assert!(refused.names.contains_key(&SERVER), "{:?}", refused.names);
    let opened = behind(&[b"CONNECT web-01:80 HTTP/1.1\n\n", b"HTTP/1.1 200 OK\n\n"]);
    let tunnel = collection(&opened);
    assert!(!tunnel.names.contains_key(&SERVER), "{:?}", tunnel.names);
    assert_eq!(tunnel.attempts.len(), direct.attempts.len());
    let [told, of] = [&direct, &tunnel].map(|it| it.attempts[0].facts.server.clone());
    assert_eq!(told, of);
    let said = because(&tunnel.attempts[0]);
    assert!(said.contains(PROXIED), "{said}");
}

/// The same of a request with the whole address (RFC 9112 3.2.2), which clients write for a proxy alone.
#[test]
fn a_request_with_the_whole_address_is_for_a_proxy() {
    let asked = b"GET http://web-01/ HTTP/1.1\n\n";
    let proxied = collection(&behind(&[asked, b"HTTP/1.1 204 No\n\n"]));
    assert!(!proxied.names.contains_key(&SERVER), "{:?}", proxied.names);
    assert!(because(&proxied.attempts[0]).contains(PROXIED));
}

/// The proxy's own connection has the same messages a little later.
#[test]
fn a_proxy_that_passes_a_sign_in_on_signs_in_for_nobody() {
    let asked = b"GET http://web-01/ HTTP/1.1\n\n";
    let mut all = behind(&[asked, b"HTTP/1.1 204 No\n\n"]);
    let (start, [client, proxy]) = (all[0].at, [all[0].from, all[0].to]);
    for segment in &mut all {
        segment.at = start + (segment.at - start) * 10;
    }
    let behind = all.clone().into_iter().map(|it| {
        let (own, server) = ((proxy.0, 60_000), ([10, 0, 0, 9], 80));
        let (from, to) = match it.from == client {
            true => (own, server),
            false => (server, own),
        };
        Segment {
            at: it.at + 3,
            from,
            to,
            ..it
        }
    });
    let behind: Vec<_> = behind.collect();
    all.extend(behind);
    all.sort_by_key(|it| it.at);
    let found = collection(&all);
    assert_eq!(found.attempts.len(), 2);
    let serves = found.attempts.iter().map(|it| it.on_behalf_of);
    assert_eq!(serves.collect::<Vec<_>>(), [None, None]);
}

/// Through SOCKS (RFC 1928) as well, and through version 4 of it, with an address or a name.
#[test]
fn a_tunnel_of_socks_names_no_proxy_for_the_server_behind_it() {
    let asked = b"\x05\x01\0\x03\x06web-01\0\x50";
    let opened = b"\x05\0\0\x01\x0a\0\0\x09\0\x50";
    let granted = b"\0\x5a\0\0\0\0\0\0";
    let openings: [&[&[u8]]; 3] = [
        &[b"\x05\x01\0", b"\x05\0", asked, opened],
        &[b"\x04\x01\0\x50\x0a\0\0\x09bob\0", granted],
        &[b"\x04\x01\0\x50\0\0\0\x01\0web-01\0", granted],
    ];
    for opening in openings {
        let tunnel = collection(&behind(opening));
        assert_eq!(tunnel.attempts.len(), 1);
        assert!(!tunnel.names.contains_key(&SERVER), "{:?}", tunnel.names);
        assert!(because(&tunnel.attempts[0]).contains(PROXIED));
    }
}
