//! Names of accounts, as people type them and as messages write them.

/// The account that a name means, without its domain: `FABRIKAM\dana`, `dana@fabrikam.example` and `dana` are one.
pub fn account_of(name: &str) -> &str {
    let name = name.rsplit_once('\\').map_or(name, |(_, account)| account);
    name.rsplit_once('@').map_or(name, |(account, _)| account)
}

/// Whether two names mean one account, whatever the domains are.
pub fn same_account(one: &str, other: &str) -> bool {
    account_of(one).eq_ignore_ascii_case(account_of(other))
}

/// The name that a client hashed: the one that was sent, unless the one that is typed means another account.
pub fn hashed<'a>(typed: Option<&'a str>, sent: &'a str) -> &'a str {
    match typed {
        Some(typed) if typed.eq_ignore_ascii_case(sent) => typed,
        Some(typed) if !same_account(typed, sent) => account_of(typed),
        _ => sent,
    }
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
        assert_eq!(hashed(Some("FABRIKAM\\erin"), "Dana"), "erin");
    }
}
