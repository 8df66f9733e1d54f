//! What tools print, and what may be taken for more than it says: the text is read for what it tells, and for no more.

use super::{SPACE, diagnosed, unusual};
use double_hop::lab::space::Unusual as U;
use double_hop::lab::{Observable as O, SettingFinding as F, SpnHolder};
use double_hop::present::diagnose::{Cause, OutsideCause as Out, Sign, read};
use double_hop::present::narration::diagnose::told;

/// Outputs of which nothing follows.
const TELL_NOTHING: &[&str] = &[
    // Nobody says that a password is right.
    "GSSException: Failure unspecified at GSS-API level (Mechanism level: Request is a replay (34))",
    ">>> Acquire default native Credentials\nPrincipal is HTTP/server.dev.local@DEV.LOCAL\nnull credentials from Ticket Cache\n\
     >>> KrbAsReq creating message\n>>>Pre-Authentication Data:\n         PA-DATA type = 11\n>>>KRBError:\n         error code is 25",
    // WinRM's own words for any failure.
    "Connecting to remote server mail.company.com failed with the following error message : WinRM cannot process the request. The \
     following error occurred while using Kerberos authentication: Cannot find the computer mail.company.com. Verify that the \
     computer exists on the network and that the name provided is spelled correctly.",
    "    Possible causes are:\n     -The user name or password specified are invalid.\n     -Kerberos is used when no authentication \
     method and no user name are specified.\n     -The Service Principal Name (SPN) for the remote computer name and port does not \
     exist.",
    // Who asks is a computer, for itself, as all computers do.
    "{\"EventID\":4769,\"SourceName\":\"Microsoft-Windows-Security-Auditing\",\"Channel\":\"Security\",\"TargetUserName\":\
     \"user1$@DOMAIN.RU\",\"ServiceName\":\"SRV1$\",\"TicketOptions\":\"0x40810000\",\"Status\":\"0x0\",\"TransmittedServices\":\"-\"}",
    // The database's, not the web server's.
    "Checking domain DC=lab,DC=vx\nCN=MSSQL Service Account,OU=Lab,DC=lab,DC=vx\n        MSSQLSvc/SVR.lab.vx:1433\n        \
     MSSQLSvc/SVR.lab.vx\n\nExisting SPN found!",
    // The first request has no proof: so every sign-in begins.
    "$ curl -v -k http://adcs/certsrv\n> GET /certsrv HTTP/1.1\n> Host: adcs\n>\n< HTTP/1.1 401 Unauthorized\n\
     <title>401 - Unauthorized: Access is denied due to invalid credentials.</title>",
    // A statement of a program.
    "logger.Trace(\"Successful logged in with kerberos: \" + context.User.Identity.Name);",
    // A tool's name alone.
    "*Evil-WinRM* PS C:\\Users\\hell\\Documents> net group /domain",
    // A domain controller is always trusted for delegation.
    "DistinguishedName : CN=DC01,OU=Domain Controllers,DC=timelapse,DC=htb\nTrustedForDelegation : True",
];

#[test]
fn the_names_of_a_databases_computer_are_no_web_servers() {
    let (reading, _) = diagnosed(
        "setspn -L SQL01\nRegistered ServicePrincipalNames for CN=SQL01,OU=Servers,DC=contoso,DC=com:\n\
         MSSQLSvc/sql01.contoso.com:1433\nHOST/SQL01\nHOST/sql01.contoso.com",
    );
    assert!(reading.observations.iter().all(|it| it.says_nothing()));
}

#[test]
fn what_says_nothing_leads_nowhere() {
    let mut wrong = String::new();
    for text in TELL_NOTHING {
        let (reading, diagnosis) = diagnosed(text);
        if !diagnosis.causes.is_empty() {
            let causes: Vec<Cause> = diagnosis.causes.iter().map(|it| it.cause).collect();
            wrong += &format!("{text}\n  {:#?}\n  {causes:?}\n", reading.observations);
        }
        // And it is said that it was read, or that it was not.
        assert!(reading != Default::default(), "{text}");
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Outputs, causes that follow from them, all of them among the first, and causes that do not.
const TELL: &[(&str, &[Cause], &[Cause])] = &[
    (
        "New-PSSession : [app] Connecting to remote server SRV failed with the following error message : WinRM cannot process the \
         request. The following error with errorcode 0x80090311 occurred while using Kerberos authentication: There are currently \
         no logon servers available to service the logon request.",
        &[Cause::Outside(Out::NoController)],
        &[Cause::Outside(Out::SpnOfWinRm), Cause::MayNotDelegate],
    ),
    // Which of the two it is, it does not say.
    (
        "Failure Reason: Unknown user name or bad password.",
        &[unusual(U::WrongPassword), unusual(U::UnknownUser)],
        &[],
    ),
    (
        "The user name or password is incorrect.",
        &[unusual(U::WrongPassword), unusual(U::UnknownUser)],
        &[],
    ),
    (
        "{\"EventID\":4625,\"Channel\":\"Security\",\"SourceName\":\"Microsoft-Windows-Security-Auditing\",\"TargetUserName\":\"bob\",\
         \"LogonType\":3,\"AuthenticationPackageName\":\"NTLM\",\"Status\":\"0xc000006d\"}",
        &[unusual(U::WrongPassword), unusual(U::UnknownUser)],
        &[],
    ),
    (
        "Failure Reason:\t\tUnknown user name or bad password.\nStatus:\t\t\t0xC000006D\nSub Status:\t\t0xC0000064",
        &[unusual(U::UnknownUser)],
        &[unusual(U::WrongPassword)],
    ),
    (
        "Status='0xc000006d'\nFailureReason='%%2313'\nSubStatus='0xc0000064'",
        &[unusual(U::UnknownUser)],
        &[unusual(U::WrongPassword)],
    ),
    // The computer's own names, as they stand on every computer.
    (
        "C:\\>setspn -L web04\nRegistered ServicePrincipalNames for CN=web04,CN=Computers,DC=corp,DC=com:\n        HOST/web04.corp.com\n        \
         HOST/web04\n        RestrictedKrbHost/WEB04",
        &[Cause::MayNotDelegate],
        &[unusual(U::SpnElsewhere), unusual(U::SpnOnPoolInKernelMode)],
    ),
    (
        "Login failed for user ''. The user is not associated with a trusted SQL Server connection. [CLIENT: 10.0.0.1]",
        &[Cause::Outside(Out::NoController)],
        &[],
    ),
    // What the event names is the back end's.
    (
        "The Kerberos client received a KRB_AP_ERR_MODIFIED error from the server sqlsvc. The target name used was \
         MSSQLSvc/sql01.corp.local:1433",
        &[Cause::Outside(Out::BackEndSpn)],
        &[unusual(U::SpnElsewhere), unusual(U::OldKey)],
    ),
    (
        "setspn -X found 1 group of duplicate SPNs for MSSQLSvc/sql01.corp.local",
        &[Cause::Outside(Out::BackEndSpn)],
        &[unusual(U::SpnTwice)],
    ),
    (
        "4769 with 0x7 for MSSQLSvc/sql01.corp.local:1433",
        &[Cause::Outside(Out::BackEndSpn)],
        &[unusual(U::SpnMissing)],
    ),
    (
        "klist on the web server shows no ticket for mssqlsvc",
        &[unusual(U::NotListed)],
        &[unusual(U::SpnMissing)],
    ),
    (
        "4769 failure code 0xe",
        &[
            Cause::Outside(Out::NoAesKey),
            Cause::Outside(Out::Rc4Default),
            unusual(U::AesOnly),
        ],
        &[],
    ),
    (
        "DC system log Kdcsvc 203 and 4769 with failure code 0xe",
        &[Cause::Outside(Out::Rc4Default)],
        &[unusual(U::AesOnly)],
    ),
    // The session opens, and the share behind it does not.
    (
        "Enter-PSSession to server1 works, but Get-ChildItem \\\\fileserver\\share from inside gives Access is denied. This is WinRM",
        &[Cause::Outside(Out::RemoteSession)],
        &[Cause::Outside(Out::SpnOfWinRm)],
    ),
    // Two browsers of one computer have its level.
    (
        "Works in IE but not in Chrome, ERR_INVALID_AUTH_CREDENTIALS",
        &[],
        &[unusual(U::LevelsDisagree)],
    ),
    // Two things in one line.
    (
        "2026-11-03 09:12:44 10.0.0.7 GET / - 80 - 10.0.0.9 Mozilla/5.0 - 401 1 2148074252 0 and event 4625 0xC000006D sub 0xC000006A",
        &[unusual(U::WrongPassword)],
        &[unusual(U::LoopbackByOtherName)],
    ),
    (
        "Login failed for user NT AUTHORITY\\ANONYMOUS LOGIN",
        &[Cause::MayNotDelegate],
        &[],
    ),
    (
        "My SQL server knows only about User X, i get **login failed for user 'Domain\\ Machine Name$ error**",
        &[Cause::Outside(Out::NoImpersonation)],
        &[unusual(U::NotAdmitted)],
    ),
    // What stands in a word is not said.
    (
        "I have ported a method from .net framework to .net core. A call to SSPI failed: The target principal name is incorrect",
        &[unusual(U::SpnElsewhere)],
        &[Cause::Outside(Out::DotNetPort)],
    ),
    (
        "Constrained delegation without protocol transition gives error 13",
        &[unusual(U::NotListed)],
        &[],
    ),
    (
        "When using haproxy in front of IIS with NTLM, sometimes one user logs in to another previously authorized user",
        &[Cause::Outside(Out::SharedConnections)],
        &[unusual(U::UnknownUser), unusual(U::WrongPassword)],
    ),
    (
        "NTLM behind an nginx reverse proxy: Unexpected NTLM message Type 3 in new connection",
        &[unusual(U::NoKeepAlive)],
        &[],
    ),
    (
        "Invoke-Command on the remote machine: An operations error occurred.",
        &[Cause::Outside(Out::RemoteSession)],
        &[],
    ),
    (
        "backend log shows DOMAIN\\WEB01$ instead of user",
        &[Cause::Outside(Out::NoImpersonation)],
        &[],
    ),
];

#[test]
fn outputs_lead_to_what_they_say_and_to_nothing_else() {
    let mut wrong = String::new();
    for (text, to, not_to) in TELL {
        let (reading, diagnosis) = diagnosed(text);
        let causes: Vec<Cause> = diagnosis.causes.iter().map(|it| it.cause).collect();
        let all = to.iter().all(|it| causes.contains(it));
        let first = causes.iter().take(5);
        let false_ones = first.filter(|it| not_to.contains(it)).count();
        if !all || false_ones > 0 || !diagnosis.contradictions.is_empty() {
            wrong += &format!("{text}\n  {:#?}\n  {causes:?}\n", reading.observations);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn two_things_in_one_sentence_are_told_apart() {
    let (reading, diagnosis) = diagnosed("KRB_AP_ERR_SKEW and also ANONYMOUS LOGON on sql");
    let all = &reading.observations;
    let [(one, other)] = diagnosis.contradictions[..] else {
        panic!("{all:#?}");
    };
    assert_eq!(all[one].label, all[other].label);
    let said = [one, other].map(|it| told(all, it, SPACE.names()).unwrap());
    assert_ne!(said[0], said[1]);
}

#[test]
fn a_computer_whose_name_covers_those_of_its_services_lacks_no_spn() {
    let registered = |it: SpnHolder| O::Is(F::Spn(it));
    let signs = |text: &str| -> Vec<Sign> {
        let observations = read(text, SPACE.names()).observations;
        observations.into_iter().flat_map(|it| it.signs).collect()
    };
    let either = Sign::Any(vec![
        registered(SpnHolder::Computer),
        registered(SpnHolder::Nobody),
    ]);
    let http = "setspn -Q HTTP/web-01\nNo such SPN found.\n";
    assert_eq!(signs(http), std::slice::from_ref(&either));
    let neither = format!("{http}setspn -Q HOST/web-01\nNo such SPN found.");
    let lacks = Sign::Lacks(registered(SpnHolder::Computer));
    assert_eq!(signs(&neither), [either, lacks]);
    let (_, diagnosis) = diagnosed(&neither);
    assert_eq!(diagnosis.causes[0].cause, unusual(U::SpnMissing));
    let covered = "setspn -Q HOST/web-01\nCN=WEB-01,CN=Computers,DC=contoso,DC=example\n\tHOST/web-01\n\nExisting SPN found!";
    assert_eq!(signs(covered), [Sign::Lacks(registered(SpnHolder::Nobody))]);
}

#[test]
fn samples_of_a_clock_tell_how_far_it_is_off() {
    let signs = |text: &str| -> Vec<Sign> {
        let observations = read(text, SPACE.names()).observations;
        observations.into_iter().flat_map(|it| it.signs).collect()
    };
    let off = O::Is(F::ClockOff(true));
    let header = "Tracking DC-01 [192.0.2.1:123].\n";
    assert_eq!(
        signs(&format!(
            "{header}18:21:41, +400.0013s\n18:21:43, +400.0015s"
        )),
        [Sign::Any(vec![off])]
    );
    assert_eq!(
        signs(&format!("{header}18:21:41, -00.0013s")),
        [Sign::Lacks(off)]
    );
}
