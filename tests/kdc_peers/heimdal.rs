//! Heimdal: `kinit`, `kgetcred`, `klist`, which Debian calls `kinit.heimdal` beside MIT's.

use super::realm::{Client, PASSWORD, Realm, Said, have};
use std::fs;

fn have_heimdal(test: &str) -> bool {
    let programs = ["kinit.heimdal", "kgetcred", "heimtools"];
    have(test, &programs, "heimdal-clients")
}

fn kinit(client: &Client<'_>, user: &str, password: &str) -> Said {
    // It asks a terminal, or takes a file.
    let file = client.file("password");
    fs::write(&file, format!("{password}\n")).unwrap();
    let file = format!("--password-file={}", file.display());
    client.run("kinit.heimdal", &["-f", &file, user], "")
}

/// What `klist -v` says of the ticket for a service.
fn ticket(client: &Client<'_>, service: &str) -> String {
    let list = client.run("heimtools", &["klist", "-v"], "").good().out;
    let begins = format!("{service}@CONTOSO.EXAMPLE\n");
    let mut tickets = list.split("Server: ");
    let found = tickets.find(|ticket| ticket.starts_with(&begins));
    let found = found.unwrap_or_else(|| panic!("no ticket for {service} in {list}"));
    found.to_owned()
}

#[test]
fn a_password_gets_a_tgt_and_a_tgt_tickets() {
    if !have_heimdal("Heimdal's kinit") {
        return;
    }
    let realm = Realm::of(
        "alice Spring-98\n\
         svc-web Spring-98 spn=HTTP/web01.contoso.example\n\
         svc-app Spring-98 spn=HTTP/app01.contoso.example trusted-for-delegation\n",
    );
    let alice = realm.client("alice");
    kinit(&alice, "alice", PASSWORD).good();
    let tgt = ticket(&alice, "krbtgt/CONTOSO.EXAMPLE");
    assert!(
        tgt.contains("flags: enc-pa-rep, pre-authent, initial, forwardable\n"),
        "{tgt}"
    );
    for (service, flags) in [
        (
            "HTTP/web01.contoso.example",
            "enc-pa-rep, pre-authent, forwardable",
        ),
        (
            "HTTP/app01.contoso.example",
            "enc-pa-rep, ok-as-delegate, pre-authent, forwardable",
        ),
    ] {
        alice.run("kgetcred", &[service], "").good();
        let ticket = ticket(&alice, service);
        assert!(ticket.contains(&format!("flags: {flags}\n")), "{ticket}");
        assert!(
            ticket.contains("Client: alice@CONTOSO.EXAMPLE\n"),
            "{ticket}"
        );
    }
    let said = alice.run("kgetcred", &["HTTP/nobody.contoso.example"], "");
    said.refused("Server (HTTP/nobody.contoso.example@CONTOSO.EXAMPLE) unknown");
}

#[test]
fn who_is_refused_learns_why() {
    if !have_heimdal("what Heimdal's kinit says") {
        return;
    }
    let realm = Realm::of(
        "alice Spring-98\n\
         dave Spring-98 disabled\n\
         svc-web Spring-98\n",
    );
    let client = realm.client("client");
    kinit(&client, "alice", "wrong").refused("Password incorrect");
    kinit(&client, "nobody", PASSWORD).refused("Client (nobody@CONTOSO.EXAMPLE) unknown");
    kinit(&client, "dave", PASSWORD).refused("Clients credentials have been revoked");
}

#[test]
fn a_clock_is_set_by_the_kdc_once() {
    if !have_heimdal("Heimdal's kinit by another clock") {
        return;
    }
    let ahead = Realm::start(None, &["--clock-ahead", "6"]);
    let client = ahead.client("alice");
    // It is refused, takes the time from the error, and keeps the difference with its tickets.
    kinit(&client, "alice", PASSWORD).good();
    let list = client.run("heimtools", &["klist", "-v"], "").good().out;
    // The seconds are counted when it is told: one may have passed since the KDC said its time.
    let offset = ["6 minutes", "5 minutes 59 seconds"];
    let kept = |offset| list.contains(&format!("KDC time offset: {offset}\n"));
    assert!(offset.into_iter().any(kept), "{list}");
    let right = Realm::usual();
    let moved = client.moved_to(&right);
    kinit(&moved, "alice", PASSWORD).refused("krb5_get_init_creds: Clock skew too great");
}

#[test]
fn s4u_to_self_and_on() {
    if !have_heimdal("Heimdal's kgetcred --impersonate") {
        return;
    }
    let realm = Realm::usual();
    let web = realm.client("svc-web");
    let keytab = realm.keytab();
    let keytab = keytab.to_str().unwrap();
    let kinit = ["-f", "-t", keytab, "svc-web"];
    web.run("kinit.heimdal", &kinit, "").good();
    let evidence = format!("FILE:{}", web.file("evidence").display());
    let to_self = [
        "--impersonate=alice@CONTOSO.EXAMPLE",
        "--forwardable",
        &format!("--out-cache={evidence}"),
        "svc-web@CONTOSO.EXAMPLE",
    ];
    web.run("kgetcred", &to_self, "").good();
    let on = |service| {
        let with = format!("--delegation-credential-cache={evidence}");
        web.run("kgetcred", &[&with, service], "")
    };
    on("MSSQLSvc/sql01.contoso.example:1433").good();
    let ticket = ticket(&web, "MSSQLSvc/sql01.contoso.example:1433");
    assert!(
        ticket.contains("Client: alice@CONTOSO.EXAMPLE\n"),
        "{ticket}"
    );
    on("HTTP/web01.contoso.example").refused("KDC can't fulfill requested option");
}
