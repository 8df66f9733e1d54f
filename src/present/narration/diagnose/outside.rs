//! Causes that the lab does not model: what each is, how to check it, what mends it, and who says so.

use crate::present::causes::OutsideCause;

/// Its name, why it ends so, how to check, what mends it, who says so.
struct Told([&'static str; 5]);

/// What a cause that is not in the lab is called.
pub fn outside_name(outside: OutsideCause) -> &'static str {
    told(outside).0[0]
}

/// Why it ends so.
pub fn outside_reason(outside: OutsideCause) -> &'static str {
    told(outside).0[1]
}

/// What to look up to know whether it is this cause.
pub fn outside_check(outside: OutsideCause) -> &'static str {
    told(outside).0[2]
}

/// What mends it, as its source says.
pub fn outside_fix(outside: OutsideCause) -> &'static str {
    told(outside).0[3]
}

/// The document that describes it.
pub fn outside_source(outside: OutsideCause) -> &'static str {
    told(outside).0[4]
}

fn told(outside: OutsideCause) -> Told {
    Told(match outside {
        OutsideCause::TokenSize => [
            "The ticket is longer than http.sys takes",
            "Groups make tickets long; trust for any service doubles what they take.",
            "KDC event 31; whoami /groups",
            "MaxFieldLength and MaxRequestBytes of http.sys; fewer groups",
            "Microsoft, “HTTP 400 Bad Request (Request Header too long)”",
        ],
        OutsideCause::ExtendedProtection => [
            "Extended Protection, and something ends TLS in between",
            "The channel bindings are of another certificate, or missing.",
            "tokenChecking of windowsAuthentication; which certificate the browser sees",
            "Allow or None, or TLS that nobody opens in between",
            "Microsoft, extendedProtection; [MS-NLMP] 3.2.5.1.2",
        ],
        OutsideCause::CredentialGuard => [
            "Credential Guard keeps the TGT",
            "It hands over no TGT, whatever the server is trusted for.",
            "msinfo32: Credential Guard; the client’s Kerberos event 201",
            "constrained or resource-based delegation",
            "Microsoft, Credential Guard considerations",
        ],
        OutsideCause::KrbtgtSensitive => [
            "krbtgt is marked sensitive",
            "Then no ticket of the domain can be delegated.",
            "Get-ADUser krbtgt -Properties AccountNotDelegated",
            "Set-ADUser krbtgt -AccountNotDelegated $false",
            "MicrosoftDocs/azure-docs#78298",
        ],
        OutsideCause::TokenGroups => [
            "The service’s account may not read the user’s groups",
            "S4U2self reads tokenGroupsGlobalAndUniversal, and the KDC answers 6 where it may not be read.",
            "the ACL of the user’s object",
            "membership in Windows Authorization Access Group",
            "KB2009157",
        ],
        OutsideCause::NegativeCache => [
            "The refusal from before is still kept",
            "Windows keeps a refused S4U2proxy for 15 minutes.",
            "klist -li 0x3e7 on the web server",
            "klist -li 0x3e7 purge, or wait 15 minutes",
            "Microsoft, PowerShell remoting: the second hop; [MS-SFU]",
        ],
        OutsideCause::AccessMask => [
            "The entry in the back end’s list has the wrong access mask",
            "It has to be 0xF01FF, which GENERIC_ALL is not.",
            "the security descriptor in msDS-AllowedToActOnBehalfOfOtherIdentity",
            "Set-ADComputer with -PrincipalsAllowedToDelegateToAccount",
            "TrustedSec Extension-Kit, pull request 146",
        ],
        OutsideCause::SharedConnections => [
            "A proxy shares signed-in connections",
            "NTLM and Kerberos over HTTP sign a connection in, and the next request on it is somebody else’s.",
            "without the proxy it does not happen",
            "one connection to the server for each of the client’s",
            "RFC 4559 section 6; haproxy#581",
        ],
        OutsideCause::DotNetPort => [
            "The client of .NET puts the port into the SPN",
            "It asks for HTTP/host:port, which no account has.",
            "a trace of what is asked of the KDC",
            "an SPN with the port, or the switch UsePortInSpn",
            "dotnet/runtime#51980",
        ],
        OutsideCause::BackEndSpn => [
            "The back end’s SPN is missing, or on another account",
            "Then there is no ticket for it, or none that it can open. The lab’s back ends have theirs.",
            "setspn -Q MSSQLSvc/host:port; setspn -Q HTTP/host",
            "setspn -D, setspn -S",
            "Microsoft, “Cannot generate SSPI context”",
        ],
        OutsideCause::SpnOfWinRm => [
            "The HTTP/… SPN was taken from the computer",
            "WinRM runs as the computer and asks by HTTP/host too, so its tickets are another account’s now.",
            "setspn -Q HTTP/host",
            "an SPN with the port for WinRM, or a name of its own for the site",
            "MicrosoftDocs/sql-docs#3408",
        ],
        OutsideCause::EtypePolicy => [
            "Policies of encryption types differ",
            "Tickets for some users are under a key that the service does not use.",
            "“Network security: Configure encryption types allowed for Kerberos”, on both computers",
            "the same types for all",
            "joshroark.com",
        ],
        OutsideCause::Rc4Default => [
            "RC4 is no longer the default",
            "Since April 2026 accounts without explicit types get AES (KB5073381).",
            "KDCSVC events 201 to 209",
            "an AES key by a new password, or explicit msDS-SupportedEncryptionTypes",
            "Microsoft, KB5073381",
        ],
        OutsideCause::Locked => [
            "The account is locked out, disabled, expired, or restricted to other hours or computers",
            "The KDC answers 18, NTLM a status of the account.",
            "Get-ADUser name -Properties LockedOut,Enabled; event 4740",
            "Unlock-ADAccount, Enable-ADAccount",
            "RFC 4120 7.5.9; event 4768",
        ],
        OutsideCause::PasswordExpired => [
            "The password has expired",
            "The KDC answers 23.",
            "Get-ADUser name -Properties PasswordExpired",
            "a new password",
            "RFC 4120 7.5.9; event 4768",
        ],
        OutsideCause::AliasSpn => [
            "The alias is followed: the SPN is wanted for the name behind it",
            "Browsers ask for the name behind a CNAME, not for the one in the address.",
            "nslookup of the name; klist, Server",
            "register that name, use an A record, or DisableAuthNegotiateCnameLookup",
            "Chromium, HTTP authentication; KB911149",
        ],
        OutsideCause::NoImpersonation => [
            "The application does not impersonate",
            "It calls as the pool’s identity, on the network the computer’s or the pool account’s.",
            "the user in SQL Server’s message, or in the back end’s event 4624",
            "run the call inside impersonation",
            "aspnet/IISIntegration#75",
        ],
        OutsideCause::DevelopmentServer => [
            "The development server runs as the developer",
            "There it was one hop, with the developer’s own logon. On IIS there are two.",
            "who the process runs as",
            "delegation, as for any second hop",
            "dotnet/aspnetcore#1528",
        ],
        OutsideCause::NoController => [
            "No domain controller is reached",
            "SEC_E_NO_AUTHENTICATING_AUTHORITY.",
            "nltest /dsgetdc:domain; Netlogon event 5719",
            "DNS, ports 88 and 389",
            "[MS-ERREF]; Microsoft, 18456",
        ],
        OutsideCause::LinkedServer => [
            "The database goes on to a linked server",
            "That is one hop more, with its own SPN and its own delegation.",
            "setspn -Q MSSQLSvc/…; delegation of the SQL Server’s account",
            "delegation from SQL Server to the linked one",
            "Microsoft, linked servers",
        ],
        OutsideCause::SelectiveTrust => [
            "The trust authenticates selected accounts",
            "STATUS_AUTHENTICATION_FIREWALL_FAILED: the user may not authenticate to that computer.",
            "“Allowed to authenticate” on the computer’s object",
            "grant it to them",
            "[MS-ERREF]",
        ],
        OutsideCause::LogonRight => [
            "The account may not log on to the web server that way",
            "Basic may want “Allow log on locally”; the rest want “Access this computer from the network”.",
            "secpol.msc: User Rights Assignment; the logon type in event 4625",
            "grant the right, and take the account out of the one that denies it",
            "[MS-ERREF] 0xC000015B; event 534",
        ],
        OutsideCause::NtlmBlocked => [
            "A policy blocks NTLM",
            "There was no ticket, and what comes instead is refused.",
            "“Network security: Restrict NTLM”; Microsoft-Windows-NTLM/Operational",
            "see why there is no ticket, or name the server among the exceptions",
            "[MS-ERREF] 0xC0000418; events 4001 to 4006",
        ],
        OutsideCause::FileAcl => [
            "The file’s permissions at IIS lack the user",
            "IIS knows who it is: 401.3 is said after the sign-in.",
            "icacls of the site’s folder",
            "permission to read for the user or a group",
            "KB943891",
        ],
        OutsideCause::NoAesKey => [
            "The account has no AES key",
            "Its password is older than AES in the domain, or its types leave AES out, and AES is asked for.",
            "Get-ADUser name -Properties PasswordLastSet,msDS-SupportedEncryptionTypes; KDC events 14, 16, 26, 27 and 42",
            "a new password, and AES in msDS-SupportedEncryptionTypes",
            "Microsoft, KDC events 14 and 16",
        ],
        OutsideCause::NoAutomaticLogon => [
            "The browser does not use the Windows logon for this site",
            "It asks where the site is on no list and in no zone to which it sends the logon by itself. A name with dots is in none at first.",
            "Internet Options, Security: the site’s zone; edge://policy, chrome://policy: AuthServerAllowlist; Firefox, about:config: network.negotiate-auth.trusted-uris",
            "the site in the zone Local intranet, in AuthServerAllowlist, in trusted-uris",
            "Microsoft, Edge policy AuthServerAllowlist; Mozilla, Integrated authentication",
        ],
    })
}
