//! What the domain controllers hold of the accounts.

use crate::hosts::AccountState;

/// The domain controller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directory {
    /// The accounts' names, with commas.
    pub accounts: String,
    /// The password of each account.
    pub password: String,
    /// Where the service principal name of the web server is registered.
    pub web_spn: SpnPlacement,
    /// Where the service principal name of the back end is registered.
    pub back_end_spn: SpnPlacement,
    /// Which delegation the account of IIS is trusted for.
    pub delegation: DelegationTrust,
    /// To which services: msDS-AllowedToDelegateTo, several with commas.
    pub delegation_list: String,
    /// Whether the person's account may sign in.
    pub state: AccountState,
    /// "Account is sensitive and cannot be delegated" of the person's account.
    pub sensitive: bool,
    /// Whether the person is a member of Protected Users.
    pub protected: bool,
    /// Which encryption types the account of IIS has.
    pub web_etypes: EtypeChoice,
    /// Whether the trust to the other forest lets TGTs be delegated (`netdom trust … /EnableTGTDelegation`).
    pub tgt_delegation: bool,
    /// Whether users of the other forest may sign in only at computers that they were given "Allowed to authenticate" for
    /// (selective authentication); they were given it for none.
    pub selective_authentication: bool,
}

/// Where the service principal name of a service is registered: `HTTP/host`, `MSSQLSvc/host:port`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SpnPlacement {
    /// On the computer’s account: its `HOST/…` covers `HTTP/…` by itself, and SQL Server writes its own name there.
    Computer,
    /// On the account that the service runs as alone.
    ServiceAccount,
    /// On the account that the service runs as and on the computer’s.
    Twice,
    /// On an account that has nothing to do with it.
    Elsewhere,
    /// Nowhere, and no `HOST/…` that would cover it either.
    Missing,
}

/// Which delegation an account is trusted for, as Active Directory Users and Computers has it on one page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DelegationTrust {
    /// None: "Do not trust this computer for delegation".
    No,
    /// To any service, with the user's own TGT: TRUSTED_FOR_DELEGATION.
    Unconstrained,
    /// To a list of services, for users who came with Kerberos.
    KerberosOnly,
    /// To a list of services, however users came: TRUSTED_TO_AUTH_FOR_DELEGATION.
    AnyProtocol,
}

/// Which encryption types an account has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EtypeChoice {
    /// Those of its time: RC4 and DES until Windows Server 2003, AES and RC4 since.
    OfItsTime,
    /// AES alone, so no key that is the NT hash.
    Aes,
    /// RC4 alone, whose key is the NT hash.
    Rc4,
}
