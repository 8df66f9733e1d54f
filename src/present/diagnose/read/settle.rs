//! What yields to something else that is seen, once all is heard.

use super::phrases::OTHER_KEYTAB;
use super::weigh::{Named, Weighed};
use crate::hosts::BackEndProtocol;
use crate::lab::{Observable as O, SentToken, SettingFinding as F, SpnHolder};
use crate::present::causes::{Sighting, Sign, Symptom};

impl Weighed {
    /// Leaves out what yields, and says of the rest what it means beside the others.
    pub(super) fn settle(&self, seen: &mut Vec<Sighting>) {
        self.refused_at_the_first_server(seen);
        told_by_the_kdc(seen);
        for_some_users(seen);
        self.reached(seen);
        self.whose_ticket(seen);
        self.by_its_own_login(seen);
        with_the_older_key(seen);
        self.inside_other_errors(seen);
        self.among_controllers(seen);
        self.without_a_library(seen);
    }

    /// A question that comes again is of the first server too, unless two were told apart.
    fn refused_at_the_first_server(&self, seen: &mut Vec<Sighting>) {
        let refused = [O::FirstHopRefused, O::AskedAgain].map(|it| Sign::Any(vec![it]));
        if seen
            .iter()
            .any(|it| matches!(&it.signs[..], [sign] if refused.contains(sign)))
        {
            let sure = |it: &Sighting| self.told_apart.contains(&it.signs);
            seen.retain(|it| sure(it) || !self.guessed.contains(&it.signs));
        }
    }

    /// What is said not to be missing is there, and who answers is reached.
    fn reached(&self, seen: &mut [Sighting]) {
        let answered = seen.iter().any(|it| is_answer(it, |_| true));
        let has_ticket = self.names(Named::Ticket);
        for it in seen {
            let alone = |symptom| it.signs == [Sign::Symptom(symptom)];
            if has_ticket && alone(Symptom::NoCredentials)
                || answered && alone(Symptom::NoController)
            {
                it.signs.clear();
            }
        }
    }

    /// Whose ticket is unknown or does not open: that of a service which is no web server, of a share, of a keytab.
    fn whose_ticket(&self, seen: &mut [Sighting]) {
        let keytab = self.names(Named::Keytab) && !self.names(Named::Iis);
        let other_service = self.names(Named::OtherService) && !self.names(Named::Web);
        let elsewhere = !self.not_opened && self.names(Named::TargetName);
        for it in seen {
            if other_service && is_unknown(&it.signs) {
                it.signs = vec![Sign::Symptom(Symptom::BackEndSpn)];
            }
            let elsewhere = elsewhere && is_not_opened(&it.signs);
            // No name of a ticket's, but a certificate's.
            if elsewhere && self.names(Named::Certificate) {
                it.signs.clear();
            } else if elsewhere && other_service && !keytab {
                let share = self.names(Named::Share);
                let share = share.then_some(Sign::Symptom(Symptom::OtherComputer));
                let other = [Sign::Symptom(Symptom::BackEndSpn)].into_iter();
                it.signs = other.chain(share).collect();
            }
            // No pool, no kernel mode: the key is the keytab's.
            if keytab && is_not_opened(&it.signs) {
                it.signs = OTHER_KEYTAB.signs();
            }
        }
    }

    /// Nobody's name goes on to a database that knows its logins itself.
    fn by_its_own_login(&self, seen: &mut [Sighting]) {
        if !self.own_login || self.as_caller {
            return;
        }
        let sql = Sign::Any(vec![O::BackEnd(BackEndProtocol::Sql)]);
        let behind = |sign: &Sign| match sign {
            Sign::Any(any) => matches!(any[..], [O::BackEndNoRights | O::SecondHopFails]),
            _ => false,
        };
        let refused = |it: &&mut Sighting| it.signs.contains(&sql) && it.signs.iter().any(behind);
        seen.iter_mut()
            .filter(refused)
            .for_each(|it| it.signs.clear());
    }

    /// What went wrong tells more than the error around it.
    fn inside_other_errors(&self, seen: &mut Vec<Sighting>) {
        let inner = [
            Symptom::NoController,
            Symptom::NoCredentials,
            Symptom::Revoked,
            Symptom::Expired,
        ];
        let around = |it: &Sighting| self.around.contains(&it.signs);
        if seen.iter().any(|it| it.has(&inner) && !around(it)) {
            seen.retain(|it| !around(it));
        }
    }

    /// What domain controllers do not open of each other is no web server's. The line is shown, as one of which nothing
    /// follows.
    fn among_controllers(&self, seen: &mut [Sighting]) {
        if self.controllers && !self.not_opened {
            let about = seen.iter_mut().filter(|it| is_not_opened(&it.signs));
            about.for_each(|it| it.signs.clear());
        }
    }

    /// What a client has no library for, a server got from one.
    fn without_a_library(&self, seen: &mut [Sighting]) {
        if self.server {
            let library = [Sign::Symptom(Symptom::NtlmLibrary)];
            let got = Sign::Any(vec![O::Sends(SentToken::NegotiateNtlm)]);
            let about = seen.iter_mut().filter(|it| it.signs == library);
            about.for_each(|it| it.signs = vec![got.clone()]);
        }
    }
}

/// Where a KDC says why, that there is no ticket says nothing more.
fn told_by_the_kdc(seen: &mut [Sighting]) {
    // That it does not know the service is no reason.
    let says_why = |it: &Sighting| is_answer(it, |code| !matches!(code, 7 | 8));
    if seen.iter().any(says_why) {
        let none = [Sign::Any(vec![O::NoTicket])];
        let without = seen.iter_mut().filter(|it| it.signs == none);
        without.for_each(|it| it.signs.clear());
    }
}

/// What fails for some users only: told beside a ticket that does not open, and never the whole domain's.
fn for_some_users(seen: &mut [Sighting]) {
    let some = [Sign::Any(vec![O::SomeUsersOnly])];
    // Told apart, it is what one sentence tells.
    if seen.iter().any(|it| is_not_opened(&it.signs)) {
        let users = seen.iter_mut().filter(|it| it.signs == some);
        users.for_each(|it| it.signs.push(Sign::Symptom(Symptom::ModifiedForSome)));
    }
    if seen.iter().any(|it| it.signs == some) {
        let all = Sign::Symptom(Symptom::NoDelegationAtAll);
        let signs = seen.iter_mut().flat_map(|it| &mut it.signs);
        signs
            .filter(|it| **it == all)
            .for_each(|it| *it = Sign::Symptom(Symptom::UnknownToSelf));
    }
}

/// By the numbers the ticket is the older one, and not the key.
fn with_the_older_key(seen: &mut Vec<Sighting>) {
    if seen.iter().any(|it| it.has(&[Symptom::OldTicket])) {
        let is_old = Sign::Any(vec![O::Is(F::KeyIsOld(true))]);
        seen.retain(|it| it.signs != [is_old.clone()]);
        let others = seen.iter_mut().filter(|it| it.signs.len() > 1);
        others.for_each(|it| it.signs.retain(|sign| *sign != is_old));
    }
}

/// Whether a web server cannot open a ticket.
pub(super) fn is_not_opened(signs: &[Sign]) -> bool {
    signs == [Sign::Any(vec![O::TicketRejected(41)])]
}

/// Whether a KDC says that it does not know a service, or somebody that its name is missing.
fn is_unknown(signs: &[Sign]) -> bool {
    let unknown = [O::TicketRefused(7), O::TicketRefused(8)];
    let nobody = [O::Is(F::Spn(SpnHolder::Nobody))];
    matches!(signs, [Sign::Any(any)] if *any == unknown || *any == nobody)
}

/// Whether it is an answer of a KDC, with such a code.
fn is_answer(it: &Sighting, of: fn(u32) -> bool) -> bool {
    let answer = |it: &O| match it {
        O::TicketRefused(code) | O::KdcError(code) | O::TgtRefused(code) => of(*code),
        _ => false,
    };
    let mut signs = it.signs.iter();
    signs.any(|sign| matches!(sign, Sign::Any(any) if any.iter().all(answer)))
}
