//! What commands and configurations show of settings: the value decides, a name alone says nothing, and no command line is a
//! finding.

use super::{diagnosed, leads_to_one_of, unusual};
use double_hop::lab::space::Unusual as U;
use double_hop::present::diagnose::{Cause, OutsideCause as Out};

/// Of all this nothing follows.
const HEALTHY: &[&str] = &[
    // Extended Protection that is off, or lets in who has no bindings.
    "<extendedProtection tokenChecking=\"None\" flags=\"None\">",
    "ExtendedProtectionTokenChecking : None\nExtendedProtectionFlags         :\nExtendedProtectionSPNList       :",
    "ExtendedProtectionTokenCheck            : Allow",
    "extendedProtection     : Microsoft.IIs.PowerShell.Framework.ConfigurationElement",
    "PS C:\\> Get-WebConfigurationProperty -Filter system.webServer/security/authentication/windowsAuthentication -Name \
     extendedProtection.tokenChecking\nNone",
    "Extended protection is set to Off",
    // Names of accounts and groups, for which no search was made.
    "COMPUTER SETTINGS\n------------------\n    CN=DESK-07,OU=Desks,DC=contoso,DC=example\n    N/A\nUSER SETTINGS\n    \
     CN=Alice Smith,OU=Staff,DC=contoso,DC=example",
    "PS C:\\> Get-ADUser alice -Properties MemberOf | select -Expand MemberOf\nCN=Finance,OU=Groups,DC=contoso,DC=example\n\
     CN=Sales,OU=Groups,DC=contoso,DC=example",
    // What is sent is NTLMv2 alone.
    "C:\\>reg query HKLM\\SYSTEM\\CurrentControlSet\\Control\\Lsa /v LmCompatibilityLevel\n\n\
     HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Lsa\n    LmCompatibilityLevel    REG_DWORD    0x5",
    "\"LmCompatibilityLevel\"=dword:00000005",
    "MACHINE\\System\\CurrentControlSet\\Control\\Lsa\\LmCompatibilityLevel=4,5",
    "    ValueName:         MACHINE\\System\\CurrentControlSet\\Control\\Lsa\\LmCompatibilityLevel\n    Computer Setting:  5",
    "LmCompatibilityLevel : 5",
    "lmcompatibilitylevel=3",
    "Network security: LAN Manager authentication level\tSend NTLMv2 response only. Refuse LM & NTLM\nDeny log on locally\tGuests",
    // Remedies that are in place.
    "DisableLoopbackCheck    REG_DWORD    0x1",
    "\"DisableLoopbackCheck\"=dword:00000001",
    "PS C:\\> Get-ItemProperty HKLM:\\SYSTEM\\CurrentControlSet\\Control\\Lsa | fl DisableLoopbackCheck\n\nDisableLoopbackCheck : 1",
    "    BackConnectionHostNames    REG_MULTI_SZ    portal.contoso.example",
    "MaxTokenSize    REG_DWORD    0xbb80",
    "PS C:\\> Get-ADGroupMember 'Protected Users'\n\nname              : svc-admin\nSamAccountName    : svc-admin",
    "Account active               Yes\nAccount expires              Never\nPassword expires             4/13/2026 10:14:05 AM\n\
     Workstations allowed         All\nLogon hours allowed          All",
    "Network security: Restrict NTLM: Outgoing NTLM traffic to remote servers\tNot Defined\nNetwork security: Restrict NTLM: NTLM \
     authentication in this domain\tDisabled\nDeny access to this computer from the network\tGuests\nAccess this computer from the \
     network\tEveryone,Administrators,Users",
    "    RestrictSendingNTLMTraffic    REG_DWORD    0x0\n    AuditReceivingNTLMTraffic    REG_DWORD    0x2",
    "SQL Server is attempting to register a Service Principal Name (SPN) for the SQL Server service. Kerberos authentication will \
     not be possible until a SPN is registered for the SQL Server service. This is an informational message.",
    "C:\\inetpub\\wwwroot BUILTIN\\IIS_IUSRS:(RX)\nSuccessfully processed 1 files; Failed processing 0 files",
    "network.negotiate-auth.trusted-uris\t.contoso.example\nnetwork.automatic-ntlm-auth.trusted-uris\t",
    "        [ ] Basic Authentication                        Web-Basic-Auth                 Available",
    "Windows Authentication\tEnabled\tHTTP 401 Challenge",
    "Credential Guard\tNot configured",
    // Within one computer nobody asks for a ticket.
    "session_id  net_transport  auth_scheme\n----------- -------------- ------------\n53          Shared memory  NTLM",
];

#[test]
fn what_is_set_as_it_should_be_leads_nowhere() {
    let mut wrong = String::new();
    for text in HEALTHY {
        let (reading, diagnosis) = diagnosed(text);
        if !diagnosis.causes.is_empty() {
            wrong += &format!("{text}\n  {:#?}\n", reading.observations);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Values that tell, each with a cause that is among the first three.
const TELLS: &[(&str, Cause)] = &[
    (
        "ExtendedProtectionTokenChecking : Require",
        Cause::Outside(Out::ExtendedProtection),
    ),
    (
        "    RestrictSendingNTLMTraffic    REG_DWORD    0x2",
        Cause::Outside(Out::NtlmBlocked),
    ),
    (
        "    ValueName:         MACHINE\\System\\CurrentControlSet\\Control\\Lsa\\MSV1_0\\RestrictSendingNTLMTraffic\n    Computer \
         Setting:  2",
        Cause::Outside(Out::NtlmBlocked),
    ),
    (
        "Network security: Restrict NTLM: Incoming NTLM traffic\tDeny all accounts",
        Cause::Outside(Out::NtlmBlocked),
    ),
    (
        "Account active               No",
        Cause::Outside(Out::Locked),
    ),
    (
        "Workstations allowed         DESK-07",
        Cause::Outside(Out::Locked),
    ),
    (
        "C:\\>w32tm /monitor\nDC01.contoso.example *** PDC ***[10.0.0.10:123]:\n    NTP: +0.0000000s offset from DC01.contoso.example\n\
         WEB01.contoso.example[10.0.0.80:123]:\n    NTP: -412.5551212s offset from DC01.contoso.example",
        unusual(U::Clock),
    ),
    (
        "PS C:\\> Get-ADGroupMember 'Protected Users'\n\nSamAccountName    : alice",
        unusual(U::Protected),
    ),
    (
        "auth_scheme\n----------------------------------------\nNTLM\n\n(1 row affected)",
        Cause::Outside(Out::BackEndSpn),
    ),
    (
        "session_id,auth_scheme,client_net_address\n51,NTLM,10.0.0.80",
        Cause::Outside(Out::BackEndSpn),
    ),
    (
        "PS C:\\> Test-ComputerSecureChannel\nFalse",
        unusual(U::OldKey),
    ),
    (
        "SelectiveAuthentication : True",
        Cause::Outside(Out::SelectiveTrust),
    ),
    (
        "<identity impersonate=\"false\" />",
        Cause::Outside(Out::NoImpersonation),
    ),
];

#[test]
fn a_value_tells_what_it_means() {
    for (text, cause) in TELLS {
        leads_to_one_of(text, &[*cause]);
    }
}

#[test]
fn what_a_table_or_a_list_shows_is_read() {
    let says = |text: &str| {
        let (reading, diagnosis) = diagnosed(text);
        let said = reading.observations.iter();
        let signs: Vec<String> = said.map(|it| format!("{:?}", it.signs)).collect();
        (signs.concat(), diagnosis.contradictions.len())
    };
    for (text, sign) in [
        (
            "session_id  auth_scheme  login_name\n51          NTLM         CONTOSO\\WEB01$\n52          KERBEROS     CONTOSO\\alice",
            "BackEndTakesKerberos(true)",
        ),
        (
            "PS C:\\> Get-ADComputer SQL01 -Properties PrincipalsAllowedToDelegateToAccount | select -Expand \
             PrincipalsAllowedToDelegateToAccount\nCN=WEB01,OU=Servers,DC=contoso,DC=example",
            "LetsAct(true)",
        ),
        (
            "HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Microsoft\\Edge\n    AuthNegotiateDelegateAllowlist    REG_SZ    *.contoso.example",
            "BrowserDelegates(true)",
        ),
        (
            "C:\\>reg query HKLM\\SOFTWARE\\Policies\\Microsoft\\Edge /v AuthNegotiateDelegateAllowlist\n\nERROR: The system was unable \
             to find the specified registry key or value.",
            "BrowserDelegates(false)",
        ),
        (
            "useKernelMode          : True\nuseAppPoolCredentials  : False",
            "OpensWith(Computer)",
        ),
        (
            "<add name=\"Main\" connectionString=\"Data Source=SQL01;Integrated Security=SSPI\" />",
            "BackEnd(Sql)",
        ),
        (
            "userAccountControl: 0x1010200 = ( NORMAL_ACCOUNT | DONT_EXPIRE_PASSWORD | TRUSTED_TO_AUTH_FOR_DELEGATION );",
            "Trust(AnyProtocol)",
        ),
        (
            "msDS-AllowedToDelegateTo (2): MSSQLSvc/SQL01.contoso.example:1433; MSSQLSvc/SQL01:1433;",
            "Trust(KerberosOnly)",
        ),
        (
            "[libdefaults]\n    forwardable = false",
            "Forwardable(false)",
        ),
        (
            "<add value=\"Negotiate:Kerberos\" />",
            "Offers(Some(Negotiate))",
        ),
    ] {
        let (signs, contradictions) = says(text);
        assert!(signs.contains(sign), "{text}\n{signs}");
        assert_eq!(contradictions, 0, "{text}");
    }
}

#[test]
fn what_a_refusal_says_to_people_is_nothing_where_the_next_answer_lets_them_in() {
    let refused = "GET /app HTTP/1.1\n\nHTTP/1.1 401 Unauthorized\nContent-Type: text/html\n\n<p>HTTP Error 401. The requested \
                   resource requires user authentication.</p>\n";
    let stays = |text: &str| {
        let (reading, _) = diagnosed(text);
        format!("{:?}", reading.observations).contains("FirstHopRefused")
    };
    assert!(stays(refused));
    assert!(!stays(
        &[refused, "GET /app HTTP/1.1\n\nHTTP/1.1 200 OK\n\nhello"].concat()
    ));
}

#[test]
fn a_401_of_somebody_whom_iis_names_is_the_applications_own() {
    for line in [
        "2026-11-03 09:12:44 10.0.0.7 GET /api - 80 CONTOSO\\alice 10.0.0.9 Mozilla/5.0 - 401 0 0 15",
        "2026-11-03 09:12:44 10.0.0.7 GET /api - 443 alice 10.0.0.9 Mozilla/5.0 http://portal/ 401 0 0 15",
        "2026-11-03 09:12:44 10.0.0.7 GET /api - 80 CONTOSO\\alice 10.0.0.9 Mozilla/5.0 - 401 5 0 15",
    ] {
        leads_to_one_of(line, &[Cause::MayNotDelegate]);
        let (_, diagnosis) = diagnosed(line);
        let refused = [U::WrongPassword, U::SpnElsewhere].map(unusual);
        assert!(
            diagnosis
                .causes
                .iter()
                .all(|it| !refused.contains(&it.cause)),
            "{line}"
        );
    }
    for line in [
        "2026-11-03 09:12:44 10.0.0.7 GET /api - 80 - 10.0.0.9 Mozilla/5.0 - 401 0 0 15",
        "2026-11-03 09:12:44 10.0.0.7 GET /api - 80 CONTOSO\\alice 10.0.0.9 Mozilla/5.0 - 401 1 1326 15",
    ] {
        leads_to_one_of(line, &[unusual(U::WrongPassword)]);
    }
}

#[test]
fn a_database_that_is_called_with_its_own_login_is_no_second_hop() {
    for text in [
        "Server=sql01;Database=Portal;User Id=portal_app;Password=xyz;\nLogin failed for user 'portal_app'.",
        "<add name=\"Main\" connectionString=\"Data Source=sql01;Initial Catalog=Portal;UID=portal;PWD=secret\" />\n\
         Login failed for user 'portal'.",
        "our connection string is Server=sql01;uid=portal;pwd=x; and the page says Login failed for user 'portal'",
    ] {
        let (reading, diagnosis) = diagnosed(text);
        assert_eq!(reading.not_read, [], "{text}");
        assert!(
            diagnosis.causes.is_empty(),
            "{text} {:#?}",
            diagnosis.causes
        );
    }
    leads_to_one_of(
        "Data Source=sql01;Trusted_Connection=yes\nLogin failed for user 'NT AUTHORITY\\ANONYMOUS LOGON'.",
        &[Cause::MayNotDelegate],
    );
}

#[test]
fn a_tgt_that_may_not_be_forwarded_is_of_a_restricted_user() {
    let printed = |flags: &str| {
        format!(
            "C:\\>klist tgt\n\nCurrent LogonId is 0:0x3e7\nCached TGT:\n\nServiceName        : krbtgt\n\
             TargetName (SPN)   : krbtgt\nClientName         : alice\nDomainName         : CONTOSO.EXAMPLE\n\
             TargetDomainName   : CONTOSO.EXAMPLE\nAltTargetDomainName: CONTOSO.EXAMPLE\nTicket Flags       : {flags}\n\
             Session Key        : KeyType 0x12 - AES-256-CTS-HMAC-SHA1-96\n                   : KeyLength 32 - 00 00\n\
             StartTime          : 11/3/2026 9:12:44 (local)\nEndTime            : 11/3/2026 19:12:44 (local)\n\
             RenewUntil         : 11/10/2026 9:12:44 (local)\nTimeSkew           :  + 0:00 minute(s)\n\
             EncodedTicket      : (size: 1400)\n0000  61 82 05 74 30 82 05 70:a0 03 02 01 05 a1 13 1b  a..t0..p"
        )
    };
    let restricted = printed("0xe10000 -> renewable initial pre_authent name_canonicalize");
    super::leads(&restricted, &[unusual(U::Sensitive)]);
    super::leads(&restricted, &[unusual(U::Protected)]);
    let (reading, _) = diagnosed(&printed(
        "0x40e10000 -> forwardable renewable initial pre_authent",
    ));
    assert_eq!(reading.not_read, []);
    assert!(reading.observations.iter().all(|it| it.says_nothing()));
}
