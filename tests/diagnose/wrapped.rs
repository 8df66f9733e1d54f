//! Text that was broken into lines, and several sentences in one.

use super::{diagnosed, first_causes, leads_to_one_of, unusual};
use double_hop::lab::Observable as O;
use double_hop::lab::space::Unusual as U;
use double_hop::present::diagnose::{Cause, OutsideCause as Out, Sign};

#[test]
fn a_sentence_that_was_broken_into_lines_is_read_as_one() {
    for (wrapped, cause) in [
        (
            "Connecting to remote server DSC failed with the following error message : The WinRM client cannot process the request. CredSSP\n\
             authentication is currently disabled in the client configuration. Change the client configuration and try the request again.",
            Cause::Outside(Out::CredSspPolicy),
        ),
        (
            "You will receive this error message only if you try to browse the website\n\
             directly on the server. If you browse the website from a client computer, the\n\
             website works as expected.",
            unusual(U::LoopbackByOtherName),
        ),
        (
            "In Windows everything is fine, but each time when somebody opens the page the\n\
             clock skew between the client and the server makes the whole logon fail.",
            unusual(U::Clock),
        ),
    ] {
        let (_, causes) = first_causes(wrapped);
        assert!(causes.contains(&cause), "{wrapped} {causes:?}");
        let (_, whole) = first_causes(&wrapped.replace('\n', " "));
        assert_eq!(causes, whole, "{wrapped}");
    }
}

#[test]
fn what_is_no_sentence_stays_in_its_line() {
    let two = "the web server has a list of services that it may use for all of its users\n\
        msDS-AllowedToDelegateTo : {}";
    let (reading, _) = diagnosed(two);
    assert_eq!(reading.observations.last().map(|it| it.line), Some(Some(2)));
}

#[test]
fn what_somebody_tells_beside_an_error_counts() {
    let text = "Our users get in by Kerberos. SSPI handshake failed with error code 0x80090346.";
    let (reading, _) = diagnosed(text);
    let kerberos = |sign: &Sign| matches!(sign, Sign::Any(any) if any.contains(&O::FrontEndKnowsBy(double_hop::hosts::Package::Kerberos)));
    assert!(
        reading
            .observations
            .iter()
            .any(|it| it.signs.iter().any(kerberos)),
        "{reading:?}"
    );
    leads_to_one_of(text, &[Cause::Outside(Out::ExtendedProtection)]);
}

#[test]
fn two_servers_are_told_apart_where_a_second_is_named() {
    let text = "I use the application on a remote server:\nFor addresses with an IP I need to provide the credentials\n\
        By computer domain name I do not need to provide them.\nLocal machine:\nI am forced to provide the credentials each time.";
    let (reading, _) = diagnosed(text);
    let fails = |sign: &Sign| *sign == Sign::Any(vec![O::SecondHopFails]);
    assert!(
        !reading
            .observations
            .iter()
            .any(|it| it.signs.iter().any(fails)),
        "{reading:?}"
    );
}
