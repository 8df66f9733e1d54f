//! One change that somebody makes in one go.

use super::cost::forwards_tgt;
use crate::hosts::Scheme;
use crate::lab::{DelegationTrust, Log, Scenario, Setting, SettingValue};

/// A change: a setting gets another value, and with it those that the same hand sets in the same place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What somebody sets on purpose.
    pub setting: Setting,
    /// Its value before, as [`Setting::get`] has it.
    pub from: String,
    /// Its value after.
    pub to: String,
    /// What is set along with it.
    pub along: Vec<SettingChange>,
    /// Whether delegation is to be set up anew, for another account: what the pool's old one may do, its new one may not.
    pub moves_delegation: bool,
}

/// A setting and the value it is to have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingChange {
    /// The setting that an administrator has to set otherwise.
    pub setting: Setting,
    /// Its value before.
    pub from: String,
    /// The value it is to have.
    pub to: String,
}

/// Who makes a change. Those whose word is easier to get come first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Changer {
    /// The person at the browser.
    #[default]
    Person,
    /// Whoever looks after IIS.
    WebAdmin,
    /// Whoever looks after the application: where it runs, and how it calls the back end.
    Developer,
    /// Whoever looks after the back end, or may write its account.
    BackEndAdmin,
    /// Whoever looks after the computer at the desk, by group policy.
    ClientPolicy,
    /// Whoever may write service principal names.
    SpnWriter,
    /// An administrator of the domain, for all that others have no right to.
    DomainAdmin,
}

impl Change {
    /// The change that gives a setting a value; none where it has it already, or where the value is not one.
    pub fn new(scenario: &Scenario, setting: Setting, to: impl Into<String>) -> Option<Self> {
        let SettingChange { setting, from, to } = SettingChange::new(scenario, setting, to.into())?;
        Some(Self {
            setting,
            from,
            to,
            along: Vec::new(),
            moves_delegation: setting == Setting::Pool && is_trusted(scenario),
        })
    }

    /// The change that gives two settings values which nobody sets one by one. It is called after the first, which may have
    /// its value already; none where the second has.
    pub(super) fn of_both(
        scenario: &Scenario,
        (setting, to): (Setting, String),
        (with, value): (Setting, String),
    ) -> Option<Self> {
        let along = SettingChange::new(scenario, with, value)?;
        Some(Self {
            setting,
            from: setting.get(scenario),
            to,
            along: vec![along],
            moves_delegation: false,
        })
    }

    /// The same, with another setting set in the same place.
    pub fn along(mut self, scenario: &Scenario, setting: Setting, to: impl Into<String>) -> Self {
        let along = SettingChange::new(scenario, setting, to.into());
        self.along.extend(along);
        self
    }

    /// Makes it: sets its setting, and those along with it.
    pub fn make(&self, scenario: &mut Scenario) {
        // Values come from `new`, which has tried them.
        let _ = self.setting.set(scenario, &self.to);
        for along in &self.along {
            let _ = along.setting.set(scenario, &along.to);
        }
    }

    /// The settings after it.
    pub fn made(&self, before: &Scenario) -> Scenario {
        let mut after = before.clone();
        self.make(&mut after);
        after
    }

    /// Whether it has no part in how the call arrives: trust in IIS for any service, where nobody hands over a TGT, does
    /// no more than an empty list, and costs more.
    pub(super) fn is_idle(&self, log: &Log) -> bool {
        let any = DelegationTrust::of_text(&self.to) == Some(DelegationTrust::Unconstrained);
        self.setting == Setting::Delegation && any && !forwards_tgt(log)
    }

    /// Whether IIS offers Negotiate no more.
    pub(super) fn gives_kerberos_up(&self) -> bool {
        let offers = |list: &str| {
            let schemes = Vec::<Scheme>::of_text(list).unwrap_or_default();
            schemes.contains(&Scheme::Negotiate)
        };
        self.setting == Setting::Schemes && offers(&self.from) && !offers(&self.to)
    }

    /// The settings it gives other values.
    pub fn touches(&self) -> impl Iterator<Item = Setting> + '_ {
        let along = self.along.iter().map(|along| along.setting);
        std::iter::once(self.setting).chain(along)
    }

    /// Who has the right to make it, the least of those who do.
    pub fn who(&self) -> Changer {
        use Setting as S;
        match self.setting {
            S::User | S::Domain | S::Password | S::BrowsingFrom | S::Address => Changer::Person,
            S::Zone | S::Delegates | S::FollowsAlias | S::NamesPort | S::ClientLevel => {
                Changer::ClientPolicy
            }
            S::Placement | S::PublicFolders | S::BackEnd | S::Replay => Changer::Developer,
            S::BackEndSchemes | S::BackEndAccount | S::LetsFrontEndAct | S::Admits => {
                Changer::BackEndAdmin
            }
            S::WebSpn | S::BackEndSpn => Changer::SpnWriter,
            // The right to let accounts delegate is theirs: SeEnableDelegationPrivilege.
            S::Pool if self.moves_delegation => Changer::DomainAdmin,
            S::Schemes
            | S::Anonymous
            | S::BasicLogon
            | S::DefaultDomain
            | S::KeepAlive
            | S::SingleRequest
            | S::LoopbackCheck
            | S::OldKey
            | S::Pool
            | S::KernelMode
            | S::PoolCredentials
            | S::ClockAhead => Changer::WebAdmin,
            _ => Changer::DomainAdmin,
        }
    }
}

/// Whether the account of IIS is trusted for any delegation by its own settings.
fn is_trusted(scenario: &Scenario) -> bool {
    let directory = &scenario.directory;
    directory.delegation != DelegationTrust::No || !directory.delegation_list.trim().is_empty()
}

impl SettingChange {
    fn new(scenario: &Scenario, setting: Setting, to: String) -> Option<Self> {
        let from = setting.get(scenario);
        let mut tried = scenario.clone();
        setting.set(&mut tried, &to)?;
        (from != to).then_some(Self { setting, from, to })
    }
}
