//! A trusted realm: referrals to it, and tickets of its KDC.

use super::*;

const OK_AS_DELEGATE: TicketFlags = TicketFlags::OK_AS_DELEGATE;

#[test]
fn a_service_elsewhere_is_a_referral() {
    for lets in [false, true] {
        let mut kdc = trusting(lets);
        let tgt = kdc.tgt("alice");
        let held = kdc
            .tgs(&tgt, &Tgs::new("HTTP/web-09.fabrikam.example"))
            .unwrap();
        assert_eq!(held.ticket.service.to_string(), "krbtgt/FABRIKAM.EXAMPLE");
        assert_eq!(held.part.flags.contains(OK_AS_DELEGATE), lets);
        kdc.open(&held, "FABRIKAM.EXAMPLE$");
        // It is for the other KDC, not for this one.
        assert_eq!(refusal(kdc.tgs(&held, &Tgs::new("HTTP/web-01"))).0, 41);
        let near = kdc.tgs(&tgt, &Tgs::new("HTTP/notfabrikam.example"));
        assert_eq!(refusal(near).0, 7);
        // Clients that know the way ask for it by its name.
        let asked = kdc.tgs(&tgt, &Tgs::new("krbtgt/FABRIKAM.EXAMPLE")).unwrap();
        assert_eq!(asked.ticket.service.to_string(), "krbtgt/FABRIKAM.EXAMPLE");
        kdc.open(&asked, "FABRIKAM.EXAMPLE$");
        assert_eq!(
            refusal(kdc.tgs(&tgt, &Tgs::new("krbtgt/NOWHERE.EXAMPLE"))).0,
            7
        );
    }
}

#[test]
fn ok_as_delegate_passes_where_the_trust_lets_it_and_the_other_kdc_set_it() {
    for (lets, came) in [(false, false), (false, true), (true, false), (true, true)] {
        let mut kdc = trusting(lets);
        kdc.set("WEB-01$", |web| web.trusted_for_delegation = true);
        let own = kdc.tgt("alice");
        let flags = TGT
            | if came {
                OK_AS_DELEGATE
            } else {
                TicketFlags::empty()
            };
        let tgt = foreign_tgt(&kdc, "alice", flags, &own);
        let held = kdc.tgs(&tgt, &Tgs::new("HTTP/web-01")).unwrap();
        assert_eq!(held.part.flags.contains(OK_AS_DELEGATE), lets && came);
        assert_eq!(held.client_realm, OTHER_REALM);
        assert_eq!(kdc.open(&held, "WEB-01$").client_realm, OTHER_REALM);
    }
}

#[test]
fn the_same_name_elsewhere_is_somebody_else() {
    let mut kdc = trusting(true);
    kdc.set("WEB-01$", |web| web.trusted_to_authenticate = true);
    let own = kdc.tgt("web-01$");
    let evidence = kdc.ticket("alice", "HTTP/web-01");
    let tgt = foreign_tgt(&kdc, "WEB-01$", TGT, &own);
    let proxy = Tgs::proxy("HTTP/mail-01", &evidence);
    assert!(kdc.tgs(&own, &proxy).is_ok());
    assert_eq!(refusal(kdc.tgs(&tgt, &proxy)), (6, None));
}

#[test]
fn the_other_kdc_signs_its_pac_for_us() {
    let mut kdc = trusting(true);
    let own = kdc.tgt("alice");
    let tgt = foreign_tgt(&kdc, "alice", TGT, &own);
    // The PAC of our own TGT is not.
    let mut part = kdc.open(&tgt, "FABRIKAM.EXAMPLE$");
    part.authorization = kdc.open(&own, "krbtgt").authorization;
    let tgt = kdc.seal(&tgt, "FABRIKAM.EXAMPLE$", &part);
    assert_eq!(refusal(kdc.tgs(&tgt, &Tgs::new("HTTP/web-01"))), (41, None));
}

/// Who comes from the other realm needs leave for the service; the realm's own users do not.
#[test]
fn a_selective_trust_lets_nobody_in_without_leave() {
    let mut kdc = trusting(true);
    kdc.set("FABRIKAM.EXAMPLE$", |trust| {
        trust.trust.as_mut().unwrap().selective = true
    });
    let own = kdc.tgt("alice");
    let tgt = foreign_tgt(&kdc, "alice", TGT, &own);
    let refused = refusal(kdc.tgs(&tgt, &Tgs::new("HTTP/web-01")));
    assert_eq!(refused, (12, Some(0xC000_0413)));
    assert!(kdc.tgs(&own, &Tgs::new("HTTP/web-01")).is_ok());
    // Nor does it help to have the TGT forwarded first, which is then under this KDC's own key.
    let mut handed_over = Tgs::new(&format!("krbtgt/{REALM}"));
    handed_over.options |= KdcOptions::FORWARDED | KdcOptions::FORWARDABLE;
    let forwarded = kdc.tgs(&tgt, &handed_over).unwrap();
    let again = refusal(kdc.tgs(&forwarded, &Tgs::new("HTTP/web-01")));
    assert_eq!(again, (12, Some(0xC000_0413)));
}
