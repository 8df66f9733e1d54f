//! Words of the back end.

use super::{Entry, NOT_FOR_USER, OF_A_SHARE, Says, Word};
use crate::hosts::BackEndProtocol::{Http, Mapi, Sql};
use crate::hosts::{Package, Scheme};
use crate::lab::{DelegationTrust as T, Observable as O, Restriction as R, SettingFinding as F};
use crate::present::causes::Pick as P;
use crate::present::causes::Symptom as S;
use Says::{All, Any, Nothing, OwnError, Pick, Symptom};

const ANONYMOUS: Says = Any(&[O::BackEndAnonymous]);
const SQL_ANONYMOUS: Says = All(&[
    Word::Any(&[O::BackEndAnonymous]),
    Word::Any(&[O::BackEnd(Sql)]),
]);
const SQL_REFUSES: Says = All(&[
    Word::Any(&[O::BackEnd(Sql)]),
    Word::Any(&[O::SecondHopFails]),
]);
const SQL_NO_RIGHTS: Says = All(&[
    Word::Any(&[O::BackEnd(Sql)]),
    Word::Any(&[O::BackEndNoRights]),
]);
/// Nobody is logged on: by NTLM, or by the loopback check.
const UNTRUSTED: Says = All(&[
    Word::Any(&[O::BackEnd(Sql), O::FailsOnServerOnly]),
    Word::Any(&[O::SecondHopFails, O::FailsOnServerOnly]),
]);
const MAPI: Says = All(&[
    Word::Any(&[O::BackEnd(Mapi)]),
    Word::Any(&[O::SecondHopFails]),
]);
const WEB: Says = All(&[
    Word::Any(&[O::BackEnd(Http)]),
    Word::Any(&[O::SecondHopFails]),
]);
const FILE: Says = All(&[
    Word::Any(&[O::SecondHopFails]),
    Word::Lacks(O::BackEnd(Mapi)),
    Word::Lacks(O::BackEnd(Sql)),
]);
/// By the first server, or by the second.
const NOT_LET_IN: Word = Word::Any(&[O::FirstHopRefused, O::SecondHopFails]);
const MODIFIED: Says = Any(&[O::TicketRejected(41)]);
const PROTECTED: Says = Any(&[O::Is(F::User(R::Protected))]);

/// Texts of which nothing else in their line counts: error messages that have words and codes of several kinds in them.
pub(super) const WHOLE: &[Entry] = &[
    (
        "cors^preflight^pre-flight&options^preflight^pre-flight&401^unauthorized^unauthorised",
        Symptom(S::Preflight),
    ),
    (
        "getting dc name failed^cannot find kdc for^cannot contact any kdc^cannot locate kdc^cannot locate default realm kdc^cannot resolve network address for kdc^cannot resolve kdc^unable to reach any kdc",
        Symptom(S::NoController),
    ),
    (
        "server not found in kerberos database&sspi provider^odbc^sqlcmd^sql server^mssqlsvc|unknown while looking up&mssqlsvc",
        Symptom(S::BackEndSpn),
    ),
    (
        "kerberos client received a krb_ap_err_modified&mssqlsvc|target name used&mssqlsvc",
        Symptom(S::BackEndSpn),
    ),
    ("kerberos client received a krb_ap_err_modified", MODIFIED),
    // Apache's page for every 401.
    (
        "could not verify that you are authorized|supplied the wrong credentials (e.g.",
        Pick(P::StaysAt401),
    ),
    // The web server never asked for it in somebody's name.
    ("no ticket&mssqlsvc", SQL_REFUSES),
    (
        "4769^s_principal_unknown^server not found&mssqlsvc&0x7^s_principal_unknown^server not found^failure code 7",
        Symptom(S::BackEndSpn),
    ),
    (
        "winrm^powershell remoting^enter-pssession^new-pssession^invoke-command&0x80090322",
        Symptom(S::WinRm),
    ),
    // What it was stands in the next line.
    (
        "connecting to remote server&failed with the following error message : a&!access is denied",
        Nothing,
    ),
    // What WinRM lists below each of its errors, whatever it was.
    (
        "service principal name (spn) for the remote computer name and port does not exist",
        Nothing,
    ),
    ("2026^update^updates&rc4", Symptom(S::Rc4Phase)),
    (
        "delegation works for kerberos&ntlm|delegation works with kerberos&ntlm",
        All(&[
            Word::Any(&[O::FrontEndKnowsBy(Package::Ntlm)]),
            Word::Any(&[O::SecondHopFails]),
            Word::Any(&[O::Is(F::Trust(T::KerberosOnly))]),
        ]),
    ),
    (
        "sspi handshake failed^untrusted domain&127.0.0.1^local machine^::1",
        Any(&[O::FailsOnServerOnly]),
    ),
    // What the code says that is all that went wrong.
    (
        "sspi handshake failed&0x80090304^0x80090311",
        Symptom(S::NoController),
    ),
    ("sspi handshake failed&0x80090346", Symptom(S::BadBindings)),
    ("sspi handshake failed&0x80090302", Symptom(S::NtlmBlocked)),
    (
        "sspi handshake failed&0x80090324",
        Any(&[O::Is(F::ClockOff(true))]),
    ),
    // Nobody by name, where no domain controller was reached.
    (
        "login failed for user ''",
        All(&[
            Word::Any(&[O::BackEnd(Sql), O::FailsOnServerOnly]),
            Word::Any(&[O::SecondHopFails, O::FailsOnServerOnly]),
            Word::Symptom(S::NoController),
        ]),
    ),
    // Whose password is another by now, or whose account is not to be used; or nobody, as below.
    (
        "sspi handshake failed&0x8009030c",
        All(&[
            Word::Any(&[
                O::BackEnd(Sql),
                O::FailsOnServerOnly,
                O::LogonFailed(0xC000_006A),
            ]),
            Word::Any(&[
                O::SecondHopFails,
                O::FailsOnServerOnly,
                O::LogonFailed(0xC000_006A),
            ]),
            Word::Symptom(S::Revoked),
            Word::Symptom(S::Expired),
        ]),
    ),
    (
        "sspi handshake failed|error: 17806|error: 18452|msg 18452|login is from an untrusted domain",
        UNTRUSTED,
    ),
    (
        "cannot generate sspi context|klist get mssqlsvc&fail|could not register&mssqlsvc|network interface library could not register|missing&mssqlsvc|duplicate&mssqlsvc|no mssqlsvc|not registered&mssqlsvc|does not exist&mssqlsvc",
        Symptom(S::BackEndSpn),
    ),
    (
        "i_netlogoncontrol failed&0x6ba|no_logon_servers|no logon servers available|currently no logon servers|no logon servers are available|domain either does not exist or could not be contacted",
        Symptom(S::NoController),
    ),
    (
        "back end^backend^second server^remote server^api server&has only ntlm^offers ntlm^ntlm only^only ntlm",
        All(&[
            Word::Any(&[O::Is(F::BackEndTakesKerberos(false))]),
            Word::Lacks(O::BackEnd(Mapi)),
        ]),
    ),
    (
        "scheduled task^scheduled tasks^task scheduler^schtasks&anonymous logon^access denied^access is denied^'(null)'^user (null)^user null^network path^logon failure&!iis^website^web site^web page^web app^report^linked server^runs fine^works too^succeeds^logon type^2147943785^create^browser^app pool^application pool^0x80070005",
        Symptom(S::TaskLogon),
    ),
    // So it says whenever it starts.
    (
        "sql server is attempting to register a service principal name",
        Nothing,
    ),
    // It was put right before.
    (
        "already&disableloopbackcheck^backconnectionhostnames^maxtokensize^maxfieldlength^maxrequestbytes",
        Nothing,
    ),
    (
        "could not authenticate locally by using the target name|disableloopbackcheck|backconnectionhostnames|loopback check|\\\\&cname^alias&server itself^on the same server^on the same computer&logon failure^network path^denied^prompt^prompts&!works^opens^clients^desks^desktops^from another^from my",
        Any(&[O::FailsOnServerOnly]),
    ),
    (
        "ntlm authentication failed because the account was a member of the protected user|or rc4 failed because the account was a member of the protected user",
        PROTECTED,
    ),
];

/// Words of file servers, databases and other back ends.
pub(super) const BACK_END: &[Entry] = &[
    // There is no Kerberos to go on with.
    (
        "ftp anonymous logon|anonymous logon&530&ftp|anonymous logon&ftp site^ftp server&!sql^database|anonymous logon&database.windows.net^azure sql&!managed instance^on-prem^on prem^in our house^linked server^worked",
        Nothing,
    ),
    (
        "anonymous logon&file server^file share^cifs",
        All(&[
            Word::Any(&[O::BackEndAnonymous]),
            Word::Lacks(O::BackEnd(Mapi)),
            Word::Lacks(O::BackEnd(Sql)),
        ]),
    ),
    (
        "login failed&anonymous logon^for anonymous^as anonymous&!mysql^anonymous users|anonymous logon&sql^database^18456|login failed&'(null)'|not associated with a trusted|18452",
        SQL_ANONYMOUS,
    ),
    // It stands for whoever asked, and IIS asks nobody.
    (
        "nt authority\\iusr^iusr_^iusr account^as iusr^is iusr^iusr instead^sees iusr^shows iusr^user iusr&!acl^folder^directory^file permission^iis_iusrs",
        Symptom(S::NobodyAsked),
    ),
    (
        "iis apppool|sql sees^database sees^back end sees^profiler shows^connects as&$^svc|made with the machine account|arrive as^arrives as^come in as^comes in as^connections come as&svc^service account^$|sees the app pool|as the app pool|sees the pool|sees the machine account|shows the machine account|shows the computer account|shows the service account|shows the app pool|as the machine account|sees the computer account|as the computer account|sees the service account|as the service account&!cmd window^command prompt^runas|with the pool identity|as the pool identity|impersonation&is not turned on^is turned off^is off^is not enabled^is disabled|without impersonation",
        Symptom(S::AppIdentity),
    ),
    (
        "exactly one login^only one login^single login^always the same^same account^same login^one user^every call^every query^all queries^all calls^everything^all day^whose login^instead of the user^instead of the person^rather than the user^not the user^not the person&svc^service account^app pool^apppool^pool identity^pool account^machine account^computer account^network service^server's account^technical account^technical user&sql^database^dba^trace^audit^log^back end^backend^file server^share^api&!spn^prompt^login box^denied^refuse^ticket expired^4769",
        Symptom(S::AppIdentity),
    ),
    (
        "sql as^sql server as^database as&$&works^connects^logs in^signs in&pool^network service^local system&!denied^refused",
        Symptom(S::AppIdentity),
    ),
    (
        "instead of the user^instead of user^rather than the user^not the user&$&!spn",
        Symptom(S::AppIdentity),
    ),
    // Whose login it is, is told apart elsewhere.
    ("login failed for user", Nothing),
    (
        "anonymous logon|sees anonymous|gets anonymous|says anonymous|as anonymous|logs an anonymous|sees an anonymous|gets an anonymous|anonymous user at|second hop&anonymous|2nd hop&anonymous",
        ANONYMOUS,
    ),
    ("18456&state: 8^state: 9", Nothing),
    // The login is known, and its database does not open.
    ("18456&state: 38^state: 40", SQL_NO_RIGHTS),
    ("18456", SQL_REFUSES),
    (
        "user is not associated with a login|could not find a login matching|cannot open database|not able to access the database",
        SQL_NO_RIGHTS,
    ),
    (
        "mapi_e_logon_failed|mapi_e_failoneprovider|get inbox|get your inbox",
        MAPI,
    ),
    (
        "pass^forward^flow&cannot pass^does not pass^cannot forward^cannot flow^can pass^to pass^wants to pass^pass through&credentials^identity^user&sql^database",
        SQL_REFUSES,
    ),
    // It says what the server offers that refuses, whichever it is.
    (
        "authentication header received from the server was 'ntlm",
        All(&[
            Word::Any(&[
                O::Is(F::Offers(Some(Scheme::Ntlm))),
                O::Is(F::BackEndTakesKerberos(false)),
            ]),
            NOT_LET_IN,
            Word::Lacks(O::BackEnd(Mapi)),
            Word::Lacks(O::BackEnd(Sql)),
        ]),
    ),
    (
        "authentication header received from the server was 'basic",
        All(&[
            Word::Any(&[O::Is(F::Offers(Some(Scheme::Basic)))]),
            NOT_LET_IN,
        ]),
    ),
    (
        "authentication header received from the server was 'negotiate'",
        All(&[
            Word::Any(&[
                O::Is(F::Offers(Some(Scheme::Negotiate))),
                O::Is(F::BackEndTakesKerberos(true)),
            ]),
            Word::Any(&[O::TicketRejected(41), O::SecondHopFails]),
            Word::Lacks(O::BackEnd(Mapi)),
            Word::Lacks(O::BackEnd(Sql)),
        ]),
    ),
    (
        "remote server returned an error: (401)|request failed with http status 401|does not indicate success: 401|request is unauthorized with client authentication scheme|autodiscover&located|401&httpclient^second server^back end^backend^web api^other server's^another server^api server^api-server^rest service^other box^another box&!directly to^direct to^bypass",
        WEB,
    ),
    (
        "impersonation&not delegation^is not delegation^instead of delegation^rather than delegation^should be delegation",
        All(&[
            Word::Any(&[O::SecondHopFails]),
            Word::Lacks(O::TgtForwarded),
        ]),
    ),
    (
        "(403) forbidden|403 from the back end|403 forbidden from|has no rights at|has no permission|no rights on the",
        Any(&[O::BackEndNoRights]),
    ),
    (
        "from the application pool^from the app pool^from the pool^from the machine account^from the computer account^from the service account&log^nas^sql^database^share^file server^audit^trace&!delegat^spn^ticket^connection from the pool|give^gave^giving^grant^granting&machine account^computer object^computer account^$&rights^permission^permissions^access&works^for everybody^for everyone&!delegat",
        Symptom(S::AppIdentity),
    ),
    (
        "login^logins^user^group&forgotten^not created^not migrated&database^db^sql&!delegat^spn",
        Any(&[O::BackEndNoRights]),
    ),
    (
        "owner^created by^modified by^uploaded by&svc^service account^pool^machine account^computer account&all^every^always^instead&!spn^delegat",
        Symptom(S::AppIdentity),
    ),
    (
        "not in role^not in the role^no role^not a member of the role^403&delegated^via kerberos^as the user^gets my user^sees my user^knows my user",
        Any(&[O::BackEndNoRights]),
    ),
    (
        "own name^own account^correct user^right user&refused^denied^permission^rejected&sees^shows^see^reaches^arrives&!delegat^pool^impersonat",
        Any(&[O::BackEndNoRights]),
    ),
    (
        "s4u^protocol transition&only locally^on the network^second server^back end^next server&!s4u2proxy^badoption^trusted to",
        Any(&[O::SecondHopFails]),
    ),
    (
        "application pool identity^app pool identity^identity of the application pool^identity of the app pool^web app's default credentials^web apps default credentials&instead of^not the^rather than^outgoing^sends|go out as^goes out as^connects as&$|always uses the app pool|uses the app pool|use the app pool identity|uses the iis user|credentials of the iis website user|rights granted to user&$|rights granted to the user&$|suser_sname^suser_name^original_login^system_user&$^svc",
        Symptom(S::AppIdentity),
    ),
    (
        "ntlm&auth_scheme",
        All(&[
            Word::Any(&[O::BackEnd(Sql)]),
            Word::Any(&[O::Is(F::BackEndTakesKerberos(false)), O::BackEndAnonymous]),
            Word::Symptom(S::BackEndSpn),
        ]),
    ),
    // Of a file on another computer.
    (
        "access to the path&'\\\\&denied|access is denied&\\\\|access denied&\\\\|access is denied^access denied&remote mounted drive^mapped drive^network drive|file share^network share^unc path&access is denied^access denied",
        FILE,
    ),
    (OF_A_SHARE, FILE),
    (
        "access is denied^access denied^cannot open&mailbox&another server^other server^other exchange^another exchange^remote server^back-end server^back end server^backend server^back-end^front-end server",
        MAPI,
    ),
    (
        "sec_e_no_credentials^0x8009030e&back end^backend^second server^sql",
        Any(&[O::SecondHopFails]),
    ),
    // The page of a connector that gets no ticket for its caller.
    (
        "corporate app cannot be accessed&delegation^kerberos^kcd^spn|not authorized to access the backend application",
        NOT_FOR_USER,
    ),
    // So a directory answers somebody whose credentials did not come along.
    ("operations error occurred", Any(&[O::SecondHopFails])),
    (
        "double hop|double-hop|second hop|2nd hop",
        Any(&[O::SecondHopFails]),
    ),
    // What fails for a reason of its own.
    (
        "deadlock^timeout expired^arithmetic overflow^divide by zero^invalid object name^invalid column name^table does not exist^duplicate key^identity column^identity_insert^network-related or instance-specific^nullreference^404 not found^error 404^500.19^configuration data for the page^error 503^http 503^503 service^database backup&!anonymous^denied^refuse^401^unauthorized",
        OwnError,
    ),
];
