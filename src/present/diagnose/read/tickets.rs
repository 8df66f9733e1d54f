//! Sentences of Kerberos that name what they are about: for which name a ticket is, who cannot open it, and which keys there
//! are.

use crate::lab::{EtypeChoice, Observable as O, SettingFinding as F};
use crate::present::causes::{Sign, Symptom as S};
use std::net::Ipv4Addr;

fn any(shows: &[O]) -> Vec<Sign> {
    vec![Sign::Any(shows.to_vec())]
}

/// A KDC has no key that the client takes: of which types there are keys, and which are asked for.
pub(super) fn suitable_key(low: &str) -> Option<Vec<Sign>> {
    low.find("did not have a suitable key")?;
    let types = |heading: &str| {
        let list = low.split_once(heading).map_or("", |(_, rest)| rest);
        let list = list.split(['.', '\n']).next().unwrap_or_default();
        let words = list.split(|c: char| c.is_whitespace() || c == ',' || c == ':');
        words.filter_map(|it| it.parse().ok()).collect::<Vec<i32>>()
    };
    let (asked, has) = (types("requested etypes"), types("available etypes"));
    let aes = |types: &[i32]| types.iter().any(|it| matches!(it, 17..=20));
    let no_aes = Sign::Symptom(S::NoAesKey);
    let refused = Sign::Any(vec![O::KdcError(14)]);
    // What both have, the KDC itself does not take any more.
    if asked.contains(&23) && has.contains(&23) {
        return Some(vec![Sign::Symptom(S::Rc4Phase)]);
    }
    // The key is the user's.
    if low.contains("an as request") {
        return Some(match aes(&has) {
            true => any(&[O::TgtRefused(14)]),
            false => vec![no_aes],
        });
    }
    Some(match (aes(&asked), aes(&has)) {
        (true, false) => vec![Sign::Any(vec![O::Is(F::Etypes(EtypeChoice::Rc4))]), no_aes],
        (false, true) => vec![refused, Sign::Any(vec![O::Is(F::Etypes(EtypeChoice::Aes))])],
        (true, true) => vec![refused],
        (false, false) => vec![refused, no_aes],
    })
}

/// Somebody cannot open a ticket: for which name that was tells whose it is. In lower case.
pub(super) fn not_opened(low: &str) -> Option<Vec<Sign>> {
    const TOLD: [&str; 2] = ["krb_ap_err_modified", "failed to decrypt the ticket"];
    TOLD.iter().find(|it| low.contains(*it))?;
    let (_, target) = low.split_once("target name used was ")?;
    of_target(target.trim_start_matches(['"', '\'']))
}

/// What it says that a ticket for that name cannot be opened. In lower case.
pub(super) fn of_target(target: &str) -> Option<Vec<Sign>> {
    /// Of a computer itself, which has its own key.
    const OF_COMPUTERS: [&str; 9] = [
        "host",
        "cifs",
        "rpcss",
        "ldap",
        "gc",
        "dns",
        "termsrv",
        "wsman",
        "restrictedkrbhost",
    ];
    Some(match target.split_once('/')?.0 {
        "http" => any(&[O::TicketRejected(41)]),
        class if OF_COMPUTERS.contains(&class) => vec![Sign::Symptom(S::OtherComputer)],
        "krbtgt" => return None,
        // A service with an account, as SQL Server is.
        _ => vec![Sign::Symptom(S::BackEndSpn)],
    })
}

/// A KDC knows no service by an address: Windows asks for none, other clients do. In lower case.
pub(super) fn address_asked(low: &str) -> Option<Vec<Sign>> {
    const BEFORE: [&str; 6] = ["http/", "http@", "host/", "wsman/", "://", "fatal: ["];
    let unknown = ["not found in kerberos database", "s_principal_unknown"];
    unknown.iter().find(|it| low.contains(*it))?;
    let mut places = BEFORE.iter().flat_map(|before| low.match_indices(before));
    let asked = places.any(|(at, before)| {
        let rest = low.get(at + before.len()..).unwrap_or_default();
        let end = |c: char| !c.is_ascii_digit() && c != '.';
        let host = rest.split(end).next().unwrap_or_default();
        host.parse::<Ipv4Addr>().is_ok()
    });
    asked.then(|| vec![Sign::Symptom(S::AddressAsked)])
}
