//! Words in a sentence: whether their clause asserts or denies them, or only supposes them.

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
    turned configured ";

/// After `not in the`: places where something is looked for and not found.
const LOGS: &str = " log logs trace traces capture events output ";

/// What ends a sentence within a line, with the space behind it.
const SENTENCE: [&str; 4] = [". ", "? ", "! ", "; "];
/// Behind these a sentence tells what is really so.
const TURNS: [&str; 4] = [" but ", " however", " instead ", " yet "];
/// What would be seen if something were so.
const SUPPOSED: [&str; 2] = ["would expect ", "would have "];
/// So begins a question whether something is the cause.
const ASKED: &str = "could this|could it|can this be|can it be|might this|might it|may this|may it|is it because|is it the|is it a |is it due|is it \
    possible|is this because|is this due|is this the|was it|what if|do we need|do i need|should we|should i|perhaps|maybe";
/// So a sentence with a condition tells what always happens.
const RULE: [&str; 8] = [
    "kerberos fails",
    "authentication fails",
    "the client gets",
    "the client receives",
    "the kdc returns",
    "the kdc refuses",
    "the server returns",
    "the server refuses",
];
/// Who has one of these tells what they see.
const SOMEBODYS: &str = " i we you my our your us me it user users people page site app application pool report browser chrome edge \
    firefox ie iis sql always still now only he she her his him they their somebody someone anybody employee employees laptop \
    desktop host api here logs opens open signs browses connects calls turned ";
/// Who has an opinion: those who suffer from it report what they see.
const SOMEBODY: &str = " colleague boss another someone somebody support forum blog blogs consultant friend microsoft vendor admin \
    administrator article articles they he she chatgpt copilot ";
const THINKS: &str = " thinks think thought suggests suggested suggest suspects suspected suspect believes believe guesses \
    guessed recommends recommended ";
const SAYS: &str = " says say said tells told ";
/// Who says this has an opinion.
const OPINION: [&str; 10] = [
    " this is ",
    " it is the ",
    " it is a ",
    " it is because ",
    " it is due ",
    " should ",
    " must ",
    " may ",
    " might ",
    " could ",
];
/// What stands before something that was only heard or read.
const HEARD: [&str; 4] = [
    "i read that ",
    "have read that ",
    "i heard that ",
    "have heard that ",
];
/// Behind what was so and is no longer.
const MENDED: &str = " no longer appear| no longer occur| no longer show| went away| have gone| has gone| is gone| was fixed| is fixed| were fixed\
    | been fixed| got fixed| was solved| is solved| been solved| was resolved| is resolved| been resolved| errors stopped| error stopped| deleted it\
    | removed it| corrected it| fixed it| fixed that";
/// What was put right and is so once more.
const RETURNED: &str = " came back| comes back| come back| is back again| is back since| is back now| is back today| returned again| returned after\
    | returned today| reappear| happens again| there again";
/// So a sentence ends in which something is so once more.
const BACK: [&str; 2] = [" is back", " returned"];
/// What was put right is so still, or elsewhere, where one of these stands in the sentence that says so.
const LIMITS: &str =
    " not never still yet temporarily partly but though again back only except until for in on ";
/// Behind these stands something else that is no longer so.
const CONDITIONS: [&str; 5] = [" since ", " after ", " because ", " when ", " if "];
/// Before what was taken away.
const TAKEN: &str = " removed removing deleted deleting unchecked unticked cleared ";

/// What a sentence says of what is named in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stance {
    /// That it is so.
    Asserted,
    /// That it is not so, or no longer.
    Denied,
    /// Neither: it is supposed, asked, or what somebody thinks.
    Open,
}

/// What a line, in lower case, says of what stands there.
pub(super) fn stance(line: &str, at: usize, length: usize) -> Stance {
    let (before, after) = around(line, at, &SENTENCE);
    let asks = || {
        let mut asked = ASKED.split('|');
        after.trim_end().ends_with('?') && asked.any(|it| before.trim_start().starts_with(it))
    };
    if asks() || is_supposed(line, at, length) {
        return Stance::Open;
    }
    let behind = line.get(at + after.len()..).unwrap_or_default();
    let mended = is_mended(before, after.get(length..).unwrap_or_default());
    match is_denied(line, at, length) || mended || takes_back(behind) {
        true => Stance::Denied,
        false => Stance::Asserted,
    }
}

/// Whether a text begins with a sentence that says of what stands before it that it was put right.
pub(super) fn takes_back(text: &str) -> bool {
    const THAT: [&str; 7] = [
        "that was ",
        "that has ",
        "that is ",
        "this was ",
        "it was ",
        "it has ",
        "it went ",
    ];
    let (_, sentence) = around(text, 0, &SENTENCE);
    let mut words = sentence.split(|c: char| !c.is_alphanumeric());
    THAT.iter().any(|it| text.starts_with(it))
        && is_mended("", sentence)
        && words.all(|word| !is_among(LIMITS, word))
}

/// What stands before a place and from it on, as far as the next of those.
fn around<'a>(line: &'a str, at: usize, ends: &[&str]) -> (&'a str, &'a str) {
    let (before, after) = line.split_at_checked(at).unwrap_or_default();
    let begin = ends
        .iter()
        .filter_map(|it| Some(before.rfind(it)? + it.len()));
    let end = ends
        .iter()
        .filter_map(|it| Some(after.find(it)? + it.len()));
    let (begin, end) = (begin.max().unwrap_or(0), end.min().unwrap_or(after.len()));
    (
        before.get(begin..).unwrap_or_default(),
        after.get(..end).unwrap_or_default(),
    )
}

/// Whether it is what somebody expects or thinks, and not what is seen.
fn is_supposed(line: &str, at: usize, length: usize) -> bool {
    let ends = [&SENTENCE[..], &TURNS[..]].concat();
    let (before, after) = around(line, at, &ends);
    let behind = after.get(length..).unwrap_or_default().trim_start();
    let condition = before.trim_start().starts_with("if ");
    if condition && is_rule(&[before, after].concat()) {
        return true;
    }
    let expected = SUPPOSED.iter().any(|it| {
        before.contains(it) || behind.starts_with(it) || condition && behind.contains(it)
    });
    if expected || HEARD.iter().any(|it| before.contains(it)) {
        return true;
    }
    let mut words = before.split_whitespace();
    words
        .by_ref()
        .find(|word| is_among(SOMEBODY, word))
        .is_some()
        && words.clone().any(|word| {
            is_among(THINKS, word)
                || is_among(SAYS, word) && OPINION.iter().any(|it| before.contains(it))
        })
}

/// Whether a sentence with a condition tells how Kerberos works, and nothing of anybody: `if clocks differ, Kerberos fails`.
fn is_rule(sentence: &str) -> bool {
    let nobody = || {
        let mut words = sentence.split(|c: char| !c.is_alphanumeric());
        words.all(|word| !is_among(SOMEBODYS, word))
    };
    RULE.iter().any(|it| sentence.contains(it)) && nobody()
}

/// Whether it was so, and was put right.
fn is_mended(before: &str, after: &str) -> bool {
    let end = CONDITIONS.iter().filter_map(|it| after.find(it)).min();
    let told = after.get(..end.unwrap_or(after.len())).unwrap_or_default();
    if MENDED.split('|').any(|it| told.contains(it)) {
        return !has_returned(after);
    }
    let mut words = before.split_whitespace().rev();
    // One word may say whose it is.
    let mut other = 0;
    let taken = words.find(|word| {
        other += usize::from(!is_among(BETWEEN, word.trim_matches('"')));
        other > 1 || is_among(TAKEN, word)
    });
    // What was removed by itself stands before it.
    let by_itself = words.next().is_some_and(|word| is_among(IS, word));
    taken.is_some_and(|word| is_among(TAKEN, word)) && !by_itself
}

/// Whether what was put right is so once more.
fn has_returned(sentence: &str) -> bool {
    let end = sentence.trim_end_matches([' ', '.', '!', ';']);
    RETURNED.split('|').any(|it| sentence.contains(it)) || BACK.iter().any(|it| end.ends_with(it))
}

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
    fn what_is_supposed_or_asked_is_left_open_and_what_is_mended_is_denied() {
        let stands = |line: &str| stance(line, line.find("4625").unwrap(), 4);
        for line in [
            "i would expect 4625 here",
            "if the clock was off, we would have seen 4625",
            "my boss thinks it is 4625",
            "a colleague says that this is 4625",
            "i read that 4625 may cause this",
            "if clocks differ, kerberos fails with 4625",
            "could this be 4625?",
            "it fails. is it because of 4625? we do not know",
        ] {
            assert_eq!(stands(line), Stance::Open, "{line}");
        }
        for line in [
            "4625 was fixed last week. it fails",
            "we had 4625. that was fixed. now it is slow",
            "earlier we had 4625, i deleted it",
            "4625 no longer appears since we fixed ntp",
            "i removed the user from 4625 yesterday",
            "i have already unchecked \"4625\"",
        ] {
            assert_eq!(stands(line), Stance::Denied, "{line}");
        }
        for line in [
            "we get 4625, i would have thought that the spn was fine",
            "on the admin site with claims auth we get 4625",
            "we would have expected 4624, but get 4625",
            "sql says 4625",
            "users say they should get in and get 4625",
            "why do we get 4625?",
            "since the spn was removed we get 4625",
            "4625 since the other error was fixed",
            "we get 4625. the spn was fixed. it fails",
            "4625 since monday. that page was fixed last week",
            "if i open the page by its ip, authentication fails with 4625",
            "if the pool runs as svc, kerberos fails with 4625",
            "4625 could not be opened",
            "is there a way to get rid of 4625?",
            "my boss sees 4625, i do not",
            "we get 4625. that was fixed last week but it came back",
            "4625 was fixed in march and is back",
        ] {
            assert_eq!(stands(line), Stance::Asserted, "{line}");
        }
    }

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
