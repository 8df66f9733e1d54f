//! What repairs do to others, and who makes them.

use super::*;

#[test]
fn others_are_affected_as_their_runs_say() {
    let base = row("N1", Column::RemoteHttp);
    let mut repaired = base.clone();
    repaired.back_end.schemes = vec![Scheme::Negotiate, Scheme::Ntlm];
    repaired.back_end.lets_front_end_act = true;
    let effects = effects(&base, &repaired);
    let opens = |visitor| effects.iter().any(|it| it.visitor == visitor && it.opens());
    assert!(opens(Visitor::ByIpAddress));
    assert!(!opens(Visitor::Sensitive));
    let mut negotiated = base.clone();
    negotiated.directory.delegation = DelegationTrust::No;
    assert_eq!(super::effects(&base, &negotiated), []);
}

#[test]
fn what_the_person_types_opens_nothing_for_others() {
    let base = row("W1", Column::RemoteHttp);
    let mut repaired = base.clone();
    repaired
        .client
        .password
        .clone_from(&base.directory.password);
    assert_ne!(base, repaired);
    assert_eq!(effects(&base, &repaired), []);
    // What an administrator changes along with it does.
    repaired.front_end.schemes = vec![Scheme::Basic];
    let effects = effects(&base, &repaired);
    let opens = |visitor| effects.iter().any(|it| it.visitor == visitor && it.opens());
    assert!(opens(Visitor::ToSql), "{effects:?}");
}

#[test]
fn nothing_is_said_of_another_forest_whose_users_come_without_a_ticket() {
    for (id, setting, to) in [
        ("N1", Setting::Schemes, "negotiate,ntlm"),
        ("K1", Setting::Schemes, "basic"),
        ("N3", Setting::WebSpn, "computer"),
        ("D1", Setting::Schemes, "negotiate,ntlm"),
    ] {
        let base = row(id, Column::RemoteHttp);
        let mut repaired = base.clone();
        setting.set(&mut repaired, to).unwrap();
        assert_ne!(base, repaired, "{id}");
        let effects = effects(&base, &repaired);
        let of_forest = |it: &Effect| it.visitor == Visitor::OtherForest;
        assert!(!effects.iter().any(of_forest), "{id}: {effects:?}");
    }
    let base = row("K3", Column::RemoteHttp);
    let mut lent = base.clone();
    lent.back_end.lets_front_end_act = true;
    let effects = effects(&base, &lent);
    assert!(
        effects.iter().any(|it| it.visitor == Visitor::OtherForest),
        "{effects:?}"
    );
}

#[test]
fn who_has_to_lend_a_hand_is_named_and_pinned() {
    let base = |id, link: &[(&str, &str)]| {
        let mut base = row(id, Column::RemoteHttp);
        for (key, value) in link {
            Setting::of_key(key).unwrap().set(&mut base, value).unwrap();
        }
        base
    };
    use Changer as C;
    for (base, setting, to, hands) in [
        (
            base("K8", &[]),
            Setting::Pool,
            "account",
            &[C::WebAdmin, C::BackEndAdmin][..],
        ),
        (
            base("K4", &[]),
            Setting::Pool,
            "account",
            &[C::WebAdmin, C::DomainAdmin],
        ),
        (base("K1", &[]), Setting::Pool, "account", &[C::WebAdmin]),
        (
            base("N1", &[]),
            Setting::ClientLevel,
            "5",
            &[C::WebAdmin, C::ClientPolicy],
        ),
        (base("B3", &[]), Setting::ClientLevel, "5", &[C::WebAdmin]),
        (
            base("N1", &[("from", "server")]),
            Setting::ClientLevel,
            "5",
            &[C::WebAdmin],
        ),
        (
            base("N1", &[("from", "server")]),
            Setting::Zone,
            "internet",
            &[C::WebAdmin],
        ),
        (
            base("K1", &[]),
            Setting::Zone,
            "internet",
            &[C::ClientPolicy],
        ),
        (
            base("S2", &[]),
            Setting::Sensitive,
            "1",
            &[C::OtherDomainAdmin],
        ),
    ] {
        let change = Change::new(&base, setting, to).unwrap();
        assert_eq!(change.hands, hands, "{setting}");
        let pinned = [
            (Pin::BackEnd, C::BackEndAdmin),
            (Pin::NoDomainAdmin, C::DomainAdmin),
            (Pin::NoDomainAdmin, C::OtherDomainAdmin),
            (Pin::Client, C::ClientPolicy),
        ];
        for (pin, hand) in pinned {
            assert!(
                !change.takes(hand) || pin.forbids(&change),
                "{setting} {pin:?}"
            );
        }
        assert!(setting != Setting::Zone || Pin::Client.forbids(&change));
    }
}

#[test]
fn who_empties_a_list_stops_what_goes_by_it() {
    for (column, listed) in [
        (Column::RemoteHttp, "HTTP/files.contoso.example"),
        (Column::RemoteHttp, "MSSQLSvc/sql-07.contoso.example:1433"),
        (Column::RemoteSql, "HTTP/files"),
    ] {
        let mut base = row("K5", column);
        base.directory.delegation_list = format!("cifs/files, {listed}");
        let mut emptied = base.clone();
        emptied.directory.delegation = DelegationTrust::No;
        emptied.directory.delegation_list.clear();
        emptied.back_end.lets_front_end_act = true;
        let stops = |after: &Scenario| {
            let effects = effects(&base, after);
            effects
                .iter()
                .any(|it| it.visitor == Visitor::ToListed && it.stops())
        };
        assert!(stops(&emptied), "{listed}");
        let mut added = base.clone();
        added.directory.delegation_list = format!("{listed}, {}", base.back_end_spns().join(", "));
        assert!(!stops(&added), "{listed}");
    }
}

#[test]
fn one_address_is_let_through_the_loopback_check_and_no_other() {
    let base = row("L3", Column::RemoteHttp);
    let mut repaired = base.clone();
    repaired.front_end.loopback_check = false;
    let effects = effects(&base, &repaired);
    let by_address = |it: &Effect| it.visitor == Visitor::ByIpAddress;
    assert!(
        !effects.is_empty() && !effects.iter().any(by_address),
        "{effects:?}"
    );
}

#[test]
fn whatever_is_on_a_list_is_visited_without_harm() {
    for listed in [
        "HTTP/",
        "http/web-01",
        "HTTP/dc-01:80/x",
        "MSSQLSvc/.",
        "MSSQLSvc/é:1",
    ] {
        let mut base = row("K4", Column::RemoteHttp);
        base.directory.delegation_list = listed.to_owned();
        let mut after = base.clone();
        after.directory.delegation_list.clear();
        let _ = effects(&base, &after);
    }
}
