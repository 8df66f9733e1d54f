//! IIS: what it asks for, whom it knows, and for how long.

mod ntlm_sign_ins;

use super::{
    Act, Bench, alice, answer, authority, closed, controller, decisions, machine, mail_front_end,
    offered, sent, success, token,
};
use crate::hosts::security::{Caller, ntlm::start};
use crate::hosts::services::http_client::get;
use crate::hosts::{
    Application, ConnectionId, Context, Credential, Decision, DenialReason, Era, HowKnown,
    Identity, Iis, IisSettings, Input, LogonType, Machine, Mechanism, Package, Scheme,
    UserPassword, WebSettings,
};
use crate::wire::basic::{Basic, Charset};
use crate::wire::http::MessageLimits;
use crate::wire::netlogon::{Logon, LogonRequest};
use crate::wire::ntstatus::{STATUS_NO_LOGON_SERVERS, STATUS_WRONG_PASSWORD};
use std::time::{Duration, Instant};

fn iis(machine: Machine, change: impl FnOnce(&mut IisSettings)) -> (Iis, Bench) {
    let mut settings = IisSettings {
        web: WebSettings {
            schemes: vec![Scheme::Ntlm, Scheme::Basic],
            keep_alive: true,
            single_request: false,
            basic_logon: LogonType::Interactive,
            default_domain: String::new(),
            product: "test",
        },
        limits: MessageLimits::default(),
        anonymous: true,
        application: Application::WhoAmI,
    };
    change(&mut settings);
    let iis = Iis::new(settings, &machine);
    let mut bench = Bench::new(machine);
    let mut iis = iis;
    for id in [1, 2] {
        bench.tell(&mut iis, Input::Opened(ConnectionId(id)));
    }
    (iis, bench)
}

fn member() -> Machine {
    machine("WEB-01", Era::Today, 3)
}

fn domain() -> Machine {
    authority("WEB-01", Era::Today, 3)
}

fn mail(settings: &mut IisSettings) {
    settings.application = mail_front_end();
}

fn ask(target: &str, authorization: Option<&str>) -> Vec<u8> {
    let mut request = get(target, "web-01", "test");
    if let Some(value) = authorization {
        request.headers.push("Authorization", value);
    }
    request.encode()
}

fn basic(credential: &UserPassword) -> String {
    let basic = Basic {
        user: format!("{}\\{}", credential.domain, credential.user),
        password: credential.password.clone(),
        charset: Charset::Utf8,
    };
    basic.credentials().unwrap().to_string()
}

/// Somebody at a desk.
fn desk() -> Bench {
    Bench::new(machine("DESK-07", Era::Today, 3))
}

/// Both legs of a sign-in on a connection; what followed the AUTHENTICATE, and that message.
fn sign_in(iis: &mut Iis, bench: &mut Bench, id: u32, who: UserPassword) -> (Vec<Act>, Vec<u8>) {
    let mut desk = desk();
    let start = |context: &mut Context<'_>| {
        start(
            Caller::Credential(Credential::Password(who)),
            String::new(),
            context.machine,
        )
    };
    let (state, negotiate) = desk.with(start);
    let acts = bench.hear(
        iis,
        id,
        ask("/", Some(&Scheme::Ntlm.with_token(&negotiate))),
    );
    let question = token(&acts, id);
    let message = desk.with(|context| state.authenticate(&question, context).unwrap().message);
    let acts = bench.hear(iis, id, ask("/", Some(&Scheme::Ntlm.with_token(&message))));
    (acts, message)
}

fn refusals(acts: &[Act]) -> Vec<DenialReason> {
    let refused = |decision| match decision {
        Decision::RefusesRequest { because } => Some(because),
        _ => None,
    };
    decisions(acts).into_iter().filter_map(refused).collect()
}

#[test]
fn a_401_lists_the_schemes_in_their_order() {
    for schemes in [
        vec![Scheme::Ntlm, Scheme::Basic],
        vec![Scheme::Basic, Scheme::Ntlm],
        vec![],
    ] {
        let names: Vec<_> = schemes.iter().map(|scheme| scheme.name()).collect();
        let (mut iis, mut bench) = iis(member(), |settings| settings.web.schemes = schemes.clone());
        let response = answer(&bench.hear(&mut iis, 1, ask("/", None)), 1);
        assert_eq!(
            (response.status, offered(&response)),
            (401, names.iter().map(|n| (*n).to_owned()).collect())
        );
    }
}

#[test]
fn the_page_asks_or_the_server_does() {
    let (mut pages, mut bench) = iis(member(), mail);
    assert_eq!(
        answer(&bench.hear(&mut pages, 1, ask("/public", None)), 1).status,
        200
    );
    let acts = bench.hear(&mut pages, 1, ask("/mailbox?mailbox=alice", None));
    assert_eq!(refusals(&acts), [DenialReason::PageAsks]);
    assert_eq!(
        answer(&bench.hear(&mut pages, 1, ask("/nothing", None)), 1).status,
        404
    );

    let (mut closed, mut bench) = iis(member(), |settings| {
        mail(settings);
        settings.anonymous = false;
    });
    for page in ["/public", "/mailbox"] {
        let acts = bench.hear(&mut closed, 1, ask(page, None));
        assert_eq!(refusals(&acts), [DenialReason::AnonymousOff]);
    }
}

#[test]
fn what_is_no_sign_in_is_refused_and_harms_nobody() {
    let (mut iis, mut bench) = iis(domain(), |settings| {
        settings.web.schemes = vec![Scheme::Ntlm]
    });
    assert_eq!(
        refusals(&bench.hear(&mut iis, 1, ask("/", Some(&basic(&alice()))))),
        [DenialReason::SchemeNotOffered]
    );
    for value in [
        "NTLM",
        "NTLM %",
        "NTLM AAAA",
        "NTLM TlRMTVNTUAACAAAA",
        "",
        "NTLM TlRMTVNTUAADAAAA",
    ] {
        let acts = bench.hear(&mut iis, 1, ask("/", Some(value)));
        assert!(
            matches!(refusals(&acts)[..], [DenialReason::Malformed(_)]),
            "{value}"
        );
        assert_eq!(answer(&acts, 1).status, 401);
    }
    let acts = bench.hear(&mut iis, 1, "no request at all\r\n\r\n");
    assert_eq!(answer(&acts, 1).status, 400);
    assert!(closed(&acts));
    let (acts, _) = sign_in(&mut iis, &mut bench, 2, alice());
    assert_eq!(answer(&acts, 2).status, 200);
}

#[test]
fn a_request_names_its_host_exactly_once() {
    for (request, status) in [
        ("GET / HTTP/1.1\r\n\r\n", 400),
        (
            "GET / HTTP/1.1\r\nHost: web-01\r\nHost: web-01\r\n\r\n",
            400,
        ),
        ("GET / HTTP/1.1\r\nHost: web-01\r\n\r\n", 401),
        ("GET / HTTP/1.0\r\n\r\n", 401),
    ] {
        let (mut iis, mut bench) = iis(domain(), |_| {});
        let acts = bench.hear(&mut iis, 1, request);
        assert_eq!(answer(&acts, 1).status, status, "{request:?}");
        assert_eq!(closed(&acts), status == 400 || request.contains("1.0"));
    }
}

#[test]
fn basic_is_asked_for_by_its_logon_method_and_domain() {
    for logon in LogonType::METHODS {
        let (mut iis, mut bench) = iis(member(), |settings| {
            settings.web.basic_logon = logon;
            settings.web.default_domain = "FABRIKAM".to_owned();
        });
        let acts = bench.hear(&mut iis, 1, ask("/", Some(&basic(&alice()))));
        let question = LogonRequest::decode(&sent(&acts, 100)[0]).value.unwrap();
        assert_eq!(
            (question.domain.as_str(), question.user.as_str()),
            ("CONTOSO", "alice")
        );
        let network = matches!(question.logon, Logon::Network(_));
        assert_eq!(network, logon == LogonType::Network);
        let acts = bench.hear(&mut iis, 100, success());
        assert_eq!(answer(&acts, 1).body, b"CONTOSO\\Alice\n");
        let kept = decisions(&acts).iter().any(|decision| {
            matches!(
                decision,
                Decision::MakesToken {
                    credential: true,
                    ..
                }
            )
        });
        assert_eq!(kept, logon.keeps_credential());
        // Basic holds for the request, not the connection.
        assert_eq!(
            answer(&bench.hear(&mut iis, 1, ask("/", None)), 1).status,
            401
        );
        // Without a domain of its own the name gets the default one.
        let acts = bench.hear(&mut iis, 1, ask("/", Some("Basic YWxpY2U6eA==")));
        assert_eq!(
            LogonRequest::decode(&sent(&acts, 100)[0])
                .value
                .unwrap()
                .domain,
            "FABRIKAM"
        );
    }
}

/// A logon of that account, which proves nothing.
fn logon(domain: &str, user: &str) -> LogonRequest {
    LogonRequest {
        domain: domain.to_owned(),
        parameter_control: 0,
        user: user.to_owned(),
        workstation: String::new(),
        logon: Logon::Interactive {
            lm_owf: [0; 16],
            nt_owf: [0; 16],
        },
    }
}

#[test]
fn domain_forms_and_who_answers_for_them() {
    for (domain, user, local) in [
        ("", "alice", true),
        (".", "alice", true),
        ("web-01", "alice", true),
        ("contoso", "alice", false),
        ("contoso.example", "alice", false),
        ("", "alice@contoso.example", false),
    ] {
        let asked = logon(domain, user);
        assert_eq!(member().is_authority_for(&asked), local, "{domain} {user}");
    }
    assert!(domain().is_authority_for(&logon("contoso", "alice")));
}

#[test]
fn requests_come_one_after_the_other() {
    let (mut iis, mut bench) = iis(domain(), |_| {});
    let both = [ask("/", Some(&basic(&alice()))), ask("/", None)].concat();
    let mut acts = Vec::new();
    for byte in both {
        acts.extend(bench.hear(&mut iis, 1, [byte]));
    }
    let statuses: Vec<_> = sent(&acts, 1).iter().map(|bytes| bytes[9]).collect();
    assert_eq!(statuses, [b'2', b'4']);
    // An old client is told that the connection stays.
    let old = "GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n";
    let response = answer(&bench.hear(&mut iis, 2, old), 2);
    assert_eq!(response.headers.get("Connection"), Some("keep-alive"));
    // A HEAD is answered without a body.
    let acts = bench.hear(&mut iis, 2, "HEAD / HTTP/1.1\r\nHost: x\r\n\r\n");
    assert!(sent(&acts, 2)[0].ends_with(b"\r\n\r\n"));
}

#[test]
fn a_crowd_of_slow_clients_costs_no_more_than_each_of_them() {
    const CLIENTS: u32 = 20_000;
    let (mut iis, mut bench) = iis(member(), |_| {});
    let clients = 1000..1000 + CLIENTS;
    for id in clients.clone().map(ConnectionId) {
        bench.tell(&mut iis, Input::Opened(id));
    }
    // Asking each of them whether it is ready, whenever anybody said something, took minutes.
    let start = Instant::now();
    for piece in [
        &b"GET /public HTTP/1.1\r\n"[..],
        b"Host: a\r\n",
        b"User-Agent: slow\r\n",
    ] {
        for id in clients.clone().map(ConnectionId) {
            let acts = bench.tell(&mut iis, Input::Received(id, piece.to_vec()));
            assert!(acts.is_empty(), "{acts:?}");
        }
    }
    assert!(start.elapsed() < Duration::from_secs(20));
    // Two requests at once are answered one after the other.
    let rest = b"\r\nGET /public HTTP/1.1\r\nHost: a\r\n\r\n".to_vec();
    let acts = bench.tell(&mut iis, Input::Received(ConnectionId(1007), rest));
    assert_eq!(sent(&acts, 1007).len(), 2);
}
