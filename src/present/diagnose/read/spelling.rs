//! Words as people mistype them, put right: long words that decide, and short ones that are often typed so.

use std::borrow::Cow;

/// Words that decide. Hardly another word is one letter away from one of these, and what is (“integrate”, “doubly”) means
/// nothing else here; longer forms begin like it and stay.
const WORDS: [&str; 23] = [
    "account",
    "anonymous",
    "authenticate",
    "authentication",
    "constrained",
    "credential",
    "credentials",
    "delegation",
    "double",
    "duplicate",
    "impersonation",
    "integrated",
    "kdc_err_badoption",
    "kdc_err_c_principal_unknown",
    "kdc_err_etype_nosupp",
    "kdc_err_preauth_failed",
    "kdc_err_s_principal_unknown",
    "kerberos",
    "krb_ap_err_modified",
    "krb_ap_err_skew",
    "negotiate",
    "password",
    "unconstrained",
];

/// Short words, as they are often typed.
const TYPED: [(&str, &str); 12] = [
    ("cant", "cannot"),
    ("didnt", "did not"),
    ("doble", "double"),
    ("doesnt", "does not"),
    ("dont", "do not"),
    ("dosnt", "does not"),
    ("faild", "failed"),
    ("isnt", "is not"),
    ("promt", "prompt"),
    ("registerd", "registered"),
    ("scew", "skew"),
    ("wont", "will not"),
];

/// A word in lower case as it was meant, with what stands around it.
pub(super) fn corrected(word: &str) -> Cow<'_, str> {
    // Behind its domain an account's name stands alone.
    let bare = word.rsplit('\\').next().unwrap_or(word);
    let bare = bare.trim_matches(|c: char| !c.is_alphabetic());
    let typed = TYPED.iter().find(|(typed, _)| *typed == bare);
    let meant = typed.map(|(_, meant)| *meant).or_else(|| {
        let known = WORDS.iter().any(|meant| bare.starts_with(meant));
        let mut words = WORDS.iter().filter(|_| !known);
        words
            .find(|meant| is_mistyped(bare.as_bytes(), meant.as_bytes()))
            .copied()
    });
    meant.map_or(Cow::Borrowed(word), |meant| {
        Cow::Owned(word.replacen(bare, meant, 1))
    })
}

/// Whether one letter is missing, too many or another one, or two are exchanged.
fn is_mistyped(typed: &[u8], meant: &[u8]) -> bool {
    if typed.len().abs_diff(meant.len()) > 1 {
        return false;
    }
    let same = |(a, b): &(&u8, &u8)| a == b;
    let begin = typed.iter().zip(meant).take_while(same).count();
    let (typed, meant) = (typed.get(begin..), meant.get(begin..));
    let (typed, meant) = (typed.unwrap_or_default(), meant.unwrap_or_default());
    let end = typed
        .iter()
        .rev()
        .zip(meant.iter().rev())
        .take_while(same)
        .count();
    let rest = |word: &[u8]| word.get(..word.len() - end).map(<[u8]>::to_vec);
    match (rest(typed).as_deref(), rest(meant).as_deref()) {
        (Some([]), Some([_])) | (Some([_]), Some([] | [_])) => true,
        (Some([a, b]), Some([c, d])) => (a, b) == (d, c),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::corrected;

    #[test]
    fn one_mistake_in_a_long_word_is_put_right() {
        for (typed, meant) in [
            ("annonymous", "anonymous"),
            ("\"anonymos\"", "\"anonymous\""),
            ("kerbros,", "kerberos,"),
            ("kerbeors", "kerberos"),
            ("pasword.", "password."),
            ("dosnt", "does not"),
            ("authority\\anonymus", "authority\\anonymous"),
            ("krb_ap_err_modifed", "krb_ap_err_modified"),
            ("kdc_err_c_principal_unknown", "kdc_err_c_principal_unknown"),
            ("passwords", "passwords"),
            ("credential", "credential"),
            ("delegating", "delegating"),
            ("negotiated", "negotiated"),
            ("amount", "amount"),
            ("accounts", "accounts"),
            ("401", "401"),
            ("", ""),
        ] {
            assert_eq!(corrected(typed), meant);
        }
    }
}
