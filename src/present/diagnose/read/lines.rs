//! Single lines: IIS's log, tickets, tokens, what commands print, events and codes that are only mentioned.

use super::codes::{code, number, of_code};
use super::events::{first_ticket, of_system, of_ticket_code};
use crate::crypto::lower;
use crate::hosts::security::kerberos::ticket_flags;
use crate::lab::{
    DelegationTrust as T, Observable as O, Restriction as R, Scenario, SettingFinding as F,
    SpnHolder, Token,
};
use crate::present::diagnose::sign::{Sign, Symptom as S};

fn any(shows: &[O]) -> Vec<Sign> {
    vec![Sign::Any(shows.to_vec())]
}

/// A line of IIS's log: `sc-status sc-substatus sc-win32-status`, wherever the three stand.
pub(super) fn iis(line: &str) -> Option<Vec<Sign>> {
    let words: Vec<&str> = line.split_whitespace().collect();
    words.windows(3).find_map(|three| {
        let [status, sub, win32] = three else {
            return None;
        };
        let numbers = [status, sub, win32].map(|word| word.parse::<u32>().ok());
        let [Some(status), Some(sub), Some(win32)] = numbers else {
            return None;
        };
        Some(match (status, sub, win32) {
            (200 | 304 | 404, ..) | (401, 2, 5) | (401, 2 | 1, 0) => Vec::new(),
            (401, _, 0x8009_030E) => Vec::new(),
            (400, ..) => vec![Sign::Symptom(S::RequestTooLong)],
            (500, 0, _) => any(&[O::SecondHopFails]),
            (401, _, 0xC000_035B | 0x8009_0346) => vec![Sign::Symptom(S::BadBindings)],
            (401, _, 1331 | 1909) => vec![Sign::Symptom(S::Revoked)],
            (401, _, 1330 | 1793 | 1907) => vec![Sign::Symptom(S::Expired)],
            (401, _, 1311) => vec![Sign::Symptom(S::NoController)],
            (401, 1, 1326 | 0x8009_030C | 0x8009_0305 | 0x8009_0301) => {
                any(&[O::IisLine(1, win32)])
            }
            (401, 0..=5, _) => any(&[O::FirstHopRefused]),
            _ => return None,
        })
    })
}

/// A token behind its scheme, or alone.
pub(super) fn token(line: &str) -> Option<Vec<Sign>> {
    let scheme = |name: &str| {
        let low = line.to_lowercase();
        low.contains(&[name, " "].concat())
    };
    if line.contains("TlRM") {
        return Some(match (scheme("negotiate"), scheme("ntlm")) {
            (true, _) => any(&[O::Sends(Token::NegotiateNtlm)]),
            (_, true) => any(&[O::Sends(Token::Ntlm)]),
            _ => any(&[O::Sends(Token::NegotiateNtlm), O::Sends(Token::Ntlm)]),
        });
    }
    let ticket = line
        .split_whitespace()
        .any(|word| word.len() > 8 && word.starts_with("YI") || word.starts_with("YII"));
    ticket.then(|| any(&[O::Sends(Token::Ticket)]))
}

/// Of `klist`: the flags of the ticket for a web server that is named in the lines before; whether it is that one's.
pub(super) fn klist_flags(line: &str, service: Option<&str>) -> Option<Vec<Sign>> {
    let low = line.to_lowercase();
    let rest = low.split_once("ticket flags")?.1;
    service.filter(|service| service.starts_with("http/"))?;
    let flags = rest.split_whitespace().find_map(number);
    let has = |flag: u32, word: &str| match flags {
        Some(flags) => flags & flag != 0,
        None => rest.contains(word),
    };
    Some(vec![
        Sign::Any(vec![O::OkAsDelegate(has(
            ticket_flags::OK_AS_DELEGATE,
            "ok_as_delegate",
        ))]),
        Sign::Any(vec![O::Forwardable(has(
            ticket_flags::FORWARDABLE,
            "forwardable",
        ))]),
    ])
}

/// What `setspn -Q` printed: whose names these are.
pub(super) fn spn_holders(holders: &[String], names: &Scenario) -> Vec<Sign> {
    let is = |holder: &String, name: &str| lower(holder) == lower(name);
    let spn = |holder| O::Is(F::Spn(holder));
    match holders {
        [] => any(&[spn(SpnHolder::Nobody)]),
        [one] if is(one, &names.names.web_server) => any(&[spn(SpnHolder::Computer)]),
        [one] if is(one, &names.names.pool_account) => any(&[spn(SpnHolder::Pool)]),
        [_] => any(&[spn(SpnHolder::Pool), spn(SpnHolder::Other)]),
        _ => any(&[spn(SpnHolder::Two)]),
    }
}

/// An attribute, as PowerShell lists it: `Name : value`.
pub(super) fn attribute(line: &str) -> Option<Vec<Sign>> {
    let (name, value) = line.split_once(':')?;
    let value = value.trim();
    let set = value.eq_ignore_ascii_case("true");
    let empty = matches!(value, "" | "{}");
    let trust = |trusts: &[T]| {
        let trusts = trusts.iter().map(|trust| O::Is(F::Trust(*trust)));
        vec![Sign::Any(trusts.collect())]
    };
    Some(match (lower(name.trim()).as_str(), set, empty) {
        ("trustedfordelegation", true, _) => trust(&[T::Unconstrained]),
        ("trustedfordelegation", ..) => trust(&[T::No, T::KerberosOnly, T::AnyProtocol]),
        ("trustedtoauthfordelegation", true, _) => trust(&[T::AnyProtocol]),
        ("trustedtoauthfordelegation", ..) => trust(&[T::No, T::Unconstrained, T::KerberosOnly]),
        ("msds-allowedtodelegateto", _, true) => trust(&[T::No, T::Unconstrained]),
        ("msds-allowedtodelegateto", ..) => trust(&[T::KerberosOnly, T::AnyProtocol]),
        ("principalsallowedtodelegatetoaccount", _, empty) => any(&[O::Is(F::LetsAct(!empty))]),
        ("accountnotdelegated", true, _) => any(&[O::Is(F::User(R::Sensitive))]),
        ("accountnotdelegated", ..) => {
            any(&[O::Is(F::User(R::Nothing)), O::Is(F::User(R::Protected))])
        }
        _ => return None,
    })
}

/// An event that is only mentioned, with its code beside it: `4769 0xD`, `KDC event 11`.
pub(super) fn mention(line: &str) -> Option<Vec<Sign>> {
    let low = line.to_lowercase();
    let words: Vec<&str> = low
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '(' | ')' | '/' | '-'))
        .filter(|word| !word.is_empty())
        .collect();
    let behind = |name: &str| {
        let place = words.iter().position(|word| *word == name)?;
        words.iter().skip(place + 1).find_map(|word| number(word))
    };
    let small = |number: &u32| *number < 0x100;
    if let Some(code) = behind("4769").filter(small) {
        return Some(of_ticket_code(code));
    }
    for id in ["4768", "4771"] {
        if let Some(code) = behind(id).filter(small) {
            return Some(first_ticket(code));
        }
    }
    if words.contains(&"kdcsvc") {
        return Some(vec![Sign::Symptom(S::Rc4Phase)]);
    }
    let event = behind("event").or_else(|| behind("events"));
    if words.contains(&"13019") || words.contains(&"12027") {
        return Some(vec![Sign::Symptom(S::NoDelegationAtAll)]);
    }
    if words.contains(&"kdc")
        && let Some(signs) = event
            .or_else(|| behind("kdc"))
            .and_then(|id| of_system("kdc", id))
    {
        return Some(signs);
    }
    if words.contains(&"s4u2self") && words.contains(&"6") {
        return Some(vec![Sign::Symptom(S::UnknownToSelf)]);
    }
    if let Some(signs) = event.and_then(|id| of_system("kerberos", id)) {
        return Some(signs);
    }
    // A bare code of the KDC.
    let code = behind("code").filter(small)?;
    Some(match code {
        7 | 8 | 13 => any(&[O::TicketRefused(code)]),
        14 => any(&[O::KdcError(14)]),
        41 | 37 => any(&[O::TicketRejected(code)]),
        _ => first_ticket(code),
    })
}

/// Codes in the line, each once.
pub(super) fn codes(line: &str) -> Vec<(u32, Vec<Sign>)> {
    let mut found: Vec<(u32, Vec<Sign>)> = Vec::new();
    let split = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '/' | '(' | ')' | '[' | ']');
    for word in line.split(split) {
        if let Some(code) = code(word)
            && !found.iter().any(|(other, _)| *other == code)
            && let Some(signs) = of_code(code)
        {
            found.push((code, signs));
        }
    }
    found
}
