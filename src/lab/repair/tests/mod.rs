//! What the search finds for known rows, and that it is minimal and complete.

mod costs;
mod others;

use super::*;
use crate::hosts::{AccountState, Scheme};
use crate::lab::table::{Column, ROWS, scenario};
use crate::lab::{DelegationTrust, Setting, SpnPlacement};
use std::collections::BTreeSet;

fn row(id: &str, column: Column) -> Scenario {
    let row = ROWS.iter().find(|row| row.id == id).unwrap();
    scenario(row, column).unwrap()
}

/// The repairs of up to that size, each as the settings it gives values, cheapest first.
fn found(scenario: &Scenario, size: usize, pins: &[Pin]) -> Vec<Vec<(Setting, String)>> {
    let mut search = Search::new(scenario, pins);
    while search.size() <= size && !search.step(1) {}
    let all = search.found().filter(|set| set.len() <= size);
    let mut repairs: Vec<_> = all.map(|set| Repair::try_out(search.base(), set)).collect();
    repairs.sort_by_key(Repair::order);
    let pairs = |repair: Repair| {
        let changes = repair.changes.into_iter();
        changes.map(|change| (change.setting, change.to)).collect()
    };
    repairs.into_iter().map(pairs).collect()
}

fn one(setting: Setting, to: &str) -> Vec<(Setting, String)> {
    vec![(setting, to.to_owned())]
}

#[test]
fn nobody_delegates_to_a_web_service() {
    let base = row("K1", Column::RemoteHttp);
    let singles = found(&base, 1, &[]);
    let place = |set: Vec<(Setting, String)>| {
        let at = singles.iter().position(|it| *it == set);
        at.unwrap_or_else(|| panic!("{set:?} is not in {singles:#?}"))
    };
    let listed = place(one(Setting::Delegation, "kerberos"));
    let lent = place(one(Setting::LetsFrontEndAct, "1"));
    let transition = place(one(Setting::Delegation, "protocols"));
    let basic = place(one(Setting::Schemes, "basic"));
    assert!(listed < lent && listed < transition && lent.max(transition) < basic);
    let any = (Setting::Delegation, "any".to_owned());
    assert!(!singles.contains(&vec![any.clone()]));
    // The browser's policy forbids it: it takes both.
    let pairs = found(&base, 2, &[]);
    let both =
        |set: &&Vec<_>| set.contains(&any) && set.contains(&(Setting::Delegates, "1".to_owned()));
    let unconstrained = pairs.iter().position(|set| both(&set)).unwrap();
    let basic = pairs
        .iter()
        .position(|set| *set == one(Setting::Schemes, "basic"));
    assert!(unconstrained < basic.unwrap());
    // Where the policy allows it, it is one change.
    let mut delegates = base;
    delegates.client.delegates = true;
    assert!(found(&delegates, 1, &[]).contains(&vec![any]));
}

#[test]
fn kerberos_only_and_an_ntlm_visitor() {
    let pairs = found(&row("K6", Column::RemoteHttp), 2, &[]);
    assert!(pairs.contains(&one(Setting::Delegation, "protocols")));
    let lent = |set: &Vec<(Setting, String)>| {
        let mut set: Vec<_> = set
            .iter()
            .map(|(setting, to)| (*setting, to.as_str()))
            .collect();
        set.sort_unstable();
        let mut wanted = [
            (Setting::LetsFrontEndAct, "1"),
            (Setting::Delegation, "none"),
        ];
        wanted.sort_unstable();
        set == wanted
    };
    assert!(pairs.iter().any(lent));
}

#[test]
fn ntlm_to_mapi_is_not_mended_by_kerberos() {
    let sets = found(&row("N1", Column::RemoteMapi), 2, &[]);
    assert!(sets.contains(&one(Setting::Schemes, "basic")));
    assert!(sets.contains(&one(Setting::Placement, "same")));
    let kerberos = [
        Setting::Delegation,
        Setting::LetsFrontEndAct,
        Setting::BackEndSchemes,
    ];
    for set in &sets {
        assert!(
            set.iter().all(|(setting, _)| !kerberos.contains(setting)),
            "{set:?}"
        );
    }
    // Of 2003 it could call another protocol, with a delegation of that time.
    let mut later = row("N1", Column::RemoteMapi).moved_to(crate::hosts::Era::Y2003);
    later.back_end.protocol = crate::hosts::BackEndProtocol::Mapi;
    later.back_end.schemes = vec![Scheme::Negotiate, Scheme::Ntlm];
    let sets = found(&later, 2, &[]);
    assert!(
        sets.iter()
            .any(|set| set.contains(&(Setting::BackEnd, "http".to_owned())))
    );
}

#[test]
fn an_account_that_may_not_sign_in_is_put_right() {
    let enabled = one(Setting::AccountState, "enabled");
    for id in ["K4", "B0"] {
        let mut base = row(id, Column::RemoteHttp);
        base.directory.state = AccountState::LockedOut;
        assert_eq!(found(&base, 1, &[]), vec![enabled.clone()], "{id}");
        assert!(
            found(&base, 1, &[Pin::AccountProtection]).is_empty(),
            "{id}"
        );
        // A help desk may unlock it.
        let sets = found(&base, 1, &[Pin::NoDomainAdmin]);
        assert_eq!(sets, vec![enabled.clone()], "{id}");
    }
}

#[test]
fn a_fault_and_an_old_key_are_no_way_out() {
    let mut base = row("K1", Column::RemoteSql);
    base.back_end.schemes = vec![Scheme::Negotiate, Scheme::Ntlm];
    base.directory.back_end_spn = SpnPlacement::Elsewhere;
    let all = changes(&base, &[]);
    let missing = |it: &Change| it.setting == Setting::BackEndSpn && it.to == "missing";
    assert!(!all.iter().any(missing));
    let mut base = row("K4", Column::RemoteHttp);
    let ntlm = |it: &Change| it.setting == Setting::BackEndSchemes;
    assert!(!changes(&base, &[]).iter().any(ntlm));
    let pool = |it: &Change| it.setting == Setting::Pool;
    assert!(changes(&base, &[]).iter().any(pool));
    base.front_end.old_key = true;
    assert!(!changes(&base, &[]).iter().any(pool));
}

#[test]
fn what_is_pinned_stays() {
    let base = row("K1", Column::RemoteHttp);
    for pin in Pin::ALL {
        let search = Search::new(&base, &[pin]);
        let changes = changes(&base, &[pin]);
        assert!(changes.iter().all(|change| !pin.forbids(change)), "{pin:?}");
        assert!(search.single_changes() <= Search::new(&base, &[]).single_changes());
        assert_eq!(Pin::of_key(pin.key()), Some(pin));
    }
    let without = found(
        &base,
        1,
        &[Pin::NoBasic, Pin::Setting(Setting::LetsFrontEndAct)],
    );
    assert!(!without.contains(&one(Setting::Schemes, "basic")));
    assert!(!without.contains(&one(Setting::LetsFrontEndAct, "1")));
    assert!(without.contains(&one(Setting::Delegation, "kerberos")));
}

/// All sets of up to that size that are enough, by trying every one and by nothing else.
fn brute_force(base: &Scenario, size: u32) -> BTreeSet<Vec<usize>> {
    let all = changes(base, &[]);
    let mut enough: Vec<u64> = Vec::new();
    let settings = |set: u64| {
        let places = (0..all.len()).filter(move |place| set >> place & 1 == 1);
        places.collect::<Vec<_>>()
    };
    let mut sets: Vec<u64> = Vec::new();
    for first in 0..all.len() {
        sets.push(1 << first);
        if size > 1 {
            sets.extend((0..first).map(|second| 1 << first | 1 << second));
        }
    }
    for set in sets {
        let mut touched = BTreeSet::new();
        let mut scenario = base.clone();
        let clash = settings(set).into_iter().any(|place| {
            let clash = all[place].touches().any(|setting| !touched.insert(setting));
            all[place].make(&mut scenario);
            clash
        });
        let log = run(&scenario);
        let idle = || settings(set).into_iter().any(|at| all[at].is_idle(&log));
        if !clash && arrives_as_person(&scenario, &log) && !idle() {
            enough.push(set);
        }
    }
    let minimal = |set: &&u64| {
        !enough
            .iter()
            .any(|other| other != *set && *set & other == *other)
    };
    enough
        .iter()
        .filter(minimal)
        .map(|set| settings(*set))
        .collect()
}

#[test]
fn the_sets_are_those_that_brute_force_finds() {
    for (id, column) in [
        ("K1", Column::RemoteSql),
        ("N1", Column::RemoteMapi),
        ("S1", Column::RemoteHttp),
    ] {
        let base = plain(&row(id, column));
        let all = changes(&base, &[]);
        let mut search = Search::new(&base, &[]);
        while search.size() <= 2 && !search.step(1) {}
        let place = |change: &Change| all.iter().position(|it| it == change).unwrap();
        let sets = search.found().filter(|set| set.len() <= 2);
        let sets: BTreeSet<Vec<usize>> = sets.map(|set| set.iter().map(place).collect()).collect();
        assert!(!sets.is_empty());
        assert_eq!(sets, brute_force(&base, 2), "{id}");
    }
}

#[test]
fn a_user_of_another_forest_comes_with_a_tgt_where_the_trust_lets_it_be_delegated() {
    let singles = found(&row("S2", Column::RemoteHttp), 1, &[]);
    assert!(
        singles.contains(&one(Setting::TgtDelegation, "1")),
        "{singles:?}"
    );
}

#[test]
fn what_a_row_takes_can_be_changed_in_its_time() {
    let mapi = found(&row("K4", Column::RemoteMapi), 1, &[]);
    assert!(mapi.contains(&one(Setting::BackEnd, "http")), "{mapi:?}");
    let kernel = found(&row("S1", Column::SameHost), 1, &[]);
    assert!(
        kernel.contains(&one(Setting::PoolCredentials, "1")),
        "{kernel:?}"
    );
}

#[test]
fn trust_for_any_service_is_no_repair_where_nobody_hands_a_tgt_over() {
    for id in ["K6", "K9B", "S5"] {
        let sets = found(&row(id, Column::RemoteHttp), 3, &[]);
        let any = |set: &&Vec<_>| set.contains(&(Setting::Delegation, "any".to_owned()));
        assert!(
            !sets.is_empty() && !sets.iter().any(|set| any(&set)),
            "{id}: {sets:?}"
        );
    }
}

#[test]
fn sql_server_gets_its_spn_on_the_account_that_starts_it() {
    for placement in ["computer", "pool", "missing"] {
        let mut base = row("K1", Column::RemoteSql);
        base.back_end.schemes = vec![Scheme::Ntlm];
        base.back_end.runs_as = crate::lab::RunsAs::Domain;
        Setting::BackEndSpn.set(&mut base, placement).unwrap();
        let sets = found(&base, 2, &[]);
        let of = |setting, to: &str| (setting, to.to_owned());
        let cheapest = [
            of(Setting::Delegation, "kerberos"),
            of(Setting::BackEndSpn, "pool"),
        ];
        let has = |set: &Vec<_>| cheapest.iter().all(|it| set.contains(it));
        assert!(sets.iter().any(has), "{placement}: {sets:#?}");
        let on_computer = of(Setting::BackEndSpn, "computer");
        let moved = of(Setting::BackEndAccount, "computer");
        for set in &sets {
            assert!(
                !set.contains(&on_computer) || set.contains(&moved),
                "{set:?}"
            );
        }
        let settings = [Setting::BackEndSpn, Setting::BackEndSchemes];
        let pinned = changes(&base, &[Pin::Spn]);
        assert!(!pinned.iter().any(|it| settings.contains(&it.setting)));
    }
}

#[test]
fn internet_explorer_delegates_by_the_zone_and_later_browsers_by_their_list() {
    use crate::hosts::Era;
    use crate::lab::Zone;
    let arrives = |id: &str, era, zone, delegates| {
        let row = ROWS.iter().find(|row| row.id == id).unwrap();
        let mut scenario = row.set_up(Scenario::of(era));
        scenario.client.zone = zone;
        scenario.client.delegates = delegates;
        arrives_as_person(&scenario, &run(&scenario))
    };
    for delegates in [false, true] {
        for zone in [Zone::Intranet, Zone::Internet] {
            let intranet = zone == Zone::Intranet;
            assert_eq!(arrives("K2", Era::Y2003, zone, delegates), intranet);
            assert_eq!(arrives("K2", Era::Today, zone, delegates), delegates);
        }
    }
    let old = |id: &str| {
        let row = ROWS.iter().find(|row| row.id == id).unwrap();
        row.set_up(Scenario::of(Era::Y2003))
    };
    assert!(found(&old("K1"), 1, &[]).contains(&one(Setting::Delegation, "any")));
    assert!(found(&old("K3"), 1, &[]).contains(&one(Setting::Zone, "intranet")));
}

#[test]
fn a_user_of_another_forest_types_the_full_name() {
    let mut base = row("K4", Column::RemoteHttp);
    base.enter_other_forest();
    let full = std::mem::take(&mut base.client.address);
    assert_eq!(found(&base, 1, &[])[0], one(Setting::Address, &full));
}

#[test]
fn a_site_on_another_port_keeps_it() {
    let mut base = row("K1", Column::RemoteHttp);
    let addresses = |base: &Scenario| {
        let all = changes(base, &[]).into_iter();
        let found = all.filter(|it| it.setting == Setting::Address);
        found.map(|it| it.to).collect::<Vec<_>>()
    };
    base.client.address = "web-01:8080".to_owned();
    assert!(addresses(&base).is_empty());
    base.client.address = "intranet.contoso.example:8080".to_owned();
    assert_eq!(addresses(&base), ["web-01:8080"]);
    base.client.address = "intranet.contoso.example".to_owned();
    assert_eq!(addresses(&base), [""]);
}

#[test]
fn a_user_principal_name_says_its_domain_itself() {
    let typed = |id: &str, link: &[(&str, &str)]| {
        let mut base = row(id, Column::RemoteHttp);
        for (key, value) in link {
            Setting::of_key(key).unwrap().set(&mut base, value).unwrap();
        }
        base
    };
    let upn = ("user", "alice@contoso.example");
    for scheme in ["ntlm", "basic"] {
        let base = typed("K1", &[("offer", scheme), ("mailbox", "same"), upn]);
        let repairs = found(&base, 1, &[]);
        assert!(
            repairs.contains(&one(Setting::Domain, "")),
            "{scheme}: {repairs:?}"
        );
    }
    let upn = ("user", "alice@fabrikam.example");
    let other = [
        upn,
        ("domain", ""),
        ("admits", "CONTOSO\\bob"),
        ("rbcd", "1"),
    ];
    let base = typed("S2", &other);
    let offered = changes(&base, &[]);
    let admits = offered.iter().find(|it| it.setting == Setting::Admits);
    assert_eq!(admits.unwrap().to, "CONTOSO\\bob, FABRIKAM\\alice");
    let none = |setting| offered.iter().all(|it| it.setting != setting);
    assert!(none(Setting::Domain) && none(Setting::DefaultDomain));
}

#[test]
fn a_name_that_is_typed_with_its_domain_is_the_account_that_is_behind_it() {
    for (offer, domain) in [
        ("basic", ""),
        ("basic", "CONTOSO"),
        ("ntlm", ""),
        ("ntlm", "CONTOSO"),
    ] {
        let mut scenario = row("K1", Column::SameHost);
        for (key, value) in [
            ("offer", offer),
            ("user", "CONTOSO\\alice"),
            ("domain", domain),
        ] {
            let setting = Setting::of_key(key).unwrap();
            setting.set(&mut scenario, value).unwrap();
        }
        assert_eq!(scenario.client.account(), "alice");
        let log = run(&scenario);
        assert!(arrives_as_person(&scenario, &log), "{offer} {domain}");
        let named = |it: &Change| {
            let typed = [Setting::Accounts, Setting::Admits, Setting::Domain];
            typed.contains(&it.setting)
        };
        assert!(!changes(&scenario, &[]).iter().any(named));
    }
}
