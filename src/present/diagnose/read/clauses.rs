//! Words in a sentence: whether their clause denies them.

/// Ends what `no` and `not` are about.
const ENDS: [char; 7] = ['.', ',', ';', ':', '!', '?', ')'];
/// Between `no` and what it denies.
const BETWEEN: &str = " a an any the such more single see sees seen saw get gets got have has had find found show shows \
    showing shown logged for of in as by with is are from event events id error errors code codes failure status kdc \
    nt authority use uses using user users account accounts member members windows being ever even longer performed done ";
/// Between what is denied and `not`.
const IS: &str = " is are was were does did do has have had been error errors event events at all the it turned \
    switched ";
/// After `:`, of what stands before.
const NONE: &str = " no none off false disabled empty (empty) {} ";
/// After `not`, where what stands before is denied.
const THERE: &str = " there seen appear occur happen logged found present shown reported set been used visible enabled running active \
    turned ";

/// After `not in the`: places where something is looked for and not found.
const LOGS: &str = " log logs trace traces capture events output ";

/// Whether what stands there is denied: `no duplicate SPN`, `KRB_AP_ERR_MODIFIED is not there`. In lower case.
pub(super) fn is_denied(line: &str, at: usize, length: usize) -> bool {
    let (before, after) = (line.get(..at), line.get(at + length..));
    denied_before(before.unwrap_or_default()) || denied_after(after.unwrap_or_default())
}

fn is_among(words: &str, word: &str) -> bool {
    !word.is_empty() && words.contains(&[" ", word, " "].concat())
}

fn denies(word: &str) -> bool {
    matches!(
        word,
        "no" | "not" | "cannot" | "never" | "without" | "neither" | "nor" | "off" | "disabled"
    )
}

fn denied_before(before: &str) -> bool {
    for word in before.split_whitespace().rev() {
        let plain = word.trim_matches(['"', '\'', '(', '*', '-', '\\']);
        if word.ends_with(ENDS) {
            return false;
        }
        if denies(plain) {
            return true;
        }
        if !is_among(BETWEEN, plain) {
            return false;
        }
    }
    false
}

fn denied_after(after: &str) -> bool {
    // The rest of the word itself, as in `…_ERROR`.
    let rest = after.trim_start_matches(|c: char| c.is_alphanumeric() || "_-\"')".contains(c));
    let mut words = rest.split_whitespace();
    if let Some(listed) = rest.strip_prefix(':') {
        let mut listed = listed.split_whitespace();
        let told = [listed.next(), listed.next()].map(Option::unwrap_or_default);
        return match told {
            ["not", next] => is_among(THERE, next),
            [word, ""] => is_among(NONE, word),
            _ => false,
        };
    }
    if rest.starts_with(ENDS) {
        return false;
    }
    let plain = |word: &str| word.trim_end_matches(ENDS).to_owned();
    while let Some(word) = words.next() {
        let word = plain(word);
        if matches!(word.as_str(), "absent" | "missing" | "off" | "disabled") {
            return true;
        }
        if matches!(word.as_str(), "not" | "never") {
            let next = words.next().map(plain).unwrap_or_default();
            let mut log = || words.nth(1).is_some_and(|it| is_among(LOGS, &plain(it)));
            return is_among(THERE, &next) || next == "in" && log();
        }
        if !is_among(IS, &word) {
            return false;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_denied_and_what_is_not() {
        let denied = |line: &str| {
            let at = line.find("4625").unwrap();
            is_denied(line, at, 4)
        };
        for line in [
            "there is no 4625",
            "we do not see any event 4625",
            "without a 4625",
            "4625 is not there",
            "4625 does not appear",
            "4625: none",
            "4625 is not in the log",
            "4625 is missing.",
            "4625 is switched off",
            "4625 is not enabled",
            "we turned off 4625",
            "4625: off",
            "4625: not running",
        ] {
            assert!(denied(line), "{line}");
        }
        for line in [
            "it does not work, 4625",
            "no page: 4625",
            "4625: not working",
            "4625: no page",
            "4625 is not the worst",
            "not working since 4625",
            "4625, not 4624",
        ] {
            assert!(!denied(line), "{line}");
        }
    }
}
