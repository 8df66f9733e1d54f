//! The lab's browser host signs in to Apache with mod_auth_gssapi, with tickets of MIT's KDC and of a Samba domain controller.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

// Each of these does more elsewhere.
#[path = "../samba/accounts.rs"]
#[allow(dead_code)]
mod accounts;
#[path = "../samba/controller.rs"]
#[allow(dead_code)]
mod controller;
#[path = "../support/example.rs"]
mod example;
#[path = "../support/program.rs"]
mod program;
#[path = "../kdc_peers/realm.rs"]
#[allow(dead_code)]
mod realm;
#[path = "../support/skip.rs"]
mod skip;
mod web;

use accounts::password;
use controller::Controller;
use example::example;
use realm::{PASSWORD, Realm, have};
use std::process::{Command, Output};
use web::{Apache, HOST};

/// What the browser host is told of a realm, and what it is to do.
struct Browser<'a> {
    apache: &'a Apache,
    kdc: String,
}

impl Browser<'_> {
    /// Signs in to the server of that name.
    fn signs_in(&self, host: &str, user: &str, password: &str) -> Output {
        let address = &self.apache.address;
        let port = address.port();
        Command::new(example("sign_in"))
            .arg(format!("http://{host}:{port}/who.shtml"))
            .args(["--connect", &address.to_string(), "--negotiate"])
            .args(["--kdc", &self.kdc, "--realm", "CONTOSO.EXAMPLE"])
            .args(["--user", user, "--domain", "CONTOSO"])
            .env("DOUBLE_HOP_PASSWORD", password)
            .output()
            .unwrap()
    }

    /// alice is known by her ticket, and the server by its answer; without a ticket nobody is.
    fn tries(&self, right: &str) {
        let output = self.signs_in(HOST, "alice", right);
        let said = String::from_utf8_lossy(&output.stderr);
        let page = String::from_utf8_lossy(&output.stdout);
        assert_eq!(output.status.code(), Some(0), "{page}{said}");
        assert_eq!(page, "HTTP/1.1 200 OK\nalice@CONTOSO.EXAMPLE\n", "{said}");
        let lines: Vec<&str> = said.lines().collect();
        let [tgt, ticket, proof] = lines[..] else {
            panic!("{said}");
        };
        let of = "ticket of alice@CONTOSO.EXAMPLE for";
        let begins = |line: &str, service: &str| {
            let beginning = format!("{of} {service} in CONTOSO.EXAMPLE (");
            assert!(line.starts_with(&beginning), "{said}");
        };
        begins(tgt, "krbtgt/CONTOSO.EXAMPLE");
        begins(ticket, &format!("HTTP/{HOST}"));
        assert_eq!(proof, format!("HTTP/{HOST} has proved that it has the key"));

        let refused = |output: Output, words: &str| {
            let said = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(1), "{said}");
            assert!(output.stdout.starts_with(b"HTTP/1.1 401 "), "{said}");
            assert!(said.contains(words), "{said} says not {words}");
        };
        refused(self.signs_in(HOST, "alice", "wrong"), "");
        let nowhere = self.signs_in("nowhere.contoso.example", "alice", right);
        refused(nowhere, "KDC_ERR_S_PRINCIPAL_UNKNOWN");
        let nobody = self.signs_in(HOST, "nobody", right);
        refused(nobody, "KDC_ERR_C_PRINCIPAL_UNKNOWN");
    }
}

#[test]
fn apache_takes_tickets_of_mits_kdc() {
    let test = "signing in to Apache with tickets of MIT's KDC";
    if !Apache::is_here(test)
        || !have(
            test,
            &["krb5kdc", "kadmin.local"],
            "krb5-kdc and krb5-admin-server",
        )
    {
        return;
    }
    let realm = Realm::of_mit(&format!("HTTP/{HOST}"));
    let apache = Apache::start(&std::fs::read(realm.keytab()).unwrap());
    let kdc = realm.address.clone();
    Browser {
        apache: &apache,
        kdc,
    }
    .tries(PASSWORD);
}

#[test]
fn apache_takes_tickets_of_a_samba_domain_controller() {
    let test = "signing in to Apache with tickets of Samba's KDC";
    if let Some(missing) = controller::missing() {
        return skip::skip(test, &missing);
    }
    if !Apache::is_here(test) {
        return;
    }
    let mut accounts = accounts::accounts();
    accounts.retain(|account| ["alice", "svc-list"].contains(&account.name.as_str()));
    accounts[1].kerberos.spns = vec![format!("HTTP/{HOST}")];
    let controller = Controller::start(&accounts);
    // All keys of the domain: Apache takes the one that fits, as the ticket names its service by the SPN.
    let apache = Apache::start(&controller.keytab.encode());
    Browser {
        apache: &apache,
        kdc: controller.address.to_string(),
    }
    .tries(&password("alice"));
}
