//! What is supposed, asked, guessed by others or long mended is not taken as seen.

use super::{diagnosed, first_causes, unusual};
use double_hop::lab::Observable as O;
use double_hop::lab::space::Unusual as U;
use double_hop::present::diagnose::{Cause, Sighting, Sign};

#[test]
fn each_word_of_a_sentence_may_be_denied() {
    for text in [
        "It is not anonymous logon. SQL says login failed for user CORP\\jane.",
        "It is not ANONYMOUS LOGON: SQL says Login failed for user 'CORP\\jane'.",
    ] {
        let (_, causes) = first_causes(text);
        assert_eq!(causes, [unusual(U::NotAdmitted)], "{text}");
    }
    for text in [
        "Anonymous logon is not configured. userIdentity should not be null!",
        "FTP anonymous login does not work on our IIS, it says 530 User cannot log in.",
    ] {
        assert_eq!(first_causes(text).1, [], "{text}");
    }
}

#[test]
fn where_an_spn_is_tells_of_no_user() {
    for text in [
        "The SPN is on the service account and only there. SQL sees ANONYMOUS LOGON.",
        "The SPN is on svc_web, and only there, that account is trusted for delegation. SQL sees ANONYMOUS LOGON.",
    ] {
        let (reading, _) = diagnosed(text);
        let some = |it: &Sighting| it.signs == [Sign::Any(vec![O::SomeUsersOnly])];
        assert!(!reading.observations.iter().any(some), "{text}");
    }
}

#[test]
fn what_is_supposed_asked_or_mended_leads_to_no_cause() {
    for text in [
        "If the SPN were on the wrong account I would expect KRB_AP_ERR_MODIFIED, but I do not see it.",
        "I would expect KRB_AP_ERR_MODIFIED here but there is none.",
        "We would have seen KRB_AP_ERR_SKEW if the clock was off.",
        "A colleague says that this is the loopback check.",
        "Another says we should put the user in Protected Users.",
        "Someone on the forum suggested duplicate SPNs.",
        "Microsoft support thinks that Credential Guard is the reason.",
        "My boss thinks it is clock skew.",
        "I read that extended protection may cause this.",
        "Could this be a duplicate SPN?",
        "Is it because the account is sensitive and cannot be delegated?",
        "The clock skew error was fixed by w32tm /resync last week.",
        "We had KRB_AP_ERR_MODIFIED before, it went away after removing the duplicate SPN.",
        "Earlier we had a duplicate SPN, I deleted it.",
        "KRB_AP_ERR_SKEW no longer appears since we fixed NTP.",
        "After correcting the SPN the KRB_AP_ERR_MODIFIED errors stopped.",
        "I removed the user from Protected Users yesterday.",
    ] {
        let (reading, causes) = first_causes(text);
        assert_eq!(causes, [], "{text}");
        assert_ne!(reading, Default::default(), "{text}");
    }
}

#[test]
fn what_stands_beside_it_counts() {
    let anonymous = "Login failed for user 'NT AUTHORITY\\ANONYMOUS LOGON'";
    for before in [
        "A colleague says that this is the loopback check. Page opens, SQL says ",
        "A colleague says that this is the loopback check. Another says we should put the user in Protected Users. All I know: page opens, SQL says ",
        "The clock skew error was fixed by w32tm /resync last week. Now we get ",
    ] {
        let (_, causes) = first_causes(&[before, anonymous].concat());
        assert!(
            causes.contains(&Cause::MayNotDelegate),
            "{before} {causes:?}"
        );
        assert!(
            !causes.contains(&unusual(U::LoopbackByOtherName)),
            "{before}"
        );
    }
    for (text, cause) in [
        (
            "We would have expected another error but get KRB_AP_ERR_SKEW",
            U::Clock,
        ),
        (
            "My boss thinks it is the network, but the DC logs KRB_AP_ERR_SKEW",
            U::Clock,
        ),
        (
            "The disk error was fixed, now every user gets KRB_AP_ERR_SKEW",
            U::Clock,
        ),
        ("Why do we get KRB_AP_ERR_SKEW?", U::Clock),
        (
            "Users say that they should get in and get clock skew",
            U::Clock,
        ),
        (
            "Since the other error was fixed KRB_AP_ERR_SKEW appears",
            U::Clock,
        ),
    ] {
        let (_, causes) = first_causes(text);
        assert!(causes.contains(&unusual(cause)), "{text} {causes:?}");
    }
}

#[test]
fn what_was_mended_is_not_so() {
    let (reading, _) = diagnosed("The clock skew error was fixed by w32tm /resync last week.");
    let signs = reading.observations.iter().flat_map(|it| &it.signs);
    assert!(signs.eq([&Sign::Lacks(O::TicketRejected(37))]));
}
