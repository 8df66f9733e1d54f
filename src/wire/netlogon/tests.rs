use super::*;
use crate::wire::Value;
use crate::wire::ntstatus::STATUS_WRONG_PASSWORD;
use hex_literal::hex;
use proptest::prelude::*;

fn network(user: &str) -> LogonRequest {
    LogonRequest {
        domain: "D".to_owned(),
        parameter_control: 0,
        user: user.to_owned(),
        workstation: String::new(),
        logon: Logon::Network(NetworkLogon {
            challenge: [0xC1; 8],
            nt_response: vec![0x01, 0x02],
            lm_response: vec![0x03],
        }),
    }
}

#[test]
fn the_layout_is_as_documented() {
    let bytes = hex!(
        "02 00" "02 00 00 00 44 00" "00 00 00 00" "02 00 00 00 75 00" "00 00 00 00"
        "C1 C1 C1 C1 C1 C1 C1 C1" "02 00 00 00 01 02" "01 00 00 00 03"
    );
    assert_eq!(network("u").encode(), bytes);
    let read = LogonRequest::decode(&bytes);
    assert!(read.layout.is_claimed());
    assert_eq!(read.value, Ok(network("u")));
}

#[test]
fn secrets_are_marked_and_every_field_says_simplified() {
    let read = LogonRequest::decode(&network("u").encode());
    let secrets: Vec<_> = read
        .layout
        .leaves()
        .iter()
        .filter_map(|l| l.value_kind)
        .collect();
    assert_eq!(
        secrets,
        [
            ValueKind::Challenge,
            ValueKind::Response,
            ValueKind::Response
        ]
    );
    assert!(
        read.layout
            .leaves()
            .iter()
            .all(|l| l.spec.ends_with("simplified"))
    );
    let interactive = LogonRequest {
        logon: Logon::Interactive {
            lm_owf: [1; 16],
            nt_owf: [2; 16],
        },
        ..network("u")
    };
    let read = LogonRequest::decode(&interactive.encode());
    assert!(read.layout.is_claimed());
    let hash = read.layout.find("NtOwfPassword").unwrap();
    assert_eq!(hash.value_kind, Some(ValueKind::NtHash));
    assert_eq!(read.value, Ok(interactive));
}

#[test]
fn what_another_package_sent_has_its_fields() {
    let sent = DigestValidationRequest {
        username: "CONTOSO\\alice".to_owned(),
        nonce: "dcd98b".to_owned(),
        ..DigestValidationRequest::default()
    };
    for (package, named) in [(DigestValidationRequest::PACKAGE, true), ("Other", false)] {
        let request = LogonRequest {
            logon: Logon::Generic {
                package: package.to_owned(),
                data: sent.encode(),
            },
            ..network("alice")
        };
        let bytes = request.encode();
        let read = LogonRequest::decode(&bytes);
        assert!(read.layout.is_claimed());
        let nonce = read.layout.find("Nonce").and_then(|nonce| nonce.value_kind);
        assert_eq!(nonce, named.then_some(ValueKind::Challenge));
        assert_eq!(read.value, Ok(request));
        for end in 0..bytes.len() {
            assert!(LogonRequest::decode(&bytes[..end]).value.is_err());
        }
    }
}

#[test]
fn long_names_fit() {
    let request = network(&"x".repeat(65_536));
    assert_eq!(LogonRequest::decode(&request.encode()).value, Ok(request));
}

#[test]
fn a_refusal_has_no_validation() {
    let refusal = LogonResponse {
        status: STATUS_WRONG_PASSWORD,
        validation: None,
    };
    assert_eq!(refusal.encode(), hex!("6A 00 00 C0 00"));
    let read = LogonResponse::decode(&refusal.encode());
    assert_eq!(
        read.layout.find("return value").unwrap().value,
        Value::Named(0xC000_006A, "STATUS_WRONG_PASSWORD".into())
    );
    assert_eq!(read.value, Ok(refusal));
}

#[test]
fn errors_say_where_and_keep_what_was_read() {
    let field = |bytes: &[u8]| LogonRequest::decode(bytes).value.unwrap_err();
    assert_eq!(field(&hex!("03 00")).field, "LogonLevel");
    assert_eq!(
        (
            field(&hex!("02 00 01 00 00 00 44")).offset,
            field(&hex!("02 00 FF FF FF FF")).offset
        ),
        (6, 6)
    );
    let bytes = network("u").encode();
    for end in 0..bytes.len() {
        let read = LogonRequest::decode(&bytes[..end]);
        assert!(read.value.is_err());
        assert_eq!(read.layout.find("LogonDomainName").is_some(), end > 2);
    }
}

proptest! {
    #[test]
    fn requests_round_trip(
        names in any::<[String; 3]>(),
        parameter_control: u32,
        challenge: [u8; 8],
        responses in any::<[Vec<u8>; 2]>(),
        hashes in proptest::option::of(any::<[[u8; 16]; 2]>()),
    ) {
        let [domain, user, workstation] = names;
        let [nt_response, lm_response] = responses;
        let logon = match hashes {
            Some([lm_owf, nt_owf]) => Logon::Interactive { lm_owf, nt_owf },
            None => Logon::Network(NetworkLogon { challenge, nt_response, lm_response }),
        };
        let request = LogonRequest { domain, parameter_control, user, workstation, logon };
        let read = LogonRequest::decode(&request.encode());
        prop_assert!(read.layout.is_claimed());
        prop_assert_eq!(read.value, Ok(request));
    }

    #[test]
    fn responses_round_trip(
        status: u32,
        validation in proptest::option::of(any::<(String, String, [u8; 16])>()),
    ) {
        let validation = validation.map(|(domain, user, session_base_key)| Validation {
            domain,
            user,
            session_base_key,
        });
        let response = LogonResponse { status, validation };
        let read = LogonResponse::decode(&response.encode());
        prop_assert!(read.layout.is_claimed());
        prop_assert_eq!(read.value, Ok(response));
    }

    #[test]
    fn arbitrary_bytes_do_not_panic(level in 0u8..4, bytes: Vec<u8>) {
        let request = [&[level, 0][..], &bytes].concat();
        prop_assert!(LogonRequest::decode(&request).layout.overlaps().is_empty());
        prop_assert!(LogonResponse::decode(&bytes).layout.overlaps().is_empty());
    }
}
