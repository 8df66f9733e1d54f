//! Causes that the lab does not model: what each is, how to check it, what mends it, and who says so.

use crate::present::causes::OutsideCause;

/// What is told of a cause that is not in the lab.
pub struct OutsideText {
    /// What it is called.
    pub name: &'static str,
    /// Why the sign-in ends as it does.
    pub reason: &'static str,
    /// What to look up to know whether it is this cause.
    pub check: &'static str,
    /// What mends it, as its source says.
    pub fix: &'static str,
    /// The document that describes it.
    pub source: &'static str,
}

/// What is told of a cause that is not in the lab.
pub fn outside(cause: OutsideCause) -> OutsideText {
    match cause {
        OutsideCause::TokenSize => OutsideText {
            name: "The ticket is longer than http.sys takes",
            reason: "Groups make tickets long; trust for any service doubles what they take.",
            check: "KDC event 31; whoami /groups",
            fix: "MaxFieldLength and MaxRequestBytes of http.sys; fewer groups",
            source: "Microsoft, “HTTP 400 Bad Request (Request Header too long)”",
        },
        OutsideCause::ExtendedProtection => OutsideText {
            name: "Extended Protection, and something ends TLS in between",
            reason: "The channel bindings are of another certificate, or missing.",
            check: "tokenChecking of windowsAuthentication; which certificate the browser sees",
            fix: "Allow or None, or TLS that nobody opens in between",
            source: "Microsoft, extendedProtection; [MS-NLMP] 3.2.5.1.2",
        },
        OutsideCause::CredentialGuard => OutsideText {
            name: "Credential Guard keeps the TGT",
            reason: "It hands over no TGT, whatever the server is trusted for.",
            check: "msinfo32: Credential Guard; the client’s Kerberos event 201",
            fix: "constrained or resource-based delegation",
            source: "Microsoft, Credential Guard considerations",
        },
        OutsideCause::KrbtgtSensitive => OutsideText {
            name: "krbtgt is marked sensitive",
            reason: "Then no ticket of the domain can be delegated.",
            check: "Get-ADUser krbtgt -Properties AccountNotDelegated",
            fix: "Set-ADUser krbtgt -AccountNotDelegated $false",
            source: "MicrosoftDocs/azure-docs#78298",
        },
        OutsideCause::TokenGroups => OutsideText {
            name: "The service’s account may not read the user’s groups",
            reason: "S4U2self reads tokenGroupsGlobalAndUniversal, and the KDC answers 6 where it may not be read.",
            check: "the ACL of the user’s object",
            fix: "membership in Windows Authorization Access Group",
            source: "KB2009157",
        },
        OutsideCause::NegativeCache => OutsideText {
            name: "The refusal from before is still kept",
            reason: "Windows keeps a refused S4U2proxy for 15 minutes.",
            check: "klist -li 0x3e7 on the web server",
            fix: "klist -li 0x3e7 purge, or wait 15 minutes",
            source: "Microsoft, PowerShell remoting: the second hop; [MS-SFU]",
        },
        OutsideCause::AccessMask => OutsideText {
            name: "The entry in the back end’s list has the wrong access mask",
            reason: "It has to be 0xF01FF, which GENERIC_ALL is not.",
            check: "the security descriptor in msDS-AllowedToActOnBehalfOfOtherIdentity",
            fix: "Set-ADComputer with -PrincipalsAllowedToDelegateToAccount",
            source: "TrustedSec Extension-Kit, pull request 146",
        },
        OutsideCause::SharedConnections => OutsideText {
            name: "A proxy shares signed-in connections",
            reason: "NTLM and Kerberos over HTTP sign a connection in, and the next request on it is somebody else’s.",
            check: "without the proxy it does not happen",
            fix: "one connection to the server for each of the client’s",
            source: "RFC 4559 section 6; haproxy#581",
        },
        OutsideCause::DotNetPort => OutsideText {
            name: "The client of .NET puts the port into the SPN",
            reason: "It asks for HTTP/host:port, which no account has.",
            check: "a trace of what is asked of the KDC",
            fix: "an SPN with the port, or the switch UsePortInSpn",
            source: "dotnet/runtime#51980",
        },
        OutsideCause::BackEndSpn => OutsideText {
            name: "The back end’s SPN is missing, or on another account",
            reason: "Then there is no ticket for it, and IIS comes with NTLM; or there is one, and the back end cannot open it.",
            check: "setspn -Q MSSQLSvc/host:port; setspn -Q HTTP/host; setspn -Q cifs/host",
            fix: "setspn -D, setspn -S",
            source: "Microsoft, “Cannot generate SSPI context”",
        },
        OutsideCause::SpnOfWinRm => OutsideText {
            name: "The HTTP/… SPN was taken from the computer",
            reason: "WinRM runs as the computer and asks by HTTP/host too, so its tickets are another account’s now.",
            check: "setspn -Q HTTP/host",
            fix: "an SPN with the port for WinRM, or a name of its own for the site",
            source: "MicrosoftDocs/sql-docs#3408",
        },
        OutsideCause::EtypePolicy => OutsideText {
            name: "Policies of encryption types differ",
            reason: "Tickets for some users are under a key that the service does not use.",
            check: "“Network security: Configure encryption types allowed for Kerberos”, on both computers",
            fix: "the same types for all",
            source: "joshroark.com",
        },
        OutsideCause::Rc4Default => OutsideText {
            name: "RC4 is no longer the default",
            reason: "Since April 2026 accounts without explicit types get AES (KB5073381); before, where DefaultDomainSupportedEncTypes leaves RC4 out.",
            check: "KDCSVC events 201 to 209; DefaultDomainSupportedEncTypes of the KDC",
            fix: "an AES key by a new password, or explicit msDS-SupportedEncryptionTypes",
            source: "Microsoft, KB5073381, KB5021131",
        },
        OutsideCause::Locked => OutsideText {
            name: "The account is locked out, disabled, expired, or restricted to other hours or computers",
            reason: "The KDC answers 18, NTLM a status of the account.",
            check: "Get-ADUser name -Properties LockedOut,Enabled; event 4740",
            fix: "Unlock-ADAccount, Enable-ADAccount",
            source: "RFC 4120 7.5.9; event 4768",
        },
        OutsideCause::PasswordExpired => OutsideText {
            name: "The password has expired",
            reason: "The KDC answers 23.",
            check: "Get-ADUser name -Properties PasswordExpired",
            fix: "a new password",
            source: "RFC 4120 7.5.9; event 4768",
        },
        OutsideCause::AliasSpn => OutsideText {
            name: "The alias is followed: the SPN is wanted for the name behind it",
            reason: "Browsers ask for the name behind a CNAME, not for the one in the address.",
            check: "nslookup of the name; klist, Server",
            fix: "register that name, use an A record, or DisableAuthNegotiateCnameLookup",
            source: "Chromium, HTTP authentication; KB911149",
        },
        OutsideCause::NoImpersonation => OutsideText {
            name: "The application does not impersonate",
            reason: "It calls as the pool’s identity, on the network the computer’s or the pool account’s.",
            check: "the user in SQL Server’s message, or in the back end’s event 4624",
            fix: "run the call inside impersonation",
            source: "aspnet/IISIntegration#75",
        },
        OutsideCause::DevelopmentServer => OutsideText {
            name: "The development server runs as the developer",
            reason: "There it was one hop, with the developer’s own logon. On IIS there are two.",
            check: "who the process runs as",
            fix: "delegation, as for any second hop",
            source: "dotnet/aspnetcore#1528",
        },
        OutsideCause::NoController => OutsideText {
            name: "No domain controller is reached",
            reason: "SEC_E_NO_AUTHENTICATING_AUTHORITY.",
            check: "nltest /dsgetdc:domain; Netlogon event 5719",
            fix: "DNS, ports 88 and 389",
            source: "[MS-ERREF]; Microsoft, 18456",
        },
        OutsideCause::LinkedServer => OutsideText {
            name: "The database goes on to a linked server",
            reason: "That is one hop more, with its own SPN and its own delegation.",
            check: "on the first SQL Server, SELECT auth_scheme FROM sys.dm_exec_connections WHERE session_id = @@SPID: it has to say KERBEROS; and setspn -Q MSSQLSvc/<linked server>:1433",
            fix: "register that SPN (setspn -S), and let the first server’s account delegate to it (msDS-AllowedToDelegateTo); or map the login to one of SQL Server (sp_addlinkedsrvlogin), which then serves everybody",
            source: "Microsoft, linked servers",
        },
        OutsideCause::SelectiveTrust => OutsideText {
            name: "The trust authenticates selected accounts",
            reason: "STATUS_AUTHENTICATION_FIREWALL_FAILED: the user may not authenticate to that computer.",
            check: "“Allowed to authenticate” on the computer’s object",
            fix: "grant it to them",
            source: "[MS-ERREF]",
        },
        OutsideCause::LogonRight => OutsideText {
            name: "The account may not log on to the web server that way",
            reason: "Basic may want “Allow log on locally”; the rest want “Access this computer from the network”.",
            check: "secpol.msc: User Rights Assignment; the logon type in event 4625",
            fix: "grant the right, and take the account out of the one that denies it",
            source: "[MS-ERREF] 0xC000015B; event 534",
        },
        OutsideCause::NtlmBlocked => OutsideText {
            name: "A policy blocks NTLM",
            reason: "There was no ticket, and what comes instead is refused.",
            check: "“Network security: Restrict NTLM”; Microsoft-Windows-NTLM/Operational",
            fix: "see why there is no ticket, or name the server among the exceptions",
            source: "[MS-ERREF] 0xC0000418; events 4001 to 4006",
        },
        OutsideCause::FileAcl => OutsideText {
            name: "The file’s permissions at IIS lack the user",
            reason: "IIS knows who it is: 401.3 is said after the sign-in.",
            check: "icacls of the site’s folder",
            fix: "permission to read for the user or a group",
            source: "KB943891",
        },
        OutsideCause::NoAesKey => OutsideText {
            name: "The account has no AES key",
            reason: "Its password is older than AES in the domain, or its types leave AES out, and AES is asked for.",
            check: "Get-ADUser name -Properties PasswordLastSet,msDS-SupportedEncryptionTypes; KDC events 14, 16, 26, 27 and 42",
            fix: "a new password, and AES in msDS-SupportedEncryptionTypes",
            source: "Microsoft, KDC events 14 and 16",
        },
        OutsideCause::NoAutomaticLogon => OutsideText {
            name: "The browser does not use the Windows logon for this site",
            reason: "It asks where the site is on no list and in no zone to which it sends the logon by itself. A name with dots is in none at first.",
            check: "Internet Options, Security: the site’s zone; edge://policy, chrome://policy: AuthServerAllowlist; Firefox, about:config: network.negotiate-auth.trusted-uris",
            fix: "the site in the zone Local intranet, in AuthServerAllowlist, in trusted-uris",
            source: "Microsoft, Edge policy AuthServerAllowlist; Mozilla, Integrated authentication",
        },
        OutsideCause::Preflight => OutsideText {
            name: "A preflight request (CORS) never signs in",
            reason: "The browser sends OPTIONS without credentials, and a site that takes nobody without them answers 401. The lab’s pages send none.",
            check: "the OPTIONS request in the browser’s developer tools: no Authorization",
            fix: "the IIS CORS module, which answers before authentication, or OPTIONS without a sign-in",
            source: "Fetch standard, CORS-preflight fetch; Microsoft, IIS CORS module",
        },
        OutsideCause::Keytab => OutsideText {
            name: "The service’s keytab cannot be used",
            reason: "It has no key of that name, or another one, or none of that type, or the service may not read it. The lab’s services have their keys from Windows.",
            check: "klist -ke, its numbers (kvno) beside the ticket’s; as whom the service runs",
            fix: "a keytab with the SPN that clients ask for, which the service may read; where the ticket’s number is the lower one, a new ticket: kinit, on Windows klist purge",
            source: "MIT Kerberos, keytab",
        },
        OutsideCause::NtlmLibrary => OutsideText {
            name: "The client has no library for NTLM",
            reason: "Outside of Windows NTLM is a plug-in of GSSAPI. The lab’s clients have NTLM from Windows.",
            check: "whether the package gss-ntlmssp is installed",
            fix: "gss-ntlmssp, or a ticket in place of NTLM",
            source: "dotnet/corefx#28961; dotnet/dotnet-docker#1575",
        },
        OutsideCause::CredSspPolicy => OutsideText {
            name: "No policy lets the client hand its password over (CredSSP)",
            reason: "CredSSP gives the other computer the password, and only where a policy names it. The lab has no CredSSP.",
            check: "Get-WSManCredSSP; “Allow delegating fresh credentials”",
            fix: "Enable-WSManCredSSP -Role Client -DelegateComputer, or delegation, which hands no password over",
            source: "Microsoft, Enable-WSManCredSSP",
        },
        OutsideCause::NoCredentials => OutsideText {
            name: "The client has no ticket to begin with",
            reason: "Outside of Windows a TGT comes from kinit, or from a keytab. The lab’s clients have theirs from the logon.",
            check: "klist, as the user that the program runs as; KRB5CCNAME",
            fix: "kinit, or a keytab of the client’s",
            source: "MIT Kerberos, kinit",
        },
        OutsideCause::OtherComputer => OutsideText {
            name: "Another computer answers than the one the ticket is for, or its password is not the directory’s",
            reason: "Each computer opens tickets with its own key. The name leads to another one: an old DNS record, an address that was given anew, or two computers of one name. Where the event names the target itself as the server, its own password and that in the directory differ: it was restored, or replication is behind.",
            check: "nslookup of the target name; whose address that is; in the client’s event 4, the server that answered; on that one: nltest /sc_verify:domain",
            fix: "the right DNS record; the name of one of the two computers changed; Test-ComputerSecureChannel -Repair",
            source: "the event’s own text; skar.us, “Explanation of Kerberos error KRB_AP_ERR_MODIFIED”",
        },
        OutsideCause::AddressAsked => OutsideText {
            name: "A ticket is asked for an IP address",
            reason: "Clients of GSSAPI ask for HTTP/192.0.2.10, which no account has. Windows would not ask.",
            check: "the address in the client’s settings; for Ansible, its inventory",
            fix: "the server’s DNS name, or ansible_winrm_kerberos_hostname_override",
            source: "diyan/pywinrm#289",
        },
        OutsideCause::NoWayToDomain => OutsideText {
            name: "No trust leads to the other domain, or not by that name",
            reason: "A ticket for the other domain’s KDC is refused, so no ticket of that domain can follow.",
            check: "Get-ADTrust -Filter *: its direction; the trust’s Name Suffix Routing; nltest /sc_verify:domain",
            fix: "a trust in that direction too; the name’s suffix enabled",
            source: "RFC 4120 3.3.3; Microsoft, Routing name suffixes across forests",
        },
        OutsideCause::RemoteSession => OutsideText {
            name: "A remote PowerShell session has nothing to go on with",
            reason: "It is signed in with a ticket for that one computer, so the next computer, a domain controller too, gets nobody.",
            check: "klist in the session: no ticket",
            fix: "-Credential for the command in the session, resource-based delegation, or CredSSP",
            source: "Microsoft, Making the second hop in PowerShell Remoting",
        },
    }
}
