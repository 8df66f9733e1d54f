//! Real clients sign in to the lab's IIS host on a real socket, and the lab's browser host signs in to it too.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

#[path = "support/example.rs"]
mod example;

#[path = "support/skip.rs"]
mod skip;

use example::example;
use skip::skip;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

const RIGHT: &str = "CONTOSO\\alice:Spring-98";

/// A running `serve`, ended when dropped.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(options: &[&str]) -> Self {
        Self::with_password("Spring-98", options)
    }

    fn with_password(password: &str, options: &[&str]) -> Self {
        let mut child = Command::new(example("serve"))
            .args([
                "--listen",
                "127.0.0.1:0",
                "--user",
                "alice",
                "--domain",
                "CONTOSO",
            ])
            .args(options)
            .env("DOUBLE_HOP_PASSWORD", password)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        out.read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("listening on http://");
        let address = address.unwrap_or_else(|| panic!("serve said {line:?}"));
        Self {
            address: address.to_owned(),
            child,
        }
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).unwrap();
        let patience = Some(Duration::from_secs(5));
        stream.set_read_timeout(patience).unwrap();
        stream
    }

    /// Sends bytes and reads what comes until the server closes.
    fn tell(&self, bytes: &[u8]) -> String {
        let mut stream = self.connect();
        // The server may close before it has read all of it.
        let _ = stream.write_all(bytes);
        rest(&mut stream)
    }

    /// Somebody else's sign-in still works, and at once.
    fn serves(&self) {
        let start = Instant::now();
        let answer = self.tell(
            b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\
              Authorization: Basic Q09OVE9TT1xhbGljZTpTcHJpbmctOTg=\r\n\r\n",
        );
        assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
        assert!(answer.ends_with("\r\n\r\nCONTOSO\\alice\n"), "{answer}");
        let took = start.elapsed();
        assert!(took < Duration::from_secs(2), "took {took:?}");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn rest(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    // A reset ends the answer as a close does.
    let _ = stream.read_to_end(&mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Whether there is a curl that speaks NTLM; says so loudly if not.
fn curl_speaks_ntlm() -> bool {
    let version = Command::new("curl").arg("--version").output();
    let speaks = version.is_ok_and(|version| {
        let text = String::from_utf8_lossy(&version.stdout).into_owned();
        let features = text.lines().find(|line| line.starts_with("Features:"));
        features.is_some_and(|line| line.split(' ').any(|feature| feature == "NTLM"))
    });
    if !speaks {
        skip(
            "signing in with curl",
            "there is none here that speaks NTLM",
        );
    }
    speaks
}

fn curl(arguments: &[&str]) -> Output {
    Command::new("curl")
        .args(["--silent", "--noproxy", "*", "--max-time", "8"])
        .args(arguments)
        .output()
        .unwrap()
}

/// The body, and the status after it.
fn answer(arguments: &[&str]) -> (String, String) {
    let format = ["--write-out", "\n%{http_code}"];
    let output = curl(&[&format[..], arguments].concat());
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let (body, status) = text.rsplit_once('\n').unwrap();
    (body.to_owned(), status.to_owned())
}

fn is_alice((body, status): (String, String)) {
    assert_eq!(status, "200", "{body}");
    assert_eq!(body.lines().next(), Some("CONTOSO\\alice"));
}

#[test]
fn curl_signs_in_or_not() {
    if !curl_speaks_ntlm() {
        return;
    }
    let server = Server::start(&["--scheme", "ntlm,basic"]);
    let url = server.url("/");
    for scheme in ["--ntlm", "--basic"] {
        let signs_in = |who| answer(&[scheme, "--user", who, &url]);
        is_alice(signs_in(RIGHT));
        is_alice(signs_in("contoso\\ALICE:Spring-98"));
        for wrong in [
            "CONTOSO\\alice:spring-98",
            "CONTOSO\\alice:",
            "CONTOSO\\mallory:Spring-98",
            "FABRIKAM\\alice:Spring-98",
        ] {
            assert_eq!(signs_in(wrong).1, "401", "{scheme} {wrong}");
        }
    }
    // Basic's user name without a domain is of the default domain; it is the stronger scheme that curl chooses.
    is_alice(answer(&["--basic", "--user", "alice:Spring-98", &url]));
    is_alice(answer(&["--anyauth", "--user", RIGHT, &url]));
    let head = String::from_utf8(curl(&["--include", &url]).stdout).unwrap();
    assert!(head.starts_with("HTTP/1.1 401 "), "{head}");
    let ntlm = head.find("WWW-Authenticate: NTLM\r\n").unwrap();
    let basic = head.find("WWW-Authenticate: Basic realm=\"").unwrap();
    assert!(ntlm < basic, "in the order of --scheme");
}

#[test]
fn a_scheme_that_is_not_offered_is_no_way_in() {
    if !curl_speaks_ntlm() {
        return;
    }
    for (offered, used, other) in [
        ("ntlm", "--ntlm", "--basic"),
        ("basic", "--basic", "--ntlm"),
    ] {
        let server = Server::start(&["--scheme", offered]);
        let url = server.url("/");
        is_alice(answer(&[used, "--user", RIGHT, &url]));
        assert_eq!(answer(&[other, "--user", RIGHT, &url]).1, "401");
    }
}

#[test]
fn a_connection_is_signed_in_once() {
    if !curl_speaks_ntlm() {
        return;
    }
    let server = Server::start(&["--scheme", "ntlm"]);
    let output = curl(&[
        "--ntlm",
        "--user",
        RIGHT,
        "--verbose",
        "--write-out",
        "connects=%{num_connects} status=%{http_code}\n",
        &server.url("/one"),
        &server.url("/two"),
    ]);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let results: Vec<&str> = said
        .lines()
        .filter(|l| l.starts_with("connects="))
        .collect();
    assert_eq!(results, ["connects=1 status=200", "connects=0 status=200"]);
    let trace = String::from_utf8_lossy(&output.stderr).into_owned();
    let lines = |part: &str| trace.lines().filter(|line| line.starts_with(part)).count();
    assert_eq!(lines("> GET /one "), 2, "NEGOTIATE, then AUTHENTICATE");
    assert_eq!(lines("> GET /two "), 1, "no second handshake");
    assert_eq!(lines("> Authorization: NTLM "), 2);
    // A connection of its own has to be signed in by itself.
    is_alice(answer(&["--ntlm", "--user", RIGHT, &server.url("/")]));
    assert_eq!(answer(&[&server.url("/")]).1, "401");
}

#[test]
fn the_challenge_has_what_ntlm_v2_needs() {
    if !curl_speaks_ntlm() {
        return;
    }
    use double_hop::wire::ntlm::{Challenge, NegotiateFlags};
    let server = Server::start(&["--scheme", "ntlm"]);
    let output = curl(&["--ntlm", "--user", RIGHT, "--include", &server.url("/")]);
    let challenge = double_hop::wire::ntlm_token(&output.stdout).unwrap();
    let challenge = Challenge::decode(&challenge).value.unwrap();
    let wanted = NegotiateFlags::EXTENDED_SESSION_SECURITY | NegotiateFlags::TARGET_INFO;
    assert!(challenge.flags.contains(wanted));
    assert!(challenge.target_info.is_some_and(|info| !info.is_empty()));
}

#[test]
fn a_level_is_kept_to() {
    let server = Server::start(&["--dc-level", "5"]);
    let sign_in = |level| sign_in(&server.url("/"), &["--client-level", level], "Spring-98");
    assert_eq!(sign_in("2").status.code(), Some(1), "no NTLMv1 at level 5");
    assert_eq!(sign_in("3").status.code(), Some(0));
}

#[test]
fn methods_and_bodies() {
    if !curl_speaks_ntlm() {
        return;
    }
    let server = Server::start(&[]);
    let url = server.url("/form");
    let body = "x".repeat(20_000);
    for scheme in ["--ntlm", "--basic"] {
        let ask = |more: &[&str]| answer(&[&[scheme, "--user", RIGHT, &url], more].concat());
        is_alice(ask(&["--data", "a=b"]));
        is_alice(ask(&["--data", ""]));
        is_alice(ask(&["--data", &body]));
        is_alice(ask(&[
            "--data",
            &body,
            "--header",
            "Transfer-Encoding: chunked",
        ]));
        is_alice(ask(&["--data", &body, "--header", "Expect: 100-continue"]));
        assert_eq!(ask(&["--request", "BREW"]).1, "405");
        let (head, status) = ask(&["--head"]);
        assert_eq!(status, "200");
        assert!(head.contains("Content-Length: 14\r\n"), "{head}");
        assert!(!head.contains("CONTOSO\\alice"));
    }
    let large = "x".repeat(300_000);
    let post = format!(
        "POST / HTTP/1.1\r\nContent-Length: {}\r\n\r\n{large}",
        large.len()
    );
    assert!(server.tell(post.as_bytes()).starts_with("HTTP/1.1 400 "));
    let options = server.tell(b"OPTIONS / HTTP/1.1\r\nHost: web-01\r\nConnection: close\r\n\r\n");
    assert!(
        options.contains("\r\nAllow: GET, HEAD, POST\r\n"),
        "{options}"
    );
}

#[test]
fn a_hundred_is_sent_before_the_body_and_once() {
    let server = Server::start(&[]);
    let mut stream = server.connect();
    let head = "POST / HTTP/1.1\r\nHost: lab\r\nExpect: 100-continue\r\nContent-Length: 4\r\nConnection: close\r\n\r\n";
    stream.write_all(head.as_bytes()).unwrap();
    let mut hundred = [0; 25];
    stream.read_exact(&mut hundred).unwrap();
    assert_eq!(&hundred, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream.write_all(b"ab").unwrap();
    stream.write_all(b"cd").unwrap();
    assert!(rest(&mut stream).starts_with("HTTP/1.1 401 "));
}

#[test]
fn many_at_once() {
    if !curl_speaks_ntlm() {
        return;
    }
    let server = Server::start(&[]);
    let url = server.url("/");
    let answers: Vec<_> = std::thread::scope(|scope| {
        let url = url.as_str();
        let threads: Vec<_> = (0..12)
            .map(|number| {
                let scheme = if number % 2 == 0 { "--ntlm" } else { "--basic" };
                scope.spawn(move || answer(&[scheme, "--user", RIGHT, url]))
            })
            .collect();
        threads.into_iter().map(|t| t.join().unwrap()).collect()
    });
    answers.into_iter().for_each(is_alice);
}

#[test]
fn a_password_beyond_ascii() {
    let server = Server::with_password("Frühling-€-🌷", &["--scheme", "ntlm"]);
    let url = server.url("/");
    assert_eq!(sign_in(&url, &[], "Frühling-€-🌷").status.code(), Some(0));
    assert_eq!(sign_in(&url, &[], "Fruhling-€-🌷").status.code(), Some(1));
    if curl_speaks_ntlm() {
        let server = Server::with_password("Frühling-€-🌷", &["--scheme", "basic"]);
        let who = "CONTOSO\\alice:Frühling-€-🌷";
        is_alice(answer(&["--basic", "--user", who, &server.url("/")]));
    }
}

#[test]
fn the_silent_and_the_slow_harm_nobody() {
    let server = Server::start(&["--idle-ms", "1000", "--request-ms", "800"]);
    let silent: Vec<_> = (0..20).map(|_| server.connect()).collect();
    let mut half = server.connect();
    half.write_all(b"GET / HTTP/1.1\r\nHost:").unwrap();
    let mut body = server.connect();
    body.write_all(b"POST / HTTP/1.1\r\nContent-Length: 100\r\n\r\nabc")
        .unwrap();
    server.serves();

    // Byte by byte, each well within any pause, and all of it too slow.
    let mut drip = server.connect();
    let start = Instant::now();
    let mut sent = 0;
    while drip.write_all(b"a").is_ok() && sent < 200 {
        sent += 1;
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(sent < 200, "still open after {:?}", start.elapsed());
    server.serves();

    assert!(rest(&mut half).starts_with("HTTP/1.1 408 "));
    assert!(rest(&mut body).starts_with("HTTP/1.1 408 "));
    for mut stream in silent {
        assert_eq!(rest(&mut stream), "", "closed without a word");
    }
    assert!(start.elapsed() < Duration::from_secs(5));
}

#[test]
fn a_crowd_of_the_silent_makes_room() {
    let server = Server::start(&["--connections", "4"]);
    let crowd: Vec<_> = (0..30).map(|_| server.connect()).collect();
    for _ in 0..5 {
        server.serves();
    }
    let mut first = crowd.into_iter().next().unwrap();
    assert_eq!(rest(&mut first), "", "it was there the longest");
}

#[test]
fn the_broken_are_told_so() {
    let server = Server::start(&[]);
    let huge = format!("GET / HTTP/1.1\r\nX: {}\r\n\r\n", "x".repeat(1 << 20));
    let many = format!("GET / HTTP/1.1\r\n{}\r\n", "X: y\r\n".repeat(5000));
    let smuggled =
        "POST / HTTP/1.1\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
    for broken in [
        &b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n"[..],
        b"\0\0\0\0",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        huge.as_bytes(),
        many.as_bytes(),
        smuggled.as_bytes(),
        b"POST / HTTP/1.1\r\nContent-Length: 99999999999999999999999\r\n\r\n",
        b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n",
    ] {
        let answer = server.tell(broken);
        let start = String::from_utf8_lossy(&broken[..broken.len().min(60)]);
        assert!(
            answer.starts_with("HTTP/1.1 400 "),
            "{start:?} got {answer:?}"
        );
        server.serves();
    }
}

#[test]
fn broken_credentials_are_refused() {
    let server = Server::start(&[]);
    for credentials in [
        "NTLM",
        "NTLM ====",
        "NTLM TlRMTVNTUAABAAAA",
        "NTLM TlRMTVNTUAADAAAA",
        "NTLM TlRMTVNTUAACAAAAAAAAAAAAAAAAAAAA",
        "Basic",
        "Basic !!!!",
        "Basic YWxpY2U=",
        "Negotiate YII=",
        "",
    ] {
        let request = format!(
            "GET / HTTP/1.1\r\nHost: lab\r\nConnection: close\r\nAuthorization: {credentials}\r\n\r\n"
        );
        let answer = server.tell(request.as_bytes());
        assert!(
            answer.starts_with("HTTP/1.1 401 "),
            "{credentials} got {answer}"
        );
    }
    server.serves();
}

#[test]
fn the_browser_host_signs_in() {
    for scheme in ["ntlm", "basic", "ntlm,basic"] {
        let server = Server::start(&["--scheme", scheme]);
        let output = sign_in(&server.url("/page?a=b"), &[], "Spring-98");
        assert_eq!(output.status.code(), Some(0), "{scheme}");
        let said = String::from_utf8(output.stdout).unwrap();
        assert_eq!(said, "HTTP/1.1 200 OK\nCONTOSO\\alice\n");
        let output = sign_in(&server.url("/"), &[], "wrong");
        assert_eq!(output.status.code(), Some(1), "{scheme}");
        assert!(output.stdout.starts_with(b"HTTP/1.1 401 Unauthorized\n"));
    }
}

#[test]
fn the_browser_host_asks_once() {
    // A server that counts the credentials it is sent.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let counting = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
        let mut credentials = 0;
        while let Some(Ok(line)) = lines.next() {
            credentials += usize::from(line.starts_with("Authorization:"));
            if line.is_empty() {
                let refusal = "HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=x\r\nContent-Length: 0\r\n\r\n";
                stream.write_all(refusal.as_bytes()).unwrap();
            }
        }
        credentials
    });
    assert_eq!(sign_in(&url, &[], "wrong").status.code(), Some(1));
    assert_eq!(counting.join().unwrap(), 1);
}

#[test]
fn the_browser_host_finds_nobody() {
    for url in [
        "http://127.0.0.1:1/",
        "https://127.0.0.1/",
        "127.0.0.1",
        "http://",
        "http://a:b/",
        "http://a@b/",
    ] {
        assert_eq!(sign_in(url, &[], "x").status.code(), Some(2), "{url}");
    }
    // Not HTTP.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let other = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        stream.write_all(b"220 mail.example ESMTP\r\n").unwrap();
    });
    assert_eq!(sign_in(&url, &[], "x").status.code(), Some(2));
    other.join().unwrap();
}

#[test]
fn wrong_flags_are_explained() {
    let account = ["--user", "alice", "--domain", "CONTOSO", "--password", "x"];
    for (program, wrong) in [
        ("serve", &["--scheme", "kerberos"][..]),
        ("serve", &["--scheme", ""]),
        ("serve", &["--client-level", "6"]),
        ("serve", &["stray"]),
        ("serve", &["--user", "twice"]),
        ("serve", &["--idle-ms"]),
        ("sign_in", &[]),
        ("sign_in", &["http://a/", "http://b/"]),
    ] {
        // Nowhere to listen: should the flags pass after all, it ends with another status.
        let listen: &[&str] = match program {
            "serve" => &["--listen", "nowhere"],
            _ => &[],
        };
        let output = Command::new(example(program))
            .args(account)
            .args(listen)
            .args(wrong)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2), "{program} {wrong:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("Usage: "));
        assert!(output.stdout.is_empty());
    }
}

fn sign_in(url: &str, options: &[&str], password: &str) -> Output {
    Command::new(example("sign_in"))
        .args([url, "--user", "alice", "--domain", "CONTOSO"])
        .args(options)
        .env("DOUBLE_HOP_PASSWORD", password)
        .output()
        .unwrap()
}

/// A program that is ended when dropped.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A KDC, where it listens, with the keys of a service in a file.
fn kdc(keytab: &Path) -> (Running, String) {
    let keys = format!("svc-web={}", keytab.display());
    let arguments = ["--listen", "127.0.0.1:0", "--keytab", &keys];
    let child = Command::new(example("kdc"))
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let mut kdc = Running(child.unwrap());
    let mut line = String::new();
    let mut out = BufReader::new(kdc.0.stdout.take().unwrap());
    out.read_line(&mut line).unwrap();
    let address = line.trim().strip_prefix("listening on ").unwrap();
    // It goes on to say what it is asked.
    std::thread::spawn(move || std::io::copy(&mut out, &mut std::io::sink()));
    (kdc, address.to_owned())
}

#[test]
fn who_gets_no_ticket_is_told_why() {
    let keytab = std::env::temp_dir().join(format!("double-hop-{}.keytab", std::process::id()));
    let (_kdc, address) = kdc(&keytab);
    let server = Server::start(&[
        "--scheme",
        "negotiate",
        "--keytab",
        keytab.to_str().unwrap(),
    ]);
    std::fs::remove_file(&keytab).unwrap();
    for (password, status, said) in [
        ("Spring-98", 0, "has proved that it has the key"),
        (
            "Autumn-98",
            1,
            "the KDC refused with KDC_ERR_PREAUTH_FAILED (24)",
        ),
    ] {
        let options = [
            &[
                "--connect",
                &server.address,
                "--negotiate",
                "--kdc",
                &address,
            ],
            &["--realm", "CONTOSO.EXAMPLE"][..],
        ];
        let output = sign_in("http://web01.contoso.example/", &options.concat(), password);
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(status), "{told}");
        assert!(told.contains(said), "{told}");
    }
}

#[test]
fn curl_signs_in_with_digest_right_wrong_and_by_a_stale_nonce() {
    if !curl_speaks_ntlm() {
        return;
    }
    let options = ["--scheme", "digest"];
    let server = Server::start(&options);
    let sign_in = |user: &str, url: &str| {
        let output = curl(&["--digest", "--user", user, "--include", url]);
        String::from_utf8(output.stdout).unwrap()
    };
    let right = sign_in(RIGHT, &server.url("/"));
    assert!(right.contains("algorithm=MD5-sess"), "{right}");
    assert!(right.ends_with("\r\n\r\nCONTOSO\\alice\n"), "{right}");
    let plain = sign_in("alice:Spring-98", &server.url("/"));
    assert!(plain.ends_with("\r\n\r\nCONTOSO\\alice\n"), "{plain}");
    for user in ["CONTOSO\\alice:wrong", "CONTOSO\\nobody:Spring-98"] {
        let refused = sign_in(user, &server.url("/"));
        assert_eq!(refused.matches("HTTP/1.1 401 ").count(), 2, "{refused}");
        assert!(!refused.contains("stale"), "{refused}");
    }

    // The challenge is one server's, the answer goes to another: a nonce that is not its own is stale, and curl answers
    // the fresh one without a word against the password.
    let other = Server::start(&options);
    let relay = relay(&[&server, &other, &other]);
    let stale = sign_in(RIGHT, &format!("http://{relay}/"));
    assert_eq!(stale.matches("HTTP/1.1 401 ").count(), 2, "{stale}");
    assert_eq!(stale.matches("stale=true").count(), 1, "{stale}");
    assert!(stale.ends_with("\r\n\r\nCONTOSO\\alice\n"), "{stale}");
}

/// Takes one client's requests to one server after the other.
fn relay(servers: &[&Server]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let servers: Vec<String> = servers.iter().map(|it| it.address.clone()).collect();
    std::thread::spawn(move || {
        let (mut client, _) = listener.accept().unwrap();
        for server in servers {
            let mut request = Vec::new();
            while !request.ends_with(b"\r\n\r\n") {
                let mut byte = [0];
                client.read_exact(&mut byte).unwrap();
                request.push(byte[0]);
            }
            // The server closes when it has answered, and so the answer is known to be whole.
            let mut stream = TcpStream::connect(server).unwrap();
            stream.write_all(&request).unwrap();
            stream.shutdown(Shutdown::Write).unwrap();
            let mut answer = Vec::new();
            stream.read_to_end(&mut answer).unwrap();
            client.write_all(&answer).unwrap();
        }
    });
    address
}

#[test]
fn a_flag_is_there_once_and_has_a_value_unless_it_is_a_switch() {
    for (arguments, wrong) in [
        (
            &["--export", "csv", "--export", "har"][..],
            "--export is unknown here, or there twice",
        ),
        (
            &["--redact", "--redact"],
            "--redact is unknown here, or there twice",
        ),
        (
            &["--redact=no"],
            "--redact=no is unknown here, or there twice",
        ),
        (&["--user"], "--user needs a value"),
        (&["--keytab=a", "--keytab", "b"], "there is no file"),
    ] {
        let mut traffic = Command::new(example("traffic"));
        let output = traffic.args(arguments).output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert_eq!(told.lines().next(), Some(wrong));
    }
}

/// Whoever asks an example how it is used is told on standard output.
#[test]
fn every_example_tells_how_it_is_used() {
    for name in [
        "decode", "diagnose", "kdc", "outcomes", "repair", "serve", "sign_in", "traffic",
    ] {
        let output = Command::new(example(name)).arg("--help").output().unwrap();
        let told = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "{name}");
        assert!(told.starts_with(&format!("Usage: {name} ")), "{told}");
    }
}
