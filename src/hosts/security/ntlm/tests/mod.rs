//! A client and a server, message by message.

mod traps;

use super::client::start_asking;
use super::{Authenticated, Received, ServerError, accept, start};
use crate::crypto::{self, Trace};
use crate::hosts::security::{Caller, InitiateError};
use crate::hosts::tests::{Bench, alice, authority, machine};
use crate::hosts::{Credential, Era, Mechanism, Refusal, UserPassword};
use crate::wire::netlogon::{Logon, LogonRequest};
use crate::wire::ntlm::{
    Authenticate, Challenge, Negotiate, NegotiateFlags, ResponseKind, Version,
};
use crate::wire::ntstatus::STATUS_SUCCESS;

/// Three messages between a desk and a server that holds the accounts.
struct Talk {
    negotiate: Vec<u8>,
    challenge: Vec<u8>,
    message: Vec<u8>,
    client_key: Option<[u8; 16]>,
    answer: Option<Mechanism>,
}

type Verdict = Result<(LogonRequest, Result<Authenticated, ServerError>), ServerError>;

fn talk(
    era: Era,
    level: u8,
    who: UserPassword,
    flags: Option<NegotiateFlags>,
    change: impl FnOnce(&mut Authenticate),
) -> (Talk, Verdict) {
    let mut desk = Bench::new(machine("DESK-07", era, level));
    let mut server = Bench::new(authority("WEB-01", era, 3));
    let flags = flags.unwrap_or(era.negotiate_flags(desk.machine.level));
    let caller = Caller::Credential(Credential::Password(who));
    let target = "HTTP/web-01".to_owned();
    let (client, negotiate) =
        desk.with(|context| start_asking(flags, caller, target, context.machine));
    let (state, challenge) = server.with(|context| accept(&negotiate, context).unwrap());
    let answered = desk.with(|context| client.authenticate(&challenge, context).unwrap());
    let mut message = Authenticate::decode(&answered.message).value.unwrap();
    change(&mut message);
    let bytes = message.encode();
    let verdict = match state.receive(&bytes, &mut server.machine) {
        Ok(Received::Response(state, question)) => {
            let validated = server.machine.accounts.validate(&question);
            Ok((question, state.validated(&validated.response)))
        }
        Ok(other) => panic!("{other:?}"),
        Err(error) => Err(error),
    };
    let talk = Talk {
        negotiate,
        challenge,
        message: bytes,
        client_key: answered.session_key,
        answer: answered.answer,
    };
    (talk, verdict)
}

fn known(verdict: Verdict) -> Authenticated {
    verdict.unwrap().1.unwrap()
}

fn ess() -> NegotiateFlags {
    NegotiateFlags::EXTENDED_SESSION_SECURITY
}

#[test]
fn each_level_answers_in_its_way_and_both_ends_agree_on_the_key() {
    for era in Era::ALL {
        for level in 0..=5 {
            let (talk, verdict) = talk(era, level, alice(), None, |_| {});
            let kind = match level {
                0 => ResponseKind::Ntlm,
                1 | 2 => ResponseKind::Ntlm2Session,
                _ => ResponseKind::NtlmV2,
            };
            assert_eq!(talk.answer, Some(Mechanism::Response(kind)));
            let caller = known(verdict);
            assert_eq!(caller.kind, kind);
            assert_eq!(caller.identity.to_string(), "CONTOSO\\Alice");
            assert_eq!(Some(caller.session_key), talk.client_key);
            assert_eq!(
                caller.comparison.is_some(),
                era == Era::Today && level >= 3,
                "a MIC"
            );
        }
    }
}

#[test]
fn a_server_of_another_era_is_answered_all_the_same() {
    // The shortest CHALLENGE: no Reserved, no TargetInfo, no Version.
    let mut challenge = Challenge {
        flags: NegotiateFlags::NTLM | NegotiateFlags::UNICODE,
        server_challenge: [1; 8],
        ..Challenge::default()
    }
    .encode();
    challenge.truncate(32);
    let mut desk = Bench::new(machine("DESK-07", Era::Today, 3));
    let (client, _) = desk.with(|context| {
        start(
            Caller::Credential(Credential::Password(alice())),
            String::new(),
            context.machine,
        )
    });
    let answered = desk.with(|context| client.authenticate(&challenge, context).unwrap());
    let message = Authenticate::decode(&answered.message).value.unwrap();
    assert!(message.mic.is_none() && message.lm_response != crypto::NULL_LM);
    let blob = message.ntlmv2().unwrap().blob;
    assert!(blob.av_pairs.terminated && blob.av_pairs.pairs.is_empty());
}

#[test]
fn a_name_without_a_response_or_a_response_without_a_name_is_not_anonymous() {
    let (_, verdict) = talk(Era::Y2003, 3, alice(), None, |message| message.user.clear());
    assert!(matches!(verdict.unwrap().1, Err(ServerError::Refused(_))));
    let (_, verdict) = talk(Era::Y2003, 3, alice(), None, |message| {
        message.nt_response.clear();
        message.lm_response.clear();
    });
    assert!(matches!(verdict.unwrap().1, Err(ServerError::Refused(_))));
}

#[test]
fn a_mic_that_was_promised_must_be_there_and_right() {
    let is_mic = |verdict: Verdict| matches!(verdict.unwrap().1, Err(ServerError::Mic(_)));
    let bend = |message: &mut Authenticate| {
        if let Some(mic) = &mut message.mic {
            mic[0] ^= 1;
        }
    };
    assert!(is_mic(talk(Era::Today, 3, alice(), None, bend).1));
    // Left out; and a byte changed that only the MIC protects.
    assert!(is_mic(
        talk(Era::Today, 3, alice(), None, |message| message.mic = None).1
    ));
    assert!(is_mic(
        talk(Era::Today, 3, alice(), None, |message| message
            .workstation[0] ^=
            1)
        .1
    ));
    // Sixteen bytes that nobody promised are no MIC.
    let (_, verdict) = talk(Era::Y2003, 3, alice(), None, |message| {
        message.mic = Some([9; 16])
    });
    assert_eq!(known(verdict).comparison, None);
}

#[test]
fn a_flag_that_was_not_granted_chooses_no_key() {
    let weak = NegotiateFlags::REQUEST_NON_NT_SESSION_KEY | NegotiateFlags::LM_KEY;
    let (talk, verdict) = talk(Era::Y1998, 0, alice(), None, |message| {
        message.flags |= weak
    });
    assert_eq!(Some(known(verdict).session_key), talk.client_key);
}

#[test]
fn the_legacy_form_without_flags_is_read_as_agreed() {
    let (_, verdict) = talk(Era::Y1998, 0, alice(), None, |message| {
        message.flags = NegotiateFlags::empty();
        message.version = None::<Version>;
    });
    assert_eq!(known(verdict).kind, ResponseKind::Ntlm);
}

#[test]
fn an_lm_field_alone_is_judged_and_gives_its_own_key() {
    let off = &mut Trace::off();
    let owf = crypto::lm_owf_v1("Spring-98", off).unwrap();
    let (_, verdict) = talk(Era::Y1998, 0, alice(), None, |message| {
        message.nt_response.clear()
    });
    let caller = known(verdict);
    assert_eq!(caller.kind, ResponseKind::Lm);
    assert_eq!(
        caller.session_key,
        <[u8; 16]>::try_from([&owf[..8], &[0; 8]].concat()).unwrap()
    );

    // LMv2 alone: the key is derived from the proof, and is not the hash.
    let keep = ess() | NegotiateFlags::UNICODE;
    let (talk, verdict) = talk(Era::Y2003, 3, alice(), Some(keep - ess()), |message| {
        message.nt_response.clear();
    });
    let message = Authenticate::decode(&talk.message).value.unwrap();
    let hash = crypto::nt_owf_v1("Spring-98", off);
    let key = crypto::nt_owf_v2(&hash, "alice", "CONTOSO", off);
    let caller = known(verdict);
    assert_eq!(
        caller.session_key,
        crypto::hmac_md5(&key, &[&message.lm_response[..16]])
    );
    assert_ne!(caller.session_key, key);
}

#[test]
fn an_authority_takes_what_its_level_takes() {
    for (level, lm, v1, v2) in [
        (0, true, true, true),
        (4, false, true, true),
        (5, false, false, true),
    ] {
        let accounts = authority("DC-01", Era::Today, level).accounts;
        let judge = |client: u8, lm_only: bool| {
            let (_, verdict) = talk(Era::Y2003, client, alice(), None, |message| {
                if lm_only {
                    message.nt_response.clear();
                }
            });
            let validated = accounts.validate(&verdict.unwrap().0);
            let forbidden = matches!(validated.outcome, Err(Refusal::LevelForbids { .. }));
            assert_eq!(forbidden, validated.response.status != STATUS_SUCCESS);
            !forbidden
        };
        assert_eq!(
            (judge(0, true), judge(0, false), judge(3, false)),
            (lm, v1, v2),
            "{level}"
        );
    }
}

#[test]
fn a_password_is_checked_and_no_key_comes_of_it() {
    let accounts = authority("DC-01", Era::Today, 3).accounts;
    let ask = |password: &str| {
        let off = &mut Trace::off();
        accounts.validate(&LogonRequest {
            domain: "CONTOSO".to_owned(),
            user: "ALICE".to_owned(),
            workstation: String::new(),
            parameter_control: 0,
            logon: Logon::Interactive {
                lm_owf: [0; 16],
                nt_owf: crypto::nt_owf_v1(password, off),
            },
        })
    };
    assert_eq!(ask("spring-98").outcome, Err(Refusal::WrongPassword));
    let key = ask("Spring-98")
        .response
        .validation
        .unwrap()
        .session_base_key;
    assert_eq!(key, crypto::NULL_KEY);
}

#[test]
fn what_the_oem_code_page_lacks_becomes_a_question_mark() {
    let who = UserPassword {
        user: "aé日".to_owned(),
        ..alice()
    };
    let (talk, _) = talk(Era::Y1998, 0, who, Some(NegotiateFlags::OEM), |_| {});
    let message = Authenticate::decode(&talk.message).value.unwrap();
    assert_eq!(message.user, [b'a', 0xE9, b'?']);
    assert!(Negotiate::decode(&talk.negotiate).value.is_ok());
}

#[test]
fn what_makes_no_sense_is_an_error_on_either_side() {
    let mut desk = Bench::new(machine("DESK-07", Era::Today, 3));
    for broken in [&b""[..], b"NTLMSSP\0", b"NTLMSSP\0\x03\0\0\0", &[0xff; 64]] {
        assert!(desk.with(|context| accept(broken, context)).is_err());
        let (client, _) = desk.with(|context| {
            start(
                Caller::Credential(Credential::Password(alice())),
                String::new(),
                context.machine,
            )
        });
        let answered = desk.with(|context| client.authenticate(broken, context));
        assert!(matches!(answered, Err(InitiateError::Malformed(_))));
    }
}
