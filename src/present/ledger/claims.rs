//! Whom a host can convince: what was answered counts before what is held.

use super::{Claim, Held, View};
use crate::crypto::{self, Trace};
use crate::hosts::security::kerberos::TicketPath;
use crate::hosts::{
    Decision, DenialReason, ExchangeKind, Holding, Identity, KdcRule, OutboundCredential, Role,
    StorageLocation, account_of,
};
use crate::lab::{Event, EventKind, Hop, HostInfo};
use crate::value_kind::ValueKind;

impl View<'_> {
    /// A host can prove the person to those it may call. Whoever is called by nobody is the person's own, and could prove
    /// them to hosts farther away, if it asked.
    pub(super) fn claims(&self, host: &HostInfo) -> Vec<Claim> {
        let secret = self.proves_anything(host);
        let own = self.is_persons_own(host);
        let direct = self.called_by(host);
        let mut claims = Vec::new();
        for to in &direct {
            let answer = self.answer(host, to);
            let ticket = self.ticket(host, to);
            let will = if own { None } else { self.will(host, to) };
            let can = match answer {
                None => secret || ticket.is_some() || will == Some(true),
                Some(answer) => answer == Answer::LetIn,
            };
            let right = match answer {
                None => ticket.filter(|_| !secret),
                Some(_) => self.shown(host, to),
            };
            let may_ask = answer.is_none() && !can && will.is_none() && self.may_ask(host, to);
            claims.extend(to.role.map(|role| Claim {
                to: role,
                can,
                will: will.map(|will| if answer.is_some() { can } else { will }),
                refused: answer.is_some_and(|answer| answer != Answer::LetIn),
                no_right: answer == Some(Answer::NoRight),
                hypothetical: false,
                right: right.filter(|right| *right != TicketPath::Own),
                may_ask,
            }));
        }
        // What the authority does not take for a proof would be none farther away either.
        let not_proved = direct
            .iter()
            .any(|near| self.answer(host, near) == Some(Answer::NotProved))
            || self.kdc_refuses_person();
        let proves = secret && !not_proved;
        for near in direct.iter().filter(|_| own) {
            for to in self.called_by(near) {
                let no_right = self.answer(near, to) == Some(Answer::NoRight);
                claims.extend(to.role.map(|role| Claim {
                    to: role,
                    can: proves && !no_right,
                    will: None,
                    refused: not_proved || no_right,
                    no_right,
                    hypothetical: true,
                    right: None,
                    may_ask: false,
                }));
            }
        }
        claims
    }

    /// What came of the last call of one host to another, as far as something has.
    fn answer(&self, host: &HostInfo, to: &HostInfo) -> Option<Answer> {
        let mut answer = None;
        let mut changed = false;
        let mut called = false;
        for event in self.past() {
            let connection = event.kind.connection();
            let connection = connection.and_then(|id| self.log.connection(id));
            let between = connection.is_some_and(|it| (it.from, it.to) == (host.id, to.id));
            match event.kind.decision() {
                Some(decision) if event.host == to.id && between => {
                    answer = answered(decision).or(answer);
                }
                Some(decision) if event.host == host.id && (called || between) => {
                    let over = match decision {
                        Decision::GivesUp { .. }
                        | Decision::CannotSignIn { .. }
                        | Decision::CannotLogOn { .. } => true,
                        Decision::HearsFromBackEnd(answer) => !answer.succeeded(),
                        _ => false,
                    };
                    if over && matches!(answer, None | Some(Answer::LetIn)) {
                        answer = Some(Answer::Refused);
                    }
                }
                Some(_) => {}
                None => {
                    changed |= between && event.changed();
                    if matches!(event.kind, EventKind::Opened(_))
                        && connection
                            .is_some_and(|it| it.from == host.id && it.hop != Hop::Directory)
                    {
                        called = between;
                    }
                    // What was changed on its way was not the caller's own: asked again, it may be let in.
                    if between && changed && event.host == host.id && answer != Some(Answer::LetIn)
                    {
                        answer = None;
                    }
                }
            }
        }
        answer
    }

    /// Whether a KDC has refused the person their first ticket for what they typed, or for the state of their account.
    fn kdc_refuses_person(&self) -> bool {
        let refusals = self.past().filter_map(|event| match event.kind.decision() {
            Some(Decision::RefusesTicket(made)) => Some(made),
            _ => None,
        });
        let mut of_person = refusals.filter(|made| {
            let name = account_of(&made.client);
            made.exchange == ExchangeKind::As && crypto::upper(name) == crypto::upper(&self.person)
        });
        of_person.any(|made| {
            matches!(
                made.rule,
                KdcRule::NoSuchClient | KdcRule::State(_) | KdcRule::WrongKey
            )
        })
    }

    /// Whether it is the person's own computer: nobody calls it.
    pub(super) fn is_persons_own(&self, host: &HostInfo) -> bool {
        let mut others = self.log.hosts.iter();
        !others.any(|other| other.links.contains(&host.id))
    }

    /// The hosts that a host may call, directories aside.
    fn called_by(&self, host: &HostInfo) -> Vec<&HostInfo> {
        let links = host.links.iter().filter_map(|link| self.log.host(*link));
        links
            .filter(|to| to.role != Some(Role::DomainController))
            .collect()
    }

    /// Whether anything on the computer answers a fresh challenge as the person: tried against what the directory has.
    fn proves_anything(&self, host: &HostInfo) -> bool {
        self.on_computer(host)
            .any(|held| self.proves(&held.holding))
    }

    /// What is held on a host's computer, by it or by another.
    pub(super) fn on_computer(&self, host: &HostInfo) -> impl Iterator<Item = &Held> {
        let hosts = self.log.hosts.iter().zip(&self.held);
        hosts
            .filter(|(other, _)| other.name == host.name)
            .flat_map(|(_, held)| held)
    }

    /// What the thread's token reaches: the credential behind its logon session, or, on the mailbox host's own
    /// computer, the system that vouches for it.
    fn will(&self, host: &HostInfo, to: &HostInfo) -> Option<bool> {
        let latest = self.past().filter(|event| event.host == host.id);
        let token = latest
            .filter(|event| matches!(event.kind.decision(), Some(Decision::MakesToken { .. })))
            .last()?;
        let Some(Decision::MakesToken {
            identity,
            credential,
            ..
        }) = token.kind.decision()
        else {
            return None;
        };
        if *identity == Identity::Anonymous {
            return Some(false);
        }
        let replayed = self.past().any(|event| {
            let reach = event.kind.decision();
            matches!(
                reach,
                Some(Decision::AnswersAs {
                    reach: OutboundCredential::Replay,
                    ..
                })
            )
        });
        // Whoever sits in its place decides what the call is made with.
        let by_hand = |event: &Event| {
            let reach = event.kind.decision();
            matches!(
                reach,
                Some(Decision::AnswersAs {
                    reach: OutboundCredential::Hand(_),
                    ..
                })
            )
        };
        if self.past().any(by_hand) {
            return None;
        }
        let vouched = to.name == host.name && !replayed;
        if !vouched && !replayed {
            if self.ticket(host, to).is_some() {
                return Some(true);
            }
            if self.may_ask(host, to) {
                return self.kdc_said(host, to);
            }
        }
        // The session may be older than the token: a local call hands on the caller's own.
        let behind = *credential
            && self.on_computer(host).any(|held| {
                matches!(held.holding.place, StorageLocation::LogonSession(_))
                    && self.proves(&held.holding)
            });
        Some(vouched || (behind && !replayed))
    }

    fn proves(&self, holding: &Holding) -> bool {
        let (Some(value), Some(right)) = (&holding.value, self.nt_hash()) else {
            return false;
        };
        match holding.kind {
            ValueKind::NtHash => *value == right,
            ValueKind::Password => {
                let password = String::from_utf8_lossy(value);
                crypto::nt_owf_v1(&password, &mut Trace::off()).as_slice() == right
            }
            _ => false,
        }
    }

    /// The person's NT hash, as the directory has it.
    fn nt_hash(&self) -> Option<Vec<u8>> {
        let person = crypto::upper(&self.person);
        let controller = self.log.host_of(Role::DomainController)?;
        controller
            .holdings
            .iter()
            .find(|holding| crypto::upper(holding.of.user()) == person)?
            .value
            .clone()
    }
}

/// What came of a call, for the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    /// The caller was let in.
    LetIn,
    /// The caller is known, and may not.
    NoRight,
    /// The authority for the account takes what was sent for no proof.
    NotProved,
    /// The caller was refused for another reason.
    Refused,
}

/// What a decision of the host that was called means for its caller.
fn answered(decision: &Decision) -> Option<Answer> {
    Some(match decision {
        Decision::MakesToken {
            identity: Identity::User(_),
            ..
        }
        | Decision::Authorizes { granted: true, .. } => Answer::LetIn,
        Decision::Authorizes {
            identity: Identity::User(_),
            ..
        } => Answer::NoRight,
        Decision::Authorizes { .. } => Answer::Refused,
        Decision::RefusesRequest { because } | Decision::AuthenticationFails { because } => {
            match because {
                // Nothing was refused yet: who calls is asked.
                DenialReason::PageAsks | DenialReason::AnonymousOff | DenialReason::StaleNonce => {
                    return None;
                }
                DenialReason::LogonFailed(_) => Answer::NotProved,
                _ => Answer::Refused,
            }
        }
        _ => return None,
    })
}
