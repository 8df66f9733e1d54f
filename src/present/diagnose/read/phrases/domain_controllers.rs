//! Words of domain controllers.

use super::{Entry, Says, Word};
use crate::lab::{EtypeChoice, Observable as O, SettingFinding as F, SpnHolder};
use crate::present::causes::Symptom as S;
use Says::{All, Any, Nothing, Symptom};

const RC4_ONLY: Says = All(&[
    Word::Any(&[O::Is(F::Etypes(EtypeChoice::Rc4))]),
    Word::Symptom(S::NoAesKey),
]);
const NOBODY: Says = Any(&[O::Is(F::Spn(SpnHolder::Nobody))]);
const TWO: Says = Any(&[O::Is(F::Spn(SpnHolder::Two))]);

/// Words of the KDC's refusals and of its events.
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
        "c_principal_unknown|client not found in kerberos database|client '&' not found in kerberos database",
        Any(&[O::TgtRefused(6)]),
    ),
    (
        "s_principal_unknown|server&not found in kerberos database",
        Any(&[O::TicketRefused(7), O::TicketRefused(8)]),
    ),
    ("ticket not yet valid", Any(&[O::Is(F::ClockOff(true))])),
    ("principal_not_unique", Any(&[O::TicketRefused(8)])),
    (
        "multiple accounts with name|duplicate name is http/|encountered duplicate names|duplicate&spn^setspn|registered&a second time|two accounts&spn^http/|spn is registered twice|spn is set twice|same spn&twice|http/&registered both^on both accounts^under both^to both accounts|two times^twice^second time&name^entry&account^accounts&!password^prompt^asked",
        TWO,
    ),
    (
        "never registered^have not registered^has not registered^did not register&spn^service principal name^any name^name for the site^name for it|no spn|no such spn|spn is missing|spn missing|missing spn|spn&is not registered^not registered^does not exist|spn was removed",
        NOBODY,
    ),
    ("lacks strong keys", Symptom(S::NoAesKey)),
    // The computer's password is not the directory's.
    (
        "trust relationship between this workstation^trust relationship between the workstation^0xc000018d^trusted_relationship_failure&!re-joined^rejoined^fixed^no error^is ok^is fine^last year^says true^? no",
        All(&[
            Word::Any(&[O::Is(F::KeyIsOld(true))]),
            Word::Symptom(S::OtherComputer),
        ]),
    ),
    (
        "kdcunknownencryptiontype",
        All(&[Word::Any(&[O::KdcError(14)]), Word::Symptom(S::NoAesKey)]),
    ),
    // A service's own: its keytab has no key of that type, or the account.
    (
        "encryption type&not supported^not permitted^unsupported&keytab^gssapi^gssexception^gss_accept&!rc4 with hmac^encryption type rc4^is fine^not unsupported^removed",
        All(&[Word::Symptom(S::Keytab), Word::Symptom(S::NoAesKey)]),
    ),
    (
        "etype_nosupp|etype_notsupp|no support for encryption type|did not have a suitable key|encryption type requested is not supported",
        All(&[
            Word::Any(&[O::KdcError(14)]),
            Word::Symptom(S::NoAesKey),
            Word::Symptom(S::Rc4Phase),
        ]),
    ),
    (
        "aes only^only aes^aes alone&!client machine^on the client^on my client^on clients^client policy",
        Any(&[O::Is(F::Etypes(EtypeChoice::Aes))]),
    ),
    (
        "rc4 only|only rc4|rc4 alone|only has an rc4 key|has only an rc4 key|only an rc4 key|only has rc4 keys|has only rc4 keys",
        RC4_ONLY,
    ),
    (
        "disabling rc4|removed rc4|rc4 was removed|no more rc4|without rc4|switched off rc4|turned off rc4|rc4 was disabled|rc4 is disabled|rc4 disabled|disabled rc4|rc4 was turned off|rc4 is turned off",
        Symptom(S::Rc4Phase),
    ),
    (
        "preauth_failed|preauthentication failed",
        Any(&[O::TgtRefused(24)]),
    ),
    ("preauth_required|tkt_expired|response_too_big", Nothing),
    (
        "client_revoked|credentials have been revoked|status_account_locked_out|status_account_disabled|locked out|account is locked|account locked|after half an hour^after 30 minutes^after an hour&by itself&password^sign in^log in^caps lock|account is disabled|account disabled|account is currently disabled|account currently disabled|outside logon hours|logon hours|logon time restriction|account has expired|account expired|end date^expiry date^expiration date&account|not allowed to logon at this computer",
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
