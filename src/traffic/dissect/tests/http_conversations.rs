//! Conversations of HTTP: heads, tunnels, and requests that do not wait.

use super::*;
use crate::wire::to_base64;

#[test]
fn http_tells_the_heads_around_a_sign_in() {
    let legs = whole(&http_ntlm());
    assert_eq!(tokens(&legs), expected(Method::Ntlm));
    let statuses: Vec<_> = legs.iter().filter_map(|leg| leg.status.clone()).collect();
    assert_eq!(statuses, [401, 401, 200].map(Status::Http));
    let requests: Vec<_> = legs
        .iter()
        .filter_map(|leg| leg.request.as_deref())
        .collect();
    assert_eq!(requests, ["GET /x", "POST /x", "POST /x"]);
    assert_eq!(
        (legs[0].target.as_deref(), legs[0].location.first),
        (Some("a"), 3)
    );
    assert_eq!(legs[1].offers, ["NTLM"]);
}

#[test]
fn a_tunnel_holds_another_stream() {
    let legs = whole(&tunnel());
    let strands: Vec<u64> = legs.iter().map(|leg| leg.strand).collect();
    assert_eq!(strands, [0, 1, 1, 1, 0]);
    assert_eq!(legs[2].credential, clear("a", Some("b"), Method::Basic));
    assert_eq!(
        (legs[4].kind, legs[4].target.as_deref()),
        (LegKind::Tls(false), Some("b"))
    );
}

#[test]
fn who_waits_for_a_tunnel_goes_on_before_the_next_answer() {
    let said = vec![
        text(
            Client,
            "CONNECT b:443 HTTP/1.1\n\nGET /2 HTTP/1.1\nAuthorization: Basic YTpi\n\n",
        ),
        text(
            Server,
            "HTTP/1.1 407 No\nContent-Length: 1\n\nxHTTP/1.1 401 No\n\n",
        ),
    ];
    let told = whole(&said);
    let told: Vec<_> = told.iter().map(|leg| leg.sender).collect();
    assert_eq!(told, [Client, Server, Client, Server]);
}

#[test]
fn pipelined_requests_and_their_answers() {
    let said = vec![
        text(
            Client,
            "HEAD /1 HTTP/1.1\n\nGET /2 HTTP/1.1\nAuthorization: Basic YTpi\n\n",
        ),
        text(
            Server,
            "HTTP/1.1 200 OK\nContent-Length: 99\n\nHTTP/1.1 100 Go on\n\nHTTP/1.1 401 No\n\n",
        ),
    ];
    let told = whole(&said);
    let told: Vec<_> = told
        .iter()
        .map(|leg| (leg.sender, leg.status.clone()))
        .collect();
    let status = |code| Some(Status::Http(code));
    assert_eq!(
        told,
        [
            (Client, None),
            (Server, status(200)),
            (Client, None),
            (Server, status(401))
        ]
    );
}

/// Answers come in the order of the requests, and each is told behind its own.
#[test]
fn http_pairs_requests_that_do_not_wait_with_their_answers() {
    let ask = |path: &str, user: &str| {
        format!("GET {path} HTTP/1.1\nHost: a\nAuthorization: Basic {user}\n\n")
    };
    let empty = "Content-Length: 0\n\n";
    let asked = [
        ask("/1", "YTpi"),
        ask("/2", "YTpj"),
        "GET /3 HTTP/1.1\n\n".to_owned(),
    ]
    .concat();
    let said = vec![
        text(Client, &asked),
        text(Server, &format!("HTTP/1.1 200 OK\n{empty}")),
        text(
            Server,
            &format!("HTTP/1.1 401 No\nWWW-Authenticate: Basic\n{empty}HTTP/1.1 200 OK\n{empty}"),
        ),
    ];
    let told = |legs: &[Leg]| {
        let told = legs
            .iter()
            .map(|leg| (leg.request.clone(), leg.status.clone()));
        told.collect::<Vec<_>>()
    };
    let asks = |path: &str| (Some(path.to_owned()), None);
    let answers = |status| (None, Some(Status::Http(status)));
    let expected = [
        asks("GET /1"),
        answers(200),
        asks("GET /2"),
        answers(401),
        asks("GET /3"),
        answers(200),
    ];
    assert_eq!(told(&whole(&said)), expected);
    // Where the answers are not in the file, all requests are.
    let unanswered = [asks("GET /1"), asks("GET /2"), asks("GET /3")];
    assert_eq!(told(&whole(&said[..1])), unanswered);
}

/// RFC 9110 10.1.1: who waits for 100 (Continue) and is refused need not send the body, and may.
#[test]
fn a_body_that_is_held_back_may_never_come() {
    let ask = |length: &str| {
        let head = format!("POST /x HTTP/1.1\nHost: a\n{length}\nExpect: 100-continue\n\n");
        text(Client, &head)
    };
    let refused = text(
        Server,
        "HTTP/1.1 401 No\nWWW-Authenticate: Basic\nContent-Length: 0\n\n",
    );
    let again = text(
        Client,
        "GET /y HTTP/1.1\nHost: a\nAuthorization: Basic YTpi\n\n",
    );
    let taken = text(Server, "HTTP/1.1 200 OK\nContent-Length: 0\n\n");
    let go_on = text(Server, "HTTP/1.1 100 Continue\n\n");
    for (length, body) in [
        ("Content-Length: 9", "GET / 678"),
        ("Transfer-Encoding: chunked", "3\nabc\n0\n\n"),
    ] {
        let body = (Client, body.replace('\n', "\r\n").into_bytes());
        for between in [
            vec![refused.clone()],
            vec![go_on.clone(), body.clone(), refused.clone()],
            vec![body.clone(), refused.clone()],
        ] {
            let said = [
                vec![ask(length)],
                between,
                vec![again.clone(), taken.clone()],
            ]
            .concat();
            let legs = whole(&said);
            let requests: Vec<_> = legs.iter().filter_map(|it| it.request.as_deref()).collect();
            assert_eq!(requests, ["POST /x", "GET /y"]);
            assert_eq!(legs.last().unwrap().status, Some(Status::Http(200)));
        }
    }
    // What comes all the same is no request.
    let body = (Client, b"012345678".to_vec());
    let said = [ask("Content-Length: 9"), refused, body, again];
    assert_eq!(whole(&said).len(), 3);
}

/// A Kerberos token of 48,000 bytes, and cookies.
#[test]
fn a_long_head_is_read() {
    let token = to_base64(&vec![0x60; 48_000]);
    let cookies = "c".repeat(100_000);
    let head = format!(
        "GET /x HTTP/1.1\nHost: a\nCookie: {cookies}\nAuthorization: Negotiate {token}\n\n"
    );
    let legs = whole(&[text(Client, &head), text(Server, "HTTP/1.1 200 OK\n\n")]);
    assert_eq!(tokens(&legs)[0].2.len(), 48_000);
    assert_eq!(legs.len(), 2);
}
