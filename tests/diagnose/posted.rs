//! What administrators posted, and texts as Windows, MIT's Kerberos, Java and Apache write them: each leads to what it says,
//! and to nothing that it does not say.

use super::{diagnosed, unusual};
use double_hop::lab::space::Unusual as U;
use double_hop::present::diagnose::{Cause, Check, OutsideCause as Out};

const fn out(cause: Out) -> Cause {
    Cause::Outside(cause)
}

const KEYTAB: &[Cause] = &[out(Out::Keytab)];
const NO_CREDENTIALS: &[Cause] = &[out(Out::NoCredentials)];
const REMOTE: &[Cause] = &[out(Out::RemoteSession)];
const OTHER_COMPUTER: &[Cause] = &[out(Out::OtherComputer)];
const BACK_END_SPN: &[Cause] = &[out(Out::BackEndSpn)];
/// The causes of a web server that cannot open a ticket.
const WEB_KEY: &[Cause] = &[
    unusual(U::SpnElsewhere),
    unusual(U::SpnOnPoolInKernelMode),
    unusual(U::PoolKeyWithoutSpn),
];

/// Each has one of these causes first, and none of those.
#[track_caller]
pub(super) fn lead(told: &[(&str, &[Cause], &[Cause])]) {
    let mut wrong = String::new();
    for (text, to, not_to) in told {
        let (reading, diagnosis) = diagnosed(text);
        let causes: Vec<Cause> = diagnosis.causes.iter().map(|it| it.cause).collect();
        let right = match causes.first() {
            Some(first) => to.contains(first),
            None => to.is_empty(),
        };
        if !right || causes.iter().any(|it| not_to.contains(it)) {
            let (seen, left) = (reading.observations, reading.not_read);
            wrong += &format!("{text}\n  {seen:#?}\n  {left:?}\n  {causes:?}\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn a_dash_of_any_length_is_no_value() {
    for dash in ["-", "–", "—", "−"] {
        let text = format!(
            "A Kerberos service ticket was requested.\nAccount Information:\n\tAccount Name:\t\tbob@CONTOSO.COM\n\
             Service Information:\n\tService Name:\t\tsvc_web\nAdditional Information:\n\tTicket Options:\t\t0x40810000\n\
             \tFailure Code:\t\t0x0\n\tTransited Services:\t{dash}"
        );
        let (_, diagnosis) = diagnosed(&text);
        let causes: Vec<Cause> = diagnosis.causes.iter().map(|it| it.cause).collect();
        assert!(WEB_KEY.contains(&causes[0]), "{dash}: {causes:?}");
    }
}

#[test]
fn whose_ticket_is_not_opened_the_name_in_it_tells() {
    const EVENT: &str = "Log Name:      System\nSource:        Microsoft-Windows-Security-Kerberos\nEvent ID:      4\n\
        Computer:      WEB01.contoso.com\nDescription:\n";
    const TELLS: &str = "This indicates that the target server failed to decrypt the ticket provided by the client.";
    for (server, target, to) in [
        ("sqlsvc", "MSSQLSvc/db01.contoso.com:1433", BACK_END_SPN),
        ("pc017$", "cifs/PC031.corp.local", OTHER_COMPUTER),
        (
            "dc2$",
            "LDAP/dc1.corp.local/corp.local@CORP.LOCAL",
            OTHER_COMPUTER,
        ),
        (
            "host/wks042.contoso.com",
            "RPCSS/wks017.contoso.com",
            OTHER_COMPUTER,
        ),
        ("svc-web", "HTTP/portal.contoso.com", WEB_KEY),
    ] {
        let sentence = format!(
            "The Kerberos client received a KRB_AP_ERR_MODIFIED error from the server {server}. The target name used was \
             {target}. {TELLS}"
        );
        let not_to = if to == WEB_KEY { BACK_END_SPN } else { WEB_KEY };
        lead(&[
            (&sentence, to, not_to),
            (&[EVENT, &sentence].concat(), to, not_to),
        ]);
    }
    lead(&[
        (
            "Protokollname: System\nQuelle:        Microsoft-Windows-Security-Kerberos\nEreignis-ID:   4\nBeschreibung:\n\
             Der Kerberos-Client hat einen KRB_AP_ERR_MODIFIED-Fehler von Server \"pc017$\" empfangen. Der verwendete Zielname \
             war cifs/PC031.firma.local.",
            OTHER_COMPUTER,
            WEB_KEY,
        ),
        (
            "<Event xmlns=\"http://schemas.microsoft.com/win/2004/08/events/event\"><System><Provider \
             Name=\"Microsoft-Windows-Security-Kerberos\"/><EventID>4</EventID><Channel>System</Channel></System><EventData>\
             <Data Name=\"Server\">sqlsvc</Data><Data Name=\"TargetName\">MSSQLSvc/db01.contoso.com:1433</Data></EventData></Event>",
            BACK_END_SPN,
            WEB_KEY,
        ),
    ]);
}

#[test]
fn a_kdc_says_whose_key_is_missing_by_what_was_asked_for() {
    lead(&[
        // RC4 is in both lists: the KDC itself leaves it out.
        (
            "Log Name: System\nSource: Microsoft-Windows-Kerberos-Key-Distribution-Center\nEvent ID: 27\nDescription:\n\
             While processing a TGS request for the target server http/service.domain.com, the account abc@DOMAIN.COM did not \
             have a suitable key for generating a Kerberos ticket (the missing key has an ID of 9). The requested etypes were \
             23  3  1. The accounts available etypes were 23  18  17.",
            &[out(Out::Rc4Default)],
            &[unusual(U::AesOnly), out(Out::NoAesKey)],
        ),
        // The key of a first ticket is the user's.
        (
            "Log Name: System\nSource: Microsoft-Windows-Kerberos-Key-Distribution-Center\nEvent ID: 14\n\
             While processing an AS request for target service krbtgt, the account Administrator did not have a suitable key for \
             generating a Kerberos ticket (the missing key has an ID of 1). The requested etypes : 18 17 3. The accounts available \
             etypes : 23 -133 -128. Changing or resetting the password of Administrator will generate a proper key.",
            &[out(Out::NoAesKey)],
            &[unusual(U::Rc4Only)],
        ),
        (
            "A Kerberos service ticket was requested.\nAccount Information:\nAccount Name:   TORPDC01$@ACME.COM\n\
             Service Information:\nService Name:   krbtgt/ACME.COM\nAdditional Information:\nTicket Options: 0x60810010\n\
             Ticket Encryption Type: 0xFFFFFFFF\nFailure Code:   0xE\nTransited Services: -",
            &[out(Out::NoAesKey)],
            &[out(Out::Rc4Default), unusual(U::AesOnly)],
        ),
        (
            "Outbound authentication failed with error KdcUnknownEncryptionType for Send connector Intra-Organization SMTP.",
            &[unusual(U::AesOnly), out(Out::NoAesKey)],
            &[],
        ),
    ]);
}

#[test]
fn bytes_behind_a_status_are_no_error_of_windows() {
    lead(&[(
        "2004-10-28 11:28:56 192.168.39.191 GET /root/menu.css - - 192.168.39.49 HTTP/1.1 401 2 1849 220\n\
         2004-10-28 11:28:56 192.168.39.191 GET /root/menu.css - - 192.168.39.49 HTTP/1.1 401 1 1940 10\n\
         2004-10-28 11:28:56 192.168.39.191 GET /root/menu.css - CONTOSO\\alice 192.168.39.49 HTTP/1.1 304 0 212 30",
        &[],
        &[],
    )]);
}

#[test]
fn a_keytab_says_what_is_wrong_with_it() {
    lead(&[
        (
            "Request ticket server host/host.example.nl@EXAMPLE.COM kvno 6 not found in keytab; keytab is likely out of date",
            &[unusual(U::OldKey), out(Out::Keytab)],
            &[],
        ),
        (
            "GSSAPI operation failed (Request ticket server HTTP/app.contoso.example not found in keytab (ticket kvno 3))",
            KEYTAB,
            &[unusual(U::OldKey)],
        ),
        (
            "gss_accept_sec_context() failed: Cannot decrypt ticket for HTTP/web@X using keytab key for HTTP/web@X",
            KEYTAB,
            &[],
        ),
        (
            "GSS ERROR gss_acquire_cred[_from]() failed to get server creds: [Unspecified GSS failure.  Minor code may provide more \
             information (Permission denied)]",
            KEYTAB,
            &[],
        ),
        (
            "gss_acquire_cred() failed: : Used service principal: HTTP/app.company.com@COMPANY.COM, client: 10.34.4.124, server: \
             alias.company.com, request: \"GET /krb5login/ HTTP/1.1\"",
            KEYTAB,
            &[],
        ),
        // So each sign-in begins.
        (
            "[auth_gssapi:error] [client 10.242.2.4:34880] NO AUTH DATA Client did not send any authentication headers",
            &[],
            &[],
        ),
    ]);
}

#[test]
fn a_client_without_a_ticket_did_not_come_by_ntlm() {
    for text in [
        "gss_init_sec_context() failed: No Kerberos credentials available (default cache: KEYRING:persistent:0)",
        "SpnegoError (7): Major (458752):  No credentials were supplied, or the credentials were unavailable or inaccessible.",
        "* gss_init_sec_context() failed: SPNEGO cannot find mechanisms to negotiate.",
        "Minor: (0x000186A7) SPNEGO failed to negotiate a mechanism",
    ] {
        lead(&[(text, NO_CREDENTIALS, &[Cause::ComesByNtlm])]);
    }
}

#[test]
fn the_second_hop_of_a_remote_session_needs_no_iis() {
    for text in [
        "Invoke-Command -Session $s -ScriptBlock {Get-Service -ComputerName sql08}\n\
         Cannot open Service Control Manager on computer 'sql08'. This operation might require other privileges.",
        "<f:WSManFault Code=\"1312\" Machine=\"client-005.ordix.local\">",
        "[lab-sql-02] Connecting to remote server lab-sql-02 failed with the following error message : A\n\
         specified logon session does not exist. It may already have been terminated.",
        "Their nightly PowerShell job hit a remote file server, then tried to copy from a third box. It failed every single \
         night with an access denied. Local interactive? Worked fine. Remote? Dead.",
        "Exception Message...: Exception calling \"SetInfo\" with \"0\" argument(s): \"An operations error occurred.",
        "**Access is denied.***Evil-WinRM* PS C:\\Users\\hell\\Documents> exit",
        "If you run following code, because of double-hop, some actions will fail. Workaround is to enable credssp",
        "With Invoke-Command: Get-ADForest : Unable to contact the server. This may be because this server does not exist, it is \
         currently down, or it does not have the Active Directory Web Services running.",
    ] {
        lead(&[(text, REMOTE, &[Cause::MayNotDelegate])]);
        let checks = diagnosed(text).1.checks;
        assert!(checks.iter().all(|it| it.check != Check::Offers), "{text}");
    }
    let (_, diagnosis) = diagnosed(
        "Get-ADForest : Unable to contact the server. This may be because this server does not exist, it is currently down, or it \
         does not have the Active Directory Web Services running.",
    );
    let causes: Vec<Cause> = diagnosis.causes.iter().map(|it| it.cause).collect();
    assert_eq!(causes, [out(Out::NoController), out(Out::RemoteSession)]);
}

#[test]
fn an_event_that_has_a_code_says_what_the_code_says() {
    const LSA: &str = "Log Name: System\nSource: LSASRV\nEvent ID: 40960\nDescription:\nThe Security System detected an \
        authentication error for the server HTTP/web01.contoso.com. The failure code from authentication protocol Kerberos was ";
    const CONNECTOR: &str = "Event ID 13019: Web Application Proxy cannot retrieve a Kerberos ticket on behalf of the user because \
        of the following general API error: ";
    let password = unusual(U::WrongPassword);
    lead(&[
        (
            &[
                LSA,
                "\"No authority could be contacted for authentication. (0x80090311)\".",
            ]
            .concat(),
            &[out(Out::NoController)],
            &[password],
        ),
        (
            &[LSA, "\"The user's account has expired. (0xc0000193)\"."].concat(),
            &[out(Out::Locked)],
            &[password],
        ),
        (
            "Error -2146893052 (0x80090304): The Local Security Authority cannot be contacted.",
            &[out(Out::NoController)],
            &[password],
        ),
        (
            &[
                CONNECTOR,
                "No credentials are available in the security package (0x8009030e).",
            ]
            .concat(),
            &[Cause::MayNotDelegate],
            &[],
        ),
        (
            &[CONNECTOR, "The handle specified is invalid. (0x80090301)."].concat(),
            &[Cause::MayNotDelegate],
            &[out(Out::KrbtgtSensitive)],
        ),
        (
            "FailedToImpersonateUserException: The on-premises gateway failed to impersonate the user during Kerberos SSO.",
            &[Cause::MayNotDelegate],
            &[],
        ),
        (
            "Log Name: System\nSource: Microsoft-Windows-Security-Kerberos\nEvent ID: 7\nDescription:\nThe digitally signed Privilege \
             Attribute Certificate (PAC) that contains the authorization information for client svc_web in realm CONTOSO.COM could \
             not be validated.",
            &[out(Out::NoController)],
            WEB_KEY,
        ),
    ]);
}

#[test]
fn a_ticket_for_another_domain_is_no_missing_spn() {
    lead(&[(
        "A Kerberos Error Message was received:\non logon session\nClient Time:\nServer Time: 13:10:2.0000 10/11/2013 Z\n\
         Error Code: 0x7 kdc_err_s_principal_unknown\nExtended Error:\nClient Realm:\nClient Name:\nServer Realm: rootY.local\n\
         Server Name: krbtgt/rootX.local\nTarget Name: krbtgt/rootX.local@rootY.local\nError Text:\nFile: 9\nLine: f09",
        &[out(Out::NoWayToDomain)],
        &[unusual(U::SpnMissing)],
    )]);
}

#[test]
fn a_database_that_refuses_a_logon_may_mean_the_password_or_the_account() {
    let text = "Error: 17806, Severity: 20, State: 14.\nSSPI handshake failed with error code 0x8009030c, state 14 while establishing \
        a connection with integrated security; the connection has been closed. Reason: AcceptSecurityContext failed. The Windows \
        error code indicates the cause of failure. The logon attempt failed   [CLIENT: 10.1.1.7]\nError: 18452, Severity: 14, \
        State: 1.\nLogin failed. The login is from an untrusted domain and cannot be used with Windows authentication. [CLIENT: \
        10.1.1.7]";
    let causes: Vec<Cause> = diagnosed(text).1.causes.iter().map(|it| it.cause).collect();
    for cause in [
        Cause::MayNotDelegate,
        unusual(U::WrongPassword),
        unusual(U::LoopbackByOtherName),
        out(Out::Locked),
        out(Out::PasswordExpired),
    ] {
        assert!(causes.contains(&cause), "{cause:?}: {causes:?}");
    }
}

#[test]
fn a_name_with_a_port_is_not_the_one_that_is_asked_for() {
    let text = "setspn -L CONTOSO\\svc_web\nRegistered ServicePrincipalNames for CN=svc_web,OU=Service Accounts,DC=contoso,DC=com:\n\
        \x20       HTTP/web.contoso.com:8080\n        HTTP/web:8080";
    let (reading, diagnosis) = diagnosed(text);
    let said = &reading.observations[0].label;
    assert!(said.ends_with("with a port, and none without"), "{said}");
    let causes: Vec<Cause> = diagnosis.causes.iter().map(|it| it.cause).collect();
    assert!(causes.contains(&unusual(U::UnregisteredName)), "{causes:?}");
}

#[test]
fn java_says_that_protocols_are_not_changed() {
    let no_transition: &[Cause] = &[unusual(U::NtlmOnly)];
    lead(&[
        (
            "sun.security.krb5.KrbException: S4U2self ticket must be FORWARDABLE",
            no_transition,
            &[Cause::MayNotDelegate],
        ),
        (
            "GSSException: Failure unspecified at GSS-API level (Mechanism level: Attempt to obtain S4U2self credentials failed!)",
            no_transition,
            &[Cause::MayNotDelegate],
        ),
        (
            "Caused by: KrbException: Message stream modified (41)\nKrbKdcRep.check: at #1. request for true, received false",
            no_transition,
            WEB_KEY,
        ),
        (
            "As a result, I have error with code 13 (bad option) and STATUS_ACCOUNT_RESTRICTION. For service A I configured \"Kerberos \
             only\" delegation and add service B as allowed to delegate to.",
            no_transition,
            &[Cause::MayNotDelegate],
        ),
    ]);
}

#[test]
fn sentences_of_mit_have_the_name_in_them() {
    lead(&[
        (
            "TGS request result: -1765328377/Server HTTP/web.contoso.com@CONTOSO.COM not found in Kerberos database",
            &[unusual(U::SpnMissing)],
            &[],
        ),
        (
            "kinit: Client 'alice@CONTOSO.COM' not found in Kerberos database while getting initial credentials",
            &[unusual(U::UnknownUser)],
            &[unusual(U::SpnMissing)],
        ),
        (
            "Unspecified GSS failure.  Minor code may provide more information: Ticket not yet valid",
            &[unusual(U::Clock)],
            &[],
        ),
        (
            "fatal: [192.168.29.138]: UNREACHABLE! => {\"msg\": \"kerberos: authGSSClientStep() failed: (('Unspecified GSS failure.  \
             Minor code may provide more information', 851968), ('Server not found in Kerberos database', -1765328377))\"}",
            &[out(Out::AddressAsked)],
            &[unusual(U::SpnMissing)],
        ),
        (
            "Server HTTP/192.168.29.138@CONTOSO.COM not found in Kerberos database",
            &[out(Out::AddressAsked)],
            &[unusual(U::SpnMissing)],
        ),
    ]);
    // The address is the client's.
    lead(&[(
        "gss_init_sec_context() failed: Server not found in Kerberos database, client: 10.34.4.124",
        &[unusual(U::SpnMissing)],
        &[out(Out::AddressAsked)],
    )]);
}

#[test]
fn a_proxy_that_asks_is_no_web_server() {
    lead(&[(
        "* Proxy auth using NTLM with user 'user'\n> CONNECT ya.ru:443 HTTP/1.1\n\
         > Proxy-Authorization: NTLM TlRMTVNTUAABAAAABoIIAAAAAAAAAAAAAAAAAAAAAAA=\n< HTTP/1.1 407 Proxy Authentication Required\n\
         < proxy-authenticate: NTLM TlRMTVNTUAACAAAADAAMADgAAAAFgokCESIzRFVmd4gAAAAAAAAAAAwADABEAAAABgEAAAAAAA9EAE8ATQBBAEkATgACAAAAAAA=",
        &[],
        &[],
    )]);
}

#[test]
fn events_as_splunk_has_them_are_events() {
    for (text, label) in [
        (
            "LogName=Security\nSourceName=Microsoft Windows security auditing.\nEventCode=4768\nType=Information\n\
             ComputerName=dc01.corp.local\nMessage=A Kerberos authentication ticket (TGT) was requested.\n\nAccount Information:\n\
             Account Name=jdoe\nSupplied Realm Name=CORP\n\nService Information:\nService Name=krbtgt/CORP\n\n\
             Network Information:\nClient Address=::ffff:10.2.3.4\n\nAdditional Information:\nResult Code=0x17",
            "event 4768: jdoe",
        ),
        (
            "LogName=Security\nEventCode=4625\nMessage=An account failed to log on.\n\nSubject:\n\tAccount Name:\t\t-\n\n\
             Account For Which Logon Failed:\n\tAccount Name:\t\tjdoe\n\nFailure Information:\n\tStatus:\t\t\t0xC000006D\n\
             \tSub Status:\t\t0xC000006A",
            "event 4625: jdoe",
        ),
    ] {
        let (reading, _) = diagnosed(text);
        let labels: Vec<&str> = reading.observations.iter().map(|it| &*it.label).collect();
        assert_eq!(labels, [label]);
        assert_eq!(reading.not_read, [], "{text}");
    }
}

#[test]
fn what_windows_says_in_other_languages_is_read() {
    let password: &[Cause] = &[unusual(U::WrongPassword)];
    lead(&[
        (
            "Fehler beim Anmelden eines Kontos.\n\nKonto, für das die Anmeldung fehlgeschlagen ist:\n Kontoname: mueller\n\n\
             Fehlerinformationen:\n Status: 0xC000006D\n Unterstatus:: 0xC000006A",
            password,
            &[unusual(U::UnknownUser)],
        ),
        (
            "Échec d'ouverture de session d'un compte.\n\nSujet :\n\tNom du compte :\t\t-\n\tID d'ouverture de session :\t\t0x0\n\n\
             Type d'ouverture de session :\t\t\t3\n\nCompte pour lequel l'ouverture de session a échoué :\n\
             \tNom du compte :\t\tdupont\n\nInformations sur l'échec :\n\tÉtat :\t\t\t0xC000006D\n\tSous-état :\t\t0xC000006A",
            password,
            &[unusual(U::UnknownUser)],
        ),
        (
            "Error de una cuenta al iniciar sesión.\n\nSujeto:\n\tNombre de cuenta:\t\t-\n\tId. de inicio de sesión:\t\t0x0\n\n\
             Tipo de inicio de sesión:\t\t\t3\n\nCuenta con error de inicio de sesión:\n\tNombre de cuenta:\t\tjgarcia\n\n\
             Información de error:\n\tEstado:\t\t\t0xC000006D\n\tSubestado:\t\t0xC0000064",
            &[unusual(U::UnknownUser), unusual(U::BasicWithoutDomain)],
            password,
        ),
        (
            "Der Zielprinzipalname ist falsch. SSPI-Kontext kann nicht generiert werden. (Microsoft SQL Server, Fehler: 0)",
            BACK_END_SPN,
            &[],
        ),
        (
            "Le nom principal de la cible n'est pas correct. Impossible de générer un contexte SSPI.",
            BACK_END_SPN,
            &[],
        ),
        (
            "Il nome principale di destinazione non è corretto. Impossibile generare il contesto SSPI.",
            BACK_END_SPN,
            &[],
        ),
        (
            "Échec de la pré-authentification Kerberos.\n\tNom du compte :\t\tdupont\n\tCode d'échec :\t\t0x18",
            password,
            &[],
        ),
        (
            "La pré-authentification Kerberos a échoué.\n\tNom du compte :\t\tdupont\n\tCode d’échec :\t\t0x18",
            password,
            &[],
        ),
        (
            "Error de autenticación previa de Kerberos.\n\tNombre de cuenta:\tgarcia\n\tCódigo de error:\t0x18",
            password,
            &[],
        ),
        (
            "Se solicitó un vale de servicio Kerberos.\n\tNombre de cuenta:\tgarcia@EMP.ES\n\
             \tNombre de servicio:\tHTTP/portal.emp.es\n\tCódigo de error:\t0x7",
            &[unusual(U::SpnMissing)],
            &[],
        ),
        (
            "El KDC encontró nombres duplicados al procesar una solicitud de autenticación Kerberos. El nombre duplicado es \
             HTTP/portal.empresa.es (de tipo DS_SERVICE_PRINCIPAL_NAME).",
            &[unusual(U::SpnTwice)],
            &[],
        ),
        (
            "Fehler bei der Kerberos-Vorauthentifizierung. Fehlercode: 0x18",
            password,
            &[],
        ),
        (
            "Un ticket de service Kerberos a été demandé. Nom du service : HTTP/web Code d'échec : 0x7",
            &[unusual(U::SpnMissing)],
            &[],
        ),
        (
            "Verbindungsserver funktioniert direkt am Server, vom Client aus nicht.",
            &[out(Out::LinkedServer)],
            &[],
        ),
    ]);
}

#[test]
fn json_without_an_event_is_said_not_to_be_read() {
    let (reading, _) = diagnosed("{\"a\": 1}");
    assert!(reading.observations.is_empty());
    assert_eq!(reading.not_read.len(), 1);
}
