//! What a run costs, and each message's decoding and encoding.

#[allow(dead_code)]
mod inputs;

use divan::{Bencher, black_box};
use double_hop::lab::run;
use double_hop::wire::http::{Request, Response};
use double_hop::wire::ntlm::{Authenticate, Challenge, Negotiate};
use double_hop::wire::rpc::Pdu;
use inputs::{messages, ntlm_message, row_over_http, scenario, today};

fn main() {
    divan::main();
}

/// A whole run over two hops: sign-in, call to the mailbox host, both pages.
#[divan::bench(args = [
    "NTLM, 1998, MAPI", "NTLM, today, HTTP", "Basic, 1998, MAPI", "Basic, today, HTTP",
])]
fn two_hops(bencher: Bencher<'_, '_>, name: &str) {
    let scenario = scenario(name);
    bencher.bench(|| run(black_box(&scenario)));
}

/// A whole run with a ticket for the user to the back end, by forwarded TGT and by S4U2proxy. Keys from passwords are kept
/// from run to run, as in the page.
#[divan::bench(args = ["K2", "K4"])]
fn delegation(bencher: Bencher<'_, '_>, row: &str) {
    let scenario = row_over_http(row);
    bencher.bench(|| run(black_box(&scenario)));
}

/// The same with a password in each run that there was none of before.
#[divan::bench(args = ["K2", "K4"])]
fn delegation_with_new_keys(bencher: Bencher<'_, '_>, row: &str) {
    let mut number = 0;
    let fresh = || {
        number += 1;
        let mut scenario = row_over_http(row);
        let password = format!("Spring-{number}");
        scenario.directory.password.clone_from(&password);
        scenario.client.password = password;
        scenario
    };
    bencher
        .with_inputs(fresh)
        .bench_local_refs(|scenario| run(black_box(scenario)));
}

mod ntlm {
    use super::*;

    #[divan::bench]
    fn decode_negotiate(bencher: Bencher<'_, '_>) {
        let bytes = ntlm_message(1);
        bencher.bench(|| Negotiate::decode(black_box(&bytes)));
    }

    #[divan::bench]
    fn encode_negotiate(bencher: Bencher<'_, '_>) {
        let message = Negotiate::decode(&ntlm_message(1))
            .value
            .unwrap_or_default();
        bencher.bench(|| black_box(&message).encode());
    }

    #[divan::bench]
    fn decode_challenge(bencher: Bencher<'_, '_>) {
        let bytes = ntlm_message(2);
        bencher.bench(|| Challenge::decode(black_box(&bytes)));
    }

    #[divan::bench]
    fn encode_challenge(bencher: Bencher<'_, '_>) {
        let message = Challenge::decode(&ntlm_message(2))
            .value
            .unwrap_or_default();
        bencher.bench(|| black_box(&message).encode());
    }

    #[divan::bench]
    fn decode_authenticate(bencher: Bencher<'_, '_>) {
        let bytes = ntlm_message(3);
        bencher.bench(|| Authenticate::decode(black_box(&bytes)));
    }

    #[divan::bench]
    fn encode_authenticate(bencher: Bencher<'_, '_>) {
        let message = Authenticate::decode(&ntlm_message(3))
            .value
            .unwrap_or_default();
        bencher.bench(|| black_box(&message).encode());
    }
}

/// The messages that carry the largest token.
mod http {
    use super::*;

    #[divan::bench]
    fn decode_request(bencher: Bencher<'_, '_>) {
        let bytes = longest(b"GET ");
        bencher.bench(|| Request::decode(black_box(&bytes)));
    }

    #[divan::bench]
    fn encode_request(bencher: Bencher<'_, '_>) {
        let request = Request::decode(&longest(b"GET ")).value;
        let request = request.unwrap_or_else(|_| Request::new("GET", "/"));
        bencher.bench(|| black_box(&request).encode());
    }

    #[divan::bench]
    fn decode_response(bencher: Bencher<'_, '_>) {
        let bytes = longest(b"HTTP/1.1 401 ");
        bencher.bench(|| Response::decode(black_box(&bytes)));
    }

    #[divan::bench]
    fn encode_response(bencher: Bencher<'_, '_>) {
        let response = Response::decode(&longest(b"HTTP/1.1 401 ")).value;
        let response = response.unwrap_or_else(|_| Response::new(401, ""));
        bencher.bench(|| black_box(&response).encode());
    }
}

mod rpc {
    use super::*;

    const PDUS: [(&str, u8); 5] = [
        ("bind", 11),
        ("bind_ack", 12),
        ("rpc_auth_3", 16),
        ("request", 0),
        ("response", 2),
    ];

    #[divan::bench(args = PDUS.map(|(name, _)| name))]
    fn decode(bencher: Bencher<'_, '_>, name: &str) {
        let bytes = pdu(name);
        bencher.bench(|| Pdu::decode(black_box(&bytes)));
    }

    #[divan::bench(args = PDUS.map(|(name, _)| name))]
    fn encode(bencher: Bencher<'_, '_>, name: &str) {
        if let Ok(pdu) = Pdu::decode(&pdu(name)).value {
            bencher.bench(|| black_box(&pdu).encode());
        }
    }

    fn pdu(name: &str) -> Vec<u8> {
        let wanted = PDUS
            .iter()
            .find(|(own, _)| *own == name)
            .map(|(_, ptype)| *ptype);
        let log = run(&scenario("Basic, 1998, MAPI"));
        let found = messages(&log)
            .find(|bytes| bytes.starts_with(&[5, 0]) && bytes.get(2).copied() == wanted);
        found.map(<[u8]>::to_vec).unwrap_or_default()
    }
}

/// A message of today's run: the longest that begins so.
fn longest(start: &[u8]) -> Vec<u8> {
    let log = today();
    let found = messages(&log).filter(|bytes| bytes.starts_with(start));
    found
        .max_by_key(|bytes| bytes.len())
        .map(<[u8]>::to_vec)
        .unwrap_or_default()
}
