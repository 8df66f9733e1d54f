use super::*;
use crate::wire::der::{BIT_STRING, GENERAL_STRING, OCTET_STRING, TIME};
use crate::wire::{LayerKind, LayerValue, Layout};
use hex_literal::hex;
use proptest::prelude::*;

mod preauthentication;
mod properties;
mod sessions;
mod strategies;

/// An element around `inner`.
fn element(tag: u8, inner: &[u8]) -> Vec<u8> {
    let length = inner.len();
    let head = match length {
        0..0x80 => vec![tag, length as u8],
        _ => vec![tag, 0x81, length as u8],
    };
    [&head, inner].concat()
}

fn explicit(number: u8, tag: u8, inner: &[u8]) -> Vec<u8> {
    element(context(number), &element(tag, inner))
}

fn name_of(number: u8, parts: &[&str]) -> Vec<u8> {
    let parts: Vec<_> = parts
        .iter()
        .map(|part| element(GENERAL_STRING, part.as_bytes()))
        .collect();
    let inner = [
        explicit(0, INTEGER, &[2]),
        explicit(1, SEQUENCE, &parts.concat()),
    ];
    explicit(number, SEQUENCE, &inner.concat())
}

fn closed(number: u8, etype: &[u8]) -> Vec<u8> {
    let inner = [
        explicit(0, INTEGER, etype),
        explicit(1, INTEGER, &[6]),
        explicit(2, OCTET_STRING, b"closed"),
    ];
    explicit(number, SEQUENCE, &inner.concat())
}

fn message(number: u8, rest: &[Vec<u8>]) -> Vec<u8> {
    let head = [explicit(0, INTEGER, &[5]), explicit(1, INTEGER, &[number])];
    let inner = [head.concat(), rest.concat()].concat();
    element(application(number), &element(SEQUENCE, &inner))
}

fn request() -> Vec<u8> {
    let ticket = [
        explicit(0, INTEGER, &[5]),
        explicit(1, GENERAL_STRING, b"CONTOSO.EXAMPLE"),
        name_of(2, &["HTTP", "web.contoso.example"]),
        closed(3, &[18]),
    ];
    let ticket = element(application(1), &element(SEQUENCE, &ticket.concat()));
    message(
        14,
        &[
            explicit(2, BIT_STRING, &hex!("00 20000000")),
            element(context(3), &ticket),
            closed(4, &hex!("ff 7b")),
        ],
    )
}

fn refusal() -> Vec<u8> {
    message(
        30,
        &[
            explicit(4, TIME, b"20240229120000Z"),
            explicit(5, INTEGER, &hex!("01 e2 40")),
            explicit(6, INTEGER, &[37]),
            explicit(9, GENERAL_STRING, b"CONTOSO.EXAMPLE"),
            name_of(10, &["HTTP", "web"]),
            explicit(11, GENERAL_STRING, b"the clocks differ"),
            explicit(12, OCTET_STRING, b"data"),
        ],
    )
}

fn framed(tok_id: [u8; 2], message: &[u8]) -> Vec<u8> {
    let mechanism = element(der::OBJECT_IDENTIFIER, oid::KERBEROS);
    element(application(0), &[&mechanism, &tok_id[..], message].concat())
}

#[test]
fn a_request_says_who_is_asked_and_how_it_is_encrypted() {
    let bytes = request();
    for bytes in [
        bytes.clone(),
        [&[1, 0], &bytes[..]].concat(),
        framed([1, 0], &bytes),
    ] {
        assert!(is_kerberos(&bytes));
        assert_eq!(MessageKind::of(&bytes), Some(MessageKind::ApReq));
        let read = KerberosMessage::decode(&bytes);
        assert!(read.layout.is_claimed(), "{:?}", read.layout);
        let Ok(KerberosMessage::ApReq(request)) = read.value else {
            panic!("{read:?}");
        };
        assert_eq!(
            request.ticket.service.to_string(),
            "HTTP/web.contoso.example"
        );
        assert_eq!(request.ticket.realm, "CONTOSO.EXAMPLE");
        assert_eq!(
            (
                request.ticket.encrypted.etype,
                request.ticket.encrypted.kvno
            ),
            (18, Some(6))
        );
        assert_eq!(
            request.ticket.encrypted.etype_name(),
            Some("aes256-cts-hmac-sha1-96")
        );
        assert_eq!(request.authenticator.etype_name(), Some("rc4-hmac-old"));
        let options = &read.layout.find("ap-options").unwrap().value;
        assert_eq!(
            *options,
            Value::Flags(0x2000_0000, "mutual-required".into())
        );
        let cipher = read.layout.find("ticket").unwrap().find("cipher").unwrap();
        assert_eq!(&bytes[cipher.range.clone()], b"closed");
        assert_eq!(cipher.value, Value::Bytes);
    }
}

#[test]
fn an_error_says_its_name() {
    let bytes = framed([3, 0], &refusal());
    let read = KerberosMessage::decode(&bytes);
    assert!(read.layout.is_claimed(), "{:?}", read.layout);
    let value = read.value.unwrap();
    assert_eq!(value.error_name(), Some("KRB_AP_ERR_SKEW"));
    let KerberosMessage::Error(error) = value else {
        panic!("{value:?}");
    };
    assert_eq!(error.server_time.0, "20240229120000Z");
    assert_eq!(error.text.as_deref(), Some("the clocks differ"));
    let text = |text: &str| Value::Text(text.to_owned());
    let told = |name: &str| read.layout.find(name).unwrap().value.clone();
    assert_eq!(told("stime"), text("2024-02-29 12:00:00 UTC"));
    assert_eq!(told("sname"), text("HTTP/web"));
    assert_eq!(error.service.to_string(), "HTTP/web");
    assert_eq!((error.client, error.client_time), (None, None));
}

#[test]
fn other_tokens_are_named_by_their_number() {
    let bytes = framed([4, 1], b"whatever");
    let read = KerberosMessage::decode(&bytes);
    assert_eq!(read.value, Ok(KerberosMessage::Other([4, 1])));
    assert!(read.layout.is_claimed());
    assert_eq!(MessageKind::of(&bytes), None);
    let named = Value::Named(0x401, "KRB_TGT_REP".into());
    assert_eq!(read.layout.find("TOK_ID").unwrap().value, named);
}

#[test]
fn other_bytes_are_not_taken_for_it() {
    assert!(!is_kerberos(&[]));
    assert!(!is_kerberos(&[1, 0]));
    assert!(!is_kerberos(&hex!("6e 03 30 01 a0")));
    assert!(!is_kerberos(&hex!("60 08 06 06 2b0601050502")));
    // Another version, another type.
    let mut bytes = request();
    let pvno = bytes.iter().position(|&byte| byte == 5).unwrap();
    bytes[pvno] = 4;
    assert!(!is_kerberos(&bytes));
    bytes[pvno] = 5;
    bytes[pvno + 5] = 15;
    assert!(!is_kerberos(&bytes));
    // A certificate.
    assert!(!is_kerberos(&hex!("30 0a 30 08 a0 03 02 01 02 02 01 01")));
}

#[test]
fn a_message_cut_anywhere_keeps_what_came_before() {
    for bytes in [
        framed([1, 0], &request()),
        framed([3, 0], &refusal()),
        asked().encode(),
    ] {
        der::tests::keeps_what_came_before(&bytes, KerberosMessage::decode);
    }
}

/// A TGS-REQ with all that has something inside.
fn asked() -> KdcRequest {
    let ticket = Ticket {
        realm: "CONTOSO.EXAMPLE".to_owned(),
        service: Principal::new(2, &["krbtgt", "CONTOSO.EXAMPLE"]),
        ..Ticket::default()
    };
    let request = ApReq {
        ticket: ticket.clone(),
        ..ApReq::default()
    };
    let user = PaForUser {
        user: Principal::new(10, &["alice"]),
        package: "Kerberos".to_owned(),
        ..PaForUser::default()
    };
    let options = PaPacOptions(PaPacOptions::RESOURCE_BASED);
    let till = KerberosTime("20370913024805Z".to_owned());
    KdcRequest {
        kind: KdcKind::Tgs,
        padata: vec![
            PaData::new(PaData::TGS_REQ, request.encode()),
            PaData::new(PaData::FOR_USER, user.encode()),
            PaData::new(PaData::PAC_OPTIONS, options.encode()),
            PaData::new(PaData::PAC_REQUEST, b"no DER".to_vec()),
            PaData::new(PaData::SUPPORTED_ETYPES, vec![0x1f, 0, 0, 0]),
        ],
        body: KdcRequestBody {
            options: KdcOptions::from_bits_retain(0x4083_0010),
            service: Some(Principal::new(2, &["HTTP", "mail"])),
            till,
            nonce: 7,
            etypes: vec![18, -135],
            tickets: Some(vec![ticket]),
            ..KdcRequestBody::default()
        },
    }
}

#[test]
fn what_goes_to_a_kdc_is_opened_as_far_as_it_is_in_clear() {
    let bytes = asked().encode();
    let read = KdcRequest::decode(&bytes);
    assert!(read.layout.is_claimed(), "{:?}", read.layout);
    let find = |name: &str| read.layout.find(name).unwrap();
    let inner = find("padata-value").find("AP-REQ").unwrap();
    let text = |text: &str| Value::Text(text.to_owned());
    let sname = inner.find("sname").unwrap();
    assert_eq!(sname.value, text("krbtgt/CONTOSO.EXAMPLE"));
    assert_eq!(find("userName").value, text("alice"));
    let named = |number: u64, names: &'static str| Value::Flags(number, names.into());
    let expected = "forwardable, renewable, cname-in-addl-tkt, canonicalize, renewable-ok";
    assert_eq!(find("kdc-options").value, named(0x4083_0010, expected));
    let options = find("PA-PAC-OPTIONS").find("flags").unwrap();
    let expected = "resource-based-constrained-delegation";
    assert_eq!(options.value, named(0x1000_0000, expected));
    let leaves = read.layout.leaves();
    let values = leaves.iter().filter(|leaf| leaf.name == "padata-value");
    let values: Vec<_> = values.map(|leaf| leaf.value.clone()).collect();
    assert_eq!(values, [Value::Bytes, Value::Number(0x1f)]);
    assert_eq!(read.value, Ok(asked()));
}

#[test]
fn tcp_puts_the_exact_length_before_a_message() {
    let bytes = asked().encode();
    let framed = with_length(&bytes);
    for bytes in [&bytes, &framed] {
        assert!(is_kdc_message(bytes) && is_kerberos(bytes));
        assert_eq!(MessageKind::of(bytes), Some(MessageKind::TgsReq));
        let read = KerberosMessage::decode(bytes);
        assert!(read.layout.is_claimed());
        assert_eq!(read.value, Ok(KerberosMessage::KdcRequest(asked().into())));
        let [layer] = &crate::wire::layers(bytes)[..] else {
            panic!("{bytes:?}");
        };
        assert_eq!(
            (layer.kind().name(), &layer.error),
            ("Kerberos TGS-REQ", &None)
        );
    }
    let wrong = [&[0, 0, 0, 7], &bytes[..]].concat();
    assert!(!is_kdc_message(&wrong) && !is_kerberos(&wrong));
    assert!(!is_kdc_message(&[&bytes[..], &[0]].concat()));
}

#[test]
fn errors_say_more_in_their_data() {
    let status = KerbErrorData::extended(0xc000_0225, 1);
    let methods = MethodData(vec![PaData::new(PaData::ENC_TIMESTAMP, Vec::new())]);
    let error = |data: Vec<u8>| KrbError {
        e_data: Some(data),
        ..KrbError::default()
    };
    let told = error(status.encode());
    assert_eq!(told.kerb_error_data(), Some(status));
    assert_eq!(told.method_data(), None);
    let read = KrbError::decode(&told.encode());
    assert!(read.layout.is_claimed());
    let value = &read.layout.find("status").unwrap().value;
    assert_eq!(*value, Value::Named(0xc000_0225, "STATUS_NOT_FOUND".into()));
    let told = error(methods.encode());
    assert_eq!(told.method_data(), Some(methods.0));
    assert_eq!(told.kerb_error_data(), None);
    let read = KrbError::decode(&told.encode());
    assert!(read.layout.is_claimed());
    let value = &read.layout.find("padata-type").unwrap().value;
    assert_eq!(*value, Value::Named(2, "PA-ENC-TIMESTAMP".into()));
}

#[test]
fn a_forwarded_ticket_is_opened_in_the_checksum() {
    let part = EncKrbCredPart {
        info: vec![KrbCredInfo::default()],
        ..EncKrbCredPart::default()
    };
    let cred = KrbCred {
        tickets: vec![Ticket::default()],
        encrypted: Encrypted {
            cipher: part.encode(),
            ..Encrypted::default()
        },
    };
    let checksum = GssChecksum {
        flags: 0x403f,
        deleg: Some(cred.encode()),
        ..GssChecksum::default()
    };
    let authenticator = Authenticator {
        checksum: Some(Checksum {
            kind: GssChecksum::TYPE,
            value: checksum.encode(),
        }),
        authorization: Some(vec![AuthorizationElement::if_relevant(&[
            AuthorizationElement {
                kind: 143,
                data: vec![0, 0x40, 0, 0],
            },
        ])]),
        ..Authenticator::default()
    };
    let read = Authenticator::decode(&authenticator.encode());
    assert!(read.layout.is_claimed(), "{:?}", read.layout);
    let deleg = read.layout.find("Deleg").unwrap();
    assert!(deleg.find("KrbCredInfo").is_some());
    let data = read.layout.leaves();
    let data = data.iter().find(|leaf| leaf.name == "ad-data").unwrap();
    assert_eq!(data.value, Value::Number(0x4000));
    let list = read.value.unwrap().authorization.unwrap();
    let found = authorization::find(&list, 143);
    assert_eq!(found.as_deref(), Some(&[0, 0x40, 0, 0][..]));
}

#[test]
fn parts_without_their_message_are_told_apart() {
    let parts = [
        (DecryptedPart::CachedTicket, Ticket::default().encode()),
        (DecryptedPart::Ticket, EncTicketPart::default().encode()),
        (
            DecryptedPart::Authenticator,
            Authenticator::default().encode(),
        ),
        (DecryptedPart::ApReply, EncApRepPart::default().encode()),
        (DecryptedPart::AsReply, EncKdcReplyPart::default().encode()),
        (DecryptedPart::Cred, EncKrbCredPart::default().encode()),
    ];
    for (part, mut bytes) in parts {
        let found = crate::wire::token(&bytes);
        assert_eq!(found[0].value, LayerValue::Decrypted(part));
        assert_eq!(found[0].error, None);
        bytes.push(0);
        assert_eq!(
            DecryptedPart::of(&bytes),
            None,
            "{part:?} with more behind it"
        );
    }
    // LDAP's BindResponse and SearchRequest have tags of Kerberos.
    assert_eq!(DecryptedPart::of(&hex!("61070a010004000400")), None);
    assert_eq!(DecryptedPart::of(&hex!("63050400 0a0102")), None);
}
