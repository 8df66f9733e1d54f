//! What holds for all messages: they survive being written and read, every byte has one owner, no bytes panic.

use super::*;
use proptest::collection::vec;
use proptest::option::of;

/// Numbers near each limit, as nonces and sequence numbers are: signed, unsigned, wide.
fn number() -> impl Strategy<Value = i64> {
    prop_oneof![
        any::<i64>(),
        any::<i32>().prop_map(i64::from),
        any::<u32>().prop_map(i64::from),
        -140..140_i64,
    ]
}

fn text() -> impl Strategy<Value = String> {
    "[A-Za-z0-9.$@/ é-]{0,12}"
}

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![9 => vec(any::<u8>(), 0..20), 1 => vec(any::<u8>(), 100..400)]
}

prop_compose! {
    fn time()(text in "[0-9]{14}Z") -> KerberosTime { KerberosTime(text) }
}

prop_compose! {
    fn principal()(name_type in number(), parts in vec(text(), 0..3)) -> Principal {
        Principal { name_type, parts }
    }
}

prop_compose! {
    fn encrypted()(etype in number(), kvno in of(number()), cipher in bytes()) -> Encrypted {
        Encrypted { etype, kvno, cipher }
    }
}

prop_compose! {
    fn key()(etype in number(), value in bytes()) -> EncryptionKey {
        EncryptionKey { etype, value }
    }
}

prop_compose! {
    fn checksum()(kind in prop_oneof![number(), Just(0x8003)], value in bytes()) -> Checksum {
        Checksum { kind, value }
    }
}

prop_compose! {
    fn address()(kind in number(), address in bytes()) -> HostAddress {
        HostAddress { kind, address }
    }
}

prop_compose! {
    fn ticket()(realm in text(), service in principal(), encrypted in encrypted()) -> Ticket {
        Ticket { realm, service, encrypted }
    }
}

prop_compose! {
    fn ap_req()(options: u32, ticket in ticket(), authenticator in encrypted()) -> ApReq {
        ApReq { options, ticket, authenticator }
    }
}

/// Values that are what their type says, and such that are anything.
fn padata() -> impl Strategy<Value = PaData> {
    const KINDS: [i64; 12] = [1, 2, 3, 11, 19, 128, 129, 130, 149, 165, 167, 1000];
    let kind = proptest::sample::select(&KINDS[..]);
    prop_oneof![
        (kind, bytes()).prop_map(|(kind, value)| PaData::new(kind, value)),
        ap_req().prop_map(|it| PaData::new(PaData::TGS_REQ, it.encode())),
        encrypted().prop_map(|it| PaData::new(PaData::ENC_TIMESTAMP, it.encode())),
        any::<bool>().prop_map(|it| PaData::new(PaData::PAC_REQUEST, PaPacRequest(it).encode())),
        any::<u32>().prop_map(|it| PaData::new(PaData::PAC_OPTIONS, PaPacOptions(it).encode())),
        for_user().prop_map(|it| PaData::new(PaData::FOR_USER, it.encode())),
        x509_user().prop_map(|it| PaData::new(PaData::S4U_X509_USER, it.encode())),
        etype_info().prop_map(|it| PaData::new(PaData::ETYPE_INFO2, it.encode())),
    ]
    .boxed()
}

prop_compose! {
    fn for_user()(
        user in principal(), realm in text(), checksum in checksum(), package in text(),
    ) -> PaForUser {
        PaForUser { user, realm, checksum, package }
    }
}

prop_compose! {
    fn x509_user()(
        nonce in number(), user in of(principal()), realm in text(),
        certificate in of(bytes()), options: Option<u32>, checksum in checksum(),
    ) -> PaS4uX509User {
        let user_id = S4uUserId { nonce, user, realm, certificate, options };
        PaS4uX509User { user_id, checksum }
    }
}

fn etype_info() -> impl Strategy<Value = EtypeInfo2> {
    let entry = (number(), of(text()), of(bytes()));
    let entry = entry.prop_map(|(etype, salt, s2kparams)| EtypeInfo2Entry {
        etype,
        salt,
        s2kparams,
    });
    vec(entry, 0..4).prop_map(EtypeInfo2)
}

/// Lists in lists, deeper than they are looked into.
fn rights() -> impl Strategy<Value = AuthorizationData> {
    let kind = prop_oneof![number(), 1..2_i64, 128..146_i64];
    let leaf = (kind, bytes()).prop_map(|(kind, data)| AuthorizationElement { kind, data });
    let element = leaf.prop_recursive(12, 20, 2, |inner| {
        vec(inner, 0..3).prop_map(|list| AuthorizationElement::if_relevant(&list))
    });
    vec(element, 0..3)
}

fn which() -> impl Strategy<Value = KdcKind> {
    prop_oneof![Just(KdcKind::As), Just(KdcKind::Tgs)]
}

prop_compose! {
    fn body()(
        (options, realm, till, nonce) in (any::<u32>(), text(), time(), number()),
        (client, service) in (of(principal()), of(principal())),
        (from, rtime) in (of(time()), of(time())),
        etypes in vec(number(), 0..4),
        addresses in of(vec(address(), 0..3)),
        authorization in of(encrypted()),
        tickets in of(vec(ticket(), 0..3)),
    ) -> KdcRequestBody {
        KdcRequestBody {
            options, client, realm, service, from, till, rtime, nonce, etypes, addresses,
            authorization, tickets,
        }
    }
}

prop_compose! {
    fn error()(
        (server_time, susec, code) in (time(), number(), number()),
        (client_time, cusec) in (of(time()), of(number())),
        (client_realm, client) in (of(text()), of(principal())),
        (realm, service) in (text(), principal()),
        text in of(text()),
        e_data in of(prop_oneof![
            bytes(),
            vec(padata(), 0..3).prop_map(|it| MethodData(it).encode()),
            any::<[u32; 2]>().prop_map(|[a, b]| KerbErrorData::extended(a, b).encode()),
        ]),
    ) -> KrbError {
        KrbError {
            client_time, cusec, server_time, susec, code, client_realm, client, realm, service,
            text, e_data,
        }
    }
}

prop_compose! {
    fn enc_cred()(
        info in vec(cred_info().boxed(), 0..3),
        (nonce, usec, time) in (of(number()), of(number()), of(time())),
        (sender, recipient) in (of(address()), of(address())),
    ) -> EncKrbCredPart {
        EncKrbCredPart { info, nonce, time, usec, sender, recipient }
    }
}

prop_compose! {
    fn cred_info()(
        (key, flags) in (key(), any::<Option<u32>>()),
        (realm, client) in (of(text()), of(principal())),
        [auth_time, start_time, end_time, renew_till] in
            [of(time()), of(time()), of(time()), of(time())],
        (service_realm, service) in (of(text()), of(principal())),
        addresses in of(vec(address(), 0..3)),
    ) -> KrbCredInfo {
        KrbCredInfo {
            key, realm, client, flags, auth_time, start_time, end_time, renew_till,
            service_realm, service, addresses,
        }
    }
}

/// Tickets whose keys are closed, or, as in files, in clear.
fn cred() -> impl Strategy<Value = KrbCred> {
    let clear = enc_cred().boxed().prop_map(|it| Encrypted {
        cipher: it.encode(),
        ..Encrypted::default()
    });
    let parts = (vec(ticket(), 0..3), prop_oneof![encrypted(), clear]);
    parts.prop_map(|(tickets, encrypted)| KrbCred { tickets, encrypted })
}

fn message() -> impl Strategy<Value = Message> {
    let request = (which(), vec(padata(), 0..4), body().boxed());
    let reply = (
        which(),
        of(vec(padata(), 0..3)),
        text(),
        principal(),
        ticket(),
        encrypted(),
    );
    prop_oneof![
        request.prop_map(|(kind, padata, body)| {
            Message::KdcRequest(KdcRequest { kind, padata, body }.into())
        }),
        reply.prop_map(|(kind, padata, client_realm, client, ticket, encrypted)| {
            let reply = KdcReply {
                kind,
                padata,
                client_realm,
                client,
                ticket,
                encrypted,
            };
            Message::KdcReply(reply.into())
        }),
        ap_req().prop_map(Message::ApReq),
        encrypted().prop_map(|encrypted| Message::ApRep(ApRep { encrypted })),
        cred().boxed().prop_map(|it| Message::Cred(it.into())),
        error().boxed().prop_map(|it| Message::Error(it.into())),
    ]
    .boxed()
}

prop_compose! {
    fn authenticator()(
        (client_realm, client) in (text(), principal()),
        checksum in of(prop_oneof![checksum(), gss().boxed().prop_map(|it| Checksum {
            kind: GssChecksum::TYPE,
            value: it.encode(),
        })]),
        (cusec, ctime) in (number(), time()),
        (subkey, sequence) in (of(key()), of(number())),
        authorization in of(rights()),
    ) -> Authenticator {
        Authenticator {
            client_realm, client, checksum, cusec, ctime, subkey, sequence, authorization,
        }
    }
}

prop_compose! {
    fn gss()(
        bindings: [u8; 16], flags: u32,
        deleg in of(prop_oneof![bytes(), cred().boxed().prop_map(|it| it.encode())]),
        rest in bytes(),
    ) -> GssChecksum {
        // Without a ticket nothing may be taken for one.
        let (flags, extensions) = match deleg {
            Some(_) => (flags | GssChecksum::DELEG, rest),
            None => (flags & !GssChecksum::DELEG, rest),
        };
        GssChecksum { bindings, flags, deleg, extensions }
    }
}

prop_compose! {
    fn enc_ticket()(
        (flags, key, client_realm, client) in (any::<u32>(), key(), text(), principal()),
        (kind, contents) in (number(), bytes()),
        [auth_time, end_time] in [time(), time()],
        [start_time, renew_till] in [of(time()), of(time())],
        addresses in of(vec(address(), 0..3)),
        authorization in of(rights()),
    ) -> EncTicketPart {
        EncTicketPart {
            flags, key, client_realm, client, transited: Transited { kind, contents }, auth_time,
            start_time, end_time, renew_till, addresses, authorization,
        }
    }
}

prop_compose! {
    fn enc_reply()(
        (kind, key, flags, nonce) in (which(), key(), any::<u32>(), number()),
        last_request in vec((number(), time()), 0..3),
        [auth_time, end_time] in [time(), time()],
        [key_expiration, start_time, renew_till] in [of(time()), of(time()), of(time())],
        (realm, service) in (text(), principal()),
        addresses in of(vec(address(), 0..3)),
        padata in of(vec(padata(), 0..3)),
    ) -> EncKdcReplyPart {
        EncKdcReplyPart {
            kind, key, last_request, nonce, key_expiration, flags, auth_time, start_time,
            end_time, renew_till, realm, service, addresses, padata,
        }
    }
}

/// Reads what was written, and writes the same: every byte has one owner.
fn survives<T: Clone + PartialEq + std::fmt::Debug>(
    value: &T,
    encode: impl Fn(&T) -> Vec<u8>,
    decode: fn(&[u8]) -> Decoded<T>,
) -> Result<(), TestCaseError> {
    let bytes = encode(value);
    let read = decode(&bytes);
    prop_assert!(claimed(&read.layout), "{:?}", read.layout);
    prop_assert_eq!(read.value.as_ref(), Ok(value));
    prop_assert_eq!(encode(value), bytes.clone());
    // What pads a part stays unclaimed.
    let padded = decode(&[&bytes[..], &[0; 5]].concat());
    prop_assert_eq!(padded.value.as_ref(), Ok(value));
    let end = padded.layout.leaves().iter().map(|it| it.range.end).max();
    prop_assert_eq!(end, Some(bytes.len()));
    Ok(())
}

/// Whatever the bytes are: nothing panics, and no byte has two owners.
fn harmless(bytes: &[u8]) {
    let apart = |layout: Layout| assert!(layout.overlaps().is_empty());
    apart(Message::decode(bytes).layout);
    apart(Ticket::decode(bytes).layout);
    apart(KdcRequestBody::decode(bytes).layout);
    apart(EncTicketPart::decode(bytes).layout);
    apart(EncKdcReplyPart::decode(bytes).layout);
    apart(EncKrbCredPart::decode(bytes).layout);
    apart(EncApRepPart::decode(bytes).layout);
    apart(Authenticator::decode(bytes).layout);
    apart(GssChecksum::decode(bytes).layout);
    apart(PaEncTimestamp::decode(bytes).layout);
    apart(PaS4uX509User::decode(bytes).layout);
    apart(MethodData::decode(bytes).layout);
    apart(KerbErrorData::decode(bytes).layout);
    apart(authorization::decode(bytes).layout);
    let _ = (
        is_kerberos(bytes),
        is_kdc_message(bytes),
        MessageKind::of(bytes),
        unwrap(bytes),
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn messages_survive(message in message()) {
        survives(&message, Message::encode, Message::decode)?;
        let bytes = message.encode();
        prop_assert!(is_kerberos(&bytes) && is_kdc_message(&bytes));
        let framed = with_length(&bytes);
        prop_assert!(is_kerberos(&framed) && is_kdc_message(&framed));
        prop_assert_eq!(MessageKind::of(&bytes), MessageKind::of(&framed));
        let read = Message::decode(&framed);
        prop_assert!(claimed(&read.layout));
        prop_assert_eq!(read.value.as_ref(), Ok(&message));
        // A length that is not exactly right is none.
        prop_assert!(!is_kdc_message(&framed[..framed.len() - 1]));
        prop_assert!(!is_kdc_message(&[&framed[..], &[0]].concat()));
        let token = wrap(AP_REQ_TOKEN, &bytes);
        prop_assert_eq!(unwrap(&token), Some((AP_REQ_TOKEN, &bytes[..])));
    }

    #[test]
    fn what_was_decrypted_survives(
        ticket in enc_ticket().boxed(), reply in enc_reply().boxed(), authenticator in authenticator().boxed(),
        cred in enc_cred().boxed(), rights in rights(),
    ) {
        survives(&ticket, EncTicketPart::encode, EncTicketPart::decode)?;
        survives(&reply, EncKdcReplyPart::encode, EncKdcReplyPart::decode)?;
        survives(&authenticator, Authenticator::encode, Authenticator::decode)?;
        survives(&cred, EncKrbCredPart::encode, EncKrbCredPart::decode)?;
        survives(&rights, |it| authorization::encode(it), authorization::decode)?;
    }

    #[test]
    fn small_values_survive(
        for_user in for_user(), x509 in x509_user(), info in etype_info(), gss in gss(),
        (ctime, cusec, subkey, sequence) in (time(), number(), of(key()), of(number())),
        (kind, value) in (number(), of(bytes())),
        (time, usec) in (time(), of(number())),
    ) {
        survives(&for_user, PaForUser::encode, PaForUser::decode)?;
        survives(&x509, PaS4uX509User::encode, PaS4uX509User::decode)?;
        survives(&info, EtypeInfo2::encode, EtypeInfo2::decode)?;
        let part = EncApRepPart { ctime, cusec, subkey, sequence };
        survives(&part, EncApRepPart::encode, EncApRepPart::decode)?;
        let data = KerbErrorData { kind, value };
        survives(&data, KerbErrorData::encode, KerbErrorData::decode)?;
        let stamp = PaEncTimestamp { time, usec };
        survives(&stamp, PaEncTimestamp::encode, PaEncTimestamp::decode)?;
        let read = GssChecksum::decode(&gss.encode());
        prop_assert!(claimed(&read.layout));
        prop_assert_eq!(read.value, Ok(gss));
    }

    #[test]
    fn a_message_cut_anywhere_is_refused(message in message(), at: prop::sample::Index) {
        let bytes = message.encode();
        let cut = &bytes[..at.index(bytes.len())];
        prop_assert!(Message::decode(cut).value.is_err());
        harmless(cut);
    }

    #[test]
    fn changed_bytes_do_not_panic(
        message in message(), ticket in enc_ticket().boxed(), authenticator in authenticator().boxed(),
        changes in vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        for mut bytes in [message.encode(), ticket.encode(), authenticator.encode()] {
            for (at, byte) in &changes {
                let at = at.index(bytes.len());
                bytes[at] = *byte;
            }
            harmless(&bytes);
        }
    }

    #[test]
    fn arbitrary_bytes_do_not_panic(bytes: Vec<u8>, start in 0x60..0x80_u8) {
        harmless(&bytes);
        harmless(&[&[start, bytes.len() as u8 & 0x7f], &bytes[..]].concat());
    }
}

/// Lists inside each other without end take no time and no stack, and what is too deep stays bytes.
#[test]
fn lists_are_opened_only_so_deep() {
    let mut list = vec![AuthorizationElement {
        kind: authorization::PAC,
        data: b"a PAC".to_vec(),
    }];
    for _ in 0..2000 {
        list = vec![AuthorizationElement::if_relevant(&list)];
        if list[0].data.len() > 100_000 {
            break;
        }
    }
    let bytes = authorization::encode(&list);
    let read = authorization::decode(&bytes);
    assert!(claimed(&read.layout));
    assert_eq!(read.value.as_ref(), Ok(&list));
    assert_eq!(authorization::find(&list, authorization::PAC), None);
}
