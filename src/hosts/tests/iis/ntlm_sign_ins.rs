//! NTLM at IIS: whom a connection is signed in as, for how long, and who says so.

use super::*;

#[test]
fn ntlm_signs_the_connection_in_and_no_other() {
    let (mut iis, mut bench) = iis(domain(), |_| {});
    let (acts, _) = sign_in(&mut iis, &mut bench, 1, alice());
    assert_eq!(answer(&acts, 1).body, b"CONTOSO\\Alice\n");
    let again = bench.hear(&mut iis, 1, ask("/", None));
    assert_eq!(answer(&again, 1).status, 200);
    assert_eq!(
        answer(&bench.hear(&mut iis, 2, ask("/", None)), 2).status,
        401
    );
    // And no longer than it lives.
    bench.tell(&mut iis, Input::Closed(ConnectionId(1)));
    bench.tell(&mut iis, Input::Opened(ConnectionId(1)));
    assert_eq!(
        answer(&bench.hear(&mut iis, 1, ask("/", None)), 1).status,
        401
    );
}

/// `[MS-N2HT]` 3.3.5, which begins with Windows Server 2008 R2 (section 6).
#[test]
fn the_answer_to_a_sign_in_says_whether_the_connection_keeps_it() {
    for (era, single, says) in [
        (Era::Today, false, Some("true")),
        (Era::Today, true, Some("false")),
        (Era::Y2003, false, None),
    ] {
        let computer = authority("WEB-01", era, 3);
        let (mut iis, mut bench) = iis(computer, |settings| settings.web.single_request = single);
        let (acts, _) = sign_in(&mut iis, &mut bench, 1, alice());
        let said = |acts: &[Act]| {
            let answer = answer(acts, 1);
            answer.headers.get("Persistent-Auth").map(str::to_owned)
        };
        assert_eq!(said(&acts).as_deref(), says, "{era:?}");
        // It is said once.
        assert_eq!(said(&bench.hear(&mut iis, 1, ask("/", None))), None);
    }
}

#[test]
fn auth_persist_single_request_forgets_after_one() {
    let (mut iis, mut bench) = iis(domain(), |settings| settings.web.single_request = true);
    let (acts, _) = sign_in(&mut iis, &mut bench, 1, alice());
    assert_eq!(answer(&acts, 1).status, 200);
    assert_eq!(
        answer(&bench.hear(&mut iis, 1, ask("/", None)), 1).status,
        401
    );
}

#[test]
fn an_authenticate_answers_one_question_on_one_connection() {
    let (mut iis, mut bench) = iis(domain(), |_| {});
    let (_, message) = sign_in(&mut iis, &mut bench, 1, alice());
    let again = ask("/", Some(&Scheme::Ntlm.with_token(&message)));
    // Nobody asked on the other connection, and nobody asks any more on this one.
    for id in [2, 1] {
        let acts = bench.hear(&mut iis, id, again.clone());
        assert_eq!(refusals(&acts), [DenialReason::NoContext]);
        assert_eq!(answer(&acts, id).status, 401);
    }
    // The sign-in that stood on it is gone.
    assert_eq!(
        answer(&bench.hear(&mut iis, 1, ask("/", None)), 1).status,
        401
    );
    // A fresh question, and the old answer.
    let negotiate = desk().with(|context| {
        start(
            Caller::Credential(Credential::Password(alice())),
            String::new(),
            context.machine,
        )
        .1
    });
    bench.hear(
        &mut iis,
        2,
        ask("/", Some(&Scheme::Ntlm.with_token(&negotiate))),
    );
    let acts = bench.hear(&mut iis, 2, again);
    assert_eq!(
        refusals(&acts),
        [DenialReason::LogonFailed(STATUS_WRONG_PASSWORD)]
    );
}

#[test]
fn without_keep_alive_the_question_is_forgotten_with_the_connection() {
    let (mut iis, mut bench) = iis(domain(), |settings| settings.web.keep_alive = false);
    let negotiate = desk().with(|context| {
        start(
            Caller::Credential(Credential::Password(alice())),
            String::new(),
            context.machine,
        )
        .1
    });
    let acts = bench.hear(
        &mut iis,
        1,
        ask("/", Some(&Scheme::Ntlm.with_token(&negotiate))),
    );
    assert_eq!(answer(&acts, 1).headers.get("Connection"), Some("close"));
    assert!(closed(&acts));
    assert!(bench.hear(&mut iis, 1, ask("/", None)).is_empty());
}

#[test]
fn the_domain_controller_is_asked_and_may_be_away() {
    let (mut iis, mut bench) = iis(member(), |_| {});
    let (acts, _) = sign_in(&mut iis, &mut bench, 1, alice());
    assert!(
        acts.iter()
            .any(|act| matches!(act, Act::Opened(to, _) if *to == controller()))
    );
    assert!(sent(&acts, 1).is_empty(), "the answer waits");
    let acts = bench.tell(&mut iis, Input::Closed(ConnectionId(100)));
    assert_eq!(
        refusals(&acts),
        [DenialReason::LogonFailed(STATUS_NO_LOGON_SERVERS)]
    );
    assert_eq!(answer(&acts, 1).status, 401);

    // The channel is opened anew. Nonsense from it is no success.
    sign_in(&mut iis, &mut bench, 1, alice());
    let acts = bench.hear(&mut iis, 101, "nonsense");
    assert_eq!(
        refusals(&acts),
        [DenialReason::LogonFailed(STATUS_NO_LOGON_SERVERS)]
    );

    // Whoever has left is not told.
    sign_in(&mut iis, &mut bench, 2, alice());
    bench.tell(&mut iis, Input::Closed(ConnectionId(2)));
    assert!(bench.hear(&mut iis, 101, success()).is_empty());
}

#[test]
fn nobody_in_particular_is_not_somebody() {
    let nobody = UserPassword {
        domain: "CONTOSO".to_owned(),
        user: String::new(),
        password: String::new(),
    };
    let (mut iis, mut bench) = iis(domain(), |_| {});
    let (acts, _) = sign_in(&mut iis, &mut bench, 1, nobody);
    let token = Decision::MakesToken {
        identity: Identity::Anonymous,
        logon: LogonType::Network,
        credential: false,
        how: HowKnown {
            package: Package::Ntlm,
            mechanism: Mechanism::NullSession,
        },
    };
    assert!(decisions(&acts).contains(&token));
    assert_eq!(refusals(&acts), [DenialReason::PageAsks]);
}
