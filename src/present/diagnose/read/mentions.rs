//! Events and codes that are only mentioned: `4769 0xD`, `KDC event 11`, `0x80090322`. A number counts where the words
//! beside it make it one of these.

use super::clauses::{Stance, stance};
use super::codes::{
    TEXTS, code, first_ticket, number, of_bind, of_code, of_kerberos_code, of_ticket_code,
};
use super::meaning::{of_security, of_system};
use super::phrases::NOT_FOR_USER;
use crate::lab::Observable as O;
use crate::present::causes::{Sign, Symptom as S};

/// An event or code that a line names without being it.
pub(super) struct Mention {
    /// What it says; nothing where its code is not known.
    pub(super) signs: Option<Vec<Sign>>,
    /// Whether the line denies it.
    pub(super) denied: bool,
    /// The word that mentions it.
    pub(super) word: String,
}

/// More codes in a line than this say no more.
const MOST_CODES: usize = 20;
/// May stand between the name of an event and its code.
const BETWEEN: [&str; 18] = [
    "event", "events", "id", "with", "failure", "result", "error", "code", "status", "and", "is",
    "was", "of", "=", "failed", "fails", "shows", "says",
];
/// Stand before the number of an event.
const SOURCES: [&str; 9] = [
    "event",
    "events",
    "eventid",
    "id",
    "kdc",
    "lsasrv",
    "netlogon",
    "ntlm",
    "operational",
];
/// What else has numbers, which stand behind it.
const NUMBERED: [&str; 11] = [
    "request", "job", "order", "port", "pid", "process", "thread", "record", "row", "line", "page",
];
/// Where one of these is in a line, a code in it is one of Kerberos.
const KERBEROS: [&str; 8] = [
    "kdc",
    "kerberos",
    "krb",
    "ticket",
    "tgs",
    "status_",
    "failure code",
    "result code",
];

/// What an event, or a code of Kerberos, says that a line mentions. The line is in lower case.
pub(super) fn mention(low: &str) -> Option<Mention> {
    let words: Vec<&str> = low
        .split(|c: char| c.is_whitespace() || ",;:()/-\".{}".contains(c))
        .filter(|word| !word.is_empty())
        .collect();
    let has = |word: &str| words.contains(&word);
    // What stands before its number says what else it is the number of.
    let is_event = |id: &str| {
        let mut stands = (0..words.len()).filter(|at| words.get(*at) == Some(&id));
        let before = |at: usize| words.get(at.checked_sub(1)?);
        stands.any(|at| before(at).is_none_or(|word| !NUMBERED.contains(word)))
    };
    let behind = |name: &str| {
        let at = words.iter().position(|word| *word == name)?;
        // Much else has an `id`: a user, a process.
        let other = |word: &&str| name == "id" && !SOURCES.contains(word) && *word != "kerberos";
        if words.get(..at)?.last().is_some_and(other) {
            return None;
        }
        let mut rest = words.iter().skip(at + 1);
        let next = rest.find(|word| !BETWEEN.contains(word))?;
        // `4769 on the DC has 0xD`
        number(next).or_else(|| number(rest.take(4).find(|word| word.starts_with("0x"))?))
    };
    let said = |name: &str, signs: Option<Vec<Sign>>| {
        let stance = stance(low, low.find(name)?, name.len());
        Some(Mention {
            signs: asserted(stance, signs),
            denied: stance == Stance::Denied,
            word: name.to_owned(),
        })
    };
    let symptom = |it: S| Some(vec![Sign::Symptom(it)]);
    let small = |number: &u32| *number < 0x100;
    // What it names tells more than the code beside it.
    if has("kdcsvc") {
        return said("kdcsvc", symptom(S::Rc4Phase));
    }
    if let Some(code) = behind("4769").filter(small) {
        return said("4769", of_ticket_code(code));
    }
    for id in ["4768", "4771"] {
        if let Some(code) = behind(id).filter(small) {
            return said(id, first_ticket(code));
        }
    }
    // `timeout: 4625` is a setting.
    let setting = low.split_once(": ").is_some_and(|(name, value)| {
        number(value).is_some() && !name.contains(' ') && !name.contains("event")
    });
    if is_event("4625") && !low.contains("0x") && !setting {
        let failed = [0xC000_0064, 0xC000_006A, 0xC000_006D, 0xC000_006E].map(O::LogonFailed);
        return said("4625", Some(vec![Sign::Any(failed.to_vec())]));
    }
    for id in ["4740", "4822", "4824"] {
        if is_event(id) {
            return said(id, of_security(number(id)?));
        }
    }
    // Of the second of them alone there are many reasons.
    let of_delegation = ["kcd", "delegation", "8009030e", "13019"];
    let connector = ["13019", "12027"].into_iter().find(|id| is_event(id));
    let connector = connector.filter(|_| of_delegation.iter().any(|word| low.contains(word)));
    let proxy = || low.contains("8009030e") && low.contains("application proxy");
    if let Some(name) = connector.or_else(|| proxy().then_some("8009030e")) {
        return said(name, Some(NOT_FOR_USER.signs()));
    }
    if let Some((word, code)) = leading_code(&words) {
        return said(word, of_kerberos_code(code));
    }
    // “The client’s event 201” is one of Kerberos, and “event 42 on the DCs” the KDC's.
    let source = if has("client") {
        [low, " kerberos"].concat()
    } else if has("dc") || has("dcs") {
        [low, " kdc"].concat()
    } else {
        low.to_owned()
    };
    for name in SOURCES {
        if let Some(signs) = behind(name).and_then(|id| of_system(&source, id)) {
            return said(name, Some(signs));
        }
    }
    if low.contains("s4u2self") && has("6") {
        return said("s4u2self", symptom(S::UnknownToSelf));
    }
    if !KERBEROS.iter().any(|word| low.contains(word)) {
        return None;
    }
    // GSSAPI has codes of its own.
    if low.contains("major code") {
        return None;
    }
    // It is told by its name too.
    let name = ["code", "error"]
        .into_iter()
        .find(|name| behind(name).is_some())?;
    let code = behind(name).filter(small)?;
    said(name, of_kerberos_code(code))
}

/// What follows from it: nothing where it is only supposed.
fn asserted(stance: Stance, signs: Option<Vec<Sign>>) -> Option<Vec<Sign>> {
    match stance {
        Stance::Open => Some(Vec::new()),
        _ => signs,
    }
}

/// A code of Kerberos with which a line begins, as in a table of failures: `0xD for one user`, `41 after a password change`.
fn leading_code<'a>(words: &[&'a str]) -> Option<(&'a str, u32)> {
    let (first, rest) = words.split_first()?;
    let (word, next) = match *first {
        "code" => (*rest.first()?, None),
        first => (first, rest.first()),
    };
    // 0x11, 0x12 and 0x17 are encryption types more often.
    let code =
        number(word).filter(|code| of_kerberos_code(*code).is_some_and(|it| !it.is_empty()))?;
    let hexadecimal = word.starts_with("0x") && !matches!(code, 0x11 | 0x12 | 0x17);
    let told = *first == "code" || next.is_some_and(|it| matches!(*it, "for" | "after" | "since"));
    (hexadecimal || told).then_some((word, code))
}

/// Codes in the line, each once, with what they say. Of words that may be something else, only codes that are known.
pub(super) fn codes(low: &str) -> Vec<(u32, Mention)> {
    let mut found: Vec<(u32, Mention)> = Vec::new();
    let split = |c: char| {
        c.is_whitespace() || matches!(c, ',' | ';' | '/' | '(' | ')' | '[' | ']' | ':' | '=')
    };
    for word in low.split(split) {
        let Some(code) = code(word).filter(|code| found.iter().all(|(it, _)| it != code)) else {
            continue;
        };
        if found.len() == MOST_CODES {
            break;
        }
        let signs = of_bind(low).or_else(|| of_code(code));
        if signs.is_none() && !word.contains("0x") && !matches!(code >> 16, 0x8009 | 0xC000) {
            continue;
        }
        let stance = stance(low, low.find(word).unwrap_or_default(), word.len());
        let signs = asserted(stance, signs);
        let denied = stance == Stance::Denied;
        let word = word.to_owned();
        found.push((
            code,
            Mention {
                signs,
                denied,
                word,
            },
        ));
    }
    for (text, code) in TEXTS {
        if low.contains(text) && found.iter().all(|(it, _)| *it != code) {
            let mention = Mention {
                signs: of_code(code),
                denied: false,
                word: text.to_owned(),
            };
            found.push((code, mention));
        }
    }
    // A status and its substatus are one: what says only that it failed yields to what says why.
    let failed = |code: u32| matches!(code, 0xC000_006D | 0xC000_006E);
    let why = |(code, it): &(u32, Mention)| {
        code >> 16 == 0xC000 && !failed(*code) && it.signs.is_some() && !it.denied
    };
    if found.iter().any(why) {
        found.retain(|(code, _)| !failed(*code));
    }
    found
}
