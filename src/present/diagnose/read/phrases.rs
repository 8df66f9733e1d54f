//! What is said in words: error texts, names of codes, and what people say.

use crate::hosts::{BackEndProtocol, Package};
use crate::lab::{Observable as O, SettingFinding, SpnHolder, Token};
use crate::present::diagnose::pick::Pick;
use crate::present::diagnose::sign::{Sign, Symptom as S};

/// What words say.
pub(super) enum Says {
    /// The same as something to pick.
    Pick(Pick),
    /// All of these.
    Signs(&'static [Word]),
}

/// A sign, as a table has it.
pub(super) enum Word {
    /// One of these shows.
    Any(&'static [O]),
    /// This does not show.
    Lacks(O),
    /// What no run shows.
    Symptom(S),
}

use Says::Pick as P;
use Word::{Any, Lacks, Symptom};

impl Says {
    pub(super) fn signs(&self) -> Vec<Sign> {
        match self {
            Self::Pick(pick) => pick.signs(),
            Self::Signs(words) => words.iter().map(Word::sign).collect(),
        }
    }
}

impl Word {
    fn sign(&self) -> Sign {
        match self {
            Any(any) => Sign::Any(any.to_vec()),
            Lacks(it) => Sign::Lacks(*it),
            Symptom(it) => Sign::Symptom(*it),
        }
    }
}

/// The statuses that say that the back end is on no list: which one depends on what the client asks for.
pub(super) const ON_NO_LIST: &[O] = &[
    O::KdcStatus(0xC000_00BB),
    O::KdcStatus(0xC000_0272),
    O::KdcStatus(0xC000_0225),
];

const ANONYMOUS: &[Word] = &[Any(&[O::BackEndAnonymous])];
const SQL_ANONYMOUS: &[Word] = &[
    Any(&[O::BackEndAnonymous]),
    Any(&[O::BackEnd(BackEndProtocol::Sql)]),
];
const MODIFIED: &[Word] = &[Any(&[O::TicketRejected(41)])];
const MAPI: &[Word] = &[
    Any(&[O::BackEnd(BackEndProtocol::Mapi)]),
    Any(&[O::SecondHopFails]),
];
const WEB: &[Word] = &[
    Any(&[O::BackEnd(BackEndProtocol::Http)]),
    Any(&[O::SecondHopFails]),
];
const OTHER_BROWSER: Says = P(Pick::OtherBrowserWorked);
const NO_SPN: &[Word] = &[Any(&[O::NoTicket])];

/// What is said where all the words of an entry stand in a line, in lower case; the first entry of each group that fits
/// counts, and a line can say one thing of each group.
pub(super) const GROUPS: &[&[(&[&str], Says)]] = &[
    // At the back end.
    &[
        (
            &["login failed", "anonymous logon"],
            Says::Signs(SQL_ANONYMOUS),
        ),
        (&["login failed", "'(null)'"], Says::Signs(SQL_ANONYMOUS)),
        (
            &["not associated with a trusted"],
            Says::Signs(SQL_ANONYMOUS),
        ),
        (
            &["login failed", "$'"],
            Says::Signs(&[Symptom(S::AppIdentity)]),
        ),
        (
            &["login failed", "apppool"],
            Says::Signs(&[Symptom(S::AppIdentity)]),
        ),
        (
            &["sees the app pool"],
            Says::Signs(&[Symptom(S::AppIdentity)]),
        ),
        (
            &["login failed for user"],
            Says::Signs(&[
                Any(&[O::BackEnd(BackEndProtocol::Sql)]),
                Any(&[O::BackEndNoRights]),
            ]),
        ),
        (&["linked server"], Says::Signs(&[Symptom(S::LinkedServer)])),
        (&["anonymous logon"], Says::Signs(ANONYMOUS)),
        (
            &["cannot generate sspi context"],
            Says::Signs(&[Symptom(S::BackEndSpn)]),
        ),
        (&["mapi_e_logon_failed"], Says::Signs(MAPI)),
        (&["mapi_e_failoneprovider"], Says::Signs(MAPI)),
        (&["get inbox"], Says::Signs(MAPI)),
        (&["get your inbox"], Says::Signs(MAPI)),
        (
            &["remote server returned an error: (401)"],
            Says::Signs(WEB),
        ),
        (&["autodiscover", "located"], Says::Signs(WEB)),
        (
            &["impersonation", "not delegation"],
            Says::Signs(&[Any(&[O::SecondHopFails]), Lacks(O::TgtForwarded)]),
        ),
    ],
    // On the first hop.
    &[
        (
            &["modified", "some users"],
            Says::Signs(&[Symptom(S::ModifiedForSome)]),
        ),
        (
            &["modified", "only for some"],
            Says::Signs(&[Symptom(S::ModifiedForSome)]),
        ),
        (&["krb_ap_err_modified"], Says::Signs(MODIFIED)),
        (&["ap_err_modified"], Says::Signs(MODIFIED)),
        (&["wrong_principal"], Says::Signs(MODIFIED)),
        (&["err_skew"], Says::Signs(&[Any(&[O::TicketRejected(37)])])),
        (
            &["clock skew"],
            Says::Signs(&[Any(&[O::TicketRejected(37)])]),
        ),
        (&["request too long"], P(Pick::RequestTooLong)),
        (&["bad_bindings"], Says::Signs(&[Symptom(S::BadBindings)])),
        (
            &["extended protection"],
            Says::Signs(&[Symptom(S::BadBindings)]),
        ),
        (&["target_unknown"], Says::Signs(NO_SPN)),
        (
            &["negotiate", "yet ntlm"],
            Says::Signs(&[Any(&[O::Sends(Token::NegotiateNtlm)])]),
        ),
        (
            &["spn", "pool account"],
            Says::Signs(&[Any(&[O::Is(SettingFinding::Spn(SpnHolder::Pool))])]),
        ),
        (
            &["wrong host"],
            Says::Signs(&[Any(&[O::AsksOtherName]), Symptom(S::AliasFollowed)]),
        ),
        (&["winrm"], Says::Signs(&[Symptom(S::WinRm)])),
    ],
    // At the KDC.
    &[
        (&["badoption"], Says::Signs(&[Any(&[O::TicketRefused(13)])])),
        (&["error 13"], Says::Signs(&[Any(&[O::TicketRefused(13)])])),
        (
            &["s_principal_unknown"],
            Says::Signs(&[Any(&[O::TicketRefused(7)])]),
        ),
        (
            &["principal_not_unique"],
            Says::Signs(&[Any(&[O::TicketRefused(8)])]),
        ),
        (
            &["multiple accounts with name"],
            Says::Signs(&[Any(&[O::Is(SettingFinding::Spn(SpnHolder::Two))])]),
        ),
        (
            &["duplicate", "spn"],
            Says::Signs(&[Any(&[O::Is(SettingFinding::Spn(SpnHolder::Two))])]),
        ),
        (&["etype_nosupp"], Says::Signs(&[Any(&[O::KdcError(14)])])),
        (&["etype_notsupp"], Says::Signs(&[Any(&[O::KdcError(14)])])),
        (
            &["did not have a suitable key"],
            Says::Signs(&[Any(&[O::KdcError(14)])]),
        ),
        (
            &["preauth_failed"],
            Says::Signs(&[Any(&[O::TgtRefused(24)])]),
        ),
        (&["client_revoked"], Says::Signs(&[Symptom(S::Revoked)])),
        (&["key_expired"], Says::Signs(&[Symptom(S::Expired)])),
        (
            &["s4u2self", "principal_unknown"],
            Says::Signs(&[Symptom(S::UnknownToSelf)]),
        ),
        (
            &["s4u2self", "6"],
            Says::Signs(&[Symptom(S::UnknownToSelf)]),
        ),
    ],
    // What the KDC says beside its error.
    &[
        (
            &["status_account_restriction"],
            Says::Signs(&[Any(&[
                O::KdcStatus(0xC000_006E),
                O::LogonFailed(0xC000_006E),
            ])]),
        ),
        (&["status_not_supported"], Says::Signs(&[Any(ON_NO_LIST)])),
        (&["status_no_match"], Says::Signs(&[Any(ON_NO_LIST)])),
        (&["status_not_found"], Says::Signs(&[Any(ON_NO_LIST)])),
        (
            &["no ok_as_delegate"],
            Says::Signs(&[Any(&[O::OkAsDelegate(false)])]),
        ),
        (&["despite", "ace"], Says::Signs(&[Symptom(S::AceIsThere)])),
        (
            &["although", "principalsallowed"],
            Says::Signs(&[Symptom(S::AceIsThere)]),
        ),
        (&["still fails"], Says::Signs(&[Symptom(S::StillFails)])),
        (
            &["delegation", "stopped requesting"],
            Says::Signs(&[Lacks(O::TgtForwarded), Any(&[O::SecondHopFails])]),
        ),
    ],
    // From where.
    &[
        (
            &["iis express"],
            Says::Signs(&[Symptom(S::DevelopmentServer)]),
        ),
        (
            &["visual studio"],
            Says::Signs(&[Symptom(S::DevelopmentServer)]),
        ),
        (&["works on the server"], P(Pick::WorksOnServer)),
        (&["works on the app box"], P(Pick::WorksOnServer)),
        (&["works when i browse on"], P(Pick::WorksOnServer)),
        (&["fails everywhere"], P(Pick::FailsEverywhere)),
        (&["fails on the server only"], P(Pick::FailsOnServerOnly)),
        (&["fails on the server, works"], P(Pick::FailsOnServerOnly)),
        (&["short name works"], P(Pick::OneNameWorks)),
        (&["one name works"], P(Pick::OneNameWorks)),
    ],
    // For whom.
    &[
        (
            &["some users get", "other"],
            Says::Signs(&[Symptom(S::AnotherUser)]),
        ),
        (&["wrong user"], Says::Signs(&[Symptom(S::AnotherUser)])),
        (&["another user’s"], Says::Signs(&[Symptom(S::AnotherUser)])),
        (&["other forest"], P(Pick::OtherForest)),
        (&["another forest"], P(Pick::OtherForest)),
        (&["cross-forest"], P(Pick::OtherForest)),
        (&["all users"], P(Pick::AllUsers)),
        (&["some users"], P(Pick::SomeUsers)),
        (&["one user"], P(Pick::SomeUsers)),
        (&["since a password change"], P(Pick::SincePasswordChange)),
        (&["after a password change"], P(Pick::SincePasswordChange)),
        (&["since the password"], P(Pick::SincePasswordChange)),
    ],
    // In the browser.
    &[
        (&["worked in ie"], OTHER_BROWSER),
        (&["works in ie"], OTHER_BROWSER),
        (&["worked in internet explorer"], OTHER_BROWSER),
        (&["webview2"], OTHER_BROWSER),
        (
            &[".net", "port"],
            Says::Signs(&[Any(&[O::AsksPort]), Symptom(S::DotNetAsksPort)]),
        ),
        (
            &["asks for", "http/", ":"],
            Says::Signs(&[Any(&[O::AsksPort])]),
        ),
        (&["page opens"], P(Pick::DataDoesNot)),
        (&["no prompt"], P(Pick::NotAskedAgain)),
        (&["not asked again"], P(Pick::NotAskedAgain)),
        (&["3 prompts"], P(Pick::AskedAgain)),
        (&["three prompts"], P(Pick::AskedAgain)),
        (&["prompted three times"], P(Pick::AskedAgain)),
        (&["prompted 3 times"], P(Pick::AskedAgain)),
        (&["endless prompt"], P(Pick::AskedAgain)),
        (&["asked three times"], P(Pick::AskedAgain)),
    ],
    // How people sign in.
    &[
        (
            &["ntlm first hop"],
            Says::Signs(&[Any(&[O::FrontEndKnowsBy(Package::Ntlm)])]),
        ),
        (
            &["ntlm client"],
            Says::Signs(&[Any(&[O::FrontEndKnowsBy(Package::Ntlm)])]),
        ),
        (
            &["kerberos client"],
            Says::Signs(&[Any(&[O::FrontEndKnowsBy(Package::Kerberos)])]),
        ),
        (&["401.1"], P(Pick::StaysAt401)),
        (&["401.2"], P(Pick::StaysAt401)),
        (&["error 401"], P(Pick::StaysAt401)),
        (&["err_invalid_auth_credentials"], P(Pick::StaysAt401)),
    ],
];
