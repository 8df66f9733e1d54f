//! What a failure hangs on.

use super::outside::OutsideCause;
use crate::hosts::BackEndProtocol;
use crate::lab::Reached;
use crate::lab::space::{Explored, SetUp, Space, Unusual};

/// What a failure hangs on: a permission that is missing, something unusual, or something that is not in the lab.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Cause {
    /// Nothing lets IIS go on as the user.
    MayNotDelegate,
    /// People come with NTLM, and nothing lets IIS go on.
    ComesByNtlm,
    /// The back end is called by MAPI, which takes no ticket.
    MapiTakesNoTicket,
    /// What is unusual in the configuration, and made it fail.
    Unusual(Unusual),
    /// Something that the lab does not model.
    Outside(OutsideCause),
}

/// Where a cause is to be looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CauseGroup {
    /// What IIS may do in a user's name.
    Delegation,
    /// Which name is asked for, and which account has it.
    Names,
    /// Keys, encryption types, clocks.
    Keys,
    /// How people sign in at IIS.
    SignIn,
    /// Restrictions of the user's account, and the password that was typed.
    Account,
    /// What the back end takes.
    BackEnd,
    /// What the lab does not model.
    Outside,
}

impl Cause {
    /// Where it is to be looked for.
    pub fn group(self) -> CauseGroup {
        use Unusual as U;
        match self {
            Self::MayNotDelegate => CauseGroup::Delegation,
            Self::ComesByNtlm => CauseGroup::SignIn,
            Self::MapiTakesNoTicket => CauseGroup::BackEnd,
            Self::Outside(OutsideCause::BackEndSpn) => CauseGroup::Names,
            Self::Outside(cause) if cause.in_lab().is_some() => CauseGroup::Account,
            Self::Outside(_) => CauseGroup::Outside,
            Self::Unusual(what) => match what {
                U::NotListed | U::OwnListBesides | U::BrowserDoesNotDelegate | U::InternetZone => {
                    CauseGroup::Delegation
                }
                U::SpnMissing
                | U::SpnElsewhere
                | U::SpnTwice
                | U::SpnOnPoolInKernelMode
                | U::PoolKeyWithoutSpn
                | U::IpAddress
                | U::UnregisteredName
                | U::Alias
                | U::PortInName => CauseGroup::Names,
                U::OldKey | U::Clock | U::AesOnly | U::Rc4Only => CauseGroup::Keys,
                U::NtlmOnly
                | U::DigestOnly
                | U::NothingOffered
                | U::BasicNetworkLogon
                | U::BasicWithoutDomain
                | U::WrongPassword
                | U::UnknownUser
                | U::LevelsDisagree
                | U::NoKeepAlive
                | U::LoopbackByOtherName => CauseGroup::SignIn,
                U::Sensitive | U::Protected | U::OtherForest => CauseGroup::Account,
                U::BackEndTakesNtlm | U::NotAdmitted => CauseGroup::BackEnd,
            },
        }
    }

    /// What that configuration's failure hangs on; none where it works.
    pub fn of(space: &Space, explored: &Explored) -> Option<Self> {
        let configuration = &explored.configuration;
        let set_up = configuration.ordinary.set_up;
        match &configuration.unusual[..] {
            [] => Some(match set_up {
                SetUp::Ntlm => Self::ComesByNtlm,
                _ if configuration.ordinary.protocol == BackEndProtocol::Mapi => {
                    Self::MapiTakesNoTicket
                }
                SetUp::Negotiate => Self::MayNotDelegate,
                _ => return None,
            }),
            [one] => Some(Self::Unusual(*one)),
            // Of several, that without which it gets furthest.
            several => {
                let far = |what: &Unusual| {
                    let mut without = configuration.clone();
                    without.unusual.retain(|it| it != what);
                    space
                        .find(&without)
                        .map_or(Reached::Nothing, |other| Reached::of(&other.shows))
                };
                // An SPN that nobody has is not the computer’s either.
                let nobody = [Unusual::SpnMissing, Unusual::UnregisteredName];
                let missing = several.iter().any(|what| nobody.contains(what));
                let best = several
                    .iter()
                    .filter(|what| !(missing && **what == Unusual::PoolKeyWithoutSpn))
                    .max_by_key(|what| (far(what), std::cmp::Reverse(**what)));
                best.map(|what| Self::Unusual(*what))
            }
        }
    }

    /// A number that no other cause has.
    pub fn key(self) -> u32 {
        match self {
            Self::MayNotDelegate => 0,
            Self::ComesByNtlm => 1,
            Self::MapiTakesNoTicket => 2,
            Self::Unusual(what) => 1_000 + what as u32,
            Self::Outside(outside) => 2_000 + outside as u32,
        }
    }

    /// For an order where nothing else decides: the commonest come first, and then all as they are declared.
    pub fn place(self) -> (bool, Self) {
        let is_common = match self {
            Self::MayNotDelegate | Self::ComesByNtlm | Self::MapiTakesNoTicket => true,
            // Of what is refused at sign-in, the commonest.
            Self::Unusual(what) => what == Unusual::WrongPassword,
            // Of those, the commonest where somebody is asked, and where a service has a keytab.
            Self::Outside(what) => {
                matches!(what, OutsideCause::NoAutomaticLogon | OutsideCause::Keytab)
            }
        };
        (!is_common, self)
    }
}
