//! MIT krb5: `kinit`, `kvno`, `klist`.

use super::realm::{Client, PASSWORD, Realm, have};

const WEB: &str = "HTTP/web01.contoso.example";
const SQL: &str = "MSSQLSvc/sql01.contoso.example:1433";
const API: &str = "HTTP/api01.contoso.example";

fn have_mit(test: &str) -> bool {
    have(test, &["kinit", "kvno", "klist"], "krb5-user")
}

/// A client with a TGT that it got with the usual password.
fn signed_in<'a>(realm: &'a Realm, user: &str) -> Client<'a> {
    let client = realm.client(user);
    client.run("kinit", &["-f", user], PASSWORD).good();
    client
}

/// svc-web with a TGT that it got with its keys.
fn service(realm: &Realm) -> Client<'_> {
    let client = realm.client("svc-web");
    let keytab = realm.keytab();
    let keytab = keytab.to_str().unwrap();
    let arguments = ["-f", "-k", "-t", keytab, "svc-web"];
    client.run("kinit", &arguments, "").good();
    client
}

/// The flags of the ticket for a service, as `klist -f` lists them.
fn flags(client: &Client<'_>, service: &str) -> String {
    let list = client.run("klist", &["-f"], "").good().out;
    let mut lines = list.lines();
    let ticket = format!("{service}@CONTOSO.EXAMPLE");
    let found = lines.find(|line| line.ends_with(&ticket) && !line.contains("principal:"));
    assert!(found.is_some(), "no ticket for {service} in {list}");
    let flags = lines.next().and_then(|line| line.split_once("Flags: "));
    flags.unwrap().1.trim().to_owned()
}

#[test]
fn a_password_gets_a_tgt_and_a_tgt_tickets() {
    if !have_mit("MIT's kinit") {
        return;
    }
    let realm = Realm::usual();
    let alice = signed_in(&realm, "alice");
    assert_eq!(flags(&alice, "krbtgt/CONTOSO.EXAMPLE"), "FIA");
    let said = alice.run("kvno", &[WEB, SQL, "svc-rbcd"], "").good();
    assert_eq!(said.out.matches(": kvno = 2").count(), 3, "{said:?}");
    assert_eq!(flags(&alice, WEB), "FA");
    // What it got opens with the service's own keys.
    let keytab = realm.keytab();
    let said = alice.run("kvno", &["-k", keytab.to_str().unwrap(), WEB], "");
    assert!(said.good().out.contains("keytab entry valid"));
    // The realm of MIT's is its own, but an account may be named with it.
    let named = realm.client("named");
    named
        .run("kinit", &["-E", "alice@contoso.example"], PASSWORD)
        .good();
    let list = named.run("klist", &[], "").good().out;
    assert!(list.contains("principal: alice@CONTOSO.EXAMPLE"), "{list}");
}

#[test]
fn a_name_is_spelled_as_the_client_likes_or_as_the_directory_does() {
    if !have_mit("MIT's kinit -C") {
        return;
    }
    let realm = Realm::usual();
    let client = realm.client("client");
    for (arguments, name) in [
        (&["ALICE"][..], "ALICE"),
        (&["-C", "ALICE"], "alice"),
        (&["-E", "ALICE@contoso.example"], "alice"),
    ] {
        client.run("kinit", arguments, PASSWORD).good();
        client.run("kvno", &[WEB], "").good();
        let list = client.run("klist", &[], "").good().out;
        let principal = format!("principal: {name}@CONTOSO.EXAMPLE\n");
        assert!(list.contains(&principal), "{arguments:?}: {list}");
    }
}

#[test]
fn tickets_are_renewed_and_forwarded() {
    if !have_mit("MIT's kinit -R") {
        return;
    }
    let realm = Realm::usual();
    let alice = realm.client("alice");
    let renewable = ["-f", "-r", "7d", "-l", "1h", "alice"];
    // A KDC that gives more than is asked for gives what the client does not take: several times, as seconds count.
    for _ in 0..5 {
        alice.run("kinit", &renewable, PASSWORD).good();
    }
    assert_eq!(flags(&alice, "krbtgt/CONTOSO.EXAMPLE"), "FRIA");
    alice.run("kinit", &["-R"], "").good();
    assert_eq!(flags(&alice, "krbtgt/CONTOSO.EXAMPLE"), "FRA");
    let plain = signed_in(&realm, "alice");
    let said = plain.run("kinit", &["-R"], "");
    said.refused("KDC can't fulfill requested option while renewing credentials");
}

#[test]
fn who_is_refused_learns_why() {
    if !have_mit("what MIT's kinit says") {
        return;
    }
    let realm = Realm::of(
        "alice Spring-98\n\
         dave Spring-98 disabled\n\
         erin Spring-98 etypes=rc4 protected\n\
         svc-web Spring-98 spn=HTTP/web01.contoso.example,HTTP/twice.contoso.example\n\
         svc-other Spring-98 spn=HTTP/twice.contoso.example\n",
    );
    let client = realm.client("client");
    for (user, password, words) in [
        (
            "alice",
            "wrong",
            "Password incorrect while getting initial credentials",
        ),
        (
            "alice",
            "",
            "Password incorrect while getting initial credentials",
        ),
        (
            "nobody",
            PASSWORD,
            "Client 'nobody@CONTOSO.EXAMPLE' not found in Kerberos database while getting initial credentials",
        ),
        (
            "alice@OTHER.EXAMPLE",
            PASSWORD,
            "Client 'alice@OTHER.EXAMPLE' not found in Kerberos database while getting initial credentials",
        ),
        (
            "dave",
            PASSWORD,
            "Client's credentials have been revoked while getting initial credentials",
        ),
        (
            "erin",
            PASSWORD,
            "KDC has no support for encryption type while getting initial credentials",
        ),
    ] {
        client.run("kinit", &[user], password).refused(words);
    }
    let alice = signed_in(&realm, "alice");
    for (service, words) in [
        (
            "HTTP/nobody.contoso.example",
            "Server not found in Kerberos database while getting credentials for HTTP/nobody.contoso.example@",
        ),
        (
            "HTTP/twice.contoso.example",
            "Principal has multiple entries in Kerberos database while getting credentials for HTTP/twice",
        ),
    ] {
        alice.run("kvno", &[service], "").refused(words);
    }
}

#[test]
fn six_minutes_are_too_much() {
    if !have_mit("MIT's kinit by another clock") {
        return;
    }
    for (minutes, good) in [("6", false), ("-6", false), ("4", true), ("-4", true)] {
        let realm = Realm::start(None, &["--clock-ahead", minutes]);
        let client = realm.client("alice").by_its_own_clock();
        let said = client.run("kinit", &["alice"], PASSWORD);
        match good {
            true => drop(said.good()),
            false => said.refused("Clock skew too great while getting initial credentials"),
        }
        // As it does unless it is told not to, it takes the KDC's time for the proof.
        let client = realm.client("usual");
        client.run("kinit", &["alice"], PASSWORD).good();
    }
}

#[test]
fn s4u_to_self_and_on_by_its_own_list_and_by_the_other_s() {
    if !have_mit("MIT's kvno -U -P") {
        return;
    }
    let realm = Realm::usual();
    let web = service(&realm);
    let said = web.run("kvno", &["-U", "alice", "svc-web"], "").good();
    assert_eq!(said.out, "svc-web@CONTOSO.EXAMPLE: kvno = 2\n");
    assert_eq!(flags(&web, "svc-web"), "FA");
    for service in [SQL, API] {
        web.run("kvno", &["-U", "alice", "-P", service], "").good();
        assert_eq!(flags(&web, service), "FA");
    }
    let list = web.run("klist", &["-f"], "").good().out;
    assert_eq!(list.matches("for client alice@").count(), 3, "{list}");
    // On neither list.
    let said = web.run("kvno", &["-U", "alice", "-P", "svc-sql"], "");
    said.refused(
        "KDC can't fulfill requested option svc-sql@CONTOSO.EXAMPLE: constrained delegation failed",
    );
    let said = web.run("kvno", &["-U", "nobody", "svc-web"], "");
    said.refused(
        "Client 'nobody@CONTOSO.EXAMPLE' not found in Kerberos database while getting credentials",
    );
}

#[test]
fn s4u_without_the_trust_it_needs() {
    if !have_mit("MIT's kvno -U -P, refused") {
        return;
    }
    let realm = Realm::of(
        "alice Spring-98\n\
         carol Spring-98 sensitive\n\
         svc-web Spring-98 spn=HTTP/web01.contoso.example may-delegate-to=MSSQLSvc/sql01.contoso.example:1433\n\
         svc-sql Spring-98 spn=MSSQLSvc/sql01.contoso.example:1433\n\
         svc-rbcd Spring-98 spn=HTTP/api01.contoso.example lets-act=svc-web\n",
    );
    let web = service(&realm);
    web.run("kvno", &["-U", "alice", "svc-web"], "").good();
    assert_eq!(flags(&web, "svc-web"), "A", "not forwardable");
    for service in [SQL, API] {
        let said = web.run("kvno", &["-U", "alice", "-P", service], "");
        said.refused("constrained delegation failed");
    }

    // Without a list of its own, what it gets for a user can be used where others let it; not a sensitive user's.
    let realm = Realm::of(
        "alice Spring-98\n\
         carol Spring-98 sensitive\n\
         svc-web Spring-98 spn=HTTP/web01.contoso.example\n\
         svc-rbcd Spring-98 spn=HTTP/api01.contoso.example lets-act=svc-web\n\
         svc-sql Spring-98 spn=MSSQLSvc/sql01.contoso.example:1433\n",
    );
    let web = service(&realm);
    web.run("kvno", &["-U", "alice", "-P", API], "").good();
    let said = web.run("kvno", &["-U", "carol", "-P", API], "");
    said.refused("constrained delegation failed");
    let said = web.run("kvno", &["-U", "alice", "-P", SQL], "");
    said.refused("constrained delegation failed");
}

#[test]
fn a_service_that_is_trusted_with_tgts_is_shown_to_be() {
    if !have_mit("MIT's klist -f") {
        return;
    }
    let realm = Realm::of(
        "alice Spring-98\n\
         carol Spring-98 sensitive\n\
         svc-web Spring-98 spn=HTTP/web01.contoso.example trusted-for-delegation\n",
    );
    let alice = signed_in(&realm, "alice");
    alice.run("kvno", &[WEB], "").good();
    assert_eq!(flags(&alice, WEB), "FAO");
    let carol = signed_in(&realm, "carol");
    carol.run("kvno", &[WEB], "").good();
    assert_eq!(flags(&carol, "krbtgt/CONTOSO.EXAMPLE"), "IA");
    assert_eq!(flags(&carol, WEB), "AO");
}
