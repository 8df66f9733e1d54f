//! What a directory keeps of an account.

use super::{AccountState, KerberosAccount, same};
use crate::wire::kerberos::KRBTGT;

/// An account: the directory keeps one-way functions of the password, never the password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its name, as the directory spells it.
    pub name: String,
    /// The NT hash: NTOWFv1 of the password (`[MS-NLMP]` 3.3.1).
    pub nt_owf: [u8; 16],
    /// The LM hash: LMOWFv1 (`[MS-NLMP]` 3.3.1); none where the password is too long for it.
    pub lm_owf: Option<[u8; 16]>,
    /// What other packages need in place of the password, by their names (supplementalCredentials, `[MS-SAMR]` 2.2.10).
    pub supplemental: Vec<(&'static str, Vec<[u8; 16]>)>,
    /// Whether it may sign in at all.
    pub state: AccountState,
    /// Its names, keys and rights in Kerberos, by which a KDC decides.
    pub kerberos: KerberosAccount,
}

impl Account {
    /// Whether it is a computer's: their names end so.
    pub fn is_computer(&self) -> bool {
        self.name.ends_with('$')
    }

    /// Whether it is the ticket-granting service's, whose key every TGT of its domain is under (RFC 4120 1.2).
    pub fn is_krbtgt(&self) -> bool {
        same(&self.name, KRBTGT)
    }

    /// The same account, which may sign in or not as that state says.
    pub fn with_state(mut self, state: AccountState) -> Self {
        self.state = state;
        self
    }

    /// With these names, keys and rights in Kerberos.
    pub fn with_kerberos(mut self, kerberos: KerberosAccount) -> Self {
        self.kerberos = kerberos;
        self
    }
}
