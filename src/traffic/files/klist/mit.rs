//! What MIT Kerberos prints: a table, with a line or two under each ticket (`klist -f -e`).

use super::ListedTicket;
use super::mit_heimdal::Table;

/// The letters of flags, and the bits of RFC 4120 5.3, the first in the highest.
const FLAGS: [(char, u32, &str); 14] = [
    ('F', 1, "forwardable"),
    ('f', 2, "forwarded"),
    ('P', 3, "proxiable"),
    ('p', 4, "proxy"),
    ('D', 5, "may_postdate"),
    ('d', 6, "postdated"),
    ('i', 7, "invalid"),
    ('R', 8, "renewable"),
    ('I', 9, "initial"),
    ('A', 10, "pre_authent"),
    ('H', 11, "hw_authent"),
    ('T', 12, "transited_policy_checked"),
    ('O', 13, "ok_as_delegate"),
    ('a', 16, "anonymous"),
];

/// The flags of those names.
pub(super) fn bits(names: &[String]) -> u32 {
    let known = FLAGS.iter();
    let named = known.filter(|(_, _, name)| names.iter().any(|it| it == name));
    named.fold(0, |all, (_, bit, _)| all | 0x8000_0000 >> bit)
}

/// The names of the flags of those letters.
pub(super) fn names(letters: &str) -> Vec<String> {
    let told = FLAGS.iter().filter(|(it, _, _)| letters.contains(*it));
    told.map(|(_, _, name)| (*name).to_owned()).collect()
}

/// Whether a word is such letters alone.
pub(super) fn is_letters(word: &str) -> bool {
    word.chars()
        .all(|it| FLAGS.iter().any(|(letter, _, _)| *letter == it))
}

pub(super) const TABLE: Table = Table {
    cache: "Ticket cache:",
    principal: "Default principal:",
    begins: row,
    goes_on,
};

/// `11/26/2026 17:01:35  11/27/2026 03:01:35  HTTP/iis.contoso.test@CONTOSO.TEST`, or with times in the manner of ISO 8601.
fn row(line: &str, client: &str, mut ticket: ListedTicket) -> Option<ListedTicket> {
    let words: Vec<&str> = line.split_whitespace().take(8).collect();
    let (start, words) = time(&words)?;
    let (end, words) = time(words)?;
    let &[server] = words else {
        return None;
    };
    ticket.start = Some(ticket.local(&start)?);
    ticket.end = ticket.local(&end);
    client.clone_into(&mut ticket.client);
    server.clone_into(&mut ticket.server);
    Some(ticket)
}

/// `renew until 11/27/2026 17:01:35, Flags: FRIA` and `Etype (skey, tkt): aes256-cts-hmac-sha1-96, arcfour-hmac`.
/// Such lines are indented.
fn goes_on(line: &str, ticket: &mut ListedTicket) -> bool {
    if !line.starts_with(['\t', ' ']) {
        return false;
    }
    if let Some((_, rest)) = line.split_once("renew until ") {
        let text = rest.split(',').next().unwrap_or_default();
        let words: Vec<&str> = text.split_whitespace().collect();
        ticket.renew = time(&words).and_then(|(renew, _)| ticket.local(&renew));
    }
    // Of a ticket that the cache's principal got by S4U it has the name of the user.
    if let Some((_, user)) = line.split_once("for client ") {
        let user = user.split(',').next().unwrap_or_default().trim();
        ticket.asker = Some(std::mem::replace(&mut ticket.client, user.to_owned()));
    }
    // What the client asked for may leave out the realm.
    if let Some((_, server)) = line.split_once("Ticket server: ") {
        server.trim().clone_into(&mut ticket.server);
    }
    if let Some((_, letters)) = line.split_once("Flags:") {
        let letters = letters.trim().split([',', ' ']).next().unwrap_or_default();
        ticket.flag_names = names(letters);
        ticket.flags = bits(&ticket.flag_names);
    }
    if let Some((_, kinds)) = line.split_once("tkt):") {
        let (key, whole) = kinds.split_once(',').unwrap_or((kinds, kinds));
        ticket.session_key = Some(key.trim().to_owned());
        ticket.encryption = Some(whole.trim().to_owned());
    }
    true
}

/// A time of some words, `2026-11-26T17:01:35`, or a date before it and a half of the day behind it, and the words that follow.
fn time<'a>(words: &'a [&'a str]) -> Option<(String, &'a [&'a str])> {
    match words {
        [whole, rest @ ..] if whole.contains('T') => Some(((*whole).to_owned(), rest)),
        [date, time, half @ ("AM" | "PM"), rest @ ..] => {
            Some((format!("{} {time} {half}", whole_year(date)), rest))
        }
        [date, time, rest @ ..] => Some((format!("{} {time}", whole_year(date)), rest)),
        _ => None,
    }
}

/// Years of two digits are of this century.
fn whole_year(date: &str) -> String {
    match date.rsplit_once('/') {
        Some((before, year)) if year.len() == 2 => format!("{before}/20{year}"),
        _ => date.to_owned(),
    }
}
