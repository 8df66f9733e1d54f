//! Words of delegation: what an account may do for others, and what is handed over.

use super::contrast::Contrast;
use super::{Entry, ON_NO_LIST, Says, Word};
use crate::hosts::Package;
use crate::lab::{DelegationTrust as T, Observable as O, Restriction as R, SettingFinding as F};
use crate::present::causes::Symptom as S;
use Says::{All, Any, Nothing, Symptom};

/// What the KDC says beside its error.
pub(super) const BESIDE_ITS_ERROR: &[Entry] = &[
    (
        "status_account_restriction",
        Any(&[O::KdcStatus(0xC000_006E), O::LogonFailed(0xC000_006E)]),
    ),
    (
        "status_not_supported|status_no_match|status_not_found",
        Any(ON_NO_LIST),
    ),
    // As Java says that what it got for somebody goes no further.
    (
        "s4u2self ticket must be forwardable|requesting ticket cannot get forwardable tickets|obtain s4u2self credentials failed|krbkdcrep.check: at #1. request for true, received false",
        All(&[
            Word::Any(&[
                O::Is(F::Trust(T::KerberosOnly)),
                O::Is(F::User(R::Sensitive)),
                O::Is(F::User(R::Protected)),
            ]),
            Word::Any(&[O::SecondHopFails]),
            Word::Lacks(O::FrontEndKnowsBy(Package::Kerberos)),
        ]),
    ),
];

/// What is said of delegation.
pub(super) const DELEGATION: &[Entry] = &[
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
        "still fails&delegat^rbcd^kcd^principalsallowed^msds-^ace ^0xd^4769^minute^hour^just set^just added|minutes ago^mins ago^min ago^hours ago^hour ago^just now&keeps failing^same error^same failure^not yet^still|minutes ago^mins ago&still|15 minutes&still^by itself^then it works^then it worked",
        Symptom(S::StillFails),
    ),
    // Somebody tells that they set it.
    (
        "principalsallowedtodelegatetoaccount&i set^we set^i have set^we have set^is set on^was set on^have been set^has been set^i configured^we configured^i added^we added^i put^we put",
        Any(&[O::Is(F::LetsAct(true))]),
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
        "virtualization based security^virtualization-based security^vbs&windows 11^windows 10^new pc^new machine|credential guard|credentialguard|windows 11^win11^22h2&second hop^2nd hop^double hop^double-hop^delegat&cannot^fails^since",
        Symptom(S::DelegationStopped),
    ),
    // As Active Directory Users and Computers has it.
    (
        "for delegation to any service|trustedfordelegation : true|trustedfordelegation: true|trustedfordelegation true|trustedfordelegation is true|trustedfordelegation=true",
        Any(&[O::Is(F::Trust(T::Unconstrained))]),
    ),
    // What fails is the other.
    (
        "unconstrained&switch to constrained^switched to constrained^with constrained^constrained delegation fails^constrained does not^constrained delegation does not",
        All(&[
            Word::Any(&[
                O::Is(F::Trust(T::KerberosOnly)),
                O::Is(F::Trust(T::AnyProtocol)),
            ]),
            Word::Any(&[O::SecondHopFails]),
        ]),
    ),
    (
        "unconstrained delegation is on|unconstrained delegation is configured|unconstrained delegation is set|unconstrained delegation is enabled|set up unconstrained^configured unconstrained^with unconstrained^use unconstrained^using unconstrained^have unconstrained&delegation",
        Any(&[O::Is(F::Trust(T::Unconstrained))]),
    ),
    (
        "without protocol transition|kerberos only^kerberos-only&delegat^kcd^error 13^0xd^badoption^bad option",
        Any(&[O::Is(F::Trust(T::KerberosOnly))]),
    ),
    // What helped for a while is not how it is.
    (
        "workaround&trust this computer^trust this user^any service^unconstrained",
        Nothing,
    ),
    (
        "with protocol transition|protocol transition is|protocol transition for|use protocol transition|using protocol transition|any authentication protocol|any protocol",
        Any(&[O::Is(F::Trust(T::AnyProtocol))]),
    ),
    (
        "use kerberos only|t2a4d&not set^is not^missing^off|without t2a4d",
        Any(&[O::Is(F::Trust(T::KerberosOnly))]),
    ),
    (
        "trustedfordelegation false^trustedfordelegation is false^trustedfordelegation=false^trustedfordelegation: false&no msds-allowedtodelegateto^msds-allowedtodelegateto empty^msds-allowedtodelegateto is empty",
        Any(&[O::Is(F::Trust(T::No))]),
    ),
    (
        "no msds-allowedtodelegateto|msds-allowedtodelegateto empty|msds-allowedtodelegateto is empty",
        Any(&[O::Is(F::Trust(T::No)), O::Is(F::Trust(T::Unconstrained))]),
    ),
    (
        "not trusted for delegation|do not trust this computer|do not trust this user|no delegation&!is being done|delegation is not configured|delegation is not set|not let&delegate|not allowed to delegate|not permitted to delegate|may not delegate",
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
        "present delegated credentials|specified services only|certain servers^certain services^named servers^listed servers^listed services^specified services&allowed^may^trusted&!any service",
        Any(&[
            O::Is(F::Trust(T::KerberosOnly)),
            O::Is(F::Trust(T::AnyProtocol)),
        ]),
    ),
    (
        "constrained&old host^old server^old name^old one|delegation tab^constrained delegation&and nothing else^entries only^only entries|allowedtodelegateto&only see^only the entries^only contains^contains only^only has^just the^has just|list contains just|list contains only|list has only|present delegated credentials&is not there^not there^not in there^is missing^old name^not among|list^delegation tab&cifs^mssqlsvc&old name^old one^not there|updated the list|extended the list|list was not updated|list still has&old|certain servers^certain services^named servers^listed servers^specified services&moved^migrated^new server|not in the list|not listed|not on the list|not in msds-allowedtodelegateto|is not in msds-allowedtodelegateto|are not in msds-allowedtodelegateto|missing&msds-allowedtodelegateto",
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
    "no delegated credential|no forwarded tgt|no forwarded ticket|tgt is not forwarded|does not contain delegated credentials|getcreddelegstate() is false|delegation was requested but not fulfilled",
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
        unless: "",
        says: All(&[
            Word::Any(&[O::SecondHopFails]),
            Word::Any(&[O::Is(F::Trust(T::Unconstrained))]),
            Word::Lacks(O::TgtForwarded),
        ]),
    },
    Contrast {
        works: "windows 7|windows 8|win7|win8|older|old pcs|old clients|old machines|old computers",
        fails: "windows 10|windows 11|win10|win11",
        about: "delegat|anonymous|second hop|2nd hop|double hop|double-hop|sql|second server|another server|other server|database|data|report|back end|backend",
        unless: "",
        says: Symptom(S::DelegationStopped),
    },
    Contrast {
        works: "windows 10|win10",
        fails: "windows 11|win11|new machine|new pc|new laptop|new notebook",
        about: "delegat|anonymous|second hop|2nd hop|double hop|double-hop|sql|second server|another server|other server|database|data|report|back end|backend",
        unless: "",
        says: Symptom(S::DelegationStopped),
    },
];
