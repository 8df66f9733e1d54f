//! Numbers of Windows: how they are written, and what they say.

use super::events::of_kdc_status;
use crate::hosts::BackEndProtocol;
use crate::lab::Observable as O;
use crate::present::diagnose::sign::{Sign, Symptom as S};

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

/// What a code says; none where it is not known here.
pub(super) fn of_code(code: u32) -> Option<Vec<Sign>> {
    let any = |shows: &[O]| vec![Sign::Any(shows.to_vec())];
    Some(match code {
        0x8009_0303 => any(&[O::NoTicket]),
        0x8009_0322 => any(&[O::TicketRejected(41)]),
        0x8009_0324 => any(&[O::TicketRejected(37)]),
        0x8009_0301 | 0x8009_0305 => any(&[O::IisLine(1, code)]),
        0x8009_030C => any(&[
            O::LogonFailed(0xC000_006A),
            O::LogonFailed(0xC000_0064),
            O::LogonFailed(0xC000_006D),
            O::LogonFailed(0xC000_006E),
        ]),
        // SEC_E_NO_CREDENTIALS stands beside every challenge of NTLM.
        0x8009_030E => Vec::new(),
        0x8009_0311 => vec![Sign::Symptom(S::NoController)],
        0x8009_0342 => any(&[O::KdcError(14)]),
        0x8009_0345 => any(&[O::SecondHopFails]),
        0x8009_0346 => vec![Sign::Symptom(S::BadBindings)],
        0x8004_0111 | 0x8004_011D => vec![
            Sign::Any(vec![O::BackEnd(BackEndProtocol::Mapi)]),
            Sign::Any(vec![O::SecondHopFails]),
        ],
        _ if code >> 28 == 0xC => return status(code),
        _ => return None,
    })
}

/// What an NTSTATUS says.
pub(super) fn of_status(code: u32) -> Vec<Sign> {
    status(code).unwrap_or_else(|| vec![Sign::Any(vec![O::LogonFailed(code)])])
}

fn status(code: u32) -> Option<Vec<Sign>> {
    Some(match code {
        0xC000_0133 => vec![Sign::Any(vec![O::TicketRejected(37)])],
        0xC000_035B => vec![Sign::Symptom(S::BadBindings)],
        0xC000_0413 => vec![Sign::Symptom(S::SelectiveTrust)],
        0xC000_0234 | 0xC000_0072 => vec![Sign::Symptom(S::Revoked)],
        0xC000_0071 | 0xC000_0193 | 0xC000_0224 => vec![Sign::Symptom(S::Expired)],
        // Of an S4U2proxy and of a refused NTLM logon alike.
        0xC000_006E => vec![Sign::Any(vec![O::KdcStatus(code), O::LogonFailed(code)])],
        0xC000_0064 | 0xC000_006A | 0xC000_006D => vec![Sign::Any(vec![O::LogonFailed(code)])],
        _ => return of_kdc_status(code),
    })
}
