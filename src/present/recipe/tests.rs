use super::*;
use crate::hosts::{AccountState, BackEndProtocol, Scheme};
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
fn rights_are_given_to_the_account_that_runs_the_pool_then() {
    let commands = set(
        &[("pool", "account")],
        &[("pool", "computer"), ("delegation", "any"), ("rbcd", "1")],
    );
    assert_eq!(
        &commands[1..],
        [
            "Set-ADAccountControl 'WEB-01$' -TrustedForDelegation $true",
            "Set-ADComputer MBX-02 -PrincipalsAllowedToDelegateToAccount (Get-ADComputer WEB-01)"
        ]
    );
}

#[test]
fn rights_move_with_the_pool() {
    let commands = set(
        &[
            ("delegation", "protocols"),
            ("delegateto", "HTTP/mbx-02"),
            ("rbcd", "1"),
            ("poolname", "gm-web$"),
        ],
        &[("pool", "account")],
    );
    assert_eq!(
        commands,
        [
            "%windir%\\system32\\inetsrv\\appcmd.exe set apppool \"DefaultAppPool\" /processModel.identityType:SpecificUser /processModel.userName:CONTOSO\\gm-web$ /processModel.password:\"\"",
            "Set-ADAccountControl 'gm-web$' -TrustedToAuthForDelegation $true",
            "Set-ADAccountControl 'WEB-01$' -TrustedToAuthForDelegation $false",
            "Set-ADServiceAccount gm-web -Add @{'msDS-AllowedToDelegateTo'=@('HTTP/mbx-02')}",
            "Set-ADComputer WEB-01 -Clear msDS-AllowedToDelegateTo",
            "Set-ADComputer MBX-02 -PrincipalsAllowedToDelegateToAccount (Get-ADServiceAccount gm-web)"
        ]
    );
}

#[test]
fn every_name_that_a_ticket_may_be_asked_for_is_moved() {
    let mut scenario = Scenario::of(Era::Today);
    for (from, to) in [
        ("twice", "pool"),
        ("elsewhere", "computer"),
        ("missing", "computer"),
    ] {
        Setting::WebSpn.set(&mut scenario, from).unwrap();
        let change = Change::new(&scenario, Setting::WebSpn, to).unwrap();
        let made = recipe(&scenario, &change);
        for name in ["web-01", "web-01.contoso.example"] {
            let names = |line: &Command| {
                line.text
                    .split(' ')
                    .nth(2)
                    .is_some_and(|it| it.split('/').nth(1) == Some(name))
            };
            assert!(made.change.iter().any(names), "{from}: {made:?}");
            assert!(made.undo.iter().any(names), "{from}: {made:?}");
            let class = if from == "missing" { "HOST" } else { "HTTP" };
            let shown = format!("{class}/{name}");
            assert!(
                made.check.iter().any(|it| it.text.ends_with(&shown)),
                "{made:?}"
            );
        }
    }
}

#[test]
fn without_an_administrator_of_the_domain_no_account_is_let_delegate_and_no_user_named() {
    let mut scenario = Scenario::of(Era::Today);
    scenario.front_end.schemes = vec![Scheme::Negotiate, Scheme::Ntlm];
    scenario.front_end.pool = RunsAs::Domain;
    scenario.directory.delegation = DelegationTrust::KerberosOnly;
    scenario.directory.delegation_list = "HTTP/mbx-02".to_owned();
    let all = changes(&scenario, &[]);
    assert!(all.iter().any(|it| it.setting == Setting::Pool));
    for change in changes(&scenario, &[Pin::NoDomainAdmin]) {
        for line in texts(&recipe(&scenario, &change).change) {
            let forbidden = ["msDS-AllowedToDelegateTo", "TrustedTo", "TrustedFor"];
            assert!(!forbidden.iter().any(|it| line.contains(it)), "{line}");
            assert!(
                !(line.starts_with("setspn") && line.contains("svc-web")),
                "{line}"
            );
        }
    }
    // Where nobody is let delegate, the web server's administrator may change who it runs as.
    scenario.directory.delegation = DelegationTrust::No;
    scenario.directory.delegation_list.clear();
    let left = changes(&scenario, &[Pin::NoDomainAdmin]);
    assert!(left.iter().any(|it| it.setting == Setting::Pool));
}

#[test]
fn a_moved_name_is_taken_away_before_it_is_given_back() {
    let mut scenario = Scenario::of(Era::Today);
    scenario.client.alias = true;
    scenario.client.address = "owa.contoso.example".to_owned();
    scenario.client.user = "o'neil".to_owned();
    let change = Change::new(&scenario, Setting::WebSpn, "pool").unwrap();
    assert!(
        recipe(&scenario, &change).undo[0]
            .text
            .starts_with("setspn -D ")
    );
    let change = Change::new(&scenario, Setting::Sensitive, "1").unwrap();
    let commands = recipe(&scenario, &change).change;
    assert_eq!(
        texts(&commands),
        ["Set-ADUser 'o''neil' -AccountNotDelegated $true"]
    );
}

#[test]
fn an_old_key_is_renewed_where_its_account_is_set() {
    let renewed = |pool: &str, name: &str| {
        let link = [("pool", pool), ("poolname", name), ("oldkey", "1")];
        set(&link, &[("oldkey", "0")])
    };
    assert_eq!(
        renewed("computer", "svc-web"),
        ["Test-ComputerSecureChannel -Repair"]
    );
    assert_eq!(
        renewed("account", "svc-web"),
        [
            "%windir%\\system32\\inetsrv\\appcmd.exe set apppool \"DefaultAppPool\" /processModel.password:<password>",
            "%windir%\\system32\\inetsrv\\appcmd.exe recycle apppool \"DefaultAppPool\""
        ]
    );
    assert_eq!(
        renewed("account", "gm-web$"),
        ["%windir%\\system32\\inetsrv\\appcmd.exe recycle apppool \"DefaultAppPool\""]
    );
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
fn who_trusts_for_any_service_leaves_no_list_behind() {
    let mut scenario = Scenario::of(Era::Today);
    scenario.front_end.schemes = vec![Scheme::Negotiate, Scheme::Ntlm];
    scenario.directory.delegation = DelegationTrust::KerberosOnly;
    scenario.directory.delegation_list = "HTTP/mbx-02".to_owned();
    let any = |it: &Change| it.setting == Setting::Delegation && it.to == "any";
    let change = changes(&scenario, &[]).into_iter().find(any).unwrap();
    let recipe = recipe(&scenario, &change);
    let clear = "Set-ADComputer WEB-01 -Clear msDS-AllowedToDelegateTo";
    assert!(texts(&recipe.change).contains(&clear), "{recipe:?}");
    assert!(
        recipe.undo[0]
            .text
            .contains("-Add @{'msDS-AllowedToDelegateTo'=@('HTTP/mbx-02')}")
    );
}

#[test]
fn what_stands_against_an_account_goes_by_the_command_for_it() {
    let of = |era: Era, state: AccountState| {
        let mut scenario = Scenario::of(era);
        scenario.directory.state = state;
        let change = Change::new(&scenario, Setting::AccountState, "enabled").unwrap();
        recipe(&scenario, &change)
    };
    let disabled = of(Era::Today, AccountState::Disabled);
    assert_eq!(texts(&disabled.change), ["Enable-ADAccount alice"]);
    assert_eq!(texts(&disabled.undo), ["Disable-ADAccount alice"]);
    let locked = of(Era::Today, AccountState::LockedOut);
    assert_eq!(texts(&locked.change), ["Unlock-ADAccount alice"]);
    assert!(locked.undo.is_empty(), "nobody locks an account by command");
    let old = of(Era::Today, AccountState::PasswordMustChange);
    assert_eq!(
        texts(&old.undo),
        ["Set-ADUser alice -ChangePasswordAtLogon $true"]
    );
    let hours = of(Era::Y2003, AccountState::OutsideLogonHours);
    assert_eq!(texts(&hours.change), ["net user alice /times:all /domain"]);
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
                "SELECT" | "CREATE" | "DROP" | "EXEC" => Shell::Query,
                _ if first.starts_with('%') => Shell::CommandPrompt,
                _ if first.ends_with(':') || first.contains("://") || first == "SQL" => {
                    Shell::ByHand
                }
                _ if first.contains('-') => Shell::PowerShell,
                _ => Shell::Any,
            };
            assert_eq!(line.shell, expected, "{}", line.text);
        }
    }
}

#[test]
fn an_spn_of_sql_server_goes_where_its_account_is() {
    let made = |link: &[(&str, &str)], setting: Setting, to: &str| {
        let mut scenario = Scenario::of(Era::Today);
        scenario.call_by(BackEndProtocol::Sql);
        for (key, value) in link {
            let setting = Setting::of_key(key).unwrap();
            setting.set(&mut scenario, value).unwrap();
        }
        let is = |it: &Change| it.setting == setting && it.to == to;
        let change = changes(&scenario, &[]).into_iter().find(is).unwrap();
        let recipe = recipe(&scenario, &change);
        texts(&recipe.change).join("; ")
    };
    let account = ("backendaccount", "account");
    for link in [&[account][..], &[account, ("backendspn", "pool")]] {
        assert_eq!(
            made(link, Setting::BackEndSpn, "pool"),
            "setspn -S MSSQLSvc/sql-02.contoso.example:1433 CONTOSO\\svc-data; setspn -S MSSQLSvc/sql-02.contoso.example CONTOSO\\svc-data"
        );
    }
    let elsewhere = [
        ("backendspn", "elsewhere"),
        ("backendoffer", "negotiate,ntlm"),
    ];
    assert_eq!(
        made(&elsewhere, Setting::BackEndSpn, "missing"),
        "setspn -D MSSQLSvc/sql-02.contoso.example:1433 CONTOSO\\svc-old; setspn -D MSSQLSvc/sql-02.contoso.example CONTOSO\\svc-old"
    );
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
fn a_name_that_covers_others_is_looked_for_itself() {
    let mut scenario = Scenario::of(Era::Today);
    scenario.directory.back_end_spn = crate::lab::SpnPlacement::Missing;
    let change = Change::new(&scenario, Setting::BackEndSpn, "computer").unwrap();
    let recipe = recipe(&scenario, &change);
    assert_eq!(recipe.change[0].text, "setspn -S HOST/mbx-02 MBX-02");
    assert_eq!(recipe.check[0].text, "setspn -Q HOST/mbx-02");
}

#[test]
fn a_scheme_that_iis_comes_without_is_installed_first() {
    let basic = set(&[], &[("offer", "basic")]);
    assert_eq!(basic[0], "Install-WindowsFeature Web-Basic-Auth");
    let digest = set(&[], &[("offer", "digest")]);
    assert_eq!(digest[1], "Install-WindowsFeature Web-Digest-Auth");
    let windows = set(&[("offer", "basic")], &[("offer", "ntlm")]);
    assert!(!windows[0].contains("Install"), "{windows:?}");
    assert_eq!(windows[1], "Install-WindowsFeature Web-Windows-Auth");
}

#[test]
fn a_back_end_of_2003_is_opened_to_nobody() {
    let mut scenario = Scenario::of(Era::Y2003);
    assert!(scenario.front_end.anonymous);
    let change = Change::new(&scenario, Setting::BackEndSchemes, "negotiate,ntlm").unwrap();
    let providers = "cscript adsutil.vbs set w3svc/1/root/NTAuthenticationProviders";
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
fn a_login_of_sql_server_is_a_command() {
    for (era, made) in [
        (Era::Today, "CREATE LOGIN [CONTOSO\\o'neil] FROM WINDOWS"),
        (Era::Y2003, "EXEC sp_grantlogin 'CONTOSO\\o''neil'"),
    ] {
        let mut scenario = Scenario::of(era);
        scenario.call_by(BackEndProtocol::Sql);
        scenario.client.user = "o'neil".to_owned();
        let admits = |it: &Change| it.setting == Setting::Admits;
        let change = changes(&scenario, &[]).into_iter().find(admits).unwrap();
        let recipe = recipe(&scenario, &change);
        assert_eq!(texts(&recipe.change), [made]);
        assert_eq!(recipe.on, "SQL-02");
    }
}

#[test]
fn a_user_principal_name_is_no_name_of_an_account() {
    let link = [("user", "alice@contoso.example"), ("sensitive", "1")];
    assert_eq!(
        set(&link, &[("sensitive", "0")]),
        ["Set-ADUser alice -AccountNotDelegated $false"]
    );
    let mut scenario = Scenario::of(Era::Today);
    scenario.client.user = "alice@contoso.example".to_owned();
    let named = |it: &Change| matches!(it.setting, Setting::Accounts | Setting::Admits);
    assert!(!changes(&scenario, &[]).iter().any(named));
}
