//! Ways across the second hop that the search does not run: they change the application, or whose identity arrives.

use crate::hosts::Protocol;
use crate::lab::{PoolAccount, Scenario};

/// A way that is known and not computed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherWay {
    /// What it is called.
    pub name: &'static str,
    /// What is done, in the person's names.
    pub does: String,
    /// What it costs.
    pub costs: &'static str,
    /// Who says so.
    pub source: &'static str,
}

/// The ways that fit the back end.
pub fn other_ways(scenario: &Scenario) -> Vec<OtherWay> {
    let names = &scenario.names;
    let back = &names.back_end;
    let account = match scenario.front_end.pool {
        PoolAccount::Computer => format!("{}$", names.web_server),
        PoolAccount::Domain => names.pool_account.clone(),
    };
    let login = OtherWay {
        name: "A SQL login",
        does: format!(
            "The application signs in to {back} with a name and a password of SQL Server."
        ),
        costs: "The password stands in the configuration and is good from any host until it is changed; SQL Server must run in mixed mode. Microsoft prefers Windows authentication.",
        source: "sql-docs, “Choose an authentication mode”; MITRE T1552.001",
    };
    let mut ways = vec![
        OtherWay {
            name: "The application’s own identity",
            does: format!(
                "The application calls {back} as {account}, without impersonation, and {back} lets that account in."
            ),
            costs: "The user’s rights and name are lost at the back end: the application has to judge, and it may read what it may for everybody.",
            source: "Microsoft, trusted subsystem",
        },
        OtherWay {
            name: "The same as a gMSA",
            does: "The pool runs as a group managed service account: its password is long, changed by itself, and known to nobody.".to_owned(),
            costs: "SPNs move to it; its delegation is set by PowerShell alone. Who administers a host that may use it can be it.",
            source: "Microsoft, group managed service accounts; BloodHound, ReadGMSAPassword",
        },
    ];
    ways.extend((scenario.back_end.protocol == Protocol::Sql).then_some(login));
    ways.extend([
        OtherWay {
            name: "CredSSP",
            does: "The client hands its password to the server, which signs in with it. For PowerShell and Remote Desktop, not for browsers.".to_owned(),
            costs: "As Basic: the password lies there. Protected Users and Credential Guard refuse. Microsoft’s pages differ: that on the second hop lists it first, that on Credential Guard advises against it.",
            source: "Microsoft, “Making the second hop in PowerShell Remoting”; Credential Guard considerations",
        },
        OtherWay {
            name: "OAuth, claims",
            does: "An identity provider gives the application a token for the back end in the user’s name.".to_owned(),
            costs: "Both ends have to speak it.",
            source: "Not of Windows’ own sign-in, and not in the lab",
        },
    ]);
    ways
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::presets::Preset;

    #[test]
    fn they_are_told_in_the_names_of_the_settings() {
        let mut scenario = Preset::named("sql-server").unwrap().scenario();
        scenario.names.web_server = "APP01".to_owned();
        let ways = other_ways(&scenario);
        assert!(ways.iter().any(|way| way.does.contains("APP01$")));
        assert!(ways.iter().any(|way| way.name == "A SQL login"));
        scenario.call_by(Protocol::Http);
        assert!(
            other_ways(&scenario)
                .iter()
                .all(|way| way.name != "A SQL login")
        );
    }
}
