//! What is minded with a change, and waited for.

use super::*;

fn said(link: &[(&str, &str)], key: &str, to: &str) -> [String; 2] {
    let mut scenario = Scenario::of(Era::Today);
    let setting = |key: &str| Setting::of_key(key).unwrap();
    for (key, value) in link {
        setting(key).set(&mut scenario, value).unwrap();
    }
    let change = Change::new(&scenario, setting(key), to).unwrap();
    let texts = [trap(&scenario, &change), waits(&scenario, &change)];
    texts.map(Option::unwrap_or_default)
}

#[test]
fn traps_are_told_where_they_are() {
    let negotiate = ("offer", "negotiate,ntlm");
    let account = ("pool", "account");
    for (link, key, to, words) in [
        (
            &[negotiate][..],
            "rbcd",
            "1",
            &["the account that runs the back end"][..],
        ),
        (
            &[negotiate, ("delegation", "any")],
            "rbcd",
            "1",
            &["used first"],
        ),
        (
            &[negotiate, account],
            "webspn",
            "pool",
            &["80090322", "offline"],
        ),
        (
            &[negotiate, account],
            "poolcreds",
            "1",
            &["SPN is on the computer"],
        ),
        (
            &[negotiate, account],
            "kernelmode",
            "0",
            &["SPN is on the computer", "speed"],
        ),
        (
            &[("logon", "interactive")],
            "offer",
            "basic",
            &["log on locally"],
        ),
        (
            &[negotiate],
            "delegation",
            "kerberos",
            &["fake", "does not see"],
        ),
        (&[negotiate], "delegation", "any", &["less than Basic"]),
        (
            &[negotiate, ("rbcd", "1")],
            "delegation",
            "kerberos",
            &["without a ticket"],
        ),
    ] {
        let [trap, _] = said(link, key, to);
        for word in words {
            assert!(trap.contains(word), "{key}={to}: {trap}");
        }
    }
    let [trap, _] = said(&[negotiate], "rbcd", "1");
    assert!(!trap.contains("used first"), "{trap}");
    let [trap, _] = said(
        &[negotiate, account, ("poolname", "gm-web$")],
        "webspn",
        "pool",
    );
    assert!(
        trap.contains("80090322") && !trap.contains("offline"),
        "{trap}"
    );
    let [trap, _] = said(&[], "offer", "basic");
    assert!(!trap.contains("locally"), "{trap}");
}

#[test]
fn internet_explorer_hands_over_nothing_more_once_it_is_in_the_internet_zone() {
    let early = ("era", "2003");
    let [trap, _] = said(&[early, ("zone", "internet")], "zone", "intranet");
    assert!(trap.contains("hands its TGT"), "{trap}");
    let [trap, _] = said(&[early, ("zone", "intranet")], "zone", "internet");
    assert_eq!(trap, "");
}

#[test]
fn what_a_change_takes_with_it_is_told_before() {
    let early = ("era", "2003");
    let pool = ("pool", "account");
    let sql = ("backend", "sql");
    let twice = ("backendspn", "twice");
    for (link, key, to, words) in [
        (
            &[("delegation", "any"), ("poolname", "gm-web$")][..],
            "pool",
            "account",
            &["files", "lose their delegation", "Test-ADServiceAccount"][..],
        ),
        (
            &[("accountstate", "hours")],
            "accountstate",
            "enabled",
            &["Note the hours"],
        ),
        (
            &[("accountstate", "expired")],
            "accountstate",
            "enabled",
            &["Note the date"],
        ),
        (
            &[],
            "delegate",
            "1",
            &["note it first", "Chrome", "delegation-uris"],
        ),
        (
            &[("zone", "internet")],
            "zone",
            "intranet",
            &["note it first", "trusted-uris"],
        ),
        (
            &[early, pool],
            "delegation",
            "kerberos",
            &["once it has an SPN", "functional level"],
        ),
        (
            &[sql, ("backendoffer", "negotiate,ntlm"), twice],
            "backendspn",
            "computer",
            &["duplicate"],
        ),
    ] {
        let [trap, _] = said(link, key, to);
        for word in words {
            assert!(trap.contains(word), "{key}={to}: {trap}");
        }
    }
    let any = ("delegation", "any");
    for (to, words) in [
        (
            "kerberos",
            ["list each of them first", "can fake that a visitor came"],
        ),
        (
            "protocols",
            ["list each of them first", "like the domain controller"],
        ),
    ] {
        let [trap, _] = said(&[any], "delegation", to);
        assert!(words.iter().all(|it| trap.contains(it)), "{to}: {trap}");
    }
    let [trap, _] = said(
        &[("pool", "account"), ("delegation", "kerberos")],
        "pool",
        "computer",
    );
    assert!(trap.contains("share the right"), "{trap}");
    let [trap, _] = said(&[early], "delegation", "any");
    assert!(!trap.contains("once it has"), "{trap}");
    let [trap, _] = said(&[], "pool", "account");
    assert!(!trap.contains("delegation"), "{trap}");
    let ntlm = [sql, ("backendoffer", "ntlm"), twice];
    let [trap, _] = said(&ntlm, "backendspn", "pool");
    assert!(!trap.contains("duplicate"), "{trap}");
}

#[test]
fn what_moves_with_an_account_is_waited_for_and_minded() {
    let acts = [("offer", "negotiate,ntlm"), ("rbcd", "1")];
    for key in ["pool", "backendaccount"] {
        let [trap, waits] = said(&acts, key, "account");
        assert!(trap.contains("put them back"), "{key}: {trap}");
        let both = ["3 hours between sites", "15 minutes"];
        assert!(both.iter().all(|it| waits.contains(it)), "{key}: {waits}");
    }
}

#[test]
fn a_back_end_that_lets_iis_act_is_lost_with_no_list() {
    let list = [
        ("offer", "negotiate,ntlm"),
        ("delegation", "kerberos"),
        ("delegateto", "HTTP/mbx-02, HTTP/mbx-02.contoso.example"),
    ];
    let [trap, _] = said(&list, "delegateto", "");
    assert!(trap.contains("no more"), "{trap}");
    let [trap, _] = said(&[&list[..], &[("rbcd", "1")]].concat(), "delegateto", "");
    assert!(!trap.contains("no more"), "{trap}");
}

#[test]
fn replication_between_sites_is_waited_for() {
    for (key, to) in [
        ("rbcd", "1"),
        ("sensitive", "1"),
        ("webspn", "pool"),
        ("delegation", "any"),
    ] {
        let [_, waits] = said(&[("offer", "negotiate,ntlm")], key, to);
        assert!(waits.contains("3 hours between sites"), "{key}: {waits}");
    }
}
