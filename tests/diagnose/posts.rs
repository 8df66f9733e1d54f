//! What administrators post of other programs, and of settings as consoles and policies call them: each leads to its
//! cause, whatever else stands in it.

use super::{diagnosed, unusual};
use double_hop::lab::space::Unusual as U;
use double_hop::present::diagnose::{Cause, OutsideCause as Out};

const fn out(what: Out) -> Cause {
    Cause::Outside(what)
}

/// What is posted, and its causes, one of which is among the first three.
const POSTS: &[(&str, &[Cause])] = &[
    // What SQL Server, its clients and its tools say.
    (
        "C:\\>klist get MSSQLSvc/sql01.contoso.com:1433\nCurrent LogonId is 0:0x3e7\nError calling API \
         LsaCallAuthenticationPackage (GetTicket substatus): 0x6fb\nklist failed with 0xc000018b/-1073741429: The \
         SAM database on the Windows Server does not have a computer account for this workstation trust relationship.",
        &[out(Out::BackEndSpn), unusual(U::BackEndTakesNtlm)],
    ),
    (
        "klist get MSSQLSvc/sql01.contoso.com:1433 fails on the web server, klist get HTTP/web01 is fine",
        &[out(Out::BackEndSpn), unusual(U::BackEndTakesNtlm)],
    ),
    (
        "The SQL Server Network Interface library could not register the Service Principal Name (SPN) [ \
         MSSQLSvc/sql01.contoso.com:1433 ] for the SQL Server service. Windows return code: 0x2098, state: 15. \
         Failure to register a SPN might cause integrated authentication to use NTLM instead of Kerberos.",
        &[out(Out::BackEndSpn)],
    ),
    (
        "SELECT auth_scheme FROM sys.dm_exec_connections WHERE session_id = @@SPID shows NTLM from the web server",
        &[out(Out::BackEndSpn), unusual(U::BackEndTakesNtlm)],
    ),
    (
        "Four-part name query through linked server: TCP Provider: An existing connection was forcibly closed / \
         Login failed for user 'NT AUTHORITY\\ANONYMOUS LOGON'",
        &[out(Out::LinkedServer)],
    ),
    (
        "SSPI handshake failed with error code 0x8009030c, state 14 while establishing a connection with integrated \
         security; the connection has been closed. Reason: AcceptSecurityContext failed. The Windows error code \
         indicates the cause of failure. The logon attempt failed   [CLIENT: 127.0.0.1]\nLogin failed. The login is \
         from an untrusted domain and cannot be used with Integrated authentication. [CLIENT: 127.0.0.1]",
        &[unusual(U::LoopbackByOtherName)],
    ),
    (
        "We expected the user at SQL but SUSER_SNAME() gives CONTOSO\\WEB01$",
        &[out(Out::NoImpersonation)],
    ),
    (
        "SQL Profiler shows the connection as CONTOSO\\svc_apppool, not as the end user",
        &[out(Out::NoImpersonation)],
    ),
    (
        "Token is fine, SQL says: The server principal \"CONTOSO\\alice\" is not able to access the database \"HR\" \
         under the current security context.",
        &[unusual(U::NotAdmitted)],
    ),
    // What other clients and servers say.
    (
        "curl: gss_init_sec_context() failed: : Server not found in Kerberos database.",
        &[unusual(U::SpnMissing), unusual(U::UnregisteredName)],
    ),
    (
        "curl: (401) gss_accept_sec_context: Wrong principal in request",
        &[
            unusual(U::SpnOnPoolInKernelMode),
            unusual(U::PoolKeyWithoutSpn),
            unusual(U::SpnElsewhere),
        ],
    ),
    (
        "GSSException: Failure unspecified at GSS-API level (Mechanism level: Checksum failed)",
        &[unusual(U::OldKey), unusual(U::SpnElsewhere)],
    ),
    (
        "KrbException: KDC cannot accommodate requested option (13)",
        &[unusual(U::NotListed), Cause::MayNotDelegate],
    ),
    (
        "KrbException: Clients credentials have been revoked (18)",
        &[out(Out::Locked)],
    ),
    (
        "kinit: Client not found in Kerberos database while getting initial credentials",
        &[unusual(U::UnknownUser)],
    ),
    (
        "The request failed with HTTP status 401: Unauthorized.\nat \
         Microsoft.Reporting.WebForms.ServerReport.SetDataSourceCredentials\nReportViewer page on the web server \
         calls a remote report server",
        &[
            Cause::MayNotDelegate,
            Cause::ComesByNtlm,
            out(Out::BackEndSpn),
        ],
    ),
    (
        "System.ServiceModel.Security.MessageSecurityException: The HTTP request is unauthorized with client \
         authentication scheme 'Negotiate'. The authentication header received from the server was 'Negotiate,NTLM'.",
        &[Cause::MayNotDelegate, Cause::ComesByNtlm],
    ),
    (
        "System.UnauthorizedAccessException: Access to the path '\\\\fileserver\\share\\report.pdf' is denied.\n\
         Windows auth and impersonation are on, it works when I run it on localhost.",
        &[Cause::MayNotDelegate, Cause::ComesByNtlm],
    ),
    (
        "PowerShell remoting broke with 0x80090322 once HTTP/server01 was registered for the SSRS service account",
        &[out(Out::SpnOfWinRm)],
    ),
    (
        "HTTP 431 Request Header Fields Too Large from nginx for users with large Kerberos tickets",
        &[out(Out::TokenSize)],
    ),
    (
        "2024-02-11 09:13:44 10.1.1.5 50321 10.1.1.80 80 HTTP/1.1 GET / 400 - RequestLength -",
        &[out(Out::TokenSize)],
    ),
    // Events.
    (
        "A Kerberos Error Message was received:\n on logon session\n Client Time:\n Server Time: 13:10:2.0000 \
         10/11/2023 Z\n Error Code: 0x7 KDC_ERR_S_PRINCIPAL_UNKNOWN\n Extended Error:\n Client Realm:\n Client \
         Name:\n Server Realm: CONTOSO.COM\n Server Name: HTTP/intranet.contoso.com\n Target Name: \
         HTTP/intranet.contoso.com@CONTOSO.COM\n Error Text:\n File: 9\n Line: f09\n Error Data is in record data.",
        &[
            unusual(U::SpnMissing),
            unusual(U::UnregisteredName),
            unusual(U::Alias),
            unusual(U::PortInName),
        ],
    ),
    (
        "NTLM client blocked audit: Audit outgoing NTLM authentication traffic that would be blocked.\nTarget \
         server: HTTP/web01.contoso.com\nSupplied user: (NULL)\nSupplied domain: (NULL)\nPID of client process: \
         8120\nName of client process: C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
        &[
            unusual(U::SpnMissing),
            Cause::ComesByNtlm,
            unusual(U::IpAddress),
            unusual(U::NtlmOnly),
        ],
    ),
    (
        "NTLM server blocked in the domain audit: Audit NTLM authentication in this domain\nUser: alice\nDomain: \
         CONTOSO\nWorkstation: PC7\nPID: 4\nProcess: \nLogon type: 3\nInProc: false\nMechanism: (NULL)\n\nAudit NTLM \
         authentication requests within this domain that would be blocked if the security policy Network Security: \
         Restrict NTLM: NTLM authentication in this domain is set to Deny for domain servers or Deny domain accounts \
         to domain servers.",
        &[
            Cause::ComesByNtlm,
            unusual(U::SpnMissing),
            unusual(U::NtlmOnly),
        ],
    ),
    (
        "NTLM server blocked: Incoming NTLM traffic to servers that is blocked\nCalling process PID: 4",
        &[out(Out::NtlmBlocked)],
    ),
    (
        "Log Name: System\nSource: Microsoft-Windows-Kerberos-Key-Distribution-Center\nEvent ID: 42\nLevel: Error\n\
         Description:\nThe Kerberos Key Distribution Center lacks strong keys for account: svc_web. You must update \
         the password of this account to prevent use of insecure cryptography.",
        &[out(Out::NoAesKey)],
    ),
    (
        "Logon failure: the user has not been granted the requested logon type at this computer",
        &[out(Out::LogonRight)],
    ),
    (
        "{\"EventID\":14,\"Source\":\"Microsoft-Windows-Kerberos-Key-Distribution-Center\"}",
        &[unusual(U::Rc4Only), out(Out::NoAesKey), unusual(U::AesOnly)],
    ),
    (
        "The target name used was HTTP/web01.contoso.com. This indicates that the target server failed to decrypt \
         the ticket provided by the client.",
        &[unusual(U::SpnElsewhere)],
    ),
    (
        "Microsoft-Windows-Kerberos-Key-Distribution-Center event 14 since the November 2022 updates",
        &[out(Out::NoAesKey), unusual(U::AesOnly)],
    ),
    (
        "Event 8003 NTLM server blocked in the domain audit: Audit NTLM authentication in this domain",
        &[Cause::ComesByNtlm],
    ),
    // What setspn, klist, PowerShell, appcmd and policies print.
    (
        "I ran setspn -x and it says: HTTP/portal.contoso.com is registered on these accounts: CN=svc1,... \
         CN=svc2,...",
        &[unusual(U::SpnTwice)],
    ),
    (
        "<windowsAuthentication enabled=\"true\">\n  <providers>\n    <add value=\"NTLM\" />\n  </providers>\n\
         </windowsAuthentication>\nLogin failed for user 'NT AUTHORITY\\ANONYMOUS LOGON'.",
        &[Cause::ComesByNtlm, unusual(U::NtlmOnly)],
    ),
    (
        "ForestTransitive        : True\nTGTDelegation           : False",
        &[unusual(U::OtherForest)],
    ),
    (
        "msDS-SupportedEncryptionTypes : 24\n0xE\nKDC_ERR_ETYPE_NOTSUPP",
        &[unusual(U::AesOnly)],
    ),
    (
        "useAppPoolCredentials=\"true\" but SPNs are only registered on the computer account; KRB_AP_ERR_MODIFIED",
        &[
            unusual(U::PoolKeyWithoutSpn),
            unusual(U::SpnOnPoolInKernelMode),
            unusual(U::SpnElsewhere),
        ],
    ),
    (
        "msDS-AllowedToDelegateTo contains MSSQLSvc/sql01 but the connection string uses sql01.contoso.com:1433, so \
         the SPN is not in the list",
        &[unusual(U::NotListed)],
    ),
    (
        "We configured constrained delegation for the app pool account but picked the wrong service: the SPN of the \
         SQL named instance isn't in msDS-AllowedToDelegateTo",
        &[unusual(U::NotListed)],
    ),
    (
        "The account is set to \"Trust this user for delegation to specified services only - Use Kerberos only\" but \
         our visitors come in through forms/NTLM and S4U2Proxy fails",
        &[
            unusual(U::NtlmOnly),
            Cause::ComesByNtlm,
            unusual(U::SpnMissing),
        ],
    ),
    (
        "After we set LAN Manager authentication level to \"Send NTLMv2 response only. Refuse LM & NTLM\" on the DCs \
         our XP kiosk can't sign in",
        &[unusual(U::LevelsDisagree)],
    ),
    // Where and for whom.
    (
        "I try the root site collection URL from another machine and it works fine. The only machine I can't browse \
         it from is the server itself: HTTP 401.1 - Unauthorized: Logon Failed",
        &[unusual(U::LoopbackByOtherName)],
    ),
    (
        "From the web server itself the site with its host header asks three times and then 401.1, from every client \
         it works",
        &[unusual(U::LoopbackByOtherName)],
    ),
    (
        "Browsing locally on the server to http://intranet.contoso.com fails with 401.1, remote users have no problem",
        &[unusual(U::LoopbackByOtherName)],
    ),
    (
        "It's broken in Chrome and Edge but works from IE",
        &[unusual(U::BrowserDoesNotDelegate)],
    ),
    (
        "After IE was retired the double hop no longer works from Edge",
        &[unusual(U::BrowserDoesNotDelegate)],
    ),
    (
        "Chrome: net-export log shows delegation type: none, IE works",
        &[unusual(U::BrowserDoesNotDelegate)],
    ),
    (
        "KCD works for all users but not for members of Domain Admins",
        &[unusual(U::Sensitive), unusual(U::Protected)],
    ),
    (
        "Adding https://portal.contoso.com to the Local intranet zone fixes it on one PC",
        &[unusual(U::InternetZone)],
    ),
    (
        "Silent SSO works with http://portal, with http://portal.contoso.com users must enter credentials",
        &[unusual(U::InternetZone)],
    ),
    (
        "The site is recognised as Internet zone because the URL contains dots, IE asks for user name and password \
         for FQDN but not for the short name",
        &[unusual(U::InternetZone)],
    ),
    (
        "Behind nginx as a reverse proxy with upstream keepalive some users suddenly see the session of another user",
        &[out(Out::SharedConnections)],
    ),
    (
        "The trust uses selective authentication. Logon failure: the machine you are logging onto is protected by an \
         authentication firewall.",
        &[out(Out::SelectiveTrust)],
    ),
    // How people sign in, and with which keys.
    (
        "NTLM is listed above Negotiate in the providers",
        &[
            Cause::ComesByNtlm,
            unusual(U::NtlmOnly),
            unusual(U::SpnMissing),
        ],
    ),
    (
        "IIS log shows two 401 before each 200; Wireshark shows NTLMSSP_NEGOTIATE in the Authorization header",
        &[Cause::ComesByNtlm, unusual(U::NtlmOnly)],
    ),
    (
        "NTLM fails because the connection is closed after each response (Connection: close)",
        &[unusual(U::NoKeepAlive)],
    ),
    (
        "Somebody had turned off HTTP keep-alives in IIS. Now nobody can authenticate with NTLM, endless prompts",
        &[unusual(U::NoKeepAlive)],
    ),
    (
        "Password of svc_web was rotated by the vault last night, IIS was not restarted. Now all clients log \
         Kerberos event 4 KRB_AP_ERR_MODIFIED",
        &[unusual(U::OldKey)],
    ),
    (
        "We reset the gMSA... sorry, the service account password; kvno in the ticket is 5, the keytab has 4",
        &[unusual(U::OldKey)],
    ),
    (
        "The HTTP SPN still sits on the old service account, the app pool uses a new one",
        &[unusual(U::SpnElsewhere)],
    ),
    (
        "HTTP/intranet was registered both under the old service account and under the new one",
        &[unusual(U::SpnTwice)],
    ),
    (
        "SPNEGO: the browser sends NTLM because the SPN HTTP/wiki.contoso.com does not exist",
        &[unusual(U::SpnMissing), unusual(U::UnregisteredName)],
    ),
    (
        "dotnet 5 SocketsHttpHandler: SPN HTTP/api:8443 instead of HTTP/api, KDC_ERR_S_PRINCIPAL_UNKNOWN",
        &[out(Out::DotNetPort), unusual(U::PortInName)],
    ),
    (
        "VPN clients cannot reach a domain controller and IIS login fails with no authority",
        &[out(Out::NoController)],
    ),
    (
        "The Kerberos client could not authenticate: the time on the server is 7 minutes ahead of the DC",
        &[unusual(U::Clock)],
    ),
    (
        "We changed msDS-AllowedToDelegateTo, replicated, still 0xD for about 15 minutes and then it worked by itself",
        &[out(Out::NegativeCache)],
    ),
    (
        "After the July 2026 updates enforcement: accounts without AES keys fail, RC4 was disabled on the DCs",
        &[out(Out::Rc4Default)],
    ),
];

#[test]
fn posts_lead_to_their_cause() {
    let mut missed = String::new();
    for (text, to) in POSTS {
        let (reading, diagnosis) = diagnosed(text);
        let first: Vec<Cause> = diagnosis.causes.iter().take(3).map(|it| it.cause).collect();
        let found = first.iter().any(|cause| to.contains(cause));
        if !found || !diagnosis.contradictions.is_empty() {
            missed += &format!("{text}\n  {:?}\n  {first:?}\n", reading.observations);
        }
    }
    assert!(missed.is_empty(), "{missed}");
}
