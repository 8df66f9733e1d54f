//! What does not make sense in the settings of Kerberos and delegation.

use super::Problem;
use crate::hosts::security::kerberos::MOST_SKEW;
use crate::hosts::{BackEndProtocol, Endpoint, Era, Scheme, same};
use crate::lab::{
    BackEndLocation, BrowsingFrom, DelegationTrust, EtypeChoice, RunsAs, Scenario, Setting,
    SpnPlacement, UserForest,
};
use std::net::IpAddr;

use Problem::{
    CannotBeDelegated, ClocksApart, Empty, KerberosOnly, KeyOfAnother, MapiTakesNtlm, MayNotSignIn,
    NoAlias, NotOfThisEra, NotTheService, OnlyWithKernelMode, OnlyWithNegotiate,
    OnlyWithOtherForest, OnlyWithPoolAccount, TakesNtlmOnly, TrustOfAnother, UnusedList, UsualPort,
    ZoneDelegates, ZoneForbids,
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
        let selective = self.directory.selective_authentication;
        for (problem, holds) in [(OnlyWithOtherForest, alone), (MayNotSignIn, !alone)] {
            say(
                Setting::SelectiveAuthentication,
                problem,
                selective && holds,
            );
        }
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
        let by_zone = self.era.goes_by_zone() && client.delegates != self.browser_delegates();
        let any = directory.delegation == DelegationTrust::Unconstrained;
        for (problem, holds) in [
            (ZoneForbids, client.delegates),
            (ZoneDelegates, !client.delegates && negotiates && any),
        ] {
            say(Setting::Delegates, problem, by_zone && holds);
        }
        let in_pool = front_end.pool == RunsAs::Domain;
        let needs_pool = front_end.pool_credentials && !in_pool;
        say(Setting::PoolCredentials, OnlyWithPoolAccount, needs_pool);
        let needs_kernel = front_end.pool_credentials && in_pool && !front_end.kernel_mode;
        say(Setting::PoolCredentials, OnlyWithKernelMode, needs_kernel);
        let sealed_for_another = match directory.web_spn {
            SpnPlacement::Computer => !self.opens_with_computer_key(),
            SpnPlacement::ServiceAccount => self.opens_with_computer_key(),
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
        let basic = self.front_end.schemes.first() == Some(&Scheme::Basic);
        let by_password = basic || self.client.from == BrowsingFrom::Server;
        let spn = directory.back_end_spn;
        let moved = spn != SpnPlacement::Computer;
        say(Setting::BackEndSpn, TakesNtlmOnly, moved && ntlm_only);
        let in_own_account = back_end.runs_as == RunsAs::Domain;
        say(
            Setting::BackEndAccount,
            TakesNtlmOnly,
            in_own_account && ntlm_only,
        );
        let sealed_for_another = match spn {
            SpnPlacement::Computer => in_own_account,
            SpnPlacement::ServiceAccount => !in_own_account,
            SpnPlacement::Elsewhere => true,
            SpnPlacement::Twice | SpnPlacement::Missing => false,
        };
        let shown = (self.is_delegated() || by_password) && self.calls_by_ticket();
        say(
            Setting::BackEndSpn,
            KeyOfAnother,
            shown && sealed_for_another,
        );
        let list = self.delegation_targets();
        say(
            Setting::DelegationList,
            UnusedList,
            !listed && !list.is_empty(),
        );
        // With the password behind its token IIS needs nobody's leave: that of Basic, or of the logon at its own computer. A
        // back end may give its leave.
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
    pub(in crate::lab) fn speaks_ntlm(&self) -> bool {
        self.front_end.schemes.first() == Some(&Scheme::Ntlm) || self.falls_back()
    }

    /// Whether IIS opens tickets with its computer's key, and not with that of the pool's account.
    fn opens_with_computer_key(&self) -> bool {
        let front_end = &self.front_end;
        let kernel = front_end.kernel_mode && !front_end.pool_credentials;
        kernel || front_end.pool == RunsAs::Computer
    }
}

#[cfg(test)]
mod tests;
