//! The accounts of IIS: its computer's and the application pool's.

use super::{Keys, computer};
use crate::crypto::kerberos::Etype;
use crate::hosts::{KerberosAccount, ServiceAccount};
use crate::lab::{DelegationTrust, EtypeChoice, RunsAs, Scenario, SpnPlacement};

/// The accounts that IIS may run as: its computer's and its pool's.
pub(super) struct FrontEndAccounts {
    /// Its computer's.
    pub(super) web: KerberosAccount,
    /// The pool's, whether IIS runs as it or not.
    pub(super) pool: KerberosAccount,
}

/// What the computer of IIS knows of its accounts.
pub(super) struct KnownAccounts {
    /// The one whose key opens tickets.
    pub(super) accepts_as: ServiceAccount,
    /// The one that calls the back end.
    pub(super) runs_as: ServiceAccount,
}

impl FrontEndAccounts {
    pub(super) fn of(scenario: &Scenario, realm: &str, keys: &mut Keys) -> Self {
        let web_spns = scenario.web_spns();
        let mut accounts = Self {
            web: web_server(scenario, &web_spns, keys),
            pool: pool(scenario, realm, &web_spns, keys),
        };
        delegation(accounts.acting(scenario), scenario);
        restrict(&mut accounts.web, scenario.directory.web_etypes);
        restrict(&mut accounts.pool, scenario.directory.web_etypes);
        accounts
    }

    /// Whether the pool's account stands in the directory: IIS runs as it, or it has the web server's name.
    pub(super) fn has_pool(scenario: &Scenario) -> bool {
        runs_in_pool(scenario) || has_web_spn(scenario)
    }

    /// The account that IIS runs as.
    fn acting(&mut self, scenario: &Scenario) -> &mut KerberosAccount {
        match runs_in_pool(scenario) {
            true => &mut self.pool,
            false => &mut self.web,
        }
    }

    /// The name of the account that IIS calls back ends as.
    pub(super) fn acts_as(&self, scenario: &Scenario) -> String {
        match runs_in_pool(scenario) {
            true => scenario.names.pool_account.clone(),
            false => computer(&scenario.names.web_server),
        }
    }

    pub(super) fn known(&self, scenario: &Scenario, realm: &str) -> KnownAccounts {
        let (names, front_end) = (&scenario.names, &scenario.front_end);
        let web = ServiceAccount::of(realm, &computer(&names.web_server), &self.web);
        let pool = ServiceAccount::of(realm, &names.pool_account, &self.pool);
        let kernel = front_end.kernel_mode && !front_end.pool_credentials;
        match (runs_in_pool(scenario), kernel) {
            (true, true) => KnownAccounts {
                accepts_as: web,
                runs_as: pool,
            },
            (true, false) => KnownAccounts {
                accepts_as: pool.clone(),
                runs_as: pool,
            },
            (false, _) => KnownAccounts {
                accepts_as: web.clone(),
                runs_as: web,
            },
        }
    }

    /// The password of the account that IIS runs as is changed: IIS knows the one before.
    pub(super) fn change_key(&mut self, scenario: &Scenario, keys: &mut Keys) {
        let changed = self.acting(scenario);
        changed.keys = keys.random().keys;
        changed.kvno += 1;
    }
}

/// Whether the application pool runs as an account of the domain.
fn runs_in_pool(scenario: &Scenario) -> bool {
    scenario.front_end.pool == RunsAs::Domain
}

/// Whether the pool's account has the web server's name.
fn has_web_spn(scenario: &Scenario) -> bool {
    matches!(
        scenario.directory.web_spn,
        SpnPlacement::ServiceAccount | SpnPlacement::Twice
    )
}

/// The account of the computer that IIS runs on, with its SPNs and keys.
fn web_server(scenario: &Scenario, web_spns: &[String], keys: &mut Keys) -> KerberosAccount {
    let placement = scenario.directory.web_spn;
    let mut web = keys.random();
    if placement != SpnPlacement::Missing {
        web.spns = scenario.web_host_spns();
        // An alias has a name of its own, which nothing registers by itself.
        if placement == SpnPlacement::Computer && scenario.client.alias {
            web.spns.extend_from_slice(web_spns);
        }
    }
    if placement == SpnPlacement::Twice {
        web.spns.extend_from_slice(web_spns);
    }
    web
}

/// The pool's account, whether IIS runs as it or not.
fn pool(scenario: &Scenario, realm: &str, web_spns: &[String], keys: &mut Keys) -> KerberosAccount {
    let (name, password) = (&scenario.names.pool_account, &scenario.directory.password);
    let mut pool = match scenario.front_end.pool {
        RunsAs::Domain => KerberosAccount::user(realm, name, password, &keys.etypes),
        RunsAs::Computer => keys.random(),
    };
    if has_web_spn(scenario) {
        pool.spns = web_spns.to_vec();
    }
    pool
}

/// What the account of IIS is trusted for.
fn delegation(account: &mut KerberosAccount, scenario: &Scenario) {
    let trust = scenario.directory.delegation;
    account.trusted_for_delegation = trust == DelegationTrust::Unconstrained;
    account.trusted_to_authenticate = trust == DelegationTrust::AnyProtocol;
    if matches!(
        trust,
        DelegationTrust::KerberosOnly | DelegationTrust::AnyProtocol
    ) {
        account.may_delegate_to = scenario.delegation_targets();
    }
}

fn restrict(account: &mut KerberosAccount, choice: EtypeChoice) {
    match choice {
        EtypeChoice::OfItsTime => {}
        EtypeChoice::Aes => account.keys.retain(|key| key.etype.is_aes()),
        EtypeChoice::Rc4 => account.keys.retain(|key| key.etype == Etype::Rc4),
    }
}
