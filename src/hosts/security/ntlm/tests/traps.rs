//! The traps that implementations are known to fall into, where client and server meet.

use super::{ess, known, talk};
use crate::crypto;
use crate::hosts::security::Caller;
use crate::hosts::security::ntlm::{Received, ServerError, accept, start};
use crate::hosts::tests::{Bench, alice, authority, machine};
use crate::hosts::{
    AccessToken, AccountName, Credential, Era, Identity, LogonType, Mechanism, UserPassword,
};
use crate::wire::netlogon::{Logon, NetworkLogon};
use crate::wire::ntlm::{
    AV_FLAG_MIC, Authenticate, AvId, Challenge, Negotiate, NegotiateFlags, ResponseKind, TargetInfo,
};

#[test]
fn a_timestamp_empties_the_lm_response_and_dates_the_answer() {
    let (talk, verdict) = talk(Era::Today, 3, alice(), None, |_| {});
    known(verdict);
    let info = Challenge::decode(&talk.challenge).value.unwrap().av_pairs();
    let message = Authenticate::decode(&talk.message).value.unwrap();
    assert_eq!(message.lm_response, crypto::NULL_LM);
    let blob = message.ntlmv2().unwrap().blob;
    assert_eq!(Some(blob.timestamp), info.timestamp());
    assert_eq!(
        blob.av_pairs.flags(),
        Some(AV_FLAG_MIC),
        "and no untrusted name"
    );

    // Without one: LMv2, and the client's own clock.
    let (talk, verdict) = super::talk(Era::Y2003, 3, alice(), None, |_| {});
    known(verdict);
    let message = Authenticate::decode(&talk.message).value.unwrap();
    assert_eq!(message.responses().lm, ResponseKind::LmV2);
}

/// The order of Windows, in captures of Windows 7 and Windows Server 2008 R2 as in those of today.
#[test]
fn names_and_bindings_stand_in_the_order_of_windows() {
    let ids = |info: &TargetInfo| {
        let ids = info.pairs.iter().map(|pair| pair.id.value());
        ids.collect::<Vec<_>>()
    };
    for (era, asked, answered) in [
        (Era::Y1998, &[2, 1][..], &[2, 1][..]),
        (Era::Y2003, &[2, 1, 4, 3, 5], &[2, 1, 4, 3, 5]),
        (
            Era::Today,
            &[2, 1, 4, 3, 5, 7],
            &[2, 1, 4, 3, 5, 7, 6, 8, 10, 9],
        ),
    ] {
        let (talk, verdict) = talk(era, 3, alice(), None, |_| {});
        known(verdict);
        let info = Challenge::decode(&talk.challenge).value.unwrap().av_pairs();
        assert_eq!(ids(&info), asked, "{era:?}");
        let message = Authenticate::decode(&talk.message).value.unwrap();
        let pairs = message.ntlmv2().unwrap().blob.av_pairs;
        assert_eq!(ids(&pairs), answered, "{era:?}");
        if era == Era::Today {
            assert_eq!(info.text(AvId::DnsTreeName), info.dns_domain());
            assert_eq!(pairs.channel_bindings(), Some([0; 16]));
            // `[MS-NLMP]` 2.2.2.2: its own length, zero, then an ordinary process of a person, and the computer.
            let host = pairs.get(AvId::SingleHost).unwrap();
            let head = [48_u32, 0, 0, 0x2000].map(u32::to_le_bytes).concat();
            assert_eq!((host.len(), &host[..16]), (48, head.as_slice()));
            assert_ne!(host[16..], [0; 32]);
        }
    }
}

/// In captures: with names where somebody who is logged on is signed in, without where a password was typed.
#[test]
fn a_negotiate_names_the_computer_for_who_is_logged_on_to_it() {
    for (era, typed, flags, workstation) in [
        (Era::Today, false, 0xA208_B207, "DESK-07"),
        (Era::Today, true, 0xA208_8207, ""),
        (Era::Y2003, true, 0xA208_8207, ""),
        (Era::Y1998, true, 0x0008_3207, "DESK-07"),
    ] {
        let mut desk = Bench::new(machine("DESK-07", era, 3));
        let credential = Credential::Password(alice());
        let caller = if typed {
            Caller::Credential(credential)
        } else {
            let (who, lsa) = (Identity::Anonymous, &mut desk.machine.lsa);
            Caller::Thread(lsa.log_on(who, LogonType::Interactive, vec![credential]))
        };
        let (_, negotiate) = start(caller, String::new(), &desk.machine);
        let negotiate = Negotiate::decode(&negotiate).value.unwrap();
        assert_eq!(negotiate.flags.bits(), flags);
        assert_eq!(negotiate.workstation, workstation.as_bytes());
        assert_eq!(negotiate.domain.is_empty(), workstation.is_empty());
    }
}

#[test]
fn a_computer_is_the_same_one_until_it_starts_again() {
    let mut desk = Bench::new(machine("DESK-07", Era::Today, 3));
    let mut id = || desk.with(|context| context.machine.lsa.token_info(context.entropy));
    assert_eq!(id(), id());
}

#[test]
fn the_authority_tries_three_spellings_of_the_domain() {
    for (used, right) in [
        ("Contoso", true),
        ("CONTOSO", true),
        ("", true),
        ("contoso", false),
    ] {
        let who = UserPassword {
            domain: used.to_owned(),
            ..alice()
        };
        // The client put one spelling into its key and says another.
        let rename = |message: &mut Authenticate| {
            message.domain = crate::wire::text::utf16le("Contoso");
        };
        let (_, verdict) = talk(Era::Y2003, 3, who, None, rename);
        assert_eq!(verdict.unwrap().1.is_ok(), right, "{used}");
    }
}

#[test]
fn an_ntlm2_session_response_is_asked_about_with_the_mixed_question() {
    let (talk, verdict) = talk(Era::Y2003, 2, alice(), None, |_| {});
    let (question, caller) = verdict.unwrap();
    assert_eq!(caller.unwrap().kind, ResponseKind::Ntlm2Session);
    let asked = Challenge::decode(&talk.challenge)
        .value
        .unwrap()
        .server_challenge;
    let message = Authenticate::decode(&talk.message).value.unwrap();
    let nonce = *message.lm_response.first_chunk().unwrap();
    let Logon::Network(NetworkLogon { challenge, .. }) = question.logon else {
        panic!("a network logon");
    };
    assert_eq!(challenge, crypto::effective_challenge(&asked, &nonce));
    assert_ne!(challenge, asked);
}

#[test]
fn without_the_flag_granted_it_is_a_plain_response() {
    // A client that answers in a way nobody agreed on.
    let asks = Era::Y1998.negotiate_flags(machine("", Era::Y1998, 0).level);
    let (_, verdict) = talk(Era::Y1998, 2, alice(), Some(asks), |message| {
        message.flags |= ess();
        message.lm_response = [vec![0xaa; 8], vec![0; 16]].concat();
    });
    let (question, caller) = verdict.unwrap();
    assert!(
        matches!(question.logon, Logon::Network(NetworkLogon { challenge, .. }) if challenge == [0x11; 8])
    );
    assert_eq!(caller.unwrap().kind, ResponseKind::Ntlm);
}

#[test]
fn extended_session_security_goes_before_the_lm_key() {
    let wishes = NegotiateFlags::UNICODE | NegotiateFlags::NTLM | NegotiateFlags::LM_KEY | ess();
    for asked in [wishes, wishes - ess()] {
        let (talk, verdict) = talk(Era::Today, 2, alice(), Some(asked), |_| {});
        let granted = Challenge::decode(&talk.challenge).value.unwrap().flags;
        assert!(!granted.contains(NegotiateFlags::LM_KEY));
        assert_eq!(granted.contains(ess()), asked.contains(ess()));
        assert_eq!(Some(known(verdict).session_key), talk.client_key);
    }
}

#[test]
fn a_session_key_travels_only_to_sign_or_seal_with() {
    let exchange = NegotiateFlags::KEY_EXCH;
    for (more, travels) in [
        (exchange, false),
        (NegotiateFlags::SIGN, false),
        (exchange | NegotiateFlags::SIGN, true),
        (exchange | NegotiateFlags::SEAL, true),
    ] {
        for level in [0, 2, 3] {
            let base = Era::Today.negotiate_flags(machine("", Era::Today, level).level);
            let (talk, verdict) = talk(Era::Today, level, alice(), Some(base | more), |_| {});
            let message = Authenticate::decode(&talk.message).value.unwrap();
            assert_eq!(message.session_key.len(), if travels { 16 } else { 0 });
            assert_eq!(Some(known(verdict).session_key), talk.client_key);
        }
    }
}

#[test]
fn anonymous_is_one_zero_byte_and_no_key() {
    let mut desk = Bench::new(machine("DESK-07", Era::Today, 3));
    let mut server = Bench::new(authority("WEB-01", Era::Today, 3));
    let network = AccessToken {
        identity: Identity::Anonymous,
        logon: LogonType::Network,
        session: 9,
    };
    let blank = UserPassword {
        user: String::new(),
        password: String::new(),
        ..alice()
    };
    for caller in [
        Caller::Thread(network),
        Caller::Credential(Credential::Password(blank)),
    ] {
        let (client, negotiate) =
            desk.with(|context| start(caller, String::new(), context.machine));
        let (state, challenge) = server.with(|context| accept(&negotiate, context).unwrap());
        let answered = desk.with(|context| client.authenticate(&challenge, context).unwrap());
        assert_eq!(answered.answer, Some(Mechanism::NullSession));
        assert_eq!((answered.session_key, answered.nt_hash), (None, None));
        let message = Authenticate::decode(&answered.message).value.unwrap();
        assert_eq!(message.lm_response, [0]);
        assert!(message.nt_response.is_empty() && message.user.is_empty());
        assert!(message.flags.contains(NegotiateFlags::ANONYMOUS));
        let received = state.receive(&answered.message, &mut server.machine);
        assert!(matches!(received, Ok(Received::Anonymous)));
    }
}

#[test]
fn a_local_call_is_a_handle_that_answers_once() {
    let mut host = Bench::new(authority("WEB-01", Era::Y1998, 0));
    let identity = Identity::User(AccountName {
        domain: "CONTOSO".to_owned(),
        user: "Alice".to_owned(),
    });
    let token = host
        .machine
        .lsa
        .log_on(identity, LogonType::Network, Vec::new());
    let caller = Caller::Thread(token.clone());
    let (client, negotiate) = host.with(|context| start(caller, String::new(), context.machine));
    let (state, challenge) = host.with(|context| accept(&negotiate, context).unwrap());
    let asked = Challenge::decode(&challenge).value.unwrap();
    assert!(asked.flags.contains(NegotiateFlags::LOCAL_CALL) && asked.reserved != [0; 8]);
    let answered = host.with(|context| client.authenticate(&challenge, context).unwrap());
    let message = Authenticate::decode(&answered.message).value.unwrap();
    assert_eq!(message.responses().nt, ResponseKind::LocalCall);
    assert!(message.workstation.is_empty() && message.session_key.is_empty());
    let stale = state.clone();
    let received = state.receive(&answered.message, &mut host.machine);
    assert!(matches!(received, Ok(Received::Local(caller)) if caller == token));
    let again = stale.receive(&answered.message, &mut host.machine);
    assert!(matches!(again, Err(ServerError::NoSuchCall)));
}

#[test]
fn a_local_call_from_elsewhere_finds_nobody() {
    // Another computer gives this one's names, and answers as a local caller would.
    let mut server = Bench::new(authority("WEB-01", Era::Y1998, 0));
    let mut liar = Bench::new(machine("WEB-01", Era::Y1998, 0));
    let thread = AccessToken {
        identity: Identity::Anonymous,
        logon: LogonType::Network,
        session: 1,
    };
    let (client, negotiate) =
        liar.with(|context| start(Caller::Thread(thread), String::new(), context.machine));
    let (state, challenge) = server.with(|context| accept(&negotiate, context).unwrap());
    let asked = Challenge::decode(&challenge).value.unwrap();
    let lie = Authenticate {
        flags: asked.flags,
        ..Authenticate::default()
    }
    .encode();
    let received = state.clone().receive(&lie, &mut server.machine);
    assert!(matches!(received, Err(ServerError::NoSuchCall)));
    // The handle is not of its own: an honest client answers as it would anywhere.
    let answered = liar.with(|context| client.authenticate(&challenge, context).unwrap());
    assert_eq!(answered.answer, Some(Mechanism::NullSession));
}

#[test]
fn the_target_is_named_to_those_who_ask_for_it() {
    let mut server = Bench::new(machine("WEB-01", Era::Today, 3));
    for asks in [true, false] {
        let mut flags = NegotiateFlags::NTLM | NegotiateFlags::UNICODE;
        flags.set(NegotiateFlags::REQUEST_TARGET, asks);
        let negotiate = Negotiate {
            flags,
            ..Negotiate::default()
        };
        let negotiate = negotiate.encode();
        let (_, challenge) = server.with(|context| accept(&negotiate, context).unwrap());
        let challenge = Challenge::decode(&challenge).value.unwrap();
        let named = NegotiateFlags::REQUEST_TARGET | NegotiateFlags::TARGET_TYPE_DOMAIN;
        assert_eq!(challenge.flags.intersects(named), asks);
        assert_eq!(challenge.target_name.is_empty(), !asks);
        assert!(challenge.target_info.is_some());
    }
}

#[test]
fn a_call_that_comes_back_by_another_name_is_refused_where_the_loopback_check_is_on() {
    for (check, target, refused) in [
        (false, "HTTP/owa.contoso.example", false),
        (true, "HTTP/owa.contoso.example", true),
        (true, "HTTP/web-01", false),
        (true, "HTTP/localhost", false),
        (true, "exchangeMDB", false),
    ] {
        // Whatever the caller has: the password it types is right.
        for typed in [false, true] {
            let mut host = Bench::new(authority("WEB-01", Era::Today, 3));
            host.machine.loopback_check = check;
            let credential = Credential::Password(alice());
            let caller = if typed {
                Caller::Credential(credential)
            } else {
                let (who, lsa) = (Identity::Anonymous, &mut host.machine.lsa);
                Caller::Thread(lsa.log_on(who, LogonType::Interactive, vec![credential]))
            };
            let answer = host.with(|context| {
                let (client, negotiate) = start(caller, target.to_owned(), context.machine);
                let (server, question) = accept(&negotiate, context).unwrap();
                let answered = client.authenticate(&question, context).unwrap();
                server.receive(&answered.message, context.machine)
            });
            let denied = matches!(answer, Err(ServerError::Loopback));
            assert_eq!(denied, refused, "{check} {target} {typed}");
            assert_eq!(matches!(answer, Ok(Received::Local(_))), !typed && !refused);
        }
    }
    // From another computer the same name is none of its business.
    let mut desk = Bench::new(machine("DESK-07", Era::Today, 3));
    let mut server = Bench::new(authority("WEB-01", Era::Today, 3));
    (desk.machine.loopback_check, server.machine.loopback_check) = (true, true);
    let caller = Caller::Credential(Credential::Password(alice()));
    let target = "HTTP/owa.contoso.example".to_owned();
    let (client, negotiate) = desk.with(|context| start(caller, target, context.machine));
    let (state, question) = server.with(|context| accept(&negotiate, context).unwrap());
    let answered = desk.with(|context| client.authenticate(&question, context).unwrap());
    let received = state.receive(&answered.message, &mut server.machine);
    assert!(matches!(received, Ok(Received::Response(..))));
}
