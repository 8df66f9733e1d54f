//! Each refusal by its code and its NTSTATUS.

use super::*;
use crate::hosts::AccountState;
use crate::wire::ntstatus;
use crate::wire::ntstatus::STATUS_ACCOUNT_DISABLED;

#[test]
fn proof_comes_first_and_the_hint_names_each_key_once() {
    let mut kdc = Kdc::new();
    let mut request = kdc.as_request("alice");
    request.body.etypes = vec![17, 24, 18, 17, 23, 18, 3];
    let error = kdc.ask(&request).unwrap_err();
    assert_eq!(
        (error.code, error.name()),
        (25, Some("KDC_ERR_PREAUTH_REQUIRED"))
    );
    let list = error.method_data().unwrap();
    let kinds: Vec<_> = list.iter().map(|data| data.kind).collect();
    assert_eq!(kinds, [19, 2, 16, 15]);
    let info = PaData::find(&list, PaData::ETYPE_INFO2).unwrap();
    let info = crate::wire::kerberos::EtypeInfo2::decode(info)
        .value
        .unwrap();
    let told: Vec<_> = info
        .0
        .iter()
        .map(|it| (it.etype, it.salt.as_deref()))
        .collect();
    let salt = Some("CONTOSO.EXAMPLEAlice");
    assert_eq!(told, [(17, salt), (18, salt), (23, None)]);
    // As Windows writes it: no time and no name of the client's.
    assert_eq!(
        (error.client_time, error.client, error.text),
        (None, None, None)
    );
}

#[test]
fn the_authentication_service_refuses() {
    let mut kdc = Kdc::new();
    let unknown = kdc.as_request("mallory");
    assert_eq!(refusal(kdc.ask(&unknown)), (6, None));

    let mut elsewhere = kdc.as_request("alice");
    elsewhere.body.realm = OTHER_REALM.to_owned();
    assert_eq!(refusal(kdc.ask(&elsewhere)), (6, None));

    let mut service = kdc.as_request("alice");
    service.body.service = Some(service_principal("HTTP/nowhere"));
    assert_eq!(refusal(kdc.ask(&service)), (7, None));

    let mut etypes = kdc.as_request("alice");
    etypes.body.etypes = vec![24, -135, 3, 1];
    assert_eq!(refusal(kdc.ask(&etypes)), (14, None));

    let wrong = Key::from_seed(Etype::Aes256Sha1, &[0; 32]);
    let request = kdc.as_request("alice");
    let error = kdc.prove(request, &wrong).unwrap_err();
    assert_eq!(error.code, 24);
    assert!(error.method_data().is_some());

    for ahead in [6, -6] {
        let mut request = kdc.as_request("alice");
        let key = kdc.key("Alice", Etype::Aes256Sha1);
        request.padata = vec![kdc.timestamp(&key, ahead)];
        assert_eq!(refusal(kdc.ask(&request)), (37, None));
    }
    kdc.set_state("Alice", AccountState::Disabled);
    let request = kdc.as_request("alice");
    assert_eq!(
        refusal(kdc.ask(&request)),
        (18, Some(STATUS_ACCOUNT_DISABLED))
    );
}

/// `[MS-KILE]` 3.3.5.6.3: what stands against the account is told to whoever asks, that its password is too old to whoever
/// proves it.
#[test]
fn an_account_that_may_not_sign_in_gets_no_ticket() {
    let mut kdc = Kdc::new();
    let wrong = Key::from_seed(Etype::Aes256Sha1, &[0; 32]);
    for (state, status) in [
        (AccountState::LockedOut, ntstatus::STATUS_ACCOUNT_LOCKED_OUT),
        (AccountState::Expired, ntstatus::STATUS_ACCOUNT_EXPIRED),
        (
            AccountState::OutsideLogonHours,
            ntstatus::STATUS_INVALID_LOGON_HOURS,
        ),
    ] {
        kdc.set_state("Alice", state);
        let asked = kdc.as_request("alice");
        assert_eq!(refusal(kdc.ask(&asked)), (18, Some(status)), "{state:?}");
    }
    let right = kdc.key("Alice", Etype::Aes256Sha1);
    for (state, status) in [
        (
            AccountState::PasswordExpired,
            ntstatus::STATUS_PASSWORD_EXPIRED,
        ),
        (
            AccountState::PasswordMustChange,
            ntstatus::STATUS_PASSWORD_MUST_CHANGE,
        ),
    ] {
        kdc.set_state("Alice", state);
        let asked = kdc.as_request("alice");
        assert_eq!(refusal(kdc.ask(&asked)).0, 25, "{state:?}");
        let proved = kdc.prove(asked.clone(), &right);
        assert_eq!(refusal(proved), (23, Some(status)), "{state:?}");
        assert_eq!(refusal(kdc.prove(asked.clone(), &wrong)).0, 24, "{state:?}");
        // With which clients ask where the password is changed.
        let mut change = asked;
        change.body.service = Some(Principal::new(2, &["kadmin", "changepw"]));
        assert!(kdc.prove(change, &right).is_ok(), "{state:?}");
    }
}

#[test]
fn a_protected_user_has_aes_only() {
    let mut kdc = Kdc::new();
    kdc.set("Alice", |alice| alice.protected = true);
    let mut rc4 = kdc.as_request("alice");
    rc4.body.etypes = vec![23];
    assert_eq!(refusal(kdc.ask(&rc4)), (14, None));
    // Nor does it help to offer AES and prove the other key.
    let key = kdc.key("Alice", Etype::Rc4);
    let request = kdc.as_request("alice");
    assert_eq!(refusal(kdc.prove(request, &key)), (14, None));
    let error = kdc.ask(&kdc.as_request("alice")).unwrap_err();
    let list = error.method_data().unwrap();
    let info = PaData::find(&list, PaData::ETYPE_INFO2).unwrap();
    let info = crate::wire::kerberos::EtypeInfo2::decode(info)
        .value
        .unwrap();
    assert!(info.0.iter().all(|entry| entry.etype != 23));
}

#[test]
fn the_ticket_granting_service_refuses() {
    let mut kdc = Kdc::new();
    let tgt = kdc.tgt("alice");
    assert_eq!(refusal(kdc.tgs(&tgt, &Tgs::new("HTTP/nowhere"))), (7, None));
    let mut no_etype = Tgs::new("HTTP/web-01");
    no_etype.etypes = vec![3];
    assert_eq!(refusal(kdc.tgs(&tgt, &no_etype)), (14, None));
    for ahead in [6, -6] {
        let ask = Tgs {
            ahead,
            ..Tgs::new("HTTP/web-01")
        };
        assert_eq!(refusal(kdc.tgs(&tgt, &ask)), (37, None));
    }
    kdc.set("FILE-01$", |file| {
        file.spns = vec!["HTTP/mail-01".to_owned()]
    });
    assert_eq!(refusal(kdc.tgs(&tgt, &Tgs::new("http/MAIL-01"))), (8, None));
    kdc.set_state("WEB-01$", AccountState::Disabled);
    let disabled = kdc.tgs(&tgt, &Tgs::new("HTTP/web-01"));
    assert_eq!(refusal(disabled), (18, Some(STATUS_ACCOUNT_DISABLED)));
    kdc.bench.later(std::time::Duration::from_secs(11 * 3600));
    assert_eq!(refusal(kdc.tgs(&tgt, &Tgs::new("HTTP/web-01"))), (32, None));
}

#[test]
fn what_is_not_built_is_not_granted_as_something_else() {
    let mut kdc = Kdc::new();
    let tgt = kdc.tgt("alice");
    for (option, code) in [(0x0200_0000, 10), (0x8, 13), (0x1, 13)] {
        let option = KdcOptions::from_bits_retain(option);
        let ask = Tgs::new("HTTP/web-01").with(option);
        assert_eq!(refusal(kdc.tgs(&tgt, &ask)).0, code, "{option:x}");
        let mut first = kdc.as_request("alice");
        first.body.options |= option;
        assert_eq!(refusal(kdc.ask(&first)).0, code, "{option:x}");
    }
}

#[test]
fn a_request_for_a_ticket_proves_that_it_is_its_clients() {
    let mut kdc = Kdc::new();
    let tgt = kdc.tgt("alice");
    let whole = kdc.tgs_request(&tgt, &Tgs::new("HTTP/web-01"));

    let mut nothing = whole.clone();
    nothing.padata.clear();
    assert_eq!(refusal(kdc.ask(&nothing)).0, 16);

    let mut other_service = whole.clone();
    other_service.body.service = Some(service_principal("HTTP/mail-01"));
    assert_eq!(refusal(kdc.ask(&other_service)).0, 41);

    // As clients of impacket ask: no domain controller of Windows minds.
    let mut unsummed = whole.clone();
    unsummed.padata = vec![PaData::new(PaData::TGS_REQ, kdc.ap_req(&tgt, None, 0))];
    assert!(kdc.ask(&unsummed).is_ok());

    let mut stolen = tgt.clone();
    stolen.client = Principal::new(1, &["mallory"]);
    assert_eq!(refusal(kdc.tgs(&stolen, &Tgs::new("HTTP/web-01"))).0, 41);

    let mut keyless = tgt.clone();
    keyless.key = Key::from_seed(Etype::Aes256Sha1, &[0; 32]);
    let request = kdc.tgs_request(&keyless, &Tgs::new("HTTP/web-01"));
    assert_eq!(refusal(kdc.ask(&request)).0, 41);

    let ticket = kdc.tgs(&tgt, &Tgs::new("HTTP/web-01")).unwrap();
    assert_eq!(refusal(kdc.tgs(&ticket, &Tgs::new("HTTP/web-01"))).0, 41);
}

#[test]
fn a_tgt_without_a_pac_is_revoked() {
    let mut kdc = Kdc::new();
    let tgt = kdc.tgt("alice");
    let mut part = kdc.open(&tgt, "krbtgt");
    part.authorization = None;
    let tgt = kdc.seal(&tgt, "krbtgt", &part);
    assert_eq!(refusal(kdc.tgs(&tgt, &Tgs::new("HTTP/web-01"))), (20, None));
}

#[test]
fn what_is_no_request_gets_an_error_too() {
    let mut kdc = Kdc::new();
    for bytes in [
        &b""[..],
        b"\x6a",
        b"\x6c\x03\x02\x01\x05",
        b"GET / HTTP/1.1\r\n\r\n",
    ] {
        let answer = kdc.answer(bytes);
        assert_eq!(KrbError::decode(&answer).value.unwrap().code, 40);
    }
}
