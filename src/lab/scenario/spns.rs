//! The service principal names of a scenario's computers and services.

use super::Scenario;
use crate::crypto::lower;
use crate::hosts::{BackEndProtocol, Endpoint, same};

impl Scenario {
    /// The names of the site, as services have them: of its computer, and of the alias in the address where there is one.
    pub fn web_spns(&self) -> Vec<String> {
        let mut spns = self.spns("HTTP", &self.names.web_server);
        let (address, _) = self.client.host_and_port();
        let short = lower(&self.names.web_server);
        let known = same(&short, address) || same(&self.full_name(&short), address);
        if self.client.alias && !address.is_empty() && !known {
            spns.push(format!("HTTP/{}", lower(address)));
        }
        spns
    }

    /// The names that the computer of IIS has by itself.
    pub fn web_host_spns(&self) -> Vec<String> {
        self.host_spns(&self.names.web_server)
    }

    /// The names of the back end as a service, on whichever account. SQL Server registers one with its port, and one without.
    pub fn back_end_account_spns(&self) -> Vec<String> {
        let computer = &self.names.back_end;
        if self.back_end.protocol != BackEndProtocol::Sql {
            return self.spns("HTTP", computer);
        }
        let full = format!("MSSQLSvc/{}", self.full_name(&lower(computer)));
        vec![format!("{full}:{}", Endpoint::SQL), full]
    }

    /// The names that a computer has by itself.
    pub(in crate::lab) fn host_spns(&self, computer: &str) -> Vec<String> {
        self.spns("HOST", computer)
    }

    /// The names of a service on a computer: by its short name, and by its full one.
    fn spns(&self, class: &str, computer: &str) -> Vec<String> {
        let short = lower(computer);
        let full = self.full_name(&short);
        vec![format!("{class}/{short}"), format!("{class}/{full}")]
    }

    fn full_name(&self, short: &str) -> String {
        format!("{short}.{}", self.names.dns_domain)
    }
}
