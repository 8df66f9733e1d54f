//! Whose a name is, where somebody says it in a sentence.

use super::super::meaning::is_service;
use super::any;
use super::setspn_query::spn_holders;
use crate::crypto::lower;
use crate::lab::{Observable as O, Scenario, SettingFinding as F, SpnHolder};
use crate::present::causes::Sign;

/// Whose an SPN is, where somebody tells it: `HTTP/web.x is registered on DOMAIN\svc`; the SPN, and what that says. Two
/// accounts, or one that it is not on, are told in other words.
pub(in super::super) fn stated(low: &str, names: &Scenario) -> Option<(String, Vec<Sign>)> {
    const OTHER: [&str; 12] = [
        " not on ",
        " not to ",
        "instead of",
        " and on ",
        " also ",
        "both",
        "twice",
        "duplicate",
        "should",
        "still",
        " old ",
        "?",
    ];
    const BETWEEN: [&str; 10] = [
        "is",
        "belongs",
        "registered",
        "set",
        "properly",
        "correctly",
        "the",
        "account",
        "user",
        "computer",
    ];
    if OTHER.iter().any(|word| low.contains(word)) {
        return None;
    }
    let mut words = low.split_whitespace().map(|word| {
        let end = |c: char| !c.is_alphanumeric() && !matches!(c, '$' | '\\' | '/');
        word.trim_matches(end)
    });
    let spn = words.find(|word| word.starts_with("http/") && word.len() > 5)?;
    let mut words = words.skip_while(|word| BETWEEN.contains(word));
    if !matches!(words.next()?, "on" | "to") {
        return None;
    }
    let account = words.find(|word| !BETWEEN.contains(word))?;
    let name = account.rsplit('\\').next()?;
    let web = lower(&names.names.web_server);
    if name.trim_end_matches('$') == web {
        return Some((spn.to_owned(), any(&[O::Is(F::Spn(SpnHolder::Computer))])));
    }
    is_service(account, names).then(|| (spn.to_owned(), spn_holders(&[name.to_owned()], names)))
}
