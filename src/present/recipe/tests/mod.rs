//! That recipes are in the person's own names, are typed where they work and can be undone; those for computers.

mod rights;

use super::*;
use crate::hosts::{AccountState, BackEndProtocol, Era, Scheme};
use crate::lab::DelegationTrust;
use crate::lab::repair::{Pin, changes, turns};
use crate::lab::table::{Column, ROWS, scenario};
use std::collections::BTreeSet;

fn texts(commands: &[Command]) -> Vec<&str> {
    commands.iter().map(|it| it.text.as_str()).collect()
}

fn all() -> Vec<(Scenario, Change)> {
    let mut all = Vec::new();
    for row in &ROWS {
        let found = Column::ALL
            .iter()
            .filter_map(|column| scenario(row, *column));
        for mut scenario in found {
            scenario.names.web_server = "APP01".to_owned();
            scenario.rename_domain("CORP".to_owned());
            scenario.names.pool_account = "svc-orders".to_owned();
            let changes = changes(&scenario, &[]).into_iter().chain(turns(&scenario));
            all.extend(changes.map(|change| (scenario.clone(), change)));
        }
    }
    all
}

#[test]
fn commands_are_in_the_persons_own_names_and_can_be_undone() {
    let mut commands = BTreeSet::new();
    for (scenario, change) in all() {
        let recipe = recipe(&scenario, &change);
        let lines = [&recipe.change, &recipe.check, &recipe.undo];
        for line in lines.into_iter().flat_map(|it| texts(it)) {
            assert!(
                !line.contains("WEB-01") && !line.contains("svc-web"),
                "{line}"
            );
            assert!(!line.contains("CONTOSO\\"), "{line}");
            assert!(!line.contains(&scenario.directory.password), "{line}");
        }
        if !recipe.change.is_empty() {
            assert!(!recipe.check.is_empty(), "{change:?}");
            assert!(!recipe.source.is_empty(), "{change:?}");
            // A clock that is set right is not set wrong again, nor a key that is new made old.
            let for_good = matches!(change.setting, Setting::ClockAhead | Setting::OldKey);
            assert!(for_good || !recipe.undo.is_empty(), "{change:?}");
            assert_ne!(recipe.change, recipe.undo, "{change:?}");
        }
        commands.extend(recipe.change.into_iter().map(|it| it.text));
    }
    assert!(commands.len() > 30, "{}", commands.len());
}

#[test]
fn the_module_and_appcmd_are_of_today() {
    for (scenario, change) in all() {
        if scenario.era != Era::Today {
            let recipe = recipe(&scenario, &change);
            let lines = [&recipe.change, &recipe.check, &recipe.undo];
            for line in lines.into_iter().flat_map(|it| texts(it)) {
                assert!(!line.contains("AD") || line.contains("adsutil"), "{line}");
                assert!(!line.contains("appcmd"), "{line}");
            }
        }
    }
}

fn set(link: &[(&str, &str)], made: &[(&str, &str)]) -> Vec<String> {
    let mut scenario = Scenario::of(Era::Today);
    let setting = |key: &str| Setting::of_key(key).unwrap();
    for (key, value) in link {
        setting(key).set(&mut scenario, value).unwrap();
    }
    let mut commands = Vec::new();
    for (key, value) in made {
        let change = Change::new(&scenario, setting(key), *value).unwrap();
        commands.extend(
            recipe(&scenario, &change)
                .change
                .into_iter()
                .map(|it| it.text),
        );
        change.make(&mut scenario);
    }
    commands
}

#[test]
fn what_has_no_command_is_changed_where_its_owner_has_it() {
    for (key, from, to, on) in [
        (
            "password",
            "wrong",
            Scenario::PASSWORD,
            "DESK-07: where the person signs in",
        ),
        (
            "address",
            "owa.contoso.example",
            "",
            "DESK-07: the address bar",
        ),
        (
            "mailbox",
            "other",
            "same",
            "where the application is set up",
        ),
        ("alias", "1", "0", "the zone contoso.example in DNS"),
    ] {
        let mut scenario = Scenario::of(Era::Today);
        let setting = Setting::of_key(key).unwrap();
        setting.set(&mut scenario, from).unwrap();
        let change = Change::new(&scenario, setting, to).unwrap();
        let recipe = recipe(&scenario, &change);
        assert_eq!((recipe.on.as_str(), recipe.change.len()), (on, 0), "{key}");
    }
}

#[test]
fn the_trusting_forest_is_named_first() {
    let mut scenario = Scenario::of(Era::Today);
    scenario.enter_other_forest();
    let change = Change::new(&scenario, Setting::TgtDelegation, "1").unwrap();
    let recipe = recipe(&scenario, &change);
    assert_eq!(
        texts(&recipe.change),
        ["netdom trust contoso.example /domain:fabrikam.example /EnableTGTDelegation:Yes"]
    );
    assert_eq!(recipe.on, scenario.names.other_controller);
}

#[test]
fn providers_that_iis_comes_with_are_not_added_again() {
    let providers = |from: &str, to: &str| {
        let commands = set(&[("offer", from)], &[("offer", to)]);
        let found = commands.into_iter().filter(|it| it.contains("providers"));
        found.collect::<Vec<_>>()
    };
    assert!(providers("basic", "negotiate,ntlm").is_empty());
    assert!(providers("basic", "ntlm")[0].contains("/-\"providers"));
    assert!(providers("ntlm", "negotiate,ntlm")[0].contains("/+\"providers"));
}

#[test]
fn each_command_is_typed_where_it_works() {
    for (scenario, change) in all() {
        let recipe = recipe(&scenario, &change);
        for line in [recipe.change, recipe.check, recipe.undo].concat() {
            let text = line.text.replace("@{'", "").replace(")}", ")");
            assert!(!text.contains(['{', '}']), "a name is left out: {text}");
            let first = line.text.split(' ').next().unwrap();
            let expected = match first {
                "SELECT" | "CREATE" | "DROP" | "EXEC" | "USE" => Shell::Query,
                "%windir%\\system32\\inetsrv\\appcmd.exe" => Shell::Elevated,
                "reg" if !line.text.starts_with("reg query") => Shell::Elevated,
                _ if line.text.contains('%') => Shell::CommandPrompt,
                _ if first.ends_with(':') || first.contains("://") || first == "SQL" => {
                    Shell::ByHand
                }
                _ if first.contains("-AD") => Shell::ActiveDirectory,
                _ if first.contains('-') => Shell::PowerShell,
                _ => Shell::Any,
            };
            assert_eq!(line.shell, expected, "{}", line.text);
        }
    }
}

#[test]
fn a_computers_own_settings_are_changed_on_it() {
    for (link, key, to, on) in [
        (&[("offer", "basic")][..], "level", "5", "WEB-01"),
        (&[("offer", "ntlm")], "level", "5", "DESK-07 and WEB-01"),
        (&[("from", "server")], "level", "5", "WEB-01"),
        (&[("from", "server")], "delegate", "1", "WEB-01"),
        (&[], "delegate", "1", "DESK-07"),
        (&[("clock", "6")], "clock", "0", "WEB-01"),
    ] {
        let mut scenario = Scenario::of(Era::Today);
        let setting = |key: &str| Setting::of_key(key).unwrap();
        for (key, value) in link {
            setting(key).set(&mut scenario, value).unwrap();
        }
        let change = Change::new(&scenario, setting(key), to).unwrap();
        assert_eq!(recipe(&scenario, &change).on, on, "{link:?} {key}");
    }
}

#[test]
fn a_scheme_that_iis_comes_without_is_installed_first() {
    let basic = set(&[], &[("offer", "basic")]);
    assert_eq!(basic[0], "Install-WindowsFeature Web-Basic-Auth");
    let digest = set(&[], &[("offer", "digest")]);
    assert_eq!(digest[0], "Install-WindowsFeature Web-Digest-Auth");
    // Something is offered all the time.
    assert!(digest[2].contains("windowsAuthentication /enabled:\"False\""));
    let windows = set(&[("offer", "basic")], &[("offer", "ntlm")]);
    assert_eq!(windows[0], "Install-WindowsFeature Web-Windows-Auth");
}

#[test]
fn a_back_end_of_2003_is_opened_to_nobody() {
    let mut scenario = Scenario::of(Era::Y2003);
    assert!(scenario.front_end.anonymous);
    let change = Change::new(&scenario, Setting::BackEndSchemes, "negotiate,ntlm").unwrap();
    let providers = "cscript %SystemDrive%\\Inetpub\\AdminScripts\\adsutil.vbs set w3svc/1/root/NTAuthenticationProviders";
    assert_eq!(
        texts(&recipe(&scenario, &change).change),
        [format!("{providers} \"Negotiate,NTLM\"")]
    );
    scenario.back_end.schemes = vec![Scheme::Basic];
    let change = Change::new(&scenario, Setting::BackEndSchemes, "negotiate,ntlm").unwrap();
    assert!(
        recipe(&scenario, &change).change[0]
            .text
            .ends_with("AuthFlags 4")
    );
}

#[test]
fn a_site_of_2003_has_its_providers_and_its_realm() {
    let script = "cscript %SystemDrive%\\Inetpub\\AdminScripts\\adsutil.vbs";
    for (from, to, change, undo) in [
        (
            vec![Scheme::Basic],
            "ntlm",
            vec!["set w3svc/1/root/NTAuthenticationProviders \"NTLM\""],
            vec!["set w3svc/1/root/NTAuthenticationProviders \"Negotiate,NTLM\""],
        ),
        (vec![Scheme::Basic], "negotiate,ntlm", vec![], vec![]),
        (
            vec![Scheme::Ntlm],
            "digest",
            vec!["set w3svc/1/root/Realm contoso.example"],
            vec!["delete w3svc/1/root/Realm"],
        ),
    ] {
        let mut scenario = Scenario::of(Era::Y2003);
        scenario.front_end.schemes = from;
        let made = recipe(
            &scenario,
            &Change::new(&scenario, Setting::Schemes, to).unwrap(),
        );
        for line in change {
            assert!(
                texts(&made.change).contains(&format!("{script} {line}").as_str()),
                "{made:?}"
            );
        }
        for line in undo {
            assert!(
                texts(&made.undo).contains(&format!("{script} {line}").as_str()),
                "{made:?}"
            );
        }
        let providers = texts(&made.change)
            .iter()
            .any(|it| it.contains("Providers"));
        assert_eq!(providers, to == "ntlm", "{made:?}");
    }
}

#[test]
fn a_login_of_sql_server_is_a_command_and_so_is_what_opens_the_database_to_it() {
    for (era, made) in [
        (
            Era::Today,
            [
                "CREATE LOGIN [CONTOSO\\o'neil] FROM WINDOWS",
                "USE [Sales]; CREATE USER [CONTOSO\\o'neil] FOR LOGIN [CONTOSO\\o'neil]",
                "USE [Sales]; ALTER ROLE db_datareader ADD MEMBER [CONTOSO\\o'neil]",
            ],
        ),
        (
            Era::Y2003,
            [
                "EXEC sp_grantlogin 'CONTOSO\\o''neil'",
                "USE [Sales]; EXEC sp_grantdbaccess 'CONTOSO\\o''neil'",
                "USE [Sales]; EXEC sp_addrolemember 'db_datareader', 'CONTOSO\\o''neil'",
            ],
        ),
    ] {
        let mut scenario = Scenario::of(era);
        scenario.call_by(BackEndProtocol::Sql);
        scenario.client.user = "o'neil".to_owned();
        let admits = |it: &Change| it.setting == Setting::Admits;
        let change = changes(&scenario, &[]).into_iter().find(admits).unwrap();
        let recipe = recipe(&scenario, &change);
        assert_eq!(texts(&recipe.change), made);
        assert_eq!(recipe.on, "SQL-02");
    }
}
