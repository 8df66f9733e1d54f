//! What would let a ticket through that a service has refused.

use crate::hosts::{Role, account_of};
use crate::lab::{EventId, Log};
use crate::present::narration::kerberos::Unopened;
use crate::wire::kerberos::error_code;

/// What would let a ticket through that IIS has refused with that error.
pub fn remedy(log: &Log, at: EventId, code: i64) -> Option<&'static str> {
    match code {
        error_code::KRB_AP_ERR_MODIFIED if Unopened::of(log, at) == Unopened::Changed => None,
        error_code::KRB_AP_ERR_MODIFIED if has_old_key(log) => Some(OLD_KEY),
        error_code::KRB_AP_ERR_MODIFIED => Some(
            "The SPN must be on the account whose key IIS uses: with kernel mode the computer’s, unless \
             useAppPoolCredentials is on; without kernel mode the pool’s.",
        ),
        error_code::KRB_AP_ERR_SKEW => Some(
            "Set the clock of IIS right: Kerberos allows five minutes; NTLM does not compare clocks.",
        ),
        _ => None,
    }
}

/// What would let a ticket through that a back end has refused with that error.
pub fn back_end_remedy(log: &Log, at: EventId, code: i64) -> Option<&'static str> {
    if code != error_code::KRB_AP_ERR_MODIFIED {
        return None;
    }
    match Unopened::of(log, at) {
        Unopened::Changed => None,
        Unopened::ForAnother => {
            Some("A ticket for this service would have to be asked for: only a KDC can make one.")
        }
        Unopened::OtherKey => Some(
            "The SPN must be on the account that the back end runs as: setspn -Q finds whose it is.",
        ),
    }
}

/// What gets IIS the key that its account has by now.
pub const OLD_KEY: &str = "The password of that account was changed, and IIS has the key of the one before: give the \
    pool the new password, or for a computer’s account repair its secure channel (Test-ComputerSecureChannel -Repair).";

/// Whether the keys of IIS are of an earlier password than those that the directory has of the same account.
pub fn has_old_key(log: &Log) -> bool {
    let keys = |role| {
        log.host_of(role)
            .map_or(&[][..], |host| &host.kerberos_keys)
    };
    keys(Role::FrontEnd).iter().any(|(owner, key)| {
        let account = account_of_owner(owner);
        let mut known = keys(Role::DomainController).iter();
        known.any(|(other, current)| {
            let same = account_of_owner(other) == account && current.etype == key.etype;
            same && current.bytes != key.bytes
        })
    })
}

/// The account in `CONTOSO\WEB-01$` or `WEB-01$@CONTOSO.EXAMPLE`.
pub fn account_of_owner(owner: &str) -> &str {
    account_of(owner.rsplit_once('\\').map_or(owner, |(_, name)| name))
}
