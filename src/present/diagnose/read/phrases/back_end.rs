//! Words of the back end, and of domain controllers.

use super::contrast::Contrast;
use super::{Entry, ON_NO_LIST, Says, Word};
use crate::hosts::BackEndProtocol::{Http, Mapi, Sql};
use crate::hosts::Package;
use crate::lab::{
    DelegationTrust as T, EtypeChoice, Observable as O, Restriction as R, SettingFinding as F,
    SpnHolder,
};
use crate::present::causes::Symptom as S;
use Says::{All, Any, Nothing, Symptom};

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
const MODIFIED: Says = Any(&[O::TicketRejected(41)]);
const PROTECTED: Says = Any(&[O::Is(F::User(R::Protected))]);
const RC4_ONLY: Says = All(&[
    Word::Any(&[O::Is(F::Etypes(EtypeChoice::Rc4))]),
    Word::Symptom(S::NoAesKey),
]);
const NOBODY: Says = Any(&[O::Is(F::Spn(SpnHolder::Nobody))]);
const TWO: Says = Any(&[O::Is(F::Spn(SpnHolder::Two))]);

/// Texts of which nothing else in their line counts: error messages that have words and codes of several kinds in them.
pub(super) const WHOLE: &[Entry] = &[
    ("kerberos client received a krb_ap_err_modified", MODIFIED),
    (
        "winrm cannot process|winrm^powershell remoting^enter-pssession^invoke-command&0x80090322",
        Symptom(S::WinRm),
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
    ("sspi handshake failed&0x80090311", Symptom(S::NoController)),
    ("sspi handshake failed&0x80090346", Symptom(S::BadBindings)),
    (
        "sspi handshake failed|error: 17806|error: 18452|msg 18452|login is from an untrusted domain",
        UNTRUSTED,
    ),
    (
        "cannot generate sspi context|klist get mssqlsvc&fail|could not register&mssqlsvc|missing&mssqlsvc|duplicate&mssqlsvc|no mssqlsvc|not registered&mssqlsvc|does not exist&mssqlsvc",
        Symptom(S::BackEndSpn),
    ),
    (
        "no logon servers available|no logon servers are available|domain either does not exist or could not be contacted",
        Symptom(S::NoController),
    ),
    (
        "back end^backend^second server^remote server^api server&has only ntlm^offers ntlm^ntlm only^only ntlm",
        All(&[
            Word::Any(&[O::Is(F::BackEndTakesKerberos(false))]),
            Word::Lacks(O::BackEnd(Mapi)),
        ]),
    ),
    // It was put right before.
    (
        "already&disableloopbackcheck^backconnectionhostnames^maxtokensize^maxfieldlength^maxrequestbytes",
        Nothing,
    ),
    (
        "could not authenticate locally by using the target name|disableloopbackcheck|backconnectionhostnames|loopback check",
        Any(&[O::FailsOnServerOnly]),
    ),
    (
        "ntlm authentication failed because the account was a member of the protected user|or rc4 failed because the account was a member of the protected user",
        PROTECTED,
    ),
];

/// At the back end.
pub(super) const BACK_END: &[Entry] = &[
    (
        "anonymous logon&file server^file share^cifs",
        All(&[
            Word::Any(&[O::BackEndAnonymous]),
            Word::Lacks(O::BackEnd(Mapi)),
            Word::Lacks(O::BackEnd(Sql)),
        ]),
    ),
    (
        "login failed&anonymous logon|anonymous logon&sql^database^18456|login failed&'(null)'|not associated with a trusted|18452",
        SQL_ANONYMOUS,
    ),
    (
        "iis apppool|sql sees^database sees^back end sees^profiler shows^connects as&$^svc|sees the app pool|as the app pool|sees the pool|sees the machine account|shows the machine account|shows the computer account|shows the service account|shows the app pool|as the machine account|sees the computer account|as the computer account|sees the service account|as the service account|with the pool identity|as the pool identity|impersonation&is not turned on^is turned off^is off^is not enabled^is disabled|without impersonation",
        Symptom(S::AppIdentity),
    ),
    // Whose login it is, is told apart elsewhere.
    ("login failed for user", Nothing),
    (
        "anonymous logon|sees anonymous|gets anonymous|says anonymous|as anonymous|logs an anonymous|sees an anonymous|gets an anonymous|anonymous user at|second hop&anonymous|2nd hop&anonymous",
        ANONYMOUS,
    ),
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
    (
        "remote server returned an error: (401)|request failed with http status 401|does not indicate success: 401|request is unauthorized with client authentication scheme|autodiscover&located|401&httpclient^second server^back end^backend^web api^other server's^another server^api server^api-server^rest service^other box^another box",
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
        "suser_sname^suser_name^original_login^system_user&$^svc",
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
        "access to the path&'\\\\&denied|access is denied&\\\\|access denied&\\\\|enter-pssession^invoke-command^new-pssession^remote session^remoting&access is denied^access denied|file share^network share^unc path&access is denied^access denied",
        All(&[
            Word::Any(&[O::SecondHopFails]),
            Word::Lacks(O::BackEnd(Mapi)),
            Word::Lacks(O::BackEnd(Sql)),
        ]),
    ),
    (
        "access is denied^access denied^cannot open&mailbox&another server^other server^other exchange^another exchange^remote server^back-end server^back end server^backend server^back-end^front-end server",
        MAPI,
    ),
    (
        "sec_e_no_credentials^0x8009030e&back end^backend^second server^sql",
        Any(&[O::SecondHopFails]),
    ),
    (
        "double hop|double-hop|second hop|2nd hop",
        Any(&[O::SecondHopFails]),
    ),
];

/// At the KDC.
pub(super) const KDC: &[Entry] = &[
    (
        "badoption|err_badoption|with 0xd^: 0xd^gets 0xd^gives 0xd&rbcd^delegation|s4u2proxy&fails^failed|cannot accommodate requested option|cannot fulfill requested option",
        Any(&[O::TicketRefused(13)]),
    ),
    (
        "s4u2self&c_principal_unknown|s4u2self&principal_unknown",
        Symptom(S::UnknownToSelf),
    ),
    (
        "s_principal_unknown|server not found in kerberos database",
        Any(&[O::TicketRefused(7), O::TicketRefused(8)]),
    ),
    (
        "c_principal_unknown|client not found in kerberos database",
        Any(&[O::TgtRefused(6)]),
    ),
    ("principal_not_unique", Any(&[O::TicketRefused(8)])),
    (
        "multiple accounts with name|duplicate name is http/|encountered duplicate names|duplicate&spn^setspn|registered&a second time|two accounts&spn|spn is registered twice|spn is set twice|same spn&twice|http/&registered both^on both accounts^under both accounts",
        TWO,
    ),
    (
        "no spn|no such spn|spn is missing|spn missing|missing spn|spn&is not registered^not registered^does not exist|spn was removed",
        NOBODY,
    ),
    (
        "lacks strong keys",
        All(&[Word::Any(&[O::KdcError(14)]), Word::Symptom(S::NoAesKey)]),
    ),
    (
        "etype_nosupp|etype_notsupp|no support for encryption type|did not have a suitable key|encryption type requested is not supported",
        Any(&[O::KdcError(14)]),
    ),
    (
        "aes only|only aes|aes alone",
        Any(&[O::Is(F::Etypes(EtypeChoice::Aes))]),
    ),
    ("rc4 only|only rc4|rc4 alone", RC4_ONLY),
    (
        "rc4 was disabled|rc4 is disabled|rc4 disabled|disabled rc4|rc4 was turned off|rc4 is turned off",
        Symptom(S::Rc4Phase),
    ),
    (
        "preauth_failed|preauthentication failed",
        Any(&[O::TgtRefused(24)]),
    ),
    ("preauth_required|tkt_expired|response_too_big", Nothing),
    (
        "client_revoked|credentials have been revoked|status_account_locked_out|status_account_disabled|locked out|account is locked|account locked|account is disabled|account disabled|currently disabled|outside logon hours|logon hours|logon time restriction|account has expired|account expired|not allowed to logon at this computer",
        Symptom(S::Revoked),
    ),
    (
        "key_expired|status_password_expired|password has expired|password expired|must change|password is expired",
        Symptom(S::Expired),
    ),
    (
        "status_logon_type_not_granted|not been granted the requested logon type|log on locally|access this computer from the network",
        Symptom(S::LogonRight),
    ),
    ("must_use_user2user", Any(&[O::TicketRefused(27)])),
    ("err_policy", Symptom(S::KdcPolicy)),
];

/// What the KDC says beside its error, and what delegation says.
pub(super) const BESIDE_ITS_ERROR: &[Entry] = &[
    (
        "status_account_restriction",
        Any(&[O::KdcStatus(0xC000_006E), O::LogonFailed(0xC000_006E)]),
    ),
    (
        "status_not_supported|status_no_match|status_not_found",
        Any(ON_NO_LIST),
    ),
    (
        "no ok_as_delegate|ok_as_delegate is missing|ok_as_delegate missing|missing ok_as_delegate|without ok_as_delegate|lacks ok_as_delegate|lacks ok-as-delegate|no ok-as-delegate|without ok-as-delegate|ok_as_delegate is not|ok_as_delegate not|not ok_as_delegate",
        Any(&[O::OkAsDelegate(false)]),
    ),
    (
        "ok_as_delegate|ok-as-delegate",
        Any(&[O::OkAsDelegate(true)]),
    ),
    // It was trusted, and the client has changed.
    (
        "was delegation^used to be delegation&impersonation",
        All(&[
            Word::Any(&[O::Is(F::Trust(T::Unconstrained))]),
            Word::Lacks(O::TgtForwarded),
            Word::Any(&[O::SecondHopFails]),
        ]),
    ),
    (
        "level: delegation|level is delegation|impersonationlevel delegation",
        Any(&[O::TgtForwarded]),
    ),
    (
        "level: impersonation|level: identification|impersonationlevel is impersonation|tokenimpersonationlevel is impersonation|impersonationlevel impersonation|level is impersonation|level is identification",
        All(&[Word::Any(&[O::PageOpens]), Word::Lacks(O::TgtForwarded)]),
    ),
    (
        "despite^although^even though&ace^principalsallowed|generic_all^genericall&msds-allowedtoact^rbcd^0xd",
        Symptom(S::AceIsThere),
    ),
    (
        "still fails|minutes ago^hours ago^just now&keeps failing^same error^not yet^still|minutes ago&still|15 minutes&still^by itself^then it works^then it worked",
        Symptom(S::StillFails),
    ),
    (
        "delegation&stopped requesting",
        All(&[
            Word::Lacks(O::TgtForwarded),
            Word::Any(&[O::SecondHopFails]),
        ]),
    ),
    ("linked server", Symptom(S::LinkedServer)),
    (
        "credential guard|credentialguard|windows 11^win11^22h2&second hop^2nd hop^double hop^double-hop^delegat&cannot^fails^since",
        Symptom(S::DelegationStopped),
    ),
    // As Active Directory Users and Computers has it.
    (
        "for delegation to any service|trustedfordelegation : true|trustedfordelegation: true|trustedfordelegation true|trustedfordelegation is true|trustedfordelegation=true",
        Any(&[O::Is(F::Trust(T::Unconstrained))]),
    ),
    (
        "unconstrained delegation is on|unconstrained delegation is configured|unconstrained delegation is set|unconstrained delegation is enabled|set up unconstrained^configured unconstrained^with unconstrained^use unconstrained^using unconstrained^have unconstrained&delegation",
        Any(&[O::Is(F::Trust(T::Unconstrained))]),
    ),
    (
        "with protocol transition|protocol transition is|protocol transition for|use protocol transition|using protocol transition|any authentication protocol|any protocol",
        Any(&[O::Is(F::Trust(T::AnyProtocol))]),
    ),
    (
        "use kerberos only",
        Any(&[O::Is(F::Trust(T::KerberosOnly))]),
    ),
    (
        "not trusted for delegation|do not trust this computer|do not trust this user|no delegation|delegation is not configured|delegation is not set|not let&delegate|not allowed to delegate|not permitted to delegate|may not delegate",
        Any(&[O::Is(F::Trust(T::No))]),
    ),
    (
        "constrained delegation is configured|constrained delegation is set|constrained delegation is enabled|constrained delegation has been|configured constrained^configured kerberos constrained^set up constrained^set up kerberos constrained^use constrained^use kerberos constrained^using constrained^enabled constrained^have constrained^with constrained&delegation",
        Any(&[
            O::Is(F::Trust(T::KerberosOnly)),
            O::Is(F::Trust(T::AnyProtocol)),
        ]),
    ),
    (
        "not in the list|not listed|not on the list|not in msds-allowedtodelegateto|is not in msds-allowedtodelegateto|are not in msds-allowedtodelegateto|missing&msds-allowedtodelegateto",
        All(&[
            Word::Any(&[O::Is(F::Listed(false))]),
            Word::Any(&[
                O::Is(F::Trust(T::KerberosOnly)),
                O::Is(F::Trust(T::AnyProtocol)),
            ]),
        ]),
    ),
];

/// No TGT was handed over.
pub(super) const NO_TGT: &[Entry] = &[(
    "no forwarded tgt|no forwarded ticket|tgt is not forwarded",
    All(&[
        Word::Lacks(O::TgtForwarded),
        Word::Any(&[O::SecondHopFails]),
    ]),
)];

/// The client that still hands its TGT over, and the one that does not.
pub(super) const DELEGATION_LOST: &[Contrast] = &[
    Contrast {
        works: ".net framework|.net 4|net48|net472",
        fails: ".net core|.net 5|.net 6|.net 7|.net 8|.net 9|past 2.0|netcore",
        about: "delegat|anonymous|second hop|2nd hop|double hop|double-hop|sql",
        says: All(&[
            Word::Any(&[O::SecondHopFails]),
            Word::Any(&[O::Is(F::Trust(T::Unconstrained))]),
            Word::Lacks(O::TgtForwarded),
        ]),
    },
    Contrast {
        works: "windows 7|windows 8|win7|win8|older|old pcs|old clients|old machines|old computers",
        fails: "windows 10|windows 11|win10|win11",
        about: "delegat|anonymous|second hop|2nd hop|double hop|double-hop|sql",
        says: Symptom(S::DelegationStopped),
    },
    Contrast {
        works: "windows 10|win10",
        fails: "windows 11|win11",
        about: "delegat|anonymous|second hop|2nd hop|double hop|double-hop|sql",
        says: Symptom(S::DelegationStopped),
    },
];
