//! Values of every message, for tests with any.

use super::*;
use proptest::collection::vec;
use proptest::option::of;

/// Numbers near each limit, as nonces and sequence numbers are: signed, unsigned, wide.
pub fn number() -> impl Strategy<Value = i64> {
    prop_oneof![
        any::<i64>(),
        any::<i32>().prop_map(i64::from),
        any::<u32>().prop_map(i64::from),
        -140..140_i64,
    ]
}

pub fn text() -> impl Strategy<Value = String> {
    "[A-Za-z0-9.$@/ é-]{0,12}"
}

pub fn bytes() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![9 => vec(any::<u8>(), 0..20), 1 => vec(any::<u8>(), 100..400)]
}

prop_compose! {
    pub fn time()(text in "[0-9]{14}Z") -> KerberosTime { KerberosTime(text) }
}

prop_compose! {
    pub fn principal()(name_type in number(), parts in vec(text(), 0..3)) -> Principal {
        Principal { name_type, parts }
    }
}

prop_compose! {
    pub fn encrypted()(etype in number(), kvno in of(number()), cipher in bytes()) -> Encrypted {
        Encrypted { etype, kvno, cipher }
    }
}

prop_compose! {
    pub fn key()(etype in number(), value in bytes()) -> EncryptionKey {
        EncryptionKey { etype, value }
    }
}

prop_compose! {
    pub fn checksum()(kind in prop_oneof![number(), Just(0x8003)], value in bytes()) -> Checksum {
        Checksum { kind, value }
    }
}

prop_compose! {
    pub fn address()(kind in number(), address in bytes()) -> HostAddress {
        HostAddress { kind, address }
    }
}

prop_compose! {
    pub fn ticket()(realm in text(), service in principal(), encrypted in encrypted()) -> Ticket {
        Ticket { realm, service, encrypted }
    }
}

prop_compose! {
    pub fn ap_req()(options: u32, ticket in ticket(), authenticator in encrypted()) -> ApReq {
        ApReq { options, ticket, authenticator }
    }
}

/// Values that are what their type says, and such that are anything.
pub fn padata() -> impl Strategy<Value = PaData> {
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
    pub fn for_user()(
        user in principal(), realm in text(), checksum in checksum(), package in text(),
    ) -> PaForUser {
        PaForUser { user, realm, checksum, package }
    }
}

prop_compose! {
    pub fn x509_user()(
        nonce in number(), user in of(principal()), realm in text(),
        certificate in of(bytes()), options: Option<u32>, checksum in checksum(),
    ) -> PaS4uX509User {
        let user_id = S4uUserId { nonce, user, realm, certificate, options };
        PaS4uX509User { user_id, checksum }
    }
}

pub fn etype_info() -> impl Strategy<Value = EtypeInfo2> {
    let entry = (number(), of(text()), of(bytes()));
    let entry = entry.prop_map(|(etype, salt, s2kparams)| EtypeInfo2Entry {
        etype,
        salt,
        s2kparams,
    });
    vec(entry, 0..4).prop_map(EtypeInfo2)
}

/// Lists in lists, deeper than they are looked into.
pub fn rights() -> impl Strategy<Value = AuthorizationData> {
    let kind = prop_oneof![number(), 1..2_i64, 128..146_i64];
    let leaf = (kind, bytes()).prop_map(|(kind, data)| AuthorizationElement { kind, data });
    let element = leaf.prop_recursive(12, 20, 2, |inner| {
        vec(inner, 0..3).prop_map(|list| AuthorizationElement::if_relevant(&list))
    });
    vec(element, 0..3)
}

pub fn which() -> impl Strategy<Value = KdcKind> {
    prop_oneof![Just(KdcKind::As), Just(KdcKind::Tgs)]
}

prop_compose! {
    pub fn body()(
        (options, realm, till, nonce) in (any::<u32>().prop_map(KdcOptions::from_bits_retain), text(), time(), number()),
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
    pub fn error()(
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
    pub fn enc_cred()(
        info in vec(cred_info().boxed(), 0..3),
        (nonce, usec, time) in (of(number()), of(number()), of(time())),
        (sender, recipient) in (of(address()), of(address())),
    ) -> EncKrbCredPart {
        EncKrbCredPart { info, nonce, time, usec, sender, recipient }
    }
}

prop_compose! {
    pub fn cred_info()(
        (key, flags) in (key(), any::<Option<u32>>().prop_map(|it| it.map(TicketFlags::from_bits_retain))),
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
pub fn cred() -> impl Strategy<Value = KrbCred> {
    let clear = enc_cred().boxed().prop_map(|it| Encrypted {
        cipher: it.encode(),
        ..Encrypted::default()
    });
    let parts = (vec(ticket(), 0..3), prop_oneof![encrypted(), clear]);
    parts.prop_map(|(tickets, encrypted)| KrbCred { tickets, encrypted })
}

pub fn message() -> impl Strategy<Value = KerberosMessage> {
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
            KerberosMessage::KdcRequest(KdcRequest { kind, padata, body }.into())
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
            KerberosMessage::KdcReply(reply.into())
        }),
        ap_req().prop_map(KerberosMessage::ApReq),
        encrypted().prop_map(|encrypted| KerberosMessage::ApRep(ApRep { encrypted })),
        cred()
            .boxed()
            .prop_map(|it| KerberosMessage::Cred(it.into())),
        error()
            .boxed()
            .prop_map(|it| KerberosMessage::Error(it.into())),
    ]
    .boxed()
}

prop_compose! {
    pub fn authenticator()(
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
    pub fn gss()(
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
    pub fn enc_ticket()(
        (flags, key, client_realm, client) in (any::<u32>().prop_map(TicketFlags::from_bits_retain), key(), text(), principal()),
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
    pub fn enc_reply()(
        (kind, key, flags, nonce) in (which(), key(), any::<u32>().prop_map(TicketFlags::from_bits_retain), number()),
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
