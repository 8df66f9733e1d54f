use super::super::{ContextResult, NDR, PresentationContext, Syntax, Uuid, emsmdb, status};
use super::*;
use crate::wire::Value;
use hex_literal::hex;
use proptest::prelude::*;

/// `[C706]` 12.6.4.3 and [MS-RPCE] 2.2.2.11, by hand.
const BIND: [u8; 84] = hex!(
    "05 00 0B 03 10 00 00 00 54 00 04 00 01 00 00 00"
    "D0 16 D0 16 00 00 00 00 01 00 00 00"
    "00 00 01 00 00 DB F1 A4 47 CA 67 10 B3 1F 00 DD 01 06 62 DA 00 00 51 00"
    "04 5D 88 8A EB 1C C9 11 9F E8 08 00 2B 10 48 60 02 00 00 00"
    "0A 02 00 00 00 00 00 00 4E 54 4C 4D"
);

#[test]
fn a_bind_carries_the_negotiate() {
    let auth = AuthVerifier::ntlm(b"NTLM".to_vec());
    let bind = Pdu::new(1, Body::bind(emsmdb::INTERFACE), Some(auth));
    assert_eq!(bind.encode().unwrap(), BIND);
    let read = Pdu::decode(&BIND);
    assert!(read.layout.is_claimed());
    assert_eq!(read.value, Ok(bind));
    assert_eq!(read.layout.find("auth_value").unwrap().range, 80..84);
    let ptype = read.layout.find("PTYPE").unwrap();
    assert_eq!(ptype.value, Value::Named(11, "bind".into()));
}

#[test]
fn a_bind_ack_aligns_after_its_address() {
    let auth = AuthVerifier::ntlm(vec![1]);
    for (address, results) in [("", 26), ("6001", 32), ("135", 32), ("49152", 32)] {
        let ack = Pdu::new(1, Body::bind_ack(7, address), Some(auth.clone()));
        let bytes = ack.encode().unwrap();
        let read = Pdu::decode(&bytes);
        assert!(read.layout.is_claimed(), "{address}");
        assert_eq!(read.value, Ok(ack));
        let place = read.layout.find("n_results").unwrap().range.start;
        assert_eq!(place, if results == 26 { 28 } else { results });
    }
}

#[test]
fn an_auth3_has_four_bytes_before_its_trailer() {
    let auth3 = Pdu::new(
        1,
        Body::Auth3 { pad: [0; 4] },
        Some(AuthVerifier::ntlm(vec![0xAB])),
    );
    let bytes = auth3.encode().unwrap();
    assert_eq!(
        bytes,
        hex!(
            "05 00 10 03 10 00 00 00 1D 00 01 00 01 00 00 00"
            "00 00 00 00 0A 02 00 00 00 00 00 00 AB"
        )
    );
    // Some count the four bytes as padding of the trailer.
    let mut counted = bytes.clone();
    counted[22] = 4;
    assert_eq!(Pdu::decode(&counted).value, Ok(auth3));
}

#[test]
fn a_fault_names_its_status() {
    let fault = Pdu::new(2, Body::fault(status::ACCESS_DENIED), None);
    let bytes = fault.encode().unwrap();
    assert_eq!(
        bytes,
        hex!(
            "05 00 03 03 10 00 00 00 20 00 00 00 02 00 00 00"
            "00 00 00 00 00 00 00 00 05 00 00 00 00 00 00 00"
        )
    );
    let read = Pdu::decode(&bytes);
    assert!(read.layout.is_claimed());
    assert_eq!(
        read.layout.find("status").unwrap().value,
        Value::Named(5, "ERROR_ACCESS_DENIED".into())
    );
}

#[test]
fn a_token_that_does_not_fit_is_an_error() {
    let pdu = |length| {
        let auth = AuthVerifier::ntlm(vec![0; length]);
        Pdu::new(1, Body::Auth3 { pad: [0; 4] }, Some(auth)).encode()
    };
    assert_eq!(pdu(65_507).unwrap().len(), 65_535);
    let error = pdu(65_508).unwrap_err();
    assert_eq!((error.field, error.length), ("frag_length", 65_536));
    assert_eq!(pdu(65_536).unwrap_err().field, "auth_length");
    let body = Body::request(0, vec![0; 65_536]);
    assert!(Pdu::new(1, body, None).encode().is_err());
}

#[test]
fn frames_are_found_by_their_length() {
    for end in 0..BIND.len() {
        assert_eq!(frame(&BIND[..end]), Ok(None));
    }
    let two = [&BIND[..], &BIND].concat();
    assert_eq!(frame(&two), Ok(Some(BIND.len())));
    let read = Pdu::decode(&two);
    assert!(read.value.is_ok());
    assert_eq!(read.layout.tiles().last().unwrap().range, 84..168);
    assert!(frame(b"GET / HTTP/1.1\r\n\r\n").is_err());
}

#[test]
fn wrong_lengths_are_errors_at_their_fields() {
    let error = |offset: usize, value: u8| {
        let mut bytes = BIND;
        bytes[offset] = value;
        let read = Pdu::decode(&bytes);
        assert!(read.layout.find("rpc_vers").is_some());
        read.value.unwrap_err().field.clone()
    };
    assert_eq!(error(4, 0), "packed_drep", "big-endian");
    assert_eq!(error(8, 15), "frag_length");
    assert_eq!(error(8, 85), "frag_length");
    assert_eq!(error(10, 61), "auth_length");
    assert_eq!(
        error(24, 9),
        "p_cont_id",
        "more contexts than there are bytes"
    );
    assert_eq!(
        error(10, 5),
        "if_vers_major",
        "the trailer is inside the body"
    );
}

fn syntax() -> impl Strategy<Value = Syntax> {
    (any::<[u8; 16]>(), any::<u16>(), any::<u16>()).prop_map(|(uuid, major, minor)| Syntax {
        uuid: Uuid(uuid),
        major,
        minor,
    })
}

fn body() -> impl Strategy<Value = Body> {
    let context = (
        any::<u16>(),
        syntax(),
        proptest::collection::vec(syntax(), 0..3),
    )
        .prop_map(|(id, interface, transfer)| PresentationContext {
            id,
            interface,
            transfer,
        });
    let result = (any::<u16>(), any::<u16>()).prop_map(|(result, reason)| ContextResult {
        result,
        reason,
        transfer: NDR,
    });
    prop_oneof![
        (
            any::<[u16; 2]>(),
            any::<u32>(),
            proptest::collection::vec(context, 0..3)
        )
            .prop_map(
                |([max_xmit_frag, max_recv_frag], assoc_group_id, contexts)| Body::Bind {
                    max_xmit_frag,
                    max_recv_frag,
                    assoc_group_id,
                    contexts,
                }
            ),
        (
            any::<[u16; 2]>(),
            any::<u32>(),
            "[ -~]{0,9}",
            proptest::collection::vec(result, 0..3)
        )
            .prop_map(
                |([max_xmit_frag, max_recv_frag], assoc_group_id, secondary_address, results)| {
                    Body::BindAck {
                        max_xmit_frag,
                        max_recv_frag,
                        assoc_group_id,
                        secondary_address,
                        results,
                    }
                }
            ),
        any::<[u8; 4]>().prop_map(|pad| Body::Auth3 { pad }),
        (any::<u16>(), any::<Vec<u8>>()).prop_map(|(opnum, stub)| Body::request(opnum, stub)),
        any::<Vec<u8>>().prop_map(Body::response),
        any::<u32>().prop_map(Body::fault),
        (20u8.., any::<Vec<u8>>()).prop_map(|(ptype, bytes)| Body::Unknown { ptype, bytes }),
    ]
}

proptest! {
    #[test]
    fn pdus_round_trip(
        flags: u8,
        call_id: u32,
        body in body(),
        token in proptest::option::of(proptest::collection::vec(any::<u8>(), 1..40)),
    ) {
        let pdu = Pdu { flags, call_id, body, auth: token.map(AuthVerifier::ntlm) };
        let bytes = pdu.encode().unwrap();
        let read = Pdu::decode(&bytes);
        prop_assert!(read.layout.is_claimed());
        prop_assert_eq!(frame(&bytes), Ok(Some(bytes.len())));
        prop_assert_eq!(read.value, Ok(pdu));
    }

    #[test]
    fn changed_bytes_do_not_panic(changes: Vec<(u8, u8)>, tail: Vec<u8>) {
        let mut bytes = [&BIND[..], &tail].concat();
        for (offset, value) in changes {
            if let Some(byte) = bytes.get_mut(usize::from(offset)) {
                *byte = value;
            }
        }
        prop_assert!(Pdu::decode(&bytes).layout.overlaps().is_empty());
        prop_assert!(Pdu::decode(&tail).layout.overlaps().is_empty());
    }
}
