//! Tickets for somebody else.

use super::*;
use crate::hosts::AccountState;
use crate::wire::kerberos::{
    AuthorizationElement, PaForUser, PaPacOptions, PaS4uX509User, S4uUserId,
};
use crate::wire::ntstatus::{
    STATUS_ACCOUNT_DISABLED, STATUS_ACCOUNT_RESTRICTION, STATUS_NO_MATCH, STATUS_NOT_FOUND,
    STATUS_NOT_SUPPORTED,
};
use crate::wire::pac::*;

/// Resource-based delegation came with Windows Server 2012; where it is set up before, it runs all the same.
#[test]
fn before_2012_nobody_need_say_that_it_understands_resource_based_delegation() {
    let mut kdc = Kdc::new();
    kdc.bench.machine.era = Era::Y2003;
    kdc.set("WEB-01$", |web| web.may_delegate_to.clear());
    let evidence = kdc.ticket("alice", "HTTP/web-01");
    let web = kdc.tgt("WEB-01$");
    let ticket = kdc.tgs(&web, &Tgs::proxy("HTTP/mail-01", &evidence));
    assert!(ticket.is_ok());
    let refused = kdc.tgs(&web, &Tgs::proxy("HTTP/file-01", &evidence));
    assert_eq!(refusal(refused), (13, Some(STATUS_NOT_SUPPORTED)));
}

const FORWARDABLE: TicketFlags = TicketFlags::FORWARDABLE;

fn for_user(tgt: &ReceivedTicket, user: &str, realm: &str) -> PaData {
    for_user_by(checksum_kind::HMAC_MD5, tgt, user, realm)
}

fn for_user_by(kind: i64, tgt: &ReceivedTicket, user: &str, realm: &str) -> PaData {
    let mut value = PaForUser {
        user: Principal::new(1, &[user]),
        realm: realm.to_owned(),
        package: "Kerberos".to_owned(),
        ..PaForUser::default()
    };
    let sum = checksum(kind, Some(&tgt.key), usage::PAC_SIGNATURE, &value.signed());
    value.checksum = Checksum {
        kind,
        value: sum.unwrap(),
    };
    PaData::new(PaData::FOR_USER, value.encode())
}

fn x509_user(tgt: &ReceivedTicket, user: &str, nonce: i64) -> PaData {
    x509_user_by(checksum_kind::HMAC_SHA1_96_AES256, tgt, user, nonce)
}

fn x509_user_by(kind: i64, tgt: &ReceivedTicket, user: &str, nonce: i64) -> PaData {
    let user_id = S4uUserId {
        nonce,
        user: Some(Principal::new(1, &[user])),
        realm: REALM.to_owned(),
        options: Some(S4uUserId::USE_REPLY_KEY_USAGE),
        ..S4uUserId::default()
    };
    let sum = checksum(
        kind,
        Some(&tgt.key),
        usage::S4U_X509_REQUEST,
        &user_id.encode(),
    );
    let checksum = Checksum {
        kind,
        value: sum.unwrap(),
    };
    PaData::new(
        PaData::S4U_X509_USER,
        PaS4uX509User { user_id, checksum }.encode(),
    )
}

/// A request of the web server's for a user's ticket to itself.
fn to_self(data: PaData) -> Tgs {
    Tgs {
        padata: vec![data],
        ..Tgs::new("WEB-01$")
    }
}

fn knowing_rbcd(mut ask: Tgs) -> Tgs {
    let options = PaPacOptions(PaPacOptions::RESOURCE_BASED | PaPacOptions::BRANCH_AWARE);
    ask.padata
        .push(PaData::new(PaData::PAC_OPTIONS, options.encode()));
    ask
}

/// The web server's TGT, and alice's ticket to it.
fn evidence(kdc: &mut Kdc) -> (ReceivedTicket, ReceivedTicket) {
    (kdc.tgt("web-01$"), kdc.ticket("alice", "HTTP/web-01"))
}

#[test]
fn a_ticket_to_oneself_is_the_users() {
    let mut kdc = Kdc::new();
    kdc.set("WEB-01$", |web| web.trusted_to_authenticate = true);
    let tgt = kdc.tgt("web-01$");
    let asks = [for_user(&tgt, "alice", REALM), x509_user(&tgt, "alice", 7)];
    for data in asks {
        let held = kdc.tgs(&tgt, &to_self(data.clone())).unwrap();
        assert_eq!(
            (held.client.to_string(), held.client_realm.as_str()),
            ("Alice".to_owned(), REALM)
        );
        let part = kdc.open(&held, "WEB-01$");
        let (pac, _) = pac_of(&part);
        let logon = LogonInfo::decode(pac.get(LOGON_INFO).unwrap())
            .value
            .unwrap();
        assert_eq!(logon.effective_name.text, "Alice");
        assert!(logon.has_sid(&Sid::service_asserted()));
        assert!(!logon.has_sid(&Sid::authority_asserted()));
        assert_eq!(held.part.flags.bits(), 0x40a1_0000);
        // Only who asks so is answered so, under the reply's usage.
        let reply = PaData::find(&held.padata, PaData::S4U_X509_USER);
        assert_eq!(reply.is_some(), data.kind == PaData::S4U_X509_USER);
        if let Some(reply) = reply {
            let reply = PaS4uX509User::decode(reply).value.unwrap();
            let kind = reply.checksum.kind;
            let data = reply.user_id.encode();
            let sum = checksum(kind, Some(&tgt.key), usage::S4U_X509_REPLY, &data);
            assert_eq!(sum, Some(reply.checksum.value));
        }
    }
}

#[test]
fn a_checksum_that_anybody_can_make_proves_nothing() {
    let mut kdc = Kdc::new();
    let tgt = kdc.tgt("web-01$");
    use checksum_kind::*;
    for kind in [CRC32, RSA_MD4, RSA_MD5, SHA1, SHA1_ALSO] {
        let asks = [
            for_user_by(kind, &tgt, "alice", REALM),
            x509_user_by(kind, &tgt, "alice", 7),
        ];
        for ask in asks {
            let refused = kdc.tgs(&tgt, &to_self(ask));
            assert_eq!(refusal(refused), (50, None), "{kind}");
        }
    }
}

/// [MS-SFU] 2.2.2 has RSA-MD4 for an RC4 key, and so MIT's client sends it; the older form is HMAC-MD5 whatever the key.
#[test]
fn with_an_rc4_key_the_newer_form_has_a_checksum_without_one() {
    let mut kdc = Kdc::new();
    let mut ask = kdc.as_request("web-01$");
    ask.body.etypes = vec![Etype::Rc4.number()];
    let key = kdc.key("web-01$", Etype::Rc4);
    let tgt = kdc.prove(ask, &key).unwrap();
    assert_eq!(tgt.key.etype, Etype::Rc4);
    let newer = |kind| to_self(x509_user_by(kind, &tgt, "alice", 7));
    assert!(kdc.tgs(&tgt, &newer(checksum_kind::RSA_MD4)).is_ok());
    let others = [
        newer(checksum_kind::CRC32),
        to_self(for_user_by(checksum_kind::RSA_MD4, &tgt, "alice", REALM)),
    ];
    for ask in others {
        assert_eq!(refusal(kdc.tgs(&tgt, &ask)), (50, None));
    }
}

/// Forwardable if the user may be delegated, and the service is trusted to authenticate or has no list.
#[test]
fn when_a_ticket_to_oneself_is_forwardable() {
    for (trusted, listed, sensitive, protected, forwardable) in [
        (true, true, false, false, true),
        (true, false, false, false, true),
        (false, false, false, false, true),
        (false, true, false, false, false),
        (true, true, true, false, false),
        (true, true, false, true, false),
        (false, false, true, false, false),
    ] {
        let mut kdc = Kdc::new();
        kdc.set("WEB-01$", |web| {
            web.trusted_to_authenticate = trusted;
            if !listed {
                web.may_delegate_to.clear();
            }
        });
        kdc.set("Alice", |alice| {
            (alice.sensitive, alice.protected) = (sensitive, protected)
        });
        let tgt = kdc.tgt("web-01$");
        let held = kdc
            .tgs(&tgt, &to_self(for_user(&tgt, "alice", REALM)))
            .unwrap();
        let case = (trusted, listed, sensitive, protected);
        assert_eq!(
            held.part.flags.contains(FORWARDABLE),
            forwardable,
            "{case:?}"
        );
        assert_eq!(kdc.open(&held, "WEB-01$").flags, held.part.flags);
    }
    let mut kdc = Kdc::new();
    kdc.set("WEB-01$", |web| web.trusted_to_authenticate = true);
    let tgt = kdc.tgt("web-01$");
    // Nor where nobody asks for it, or the service's own TGT is not.
    let mut ask = to_self(for_user(&tgt, "alice", REALM));
    ask.options.remove(KdcOptions::FORWARDABLE);
    let held = kdc.tgs(&tgt, &ask).unwrap();
    assert!(!held.part.flags.contains(FORWARDABLE));
    kdc.set("WEB-01$", |web| web.sensitive = true);
    let tgt = kdc.tgt("web-01$");
    let ask = to_self(for_user(&tgt, "alice", REALM));
    let held = kdc.tgs(&tgt, &ask).unwrap();
    assert!(!held.part.flags.contains(FORWARDABLE));
    assert_eq!(kdc.rule(), Some(KdcRule::SelfOfUnforwardable));
}

#[test]
fn a_ticket_to_oneself_is_refused() {
    let mut kdc = Kdc::new();
    let tgt = kdc.tgt("web-01$");
    let refused = |kdc: &mut Kdc, ask: &Tgs| refusal(kdc.tgs(&tgt, ask));
    let nobody = to_self(for_user(&tgt, "mallory", REALM));
    assert_eq!(refused(&mut kdc, &nobody), (6, None));
    let elsewhere = to_self(for_user(&tgt, "alice", OTHER_REALM));
    assert_eq!(refused(&mut kdc, &elsewhere), (6, None));
    let mut not_itself = to_self(for_user(&tgt, "alice", REALM));
    not_itself.service = service_principal("HTTP/mail-01");
    assert_eq!(refused(&mut kdc, &not_itself), (36, None));
    // A checksum of another key, and one for another request.
    let mut stranger = tgt.clone();
    stranger.key = Key::from_seed(Etype::Aes256Sha1, &[0; 32]);
    for data in [
        for_user(&stranger, "alice", REALM),
        x509_user(&stranger, "alice", 7),
        x509_user(&tgt, "alice", 8),
    ] {
        assert_eq!(refused(&mut kdc, &to_self(data)), (41, None));
    }
    kdc.set_state("Alice", AccountState::Disabled);
    let disabled = to_self(for_user(&tgt, "alice", REALM));
    assert_eq!(
        refused(&mut kdc, &disabled),
        (18, Some(STATUS_ACCOUNT_DISABLED))
    );
    // No password is used, so none can be too old.
    kdc.set_state("Alice", AccountState::PasswordExpired);
    let old = to_self(for_user(&tgt, "alice", REALM));
    assert!(kdc.tgs(&tgt, &old).is_ok());
}

#[test]
fn on_by_the_services_own_list() {
    let mut kdc = Kdc::new();
    kdc.set("MAIL-01$", |mail| mail.lets_act.clear());
    let (tgt, ticket) = evidence(&mut kdc);
    kdc.bench.later(std::time::Duration::from_secs(60));
    let tgt_later = kdc.tgt("web-01$");
    let held = kdc
        .tgs(&tgt_later, &Tgs::proxy("HTTP/mail-01", &ticket))
        .unwrap();
    assert_eq!(held.client.to_string(), "Alice");
    assert_eq!(held.part.flags.bits(), 0x40a1_0000);
    // She proved who she is when she did, not when the service asks.
    assert_eq!(held.part.auth_time, ticket.part.auth_time);
    let (pac, _) = pac_of(&kdc.open(&held, "MAIL-01$"));
    let info = DelegationInfo::decode(pac.get(DELEGATION_INFO).unwrap())
        .value
        .unwrap();
    assert_eq!(info.target.text, "HTTP/mail-01");
    let through: Vec<_> = info
        .transited
        .iter()
        .map(|name| name.text.as_str())
        .collect();
    assert_eq!(through, ["WEB-01$@CONTOSO.EXAMPLE"]);
    let kinds: Vec<_> = pac.buffers.iter().map(|buffer| buffer.kind).collect();
    assert_eq!(kinds, [1, 6, 7, 11, 10, 12, 16, 19]);
    let (tgt, ticket) = (tgt, ticket);
    assert!(kdc.tgs(&tgt, &Tgs::proxy("http/MAIL-01", &ticket)).is_ok());
}

#[test]
fn on_by_the_resources_list() {
    let mut kdc = Kdc::new();
    kdc.set("WEB-01$", |web| web.may_delegate_to.clear());
    let (tgt, ticket) = evidence(&mut kdc);
    let ask = knowing_rbcd(Tgs::proxy("HTTP/mail-01", &ticket));
    assert!(kdc.tgs(&tgt, &ask).is_ok());
    kdc.set("MAIL-01$", |mail| {
        mail.lets_act = vec!["FILE-01$".to_owned()]
    });
    assert_eq!(refusal(kdc.tgs(&tgt, &ask)), (13, Some(STATUS_NOT_FOUND)));
}

#[test]
fn on_by_no_list() {
    let mut kdc = Kdc::new();
    let (tgt, ticket) = evidence(&mut kdc);
    let ask = Tgs::proxy("HTTP/file-01", &ticket);
    assert_eq!(refusal(kdc.tgs(&tgt, &ask)), (13, Some(STATUS_NO_MATCH)));
    let knowing = knowing_rbcd(ask.clone());
    assert_eq!(
        refusal(kdc.tgs(&tgt, &knowing)),
        (13, Some(STATUS_NOT_FOUND))
    );
    kdc.set("WEB-01$", |web| web.may_delegate_to.clear());
    assert_eq!(
        refusal(kdc.tgs(&tgt, &ask)),
        (13, Some(STATUS_NOT_SUPPORTED))
    );
    // A client that does not know of it is not helped by the resource's list.
    let ask = Tgs::proxy("HTTP/mail-01", &ticket);
    assert_eq!(
        refusal(kdc.tgs(&tgt, &ask)),
        (13, Some(STATUS_NOT_SUPPORTED))
    );
}

#[test]
fn evidence_must_be_forwardable_whoever_allows_it() {
    for ask in [|ask| ask, knowing_rbcd as fn(Tgs) -> Tgs] {
        let mut kdc = Kdc::new();
        kdc.set("Alice", |alice| alice.sensitive = true);
        let (tgt, ticket) = evidence(&mut kdc);
        let ask = ask(Tgs::proxy("HTTP/mail-01", &ticket));
        assert_eq!(
            refusal(kdc.tgs(&tgt, &ask)),
            (13, Some(STATUS_ACCOUNT_RESTRICTION))
        );
    }
}

/// A service has its own key, so it can open its evidence, change it and seal it again. (The flag: CVE-2020-17049.)
#[test]
fn changed_evidence_is_noticed() {
    let mut kdc = Kdc::new();
    kdc.set("Alice", |alice| alice.sensitive = true);
    let (tgt, ticket) = evidence(&mut kdc);
    let part = kdc.open(&ticket, "WEB-01$");
    let mut refused = |part: EncTicketPart| {
        let ticket = kdc.seal(&ticket, "WEB-01$", &part);
        refusal(kdc.tgs(&tgt, &Tgs::proxy("HTTP/mail-01", &ticket)))
    };
    let mut flagged = part.clone();
    flagged.flags |= FORWARDABLE;
    assert_eq!(refused(flagged), (41, None));
    let mut named = part.clone();
    named.client = Principal::new(1, &["Administrator"]);
    assert_eq!(refused(named), (41, None));
    let mut bare = part.clone();
    bare.authorization = None;
    assert_eq!(refused(bare), (20, None));

    // Another user's PAC, signed by the service as well as it can: with its own key, and with none.
    let service = Key::from_seed(Etype::Aes256Sha1, &[3; 32]);
    let with = |change: &dyn Fn(&mut Pac)| {
        let (mut pac, _) = pac_of(&part);
        change(&mut pac);
        let input = server_signature_input(&pac.encode()).unwrap();
        let signature = |kind: i64, key: Option<&Key>, data: &[u8]| {
            let signature = checksum(kind, key, usage::PAC_SIGNATURE, data).unwrap();
            PacSignature {
                kind: kind as i32,
                signature,
                rodc: None,
            }
            .encode()
        };
        let server = signature(16, Some(&service), &input);
        let unkeyed = signature(checksum_kind::RSA_MD5, None, &server[4..]);
        [pac.get(KDC_CHECKSUM).unwrap().to_vec(), unkeyed].map(|kdc| {
            let mut pac = pac.clone();
            pac.set(SERVER_CHECKSUM, server.clone());
            pac.set(KDC_CHECKSUM, kdc);
            let mut part = part.clone();
            let data = pac.encode();
            let kind = authorization::PAC;
            let inside = AuthorizationElement { kind, data };
            part.authorization = Some(vec![AuthorizationElement::if_relevant(&[inside])]);
            part
        })
    };
    let rename = |pac: &mut Pac| {
        let mut logon = LogonInfo::decode(pac.get(LOGON_INFO).unwrap())
            .value
            .unwrap();
        logon.user_id = 500;
        pac.set(LOGON_INFO, logon.encode());
    };
    let strip = |pac: &mut Pac| {
        pac.buffers
            .retain(|buffer| ![TICKET_CHECKSUM, FULL_CHECKSUM].contains(&buffer.kind));
        rename(pac);
    };
    for part in with(&rename).into_iter().chain(with(&strip)) {
        assert_eq!(refused(part), (41, None));
    }
}

#[test]
fn evidence_is_a_ticket_to_the_one_who_asks() {
    let mut kdc = Kdc::new();
    let (tgt, _) = evidence(&mut kdc);
    let other = kdc.ticket("alice", "HTTP/file-01");
    let proxy = Tgs::proxy("HTTP/mail-01", &other);
    assert_eq!(refusal(kdc.tgs(&tgt, &proxy)), (41, None));
    let none = Tgs {
        tickets: None,
        ..proxy
    };
    assert_eq!(refusal(kdc.tgs(&tgt, &none)), (41, None));
    // It has an end too, before that of a younger TGT.
    let ticket = kdc.ticket("alice", "HTTP/web-01");
    kdc.bench.later(std::time::Duration::from_secs(11 * 3600));
    let tgt = kdc.tgt("web-01$");
    let proxy = Tgs::proxy("HTTP/mail-01", &ticket);
    assert_eq!(refusal(kdc.tgs(&tgt, &proxy)), (32, None));
}

#[test]
fn delegation_twice_names_both() {
    let mut kdc = Kdc::new();
    kdc.set("MAIL-01$", |mail| {
        mail.may_delegate_to = vec!["HTTP/file-01".to_owned()]
    });
    let (tgt, ticket) = evidence(&mut kdc);
    let second = kdc.tgs(&tgt, &Tgs::proxy("HTTP/mail-01", &ticket)).unwrap();
    let tgt = kdc.tgt("mail-01$");
    let third = kdc.tgs(&tgt, &Tgs::proxy("HTTP/file-01", &second)).unwrap();
    let (pac, _) = pac_of(&kdc.open(&third, "FILE-01$"));
    let info = DelegationInfo::decode(pac.get(DELEGATION_INFO).unwrap())
        .value
        .unwrap();
    let through: Vec<_> = info
        .transited
        .iter()
        .map(|name| name.text.as_str())
        .collect();
    assert_eq!(
        through,
        ["WEB-01$@CONTOSO.EXAMPLE", "MAIL-01$@CONTOSO.EXAMPLE"]
    );
}
