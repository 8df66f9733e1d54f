use super::*;
use crate::wire::Value;
use crate::wire::der::{BIT_STRING, GENERAL_STRING};
use hex_literal::hex;

/// An element around `inner`, which must be short.
fn element(tag: u8, inner: &[u8]) -> Vec<u8> {
    [&[tag, inner.len() as u8], inner].concat()
}

fn explicit(number: u8, tag: u8, inner: &[u8]) -> Vec<u8> {
    element(context(number), &element(tag, inner))
}

/// A NegTokenInit that offers NTLM alone.
fn init(rest: &[u8]) -> Vec<u8> {
    let types = explicit(0, SEQUENCE, &element(OBJECT_IDENTIFIER, oid::NTLMSSP));
    let token = explicit(0, SEQUENCE, &[&types, rest].concat());
    let mech = element(OBJECT_IDENTIFIER, oid::SPNEGO);
    element(application(0), &[mech, token].concat())
}

#[test]
fn a_first_token_offers_mechanisms_with_a_token_for_one() {
    let bytes = init(
        &[
            explicit(1, BIT_STRING, &hex!("01 60")),
            explicit(2, OCTET_STRING, b"token"),
            explicit(3, OCTET_STRING, b"mic"),
        ]
        .concat(),
    );
    assert!(is_spnego(&bytes));
    let read = NegToken::decode(&bytes);
    assert!(read.layout.is_claimed(), "{:?}", read.layout);
    let Ok(NegToken::Init(token)) = &read.value else {
        panic!("{read:?}");
    };
    assert_eq!(token.mech_types, [Oid(oid::NTLMSSP.to_vec())]);
    assert_eq!(
        token.mech_list,
        element(SEQUENCE, &element(OBJECT_IDENTIFIER, oid::NTLMSSP))
    );
    assert_eq!(token.req_flags, Some(hex!("01 60").to_vec()));
    let value = read.value.as_ref().unwrap();
    assert_eq!(value.encode(), bytes);
    assert_eq!(
        (value.token(), value.mech_list_mic()),
        (Some(&b"token"[..]), Some(&b"mic"[..]))
    );
    let text = |text: &str| Value::Text(text.to_owned());
    let named = |name: &str| read.layout.find(name).unwrap();
    assert_eq!(named("thisMech").value, text("1.3.6.1.5.5.2 (SPNEGO)"));
    assert_eq!(
        named("MechType").value,
        text("1.3.6.1.4.1.311.2.2.10 (NTLMSSP)")
    );
    assert_eq!(
        named("reqFlags").value,
        Value::Flags(0x6000_0000, "mutualFlag, replayFlag".into())
    );
    assert_eq!(&bytes[named("mechToken").range.clone()], b"token");
}

#[test]
fn hints_make_it_the_other_kind() {
    let hint = explicit(0, GENERAL_STRING, b"not_defined_in_RFC4178@please_ignore");
    let bytes = init(
        &[
            explicit(3, SEQUENCE, &hint),
            explicit(4, OCTET_STRING, b"mic"),
        ]
        .concat(),
    );
    let read = NegToken::decode(&bytes);
    assert!(read.layout.is_claimed());
    let Ok(NegToken::Init2(token)) = &read.value else {
        panic!("{read:?}");
    };
    assert_eq!(
        token.hint_name.as_deref(),
        Some("not_defined_in_RFC4178@please_ignore")
    );
    assert_eq!(token.mech_list_mic.as_deref(), Some(&b"mic"[..]));
    assert!(read.layout.find("NegTokenInit2").is_some());
    assert!(read.layout.find("NegTokenInit").is_none());
}

#[test]
fn a_bare_answer_is_known_by_its_first_field() {
    let token = [
        explicit(0, ENUMERATED, &[3]),
        explicit(1, OBJECT_IDENTIFIER, oid::KERBEROS),
        explicit(2, OCTET_STRING, b"same"),
        explicit(3, OCTET_STRING, b"same"),
    ];
    for from in 0..4 {
        let bytes = explicit(1, SEQUENCE, &token[from..].concat());
        assert!(is_spnego(&bytes));
        let read = NegToken::decode(&bytes);
        assert!(read.layout.is_claimed());
        let Ok(NegToken::Resp(read)) = read.value else {
            panic!("{read:?}");
        };
        assert_eq!(read.neg_state, (from == 0).then_some(3));
        assert_eq!(read.mic_is_token(), from < 3);
    }
    let state = NegToken::decode(&explicit(1, SEQUENCE, &token[0]));
    let value = &state.layout.find("negState").unwrap().value;
    assert_eq!(*value, Value::Named(3, "request-mic".into()));
}

#[test]
fn other_bytes_are_not_taken_for_it() {
    assert!(!is_spnego(&[]));
    assert!(!is_spnego(&hex!("60 0b 06 09 2a864886f712010202")));
    assert!(!is_spnego(&hex!("a1 07 30 05 04 03 0a 01 00")));
    // The inner element is longer than the one around it.
    assert!(!is_spnego(&hex!("a1 07 30 05 a0 09 0a 01 00")));
    assert!(!is_spnego(&hex!("a0 07 30 05 a0 03 02 01 05")));
}

#[test]
fn a_token_cut_anywhere_keeps_what_came_before() {
    let bytes = init(
        &[
            explicit(1, BIT_STRING, &hex!("01 60")),
            explicit(2, OCTET_STRING, b"token"),
        ]
        .concat(),
    );
    der::tests::keeps_what_came_before(&bytes, NegToken::decode);
}

#[test]
fn tokens_survive_being_written() {
    let offer = NegTokenInit::new(
        vec![Oid(oid::MS_KERBEROS.to_vec()), Oid(oid::NTLMSSP.to_vec())],
        Some(b"token".to_vec()),
    );
    let full = NegTokenInit {
        req_flags: Some(hex!("00 60000000").to_vec()),
        mech_list_mic: Some(b"mic".to_vec()),
        ..offer.clone()
    };
    let hinted = NegTokenInit {
        hint_name: Some("hint".to_owned()),
        hint_address: Some(b"address".to_vec()),
        ..full.clone()
    };
    let answer = NegTokenResp {
        neg_state: Some(1),
        supported_mech: Some(Oid(oid::KERBEROS.to_vec())),
        response_token: Some(vec![7; 300]),
        mech_list_mic: Some(b"mic".to_vec()),
    };
    for token in [
        NegToken::Init(NegTokenInit::default()),
        NegToken::Init(offer),
        NegToken::Init(full),
        NegToken::Init2(hinted),
        NegToken::Resp(NegTokenResp::default()),
        NegToken::Resp(answer),
    ] {
        let bytes = token.encode();
        let read = NegToken::decode(&bytes);
        assert!(read.layout.is_claimed());
        assert_eq!(read.value, Ok(token));
    }
}

#[test]
fn a_first_token_without_a_frame_stays_without_one() {
    // gokrb5, negotiationToken_test.go.
    let bytes = hex!("a01e301ca00d300b06092a864886f712010202a10403020176a2050403010203");
    assert!(is_spnego(&bytes));
    let NegToken::Init(token) = NegToken::decode(&bytes).value.unwrap() else {
        panic!("{bytes:?}");
    };
    assert_eq!(token.frame, InitFrame::Bare);
    assert_eq!(NegToken::Init(token).encode(), bytes);
}

#[test]
fn the_list_that_is_signed_is_the_one_on_the_wire() {
    let bytes = init(&[]);
    let NegToken::Init(token) = NegToken::decode(&bytes).value.unwrap() else {
        panic!("{bytes:?}");
    };
    assert_eq!(mech_list(&token.mech_types), token.mech_list);
    assert_eq!(NegToken::Init(token).encode(), bytes);
}
