//! Whole posts, in the one paragraph in which people write them: what they tried and what else works stands beside what
//! fails.

use super::{all_lead, diagnosed, unusual};
use double_hop::lab::space::Unusual as U;
use double_hop::present::diagnose::{Cause, OutsideCause as Out};

const NO_DELEGATION: &[Cause] = &[Cause::MayNotDelegate, Cause::ComesByNtlm];

/// What is told, and its causes, one of which is among the first three.
const STORIES: &[(&str, &[Cause])] = &[
    (
        "We have an intranet ASP.NET site on IIS 10 (WEB01) with Windows auth and impersonation that reads PDFs from \
         \\\\FILE01\\docs. From any workstation: \"Access to the path '\\\\FILE01\\docs\\a.pdf' is denied.\" The file \
         server's security log has a 4624 with Account Name: ANONYMOUS LOGON, Authentication Package: NTLM, Logon type 3.",
        &[Cause::MayNotDelegate],
    ),
    (
        "I set the web server to \"Trust this computer for delegation to specified services only / Use Kerberos only\" \
         and added cifs/FILE01. The page still can't query SQL01. klist on the client shows HTTP/web01. On the DC I see \
         event 4769 for MSSQLSvc/sql01.contoso.com:1433 with failure code 0xD.",
        &[unusual(U::NotListed)],
    ),
    (
        "Users log in with claims, C2WTS makes the Windows token, and IIS then calls SQL as the user. Delegation is set \
         to \"Use Kerberos only\" and SQL says Login failed for user 'NT AUTHORITY\\ANONYMOUS LOGON'.",
        &[unusual(U::NtlmOnly)],
    ),
    (
        "Since we put IT staff in Protected Users the intranet page shows \"Login failed for user ''. The login is from \
         an untrusted domain\" just for them",
        &[unusual(U::Protected)],
    ),
    (
        "setspn -X -F reports: HTTP/intranet.corp.local is registered on these accounts: CN=svc_web, CN=WEB01. Browser \
         gets NTLM (Authorization: Negotiate TlRMTVNTUAAB).",
        &[unusual(U::SpnTwice)],
    ),
    (
        "http://10.1.2.3/app prompts for credentials and the back-end gets anonymous; http://web01/app is fine.",
        &[unusual(U::IpAddress)],
    ),
    (
        "With Basic authentication turned on in IIS everything works, as soon as I switch to Windows Authentication, SQL \
         says Login failed for user 'NT AUTHORITY\\ANONYMOUS LOGON'.",
        NO_DELEGATION,
    ),
    (
        "IIS has AuthenticationType Kerberos and ImpersonationLevel Delegation, yet in SQL sys.dm_exec_connections \
         auth_scheme is NTLM.",
        &[
            Cause::Outside(Out::BackEndSpn),
            unusual(U::BackEndTakesNtlm),
        ],
    ),
    (
        "When I browse the site with its host header on the web server itself I get 401.1 after three prompts; remote \
         clients have no problem.",
        &[unusual(U::LoopbackByOtherName)],
    ),
    (
        "Windows auth to IIS works, the page shows CONTOSO\\alice, but the HttpClient call with UseDefaultCredentials to \
         http://api02 returns 401 (Unauthorized). On API02 there is a 4624 for ANONYMOUS LOGON.",
        NO_DELEGATION,
    ),
    (
        "SSRS on RS01, data source with Windows integrated security: from my PC I get Login failed for user 'NT \
         AUTHORITY\\ANONYMOUS LOGON', when I remote into RS01 it works. rsreportserver.config has RSWindowsNTLM.",
        &[unusual(U::NtlmOnly), Cause::ComesByNtlm],
    ),
    (
        "I ran Set-ADComputer SQL01 -PrincipalsAllowedToDelegateToAccount (Get-ADComputer WEB01), the app pool runs as \
         CONTOSO\\svc_web, and SQL01 still says ANONYMOUS LOGON.",
        &[Cause::MayNotDelegate],
    ),
    (
        "IE worked. In Edge and Chrome the policy AuthServerAllowlist is *.contoso.com and AuthNegotiateDelegateAllowlist \
         isn't set. Users come by Kerberos to IIS but SQL gets anonymous.",
        &[unusual(U::BrowserDoesNotDelegate)],
    ),
    (
        "We replaced WEB01 with WEB02 behind the same name app.contoso.com. The SPN HTTP/app.contoso.com is still on the \
         old account, users get KRB_AP_ERR_MODIFIED.",
        &[unusual(U::SpnElsewhere)],
    ),
    (
        "Only our CFO can't open the report, she gets ANONYMOUS LOGON. Everyone else is fine. Her account was once a \
         domain admin (adminCount=1).",
        &[unusual(U::Sensitive), unusual(U::Protected)],
    ),
    (
        "Our IIS has NTLM as its only provider. Whoever opens the page from a desk is known there, and SQL01 on another \
         host says anonymous.",
        &[unusual(U::NtlmOnly), Cause::ComesByNtlm],
    ),
    (
        "Kerberos works for the first hop (4624 on WEB01 shows Kerberos), klist on the client shows HTTP/web01 with the \
         flags forwardable renewable pre_authent, but no ok_as_delegate. SQL: ANONYMOUS LOGON.",
        &[Cause::MayNotDelegate],
    ),
    (
        "The clock on WEB01 was 12 minutes ahead of the domain. Users only see 401 - Unauthorized.",
        &[unusual(U::Clock)],
    ),
    (
        "From home over the VPN there is no line of sight to a domain controller, so Negotiate falls back to NTLM, and the \
         page opens without its data: ANONYMOUS LOGON at SQL. In the office everything is fine.",
        &[Cause::Outside(Out::NoController), Cause::ComesByNtlm],
    ),
    (
        "We use CONTOSO\\svc_web for the app pool and registered HTTP/app.contoso.com on it. Kernel-mode authentication \
         is enabled and useAppPoolCredentials is false. Three prompts, then 401.1.",
        &[unusual(U::SpnOnPoolInKernelMode)],
    ),
    (
        "I turned off kernel mode and now it prompts for everyone; setspn -Q HTTP/web01 says CN=WEB01, the pool runs as \
         svc_web",
        &[unusual(U::PoolKeyWithoutSpn)],
    ),
    (
        "Kerberos is not used when we browse to https://www.contoso.com, with https://web01 it is. There is no SPN for \
         www.contoso.com.",
        &[unusual(U::UnregisteredName), unusual(U::SpnMissing)],
    ),
    (
        "Everything is set: unconstrained delegation on WEB01, SPNs fine, Kerberos on the first hop. The user is in \
         FABRIKAM, a trusted forest, and gets ANONYMOUS LOGON, whilst CONTOSO users are OK.",
        &[unusual(U::OtherForest)],
    ),
    (
        "I get 'The request failed with HTTP status 401: Unauthorized' when my web app on IIS calls a web service on \
         another box with DefaultCredentials. It works when I debug it in Visual Studio on my machine.",
        &[
            Cause::MayNotDelegate,
            Cause::Outside(Out::DevelopmentServer),
        ],
    ),
    (
        "SharePoint 2019, classic NTLM authentication, an external list shows Login failed for user 'NT \
         AUTHORITY\\ANONYMOUS LOGON'.",
        &[unusual(U::NtlmOnly), Cause::ComesByNtlm],
    ),
    (
        "Exchange 5.5, OWA on its own IIS with NT Challenge/Response: mailboxes on the same server open, for a mailbox on \
         the other server access is denied.",
        &[Cause::ComesByNtlm, Cause::MapiTakesNoTicket],
    ),
    (
        "Saving an upload to \\\\nas01\\files fails with Access to the path '\\\\nas01\\files\\x.txt' is denied, although \
         User.Identity.Name is right and impersonation is on. Saving to a local folder works.",
        NO_DELEGATION,
    ),
    (
        "A service that calls the back end with WinHTTP as the signed-in user logs 0x8009030E SEC_E_NO_CREDENTIALS.",
        NO_DELEGATION,
    ),
    (
        "Linked server set to \"Be made using the login's current security context\": Login failed for user 'NT \
         AUTHORITY\\ANONYMOUS LOGON'. (Microsoft SQL Server, Error: 18456)",
        &[Cause::Outside(Out::LinkedServer)],
    ),
    (
        "Users who are in more than 300 groups get HTTP 400 Bad Request (Request Header too long), all others get in.",
        &[Cause::Outside(Out::TokenSize)],
    ),
    (
        "We have tried everything to get a simple IIS site to delegate the credentials to SQL, it always uses the app pool. (We \
         have modified the web.config file to pass the windows auth token through.)",
        &[Cause::Outside(Out::NoImpersonation)],
    ),
    (
        "Actual: The outgoing HttpClient request is made using the web apps default credentials.",
        &[Cause::Outside(Out::NoImpersonation)],
    ),
    // An answer that is logged with its line's end has the KDC's error 41.
    (
        "Server: \"WWW-Authenticate: Negotiate YF4GCSqGSIb3EgECAgMAfk8wTaADAgEFoQMCAR6kERgPMjAxNjAzMzEwMTEyMjlapQUCAwPgyaYDAgEp\
         qQ4bDE5BLlRJQkNPLkNPTaoSMBCgAwIBAaEJMAcbBWpxaWFu[\\r][\\n]\"",
        &[unusual(U::SpnElsewhere)],
    ),
    (
        "HTTP 431: Header is too large 8193>8192",
        &[Cause::Outside(Out::TokenSize)],
    ),
    (
        "KrbException: Encryption type RC4 with HMAC is not supported/enabled",
        &[Cause::Outside(Out::NoAesKey)],
    ),
    (
        "KrbException(45): KRB_AP_ERR_NOKEY - Matching key not found in keytab for Etype: 18 and kvno: 20",
        &[unusual(U::OldKey)],
    ),
    (
        "New entries in the app are written under wrong names, users getting mixed up since NTLM goes through the reverse proxy.",
        &[Cause::Outside(Out::SharedConnections)],
    ),
    (
        "Login failed for user 'NT Authority\\ANONYMOUS' LOGON",
        NO_DELEGATION,
    ),
    (
        "Users get a login window although they are logged on to the domain; typing the password works.",
        &[Cause::Outside(Out::NoAutomaticLogon)],
    ),
    (
        "Why does it work in Chrome, but not in Firefox? There a login window pops up.",
        &[Cause::Outside(Out::NoAutomaticLogon)],
    ),
    (
        "Firefox asks for a password, network.negotiate-auth.trusted-uris is empty there. Edge is fine.",
        &[unusual(U::InternetZone), unusual(U::BrowserDoesNotDelegate)],
    ),
    (
        "First hop OK by Kerberos from Firefox, network.negotiate-auth.delegation-uris isn't set, SQL sees ANONYMOUS LOGON",
        &[unusual(U::BrowserDoesNotDelegate)],
    ),
    (
        "We set \"Network security: Restrict NTLM: Incoming NTLM traffic\" to deny on SQL01, now the report says \
         0xC0000418.",
        &[Cause::Outside(Out::NtlmBlocked)],
    ),
    (
        "LmCompatibilityLevel is 5 on the server, old clients have 1 and get 401.1 with the right password.",
        &[unusual(U::LevelsDisagree)],
    ),
    (
        "Behind our nginx reverse proxy some users now and then are logged in as somebody else.",
        &[Cause::Outside(Out::SharedConnections)],
    ),
    (
        "With the load balancer in front NTLM prompts endlessly, it closes the connection after each response. Directly to \
         the server it works.",
        &[
            unusual(U::NoKeepAlive),
            Cause::Outside(Out::SharedConnections),
        ],
    ),
    (
        "IIS log: first 401 2 5, then 401 1 2148074254, then 200 for /default.aspx, and 500 0 0 for /report.aspx with \
         System.Data.SqlClient.SqlException: Login failed for user 'NT AUTHORITY\\ANONYMOUS LOGON'.",
        NO_DELEGATION,
    ),
    (
        "Delegation is set to any protocol with MSSQLSvc/sql01.contoso.com, but the connection string says sql01:1433, and \
         4769 on the DC has 0xD for MSSQLSvc/sql01:1433.",
        &[unusual(U::NotListed)],
    ),
    (
        "We ticked \"This account supports Kerberos AES 256 bit encryption\" for svc_web without resetting its password, \
         since then KDC_ERR_ETYPE_NOSUPP.",
        &[
            Cause::Outside(Out::NoAesKey),
            unusual(U::AesOnly),
            unusual(U::Rc4Only),
        ],
    ),
    (
        "The password of svc_web was changed this morning and the app pool was not restarted: KRB_AP_ERR_MODIFIED for \
         some, others still work.",
        &[unusual(U::OldKey)],
    ),
    (
        "Digest is the only method that is enabled on the site; the page opens and the database refuses.",
        &[unusual(U::DigestOnly)],
    ),
    (
        "We have a report on WEB01 that most people open. Only our CFO can't, she gets Login failed for user 'NT \
         AUTHORITY\\ANONYMOUS LOGON'. Kerberos works for the first hop. On the DC I see event 4769 with failure code 0xD.",
        &[unusual(U::Sensitive), unusual(U::Protected)],
    ),
    (
        "Some people in the sales team cannot open the dashboard that reads from SQL, most can. Those who fail are marked \
         \"Account is sensitive and cannot be delegated\".",
        &[unusual(U::Sensitive)],
    ),
    (
        "Server 2003, IIS 6, integrated authentication, site in the local intranet zone. From my desk: Not associated with \
         a trusted SQL Server connection. On the server itself it works.",
        NO_DELEGATION,
    ),
    (
        "Our web app on IIS impersonates and calls an API on another server by HTTP. IIS has the SPN, constrained \
         delegation to http/api01 is set, the API's pool runs as CONTOSO\\svc_api and nobody has the SPN HTTP/api01 except \
         the computer. The API's log shows KRB_AP_ERR_MODIFIED.",
        &[
            Cause::Outside(Out::BackEndSpn),
            unusual(U::BackEndTakesNtlm),
        ],
    ),
];

#[test]
fn a_whole_post_leads_to_its_cause() {
    all_lead(STORIES);
}

#[test]
fn what_was_read_of_a_post_is_quoted_where_it_stands() {
    let post = "We have a report that most people open. Only our CFO can't: ANONYMOUS LOGON. Her account is in \
                Protected Users.";
    let (reading, _) = diagnosed(post);
    let labels: Vec<&str> = reading
        .observations
        .iter()
        .map(|it| it.label.as_str())
        .collect();
    assert!(
        labels.contains(&"Only our CFO can't: ANONYMOUS LOGON."),
        "{labels:?}"
    );
    assert!(
        labels.contains(&"Her account is in Protected Users."),
        "{labels:?}"
    );
}
