//! Names of accounts, as people type them and as messages write them.

use crate::letter_case::lower;

/// The account that a name means, without its domain: `FABRIKAM\dana`, `dana@fabrikam.example` and `dana` are one.
pub fn bare_account(name: &str) -> &str {
    let name = name.rsplit_once('\\').map_or(name, |(_, account)| account);
    name.rsplit_once('@').map_or(name, |(account, _)| account)
}

/// Whether two names mean one account, whatever the domains are.
pub fn same_account(one: &str, other: &str) -> bool {
    same(bare_account(one), bare_account(other))
}

/// The name that a client hashed: the one that was sent, unless the one that is typed means another account, or is the same
/// in other letters: Digest hashes them as they are typed.
pub fn hashed<'a>(typed: Option<&'a str>, sent: &'a str) -> &'a str {
    match typed {
        Some(typed) if same(typed, sent) => typed,
        Some(typed) if !same_account(typed, sent) => bare_account(typed),
        _ => sent,
    }
}

/// As Windows compares names: whatever the case.
fn same(one: &str, other: &str) -> bool {
    lower(one) == lower(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_typed_with_its_domain_or_without_and_hashed_as_it_was_sent() {
        for typed in [
            None,
            Some("dana"),
            Some("FABRIKAM\\Dana"),
            Some("dana@x.test"),
        ] {
            assert!(hashed(typed, "Dana").eq_ignore_ascii_case("dana"));
            assert_eq!(hashed(typed, "dana@fabrikam.test"), "dana@fabrikam.test");
        }
        assert_eq!(hashed(Some("dana"), "Dana"), "dana");
        assert_eq!(hashed(Some("FABRIKAM\\erin"), "Dana"), "erin");
        assert!(same_account("jörg", "JÖRG@corp.example"));
    }
}
