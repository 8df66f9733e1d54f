//! The values of settings, as options of a list.

use super::names::scheme_name;
use super::text::join;
use crate::hosts::{Era, Level, LogonType, Scheme};
use crate::lab::{AccountDatabase, DelegationTrust, EtypeChoice, RunsAs, SpnPlacement, UserForest};

/// An era and what ran then.
pub fn era_name(era: Era) -> &'static str {
    match era {
        Era::Y1998 => "1998 · NT 4.0, IIS 4, Exchange 5.5",
        Era::Y2003 => "2003 · Windows Server 2003, IIS 6, Exchange 2003",
        Era::Today => "Today · Server 2022, IIS 10",
    }
}

/// Schemes with commas, in order; `none` for an empty list.
pub fn schemes(schemes: &[Scheme]) -> String {
    if schemes.is_empty() {
        return "none".to_owned();
    }
    let names = schemes.iter().map(|scheme| scheme_name(*scheme));
    join(names, ", then ", ", then ").to_string()
}

/// A kind of logon with the number that IIS's LogonMethod has for it.
pub fn logon_name(logon: LogonType) -> &'static str {
    match logon {
        LogonType::Interactive => "Interactive (0)",
        LogonType::Batch => "Batch (1)",
        LogonType::Network => "Network (2)",
        LogonType::NetworkCleartext => "ClearText (3)",
    }
}

/// Whose accounts IIS's computer holds.
pub fn database_name(database: AccountDatabase) -> &'static str {
    match database {
        AccountDatabase::MemberServer => "member server: its own accounts",
        AccountDatabase::DomainController => "domain controller: the domain’s accounts",
    }
}

/// A level with what it means for the one who sends and the one who takes.
pub fn level_name(level: Level) -> &'static str {
    match level.number() {
        0 => "0 · sends LM and NTLM; accepts all",
        1 => "1 · as 0, with NTLMv2 session security if agreed",
        2 => "2 · sends NTLMv1; accepts all",
        3 => "3 · sends NTLMv2; accepts all",
        4 => "4 · sends NTLMv2; refuses LM",
        _ => "5 · sends NTLMv2; refuses LM and NTLMv1",
    }
}

/// In whose forest the person's account is.
pub fn forest_name(forest: UserForest) -> &'static str {
    match forest {
        UserForest::Same => "the servers’ forest",
        UserForest::Trusted => "another forest, trusted",
    }
}

/// What an application pool or another service runs as.
pub fn service_account_name(account: RunsAs) -> &'static str {
    match account {
        RunsAs::Computer => "built-in (the computer’s)",
        RunsAs::Domain => "a domain account",
    }
}

/// How far a clock is off.
pub fn clock_name(minutes: i16) -> &'static str {
    match minutes {
        0 => "right",
        3 => "three minutes ahead",
        6 => "six minutes ahead",
        _ => "six minutes behind",
    }
}

/// Where the web server's name is registered.
pub fn spn_name(placement: SpnPlacement) -> &'static str {
    match placement {
        SpnPlacement::Computer => "of the computer: HOST/…",
        SpnPlacement::ServiceAccount => "HTTP/… on the pool account",
        SpnPlacement::Twice => "HTTP/… on two accounts (duplicate)",
        SpnPlacement::Elsewhere => "HTTP/… on an unrelated account",
        SpnPlacement::Missing => "nowhere",
    }
}

/// Where the back end's name is registered.
pub fn back_end_spn_name(placement: SpnPlacement) -> &'static str {
    match placement {
        SpnPlacement::Computer => "on its computer",
        SpnPlacement::ServiceAccount => "on the back end’s own account",
        SpnPlacement::Twice => "on two accounts (duplicate)",
        SpnPlacement::Elsewhere => "on an unrelated account",
        SpnPlacement::Missing => "nowhere",
    }
}

/// The choices of the Delegation page of Active Directory Users and Computers, in its words.
pub fn delegation_name(trust: DelegationTrust) -> &'static str {
    match trust {
        DelegationTrust::No => "do not trust",
        DelegationTrust::Unconstrained => "any service (Kerberos only)",
        DelegationTrust::KerberosOnly => "specified services, Kerberos only",
        DelegationTrust::AnyProtocol => "specified services, any protocol",
    }
}

/// A choice of encryption types.
pub fn etypes_name(choice: EtypeChoice) -> &'static str {
    match choice {
        EtypeChoice::OfItsTime => "those of its time",
        EtypeChoice::Aes => "AES only",
        EtypeChoice::Rc4 => "RC4 only",
    }
}
