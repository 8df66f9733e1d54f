//! What comes of settings.

mod changed_messages;

use super::*;
use crate::hosts::{BackEndProtocol, Decision, Era, Role, Scheme};
use crate::wire::kerberos::{KdcRequest, PaData};

#[test]
fn another_back_end_has_a_computer_of_another_name_unless_it_was_given_one() {
    let mut scenario = Scenario::of(Era::Today);
    for (protocol, name) in [("sql", "SQL-02"), ("mapi", "MBX-02")] {
        Setting::BackEnd.change(&mut scenario, protocol).unwrap();
        assert_eq!(scenario.names.back_end, name);
    }
    scenario.names.back_end = "OWN-1".to_owned();
    Setting::BackEnd.change(&mut scenario, "sql").unwrap();
    assert_eq!(scenario.names.back_end, "OWN-1");
}

/// Whoever moves the account means somebody of that forest.
#[test]
fn a_user_of_another_forest_has_its_domain_unless_one_was_typed() {
    let start = Scenario::of(Era::Today);
    let mut scenario = start.clone();
    Setting::Forest.change(&mut scenario, "other").unwrap();
    assert_eq!(scenario.client.domain, "FABRIKAM");
    assert_eq!(scenario.client.address, "web-01.contoso.example");
    assert_eq!(scenario.back_end.admits, "FABRIKAM\\alice");
    assert_eq!(scenario.problems(), []);
    Setting::Forest.change(&mut scenario, "same").unwrap();
    assert_eq!(scenario, start);
    scenario.client.domain = "TAILSPIN".to_owned();
    Setting::Forest.change(&mut scenario, "other").unwrap();
    assert_eq!(scenario.client.domain, "TAILSPIN");
}

#[test]
fn a_database_has_no_public_folders() {
    let mut scenario = Scenario::of(Era::Today);
    scenario.back_end.folders = BackEndLocation::AnotherHost;
    assert!(run(&scenario).host_of(Role::PublicFolders).is_some());
    assert_eq!(scenario.problems(), []);
    scenario.call_by(BackEndProtocol::Sql);
    let problem = (Setting::PublicFolders, Problem::OnlyWithMailboxes);
    assert_eq!(scenario.problems(), [problem]);
    assert!(run(&scenario).host_of(Role::PublicFolders).is_none());
}

#[test]
fn a_database_on_the_computer_of_iis_is_called_without_leaving_it() {
    for id in ["sql-server", "kerberos", "constrained"] {
        for from in [BrowsingFrom::Desk, BrowsingFrom::Server] {
            let mut scenario = presets::Preset::named(id).unwrap().scenario();
            scenario.back_end.protocol = BackEndProtocol::Sql;
            scenario.back_end.placement = BackEndLocation::SameHost;
            scenario.client.from = from;
            assert!(scenario.front_end.loopback_check);
            let outcome = outcome(&run(&scenario)).unwrap().outcome;
            assert!(outcome.succeeded(), "{id} {from:?}: {outcome:?}");
        }
    }
}

#[test]
fn public_folders_on_a_host_of_their_own_take_tickets_too() {
    for id in ["unconstrained", "constrained", "resource-based"] {
        let mut scenario = presets::Preset::named(id).unwrap().scenario();
        scenario.back_end.folders = BackEndLocation::AnotherHost;
        if id == "constrained" {
            let list = scenario.back_end_spns().join(", ");
            scenario.directory.delegation_list = list;
        }
        let outcome = outcome(&run(&scenario)).unwrap().outcome;
        assert!(outcome.succeeded(), "{id}: {outcome:?}");
    }
}

#[test]
fn users_of_a_trusted_forest_sign_in_without_tickets_too() {
    let of = |scheme: Scheme, change: fn(&mut Scenario)| {
        let preset = presets::Preset::named("other-forest").unwrap();
        let mut scenario = preset.scenario();
        scenario.front_end.schemes = vec![scheme];
        change(&mut scenario);
        outcome(&run(&scenario)).unwrap().outcome
    };
    assert_eq!(of(Scheme::Ntlm, |_| {}), Outcome::Anonymous);
    assert_eq!(of(Scheme::Digest, |_| {}), Outcome::Anonymous);
    assert!(of(Scheme::Basic, |_| {}).succeeded());
    // The controllers need no ticket for it.
    let ntlm_only = |s: &mut Scenario| s.back_end.schemes = vec![Scheme::Ntlm];
    assert!(of(Scheme::Basic, ntlm_only).succeeded());
    let wrong = of(Scheme::Ntlm, |s| s.client.password = "no".to_owned());
    assert!(matches!(wrong, Outcome::FirstHop(_)), "{wrong:?}");
    let unknown = of(Scheme::Ntlm, |s| s.client.domain = "NOWHERE".to_owned());
    assert!(matches!(unknown, Outcome::FirstHop(_)), "{unknown:?}");
    let missing = of(Scheme::Negotiate, |s| {
        s.directory.web_spn = SpnPlacement::Missing;
    });
    assert_eq!(missing, Outcome::Anonymous);
}

#[test]
fn hop_2_hangs_on_the_account_that_has_the_back_ends_name() {
    use RunsAs::{Computer, Domain};
    use SpnPlacement::{Elsewhere, Missing, ServiceAccount, Twice};
    // Whether the back end sees the person, nobody, or a ticket that does not open.
    const OPENS: Option<bool> = Some(true);
    const ANONYMOUS: Option<bool> = Some(false);
    const CLOSED: Option<bool> = None;
    let cases = [
        (Computer, SpnPlacement::Computer, OPENS),
        (Computer, ServiceAccount, CLOSED),
        (Computer, Twice, ANONYMOUS),
        (Computer, Elsewhere, CLOSED),
        (Computer, Missing, ANONYMOUS),
        (Domain, SpnPlacement::Computer, CLOSED),
        (Domain, ServiceAccount, OPENS),
        (Domain, Twice, ANONYMOUS),
        (Domain, Elsewhere, CLOSED),
        (Domain, Missing, ANONYMOUS),
    ];
    let protocols = [BackEndProtocol::Http, BackEndProtocol::Sql];
    let set_ups = ["constrained", "unconstrained", "resource-based"];
    let both = |id| protocols.map(|protocol| (id, protocol));
    for (id, protocol) in set_ups.into_iter().flat_map(both) {
        for (account, spn, expected) in cases {
            let mut scenario = presets::Preset::named(id).unwrap().scenario();
            scenario.call_by(protocol);
            if id == "constrained" {
                scenario.directory.delegation_list = scenario.back_end_spn();
            }
            scenario.back_end.runs_as = account;
            scenario.directory.back_end_spn = spn;
            // An account that has the name and lets nobody act gives no ticket for it either.
            let unlent = id == "resource-based" && expected == CLOSED;
            let expected = if unlent { ANONYMOUS } else { expected };
            let outcome = outcome(&run(&scenario)).unwrap().outcome;
            let found = match &outcome {
                Outcome::Anonymous => ANONYMOUS,
                Outcome::NotAuthenticated => CLOSED,
                outcome => Some(outcome.succeeded()),
            };
            assert_eq!(
                found, expected,
                "{id} {protocol:?} {account:?} {spn:?}: {outcome:?}"
            );
        }
    }
}

/// S4U2self names the user in the form that Windows of the time knew ([MS-SFU] 2.2.1, 2.2.2).
#[test]
fn protocol_transition_names_its_user_as_windows_of_the_time_did() {
    let asked = |era: Era| {
        let mut scenario = presets::Preset::named("transition").unwrap().scenario();
        scenario = scenario.moved_to(era);
        let log = run(&scenario);
        let messages = log.events.iter().filter_map(|event| event.sides());
        // Behind its length.
        let requests =
            messages.filter_map(|[sent, _]| KdcRequest::decode(sent.get(4..)?).value.ok());
        let own = requests.filter(|it| PaData::find(&it.padata, PaData::FOR_USER).is_some());
        let newer: Vec<bool> = own
            .map(|it| PaData::find(&it.padata, PaData::S4U_X509_USER).is_some())
            .collect();
        assert!(!newer.is_empty(), "{era:?}");
        let opened = outcome(&log).unwrap().outcome;
        (newer.contains(&true), opened.succeeded())
    };
    assert_eq!(asked(Era::Y2003), (false, true));
    assert_eq!(asked(Era::Today), (true, true));
}

#[test]
fn nobody_is_in_a_directory_twice() {
    let mut scenario = Scenario::of(Era::Today);
    Setting::User.change(&mut scenario, "Bob");
    assert_eq!(scenario.directory.accounts, "Bob");
    Setting::User.change(&mut scenario, "carol");
    assert_eq!(scenario.directory.accounts, "carol, bob");
}

#[test]
fn a_user_principal_name_signs_in() {
    for era in [Era::Y2003, Era::Today] {
        for scheme in [Scheme::Negotiate, Scheme::Ntlm, Scheme::Basic] {
            let mut scenario = Scenario::of(era);
            scenario.front_end.schemes = vec![scheme];
            Setting::Domain.set(&mut scenario, "");
            Setting::User.set(&mut scenario, "alice@contoso.example");
            assert_eq!(scenario.directory.accounts, "alice, bob");
            assert_eq!(scenario.back_end.admits, "CONTOSO\\alice");
            let log = run(&scenario);
            let made = log.events.iter().find_map(|it| match it.kind.decision() {
                Some(Decision::MakesToken { identity, .. }) => Some(identity.to_string()),
                _ => None,
            });
            assert_eq!(
                made.as_deref(),
                Some("CONTOSO\\alice"),
                "{era:?} {scheme:?}"
            );
        }
    }
}

#[test]
fn a_password_goes_on_under_the_names_of_its_account_whatever_was_typed() {
    for (id, from) in [("B4", BrowsingFrom::Desk), ("N1", BrowsingFrom::Server)] {
        let row = table::ROWS.iter().find(|row| row.id == id).unwrap();
        let mut scenario = table::scenario(row, table::Column::RemoteHttp).unwrap();
        // The computer of IIS knows the domain's accounts without its name.
        scenario.front_end.accounts = AccountDatabase::DomainController;
        scenario.client.domain.clear();
        scenario.client.from = from;
        let opened = outcome(&run(&scenario)).unwrap().outcome;
        assert!(opened.succeeded(), "{id}: {opened:?}");
    }
}

#[test]
fn who_is_logged_on_is_asked_all_the_same_where_a_password_is_wanted() {
    for scheme in Scheme::ALL {
        let mut scenario = Scenario::of(Era::Today);
        scenario.front_end.schemes = vec![scheme];
        scenario.client.from = BrowsingFrom::Server;
        let counts = counts(&run(&scenario));
        let silent = matches!(scheme, Scheme::Negotiate | Scheme::Ntlm);
        assert_eq!(counts.prompts, usize::from(!silent), "{scheme:?}");
    }
}

#[test]
fn a_response_without_a_domain_is_judged_by_the_domain_of_the_server() {
    for column in [table::Column::SameHost, table::Column::RemoteHttp] {
        let row = table::ROWS.iter().find(|row| row.id == "N1").unwrap();
        let mut scenario = table::scenario(row, column).unwrap();
        let expected = outcome(&run(&scenario)).unwrap().outcome;
        scenario.client.domain.clear();
        let log = run(&scenario);
        assert_eq!(outcome(&log).unwrap().outcome, expected, "{column:?}");
        scenario.client.password = Scenario::WRONG_PASSWORD.to_owned();
        let refused = outcome(&run(&scenario)).unwrap().outcome;
        assert!(matches!(refused, Outcome::FirstHop(_)), "{refused:?}");
    }
    // A password is looked for on the computer itself, whatever kind of logon it is for.
    for logon in ["interactive", "network"] {
        let row = table::ROWS.iter().find(|row| row.id == "B4").unwrap();
        let mut scenario = table::scenario(row, table::Column::RemoteHttp).unwrap();
        Setting::BasicLogon.set(&mut scenario, logon).unwrap();
        let refused = outcome(&run(&scenario)).unwrap().outcome;
        assert!(
            matches!(refused, Outcome::FirstHop(_)),
            "{logon}: {refused:?}"
        );
    }
}
