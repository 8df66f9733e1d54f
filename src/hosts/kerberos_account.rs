//! What a directory knows of an account for Kerberos, and what a computer knows of the accounts it runs services as.

use super::FileTime;
use crate::crypto::kerberos::{Etype, Key, computer_salt, string_to_key, user_salt};
use crate::crypto::{Trace, upper};

/// What a directory keeps of an account for Kerberos. The KDC decides by this and by nothing else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KerberosAccount {
    /// The last part of its SID: objectSid.
    pub rid: u32,
    /// userPrincipalName, such as `alice@contoso.example`; none where the account has none of its own.
    pub upn: Option<String>,
    /// servicePrincipalName: the names by which tickets for it are asked for.
    pub spns: Vec<String>,
    /// What the keys were salted with when the password was set.
    pub salt: String,
    /// Its keys, the strongest first.
    pub keys: Vec<Key>,
    /// pwdLastSet: when its password was set; zero where that is not known, or it must be set anew.
    pub password_set: FileTime,
    /// msDS-KeyVersionNumber: goes up with each new password, and stands beside what the keys encrypt.
    pub kvno: u32,
    /// TRUSTED_FOR_DELEGATION: it may be given users' own TGTs.
    pub trusted_for_delegation: bool,
    /// TRUSTED_TO_AUTH_FOR_DELEGATION: a ticket it gets for a user to itself can be used further.
    pub trusted_to_authenticate: bool,
    /// msDS-AllowedToDelegateTo: the services it may go on to for its users.
    pub may_delegate_to: Vec<String>,
    /// msDS-AllowedToActOnBehalfOfOtherIdentity: the accounts that may come to it for their users.
    pub lets_act: Vec<String>,
    /// NOT_DELEGATED: "Account is sensitive and cannot be delegated".
    pub sensitive: bool,
    /// A member of Protected Users.
    pub protected: bool,
    /// Of the account that stands for a trust: what the trust allows.
    pub trust: Option<Trust>,
}

/// What a trust to another forest allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trust {
    /// The realm on the other side.
    pub realm: String,
    /// TRUST_ATTRIBUTE_CROSS_ORGANIZATION_ENABLE_TGT_DELEGATION: TGTs of users may be delegated across the trust.
    pub tgt_delegation: bool,
    /// TRUST_ATTRIBUTE_CROSS_ORGANIZATION: users of the other side may sign in only where they were given "Allowed to
    /// authenticate", which no computer here has.
    pub selective: bool,
}

impl KerberosAccount {
    /// A user, whose keys are salted with realm and name (RFC 4120 4).
    pub fn user(realm: &str, name: &str, password: &str, etypes: &[Etype]) -> Self {
        Self::salted(user_salt(realm, name, None), password, etypes)
    }

    /// A computer of that realm, by its name without the dollar sign.
    pub fn computer(realm: &str, name: &str, password: &str, etypes: &[Etype]) -> Self {
        Self::salted(computer_salt(realm, name), password, etypes)
    }

    /// An account whose keys are made with that salt.
    pub fn salted(salt: String, password: &str, etypes: &[Etype]) -> Self {
        let key = |etype: &Etype| {
            string_to_key(*etype, password, salt.as_bytes(), None, &mut Trace::off())
        };
        Self {
            keys: etypes.iter().map(key).collect(),
            salt,
            kvno: 2,
            ..Self::default()
        }
    }

    /// Its key of that encryption type.
    pub fn key(&self, etype: Etype) -> Option<&Key> {
        self.keys.iter().find(|key| key.etype == etype)
    }

    /// Whether one of its service principal names is that one.
    pub fn has_spn(&self, spn: &str) -> bool {
        self.spns.iter().any(|own| same(own, spn))
    }
}

/// Names in the directory are compared without regard to case.
pub fn same(one: &str, other: &str) -> bool {
    one == other || upper(one) == upper(other)
}

/// An account that services of a computer run as, with its keys: what a keytab holds on other systems.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceAccount {
    /// Its name in the directory, such as `WEB-01$`.
    pub name: String,
    /// The realm of the directory.
    pub realm: String,
    /// The version of its keys.
    pub kvno: u32,
    /// Its keys, the strongest first.
    pub keys: Vec<Key>,
}

impl ServiceAccount {
    /// The account of that name in a directory, as the computer that runs as it knows it.
    pub fn of(realm: &str, name: &str, account: &KerberosAccount) -> Self {
        Self {
            name: name.to_owned(),
            realm: realm.to_owned(),
            kvno: account.kvno,
            keys: account.keys.clone(),
        }
    }

    /// Its key of that encryption type.
    pub fn key(&self, etype: i64) -> Option<&Key> {
        self.keys.iter().find(|key| key.etype.number() == etype)
    }
}

/// What a computer knows for Kerberos.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KerberosHost {
    /// The realms it knows KDCs of, its own first.
    pub realms: Vec<Realm>,
    /// The accounts whose keys open tickets for its services.
    pub accepts_as: Vec<ServiceAccount>,
    /// The account its services call others as.
    pub runs_as: Option<ServiceAccount>,
}

/// A realm, and where its KDC is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Realm {
    /// NetBIOS name of the domain.
    pub netbios: String,
    /// DNS name of the domain in capitals, as realms are written.
    pub name: String,
    /// Where its KDC listens, over TCP.
    pub kdc: super::Endpoint,
}

impl KerberosHost {
    /// The realm of a domain, by its name in either form; no name means the own one.
    pub fn realm(&self, domain: &str) -> Option<&Realm> {
        if domain.is_empty() {
            return self.realms.first();
        }
        let mut realms = self.realms.iter();
        realms.find(|realm| same(&realm.name, domain) || same(&realm.netbios, domain))
    }
}
