//! What programs say that are no browser, no IIS and no SQL Server: GSSAPI and those that use it, PowerShell, connectors.

use super::{Entry, Says, Word};
use crate::hosts::BackEndProtocol;
use crate::lab::{Observable as O, SentToken, SettingFinding as F, SpnHolder};
use crate::present::causes::Symptom as S;
use Says::{All, Any, Nothing, Symptom};

const OLD_KEYTAB: Says = All(&[
    Word::Any(&[O::Is(F::KeyIsOld(true))]),
    Word::Symptom(S::Keytab),
]);
/// A ticket does not open with what is in a keytab: no pool has the key, and no kernel mode.
pub(in crate::present::diagnose::read) const OTHER_KEYTAB: Says = All(&[
    Word::Any(&[O::TicketRejected(41)]),
    Word::Symptom(S::Keytab),
    Word::Any(&[O::Is(F::KeyIsOld(true)), O::Is(F::Spn(SpnHolder::Other))]),
]);
/// A connector gets no ticket for its caller: it may not, it asks by another name, or nobody is delegated at all.
pub(in crate::present::diagnose::read) const NOT_FOR_USER: Says = All(&[
    Word::Symptom(S::NoDelegationAtAll),
    Word::Any(&[O::SecondHopFails]),
    Word::Any(&[O::BackEnd(BackEndProtocol::Http)]),
]);

/// Texts of which nothing else in their line counts.
pub(super) const WHOLE: &[Entry] = &[
    (
        "computer policy does not allow the delegation^computer policy does not allow^allow delegating fresh credentials|credssp authentication is currently disabled|credssp authentication must also be enabled|group policy must be edited to allow credential delegation",
        Symptom(S::CredSspPolicy),
    ),
    (
        "gss-ntlmssp&required^requires^missing^not installed^install|gssapi operation failed&unsupported mechanism|gssapi operation failed&invalid status code was supplied&!supplied (",
        Symptom(S::NtlmLibrary),
    ),
    // With a password that was typed it would be NTLM.
    (
        "acquiring creds with username",
        All(&[
            Word::Symptom(S::NoCredentials),
            Word::Symptom(S::NtlmLibrary),
        ]),
    ),
    // What came with somebody, a server cannot keep.
    ("failed to store delegated creds", Nothing),
    (
        "no kerberos credentials available|no credentials cache|credentials cache&not found|no credentials were supplied&!key table^keytab^gss_accept_sec_context|spnego cannot find mechanisms to negotiate|failed to find any kerberos&tgt^cred|spnego failed to negotiate a mechanism|cannot find client principal&cache|matching credential not found&!retrieving|mount error(126)|required key not available|ticket expired&gss^minor code^kinit^mechanism level^curl|unable to obtain principal name for authentication",
        Symptom(S::NoCredentials),
    ),
    // What was missing of the two, the next line may tell.
    (
        "cannot authenticate using kerberos&kinit|unable to obtain service ticket|cifs: vfs:&-126",
        All(&[
            Word::Symptom(S::NoCredentials),
            Word::Symptom(S::BackEndSpn),
        ]),
    ),
    // The key was changed since, and the name is there.
    (
        "kvno&not found in keytab; keytab is likely out of date|cannot find key for&kvno",
        OLD_KEYTAB,
    ),
    // The number is there, and a key of that type is not: the keytab has none, or the account.
    (
        "found in keytab but not with enctype",
        All(&[Word::Symptom(S::Keytab), Word::Symptom(S::NoAesKey)]),
    ),
    (
        "cannot decrypt ticket for&keytab|invalid checksum&kerberos.net^keytab^securityexception|integrity verification failed|found in keytab but cannot decrypt ticket|wrong principal in request|ticket is not for us|err_not_us|integrity check on decrypted field failed",
        OTHER_KEYTAB,
    ),
    (
        "no key table entry^key table entry not found|not found in keytab&!matching key|keytab&permission denied^cannot be read^cannot read^not readable&!401^403|gss_acquire_cred&permission denied|gss_acquire_cred() failed|gss_accept_sec_context&no credentials were supplied|cannot find key of appropriate type|key for the principal&not available in|unable to obtain password from user|keytab contains no suitable keys|cannot get credential from jaas subject|unable to create a gsscredential^unable to create gsscredentials",
        Symptom(S::Keytab),
    ),
    (
        "gss_accept_sec_context^accepting gss security context^detail:&unsupported mechanism|bad token tag: 78|received type 1 ntlm token|defective token detected&!truncated^cut off|gssheader did not find the right tag",
        Any(&[O::Sends(SentToken::NegotiateNtlm)]),
    ),
    // So Apache and its like log the first request of every sign-in.
    (
        "no auth data&did not send any authentication headers",
        Nothing,
    ),
    // Controllers among themselves; a log that says what a code may mean; logons that were let in; how a session is set up.
    (
        "consecutive failures|dsbindwithspnex|replic^réplic^replik^naming context^dsbind&0x80090322^-2146893022^target principal name|may be legitimate for|samlogon:&returns 0x0^ entered|ansible_connection:^ansible_port:^ansible_winrm_transport:^ansible_winrm_scheme:^ansible_winrm_server_cert_validation:^ansible_winrm_kerberos_delegation:|winrm.session(|this might also occur if|might be set to&only use ntlm",
        Nothing,
    ),
    (
        "ntlm-based authentication is presently being used between",
        Any(&[O::Is(F::BackEndTakesKerberos(false))]),
    ),
    (
        "backend server rejected the kerberos ticket^back-end server rejected the kerberos ticket",
        All(&[
            Word::Any(&[O::Is(F::ClockOff(true))]),
            Word::Symptom(S::BackEndSpn),
        ]),
    ),
    (
        "privilege attribute certificate&could not be validated",
        All(&[
            Word::Symptom(S::NoController),
            Word::Symptom(S::NoWayToDomain),
        ]),
    ),
    // A connector's event 13019, whatever its code.
    (
        "cannot retrieve a kerberos ticket on behalf of the user&0x8009030e|incorrect kerberos constrained delegation configuration",
        NOT_FOR_USER,
    ),
    (
        "cannot retrieve a kerberos ticket on behalf of the user|failedtoimpersonateuserexception",
        Any(&[O::SecondHopFails]),
    ),
    (
        "unable to contact the server&active directory web services&remoting^psremoting^pssession^invoke-command^winrm",
        Symptom(S::RemoteSession),
    ),
    (
        "unable to contact the server&active directory web services",
        All(&[
            Word::Symptom(S::NoController),
            Word::Symptom(S::RemoteSession),
        ]),
    ),
    (
        "remote session^remote powershell^powershell session^enter-pssession^invoke-command^new-pssession^winrs^pywinrm^winrm^ansible&anonymous logon&!linked server^iis^website^web site^users^report^intranet^get-winevent^quickconfig^login failed^browser",
        Symptom(S::RemoteSession),
    ),
    (
        "enter-pssession^invoke-command^new-pssession^remote session^remoting^psremoting^remote powershell^evil-winrm&access is denied^access denied^denied^operations error^operation error^system error 5^double-hop^double hop^second hop^other privileges&!connecting to remote server|powershell&access is denied^access denied&third box^third server^third machine^third computer|calling \"setinfo\"^calling \"findall\"^calling \"findone\"&operations error|access to a cim resource was not available&pypsrp^pywinrm^winrm^remoting^pssession^invoke-command|cannot open service control manager on computer|openscmanager&pywintypes|win_shell^win_command^ansible^pywinrm&share^shares^unc path^\\\\^different server^another server&access denied^access is denied^problem^false|wsmanfault&1312|logon session does not exist&!certificate^ssl|double-hop^double hop^second hop&credssp",
        Symptom(S::RemoteSession),
    ),
    // No KDC is asked for a list: NTLM is refused, and there was no ticket.
    (
        "status: the request is not supported&0xc00000bb&!ticket^delegation^on behalf^badoption",
        Symptom(S::NtlmBlocked),
    ),
    // The key of a trust, and none of a service.
    (
        "referral ticket^trust password^inter-realm key^interdomain key&bad_integrity^decipher^decrypt^out of sync^does not match^do not match&!http/^fine^managers",
        Symptom(S::NoWayToDomain),
    ),
    // A service of WCF, whose name its client gives; the second is what one says that knows nobody.
    (
        "(sspi) negotiation failed&!login failed|sspi negotiation failed&!login failed",
        All(&[
            Word::Any(&[O::NoTicket, O::TicketRejected(41)]),
            Word::Symptom(S::BackEndSpn),
        ]),
    ),
    (
        "not authenticated by the service&!expired^jwt^bearer",
        All(&[
            Word::Any(&[O::FirstHopRefused, O::NoTicket, O::TicketRejected(41)]),
            Word::Symptom(S::BackEndSpn),
        ]),
    ),
    (
        "output token&too large to fit&!model^window",
        Symptom(S::RequestTooLong),
    ),
];
