//! What an account is called.

use crate::wire::netlogon::Validation;
use std::fmt;

/// An account by its domain and its name there, as somebody typed it, sent it or keeps it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccountName {
    /// The domain or computer that knows the account; may be empty.
    pub domain: String,
    /// The account's name, without its domain.
    pub user: String,
}

/// As the directory spells it.
impl From<&Validation> for AccountName {
    fn from(validation: &Validation) -> Self {
        Self {
            domain: validation.domain.clone(),
            user: validation.user.clone(),
        }
    }
}

impl fmt::Display for AccountName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\\{}", self.domain, self.user)
    }
}
