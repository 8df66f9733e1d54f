//! What a set of changes costs: in one sentence, in bars, and part by part.

use super::service_account;
use crate::crypto::lower;
use crate::hosts::Endpoint;
use crate::lab::repair::{Cost, ExposedUsers, ExposureDuration, HeldSecret, Reach};
use crate::lab::{DelegationTrust, Scenario};
use crate::present::narration::text::{Text, password, ticket};
use crate::prose;

/// What a set costs, in one sentence, and in another what was so before and stays. `scenario` has its changes.
pub fn cost(scenario: &Scenario, cost: &Cost) -> Text {
    let account = service_account(scenario);
    let web = scenario.names.web_server.clone();
    let costs = match (cost.secret, cost.users) {
        (HeldSecret::Nothing, _) if cost.kept != HeldSecret::Nothing => {
            prose! { "IIS gets nothing that it did not have before." }
        }
        (HeldSecret::Nothing, _) => {
            return prose! { "IIS then holds nothing that could be used elsewhere." };
        }
        (HeldSecret::Right, ExposedUsers::Person) => {
            prose! { account, " can act as ", scenario.client.user.clone(), " too, ", at(scenario, cost), "." }
        }
        (HeldSecret::Right, ExposedUsers::KerberosVisitors) => {
            prose! { account, " can act as its Kerberos visitors, ", at(scenario, cost), "." }
        }
        (HeldSecret::Right, _) => {
            prose! { account, " can act as any user who is not sensitive, present or not, ", at(scenario, cost), "." }
        }
        (HeldSecret::ForwardedTgt, ExposedUsers::Person) => {
            prose! { web, " holds the ", ticket("TGT"), " of ", scenario.client.user.clone(), " too: good for any service." }
        }
        (HeldSecret::ForwardedTgt, _) => {
            prose! { web, " holds the ", ticket("TGT"), " of each Kerberos visitor: good for any service." }
        }
        (HeldSecret::Password, _) => {
            prose! { web, " holds the ", password(), " of each visitor: good anywhere." }
        }
    };
    let account = service_account(scenario);
    let web = scenario.names.web_server.clone();
    match cost.kept {
        HeldSecret::Nothing => costs,
        HeldSecret::Right => {
            prose! { costs, " The account of ", web, " may act for others, before as after." }
        }
        HeldSecret::ForwardedTgt => {
            prose! { costs, " ", account, " is trusted for any service, before as after." }
        }
        HeldSecret::Password => {
            prose! { costs, " ", web, " gets the ", password(), " of each visitor, before as after." }
        }
    }
}

/// Where those can be acted as: how many services that is.
fn at(scenario: &Scenario, cost: &Cost) -> String {
    let directory = &scenario.directory;
    let of_kerberos_visitors = matches!(
        cost.users,
        ExposedUsers::KerberosVisitors | ExposedUsers::Person
    );
    let mut names = match directory.delegation {
        DelegationTrust::KerberosOnly if !of_kerberos_visitors => Vec::new(),
        DelegationTrust::KerberosOnly | DelegationTrust::AnyProtocol => {
            scenario.delegation_targets()
        }
        DelegationTrust::No | DelegationTrust::Unconstrained => Vec::new(),
    };
    if scenario.back_end.lets_front_end_act {
        names.extend(scenario.back_end_spns());
    }
    let mut services: Vec<String> = Vec::new();
    for service in names.iter().map(|name| service(name)) {
        if !services.contains(&service) {
            services.push(service);
        }
    }
    match services.len() {
        0 | 1 => "at this one service".to_owned(),
        number => format!("at each of {number} services"),
    }
}

/// A service by any of its names: its short one, without the port that its kind has anyway.
fn service(spn: &str) -> String {
    let spn = lower(spn);
    let (class, rest) = spn.split_once('/').unwrap_or(("", &spn));
    let (host, port) = rest.split_once(':').unwrap_or((rest, ""));
    let short = host.split('.').next().unwrap_or(host);
    let usual = port
        .parse()
        .is_ok_and(|port: u16| port == Endpoint::SQL || port == Endpoint::HTTP);
    let port = if usual { "" } else { port };
    format!("{class}/{short}:{port}")
}

/// How much it costs, of four.
pub fn bars(cost: &Cost) -> usize {
    match (cost.secret, cost.users) {
        (HeldSecret::Nothing, _) => 0,
        (HeldSecret::Right, ExposedUsers::Person | ExposedUsers::KerberosVisitors) => 1,
        (HeldSecret::Right, _) | (HeldSecret::ForwardedTgt, ExposedUsers::Person) => 2,
        (HeldSecret::ForwardedTgt, _) => 3,
        (HeldSecret::Password, _) => 4,
    }
}

/// What bars say to whoever does not see them.
pub fn bars_said(cost: &Cost) -> String {
    format!("cost {} of 4", bars(cost))
}

/// The four parts of a cost, each with what it is about.
pub fn cost_parts(cost: &Cost) -> [(&'static str, &'static str); 4] {
    let secret = match cost.secret {
        HeldSecret::Nothing if cost.kept != HeldSecret::Nothing => "nothing that it did not before",
        HeldSecret::Nothing => "nothing",
        HeldSecret::Right => "the right to ask for tickets in others’ names",
        HeldSecret::ForwardedTgt => "forwarded TGTs",
        HeldSecret::Password => "passwords in clear",
    };
    let users = match cost.users {
        ExposedUsers::Nobody => "nobody",
        ExposedUsers::Person => "this user, protected before",
        ExposedUsers::KerberosVisitors => "Kerberos visitors who may be delegated",
        ExposedUsers::AnyoneNotSensitive => "anyone who may be delegated, absent or not",
        ExposedUsers::KerberosVisitorsAndComputers => {
            "Kerberos visitors, and computers that can be made to come"
        }
        ExposedUsers::AllVisitors => "all who sign in",
    };
    let reach = match cost.reach {
        Reach::ThisHost => "this computer",
        Reach::OneService => "the account of each service it may act at, whatever runs as it",
        Reach::WholeForest => "every service of the forest",
        Reach::BeyondForest => "wherever the password is used",
    };
    let after = match cost.after {
        ExposureDuration::Nothing => "at once",
        ExposureDuration::TicketLifetime => "after 10 hours, when tickets have ended",
        ExposureDuration::RenewableLifetime => "after 7 days, when TGTs can no longer be renewed",
        ExposureDuration::PasswordChange => "when passwords were changed",
    };
    [
        ("IIS holds", secret),
        ("Whose", users),
        ("Reaches", reach),
        ("Ends once undone", after),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::Setting;
    use crate::lab::repair::{Change, Repair};
    use crate::lab::table::{Column, ROWS, scenario};

    fn row(id: &str) -> Scenario {
        let row = ROWS.iter().find(|row| row.id == id).unwrap();
        scenario(row, Column::RemoteHttp).unwrap()
    }

    fn said(base: &Scenario, setting: Setting, to: &str) -> (String, usize) {
        let change = Change::new(base, setting, to).unwrap();
        let repair = Repair::try_out(base, vec![change]);
        let said = cost(&repair.scenario, &repair.cost).to_string();
        (said, bars(&repair.cost))
    }

    #[test]
    fn services_on_a_list_are_counted() {
        let mut base = row("K6");
        let all = "HTTP/mbx-02, HTTP/mbx-02.contoso.example";
        base.directory.delegation_list = all.to_owned();
        let (one, _) = said(&base, Setting::Delegation, "protocols");
        assert!(one.ends_with("at this one service."), "{one}");
        base.directory.delegation_list = format!(
            "{all}, cifs/files, MSSQLSvc/sql-02.contoso.example:1433, MSSQLSvc/sql-02, MSSQLSvc/sql-02:1444"
        );
        let (four, _) = said(&base, Setting::Delegation, "protocols");
        assert!(four.ends_with("at each of 4 services."), "{four}");
    }

    #[test]
    fn what_was_so_before_is_no_cost_of_a_change() {
        let trusted = "WEB-01$ is trusted for any service, before as after.";
        for (id, setting, to, bars, begins) in [
            ("K3", Setting::Placement, "same", 0, "IIS gets nothing"),
            (
                "S2",
                Setting::LetsFrontEndAct,
                "1",
                2,
                "WEB-01$ can act as any user",
            ),
            (
                "K3",
                Setting::LetsFrontEndAct,
                "1",
                2,
                "WEB-01$ can act as any user",
            ),
        ] {
            let (said, filled) = said(&row(id), setting, to);
            assert!(
                said.starts_with(begins) && said.ends_with(trusted),
                "{id}: {said}"
            );
            assert_eq!(filled, bars, "{id}: {said}");
        }
        // Whoever lets the browser hand TGTs over has them handed over.
        let (handed, filled) = said(&row("K3"), Setting::Delegates, "1");
        assert!(handed.starts_with("WEB-01 holds the TGT"), "{handed}");
        assert_eq!(filled, 3);
        // Of another kind of logon Windows keeps the password.
        let (kept, filled) = said(&row("B2"), Setting::BasicLogon, "cleartext");
        assert!(kept.starts_with("WEB-01 holds the password"), "{kept}");
        assert_eq!(filled, 4);
    }

    #[test]
    fn a_password_that_iis_asked_for_before_is_no_cost_of_a_domain() {
        let mut base = row("B4");
        base.client.domain.clear();
        for setting in [Setting::Domain, Setting::DefaultDomain] {
            let (said, filled) = said(&base, setting, "CONTOSO");
            assert_eq!(filled, 0, "{said}");
            assert!(
                said.ends_with("of each visitor, before as after."),
                "{said}"
            );
        }
    }

    #[test]
    fn the_leave_of_the_back_end_beside_a_list_is_for_kerberos_visitors() {
        let (said, filled) = said(&row("K5"), Setting::LetsFrontEndAct, "1");
        assert_eq!(filled, 1, "{said}");
        let change = Change::new(&row("K9B"), Setting::DelegationList, "");
        let repair = Repair::try_out(&row("K9B"), vec![change.unwrap()]);
        assert_eq!(bars(&repair.cost), 2, "whoever comes can be acted as then");
    }

    #[test]
    fn an_account_that_loses_its_protection_is_a_cost() {
        for (id, setting) in [
            ("K10B", Setting::Sensitive),
            ("K10C", Setting::Sensitive),
            ("P2", Setting::Protected),
        ] {
            let (said, filled) = said(&row(id), setting, "0");
            assert_eq!(said, "WEB-01$ can act as alice too, at this one service.");
            assert_eq!(filled, 1, "{id}");
        }
    }

    #[test]
    fn where_others_hand_their_tgts_over_already_only_that_of_the_person_is_new() {
        let mut base = row("K2");
        base.client.delegates = true;
        base.directory.sensitive = true;
        let (own, filled) = said(&base, Setting::Sensitive, "0");
        assert_eq!(
            own,
            "WEB-01 holds the TGT of alice too: good for any service."
        );
        assert_eq!(filled, 2);
        // Whoever lets the browser hand TGTs over besides has all of them handed over.
        base.client.delegates = false;
        let change = Change::new(&base, Setting::Sensitive, "0").unwrap();
        let both = change.along(&base, Setting::Delegates, "1");
        let repair = Repair::try_out(&base, vec![both]);
        assert_eq!(bars(&repair.cost), 3);
    }
}
