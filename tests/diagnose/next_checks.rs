//! What is looked up next is of the cause that leads, and of what is left open.

use super::diagnosed;
use double_hop::present::diagnose::{Check, OutsideCause as Out};

#[test]
fn a_refusal_for_delegation_is_looked_up_in_the_attributes_of_delegation() {
    for text in [
        "KDC_ERR_BADOPTION when the web server asks in the user's name",
        "4769 Failure Code 0xD for the web server's account",
        "S4U2proxy fails with error 13",
        "KDC cannot accommodate requested option (13)",
        "S4U2self ticket must be FORWARDABLE",
        "0xD STATUS_ACCOUNT_RESTRICTION",
    ] {
        let (_, diagnosis) = diagnosed(text);
        let next = diagnosis.checks[0].check;
        let of_delegation = [Check::Trust, Check::List, Check::LetsAct, Check::User];
        assert!(of_delegation.contains(&next), "{text} {next:?}");
    }
}

#[test]
fn what_is_told_as_one_of_several_is_looked_up_first() {
    let (_, diagnosis) = diagnosed(
        "the web server has a list of services, and the back end refuses\nmsDS-AllowedToDelegateTo : {MSSQLSvc/sql}",
    );
    assert_eq!(diagnosis.checks[0].check, Check::Trust);
}

#[test]
fn the_check_of_a_cause_outside_the_lab_goes_first_where_it_leads() {
    for text in [
        "linked server: Login failed for user 'NT AUTHORITY\\ANONYMOUS LOGON' from SSMS on my PC, no web server involved",
        "SQL Agent job -> linked server: Login failed for user 'NT AUTHORITY\\ANONYMOUS LOGON'",
    ] {
        assert_eq!(
            diagnosed(text).1.told_first(),
            Some(Out::LinkedServer),
            "{text}"
        );
    }
    assert_eq!(diagnosed("KDC_ERR_BADOPTION").1.told_first(), None);
}
