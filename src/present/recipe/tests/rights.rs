//! Recipes for accounts in the directory: rights, names, keys.

use super::*;

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
fn a_pool_of_2003_has_its_identity_in_the_metabase_and_its_rights_on_a_page() {
    let mut scenario = Scenario::of(Era::Y2003);
    for (key, value) in [
        ("pool", "account"),
        ("delegation", "kerberos"),
        ("delegateto", "HTTP/mbx-02"),
    ] {
        let setting = Setting::of_key(key).unwrap();
        setting.set(&mut scenario, value).unwrap();
    }
    let change = Change::new(&scenario, Setting::Pool, "computer").unwrap();
    let recipe = recipe(&scenario, &change);
    assert_eq!(
        texts(&recipe.change),
        [
            "dsa.msc: WEB-01, Delegation: Trust this computer for delegation to specified services only; Use Kerberos only; Add: HTTP/mbx-02",
            "cscript %SystemDrive%\\Inetpub\\AdminScripts\\adsutil.vbs set w3svc/AppPools/DefaultAppPool/AppPoolIdentityType 2",
            "dsa.msc: svc-web, Delegation: Do not trust this user for delegation",
        ]
    );
    let undo = texts(&recipe.undo);
    assert!(undo[1].starts_with("net localgroup IIS_WPG"), "{undo:?}");
    assert!(undo[4].ends_with("AppPoolIdentityType 3"), "{undo:?}");
}

#[test]
fn of_a_name_that_two_accounts_have_the_computer_keeps_it() {
    let commands = set(
        &[("pool", "account"), ("webspn", "twice")],
        &[("webspn", "computer")],
    );
    assert_eq!(
        commands,
        [
            "setspn -D HTTP/web-01 CONTOSO\\svc-web",
            "setspn -D HTTP/web-01.contoso.example CONTOSO\\svc-web"
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
            "Set-ADAccountControl 'gm-web$' -TrustedToAuthForDelegation $true",
            "Set-ADServiceAccount gm-web -Add @{'msDS-AllowedToDelegateTo'=@('HTTP/mbx-02')}",
            "Set-ADComputer MBX-02 -PrincipalsAllowedToDelegateToAccount (Get-ADComputer WEB-01),(Get-ADServiceAccount gm-web)",
            "%windir%\\system32\\inetsrv\\appcmd.exe set apppool \"DefaultAppPool\" /processModel.identityType:SpecificUser /processModel.userName:CONTOSO\\gm-web$ /processModel.password:\"\"",
            "Set-ADComputer MBX-02 -PrincipalsAllowedToDelegateToAccount (Get-ADServiceAccount gm-web)",
            "Set-ADAccountControl 'WEB-01$' -TrustedToAuthForDelegation $false",
            "Set-ADComputer WEB-01 -Clear msDS-AllowedToDelegateTo"
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
fn an_spn_of_sql_server_goes_where_its_account_is() {
    let made = |link: &[(&str, &str)], setting: Setting, to: &str| {
        let mut scenario = Scenario::of(Era::Today);
        scenario.call_by(BackEndProtocol::Sql);
        for (key, value) in link {
            let setting = Setting::of_key(key).unwrap();
            setting.set(&mut scenario, value).unwrap();
        }
        let is = |it: &Change| it.setting == setting && it.to == to;
        let change = turns(&scenario).into_iter().find(is).unwrap();
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
fn a_name_that_covers_others_is_looked_for_itself() {
    let mut scenario = Scenario::of(Era::Today);
    scenario.directory.back_end_spn = crate::lab::SpnPlacement::Missing;
    let change = Change::new(&scenario, Setting::BackEndSpn, "computer").unwrap();
    let recipe = recipe(&scenario, &change);
    assert_eq!(recipe.change[0].text, "setspn -S HOST/mbx-02 MBX-02");
    assert_eq!(recipe.check[0].text, "setspn -Q HOST/mbx-02");
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

#[test]
fn a_pool_of_2003_leaves_nothing_behind_once_it_is_undone() {
    let scenario = Scenario::of(Era::Y2003);
    let change = Change::new(&scenario, Setting::Pool, "account").unwrap();
    let recipe = recipe(&scenario, &change);
    let undo = texts(&recipe.undo);
    assert!(undo[0].ends_with("AppPoolIdentityType 2"), "{undo:?}");
    for (line, left) in [(1, "WAMUserName"), (2, "WAMUserPass")] {
        assert!(undo[line].contains("adsutil.vbs delete"), "{undo:?}");
        assert!(undo[line].ends_with(left), "{undo:?}");
    }
    assert_eq!(undo[3], "net localgroup IIS_WPG CONTOSO\\svc-web /delete");
}

#[test]
fn a_back_end_lets_iis_act_before_and_after_it_gets_another_account() {
    let commands = set(
        &[("rbcd", "1"), ("backend", "http")],
        &[("backendaccount", "account")],
    );
    assert_eq!(
        commands[0],
        "Set-ADUser svc-data -PrincipalsAllowedToDelegateToAccount (Get-ADComputer WEB-01)"
    );
    assert!(commands[1].contains("appcmd"), "{commands:?}");
    assert_eq!(
        commands[commands.len() - 1],
        "Set-ADComputer MBX-02 -PrincipalsAllowedToDelegateToAccount $null"
    );
}

#[test]
fn what_came_later_does_not_move_with_a_pool_of_2003() {
    let mut scenario = Scenario::of(Era::Y2003);
    scenario.back_end.lets_front_end_act = true;
    let change = Change::new(&scenario, Setting::Pool, "account").unwrap();
    let recipe = recipe(&scenario, &change);
    let lines = [recipe.change, recipe.check, recipe.undo].concat();
    assert!(
        !texts(&lines).iter().any(|it| it.contains("-AD")),
        "{lines:?}"
    );
}

#[test]
fn windows_nt_4_has_its_registry_editor() {
    let scenario = Scenario::of(Era::Y1998);
    let change = Change::new(&scenario, Setting::DcLevel, "5").unwrap();
    let recipe = recipe(&scenario, &change);
    let lines = [recipe.change, recipe.check, recipe.undo].concat();
    let by_hand = |it: &Command| it.shell == Shell::ByHand && it.text.starts_with("regedt32");
    assert!(lines.iter().all(by_hand), "{lines:?}");
}
