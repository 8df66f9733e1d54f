//! Texts of programs, directories and traces as people paste them: each says what it is about, and nothing of a web server that
//! it does not name.

use super::diagnosed;
use super::posted::lead;
use super::unusual;
use double_hop::lab::space::Unusual as U;
use double_hop::lab::{Observable as O, SettingFinding as F};
use double_hop::present::diagnose::{Cause, OutsideCause as Out, Sign};

const fn out(cause: Out) -> Cause {
    Cause::Outside(cause)
}

const KEYTAB: &[Cause] = &[out(Out::Keytab)];
const NO_CREDENTIALS: &[Cause] = &[out(Out::NoCredentials)];
const LIBRARY: &[Cause] = &[out(Out::NtlmLibrary)];
const BACK_END_SPN: &[Cause] = &[out(Out::BackEndSpn)];
const NO_SPN: &[Cause] = &[unusual(U::SpnMissing)];
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
            "We use Ansible to copy files to network shares, with some of them we get an Access Denied error.\n\
             ansible_connection: winrm\nansible_winrm_transport: kerberos\nansible_winrm_kerberos_delegation: true",
            REMOTE,
            &[],
        ),
    ]);
}
