//! The values of settings, as options of a list.

use super::names::scheme_name;
use super::text::join;
use crate::hosts::{Era, Level, LogonType, Scheme};
use crate::lab::AccountDatabase;

/// An era and what ran then.
pub fn era_name(era: Era) -> &'static str {
    match era {
        Era::Y1998 => "1998 · NT 4.0, IIS 4, Exchange 5.5",
        Era::Y2003 => "2003 · Windows Server 2003, IIS 6, Exchange 2003",
        Era::Today => "Today · Windows Server 2022, IIS 10",
    }
}

/// A list of schemes.
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
