//! The failures that are known, told in other words: as somebody says them who has not read how they are catalogued.

use super::{all_lead, diagnosed, leads, unusual};
use double_hop::lab::space::Unusual as U;
use double_hop::lab::{Observable, SettingFinding};
use double_hop::present::diagnose::{Cause, OutsideCause as Out, Sign};

const NO_DELEGATION: &[Cause] = &[Cause::MayNotDelegate, Cause::ComesByNtlm];

/// What is told, and its causes, one of which is among the first three.
const TOLD: &[(&str, &[Cause])] = &[
    (
        "Users get the login box three times and then Unauthorized. On a client, System log: \"The Kerberos client received a \
         KRB_AP_ERR_MODIFIED error from the server web01$. The target name used was HTTP/intranet.contoso.com.\"",
        &[unusual(U::SpnElsewhere)],
    ),
    (
        "I moved the site's app pool from ApplicationPoolIdentity to CONTOSO\\svc_web, ran setspn -s \
         http/intranet.contoso.com svc_web, and since then everyone is prompted over and over. Nothing else in IIS was changed.",
        &[unusual(U::SpnOnPoolInKernelMode)],
    ),
    (
        "A handful of our users get KRB_AP_ERR_MODIFIED when they open the site, the rest have no trouble. All machines are \
         Windows 10.",
        &[Cause::Outside(Out::EtypePolicy)],
    ),
    (
        "Since we browse to the IP, http://192.168.10.5/app, the Authorization header is Negotiate TlRMTVNTUAABAAAAl4II4g... \
         and the SQL query fails. With the server's name there is no problem.",
        &[unusual(U::IpAddress)],
    ),
    (
        "In Fiddler I see that the browser answers \"Negotiate TlRMTVNTUAAB…\" instead of a Kerberos ticket, we use \
         http://reports/ which is just a DNS A record for SRV-WEB3.",
        &[unusual(U::SpnMissing), unusual(U::UnregisteredName)],
    ),
    (
        "Our farm is reached via portal.contoso.com, a CNAME to nlb01.contoso.com. In Wireshark the TGS-REQ is for \
         HTTP/nlb01.contoso.com even though I registered HTTP/portal.contoso.com.",
        &[Cause::Outside(Out::AliasSpn), unusual(U::Alias)],
    ),
    (
        "Our VM's time drifted by about eight minutes, people can't log in to the intranet any more (401.1).",
        &[unusual(U::Clock)],
    ),
    (
        "Everything was fine in Internet Explorer. Now that we were migrated to Edge the reports come up with an error about \
         anonymous logon.",
        &[unusual(U::BrowserDoesNotDelegate)],
    ),
    (
        "Our site makes its calls to the API server as the user. With IE that is no problem, in Edge the call gets 401.",
        &[unusual(U::BrowserDoesNotDelegate)],
    ),
    (
        "It works for the whole company with the exception of one director. For her the KDC says KDC_ERR_BADOPTION.",
        &[unusual(U::Sensitive), unusual(U::Protected)],
    ),
    (
        "I added PrincipalsAllowedToDelegateToAccount on the back end ten minutes ago but it keeps failing with the same \
         error. Tomorrow it will probably work as always.",
        &[Cause::Outside(Out::NegativeCache)],
    ),
    (
        "On Windows 11 clients delegation fails, on Windows 10 clients it works. Same user, same site, unconstrained \
         delegation.",
        &[Cause::Outside(Out::CredentialGuard)],
    ),
    (
        "Those on Windows 8 and older machines can open the reports. When somebody on a Windows 10 machine (it can be the same \
         user) opens one, it fails: Login failed for user 'NT AUTHORITY\\ANONYMOUS LOGON'.",
        &[Cause::Outside(Out::CredentialGuard)],
    ),
    (
        "http://web01 signs in automatically, http://web01.contoso.com pops up a login window.",
        &[unusual(U::InternetZone)],
    ),
    (
        "Works perfectly if I RDP to the app server and open the page there; from anywhere else I get Login failed for user \
         'NT AUTHORITY\\ANONYMOUS LOGON'.",
        NO_DELEGATION,
    ),
    (
        "I impersonate the user with WindowsIdentity.Impersonate(), WindowsIdentity.GetCurrent().Name is the user, but the \
         call to the other server's web service comes back with 401.",
        NO_DELEGATION,
    ),
    (
        "After the upgrade from .NET Framework to .NET Core the impersonation level in the called service is Impersonation, \
         it used to be Delegation.",
        &[unusual(U::BrowserDoesNotDelegate)],
    ),
    (
        "With .NET Framework our console client works, with .NET Core the second hop fails.",
        &[unusual(U::BrowserDoesNotDelegate)],
    ),
    (
        "What rights do I need to ask our domain admins for so that WEB01 can pass the user on to SQL01?",
        NO_DELEGATION,
    ),
    (
        "Three web servers behind a load balancer, one service account has the SPN of the common name, users get prompted.",
        &[unusual(U::SpnOnPoolInKernelMode)],
    ),
    (
        "IIS says AuthenticationType = \"Negotiate\", but in fact it's NTLM and delegation doesn't work.",
        &[unusual(U::SpnMissing)],
    ),
    (
        "Antivirus opens TLS, and every browser asks for the password without end.",
        &[Cause::Outside(Out::ExtendedProtection)],
    ),
    (
        "The front end has the name \"Webserver\" and serves shop.contoso.com. If you open shop.contoso.com from a client all \
         is fine. If you open a browser on the server and call it, the authentication fails. With http://webserver/ on the \
         server it works.",
        &[unusual(U::LoopbackByOtherName)],
    ),
    (
        "OWA on a front end of its own: with Integrated Windows authentication people get access denied when they open a \
         mailbox on the back-end server, with Basic they can open it.",
        &[Cause::MapiTakesNoTicket, Cause::ComesByNtlm],
    ),
    (
        "We have configured Kerberos constrained delegation for the file shares of other servers, that is fine. SQL Server \
         says: Login failed for user 'NT AUTHORITY\\ANONYMOUS LOGON'. Its SPNs are correct.",
        &[unusual(U::NotListed)],
    ),
    (
        "IE prompts 3 times, even with the correct credentials, and then shows 401.1.",
        &[unusual(U::SpnElsewhere)],
    ),
    (
        "The site answers fine to all users, but I get 401.1 on the server when I use its DNS name there. With localhost it's \
         fine.",
        &[unusual(U::LoopbackByOtherName)],
    ),
    (
        "ASP.NET Core app: User.Identity.Name is right, but SQL's SYSTEM_USER is CONTOSO\\WEB01$.",
        &[Cause::Outside(Out::NoImpersonation)],
    ),
    (
        "We have a one-way trust with FABRIKAM. Their users log on to our IIS but the SQL behind it says ANONYMOUS LOGON. \
         Unconstrained delegation is on.",
        &[unusual(U::OtherForest)],
    ),
    (
        "OWA 5.5: \"access is denied\" for mailboxes of the other Exchange server, those of its own open.",
        &[Cause::MapiTakesNoTicket, Cause::ComesByNtlm],
    ),
    (
        "The site listens on 8080. Chrome asks the KDC for HTTP/web01:8080.",
        &[unusual(U::PortInName)],
    ),
    (
        "NTLM only; every request gets 401 again, the proxy closes connections after each response.",
        &[unusual(U::NoKeepAlive)],
    ),
    (
        "We set the application pool to a domain account and registered the SPN for it. Kernel mode authentication is still \
         checked. Clients get a credentials popup that never accepts the password.",
        &[unusual(U::SpnOnPoolInKernelMode)],
    ),
    (
        "With protocol transition for cifs/fs01 configured on WEB01, opening \\\\fs02\\share from the page gives access denied.",
        &[unusual(U::NotListed)],
    ),
    (
        "event 4769: account svc_web$ ticket options 0x40830000 failure code 0xD, only when the boss opens the page",
        &[unusual(U::Sensitive), unusual(U::Protected)],
    ),
    (
        "If people type the server's IP they get a prompt and NTLM; by name it is Kerberos.",
        &[unusual(U::IpAddress)],
    ),
    (
        "We gave the site a new DNS name (A record). Since then klist shows no HTTP ticket and IIS logs NTLM.",
        &[unusual(U::UnregisteredName), unusual(U::SpnMissing)],
    ),
    (
        "Behind an F5 the NTLM handshake never finishes because each request goes over a new connection.",
        &[unusual(U::NoKeepAlive)],
    ),
    (
        "impersonation isn't turned on in web.config so the database is opened with the pool identity",
        &[Cause::Outside(Out::NoImpersonation)],
    ),
    (
        "Windows 11 22H2 clients can't do the second hop with unconstrained delegation since the upgrade",
        &[Cause::Outside(Out::CredentialGuard)],
    ),
    (
        "SQL says: The user is not associated with a login.",
        &[unusual(U::NotAdmitted)],
    ),
    (
        "We have two IIS servers. Server A hosts the UI, server B the API. User authenticates on A fine. A calls B with \
         UseDefaultCredentials and B logs an anonymous user.",
        NO_DELEGATION,
    ),
    (
        "Kerberos broke after somebody registered HTTP/intranet a second time on another service account.",
        &[unusual(U::SpnTwice)],
    ),
    (
        "pool runs as svc_web, SPN is on svc_web, windowsAuthentication has useKernelMode=true and useAppPoolCredentials=false",
        &[unusual(U::SpnOnPoolInKernelMode)],
    ),
    (
        "Kerberos fails with \"clocks are more than 5 minutes apart\"",
        &[unusual(U::Clock)],
    ),
    (
        "The API server has only NTLM enabled as provider. WEB01 has constrained delegation to http/api01. API log: anonymous.",
        &[unusual(U::BackEndTakesNtlm)],
    ),
    (
        "Audit log of the database shows the machine account of the web server for each query",
        &[Cause::Outside(Out::NoImpersonation)],
    ),
    (
        "locally in debug everything OK, on the IIS server \"Login failed for user 'NT AUTHORITY\\ANONYMOUS LOGON'\"",
        &[Cause::Outside(Out::DevelopmentServer)],
    ),
    (
        "klist in the app shows no forwarded TGT (krbtgt with flag forwarded) although WEB01 has TrustedForDelegation True",
        &[unusual(U::BrowserDoesNotDelegate)],
    ),
    (
        "401.1 only when the site is opened on the web server by its public host name",
        &[unusual(U::LoopbackByOtherName)],
    ),
    (
        "Behind the reverse proxy user A sometimes sees user B's page",
        &[Cause::Outside(Out::SharedConnections)],
    ),
    (
        "Kemp load balancer with connection multiplexing: NTLM authentication loops",
        &[unusual(U::NoKeepAlive)],
    ),
    (
        "IIS Basic auth, logon type \"network\"; remote share denied",
        &[unusual(U::BasicNetworkLogon)],
    ),
    (
        "The laptop has no connection to a DC (home office), and the site uses NTLM instead of Kerberos",
        &[Cause::Outside(Out::NoController)],
    ),
    (
        "SSRS: works from old PCs; new Windows 11 notebooks give ANONYMOUS LOGON",
        &[Cause::Outside(Out::CredentialGuard)],
    ),
];

#[test]
fn what_sql_server_says_in_other_languages_is_read() {
    for text in [
        "El nombre principal de destino es incorrecto. No se puede generar el contexto SSPI",
        "Главное конечное имя неверно. Невозможно создать контекст SSPI.",
        "O nome da entidade de destino está incorreto. Não é possível gerar o contexto SSPI.",
    ] {
        leads(text, &[Cause::Outside(Out::BackEndSpn)]);
    }
    for text in [
        "Ошибка входа пользователя \"NT AUTHORITY\\АНОНИМНЫЙ ВХОД\".",
        "ユーザー 'NT AUTHORITY\\ANONYMOUS LOGON' はログインできませんでした。",
    ] {
        let english = "Login failed for user 'NT AUTHORITY\\ANONYMOUS LOGON'.";
        let signs = |text| diagnosed(text).0.observations[0].signs.clone();
        assert_eq!(signs(text), signs(english), "{text}");
    }
    leads(
        "I_NetLogonControl failed: Status = 1722 0x6ba RPC_S_SERVER_UNAVAILABLE",
        &[Cause::Outside(Out::NoController)],
    );
}

#[test]
fn other_words_lead_to_the_same_causes() {
    all_lead(TOLD);
}

#[test]
fn a_password_that_is_said_to_be_right_is_not_the_cause() {
    let (_, diagnosis) = diagnosed("Three prompts, then 401.1. The password is correct.");
    let mut causes = diagnosis.causes.iter();
    assert!(causes.all(|it| it.cause != unusual(U::WrongPassword)));
}

#[test]
fn whoever_is_asked_for_help_is_not_who_it_fails_for() {
    for text in [
        "Our domain admins ask what SQL's ANONYMOUS LOGON means.",
        "ANONYMOUS LOGON at SQL, but only when users come by NTLM.",
    ] {
        let (reading, _) = diagnosed(text);
        let some = Sign::Any(vec![Observable::SomeUsersOnly]);
        let mut seen = reading.observations.iter();
        assert!(seen.all(|it| !it.signs.contains(&some)), "{reading:#?}");
    }
}

#[test]
fn clocks_that_are_near_enough_are_told_from_those_that_are_not() {
    for (text, off) in [
        ("the clocks are 3 minutes apart, Kerberos over HTTP", false),
        ("the clocks are more than 5 minutes apart", true),
    ] {
        let (reading, _) = diagnosed(text);
        let is_off = Observable::Is(SettingFinding::ClockOff(true));
        let sign = match off {
            true => Sign::Any(vec![is_off]),
            false => Sign::Lacks(is_off),
        };
        assert_eq!(reading.observations[0].signs, [sign], "{text}");
    }
}
