//! What does not make sense in the settings of Kerberos and delegation.

use super::Problem;
use crate::hosts::security::kerberos::MOST_SKEW;
use crate::hosts::{BackEndProtocol, Endpoint, Era, Scheme, same};
use crate::lab::{
    BackEndLocation, BrowsingFrom, DelegationTrust, EtypeChoice, PoolAccount, Scenario, Setting,
    SpnPlacement, UserForest, Zone,
};
use std::net::IpAddr;

use Problem::{
    CannotBeDelegated, ClocksApart, Empty, KerberosOnly, KeyOfAnother, MapiTakesNtlm, NoAlias,
    NotOfThisEra, NotTheService, OnlyWithKernelMode, OnlyWithNegotiate, OnlyWithOtherForest,
    OnlyWithPoolAccount, TakesNtlmOnly, TrustOfAnother, UnusedList, UsualPort, ZoneForbids,
};

impl Scenario {
    pub(super) fn problems_of_kerberos(&self, found: &mut Vec<(Setting, Problem)>) {
        // Each with whether it is true.
        let mut say = |setting, problem, holds: bool| {
            if holds {
                found.push((setting, problem));
            }
        };
        self.problems_of_era(&mut say);
        self.problems_of_first_hop(&mut say);
        self.problems_of_second_hop(&mut say);
        let alone = self.client.forest == UserForest::Same;
        let handed_over = self.directory.tgt_delegation;
        say(
            Setting::TgtDelegation,
            OnlyWithOtherForest,
            handed_over && alone,
        );
    }

    /// What did not exist yet.
    fn problems_of_era(&self, say: &mut impl FnMut(Setting, Problem, bool)) {
        let Self {
            client,
            front_end,
            back_end,
            directory,
            ..
        } = self;
        let (trust, lets) = (directory.delegation, back_end.lets_front_end_act);
        let before = |first: Era| self.era < first;
        for (setting, set, first) in [
            (
                Setting::Delegation,
                trust != DelegationTrust::No,
                Era::Y2003,
            ),
            (
                Setting::Forest,
                client.forest == UserForest::Trusted,
                Era::Y2003,
            ),
            (
                Setting::BackEndSchemes,
                self.back_end_negotiates(),
                Era::Y2003,
            ),
            (Setting::LetsFrontEndAct, lets, Era::Today),
            (Setting::Protected, directory.protected, Era::Today),
            (
                Setting::WebEtypes,
                directory.web_etypes == EtypeChoice::Aes,
                Era::Today,
            ),
            (Setting::KernelMode, front_end.kernel_mode, Era::Today),
            (
                Setting::PoolCredentials,
                front_end.pool_credentials,
                Era::Today,
            ),
        ] {
            say(setting, NotOfThisEra, set && before(first));
        }
    }

    fn problems_of_first_hop(&self, say: &mut impl FnMut(Setting, Problem, bool)) {
        let Self {
            client,
            front_end,
            directory,
            ..
        } = self;
        let negotiates = self.offers(Scheme::Negotiate);
        // Who goes on for users that came without a ticket gets one to itself, by its own name and key.
        let to_itself = self.is_delegated() && self.back_end_takes_tickets();
        for (setting, set) in [
            (Setting::Delegates, client.delegates),
            (Setting::PoolCredentials, front_end.pool_credentials),
            (
                Setting::WebSpn,
                directory.web_spn != SpnPlacement::Computer && !to_itself,
            ),
            (Setting::OldKey, front_end.old_key && !to_itself),
        ] {
            say(setting, OnlyWithNegotiate, set && !negotiates);
        }
        let (host, port) = client.host_and_port();
        let unnamed = host.is_empty();
        say(Setting::Alias, NoAlias, client.alias && unnamed);
        let aliased = client.alias && !unnamed;
        say(
            Setting::FollowsAlias,
            NoAlias,
            !client.follows_alias && !aliased,
        );
        let usual = port == Endpoint::HTTP;
        say(Setting::NamesPort, UsualPort, client.names_port && usual);
        let outside = client.zone == Zone::Internet;
        say(Setting::Delegates, ZoneForbids, client.delegates && outside);
        let in_pool = front_end.pool == PoolAccount::Domain;
        let needs_pool = front_end.pool_credentials && !in_pool;
        say(Setting::PoolCredentials, OnlyWithPoolAccount, needs_pool);
        let needs_kernel = front_end.pool_credentials && in_pool && !front_end.kernel_mode;
        say(Setting::PoolCredentials, OnlyWithKernelMode, needs_kernel);
        let sealed_for_another = match directory.web_spn {
            SpnPlacement::Computer => !self.opens_with_computer_key(),
            SpnPlacement::Pool => self.opens_with_computer_key(),
            SpnPlacement::Elsewhere => true,
            SpnPlacement::Twice | SpnPlacement::Missing => false,
        };
        let shown = self.shows_ticket();
        say(Setting::WebSpn, KeyOfAnother, shown && sealed_for_another);
        let of_another = in_pool
            && self.opens_with_computer_key()
            && directory.web_spn == SpnPlacement::Computer
            && self.is_delegated()
            && self.calls_by_ticket();
        say(Setting::Pool, TrustOfAnother, shown && of_another);
        let digest = front_end.schemes.first() == Some(&Scheme::Digest);
        // A call on one computer is not judged by the domain controller.
        let remote = client.from == BrowsingFrom::Desk;
        let barred = remote && (digest || self.speaks_ntlm());
        say(
            Setting::Protected,
            KerberosOnly,
            directory.protected && barred,
        );
        let off = i64::from(self.front_end.clock_ahead.0).abs();
        let asked = self.uses_kerberos();
        let refused = shown || self.calls_by_ticket();
        say(Setting::ClockAhead, ClocksApart, off > MOST_SKEW && refused);
        say(Setting::ClockAhead, OnlyWithNegotiate, off > 0 && !asked);
    }

    fn problems_of_second_hop(&self, say: &mut impl FnMut(Setting, Problem, bool)) {
        let Self {
            back_end,
            directory,
            ..
        } = self;
        let trust = directory.delegation;
        let listed = matches!(
            trust,
            DelegationTrust::KerberosOnly | DelegationTrust::AnyProtocol
        );
        let lets = back_end.lets_front_end_act;
        let mapi = back_end.protocol == BackEndProtocol::Mapi;
        say(
            Setting::BackEndSchemes,
            MapiTakesNtlm,
            mapi && self.back_end_negotiates(),
        );
        let ntlm_only = !self.back_end_takes_tickets();
        say(
            Setting::Delegation,
            TakesNtlmOnly,
            trust != DelegationTrust::No && ntlm_only,
        );
        say(Setting::LetsFrontEndAct, TakesNtlmOnly, lets && ntlm_only);
        let list = self.delegation_targets();
        say(
            Setting::DelegationList,
            UnusedList,
            !listed && !list.is_empty(),
        );
        // With the password behind its token IIS needs nobody's leave: that of Basic, or of the logon at its own computer. A
        // back end may give its leave.
        let basic = self.front_end.schemes.first() == Some(&Scheme::Basic);
        let by_password = basic || self.client.from == BrowsingFrom::Server;
        let needed = listed && !lets && !by_password && self.calls_by_ticket();
        say(Setting::DelegationList, Empty, needed && list.is_empty());
        let asked_for = self.back_end_spn();
        let elsewhere = !list.is_empty() && !list.iter().any(|listed| same(listed, &asked_for));
        say(Setting::DelegationList, NotTheService, needed && elsewhere);
        let counts = self.is_delegated() && self.calls_by_ticket() && !by_password;
        say(
            Setting::Sensitive,
            CannotBeDelegated,
            directory.sensitive && counts,
        );
        say(
            Setting::Protected,
            CannotBeDelegated,
            directory.protected && counts,
        );
    }

    fn back_end_negotiates(&self) -> bool {
        self.back_end.schemes.contains(&Scheme::Negotiate)
    }

    /// MAPI has no Kerberos (KB918710).
    fn back_end_takes_tickets(&self) -> bool {
        self.back_end.protocol != BackEndProtocol::Mapi && self.back_end_negotiates()
    }

    /// Whether IIS asks for a ticket to the back end; on its own computer it does not.
    fn calls_by_ticket(&self) -> bool {
        let remote = self.back_end.placement == BackEndLocation::AnotherHost;
        remote && self.back_end_takes_tickets()
    }

    /// Whether somebody lets the account of IIS go on for its users.
    fn is_delegated(&self) -> bool {
        let trusted = self.directory.delegation != DelegationTrust::No;
        trusted || self.back_end.lets_front_end_act
    }

    /// Whether hop 1 begins with Negotiate and the browser has no ticket: the address has no SPN, or more than one, or
    /// leads to its own computer.
    fn falls_back(&self) -> bool {
        let (host, _) = self.client.host_and_port();
        let unnamed = matches!(
            self.directory.web_spn,
            SpnPlacement::Missing | SpnPlacement::Twice
        ) || host.parse::<IpAddr>().is_ok();
        let here = self.client.from == BrowsingFrom::Server;
        self.front_end.schemes.first() == Some(&Scheme::Negotiate) && (unnamed || here)
    }

    /// Whether the browser shows IIS a ticket.
    fn shows_ticket(&self) -> bool {
        self.front_end.schemes.first() == Some(&Scheme::Negotiate) && !self.falls_back()
    }

    /// Whether hop 1 is NTLM.
    pub(super) fn speaks_ntlm(&self) -> bool {
        self.front_end.schemes.first() == Some(&Scheme::Ntlm) || self.falls_back()
    }

    /// Whether IIS opens tickets with its computer's key, and not with that of the pool's account.
    fn opens_with_computer_key(&self) -> bool {
        let front_end = &self.front_end;
        let kernel = front_end.kernel_mode && !front_end.pool_credentials;
        kernel || front_end.pool == PoolAccount::Computer
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::presets::Preset;
    use crate::lab::{Minutes, Outcome, outcome, run, table};

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
        says("K2", Setting::Delegates, ZoneForbids, |s| {
            s.client.zone = Zone::Internet;
        });
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

    const CHANGES: [Change; 28] = [
        |_| {},
        |s| s.front_end.schemes = vec![Scheme::Basic],
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
        |s| s.directory.web_spn = SpnPlacement::Pool,
        |s| s.front_end.pool = PoolAccount::Domain,
        |s| {
            s.front_end.pool = PoolAccount::Domain;
            s.directory.web_spn = SpnPlacement::Pool;
        },
        |s| {
            s.front_end.pool = PoolAccount::Domain;
            s.directory.web_spn = SpnPlacement::Pool;
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
                    let said = |all: &[Problem]| problems.iter().find(|(_, it)| all.contains(it));
                    let first_hop = said(&[
                        KeyOfAnother,
                        KerberosOnly,
                        Problem::NoSuchAccount,
                        Problem::NtlmNeedsIt,
                    ]);
                    let second_hop =
                        said(&[CannotBeDelegated, TrustOfAnother, NotTheService, Empty]);
                    if first_hop.or(second_hop).is_none() {
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
}
