//! The mailbox host, by both its doors, and the call to it.

use super::{
    Act, Bench, alice, answer, authority, closed, decisions, machine, nobody, sent, success,
};
use crate::hosts::security::{Caller, ntlm};
use crate::hosts::services::back_end_call::{BackEndCall, Call, CallProgress};
use crate::hosts::services::http_client::get;
use crate::hosts::{
    AccessToken, BackEndAnswer, BackEndProtocol, ConnectionId, Credential, Decision, DenialReason,
    Endpoint, Era, Identity, Input, LogonType, Machine, Mailbox, MailboxSettings, Scheme,
    UserPassword, WebSettings,
};
use crate::wire::ntstatus::STATUS_NO_LOGON_SERVERS;
use crate::wire::rpc::{AuthVerifier, Body, Pdu, emsmdb, pfc, status};

fn mailbox(protocol: BackEndProtocol, admits: &str, machine: Machine) -> (Mailbox, Bench) {
    let mut mailbox = Mailbox::new(MailboxSettings {
        protocol,
        admits: vec![admits.to_owned()],
        web: WebSettings {
            schemes: vec![Scheme::Ntlm],
            keep_alive: true,
            single_request: false,
            basic_logon: LogonType::Network,
            default_domain: String::new(),
            product: "test",
        },
    });
    let mut bench = Bench::new(machine);
    bench.tell(&mut mailbox, Input::Opened(ConnectionId(1)));
    (mailbox, bench)
}

fn domain() -> Machine {
    authority("MBX-02", Era::Y1998, 0)
}

fn member() -> Machine {
    machine("MBX-02", Era::Y1998, 0)
}

fn pdu(body: Body, token: Option<Vec<u8>>) -> Vec<u8> {
    Pdu::new(1, body, token.map(AuthVerifier::ntlm))
        .encode()
        .unwrap()
}

fn connect(opnum: u16) -> Vec<u8> {
    let user_dn = emsmdb::user_dn("alice");
    pdu(
        Body::request(opnum, emsmdb::ConnectRequest { user_dn }.encode()),
        None,
    )
}

fn answers(acts: &[Act]) -> Vec<Body> {
    let sent = sent(acts, 1);
    let bodies = sent
        .iter()
        .map(|bytes| Pdu::decode(bytes).value.unwrap().body);
    bodies.collect()
}

fn fault(status: u32) -> Body {
    Body::fault(status)
}

/// Bind and rpc_auth_3; what followed the latter.
fn bind(mailbox: &mut Mailbox, bench: &mut Bench, who: UserPassword) -> Vec<Act> {
    let mut web = Bench::new(machine("WEB-01", Era::Y1998, 0));
    let caller = Caller::Credential(Credential::Password(who));
    let (state, negotiate) =
        web.with(|context| ntlm::start(caller, String::new(), context.machine));
    let acts = bench.hear(
        mailbox,
        1,
        pdu(Body::bind(emsmdb::INTERFACE), Some(negotiate)),
    );
    let question = super::token(&acts, 1);
    let message = web.with(|context| state.authenticate(&question, context).unwrap().message);
    bench.hear(mailbox, 1, pdu(Body::Auth3 { pad: [0; 4] }, Some(message)))
}

#[test]
fn who_may_may_and_the_list_decides() {
    let wrong = UserPassword {
        password: "x".to_owned(),
        ..alice()
    };
    let anonymous = "NT AUTHORITY\\ANONYMOUS LOGON";
    let open = emsmdb::ConnectResponse::Open {
        display_name: "alice".to_owned(),
    };
    let denied = emsmdb::ConnectResponse::Refused {
        return_value: emsmdb::EC_ACCESS_DENIED,
    };
    for (who, admits, expected) in [
        (alice(), "contoso\\ALICE", Body::response(open.encode())),
        (alice(), "CONTOSO\\bob", Body::response(denied.encode())),
        (nobody(), "CONTOSO\\alice", Body::response(denied.encode())),
        (nobody(), anonymous, Body::response(open.encode())),
        (wrong, anonymous, fault(status::ACCESS_DENIED)),
    ] {
        let (mut mailbox, mut bench) = mailbox(BackEndProtocol::Mapi, admits, domain());
        bind(&mut mailbox, &mut bench, who);
        let acts = bench.hear(&mut mailbox, 1, connect(0));
        assert_eq!(answers(&acts), [expected], "{admits}");
    }
}

#[test]
fn nothing_is_done_for_a_caller_who_has_not_authenticated() {
    let (mut mailbox_, mut bench) = mailbox(BackEndProtocol::Mapi, "CONTOSO\\Alice", domain());
    // Before the bind; after a bind without security; in mid-handshake.
    assert_eq!(
        answers(&bench.hear(&mut mailbox_, 1, connect(0))),
        [fault(status::ACCESS_DENIED)]
    );
    let acts = bench.hear(&mut mailbox_, 1, pdu(Body::bind(emsmdb::INTERFACE), None));
    assert!(matches!(answers(&acts)[..], [Body::BindAck { .. }]));
    let because = DenialReason::NoCredentials;
    assert_eq!(
        decisions(&acts),
        [Decision::AuthenticationFails { because }]
    );
    assert_eq!(
        answers(&bench.hear(&mut mailbox_, 1, connect(0))),
        [fault(status::ACCESS_DENIED)]
    );

    let (mut mailbox_, mut bench) = mailbox(BackEndProtocol::Mapi, "CONTOSO\\Alice", domain());
    let negotiate = ntlm::start(
        Caller::Credential(Credential::Password(alice())),
        String::new(),
        &member(),
    )
    .1;
    bench.hear(
        &mut mailbox_,
        1,
        pdu(Body::bind(emsmdb::INTERFACE), Some(negotiate)),
    );
    assert_eq!(
        answers(&bench.hear(&mut mailbox_, 1, connect(0))),
        [fault(status::ACCESS_DENIED)]
    );

    // Another interface: nobody is asked who they are.
    let (mut mailbox_, mut bench) = mailbox(BackEndProtocol::Mapi, "CONTOSO\\Alice", domain());
    let mut other = emsmdb::INTERFACE;
    other.uuid.0[0] ^= 1;
    let acts = bench.hear(&mut mailbox_, 1, pdu(Body::bind(other), Some(vec![1; 9])));
    assert!(matches!(acts.last(), Some(Act::Closed)));

    // A token that is no NEGOTIATE.
    let (mut mailbox_, mut bench) = mailbox(BackEndProtocol::Mapi, "CONTOSO\\Alice", domain());
    let acts = bench.hear(
        &mut mailbox_,
        1,
        pdu(Body::bind(emsmdb::INTERFACE), Some(vec![1; 9])),
    );
    assert_eq!(answers(&acts), [fault(status::SEC_PKG_ERROR)]);
}

#[test]
fn a_pdu_out_of_place_ends_the_connection() {
    let auth3 = || pdu(Body::Auth3 { pad: [0; 4] }, Some(vec![1; 9]));
    let mut fragment = Pdu::decode(&connect(0)).value.unwrap();
    fragment.flags = pfc::FIRST_FRAG;
    let again = pdu(Body::bind(emsmdb::INTERFACE), Some(vec![1; 9]));
    for bytes in [
        auth3(),
        again,
        pdu(fault(5), None),
        fragment.encode().unwrap(),
        vec![0; 16],
    ] {
        let (mut mailbox, mut bench) = mailbox(BackEndProtocol::Mapi, "CONTOSO\\Alice", domain());
        bind(&mut mailbox, &mut bench, alice());
        let acts = bench.hear(&mut mailbox, 1, bytes);
        assert!(matches!(
            decisions(&acts)[..],
            [Decision::PeerMisbehaved { .. }]
        ));
        assert!(closed(&acts));
        assert!(bench.hear(&mut mailbox, 1, connect(0)).is_empty());
    }
}

#[test]
fn calls_that_make_no_sense_are_faults() {
    let (mut mailbox, mut bench) = mailbox(BackEndProtocol::Mapi, "CONTOSO\\Alice", domain());
    bind(&mut mailbox, &mut bench, alice());
    assert_eq!(
        answers(&bench.hear(&mut mailbox, 1, connect(1))),
        [fault(status::OP_RNG_ERROR)]
    );
    let stub = pdu(Body::request(0, vec![255; 6]), None);
    assert_eq!(
        answers(&bench.hear(&mut mailbox, 1, stub)),
        [fault(status::BAD_STUB_DATA)]
    );
}

#[test]
fn requests_wait_for_the_authority_and_all_are_served() {
    let (mut mailbox_, mut bench) = mailbox(BackEndProtocol::Mapi, "CONTOSO\\Alice", member());
    bind(&mut mailbox_, &mut bench, alice());
    // Two at once, cut in the middle.
    let two = [connect(0), connect(10)].concat();
    let (head, tail) = two.split_at(two.len() / 2 + 3);
    assert!(bench.hear(&mut mailbox_, 1, head).is_empty());
    assert!(bench.hear(&mut mailbox_, 1, tail).is_empty());
    assert_eq!(answers(&bench.hear(&mut mailbox_, 100, success())).len(), 2);

    let (mut mailbox_, mut bench) = mailbox(BackEndProtocol::Mapi, "CONTOSO\\Alice", member());
    bind(&mut mailbox_, &mut bench, alice());
    bench.hear(&mut mailbox_, 1, connect(0));
    let acts = bench.tell(&mut mailbox_, Input::Closed(ConnectionId(100)));
    let because = DenialReason::LogonFailed(STATUS_NO_LOGON_SERVERS);
    assert_eq!(
        decisions(&acts),
        [Decision::AuthenticationFails { because }]
    );
    assert_eq!(answers(&acts), [fault(status::ACCESS_DENIED)]);
}

#[test]
fn a_stale_judgement_changes_nothing() {
    let (mut mailbox, mut bench) = mailbox(BackEndProtocol::Mapi, "CONTOSO\\Alice", member());
    bind(&mut mailbox, &mut bench, alice());
    bench.tell(&mut mailbox, Input::Closed(ConnectionId(1)));
    bench.tell(&mut mailbox, Input::Opened(ConnectionId(1)));
    assert!(bench.hear(&mut mailbox, 100, success()).is_empty());
    assert_eq!(
        answers(&bench.hear(&mut mailbox, 1, connect(0))),
        [fault(status::ACCESS_DENIED)]
    );
}

#[test]
fn over_http_nobody_is_asked_who_they_are_and_somebody_else_is_forbidden() {
    let ask = |authorization: Option<String>| {
        let mut request = get("/exchange/alice/Inbox", "mbx-02", "test");
        if let Some(value) = authorization {
            request.headers.push("Authorization", value);
        }
        request.encode()
    };
    for (who, admits, status) in [
        (alice(), "CONTOSO\\alice", 200),
        (alice(), "CONTOSO\\bob", 403),
        (nobody(), "CONTOSO\\alice", 401),
    ] {
        let (mut mailbox, mut bench) = mailbox(BackEndProtocol::Http, admits, domain());
        assert_eq!(
            answer(&bench.hear(&mut mailbox, 1, ask(None)), 1).status,
            401
        );
        let mut web = Bench::new(machine("WEB-01", Era::Y1998, 0));
        let (state, negotiate) = web.with(|context| {
            ntlm::start(
                Caller::Credential(Credential::Password(who)),
                String::new(),
                context.machine,
            )
        });
        let header = Scheme::Ntlm.with_token(&negotiate);
        let question = super::token(&bench.hear(&mut mailbox, 1, ask(Some(header))), 1);
        let message = web.with(|context| state.authenticate(&question, context).unwrap().message);
        let header = Scheme::Ntlm.with_token(&message);
        let acts = bench.hear(&mut mailbox, 1, ask(Some(header)));
        assert_eq!(answer(&acts, 1).status, status);
    }
}

#[test]
fn names_that_fit_no_message_end_the_call_with_a_reason() {
    let identity = Identity::Anonymous;
    let thread = AccessToken {
        identity: identity.clone(),
        logon: LogonType::Network,
        session: 1,
    };
    let huge = UserPassword {
        user: "x".repeat(65_536),
        ..alice()
    };
    for (name, caller) in [
        ("x".repeat(65_536), Caller::Thread(thread)),
        (
            "alice".to_owned(),
            Caller::Credential(Credential::Password(huge)),
        ),
        ("alice".to_owned(), Caller::Replay(vec![0; 65_536])),
    ] {
        let (mut mailbox, mut bench) = mailbox(BackEndProtocol::Mapi, "CONTOSO\\Alice", domain());
        let mut web = Bench::new(machine("WEB-01", Era::Y1998, 0));
        let call = |bench: &mut Bench| {
            bench.with(|context| {
                let call = Call {
                    negotiate: false,
                    service: Endpoint::new("mbx-02", Endpoint::STORE),
                    protocol: BackEndProtocol::Mapi,
                    resource: name,
                    thread: identity.clone(),
                    caller,
                };
                BackEndCall::start(call, context)
            })
        };
        let (_, call) = call(&mut web).unwrap();
        let negotiate = ntlm::start(
            Caller::Credential(Credential::Password(alice())),
            String::new(),
            &member(),
        )
        .1;
        let acts = bench.hear(
            &mut mailbox,
            1,
            pdu(Body::bind(emsmdb::INTERFACE), Some(negotiate)),
        );
        let ack = sent(&acts, 1).remove(0);
        let CallProgress::Done(BackEndAnswer::Broken(why)) =
            web.with(|context| call.receive(&ack, context))
        else {
            panic!("not broken");
        };
        let why = why.to_string();
        assert!(why.contains("length") || why.contains("65,535"), "{why}");
    }
}
