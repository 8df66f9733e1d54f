//! What is looked up next is of the cause that leads, and of what is left open.

use super::{SPACE, diagnosed};
use double_hop::present::diagnose::{Check, OutsideCause as Out, diagnose};

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
fn which_two_accounts_have_a_name_is_looked_up() {
    for text in [
        "setspn -X found a duplicate: HTTP/portal on svc_a and svc_b.",
        "Log Name: System\nSource: Microsoft-Windows-Kerberos-Key-Distribution-Center\nEvent ID: 11\n\
         The KDC encountered duplicate names while processing a Kerberos authentication request. The duplicate name is HTTP/portal.corp.local.",
    ] {
        let (reading, diagnosis) = diagnosed(text);
        assert_eq!(diagnosis.checks[0].check, Check::WebSpn, "{text}");
        // Who answered it is not asked again.
        let (answer, _) = diagnosis.checks[0].answers[0];
        let answered = [
            &reading.observations[..],
            &[Check::WebSpn.observation(answer)],
        ]
        .concat();
        let diagnosis = diagnose(&SPACE, &answered);
        assert!(diagnosis.checks.iter().all(|it| it.check != Check::WebSpn));
    }
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
