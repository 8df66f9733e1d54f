//! Sentences of Kerberos that name what they are about: for which name a ticket is, who cannot open it, and which keys there
//! are.

use crate::lab::{EtypeChoice, Observable as O, SettingFinding as F};
use crate::present::causes::{Sign, Symptom as S};
use std::net::Ipv4Addr;

/// Classes of names of a computer itself, which has its own key.
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

/// What a client calls a server by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Called {
    /// A name, as far as is known.
    #[default]
    ByName,
    /// An IP address, for which clients ask no ticket by default.
    ByAddress,
}

/// What a line says that is about a ticket and names what it is for. `called` is what was told before. In lower case.
pub(super) fn ticket(low: &str, called: Called) -> Option<Vec<Sign>> {
    not_opened(low)
        .or_else(|| address_asked(low, called))
        .or_else(|| not_found(low))
}

/// Somebody cannot open a ticket: for which name that was tells whose it is. In lower case.
pub(super) fn not_opened(low: &str) -> Option<Vec<Sign>> {
    const TOLD: [&str; 2] = ["krb_ap_err_modified", "failed to decrypt the ticket"];
    TOLD.iter().find(|it| low.contains(*it))?;
    if let Some((_, target)) = low.split_once("target name used was ") {
        return of_target(target.trim_start_matches(['"', '\'']));
    }
    // In other languages it is what is named next. That a web server cannot, is what is told without a name too.
    let (_, rest) = low.split_once(TOLD[0])?;
    let target = rest.split_whitespace().find(|it| is_spn(it))?;
    of_target(target).filter(|_| !target.starts_with("http/"))
}

/// Whether a word is the name of a service of Windows, with a host's name that has dots.
fn is_spn(word: &str) -> bool {
    word.split_once('/').is_some_and(|(class, host)| {
        let known = OF_COMPUTERS.contains(&class) || matches!(class, "http" | "mssqlsvc");
        known && host.contains('.')
    })
}

/// A KDC does not know the service of that name, which is no web server's. In lower case.
fn not_found(low: &str) -> Option<Vec<Sign>> {
    let (before, _) = low.split_once(" not found in kerberos database")?;
    let (_, name) = before.rsplit_once("server ")?;
    of_unknown(name.trim_matches(['"', '\'']))
}

/// What it says that a KDC does not know a service of that name; none for a web server's.
pub(super) fn of_unknown(name: &str) -> Option<Vec<Sign>> {
    let (class, _) = name.split_once('/')?;
    match class {
        "http" => None,
        "krbtgt" => Some(vec![Sign::Symptom(S::NoWayToDomain)]),
        _ => Some(vec![Sign::Symptom(S::BackEndSpn)]),
    }
}

/// What it says that a ticket for that name cannot be opened. In lower case.
pub(super) fn of_target(target: &str) -> Option<Vec<Sign>> {
    let Some((class, _)) = target.split_once('/') else {
        // A computer's own name, or a cluster's.
        let named =
            target.starts_with(char::is_alphanumeric) && !target.trim().contains([' ', '\\']);
        return named.then(|| vec![Sign::Symptom(S::OtherComputer)]);
    };
    Some(match class {
        "http" => any(&[O::TicketRejected(41)]),
        class if OF_COMPUTERS.contains(&class) => vec![Sign::Symptom(S::OtherComputer)],
        "krbtgt" => return None,
        // A service with an account, as SQL Server is.
        _ => vec![Sign::Symptom(S::BackEndSpn)],
    })
}

/// A KDC knows no service by an address: Windows asks for none, other clients do. In lower case.
fn address_asked(low: &str, called: Called) -> Option<Vec<Sign>> {
    let unknown = ["not found in kerberos database", "s_principal_unknown"];
    unknown.iter().find(|it| low.contains(*it))?;
    let asked = called == Called::ByAddress || has_address(low);
    asked.then(|| vec![Sign::Symptom(S::AddressAsked)])
}

/// Whether a server is called by an address.
pub(super) fn has_address(low: &str) -> bool {
    const BEFORE: [&str; 7] = ["http/", "http@", "host/", "wsman/", "://", "fatal: [", "@"];
    let mut places = BEFORE.iter().flat_map(|before| low.match_indices(before));
    places.any(|(at, before)| {
        let rest = low.get(at + before.len()..).unwrap_or_default();
        let end = |c: char| !c.is_ascii_digit() && c != '.';
        let host = rest.split(end).next().unwrap_or_default();
        host.parse::<Ipv4Addr>().is_ok()
    })
}
