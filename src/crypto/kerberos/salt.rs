//! With which salt Active Directory makes a key of an account's password ([MS-KILE] 3.1.1.2).

use crate::crypto::{lower, upper};

/// A user's: the realm in capitals and the account's name (`sAMAccountName`), its case as stored. Whoever has a UPN has
/// that instead, up to its last `@` and without slashes.
///
/// That the UPN counts is what domain controllers do; [MS-KILE] knows only "the user name".
pub fn user_salt(realm: &str, account: &str, upn: Option<&str>) -> String {
    let mut salt = upper(realm);
    match upn {
        Some(upn) => {
            let name = upn.rsplit_once('@').map_or(upn, |(name, _)| name);
            salt.extend(name.chars().filter(|c| *c != '/'));
        }
        None => salt.push_str(account),
    }
    salt
}

/// A computer's or a managed service account's: as if the password were that of `host/name.realm`. `account` ends
/// with `$`, or not.
pub fn computer_salt(realm: &str, account: &str) -> String {
    let name = account.strip_suffix('$').unwrap_or(account);
    [&upper(realm), "host", &lower(name), ".", &lower(realm)].concat()
}

/// A trust's: that of the ticket-granting service of the realm `other` in `realm`, both in capitals.
pub fn trust_salt(realm: &str, other: &str) -> String {
    [&upper(realm), "krbtgt", &upper(other)].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_upn_goes_before_the_account() {
        assert_eq!(user_salt("x.test", "Bob", None), "X.TESTBob");
        assert_eq!(
            user_salt("x.test", "web", Some("HTTP/web.x@X.TEST")),
            "X.TESTHTTPweb.x"
        );
        assert_eq!(user_salt("x.test", "a", Some("b@c@x.test")), "X.TESTb@c");
        assert_eq!(user_salt("x.test", "a", Some("b")), "X.TESTb");
    }

    #[test]
    fn a_computer_is_its_host_service() {
        assert_eq!(computer_salt("x.test", "IIS01$"), "X.TESThostiis01.x.test");
        assert_eq!(trust_salt("x.test", "y.test"), "X.TESTkrbtgtY.TEST");
    }
}
