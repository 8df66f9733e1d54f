//! Numbers of Windows: how they are written, and what they say. What is not known says nothing here.

use super::phrases::{ON_NO_LIST, SOME_LOGON_FAILURE};
use crate::hosts::BackEndProtocol;
use crate::lab::{Observable as O, SettingFinding, SpnHolder};
use crate::present::causes::{Sign, Symptom as S};

/// A number as logs write it: decimal, or hexadecimal with `0x`.
pub(super) fn number(text: &str) -> Option<u32> {
    let text = text.trim();
    let hex = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X"));
    match hex {
        Some(digits) => {
            let end = digits.find(|c: char| !c.is_ascii_hexdigit());
            u32::from_str_radix(digits.get(..end.unwrap_or(digits.len()))?, 16).ok()
        }
        None => text.parse().ok(),
    }
}

/// An HRESULT, SECURITY_STATUS or NTSTATUS in a word: with `0x` or without, or decimal as IIS's log has it.
pub(super) fn code(word: &str) -> Option<u32> {
    let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    let known = |code: &u32| matches!(code >> 28, 0x8 | 0xC);
    // Eight digits without anything are hexadecimal: as decimals they would be none of these.
    let bare = match word.len() {
        8 => u32::from_str_radix(word, 16).ok(),
        _ => None,
    };
    let read = number(word).filter(known);
    read.or(bare.filter(known))
}

/// What Windows says in words for a code, as far as no other code says the same; in lower case.
pub(super) const TEXTS: [(&str, u32); 10] = [
    ("the handle specified is invalid", 0x8009_0301),
    ("target is unknown or unreachable", 0x8009_0303),
    ("local security authority cannot be contacted", 0x8009_0304),
    ("requested security package does not exist", 0x8009_0305),
    ("to the function is invalid", 0x8009_0308),
    ("logon attempt failed", 0x8009_030C),
    ("supplied for verification has been altered", 0x8009_030F),
    (
        "no authority could be contacted for authentication",
        0x8009_0311,
    ),
    ("computer must be trusted for delegation", 0x8009_0345),
    ("does not have a computer account for this", 0xC000_018B),
];

fn any(shows: &[O]) -> Vec<Sign> {
    vec![Sign::Any(shows.to_vec())]
}

fn symptom(it: S) -> Vec<Sign> {
    vec![Sign::Symptom(it)]
}

/// A KDC has no key of a type that is asked for: nothing says whose fault it is.
fn no_common_type(shown: O) -> Vec<Sign> {
    let may_be = [S::NoAesKey, S::Rc4Phase].map(Sign::Symptom);
    [any(&[shown]), may_be.to_vec()].concat()
}

/// What a code of Windows shows or means; none where it is not known.
pub(super) fn of_code(code: u32) -> Option<Vec<Sign>> {
    Some(match code {
        0x8009_0303 => any(&[O::NoTicket]),
        0x8009_0322 => any(&[O::TicketRejected(41)]),
        0x8009_0324 => any(&[O::TicketRejected(37)]),
        0x8009_0301 | 0x8009_0305 => any(&[O::IisLine(1, code)]),
        0x8009_0302 => symptom(S::NtlmBlocked),
        // A name or a password that is wrong has a code of its own.
        0x8009_0308 | 0x8009_030F => vec![
            Sign::Any(vec![O::FirstHopRefused]),
            Sign::Lacks(O::LogonFailed(0xC000_006A)),
            Sign::Lacks(O::LogonFailed(0xC000_0064)),
        ],
        0x8009_030C => any(&[
            O::LogonFailed(0xC000_006A),
            O::LogonFailed(0xC000_0064),
            O::LogonFailed(0xC000_006D),
            O::LogonFailed(0xC000_006E),
        ]),
        // SEC_E_NO_CREDENTIALS stands beside every challenge of NTLM.
        0x8009_030E => Vec::new(),
        0x8009_0304 | 0x8009_0311 => symptom(S::NoController),
        0x8009_0342 => no_common_type(O::KdcError(14)),
        0x8009_0345 => any(&[O::SecondHopFails]),
        0x8009_0346 => symptom(S::BadBindings),
        0x8009_0347 => any(&[O::Is(SettingFinding::Spn(SpnHolder::Two))]),
        0x8009_0357 => any(&[O::UserOfOtherForest]),
        0x8004_0111 | 0x8004_011D => vec![
            Sign::Any(vec![O::BackEnd(BackEndProtocol::Mapi)]),
            Sign::Any(vec![O::SecondHopFails]),
        ],
        // Access denied: what every refusal says.
        0x8007_0005 => Vec::new(),
        0x8007_0000..=0x8007_FFFF => return of_win32(code & 0xFFFF),
        _ => return of_status(code),
    })
}

/// What an error of Win32 says, where somebody was to be logged on.
pub(super) fn of_win32(code: u32) -> Option<Vec<Sign>> {
    Some(match code {
        1326 => any(&[O::IisLine(1, 1326)]),
        1317 => any(&[O::LogonFailed(0xC000_0064), O::TgtRefused(6)]),
        1327 => any(&[O::LogonFailed(0xC000_006E)]),
        1328 | 1329 | 1331 | 1793 | 1909 => symptom(S::Revoked),
        1330 | 1907 => symptom(S::Expired),
        1385 => symptom(S::LogonRight),
        1396 => any(&[O::TicketRejected(41)]),
        1398 => any(&[O::TicketRejected(37)]),
        1311 | 1355 => symptom(S::NoController),
        1935 => symptom(S::SelectiveTrust),
        1937 => symptom(S::NtlmBlocked),
        _ => return None,
    })
}

/// What a directory says of a bind that it refuses: the reason is an error of Win32, in hexadecimal. In lower case.
pub(super) fn of_bind(low: &str) -> Option<Vec<Sign>> {
    let (_, data) = low.split_once("acceptsecuritycontext error, data ")?;
    let data = data.split(|c: char| !c.is_ascii_hexdigit()).next()?;
    match u32::from_str_radix(data, 16).ok()? {
        1326 => Some(any(&[O::LogonFailed(0xC000_006A), O::TgtRefused(24)])),
        error => of_win32(error),
    }
}

/// What an NTSTATUS says.
pub(super) fn of_status(code: u32) -> Option<Vec<Sign>> {
    Some(match code {
        // As IIS and events of a blocked NTLM have it.
        0x8009_0302 | 0xC000_0418 => symptom(S::NtlmBlocked),
        0xC000_0133 => any(&[O::TicketRejected(37)]),
        0xC000_035B => symptom(S::BadBindings),
        // A buffer is too small: the one for a token.
        0xC000_0023 => symptom(S::RequestTooLong),
        0xC000_0413 => symptom(S::SelectiveTrust),
        0xC000_015B => symptom(S::LogonRight),
        0xC000_006F | 0xC000_0070 | 0xC000_0072 | 0xC000_0193 | 0xC000_0234 => symptom(S::Revoked),
        0xC000_0071 | 0xC000_0224 => symptom(S::Expired),
        // A name that two accounts have, beside a KDC's error.
        0xC000_0035 => any(&[O::Is(SettingFinding::Spn(SpnHolder::Two))]),
        0xC000_005E | 0xC000_0192 => symptom(S::NoController),
        // No account has the name that was asked for: `klist get`.
        0xC000_018B => any(&[O::TicketRefused(7), O::TicketRefused(8)]),
        // Of an S4U2proxy and of a refused NTLM logon alike.
        0xC000_006E => any(&[O::KdcStatus(code), O::LogonFailed(code)]),
        0xC000_0064 | 0xC000_006A => any(&[O::LogonFailed(code)]),
        // The reason stands in the substatus; where there is none, any may be meant.
        0xC000_006D => any(SOME_LOGON_FAILURE),
        0xC000_00BB | 0xC000_0225 | 0xC000_0272 => any(ON_NO_LIST),
        _ => return None,
    })
}

/// What a KDC's answer to whoever wants a ticket for a service says: as event 4769 has it.
pub(super) fn of_ticket_code(code: u32) -> Option<Vec<Sign>> {
    Some(match code {
        // Granted; or an ordinary step: a ticket that has run out, an answer too long for UDP.
        0 | 25 | 32 | 52 => Vec::new(),
        // Of services that ask on behalf of somebody it means the account; a client that is not known fails before.
        6 => symptom(S::UnknownToSelf),
        // Where two accounts have the name, newer domain controllers say that nobody has.
        7 => any(&[O::TicketRefused(7), O::TicketRefused(8)]),
        8 | 13 | 27 => any(&[O::TicketRefused(code)]),
        14 => no_common_type(O::TicketRefused(code)),
        12 => symptom(S::KdcPolicy),
        18 => symptom(S::Revoked),
        23 => symptom(S::Expired),
        31 | 35 | 41 => any(&[O::TicketRejected(41)]),
        37 => any(&[O::TicketRejected(37), O::KdcError(37)]),
        _ => return None,
    })
}

/// What a KDC's answer to whoever wants a first ticket says: as events 4768 and 4771 have it.
pub(super) fn first_ticket(code: u32) -> Option<Vec<Sign>> {
    Some(match code {
        // Granted, or the question for a proof that begins every exchange.
        0 | 25 | 52 => Vec::new(),
        6 | 24 => any(&[O::TgtRefused(code)]),
        14 => no_common_type(O::TgtRefused(code)),
        12 | 18 => symptom(S::Revoked),
        23 => symptom(S::Expired),
        37 => any(&[O::TicketRejected(37), O::TgtRefused(37)]),
        _ => return None,
    })
}

/// What an error of Kerberos says where nothing tells who asked for what.
pub(super) fn of_kerberos_code(code: u32) -> Option<Vec<Sign>> {
    match code {
        14 => Some(no_common_type(O::KdcError(14))),
        7 | 8 | 13 | 35 | 37 | 41 => of_ticket_code(code),
        _ => first_ticket(code),
    }
}
