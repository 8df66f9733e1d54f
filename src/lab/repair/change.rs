//! One change that somebody makes in one go.

use super::cost::forwards_tgt;
use crate::hosts::Scheme;
use crate::lab::{BrowsingFrom, DelegationTrust, Log, Scenario, Setting, SettingValue, UserForest};

/// A change: a setting gets another value, and with it those that the same hand sets in the same place or that nobody sets by
/// themselves.
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
    /// Who makes it, the least of those who have the right; where several have to set something, each of them, those whose
    /// word is easier to get first.
    pub hands: Vec<Changer>,
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
    /// Whoever may unlock accounts and reset passwords, as help desks do.
    AccountOperator,
    /// Whoever may write service principal names.
    SpnWriter,
    /// An administrator of the domain, for all that others have no right to.
    DomainAdmin,
    /// An administrator of the users' forest, where that is another one.
    OtherDomainAdmin,
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
            hands: hands(scenario, setting),
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
            hands: hands(scenario, setting),
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

    /// Of those who make it, the one whose word is hardest to get.
    pub fn who(&self) -> Changer {
        self.hands.last().copied().unwrap_or_default()
    }

    /// Whether that one has a hand in it.
    pub fn takes(&self, who: Changer) -> bool {
        self.hands.contains(&who)
    }
}

/// Who sets a setting.
fn hands(scenario: &Scenario, setting: Setting) -> Vec<Changer> {
    use Setting as S;
    let at_browser = match scenario.client.from {
        BrowsingFrom::Desk => Changer::ClientPolicy,
        BrowsingFrom::Server => Changer::WebAdmin,
    };
    let of_user = match scenario.client.forest {
        UserForest::Same => Changer::DomainAdmin,
        UserForest::Trusted => Changer::OtherDomainAdmin,
    };
    let mut hands = vec![match setting {
        S::User | S::Domain | S::Password | S::BrowsingFrom | S::Address => Changer::Person,
        S::Zone | S::Delegates | S::FollowsAlias | S::NamesPort => at_browser,
        S::Placement | S::PublicFolders | S::BackEnd | S::Replay => Changer::Developer,
        S::BackEndSchemes | S::BackEndAccount | S::LetsFrontEndAct | S::Admits => {
            Changer::BackEndAdmin
        }
        S::WebSpn | S::BackEndSpn => Changer::SpnWriter,
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
        | S::ClientLevel
        | S::ClockAhead => Changer::WebAdmin,
        S::AccountState if scenario.client.forest == UserForest::Same => Changer::AccountOperator,
        S::AccountState | S::Sensitive | S::Protected => of_user,
        S::TgtDelegation => Changer::OtherDomainAdmin,
        _ => Changer::DomainAdmin,
    }];
    match setting {
        // IIS and the browser each have a level, and each goes by its own.
        S::ClientLevel if scenario.speaks_ntlm() => hands.push(at_browser),
        // Delegation is set up anew, for another account. The right to let accounts delegate is a domain admin's:
        // SeEnableDelegationPrivilege.
        S::Pool => {
            let lets = scenario.back_end.lets_front_end_act;
            hands.extend(lets.then_some(Changer::BackEndAdmin));
            hands.extend(is_trusted(scenario).then_some(Changer::DomainAdmin));
        }
        _ => {}
    }
    hands.sort_unstable();
    hands.dedup();
    hands
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
