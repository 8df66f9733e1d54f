use super::*;
use crate::lab::presets::Preset;
use crate::lab::{Minutes, Outcome, Zone, outcome, run, table};

/// The problems of a row in the column of today's HTTP, with a change.
fn of(row: &str, change: fn(&mut Scenario)) -> Vec<(Setting, Problem)> {
    let row = table::ROWS.iter().find(|it| it.id == row).unwrap();
    let mut scenario = table::scenario(row, table::Column::RemoteHttp).unwrap();
    change(&mut scenario);
    scenario.problems()
}

/// The same, where there is one problem or none.
#[track_caller]
fn says(row: &str, setting: Setting, problem: Problem, change: fn(&mut Scenario)) {
    assert!(
        !of(row, |_| {}).contains(&(setting, problem)),
        "{row} has it already"
    );
    assert_eq!(of(row, change), [(setting, problem)]);
}

#[test]
fn what_makes_sense_is_not_spoken_of() {
    for row in [
        "N3", "K1", "K2", "K3", "K4", "K6", "K7", "K8", "K9", "K9B", "S2",
    ] {
        assert_eq!(of(row, |_| {}), [], "{row}");
    }
}

#[test]
fn delegation_that_leads_nowhere() {
    use Problem::*;
    let list = Setting::DelegationList;
    says("K4", list, UnusedList, |s| {
        s.directory.delegation = DelegationTrust::No
    });
    says("K4", list, UnusedList, |s| {
        s.directory.delegation = DelegationTrust::Unconstrained
    });
    says("K4", list, Empty, |s| {
        s.directory.delegation_list = " , ".to_owned()
    });
    says("K4", list, NotTheService, |s| {
        s.directory.delegation_list = "HTTP/other".to_owned()
    });
    assert_eq!(of("K5", |_| {}), [(list, NotTheService)]);
    assert_eq!(
        of("K4", |s| s.directory.delegation_list.make_ascii_lowercase()),
        []
    );
    let spn = Setting::BackEndSpn;
    says("K4", spn, KeyOfAnother, |s| {
        s.directory.back_end_spn = SpnPlacement::Elsewhere
    });
    says("K4", spn, KeyOfAnother, |s| {
        s.back_end.runs_as = RunsAs::Domain
    });
    says("N1", spn, TakesNtlmOnly, |s| {
        s.directory.back_end_spn = SpnPlacement::Missing
    });
    let ntlm = |s: &mut Scenario| s.back_end.schemes = vec![Scheme::Ntlm];
    says("K4", Setting::Delegation, TakesNtlmOnly, ntlm);
    says("K8", Setting::LetsFrontEndAct, TakesNtlmOnly, ntlm);
    for row in ["K10A", "K10B", "K10C"] {
        assert_eq!(of(row, |_| {}), [(Setting::Sensitive, CannotBeDelegated)]);
    }
    says("K1", Setting::TgtDelegation, OnlyWithOtherForest, |s| {
        s.directory.tgt_delegation = true
    });
    assert_eq!(of("S2", |s| s.directory.tgt_delegation = true), []);
}

#[test]
fn tickets_that_open_nowhere() {
    use Problem::*;
    let spn = (Setting::WebSpn, KeyOfAnother);
    assert_eq!(of("S1", |_| {}), [spn]);
    assert_eq!(of("S1", |s| s.front_end.pool_credentials = true), []);
    assert_eq!(of("S1", |s| s.front_end.kernel_mode = false), []);
    let computer = |s: &mut Scenario| {
        s.directory.web_spn = SpnPlacement::Computer;
        s.front_end.kernel_mode = false;
    };
    assert_eq!(of("S1", computer), [spn]);
    let set = Setting::PoolCredentials;
    says("K1", set, OnlyWithPoolAccount, |s| {
        s.front_end.pool_credentials = true
    });
    assert_eq!(
        of("S1", |s| {
            s.front_end.pool_credentials = true;
            s.front_end.kernel_mode = false;
        }),
        [(set, OnlyWithKernelMode)]
    );
    assert_eq!(of("S3", |_| {}), [(Setting::ClockAhead, ClocksApart)]);
    assert_eq!(of("S3", |s| s.front_end.clock_ahead = Minutes(-5)), []);
    says("N1", Setting::ClockAhead, OnlyWithNegotiate, |s| {
        s.front_end.clock_ahead = Minutes(3)
    });
    assert_eq!(of("P1", |_| {}), [(Setting::Protected, KerberosOnly)]);
    says("N1", Setting::Delegates, OnlyWithNegotiate, |s| {
        s.client.delegates = true
    });
    says("K1", Setting::Alias, NoAlias, |s| s.client.alias = true);
    says("K1", Setting::FollowsAlias, NoAlias, |s| {
        s.client.follows_alias = false
    });
    says("K1", Setting::NamesPort, UsualPort, |s| {
        s.client.names_port = true;
    });
    let internet_explorer = |zone, delegates| {
        let row = table::ROWS.iter().find(|it| it.id == "K2").unwrap();
        let mut scenario = row.set_up(Scenario::of(Era::Y2003));
        scenario.client.zone = zone;
        scenario.client.delegates = delegates;
        scenario.problems()
    };
    let of_list = |problem| [(Setting::Delegates, problem)];
    assert_eq!(
        internet_explorer(Zone::Internet, true),
        of_list(ZoneForbids)
    );
    assert_eq!(
        internet_explorer(Zone::Intranet, false),
        of_list(ZoneDelegates)
    );
    assert_eq!(internet_explorer(Zone::Intranet, true), []);
    assert_eq!(internet_explorer(Zone::Internet, false), []);
    assert_eq!(of("K2", |s| s.client.zone = Zone::Internet), []);
    says("N1", Setting::OldKey, OnlyWithNegotiate, |s| {
        s.front_end.old_key = true;
    });
    let elsewhere = |s: &mut Scenario| s.client.domain.clone_from(&s.names.domain);
    says("S2", Setting::Domain, OtherDomain, elsewhere);
}

#[test]
fn each_came_with_its_time() {
    let moved = |era: Era| {
        let mut scenario = Scenario::of(Era::Today);
        scenario.front_end.schemes = vec![Scheme::Negotiate];
        scenario.back_end.schemes = vec![Scheme::Negotiate, Scheme::Ntlm];
        scenario.directory.delegation = DelegationTrust::Unconstrained;
        scenario.back_end.lets_front_end_act = true;
        scenario.directory.web_etypes = EtypeChoice::Aes;
        scenario = scenario.moved_to(era);
        scenario.back_end.protocol = BackEndProtocol::Http;
        scenario.not_of_its_era()
    };
    use Setting::{BackEndSchemes, Delegation, LetsFrontEndAct, Schemes, WebEtypes};
    assert_eq!(moved(Era::Today), []);
    assert_eq!(moved(Era::Y2003), [LetsFrontEndAct, WebEtypes]);
    let before = [
        Schemes,
        Delegation,
        BackEndSchemes,
        LetsFrontEndAct,
        WebEtypes,
    ];
    assert_eq!(moved(Era::Y1998), before);
}

#[test]
fn mapi_takes_no_ticket() {
    let row = table::ROWS.iter().find(|it| it.id == "K4").unwrap();
    let scenario = table::scenario(row, table::Column::RemoteMapi).unwrap();
    let found = scenario.problems();
    assert!(found.contains(&(Setting::BackEndSchemes, MapiTakesNtlm)));
    assert!(found.contains(&(Setting::Delegation, TakesNtlmOnly)));
}

/// What a change does to a preset.
type Change = fn(&mut Scenario);

const CHANGES: [Change; 33] = [
    |_| {},
    |s| s.front_end.schemes = vec![Scheme::Basic],
    |s| {
        s.front_end.schemes = vec![Scheme::Basic];
        s.directory.delegation = DelegationTrust::No;
    },
    |s| s.front_end.schemes = vec![Scheme::Ntlm],
    |s| s.front_end.schemes = vec![Scheme::Negotiate],
    |s| s.front_end.schemes = vec![Scheme::Basic, Scheme::Negotiate, Scheme::Ntlm],
    |s| s.back_end.schemes = vec![Scheme::Ntlm],
    |s| s.back_end.placement = BackEndLocation::SameHost,
    |s| s.client.from = BrowsingFrom::Server,
    |s| s.client.address = "192.0.2.10".to_owned(),
    |s| s.client.user = format!("{}\\{}", s.names.domain, s.client.user),
    |s| s.client.user = format!("{}@{}", s.client.user, s.names.dns_domain),
    |s| s.directory.web_spn = SpnPlacement::Missing,
    |s| s.directory.web_spn = SpnPlacement::Twice,
    |s| s.directory.web_spn = SpnPlacement::Elsewhere,
    |s| s.directory.web_spn = SpnPlacement::ServiceAccount,
    |s| s.front_end.pool = RunsAs::Domain,
    |s| {
        s.front_end.pool = RunsAs::Domain;
        s.directory.web_spn = SpnPlacement::ServiceAccount;
    },
    |s| {
        s.front_end.pool = RunsAs::Domain;
        s.directory.web_spn = SpnPlacement::ServiceAccount;
        s.front_end.pool_credentials = true;
    },
    |s| s.front_end.kernel_mode = false,
    |s| s.front_end.keep_alive = false,
    |s| s.front_end.clock_ahead = Minutes(6),
    |s| s.directory.sensitive = true,
    |s| s.directory.protected = true,
    |s| s.directory.delegation_list = String::new(),
    |s| s.directory.delegation_list = "HTTP/other".to_owned(),
    |s| s.directory.delegation_list = s.back_end_spn(),
    |s| s.directory.delegation = DelegationTrust::No,
    |s| s.back_end.lets_front_end_act = true,
    |s| s.directory.back_end_spn = SpnPlacement::ServiceAccount,
    |s| s.directory.back_end_spn = SpnPlacement::Elsewhere,
    |s| s.back_end.runs_as = RunsAs::Domain,
    |s| {
        s.back_end.runs_as = RunsAs::Domain;
        s.directory.back_end_spn = SpnPlacement::ServiceAccount;
    },
];

/// Two changes of each preset with Kerberos: what is said beside a setting to fail does.
#[test]
fn what_is_said_to_fail_fails() {
    let ids = [
        "kerberos",
        "unconstrained",
        "constrained",
        "transition",
        "resource-based",
        "sql-server",
        "other-forest",
    ];
    let mut checked = 0;
    let mut wrong = Vec::new();
    for id in ids {
        for (n, first) in CHANGES.iter().enumerate() {
            for (m, second) in CHANGES.iter().take(n + 1).enumerate() {
                let mut scenario = Preset::named(id).unwrap().scenario();
                second(&mut scenario);
                first(&mut scenario);
                let problems = scenario.problems();
                let said = |all: &[Problem]| {
                    let mut said = problems.iter();
                    said.find(|(setting, it)| *setting != Setting::BackEndSpn && all.contains(it))
                };
                let first_hop = said(&[
                    KeyOfAnother,
                    KerberosOnly,
                    Problem::NoSuchAccount,
                    Problem::NtlmNeedsIt,
                ]);
                let second_hop = said(&[CannotBeDelegated, TrustOfAnother, NotTheService, Empty]);
                let back_end = (Setting::BackEndSpn, KeyOfAnother);
                let back_end = problems.iter().find(|it| **it == back_end);
                if first_hop.or(second_hop).or(back_end).is_none() {
                    continue;
                }
                checked += 1;
                let outcome = outcome(&run(&scenario)).unwrap().outcome;
                let failed = matches!(outcome, Outcome::FirstHop(_));
                if outcome.succeeded() || first_hop.is_some() && !failed {
                    wrong.push(format!("{id} {n} {m}: {problems:?} {outcome:?}"));
                }
            }
        }
    }
    assert!(checked > 500, "{checked}");
    assert!(wrong.is_empty(), "{}: {:#?}", wrong.len(), wrong);
}
