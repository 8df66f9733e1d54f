//! Negotiate between a browser's computer and IIS.

use super::*;
use crate::hosts::security::kerberos::tests::Net;
use crate::hosts::security::{Acceptance, SecurityPackage};
use crate::hosts::services::http_client::get;
use crate::hosts::tests::{Bench, alice, answer, authority, decisions, mail_front_end};
use crate::hosts::{Credential, Host, Iis, IisSettings, Input, LogonType, Scheme, WebSettings};
use crate::wire::http::{MessageLimits, Response};
use crate::wire::ntlm::Negotiate;

fn target(service: &str) -> Target {
    let (_, host) = service.split_once('/').unwrap();
    Target::http(host, "GET", "/")
}

fn password() -> Caller {
    Caller::Credential(Credential::Password(alice()))
}

/// What the client says first to that service, and what awaits the answer.
fn first(net: &mut Net, service: &str) -> (Vec<u8>, Box<dyn Initiator>) {
    let target = target(service);
    let mut next = net
        .desk
        .with(|context| Spnego.initiate(password(), &target, context));
    loop {
        match next.unwrap() {
            Initiated::Speaks { token, state, .. } => return (token, state),
            Initiated::Listens(_) => panic!("the client speaks first"),
            Initiated::Asks(inquiry) => {
                let answer = net.kdc.answer(&inquiry.request);
                let asker = inquiry.asker;
                next = net
                    .desk
                    .with(|context| asker.answered(Some(&answer), context));
            }
        }
    }
}

/// An IIS that takes Negotiate and knows the accounts, with an open connection.
fn iis(net: &Net) -> (Iis, Bench) {
    let mut machine = authority("WEB-01", Era::Today, 3);
    machine.kerberos.accepts_as = vec![net.service("WEB-01$")];
    let settings = IisSettings {
        web: WebSettings {
            schemes: vec![Scheme::Negotiate],
            keep_alive: true,
            single_request: false,
            basic_logon: LogonType::Interactive,
            default_domain: String::new(),
            product: "test",
        },
        limits: MessageLimits::default(),
        anonymous: false,
        application: mail_front_end(),
    };
    let mut iis = Iis::new(settings, &machine);
    let mut bench = Bench::new(machine);
    bench.tell(&mut iis, Input::Opened(ConnectionId(1)));
    (iis, bench)
}

fn ask(page: &str, token: Option<&[u8]>) -> Vec<u8> {
    let mut request = get(page, "web-01", "test");
    if let Some(token) = token {
        let value = Scheme::Negotiate.with_token(token);
        request.headers.push("Authorization", value);
    }
    request.encode()
}

/// The token that a response brings along.
fn carried(response: &Response) -> Option<Vec<u8>> {
    let value = response.headers.get("WWW-Authenticate")?;
    crate::wire::from_base64(value.strip_prefix("Negotiate ")?).ok()
}

fn proven(net: &mut Net, state: Box<dyn Initiator>, token: &[u8]) -> bool {
    struct Idle;
    impl Host for Idle {
        fn handle(&mut self, _: Input, _: &mut Context<'_>) {}
    }
    net.desk.tell(&mut Idle, Input::Start);
    net.desk
        .with(|context| state.admitted(Some(token), context));
    let decided = decisions(&net.desk.tell(&mut Idle, Input::Start));
    matches!(
        decided.as_slice(),
        [Decision::ServerProves { proven: true, .. }]
    )
}

#[test]
fn a_ticket_goes_in_spnego_as_windows_writes_it() {
    let mut net = Net::new();
    let (token, _) = first(&mut net, "HTTP/web-01");
    let NegToken::Init(init) = NegToken::decode(&token).value.unwrap() else {
        panic!("no NegTokenInit");
    };
    let offered: Vec<_> = init.mech_types.iter().map(|oid| oid.0.as_slice()).collect();
    assert_eq!(offered, [MS_KERBEROS, KERBEROS, NEGOEX, NTLMSSP]);
    let inner = init.mech_token.unwrap();
    let (id, _) = crate::wire::kerberos::unwrap(&inner).unwrap();
    assert_eq!((id, init.mech_list_mic), ([1, 0], None));
}

/// Whatever page it is that comes back, the proof comes with it, once.
#[test]
fn the_server_proves_itself_on_the_page_whatever_its_status() {
    for (page, status) in [("/public", 200), ("/nowhere", 404)] {
        let mut net = Net::new();
        let (token, state) = first(&mut net, "HTTP/web-01");
        let (mut iis, mut bench) = iis(&net);
        let response = answer(&bench.hear(&mut iis, 1, ask(page, Some(&token))), 1);
        assert_eq!(response.status, status);
        assert_eq!(response.headers.get("Persistent-Auth"), Some("true"));
        let reply = carried(&response).unwrap();
        let NegToken::Resp(resp) = NegToken::decode(&reply).value.unwrap() else {
            panic!("no NegTokenResp");
        };
        // Done, by the mechanism that was named first, without a MIC.
        assert_eq!(resp.neg_state, Some(0));
        assert_eq!(resp.supported_mech, Some(Oid(MS_KERBEROS.to_vec())));
        assert_eq!(resp.mech_list_mic, None);
        assert!(proven(&mut net, state, &reply));
        // The connection is signed in: nothing more is sent with what follows.
        let response = answer(&bench.hear(&mut iis, 1, ask(page, None)), 1);
        assert_eq!((response.status, carried(&response)), (status, None));
    }
}

#[test]
fn a_proof_of_somebody_else_is_none() {
    let mut net = Net::new();
    let (token, _) = first(&mut net, "HTTP/web-01");
    let (mut iis, mut bench) = iis(&net);
    let response = answer(&bench.hear(&mut iis, 1, ask("/public", Some(&token))), 1);
    net.desk.later(std::time::Duration::from_secs(1));
    let (_, state) = first(&mut net, "HTTP/web-01");
    assert!(!proven(&mut net, state, &carried(&response).unwrap()));
    let (_, state) = first(&mut net, "HTTP/web-01");
    assert!(!proven(&mut net, state, b"\xa1\x03\x30\x01\x00"));
}

#[test]
fn a_ticket_without_spnego_is_taken_and_answered_without_it() {
    let mut net = Net::new();
    let (token, state) = first(&mut net, "HTTP/web-01");
    let inner = NegToken::lenient(&token).token().unwrap().to_vec();
    let (mut iis, mut bench) = iis(&net);
    let response = answer(&bench.hear(&mut iis, 1, ask("/public", Some(&inner))), 1);
    let reply = carried(&response).unwrap();
    assert_eq!((response.status, reply.first()), (200, Some(&0x60)));
    assert!(proven(&mut net, state, &reply));
}

#[test]
fn ntlm_goes_as_it_is_where_there_is_no_ticket() {
    let mut net = Net::new();
    let (token, _) = first(&mut net, "HTTP/nowhere");
    assert!(Negotiate::decode(&token).value.is_ok());
    let (token, state) = first(&mut net, "HTTP/unknown-too");
    let (mut iis, mut bench) = iis(&net);
    let response = answer(&bench.hear(&mut iis, 1, ask("/public", Some(&token))), 1);
    let question = carried(&response).unwrap();
    assert_eq!((response.status, is_ntlmssp(&question)), (401, true));
    let proof = net
        .desk
        .with(|context| state.step(&question, context).unwrap().message);
    let response = answer(&bench.hear(&mut iis, 1, ask("/public", Some(&proof))), 1);
    assert_eq!((response.status, carried(&response)), (200, None));
}

#[test]
fn ntlm_in_spnego_is_answered_in_spnego() {
    let mut net = Net::new();
    let (token, state) = first(&mut net, "HTTP/nowhere");
    let wrapped = NegToken::Init(NegTokenInit {
        mech_types: vec![Oid(NTLMSSP.to_vec())],
        mech_token: Some(token),
        ..NegTokenInit::default()
    });
    let (mut iis, mut bench) = iis(&net);
    let request = ask("/public", Some(&wrapped.encode()));
    let response = answer(&bench.hear(&mut iis, 1, request), 1);
    let NegToken::Resp(resp) = NegToken::decode(&carried(&response).unwrap())
        .value
        .unwrap()
    else {
        panic!("no NegTokenResp");
    };
    assert_eq!((response.status, resp.neg_state), (401, Some(1)));
    assert_eq!(resp.supported_mech, Some(Oid(NTLMSSP.to_vec())));
    let question = resp.response_token.unwrap();
    let proof = net
        .desk
        .with(|context| state.step(&question, context).unwrap().message);
    let wrapped = NegToken::Resp(crate::wire::spnego::NegTokenResp {
        response_token: Some(proof),
        ..crate::wire::spnego::NegTokenResp::default()
    });
    let request = ask("/public", Some(&wrapped.encode()));
    let response = answer(&bench.hear(&mut iis, 1, request), 1);
    let end = NegToken::decode(&carried(&response).unwrap()).value;
    let completed = NegToken::Resp(crate::wire::spnego::NegTokenResp {
        neg_state: Some(0),
        ..crate::wire::spnego::NegTokenResp::default()
    });
    assert_eq!((response.status, end), (200, Ok(completed)));
}

#[test]
fn on_its_own_computer_no_ticket_is_asked_for() {
    let mut net = Net::new();
    net.desk.machine.name = "WEB-01".to_owned();
    for host in [
        "web-01",
        "WEB-01.contoso.example",
        "localhost",
        "web-01:8080",
    ] {
        let (token, _) = first(&mut net, &format!("HTTP/{host}"));
        assert!(is_ntlmssp(&token), "{host}");
    }
}

/// What no mechanism knows is refused, and a ticket says for whom it is.
#[test]
fn other_tokens_are_refused() {
    let mut net = Net::new();
    let (token, _) = first(&mut net, "HTTP/mail-01");
    let (_, mut bench) = iis(&net);
    let mut refuses = |token: &[u8]| {
        bench.with(|context| {
            let state = Spnego.accept(ConnectionId(1), None);
            match state.step(token, context) {
                Ok(Acceptance::Known(known)) => panic!("{:?}", known.token.identity),
                Ok(_) => None,
                Err(denied) => Some(denied.because),
            }
        })
    };
    use crate::hosts::DenialReason;
    assert_eq!(refuses(&token), Some(DenialReason::Kerberos(41)));
    let none = NegToken::Init(NegTokenInit {
        mech_types: vec![Oid(KERBEROS.to_vec())],
        ..NegTokenInit::default()
    });
    assert_eq!(refuses(&none.encode()), Some(DenialReason::Kerberos(40)));
    let answer = NegToken::Resp(crate::wire::spnego::NegTokenResp {
        neg_state: Some(1),
        ..crate::wire::spnego::NegTokenResp::default()
    });
    assert_eq!(refuses(&answer.encode()), Some(DenialReason::NoContext));
    for garbage in [&b""[..], b"\x60", &[0x60; 70_000], &[0x30; 70_000]] {
        assert!(refuses(garbage).is_some());
    }
}

#[test]
fn for_an_address_no_ticket_is_asked() {
    let mut net = Net::new();
    for host in ["192.0.2.10", "192.0.2.10:8080", "[2001:db8::1]"] {
        let target = Target::http(host, "GET", "/");
        let initiated = net
            .desk
            .with(|context| Spnego.initiate(password(), &target, context));
        let Ok(Initiated::Speaks { token, .. }) = initiated else {
            panic!("{host}: a KDC is asked");
        };
        assert!(is_ntlmssp(&token), "{host}");
    }
}
