//! The browser: which scheme it takes, when it asks, and when it gives up.

use super::{Act, Bench, alice, closed, decisions, machine, sent, token};
use crate::hosts::{
    Browser, ConnectionId, Context, Decision, Endpoint, Era, Input, PageLoad, Scheme, SendError,
    UserPassword, security::ntlm,
};
use crate::wire::http::{Request, Response};

fn server() -> Endpoint {
    Endpoint::new("web-01", Endpoint::HTTP)
}

fn browser(typed: UserPassword, pages: &[(&str, bool)]) -> (Browser, Bench) {
    let load = |&(target, new_connection): &(&str, bool)| PageLoad {
        target: target.to_owned(),
        new_connection,
    };
    let browser = Browser::new(server(), typed, pages.iter().map(load).collect());
    (browser, Bench::new(machine("DESK-07", Era::Today, 3)))
}

fn refusal(offers: &[&str]) -> Vec<u8> {
    let mut response = Response::new(401, "Unauthorized");
    response.headers.push("Content-Length", "0");
    for offer in offers {
        response.headers.push("WWW-Authenticate", offer);
    }
    response.encode()
}

fn page() -> Vec<u8> {
    b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".to_vec()
}

fn challenge(act: impl FnOnce(&mut Context<'_>) -> Vec<u8>) -> Vec<u8> {
    let mut server = Bench::new(machine("WEB-01", Era::Today, 3));
    let challenge = server.with(act);
    refusal(&[&Scheme::Ntlm.with_token(&challenge)])
}

fn authorization(acts: &[Act], id: u32) -> Option<String> {
    let request = Request::decode(&sent(acts, id)[0]).value.unwrap();
    request.headers.get("Authorization").map(str::to_owned)
}

fn gave_up(acts: &[Act]) -> bool {
    matches!(decisions(acts).last(), Some(Decision::GivesUp { .. }))
}

/// Answers a NEGOTIATE and refuses the AUTHENTICATE.
fn refuse_once(
    browser: &mut Browser,
    bench: &mut Bench,
    acts: &[Act],
    offers: &[&str],
) -> Vec<Act> {
    let negotiate = token(acts, 100);
    assert_eq!(negotiate[8], 1);
    let question = challenge(|context| ntlm::accept(&negotiate, context).unwrap().1);
    let acts = bench.hear(browser, 100, question);
    assert_eq!(token(&acts, 100)[8], 3);
    bench.hear(browser, 100, refusal(offers))
}

#[test]
fn it_takes_the_first_scheme_it_can_and_never_falls_back() {
    let offers = ["Bearer", "NTLM", "Basic realm=\"x\""];
    let (mut browser, mut bench) = browser(alice(), &[("/", false)]);
    let acts = bench.tell(&mut browser, Input::Start);
    assert_eq!(authorization(&acts, 100), None);
    let mut acts = bench.hear(&mut browser, 100, refusal(&offers));
    for prompt in 1..=3 {
        let signs_in = Decision::SignsIn {
            scheme: Scheme::Ntlm,
            offered: ["Bearer", "NTLM", "Basic"].map(str::to_owned).into(),
            prompt: Some(prompt),
        };
        assert_eq!(decisions(&acts).last(), Some(&signs_in));
        acts = refuse_once(&mut browser, &mut bench, &acts, &offers);
    }
    assert_eq!(decisions(&acts), [Decision::GivesUp { prompts: 3 }]);
    assert!(sent(&acts, 100).is_empty());
    assert_eq!(browser.page().unwrap().status, 401);
}

#[test]
fn without_a_scheme_it_can_it_asks_nobody() {
    let (mut browser, mut bench) = browser(alice(), &[("/", false)]);
    bench.tell(&mut browser, Input::Start);
    let acts = bench.hear(&mut browser, 100, refusal(&["Bearer"]));
    let offered = vec!["Bearer".to_owned()];
    assert_eq!(decisions(&acts), [Decision::CannotSignIn { offered }]);
}

#[test]
fn basic_goes_with_every_request_and_one_prompt() {
    let (mut browser, mut bench) = browser(alice(), &[("/a", false), ("/b", false), ("/c", true)]);
    bench.tell(&mut browser, Input::Start);
    let acts = bench.hear(&mut browser, 100, refusal(&["Basic realm=\"x\""]));
    let first = authorization(&acts, 100);
    assert!(first.as_ref().unwrap().starts_with("Basic "));
    let acts = bench.hear(&mut browser, 100, page());
    assert_eq!(authorization(&acts, 100), first);
    let acts = bench.hear(&mut browser, 100, page());
    assert_eq!(authorization(&acts, 101), first);
    assert_eq!(decisions(&acts), []);
}

#[test]
fn a_new_connection_to_a_known_server_begins_with_negotiate() {
    let (mut browser, mut bench) = browser(alice(), &[("/a", false), ("/b", false), ("/c", true)]);
    bench.tell(&mut browser, Input::Start);
    let acts = bench.hear(&mut browser, 100, refusal(&["NTLM"]));
    let negotiate = token(&acts, 100);
    let question = challenge(|context| ntlm::accept(&negotiate, context).unwrap().1);
    bench.hear(&mut browser, 100, question);
    // The connection is signed in: nothing more is sent on it.
    let acts = bench.hear(&mut browser, 100, page());
    assert_eq!(authorization(&acts, 100), None);
    let acts = bench.hear(&mut browser, 100, page());
    assert!(matches!(&acts[1], Act::Opened(to, ConnectionId(101)) if *to == server()));
    assert_eq!(token(&acts, 101)[8], 1);
    assert_eq!(decisions(&acts), [], "no prompt");
}

#[test]
fn a_challenge_that_makes_no_sense_is_not_answered() {
    let broken_info = {
        let mut challenge = crate::wire::ntlm::Challenge::default();
        challenge.flags |= crate::wire::ntlm::NegotiateFlags::TARGET_INFO;
        challenge.target_info = Some(vec![2, 0, 200, 0, 1]);
        Scheme::Ntlm.with_token(&challenge.encode())
    };
    for offer in [
        "NTLM %%%",
        "NTLM AAAA",
        "NTLM TlRMTVNTUAACAAAA",
        &broken_info,
    ] {
        let (mut browser, mut bench) = browser(alice(), &[("/", false)]);
        bench.tell(&mut browser, Input::Start);
        bench.hear(&mut browser, 100, refusal(&["NTLM"]));
        let acts = bench.hear(&mut browser, 100, refusal(&[offer]));
        if offer.contains('%') {
            // Not even a challenge: the credentials were refused.
            assert!(matches!(
                decisions(&acts)[0],
                Decision::SignsIn {
                    prompt: Some(2),
                    ..
                } | Decision::CannotSignIn { .. }
            ));
            continue;
        }
        assert!(
            matches!(decisions(&acts)[0], Decision::PeerMisbehaved { .. }),
            "{offer}"
        );
        assert!(gave_up(&acts) && sent(&acts, 100).is_empty(), "{offer}");
    }
}

#[test]
fn what_cannot_be_written_down_is_said_and_not_sent() {
    let mut long = alice();
    long.user = "x".repeat(40_000);
    let (mut browser_, mut bench) = browser(long, &[("/", false)]);
    bench.tell(&mut browser_, Input::Start);
    let acts = bench.hear(&mut browser_, 100, refusal(&["NTLM"]));
    let negotiate = token(&acts, 100);
    let question = challenge(|context| ntlm::accept(&negotiate, context).unwrap().1);
    let acts = bench.hear(&mut browser_, 100, question);
    assert!(
        matches!(&decisions(&acts)[0], Decision::CannotSend { error: SendError::NtlmField(field) } if field.contains("UserName"))
    );
    assert!(gave_up(&acts));

    let mut colon = alice();
    colon.user = "a:b".to_owned();
    let (mut browser_, mut bench) = browser(colon, &[("/", false)]);
    bench.tell(&mut browser_, Input::Start);
    let acts = bench.hear(&mut browser_, 100, refusal(&["Basic"]));
    assert!(matches!(decisions(&acts)[1], Decision::CannotSend { .. }));
    assert!(gave_up(&acts));
}

#[test]
fn answers_are_told_apart_from_noise() {
    // An interim response is not the answer.
    let (mut browser_, mut bench) = browser(alice(), &[("/a", false), ("/b", false)]);
    bench.tell(&mut browser_, Input::Start);
    let acts = bench.hear(&mut browser_, 100, "HTTP/1.1 100 Continue\r\n\r\n");
    assert!(acts.is_empty());
    // More than was asked for: the connection is not used again.
    let acts = bench.hear(&mut browser_, 100, [page(), b"HTTP/1.1".to_vec()].concat());
    assert_eq!(sent(&acts, 101).len(), 1);
    bench.hear(&mut browser_, 101, page());
    // An answer nobody asked for.
    assert!(closed(&bench.hear(&mut browser_, 101, page())));
    // A stranger's connection.
    assert!(bench.hear(&mut browser_, 7, page()).is_empty());
}

#[test]
fn a_connection_that_ends_too_early_is_an_end_and_not_a_hang() {
    for start in [
        "",
        "HTTP/1.1 401 Unauth",
        "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab",
    ] {
        let (mut browser, mut bench) = browser(alice(), &[("/a", false)]);
        bench.tell(&mut browser, Input::Start);
        bench.hear(&mut browser, 100, start);
        let acts = bench.tell(&mut browser, Input::Closed(ConnectionId(100)));
        assert!(gave_up(&acts), "{start}");
    }
    // A body that ends with the connection is whole, and the connection is gone.
    let (mut browser, mut bench) = browser(alice(), &[("/a", false), ("/b", false)]);
    bench.tell(&mut browser, Input::Start);
    bench.hear(&mut browser, 100, "HTTP/1.1 200 OK\r\n\r\nall of it");
    let acts = bench.tell(&mut browser, Input::Closed(ConnectionId(100)));
    assert_eq!(sent(&acts, 101).len(), 1);
}

#[test]
fn a_domain_may_be_typed_in_the_field_for_the_user() {
    let mut typed = alice();
    typed.domain.clear();
    typed.user = "CONTOSO\\alice".to_owned();
    let (mut browser, mut bench) = browser(typed, &[("/", false)]);
    bench.tell(&mut browser, Input::Start);
    let acts = bench.hear(&mut browser, 100, refusal(&["NTLM"]));
    let negotiate = token(&acts, 100);
    let question = challenge(|context| ntlm::accept(&negotiate, context).unwrap().1);
    let acts = bench.hear(&mut browser, 100, question);
    let message = crate::wire::ntlm::Authenticate::decode(&token(&acts, 100))
        .value
        .unwrap();
    assert_eq!(
        (message.domain_text().as_str(), message.user_text().as_str()),
        ("CONTOSO", "alice")
    );
}
