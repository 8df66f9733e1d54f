//! What can be looked up to tell causes apart, and which of it tells most.

use super::ordinary;
use super::sign::{Sighting, Sign};
use crate::hosts::{BackEndProtocol, Era, Package, Scheme};
use crate::lab::space::{Configuration, Explored, Space};
use crate::lab::{
    AddressKind, DelegationTrust, EtypeChoice, KeyOwner, Observable as O, Restriction,
    SettingFinding as F, SpnHolder,
};

/// Something to look up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Check {
    /// Who has the web server’s SPN.
    WebSpn,
    /// What the account of IIS is trusted for.
    Trust,
    /// Whether its list has the back end.
    List,
    /// Whether the back end’s account lets it act.
    LetsAct,
    /// What restricts the person’s account.
    User,
    /// Which tickets the person has.
    Tickets,
    /// What the browser’s policy says.
    BrowserPolicy,
    /// How IIS knew the person: its event 4624.
    SignIn,
    /// What the domain controller refused: its event 4769.
    Kdc,
    /// Which schemes a 401 of IIS names, in their order.
    Offers,
    /// How the back end is called.
    BackEnd,
    /// Whose key opens tickets.
    OpensWith,
    /// Whether the clocks agree.
    Clock,
    /// What is in the address bar.
    Address,
    /// Whether the service was started since its account’s password was changed.
    KeyAge,
    /// Whether the back end takes Kerberos.
    BackEndKerberos,
    /// LmCompatibilityLevel at both ends.
    Levels,
    /// Which encryption types the account of the service has.
    Etypes,
    /// Whether the person has rights at the back end.
    Rights,
    /// Why the logon at IIS failed: its event 4625.
    Refusal,
}

/// A check, and into what it splits what remains.
#[derive(Clone, Debug, PartialEq)]
pub struct NextCheck {
    /// What is to be looked up.
    pub check: Check,
    /// Its possible answers, each with how many of the configurations that fit would give it; those that none would give
    /// come last.
    pub answers: Vec<(CheckAnswer, usize)>,
    /// How mixed the causes are expected to be after its answer, from 0 to 1.
    pub remains: f64,
}

/// An answer: it is one that is known, or none of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CheckAnswer {
    /// It shows this, one of the answers that the check can have.
    Is(O),
    /// Nothing of the kind is seen.
    Nothing,
}

impl NextCheck {
    /// Of an SPN that two accounts have, which they are: it splits nothing, and has to be known before anything is mended.
    pub(super) fn which_accounts(fitting: usize) -> Self {
        let two = O::Is(F::Spn(SpnHolder::Two));
        Self {
            check: Check::WebSpn,
            answers: vec![(CheckAnswer::Is(two), fitting)],
            remains: 1.0,
        }
    }
}

impl Check {
    /// All of them: what is easily looked up comes first.
    pub const ALL: [Self; 20] = [
        Self::WebSpn,
        Self::Trust,
        Self::List,
        Self::LetsAct,
        Self::User,
        Self::Tickets,
        Self::BrowserPolicy,
        Self::SignIn,
        Self::Kdc,
        Self::Offers,
        Self::BackEnd,
        Self::OpensWith,
        Self::Clock,
        Self::Address,
        Self::KeyAge,
        Self::BackEndKerberos,
        Self::Levels,
        Self::Etypes,
        Self::Rights,
        Self::Refusal,
    ];

    /// What people often know of their settings without looking.
    pub const KNOWN: [Self; 6] = [
        Self::Offers,
        Self::BackEnd,
        Self::Address,
        Self::Trust,
        Self::WebSpn,
        Self::User,
    ];

    /// A key that no other has.
    pub fn key(self) -> &'static str {
        match self {
            Self::WebSpn => "spn",
            Self::Trust => "delegation",
            Self::List => "list",
            Self::LetsAct => "acts",
            Self::User => "account",
            Self::Tickets => "tickets",
            Self::BrowserPolicy => "policy",
            Self::SignIn => "signin",
            Self::Kdc => "kdc",
            Self::Offers => "offer",
            Self::BackEnd => "backend",
            Self::OpensWith => "key",
            Self::Clock => "clock",
            Self::Address => "address",
            Self::KeyAge => "keyage",
            Self::BackEndKerberos => "backendkerberos",
            Self::Levels => "levels",
            Self::Etypes => "etypes",
            Self::Rights => "rights",
            Self::Refusal => "refusal",
        }
    }

    /// What may be seen; one of a kind in a run, or nothing of the kind.
    pub fn options(self) -> Vec<O> {
        let is = |findings: &[F]| findings.iter().copied().map(O::Is).collect();
        match self {
            Self::WebSpn => is(&[
                F::Spn(SpnHolder::Computer),
                F::Spn(SpnHolder::Pool),
                F::Spn(SpnHolder::Other),
                F::Spn(SpnHolder::Two),
                F::Spn(SpnHolder::Nobody),
            ]),
            Self::Trust => is(&[
                F::Trust(DelegationTrust::No),
                F::Trust(DelegationTrust::Unconstrained),
                F::Trust(DelegationTrust::KerberosOnly),
                F::Trust(DelegationTrust::AnyProtocol),
            ]),
            Self::List => is(&[F::Listed(true), F::Listed(false)]),
            Self::LetsAct => is(&[F::LetsAct(true), F::LetsAct(false)]),
            Self::User => is(&[
                F::User(Restriction::Nothing),
                F::User(Restriction::Sensitive),
                F::User(Restriction::Protected),
            ]),
            Self::Tickets => vec![O::NoTicket, O::OkAsDelegate(true), O::OkAsDelegate(false)],
            Self::BrowserPolicy => is(&[F::BrowserDelegates(true), F::BrowserDelegates(false)]),
            Self::SignIn => [
                Package::Kerberos,
                Package::Ntlm,
                Package::LogonUser,
                Package::Digest,
            ]
            .map(O::FrontEndKnowsBy)
            .to_vec(),
            Self::Kdc => [7, 8, 13, 14].map(O::TicketRefused).to_vec(),
            Self::Offers => is(&[
                F::Offers(Some(Scheme::Negotiate)),
                F::Offers(Some(Scheme::Ntlm)),
                F::Offers(Some(Scheme::Basic)),
                F::Offers(Some(Scheme::Digest)),
                F::Offers(None),
            ]),
            Self::BackEnd => [
                BackEndProtocol::Http,
                BackEndProtocol::Sql,
                BackEndProtocol::Mapi,
            ]
            .map(O::BackEnd)
            .to_vec(),
            Self::OpensWith => is(&[
                F::OpensWith(KeyOwner::Computer),
                F::OpensWith(KeyOwner::Pool),
            ]),
            Self::Clock => is(&[F::ClockOff(false), F::ClockOff(true)]),
            Self::Address => is(&[
                F::Address(AddressKind::Short),
                F::Address(AddressKind::Full),
                F::Address(AddressKind::Other),
                F::Address(AddressKind::Ip),
            ]),
            Self::KeyAge => is(&[F::KeyIsOld(false), F::KeyIsOld(true)]),
            Self::BackEndKerberos => is(&[
                F::BackEndTakesKerberos(true),
                F::BackEndTakesKerberos(false),
            ]),
            Self::Levels => is(&[F::LevelsDisagree(false), F::LevelsDisagree(true)]),
            Self::Etypes => is(&[
                F::Etypes(EtypeChoice::OfItsTime),
                F::Etypes(EtypeChoice::Aes),
                F::Etypes(EtypeChoice::Rc4),
            ]),
            Self::Rights => is(&[F::Admitted(true), F::Admitted(false)]),
            Self::Refusal => [0xC000_006A, 0xC000_0064, 0xC000_006E, 0xC000_006D]
                .map(O::LogonFailed)
                .to_vec(),
        }
    }

    /// Whether it is about the way from IIS on.
    fn is_of_second_hop(self) -> bool {
        matches!(
            self,
            Self::Trust
                | Self::List
                | Self::LetsAct
                | Self::BackEnd
                | Self::BackEndKerberos
                | Self::Rights
        )
    }

    /// An answer as links have it, which never changes: `spn.2`, the key and the option’s number from 1, 0 for none of them.
    pub fn answer_key(self, answer: CheckAnswer) -> String {
        let mut options = self.options().into_iter();
        let place = options.position(|option| answer == CheckAnswer::Is(option));
        format!("{}.{}", self.key(), place.map_or(0, |place| place + 1))
    }

    /// The check and the answer of that key, as links have it; none where there is no such check.
    pub fn of_answer_key(key: &str) -> Option<(Self, CheckAnswer)> {
        let (check, number) = key.split_once('.')?;
        let check = Self::ALL.into_iter().find(|it| it.key() == check)?;
        let answer = match number.parse::<usize>().ok()?.checked_sub(1) {
            Some(place) => CheckAnswer::Is(check.options().get(place).copied()?),
            None => CheckAnswer::Nothing,
        };
        Some((check, answer))
    }

    /// What is answered where those are seen.
    pub fn answer(self, shows: &[O]) -> CheckAnswer {
        let mut options = self.options().into_iter();
        let seen = options.find(|option| shows.contains(option));
        seen.map_or(CheckAnswer::Nothing, CheckAnswer::Is)
    }

    /// Whether it looks up how something is set, and not what came of it.
    pub(super) fn is_of_a_setting(self) -> bool {
        let mut options = self.options().into_iter();
        options.all(|option| matches!(option, O::Is(_)))
    }

    /// Whether it is answered otherwise than in the same set-up without what is unusual.
    pub(super) fn finds(self, space: &Space, configuration: &Configuration) -> bool {
        let answer = |it: Option<&Explored>| it.map(|it| self.answer(&it.shows));
        answer(space.find(configuration)) != answer(ordinary(space, configuration))
    }

    /// Whether something told is one of its answers.
    pub fn is_answered_by(self, told: &Sighting) -> bool {
        let mut options = self.options().into_iter().map(CheckAnswer::Is);
        options.any(|answer| self.signs(answer).iter().any(|it| told.signs.contains(it)))
    }

    /// Whether all that is told leaves one of its answers, of how something is set.
    pub(super) fn is_answered_by_all(self, told: &[&Sighting]) -> bool {
        let options = self.options();
        let leaves = |sign: &Sign, option: &O| match sign {
            Sign::Any(any) => any.contains(option) || !any.iter().all(|it| options.contains(it)),
            Sign::Lacks(it) => it != option,
            Sign::Symptom(_) => true,
        };
        let signs = told.iter().flat_map(|it| &it.signs);
        let left = |option: &&O| signs.clone().all(|sign| leaves(sign, option));
        self.is_of_a_setting() && options.iter().filter(left).count() == 1
    }

    /// Whether something told leaves open which of its answers it is, or which setting of delegation: a KDC refuses by those.
    pub(super) fn is_left_open_by(self, told: &Sighting) -> bool {
        let options = self.options();
        let refused =
            |it: &O| matches!(it, O::TicketRefused(13) | O::KdcError(13) | O::KdcStatus(_));
        self.is_of_a_setting()
            && told.signs.iter().any(|sign| match sign {
                Sign::Any(any) if self.is_of_delegation() && any.iter().all(refused) => true,
                Sign::Any(any) => any.len() > 1 && any.iter().any(|it| options.contains(it)),
                _ => false,
            })
    }

    /// Whether it is an attribute by which a KDC decides about delegation.
    fn is_of_delegation(self) -> bool {
        matches!(self, Self::Trust | Self::List | Self::LetsAct | Self::User)
    }

    /// What an answer says of a run.
    pub fn signs(self, given: CheckAnswer) -> Vec<Sign> {
        let address = |kind| O::Is(F::Address(kind));
        match given {
            // Set-ups are run with the short name where the full one makes no difference.
            CheckAnswer::Is(full) if full == address(AddressKind::Full) => {
                vec![Sign::Any(vec![full, address(AddressKind::Short)])]
            }
            CheckAnswer::Is(observable) => vec![Sign::Any(vec![observable])],
            CheckAnswer::Nothing => self.options().into_iter().map(Sign::Lacks).collect(),
        }
    }
}

/// A configuration that fits: what it shows, its cause's place among the causes, and its weight.
pub struct Remaining<'a> {
    /// All that its run shows to those who look from outside.
    pub shows: &'a [O],
    /// Its cause's place among the causes that fit.
    pub cause: usize,
    /// How much it counts: the less, the more is unusual in it.
    pub weight: f64,
}

/// The checks that tell the causes of the remaining configurations apart, best first: after the best one, two configurations
/// drawn at random that give the same answer are least likely to have different causes (Gini impurity).
pub fn checks(remaining: &[Remaining<'_>], causes: usize) -> Vec<NextCheck> {
    let whole: f64 = remaining.iter().map(|it| it.weight).sum();
    // The weight of what is mixed with other causes.
    let mixed = |part: &[&Remaining<'_>]| {
        let mut by_cause = vec![0.0; causes];
        for it in part {
            if let Some(sum) = by_cause.get_mut(it.cause) {
                *sum += it.weight;
            }
        }
        let sum: f64 = by_cause.iter().sum();
        let alike: f64 = by_cause.iter().map(|weight| weight * weight).sum();
        if sum > 0.0 { sum - alike / sum } else { 0.0 }
    };
    let before = mixed(&remaining.iter().collect::<Vec<_>>());
    // Where nobody gets past IIS, what lies behind it tells nothing.
    let ends_there = |it: &Remaining<'_>| it.shows.contains(&O::FirstHopRefused);
    let first_hop = remaining.iter().all(ends_there);
    let today = O::SetUpIn(Era::Today);
    let today = remaining.iter().any(|it| it.shows.contains(&today));
    let is_later = |option: &O| *option == O::Is(F::User(Restriction::Protected)) && !today;
    let split = |check: Check| {
        if first_hop && check.is_of_second_hop() {
            return None;
        }
        let options = check.options().into_iter().filter(|it| !is_later(it));
        let options = options.map(CheckAnswer::Is);
        let mut answers: Vec<(CheckAnswer, usize)> = Vec::new();
        let mut after = 0.0;
        for answer in options.chain([CheckAnswer::Nothing]) {
            let part = remaining
                .iter()
                .filter(|it| check.answer(it.shows) == answer);
            let part: Vec<&Remaining<'_>> = part.collect();
            after += mixed(&part);
            // That nothing is seen is an answer where a run can give it.
            if !part.is_empty() || answer != CheckAnswer::Nothing {
                answers.push((answer, part.len()));
            }
        }
        answers.sort_by_cached_key(|(_, count)| usize::MAX - *count);
        (before - after > whole * 1e-9).then_some(NextCheck {
            check,
            answers,
            remains: after / whole,
        })
    };
    let mut all: Vec<NextCheck> = Check::ALL.into_iter().filter_map(split).collect();
    all.sort_by(|a, b| a.remains.total_cmp(&b.remains));
    all
}
