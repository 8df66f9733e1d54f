//! What people ask in forums, in their words: each leads to what they have to look at.

use super::{diagnosed, first_causes, leads_to_one_of, unusual};
use double_hop::lab::Observable as O;
use double_hop::lab::SettingFinding as F;
use double_hop::lab::SpnHolder;
use double_hop::lab::space::Unusual as U;
use double_hop::present::diagnose::{Cause, OutsideCause as Out, Sign};

/// Sentences, and a cause that is among the first.
const ASKED: &[(&str, Cause)] = &[
    // By another name, from elsewhere, or with another program.
    (
        "We renamed the server and now every browser pops up for credentials, IP address works though",
        unusual(U::SpnElsewhere),
    ),
    (
        "Users on VPN get the prompt, in the office there is none",
        Cause::Outside(Out::NoAutomaticLogon),
    ),
    (
        "From home over VPN the intranet asks for credentials, in the office it logs on silently",
        Cause::Outside(Out::NoController),
    ),
    (
        "Users in the child domain get prompted, in our own domain it works",
        Cause::Outside(Out::NoWayToDomain),
    ),
    (
        "My colleague from the other domain gets KDC_ERR_S_PRINCIPAL_UNKNOWN, ours works",
        Cause::Outside(Out::NoWayToDomain),
    ),
    (
        "Chrome says ERR_UNEXPECTED for negotiate, Edge fine",
        unusual(U::InternetZone),
    ),
    // What stands between.
    (
        "Exchange OWA behind ARR prompts forever, with Basic it is fine",
        unusual(U::NoKeepAlive),
    ),
    (
        "HAProxy in tcp mode works, in http mode NTLM fails",
        unusual(U::NoKeepAlive),
    ),
    (
        "IIS ARR in front, back end web farm, two servers, users randomly get logged in as other users",
        Cause::Outside(Out::SharedConnections),
    ),
    (
        "Some days I get my boss's dashboard, seems the load balancer mixes sessions",
        Cause::Outside(Out::SharedConnections),
    ),
    (
        "Our gateway strips the WWW-Authenticate header",
        unusual(U::NothingOffered),
    ),
    // Keys and accounts.
    (
        "We use Kestrel with Negotiate on Linux, keytab created by ktpass, users get GSSAPI: The encryption type was not supported",
        Cause::Outside(Out::Keytab),
    ),
    (
        "After patch Tuesday in November our KCD stopped working, event 42 on the DCs",
        Cause::Outside(Out::NoAesKey),
    ),
    (
        "We see 0xC000018D / trust relationship between this workstation and the primary domain failed",
        Cause::Outside(Out::OtherComputer),
    ),
    (
        "Fails in the morning after the password rotation until someone runs klist purge",
        Cause::Outside(Out::OldTicket),
    ),
    (
        "Only fails for me, colleagues are fine, since I changed my password yesterday",
        unusual(U::WrongPassword),
    ),
    (
        "Kerberos ticket visible in klist for HTTP/portal, Fiddler shows Authorization: Negotiate YII but IIS answers 401",
        unusual(U::SpnElsewhere),
    ),
    // The second hop.
    (
        "sqlcmd -S sql01 -E from server B in a remote PowerShell session fails with anonymous logon",
        Cause::Outside(Out::RemoteSession),
    ),
    (
        "The SSRS report runs fine when I RDP to the report server but from anyone's laptop it says login failed for anonymous.",
        Cause::MayNotDelegate,
    ),
    (
        "NETWORK SERVICE pool works with SQL as DOMAIN\\WEB01$, how do I pass the user",
        Cause::Outside(Out::NoImpersonation),
    ),
    (
        "The data source uses Windows Authentication with stored credentials. Login failed for user 'NT AUTHORITY\\ANONYMOUS LOGON'",
        Cause::MayNotDelegate,
    ),
    (
        "Login failed for user 'NT AUTHORITY\\SYSTEM'",
        Cause::Outside(Out::NoImpersonation),
    ),
    (
        "Login failed for: NT AUTHORITY\\NETWORK SERVICE when the page opens a report",
        Cause::Outside(Out::NoImpersonation),
    ),
    // A name and a password that nobody typed.
    (
        "Logon failure: unknown user name or bad password when the web application opens \\\\srv2\\share for the signed-in user",
        Cause::MayNotDelegate,
    ),
    (
        "System.IO.IOException: The user name or password is incorrect. : '\\\\fs01\\data' thrown in ASP.NET while impersonating the caller",
        Cause::MayNotDelegate,
    ),
    // A connector that gets no ticket for its caller.
    (
        "Error: No credentials are available in the security package (0x8009030e) from Application Proxy connector",
        Cause::MayNotDelegate,
    ),
    (
        "Application Proxy: event 12027, 0x8009030e",
        Cause::Outside(Out::KrbtgtSensitive),
    ),
    (
        "Incorrect Kerberos constrained delegation configuration in your on-premises Active Directory",
        Cause::MayNotDelegate,
    ),
    (
        "This corporate app can't be accessed, for some but not all users. KCD is configured.",
        Cause::Outside(Out::TokenGroups),
    ),
    (
        "Some accounts see that they are not authorized to access the backend application, and the connector logs 12027",
        Cause::Outside(Out::TokenGroups),
    ),
    // On the server itself.
    (
        "Browsing http://intranet on the web server itself prompts 3 times, from a desktop it works",
        unusual(U::LoopbackByOtherName),
    ),
    (
        "Browsing http://intranet on the WFE itself also prompts 3 times, from desktop ok",
        unusual(U::LoopbackByOtherName),
    ),
    (
        "Logon failure when accessing \\\\alias\\share on the server itself using a CNAME",
        unusual(U::LoopbackByOtherName),
    ),
    // Codes and errors that say what it is.
    (
        "The Kerberos SSPI package generated an output token of size 21043 bytes, which was too large to fit in the token \
         buffer of size 12000 bytes, provided by process id 4.",
        Cause::Outside(Out::TokenSize),
    ),
    (
        "SSPI handshake failed with error code 0x80090324, state 14 while establishing a connection with integrated security",
        unusual(U::Clock),
    ),
    (
        "SSPI handshake failed with error code 0x80090302, state 14",
        Cause::Outside(Out::NtlmBlocked),
    ),
    (
        "KDC has no support for encryption type. klist shows no ticket for HTTP/web01",
        Cause::Outside(Out::NoAesKey),
    ),
    (
        "SMB Session Authentication Failure. Status: The request is not supported. (0xC00000BB)",
        Cause::Outside(Out::NtlmBlocked),
    ),
    (
        "KRB_AP_ERR_BAD_INTEGRITY, referral ticket from the child domain cannot be decrypted",
        Cause::Outside(Out::NoWayToDomain),
    ),
    (
        "The KDC cannot decipher the referral ticket, the trust password is out of sync",
        Cause::Outside(Out::NoWayToDomain),
    ),
    (
        "Firefox: HTTP 401, in Edge it signs in",
        unusual(U::InternetZone),
    ),
    (
        "SOAP security negotiation failed; The Security Support Provider Interface (SSPI) negotiation failed.",
        unusual(U::SpnMissing),
    ),
    (
        "SecurityNegotiationException: The caller was not authenticated by the service.",
        unusual(U::SpnMissing),
    ),
];

#[test]
fn what_is_asked_in_forums_leads_to_its_cause() {
    let mut wrong = String::new();
    for (text, to) in ASKED {
        let (reading, causes) = first_causes(text);
        if !causes.contains(to) {
            wrong += &format!("{text}\n  {:#?}\n  {causes:?}\n", reading.observations);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn an_spn_of_the_computer_is_not_the_pools() {
    let (reading, _) = diagnosed(
        "SPN is on the computer account, the app pool identity is CORP\\svcweb, so IIS gives 401.1",
    );
    let seen = |holder| {
        let sign = Sign::Any(vec![O::Is(F::Spn(holder))]);
        reading
            .observations
            .iter()
            .any(|it| it.signs.contains(&sign))
    };
    assert!(seen(SpnHolder::Computer) && !seen(SpnHolder::Pool));
}

#[test]
fn a_loop_of_sign_ins_is_one() {
    leads_to_one_of(
        "We moved IIS from Server 2012 to 2022, now Windows authentication loops",
        &[unusual(U::SpnElsewhere)],
    );
}
