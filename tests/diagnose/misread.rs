//! What is easily taken for something else: names of products, one's own computer, and words of a cause that are told of
//! what works.

use super::{all_lead, diagnosed, first_causes, leads, leads_to_one_of, unusual};
use double_hop::hosts::Package;
use double_hop::lab::space::Unusual as U;
use double_hop::lab::{DelegationTrust as T, Observable as O, SettingFinding as F};
use double_hop::present::diagnose::{Cause, OutsideCause as Out, Sign, Symptom};

/// The causes of a ticket that the service cannot open.
const KEY: &[Cause] = &[
    unusual(U::PoolKeyWithoutSpn),
    unusual(U::SpnOnPoolInKernelMode),
    unusual(U::SpnElsewhere),
];

/// One of these is among the first three causes; not each of the lines has to say something by itself.
#[track_caller]
fn leads_together(told: &[&str], to: &[Cause]) {
    for text in told {
        leads_to_one_of(text, to);
    }
}

/// All that a text was taken to say.
fn signs(text: &str) -> Vec<Sign> {
    let seen = diagnosed(text).0.observations.into_iter();
    seen.flat_map(|it| it.signs).collect()
}

/// Whether one of these is taken to be said.
fn says(text: &str, any: &[O]) -> bool {
    let seen = diagnosed(text).0.observations;
    let mut signs = seen.iter().flat_map(|it| &it.signs);
    signs.any(|sign| matches!(sign, Sign::Any(all) if any.iter().any(|it| all.contains(it))))
}

#[test]
fn words_of_something_else_are_not_taken_for_a_cause() {
    for (text, cause) in [
        (
            "CredSSP authentication is currently disabled in the client configuration.",
            Cause::Outside(Out::Locked),
        ),
        (
            "I logged into SERVER1 from my laptop via SSMS and it failed. If I logged into SERVER1 via remote desktop it would run fine.",
            Cause::Outside(Out::DevelopmentServer),
        ),
        (
            "Browsing a webpage over system proxy using NTLM/Kerberos authentication. No login information is sent.",
            Cause::ComesByNtlm,
        ),
        (
            "At the moment Firefox latest does not use NTLM by default.",
            Cause::ComesByNtlm,
        ),
        (
            "This works fine as long as only one user is signed in. With two users the wrong identity arrives at the API.",
            unusual(U::Protected),
        ),
    ] {
        let (_, causes) = first_causes(text);
        assert!(!causes.contains(&cause), "{text} {causes:?}");
    }
    let shared = [Cause::Outside(Out::SharedConnections)];
    leads_together(
        &[
            "User 1 sometimes receives user 2's data.",
            "This works fine as long as only one user is signed in.",
        ],
        &shared,
    );
    let text = "It works fine when I'm using unconstrained delegation but when I switch to constrained delegation it fails";
    assert!(!says(text, &[O::Is(F::Trust(T::Unconstrained))]));
    assert!(says(text, &[O::Is(F::Trust(T::KerberosOnly))]));
}

#[test]
fn a_401_that_the_caller_gets_is_of_the_first_server_whatever_the_product_is_called() {
    for text in [
        "After installing SQL Server Reporting Services, our report manager gives error 401 with Windows authentication.",
        "SQL Server 2012 Reporting Services fails with Windows authentication for us: HTTP Error 401.1 - Unauthorized",
        "SQL Reporting Services with Kerberos: HTTP Error 401.1 - Unauthorized when I open the report server in Edge.",
        "insomnia get query with NTLM auth fails with a 401 error, and the log of the service has the same error",
        "Calling our SOAP service from SoapUI with NTLM credentials returns 401 Unauthorized",
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
fn words_that_tell_two_servers_apart_stand_beside_a_status() {
    let text = "Our data service fails with Windows auth\n\
        The site works with Kerberos, but its data service fails\n\
        curl shows HTTP 401 from it";
    assert!(says(text, &[O::SecondHopFails]));
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
            "On our web server I get the login box and then 401.1. From my PC I can open it.",
            loopback,
        ),
        (
            "With a local browser the name of the initiator is null, from a colleague's workstation it works",
            loopback,
        ),
        (
            "Our web application calls itself by its public name, and that call fails with error 401",
            loopback,
        ),
    ]);
}

#[test]
fn another_program_on_ones_own_computer_is_no_server() {
    let text = "Firefox on the same machine gets a 401 error, Edge does not";
    assert!(!says(text, &[O::FailsOnServerOnly]));
    let text = "By its DNS name the site fails on my phone, with http://localhost it works";
    assert!(!says(text, &[O::FailsOnServerOnly]));
}

#[test]
fn localhost_is_the_server_where_another_computer_fails() {
    let text = "By its DNS name the site asks for a password from another computer, with http://localhost it works fine";
    assert!(says(text, &[O::WorksOnServer]));
    assert!(!says(text, &[O::FailsOnServerOnly]));
}

#[test]
fn a_customer_with_a_problem_is_not_the_only_one_who_fails() {
    for text in [
        "One of my customers ran into an error: the site asks for a password",
        "One of our customers cannot log in, it is so for their company as a whole",
    ] {
        assert!(!says(text, &[O::SomeUsersOnly]), "{text}");
    }
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
        let (_, first) = first_causes(text);
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
        "SQL Reporting Services on IIS: the app pool is running under a domain account. HTTP Error 401.1 - Unauthorized",
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
            "http://10.4.5.6/app logs all in automatically, http://app.corp.test/app keeps asking for credentials",
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

#[test]
fn an_error_of_windows_in_words_is_its_code() {
    for (text, code) in [
        (
            "AcceptSecurityContext: The token supplied to the function is invalid",
            "0x80090308",
        ),
        (
            "java: a token sent to the function is invalid.",
            "0x80090308",
        ),
        (
            "No authority could be contacted for authentication.",
            "0x80090311",
        ),
        ("The logon attempt failed", "0x8009030C"),
        (
            "The specified target is unknown or unreachable",
            "0x80090303",
        ),
        (
            "The SAM database on the Windows Server does not have a computer account for this workstation trust relationship.",
            "0xC000018B",
        ),
    ] {
        assert_eq!(signs(text), signs(code), "{text}");
    }
}

#[test]
fn what_went_wrong_outweighs_the_error_around_it() {
    let unreached: &[Cause] = &[Cause::Outside(Out::NoController)];
    for text in [
        "SSPI Provider: Cannot find KDC for realm \"CORP.TEST\".\nCannot generate SSPI context.",
        "Cannot generate SSPI context\nkinit: Cannot contact any KDC for realm 'CORP.TEST' while getting initial credentials",
    ] {
        let (_, diagnosis) = diagnosed(text);
        let first = diagnosis.causes.first().map(|it| it.cause);
        assert_eq!(first, unreached.first().copied(), "{text}");
    }
    all_lead(&[(
        "ODBC Driver 18: SSPI Provider: Server not found in Kerberos database",
        &[Cause::Outside(Out::BackEndSpn)],
    )]);
}

#[test]
fn a_token_that_is_invalid_is_no_wrong_password() {
    for text in [
        "0x80090308",
        "System.Exception: The token supplied to the function is invalid",
    ] {
        let (_, diagnosis) = diagnosed(text);
        let first = diagnosis.causes.first().map(|it| it.cause);
        assert!(KEY.iter().any(|it| Some(*it) == first), "{text}: {first:?}");
    }
}

#[test]
fn a_ticket_that_the_database_does_not_get_is_of_its_spn() {
    let spn: &[Cause] = &[Cause::Outside(Out::BackEndSpn)];
    leads_together(
        &[
            "Our script requests no Kerberos ticket, and the connection ends with error 18452",
            "There is no service ticket for MSSQLSvc/db7.corp.test, so the driver falls back to NTLM",
        ],
        spn,
    );
    let blocked: &[Cause] = &[Cause::Outside(Out::NtlmBlocked)];
    all_lead(&[
        (
            "NTLM is forbidden by our security policy, we get a 401 error",
            blocked,
        ),
        ("I know that NTLM is not allowed here", blocked),
    ]);
}

#[test]
fn remoting_that_fails_beside_an_http_spn_of_an_account_has_lost_that_name() {
    let taken: &[Cause] = &[Cause::Outside(Out::SpnOfWinRm)];
    all_lead(&[
        (
            "We moved the HTTP SPN of the node to the pool's domain account for the web farm, and since then WinRM is broken",
            taken,
        ),
        (
            "HTTP/app7.corp.test is on svc-farm now.\nEnter-PSSession app7.corp.test fails, Enter-PSSession app7 succeeds.",
            taken,
        ),
    ]);
}

#[test]
fn what_works_without_extended_protection_is_of_it() {
    let protection: &[Cause] = &[Cause::Outside(Out::ExtendedProtection)];
    all_lead(&[
        (
            "With EPA set to Required our client gets a 401 error",
            protection,
        ),
        (
            "Only if Extended Protection is disabled for the site the login of the old client works",
            protection,
        ),
        (
            "curl --negotiate gets 401. We changed EPA to Allowed, and it still fails. With EPA off it works.",
            protection,
        ),
    ]);
}

#[test]
fn a_setting_that_does_not_help_is_no_refusal_that_is_kept() {
    let kept = |text: &str| {
        let seen = diagnosed(text).0.observations;
        seen.iter().any(|it| it.has(&[Symptom::StillFails]))
    };
    assert!(!kept(
        "I changed the order of the providers, the site still fails with 401.1"
    ));
    assert!(!kept("Cleared the browser's cache, it still fails"));
    assert!(kept("RBCD is set, it still fails"));
    assert!(kept(
        "We set the delegation ten minutes ago and it still fails"
    ));
}

#[test]
fn kerberos_that_is_wanted_is_not_yet_there() {
    let came = [O::FrontEndKnowsBy(Package::Kerberos)];
    for text in [
        "The hosts are in the domain, so I'm using Kerberos with the tool",
        "I ran into an issue using Kerberos auth",
        "The site is configured to use Kerberos, and we want to use Kerberos for the API",
    ] {
        assert!(!says(text, &came), "{text}");
    }
    assert!(says("People are logged in using Kerberos", &came));
    let text = "The site is set up to use Kerberos, and people come in with Kerberos";
    assert!(says(text, &came));
}

#[test]
fn one_event_of_the_connector_has_many_reasons() {
    for text in [
        "The connector logs event 12027 for our published site",
        "Application Proxy: event ID 12027, an unexpected error",
    ] {
        let (_, diagnosis) = diagnosed(text);
        let krbtgt = Cause::Outside(Out::KrbtgtSensitive);
        assert!(
            diagnosis.causes.iter().all(|it| it.cause != krbtgt),
            "{text}"
        );
    }
}

#[test]
fn what_fails_behind_a_proxy_alone_is_the_proxy() {
    let proxy: &[Cause] = &[
        Cause::Outside(Out::SharedConnections),
        unusual(U::NoKeepAlive),
    ];
    leads_together(
        &[
            "Our app with NTLM works directly on its port, through the nginx in front of it the login fails",
            "The F5 is our load balancer. Direct to the node NTLM works, over the F5 people are prompted again and again.",
            "Going directly to the backend works with NTLM, through ARR we get 401",
            "If we bypass the load balancer and go directly to the server Windows authentication works",
            "If we eliminate the YARP proxy and call the server directly, everything works. Authentication is NTLM.",
            "Windows auth is fine standalone.\nAs soon as it is behind the load balancer, it fails.",
        ],
        proxy,
    );
}

#[test]
fn what_works_on_another_server_is_no_browser() {
    for text in [
        "On the old server SSO is fine. On the new server the same people get a login box.",
        "On our existing server the SSO works, on the new machine it asks for the password although they are logged on to Windows",
    ] {
        let (_, first) = first_causes(text);
        assert!(
            !first.contains(&Cause::Outside(Out::NoAutomaticLogon)),
            "{text}"
        );
    }
}

#[test]
fn a_share_in_a_remote_session_is_a_second_hop_over_several_lines_too() {
    let hop: &[Cause] = &[Cause::Outside(Out::RemoteSession)];
    leads_together(
        &[
            "Invoke-Command -ComputerName app1 -ScriptBlock { .\\setup.ps1 }\n\
             The script copies from \\\\files01\\setup\nCopy-Item: Access is denied",
            "I start the installer with Ansible\nit lies on \\\\nas\\install\nwhat comes back: access denied",
        ],
        hop,
    );
}

#[test]
fn what_is_not_modelled_is_said_and_taken_for_nothing_else() {
    for (text, cause) in [
        (
            "With Windows authentication the OPTIONS calls of our CORS requests get 401, GET works",
            Out::Preflight,
        ),
        (
            "Preflight fails: 401 Unauthorized, before the sign-in even begins",
            Out::Preflight,
        ),
        (
            "gss_acquire_cred() failed: No key table entry found for HTTP@CORP.TEST",
            Out::Keytab,
        ),
        (
            "The keytab file exists, but the daemon gets: permission denied",
            Out::Keytab,
        ),
        (
            "An unsupported mechanism was requested. NTLM authentication requires the GSSAPI plugin 'gss-ntlmssp'.",
            Out::NtlmLibrary,
        ),
        (
            "Win32Exception (0x80090020): GSSAPI operation failed with error - An invalid status code was supplied",
            Out::NtlmLibrary,
        ),
        (
            "A computer policy does not allow the delegation of the user credentials to the target computer.",
            Out::CredSspPolicy,
        ),
        (
            "# The WinRM client cannot process the request. A computer policy does not allow\n\
             # the delegation of the user credentials to the target computer.",
            Out::CredSspPolicy,
        ),
    ] {
        let (_, diagnosis) = diagnosed(text);
        let first = diagnosis.causes.first().map(|it| it.cause);
        assert_eq!(first, Some(Cause::Outside(cause)), "{text}");
        assert!(cause.in_lab().is_none());
    }
}

#[test]
fn a_cause_that_is_told_surely_need_not_hit_everybody() {
    all_lead(&[(
        "Bad Request - Request Too Long\nNot all users see it.",
        &[Cause::Outside(Out::TokenSize)],
    )]);
}

#[test]
fn a_proxy_with_basic_or_forms_needs_no_connection_that_stays() {
    for text in [
        "nginx does basic auth in front and people get endless password prompts",
        "Basic authentication on the F5 in front of IIS, asked for the password over and over",
        "HAProxy with basic auth, IIS behind it; directly it works, through haproxy it asks for credentials",
        "Forms login at the load balancer works, then Windows authentication behind the proxy prompts again",
        "through the reverse proxy with forms authentication it fails, directly with windows authentication it works",
    ] {
        let (reading, diagnosis) = diagnosed(text);
        let closed = Sign::Any(vec![O::Is(F::KeepsAlive(false))]);
        assert!(
            reading
                .observations
                .iter()
                .all(|it| !it.signs.contains(&closed)),
            "{text}"
        );
        let first = diagnosis.causes.first().map(|it| it.cause);
        assert_ne!(first, Some(unusual(U::BasicWithoutDomain)), "{text}");
    }
    for text in [
        "nginx in front of IIS, NTLM, endless prompts",
        "We put HAProxy in front of IIS with Windows auth. Directly it works, through the proxy it keeps asking for credentials.",
    ] {
        leads(text, &[unusual(U::NoKeepAlive)]);
    }
}

#[test]
fn a_scheduled_task_is_not_asked_for_its_browser() {
    for text in [
        "A scheduled task on the web server calls a share on another server: access denied, run interactively it works",
        "Task Scheduler job connects to SQL and gets Login failed for user 'NT AUTHORITY\\ANONYMOUS LOGON'",
        "Scheduled task on Server 2003 runs a script against a remote SQL Server. Login failed for user '(null)'",
    ] {
        let (_, diagnosis) = diagnosed(text);
        assert_eq!(diagnosis.told_first(), Some(Out::TaskLogon), "{text}");
    }
}
