//! What tickets say: flags, times, keys, names.

use super::super::issue::Lifetime;
use super::*;
use crate::hosts::security::kerberos::time_of;
use crate::wire::kerberos::EtypeInfo2;

#[test]
fn the_flags_are_those_of_windows() {
    let mut kdc = Kdc::new();
    let tgt = kdc.tgt("alice");
    assert_eq!(tgt.part.flags, TGT);
    let ticket = kdc.tgs(&tgt, &Tgs::new("HTTP/web-01")).unwrap();
    assert_eq!(ticket.part.flags.bits(), 0x40a1_0000);
    kdc.set("WEB-01$", |web| web.trusted_for_delegation = true);
    let ticket = kdc.tgs(&tgt, &Tgs::new("HTTP/web-01")).unwrap();
    assert_eq!(ticket.part.flags.bits(), 0x40a5_0000);
    let forwarded = Tgs::for_tgt(KdcOptions::FORWARDED | KdcOptions::RENEWABLE_OK);
    let forwarded = kdc.tgs(&tgt, &forwarded).unwrap();
    assert_eq!(forwarded.part.flags.bits(), 0x60a1_0000);
    // What comes of it was forwarded too.
    let ticket = kdc.tgs(&forwarded, &Tgs::new("HTTP/web-01")).unwrap();
    assert_eq!(ticket.part.flags.bits(), 0x60a5_0000);
    for held in [&tgt, &forwarded] {
        assert_eq!(kdc.open(held, "krbtgt").flags, held.part.flags);
    }
    assert_eq!(kdc.open(&ticket, "WEB-01$").flags, ticket.part.flags);
}

/// enc-pa-rep and what goes under it came with Windows Vista and later.
#[test]
fn before_vista_a_reply_has_no_padata_inside_and_tickets_no_flag_for_it() {
    let mut kdc = Kdc::new();
    kdc.bench.machine.era = Era::Y2003;
    let tgt = kdc.tgt("alice");
    let mut ask = Tgs::new("HTTP/web-01");
    let options = crate::wire::kerberos::PaPacOptions(0x4000_0000).encode();
    ask.padata = vec![PaData::new(PaData::PAC_OPTIONS, options)];
    let ticket = kdc.tgs(&tgt, &ask).unwrap();
    assert_eq!(
        (tgt.part.flags.bits(), ticket.part.flags.bits()),
        (0x40e0_0000, 0x40a0_0000)
    );
    assert_eq!((tgt.part.padata, ticket.part.padata), (None, None));
}

/// ETYPE-INFO2 is of RFC 4120, which is younger: in a capture of Windows Server 2003 the hint is ETYPE-INFO, and a reply has
/// PA-PW-SALT, if its key has a salt.
#[test]
fn before_vista_the_kdc_tells_of_keys_in_the_older_way() {
    for (etype, salt) in [
        (Etype::Rc4, None),
        (Etype::DesCbcMd5, Some(&b"CONTOSO.EXAMPLEAlice"[..])),
    ] {
        let mut kdc = Kdc::new();
        kdc.bench.machine.era = Era::Y2003;
        let key = Key::from_seed(etype, &[7; 32]);
        kdc.set("Alice", |alice| alice.keys = vec![key.clone()]);
        let mut request = kdc.as_request("Alice");
        request.body.etypes = vec![23, 3];
        let error = kdc.ask(&request).unwrap_err();
        let hint = error.method_data().unwrap();
        let kinds: Vec<_> = hint.iter().map(|it| it.kind).collect();
        assert_eq!(kinds, [11, 2, 16, 15]);
        let info = PaData::find(&hint, PaData::ETYPE_INFO).unwrap();
        let info = EtypeInfo2::decode_old(info).value.unwrap();
        let told: Vec<_> = info
            .0
            .iter()
            .map(|it| (it.etype, it.salt.clone()))
            .collect();
        let expected = salt.map(|salt| String::from_utf8(salt.to_vec()).unwrap());
        assert_eq!(told, [(etype.number(), expected)]);
        let tgt = kdc.prove(request, &key).unwrap();
        assert_eq!(PaData::find(&tgt.padata, PaData::PW_SALT), salt);
        assert_eq!(tgt.padata.len(), usize::from(salt.is_some()));
    }
}

#[test]
fn a_ticket_is_forwardable_where_that_is_asked_for() {
    let mut kdc = Kdc::new();
    let tgt = kdc.tgt("alice");
    let asking = |ask: Tgs| Tgs {
        options: ask.options & !KdcOptions::FORWARDABLE,
        ..ask
    };
    for ask in [Tgs::new("HTTP/web-01"), Tgs::for_tgt(KdcOptions::empty())] {
        let held = kdc.tgs(&tgt, &asking(ask)).unwrap();
        assert!(!held.part.flags.contains(TicketFlags::FORWARDABLE));
    }
}

#[test]
fn nothing_of_a_sensitive_user_is_forwardable() {
    for change in [
        (|alice: &mut KerberosAccount| alice.sensitive = true) as fn(&mut KerberosAccount),
        |alice| alice.protected = true,
    ] {
        let mut kdc = Kdc::new();
        kdc.set("Alice", change);
        kdc.set("WEB-01$", |web| web.trusted_for_delegation = true);
        let tgt = kdc.tgt("alice");
        assert_eq!(tgt.part.flags.bits(), 0x00e1_0000);
        let ticket = kdc.tgs(&tgt, &Tgs::new("HTTP/web-01")).unwrap();
        assert_eq!(ticket.part.flags.bits(), 0x00a5_0000);
        let forwarded = kdc.tgs(&tgt, &Tgs::for_tgt(KdcOptions::FORWARDED));
        assert_eq!(refusal(forwarded), (13, None));
    }
}

#[test]
fn times_are_those_of_the_domains_policy() {
    let mut kdc = Kdc::new();
    let tgt = kdc.tgt("alice");
    let start = tgt.part.start_time.as_ref().unwrap();
    assert_eq!(minutes(start, &tgt.part.end_time), 10 * 60);
    assert_eq!(
        minutes(start, tgt.part.renew_till.as_ref().unwrap()),
        7 * 24 * 60
    );
    // A ticket ends with its TGT.
    kdc.bench.later(std::time::Duration::from_secs(3600));
    let ticket = kdc.tgs(&tgt, &Tgs::new("HTTP/web-01")).unwrap();
    assert_eq!(ticket.part.end_time, tgt.part.end_time);
    assert_eq!(ticket.part.auth_time, tgt.part.auth_time);
    assert_ne!(ticket.part.start_time, tgt.part.start_time);

    kdc.set("Alice", |alice| alice.protected = true);
    let tgt = kdc.tgt("alice");
    let start = tgt.part.start_time.as_ref().unwrap();
    assert_eq!(minutes(start, &tgt.part.end_time), 4 * 60);
    assert_eq!(tgt.part.renew_till, Some(tgt.part.end_time.clone()));

    let mut shorter = kdc.as_request("web-01$");
    shorter.body.till = kdc.time(30);
    let key = kdc.key("WEB-01$", Etype::Aes256Sha1);
    let tgt = kdc.prove(shorter, &key).unwrap();
    assert_eq!(tgt.part.end_time, kdc.time(30));

    let mut shorter = kdc.as_request("web-01$");
    shorter.body.rtime = Some(kdc.time(24 * 60));
    let tgt = kdc.prove(shorter, &key).unwrap();
    assert_eq!(tgt.part.renew_till, Some(kdc.time(24 * 60)));
}

#[test]
fn a_ticket_lasts_no_longer_than_it_was_asked_for() {
    let kdc = Kdc::new();
    let lasts = Lifetime {
        start: time_of(&kdc.time(0)),
        end: time_of(&kdc.time(600)),
        renew_till: None,
    };
    for (asked, end) in [
        (kdc.time(30), 30),
        (kdc.time(900), 600),
        (kdc.time(-30), 600),
    ] {
        assert_eq!(lasts.until_at_most(&asked).end, time_of(&kdc.time(end)));
    }
}

#[test]
fn a_client_is_named_as_the_directory_spells_it_where_that_is_asked_for() {
    let mut kdc = Kdc::new();
    let key = kdc.key("Alice", Etype::Aes256Sha1);
    let request = kdc.as_request("ALICE");
    let tgt = kdc.prove(request.clone(), &key).unwrap();
    assert_eq!(tgt.client.to_string(), "Alice");
    let mut plain = request;
    plain.body.options &= !KdcOptions::CANONICALIZE;
    let tgt = kdc.prove(plain, &key).unwrap();
    assert_eq!(tgt.client.to_string(), "ALICE");
    // It is the same account still.
    let ticket = kdc.tgs(&tgt, &Tgs::new("HTTP/web-01")).unwrap();
    assert_eq!(ticket.client.to_string(), "ALICE");
}

#[test]
fn a_tgt_is_renewed_until_it_no_longer_can_be() {
    let mut kdc = Kdc::new();
    let mut tgt = kdc.tgt("alice");
    let till = tgt.part.renew_till.clone();
    let hours = |hours: u64| std::time::Duration::from_secs(hours * 3600);
    let mut renewals = 0;
    loop {
        kdc.bench.later(hours(9));
        let renewed = match kdc.tgs(&tgt, &Tgs::for_tgt(KdcOptions::RENEW)) {
            Ok(renewed) => renewed,
            Err(error) => break assert_eq!(error.code, 32),
        };
        assert_eq!(renewed.part.renew_till, till);
        assert_eq!(renewed.part.auth_time, tgt.part.auth_time);
        let start = renewed.part.start_time.clone().unwrap();
        assert!(minutes(&start, &renewed.part.end_time) <= 600);
        tgt = renewed;
        renewals += 1;
    }
    assert_eq!(renewals, 18);
    let mut request = kdc.as_request("alice");
    request.body.options &= !KdcOptions::RENEWABLE;
    let key = kdc.key("Alice", Etype::Aes256Sha1);
    let tgt = kdc.prove(request, &key).unwrap();
    assert!(!tgt.part.flags.contains(TicketFlags::RENEWABLE));
    assert_eq!(
        refusal(kdc.tgs(&tgt, &Tgs::for_tgt(KdcOptions::RENEW))),
        (13, None)
    );
}

#[test]
fn etypes_are_those_of_both_sides() {
    let mut kdc = Kdc::new();
    let tgt = kdc.tgt("alice");
    let etypes = |kdc: &mut Kdc, wanted: &[i64]| {
        let ask = Tgs {
            etypes: wanted.to_vec(),
            ..Tgs::new("HTTP/web-01")
        };
        let held = kdc.tgs(&tgt, &ask).unwrap();
        (held.key.etype.number(), held.ticket.encrypted.etype)
    };
    // The session key by the client's order, the ticket by the service's strongest key.
    assert_eq!(etypes(&mut kdc, &[18, 17, 23]), (18, 18));
    assert_eq!(etypes(&mut kdc, &[23, 18]), (23, 18));
    assert_eq!(etypes(&mut kdc, &[-135, 24, 17]), (17, 18));
    kdc.set("WEB-01$", |web| {
        web.keys.retain(|key| key.etype == Etype::Rc4)
    });
    assert_eq!(etypes(&mut kdc, &[18, 17, 23]), (23, 23));
}

#[test]
fn replies_say_what_windows_says() {
    let mut kdc = Kdc::new();
    let key = kdc.key("Alice", Etype::Aes256Sha1);
    let mut request = kdc.as_request("alice");
    request.padata = vec![PaData::new(PaData::REQ_ENC_PA_REP, Vec::new())];
    request.padata.insert(0, kdc.timestamp(&key, 0));
    let bytes = request.encode();
    let tgt = held(kdc.ask(&request).unwrap(), &key, usage::AS_REP);
    // The account's own spelling.
    assert_eq!(tgt.client, Principal::new(1, &["Alice"]));
    assert_eq!(tgt.part.nonce, 7);
    assert_eq!(tgt.ticket.encrypted.kvno, Some(2));
    let inside = tgt.part.padata.unwrap();
    assert_eq!(
        PaData::find(&inside, PaData::SUPPORTED_ETYPES),
        Some(&[0x1f, 0, 0, 0][..])
    );
    let sum = PaData::find(&inside, PaData::REQ_ENC_PA_REP).unwrap();
    let right = key.checksum(usage::ENC_PA_REP, &bytes, &mut Trace::off());
    assert!(sum.ends_with(&right));
    assert!(PaData::find(&tgt.padata, PaData::ETYPE_INFO2).is_some());

    let tgt = kdc.tgt("alice");
    let mut ask = Tgs::new("HTTP/web-01");
    let options = crate::wire::kerberos::PaPacOptions(0x4000_0000).encode();
    ask.padata = vec![PaData::new(PaData::PAC_OPTIONS, options.clone())];
    let ticket = kdc.tgs(&tgt, &ask).unwrap();
    let inside = ticket.part.padata.unwrap();
    assert_eq!(
        PaData::find(&inside, PaData::SUPPORTED_ETYPES),
        Some(&[0x1c, 0, 0, 0][..])
    );
    assert_eq!(
        PaData::find(&inside, PaData::PAC_OPTIONS),
        Some(&options[..])
    );
}

#[test]
fn a_reply_is_under_the_subkey_if_there_is_one() {
    let mut kdc = Kdc::new();
    let tgt = kdc.tgt("alice");
    let mut request = kdc.tgs_request(&tgt, &Tgs::new("HTTP/web-01"));
    let subkey = Key::from_seed(Etype::Aes128Sha1, &[5; 32]);
    let kind = checksum_kind::HMAC_SHA1_96_AES256;
    let sum = checksum(
        kind,
        Some(&tgt.key),
        usage::TGS_REQ_CHECKSUM,
        &request.body.encode(),
    );
    let authenticator = Authenticator {
        client_realm: tgt.client_realm.clone(),
        // Some clients give names another type.
        client: Principal {
            name_type: 0,
            ..tgt.client.clone()
        },
        checksum: Some(Checksum {
            kind,
            value: sum.unwrap(),
        }),
        ctime: kdc.time(0),
        subkey: Some(crate::hosts::security::kerberos::carried(&subkey)),
        ..Authenticator::default()
    };
    let plain = authenticator.encode();
    let cipher = tgt.key.encrypt(
        usage::TGS_REQ_AUTHENTICATOR,
        &[3; 16],
        &plain,
        &mut Trace::off(),
    );
    let ap_req = ApReq {
        options: 0,
        ticket: tgt.ticket.clone(),
        authenticator: encrypted(&tgt.key, cipher),
    };
    request.padata = vec![PaData::new(PaData::TGS_REQ, ap_req.encode())];
    let reply = kdc.ask(&request).unwrap();
    assert_eq!(held(reply, &subkey, usage::TGS_REP_SUBKEY).part.nonce, 7);
}

#[test]
fn services_are_found_by_name() {
    let mut kdc = Kdc::new();
    let tgt = kdc.tgt("alice");
    let mut account = |service: &str| {
        let held = kdc.tgs(&tgt, &Tgs::new(service)).ok()?;
        ["WEB-01$", "MAIL-01$", "FILE-01$"]
            .into_iter()
            .find(|name| {
                let key = kdc.key(name, Etype::Aes256Sha1);
                let cipher = &held.ticket.encrypted.cipher;
                key.decrypt(usage::KDC_REP_TICKET, cipher, &mut Trace::off())
                    .is_ok()
            })
    };
    assert_eq!(account("HTTP/web-01"), Some("WEB-01$"));
    assert_eq!(account("http/WEB-01.contoso.example"), Some("WEB-01$"));
    assert_eq!(account("HOST/web-01"), Some("WEB-01$"));
    assert_eq!(account("cifs/file-01"), Some("FILE-01$"));
    assert_eq!(account("web-01$"), Some("WEB-01$"));
    assert_eq!(account("HTTP/mail-01"), Some("MAIL-01$"));
    // HOST covers no other classes, and no other ports.
    assert_eq!(account("MSSQLSvc/web-01"), None);
    assert_eq!(account("HTTP/web-01:8080"), None);
    assert_eq!(account("HTTP/web-02"), None);
    // An explicit name wins.
    kdc.set("FILE-01$", |file| file.spns.push("HTTP/web-01".to_owned()));
    let held = kdc.tgs(&tgt, &Tgs::new("HTTP/web-01")).unwrap();
    kdc.open(&held, "FILE-01$");
}

#[test]
fn a_tgt_is_good_however_the_realm_is_spelt() {
    let mut kdc = Kdc::new();
    let key = kdc.key("alice", Etype::Aes256Sha1);
    for realm in [REALM.to_lowercase(), REALM.to_owned()] {
        let mut request = kdc.as_request("alice");
        request.body.service = Some(Principal::new(2, &["krbtgt", &realm]));
        let tgt = kdc.prove(request, &key).unwrap();
        assert_eq!(tgt.ticket.service.to_string(), format!("krbtgt/{realm}"));
        assert!(kdc.tgs(&tgt, &Tgs::new("HTTP/web-01")).is_ok(), "{realm}");
    }
    let mut request = kdc.as_request("alice");
    request.body.service = Some(Principal::new(2, &["krbtgt", "NOWHERE.EXAMPLE"]));
    assert_eq!(refusal(kdc.prove(request, &key)).0, 7);
}

#[test]
fn a_forwarded_tgt_is_good_as_long_as_is_asked_for_and_renewable_where_that_is() {
    let mut kdc = Kdc::new();
    let tgt = kdc.tgt("alice");
    let hour = kdc.time(60);
    let forwarded = |renewable: bool, kdc: &mut Kdc| {
        let mut ask = Tgs::for_tgt(KdcOptions::FORWARDED);
        ask.options.set(KdcOptions::RENEWABLE, renewable);
        let mut request = kdc.tgs_request(&tgt, &ask);
        request.body.till = hour.clone();
        let kind = checksum_kind::RSA_MD5;
        let sum = Checksum {
            kind,
            value: checksum(kind, None, 0, &request.body.encode()).unwrap(),
        };
        request.padata[0] = PaData::new(PaData::TGS_REQ, kdc.ap_req(&tgt, Some(sum), 0));
        let reply = kdc.ask(&request).unwrap();
        held(reply, &tgt.key, usage::TGS_REP_SESSION).part
    };
    let part = forwarded(false, &mut kdc);
    assert_eq!(part.end_time, hour);
    assert!(part.renew_till.is_none() && !part.flags.contains(TicketFlags::RENEWABLE));
    let part = forwarded(true, &mut kdc);
    assert!(part.renew_till.is_some() && part.flags.contains(TicketFlags::RENEWABLE));
}
