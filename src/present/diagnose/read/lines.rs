//! Single lines: IIS's log, heads of HTTP, attributes, and who logs in at SQL Server.

use super::codes::{number, of_code, of_win32};
use super::meaning::{OF_WINDOWS, SENDS_NTLM, impersonation, is_service};
use crate::crypto::lower;
use crate::hosts::security::kerberos::MOST_SKEW;
use crate::hosts::{BackEndProtocol, Scheme};
use crate::lab::{
    DelegationTrust as T, EtypeChoice, Observable as O, Restriction as R, Scenario, SentToken,
    SettingFinding as F,
};
use crate::present::causes::{Sign, Symptom as S};
use std::net::IpAddr;

fn any(shows: &[O]) -> Vec<Sign> {
    vec![Sign::Any(shows.to_vec())]
}

/// A line of IIS's log: `sc-status sc-substatus sc-win32-status`, wherever the three stand, and what follows.
pub(super) fn iis(line: &str) -> Option<([u32; 3], Vec<Sign>)> {
    let words: Vec<&str> = line.split_whitespace().collect();
    words.windows(3).enumerate().find_map(|(at, three)| {
        let [status, sub, win32] = three else {
            return None;
        };
        // Where the version of HTTP stands before them, bytes may stand behind them.
        let version = at.checked_sub(1).and_then(|it| words.get(it));
        let behind_version = version.is_some_and(|it| lower(it).starts_with("http/"));
        let numbers = [status, sub, win32].map(|word| word.parse::<u32>().ok());
        let [Some(status), Some(sub), Some(win32)] = numbers else {
            return None;
        };
        let signs = match (status, sub, win32) {
            (200 | 304 | 404, ..) | (401, 2, 5) | (401, 2 | 1, 0) => Vec::new(),
            // The answer with the CHALLENGE, which no other scheme has.
            (401, 1, 0x8009_030E) => any(&SENDS_NTLM),
            (401, _, 0x8009_030E) => Vec::new(),
            (400, ..) => vec![Sign::Symptom(S::RequestTooLong)],
            // Of somebody who is named, the application itself refused, or passes on that a back end did.
            (401, 0 | 5, 0 | 5) if names_user(words.get(..at).unwrap_or_default()) => {
                any(&[O::SecondHopFails])
            }
            (500, 0, _) => any(&[O::SecondHopFails]),
            (401, 3, _) => vec![Sign::Symptom(S::FileAcl)],
            (401, _, 0xC000_035B) => vec![Sign::Symptom(S::BadBindings)],
            (401, _, 0x8009_030C | 0x8009_0305 | 0x8009_0301) => {
                let elsewhere = is_called_from_elsewhere(&words);
                let elsewhere = elsewhere.then_some(Sign::Lacks(O::FailsOnServerOnly));
                let refused = any(&[O::IisLine(1, win32)]).into_iter();
                refused.chain(elsewhere).collect()
            }
            (401, 0..=5, _) => {
                let told = of_win32(win32).or_else(|| of_code(win32));
                let other = || match behind_version && matches!(sub, 1 | 2) {
                    true => Vec::new(),
                    false => any(&[O::FirstHopRefused]),
                };
                told.unwrap_or_else(other)
            }
            _ => return None,
        };
        Some(([status, sub, win32], signs))
    })
}

/// Whether one of the fields of such a line is a user who was let in: between the port and the client's address, or with a
/// domain. Of who is refused before that it has no name.
fn names_user(fields: &[&str]) -> bool {
    let stands = |three: &[&str]| match three {
        [port, name, client] => {
            let between = port.parse::<u16>().is_ok() && client.parse::<IpAddr>().is_ok();
            between.then_some(*name != "-")
        }
        _ => None,
    };
    // No path, and nothing of a query.
    let in_domain = |field: &&str| {
        let name = field.split_once('\\');
        name.is_some_and(|(domain, name)| {
            !domain.contains(['/', ':', '=']) && !name.contains('=') && !name.is_empty()
        })
    };
    let named = fields.windows(3).find_map(stands);
    named.unwrap_or_else(|| fields.iter().any(in_domain))
}

/// Whether the two addresses of such a line, `s-ip` and `c-ip`, are those of two computers.
fn is_called_from_elsewhere(words: &[&str]) -> bool {
    let addresses: Vec<IpAddr> = words.iter().filter_map(|it| it.parse().ok()).collect();
    match addresses[..] {
        [one, other] => one != other && !one.is_loopback() && !other.is_loopback(),
        _ => false,
    }
}

/// What somebody says behind such a line: where words follow that are no more of its fields.
pub(super) fn behind_iis(line: &str) -> Option<&str> {
    let is_number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    let mut numbers = 0;
    let mut at = 0;
    for word in line.split_inclusive(char::is_whitespace) {
        if numbers >= 3 && !is_number(word.trim()) {
            let rest = line.get(at..)?;
            let words = rest.split_whitespace();
            let words = words.filter(|it| it.chars().all(char::is_alphabetic));
            return (words.count() > 1).then_some(rest);
        }
        numbers = if is_number(word.trim()) {
            numbers + 1
        } else {
            0
        };
        at += word.len();
    }
    None
}

/// Heads with which somebody signs in at a proxy, which is no web server.
pub(super) fn of_proxy(low: &str) -> Option<Vec<Sign>> {
    const HEADS: [&str; 4] = [
        "proxy-authenticate",
        "proxy-authorization",
        "proxy-connection",
        "proxy-support",
    ];
    let (head, _) = low.trim_start_matches(['<', '>', ' ']).split_once(':')?;
    HEADS.contains(&head).then(Vec::new)
}

/// A line of a response's head: its status, or what it offers where no such line came before.
pub(super) fn response(low: &str, offered: bool) -> Option<Vec<Sign>> {
    if let Some(rest) = low
        .trim_start_matches(['<', ' '])
        .strip_prefix("http/")
        .filter(|it| it.starts_with(['1', '2']))
    {
        return match rest.split_whitespace().nth(1)?.parse::<u32>().ok()? {
            // A 401 begins every sign-in.
            100..=399 | 401 | 407 => Some(Vec::new()),
            400 => Some(vec![Sign::Symptom(S::RequestTooLong)]),
            500..=599 => Some(any(&[O::SecondHopFails])),
            _ => None,
        };
    }
    let scheme = Scheme::named(offer(low)?.split([' ', ',', '"', ':']).next()?)?;
    if offered {
        return Some(Vec::new());
    }
    Some(any(&[O::Is(F::Offers(Some(scheme)))]))
}

/// What a head of a response or IIS's list of providers offers.
pub(super) fn offer(low: &str) -> Option<&str> {
    let head = low.trim_start_matches(['<', ' ']);
    let provider = || Some(low.split_once("<add value=\"")?.1);
    let offer = head.strip_prefix("www-authenticate:").or_else(provider)?;
    Some(offer.trim_start())
}

/// Whether a request proves anything, as `curl -v` prints it: at its first line nothing, at its `Authorization` something.
pub(super) fn proves(low: &str) -> Option<bool> {
    let sent = low.strip_prefix("> ")?;
    let first = sent.contains(" http/1") || sent.contains(" http/2");
    let proof = sent.starts_with("authorization:");
    (first || proof).then_some(proof)
}

/// What a request's head says of a scheme that has no token.
pub(super) fn request(low: &str) -> Option<Vec<Sign>> {
    let scheme = low.strip_prefix("authorization:")?.trim_start();
    match scheme.split(' ').next()? {
        "basic" => Some(any(&[O::Sends(SentToken::Basic)])),
        "digest" => Some(any(&[O::Sends(SentToken::Digest)])),
        _ => None,
    }
}

/// `Login failed for user 'DOMAIN\name'`: a service's account came, or a person without rights; nobody by name is told
/// elsewhere. In lower case.
pub(super) fn login(low: &str, names: &Scenario) -> Option<Vec<Sign>> {
    let (_, who) = low.split_once("login failed for user ").or_else(|| {
        let told = low.split_once("login failed for: ");
        told.filter(|(_, who)| who.starts_with("nt authority"))
    })?;
    // Told elsewhere, whoever else is named before it.
    if who.contains("anonymous logon") {
        return None;
    }
    let who = match who.strip_prefix(['\'', '"']) {
        Some(who) => who.split(['\'', '"']).next()?,
        None => {
            let (domain, name) = who.split_once('\\')?;
            let whole = !domain.contains([' ', '.']) || OF_WINDOWS.contains(&domain);
            let end = name.find([' ', '.']).unwrap_or(name.len());
            who.get(..domain.len() + 1 + end).filter(|_| whole)?
        }
    };
    let who = who.trim_matches(['<', '>']);
    if who.is_empty() || who == "(null)" || who.contains("anonymous") {
        return None;
    }
    // One that the database keeps itself.
    if low.contains("password did not match") || low.contains("using sql authentication") {
        return Some(Vec::new());
    }
    let (_, account) = who.rsplit_once('\\').unwrap_or(("", who));
    if account == "iusr" || account.starts_with("iusr_") {
        return Some(vec![Sign::Symptom(S::NobodyAsked)]);
    }
    // The quote behind it may be missing.
    if is_service(who, names) || who.contains("$ ") {
        return Some(vec![Sign::Symptom(S::AppIdentity)]);
    }
    let sql = Sign::Any(vec![O::BackEnd(BackEndProtocol::Sql)]);
    Some(vec![sql, Sign::Any(vec![O::BackEndNoRights])])
}

/// Clocks that are apart by no more than is let pass.
pub(super) fn small_skew(low: &str) -> Option<Vec<Sign>> {
    let before = low.contains("clock").then(|| low.split_once(" minute"))??.0;
    let mut before = before.split_whitespace().rev();
    let minutes = number(before.next()?)?;
    if let Some("than" | "over" | "least") = before.next() {
        return None;
    }
    let apart = i64::from(minutes) > MOST_SKEW;
    (!apart).then(|| vec![Sign::Lacks(O::Is(F::ClockOff(true)))])
}

/// The largest offset of a clock in seconds, as `w32tm` prints them: `+412.3121312s`.
pub(super) fn offset(low: &str) -> Option<f32> {
    let words = low.split([' ', ':', ',']);
    let signed = words.filter(|word| word.starts_with(['+', '-']) && word.contains('.'));
    let seconds = signed.filter_map(|word| word.strip_suffix('s')?.parse::<f32>().ok());
    seconds.map(f32::abs).reduce(f32::max)
}

/// What clocks say that are so many seconds apart.
pub(super) fn skewed(seconds: f32) -> Vec<Sign> {
    let off = O::Is(F::ClockOff(true));
    let apart = seconds > (MOST_SKEW * 60) as f32;
    vec![if apart {
        Sign::Any(vec![off])
    } else {
        Sign::Lacks(off)
    }]
}

/// What the line after says why, where this one says only that a logon failed: 0 where it says nothing.
pub(super) fn substatus(low: &str, next: Option<&str>) -> Option<u32> {
    let status = low.strip_prefix("status:").and_then(number)?;
    let next = lower(next?.trim());
    let sub = next
        .strip_prefix("sub")?
        .trim_start()
        .strip_prefix("status:")?;
    let sub = number(sub)?;
    let known = sub == 0 || of_code(sub).is_some();
    (matches!(status, 0xC000_006D | 0xC000_006E) && known).then_some(sub)
}

/// An attribute, as PowerShell lists it: `Name : value`.
pub(super) fn attribute(line: &str) -> Option<Vec<Sign>> {
    let (name, value) = line.split_once(':')?;
    // ldp says how many values there are.
    let name = name.split(" (").next()?;
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
        ("msds-allowedtodelegateto", ..) => {
            let mut signs = trust(&[T::KerberosOnly, T::AnyProtocol]);
            if lower(value.trim_start_matches('{')).starts_with("mssqlsvc/") {
                signs.push(Sign::Any(vec![O::BackEnd(BackEndProtocol::Sql)]));
            }
            signs
        }
        ("serviceprincipalname" | "serviceprincipalnames", ..) => Vec::new(),
        ("useraccountcontrol", ..) => of_flags(number(value.split(' ').next()?)?),
        ("available keys", ..) if lower(value) == "rc4" => vec![Sign::Symptom(S::NoAesKey)],
        ("available keys", ..) => Vec::new(),
        ("tgtdelegation", false, false) => any(&[O::UserOfOtherForest]),
        // What PowerShell shows of every account.
        ("name", ..) if !lower(value).contains("protected users") => Vec::new(),
        (
            "distinguishedname" | "dnshostname" | "givenname" | "objectclass" | "objectguid"
            | "passwordlastset" | "samaccountname" | "sid" | "surname" | "userprincipalname",
            ..,
        )
        | ("enabled", true, _)
        | ("lockedout" | "passwordexpired", false, _) => Vec::new(),
        ("enabled", false, false) | ("lockedout", true, _) => vec![Sign::Symptom(S::Revoked)],
        ("passwordexpired", true, _) => vec![Sign::Symptom(S::Expired)],
        ("msds-supportedencryptiontypes", ..) => {
            let rc4 = O::Is(F::Etypes(EtypeChoice::Rc4));
            let bits = number(value)?;
            match etypes(bits) {
                // For what is in the ticket alone.
                _ if bits & 0x38 == 0x20 => Vec::new(),
                EtypeChoice::Rc4 => vec![Sign::Any(vec![rc4]), Sign::Symptom(S::NoAesKey)],
                // That is how it should be.
                EtypeChoice::Aes => vec![Sign::Lacks(rc4)],
                types => any(&[O::Is(F::Etypes(types))]),
            }
        }
        ("principalsallowedtodelegatetoaccount", _, empty) => any(&[O::Is(F::LetsAct(!empty))]),
        ("accountnotdelegated", true, _) => any(&[O::Is(F::User(R::Sensitive))]),
        ("accountnotdelegated", ..) => {
            any(&[O::Is(F::User(R::Nothing)), O::Is(F::User(R::Protected))])
        }
        ("impersonationlevel" | "impersonation level" | "tokenimpersonationlevel", ..) => {
            vec![Sign::Any(vec![O::PageOpens]), impersonation(value)?]
        }
        // A list that is cut says nothing.
        ("memberof", ..) if value.ends_with("...}") || value.ends_with('…') => Vec::new(),
        ("memberof", ..) => match lower(value).contains("cn=protected users") {
            true => any(&[O::Is(F::User(R::Protected))]),
            false => vec![Sign::Lacks(O::Is(F::User(R::Protected)))],
        },
        _ => return None,
    })
}

/// What the flags of an account say, of which a domain controller's are its own.
fn of_flags(flags: u32) -> Vec<Sign> {
    const SERVER_TRUST_ACCOUNT: u32 = 0x2000;
    const ACCOUNT_DISABLE: u32 = 2;
    let says = [
        (0x10_0000, F::User(R::Sensitive)),
        (0x100_0000, F::Trust(T::AnyProtocol)),
        (0x8_0000, F::Trust(T::Unconstrained)),
    ];
    if flags & SERVER_TRUST_ACCOUNT != 0 {
        return Vec::new();
    }
    if flags & ACCOUNT_DISABLE != 0 {
        return vec![Sign::Symptom(S::Revoked)];
    }
    let said = says.into_iter().find(|(flag, _)| flags & flag != 0);
    said.map(|(_, it)| any(&[O::Is(it)])).unwrap_or_default()
}

/// Which types msDS-SupportedEncryptionTypes names: 4 is RC4, 8 and 16 are AES.
fn etypes(bits: u32) -> EtypeChoice {
    match (bits & 4 != 0, bits & 0x18 != 0) {
        (true, false) => EtypeChoice::Rc4,
        (false, true) => EtypeChoice::Aes,
        _ => EtypeChoice::OfItsTime,
    }
}
