//! The accounts of the servers behind IIS.

use super::{Keys, computer};
use crate::hosts::{BackEndProtocol, KerberosAccount, ServiceAccount};
use crate::lab::{RunsAs, Scenario, SpnPlacement};

/// Whose keys the back end may have.
pub(super) struct BackEndAccounts {
    /// Its computer's.
    pub(super) computer: KerberosAccount,
    /// The one that is made for it; none where it neither runs as it nor has its name there.
    pub(super) own: Option<KerberosAccount>,
    /// What it knows of the one that it runs as.
    pub(super) runs_as: ServiceAccount,
}

impl BackEndAccounts {
    /// Those of a scenario; the one that it runs as lets `lets_act` act for others.
    pub(super) fn of(
        scenario: &Scenario,
        realm: &str,
        lets_act: &[String],
        keys: &mut Keys,
    ) -> Self {
        let names = &scenario.names;
        let placement = scenario.directory.back_end_spn;
        let is_sql = scenario.back_end.protocol == BackEndProtocol::Sql;
        let mut machine = keys.random();
        // HOST/… stands for HTTP/…, and not for MSSQLSvc/….
        if is_sql || placement != SpnPlacement::Missing {
            machine.spns = scenario.host_spns(&names.back_end);
        }
        let registers = is_sql && placement == SpnPlacement::Computer;
        if registers || placement == SpnPlacement::Twice {
            machine.spns.extend(scenario.back_end_account_spns());
        }
        let has_name = matches!(
            placement,
            SpnPlacement::ServiceAccount | SpnPlacement::Twice
        );
        let in_own = scenario.back_end.runs_as == RunsAs::Domain;
        let mut own = (in_own || has_name).then(|| {
            let password = &scenario.directory.password;
            KerberosAccount::user(realm, &names.back_end_account, password, &keys.etypes)
        });
        if let Some(own) = own.as_mut().filter(|_| has_name) {
            own.spns = scenario.back_end_account_spns();
        }
        let (name, account) = match own.as_mut().filter(|_| in_own) {
            Some(own) => (names.back_end_account.clone(), own),
            None => (computer(&names.back_end), &mut machine),
        };
        account.lets_act = lets_act.to_vec();
        let runs_as = ServiceAccount::of(realm, &name, account);
        Self {
            computer: machine,
            own,
            runs_as,
        }
    }
}

/// The computer of the public folders, where there is one; it lets `lets_act` act for others.
pub(super) fn folder_server(
    scenario: &Scenario,
    lets_act: Vec<String>,
    keys: &mut Keys,
) -> Option<KerberosAccount> {
    scenario
        .back_end
        .has_folder_server()
        .then(|| KerberosAccount {
            spns: scenario.host_spns(&scenario.names.folder_server),
            lets_act,
            ..keys.random()
        })
}
