//! What is looked up next is of the cause that leads, and of what is left open.

use super::{SPACE, diagnosed, unusual};
use double_hop::lab::space::Unusual as U;
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
fn which_accounts_have_a_name_is_not_asked_of_who_printed_both() {
    const LISTS: &str = "Registered ServicePrincipalNames for CN=svc_portal,OU=Service,DC=contoso,DC=example:\n\
         \tHTTP/portal.contoso.example\n\tHTTP/portal\n\
         Registered ServicePrincipalNames for CN=APP-07,CN=Computers,DC=contoso,DC=example:\n\
         \tHTTP/portal.contoso.example\n\tHOST/APP-07\n";
    let searches = [
        "Checking domain DC=contoso,DC=example\nCN=svc_a,OU=Service,DC=contoso,DC=example\n\
         \tHTTP/portal.contoso.example\nCN=svc_b,OU=Service,DC=contoso,DC=example\n\
         \tHTTP/portal.contoso.example\n\nExisting SPN found!",
        "Processing entry 0\nHTTP/portal is registered on these accounts:\n\tCN=svc_a,DC=contoso\n\tCN=WEB-01,DC=contoso\n\n\
         found 1 group of duplicate SPNs.",
        "HTTP/portal is registered on these accounts: CN=svc_a, CN=svc_b",
    ];
    let modified = [LISTS, "KRB_AP_ERR_MODIFIED"].concat();
    for text in searches.into_iter().chain([LISTS, &modified]) {
        let (_, diagnosis) = diagnosed(text);
        let causes = &diagnosis.causes;
        assert!(
            causes.iter().any(|it| it.cause == unusual(U::SpnTwice)),
            "{text}"
        );
        let checks: Vec<Check> = diagnosis.checks.iter().map(|it| it.check).collect();
        assert!(!checks.contains(&Check::WebSpn), "{text} {checks:?}");
    }
    // Of one of them it is not known who the other is.
    let one = LISTS.split_inclusive("HTTP/portal\n").next().unwrap();
    let (_, diagnosis) = diagnosed(&[one, "Kerberos-Key-Distribution-Center event 11"].concat());
    assert_eq!(diagnosis.checks[0].check, Check::WebSpn);
}

#[test]
fn names_of_two_accounts_that_are_others_are_no_name_twice() {
    let (_, diagnosis) = diagnosed(
        "Registered ServicePrincipalNames for CN=WEB-01,CN=Computers,DC=contoso,DC=example:\n\tHOST/WEB-01\n\tHOST/web-01.contoso.example\n\
         Registered ServicePrincipalNames for CN=svc_portal,OU=Service,DC=contoso,DC=example:\n\tHTTP/portal.contoso.example\n\
         KRB_AP_ERR_MODIFIED",
    );
    let found = diagnosis
        .causes
        .iter()
        .find(|it| it.cause == unusual(U::SpnOnPoolInKernelMode));
    assert!(found.unwrap().missed.is_empty(), "{:?}", diagnosis.causes);
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
