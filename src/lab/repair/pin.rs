//! What is to stay as it is.

use super::{Change, Changer};
use crate::hosts::Scheme;
use crate::lab::{Setting, SettingValue, SpnPlacement};

/// Something that is to stay as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Pin {
    /// A setting keeps its value; changes to it are left out.
    Setting(Setting),
    /// The browser, its policy and what the person types.
    Client,
    /// No password goes to IIS: Basic is not offered.
    NoBasic,
    /// Service principal names, and the accounts that the services run as.
    Spn,
    /// Nothing that an administrator of the domain has to do.
    NoDomainAdmin,
    /// The back end, where it runs, and its account.
    BackEnd,
    /// The application: where it runs, and how it calls the back end.
    Application,
    /// What protects the person's account.
    AccountProtection,
}

impl Pin {
    /// Those that are more than one setting, in the order in which they are offered.
    pub const ALL: [Self; 7] = [
        Self::Client,
        Self::NoBasic,
        Self::Spn,
        Self::NoDomainAdmin,
        Self::BackEnd,
        Self::Application,
        Self::AccountProtection,
    ];

    /// Its name where it is typed: the setting's key, or a word.
    pub fn key(self) -> &'static str {
        match self {
            Self::Setting(setting) => setting.key(),
            Self::Client => "no-client",
            Self::NoBasic => "no-basic",
            Self::Spn => "no-spn",
            Self::NoDomainAdmin => "no-domain-admin",
            Self::BackEnd => "no-back-end",
            Self::Application => "no-application",
            Self::AccountProtection => "keep-protection",
        }
    }

    /// The pin of that name.
    pub fn of_key(key: &str) -> Option<Self> {
        let setting = || Setting::of_key(key).map(Self::Setting);
        let mut all = Self::ALL.into_iter();
        all.find(|pin| pin.key() == key).or_else(setting)
    }

    /// Whether a change would touch it.
    pub fn forbids(self, change: &Change) -> bool {
        let takes = |any: &[Changer]| any.iter().any(|it| change.takes(*it));
        match self {
            Self::Setting(setting) => change.touches().any(|touched| touched == setting),
            Self::Client => {
                let of_browser = matches!(
                    change.setting,
                    Setting::Zone | Setting::Delegates | Setting::FollowsAlias | Setting::NamesPort
                );
                of_browser || takes(&[Changer::ClientPolicy, Changer::Person])
            }
            Self::NoBasic => {
                let schemes = Vec::<Scheme>::of_text(&change.to).unwrap_or_default();
                change.setting == Setting::Schemes && schemes.contains(&Scheme::Basic)
            }
            Self::Spn => matches!(
                change.setting,
                Setting::WebSpn
                    | Setting::BackEndSpn
                    | Setting::Pool
                    | Setting::BackEndAccount
                    | Setting::Alias
            ),
            // A computer sets names of its own itself; those of users take rights over their accounts.
            Self::NoDomainAdmin => {
                let of_users = [&change.from, &change.to]
                    .into_iter()
                    .filter_map(|it| SpnPlacement::of_text(it))
                    .any(|it| !matches!(it, SpnPlacement::Computer | SpnPlacement::Missing));
                let is_spn = matches!(change.setting, Setting::WebSpn | Setting::BackEndSpn);
                takes(&[Changer::DomainAdmin, Changer::OtherDomainAdmin]) || is_spn && of_users
            }
            Self::BackEnd => {
                let moves = matches!(change.setting, Setting::Placement | Setting::PublicFolders);
                takes(&[Changer::BackEndAdmin]) || moves
            }
            Self::Application => takes(&[Changer::Developer]),
            Self::AccountProtection => {
                matches!(
                    change.setting,
                    Setting::AccountState | Setting::Sensitive | Setting::Protected
                )
            }
        }
    }
}
