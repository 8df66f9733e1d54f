//! What is easily taken for something else: names of products, one's own computer, and words of a cause that are told of
//! what works.

use super::{all_lead, diagnosed, unusual};
use double_hop::lab::Observable as O;
use double_hop::lab::space::Unusual as U;
use double_hop::present::diagnose::{Cause, OutsideCause as Out, Sign};

/// The causes of a ticket that the service cannot open.
const KEY: &[Cause] = &[
    unusual(U::PoolKeyWithoutSpn),
    unusual(U::SpnOnPoolInKernelMode),
    unusual(U::SpnElsewhere),
];

/// Whether one of these is taken to be said.
fn says(text: &str, any: &[O]) -> bool {
    let seen = diagnosed(text).0.observations;
    let mut signs = seen.iter().flat_map(|it| &it.signs);
    signs.any(|sign| matches!(sign, Sign::Any(all) if any.iter().any(|it| all.contains(it))))
}

#[test]
fn a_401_that_the_caller_gets_is_of_the_first_server_whatever_the_product_is_called() {
    for text in [
        "After installing SQL Server Reporting Services, our report manager gives error 401 with Windows authentication.",
        "SQL Server 2012 Reporting Services fails with Windows authentication for us: HTTP Error 401.1 - Unauthorized",
        "SQL Reporting Services with Kerberos: HTTP Error 401.1 - Unauthorized when I open the report server in Edge.",
        "insomnia get query with NTLM auth fails with a 401 error, and the log of the service has the same error",
        "I call our web service with curl --negotiate and it fails: 401 Unauthorized",
        "Our WCF endpoint with Windows auth fails: I get 401 from the test client",
    ] {
        assert!(!says(text, &[O::SecondHopFails]), "{text}");
        assert!(says(text, &[O::FirstHopRefused]), "{text}");
    }
    for text in [
        "Our web app calls the API as the user with Windows auth, and the API fails with 401 Unauthorized",
        "The site opens with Kerberos, but its call to the web service fails with 401",
    ] {
        assert!(says(text, &[O::SecondHopFails]), "{text}");
    }
}

#[test]
fn a_status_outweighs_words_that_tell_of_no_second_server() {
    let text = "Windows auth with our report data is broken\nBrowser shows: HTTP Error 401.1 - Unauthorized";
    assert!(!says(text, &[O::SecondHopFails]));
    assert!(says(text, &[O::FirstHopRefused]));
}

#[test]
fn a_server_that_asks_for_credentials_refuses_nobody_yet() {
    for text in [
        "Server answers 401 with Negotiate and NTLM",
        "The server returns a 401 with WWW-Authenticate: Negotiate",
    ] {
        assert!(!says(text, &[O::FirstHopRefused]), "{text}");
    }
}

#[test]
fn a_computer_that_cannot_call_itself_by_its_name_is_the_loopback_check() {
    let loopback: &[Cause] = &[unusual(U::LoopbackByOtherName)];
    all_lead(&[
        (
            "With the site's name from any colleague's computer it works. The only computer where I get the login box is \
             the machine itself.",
            loopback,
        ),
        (
            "From another machine it works fine, the only machine that cannot browse to the portal is the local machine: 401.1",
            loopback,
        ),
        (
            "Browsing to the DNS name asks for a password and takes none, with http://localhost it worked fine",
            loopback,
        ),
        (
            "http://localhost:8080 is ok, by the machine name of the same computer the authentication fails",
            loopback,
        ),
        (
            "I call the site by my.dev.test (that one points to localhost in the hosts file) and the authentication fails",
            loopback,
        ),
        (
            "Both services run on the same server, and the first is rejected with 401 Unauthorized when it calls the second",
            loopback,
        ),
        (
            "Our web application calls itself by its public name, and that call fails with error 401",
            loopback,
        ),
    ]);
}

#[test]
fn localhost_is_the_server_where_another_computer_fails() {
    let text = "By its DNS name the site asks for a password from another computer, with http://localhost it works fine";
    assert!(says(text, &[O::WorksOnServer]));
    assert!(!says(text, &[O::FailsOnServerOnly]));
}

#[test]
fn a_customer_with_a_problem_is_not_the_only_one_who_fails() {
    let text = "One of my customers ran into an error: the site asks for a password";
    assert!(!says(text, &[O::SomeUsersOnly]));
    assert!(says(
        "One of our customers gets a 401 error",
        &[O::SomeUsersOnly]
    ));
}

#[test]
fn prompts_that_take_right_credentials_are_of_the_first_hop() {
    for text in [
        "The site keeps prompting for a login, and the credentials are right",
        "Users keep getting prompted with a login window although they type the right password",
    ] {
        let (_, diagnosis) = diagnosed(text);
        let first: Vec<Cause> = diagnosis.causes.iter().map(|it| it.cause).take(3).collect();
        assert!(!first.contains(&Cause::MayNotDelegate), "{text}");
        assert!(!first.contains(&unusual(U::WrongPassword)), "{text}");
        assert!(says(text, &[O::AskedAgain]), "{text}");
    }
}

#[test]
fn what_depends_on_the_account_of_the_service_is_its_key_and_its_spn() {
    for text in [
        "As long as the pool runs as NetworkService the page works, as a domain account it prompts",
        "With ApplicationPoolIdentity everything works. With our domain user in the application pool we get 401.1",
        "Windows login of our service only works when it runs as Local System, otherwise the box comes again and again",
        "The app pool runs as a domain account, and all get HTTP Error 401.1 - Unauthorized",
    ] {
        let (_, diagnosis) = diagnosed(text);
        let first = diagnosis.causes.first().map(|it| it.cause);
        assert!(KEY.iter().any(|it| Some(*it) == first), "{text}: {first:?}");
    }
}

#[test]
fn by_its_address_it_works_with_ntlm_and_by_its_name_a_ticket_is_refused() {
    all_lead(&[
        (
            "By IP address the login works, by name a box for credentials pops up",
            KEY,
        ),
        (
            "With the IP address in the URL single sign-on is ok.\nWith the FQDN I get a login window.",
            KEY,
        ),
    ]);
}

#[test]
fn one_name_that_asks_is_of_the_zone_or_of_no_automatic_logon() {
    let zone: &[Cause] = &[
        Cause::Outside(Out::NoAutomaticLogon),
        unusual(U::InternetZone),
    ];
    all_lead(&[
        (
            "Edge asks for credentials if we take the FQDN of the server in place of the short one",
            zone,
        ),
        (
            "With the full DNS name there is always a login box, with the short name there is none",
            zone,
        ),
    ]);
}

#[test]
fn an_spn_with_a_port_is_none_for_a_client_that_asks_without() {
    all_lead(&[
        (
            "setspn -S HTTP/app.corp.test:8443 svc-app has no effect",
            &[unusual(U::SpnMissing)],
        ),
        (
            "We registered HTTP/app.corp.test:5000 as SPN, and browsers ask for it without the port",
            &[unusual(U::SpnMissing)],
        ),
    ]);
}
