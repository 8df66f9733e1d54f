//! Ways across the second hop that the search does not run: they change the application, or whose identity arrives.

use super::service_account;
use crate::hosts::{BackEndProtocol, Era};
use crate::lab::Scenario;

/// A way that is known and not computed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherWay {
    /// What it is called.
    pub name: &'static str,
    /// What is done, in the person's names.
    pub does: String,
    /// What it costs, in security or in work.
    pub costs: &'static str,
    /// Who says so; none of what is not of Windows' own sign-in.
    pub source: Option<&'static str>,
}

/// The ways that there are at the time, to that back end.
pub fn other_ways(scenario: &Scenario) -> Vec<OtherWay> {
    let names = &scenario.names;
    let back = &names.back_end;
    let account = service_account(scenario);
    let today = scenario.era == Era::Today;
    let login = OtherWay {
        name: "A SQL login",
        does: format!(
            "The application signs in to {back} with a name and a password of SQL Server."
        ),
        costs: "The password stands in the configuration and is good from any host until it is changed; SQL Server must run in mixed mode. Microsoft prefers Windows authentication.",
        source: Some("sql-docs, “Choose an authentication mode”; MITRE T1552.001"),
    };
    let own_identity = OtherWay {
        name: "The application’s own identity",
        does: format!(
            "The application calls {back} as {account}, without impersonation, and {back} lets that account in."
        ),
        costs: "The user’s rights and name are lost at the back end: the application has to judge, and whatever it may read it can read for everybody.",
        source: Some("Microsoft, trusted subsystem"),
    };
    let group_account = OtherWay {
        name: "The same, under a gMSA",
        does: "The pool runs as a group managed service account: its password is long, changed by itself, and known to nobody.".to_owned(),
        costs: "SPNs move to it; its delegation is set by PowerShell alone. Who administers a host that may use it can be it.",
        source: Some("Microsoft, group managed service accounts; BloodHound, ReadGMSAPassword"),
    };
    let credssp = OtherWay {
        name: "CredSSP",
        does: "The client hands its password to the server, which signs in with it. For PowerShell and Remote Desktop, not for browsers.".to_owned(),
        costs: "As Basic: the password lies there. Protected Users and Credential Guard refuse. Microsoft’s pages differ: that on the second hop lists it first, that on Credential Guard advises against it.",
        source: Some("Microsoft, “Making the second hop in PowerShell Remoting”; Credential Guard considerations"),
    };
    let claims = OtherWay {
        name: "OAuth, claims",
        does: "An identity provider gives the application a token for the back end in the user’s name.".to_owned(),
        costs: "Both ends have to speak it.",
        source: None,
    };
    let another_protocol = OtherWay {
        name: "Another protocol",
        does: format!(
            "The application reads the mailbox on {back} over HTTP in place of MAPI, with Kerberos and delegation. There are both since Exchange 2000 and Windows 2000; constrained delegation since Windows Server 2003."
        ),
        costs: "Exchange and Windows are upgraded, and the application is written anew where it used MAPI.",
        source: Some("Microsoft, KB918710"),
    };
    let mapi_alone =
        scenario.back_end.protocol == BackEndProtocol::Mapi && scenario.era == Era::Y1998;
    let ways = [
        (mapi_alone, another_protocol),
        (true, own_identity),
        (today, group_account),
        (scenario.back_end.protocol == BackEndProtocol::Sql, login),
        (today, credssp),
        (today, claims),
    ];
    let there = ways.into_iter().filter(|(there, _)| *there);
    there.map(|(_, way)| way).collect()
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
        assert!(ways.iter().any(|way| way.name == "CredSSP"));
        scenario.era = Era::Y1998;
        assert_eq!(other_ways(&scenario).len(), 2);
        scenario.call_by(BackEndProtocol::Mapi);
        assert_eq!(other_ways(&scenario)[0].name, "Another protocol");
        scenario.call_by(BackEndProtocol::Http);
        assert!(
            other_ways(&scenario)
                .iter()
                .all(|way| way.name != "A SQL login")
        );
    }
}
