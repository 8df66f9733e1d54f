//! Who tells only of the sign-in tells of no second hop.

use super::{Cause, diagnosed, unusual};
use double_hop::lab::space::Unusual as U;
use double_hop::present::diagnose::OutsideCause as Out;

const BEHIND: [Cause; 5] = [
    Cause::MayNotDelegate,
    Cause::ComesByNtlm,
    Cause::MapiTakesNoTicket,
    unusual(U::BasicNetworkLogon),
    unusual(U::NotListed),
];

#[test]
fn a_question_for_a_password_is_no_double_hop() {
    for text in [
        "The browser asks for a user name and password.",
        "Edge asks everyone for a password when they open the intranet site, until last week it did not.",
    ] {
        let (_, diagnosis) = diagnosed(text);
        let automatic = Cause::Outside(Out::NoAutomaticLogon);
        assert_eq!(diagnosis.causes[0].cause, automatic, "{text}");
        assert_eq!(
            diagnosis.told_first(),
            Some(Out::NoAutomaticLogon),
            "{text}"
        );
    }
}

#[test]
fn a_right_password_that_is_not_taken_is_no_double_hop() {
    for text in [
        "We enter the right password and the box comes back.",
        "Users log on with correct credentials and do not get in",
    ] {
        let (_, diagnosis) = diagnosed(text);
        let first: Vec<Cause> = diagnosis.causes.iter().take(3).map(|it| it.cause).collect();
        let behind = first.iter().any(|cause| BEHIND.contains(cause));
        assert!(!first.is_empty() && !behind, "{text} {first:?}");
        assert!(!diagnosis.checks.is_empty(), "{text}");
    }
}

#[test]
fn a_second_hop_that_is_told_beside_it_leads() {
    let (_, diagnosis) =
        diagnosed("they type the right password\nthe database sees ANONYMOUS LOGON");
    assert!(BEHIND.contains(&diagnosis.causes[0].cause));
}
