//! Who a client is to Windows, and that the KDC says so: each signature is computed here once more.

use super::*;
use crate::wire::kerberos::AuthorizationElement;
use crate::wire::pac::*;

fn kinds(pac: &Pac) -> Vec<u32> {
    pac.buffers.iter().map(|buffer| buffer.kind).collect()
}

fn signature(pac: &Pac, kind: u32) -> PacSignature {
    PacSignature::decode(pac.get(kind).unwrap()).value.unwrap()
}

/// The PAC with the signatures of these kinds zeroed, found by the table alone.
fn zeroed(bytes: &[u8], kinds: &[u32]) -> Vec<u8> {
    let mut zeroed = bytes.to_vec();
    let number = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap());
    for entry in 0..number(0) as usize {
        let at = 8 + 16 * entry;
        let (size, offset) = (number(at + 4) as usize, number(at + 8) as usize);
        if kinds.contains(&number(at)) {
            zeroed[offset + 4..offset + size].fill(0);
        }
    }
    zeroed
}

/// The signatures of a ticket for that account, by their definition.
fn check(kdc: &Kdc, held: &ReceivedTicket, account: &str) -> Pac {
    let part = kdc.open(held, account);
    let (pac, bytes) = pac_of(&part);
    let krbtgt = kdc.key("krbtgt", Etype::Aes256Sha1);
    let service = kdc.key(
        account,
        Etype::from_number(held.ticket.encrypted.etype).unwrap(),
    );
    let sign = |key: &Key, data: &[u8]| {
        let signature = key.checksum(usage::PAC_SIGNATURE, data, &mut Trace::off());
        (key.etype.checksum_type() as i32, signature)
    };
    let given = |kind| {
        let signature = signature(&pac, kind);
        (signature.kind, signature.signature)
    };
    let server = given(SERVER_CHECKSUM);
    assert_eq!(server, sign(&service, &zeroed(&bytes, &[6, 7])));
    assert_eq!(given(KDC_CHECKSUM), sign(&krbtgt, &server.1));
    if pac.get(TICKET_CHECKSUM).is_some() {
        let mut blank = part.clone();
        blank.authorization = Some(vec![AuthorizationElement::if_relevant(&[
            AuthorizationElement {
                kind: authorization::PAC,
                data: vec![0],
            },
        ])]);
        assert_eq!(given(TICKET_CHECKSUM), sign(&krbtgt, &blank.encode()));
        assert_eq!(
            given(FULL_CHECKSUM),
            sign(&krbtgt, &zeroed(&bytes, &[6, 7, 19]))
        );
    }
    pac
}

#[test]
fn all_signatures_are_right() {
    let mut kdc = Kdc::new();
    let tgt = kdc.tgt("alice");
    let pac = check(&kdc, &tgt, "krbtgt");
    assert_eq!(kinds(&pac), [1, 6, 7, 10, 12, 17, 18]);
    let ticket = kdc.tgs(&tgt, &Tgs::new("HTTP/web-01")).unwrap();
    let pac = check(&kdc, &ticket, "WEB-01$");
    assert_eq!(kinds(&pac), [1, 6, 7, 10, 12, 16, 19]);
    // A service with RC4 only: its signature is by its own key, the others by krbtgt's.
    kdc.set("WEB-01$", |web| {
        web.keys.retain(|key| key.etype == Etype::Rc4)
    });
    let ticket = kdc.tgs(&tgt, &Tgs::new("HTTP/web-01")).unwrap();
    let pac = check(&kdc, &ticket, "WEB-01$");
    let kind = |kind| signature(&pac, kind).kind;
    assert_eq!([6, 7, 16, 19].map(kind), [-138, 16, 16, 16]);
}

#[test]
fn before_2022_the_ticket_is_not_signed() {
    let mut kdc = Kdc::new();
    kdc.bench.machine.era = Era::Y2003;
    let ticket = kdc.ticket("alice", "HTTP/web-01");
    assert_eq!(kinds(&check(&kdc, &ticket, "WEB-01$")), [1, 10, 6, 7]);
}

fn logon(kdc: &mut Kdc, name: &str) -> LogonInfo {
    let tgt = kdc.tgt(name);
    pac_of(&kdc.open(&tgt, "krbtgt")).0.logon_info().unwrap()
}

/// `[MS-KILE]` 3.3.5.6.4.1; the bits are those of `[MS-SAMR]` 2.2.1.12.
#[test]
fn it_says_what_kind_of_account_it_is_and_what_applies_to_it() {
    let mut kdc = Kdc::new();
    let mut control = |name: &str, change: fn(&mut KerberosAccount)| {
        kdc.set(if name == "alice" { "Alice" } else { name }, change);
        logon(&mut kdc, name).user_account_control
    };
    assert_eq!(control("alice", |_| {}), 0x10);
    assert_eq!(control("WEB-01$", |_| {}), 0x80);
    assert_eq!(control("alice", |it| it.sensitive = true), 0x4010);
    assert_eq!(
        control("WEB-01$", |it| it.trusted_for_delegation = true),
        0x2080
    );
    assert_eq!(
        control("WEB-01$", |it| it.trusted_to_authenticate = true),
        0x4_2080
    );
}

/// The default policy of a domain: a password may be changed after a day and must be after 42, a computer's never.
#[test]
fn it_says_when_the_password_was_set_and_the_reply_when_it_expires() {
    let mut kdc = Kdc::new();
    let now = kdc.bench.now;
    let days = |days: i64| now.plus_minutes(days * 24 * 60).0;
    for name in ["Alice", "WEB-01$"] {
        kdc.set(name, |it| it.password_set = FileTime(days(-20)));
    }
    let dates = |info: LogonInfo| {
        [
            info.password_last_set,
            info.password_can_change,
            info.password_must_change,
        ]
    };
    let of_alice = dates(logon(&mut kdc, "alice"));
    assert_eq!(of_alice, [days(-20), days(-19), days(22)]);
    let of_computer = dates(logon(&mut kdc, "WEB-01$"));
    assert_eq!(of_computer, [days(-20), days(-19), NEVER]);

    let tgt = kdc.tgt("alice");
    let expires = tgt.part.key_expiration.clone();
    assert_eq!(expires, Some(kdc.time(22 * 24 * 60)));
    let never = kdc.tgt("WEB-01$").part.key_expiration.unwrap();
    assert_eq!(never.0, "20370914024805Z");
    let ticket = kdc.tgs(&tgt, &Tgs::new("HTTP/web-01")).unwrap();
    assert_eq!(ticket.part.key_expiration, None);
}

#[test]
fn it_says_who_the_client_is() {
    let mut kdc = Kdc::new();
    kdc.set("Alice", |alice| {
        alice.upn = Some("alice@contoso.example".to_owned())
    });
    let key = kdc.key("Alice", Etype::Aes256Sha1);
    let mut request = kdc.as_request("");
    request.body.client = Some(Principal::new(10, &["alice@contoso.example"]));
    let tgt = kdc.prove(request, &key).unwrap();
    assert_eq!(tgt.client, Principal::new(1, &["Alice"]));
    let ticket = kdc.tgs(&tgt, &Tgs::new("HTTP/web-01")).unwrap();
    let pac = check(&kdc, &ticket, "WEB-01$");
    let logon = LogonInfo::decode(pac.get(LOGON_INFO).unwrap())
        .value
        .unwrap();
    assert_eq!(logon.effective_name.text, "Alice");
    assert_eq!(logon.logon_domain_name.text, "CONTOSO");
    assert_eq!((logon.user_id, logon.primary_group_id), (1002, 513));
    assert!(logon.has_sid(&Sid::authority_asserted()));
    assert!(!logon.has_sid(&Sid::service_asserted()));
    let info = ClientInfo::decode(pac.get(CLIENT_INFO).unwrap())
        .value
        .unwrap();
    assert_eq!(info.name, "Alice");
    let auth_time = FileTime::of_kerberos_time(&ticket.part.auth_time.0).unwrap();
    assert_eq!(info.auth_time, auth_time.0);
    let upn = UpnDnsInfo::decode(pac.get(UPN_DNS_INFO).unwrap())
        .value
        .unwrap();
    assert_eq!(
        (upn.upn.as_str(), upn.flags),
        ("alice@contoso.example", SAM_NAME_AND_SID)
    );
}

/// A changed byte anywhere in the PAC of a TGT that is otherwise in order.
#[test]
fn a_changed_pac_is_noticed() {
    let mut kdc = Kdc::new();
    let tgt = kdc.tgt("alice");
    let part = kdc.open(&tgt, "krbtgt");
    let (_, bytes) = pac_of(&part);
    for at in (8..bytes.len()).step_by(3) {
        let mut changed = bytes.clone();
        changed[at] ^= 1;
        let mut part = part.clone();
        part.authorization = Some(vec![AuthorizationElement::if_relevant(&[
            AuthorizationElement {
                kind: authorization::PAC,
                data: changed,
            },
        ])]);
        let tgt = kdc.seal(&tgt, "krbtgt", &part);
        let code = refusal(kdc.tgs(&tgt, &Tgs::new("HTTP/web-01"))).0;
        assert!([20, 41].contains(&code), "byte {at}: {code}");
    }
}
