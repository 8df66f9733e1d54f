//! What people report in their own words: what it leads to, what is no evidence, and what goes together.

use super::{SPACE, diagnosed, unusual};
use double_hop::lab::space::Unusual as U;
use double_hop::present::diagnose::{Cause, OutsideCause as Out};

const fn out(what: Out) -> Cause {
    Cause::Outside(what)
}

const RESTRICTED: &[Cause] = &[unusual(U::Sensitive), unusual(U::Protected)];
const OLD_KEY: &[Cause] = &[unusual(U::OldKey)];
const ALLOWLIST: &[Cause] = &[unusual(U::BrowserDoesNotDelegate)];
const LOOPBACK: &[Cause] = &[unusual(U::LoopbackByOtherName)];
const ALIAS: &[Cause] = &[unusual(U::Alias), out(Out::AliasSpn)];
const TOKEN_SIZE: &[Cause] = &[out(Out::TokenSize)];
const NO_SPN: &[Cause] = &[unusual(U::SpnMissing)];
const MASK: &[Cause] = &[out(Out::AccessMask)];
const CLOCK: &[Cause] = &[unusual(U::Clock)];
const PASSWORD: &[Cause] = &[unusual(U::WrongPassword)];
const MAY_NOT: &[Cause] = &[Cause::MayNotDelegate];

/// What is reported, and its causes, one of which is among the first three.
const REPORTS: &[(&str, &[Cause])] = &[
    ("Status: 0xC000006D\nSub Status: 0xC0000133", CLOCK),
    ("Status: 0xC000006D, Sub Status: 0xC0000133", CLOCK),
    (
        "0x80090322\nWinRM cannot process the request. The following error with errorcode 0x80090322 occurred while using Kerberos \
         authentication: An unknown security error occurred.",
        &[out(Out::SpnOfWinRm)],
    ),
    (
        "RunImpersonated works locally but HttpClient call to the second server returns 401 Unauthorized",
        MAY_NOT,
    ),
    (
        "only some users get error 41, others fine",
        &[out(Out::EtypePolicy)],
    ),
    ("Delegation works for everyone except one user", RESTRICTED),
    (
        "constrained delegation works for Kerberos clients but not for those who come in with NTLM",
        &[unusual(U::NtlmOnly)],
    ),
    (
        "since the April 2026 update the service account has no ticket, RC4",
        &[out(Out::Rc4Default)],
    ),
    (
        "tokenChecking is Require and a TLS proxy sits in between: endless prompt",
        &[out(Out::ExtendedProtection)],
    ),
    (
        "KRB_AP_ERR_MODIFIED since the service account password was changed",
        OLD_KEY,
    ),
    (
        "TGS-REQ for HTTP/web01.contoso.com:8080 gets S_PRINCIPAL_UNKNOWN",
        &[unusual(U::PortInName)],
    ),
    (
        "401.1 on the server itself with FQDN, from a desk it works",
        LOOPBACK,
    ),
    (
        "Error: 17806, Severity: 20, State: 14.\nSSPI handshake failed with error code 0x8009030c, state 14 while establishing a \
         connection with integrated security; the connection has been closed.",
        &[unusual(U::LoopbackByOtherName), out(Out::Locked)],
    ),
    ("ERR_INVALID_AUTH_CREDENTIALS", PASSWORD),
    (
        "HTTP Error 401.1 - Unauthorized: You do not have permission to view this directory or page using the credentials that you \
         supplied.",
        PASSWORD,
    ),
    (
        "The KDC encountered duplicate names while processing a Kerberos authentication request. The duplicate name is \
         HTTP/web01.contoso.com (of type DS_SERVICE_PRINCIPAL_NAME).",
        &[unusual(U::SpnTwice)],
    ),
    (
        "HTTP Error 400. The size of the request headers is too long.",
        TOKEN_SIZE,
    ),
    (
        "400 Request header or cookie too large for users in many AD groups",
        TOKEN_SIZE,
    ),
    ("klist failed with 0xc000018b/-1073741429", NO_SPN),
    (
        "klist get HTTP/web01 failed with 0xc000018b/-1073741429",
        NO_SPN,
    ),
    (
        "users open http://10.0.0.5/ and it goes NTLM",
        &[unusual(U::IpAddress)],
    ),
    (
        "browser requests a ticket for HTTP/webfarm01.contoso.com although the address is intranet.contoso.com",
        ALIAS,
    ),
    ("RBCD fails with 0xD even though the ACE is there", MASK),
    (
        "msDS-AllowedToActOnBehalfOfOtherIdentity is set by hand with GENERIC_ALL and still 0xD",
        MASK,
    ),
    (
        "configured PrincipalsAllowedToDelegateToAccount five minutes ago, still access denied",
        &[out(Out::NegativeCache)],
    ),
    ("Edge does not delegate, IE mode does", ALLOWLIST),
    (
        "Since we moved users from IE11 to Edge Chromium the reports site can no longer reach the back end as the user",
        ALLOWLIST,
    ),
    (
        "http://web01 signs in silently, http://web01.contoso.com asks for password",
        &[unusual(U::InternetZone)],
    ),
    ("error 41 after password reset of svc-web", OLD_KEY),
    (
        "ImpersonationLevel at the server was Delegation before we upgraded the client, now it is Impersonation",
        ALLOWLIST,
    ),
    (
        "SELECT SUSER_SNAME() returns IIS APPPOOL\\MyApp",
        &[out(Out::NoImpersonation)],
    ),
    (
        "the domain controller does not let the web account delegate",
        MAY_NOT,
    ),
    (
        "ASP.NET Core app with Windows authentication cannot pass the user credentials on to SQL Server",
        MAY_NOT,
    ),
    (
        "after we put HAProxy in front of Exchange people get logged on as somebody else",
        &[out(Out::SharedConnections)],
    ),
    (
        "The time at the Primary Domain Controller is different than the time at the Backup Domain Controller",
        CLOCK,
    ),
    (
        "FREB: 401.2 ErrorCode 0x80070005, app pool runs as CONTOSO\\svc-web with setspn -S HTTP/web01 CONTOSO\\svc-web",
        &[unusual(U::SpnOnPoolInKernelMode)],
    ),
    (
        "4771 Kerberos pre-authentication failed. Account Name: alice, Failure Code: 0x18",
        PASSWORD,
    ),
    ("Status: 0xC000006D\nSub Status: 0x0", LOOPBACK),
    (
        "401.1 on the server by FQDN, works from a workstation",
        LOOPBACK,
    ),
    (
        "the app pool account's password was changed yesterday and now error 41 from Kerberos",
        OLD_KEY,
    ),
    (
        "KRB_AP_ERR_MODIFIED after we reset the password of the service account",
        OLD_KEY,
    ),
    (
        "users see other users' data behind the load balancer",
        &[out(Out::SharedConnections)],
    ),
    ("SQL sees CONTOSO\\WEB01$", &[out(Out::NoImpersonation)]),
    ("RBCD fails with 0xD", MAY_NOT),
    ("delegation fails for one user", RESTRICTED),
    (
        "4771 Kerberos pre-authentication failed.\nAccount Name: alice\nFailure Code: 0x18",
        PASSWORD,
    ),
    (
        "Application pool runs under contoso\\svc-sp, SPN HTTP/sp2019 is set on that account, kernel mode is on",
        &[unusual(U::SpnOnPoolInKernelMode)],
    ),
    (
        "Since the gMSA rolled its password the first users after midnight get KRB_AP_ERR_MODIFIED",
        OLD_KEY,
    ),
    (
        "edge://policy: AuthNegotiateDelegateAllowlist not set; TrustedForDelegation : True; ANONYMOUS LOGON at SQL",
        ALLOWLIST,
    ),
    (
        "EnableTGTDelegation is No on the trust, users of forest fabrikam.com can't be delegated",
        &[unusual(U::OtherForest)],
    ),
    (
        "Only on the web server itself http://intranet.contoso.com prompts three times and ends with 401.1; works from all PCs",
        LOOPBACK,
    ),
    ("only my admin account fails in delegation", RESTRICTED),
    ("AuthenticationType: NTLM", &[Cause::ComesByNtlm]),
];

#[test]
fn reports_lead_to_their_cause() {
    let mut missed = String::new();
    for (text, to) in REPORTS {
        let (reading, diagnosis) = diagnosed(text);
        let first: Vec<Cause> = diagnosis.causes.iter().take(3).map(|it| it.cause).collect();
        let found = first.iter().any(|cause| to.contains(cause));
        if !found || !reading.not_read.is_empty() || !diagnosis.contradictions.is_empty() {
            missed += &format!(
                "{text}\n  {:?}\n  {first:?}\n  not read: {:?}, contradictions: {:?}\n",
                reading.observations, reading.not_read, diagnosis.contradictions
            );
        }
    }
    assert!(missed.is_empty(), "{missed}");
}

#[test]
fn what_is_denied_or_of_something_else_is_no_evidence() {
    let mut wrong = String::new();
    for line in [
        "Extended Protection is off",
        "Windows Extended Protection is not enabled",
        "Credential Guard is not running",
        "SQL does not see NT AUTHORITY\\ANONYMOUS LOGON, it sees CONTOSO\\alice",
        "Without a 401, page loads fine",
        "timeout: 4625",
        "IIS never offers NTLM",
        "the clocks are in sync",
        "    LmCompatibilityLevel    REG_DWORD    0x3",
        "    NTP: +0.0001234s offset from DC-01.contoso.example",
        "The clock in the kitchen is ten minutes slow.",
        "Everyone brought a list; Alice asked for three prompts.",
        "The waiter had 13 tickets for the theatre, none on my list. Everyone prompted me three times.",
        "We turned off Extended Protection everywhere",
        "We have disabled Extended Protection for this site",
        "Extended protection: Off",
        "Credential Guard: not running",
        "Protected Users: (empty)",
        "No user is in Protected Users",
        "setspn -X found 0 group of duplicate SPNs.",
        "Clock is right: w32tm /stripchart shows an offset of +00.0012s",
        "I don't think it's the loopback check, we already set DisableLoopbackCheck",
        "MaxTokenSize is already 48000 and HTTP.sys limits are raised",
        "We do not use Basic authentication",
        "Delegation works fine for everybody",
        "4624 An account was successfully logged on.",
        "RC4 isn't disabled",
        "The trust has no selective authentication",
    ] {
        let (reading, diagnosis) = diagnosed(line);
        if !diagnosis.causes.is_empty() {
            wrong += &format!("{line}\n  {:?}\n", reading.observations);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Where nothing in a line is understood, the line is said to be left.
#[test]
fn a_command_in_a_sentence_does_not_hide_it() {
    for line in [
        "we asked a colleague to run setspn -L one day",
        "klist get is a command that nobody here knows",
    ] {
        assert_eq!(diagnosed(line).0.not_read.len(), 1, "{line}");
    }
    let (reading, _) = diagnosed(
        "4771 Kerberos pre-authentication failed.\nAccount Name: alice\nFailure Code: 0x18",
    );
    let labels: Vec<&str> = reading.observations.iter().map(|it| &*it.label).collect();
    assert_eq!(labels, ["event 4771: alice"]);
    assert!(!SPACE.explored().is_empty());
}

#[test]
fn who_names_the_database_is_told_of_no_mailbox() {
    for line in [
        "anonymous logon at SQL",
        "SQL sees NT AUTHORITY\\ANONYMOUS LOGON",
    ] {
        let causes = diagnosed(line).1.causes;
        let mapi = causes.iter().any(|it| it.cause == Cause::MapiTakesNoTicket);
        assert!(!causes.is_empty() && !mapi, "{line}");
    }
}

/// Where a set-up works but for the cause, its link leads there: nothing else has to be mended.
#[test]
fn what_mends_a_cause_is_all_that_its_set_up_lacks() {
    for line in [
        "KRB_AP_ERR_MODIFIED",
        "4771 0x18",
        "clock skew",
        "KDC event 11",
    ] {
        let found = diagnosed(line).1.causes.into_iter().next().unwrap();
        let mut mended = found.configuration.unwrap();
        assert_eq!(mended.unusual.len(), 1, "{line}");
        mended.unusual.clear();
        assert!(!SPACE.find(&mended).unwrap().fails(), "{line}");
    }
}

/// What is unusual in a set-up that fails as far without it is not what its run shows.
#[test]
fn a_run_that_fails_by_something_else_does_not_stand_for_a_cause() {
    let alias = diagnosed("the ticket is asked for the wrong host").1.causes;
    let alias = alias.iter().find(|it| it.cause == unusual(U::Alias));
    assert_eq!(alias.unwrap().scenario(SPACE.names()), None);
    let levels = diagnosed("LmCompatibilityLevel differs").1.causes;
    let levels = levels
        .iter()
        .find(|it| it.cause == unusual(U::LevelsDisagree));
    assert!(levels.unwrap().scenario(SPACE.names()).is_some());
}

#[test]
fn a_managed_account_is_looked_up_as_one() {
    use double_hop::lab::RunsAs;
    use double_hop::present::diagnose::Check;
    use double_hop::present::narration::diagnose::check_command;
    let mut scenario = SPACE.names().clone();
    scenario.front_end.pool = RunsAs::Domain;
    for (account, looks) in [
        ("svc-web", "Get-ADUser svc-web -Properties "),
        ("gm-web$", "Get-ADServiceAccount gm-web -Properties "),
    ] {
        account.clone_into(&mut scenario.names.pool_account);
        let command = check_command(Check::Trust, &scenario).text;
        assert!(command.starts_with(looks), "{command}");
    }
}
