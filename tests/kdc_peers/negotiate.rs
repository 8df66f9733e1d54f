//! curl and Chromium sign in to the lab's IIS with tickets, of the lab's KDC and of MIT's.

use super::example::example;
use super::realm::{Client, PASSWORD, Realm, have, listening};
use super::skip::skip;
use std::env;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, Stdio};

const ACCOUNTS: &str = "\
alice Spring-98
carol Spring-98 sensitive
svc-web Spring-98 spn=HTTP/web01.contoso.example,HTTP/web01.localhost trusted-for-delegation
svc-plain Spring-98 spn=HTTP/plain.contoso.example
";

/// A running `serve` for tickets, ended when dropped.
struct Web {
    child: Child,
    port: String,
}

impl Web {
    fn start(keytab: &Path, options: &[&str]) -> Self {
        let mut child = Command::new(example("serve"))
            .args(["--listen", "127.0.0.1:0", "--scheme", "negotiate"])
            .arg("--keytab")
            .arg(keytab)
            .args(options)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let address = listening(&mut child, "listening on http://127.0.0.1:");
        Self {
            child,
            port: address,
        }
    }

    /// What curl makes of it: headers, and what it got.
    fn curl(&self, client: &Client<'_>, host: &str, options: &[&str]) -> String {
        let port = &self.port;
        let resolve = format!("{host}:{port}:127.0.0.1");
        let url = format!("http://{host}:{port}/");
        let usual = ["-sS", "-i", "--noproxy", "*", "--max-time", "20"];
        let kerberos = ["--negotiate", "-u", ":", "--resolve", &resolve, &url];
        let arguments = [&usual[..], &kerberos, options].concat();
        client.run("curl", &arguments, "").out
    }

    /// Ends it; what it said of its visitors.
    fn said(mut self) -> String {
        self.child.kill().unwrap();
        let mut said = String::new();
        let mut stderr = self.child.stderr.take().unwrap();
        stderr.read_to_string(&mut said).unwrap();
        said
    }
}

impl Drop for Web {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn have_curl(test: &str) -> bool {
    let version = Command::new("curl").arg("--version").output();
    let knows = version.is_ok_and(|said| String::from_utf8_lossy(&said.stdout).contains("SPNEGO"));
    if !knows {
        skip(test, "there is no curl here that speaks Negotiate");
    }
    knows && have(test, &["kinit"], "krb5-user")
}

fn signed_in<'a>(realm: &'a Realm, user: &str) -> Client<'a> {
    let client = realm.client(user);
    client.run("kinit", &["-f", user], PASSWORD).good();
    client
}

#[track_caller]
fn is(answer: &str, who: &str) {
    assert!(answer.contains("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(answer.ends_with(&format!("\r\n\r\n{who}\n")), "{answer}");
    // The server proves itself too.
    let proofs = answer.matches("WWW-Authenticate: Negotiate oY").count();
    assert_eq!(proofs, 1, "{answer}");
}

#[track_caller]
fn is_refused(answer: &str) {
    assert!(answer.contains("HTTP/1.1 401 "), "{answer}");
    assert!(!answer.contains("HTTP/1.1 200 "), "{answer}");
}

const WEB: &str = "web01.contoso.example";

#[test]
fn curl_signs_in_with_a_ticket() {
    if !have_curl("curl --negotiate") {
        return;
    }
    let realm = Realm::of(ACCOUNTS);
    let web = Web::start(&realm.keytab(), &[]);
    let alice = signed_in(&realm, "alice");
    is(&web.curl(&alice, WEB, &[]), "CONTOSO\\alice");
    is(&web.curl(&alice, WEB, &["-d", "a=b"]), "CONTOSO\\alice");
    is_refused(&web.curl(&realm.client("nobody"), WEB, &[]));
    // Its ticket is for somebody else's service, whose key is not here.
    is_refused(&web.curl(&alice, "plain.contoso.example", &[]));
    let said = web.said();
    assert!(said.contains("WEB-01 knows CONTOSO\\alice: a Kerberos ticket proved it"));
    assert!(said.contains("KRB_AP_ERR_MODIFIED (41)"), "{said}");
}

#[test]
fn a_ticket_is_shown_once() {
    if !have_curl("curl --negotiate, replayed") {
        return;
    }
    let realm = Realm::of(ACCOUNTS);
    let web = Web::start(&realm.keytab(), &[]);
    let alice = signed_in(&realm, "alice");
    let trace = alice.file("trace");
    let traced = ["--trace-ascii", trace.to_str().unwrap()];
    is(&web.curl(&alice, WEB, &traced), "CONTOSO\\alice");
    // Lines of the trace are cut: what it sent goes over several.
    let trace = fs::read_to_string(trace).unwrap();
    let lines = trace
        .lines()
        .skip_while(|line| !line.contains("Authorization: Negotiate"));
    let lines = lines.take_while(|line| !line.contains("User-Agent"));
    let token: String = lines
        .filter_map(|line| Some(line.split_once(": ")?.1))
        .collect();
    let header = token.trim();
    let url = format!("http://127.0.0.1:{}/", web.port);
    let arguments = ["-s", "-i", "--noproxy", "*", "-H", header, &url];
    let again = alice.run("curl", &arguments, "").good().out;
    is_refused(&again);
    let said = web.said();
    assert!(said.contains("KRB_AP_ERR_REPEAT (34)"), "{said}");
}

#[test]
fn a_forwarded_tgt_is_shown() {
    if !have_curl("curl --negotiate --delegation") {
        return;
    }
    let realm = Realm::of(ACCOUNTS);
    let visit = |user: &str, options: &[&str]| {
        let web = Web::start(&realm.keytab(), &["--delegate"]);
        let client = signed_in(&realm, user);
        let who = format!("CONTOSO\\{user}");
        is(&web.curl(&client, WEB, options), &who);
        web.said()
    };
    let tgt = "has the forwarded TGT of CONTOSO\\alice: krbtgt/CONTOSO.EXAMPLE in CONTOSO.EXAMPLE (forwardable, forwarded), until ";
    for how in ["always", "policy"] {
        let said = visit("alice", &["--delegation", how]);
        assert_eq!(said.matches(tgt).count(), 1, "{how}: {said}");
    }
    for (user, options) in [
        ("alice", &[][..]),
        ("alice", &["--delegation", "none"]),
        // Sensitive: there is nothing that could be forwarded.
        ("carol", &["--delegation", "always"]),
    ] {
        let said = visit(user, options);
        assert!(!said.contains("TGT"), "{user}: {said}");
    }
}

#[test]
fn tickets_of_mits_kdc_do_too() {
    let test = "tickets of MIT's KDC";
    if !have_curl(test)
        || !have(
            test,
            &["krb5kdc", "kdb5_util", "kadmin.local"],
            "krb5-kdc and krb5-admin-server",
        )
    {
        return;
    }
    let realm = Realm::of_mit("HTTP/web01.contoso.example");
    let web = Web::start(&realm.keytab(), &["--delegate"]);
    let alice = signed_in(&realm, "alice");
    // Its PAC names no Windows account: who the ticket names is known by the realm.
    let who = "CONTOSO.EXAMPLE\\alice";
    is(&web.curl(&alice, WEB, &[]), who);
    is(&web.curl(&alice, WEB, &["--delegation", "policy"]), who);
    is_refused(&web.curl(&realm.client("nobody"), WEB, &[]));
    let said = web.said();
    let tgts = said.matches("has the forwarded TGT of CONTOSO.EXAMPLE\\alice: krbtgt/");
    assert_eq!(tgts.count(), 1, "{said}");
}

#[test]
fn chromium_signs_in_where_it_may() {
    let browser = env::var("CHROME").unwrap_or_else(|_| "chromium".to_owned());
    let test = "Chromium with --auth-server-allowlist";
    if !have(test, &[&browser], "chromium") || !have(test, &["kinit"], "krb5-user") {
        return;
    }
    let realm = Realm::of(ACCOUNTS);
    let web = Web::start(&realm.keytab(), &["--delegate"]);
    // By a name that leads here without any name server.
    let url = format!("http://web01.localhost:{}/", web.port);
    let visit = |client: &Client<'_>, allowed: &str| {
        let allowed = format!("--auth-server-allowlist={allowed}");
        let profile = format!("--user-data-dir={}", client.file("profile").display());
        let arguments = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-quic",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            &profile,
            &allowed,
            "--dump-dom",
            &url,
        ];
        client.run(&browser, &arguments, "").out
    };
    let alice = signed_in(&realm, "alice");
    // A new profile may load its first page before it has read what it allows.
    let signs_in = |client, allowed| {
        let mut visits = (0..4).map(|_| visit(client, allowed));
        visits.any(|page| page.contains("CONTOSO\\alice"))
    };
    assert!(signs_in(&alice, "*.localhost"));
    assert!(!signs_in(&alice, "*.contoso.example"));
    assert!(!signs_in(&realm.client("nobody"), "*.localhost"));
    let page = visit(&alice, "*.contoso.example");
    assert!(page.contains("401 Unauthorized"), "{page}");
    // Its policies name no server that may have its TGT.
    let said = web.said();
    assert!(!said.contains("TGT"), "{said}");
}

#[test]
fn keys_that_are_none_are_explained() {
    let realm = Realm::of(ACCOUNTS);
    let keytab = realm.keytab();
    let keytab = keytab.to_str().unwrap();
    let garbage = realm.client("client").file("garbage");
    fs::write(&garbage, b"\x05\x02\0\0\xff\xff").unwrap();
    let empty = realm.client("client").file("empty");
    fs::write(&empty, b"\x05\x02").unwrap();
    for (options, words) in [
        (
            &["--scheme", "ntlm", "--keytab", keytab][..],
            "--keytab is for --scheme negotiate",
        ),
        (
            &["--scheme", "negotiate,ntlm", "--keytab", keytab],
            "--user is missing",
        ),
        (&["--scheme", "negotiate"], "--user is missing"),
        (
            &["--scheme", "negotiate", "--keytab", "/nowhere"],
            "serve: /nowhere: ",
        ),
        (
            &[
                "--scheme",
                "negotiate",
                "--keytab",
                garbage.to_str().unwrap(),
            ],
            "garbage: ",
        ),
        (
            &["--scheme", "negotiate", "--keytab", empty.to_str().unwrap()],
            "it has no key of an encryption type known here",
        ),
        (
            &[
                "--user",
                "a",
                "--domain",
                "D",
                "--password",
                "p",
                "--delegate=yes",
            ],
            "--delegate=yes is unknown here",
        ),
    ] {
        let mut command = Command::new(example("serve"));
        let output = command.args(["--listen", "nowhere"]).args(options).output();
        let output = output.unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.lines().next().unwrap().contains(words), "{said}");
    }
}
