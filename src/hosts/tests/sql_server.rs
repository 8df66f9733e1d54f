//! SQL Server.

use super::{Act, Bench, alice, authority, closed, decisions, machine, nobody, sent, success};
use crate::hosts::security::{Caller, ntlm};
use crate::hosts::{
    ConnectionId, Credential, Decision, DenialReason, Era, Input, Machine, SqlServer,
    SqlServerSettings, UserPassword,
};
use crate::wire::ntlm_token;
use crate::wire::tds::{
    LOGIN_FAILED, Login7, Packet, Prelogin, TdsMessage, Token, UNTRUSTED_LOGIN, done,
};

fn server(admits: &str, machine: Machine) -> (SqlServer, Bench) {
    let mut server = SqlServer::new(SqlServerSettings {
        admits: vec![admits.to_owned()],
    });
    let mut bench = Bench::new(machine);
    bench.tell(&mut server, Input::Opened(ConnectionId(1)));
    (server, bench)
}

fn domain() -> Machine {
    authority("SQL-02", Era::Y1998, 0)
}

fn member() -> Machine {
    machine("SQL-02", Era::Y1998, 0)
}

fn packet(message: TdsMessage) -> Vec<u8> {
    Packet::new(message).encode().unwrap()
}

fn prelogin() -> Vec<u8> {
    let prelogin = Prelogin::without_encryption([16, 0, 0, 0, 0, 0], Some(1));
    packet(TdsMessage::Prelogin(prelogin))
}

fn login7(login: Login7) -> Vec<u8> {
    let database = "Sales".to_owned();
    packet(TdsMessage::Login7(Box::new(Login7 { database, ..login })))
}

fn tokens(acts: &[Act]) -> Vec<Token> {
    let sent = sent(acts, 1);
    let answers = sent
        .iter()
        .map(|bytes| Packet::decode(bytes).value.unwrap().message);
    answers
        .flat_map(|message| match message {
            TdsMessage::Response(tokens) => tokens,
            _ => Vec::new(),
        })
        .collect()
}

/// The number and the text of the error in what was answered.
fn error(acts: &[Act]) -> (u32, String) {
    let found = tokens(acts).into_iter().find_map(|token| match token {
        Token::Error(error) => Some((error.number, error.message)),
        _ => None,
    });
    found.expect("no error")
}

/// PRELOGIN, LOGIN7 and the token; what followed the latter.
fn sign_in(server: &mut SqlServer, bench: &mut Bench, who: UserPassword) -> Vec<Act> {
    let mut web = Bench::new(machine("WEB-01", Era::Y1998, 0));
    let caller = Caller::Credential(Credential::Password(who));
    let (state, negotiate) =
        web.with(|context| ntlm::start(caller, String::new(), context.machine));
    bench.hear(server, 1, prelogin());
    let acts = bench.hear(server, 1, login7(Login7::integrated(negotiate)));
    let question = ntlm_token(&sent(&acts, 1).remove(0)).unwrap();
    let message = web.with(|context| state.authenticate(&question, context).unwrap().message);
    bench.hear(server, 1, packet(TdsMessage::Sspi(message)))
}

fn query(statement: &str) -> Vec<u8> {
    packet(TdsMessage::Batch(statement.to_owned()))
}

#[test]
fn who_may_may_and_the_list_decides() {
    let wrong = UserPassword {
        password: "x".to_owned(),
        ..alice()
    };
    let anonymous = "NT AUTHORITY\\ANONYMOUS LOGON";
    for (who, admits, refused) in [
        (alice(), "contoso\\ALICE", None),
        (
            alice(),
            "CONTOSO\\bob",
            Some((LOGIN_FAILED, "'CONTOSO\\Alice'")),
        ),
        (
            nobody(),
            "CONTOSO\\alice",
            Some((LOGIN_FAILED, "'NT AUTHORITY\\ANONYMOUS LOGON'")),
        ),
        (nobody(), anonymous, None),
        (wrong, anonymous, Some((UNTRUSTED_LOGIN, "untrusted"))),
    ] {
        let (mut server, mut bench) = server(admits, domain());
        let acts = sign_in(&mut server, &mut bench, who);
        match refused {
            None => {
                let all = tokens(&acts);
                assert!(all.iter().any(|it| matches!(it, Token::LoginAck { .. })));
                assert!(!closed(&acts));
            }
            Some((number, part)) => {
                let (found, text) = error(&acts);
                assert_eq!(found, number);
                assert!(text.contains(part), "{text}");
                assert!(closed(&acts));
                assert!(bench.hear(&mut server, 1, query("x")).is_empty());
            }
        }
    }
}

#[test]
fn a_query_names_the_caller_and_no_other_statement_is_known() {
    let (mut server, mut bench) = server("CONTOSO\\alice", domain());
    sign_in(&mut server, &mut bench, alice());
    let acts = bench.hear(&mut server, 1, query("select suser_sname()"));
    let row = Token::Row(vec![Some("CONTOSO\\Alice".to_owned())]);
    let all = tokens(&acts);
    assert!(all.contains(&row), "{all:?}");
    let acts = bench.hear(&mut server, 1, query("DROP TABLE x"));
    assert_eq!(error(&acts).0, 40510);
    let last = tokens(&acts).pop();
    assert!(matches!(
        last,
        Some(Token::Done {
            status: done::ERROR,
            ..
        })
    ));
    assert!(!closed(&acts));
}

#[test]
fn a_name_and_a_password_of_its_own_are_refused() {
    let (mut server, mut bench) = server("CONTOSO\\alice", domain());
    bench.hear(&mut server, 1, prelogin());
    let login = Login7 {
        user_name: "sa".to_owned(),
        password: "secret".to_owned(),
        ..Login7::default()
    };
    let acts = bench.hear(&mut server, 1, login7(login));
    let because = DenialReason::SchemeNotOffered;
    assert_eq!(
        decisions(&acts),
        [Decision::AuthenticationFails { because }]
    );
    assert_eq!(
        error(&acts),
        (18456, "Login failed for user 'sa'.".to_owned())
    );
}

#[test]
fn the_domain_controller_is_asked_and_may_be_lost() {
    let (mut ask, mut bench) = server("CONTOSO\\alice", member());
    let acts = sign_in(&mut ask, &mut bench, alice());
    assert!(sent(&acts, 1).is_empty());
    let acts = bench.hear(&mut ask, 100, success());
    let all = tokens(&acts);
    assert!(all.iter().any(|it| matches!(it, Token::LoginAck { .. })));

    let (mut lost, mut bench) = server("CONTOSO\\alice", member());
    sign_in(&mut lost, &mut bench, alice());
    let acts = bench.tell(&mut lost, Input::Closed(ConnectionId(100)));
    assert_eq!(error(&acts).0, UNTRUSTED_LOGIN);

    // Who hangs up meanwhile is told nothing.
    let (mut gone, mut bench) = server("CONTOSO\\alice", member());
    sign_in(&mut gone, &mut bench, alice());
    bench.tell(&mut gone, Input::Closed(ConnectionId(1)));
    assert!(bench.hear(&mut gone, 100, success()).is_empty());
}

#[test]
fn a_packet_out_of_place_ends_the_connection() {
    let integrated = || login7(Login7::integrated(vec![1; 9]));
    for bytes in [
        integrated(),
        query("SELECT 1"),
        packet(TdsMessage::Sspi(vec![1; 9])),
        packet(TdsMessage::Response(Vec::new())),
        b"GET / HTTP/1.1\r\n\r\n".to_vec(),
        vec![0; 16],
    ] {
        let (mut server, mut bench) = server("CONTOSO\\alice", domain());
        let acts = bench.hear(&mut server, 1, bytes);
        assert!(matches!(
            decisions(&acts)[..],
            [Decision::PeerMisbehaved { .. }]
        ));
        assert!(closed(&acts));
    }
    // A token that is no NEGOTIATE.
    let (mut server, mut bench) = server("CONTOSO\\alice", domain());
    bench.hear(&mut server, 1, prelogin());
    assert_eq!(
        error(&bench.hear(&mut server, 1, integrated())).0,
        UNTRUSTED_LOGIN
    );
}
