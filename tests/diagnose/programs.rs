//! Texts of programs, directories and traces as people paste them: each says what it is about, and nothing of a web server that
//! it does not name.

use super::diagnosed;
use super::posted::lead;
use super::unusual;
use double_hop::lab::space::Unusual as U;
use double_hop::lab::{EtypeChoice, Observable as O, SettingFinding as F};
use double_hop::present::diagnose::{Cause, Check, OutsideCause as Out, Sign};

const fn out(cause: Out) -> Cause {
    Cause::Outside(cause)
}

const KEYTAB: &[Cause] = &[out(Out::Keytab)];
const NO_CREDENTIALS: &[Cause] = &[out(Out::NoCredentials)];
const LIBRARY: &[Cause] = &[out(Out::NtlmLibrary)];
const BACK_END_SPN: &[Cause] = &[out(Out::BackEndSpn)];
const NO_SPN: &[Cause] = &[unusual(U::SpnMissing)];
const ALIAS: &[Cause] = &[unusual(U::Alias), out(Out::AliasSpn)];
const WRONG_PASSWORD: &[Cause] = &[unusual(U::WrongPassword)];
/// The causes of a web server that cannot open a ticket.
const WEB_KEY: &[Cause] = &[
    unusual(U::SpnElsewhere),
    unusual(U::SpnOnPoolInKernelMode),
    unusual(U::PoolKeyWithoutSpn),
];

/// No cause follows from any of these.
#[track_caller]
fn lead_nowhere(texts: &[&str]) {
    let told: Vec<_> = texts.iter().map(|text| (*text, &[][..], &[][..])).collect();
    lead(&told);
}

#[test]
fn why_a_directory_refuses_a_bind_its_data_says() {
    let bind = |data| {
        format!(
            "[LDAP: error code 49 - 80090308: LdapErr: DSID-0C09042A, comment: AcceptSecurityContext error, data {data}, v3839]"
        )
    };
    for (data, to) in [
        ("52e", unusual(U::WrongPassword)),
        ("525", unusual(U::UnknownUser)),
        ("532", out(Out::PasswordExpired)),
        ("533", out(Out::Locked)),
        ("773", out(Out::PasswordExpired)),
        ("775", out(Out::Locked)),
    ] {
        let (_, diagnosis) = diagnosed(&bind(data));
        let causes: Vec<Cause> = diagnosis.causes.iter().map(|it| it.cause).collect();
        assert!(causes.contains(&to), "{data}: {causes:?}");
        assert!(
            !causes.contains(&unusual(U::SpnElsewhere)),
            "{data}: {causes:?}"
        );
    }
}

#[test]
fn what_a_library_says_in_brackets_is_what_went_wrong() {
    const BEGIN: &str = "GssApiException: GSSAPI operation failed with error -";
    let text = |what| format!("{BEGIN} An invalid status code was supplied ({what}).");
    lead(&[
        (&text("Clock skew too great"), &[unusual(U::Clock)], LIBRARY),
        (
            &text("Cannot find KDC for realm \"CONTOSO.COM\""),
            &[out(Out::NoController)],
            LIBRARY,
        ),
        (
            &text("Server not found in Kerberos database"),
            NO_SPN,
            LIBRARY,
        ),
        (
            "SqlException (0x80131904): Cannot authenticate using Kerberos. Ensure Kerberos has been initialized on the client with \
             'kinit' and a Service Principal Name has been registered for the SQL Server to allow Kerberos authentication.\n\
             GssApiException: GSSAPI operation failed with error - Unspecified GSS failure.  Minor code may provide more \
             information (Ticket expired).",
            NO_CREDENTIALS,
            BACK_END_SPN,
        ),
        (
            "Cannot authenticate using Kerberos. Ensure Kerberos has been initialized on the client with 'kinit' and a Service \
             Principal Name has been registered for the SQL Server to allow Kerberos authentication.\n\
             GssApiException: GSSAPI operation failed with error - An invalid status code was supplied (Server not found in \
             Kerberos database).",
            BACK_END_SPN,
            LIBRARY,
        ),
    ]);
}

#[test]
fn a_server_that_gets_ntlm_lacks_no_library() {
    const FAILED: &str = "Win32Exception: GSSAPI operation failed with error - An unsupported mechanism was requested.";
    const HANDLER: &str = "Microsoft.AspNetCore.Authentication.Negotiate.NegotiateHandler";
    lead(&[
        (
            &format!("{FAILED}\ninfo: {HANDLER}[1]\n  Incomplete Negotiate handshake."),
            NO_SPN,
            LIBRARY,
        ),
        (
            &format!("{HANDLER}: An exception occurred while processing the request.\n{FAILED}"),
            NO_SPN,
            LIBRARY,
        ),
        (FAILED, LIBRARY, &[]),
        (
            "major string: Defective token\nminor string: Bad token tag: 78",
            NO_SPN,
            &[],
        ),
        (
            "GSSException: Defective token detected (Mechanism level: GSSHeader did not find the right tag)",
            NO_SPN,
            &[],
        ),
        (
            "negotiate_kerberos_auth: ERROR: Negotiate Authentication validating user. Error returned 'BH received type 1 NTLM \
             token'",
            NO_SPN,
            LIBRARY,
        ),
        (
            "NegTokenInit: reading Mechanism Oid = 1.3.6.1.4.1.311.2.2.10\n\
             NegTokenInit: reading Mechanism Oid = 1.2.840.48018.1.2.2",
            NO_SPN,
            &[],
        ),
    ]);
    lead_nowhere(&[
        "NegTokenInit: reading Mechanism Oid = 1.2.840.48018.1.2.2\n\
         NegTokenInit: reading Mechanism Oid = 1.3.6.1.4.1.311.2.2.10",
    ]);
}

#[test]
fn cname_is_also_a_field_of_kerberos() {
    lead(&[
        (
            "KerberosV5:AS Request Cname: Administrator Realm: CHILD Sname: krbtgt/CHILD\n\
             KerberosV5:KRB_ERROR - KDC_ERR_S_PRINCIPAL_UNKNOWN (7)",
            NO_SPN,
            ALIAS,
        ),
        (
            "cname\n  error-code: eRR-S-PRINCIPAL-UNKNOWN (7)",
            NO_SPN,
            ALIAS,
        ),
        ("the site has a CNAME", ALIAS, &[]),
        ("intra is a CNAME for web01", ALIAS, &[]),
    ]);
    lead_nowhere(&["\t cname is HTTP/web01.contoso.com@CONTOSO.COM"]);
}

#[test]
fn kernel_mode_may_be_off_in_other_words() {
    let text = "Enable Kernel-mode authentication is unchecked. KRB_AP_ERR_MODIFIED.";
    lead(&[
        (
            text,
            &[unusual(U::PoolKeyWithoutSpn)],
            &[unusual(U::SpnOnPoolInKernelMode)],
        ),
        (
            "Kernel-mode authentication is not enabled. KRB_AP_ERR_MODIFIED.",
            &[unusual(U::PoolKeyWithoutSpn)],
            &[unusual(U::SpnOnPoolInKernelMode)],
        ),
        (
            "Kernel mode: when it is unchecked it works",
            &[unusual(U::SpnOnPoolInKernelMode)],
            &[],
        ),
    ]);
}

#[test]
fn attributes_of_a_service_are_no_persons() {
    lead_nowhere(&[
        "Get-ADUser svc_sql -Properties AccountNotDelegated\n\nAccountNotDelegated : True\nSamAccountName : svc_sql",
        "PS C:\\Users\\adm> Get-ADUser svc-web -Properties AccountNotDelegated\n\nAccountNotDelegated : True",
        "Get-ADUser -Identity svc-web -Properties AccountNotDelegated\n\nAccountNotDelegated : True",
        "PS C:\\>Get-ADUser -Properties AccountNotDelegated -Identity 'svc-web'\n\nAccountNotDelegated : True",
        "DistinguishedName : CN=svc_web,OU=Service,DC=contoso,DC=com\nEnabled : True\nmsDS-SupportedEncryptionTypes : 24\n\
         SamAccountName : svc_web",
    ]);
    lead(&[
        (
            "AccountNotDelegated : True\nSamAccountName : alice",
            &[unusual(U::Sensitive)],
            &[],
        ),
        (
            "PS C:\\Users\\adm> Get-ADUser -Identity alice -Properties AccountNotDelegated\n\nAccountNotDelegated : True",
            &[unusual(U::Sensitive)],
            &[],
        ),
        (
            "alice has Account is sensitive and cannot be delegated ticked\n\
             Get-ADUser svc-web -Properties TrustedForDelegation\n\nTrustedForDelegation : True",
            &[unusual(U::Sensitive)],
            &[],
        ),
        (
            "AccountNotDelegated : True\nServicePrincipalNames : {MSSQLSvc/sql}\nSamAccountName : sql\n\n\
             AccountNotDelegated : True\nSamAccountName : alice",
            &[unusual(U::Sensitive)],
            &[],
        ),
        (
            "userAccountControl: 1049088\nsAMAccountName: alice",
            &[unusual(U::Sensitive)],
            &[],
        ),
        (
            "servicePrincipalName: HTTP/web01.contoso.com\nmsDS-AllowedToDelegateTo: MSSQLSvc/sql02.contoso.com:1433",
            &[unusual(U::NotListed)],
            &[Cause::MapiTakesNoTicket],
        ),
    ]);
    let trusted =
        "userAccountControl : 528384 (WORKSTATION_TRUST_ACCOUNT | TRUSTED_FOR_DELEGATION)";
    let (_, diagnosis) = diagnosed(trusted);
    assert!(
        diagnosis
            .causes
            .iter()
            .all(|it| it.cause != Cause::MayNotDelegate)
    );
}

#[test]
fn keys_that_an_event_names_decide_and_types_of_tickets_do_not() {
    lead_nowhere(&[
        "msds-SupportedEncryptionTypes:\t0x27 (DES, RC4, AES-Sk)\nAvailable Keys:\tAES-SHA1, RC4",
        "msDS-SupportedEncryptionTypes : 24",
    ]);
    lead(&[
        ("Available Keys: RC4", &[out(Out::NoAesKey)], &[]),
        (
            "Log Name: System\nSource: Microsoft-Windows-Kerberos-Key-Distribution-Center\nEvent ID: 42\n\
             The Kerberos Key Distribution Center lacks strong keys for account: krbtgt.",
            &[out(Out::NoAesKey)],
            &[unusual(U::AesOnly)],
        ),
    ]);
    let (reading, _) = diagnosed("msDS-SupportedEncryptionTypes : 24");
    let rc4 = O::Is(F::Etypes(EtypeChoice::Rc4));
    assert_eq!(reading.observations[0].signs, [Sign::Lacks(rc4)]);
}

#[test]
fn a_trace_that_goes_well_is_no_failure() {
    lead_nowhere(&[
        "22 0.012 192.168.1.30 → 192.168.1.20 HTTP 401 HTTP/1.1 200 OK  (text/html)",
        "22 0.012 192.168.1.30 → 192.168.1.20 HTTP 901 HTTP/1.1 401 Unauthorized , (text/html) challenge: 401 with Negotiate",
        "[24830] 1719365629.798127: Sending DNS SRV query for _kerberos-master._tcp.EXAMPLE.COM.\n\
         [24830] 1719365629.798128: No SRV records found\n\
         [24830] 1719365629.798133: TGS request result: 0/Success",
        "Sending DNS SRV query for _kerberos-master._tcp.EXAMPLE.COM.\nResponse was not from master KDC",
        "$ kvno -k /etc/httpd/http.keytab HTTP/web01.contoso.com\n\
         HTTP/web01.contoso.com@CONTOSO.COM: kvno = 3, keytab entry valid",
        "01/28 10:14:02 [CRITICAL] [1340] NlPrintRpcDebug: Couldn't get EEInfo for I_NetLogonSamLogonEx: 1761 (may be \
         legitimate for 0xc0000064)",
        "01/28 10:13:45 [LOGON] [1340] CONTOSO: SamLogon: Network logon of CONTOSO\\alice from DESK-07 Returns 0x0",
    ]);
    let (reading, _) = diagnosed(
        "22 0.012 192.168.1.30 → 192.168.1.20 HTTP 901 HTTP/1.1 401 Unauthorized , NTLMSSP_CHALLENGE (text/html)",
    );
    let refused = Sign::Any(vec![O::FirstHopRefused]);
    assert!(
        reading
            .observations
            .iter()
            .all(|it| !it.signs.contains(&refused))
    );
}

#[test]
fn codes_of_gssapi_are_none_of_a_kdc() {
    lead_nowhere(&[
        "org.ietf.jgss.GSSException, major code: 13, minor code: 0 major string: Invalid credentials",
    ]);
    lead(&[(
        "CWSPN0014E: An exception occurred during Kerberos initialization. Failure: org.ietf.jgss.GSSException, major code: 13, \
         minor code: 0 minor string: Cannot get credential from JAAS Subject for principal: HTTP/web@CORP",
        KEYTAB,
        &[Cause::MayNotDelegate],
    )]);
}

#[test]
fn controllers_that_do_not_replicate_say_nothing_of_a_site() {
    lead_nowhere(&[
        "Source: Default-First-Site-Name\\DC02\n******* 12 CONSECUTIVE FAILURES since 2013-01-28 10:13:45\n\
         Last error: -2146893022 (0x80090322):\n            The target principal name is incorrect.",
        "[DC02] DsBindWithSpnEx() failed with error -2146893022,\nThe target principal name is incorrect..",
        "Error de replicación de Active Directory -2146893022 (0x80090322)",
    ]);
    lead(&[(
        "After the replication it still says KRB_AP_ERR_MODIFIED",
        WEB_KEY,
        &[],
    )]);
    // A web server's name says whose ticket it is; without one the line is shown all the same.
    let controllers = "repadmin shows 3 consecutive failures for another site";
    let modified =
        "The Kerberos client received a KRB_AP_ERR_MODIFIED error from the server web-01$.";
    let named = format!("{modified} The target name used was HTTP/web-01.contoso.example.");
    lead(&[(&format!("{named}\n{controllers}"), WEB_KEY, &[])]);
    let (reading, _) = diagnosed(&format!("{controllers}\n{modified}"));
    assert_eq!(reading.not_read, []);
    let mut seen = reading.observations.iter();
    assert!(
        seen.any(|it| it.line == Some(2) && it.signs.is_empty()),
        "{reading:?}"
    );
}

#[test]
fn the_name_that_is_not_found_tells_whose_it_is() {
    lead(&[
        (
            "El cliente Kerberos recibió un error KRB_AP_ERR_MODIFIED del servidor srv01$. El nombre de destino usado fue \
             cifs/srv02.dominio.es.",
            &[out(Out::OtherComputer)],
            WEB_KEY,
        ),
        (
            "Клиент Kerberos получил ошибку KRB_AP_ERR_MODIFIED с сервера web01$. Использовалось конечное имя \
             HTTP/intranet.domain.ru.",
            WEB_KEY,
            &[out(Out::OtherComputer)],
        ),
        (
            "Minor code may provide more information (Server krbtgt/COM@CONTOSO.COM not found in Kerberos database)",
            &[out(Out::NoWayToDomain)],
            NO_SPN,
        ),
        (
            "Server host/web01@CONTOSO.COM not found in Kerberos database",
            BACK_END_SPN,
            NO_SPN,
        ),
        (
            "TGS request result: -1765328377/Server tcp/service.contoso.com:8184@CONTOSO.COM not found in Kerberos database",
            BACK_END_SPN,
            NO_SPN,
        ),
        (
            "Server HTTP/web01.contoso.com@CONTOSO.COM not found in Kerberos database",
            NO_SPN,
            BACK_END_SPN,
        ),
        (
            ">>>KRBError:\n\t error code is 7\n\t error Message is Server not found in Kerberos database\n\
             \t sname is zookeeper/localhost@TEST.IO\nKrbException: Server not found in Kerberos database (7) - UNKNOWN_SERVER",
            BACK_END_SPN,
            NO_SPN,
        ),
        (
            ">>>KRBError:\n\t error code is 7\n\t error Message is Server not found in Kerberos database\n\
             \t sname is HTTP/web01@TEST.IO",
            NO_SPN,
            BACK_END_SPN,
        ),
        (
            "\"jdbc:sqlserver://10.1.2.3:1434;\" + \"authenticationScheme=JavaKerberos;\"\nGSSException: No valid credentials \
             provided (Mechanism level: Server not found in Kerberos database (7) - LOOKING_UP_SERVER)",
            &[out(Out::AddressAsked)],
            &[unusual(U::IpAddress), unusual(U::SpnMissing)],
        ),
    ]);
}

#[test]
fn an_exception_of_java_is_about_the_error_right_above_it() {
    let database = ">>>KRBError:\n error code is 7\n error Message is Server not found in Kerberos database\n \
        sname is MSSQLSvc/sql.contoso.example@CONTOSO.EXAMPLE";
    let exception = "KrbException: Server not found in Kerberos database (7)";
    let web = "Server not found in Kerberos database (7) for HTTP/web-01.contoso.example, the page gives 401";
    let other =
        ">>>KRBError:\n error code is 7\n sname is HTTP/web-01.contoso.example@CONTOSO.EXAMPLE";
    for (rest, tells) in [
        (exception.to_owned(), false),
        (format!("{exception}\n{web}"), true),
        (
            format!("{exception}\n\n{exception}, the page gives 401"),
            true,
        ),
        (format!("{exception}\n{other}\n{exception}"), true),
    ] {
        let (reading, _) = diagnosed(&format!("{database}\n{rest}"));
        let seen = reading.observations.iter();
        let telling = seen.filter(|it| !it.signs.is_empty()).count();
        assert_eq!(telling > 1, tells, "{rest}\n{reading:#?}");
        // The exception is shown, although nothing more follows from it.
        let mut seen = reading.observations.iter();
        let shown = seen.any(|it| it.line == Some(5) && it.label.contains("KrbException"));
        assert!(shown, "{rest}\n{reading:#?}");
    }
}

#[test]
fn whose_credentials_are_missing_tells_who_asks() {
    lead(&[
        (
            "gss_accept_sec_context() failed: [No credentials were supplied, or the credentials were unavailable or inaccessible]",
            KEYTAB,
            NO_CREDENTIALS,
        ),
        (
            "gss_accept_sec_context() failed: Wrong principal in request:",
            KEYTAB,
            NO_CREDENTIALS,
        ),
        (
            "authGSSClientInit() failed: (\"Can't find client principal USER@DOMAIN in cache collection\", -1765328243)",
            NO_CREDENTIALS,
            &[],
        ),
        (
            "GSSAPI Error: Minor code may provide more information (Matching credential not found (filename: /tmp/krb5cc_1000))",
            NO_CREDENTIALS,
            &[],
        ),
        (
            "* gss_init_sec_context() failed: : Ticket expired",
            NO_CREDENTIALS,
            &[],
        ),
        (
            "LoginException: Unable to obtain Principal Name for authentication",
            NO_CREDENTIALS,
            &[],
        ),
        (
            "GSSException: Invalid argument (400) - Cannot find key of appropriate type to decrypt AP REP - AES128 CTS mode",
            KEYTAB,
            &[],
        ),
        (
            "Key for the principal HTTP/web01.contoso.com@CONTOSO.COM not available in /etc/krb5.keytab",
            KEYTAB,
            &[],
        ),
        (
            "LoginException: Unable to obtain password from user",
            KEYTAB,
            &[],
        ),
        (
            "kinit: Keytab contains no suitable keys for HTTP/web01@CONTOSO.COM while getting initial credentials",
            KEYTAB,
            &[],
        ),
        (
            ">>>KRBError:\n\t error code is 24\n\t error Message is Pre-authentication information was invalid",
            KEYTAB,
            &[],
        ),
    ]);
    lead_nowhere(&[
        "failed to store delegated creds: [Unspecified GSS failure.  Minor code may provide more information (No credentials \
         cache found)]",
        "Retrieving a@B -> tcp/s@B from FILE:/tmp/krb5cc with result: -1765328243/Matching credential not found",
    ]);
    // A key that does not open it may be the keytab's.
    for text in [
        "gss_accept_sec_context() failed: Wrong principal in request:",
        "GSSException: Failure unspecified (Mechanism level: Integrity check on decrypted field failed (31))",
    ] {
        let (_, diagnosis) = diagnosed(text);
        assert!(
            diagnosis.causes.iter().any(|it| it.cause == KEYTAB[0]),
            "{text}"
        );
    }
}

#[test]
fn what_was_wanted_is_not_what_came() {
    let kerberos = Sign::Any(vec![O::FrontEndKnowsBy(
        double_hop::hosts::Package::Kerberos,
    )]);
    for text in [
        "Can't connect to MS SQL Server using Kerberos after upgrading to 22.3.4",
        "Unable to log in to Hive using Kerberos. GSS initiate failed.",
    ] {
        let (reading, _) = diagnosed(text);
        let mut seen = reading.observations.iter();
        assert!(seen.all(|it| !it.signs.contains(&kerberos)), "{text}");
    }
}

#[test]
fn possible_reasons_are_no_observations() {
    lead_nowhere(&[
        "It might be set to use Integrated Windows authentication for the Outlook Web App virtual directory, but be configured \
         to only use NTLM (not Kerberos) authentication for Integrated Windows authentication.",
        "Outlook: with \"Kerberos/NTLM Password Authentication\" the mailbox does not open, with \"NTLM Password \
         Authentication\" it works.",
    ]);
    lead(&[
        (
            "The backend server rejected the Kerberos ticket that was presented by Web Application Proxy.\n\
             This might also occur if the Web Application Proxy server time is not synchronized with the backend server.",
            &[unusual(U::Clock), out(Out::BackEndSpn)],
            &[Cause::MayNotDelegate],
        ),
        (
            "chrome://policy shows AuthServerAllowlist = *.contoso.com, AuthNegotiateDelegateAllowlist not set. The page opens with \
             Chrome, the database says ANONYMOUS LOGON. With Internet Explorer it works.",
            &[unusual(U::BrowserDoesNotDelegate), unusual(U::InternetZone)],
            &[out(Out::NoAutomaticLogon)],
        ),
    ]);
    let (reading, _) = diagnosed(
        "Microsoft Exchange Server has detected that NTLM-based authentication is presently being used between this server and \
         server 'EXBE01'.",
    );
    let ntlm = Sign::Any(vec![O::Is(F::BackEndTakesKerberos(false))]);
    assert_eq!(reading.observations[0].signs, [ntlm]);
}

#[test]
fn other_clients_of_winrm_have_a_second_hop_too() {
    const REMOTE: &[Cause] = &[out(Out::RemoteSession)];
    lead(&[
        (
            "When I access a UNC path with 'win_shell' I receive an access denied error, on the target host it works fine.",
            REMOTE,
            &[],
        ),
        (
            "I am using pywinrm to run bat-files on a remote server. The connection works, but the script has a problem when it \
             connects to a folder on a different server.\n\
             session = winrm.Session(host, auth=(user, password), transport='ntlm')\nSecurity ID: ANONYMOUS LOGON",
            REMOTE,
            &[],
        ),
        (
            "pywintypes.error: (5, 'OpenSCManager', 'Access is denied.')",
            REMOTE,
            &[],
        ),
        (
            "over WinRM (python pypsrp) sqlcmd -S otherserver -E: Login failed for user 'NT AUTHORITY\\ANONYMOUS LOGON'",
            REMOTE,
            &[],
        ),
        (
            "from my linux server via pypsrp New-DfsnFolderTarget fails: Access to a CIM resource was not available to the client",
            REMOTE,
            &[],
        ),
        (
            "$pss = New-PSSession \"ComputerName\" -Credential $c\n\
             Invoke-Command -Session $pss { Get-CertificationAuthority }\nAn operations error occurred.",
            REMOTE,
            &[],
        ),
        (
            "We use Ansible to copy files to network shares, with some of them we get an Access Denied error.\n\
             ansible_connection: winrm\nansible_winrm_transport: kerberos\nansible_winrm_kerberos_delegation: true",
            REMOTE,
            &[],
        ),
    ]);
}

#[test]
fn errors_have_other_names_in_other_programs() {
    lead(&[
        ("error-code: eRR-S-PRINCIPAL-UNKNOWN (7)", NO_SPN, &[]),
        (
            "error-code: eRR-ETYPE-NOSUPP (14)",
            &[out(Out::Rc4Default), out(Out::NoAesKey)],
            &[],
        ),
        (
            ">>> KRBError:\n\t error code is 13\n\t sname is MSSQLSvc/sql02.contoso.com:1433@CONTOSO.COM",
            &[Cause::MayNotDelegate],
            &[],
        ),
        (
            "KRB_AP_ERR_BAD_INTEGRITY when a user opens the site",
            WEB_KEY,
            &[],
        ),
        (
            "Kerberos: can't get S4U2Proxy ticket for server HTTP/app.contoso.com@CONTOSO.COM - Requesting ticket can't get \
             forwardable tickets (-1765328163)",
            &[unusual(U::NtlmOnly)],
            &[Cause::MayNotDelegate],
        ),
        (
            "gss: no delegated credentials available; client did not delegate",
            &[Cause::MayNotDelegate],
            &[],
        ),
        (
            "Cannot get delegated credential: context.getCredDelegState() is false",
            &[Cause::MayNotDelegate],
            &[],
        ),
        (
            "Getting DC name failed: Status = 1355 0x54b ERROR_NO_SUCH_DOMAIN",
            &[out(Out::NoController)],
            &[],
        ),
    ]);
    let (reading, _) = diagnosed("I see them in Kestrel. So no delegation is being done.");
    let mut seen = reading.observations.iter();
    assert!(seen.all(|it| it.signs.is_empty()), "{reading:?}");
}

#[test]
fn commands_speak_german_and_french() {
    lead(&[
        ("Keine solche SPN gefunden.", NO_SPN, &[]),
        ("Aucun SPN de ce type trouvé.", NO_SPN, &[]),
        (
            "#1>     Client: alice @ CONTOSO.COM\n        Server: HTTP/web01.contoso.com @ CONTOSO.COM\n        \
             Ticketkennzeichen 0x40a10000 -> forwardable renewable pre_authent name_canonicalize",
            &[Cause::MayNotDelegate],
            &[],
        ),
        (
            "Un ticket de service Kerberos a été demandé.\n\nInformations sur le service :\n\tNom du service :\t\tMSSQLSvc/sql\n\
             Informations supplémentaires :\n\tOptions du ticket :\t0x40830000\n\tCode d'échec :\t\t0xD",
            &[Cause::MayNotDelegate],
            &[],
        ),
    ]);
}

#[test]
fn what_somebody_writes_below_an_event_is_read() {
    let event = "Log Name:      System\nSource:        Microsoft-Windows-Security-Kerberos\nEvent ID:      4\nDescription:\n\
        The Kerberos client received a KRB_AP_ERR_MODIFIED error from the server svc_web. The target name used was HTTP/web.";
    lead(&[(
        &format!(
            "{event}\n\nWe changed the password of the service account yesterday and did not restart the service.\n"
        ),
        &[unusual(U::OldKey)],
        WEB_KEY,
    )]);
    // What Windows explains below its fields is none of it.
    let (reading, _) = diagnosed(
        "An account failed to log on.\n\nFailure Information:\n\tStatus: 0xC000006D\n\tSub Status: 0xC000006A\n\n\n\
         This event is generated when a logon request fails. It is generated on the computer where access was attempted.\n\n\
         The Process Information fields indicate which account and process on the system requested the logon.\n",
    );
    assert_eq!((reading.observations.len(), reading.not_read.len()), (1, 0));
}

#[test]
fn an_event_in_a_list_of_powershell_is_one() {
    let list = "TimeCreated  : 1/28/2024 10:13:45 AM\nProviderName : Microsoft-Windows-Security-Auditing\nId           : 4771\n\
        Message      : Kerberos pre-authentication failed.\n\n               Account Information:\n\
        \x20                 Account Name:\t\talice\n\n               Additional Information:\n\
        \x20                 Failure Code:\t\t0x18\n";
    let (reading, _) = diagnosed(list);
    assert_eq!((reading.observations.len(), reading.not_read.len()), (1, 0));
    lead(&[(list, WRONG_PASSWORD, &[])]);
    let (reading, _) = diagnosed(&format!("{list}\n{}", list.replace("0x18", "0x12")));
    assert_eq!(reading.observations.len(), 2, "{reading:?}");
}

#[test]
fn what_the_first_causes_need_is_looked_up_first() {
    for text in [
        "KRB5KDC_ERR_S_PRINCIPAL_UNKNOWN",
        "Log Name: System\nSource: Microsoft-Windows-Security-Kerberos\nEvent ID: 100",
    ] {
        let (_, diagnosis) = diagnosed(text);
        assert_eq!(diagnosis.checks[0].check, Check::WebSpn, "{text}");
    }
}
