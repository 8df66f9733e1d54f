//! What a way to the back end costs in security: who then holds what that could be used elsewhere.
//!
//! Each part is a fact of the run or of the directory. Costs are compared part by part, so some are neither smaller
//! nor larger than others; [`Cost::rank`] breaks such ties by a rule that is said beside the list.

use crate::hosts::security::kerberos::TicketUse;
use crate::hosts::{Decision, Holding, LogonType, Role, Scheme};
use crate::lab::{DelegationTrust, Log, Scenario, run};
use crate::value_kind::ValueKind;
use std::cmp::Ordering;

/// What a set of changes costs in security: what could be done with IIS once somebody else has it, and could not before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// What IIS then holds that it did not before.
    pub secret: HeldSecret,
    /// Whose names could be used by whoever has it.
    pub users: ExposedUsers,
    /// Which services these names open.
    pub reach: Reach,
    /// How long it can be used after it was undone.
    pub after: ExposureDuration,
    /// The most that it held before, and holds still: no cost of these changes.
    pub kept: HeldSecret,
}

/// Something that a cost is of, by what tells it from what was there before.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Source {
    /// Trust for any service.
    Trust,
    /// The services on the list of IIS's account.
    List(Vec<String>),
    /// The back end's account, which lets that of IIS act.
    Lent(String),
    /// A TGT that somebody handed over.
    Handed,
    /// A password, with which such a logon was made.
    Password(LogonType),
}

/// What IIS holds that could be used elsewhere, the least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum HeldSecret {
    /// Nothing that is good for anybody else's name.
    Nothing,
    /// The right to ask for tickets in others' names.
    Right,
    /// A TGT that a user has handed over.
    ForwardedTgt,
    /// A password in clear, which is good for every service.
    Password,
}

/// Whose name could be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ExposedUsers {
    /// Nobody's: what IIS holds is of no use elsewhere.
    Nobody,
    /// That of the person, whose account was protected before; those of others could be used already.
    Person,
    /// Those of users who came with Kerberos and may be delegated.
    KerberosVisitors,
    /// Those of all users who may be delegated, absent ones too.
    AnyoneNotSensitive,
    /// Those of Kerberos visitors, and of computers that can be made to come.
    KerberosVisitorsAndComputers,
    /// Those of all who signed in.
    AllVisitors,
}

/// How far it reaches, the least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reach {
    /// Not beyond the computer of IIS.
    ThisHost,
    /// To the account of one service.
    OneService,
    /// To every service of the forest.
    WholeForest,
    /// To wherever else the password is used.
    BeyondForest,
}

/// How long it can be used after it was undone, the shortest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ExposureDuration {
    /// Not at all: it ends when it is undone.
    Nothing,
    /// As long as a ticket lives: 10 hours.
    TicketLifetime,
    /// As long as a TGT can be renewed: 7 days.
    RenewableLifetime,
    /// Until the passwords that were seen are changed.
    PasswordChange,
}

impl Cost {
    /// The least there is: IIS holds nothing, of nobody, beyond itself.
    pub const NONE: Self = Self {
        secret: HeldSecret::Nothing,
        users: ExposedUsers::Nobody,
        reach: Reach::ThisHost,
        after: ExposureDuration::Nothing,
        kept: HeldSecret::Nothing,
    };

    /// What a run costs: of what IIS holds at its end, and of what its account may do, the most in each part.
    pub fn of(scenario: &Scenario, log: &Log) -> Self {
        let parts = parts(scenario, log).into_iter();
        parts.fold(Self::NONE, |all, (_, part)| all.and(part))
    }

    /// What a run costs beside another, with the settings from before: of what is new, the most in each part.
    pub fn beside(before: (&Scenario, &Log), after: (&Scenario, &Log)) -> Self {
        let exposed = is_protected(before.0) && !is_protected(after.0);
        let had = match exposed {
            // Others were not protected: what IIS had of them shows where the person is not either.
            true => of_others(before.0),
            false => parts(before.0, before.1),
        };
        let (mut cost, mut kept) = (Self::NONE, HeldSecret::Nothing);
        for part in parts(after.0, after.1) {
            let users = match (had.contains(&part), part.1.secret) {
                (false, _) => part.1.users,
                // A password is one's own, whatever protects its account from being delegated.
                (true, secret) if !exposed || secret == HeldSecret::Password => {
                    kept = kept.max(secret);
                    continue;
                }
                (true, _) => ExposedUsers::Person,
            };
            cost = cost.and(Self { users, ..part.1 });
        }
        Self { kept, ..cost }
    }

    /// A name that sorts costs: by reach, by what is held, by whose names, by how long.
    pub fn rank(&self) -> (Reach, HeldSecret, usize, ExposureDuration) {
        (self.reach, self.secret, self.users.breadth(), self.after)
    }

    const PASSWORD: Self = Self {
        secret: HeldSecret::Password,
        users: ExposedUsers::AllVisitors,
        reach: Reach::BeyondForest,
        after: ExposureDuration::PasswordChange,
        kept: HeldSecret::Nothing,
    };

    const FORWARDED_TGT: Self = Self {
        secret: HeldSecret::ForwardedTgt,
        users: ExposedUsers::KerberosVisitorsAndComputers,
        reach: Reach::WholeForest,
        after: ExposureDuration::RenewableLifetime,
        kept: HeldSecret::Nothing,
    };

    const fn right(users: ExposedUsers) -> Self {
        Self {
            secret: HeldSecret::Right,
            users,
            reach: Reach::OneService,
            after: ExposureDuration::TicketLifetime,
            kept: HeldSecret::Nothing,
        }
    }

    /// Both: the most in each part.
    fn and(self, other: Self) -> Self {
        Self {
            secret: self.secret.max(other.secret),
            users: match self.users.breadth() < other.users.breadth() {
                true => other.users,
                false => self.users,
            },
            reach: self.reach.max(other.reach),
            after: self.after.max(other.after),
            kept: self.kept.max(other.kept),
        }
    }
}

/// All that a run costs, each with what it comes of.
fn parts(scenario: &Scenario, log: &Log) -> Vec<(Source, Cost)> {
    let mut parts = of_rights(scenario);
    let held = held_at_front_end(log).any(|it| it.kind == ValueKind::Password);
    if held || sends_password(log) {
        let logon = scenario.front_end.basic_logon;
        parts.push((Source::Password(logon), Cost::PASSWORD));
    }
    if forwards_tgt(log) {
        parts.push((Source::Handed, Cost::FORWARDED_TGT));
    }
    parts
}

/// What there is of whoever comes as the person does, with an account that is not protected.
fn of_others(scenario: &Scenario) -> Vec<(Source, Cost)> {
    let mut other = scenario.clone();
    other.directory.sensitive = false;
    other.directory.protected = false;
    parts(&other, &run(&other))
}

/// What the account of IIS may do without any visitor's help.
fn of_rights(scenario: &Scenario) -> Vec<(Source, Cost)> {
    let list = scenario.delegation_targets();
    let users = match scenario.directory.delegation {
        DelegationTrust::KerberosOnly => Some(ExposedUsers::KerberosVisitors),
        DelegationTrust::AnyProtocol => Some(ExposedUsers::AnyoneNotSensitive),
        DelegationTrust::No | DelegationTrust::Unconstrained => None,
    };
    let listed = users.filter(|_| !list.is_empty());
    // Computers can be made to come, whatever this visitor does.
    let any = scenario.directory.delegation == DelegationTrust::Unconstrained;
    let trust = any.then_some((Source::Trust, Cost::FORWARDED_TGT));
    let listed = listed.map(|users| (Source::List(list), Cost::right(users)));
    // `[MS-SFU]`: beside a list of its own, IIS gets no forwardable ticket for those who came without one.
    let beside_list = listed
        .as_ref()
        .map(|(_, right)| right.users)
        .unwrap_or(ExposedUsers::AnyoneNotSensitive);
    let lent = scenario.back_end.lets_front_end_act.then(|| {
        let back_end = scenario.names.back_end.clone();
        (Source::Lent(back_end), Cost::right(beside_list))
    });
    [trust, listed, lent].into_iter().flatten().collect()
}

/// Whether the person's account may not be delegated.
fn is_protected(scenario: &Scenario) -> bool {
    scenario.directory.sensitive || scenario.directory.protected
}

/// Whether the browser sent a password, be it refused: IIS asks everybody for it.
fn sends_password(log: &Log) -> bool {
    let mut decisions = log.events.iter().filter_map(|it| it.kind.decision());
    decisions.any(|decision| {
        matches!(
            decision,
            Decision::SignsIn {
                scheme: Scheme::Basic,
                ..
            }
        )
    })
}

/// Whether IIS was handed a TGT.
pub(super) fn forwards_tgt(log: &Log) -> bool {
    let mut tickets = held_at_front_end(log).filter_map(|it| it.ticket.as_deref());
    tickets.any(|ticket| ticket.held_as == TicketUse::ForwardedTgt)
}

fn held_at_front_end(log: &Log) -> impl Iterator<Item = &Holding> {
    let front_end = log.host_of(Role::FrontEnd).map(|host| host.id);
    let events = log.events.iter();
    let gained = events.filter(move |event| Some(event.host) == front_end);
    gained.flat_map(|event| &event.gained)
}

/// One is smaller where no part is larger, and one is smaller. What is no cost of these changes has no part in it but to
/// tell two apart.
impl PartialOrd for Cost {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        let parts = [
            Some(self.secret.cmp(&other.secret)),
            self.users.partial_cmp(&other.users),
            Some(self.reach.cmp(&other.reach)),
            Some(self.after.cmp(&other.after)),
            (self.kept == other.kept).then_some(Ordering::Equal),
        ];
        parts
            .into_iter()
            .try_fold(Ordering::Equal, |all, part| match (all, part?) {
                (all, Ordering::Equal) => Some(all),
                (Ordering::Equal, part) => Some(part),
                (all, part) => (all == part).then_some(all),
            })
    }
}

impl ExposedUsers {
    /// A number that rises with how many these are, where that can be said.
    fn breadth(self) -> usize {
        self as usize
    }
}

impl PartialOrd for ExposedUsers {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        use ExposedUsers::{AnyoneNotSensitive, KerberosVisitors, Nobody, Person};
        if self == other {
            return Some(Ordering::Equal);
        }
        match (self, other) {
            (Nobody, _) => Some(Ordering::Less),
            (_, Nobody) => Some(Ordering::Greater),
            (Person, _) => Some(Ordering::Less),
            (_, Person) => Some(Ordering::Greater),
            // Kerberos visitors who may be delegated are among each of the others.
            (KerberosVisitors, _) => Some(Ordering::Less),
            (_, KerberosVisitors) => Some(Ordering::Greater),
            // Absent users are not among visitors, and sensitive visitors not among those who may be delegated.
            (AnyoneNotSensitive, _) | (_, AnyoneNotSensitive) => None,
            _ => None,
        }
    }
}
