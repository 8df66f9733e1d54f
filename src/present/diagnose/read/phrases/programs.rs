//! What programs say that are no browser, no IIS and no SQL Server: GSSAPI and those that use it, PowerShell, connectors.

use super::{Entry, Says, Word};
use crate::lab::{Observable as O, SentToken, SettingFinding as F};
use crate::present::causes::Symptom as S;
use Says::{All, Any, Nothing, Symptom};

const OLD_KEYTAB: Says = All(&[
    Word::Any(&[O::Is(F::KeyIsOld(true))]),
    Word::Symptom(S::Keytab),
]);
const OTHER_KEYTAB: Says = All(&[
    Word::Any(&[O::TicketRejected(41)]),
    Word::Symptom(S::Keytab),
]);

/// Texts of which nothing else in their line counts.
pub(super) const WHOLE: &[Entry] = &[
    (
        "computer policy does not allow the delegation^computer policy does not allow^allow delegating fresh credentials",
        Symptom(S::CredSspPolicy),
    ),
    (
        "gss-ntlmssp&required^requires^missing^not installed^install|gssapi operation failed&unsupported mechanism^invalid status code",
        Symptom(S::NtlmLibrary),
    ),
    (
        "no kerberos credentials available|no credentials cache|credentials cache&not found|no credentials were supplied&!key table^keytab|spnego cannot find mechanisms to negotiate|spnego failed to negotiate a mechanism",
        Symptom(S::NoCredentials),
    ),
    // The key was changed since, and the name is there.
    (
        "kvno&not found in keytab; keytab is likely out of date",
        OLD_KEYTAB,
    ),
    (
        "cannot decrypt ticket for&keytab|found in keytab but cannot decrypt ticket",
        OTHER_KEYTAB,
    ),
    (
        "no key table entry^key table entry not found|not found in keytab&!matching key|keytab&permission denied^cannot be read^cannot read^not readable&!401^403|gss_acquire_cred&permission denied|gss_acquire_cred() failed",
        Symptom(S::Keytab),
    ),
    (
        "gss_accept_sec_context&unsupported mechanism",
        Any(&[O::Sends(SentToken::NegotiateNtlm)]),
    ),
    // So Apache and its like log the first request of every sign-in.
    (
        "no auth data&did not send any authentication headers",
        Nothing,
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
        "cannot retrieve a kerberos ticket on behalf of the user&0x8009030e",
        Symptom(S::NoDelegationAtAll),
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
        "enter-pssession^invoke-command^new-pssession^remote session^remoting^psremoting^remote powershell^evil-winrm&access is denied^access denied^denied^operations error^operation error^system error 5^double-hop^double hop^second hop^other privileges&!connecting to remote server|powershell&access is denied^access denied&third box^third server^third machine^third computer|calling \"setinfo\"^calling \"findall\"^calling \"findone\"&operations error|cannot open service control manager on computer|wsmanfault&1312|logon session does not exist&!certificate^ssl|double-hop^double hop^second hop&credssp",
        Symptom(S::RemoteSession),
    ),
];
